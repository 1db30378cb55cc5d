"""Give people the codes that they had, where a roster has none but its lines' numbers (序号).

Lines are numbered anew whenever somebody joins or leaves: taken as codes, the numbers would make
everybody below somebody else.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from kaohe_tui.domain.rules.people import Person, Roster
from kaohe_tui.domain.text import name_key


def recoded(roster: Roster, before: Roster) -> Roster:
    """Return a roster with the codes that its people had before.

    Who was there is known by the name, and by section and role where several have it. Everybody
    else keeps the line's number as a code where nobody had it, and gets the next free number where
    somebody did: who comes back under another code is asked about as ever.

    Args:
        roster: the people, the numbers of their lines for codes.
        before: the people as they were known.
    """
    codes = {new.code: old.code for new, old in _known(roster, before)}
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


def unclear(roster: Roster, before: Roster) -> tuple[Person, ...]:
    """Return those known before of whom nothing tells which one of their name they are now.

    Args:
        roster: see ``recoded``.
        before: see ``recoded``.
    """
    pairs = _known(roster, before)
    known = {old.code for _new, old in pairs}
    placed = {new.code for new, _old in pairs}
    names = {name_key(each.name) for each in roster if each.code not in placed}
    return tuple(each for each in before if each.code not in known and name_key(each.name) in names)


def _known(roster: Roster, before: Roster) -> list[tuple[Person, Person]]:
    """Return the people who were there before, each as in the roster and as before."""
    pairs: list[tuple[Person, Person]] = []
    olds, news = _by(_name, before), _by(_name, roster)
    for name, new in news.items():
        old = olds.get(name, [])
        for key in (_role, _section, _name):
            matched = [*_alone(new, old, key)]
            pairs += matched
            new = [each for each in new if each not in [one for one, _ in matched]]
            old = [each for each in old if each not in [one for _, one in matched]]
    return pairs


def _alone(
    new: Sequence[Person], old: Sequence[Person], key: Callable[[Person], tuple[str, ...]]
) -> Iterable[tuple[Person, Person]]:
    """Yield those who alone have something, now as before."""
    if key is _role and len(new) != len(old):
        # Somebody joined or left: who is left may have another role now.
        return
    olds = _by(key, old)
    for value, people in _by(key, new).items():
        if len(people) == len(olds.get(value, ())) == 1:
            yield people[0], olds[value][0]


def _by(
    key: Callable[[Person], tuple[str, ...]], people: Iterable[Person]
) -> dict[tuple[str, ...], list[Person]]:
    groups: dict[tuple[str, ...], list[Person]] = {}
    for person in people:
        groups.setdefault(key(person), []).append(person)
    return groups


def _name(person: Person) -> tuple[str, ...]:
    return (name_key(person.name),)


def _section(person: Person) -> tuple[str, ...]:
    return (name_key(person.section),)


def _role(person: Person) -> tuple[str, ...]:
    return (name_key(person.section), person.role)


def _free(used: set[str]) -> str:
    """Return the number after the highest that is a code, on as many digits."""
    numbers = [code for code in used if code.isascii() and code.isdigit()]
    width = max(map(len, numbers), default=1)
    return str(max(map(int, numbers), default=0) + 1).zfill(width)
