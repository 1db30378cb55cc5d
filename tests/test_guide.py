"""The guide to the code (docs/architecture.md) names what there is, and the index every page."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "kaohe_tui"
GUIDE = ROOT / "docs" / "architecture.md"
INDEX = ROOT / "docs" / "README.md"
PAGES = (GUIDE, ROOT / "docs" / "style.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md")
"""The pages for those who work on kaohe."""

_CODE = re.compile(r"`([^`\n]+)`")
_BLOCK = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_PATH = re.compile(r"[\w.-]+/[\w./-]*|[\w-]+\.(?:py|toml|txt)")
_DEFINED = re.compile(r"_?[A-Z]\w+(?:\.\w+)?|\w+\.__\w+__")
_NOT_OURS = {"Enter", "Fraction"}
"""What looks like a class, and is a key or the standard library's."""
_PACKAGE = re.compile(r"^\| `([\w/]+)/` \| (.+) \|$", re.MULTILINE)
_STOP = re.compile(r"^\| `([\w/]+\.py)` \| (`.+`) \| .+ \|$", re.MULTILINE)
_ITEM = re.compile(r"^\d+\. `([\w/]+\.py)`: .+", re.MULTILINE)


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def section(heading: str) -> str:
    """Return what stands below a heading of the guide."""
    return text(GUIDE).partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def tokens(page: Path) -> Iterator[str]:
    """Yield what is set as code in the sentences of a page."""
    yield from _CODE.findall(_PACKAGE.sub("", _BLOCK.sub("", text(page))))


def face(package: Path) -> str:
    """Return the sentence with which a package's face begins."""
    opening = ast.get_docstring(ast.parse(text(package / "__init__.py"))) or ""
    return " ".join(opening.partition("\n\n")[0].split()).replace("``", "`")


def is_there(path: str) -> bool:
    """Return whether there is such a file or folder; one without a folder may be anywhere."""
    if any((base / path).exists() for base in (SOURCE, ROOT)):
        return True
    return "/" not in path and any(SOURCE.rglob(path))


@cache
def defined(file: Path) -> frozenset[str]:
    """Return what a file defines: functions, classes, constants, and Class.name inside a class."""
    module = ast.parse(text(file))
    classes = [node for node in module.body if isinstance(node, ast.ClassDef)]
    inner = {f"{each.name}.{name}" for each in classes for name in _names(each)}
    return frozenset(_names(module)) | inner


def _names(of: ast.Module | ast.ClassDef) -> Iterator[str]:
    for node in of.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id
        elif isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def everything_defined() -> frozenset[str]:
    return frozenset().union(*map(defined, SOURCE.rglob("*.py")))


def test_every_package_is_named_with_the_sentence_of_its_face() -> None:
    packages = {
        face_of.parent.relative_to(SOURCE).as_posix(): face(face_of.parent)
        for face_of in SOURCE.rglob("*/__init__.py")
    }
    assert len(packages) > 60
    assert dict(_PACKAGE.findall(section("Every package"))) == packages


def test_the_files_to_read_first_are_ten() -> None:
    files = _ITEM.findall(section("Ten files to read first"))
    assert len(files) == 10
    assert [file for file in files if not (SOURCE / file).is_file()] == []


@pytest.mark.parametrize(
    ("way", "stops"),
    [("The way of a mark", 24), ("The way of an import", 13), ("The way of a closing", 15)],
)
def test_each_stop_of_a_way_is_where_the_guide_says(way: str, stops: int) -> None:
    rows = _STOP.findall(section(way))
    assert len(rows) >= stops
    for file, called in rows:
        assert (SOURCE / file).is_file(), file
        for name in _CODE.findall(called):
            assert name in defined(SOURCE / file), f"{name} is not in {file}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.name))
def test_the_files_and_folders_named_on_a_page_are_there(page: Path) -> None:
    paths = [token for token in tokens(page) if _PATH.fullmatch(token)]
    assert [path for path in paths if not is_there(path)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.name))
def test_the_classes_and_methods_named_on_a_page_are_there(page: Path) -> None:
    known = {part for name in everything_defined() for part in (name, name.rpartition(".")[2])}
    names = [token for token in tokens(page) if _DEFINED.fullmatch(token)]
    assert [name for name in names if name not in known | _NOT_OURS] == []


def test_the_index_has_a_line_for_every_page() -> None:
    lines = [line for line in text(INDEX).splitlines() if line.startswith("| [")]
    linked = {link for line in lines for link in re.findall(r"\]\(([\w.-]+\.md)\)", line)}
    assert linked == {page.name for page in INDEX.parent.glob("*.md")} - {INDEX.name}
