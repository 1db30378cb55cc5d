"""The pages tell the truth: commands and keys exist, links lead somewhere, both READMEs agree."""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

import click
import pytest
from scripts import keys

from kaohe_tui.cli import program
from kaohe_tui.files.scheme.words import keys as keys_of_schemes
from kaohe_tui.files.scheme.words import values as values_of_schemes

ROOT = Path(__file__).parent.parent
READMES = (ROOT / "README.md", ROOT / "README.zh.md")
FILES = (ROOT / "docs" / "files.md", ROOT / "docs" / "files.zh.md")
WORDS = ROOT / "src" / "kaohe_tui" / "files" / "tables" / "headings.toml"
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


@pytest.mark.parametrize("pages", [READMES, FILES], ids=lambda pages: str(pages[0].name))
def test_a_page_in_two_languages_holds_the_same(pages: tuple[Path, Path]) -> None:
    english, chinese = pages
    assert blocks(english) == blocks(chinese)
    assert _commands(english) == _commands(chinese)
    assert _headings(english) == _headings(chinese)
    assert _pages_linked(english) == _pages_linked(chinese)
    assert _keys_of_the_table(english) == _keys_of_the_table(chinese)
    assert _rows(english) == _rows(chinese)


def test_both_readmes_tour_with_the_same_keys() -> None:
    english, chinese = READMES
    assert _keys_of_the_tour(english) == _keys_of_the_tour(chinese)


@pytest.mark.parametrize("page", FILES, ids=lambda page: str(page.name))
def test_the_words_for_headings_are_those_of_the_program(page: Path) -> None:
    """Each column of a table that a clerk brings is listed with all its words."""
    listed: dict[str, set[str]] = {}
    for column, words in re.findall(r"^\| `(\w+)` \| (.*?) \|", read(page), re.MULTILINE):
        listed.setdefault(column, set()).update(re.findall(r"[\u4e00-\u9fff/]+", words))
    tables = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    for table in ("roster", "ballots", "adjustments", "tasks", "absences"):
        for column, words in tables[table].items():
            chinese = {word for word in words if re.search(r"[\u4e00-\u9fff]", word)}
            text = " ".join(listed[column])
            assert all(word in text for word in chinese), (table, column, chinese, listed[column])


def _headings(page: Path) -> list[str]:
    return re.findall(r"^#+ ", read(page), re.MULTILINE)


def _commands(page: Path) -> list[list[str]]:
    """The commands named in the text, each without its arguments but for options."""
    lines = (line.split() for line in _IN_TEXT.findall(read(page)))
    return [[*line[:2], *(word for word in line if word.startswith("--"))] for line in lines]


def _rows(page: Path) -> list[int]:
    """How many rows each table has, its line of headings and the line below counted."""
    tables = re.findall(r"(?:^\|.*\n)+", read(page), re.MULTILINE)
    return [table.count("\n") for table in tables]


def _pages_linked(page: Path) -> set[str]:
    """Where its links lead, but to the same page in the other language; pictures without theirs."""
    links = {link.replace(".zh.png", ".png") for link in _LINK.findall(read(page))}
    return {link.removeprefix("docs/") for link in links} - {
        each.name for each in (*READMES, *FILES)
    }


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


def test_every_word_of_a_scheme_is_on_the_page_of_rules() -> None:
    page = read(ROOT / "docs" / "rules.md").splitlines()

    def cell(terms: Iterable[str]) -> str:
        return "、".join(f"`{term}`" for term in terms)

    of_keys = [f"| {cell(others)} | `{key}` |" for key, others in keys_of_schemes().items()]
    of_values = [
        f"| `{key}` | {cell(others)} | `{value}` |"
        for key, meanings in values_of_schemes().items()
        for value, others in meanings.items()
    ]
    assert len(of_keys) > 80
    assert [line for line in (*of_keys, *of_values) if line not in page] == []
