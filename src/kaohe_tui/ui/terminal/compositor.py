"""Draw what has changed and no more, and send the terminal no cell that it shows already.

Textual 8.2.8 asks every widget on the screen for all its lines at each change, and sends a changed
region from the left edge of its widget. Here only the lines that changed are drawn, each by the
widget that is in front, and of them only the cells that are other than before are sent: a key
costs the same in a terminal of every size, and over a slow line little.
tests/ui/terminal/test_compositor.py and tests/whole/test_bytes.py hold it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import starmap

from rich.console import Console
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from kaohe_tui.ui.terminal.shown import Pen, Shown, cells_of, change
from kaohe_tui.ui.terminal.textual_private import (
    ChopsUpdate,
    Compositor,
    LayoutUpdate,
    spans_of,
    take_dirty_regions,
)

Piece = tuple[int, int, Strip]
"""(line, first column, what is shown there)."""
Span = tuple[int, int, int]
"""(line, first column, behind the last column)."""


class WholeUpdate(LayoutUpdate):
    """The whole screen, of which the cells are sent that the terminal does not show yet."""

    def __init__(self, strips: list[Iterable[Strip]], region: Region, shown: Shown) -> None:
        self._lines = [list(line) for line in strips]
        super().__init__([*self._lines], region)
        self._shown = shown

    def render_segments(self, console: Console) -> str:
        """Return the bytes for the terminal, as text.

        Args:
            console: knows the colours of the terminal.
        """
        pen = Pen()
        for y, line in enumerate(self._lines):
            self._shown.send_line(y, line, pen, console)
        return pen.result()


class FineUpdate(ChopsUpdate):
    """Pieces of lines, of which the cells are sent that the terminal does not show yet."""

    def __init__(self, pieces: list[Piece], width: int, shown: Shown) -> None:
        by_line: dict[int, dict[int, Strip | None]] = {}
        for y, x, strip in pieces:
            by_line.setdefault(y, {})[x] = strip
        # As Textual has them, for whoever looks at an update from outside.
        chops: Sequence[Mapping[int, Strip | None]] = list(by_line.values())
        super().__init__(chops, [], [])
        self._by_line = by_line
        self._width = width
        self._shown = shown

    def render_segments(self, console: Console) -> str:
        """Return the bytes for the terminal, as text.

        Args:
            console: knows the colours of the terminal.
        """
        pen = Pen()
        for y, pieces in sorted(self._by_line.items()):
            line = self._shown.line(y, self._width, console)
            for x, strip in sorted(pieces.items()):
                assert strip is not None
                change(line, x, cells_of(strip, console), pen, y)
        return pen.result()


class FineCompositor(Compositor):
    """A compositor whose updates cost what they change.

    Args:
        shown: what the terminal shows, whichever screen drew it.
    """

    def __init__(self, shown: Callable[[], Shown]) -> None:
        super().__init__()
        self._shown = shown

    def render_full_update(self, simplify: bool = False) -> LayoutUpdate:  # noqa: FBT001, FBT002 - Textual calls it so
        """Return an update of the whole screen.

        Args:
            simplify: whether neighbours of one style are joined.
        """
        update = super().render_full_update(simplify)
        return WholeUpdate(update.strips, update.region, self._shown())

    def render_partial_update(self) -> ChopsUpdate | None:
        """Return an update of what has changed, or None where nothing has."""
        regions, screen = take_dirty_regions(self), self.size.region
        spans = spans_of(self, (region.intersection(screen) for region in regions))
        pieces = [piece for group in starmap(self._pieces, spans) for piece in group]
        return FineUpdate(pieces, self.size.width, self._shown()) if pieces else None

    def _pieces(self, y: int, left: int, right: int) -> list[Piece]:
        """Return what a span of a line shows: of each widget the part that no other covers."""
        pieces: list[Piece] = []
        gaps = [(left, right)]
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            if not seen.y <= y < seen.bottom:
                continue
            rest: list[tuple[int, int]] = []
            for first, last in gaps:
                start, stop = max(first, seen.x), min(last, seen.right)
                if start >= stop:
                    rest.append((first, last))
                    continue
                strip = _line(widget, region, y)
                pieces.append((y, start, strip.crop(start - region.x, stop - region.x)))
                rest += [gap for gap in ((first, start), (stop, last)) if gap[0] < gap[1]]
            gaps = rest
            if not gaps:
                break
        return pieces


def _line(widget: Widget, region: Region, y: int) -> Strip:
    """Draw one line of a widget."""
    return widget.render_lines(Region(0, y - region.y, region.width, 1))[0]
