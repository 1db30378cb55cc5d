"""Read ballots from a table with a line for each rating. Rule: docs/files.md, "Ballots"."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Any

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.files.ballots.cells.marks import (
    State,
    has_marks,
    is_marked,
    mark_column,
    places_of_marks,
    read_answer,
)
from kaohe_tui.files.ballots.cells.points import check_points
from kaohe_tui.files.ballots.given import Ballots, Given, Layout, Stretch
from kaohe_tui.files.ballots.meeting import Meeting
from kaohe_tui.files.decode import in_file, shown
from kaohe_tui.files.sheets.reader import Block, Row
from kaohe_tui.files.tables.columns import Columns, Line
from kaohe_tui.files.tables.doubts import Doubt
from kaohe_tui.files.tables.faults import Faults
from kaohe_tui.files.tables.lines import LeftOut, line_of
from kaohe_tui.files.tables.row_kinds import Looks, RowKind
from kaohe_tui.files.tables.words import folded
from kaohe_tui.words import N_, _

_WHO = ("tier", "rater", "rater_name")
"""The columns that say whose ballot a line is of."""
_RATEE = ("ratee", "ratee_name")


@dataclass
class FlatTable(Ballots):
    """A table with a line for each rating, read a stretch at a time."""

    file: str
    """See ``Ballots``."""
    meeting: Meeting
    """What is known before."""
    columns: Columns
    """Which cell holds which column."""
    layout: Layout
    """What was understood of the table."""
    below: Callable[[], Iterable[Block]]
    """Gives the rows below the headings, again each time."""
    doubts: Sequence[Doubt] = ()
    """See ``Ballots``."""
    digest: str = ""
    """See ``Ballots``."""
    lines: dict[int, Line] = field(default_factory=dict)
    """The lines about ratings by their numbers; empty where they are still to be told from others,
    as in a text, of which there may be a million."""

    def stretches(self, faults: Faults) -> Iterator[Stretch]:
        """Yield every rating."""
        self.layout.begin()
        if not self.lines:
            above = (each for each in self.layout.left_rows if each.line < self.layout.head.first)
            self.layout.left_rows[:] = list(above)
        for refusal in check_points(self.columns, self.meeting.form):
            faults.add(refusal.at(shown(self.file), self.layout.head.last))
        reader = _Known(self, faults)
        is_any = False
        for block in self.below():
            for stretch in reader.stretches(block):
                is_any = True
                yield stretch
        if not is_any and not faults:
            faults.add(
                in_file(self.file, "table-empty", N_("There is no rating below the headings."))
            )

    def placed(self, which: Stretch, rating: Given, column: str, refusal: Refusal) -> Refusal:
        """Return a refusal with its place: the cell in a workbook, the line in a text."""
        line = self.lines.get(rating.line)
        if line is None or not line.row.sheet:
            return super().placed(which, rating, column, refusal)
        return line.placed(column if column in self.columns.positions else "", refusal)


_Recalled = tuple[tuple[str, str] | None, str | None, tuple[int, ...] | None]
"""What the texts of a line meant before: tier and rater, ratee, marks; None for what is new."""


class _Known:
    """Remember what each text in a file's cells means, so that it is parsed only once.

    A province's file repeats a few thousand texts millions of times.
    """

    def __init__(self, table: FlatTable, faults: Faults) -> None:
        columns, form = table.columns, table.meeting.only_form
        positions = columns.positions
        self._table, self._faults = table, faults
        self._kinds = _Kinds(table)
        self._width = len(columns.texts)
        self._which_at = itemgetter(*_places(columns, _WHO))
        self._ratees_at = _places(columns, _RATEE)
        indicators = form.indicators if form else ()
        self._marks_at = [positions[mark_column(each)] for each in indicators]
        at = positions.get("sum")
        self._sum_at = None if at in self._marks_at else at
        blank = [at for at, text in enumerate(columns.texts) if not text]
        self._looked_at = [*blank, *filter(None, [positions.get("abstain")])]
        """Cells that are empty in a plain line."""
        self._which: dict[Any, tuple[str, str]] = {}
        self._ratees: dict[Any, str] = {}
        self._marks: list[dict[str, int]] = [{} for _ in self._marks_at]
        self._sums: dict[str, int] = {}

    def stretches(self, block: Block) -> Iterator[Stretch]:
        """Yield every rating of a block; what is wrong goes to the faults."""
        if set(map(len, block.rows)) != {self._width}:
            yield from self._one_by_one(block)
            return
        line = block.first
        for texts, group in groupby(block.rows, key=self._which_at):
            part = Block(line, list(group), block.sheet)
            line += len(part.rows)
            if texts not in self._which:
                # The first of a ballot tells whose it is; the others are then as a rule known.
                yield from self._one_by_one(Block(part.first, part.rows[:1], block.sheet))
                part = Block(part.first + 1, part.rows[1:], block.sheet)
            ratings = self._plain(part) if texts in self._which and part.rows else None
            if ratings is None:
                yield from self._one_by_one(part)
            else:
                self._table.layout.count += len(ratings)
                yield Stretch(*self._which[texts], ratings)

    def _plain(self, part: Block) -> list[Given] | None:
        """Return the ratings of one ballot, read column by column from known texts.

        Returns:
            None where a text has not been seen before, somebody is abstained from, or a total is
            not the sum of the marks.
        """
        columns = list(zip(*part.rows, strict=True))
        if not self._marks_at or any(any(columns[at]) for at in self._looked_at):
            return None
        lines = range(part.first, part.first + len(part.rows))
        first, *names = self._ratees_at
        texts: Iterable[Any] = columns[first]
        if names:
            texts = zip(columns[first], columns[names[0]], strict=True)
        try:
            ratees = [self._ratees[text] for text in texts]
            columns_of_marks = [
                [marks[text] for text in columns[at]]
                for marks, at in zip(self._marks, self._marks_at, strict=True)
            ]
            if self._sum_at is not None:
                sums = [self._sums[text] for text in columns[self._sum_at]]
                if sums != [sum(marks) for marks in zip(*columns_of_marks, strict=True)]:
                    return None
        except KeyError:
            return None
        return list(map(Given, lines, ratees, zip(*columns_of_marks, strict=True)))

    def _one_by_one(self, block: Block) -> Iterator[Stretch]:
        """Yield the ratings of a block line by line, parsing what is new and remembering it."""
        layout = self._table.layout
        for row in block.filled():
            which, ratee, marks = known = self._recall(row.cells)
            if which and ratee and marks:
                layout.count += 1
                yield Stretch(*which, [Given(row.line, ratee, marks)])
                continue
            if self._kinds.is_left_out(row):
                continue
            layout.count += 1
            line = self._faults.trying(partial(self._line, row))
            if line is None or (parts := self._rating(line, known)) is None:
                continue
            tier, rater, rating = parts
            if rating.marks is not None and len(row.cells) == self._width:
                self._remember(row.cells, (tier, rater), rating.ratee, rating.marks)
            yield Stretch(tier, rater, [rating])

    def _recall(self, cells: Sequence[str]) -> _Recalled:
        """Return what the texts of a line meant before: tier and rater, ratee, marks; else None."""
        if len(cells) != self._width or any(cells[at] for at in self._looked_at):
            return None, None, None
        which = self._which.get(self._which_at(cells))
        ratee = self._ratees.get(self._ratee_texts(cells))
        marks = []
        if not self._marks_at:
            return which, ratee, None
        for known, at in zip(self._marks, self._marks_at, strict=True):
            mark = known.get(cells[at])
            if mark is None:
                return which, ratee, None
            marks.append(mark)
        if self._sum_at is not None and self._sums.get(cells[self._sum_at]) != sum(marks):
            return which, ratee, None
        return which, ratee, tuple(marks)

    def _ratee_texts(self, cells: Sequence[str]) -> Any:
        first, *others = self._ratees_at
        return (cells[first], cells[others[0]]) if others else cells[first]

    def _remember(
        self, cells: Sequence[str], which: tuple[str, str], ratee: str, marks: tuple[int, ...]
    ) -> None:
        self._which[self._which_at(cells)] = which
        self._ratees[self._ratee_texts(cells)] = ratee
        if not self._marks_at:
            return
        for known, at, mark in zip(self._marks, self._marks_at, marks, strict=True):
            known[cells[at]] = mark
        if self._sum_at is not None and cells[self._sum_at][:1].isdecimal():
            self._sums[cells[self._sum_at]] = sum(marks)

    def _line(self, row: Row) -> Line:
        return self._table.lines.get(row.line) or line_of(self._table.columns, row)

    def _rating(self, line: Line, known: _Recalled) -> tuple[str, str, Given] | None:
        """Return what a line gives: tier, rater, rating; None where it is wrong, or empty.

        Args:
            line: the line.
            known: what its texts meant before.
        """
        meeting, faults = self._table.meeting, self._faults
        before = faults.count
        which, ratee, marks = known
        tier, rater = which or (
            faults.trying(partial(meeting.tier_of, line)),
            faults.trying(partial(_person, meeting, line, "rater", "rater_name")),
        )
        if ratee is None:
            ratee = faults.trying(partial(_person, meeting, line, "ratee", "ratee_name"))
        if marks is None:
            pair = _("{rater} rating {ratee}").format(
                rater=rater or shown(line.raw("rater")), ratee=ratee or shown(line.raw("ratee"))
            )
            asked = meeting.asked_of(ratee)
            is_own = ratee is not None and ratee == rater and not meeting.scheme.self_rating
            if is_own and not has_marks(line, asked) and not line.raw("abstain"):
                self._table.layout.own.append(line.named(pair))
                return None
            answer = read_answer(line, asked, pair, faults)
            if answer.state is State.OWING:
                self._table.layout.owing.append(line.named(pair))
                return None
            marks = answer.marks
        if faults.count > before or tier is None or rater is None or ratee is None:
            return None
        return tier, rater, Given(line.row.line, ratee, marks)


class _Kinds:
    """Tells the lines of a text that are about nobody."""

    def __init__(self, table: FlatTable) -> None:
        columns = table.columns
        self._table = table
        self._looks = Looks(
            headings=[[folded(text) for text in columns.texts]],
            code=columns.positions["rater"],
            name=columns.positions["ratee"],
            serial=columns.positions.get("serial"),
        )
        self._marks = places_of_marks(columns)

    def is_left_out(self, row: Row) -> bool:
        """Return whether a line is about nobody, and note it down."""
        if self._table.lines:
            return False
        kind = self._looks.kind_of(row.cells)
        if kind is RowKind.GROUP and is_marked(row.cells, self._marks):
            return False
        if kind not in (RowKind.PERSON, RowKind.EMPTY):
            first = next(cell.strip() for cell in row.cells if cell.strip())
            self._table.layout.left_rows.append(LeftOut(row.line, kind, first))
        return kind is not RowKind.PERSON


def _places(columns: Columns, keys: Iterable[str]) -> list[int]:
    """Return the positions of some columns, each once."""
    places = (columns.positions[key] for key in keys if key in columns.positions)
    return list(dict.fromkeys(places))


def _person(meeting: Meeting, line: Line, column: str, names: str) -> str:
    """Return the code of a rater or ratee, the name beside it compared."""
    code = meeting.who.code(line, column)
    if line.columns.positions.get(names) != line.columns.positions[column]:
        meeting.who.check_name(line, names, code)
    return code
