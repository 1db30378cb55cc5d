"""Spell a name as it is typed on a plain keyboard: pinyin, made once when the roster is read.

Rule: docs/files.md, "Finding a person".
"""

import re
import tomllib
from collections.abc import Callable
from functools import cache, lru_cache
from itertools import combinations
from pathlib import Path
from typing import cast
from unicodedata import normalize

_PIECE = re.compile(r"[a-z0-9]+|[^\W\da-z_]+", re.IGNORECASE)
_LATIN = re.compile(r"[a-z0-9]+", re.ASCII)
_LOOKED_AT = 8
"""Characters of a piece up to which it is looked for phrases here and not by pypinyin."""


def spelling(name: str) -> str:
    """Return the keys that find a person by name.

    Args:
        name: as in the roster.

    Returns:
        For each way to read the name: its pinyin joined, then each syllable, then the initials,
        all separated by spaces, lower-case, without tones, ü as v; first the reading with the
        surname's own (单 shan), then others that people may type (dan). Empty where nothing in the
        name can be typed.
    """
    readings: list[list[str]] = []
    for syllables in _readings(normalize("NFKC", name).casefold()):
        if syllables and syllables not in readings:
            readings.append(syllables)
    return " ".join(
        " ".join(["".join(each), *each, "".join(syllable[0] for syllable in each)])
        for each in readings
    )


def _readings(name: str) -> list[list[str]]:
    first = name[:1]
    plain = _syllables(name)
    by_letter = [syllable for letter in name for syllable in _of_one(letter)]
    one, two = _surnames()["one"], _surnames()["two"]
    if name[:2] in two:
        return [[*two[name[:2]].split(), *_syllables(name[2:])], plain, by_letter]
    if first in one:
        rest = _syllables(name[1:])
        return [[one[first], *rest], plain, [*_syllables(first), *rest]]
    # Latin words are one syllable each, which letter by letter they would not be.
    return [plain] if _LATIN.search(name) else [plain, by_letter]


def _syllables(text: str) -> list[str]:
    syllables: list[str] = []
    for piece in _PIECE.findall(text):
        if _LATIN.fullmatch(piece):
            syllables.append(piece)
        elif _has_phrase(piece):
            syllables.extend(_looked_up(piece))
        else:
            syllables.extend(syllable for letter in piece for syllable in _of_letter(letter))
    return syllables


@lru_cache(maxsize=8192)
def _of_one(letter: str) -> tuple[str, ...]:
    """Return the syllables of one character of a name, letter or not."""
    return tuple(_syllables(letter))


def _has_phrase(piece: str) -> bool:
    """Return whether characters of a piece may be read otherwise together than one by one."""
    from pypinyin.constants import PHRASES_DICT

    return len(piece) > _LOOKED_AT or any(
        piece[start:end] in PHRASES_DICT
        for start, end in combinations(range(len(piece) + 1), 2)
        if end > start + 1
    )


@lru_cache(maxsize=8192)
def _of_letter(letter: str) -> tuple[str, ...]:
    """Return the syllables of one character; people's names share a few thousand."""
    return _looked_up(letter)


def _looked_up(piece: str) -> tuple[str, ...]:
    # pypinyin costs a quarter of a second to import, so it is loaded when a roster is read.
    from pypinyin import lazy_pinyin

    return tuple(filter(None, lazy_pinyin(piece, errors=cast("Callable[[str], str]", _rare))))


def _rare(piece: str) -> list[str]:
    """Return the readings of characters that pypinyin lacks; nothing for others."""
    return [reading for each in piece if (reading := _surnames()["rare"].get(each))]


@cache
def _surnames() -> dict[str, dict[str, str]]:
    text = Path(__file__).with_name("surnames.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
