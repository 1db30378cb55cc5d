"""Write and read compound values: missing ratings, contents, paper forms, the register."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kaohe_tui.domain.numbers import points
from kaohe_tui.domain.public.matter import NO_PERIOD, MatterKind
from kaohe_tui.domain.record.fields.contents import Brought, Content
from kaohe_tui.domain.record.fields.value import Value, people
from kaohe_tui.domain.record.thing_words import as_found, called
from kaohe_tui.domain.record.words import Names
from kaohe_tui.words import _, _n

# -- what ballots lack and say ---------------------------------------------------------------------


def read_missing(text: str) -> dict[str, int]:
    """Read what ``write_missing`` wrote: rater's code -> missing ratings."""
    parts = (each.rpartition(":") for each in text.split(";")) if text else ()
    return {code: int(count) for code, _sign, count in parts}


def write_missing(missing: Mapping[str, int]) -> str:
    """Write missing ratings by rater's code: ``m1:3;m2:1``."""
    return ";".join(f"{code}:{count}" for code, count in missing.items())


def told_missing(count: int) -> str:
    """Say how many ratings are missing."""
    return _n("{count} rating missing", "{count} ratings missing", count).format(count=count)


def told_ratings(count: int) -> str:
    """Say how many ratings: not by how many people, as where one person's score is explained."""
    return _n("{ratings} rating", "{ratings} ratings", count).format(ratings=count)


def missing_lines(missing: Mapping[str, int], names: Names, _period: str) -> Iterator[str]:
    """List the missing ratings, a line a rater."""
    for code, count in missing.items():
        if code:
            yield _("{name}: {count} missing").format(name=names.person(code), count=count)
        else:
            yield told_missing(count)


def content_lines(ballots: Mapping[str, Content], names: Names, _period: str) -> Iterator[str]:
    """List the contents of ballots, a line a ratee."""
    for rater, content in ballots.items():
        yield _("The ballot of {name} said:").format(name=names.person(rater))
        for code, marks in content.marks.items():
            row = " ".join("–" if mark is None else points(mark) for mark in marks)
            yield f"  {names.person(code)}  {row}"
        for code in sorted(content.abstained):
            yield "  " + _("{name}: abstained").format(name=names.person(code))


def brought_lines(brought: Brought, names: Names, _period: str) -> Iterator[str]:
    """Name the raters whose ballots a file brought, in one line; none where there are none."""
    if codes := [code for of_tier in brought.values() for code in of_tier]:
        yield people(codes, names)


def raters(ballots: Mapping[str, object], names: Names, _period: str) -> str:
    """Name the raters of ballots, in one text."""
    return people(ballots, names)


# -- paper ---------------------------------------------------------------------------------------

Forms = tuple[int, int]
"""(handed out, returned): numbers of paper forms."""


def read_forms(text: str) -> Forms:
    """Read ``handed out/returned``."""
    handed_out, _sign, returned = text.partition("/")
    return int(handed_out), int(returned)


def show_forms(forms: Forms | None, _names: Names, _period: str) -> str:
    """Say how many forms were handed out and came back; empty for None."""
    if forms is None:
        return ""
    return _("{out} handed out, {back} returned").format(out=forms[0], back=forms[1])


def forms_of(pattern: str) -> Value[Any]:
    """Make the value of paper forms, None where its text is empty."""
    return Value(
        pattern,
        lambda text: read_forms(text) if text else None,
        lambda forms: "" if forms is None else f"{forms[0]}/{forms[1]}",
        show_forms,
    )


# -- what the register says ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Registered:
    """A matter as the register holds it; see ``domain.public.matter.Matter``."""

    period: str
    """Key of the period; empty for the year, ``NO_PERIOD`` for none."""
    code: str
    """Code of the person it is about; empty for nobody in the roster."""
    kind: MatterKind
    """Objection, report or request to look again."""
    received_on: date
    """The day it was received."""
    due_on: date
    """The last day to answer it."""
    about: str
    """The claim."""

    def written(self) -> str:
        """Write the parts with bars between."""
        parts = (self.period, self.code, self.kind, self.received_on, self.due_on, self.about)
        return " | ".join(map(str, parts))


def read_registered(text: str) -> Registered:
    """Read what ``Registered.written`` wrote.

    Raises:
        ValueError: when it is another text.
    """
    period, code, kind, received_on, due_on, about = text.split(" | ", 5)
    days = date.fromisoformat(received_on), date.fromisoformat(due_on)
    return Registered(period, code, MatterKind(kind), *days, about)


def registered_lines(one: Registered, names: Names, _period: str) -> Iterator[str]:
    """Describe a matter in three lines."""
    period = _("no period") if one.period == NO_PERIOD else names.period(one.period)
    yield _(", ").join(part for part in (one.kind.label, period, names.person(one.code)) if part)
    yield _("received on {day}, to be answered by {last}").format(
        day=one.received_on, last=one.due_on
    )
    yield one.about


# -- what a new roster changes ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RosterChanges:
    """The people a new roster concerns, by code."""

    joined: tuple[str, ...] = ()
    """Codes that are new."""
    left: tuple[str, ...] = ()
    """Codes that are gone."""
    moved: tuple[str, ...] = ()
    """Codes whose lines differ."""

    def parts(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield (kind, codes) of each kind of change present."""
        kinds = {"joined": self.joined, "left": self.left, "moved": self.moved}
        yield from ((name, codes) for name, codes in kinds.items() if codes)

    def written(self) -> str:
        """Write the changes as ``joined:m1;m2 left:m3``."""
        return " ".join(f"{name}:{';'.join(codes)}" for name, codes in self.parts())


def read_changes(text: str) -> RosterChanges:
    """Read what ``RosterChanges.written`` wrote.

    Raises:
        ValueError: when it is another text.
    """
    parts = dict(each.split(":", 1) for each in text.split(" ")) if text else {}
    if not parts.keys() <= {"joined", "left", "moved"}:
        raise ValueError(text)
    return RosterChanges(**{name: tuple(codes.split(";")) for name, codes in parts.items()})


def change_lines(changes: RosterChanges, names: Names, _period: str) -> Iterator[str]:
    """List each kind of change with its people, a line each."""
    messages = {"joined": _("joined: {people}"), "left": _("left: {people}"),
            "moved": _("changed: {people}")}  # fmt: skip
    for name, codes in changes.parts():
        yield messages[name].format(people=people(codes, names))


def show_changes(changes: RosterChanges, names: Names, period: str) -> str:
    """Describe the changes in one text."""
    return _("; ").join(change_lines(changes, names, period))


# -- what was found otherwise than the record says -------------------------------------------------

Things = tuple[tuple[str, ...], ...]
"""For each thing: its kind, its names, and the state it was in; see ``course``."""


def read_things(text: str) -> Things:
    """Read what ``write_things`` wrote.

    Raises:
        ValueError: when it is another text.
    """
    things = json.loads(text)
    if not isinstance(things, list):
        raise ValueError(text)
    return tuple(tuple(map(str, each)) for each in things)


def write_things(things: Things) -> str:
    """Write things as compact JSON."""
    text: str = json.dumps(things, ensure_ascii=False, separators=(",", ":"))
    return text


def thing_lines(things: Things, names: Names, _period: str) -> Iterator[str]:
    """List the things, a line each."""
    for *thing, state in things:
        line = _("{name}: {what}")
        yield line.format(name=called(tuple(thing), names), what=as_found(tuple(thing), state))


def show_things(things: Things, _names: Names, _period: str) -> str:
    """Say how many things there are."""
    return _n("{count} thing", "{count} things", len(things)).format(count=len(things))
