"""The headings of a table, and its cells by heading."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.text import clean
from kaohe_tui.files.decode import at_line, in_file, shown
from kaohe_tui.files.tables import Row
from kaohe_tui.files.toml_fields import listed
from kaohe_tui.files.words_in_files import folded
from kaohe_tui.words import _

_CODE = re.compile(r"[A-Za-z0-9_-]{1,20}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Columns:
    """Which cell holds which column."""

    file: str
    positions: Mapping[str, int]
    headings: Mapping[str, str]
    """What the file itself calls each column."""
    width: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table, its cells taken by column."""

    columns: Columns
    row: Row

    def fault(self, column: str, fault: str) -> Refusal:
        """The refusal of one cell, or of the line where ``column`` is empty."""
        if heading := self.columns.headings.get(column):
            fault = _("{key}: {fault}").format(key=shown(heading), fault=fault)
        return at_line(self.columns.file, self.row.line, fault)

    def text(self, column: str) -> str:
        """The cell, cleaned; empty where the file has no such column or the line ends before."""
        position = self.columns.positions.get(column)
        if position is None or position >= len(self.row.cells):
            return ""
        try:
            return clean(self.row.cells[position])
        except Refusal as refusal:
            raise self.fault(column, str(refusal)) from refusal

    def filled(self, column: str) -> str:
        """The cell, cleaned and not empty."""
        text = self.text(column)
        if not text:
            raise self.fault(column, _("This must not be empty."))
        return text

    def code(self, column: str) -> str:
        """A person's code."""
        return self.as_code(column, self.filled(column))

    def as_code(self, column: str, text: str) -> str:
        """A person's code: 1 to 20 letters, digits, ``-`` and ``_``, full-width ones made plain."""
        code = unicodedata.normalize("NFKC", text).strip()
        if not _CODE.fullmatch(code):
            raise self.fault(
                column,
                _("“{code}” is not a code: 1 to 20 English letters, digits, “-” and “_”.").format(
                    code=shown(text)
                ),
            )
        return code


def lines(
    file: str, rows: Iterator[Row], known: Mapping[str, str], required: Collection[str]
) -> Iterator[Line]:
    """The lines below the headings.

    Args:
        file: the file's name.
        rows: the table, headings first.
        known: the headings that may stand there, folded, with the column that each means.
        required: the columns that must be there.

    Raises:
        Refusal: for an empty table; an unknown heading, one that stands twice or is missing; a line
            with more cells than headings.
    """
    columns = columns_of(file, rows, known, required)
    return (line_of(columns, row) for row in rows)


def line_of(columns: Columns, row: Row) -> Line:
    """One row below the headings.

    Raises:
        Refusal: when it has more cells than there are headings.
    """
    line = Line(columns, row)
    if any(cell.strip() for cell in row.cells[columns.width :]):
        raise line.fault("", _("The line has more cells than there are headings."))
    return line


def columns_of(
    file: str, rows: Iterator[Row], known: Mapping[str, str], required: Collection[str]
) -> Columns:
    """Read the headings, the first row; see ``lines``."""
    first = next(rows, None)
    if first is None:
        raise in_file(file, _("The file is empty."))
    positions: dict[str, int] = {}
    headings: dict[str, str] = {}
    for position, cell in enumerate(first.cells):
        heading = folded(cell)
        if not heading:
            continue
        column = known.get(heading)
        if column is None:
            raise at_line(
                file,
                first.line,
                _("The heading “{heading}” is unknown; the headings are: {known}.").format(
                    heading=shown(cell.strip()), known=listed(known)
                ),
            )
        if column in positions:
            raise at_line(
                file,
                first.line,
                _("The heading “{heading}” appears twice.").format(heading=shown(cell.strip())),
            )
        positions[column] = position
        headings[column] = cell.strip()
    _check_missing(file, first, known, [each for each in required if each not in positions])
    return Columns(file, positions, headings, 1 + max(positions.values(), default=-1))


def _check_missing(file: str, first: Row, known: Mapping[str, str], missing: Sequence[str]) -> None:
    if missing:
        words = [heading for heading, meaning in known.items() if meaning == missing[0]]
        told = _("A heading is missing: {words}.").format(words=" / ".join(words))
        raise at_line(file, first.line, told)
