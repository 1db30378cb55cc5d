"""docs/commands.md names every command and option of the program, and no other."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from kaohe_tui import words
from kaohe_tui.cli import program
from kaohe_tui.domain.width import cell_width

PAGE = Path(__file__).parents[2] / "docs" / "commands.md"
COMMON = {"--db", "--lang", "--operator", "--pin-file", "--help"}


def _documented() -> dict[str, tuple[str, set[str]]]:
    """Command -> the rest of its heading, the options named at the head of its list."""
    parts = re.split(r"^### kaohe (\S+)(.*)$", PAGE.read_text(encoding="utf-8"), flags=re.M)[1:]
    return {
        name: (usage.strip(), set(re.findall(r"^- `(--[a-z-]+)", text, flags=re.M)))
        for name, usage, text in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    }


def _options(command: click.Command) -> set[str]:
    options = [each for each in command.params if isinstance(each, click.Option)]
    return {name for option in options for name in option.opts}


def test_every_command_is_described_with_its_options() -> None:
    documented = _documented()
    assert set(documented) == set(program.commands)
    for name, command in program.commands.items():
        assert documented[name][1] == _options(command) - COMMON
        arguments = [each for each in command.params if isinstance(each, click.Argument)]
        assert documented[name][0] == " ".join(str(each.metavar) for each in arguments)
        assert _options(command) >= COMMON - {"--help"}


def test_the_common_options_are_described() -> None:
    text = PAGE.read_text(encoding="utf-8")
    table = text.partition("## Options of every command")[2].partition("\n## ")[0]
    assert set(re.findall(r"`(--[a-z-]+)", table)) == _options(program) | {"--help"}


@pytest.fixture(params=words.LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    before = words.language()
    words.use_language(request.param)
    yield request.param
    words.use_language(before)


@pytest.mark.usefixtures("language")
def test_the_help_fits_80_cells() -> None:
    context = click.Context(program, info_name="kaohe", terminal_width=80)
    texts = [program.get_help(context)]
    for name, command in program.commands.items():
        texts.append(command.get_help(click.Context(command, info_name=name, terminal_width=80)))
    assert all(cell_width(line) <= 80 for text in texts for line in text.splitlines())


BY_DEFAULT = {
    "current one by default": {
        "adjustments", "explain", "export", "figures", "grades", "standings", "status",
    },
    "this or --year": {"decide", "exempt"},
    "all of them by default": {"keying", "notice"},
    "that of the notice that runs, else none": {"matter-new"},
}  # fmt: skip


def test_the_help_says_what_holds_without_a_period() -> None:
    """It promised the current one where the command refuses to guess."""
    told: dict[str, set[str]] = {each: set() for each in BY_DEFAULT}
    for name, command in program.commands.items():
        for option in command.params:
            if isinstance(option, click.Option) and option.name == "period" and not option.required:
                for each in BY_DEFAULT:
                    told[each] |= {name} if each in str(option.help) else set()
    assert told == BY_DEFAULT
