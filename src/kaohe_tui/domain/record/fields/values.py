"""Define how the fields of events are written into an entry, read from it and shown.

An event's field is annotated with one of the types below, say ``number: Number``. To mypy that is
an int; the rest of the annotation is its ``Value``: the pattern of its text and the ways to write,
read and show it.
"""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Annotated

from kaohe_tui.domain.access.duties import Duty, OperatorState
from kaohe_tui.domain.ballot.state import BallotState
from kaohe_tui.domain.entries.entries import ExemptionKind
from kaohe_tui.domain.numbers import plain, points
from kaohe_tui.domain.public.matter import MatterKind
from kaohe_tui.domain.record.fields import compound, contents, roster_lines
from kaohe_tui.domain.record.fields.compound import (
    Forms,
    Registered,
    RosterChanges,
    brought_lines,
    change_lines,
    content_lines,
    forms_of,
    missing_lines,
    raters,
    read_changes,
    read_missing,
    read_registered,
    registered_lines,
    show_changes,
    told_missing,
    told_ratings,
    write_missing,
)
from kaohe_tui.domain.record.fields.contents import Brought, Content
from kaohe_tui.domain.record.fields.value import (
    KEY,
    MARK,
    WHOLE,
    Codes,
    Value,
    after,
    counted,
    digest_lines,
    flag,
    maybe_mark,
    one_of,
    plainly,
    read_units,
    same,
)
from kaohe_tui.domain.rules import people as roster
from kaohe_tui.domain.tasks.task import TaskState, Verdict
from kaohe_tui.words import _, _n

