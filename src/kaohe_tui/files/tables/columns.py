"""Choose the columns of a table by its headings, and read a line's cells by column."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.text import clean
from kaohe_tui.files.decode import shown
from kaohe_tui.files.sheets.kinds.facts import SHOWN
from kaohe_tui.files.sheets.odd_cells import OddCell, fault_of, fault_of_code
from kaohe_tui.files.sheets.places import column_name
from kaohe_tui.files.sheets.reader import Row
from kaohe_tui.words import N_, _

CODE = re.compile(r"[A-Za-z0-9_-]{1,20}", re.ASCII)
"""A person's code."""
_BREAKS = re.compile(r"[ \t]*(?:[\r\n\v\f\t\u2028\u2029]|_x000[Dd]_)+[ \t]*")
"""Line ends and tabs within a cell (Alt+Enter), and how some programs write them in a workbook."""
_PLAIN = re.compile("[0-9A-Za-z\u4e00-\u9fff]*")
"""Text that can be neither an error nor a formula: that of most cells."""
_WHO = ("code", "name", "person", "rater", "ratee")
"""The columns that say whose line it is."""
_CODES = frozenset(
    ("code", "serial", "name", "person", "rater", "rater_name", "ratee", "ratee_name",
     "supervisors", "approved_by")
)  # fmt: skip
"""The columns that may hold a person's code."""
_WHOLE = re.compile(r"(\d{1,20})\.0{1,4}", re.ASCII)
"""A code of digits of which a program made a number (``11.0``)."""


def plain_code(text: str) -> str:
    """Return a text as a code is written: plain signs for full-width ones, ``11`` for ``11.0``."""
    code = unicodedata.normalize("NFKC", text).strip()
    whole = _WHOLE.fullmatch(code)
    return whole[1] if whole else code


@dataclass(frozen=True, slots=True)
class Columns:
    """Which cell holds which column."""

    file: str
    """The file's name, for refusals; empty where a line was typed."""
    positions: Mapping[str, int]
    """The position of each column's cell in a row, from 0; none for an absent column."""
    headings: Mapping[str, str]
    """The heading of each column as the file writes it."""
    texts: Sequence[str]
    """The heading of every cell of a row, of those left out too; empty where there is none."""


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
        sheet, person = shown(self.row.sheet), self.person() or "–"
        return refusal.within(
            place, file=file, sheet=sheet, cell=self.cell(column), who=person, line=line
        )

    def cell(self, column: str) -> str:
        """Return a cell as a spreadsheet names it, or the line where ``column`` is empty."""
        return self.cell_at(self.columns.positions.get(column, -1))

    def cell_at(self, position: int) -> str:
        """Return the cell at a position, from 0, as a spreadsheet names it; the line for -1."""
        return column_name(position + 1) + str(self.row.line)

    def person(self) -> str:
        """Return the codes and names in the line, as they stand there."""
        return shown(" ".join(dict.fromkeys(filter(None, map(self.raw, _WHO)))))

    def named(self, who: str = "") -> str:
        """Return the number of the line, and whose it is."""
        return _("{line} ({who})").format(line=self.row.line, who=who or self.person() or "–")

    def raw(self, column: str) -> str:
        """Return the cell without spaces around it; empty where there is none in that column."""
        position = self.columns.positions.get(column)
        if position is None or position >= len(self.row.cells):
            return ""
        return self.row.cells[position].strip()

    def text(self, column: str) -> str:
        """Return the cell, cleaned; empty where there is none in that column.

        Raises:
            Refusal: when the cell shows an error, a date or a formula, or cannot be cleaned.
        """
        return self._cleaned(column, _BREAKS.sub(" ", self._sound(column)))

    def parts(self, column: str) -> list[str]:
        """Return the lines of a cell, each cleaned; none of an empty one.

        Raises:
            Refusal: as ``text`` does.
        """
        pieces = _BREAKS.split(self._sound(column))
        return [text for piece in pieces if (text := self._cleaned(column, piece))]

    def _sound(self, column: str) -> str:
        """Return the cell as it stands there; refuse one that does not hold what it shows."""
        position = self.columns.positions.get(column)
        if position is None or position >= len(self.row.cells):
            return ""
        cell = self.row.cells[position]
        if type(cell) is str and _PLAIN.fullmatch(cell):
            return cell
        # A code is what is shown, whatever number the cell holds.
        is_code = isinstance(cell, OddCell) and cell.oddity == SHOWN and column in _CODES
        if not is_code and (fault := fault_of(cell)):
            raise self.fault(column, "cell-unusable", fault)
        return cell

    def _cleaned(self, column: str, text: str) -> str:
        try:
            return clean(text)
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
        """Return a person's code: 1 to 20 letters, digits, ``-``, ``_``; see ``plain_code``."""
        code = plain_code(text)
        if not CODE.fullmatch(code):
            raise self.fault(
                column,
                "code-malformed",
                N_("“{code}” is not a code: 1 to 20 English letters, digits, “-” and “_”."),
                code=shown(text),
            )
        return code
