"""Small changes of a module's source, each of which some test should find: see ``mutate``."""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_COMPARISONS: dict[type[ast.cmpop], tuple[str, str]] = {
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.Is: (r"\bis\b", "is not"),
    ast.IsNot: (r"\bis\s+not\b", "is"),
    ast.In: (r"\bin\b", "not in"),
    ast.NotIn: (r"\bnot\s+in\b", "in"),
}
_SHOWN = ("_", "_n", "N_")
"""What words for people go through: another text there is no other behaviour."""


@dataclass(frozen=True)
class Mutant:
    """One change."""

    line: int
    what: str
    """Its kind, in a few words."""
    source: str
    """The whole module with the change in it."""


def mutants(source: str) -> list[Mutant]:
    """All changes of a module's source that there are, in the order of their places.

    Args:
        source: as Python reads it.
    """
    text = _Text(source)
    found = [
        Mutant(node.lineno, what, changed)
        for node in _worth_changing(ast.parse(source))
        for rule in _RULES
        for what, changed in rule(text, node)
        if changed != source and _is_python(changed)
    ]
    return sorted(found, key=lambda each: each.line)


def _is_python(source: str) -> bool:
    try:
        compile(source, "mutant", "exec")
    except SyntaxError:
        return False
    return True


class _Text:
    """A source whose stretches can be replaced; Python counts its columns in bytes."""

    def __init__(self, source: str) -> None:
        self._bytes = source.encode()
        self._starts = [0]
        for line in self._bytes.splitlines(keepends=True):
            self._starts.append(self._starts[-1] + len(line))

    def start(self, node: ast.expr | ast.stmt) -> int:
        return self._starts[node.lineno - 1] + node.col_offset

    def end(self, node: ast.expr | ast.stmt) -> int:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self._starts[node.end_lineno - 1] + node.end_col_offset

    def replaced(self, start: int, end: int, by: str) -> str:
        return (self._bytes[:start] + by.encode() + self._bytes[end:]).decode()

    def of(self, node: ast.expr | ast.stmt, by: str) -> str:
        """The source with something else in the node's place."""
        return self.replaced(self.start(node), self.end(node), by)

    def between(
        self, left: ast.expr, right: ast.expr, sign: str, by: str
    ) -> tuple[int, int, str] | None:
        """Where a sign stands between two expressions, and what is to stand there."""
        start = self.end(left)
        found = re.search(sign, self._bytes[start : self.start(right)].decode())
        if found is None:
            return None
        before = len(found.string[: found.start()].encode())
        return start + before, start + before + len(found[0].encode()), by


# -- where ---------------------------------------------------------------------------------------


def _worth_changing(tree: ast.AST) -> Iterator[ast.expr | ast.stmt]:
    """Every node but annotations, documentation, imports for types, and words for people."""
    for name, value in ast.iter_fields(tree):
        if name in ("annotation", "returns", "type_comment"):
            continue
        for node in value if isinstance(value, list) else [value]:
            if not isinstance(node, ast.AST) or _is_left_alone(node):
                continue
            if isinstance(node, ast.expr | ast.stmt):
                yield node
            yield from _worth_changing(node)


def _is_left_alone(node: ast.AST) -> bool:
    match node:
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.JoinedStr() | ast.Import() | ast.ImportFrom():
            # Python 3.11 does not know where the pieces of an f-string stand.
            return True
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
        case ast.Call(func=ast.Name(id=name)):
            return name in _SHOWN
    return False


# -- what ----------------------------------------------------------------------------------------

_Changes = Iterator[tuple[str, str]]


def _comparison(text: _Text, node: ast.AST) -> _Changes:
    if not isinstance(node, ast.Compare):
        return
    sides = [node.left, *node.comparators]
    for place, sign in enumerate(node.ops):
        old, new = _COMPARISONS[type(sign)]
        if found := text.between(sides[place], sides[place + 1], old, new):
            yield f"comparison to {new}", text.replaced(*found)


def _and_or(text: _Text, node: ast.AST) -> _Changes:
    if not isinstance(node, ast.BoolOp):
        return
    old, new = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
    for left, right in zip(node.values, node.values[1:], strict=False):
        if found := text.between(left, right, rf"\b{old}\b", new):
            yield f"{old} to {new}", text.replaced(*found)


def _constant(text: _Text, node: ast.AST) -> _Changes:
    match node:
        case ast.Constant(value=bool(value)):
            yield f"{value} to {not value}", text.of(node, str(not value))
        case ast.Constant(value=int(value)):
            yield f"{value} to {value + 1}", text.of(node, str(value + 1))
            yield f"{value} to {value - 1}", text.of(node, f"({value - 1})")
        case ast.Constant(value=str(value)) if value:
            yield "text emptied", text.of(node, '""')


def _not(text: _Text, node: ast.AST) -> _Changes:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "not dropped", text.of(node, f"({ast.unparse(node.operand)})")


def _statement(text: _Text, node: ast.AST) -> _Changes:
    match node:
        case ast.Assign(targets=[ast.Name() | ast.Tuple()]):
            # Without it a name is missing, which any test finds.
            return
        case ast.Expr() | ast.Assign() | ast.AugAssign() | ast.Raise() | ast.Delete():
            yield "statement dropped", text.of(node, "pass")
        case ast.Return(value=ast.expr()) | ast.Continue() | ast.Break():
            yield "statement dropped", text.of(node, "pass")


def _element(text: _Text, node: ast.AST) -> _Changes:
    if not isinstance(node, ast.Tuple) or not isinstance(node.ctx, ast.Load):
        return
    for place in range(len(node.elts)):
        rest = [each for number, each in enumerate(node.elts) if number != place]
        yield (
            f"element {place + 1} of a tuple dropped",
            text.of(node, ast.unparse(ast.Tuple(rest, ast.Load()))),
        )


_RULES: tuple[Callable[[_Text, ast.AST], _Changes], ...] = (
    _comparison,
    _and_or,
    _constant,
    _not,
    _statement,
    _element,
)
