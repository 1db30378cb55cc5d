"""Show one line of text, which costs nothing while it stays the same."""

from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from kaohe_tui.domain.width import cut


class TextLine(Widget):
    """Shows one line as plain text; setting the same text again draws nothing.

    A ``Static`` would lay the whole screen out again at every change.
    """

    DEFAULT_CSS = """
    TextLine { height: 1; width: 100%; padding: 0 1; }
    """
    """One line, all the width, with a cell of padding at each end."""

    def __init__(
        self, text: str = "", *, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._text = Content(text)
        self._style: Style | None = None

    @property
    def text(self) -> str:
        """What stands in the line."""
        return self._text.plain

    def show(self, text: str | Content) -> None:
        """Show another line; a string is text, never markup."""
        content = Content(text) if isinstance(text, str) else text
        if content != self._text:
            longer = max(content.cell_length, self._text.cell_length)
            self._text = content
            # The padding's cell, and what either text takes: the rest is empty before and after.
            self.refresh(Region(0, 0, longer + 2, 1))

    def render_line(self, y: int) -> Strip:
        """Draw the line, in one piece where all of it has one style, as nearly all lines have."""
        if y or self._text.spans:
            return super().render_line(y)
        if self._style is None:
            self._style = self.rich_style
        strip = Strip([Segment(self.render().plain, self._style)])
        return strip.adjust_cell_length(self.size.width, self._style)

    def notify_style_update(self) -> None:
        """Forget the style when the theme changes."""
        super().notify_style_update()
        self._style = None

    def render(self) -> Content:
        """Return the line, cut to the width there is."""
        text = self._text.plain
        whole = cut(text, max(self.size.width - 2, 1))
        # Where half a wide character was cut off, a blank would stand before the sign.
        return self._text if whole == text else self._text[: len(whole) - 1] + whole[-1]
