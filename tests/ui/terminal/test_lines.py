"""How texts on the screen are broken into lines."""

from textual.app import ComposeResult
from textual.widgets import Static

from kaohe_tui.ui.app.base import KaoheAppBase
from tests.ui.meeting_app import seen

TEXT = "用这两个文件建立新年度。名额共三名，已用 0 个。"


class Page(KaoheAppBase[None]):
    """One text in a narrow column."""

    CSS = "Static { width: 22; }"

    def compose(self) -> ComposeResult:
        """The text."""
        yield Static(TEXT, markup=False)


async def test_texts_are_broken_as_chinese_wants() -> None:
    app = Page()
    async with app.run_test(size=(80, 24)):
        shown = app.query_one(Static)
        lines = seen(app).splitlines()
        assert lines[:3] == ["用这两个文件建立新", "年度。名额共三名，已用", "0 个。"]
        assert shown.size.height == 3
