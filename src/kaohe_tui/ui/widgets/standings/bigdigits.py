"""Draw figures as large as there is room for, to be read from the last row of a room."""

from textual.content import Content
from textual.widget import Widget

_ROWS = {
    "0": ("###", "# #", "# #", "# #", "###"),
    "1": (" # ", "## ", " # ", " # ", "###"),
    "2": ("###", "  #", "###", "#  ", "###"),
    "3": ("###", "  #", "###", "  #", "###"),
    "4": ("# #", "# #", "###", "  #", "  #"),
    "5": ("###", "#  ", "###", "  #", "###"),
    "6": ("###", "#  ", "###", "# #", "###"),
    "7": ("###", "  #", "  #", "  #", "  #"),
    "8": ("###", "# #", "###", "# #", "###"),
    "9": ("###", "# #", "###", "  #", "###"),
    ".": (" ", " ", " ", " ", "#"),
    "=": ("   ", "###", "   ", "###", "   "),
    "–": ("   ", "   ", "###", "   ", "   "),
}
"""A grid of dots for every character that is drawn; a dot is twice as wide in cells as high."""
_HEIGHT = 5
_BLOCK = "█"


def big_lines(text: str, width: int, height: int) -> list[str]:
    """Draw the text in figures as large as fit.

    Args:
        text: digits, ``.``, ``=`` and ``–``.
        width: cells there are.
        height: lines there are.

    Returns:
        The lines, all equally wide; the text itself where not even the smallest figures fit.
    """
    dots = [" ".join(_ROWS[character][row] for character in text) for row in range(_HEIGHT)]
    scale = min(width // (2 * len(dots[0])) if dots[0] else 0, height // _HEIGHT)
    if scale < 1:
        return [text]
    drawn = ["".join((_BLOCK if dot == "#" else " ") * 2 * scale for dot in line) for line in dots]
    return [line for line in drawn for _again in range(scale)]


class BigDigits(Widget):
    """A number in large figures, in the middle of the room there is."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._text = ""

    def show(self, text: str) -> None:
        """Show another number; see ``big_lines`` for its characters."""
        self._text = text
        self.refresh()

    def render(self) -> Content:
        """Draw the figures."""
        width, height = self.size
        lines = big_lines(self._text, width, height)
        left = max((width - len(lines[0])) // 2, 0)
        return Content("\n".join(" " * left + line for line in lines))
