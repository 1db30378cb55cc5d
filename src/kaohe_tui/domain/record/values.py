"""How the fields of events are written into an entry, read from it and told to a person.

An event's field is annotated with one of the types below, say ``number: Number``. To mypy that is
an int; the rest of the annotation is its ``Value``: what the text looks like and how it is told.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum
from fractions import Fraction
from typing import Annotated, Any, Final, Generic, TypeVar

from kaohe_tui.domain.chain import grouped
from kaohe_tui.domain.duties import Duty
from kaohe_tui.domain.group import ExemptionKind
from kaohe_tui.domain.matters import NO_PERIOD, MatterKind
from kaohe_tui.domain.numbers import UNIT, plain, points
from kaohe_tui.domain.record import contents
from kaohe_tui.domain.record.contents import Brought, Content
from kaohe_tui.domain.record.words import Names
from kaohe_tui.domain.tasks import TaskState, Verdict
from kaohe_tui.words import _, _n

_T = TypeVar("_T")
_HASH: Final = 64
"""Digits of a digest."""
_DIGITS = frozenset("0123456789abcdef")
_HALF = 35
"""Cells of four groups of a digest: two lines show all of it at any width."""
_MARK = r"(?:0|[1-9]\d*)(?:\.[1-9])?"
_KEY = r"[A-Za-z][A-Za-z0-9_-]*"
_WHOLE = r"(?:0|[1-9]\d*)"


class Codes(Enum):
    """How people's codes stand in a field's text, for whoever looks for a person."""

    NONE = ""
    ONE = "one"
    """The text is a code."""
    OWING = "owing"
    """``m1:3;m2:1``."""
    LISTED = "listed"
    """`` joined:m1;m2``."""
    QUOTED = "quoted"
    """Keys or texts of JSON."""


@dataclass(frozen=True, slots=True)
class Value(Generic[_T]):
    """How one kind of value is written, read and told."""

    pattern: str
    """A regular expression of what is written."""
    read: Callable[[str], _T]
    """The value of a text that fits the pattern; ValueError where it has none."""
    write: Callable[[_T], str]
    show: Callable[[_T, Names, str], str]
    """The value in a sentence; given what is called how, and the period's key."""
    lines: Callable[[_T, Names, str], Iterable[str]] | None = None
    """The value by itself, line by line; None where that is what ``show`` says."""
    codes: Codes = Codes.NONE

    def told(self, value: _T, names: Names, period: str) -> Iterable[str]:
        """The lines of the value by itself; none where nothing is written."""
        if self.lines is not None:
            return self.lines(value, names, period)
        return [self.show(value, names, period)] if self.write(value) else []


def _plainly(value: object, _names: Names, _period: str) -> str:
    return str(value)


def _same(text: str) -> str:
    return text


def _one_of(kind: type[StrEnum]) -> Value[Any]:
    return Value(
        "|".join(each.value for each in kind), kind, str, lambda value, _n, _p: value.label
    )


def _flag(word: str) -> Value[bool]:
    return Value(
        f"(?:{word})?",
        bool,
        lambda on: word if on else "",
        lambda on, _n, _p: _("yes") if on else _("no"),
        lambda on, _n, _p: [_("yes")] if on else [],
    )


def _counted(told: Callable[[int], str], pattern: str = _WHOLE) -> Value[int]:
    """A number with what it counts."""
    return Value(pattern, int, str, lambda count, _n, _p: told(count).format(count=count))


def _read_units(text: str) -> int:
    whole, _sign, tenths = text.partition(".")
    return int(whole) * UNIT + int(tenths or 0)


def _maybe_mark(nothing: str) -> Value[int | None]:
    return Value(
        f"(?:{_MARK}|{nothing})" if nothing else f"(?:{_MARK})?",
        lambda text: None if text == nothing else _read_units(text),
        lambda mark: nothing if mark is None else points(mark),
        lambda mark, _n, _p: _("no mark") if mark is None else points(mark),
    )


