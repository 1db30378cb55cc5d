"""Compare two keyings of one paper form, and settle the cells in which they differ.

A cell is what is keyed by itself: an indicator's mark or one of its parts; a row that one of the
two abstains on is one cell as a whole.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from fractions import Fraction

from kaohe_tui.domain.ballot.row import Row
from kaohe_tui.domain.numbers import UNIT, points, shown
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.marks import half_width, parse_mark
from kaohe_tui.domain.rules.people import Person, with_code
from kaohe_tui.domain.rules.scheme.form import Indicator
from kaohe_tui.words import N_, _

_PERCENT = 100
_TOTAL = re.compile(r"(\d{1,7})(?:\.(\d)0*)?", re.ASCII)


class Side(Enum):
    """One of the two keyings."""

    FIRST = 1
    """The first keying."""
    SECOND = 2
    """The second keying, by another person."""


Choice = Side | int
"""The decision on a cell: one of the keyings, or the mark on the paper, in tenths of a point."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell in which the two keyings differ."""

    first: Row
    """The ratee's row in the first keying."""
    second: Row
    """The ratee's row in the second keying."""
    column: int | None = None
    """The indicator's place; None where one of the two abstains: the row as a whole."""
    part: int | None = None
    """The part's place; None where the indicator is compared as a whole."""

    @property
    def ratee(self) -> Person:
        """Whose row it is."""
        return self.first.ratee

    def given(self, side: Side) -> int | None:
        """Return one keying's value of the cell, in tenths of a point.

        None where the cell is empty, or where the row is compared as a whole.
        """
        return None if self.column is None else _value(self._row(side), self.column, self.part)

    def told(self, choice: Choice) -> str:
        """Return what the cell holds under a choice, as text for a person."""
        if not isinstance(choice, Side):
            return self.first.written(choice)
        row = self._row(choice)
        if self.column is not None:
            return _written_or_dot(row, self.given(choice))
        if row.abstained:
            return _("abstained")
        return " ".join(_written_or_dot(row, mark) for mark in row.marks)

    def _indicators(self, indicators: Sequence[Indicator]) -> Sequence[Indicator]:
        """Return the columns of the row: those of its form, or the scheme's."""
        return self.first.asked.indicators if self.first.asked else indicators

    def key(self, indicators: Sequence[Indicator]) -> str:
        """Return the key of the cell's indicator; empty where the row is compared as a whole."""
        return "" if self.column is None else self._indicators(indicators)[self.column].key

    def where(self, indicators: Sequence[Indicator]) -> str:
        """Name the cell: its indicator, or the part of the indicator."""
        if self.column is None:
            return _("the whole row")
        name = self._indicators(indicators)[self.column].name
        if self.part is None:
            return name
        return f"{name} · {self.first.parts_at(self.column)[self.part].name}"

    def parse(self, text: str, indicators: Sequence[Indicator], step: int) -> int:
        """Read a mark from the paper.

        Args:
            text: what was typed.
            indicators: the scheme's.
            step: the smallest unit of a mark, in tenths of a point.

        Returns:
            Tenths of a point.

        Raises:
            Refusal: when it is no mark of this cell.
        """
        if self.column is None:
            raise Refusal(
                "abstention-in-one-entry",
                N_(
                    "Only one of the two entries abstains on {name}: choose 1 or 2. If neither "
                    "matches the paper, give the ballot back and have it entered again."
                ),
                name=with_code(self.ratee),
            )
        if self.first.asked and self.part is None:
            return self.first.asked.read(text, self.column)
        maximum = indicators[self.column].points
        if self.part is not None:
            maximum = self.first.parts_at(self.column)[self.part].points
        return parse_mark(text, maximum, step)

    def settled(self, row: Row, choice: Choice) -> Row:
        """Return the row with this cell set to the value chosen."""
        column = self.column
        if column is None:
            assert isinstance(choice, Side)
            return self._row(choice)
        if self.part is not None:
            value = self.given(choice) if isinstance(choice, Side) else choice
            old = row.parts[column]
            return row.with_parts(column, (*old[: self.part], value, *old[self.part + 1 :]))
        mark: int | None
        if isinstance(choice, Side):
            chosen = self._row(choice)
            mark, parts = chosen.marks[column], chosen.parts
        else:
            mark, parts = choice, ()
        marks = (*row.marks[:column], mark, *row.marks[column + 1 :])
        if not row.parts:
            return replace(row, marks=marks)
        values = parts[column] if parts else (None,) * len(row.parts[column])
        return replace(
            row, marks=marks, parts=(*row.parts[:column], values, *row.parts[column + 1 :])
        )

    def is_wrong(self, side: Side, choice: Choice) -> bool:
        """Return whether one keying differs from the value that was settled."""
        if isinstance(choice, Side):
            return choice is not side
        return self.given(side) != choice

    def _row(self, side: Side) -> Row:
        return self.first if side is Side.FIRST else self.second


