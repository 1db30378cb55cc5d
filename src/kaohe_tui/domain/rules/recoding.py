"""Give people the codes that they had, where a roster has none but its lines' numbers (序号).

Lines are numbered anew whenever somebody joins or leaves: taken as codes, the numbers would make
everybody below somebody else.
"""

from collections.abc import Sequence
from dataclasses import replace

from kaohe_tui.domain.rules.people import Person, Roster
from kaohe_tui.domain.text import name_key


def recoded(roster: Roster, before: Roster) -> Roster:
    """Return a roster with the codes that its people had before.

    Who was there is known by the name, and by the section where several had it. Everybody else
    keeps the line's number as a code where nobody had it, and gets the next free number where
    somebody did: who comes back under another code is asked about as ever.

    Args:
        roster: the people, the numbers of their lines for codes.
        before: the people as they were known.
    """
    by_name: dict[str, list[Person]] = {}
    for person in before:
        by_name.setdefault(name_key(person.name), []).append(person)
    codes: dict[str, str] = {}
    for person in roster:
        known = _same(person, by_name.get(name_key(person.name), ()))
        if known is not None and known.code not in codes.values():
            codes[person.code] = known.code
    used = {*(person.code for person in before), *codes.values()}
    for person in roster:
        if person.code not in codes:
            codes[person.code] = person.code if person.code not in used else _free(used)
            used.add(codes[person.code])
    return Roster(
        tuple(
            replace(
                person,
                code=codes[person.code],
                supervisors=tuple(codes[code] for code in person.supervisors),
            )
            for person in roster
        )
    )


def _same(person: Person, known: Sequence[Person]) -> Person | None:
    """Return the one of those with the person's name who is the person; None where unclear."""
    if len(known) == 1:
        return known[0]
    section = name_key(person.section)
    beside = [each for each in known if name_key(each.section) == section]
    return beside[0] if len(beside) == 1 else None


def _free(used: set[str]) -> str:
    """Return the number after the highest that is a code, on as many digits."""
    numbers = [code for code in used if code.isascii() and code.isdigit()]
    width = max(map(len, numbers), default=1)
    return str(max(map(int, numbers), default=0) + 1).zfill(width)
