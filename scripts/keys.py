"""Writes docs/keys.md: every key of every screen, in both languages, as the screens declare them.

    .venv/bin/python -m scripts.keys

tests/test_docs.py holds the page against what this makes.
"""

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from kaohe_tui import words
from kaohe_tui.ui import screens
from kaohe_tui.ui.frame.modal import KaoheModal
from kaohe_tui.ui.frame.screen import KaoheScreen
from kaohe_tui.ui.keys.commands import COMMON, Command, shown_key
from kaohe_tui.ui.keys.moves import MOVES
from kaohe_tui.ui.screens.moving import tables

PAGE = Path(__file__).parent.parent / "docs" / "keys.md"

ORDER = (
    *("home", "raters", "handover", "ballot", "criteria", "standings", "announce", "explain"),
    *("tiers", "tier", "pairs", "weights", "recusals", "closing", "periods", "welcome", "opening"),
)
"""The modules of the screens as a meeting meets them; the others follow by name."""

_HEAD = """\
# Keys

Made from the program's own declarations by `scripts/keys.py`; a test holds it up to date.
The same is shown by `?` on each screen. Capital and small letters are one, and so are the
full-width forms that a Chinese input method sends.

本页由 `scripts/keys.py` 从程序中生成。在各界面按 `?` 可看到同样的内容。
字母不分大小写，也不分全角半角，中文输入法开着也能用。
"""
_TABLE = "| 键 key | 中文 | English |\n|---|---|---|\n"


def page() -> str:
    """The whole page, as it should stand on disk."""
    before = words.language()
    try:
        parts = [_HEAD, _section("每个界面", "Every screen", COMMON)]
        parts.append(_section("列表中", "In a list", MOVES))
        parts += [_screen(each) for each in sorted(set(_screens(KaoheScreen)), key=_place)]
    finally:
        words.use_language(before)
    return "\n".join(parts)


def _screens(base: type[KaoheScreen[Any]]) -> Iterator[type[KaoheScreen[Any]]]:
    """Every screen of the program that a person meets by name."""
    for module in pkgutil.walk_packages(screens.__path__, f"{screens.__name__}."):
        importlib.import_module(module.name)
    for each in base.__subclasses__():
        if each.__module__.startswith(f"{screens.__name__}.") and each.TITLE_MSGID:
            yield each
        yield from _screens(each)


def _place(screen: type[KaoheScreen[Any]]) -> tuple[bool, int, str]:
    """Where it comes in the page: screens in the order of a meeting, then questions."""
    name = screen.__module__.rpartition(".")[2]
    known = ORDER.index(name) if name in ORDER else len(ORDER)
    return issubclass(screen, KaoheModal), known, f"{name} {screen.__name__}"


def _screen(screen: type[KaoheScreen[Any]]) -> str:
    """The section of one screen, its movements in a list left to the section for all."""
    lists = (*MOVES, *tables.MOVES)
    own = tuple(command for command in screen.KEYS if command not in lists)
    chinese, english = _both(screen.TITLE_MSGID)
    note = "列表中的移动键见前。 And the keys of a list.\n" if len(own) < len(screen.KEYS) else ""
    return _section(chinese, english, own, note)


def _section(chinese: str, english: str, commands: tuple[Command, ...], note: str = "") -> str:
    """A heading over a table of commands, and a line under it."""
    rows = []
    for command in commands:
        keys = " ".join(f"`{key}`" for key in _keys(command)) or _in_the_palette(command)
        cells = (keys, *_both(command.help))
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n")
    return f"## {chinese} / {english}\n\n{_TABLE}{''.join(rows)}" + (f"\n{note}" if note else "")


def _both(message: str) -> tuple[str, str]:
    """A message in Chinese and in English."""
    words.use_language("zh_CN")
    chinese = words._(message)
    words.use_language("en")
    return chinese, words._(message)


def _in_the_palette(command: Command) -> str:
    """Where a command without a key is found."""
    return "`Ctrl+P` " + " / ".join(_both(command.label))


def _keys(command: Command) -> list[str]:
    """Every key of the command as keyboards show it; digits in a row as a range."""
    if command.shown_as:
        return command.shown_as.split(" ")
    if len(command.keys) > 2 and all(key.isdecimal() for key in command.keys):
        return [f"{command.keys[0]}–{command.keys[-1]}"]
    return [shown_key(replace(command, keys=(key,))) for key in command.keys]


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
