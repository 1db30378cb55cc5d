"""Lines of a list that are broken and never cut; the cursor's stands whole in view."""

from collections.abc import Sequence

from textual.app import App, ComposeResult

from kaohe_tui.ui.widgets.wrappedlist import WrappedList

LINES = [(f"{n}  {'王芳' * 12}", "→ yes") for n in range(1, 8)]


class _Shown(App[None]):
    CSS = "WrappedList { height: 1fr; }"

    def __init__(self, lines: Sequence[tuple[str, str]] = LINES) -> None:
        super().__init__()
        self._lines = lines

    def compose(self) -> ComposeResult:
        yield WrappedList(self._lines)


async def _drawn(cursor: int, height: int) -> list[str]:
    app = _Shown()
    async with app.run_test(size=(31, height)):
        shown = app.query_one(WrappedList)
        shown.move(cursor)
        return [line.rstrip() for line in shown.render().plain.splitlines()]


async def test_a_line_is_broken_below_its_text_with_the_note_behind() -> None:
    assert (await _drawn(0, 6))[:4] == [
        " ▶ 1  王芳王芳王芳王芳王芳王芳",
        "      王芳王芳王芳王芳王芳王芳",
        "      → yes",
        "   2  王芳王芳王芳王芳王芳王芳",
    ]


async def test_the_line_of_the_cursor_stands_whole() -> None:
    for cursor in range(len(LINES)):
        rows = await _drawn(cursor, 5)
        assert len(rows) == 5
        at = rows.index(f" ▶ {cursor + 1}  王芳王芳王芳王芳王芳王芳")
        assert rows[at + 2] == "      → yes"


async def test_notes_of_short_lines_stand_below_each_other() -> None:
    app = _Shown([("1  张三", "→ a"), ("2  欧阳明日", "→ b")])
    async with app.run_test(size=(31, 5)):
        drawn = app.query_one(WrappedList).render().plain.splitlines()
    assert [line.rstrip() for line in drawn] == [
        " ▶ 1  张三      → a",
        "   2  欧阳明日  → b",
    ]


async def test_a_list_of_nothing_is_drawn() -> None:
    app = _Shown([])
    async with app.run_test(size=(31, 5)):
        assert app.query_one(WrappedList).render().plain == ""
