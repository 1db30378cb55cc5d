"""Nothing leads back to itself, every late import has a reason, and tests stand where code does.

Counted are all imports: inside functions, for types alone, and by a folder's face, where
import-linter finds no circle.
"""

import ast
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import resolve_name
from pathlib import Path

SRC = Path(__file__).parents[1] / "src"
HOUSE = "kaohe_tui"
UI = f"{HOUSE}.ui"

LATE_IN_UI = 39
"""Imports inside functions in ``ui``: may only shrink."""
LATE: Mapping[str, str] = {
    f"{HOUSE}.__main__": "the mask of new files is set before anything is loaded",
    f"{HOUSE}.cli": "a command loads what it does, and no other one's",
    f"{HOUSE}.files.scheme.words": "what a scheme cannot say is for one that is refused",
    f"{HOUSE}.settings": "a command that is told the language reads no settings",
    f"{HOUSE}.services.database.copies": "verifying is for the backups somebody asks for",
    f"{HOUSE}.services.integrity.foreign": "verifying is for what does not fit",
    f"{HOUSE}.services.public.exporting": "papers and workbooks are loaded for whoever wants them",
    f"{HOUSE}.store.database.copies": "Alembic is loaded for a backup of another kaohe",
    f"{HOUSE}.store.database.engine": "Alembic is loaded for a database of another kaohe",
    UI: "a screen loads the next one; see ``LATE_IN_UI``",
}
"""Module or folder whose functions may import modules of our own -> why."""
LATE_LIBRARIES: Mapping[str, str] = {
    f"{HOUSE}.catalogue": "a start that fills in no message does without the module",
    f"{HOUSE}.files.forms.write": "XlsxWriter is loaded for a form",
    f"{HOUSE}.files.scheme.book.source": "tomli_w is loaded for a scheme in a workbook",
    f"{HOUSE}.files.scheme.book.write": "XlsxWriter is loaded for a scheme as a workbook",
    f"{HOUSE}.files.papers.pages": "Jinja is loaded for a page",
    f"{HOUSE}.files.papers.templates": "docxtpl is loaded for a template of the bureau's own",
    f"{HOUSE}.files.roster.spelling": "pypinyin is loaded when a roster is read",
    f"{HOUSE}.files.sheets.kinds.xls": "xlrd is loaded once memory and time are limited",
    f"{HOUSE}.files.workbook.grid": "XlsxWriter is loaded for a workbook",
    f"{HOUSE}.services.access.hashing": "argon2 is loaded when somebody signs in",
}
"""Module whose functions import only libraries -> why."""
MOST = 12
"""Modules of a folder, beside its face."""
LARGE: Mapping[str, str] = {f"{HOUSE}.cli.commands": "one file a command, or a family of them"}
"""Folder that may have more -> why."""

TESTS = Path(__file__).parent
LAYERS = ("domain", "store", "files", "services", "ui", "cli")
ELSEWHERE: Mapping[str, str] = {
    "cli/test_bad_input.py": "any command",
    "cli/test_docs.py": "docs/commands.md",
    "cli/test_endings.py": "any command",
    "cli/test_flows.py": "any command",
    "cli/test_kinds.py": "the words that commands take",
    "cli/test_paths.py": "any command",
    "cli/test_private.py": "any command",
    "cli/test_role_words.py": "any command that shows or reads a role",
    "cli/test_whole_review.py": "commands from files to result",
    "cli/test_widths.py": "any command",
    "files/tables/test_shapes.py": "whatever table an office may bring",
    "files/test_fuzz.py": "every reader",
    "services/counting/test_reference.py": "a second computation of everything that is counted",
    "services/integrity/test_record_machine.py": "whatever can be done, and what is found of it",
    "services/record/test_whole_entries.py": "the entry of every verb",
    "services/secrecy/test_attacker.py": "what an attacker of secret tiers finds",
    "store/database/test_damage.py": "any reading of a damaged file",
    "store/database/test_durability.py": "any writing, whoever else writes",
    "store/database/test_refusals.py": "any opening, making and writing",
    "store/tables/test_constraints.py": "what SQLite itself refuses",
    "store/test_facts.py": "whatever is put in and read again",
    "ui/screens/test_namesakes.py": "every screen with two people of one name",
    "ui/screens/test_role_words.py": "every screen that shows a role",
    "ui/test_settings.py": "src/kaohe_tui/settings.py, for which ``ui`` has folders of its own",
    "ui/test_snapshots.py": "whole screens",
}
"""Test module that is about no one module or folder -> what it is about."""

