"""Hold terms of formulas, each with the value that kaohe has for it."""

from collections.abc import Callable
from fractions import Fraction

from kaohe_tui.files.workbook.grid import Column
from kaohe_tui.files.workbook.steps import value_at

Pair = tuple[str, Fraction]
"""A term of a formula, and its value."""
Begin = Callable[[int], tuple[Pair, Pair]]
"""Line -> what stands above and below the line of a component before entries within it."""


def term(column: Column, n: int) -> Pair:
    """Return the cell on a line, from 0."""
    return column.at(n), value_at(column, n)


def product(one: Pair, other: Pair) -> Pair:
    """Return two terms multiplied."""
    return f"{one[0]}*{other[0]}", one[1] * other[1]


def number(value: int) -> Pair:
    """Return a whole number."""
    return str(value), Fraction(value)
