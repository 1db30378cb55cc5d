"""Show a list with a cursor whose lines are broken where they are too long, never cut."""

from collections.abc import Sequence

from textual.content import Content
from textual.geometry import Size

from kaohe_tui.domain.width import cell_width, pad
from kaohe_tui.domain.wrapping import wrap
from kaohe_tui.ui.widgets.picklist import CURSOR, PickList

_SIGN = 3
"""Cells before a line, in which the cursor stands."""
_APART = 2
"""Cells between what a line says and the note behind it."""


class WrappedList(PickList):
    """A ``PickList`` whose lines take several rows where they need them.

    The notes stand below each other where every line has room for one row, else each behind its
    text, or in a row of its own.
    """

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Ask for all rows, as far as there is room."""
        return max(sum(len(self._rows(index, width)) for index in range(self.count)), 1)

    def render(self) -> Content:
        """Draw the lines around the cursor, that of the cursor whole."""
        width = self.size.width
        blocks = [self._rows(index, width) for index in range(self.count)]
        rows = [(index, row) for index, block in enumerate(blocks) for row in block]
        above = sum(len(block) for block in blocks[: self.cursor])
        height = len(blocks[self.cursor]) if blocks else 0
        first = min(above - (self.page - height) // 2, len(rows) - self.page, above)
        shown = rows[max(first, 0) :][: self.page]
        return Content("\n").join(self._drawn(index, row, width) for index, row in shown)

    def _rows(self, index: int, width: int) -> Sequence[str]:
        """Return what the rows of a line say, with its sign before the first."""
        text, note = self._lines[index]
        room = max(width - _SIGN, 2)
        texts, notes = (max(map(cell_width, each)) for each in zip(*self._lines, strict=True))
        if texts + _APART + notes <= room:
            return [f" {CURSOR if index == self.cursor else ' '} {pad(text, texts + _APART)}{note}"]
        number, gap, question = text.partition("  ")
        hang = cell_width(number + gap) if question else 0
        rows = wrap(question or number, max(room - hang, 2))
        if note:
            if cell_width(rows[-1]) + _APART + cell_width(note) <= room - hang:
                rows[-1] += " " * _APART + note
            else:
                rows += wrap(note, max(room - hang, 2))
        sign = CURSOR if index == self.cursor else " "
        first = f" {sign} {number}{gap}" if question else f" {sign} "
        return [(first if at == 0 else " " * (_SIGN + hang)) + row for at, row in enumerate(rows)]

    def _drawn(self, index: int, row: str, width: int) -> Content:
        line = Content(row)
        if index != self.cursor:
            return line
        padded = line.pad_right(max(width - line.cell_length, 0))
        return padded.stylize(self.get_visual_style("picklist--cursor"))
