"""Read the words that a scheme may use beside the English ones. Rule: docs/files.md, "Words"."""

import tomllib
from functools import cache
from pathlib import Path

from kaohe_tui.files.toml.keys import Source, Words
from kaohe_tui.files.toml.lines import Lines

_FLAGS = {"是": True, "否": False}


def source_of(text: str, file: str) -> Source:
    """Return where a scheme's values stand: its lines, and the words that it may use.

    Args:
        text: the whole file, with line feeds.
        file: the name that errors give.
    """
    return Source(file, Lines(text), keys(), values(), _FLAGS)


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
