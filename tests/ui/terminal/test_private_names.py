"""Nothing but ``ui/terminal/textual_private.py`` reaches into Textual or Rich.

Ruff (SLF001) sees ``widget._name``; here are seen as well what a class of ours takes, overrides or
covers by chance of its own base classes, and what is imported or named by a text.
"""

import ast
import inspect
import pkgutil
import sys
import textwrap
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from kaohe_tui import ui

ADAPTER = "kaohe_tui.ui.terminal.textual_private"
LIBRARIES = {"rich", "textual", "textual_fspicker", "textual_plotext"}
BY_TEXT = {"getattr", "setattr", "hasattr", "delattr"}
OWN = {"self", "cls"}


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def is_library(module: str) -> bool:
    return module.partition(".")[0] in LIBRARIES


@cache
def private_names(owner: type) -> frozenset[str]:
    """The private names that a class defines, or gives to its objects."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(owner)))
    given = {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute) and is_own(n.value)}
    return frozenset(name for name in {*vars(owner), *given} if is_private(name))


def inherited(owner: type) -> set[str]:
    """The private names that a class has from Textual or Rich."""
    bases = [base for base in owner.__mro__ if is_library(base.__module__)]
    return {name for base in bases for name in private_names(base)}


def is_own(node: ast.expr) -> bool:
    """Whether it is ``self``, ``cls`` or ``super()``."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id == "super"
    return isinstance(node, ast.Name) and node.id in OWN


def reached(tree: ast.AST, place: Any) -> Iterator[str]:
    """Yield what of Textual and Rich a module, or a class in it, reaches that is private.

    Args:
        tree: of the module or class.
        place: the module or class itself.
    """
    names = inherited(place) if isinstance(place, type) else set()
    for node in own_nodes(tree):
        if isinstance(node, ast.ClassDef):
            yield from reached(node, getattr(place, node.name))
            defined = inherited(getattr(place, node.name)) & set(names_defined(node))
            yield from (f"{node.name}.{name}" for name in sorted(defined))
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            yield from private_imports(node)
        elif isinstance(node, ast.Attribute) and is_private(node.attr):
            text = ast.unparse(node)
            if node.attr in names if is_own(node.value) else text != "os._exit":
                yield text
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            texts = [a.value for a in node.args if isinstance(a, ast.Constant)]
            if node.func.id in BY_TEXT and any(is_private(str(text)) for text in texts):
                yield ast.unparse(node)


def own_nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield all below, and of the classes below the heads alone."""
    for node in ast.iter_child_nodes(tree):
        yield node
        if not isinstance(node, ast.ClassDef):
            yield from own_nodes(node)


def names_defined(owner: ast.ClassDef) -> Iterator[str]:
    """Yield what a class defines in its body."""
    for node in ast.walk(ast.Module(owner.body, [])):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def private_imports(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    origin = (node.module or "") + "." if isinstance(node, ast.ImportFrom) else ""
    for alias in node.names:
        name = f"{origin}{alias.name}"
        if is_library(name) and any(is_private(part) for part in name.split(".")):
            yield name


def modules() -> list[str]:
    """The modules of ``ui``, which alone may import Textual and Rich (import-linter)."""
    found = [each.name for each in pkgutil.walk_packages(ui.__path__, "kaohe_tui.ui.")]
    assert ADAPTER in found
    return found


def reached_by(module: ModuleType) -> list[str]:
    assert module.__file__
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    return sorted(reached(tree, module))


def test_one_file_reaches_into_textual_and_rich() -> None:
    found = {name: reached_by(import_module(name)) for name in modules()}
    assert [name for name, names in found.items() if names] == [ADAPTER]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        pytest.param("from textual._compositor import Compositor", "textual._compositor.C", id="1"),
        pytest.param("import textual._loop", "textual._loop", id="2"),
        pytest.param("class A(Screen):\n def f(self): self._modal = True", "self._modal", id="3"),
        pytest.param("class A(Screen):\n def _on_idle(self): ...", "A._on_idle", id="4"),
        pytest.param("class A(Screen):\n _modal = True", "A._modal", id="5"),
        pytest.param("class A:\n class B(Screen):\n  _modal = True", "B._modal", id="6"),
        pytest.param("def f(a): return a._driver", "a._driver", id="7"),
        pytest.param("def f(a): return getattr(a, '_driver')", "getattr(a, '_driver')", id="8"),
        pytest.param("class A(Screen):\n def f(self): super()._on_idle()", "super()._on", id="9"),
        pytest.param("class A(Screen):\n _ours = 1\n def f(self): self._ours = 2", "", id="ours"),
        pytest.param("import os\ndef f(): os._exit(1)", "", id="the system's"),
    ],
)
def test_whatever_reaches_into_them_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, name: str
) -> None:
    (tmp_path / "reaching.py").write_text(f"from textual.screen import Screen\n{line}\n", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "reaching", raising=False)
    found = reached_by(import_module("reaching"))
    assert bool(found) is bool(name)
    assert "".join(found).startswith(name)
