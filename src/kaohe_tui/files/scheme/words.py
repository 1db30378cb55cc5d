"""Read the words that a scheme may use beside the English ones. Rule: docs/files.md, "Words"."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from kaohe_tui.files.toml.keys import Source, Words
from kaohe_tui.files.toml.lines import Lines

_FLAGS = {"是": True, "否": False}


def source_of(text: str, file: str) -> Source:
    """Return where a scheme's values stand: its lines, and the words that it may use.

    Args:
        text: the whole file, with line feeds.
        file: the name that errors give.
    """
    return Source(file, Lines(text), keys(), values(), _FLAGS, _nearest)


def _nearest(table: str, word: str) -> str:
    """Look up what comes nearest to an unknown word; a scheme that is right needs none of them."""
    from kaohe_tui.domain.meaning.wishes import nearest

    return nearest(table, word)


FREE = frozenset(("names", "weight", "points", "levels", "tier", "events"))
"""Keys whose tables hold no keys of the language: identities, classes, sizes, tiers, rules."""


def in_english(table: Mapping[str, Any], within: str = "") -> dict[str, Any]:
    """Return a table of a scheme, and all tables in it, with the English keys.

    Args:
        table: as TOML gives it.
        within: the table's own key; empty for the whole file.
    """
    return {(key := _key(word, value, within)): _inner(key, value) for word, value in table.items()}


def _key(word: str, value: Any, within: str) -> str:
    """Return the key that a word is: of several the one that its table takes."""
    fitting = (key for key, others in keys().items() if word in (key, *others))
    match word:
        case "等次":
            return "grades" if isinstance(value, list) else "grade"
        case "科室":
            return "unit" if within == "roles" else "sections"
        case _:
            return next(fitting, word)


def _inner(key: str, value: Any) -> Any:
    match value:
        case dict() if key not in FREE:
            return in_english(value, key)
        case [dict(), *_rest]:
            return [in_english(each, key) for each in value]
        case _:
            return value


def keys() -> Words:
    """Return the words for each key, in the order of keys.toml."""
    return _tables()[0]


def values() -> dict[str, Words]:
    """Return by key the words for each value that it may hold."""
    return _tables()[1]


@cache
def _tables() -> tuple[Words, dict[str, Words]]:
    tables = tomllib.loads(Path(__file__).with_name("keys.toml").read_text(encoding="utf-8"))
    return tables["keys"], tables["values"]
