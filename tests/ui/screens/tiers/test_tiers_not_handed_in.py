"""Ballots that are complete and not handed in are told as such by every screen of the tier."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen

from kaohe_tui.services.ballots import open_ballot
from kaohe_tui.services.tiers import steps
from kaohe_tui.ui.screens.home.home import Home
from kaohe_tui.ui.screens.raters.raters import Raters
from kaohe_tui.ui.screens.tiers.closing import ClosingScreen
from tests.bureau import key_tier, new_room, scheme_text
from tests.ui.meeting_app import SIZE, MeetingApp, seen, until


@pytest.mark.parametrize(
    ("screen", "told"),
    [
        pytest.param(Home, "outstanding:  ◐ 单雄 (综合科) 6/6", id="first screen"),
        pytest.param(
            lambda: Raters("peer"),
            "7 of 8 ballots in, the others rated but not handed in",
            id="raters",
        ),
        pytest.param(
            lambda: ClosingScreen("peer"),
            "◐ 1 ballot is not handed in; counted all the same: 6 complete ratings.",
            id="closing",
        ),
    ],
)
async def test_it_names_what_is_still_to_be_handed_in(
    tmp_path: Path, screen: Callable[[], Screen[Any]], told: str
) -> None:
    room = new_room(tmp_path, scheme_text())
    steps.open_tier(room, "q1", "peer")
    key_tier(room, "q1", "peer")
    open_ballot.give_back(room, "q1", "peer", "s1", "填错")
    room.close()
    app = MeetingApp(tmp_path / "kaohe.db", "q1", screen())
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: told in seen(app))
        assert "everything rated" not in seen(app)
