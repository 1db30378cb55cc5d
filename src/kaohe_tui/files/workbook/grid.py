"""Build a workbook's tables by columns: each formula beside the value that it must give."""

import datetime
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.width import cell_width

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

FIRST = 2
"""The number of lines above a table's first line: its title and its headings."""

_A4 = 9
_NARROWEST, _WIDEST = 6, 72
_LINE = 16
"""The height of a line of text, in points of print."""
_ACROSS = 20
"""Columns that can still be read when one page takes them all."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula, and what kaohe itself makes of it: the value stored with it."""

    text: str
    """The formula without the sign of equality."""
    value: int | Fraction | str
    """The value of the formula, as kaohe computes it: an exact number or a text."""


Cell = str | int | Fraction | Formula | None
"""The value of a cell: text is never a formula; None is an empty cell."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table, for formulas to point at."""

    sheet: str
    """The sheet's name."""
    letters: str
    """The column's letters, such as ``A`` or ``AB``."""
    cells: tuple[Cell, ...]
    """The cells below the heading, top to bottom."""

    def at(self, line: int) -> str:
        """Return the reference to the cell of a line, counted from 0."""
        return f"{_quoted(self.sheet)}!${self.letters}${FIRST + 1 + line}"

    def span(self, first: int, last: int) -> str:
        """Return the reference to the cells of two lines and all between, counted from 0."""
        return f"{self.at(first)}:${self.letters}${FIRST + 1 + last}"

    @property
    def whole(self) -> str:
        """The reference to all its cells."""
        return self.span(0, len(self.cells) - 1)

    def number(self, line: int) -> int:
        """Return the whole number of a line, as kaohe has it; 0 for an empty cell.

        Raises:
            TypeError: where another kind of value stands.
        """
        cell = self.cells[line]
        value = cell.value if isinstance(cell, Formula) else cell
        if value is None:
            return 0
        if not isinstance(value, int):
            raise TypeError(value)
        return value


@dataclass
class Grid:
    """One sheet: a title, headings and columns of equal length."""

    name: str
    """The sheet's name on its tab."""
    title: str
    """The text in the first line."""
    frozen: int = 0
    """The number of columns at the left that stay in view."""
    columns: list[Column] = field(default_factory=list)
    """The columns, from left to right."""
    headings: list[str] = field(default_factory=list)
    """The heading of each column."""
    formats: list[str] = field(default_factory=list)
    """The number format of each column, ``@`` for text."""

    def next_column(self) -> Column:
        """Return the column that is added next, for formulas to point at before."""
        return Column(self.name, _letters(len(self.columns)), ())

    def add(self, heading: str, cells: Sequence[Cell], form: str = "@") -> Column:
        """Put a column at the right end.

        Args:
            heading: what stands above it.
            cells: top to bottom.
            form: the number format, ``@`` for text.
        """
        column = Column(self.name, _letters(len(self.columns)), tuple(cells))
        self.columns.append(column)
        self.headings.append(heading)
        self.formats.append(form)
        return column


def decimal_form(decimals: int) -> str:
    """Return the number format with exactly that many decimal places."""
    return "0." + "0" * decimals if decimals else "0"


def written(grids: Sequence[Grid], scheme: Scheme) -> bytes:
    """Return the workbook of these sheets.

    Args:
        grids: in the order of the tabs.
        scheme: its year dates the file, so that equal results give equal bytes.
    """
    import xlsxwriter

    stream = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(stream, options)
    created = datetime.datetime(scheme.year, 1, 1)
    book.set_properties({"title": grids[0].title, "created": created})
    for grid in grids:
        _write(book, grid)
    book.close()
    return stream.getvalue()


def _write(book: "Workbook", grid: Grid) -> None:
    sheet = book.add_worksheet(grid.name)
    title = book.add_format({"bold": True, "font_size": 14, "num_format": "@"})
    heading = book.add_format(
        {
            "bold": True,
            "border": 1,
            "text_wrap": True,
            "align": "center",
            "valign": "vcenter",
            "num_format": "@",
        }
    )
    widths = [
        _width(heading, column.cells, form)
        for heading, column, form in zip(grid.headings, grid.columns, grid.formats, strict=True)
    ]
    _heights(sheet, grid, widths)
    sheet.write_string(0, 0, grid.title, title)
    for at, column in enumerate(grid.columns):
        form = grid.formats[at]
        shape = book.add_format({"border": 1, "num_format": form, "text_wrap": form == "@"})
        sheet.set_column(at, at, widths[at])
        sheet.write_string(1, at, grid.headings[at], heading)
        for line, cell in enumerate(column.cells):
            _put(sheet, FIRST + line, at, cell, shape)
    _printed(sheet, grid)


def _heights(sheet: "Worksheet", grid: Grid, widths: Sequence[int]) -> None:
    """Make room for what is wrapped; programs do not all measure it themselves."""
    sheet.set_row(0, 1.5 * _LINE)
    lines: list[Sequence[Cell]] = [grid.headings]
    lines += zip(*(column.cells for column in grid.columns), strict=True)
    for at, line in enumerate(lines):
        texts = [(c, w) for c, w in zip(line, widths, strict=True) if isinstance(c, str)]
        # Two cells of each line may stay empty, where a Chinese character no longer fits.
        height = max((-(-cell_width(text) // (width - 2)) for text, width in texts), default=1)
        sheet.set_row(1 + at, _LINE * max(1, height))


def _printed(sheet: "Worksheet", grid: Grid) -> None:
    """Print A4 across, headings on every page; further columns go to pages of their own."""
    sheet.freeze_panes(FIRST, grid.frozen)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.repeat_rows(0, 1)
    sheet.set_footer("&P / &N")
    if len(grid.columns) <= _ACROSS:
        sheet.fit_to_pages(1, 0)
    elif grid.frozen:
        sheet.repeat_columns(0, grid.frozen - 1)


def _put(sheet: "Worksheet", row: int, column: int, cell: Cell, shape: "Format") -> None:
    if isinstance(cell, Formula):
        sheet.write_formula(row, column, f"={cell.text}", shape, _stored(cell.value))
    elif isinstance(cell, str):
        sheet.write_string(row, column, cell, shape)
    elif cell is None:
        sheet.write_blank(row, column, None, shape)
    else:
        sheet.write_number(row, column, _stored(cell), shape)


def _stored(value: int | Fraction | str) -> int | float | str:
    """Return a value as a file holds it: a fraction as the quotient that a spreadsheet gets."""
    if isinstance(value, Fraction):
        return value.numerator / value.denominator
    return value


def _width(heading: str, cells: Sequence[Cell], form: str) -> int:
    texts = [cell for cell in cells if isinstance(cell, str)]
    # A heading may take two lines; a formula's number needs room for its own digits.
    longest = max([(cell_width(heading) + 1) // 2, len(form), *map(cell_width, texts)])
    return min(max(longest + 2, _NARROWEST), _WIDEST)


def _letters(index: int) -> str:
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"
