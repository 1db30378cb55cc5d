"""Read the word for a person's role; guess what a post (科长) stands for, to be asked about.

Rule: docs/files.md, "Roster".
"""

import re
from collections.abc import Iterable, Mapping

from kaohe_tui.domain.rules.people import Role
from kaohe_tui.domain.rules.scheme import Scheme
from kaohe_tui.files.decode import shown
from kaohe_tui.files.tables.doubts import Choices, Doubt, Option
from kaohe_tui.files.tables.words import folded, guesses
from kaohe_tui.words import _n

_ROLE = "role "
"""What begins the key of a doubt about a role."""


def guess_role(word: str) -> Role | None:
    """Return the role that a post may stand for; None where nothing tells.

    It is a guess, never taken without being shown.
    """
    key = folded(word)
    for role, pattern in guesses().items():
        if re.search(pattern, key):
            return Role(role)
    return None


def role_doubts(words: Mapping[str, int], scheme: Scheme) -> list[Doubt]:
    """Return a doubt for each word that names no known role.

    Args:
        words: the words as written, with the number of people who have each.
        scheme: says how roles are shown.
    """
    return [_doubt(word, count, scheme) for word, count in words.items()]


def role_key(word: str) -> str:
    """Return the key of the doubt about a word."""
    return f"{_ROLE}{folded(word)}"


def answered_roles(doubts: Iterable[Doubt], choices: Choices) -> dict[str, Role]:
    """Return the words whose role was in doubt, with the role that was answered or proposed."""
    return {
        each.key.removeprefix(_ROLE): Role(answer)
        for each in doubts
        if each.key.startswith(_ROLE) and (answer := choices.answer(each))
    }


def _doubt(word: str, count: int, scheme: Scheme) -> Doubt:
    question = _n(
        "“{word}” ({count} person): which role is it?",
        "“{word}” ({count} people): which role is it?",
        count,
    )
    guess = guess_role(word)
    return Doubt(
        role_key(word),
        question.format(word=shown(word), count=count),
        tuple(Option(role.value, scheme.role_name(role)) for role in Role),
        guess.value if guess else "",
    )
