"""Find the sections that are rated themselves (role ``unit``). Rule: docs/scoring.md, "Units"."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import Person, Role, Roster, with_code
from kaohe_tui.domain.rules.scheme.components import Source
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.text import name_key
from kaohe_tui.words import N_


def seated(person: Person) -> Person:
    """Return a unit with its name as its section, where its line gives none; anybody else as is."""
    if person.role is Role.UNIT and not person.section:
        return replace(person, section=person.name)
    return person


def feeds_people(scheme: Scheme) -> bool:
    """Return whether some component of people is the total of their section."""
    return any(each.source is Source.UNIT for each in scheme.components)


def units_of(roster: Iterable[Person]) -> Mapping[str, Person]:
    """Return section -> the unit that it is."""
    return {person.section: person for person in roster if person.role is Role.UNIT}


def without_unit(scheme: Scheme, roster: Roster) -> tuple[Person, ...]:
    """Return the people to whom the total of their section would apply, and whose has no line."""
    parts = [each for each in scheme.components if each.source is Source.UNIT]
    known = units_of(roster) if parts else {}
    return tuple(
        person
        for person in (roster if parts else ())
        if person.role is not Role.UNIT
        and person.section not in known
        and any(scheme.is_ratee(tier, person) for tier in scheme.tiers)
        and any(each.points_for(scheme.classes_of(person)) is not None for each in parts)
    )


def check_units(roster: Roster) -> None:
    """Refuse units that are no section, or stand there twice.

    Raises:
        Refusal: naming the unit.
    """
    sections = {name_key(p.section) for p in roster if p.role is not Role.UNIT and p.section}
    first: dict[str, Person] = {}
    for unit in (person for person in roster if person.role is Role.UNIT):
        key = name_key(unit.name)
        if key not in sections or name_key(unit.section) != key:
            raise Refusal(
                "unit-without-people",
                N_(
                    "{unit} is to be rated as a section, but it is nobody's section by that name; "
                    "write its name as in the column of sections, and leave its own section empty."
                ),
                unit=with_code(unit),
            )
        if (earlier := first.setdefault(key, unit)) is not unit:
            raise Refusal(
                "unit-twice",
                N_("{unit} and {other} are the same section; leave one of them out."),
                unit=with_code(unit),
                other=with_code(earlier),
            )
