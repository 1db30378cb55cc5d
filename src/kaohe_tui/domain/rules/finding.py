"""Find a person by what is typed on a plain keyboard. Rule: docs/files.md, "Finding a person"."""

import unicodedata
from collections.abc import Iterator, Sequence

from kaohe_tui.domain.rules.people import Person
from kaohe_tui.domain.text import name_key

_NEVER = 9
_Reading = tuple[str, tuple[str, ...], str]


def find(people: Sequence[Person], typed: str) -> list[Person]:
    """List the people that the typed characters may mean, the likeliest first.

    Args:
        people: in roster order, which is kept among equally likely ones.
        typed: a code, pinyin initials, pinyin that may break off in any syllable (``ouym``), or a
            part of the name itself. Nothing typed means everybody.

    Returns:
        The exact code first, then what begins so, then what holds it somewhere.
    """
    plain = _plain(typed)
    if not plain:
        return list(people)
    ranked = [(_rank(person, plain), person) for person in people]
    return [person for rank, person in sorted(ranked, key=lambda each: each[0]) if rank != _NEVER]


def is_spelled(spelling: str, typed: str) -> bool:
    """Return whether typed letters fit a word's pinyin.

    They fit where they begin the pinyin, its initials or its syllables, or stand anywhere in
    the pinyin.

    Args:
        spelling: as ``files.roster.spelling`` makes it.
        typed: letters without spaces.
    """
    return any(
        plain in pinyin or initials.startswith(plain) or _abbreviates(plain, syllables)
        for plain in [_plain(typed)]
        for pinyin, syllables, initials in _readings(spelling)
    )


def _plain(text: str) -> str:
    folded = name_key(text).casefold().replace("ü", "v")
    return "".join(c for c in folded if unicodedata.category(c)[0] in "LN" or c in "-_")


def _rank(person: Person, plain: str) -> int:
    code, name = _plain(person.code), _plain(person.name)
    if code == plain:
        return 0
    readings = list(_readings(person.spelling))
    if (
        code.startswith(plain)
        or name.startswith(plain)
        or any(
            initials.startswith(plain) or _abbreviates(plain, syllables)
            for _whole, syllables, initials in readings
        )
    ):
        return 1
    if plain in code or plain in name:
        return 2
    if any(plain in pinyin or plain in initials for pinyin, _each, initials in readings):
        return 2
    return _NEVER


def _readings(spelling: str) -> Iterator[_Reading]:
    """Split a spelling into its readings: whole pinyin, its syllables, its initials."""
    keys = spelling.split()
    start = 0
    while start < len(keys):
        pinyin, end, joined = keys[start], start + 1, ""
        while end < len(keys) and len(joined) < len(pinyin):
            joined += keys[end]
            end += 1
        if joined != pinyin:
            # Not made by us: every key stands for itself.
            yield pinyin, (pinyin,), pinyin
            start += 1
            continue
        initials = keys[end] if end < len(keys) else ""
        yield pinyin, tuple(keys[start + 1 : end]), initials
        start = end + 1


def _abbreviates(plain: str, syllables: Sequence[str]) -> bool:
    """Return whether the typed letters begin the first syllables, one after another."""
    if not plain:
        return True
    if not syllables:
        return False
    first, rest = syllables[0], syllables[1:]
    return any(
        _abbreviates(plain[length:], rest)
        for length in range(min(len(first), len(plain)), 0, -1)
        if first.startswith(plain[:length])
    )
