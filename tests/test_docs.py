"""The pages tell the truth: commands and keys exist, links lead somewhere, both READMEs agree."""

import re
from pathlib import Path

import click
import pytest
from scripts import keys

from kaohe_tui.cli import program

ROOT = Path(__file__).parent.parent
READMES = (ROOT / "README.md", ROOT / "README.zh.md")
AROUND = ("CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")
PAGES = (*READMES, *map(ROOT.joinpath, AROUND), *sorted((ROOT / "docs").glob("*.md")))
PICTURES = sorted((ROOT / "docs" / "pictures").glob("*.png"))
LARGEST = 150_000
"""Bytes of a picture."""

_BLOCK = re.compile(r"^```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_RUN = re.compile(r'^\s+case \["(\w+)"', re.MULTILINE)
_PROGRAM = re.compile(r"(?:python3 run\.py|\.venv/bin/|^)\s*kaohe\b(.*)")
_IN_TEXT = re.compile(r"`((?:python3 run\.py|kaohe) [^`]+)`")


def read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def blocks(page: Path) -> list[str]:
    return [found.strip() for found in _BLOCK.findall(read(page))]


def command_lines(page: Path) -> list[str]:
    """What the page tells a person to run: code blocks, and commands named in the text."""
    lines = [line for block in blocks(page) for line in block.splitlines()]
    return [*lines, *_IN_TEXT.findall(read(page))]


def test_the_list_of_keys_is_the_programs() -> None:
    assert read(keys.PAGE) == keys.page(), "write it anew: .venv/bin/python -m scripts.keys"


def test_the_list_of_keys_is_in_both_languages() -> None:
    rows = [line for line in keys.page().splitlines() if line.startswith("| `")]
    assert len(rows) > 100
    for row in rows:
        _key, chinese, english = row.strip("| ").rsplit(" | ", 2)
        assert re.search(r"[\u4e00-\u9fff]", chinese), row
        assert not re.search(r"[\u4e00-\u9fff]", english), row


def test_every_command_of_the_program_is_described() -> None:
    text = read(ROOT / "docs" / "commands.md")
    for name in program.commands:
        assert f"### kaohe {name}" in text


@pytest.mark.parametrize("page", READMES, ids=lambda page: str(page.name))
def test_the_readme_opens_with_exactly_two_commands(page: Path) -> None:
    opening = read(page).partition("\n## ")[0]
    assert [block.strip() for block in _BLOCK.findall(opening)] == [
        "python3 run.py demo",
        "python3 run.py test",
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.name))
def test_the_commands_that_a_page_names_exist(page: Path) -> None:
    doors = set(_RUN.findall(read(ROOT / "run.py")))
    for line in command_lines(page):
        if line.startswith("python3 run.py "):
            assert line.split()[2] in doors, line
        if (found := _PROGRAM.match(line)) and not line.startswith("python3 run.py demo"):
            _hold(found[1].split())


def _hold(arguments: list[str]) -> None:
    """Check a command of the program and its options."""
    while arguments[:1] and arguments[0].startswith("--"):
        option = arguments.pop(0)
        assert option in _options(program), option
        if arguments and not arguments[0].startswith("--"):
            arguments.pop(0)
    if not arguments or arguments[0] == "…":
        return
    assert arguments[0] in program.commands, arguments
    command = program.commands[arguments[0]]
    for word in arguments[1:]:
        if word.startswith("--"):
            assert word in _options(command), (arguments[0], word)


def _options(command: click.Command) -> set[str]:
    """Every option that the command takes."""
    return {"--help"} | {name for each in command.params for name in each.opts}


def test_both_readmes_hold_the_same() -> None:
    english, chinese = READMES
    assert blocks(english) == blocks(chinese)
    assert len(_headings(english)) == len(_headings(chinese))
    assert _pages_linked(english) == _pages_linked(chinese)
    assert _keys_of_the_tour(english) == _keys_of_the_tour(chinese)
    assert _keys_of_the_table(english) == _keys_of_the_table(chinese)


def _headings(page: Path) -> list[str]:
    return re.findall(r"^#+ ", read(page), re.MULTILINE)


def _pages_linked(page: Path) -> set[str]:
    """Where its links lead, but to the other README; pictures without their language."""
    links = {link.replace(".zh.png", ".png") for link in _LINK.findall(read(page))}
    return links - {readme.name for readme in READMES}


def _keys_of_the_tour(page: Path) -> list[str]:
    tour = re.findall(r"^1\. .*?^8\. [^\n]*\n[^\n]*", read(page), re.MULTILINE | re.DOTALL)[0]
    return re.findall(r"`([^`]+)`", tour)


def _keys_of_the_table(page: Path) -> list[list[str]]:
    rows = re.findall(r"^\| (`.*?) \|", read(page), re.MULTILINE)
    return [[key for key in re.findall(r"`([^`]+)`", row) if key != "Space"] for row in rows]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.name))
def test_links_lead_somewhere(page: Path) -> None:
    for link in _LINK.findall(read(page)):
        if not link.startswith("https://"):
            assert (page.parent / link).is_file(), link


def test_pictures_are_small_and_used() -> None:
    assert PICTURES
    text = "".join(map(read, PAGES))
    for picture in PICTURES:
        assert picture.read_bytes().startswith(b"\x89PNG")
        assert picture.stat().st_size < LARGEST, picture.name
        assert f"pictures/{picture.name}" in text, picture.name
