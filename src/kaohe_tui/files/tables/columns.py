"""Read the headings of a table, and its cells by heading."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.text import clean
from kaohe_tui.files.decode import in_file, shown
from kaohe_tui.files.sheets.odd_cells import fault_of, fault_of_code
from kaohe_tui.files.sheets.reader import Row
from kaohe_tui.files.sheets.workbook_in import column_name, on_sheet
from kaohe_tui.files.tables.words import folded
from kaohe_tui.files.toml.fields import listed
from kaohe_tui.words import N_, language

_CODE = re.compile(r"[A-Za-z0-9_-]{1,20}", re.ASCII)
_BREAKS = re.compile(r"[ \t]*(?:[\r\n\v\f\t\u2028\u2029]|_x000[Dd]_)+[ \t]*")
"""Line ends and tabs within a cell (Alt+Enter), and how some programs write them in a workbook."""
_TITLES = 20
"""Lines within which the headings are looked for where the first one holds none."""
_WHO = ("code", "name", "person", "rater", "ratee")
"""The columns that say whose line it is."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which cell holds which column."""

    file: str
    """The file's name, for refusals; empty where a line was typed."""
    positions: Mapping[str, int]
    """The position of each column's cell in a row, from 0; none for an absent column."""
    headings: Mapping[str, str]
    """The heading of each column as the file writes it."""
    width: int
    """The number of cells up to the last heading; a filled cell beyond it is refused."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table, its cells taken by column."""

    columns: Columns
    """Which cell holds which column."""
    row: Row
    """The cells, and the line's number in the file."""

    def fault(self, column: str, code: str, message: str, /, **values: object) -> Refusal:
        """Return the refusal of one cell, or of the whole line where ``column`` is empty."""
        return self.placed(column, Refusal(code, message, **values))

    def placed(self, column: str, refusal: Refusal) -> Refusal:
        """Return a refusal with its place: the cell, or the line where ``column`` is empty."""
        if heading := self.columns.headings.get(column):
            refusal = refusal.within(N_("{key}: {fault}"), key=shown(heading))
        file, line = shown(self.columns.file), self.row.line
        if not self.row.sheet:
            return refusal.at(file, line)
        place = N_("{file}, sheet “{sheet}”, {cell} ({who}): {fault}")
        if not column:
            place = N_("{file}, sheet “{sheet}”, line {cell} ({who}): {fault}")
        cell = column_name(self.columns.positions.get(column, -1) + 1) + str(line)
        sheet, person = shown(self.row.sheet), self._person() or "–"
        return refusal.within(place, file=file, sheet=sheet, cell=cell, who=person, line=line)

    def _person(self) -> str:
        """Return the codes and names in the line, as they stand there."""
        cells = self.row.cells
        places = [at for each in _WHO if (at := self.columns.positions.get(each)) is not None]
        words = [cells[at].strip() for at in places if at < len(cells) and cells[at].strip()]
        return shown(" ".join(words))

    def text(self, column: str) -> str:
        """Return the cell, cleaned; empty where there is none in that column.

        Raises:
            Refusal: when the cell shows an error, a date or a formula, or cannot be cleaned.
        """
        position = self.columns.positions.get(column)
        if position is None or position >= len(self.row.cells):
            return ""
        cell = self.row.cells[position]
        if fault := fault_of(cell):
            raise self.fault(column, "cell-unusable", fault)
        try:
            return clean(_BREAKS.sub(" ", cell))
        except Refusal as refusal:
            raise self.placed(column, refusal) from refusal

    def filled(self, column: str) -> str:
        """Return the cell, cleaned; refuse an empty one."""
        text = self.text(column)
        if not text:
            raise self.fault(column, "value-missing", N_("This must not be empty."))
        return text

    def undamaged(self, column: str, fault_of: Callable[[str], str]) -> str:
        """Return the cell, cleaned; refuse it where it is filled and ``fault_of`` finds a fault."""
        text = self.text(column)
        if text and (fault := fault_of(text)):
            raise self.fault(column, "cell-unusable", fault)
        return text

    def code(self, column: str) -> str:
        """Return the person's code in the cell; refuse a date or number that Excel made of it."""
        text = self.filled(column)
        cell = self.row.cells[self.columns.positions[column]]
        if fault := fault_of_code(cell, typed=bool(self.row.sheet)):
            raise self.fault(column, "code-changed", fault)
        return self.as_code(column, text)

    def as_code(self, column: str, text: str) -> str:
        """Return a person's code: 1 to 20 letters, digits, ``-``, ``_``, full-width made plain."""
        code = unicodedata.normalize("NFKC", text).strip()
        if not _CODE.fullmatch(code):
            raise self.fault(
                column,
                "code-malformed",
                N_("“{code}” is not a code: 1 to 20 English letters, digits, “-” and “_”."),
                code=shown(text),
            )
        return code