def _digest(digest: str, _names: Names, _period: str) -> Iterator[str]:
    if len(digest) == _HASH and _DIGITS.issuperset(digest):
        yield grouped(digest)[:_HALF]
        yield grouped(digest)[_HALF + 1 :]
    elif digest:
        yield digest


def _people(codes: Iterable[str], names: Names, _period: str = "") -> str:
    return _(", ").join(map(names.person, codes))


def _after(pattern: str, read: Callable[[str], _T], nothing: _T) -> Value[_T]:
    """What stands behind a space; nothing, space and all, where there is none."""
    return Value(
        f"(?: {pattern})?",
        lambda text: read(text[1:]) if text else nothing,
        lambda value: "" if value == nothing else f" {value}",
        _plainly,
    )


# -- what ballots lack and say ---------------------------------------------------------------------


def _read_missing(text: str) -> dict[str, int]:
    parts = (each.rpartition(":") for each in text.split(";")) if text else ()
    return {code: int(count) for code, _sign, count in parts}


def _write_missing(missing: Mapping[str, int]) -> str:
    return ";".join(f"{code}:{count}" for code, count in missing.items())


def told_missing(count: int) -> str:
    """How many ratings are missing."""
    return _n("{count} rating missing", "{count} ratings missing", count).format(count=count)


def _missing_lines(missing: Mapping[str, int], names: Names, _period: str) -> Iterator[str]:
    for code, count in missing.items():
        if code:
            yield _("{name} owes {count}").format(name=names.person(code), count=count)
        else:
            yield told_missing(count)


def _content_lines(ballots: Mapping[str, Content], names: Names, _period: str) -> Iterator[str]:
    for rater, content in ballots.items():
        yield _("The ballot of {name} said:").format(name=names.person(rater))
        for code, marks in content.marks.items():
            given = " ".join("–" if mark is None else points(mark) for mark in marks)
            yield f"  {names.person(code)}  {given}"
        for code in sorted(content.abstained):
            yield "  " + _("{name}: abstained").format(name=names.person(code))


def _brought_lines(brought: Brought, names: Names, _period: str) -> Iterator[str]:
    if codes := [code for of_tier in brought.values() for code in of_tier]:
        yield _people(codes, names)


def _raters(ballots: Mapping[str, object], names: Names, _period: str) -> str:
    return _people(ballots, names)


# -- paper ---------------------------------------------------------------------------------------

Forms = tuple[int, int]
"""How many were handed out, and how many came back."""


def _read_forms(text: str) -> Forms:
    handed_out, _sign, returned = text.partition("/")
    return int(handed_out), int(returned)


def _show_forms(forms: Forms | None, _names: Names, _period: str) -> str:
    if forms is None:
        return ""
    return _("{out} handed out, {back} returned").format(out=forms[0], back=forms[1])


def _forms(pattern: str) -> Value[Any]:
    return Value(
        pattern,
        lambda text: _read_forms(text) if text else None,
        lambda forms: "" if forms is None else f"{forms[0]}/{forms[1]}",
        _show_forms,
    )


# -- what the register says ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Registered:
    """A matter as the register has it; see ``domain.matters.Matter``."""

    period: str
    code: str
    kind: MatterKind
    received_on: date
    due_on: date
    about: str

    def written(self) -> str:
        """The parts with bars between."""
        parts = (self.period, self.code, self.kind, self.received_on, self.due_on, self.about)
        return " | ".join(map(str, parts))


def read_registered(text: str) -> Registered:
    """What ``Registered.written`` gave.

    Raises:
        ValueError: when it is another text.
    """
    period, code, kind, received_on, due_on, about = text.split(" | ", 5)
    days = date.fromisoformat(received_on), date.fromisoformat(due_on)
    return Registered(period, code, MatterKind(kind), *days, about)


