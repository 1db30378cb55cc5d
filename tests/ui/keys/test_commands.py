"""Keys: declared once, matched in any width and case."""

import pytest
from rich.cells import cell_len
from textual.content import Content
from textual.events import Key

from kaohe_tui.ui.keys.commands import HELP, Command, find, shown_key
from kaohe_tui.ui.widgets.keybar import fitting


def command(*keys: str) -> Command:
    return Command(keys, "act", "Act", "Do it.")


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("enter", "Enter"),
        ("escape", "Esc"),
        ("f10", "F10"),
        ("question_mark", "?"),
        ("slash", "/"),
        ("q", "Q"),
        ("up", "↑"),
        ("pageup", "PgUp"),
        ("ctrl+p", "Ctrl+P"),
    ],
)
def test_shown_key(key: str, shown: str) -> None:
    assert shown_key(command(key, "x")) == shown


def test_a_command_of_the_palette_alone_has_no_key() -> None:
    assert shown_key(command()) == ""


@pytest.mark.parametrize(
    ("declared", "key", "character"),
    [
        ("q", "q", "q"),
        ("q", "Q", "Q"),
        ("q", "Ｑ", "Ｑ"),
        ("q", "ｑ", "ｑ"),
        ("question_mark", "question_mark", "?"),
        ("question_mark", "fullwidth_question_mark", "？"),
        ("slash", "fullwidth_solidus", "／"),
        ("slash", "ideographic_comma", "、"),
        ("minus", "minus", "-"),
        ("full_stop", "ideographic_full_stop", "。"),
        ("5", "５", "５"),
        ("space", "ideographic_space", "\u3000"),
        ("enter", "enter", "\r"),
        ("f10", "f10", None),
    ],
)
def test_a_key_is_known_in_any_width_and_case(
    declared: str, key: str, character: str | None
) -> None:
    assert find([command("z"), command(declared)], Key(key, character)) == command(declared)


def test_other_keys_are_not_taken() -> None:
    commands = [command("q"), HELP]
    assert find(commands, Key("ctrl+q", "\x11")) is None
    assert find(commands, Key("w", "w")) is None
    assert find(commands, Key("f2", None)) is None


def test_the_bar_drops_the_last_but_never_the_help() -> None:
    others = [Content(f" {n} 层级层级 ") for n in range(10)]
    always = [Content(" ? 帮助 ")]
    kept = fitting(others, always, 40)
    assert kept[-1] == always[0]
    assert kept[-2].plain == " …"
    assert kept[0] == others[0]
    assert sum(cell_len(part.plain) for part in kept) <= 40
    assert fitting(others[:2], always, 40) == others[:2] + always
