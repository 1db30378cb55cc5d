"""One line above the key bar: what was done, or why something was refused."""

from typing import Literal

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

Kind = Literal["info", "refused"]

REFUSED = "✗ "
"""The sign before a refusal, so that it is not told by colour alone."""


class StatusLine(Widget):
    """Shows one sentence as plain text, never as markup; cut with … where it is too long.

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

    def render(self) -> Content:
        """The sentence in the width there is."""
        return Content(self.text).truncate(max(self.size.width - 2, 1), ellipsis=True)
