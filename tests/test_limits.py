"""Functions, classes and files of the program keep to the sizes that docs/architecture.md names.

What reaches a limit asks to be two things: a part with a name and a state of its own, a function
that needs no object. What is cut off along no seam is two files to read instead of one.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

SRC = Path(__file__).parents[1] / "src" / "kaohe_tui"
FUNCTION = 40
"""Lines of a function, from its ``def`` to its end, its docstring too."""
CLASS = 20
"""Methods of a class, properties too; what it inherits does not count."""
FILE = 300
"""Lines of a file."""
FROZEN = "store/database/migrations/"
"""What is never changed again."""

GENERATED = "store/tables/columns.py"
"""A file that nobody writes by hand; it grows with the tables."""

LONG: Mapping[str, int] = {
    "cli/commands/entries.py": 317,
    "cli/frame.py": 302,
    "domain/record/course.py": 400,
    "domain/record/event.py": 364,
    "services/access/operators.py": 320,
    "services/ballots/import_lines.py": 364,
    "services/ballots/open_ballot.py": 343,
    "services/counting/overview.py": 361,
    "services/entries/entry_checks.py": 310,
    "services/periods/roster_righting.py": 443,
    "services/public/exporting.py": 341,
    "services/public/matters.py": 335,
    "services/public/notices.py": 411,
    "services/record/past_facts.py": 383,
    "services/record/replaying.py": 329,
    "services/tasks/tasks.py": 310,
    "services/tiers/next_thing.py": 312,
    "services/tiers/steps.py": 341,
    "store/tables/models.py": 356,
    "ui/screens/dialogs/ask.py": 337,
    "ui/screens/tasks/tasks.py": 306,
    "ui/widgets/ballot/grid.py": 307,
    "ui/widgets/standings/view.py": 324,
}
"""File that is longer all the same -> its lines when it was noted: may only shrink."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def name_of(path: Path) -> str:
    return path.relative_to(SRC).as_posix()


TEXTS: Mapping[str, str] = {
    name_of(path): path.read_text(encoding="utf-8") for path in sorted(SRC.rglob("*.py"))
}
"""Every file of the program."""


def long_functions(text: str) -> Iterator[str]:
    """Yield each function that is too long, with its lines."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, Function) and node.end_lineno is not None:
            lines = node.end_lineno - node.lineno + 1
            if lines > FUNCTION:
                yield f"{node.name}: {lines}"


def large_classes(text: str) -> Iterator[str]:
    """Yield each class with too many methods, and how many."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ClassDef):
            methods = sum(isinstance(each, Function) for each in node.body)
            if methods > CLASS:
                yield f"{node.name}: {methods}"


def lines_of(text: str) -> int:
    return len(text.splitlines())


def test_no_function_is_too_long() -> None:
    found = {name: [*long_functions(text)] for name, text in TEXTS.items() if FROZEN not in name}
    assert {name: functions for name, functions in found.items() if functions} == {}


def test_no_class_has_too_many_methods() -> None:
    found = {name: [*large_classes(text)] for name, text in TEXTS.items()}
    assert {name: classes for name, classes in found.items() if classes} == {}


def test_no_file_is_too_long_but_those_that_were() -> None:
    """A file that was mended leaves the list, and none comes to it or grows."""
    written = {name: lines_of(text) for name, text in TEXTS.items() if name != GENERATED}
    long = {name: lines for name, lines in written.items() if lines > FILE}
    assert {name: lines for name, lines in long.items() if lines > LONG.get(name, FILE)} == {}
    assert sorted(set(LONG) - set(long)) == []


def test_no_type_is_ignored() -> None:
    ignoring = re.compile(r"#\s*type:\s*ignore")
    assert [name for name, text in TEXTS.items() if ignoring.search(text)] == []


@pytest.mark.parametrize(("lines", "found"), [(FUNCTION, []), (FUNCTION + 1, ["f: 41"])])
@pytest.mark.parametrize("kind", ["def", "async def"])
def test_a_function_is_measured_from_def_to_end(kind: str, lines: int, found: list[str]) -> None:
    body = "\n".join(["        pass"] * (lines - 1))
    text = f"class A:\n    @property\n    {kind} f(self):\n{body}\n\n\nX = 1\n"
    assert [*long_functions(text)] == found


@pytest.mark.parametrize(("methods", "found"), [(CLASS, []), (CLASS + 1, ["A: 21"])])
def test_a_class_is_measured_by_what_its_body_defines(methods: int, found: list[str]) -> None:
    bodies = "".join(f"    def f{n}(self):\n        def g(): ...\n" for n in range(methods))
    assert [*large_classes(f"class A:\n{bodies}")] == found
