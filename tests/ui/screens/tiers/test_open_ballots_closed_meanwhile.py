"""A tier that another program closed meanwhile is told as closed by the screens that show it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen

from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from kaohe_tui.ui.screens.raters.raters import Raters
from kaohe_tui.ui.screens.tiers.closing import ClosingScreen
from tests.bureau import KEYS, key_tier, new_room, scheme_text
from tests.refused import refused
from tests.ui.meeting_app import SIZE, MeetingApp, said, seen, until


def _close(room: Room, tier: str) -> None:
    if room.period("q1").steps.current is None:
        steps.open_tier(room, "q1", tier)
    key_tier(room, "q1", tier)
    steps.close_tier(room, "q1", tier)


@pytest.mark.parametrize(
    "screen", [lambda: ClosingScreen("peer"), lambda: Raters("peer")], ids=["closing", "raters"]
)
async def test_it_says_so_and_offers_nothing(
    tmp_path: Path, screen: Callable[[], Screen[Any]]
) -> None:
    room = new_room(tmp_path, scheme_text())
    steps.open_tier(room, "q1", "peer")
    room.close()
    app = MeetingApp(tmp_path / "kaohe.db", "q1", screen())
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "0 of 8 ballots in" in seen(app))
        other = enter_room(tmp_path / "kaohe.db")
        for tier in KEYS:
            _close(other, tier)
        other.close()
        over = "全员互评 has been closed meanwhile: Esc goes back."
        await until(pilot, lambda: over in seen(app))
        assert "This is the last tier" not in seen(app)
        assert "[ Enter ]" not in seen(app)
        await pilot.press("enter")
        await until(pilot, lambda: said(app) == f"✗ {over}")


def test_a_closed_tier_is_not_told_as_never_opened(tmp_path: Path) -> None:
    room = new_room(tmp_path, scheme_text())
    _close(room, "peer")
    with refused("tier-closed"):
        steps.close_tier(room, "q1", "peer")
    with refused("tier-not-open"):
        steps.close_tier(room, "q1", "head")
    room.close()
