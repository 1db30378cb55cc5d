"""Keep a mark that stands alone in its line: it is somebody's, and no group heading."""

from collections.abc import Collection, Sequence

from kaohe_tui.files.ballots.marks import is_mark_column
from kaohe_tui.files.sheets.book import Book
from kaohe_tui.files.sheets.reader import Row
from kaohe_tui.files.tables.columns import Columns, Line
from kaohe_tui.files.tables.lines import line_of
from kaohe_tui.files.tables.row_kinds import RowKind
from kaohe_tui.files.tables.table import Table


def places_of_marks(columns: Columns) -> frozenset[int]:
    """Return the positions, from 0, of marks, totals and abstentions."""
    return frozenset(at for key, at in columns.positions.items() if is_mark_column(key))


def is_marked(cells: Sequence[str], places: Collection[int]) -> bool:
    """Return whether a line has anything in one of the positions."""
    return any(cell.strip() for at, cell in enumerate(cells) if at in places)


def with_lone_marks(book: Book, table: Table) -> dict[int, Line]:
    """Return the lines of a table by their numbers, with those in which a mark stands alone."""
    sheet = next(each for each in book.sheets if each.name == table.sheet)
    places = places_of_marks(table.columns)
    lines = {line.row.line: line for line in table.lines}
    for each in table.left_rows:
        cells = sheet.rows[each.line - 1]
        if each.kind is RowKind.GROUP and is_marked(cells, places):
            lines[each.line] = line_of(table.columns, Row(each.line, cells, sheet.name))
    return dict(sorted(lines.items()))
