"""Sends the terminal what has changed and no more.

Textual 8.2.8 draws a changed region from the left edge of its widget: a digit in the last column
of a ballot would send the whole row, several times over where several cells changed. Over a slow
line that is felt. It reaches into private parts of Textual; tests/whole/test_bytes.py holds it.
"""

from rich.console import Console
from rich.control import Control
from textual._compositor import ChopsUpdate, Compositor


class FineUpdate(ChopsUpdate):
    """The changed spans of each line, cut at both ends."""

    def render_segments(self, console: Console) -> str:
        """The bytes for the terminal, as text.

        Args:
            console: knows the colours of the terminal.
        """
        sequences: list[str] = []
        for y, start, stop in self.spans:
            for end, (x, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=True):
                left, right = max(start, x), min(stop, end)
                if strip is None or left >= right:
                    continue
                sequences.append(Control.move_to(left, y).segment.text)
                sequences.append(strip.crop(left - x, right - x).render(console))
        return "".join(sequences)


class FineCompositor(Compositor):
    """A compositor whose partial updates are cut at both ends."""

    def render_partial_update(self) -> ChopsUpdate | None:
        """What is to be drawn again, or None."""
        update = super().render_partial_update()
        if update is None:
            return None
        return FineUpdate(update.chops, update.spans, update.chop_ends)
