"""Textual's DataTable: 60 rows of 8 columns, one ``update_cell`` a digit."""

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import DataTable

ROWS = 60
COLUMNS = 8


class TableApp(App[None]):
    """The table alone."""

    def __init__(self) -> None:
        super().__init__()
        self.animation_level = "none"
        self._typed = 0

    def compose(self) -> ComposeResult:
        """The one widget."""
        yield DataTable[str]()

    def on_mount(self) -> None:
        """Fill it."""
        table = self.query_one(DataTable)
        for number in range(COLUMNS):
            table.add_column(f"指标{number}", key=str(number))
        for number in range(ROWS):
            table.add_row(*["·"] * COLUMNS, key=str(number))

    def on_key(self, event: events.Key) -> None:
        """A digit fills the next cell."""
        if event.character and event.character.isdigit():
            row, column = divmod(self._typed % (COLUMNS * 10), COLUMNS)
            self._typed += 1
            self.query_one(DataTable).update_cell(str(row), str(column), event.character)


if __name__ == "__main__":
    TableApp().run(mouse=False)
