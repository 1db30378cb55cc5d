"""Read the word for a person's role; guess what a post (科长) stands for, to be asked about.

Rule: docs/files.md, "Roster".
"""

import re
from collections.abc import Iterable, Mapping

from kaohe_tui.domain.rules.people import Role
from kaohe_tui.files.decode import shown
from kaohe_tui.files.tables.doubts import Doubt, Option
from kaohe_tui.files.tables.words import folded, guesses
from kaohe_tui.words import _n


def guess_role(word: str) -> Role | None:
    """Return the role that a post may stand for; None where nothing tells.

    It is a guess, never taken without being shown.
    """
    key = folded(word)
    for role, pattern in guesses().items():
        if re.search(pattern, key):
            return Role(role)
    return None


def role_doubts(words: Mapping[str, int]) -> list[Doubt]:
    """Return a doubt for each word that names no known role.

    Args:
        words: the words as written, with the number of people who have each.
    """
    return [_doubt(word, count) for word, count in words.items()]


def role_key(word: str) -> str:
    """Return the key of the doubt about a word."""
    return f"role {folded(word)}"


def _doubt(word: str, count: int) -> Doubt:
    question = _n(
        "“{word}” ({count} person): which role is it?",
        "“{word}” ({count} people): which role is it?",
        count,
    )
    guess = guess_role(word)
    return Doubt(
        role_key(word),
        question.format(word=shown(word), count=count),
        tuple(_options(Role)),
        guess.value if guess else "",
    )


def _options(roles: Iterable[Role]) -> Iterable[Option]:
    return (Option(role.value, role.label) for role in roles)
