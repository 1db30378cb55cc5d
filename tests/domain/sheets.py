"""A ballot to press keys on, and a disk that remembers what was saved."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kaohe_tui.domain.ballot import Marks, Row
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.sheet import Outcome, Sheet
from tests.domain.strategies import INDICATORS, person

EMPTY: Marks = (None,) * 5
FULL: Marks = (360, 140, 130, 140, 150)


@dataclass
class Disk:
    """What the accepted keys left on disk."""

    marks: dict[tuple[str, int], int] = field(default_factory=dict)
    abstained: set[str] = field(default_factory=set)
    broken: bool = False
    calls: int = 0

    def _touch(self) -> None:
        if self.broken:
            raise Refusal("the disk is full")
        self.calls += 1

    def mark(self, ratee: str, indicator: int, value: int | None) -> None:
        self._touch()
        if value is None:
            del self.marks[ratee, indicator]
        else:
            self.marks[ratee, indicator] = value

    def abstention(self, ratee: str, on: bool, marks: Marks) -> None:
        self._touch()
        self.marks = {key: mark for key, mark in self.marks.items() if key[0] != ratee}
        if on:
            self.abstained.add(ratee)
            return
        self.abstained.remove(ratee)
        self.marks |= {(ratee, n): mark for n, mark in enumerate(marks) if mark is not None}


def some_rows() -> list[Row]:
    """Six people: the second is recused, the fourth abstained from, the fifth half done."""
    return [
        Row(person("a"), EMPTY),
        Row(person("b"), EMPTY, recused=True),
        Row(person("c"), EMPTY),
        Row(person("d"), EMPTY, abstained=True),
        Row(person("e"), (360, 140, None, None, None)),
        Row(person("f"), EMPTY),
    ]


def a_sheet(rows: list[Row] | None = None, step: int = 10) -> tuple[Sheet, Disk]:
    rows = some_rows() if rows is None else rows
    disk = Disk(marks_in(rows), {row.ratee.code for row in rows if row.abstained})
    return Sheet(INDICATORS, rows, step, disk), disk


def marks_in(rows: Sequence[Row]) -> dict[tuple[str, int], int]:
    return {
        (row.ratee.code, n): mark
        for row in rows
        for n, mark in enumerate(row.marks)
        if mark is not None
    }


def agrees(sheet: Sheet, disk: Disk) -> bool:
    """Whether what is shown is what is on disk."""
    abstained = {row.ratee.code for row in sheet.rows if row.abstained}
    return (disk.marks, disk.abstained) == (marks_in(sheet.rows), abstained)


def press(sheet: Sheet, *keys: str) -> Outcome:
    """Press keys that mean something; returns what the last one did."""
    outcomes = [sheet.key(key, 3) for key in keys]
    assert None not in outcomes
    last = outcomes[-1]
    assert last is not None
    return last


def cursor_of(sheet: Sheet) -> tuple[int, int]:
    return sheet.row, sheet.column
