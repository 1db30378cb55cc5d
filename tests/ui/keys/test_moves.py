"""Home and End reach the ends of lists of every kind."""

from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen

from kaohe_tui.ui.screens.dialogs.choose import Choose
from kaohe_tui.ui.screens.dialogs.find import Find
from kaohe_tui.ui.screens.raters.raters import Raters
from kaohe_tui.ui.screens.tiers.tiers import Tiers
from kaohe_tui.ui.widgets.picklist import PickList
from tests.ui.meeting_app import SIZE, MeetingApp, sample_copy


@pytest.mark.parametrize("which", ["raters", "tiers", "choose", "find"])
async def test_home_and_end(tmp_path: Path, which: str) -> None:
    screens: dict[str, Screen[Any]] = {
        "raters": Raters("middle"),
        "tiers": Tiers(),
        "choose": Choose("?", [(str(n), f"line {n}", "") for n in range(40)]),
    }
    app = MeetingApp(sample_copy(tmp_path), "annual", screens.get(which, Tiers()))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        if which == "find":
            app.push_screen(Find("?", [(each, "") for each in app.room.roster()]))
            await pilot.pause()
        pick = app.screen.query_one(PickList)
        await pilot.press("end")
        assert pick.cursor == pick.count - 1
        await pilot.press("home")
        assert pick.cursor == 0
