"""A Textual app with one DataTable of 60 rows and no database."""

from textual.app import App, ComposeResult
from textual.widgets import DataTable

LAST = "person 20"
"""What stands near the foot of its first frame at 80x24."""


class TableApp(App[None]):
    """The table fills the screen."""

    def compose(self) -> ComposeResult:
        """One table."""
        yield DataTable()

    def on_mount(self) -> None:
        """Sixty people."""
        table = self.query_one(DataTable)
        table.add_columns("Rank", "Name", "Section", "Total")
        for number in range(60):
            table.add_row(str(number), f"person {number}", "Section", f"{90 - number / 10:.2f}")


def run() -> None:
    """Run it in this terminal."""
    TableApp().run()