def _registered_lines(one: Registered, names: Names, _period: str) -> Iterator[str]:
    period = _("no period") if one.period == NO_PERIOD else names.period(one.period)
    yield _(", ").join(part for part in (one.kind.label, period, names.person(one.code)) if part)
    yield _("received on {day}, to be answered by {last}").format(
        day=one.received_on, last=one.due_on
    )
    yield one.about


# -- what a new roster changes ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RosterChanges:
    """Whom a new roster concerns, by code."""

    joined: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    """Of whom it says something else."""

    def parts(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Each kind of change that there is."""
        kinds = {"joined": self.joined, "left": self.left, "moved": self.moved}
        yield from ((name, codes) for name, codes in kinds.items() if codes)

    def written(self) -> str:
        """``joined:m1;m2 left:m3``."""
        return " ".join(f"{name}:{';'.join(codes)}" for name, codes in self.parts())


def _read_changes(text: str) -> RosterChanges:
    parts = dict(each.split(":", 1) for each in text.split(" ")) if text else {}
    if not parts.keys() <= {"joined", "left", "moved"}:
        raise ValueError(text)
    return RosterChanges(**{name: tuple(codes.split(";")) for name, codes in parts.items()})


def _change_lines(changes: RosterChanges, names: Names, _period: str) -> Iterator[str]:
    told = {"joined": _("joined: {people}"), "left": _("left: {people}"),
            "moved": _("changed: {people}")}  # fmt: skip
    for name, codes in changes.parts():
        yield told[name].format(people=_people(codes, names))


def _show_changes(changes: RosterChanges, names: Names, period: str) -> str:
    return _("; ").join(_change_lines(changes, names, period))


# -- the types of fields -------------------------------------------------------------------------

Text = Annotated[str, Value(".*", _same, _same, _plainly)]
"""As somebody wrote it."""
Rest = Annotated[str, _after(".+", _same, "")]
"""A text that may follow others."""
Reason = Text
Digest = Annotated[str, Value(r"\S+", _same, _same, lambda _d, _n, _p: "…", _digest)]
"""64 digits; no sentence shows them."""
DigestBefore = Annotated[str, Value(r"\S*", _same, _same, lambda _d, _n, _p: "…", _digest)]
"""One that may be missing."""
Period = Annotated[
    str,
    Value(
        ".*",
        _same,
        _same,
        lambda key, names, _p: names.period(key),
        lambda key, names, _p: [names.period(key)] if key else [],
    ),
]
Tier = Annotated[str, Value(".*", _same, _same, lambda key, names, p: names.tier(p, key))]
Tiers = Annotated[
    tuple[str, ...],
    Value(
        ".+",
        lambda text: tuple(text.split(",")),
        ",".join,
        lambda keys, names, p: _(", ").join(names.tier(p, key) for key in keys),
    ),
]
Person = Annotated[
    str,
    Value("[^>]*", _same, _same, lambda code, names, _p: names.person(code), codes=Codes.ONE),
]
"""By code."""
Handler = Annotated[str, Value(".*", _same, _same, lambda who, names, _p: names.person(who))]
"""A code of the roster, or a name from elsewhere."""
Indicator = Annotated[str, Value(_KEY, _same, _same, lambda key, names, p: names.indicator(p, key))]
Rule = Annotated[str, Value(r"\S+", _same, _same, lambda key, names, p: names.rule(p, key))]
Number = Annotated[int, Value(_WHOLE, int, str, _plainly)]
Revision = Annotated[str, Value(r"\S*", _same, _same, lambda r, _n, _p: r.lstrip("0") or r)]
"""Of the tables: ``0004`` is shown as 4."""
Missing = Annotated[
    int,
    Value(
        r"(?:[1-9]\d*)?",
        lambda text: int(text or 0),
        lambda count: str(count or ""),
        lambda count, _n, _p: told_missing(count),
    ),
]
"""Ratings that are missing."""
Owed = Annotated[
    Mapping[str, int],
    Value(
        ".*",
        _read_missing,
        _write_missing,
        lambda missing, _n, _p: told_missing(sum(missing.values())),
        _missing_lines,
        Codes.OWING,
    ),
]
"""The same by rater's code; under an empty code what the ballots of an urn lack."""
Ballots = Annotated[int, _counted(lambda n: _n("{count} ballot", "{count} ballots", n))]
Ratings = Annotated[
    int | None,
    Value(
        f"(?:/{_WHOLE})?",
        lambda text: int(text[1:]) if text else None,
        lambda count: "" if count is None else f"/{count}",
        lambda count, _n_, _p: _n("{count} rating", "{count} ratings", count or 0).format(
            count=count
        ),
    ),
]
OneTimeCodes = Annotated[int, _counted(lambda n: _n("{count} code", "{count} codes", n))]
Cells = Annotated[int, _counted(lambda n: _n("{count} cell", "{count} cells", n))]
Times = Annotated[int, _counted(lambda n: _n("{count} time", "{count} times", n))]
HalfDays = Annotated[
    int,
    Value(
        _WHOLE,
        int,
        str,
        lambda half, _n_, _p: _n("{days} day", "{days} days", 1 if half == 2 else 2).format(
            days=plain(Fraction(half, 2))
        ),
    ),
]
Mark = Annotated[int, Value(_MARK, _read_units, points, lambda mark, _n, _p: points(mark))]
"""In tenths of a point."""
MaybeMark = Annotated[int | None, _maybe_mark("")]
Cell = Annotated[int | None, _maybe_mark("·")]
"""The mark in a cell of a keyed form."""
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
FormsNow = Annotated[Forms, _forms(rf"{_WHOLE}/{_WHOLE}")]
FormsBefore = Annotated[Forms | None, _forms(rf"(?:{_WHOLE}/{_WHOLE})?")]
Said = Annotated[
    Mapping[str, Content],
    Value(".*", contents.read, contents.write, _raters, _content_lines, Codes.QUOTED),
]
"""What stood on ballots, by rater's code; nothing where the record does not keep it."""
BroughtIn = Annotated[
    Brought,
    Value(
        ".*",
        contents.read_brought,
        contents.write_brought,
        lambda brought, names, _p: ", ".join(_brought_lines(brought, names, "")),
        _brought_lines,
        Codes.QUOTED,
    ),
]
Changes = Annotated[
    RosterChanges,
    Value(".*", _read_changes, RosterChanges.written, _show_changes, _change_lines, Codes.LISTED),
]
NoticeBefore = Annotated[
    tuple[int, str] | None,
    Value(
        rf"(?:{_WHOLE} \S*)?",
        lambda text: (int(text.split(" ")[0]), text.split(" ")[1]) if text else None,
        lambda before: f"{before[0]} {before[1]}" if before else "",
        lambda before, _n, _p: _("no. {number}").format(number=before[0]) if before else "",
    ),
]
"""Number and digest of another notice."""
Day = Annotated[date, Value(r"\d{4}-\d\d-\d\d", date.fromisoformat, str, _plainly)]
DayAfter = Annotated[date | None, _after(r"\d{4}-\d\d-\d\d", date.fromisoformat, None)]
DutyOf = Annotated[Duty, _one_of(Duty)]
Exempted = Annotated[ExemptionKind, _one_of(ExemptionKind)]
State = Annotated[TaskState, _one_of(TaskState)]
VerdictBefore = Annotated[
    Verdict | None,
    Value(
        f"(?:{'|'.join(Verdict)})?",
        lambda text: Verdict(text) if text else None,
        lambda verdict: verdict or "",
        lambda verdict, _n, _p: verdict.label if verdict else "",
    ),
]
VerdictOf = Annotated[Verdict, _one_of(Verdict)]
Kind = Annotated[MatterKind, _one_of(MatterKind)]
Matter = Annotated[
    Registered,
    Value(".*", read_registered, Registered.written, lambda one, _n, _p: one.about,
          _registered_lines),
]  # fmt: skip
CameBack = Annotated[bool, _flag("retired")]
ByCode = Annotated[bool, _flag("code")]
