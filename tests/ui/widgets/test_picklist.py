"""Lines of a list that are wider than the screen."""

from textual.app import ComposeResult
from textual.screen import Screen

from kaohe_tui.ui.widgets.picklist import PickList
from kaohe_tui.ui.widgets.textline import TextLine
from tests.ui.meeting_app import MeetingApp, seen, until

LONG = "从文件导入了年终总评中层干部评分的评分表"


class _Lists(Screen[None]):
    def compose(self) -> ComposeResult:
        yield TextLine(LONG)
        yield PickList([(LONG, ""), (LONG, "一"), ("短", "")])


async def test_no_blank_stands_before_the_sign_of_what_is_cut() -> None:
    app = MeetingApp(None, "", _Lists())
    async with app.run_test(size=(24, 6)) as pilot:
        for width in (22, 23, 24, 25):
            await pilot.resize_terminal(width, 6)
            await until(pilot, lambda: seen(app).count("…") == 3)
            assert " …" not in seen(app)
