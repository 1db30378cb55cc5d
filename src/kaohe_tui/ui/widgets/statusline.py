"""Show in the line above the key bar what was done, or why something was refused."""

from dataclasses import dataclass
from typing import Literal

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from kaohe_tui.domain.width import cut

Kind = Literal["info", "refused"]
"""``refused`` for a refusal, ``info`` for everything else."""

REFUSED = "✗ "
"""The sign before a refusal, so that it does not depend on colour alone."""
MOST_LINES = 3
"""Lines of a long refusal at most: it names a path, and says what to do only behind it."""
_PADDING = 2


@dataclass
class Grown(Message):
    """The status line takes another number of lines."""

    height: int


class StatusLine(Widget):
    """Shows one sentence as plain text, never as markup; cut with … where it is too long.

    It is one line, but for a refusal that does not fit.

    Classes: ``-refused`` while the sentence is a refusal.
    """

    text: reactive[str] = reactive("")
    """The sentence shown, with its sign."""

    def say(self, text: str, kind: Kind = "info") -> None:
        """Show a sentence in place of the last one.

        Args:
            text: plain text; line ends become spaces.
            kind: ``refused`` puts the sign before it.
        """
        self.set_class(kind == "refused", "-refused")
        line = " ".join(text.split())
        self.text = REFUSED + line if line and kind == "refused" else line
        self._take_room()

    def on_resize(self, _event: events.Resize) -> None:
        """Take as many lines as the sentence needs in another width."""
        self._take_room()

    def render(self) -> Content:
        """Draw the sentence in the width there is."""
        if not self._is_refusal:
            return Content(cut(self.text, self._width))
        lines = self._lines()
        lines[MOST_LINES - 1 :] = [Content(" ").join(lines[MOST_LINES - 1 :])]
        # Below each other: the sign stands alone before them.
        hung = [Content(REFUSED if n == 0 else "  ") + line for n, line in enumerate(lines)]
        return Content("\n").join(Content(cut(line.plain, self._width)) for line in hung)

    @property
    def _is_refusal(self) -> bool:
        return self.has_class("-refused")

    @property
    def _width(self) -> int:
        return max(self.size.width - _PADDING, 1)

    def _lines(self) -> list[Content]:
        return Content(self.text.removeprefix(REFUSED)).wrap(max(self._width - len(REFUSED), 1))

    def _take_room(self) -> None:
        """Set the height to what the sentence needs; the body gives way only where that changes."""
        height = min(len(self._lines()), MOST_LINES) if self._is_refusal and self.size.width else 1
        if self.styles.height is None or self.styles.height.value != height:
            self.styles.height = height
            self.post_message(Grown(height))
