"""Read the words that tables may hold, in English and in Chinese. Rule: docs/files.md, "Tables"."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from kaohe_tui.domain.rules.people import Role
from kaohe_tui.domain.rules.scheme.scheme import RoleWords
from kaohe_tui.domain.text import name_key

ABSTAINING = frozenset(("弃权", "不了解", "不熟悉", "不评", "未评", "abstain", "abstained"))
"""What stands for a whole rating that is not given, as folded words."""
_STROKES = frozenset("/\\-–—―")
"""Signs that stand in a cell for a mark that is not beside."""


def folded(text: str) -> str:
    """Return what headings are compared by: no spaces, no full-width forms, no capitals."""
    return name_key(text).casefold()


def headings(table: str) -> Mapping[str, str]:
    """Return the headings of a kind of table, folded, with the column that each means."""
    return _words()[table]


def is_other(word: str) -> bool:
    """Return whether a folded heading is one of a personnel table that kaohe does not need."""
    return word in _words()["other"]


def role_of(text: str, words: RoleWords = MappingProxyType({})) -> Role | None:
    """Return the role that a text names; None for anything else.

    Args:
        text: a usual word, English or Chinese, or one of the unit's own.
        words: the unit's own, as its scheme has them.
    """
    key = folded(text)
    if usual := _words()["roles"].get(key):
        return Role(usual)
    return next((role for role, own in words.items() if key in map(folded, own)), None)


def usual_word(role: Role, like: str) -> str:
    """Return the usual word for a role, in the language of another word."""
    words = [word for word, meaning in _words()["roles"].items() if meaning == role]
    return next(word for word in words if word.isascii() == like.isascii())


def role_words(words: RoleWords = MappingProxyType({})) -> tuple[str, ...]:
    """Return every word that names a role, the unit's own first.

    Args:
        words: the unit's own, as its scheme has them.
    """
    usual = tuple(_words()["roles"])
    own = (word for role in Role for word in words.get(role, ()))
    return (*(word for word in own if folded(word) not in usual), *usual)


@cache
def guesses() -> Mapping[str, str]:
    """Return what posts may stand for: a pattern of folded words for each role, in order."""
    tables = tomllib.loads(_text())
    return {role: "|".join(words) for role, words in tables["guesses"].items()}


def answer(text: str) -> bool | None:
    """Return a cell's yes or no, an empty cell meaning no; None for anything else."""
    word = _words()["answers"].get(folded(text))
    return None if word is None else word == "yes"


def _text() -> str:
    return Path(__file__).with_name("headings.toml").read_text(encoding="utf-8")


@cache
def _words() -> dict[str, dict[str, str]]:
    tables: dict[str, dict[str, list[str]]] = tomllib.loads(_text())
    return {
        table: {
            folded(word): meaning
            for meaning, words in entries.items()
            for word in (meaning, *words)
        }
        for table, entries in tables.items()
    }


def is_sign(text: str) -> bool:
    """Return whether a text stands for a mark that is not given: 弃权, a stroke."""
    word = folded(text)
    return word in ABSTAINING or (bool(word) and _STROKES.issuperset(word))
