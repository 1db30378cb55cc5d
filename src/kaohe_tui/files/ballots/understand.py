"""Understand a file of ballots, whatever its shape. Rule: docs/files.md, "Ballots"."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from kaohe_tui.domain.rules.people import Roster
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.files.ballots.beside import title_doubts
from kaohe_tui.files.ballots.flat import FlatTable
from kaohe_tui.files.ballots.given import Ballots, Layout, with_lone_marks
from kaohe_tui.files.ballots.meeting import Meeting
from kaohe_tui.files.ballots.score_sheets import score_sheets
from kaohe_tui.files.ballots.shapes import check_shape, has_rater, holds, tally_head
from kaohe_tui.files.ballots.tally import tally
from kaohe_tui.files.ballots.ticks import without_ticks
from kaohe_tui.files.decode import digest_of
from kaohe_tui.files.sheets.book import Book, Sheet
from kaohe_tui.files.sheets.open_book import is_packed, read_book
from kaohe_tui.files.sheets.reader import Block, Progress, blocks
from kaohe_tui.files.tables.choosing import choose
from kaohe_tui.files.tables.columns import Line
from kaohe_tui.files.tables.doubts import UNASKED, Choices, doubtful
from kaohe_tui.files.tables.head import WITHIN, Head, find_head
from kaohe_tui.files.tables.lines import titles
from kaohe_tui.files.tables.table import columns_of, understand
from kaohe_tui.files.tables.titles import titles_of
from kaohe_tui.files.tables.which_sheet import check_turned

LIMIT = 1024 * 1024 * 1024
"""Bytes that a text of ballots may have: a province has a million ratings."""


def ballots_in(
    path: Path, scheme: Scheme, roster: Roster | None = None, progress: Progress | None = None
) -> Ballots:
    """Return the ballots of a file, of which nobody was asked anything.

    Args:
        path: the file.
        scheme: the rules.
        roster: everybody; None: codes are taken as they stand there.
        progress: called with (bytes read, all bytes) of a text now and then; None: not called.

    Raises:
        Refusal: when it is no table of ballots, or something in it is doubtful.
    """
    meeting = Meeting(scheme, roster or Roster(()))
    ballots: Ballots | None = text_of_ballots(path, meeting, UNASKED, progress)
    if ballots is None:
        ballots = ballots_of(read_book(path), meeting, UNASKED)
    if ballots.doubts:
        raise doubtful(ballots.file, ballots.doubts)
    return ballots


def ballots_of(book: Book, meeting: Meeting, choices: Choices) -> Ballots:
    """Return the ballots in a file that is read already.

    Raises:
        Refusal: when it is no table of ballots, or of a shape that the scheme does not have.
    """
    book = without_ticks(book, meeting)
    flat, sheet = meeting.flat_kind(), meeting.sheet_kind()
    if holds(book, flat):
        return _flat(book, meeting, choices)
    if not holds(book, sheet):
        for kind in (flat, sheet):
            check_turned(book.file, book.sheets, kind)
    if meeting.is_single and tally_head(book, meeting):
        return tally(book, meeting, choices)
    is_of_one = not has_rater(book, flat)
    if is_of_one and holds(book, sheet):
        return score_sheets(book, meeting, choices)
    check_shape(book, meeting)
    if is_of_one and _is_partly(book, meeting):
        return score_sheets(book, meeting, choices)
    return _flat(book, meeting, choices)


def _is_partly(book: Book, meeting: Meeting) -> bool:
    """Return whether a sheet has some headings of the sheet of one rater, people among them."""
    kind = meeting.sheet_kind()
    for sheet in book.sheets:
        head, _is_whole = find_head(sheet.rows, sheet.merged, kind)
        if head and {"name", "ratee"} & {kind.column(text) for text in head.texts}:
            return True
    return False


def text_of_ballots(
    path: Path, meeting: Meeting, choices: Choices, progress: Progress | None
) -> FlatTable | None:
    """Return the table in a text, which may be too large to be kept in memory.

    Returns:
        None where the file is no text, or its first lines are not the headings of such a table.

    Raises:
        Refusal: when the file cannot be read.
    """
    if is_packed(path):
        return None
    kind = meeting.flat_kind()
    text = _Text(path, progress)
    first = text.top()
    head, is_whole = find_head(first, (), kind)
    if head is None or not is_whole:
        return None
    chosen = choose(kind, head, first[head.last :], choices)
    columns = columns_of(path.name, Sheet("", first), kind, head, chosen)
    left_columns = [text for _at, text in sorted(chosen.left_out.items())]
    return FlatTable(
        file=path.name,
        meeting=meeting,
        columns=columns,
        layout=Layout("", head, left_columns, titles(first, head)),
        below=lambda: text.below(head),
        doubts=[
            *chosen.doubts,
            *title_doubts(titles_of(first, head), meeting, has_tiers="tier" in columns.positions),
        ],
        digest=digest_of(path, LIMIT),
    )


class _Text:
    """The rows of a text; the first reading of all goes on where that of the top ended."""

    def __init__(self, path: Path, progress: Progress | None) -> None:
        self._path, self._progress = path, progress
        self._rest: Iterator[Block] | None = None
        self._top: list[Block] = []

    def top(self) -> list[Sequence[str]]:
        """Return the rows among which the headings are."""
        rows: list[Sequence[str]] = []
        self._rest = blocks(self._path, LIMIT, self._progress)
        for block in self._rest:
            self._top.append(block)
            rows += [()] * (block.first - 1 - len(rows))
            rows += block.rows
            if len(rows) > WITHIN:
                break
        return rows

    def below(self, head: Head) -> Iterator[Block]:
        """Yield the rows below the headings."""
        stream = blocks(self._path, LIMIT, self._progress)
        if self._rest is not None:
            stream, self._rest = chain(self._top, self._rest), None
            self._top = []
        for block in stream:
            above = head.last + 1 - block.first
            if above <= 0:
                yield block
            elif above < len(block.rows):
                yield Block(block.first + above, block.rows[above:], block.sheet)


def _flat(book: Book, meeting: Meeting, choices: Choices) -> FlatTable:
    table = understand(book, meeting.flat_kind(), choices)
    lines = with_lone_marks(book, table)
    left_rows = [each for each in table.left_rows if each.line not in lines]
    left_columns = list(table.left_columns.values())
    sheet = next(each for each in book.sheets if each.name == table.sheet)
    above = [*sheet.above, *titles_of(sheet.rows, table.head)]
    has_tiers = "tier" in table.columns.positions
    return FlatTable(
        file=book.file,
        meeting=meeting,
        columns=table.columns,
        layout=Layout(table.sheet, table.head, left_columns, left_rows),
        below=lambda: _as_blocks(lines.values()),
        doubts=[*table.doubts, *title_doubts(above, meeting, has_tiers=has_tiers)],
        digest=book.digest,
        lines=lines,
    )


def _as_blocks(lines: Iterable[Line]) -> Iterator[Block]:
    for line in lines:
        yield Block(line.row.line, [line.row.cells], line.row.sheet)
