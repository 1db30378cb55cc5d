"""Textual's Input: a digit, and it takes it."""

from textual.app import App, ComposeResult
from textual.widgets import Input


class EntryApp(App[None]):
    """The line alone; its cursor does not blink, which would send bytes of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.animation_level = "none"

    def compose(self) -> ComposeResult:
        """The one widget."""
        entry = Input()
        entry.cursor_blink = False
        yield entry


if __name__ == "__main__":
    EntryApp().run(mouse=False)