def differences(first: Sequence[Row], second: Sequence[Row]) -> tuple[Difference, ...]:
    """List the cells in which two keyings of the same form differ, row by row.

    Args:
        first: the rows of one keying.
        second: the same rows in the other, in the same order.
    """
    pairs = []
    for one, other in zip(first, second, strict=True):
        if one.abstained != other.abstained:
            pairs.append(Difference(one, other))
            continue
        pairs += [
            Difference(one, other, column, part)
            for column, part in _places(one, other)
            if _value(one, column, part) != _value(other, column, part)
        ]
    return tuple(pairs)


def cells(first: Sequence[Row], second: Sequence[Row]) -> int:
    """Count the cells that were keyed: those in which at least one keying has something."""
    count = 0
    for one, other in zip(first, second, strict=True):
        if one.abstained or other.abstained:
            count += 1
            continue
        count += sum(
            _value(one, column, part) is not None or _value(other, column, part) is not None
            for column, part in _places(one, other)
        )
    return count


def settled(
    first: Sequence[Row], pairs: Sequence[Difference], choices: Mapping[int, Choice]
) -> list[Row]:
    """Return the form after every difference was settled on the paper.

    Args:
        first: the rows of the first keying.
        pairs: the differences.
        choices: by the place of the difference in ``differing``.

    Raises:
        Refusal: when a difference is not settled.
    """
    open_pairs = [each for place, each in enumerate(pairs) if place not in choices]
    if open_pairs:
        raise Refusal(
            "differences-open",
            N_("{count} differences are not resolved yet, the first on {name}."),
            count=len(open_pairs),
            name=with_code(open_pairs[0].ratee),
        )
    rows = {row.ratee.code: row for row in first}
    for place, each in enumerate(pairs):
        rows[each.ratee.code] = each.settled(rows[each.ratee.code], choices[place])
    return list(rows.values())


def wrong(pairs: Sequence[Difference], choices: Mapping[int, Choice], side: Side) -> int:
    """Count the cells that one keying has otherwise than they were settled."""
    return sum(each.is_wrong(side, choices[place]) for place, each in enumerate(pairs))


def total(rows: Sequence[Row]) -> int:
    """Add up all marks of a form, in tenths of a point."""
    return sum(row.total or 0 for row in rows)


def check_total(rows: Sequence[Row], written: int | None) -> None:
    """Refuse a form whose written total is not the sum of the marks keyed.

    Args:
        rows: the form.
        written: tenths of a point; None where it was not typed.

    Raises:
        Refusal: when it is not, naming both.
    """
    if written is None:
        raise Refusal("total-missing", N_("To hand it in, type the total written on the paper."))
    if written != (keyed := total(rows)):
        raise Refusal(
            "total-differs",
            N_("The paper says {written}, the marks add up to {keyed}: check the ballot."),
            written=points(written),
            keyed=points(keyed),
        )


def parse_total(text: str) -> int:
    """Read a total as it was typed; full-width digits and points are taken.

    Returns:
        Tenths of a point.

    Raises:
        Refusal: when it is no number with at most one decimal.
    """
    match = _TOTAL.fullmatch(half_width(text).strip())
    if match is None:
        raise Refusal(
            "total-wrong",
            N_("“{text}” is not a total; give a number such as 1830 or 1830.5."),
            text=text[:20],
        )
    return int(match[1]) * UNIT + int(match[2] or 0)


def rate(wrong_cells: int, all_cells: int) -> str:
    """Return the wrong cells per hundred, to two decimals, half up; empty where none was keyed."""
    return shown(Fraction(_PERCENT * wrong_cells, all_cells), 2) if all_cells else ""


def _places(one: Row, other: Row) -> Iterator[tuple[int, int | None]]:
    """List the cells of a row as (indicator, part); part None: the indicator as a whole."""
    if one.recused or one.abstained:
        return
    for column in range(len(one.marks)):
        parts = one.parts_at(column)
        # A mark that came from a file has no parts to compare.
        if parts and not (one.came_whole(column) or other.came_whole(column)):
            yield from ((column, part) for part in range(len(parts)))
        else:
            yield column, None


def _value(row: Row, column: int, part: int | None) -> int | None:
    return row.marks[column] if part is None else row.parts[column][part]


def _written_or_dot(row: Row, mark: int | None) -> str:
    return "·" if mark is None else row.written(mark)
