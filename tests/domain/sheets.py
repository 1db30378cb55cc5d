"""A ballot to press keys on, and a disk that remembers what was saved."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from kaohe_tui.domain.ballot.effect import Outcome
from kaohe_tui.domain.ballot.parts import Given, Part, Parts, blank
from kaohe_tui.domain.ballot.row import Marks, Row
from kaohe_tui.domain.ballot.sheet import Sheet
from kaohe_tui.domain.refusal import Refusal
from tests.domain.strategies import INDICATORS, person

EMPTY: Marks = (None,) * 5
FULL: Marks = (360, 140, 130, 140, 150)


@dataclass
class Disk:
    """What the accepted keys left on disk."""

    marks: dict[tuple[str, int], int] = field(default_factory=dict)
    part_marks: dict[tuple[str, int, int], int] = field(default_factory=dict)
    abstained: set[str] = field(default_factory=set)
    broken: bool = False
    calls: int = 0

    def _touch(self) -> None:
        if self.broken:
            raise Refusal("disk-full", "the disk is full")
        self.calls += 1

    def mark(self, ratee: str, indicator: int, value: int | None) -> bool:
        self._touch()
        if value is None:
            del self.marks[ratee, indicator]
        else:
            self.marks[ratee, indicator] = value
        return True

    def parts(self, ratee: str, indicator: int, given: Given, mark: int | None) -> bool:
        self._touch()
        for key in [key for key in self.part_marks if key[:2] == (ratee, indicator)]:
            del self.part_marks[key]
        self.part_marks |= parts_in(ratee, indicator, given)
        self.marks.pop((ratee, indicator), None)
        if mark is not None:
            self.marks[ratee, indicator] = mark
        return True

    def abstention(self, ratee: str, marks: Marks, parts: tuple[Given, ...], *, on: bool) -> bool:
        self._touch()
        self.marks = {key: mark for key, mark in self.marks.items() if key[0] != ratee}
        self.part_marks = {key: v for key, v in self.part_marks.items() if key[0] != ratee}
        if on:
            self.abstained.add(ratee)
            return True
        self.abstained.remove(ratee)
        self.marks |= {(ratee, n): mark for n, mark in enumerate(marks) if mark is not None}
        for number, given in enumerate(parts):
            self.part_marks |= parts_in(ratee, number, given)
        return True


class SlowDisk:
    """Before a disk: while it is slow, what it is given waits until ``answer``."""

    def __init__(self, disk: Disk) -> None:
        self.disk = disk
        self.slow = False
        self.queue: list[Callable[[], bool]] = []

    def answer(self, sheet: Sheet) -> Outcome:
        """The disk takes, or refuses, what waited longest; a refusal ends all behind it."""
        try:
            self.queue.pop(0)()
        except Refusal as refusal:
            self.queue.clear()
            return sheet.lost(str(refusal))
        return sheet.saved()

    def _keep(self, change: Callable[[], bool]) -> bool:
        if not (self.slow or self.queue):
            return change()
        self.queue.append(change)
        return False

    def mark(self, ratee: str, indicator: int, value: int | None) -> bool:
        return self._keep(lambda: self.disk.mark(ratee, indicator, value))

    def parts(self, ratee: str, indicator: int, given: Given, mark: int | None) -> bool:
        return self._keep(lambda: self.disk.parts(ratee, indicator, given, mark))

    def abstention(self, ratee: str, marks: Marks, parts: tuple[Given, ...], *, on: bool) -> bool:
        return self._keep(lambda: self.disk.abstention(ratee, marks, parts, on=on))


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
    abstained = {row.ratee.code for row in rows if row.abstained}
    disk = Disk(marks_in(rows), all_parts_in(rows), abstained)
    return Sheet(INDICATORS, rows, step, disk), disk


def a_slow_sheet(rows: list[Row] | None = None) -> tuple[Sheet, SlowDisk]:
    """A sheet whose disk is slow."""
    sheet, disk = a_sheet(rows)
    slow = SlowDisk(disk)
    slow.slow = True
    return Sheet(INDICATORS, list(sheet.rows), 10, slow), slow


CRITERIA: Parts = (Part("完成情况", 250, "按期完成"), Part("数据质量", 150, "无差错"))
THREE: Parts = (Part("守法", 60), Part("廉洁", 50), Part("出勤", 40))
OWN_TASKS: Parts = (Part("月报", 100), Part("培训", 100), Part("普查", 200))
FORM: tuple[Parts, ...] = (CRITERIA, (), (), (), THREE)
OWN_FORM: tuple[Parts, ...] = (OWN_TASKS, (), (), (), THREE)


def detail_rows() -> list[Row]:
    """Keyed part by part: the third has tasks of his own, the fourth's first mark came whole."""
    return [
        Row(person("a"), EMPTY, form=FORM, parts=blank(FORM)),
        Row(person("b"), EMPTY, recused=True),
        Row(person("c"), EMPTY, form=OWN_FORM, parts=blank(OWN_FORM)),
        Row(person("d"), (330, None, None, None, None), form=FORM, parts=blank(FORM)),
        Row(person("e"), EMPTY, abstained=True, form=FORM, parts=blank(FORM)),
        Row(person("f"), EMPTY, form=FORM, parts=((200, None), *blank(FORM)[1:])),
    ]


def parts_in(code: str, number: int, given: Given) -> dict[tuple[str, int, int], int]:
    return {(code, number, n): value for n, value in enumerate(given) if value is not None}


def all_parts_in(rows: Sequence[Row]) -> dict[tuple[str, int, int], int]:
    found: dict[tuple[str, int, int], int] = {}
    for row in rows:
        for number, given in enumerate(row.parts):
            found |= parts_in(row.ratee.code, number, given)
    return found


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
    shown = (marks_in(sheet.rows), all_parts_in(sheet.rows), abstained)
    return (disk.marks, disk.part_marks, disk.abstained) == shown


def press(sheet: Sheet, *keys: str) -> Outcome:
    """Press keys that mean something; returns what the last one did."""
    outcomes = [sheet.key(key, 3) for key in keys]
    assert None not in outcomes
    last = outcomes[-1]
    assert last is not None
    return last


def cursor_of(sheet: Sheet) -> tuple[int, int]:
    return sheet.row, sheet.column