Found = Annotated[
    compound.Things,
    Value(
        r"\[.*\]",
        compound.read_things,
        compound.write_things,
        compound.show_things,
        compound.thing_lines,
    ),
]
"""Things that were not as the record says."""
Text = Annotated[str, Value(".*", same, same, plainly)]
"""Text as a person wrote it."""
Rest = Annotated[str, after(".+", same, "")]
"""Text that may follow others; empty without it."""
Reason = Text
"""Why something was done; empty for none."""
Digest = Annotated[str, Value(r"\S+", same, same, lambda _d, _n, _p: "…", digest_lines)]
"""SHA-256 in 64 hexadecimal digits; sentences do not show it."""
DigestBefore = Annotated[str, Value(r"\S*", same, same, lambda _d, _n, _p: "…", digest_lines)]
"""A digest that may be missing."""
Period = Annotated[
    str,
    Value(
        ".*",
        same,
        same,
        lambda key, names, _p: names.period(key),
        lambda key, names, _p: [names.period(key)] if key else [],
    ),
]
"""Key of a period; empty for the year."""
Tier = Annotated[str, Value(".*", same, same, lambda key, names, p: names.tier(p, key))]
"""Key of a tier."""
Tiers = Annotated[
    tuple[str, ...],
    Value(
        ".+",
        lambda text: tuple(text.split(",")),
        ",".join,
        lambda keys, names, p: _(", ").join(names.tier(p, key) for key in keys),
    ),
]
"""Keys of tiers, joined by commas."""
Person = Annotated[
    str,
    Value("[^>]*", same, same, lambda code, names, _p: names.person(code), codes=Codes.ONE),
]
"""Code of a person."""
Whose = Annotated[
    str,
    Value("[^>]*", same, same, lambda code, names, _p: names.whose(code), codes=Codes.ONE),
]
"""Code of a person, or a section, see ``figures.of_section``."""
Handler = Annotated[str, Value(".*", same, same, lambda who, names, _p: names.person(who))]
"""Code of a person in the roster, or a name from elsewhere."""
Indicator = Annotated[str, Value(KEY, same, same, lambda key, names, p: names.indicator(p, key))]
"""Key of an indicator."""
Word = Annotated[str, Value(r"\S+", same, same, plainly)]
"""A word without spaces."""
Rule = Annotated[str, Value(r"\S+", same, same, lambda key, names, p: names.rule(p, key))]
"""Key of an adjustment rule, a component or a factor."""
Number = Annotated[int, Value(WHOLE, int, str, plainly)]
"""A whole number, 0 or more."""
Revision = Annotated[str, Value(r"\S*", same, same, lambda r, _n, _p: r.lstrip("0") or r)]
"""Revision of the tables: ``0004`` is shown as 4."""
Missing = Annotated[
    int,
    Value(
        r"(?:[1-9]\d*)?",
        lambda text: int(text or 0),
        lambda count: str(count or ""),
        lambda count, _n, _p: told_missing(count),
    ),
]
"""Number of ratings missing; 0 is an empty text."""
Owed = Annotated[
    Mapping[str, int],
    Value(
        ".*",
        read_missing,
        write_missing,
        lambda missing, _n, _p: told_missing(sum(missing.values())),
        missing_lines,
        Codes.OWING,
    ),
]
"""Rater's code -> ratings missing; an empty code stands for what an urn's ballots lack."""
Ballots = Annotated[int, counted(lambda n: _n("{count} ballot", "{count} ballots", n))]
"""Number of ballots."""
Ratings = Annotated[
    int | None,
    Value(
        f"(?:/{WHOLE})?",
        lambda text: int(text[1:]) if text else None,
        lambda count: "" if count is None else f"/{count}",
        lambda count, _names, _p: told_ratings(count or 0),
    ),
]
"""Number of ratings behind a slash; None where it may not be known."""
TaskCount = Annotated[int, counted(lambda n: _n("{count} task", "{count} tasks", n))]
"""Number of yearly tasks."""
People = Annotated[int, counted(lambda n: _n("{count} person", "{count} people", n))]
"""Number of people."""
OneTimeCodes = Annotated[int, counted(lambda n: _n("{count} code", "{count} codes", n))]
"""Number of one-time codes."""
Cells = Annotated[int, counted(lambda n: _n("{count} cell", "{count} cells", n))]
"""Number of cells of a form."""
Times = Annotated[int, counted(lambda n: _n("{count} time", "{count} times", n))]
"""The number of times that a rule applies."""
HalfDays = Annotated[
    int,
    Value(
        WHOLE,
        int,
        str,
        lambda half, _n_, _p: _n("{days} day", "{days} days", 1 if half == 2 else 2).format(
            days=plain(Fraction(half, 2))
        ),
    ),
]
"""Length in half days, shown in days."""
Mark = Annotated[int, Value(MARK, read_units, points, lambda mark, _n, _p: points(mark))]
"""A mark, in tenths of a point; written in points."""
MaybeMark = Annotated[int | None, maybe_mark("")]
"""A mark that may be missing: an empty text."""
Cell = Annotated[int | None, maybe_mark("·")]
"""The mark in a cell of a keyed form; ``·`` where it is empty."""
Part = Annotated[
    int | None,
    Value(
        r"(?:\.[1-9]\d*)?",
        lambda text: int(text[1:]) if text else None,
        lambda part: "" if part is None else f".{part}",
        lambda part, _n, _p: "" if part is None else str(part),
    ),
]
"""A part of an indicator, counted from 1; None for the indicator as a whole."""
FormsNow = Annotated[Forms, forms_of(rf"{WHOLE}/{WHOLE}")]
"""Numbers of paper forms: ``handed out/returned``."""
FormsBefore = Annotated[Forms | None, forms_of(rf"(?:{WHOLE}/{WHOLE})?")]
"""Numbers of paper forms that may be missing: an empty text."""
Said = Annotated[
    Mapping[str, Content],
    Value(".*", contents.read, contents.write, raters, content_lines, Codes.QUOTED),
]
"""Rater's code -> contents of the ballot; empty where the record does not keep them."""
BroughtIn = Annotated[
    Brought,
    Value(
        ".*",
        contents.read_brought,
        contents.write_brought,
        lambda brought, names, _p: ", ".join(brought_lines(brought, names, "")),
        brought_lines,
        Codes.QUOTED,
    ),
]
"""The ballots and ratings a file added."""
Changes = Annotated[
    RosterChanges,
    Value(".*", read_changes, RosterChanges.written, show_changes, change_lines, Codes.LISTED),
]
"""The people a new roster concerns."""
Line = Annotated[
    roster.Person,
    Value(
        r"\{.*\}",
        roster_lines.read_line,
        roster_lines.write_line,
        lambda line, names, p: _("; ").join(roster_lines.line_told(line, names, p)),
        roster_lines.line_told,
    ),
]
"""A person's line of a roster."""
LineChange = Annotated[
    roster_lines.Change,
    Value(
        r"\{.*\}",
        roster_lines.read_change,
        roster_lines.write_change,
        lambda change, names, p: _("; ").join(roster_lines.change_told(change, names, p)),
        roster_lines.change_told,
    ),
]
"""A person's line before and now."""
Dropped = Annotated[int, Value(WHOLE, int, str, lambda count, _names, _p: told_ratings(count))]
"""Number of ratings removed."""
NoticeBefore = Annotated[
    tuple[int, str] | None,
    Value(
        rf"(?:{WHOLE} \S*)?",
        lambda text: (int(text.split(" ")[0]), text.split(" ")[1]) if text else None,
        lambda before: f"{before[0]} {before[1]}" if before else "",
        lambda before, _n, _p: _("no. {number}").format(number=before[0]) if before else "",
    ),
]
"""Number and digest of another notice; None: an empty text."""
Day = Annotated[date, Value(r"\d{4}-\d\d-\d\d", date.fromisoformat, str, plainly)]
"""A day of the calendar, ISO."""
DayAfter = Annotated[date | None, after(r"\d{4}-\d\d-\d\d", date.fromisoformat, None)]
"""A day that follows another text; None without it."""
DutyOf = Annotated[Duty, one_of(Duty)]
"""An operator's duty."""
Exempted = Annotated[ExemptionKind, one_of(ExemptionKind)]
"""The kind of an exemption."""
State = Annotated[TaskState, one_of(TaskState)]
"""State of yearly tasks."""
VerdictBefore = Annotated[
    Verdict | None,
    Value(
        f"(?:{'|'.join(Verdict)})?",
        lambda text: Verdict(text) if text else None,
        lambda verdict: verdict or "",
        lambda verdict, _n, _p: verdict.label if verdict else "",
    ),
]
"""A verdict that may be missing: an empty text."""
VerdictOf = Annotated[Verdict, one_of(Verdict)]
"""A colleague's verdict."""
Kind = Annotated[MatterKind, one_of(MatterKind)]
"""Kind of a matter."""
Matter = Annotated[
    Registered,
    Value(".*", read_registered, Registered.written, lambda one, _n, _p: one.about,
          registered_lines),
]  # fmt: skip
"""A matter's entry in the register."""
Standing = Annotated[
    BallotState,
    Value(
        f"{BallotState.HANDED_IN}|{BallotState.KEYED}",
        BallotState,
        str,
        lambda state, _n, _p: _("entered once") if state is BallotState.KEYED else _("handed in"),
    ),
]
"""State of a ballot that counts, or will once it is keyed a second time."""
CameBack = Annotated[bool, flag(OperatorState.RETIRED)]
"""Whether an operator had been retired: ``retired``, or an empty text."""
ByCode = Annotated[bool, flag("code")]
"""Whether a one-time code was used: ``code``, or an empty text."""
