"""Write and read a line of a roster in an entry of the record: compact JSON."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from typing import Any

from kaohe_tui.domain.record.words import Names
from kaohe_tui.domain.rules.people import COLUMNS, Person, Role
from kaohe_tui.words import _

_FIELDS = tuple(each.name for each in fields(Person))
_TOLD = {column: label for column, label in COLUMNS.items() if column != "code"}
"""Field of a line -> what it is called; messages."""
Change = tuple[Person, Person]
"""A person's line before and now."""


def write_line(person: Person) -> str:
    """Write a person's whole line."""
    return _json(_plain(person))


def read_line(text: str) -> Person:
    """Read the line that ``write_line`` wrote.

    Raises:
        ValueError: when it is another text.
    """
    return _person(json.loads(text))


def write_change(change: Change) -> str:
    """Write the line before, and the fields that differ now."""
    before, after = change
    now = {n: getattr(after, n) for n in _FIELDS if getattr(after, n) != getattr(before, n)}
    return _json({"was": _plain(before), "now": now})


def _plain(person: Person) -> dict[str, Any]:
    """Return a line's fields; groups, which came later, only where there are any."""
    return {n: getattr(person, n) for n in _FIELDS if n != "groups" or person.groups}


def read_change(text: str) -> Change:
    """Read the change that ``write_change`` wrote.

    Raises:
        ValueError: when it is another text.
    """
    plain = json.loads(text)
    try:
        before = _person(plain["was"])
        return before, _person(plain["was"] | plain["now"])
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(text) from error


def line_told(person: Person, names: Names, period: str) -> Iterator[str]:
    """List the fields of a line in words."""
    for name, label in _TOLD.items():
        if value := _field(person, name, names, period):
            yield _("{what}: {told}").format(what=_(label), told=value)


def change_told(change: Change, names: Names, period: str) -> Iterator[str]:
    """List the fields that differ in words."""
    before, after = change
    for name, label in _TOLD.items():
        if getattr(before, name) != getattr(after, name):
            yield _("{what}: {before} → {after}").format(
                what=_(label),
                before=_field(before, name, names, period) or _("none"),
                after=_field(after, name, names, period) or _("none"),
            )


def unspelt(person: Person) -> Person:
    """Return the person as a file has them, without the spelling that follows from the name."""
    return replace(person, spelling="")


def _field(person: Person, name: str, names: Names, period: str) -> str:
    value = getattr(person, name)
    if isinstance(value, Role):
        return names.role(period, value)
    if name == "groups":
        return _(", ").join(value)
    if isinstance(value, tuple):
        return _(", ").join(map(names.person, value))
    return str(value)


def _person(plain: Mapping[str, Any]) -> Person:
    try:
        fields = {name: plain[name] for name in _FIELDS if name != "groups"}
        several = {name: tuple(plain.get(name, ())) for name in ("supervisors", "groups")}
        return Person(**fields | {"role": Role(plain["role"])} | several)
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(plain) from error


def _json(plain: Mapping[str, Any]) -> str:
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
