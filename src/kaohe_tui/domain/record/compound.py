"""Values that are more than a number or a text: what ballots lack and say, paper, the register."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kaohe_tui.domain.matters import NO_PERIOD, MatterKind
from kaohe_tui.domain.numbers import points
from kaohe_tui.domain.record.contents import Brought, Content
from kaohe_tui.domain.record.thingwords import as_found, called
from kaohe_tui.domain.record.value import Value, people
from kaohe_tui.domain.record.words import Names
from kaohe_tui.words import _, _n

# -- what ballots lack and say ---------------------------------------------------------------------


def read_missing(text: str) -> dict[str, int]:
    parts = (each.rpartition(":") for each in text.split(";")) if text else ()
    return {code: int(count) for code, _sign, count in parts}


def write_missing(missing: Mapping[str, int]) -> str:
    return ";".join(f"{code}:{count}" for code, count in missing.items())


def told_missing(count: int) -> str:
    """How many ratings are missing."""
    return _n("{count} rating missing", "{count} ratings missing", count).format(count=count)


def missing_lines(missing: Mapping[str, int], names: Names, _period: str) -> Iterator[str]:
    for code, count in missing.items():
        if code:
            yield _("{name}: {count} missing").format(name=names.person(code), count=count)
        else:
            yield told_missing(count)


def content_lines(ballots: Mapping[str, Content], names: Names, _period: str) -> Iterator[str]:
    for rater, content in ballots.items():
        yield _("The ballot of {name} said:").format(name=names.person(rater))
        for code, marks in content.marks.items():
            given = " ".join("–" if mark is None else points(mark) for mark in marks)
            yield f"  {names.person(code)}  {given}"
        for code in sorted(content.abstained):
            yield "  " + _("{name}: abstained").format(name=names.person(code))


def brought_lines(brought: Brought, names: Names, _period: str) -> Iterator[str]:
    if codes := [code for of_tier in brought.values() for code in of_tier]:
        yield people(codes, names)


def raters(ballots: Mapping[str, object], names: Names, _period: str) -> str:
    return people(ballots, names)


# -- paper ---------------------------------------------------------------------------------------

Forms = tuple[int, int]
"""How many were handed out, and how many came back."""


def read_forms(text: str) -> Forms:
    handed_out, _sign, returned = text.partition("/")
    return int(handed_out), int(returned)


def show_forms(forms: Forms | None, _names: Names, _period: str) -> str:
    if forms is None:
        return ""
    return _("{out} handed out, {back} returned").format(out=forms[0], back=forms[1])


def forms_of(pattern: str) -> Value[Any]:
    return Value(
        pattern,
        lambda text: read_forms(text) if text else None,
        lambda forms: "" if forms is None else f"{forms[0]}/{forms[1]}",
        show_forms,
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


def registered_lines(one: Registered, names: Names, _period: str) -> Iterator[str]:
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


def read_changes(text: str) -> RosterChanges:
    parts = dict(each.split(":", 1) for each in text.split(" ")) if text else {}
    if not parts.keys() <= {"joined", "left", "moved"}:
        raise ValueError(text)
    return RosterChanges(**{name: tuple(codes.split(";")) for name, codes in parts.items()})


def change_lines(changes: RosterChanges, names: Names, _period: str) -> Iterator[str]:
    told = {"joined": _("joined: {people}"), "left": _("left: {people}"),
            "moved": _("changed: {people}")}  # fmt: skip
    for name, codes in changes.parts():
        yield told[name].format(people=people(codes, names))


def show_changes(changes: RosterChanges, names: Names, period: str) -> str:
    return _("; ").join(change_lines(changes, names, period))


# -- what was found otherwise than the record says -------------------------------------------------

Things = tuple[tuple[str, ...], ...]
"""Each a thing's kind, its names, and how it was found; see ``course``."""


def read_things(text: str) -> Things:
    """What ``write_things`` was given.

    Raises:
        ValueError: when it is another text.
    """
    found = json.loads(text)
    if not isinstance(found, list):
        raise ValueError(text)
    return tuple(tuple(map(str, each)) for each in found)


def write_things(things: Things) -> str:
    """Things as compact JSON."""
    text: str = json.dumps(things, ensure_ascii=False, separators=(",", ":"))
    return text


def thing_lines(things: Things, names: Names, _period: str) -> Iterator[str]:
    """A line each."""
    for *what, found in things:
        told = _("{name}: {what}")
        yield told.format(name=called(tuple(what), names), what=as_found(tuple(what), found))


def show_things(things: Things, _names: Names, _period: str) -> str:
    """How many there are."""
    return _n("{count} thing", "{count} things", len(things)).format(count=len(things))
