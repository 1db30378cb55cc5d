"""A period that holds no tier is opened, closed and reopened by keys on the first screen."""

from pathlib import Path

import pytest

from kaohe_tui import words
from kaohe_tui.domain.rules.steps import PeriodState
from kaohe_tui.services.counting import overview
from kaohe_tui.ui.screens.dialogs.ask import Ask, Confirm
from kaohe_tui.ui.screens.dialogs.choose import Choose
from kaohe_tui.ui.screens.home.home import Home
from tests.bureau import new_room
from tests.services.tiers.test_whole_period import SCHEME
from tests.ui.meeting_app import SIZE, MeetingApp, seen, until


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The bureau, whose first quarter holds no tier."""
    words.use_language("en")
    room = new_room(tmp_path, SCHEME)
    room.close()
    return room.database.path


def state(app: MeetingApp) -> PeriodState:
    return {period.key: at for period, at in overview.periods(app.room)}["q1"]


async def test_enter_opens_and_closes_it(path: Path) -> None:
    app = MeetingApp(path, "q1", Home())
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Home))
        assert "Open q1 小评: it holds no tier" in seen(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: "Close q1 小评 once everything is entered" in seen(app))
        assert state(app) is PeriodState.OPEN
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: state(app) is PeriodState.CLOSED)


PARTS = """
[[components]]
key = "vote"
name = "测评"
points = 60
source = "ballots"

[[components]]
key = "tasks"
name = "目标任务"
points = 40
source = "office"

[[periods]]"""


async def test_what_lacks_a_figure_is_closed_with_a_reason(tmp_path: Path) -> None:
    words.use_language("en")
    room = new_room(tmp_path, SCHEME.replace("[[periods]]", PARTS, 1))
    room.close()
    app = MeetingApp(room.database.path, "q1", Home())
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Home))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: "Close q1 小评 once everything is entered" in seen(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        assert "目标任务: " in seen(app)
        assert state(app) is PeriodState.OPEN
        await pilot.press(*"late", "enter")
        await until(pilot, lambda: state(app) is PeriodState.CLOSED)


async def test_t_takes_its_opening_back_and_reopens_it(path: Path) -> None:
    app = MeetingApp(path, "q1", Home())
    async with app.run_test(size=SIZE) as pilot:

        async def press(key: str, screen: type[object]) -> None:
            await pilot.press(key)
            await until(pilot, lambda: isinstance(app.screen, screen))

        await until(pilot, lambda: isinstance(app.screen, Home))
        await press("t", Confirm)
        await press("y", Home)
        await press("t", Choose)
        await press("down", Choose)
        await press("enter", Ask)
        await press("1", Ask)
        await press("enter", Home)
        assert state(app) is PeriodState.WAITING
        await press("t", Confirm)
        await press("y", Home)
        await press("t", Choose)
        await press("enter", Confirm)
        await press("y", Home)
        await until(pilot, lambda: state(app) is PeriodState.CLOSED)
        await press("t", Ask)
        await press("1", Ask)
        await press("enter", Home)
        assert state(app) is PeriodState.OPEN