Graph = Mapping[str, set[str]]


@dataclass(frozen=True)
class Import:
    """One module of ours that another one imports."""

    importer: str
    imported: str
    is_late: bool
    """Whether it stands inside a function."""


@dataclass(frozen=True)
class House:
    """All modules below a folder, and what they import of each other."""

    faces: frozenset[str]
    """The packages."""
    modules: frozenset[str]
    """All modules, packages too."""
    imports: tuple[Import, ...]

    @property
    def files(self) -> Graph:
        """Module -> the modules it imports."""
        graph: dict[str, set[str]] = {module: set() for module in self.modules}
        for each in self.imports:
            graph[each.importer].add(each.imported)
        return graph

    def inside(self, package: str) -> list[str]:
        """The files and folders of a package."""
        return [m for m in self.modules if m.rpartition(".")[0] == package]

    def siblings(self, package: str) -> Graph:
        """File or folder of a package -> those beside it that it imports, or something in it."""
        graph: dict[str, set[str]] = {module: set() for module in self.inside(package)}
        depth = package.count(".") + 2
        for each in self.imports:
            one, other = (
                ".".join(module.split(".")[:depth]) for module in (each.importer, each.imported)
            )
            if one != other and one in graph and other in graph:
                graph[one].add(other)
        return graph


def house(source: Path, name: str) -> House:
    """Read all modules of a package."""
    paths = {
        ".".join(path.relative_to(source).with_suffix("").parts).removesuffix(".__init__"): path
        for path in (source / name).rglob("*.py")
    }
    faces = frozenset(module for module, path in paths.items() if path.name == "__init__.py")
    found: list[Import] = []
    for module, path in paths.items():
        package = module if module in faces else module.rpartition(".")[0]
        for node, is_late in walked(ast.parse(path.read_text(encoding="utf-8"))):
            imported = set(imported_by(node, package, paths)) - {module}
            found.extend(Import(module, each, is_late) for each in imported)
    return House(faces, frozenset(paths), tuple(found))


def walked(node: ast.AST, is_late: bool = False) -> Iterator[tuple[ast.AST, bool]]:
    """Yield every node, and whether it stands inside a function."""
    yield node, is_late
    inside = is_late or isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    for child in ast.iter_child_nodes(node):
        yield from walked(child, inside)


def imported_by(node: ast.AST, package: str, known: Mapping[str, Path]) -> Iterator[str]:
    """Yield the modules of ours that a statement imports."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names if alias.name in known)
    elif isinstance(node, ast.ImportFrom):
        origin = resolve_name("." * node.level + (node.module or ""), package)
        for alias in node.names:
            name = f"{origin}.{alias.name}"
            yield from (m for m in [name if name in known else origin] if m in known)


def in_circles(graph: Graph) -> list[str]:
    """Return all that leads back to itself."""
    return sorted(each for each in graph if each in led_to(graph, each))


def led_to(graph: Graph, start: str) -> set[str]:
    """Return all that is reached from there."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        for each in graph[waiting.pop()] - seen:
            seen.add(each)
            waiting.append(each)
    return seen


def is_in(module: str, folder: str) -> bool:
    return f"{module}.".startswith(f"{folder}.")


def too_large(built: House) -> dict[str, int]:
    """Return the modules of each folder that has too many."""
    counts = {
        package: len([m for m in built.inside(package) if m not in built.faces])
        for package in built.faces
    }
    return {package: count for package, count in counts.items() if count > MOST}


KAOHE = house(SRC, HOUSE)


def test_no_file_leads_back_to_itself() -> None:
    assert in_circles(KAOHE.files) == []


def test_no_folder_leads_back_to_itself() -> None:
    circles = {package: in_circles(KAOHE.siblings(package)) for package in KAOHE.faces}
    assert {package: circle for package, circle in circles.items() if circle} == {}


def test_imports_inside_functions_have_a_reason() -> None:
    late = [(each.importer, each.imported) for each in KAOHE.imports if each.is_late]
    assert [pair for pair in late if not any(is_in(pair[0], known) for known in LATE)] == []
    assert [k for k in LATE if not any(is_in(importer, k) for importer, _ in late)] == []
    assert len([importer for importer, _ in late if is_in(importer, UI)]) <= LATE_IN_UI


