"""Textual's DataTable as a ballot: 60 rows of 8 columns, one ``update_cell`` a digit."""

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import DataTable

ROWS = 60
PERSON = ("编号", "姓名", "科室")
MARKS = ("工作业绩", "精神状况", "开拓创新", "协调协作", "廉政勤政")


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
        for name in (*PERSON, *MARKS):
            table.add_column(name, key=name)
        for number in range(ROWS):
            person = (f"p{number:04}", "欧阳明日香", "综合核算科")
            table.add_row(*person, *["·"] * len(MARKS), key=str(number))

    def on_key(self, event: events.Key) -> None:
        """A digit fills the next cell."""
        if event.character and event.character.isdigit():
            row, column = divmod(self._typed % (len(MARKS) * 10), len(MARKS))
            self._typed += 1
            self.query_one(DataTable).update_cell(str(row), MARKS[column], event.character)


if __name__ == "__main__":
    TableApp().run(mouse=False)