def lines(
    file: str, rows: Iterator[Row], headings: Mapping[str, str], required: Collection[str]
) -> Iterator[Line]:
    """Return the lines below the headings.

    Args:
        file: the file's name.
        rows: the table, headings first.
        headings: the headings that may stand there, folded, with the column that each means.
        required: the columns that must be there.

    Raises:
        Refusal: for an empty table; an unknown heading, one that stands twice or is missing; a line
            with more cells than headings.
    """
    columns = columns_of(file, rows, headings, required)
    return (line_of(columns, row) for row in rows)


def line_of(columns: Columns, row: Row) -> Line:
    """Return one row below the headings as a line.

    Raises:
        Refusal: when it has more cells than there are headings.
    """
    line = Line(columns, row)
    if any(cell.strip() for cell in row.cells[columns.width :]):
        raise line.fault(
            "", "cells-too-many", N_("The line has more cells than there are headings.")
        )
    return line


def columns_of(
    file: str, rows: Iterator[Row], known: Mapping[str, str], required: Collection[str]
) -> Columns:
    """Read the headings, the first row; see ``lines``."""
    first = next(rows, None)
    if first is None:
        raise in_file(file, "table-empty", N_("The file is empty."))
    _check_headings(file, first, rows, known)
    positions: dict[str, int] = {}
    headings: dict[str, str] = {}
    for position, cell in enumerate(first.cells):
        heading = folded(cell)
        if not heading:
            continue
        column = known.get(heading)
        if column is None:
            raise _at_row(
                file,
                first,
                "heading-unknown",
                N_("The heading “{heading}” is unknown; the headings are: {known}."),
                heading=shown(cell.strip()),
                known=listed(_of_language(known)),
            )
        if column in positions:
            raise _at_row(
                file,
                first,
                "heading-twice",
                N_("The heading “{heading}” appears twice."),
                heading=shown(cell.strip()),
            )
        positions[column] = position
        headings[column] = cell.strip()
    _check_missing(file, first, known, [each for each in required if each not in positions])
    return Columns(file, positions, headings, 1 + max(positions.values(), default=-1))


def _check_missing(
    file: str, first: Row, headings: Mapping[str, str], missing: Sequence[str]
) -> None:
    if missing:
        words = [heading for heading, meaning in headings.items() if meaning == missing[0]]
        message = N_("A heading is missing: {words}.")
        raise _at_row(file, first, "heading-missing", message, words=" / ".join(words))


def _at_row(file: str, row: Row, code: str, message: str, /, **values: object) -> Refusal:
    """Return the refusal of a line of headings, with the sheet that it is on."""
    refusal = Refusal(code, message, **values)
    if not row.sheet:
        return refusal.at(shown(file), row.line)
    in_line = refusal.within(N_("line {line}: {fault}"), line=row.line)
    return on_sheet(file, row.sheet, in_line)


def _of_language(words: Collection[str]) -> list[str]:
    """Return the words of the language in use; all words where there are none of it."""
    english = language() == "en"
    return [word for word in words if word.isascii() == english] or list(words)


def _check_headings(
    file: str, first: Row, rows: Iterator[Row], headings: Mapping[str, str]
) -> None:
    """Refuse a title above the headings, naming the line of the headings.

    More rows are taken from ``rows`` only where the first row has no known heading.
    """
    if any(folded(cell) in headings for cell in first.cells):
        return
    for row in islice(rows, _TITLES):
        if sum(folded(cell) in headings for cell in row.cells) > 1:
            raise _at_row(
                file,
                first,
                "headings-not-first",
                N_(
                    "This is no line of headings, those are in line {line}; delete what stands "
                    "above."
                ),
                line=row.line,
            )
