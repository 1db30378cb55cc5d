"""The headings of a table, and its cells by heading."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.text import clean
from kaohe_tui.files.decode import at_line, in_file, shown
from kaohe_tui.files.oddcell import fault_of, fault_of_code
from kaohe_tui.files.tables import Row
from kaohe_tui.files.toml_fields import listed
from kaohe_tui.files.words_in_files import folded
from kaohe_tui.files.workbook_in import column_name, in_sheet
from kaohe_tui.words import _, language

_CODE = re.compile(r"[A-Za-z0-9_-]{1,20}", re.ASCII)
_BREAKS = re.compile(r"[ \t]*(?:[\r\n\v\f\t\u2028\u2029]|_x000[Dd]_)+[ \t]*")
"""Line ends and tabs within a cell (Alt+Enter), and how some programs write them in a workbook."""
_TITLES = 20
"""Lines within which the headings are looked for where the first one holds none."""
_WHO = ("code", "name", "person", "rater", "ratee")
"""The columns that tell whose line it is."""


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
        if not self.row.sheet:
            return at_line(self.columns.file, self.row.line, fault)
        at = column_name(self.columns.positions.get(column, -1) + 1) + str(self.row.line)
        told = _("{file}, sheet “{sheet}”, {cell} ({who}): {fault}")
        if not column:
            told = _("{file}, sheet “{sheet}”, line {cell} ({who}): {fault}")
        return Refusal(
            told.format(
                file=shown(self.columns.file),
                sheet=shown(self.row.sheet),
                cell=at,
                who=self._who() or "–",
                fault=fault,
            )
        )

    def _who(self) -> str:
        """Whose line it is, as it stands there."""
        cells = self.row.cells
        places = [at for each in _WHO if (at := self.columns.positions.get(each)) is not None]
        found = [cells[at].strip() for at in places if at < len(cells) and cells[at].strip()]
        return shown(" ".join(found))

    def text(self, column: str) -> str:
        """The cell, cleaned; empty where the file has no such column or the line ends before."""
        position = self.columns.positions.get(column)
        if position is None or position >= len(self.row.cells):
            return ""
        cell = self.row.cells[position]
        if fault := fault_of(cell):
            raise self.fault(column, fault)
        try:
            return clean(_BREAKS.sub(" ", cell))
        except Refusal as refusal:
            raise self.fault(column, str(refusal)) from refusal

    def filled(self, column: str) -> str:
        """The cell, cleaned and not empty."""
        text = self.text(column)
        if not text:
            raise self.fault(column, _("This must not be empty."))
        return text

    def undamaged(self, column: str, fault_of: Callable[[str], str]) -> str:
        """The cell, cleaned; refused where it is filled and ``fault_of`` finds a fault in it."""
        text = self.text(column)
        if text and (fault := fault_of(text)):
            raise self.fault(column, fault)
        return text

    def code(self, column: str) -> str:
        """A person's code."""
        text = self.filled(column)
        cell = self.row.cells[self.columns.positions[column]]
        if fault := fault_of_code(cell, typed=bool(self.row.sheet)):
            raise self.fault(column, fault)
        return self.as_code(column, text)

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
                _("The heading “{heading}” is unknown; the headings are: {known}.").format(
                    heading=shown(cell.strip()), known=listed(_of_language(known))
                ),
            )
        if column in positions:
            raise _at_row(
                file,
                first,
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
        raise _at_row(file, first, told)


def _at_row(file: str, row: Row, fault: str) -> Refusal:
    """The refusal of a line of headings, with the sheet that it is on."""
    if not row.sheet:
        return at_line(file, row.line, fault)
    return in_sheet(file, row.sheet, _("line {line}: {fault}").format(line=row.line, fault=fault))


def _of_language(words: Collection[str]) -> list[str]:
    """The words that are of the language in use; all where none is."""
    english = language() == "en"
    return [word for word in words if word.isascii() == english] or list(words)


def _check_headings(file: str, first: Row, rows: Iterator[Row], known: Mapping[str, str]) -> None:
    """Whether the first row is the headings and no title over them.

    Only where it is none are more rows taken from ``rows``.
    """
    if any(folded(cell) in known for cell in first.cells):
        return
    for row in islice(rows, _TITLES):
        if sum(folded(cell) in known for cell in row.cells) > 1:
            told = _(
                "This is no line of headings, those are in line {line}; delete what stands above."
            )
            raise _at_row(file, first, told.format(line=row.line))
