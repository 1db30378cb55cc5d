"""Writes docs/refusals.md: the code of every refusal, with the sentences it is said in.

    .venv/bin/python -m scripts.refusals

tests/test_refusals.py holds the page against what this makes.
"""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "kaohe_tui"
PAGE = ROOT / "docs" / "refusals.md"

MAKERS = {
    **dict.fromkeys(("Refusal", "Busy", "ForeignChange", "Unwritable", "Older", "Lost"), 0),
    **{"NotSaved": 0, "plural": 0, "needed": 1, "in_file": 1, "fault": 1},
    **{"at_line": 2, "in_sheet": 2, "_at_row": 2, "_refused": 2},
}
"""What makes a refusal -> the place of the code among the arguments; the message stands behind."""
_PAIRS = "store/failures.py"
"""Where pairs of a code and a message stand in tables."""
_OTHERS = {"domain/ballot/kept_sheet.py", "domain/ballot/sheet.py"}
"""Where ``_refused`` is another function, which takes a sentence."""

_HEAD = """\
# Refusals

Made from the program's own code by `scripts/refusals.py`; a test holds it up to date.

With `--json` a command that is refused prints the code beside the sentence
([commands.md](commands.md), "Exit codes"). A code stays what it is; sentences may be worded better.
The place in a file, where there is one, stands before the sentence.

| code | what it says |
|---|---|
"""
_OWN = "*a sentence of its own that names the reason*"


class Made(NamedTuple):
    """One place in the code that makes a refusal."""

    place: str
    """File and line."""
    code: str
    """The code; empty where it is no literal."""
    written: str
    """The code as it is written."""
    sentences: tuple[str, ...]
    """The messages in the catalogue; none where another function has made the sentence."""


def made() -> Iterator[Made]:
    """Every place in the code that makes a refusal, and every pair of a code and a message."""
    for path in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        name = path.relative_to(SOURCE).as_posix()
        for node, function in _with_function(tree, None):
            match node:
                case ast.Call() if (at := _place_of_code(node, name)) is not None:
                    yield _made(name, node.args[at:], function, plural=_name(node) == "plural")
                case ast.Tuple(elts=[ast.Constant(), message]) if name == _PAIRS and _marked(
                    message
                ):
                    yield _made(name, node.elts, function)


def _with_function(
    node: ast.AST, function: ast.AST | None
) -> Iterator[tuple[ast.AST, ast.AST | None]]:
    """Every node below, with the innermost function that it is in."""
    for child in ast.iter_child_nodes(node):
        inner = child if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)) else function
        yield child, inner
        yield from _with_function(child, inner)


def _name(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _place_of_code(call: ast.Call, file: str) -> int | None:
    at = MAKERS.get(_name(call))
    if at is None or len(call.args) <= at or (_name(call) == "_refused" and file in _OTHERS):
        return None
    return at


def _made(
    file: str, rest: list[ast.expr], function: ast.AST | None, *, plural: bool = False
) -> Made:
    code = rest[0].value if isinstance(rest[0], ast.Constant) else ""
    found: tuple[str, ...] = ()
    if plural:
        found = tuple(str(each.value) for each in rest[1:3] if isinstance(each, ast.Constant))
    elif len(rest) > 1:
        found = tuple(_messages(rest[1], function))
    return Made(f"{file}:{rest[0].lineno}", str(code), ast.unparse(rest[0]), found)


def _messages(message: ast.expr, function: ast.AST | None) -> Iterator[str]:
    """The messages that an expression can stand for, looked up in the function around it."""
    match message:
        case ast.Call(args=[ast.Constant(value=str(text))]) if _marked(message):
            yield text
        case ast.IfExp(body=one, orelse=other):
            yield from _messages(one, function)
            yield from _messages(other, function)
        case ast.Name(id=name) if function is not None:
            for node in ast.walk(function):
                if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
                    yield from _messages(node.value, None)


def _marked(message: ast.AST) -> bool:
    return isinstance(message, ast.Call) and _name(message) == "N_"


def page() -> str:
    """The whole page, as it should stand on disk."""
    said: dict[str, dict[str, None]] = {}
    for each in made():
        if each.code:
            said.setdefault(each.code, {}).update(dict.fromkeys(each.sentences or [_OWN]))
    return _HEAD + "".join(
        f"| `{code}` | {'<br>'.join(map(_cell, sorted(said[code])))} |\n" for code in sorted(said)
    )


def _cell(sentence: str) -> str:
    for sign in "\\|<[":
        sentence = sentence.replace(sign, f"\\{sign}")
    return sentence


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
