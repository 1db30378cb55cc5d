"""Names in the code say what a thing is, as docs/style.md asks."""

import ast
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "src" / "kaohe_tui"
FOLDERS = ("cli", "domain", "files", "services", "store", "ui")
"""The layers that keep to it."""
VAGUE = frozenset({
    "found", "gave", "given", "gone", "here", "its", "kept", "looked", "made", "meant", "mine",
    "odd", "retold", "said", "some", "spot", "stood", "there", "told", "took", "tried", "wanted",
    "what",
})  # fmt: skip
"""Names that say only what became of a thing."""


def names_in(source: str) -> Iterator[str]:
    """Yield every local, parameter and private function; fields of classes are no locals."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            if node.name.startswith("_"):
                yield node.name.strip("_")
            for inner in ast.walk(node):
                if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
                    yield inner.id.strip("_")
        elif isinstance(node, ast.arg):
            yield node.arg.strip("_")


def test_names_say_what_a_thing_is() -> None:
    modules = [
        *SOURCE.glob("*.py"),
        *(path for folder in FOLDERS for path in (SOURCE / folder).rglob("*.py")),
    ]
    vague = {
        str(path.relative_to(SOURCE)): names
        for path in modules
        if (names := sorted(VAGUE.intersection(names_in(path.read_text(encoding="utf-8")))))
    }
    assert vague == {}


def test_a_vague_name_is_found_wherever_it_stands() -> None:
    """A local, a parameter, one of a lambda, a private function; a field of a class is none."""
    source = (
        "class C:\n    said: str\n    def f(self, told):\n        found = 1\n"
        "        return [_here for _here in (found, told)]\n"
        "def _made():\n    pass\n"
        "g = lambda kept: kept\n"
    )
    assert VAGUE.intersection(names_in(source)) == {"told", "found", "here", "made", "kept"}