def test_late_imports_are_allowed_where_they_have_a_reason() -> None:
    """The linter's exceptions are these lists, no more and no less."""
    settings = tomllib.loads((SRC.parent / "pyproject.toml").read_text(encoding="utf-8"))
    ignored: Mapping[str, list[str]] = settings["tool"]["ruff"]["lint"]["per-file-ignores"]
    allowed = {
        pattern.removeprefix("src/").removesuffix(".py").removesuffix("/*").replace("/", ".")
        for pattern, rules in ignored.items()
        if "PLC0415" in rules and pattern.startswith("src/")
    }
    assert allowed == {*LATE, *LATE_LIBRARIES}


def test_no_folder_is_too_large() -> None:
    assert sorted(too_large(KAOHE)) == sorted(LARGE)


def homeless(tests: Path, source: Path, path: Path) -> bool:
    """Tell whether a test module, or its folder, is named after nothing in the program."""
    there = source / path.parent.relative_to(tests)
    if not there.is_dir():
        return True
    subjects = {each.stem for each in there.iterdir() if each.suffix in ("", ".py")}
    name = path.stem.removeprefix("test")
    return not any(f"{name}_".startswith(f"_{each}_") for each in subjects | {there.name})


def test_a_test_stands_where_its_subject_does() -> None:
    modules = [path for layer in LAYERS for path in (TESTS / layer).rglob("test_*.py")]
    found = [path for path in modules if homeless(TESTS, SRC / HOUSE, path)]
    assert sorted(str(path.relative_to(TESTS).as_posix()) for path in found) == sorted(ELSEWHERE)


def test_a_test_without_its_subject_is_found(tmp_path: Path) -> None:
    built(tmp_path, {"one/sheet": "", "one/two/b": ""})

    def is_homeless(name: str) -> bool:
        return homeless(tmp_path / "tests", tmp_path / "house", tmp_path / "tests" / name)

    for name in ("sheet", "sheet_saving", "one", "one_way", "two"):
        assert not is_homeless(f"one/test_{name}.py")
    for name in ("one/test_sheets.py", "one/test_saving_sheet.py", "three/test_three.py"):
        assert is_homeless(name)


def built(folder: Path, files: Mapping[str, str]) -> House:
    """Build a small house of files by name, each folder with a face."""
    top = folder / "house"
    for name, text in files.items():
        path = top / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        for face in (top, path.parent):
            (face / "__init__.py").touch()
        path.write_text(text, encoding="utf-8")
    return house(folder, "house")


def test_a_circle_is_found_wherever_its_imports_stand(tmp_path: Path) -> None:
    """In a function, for types alone, relative, of a name, in a face.

    What only leads into a circle is in none.
    """
    small = built(
        tmp_path,
        {
            "a": "def f() -> None:\n    async def g() -> None:\n        import house.b\n",
            "b": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from house import c\n",
            "c": "class C:\n    from .d import something\n",
            "d": "try:\n    from house.a import f\nexcept ImportError:\n    pass\n",
            "e": "from house import a\nimport ast\n",
            "one/__init__": "from house.one import f\n",
            "one/f": "import house.one\n",
        },
    )
    circle = ["house.a", "house.b", "house.c", "house.d", "house.one", "house.one.f"]
    assert in_circles(small.files) == circle
    assert [each.importer for each in small.imports if each.is_late] == ["house.a"]


def test_folders_make_a_circle_without_one_of_files(tmp_path: Path) -> None:
    small = built(
        tmp_path,
        {
            "one/a": "from house.two import b\n",
            "two/b": "",
            "two/c": "from house.one import d\n",
            "one/d": "",
        },
    )
    assert in_circles(small.files) == []
    assert in_circles(small.siblings("house")) == ["house.one", "house.two"]
    assert in_circles(small.siblings("house.one")) == []


def test_a_large_folder_is_one_with_more_modules_than_it_may_have(tmp_path: Path) -> None:
    files = {f"one/m{number}": "" for number in range(MOST + 1)}
    files |= {f"two/m{number}": "" for number in range(MOST)}
    assert too_large(built(tmp_path, files)) == {"house.one": MOST + 1}
