"""Every screen that shows a role shows it in the unit's own words."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.screen import Screen

from kaohe_tui.domain.rules.people import Role
from kaohe_tui.services.tiers import steps
from kaohe_tui.ui.screens.home.home import Home
from kaohe_tui.ui.screens.standings.announce import AnnounceScreen
from kaohe_tui.ui.screens.standings.explain import ExplainScreen
from kaohe_tui.ui.screens.standings.standings import StandingsScreen
from kaohe_tui.ui.screens.tiers.tier import TierScreen
from kaohe_tui.ui.screens.tiers.weights import Weights
from kaohe_tui.ui.screens.year.year import YearScreen
from kaohe_tui.ui.screens.year.year_plot import YearPersonScreen
from tests.bureau import key_tier, new_room, scheme_text
from tests.ui.meeting_app import MeetingApp, seen

OWN = """
[roles]
staff = "职工"
middle = ["科主任", "护士长"]
leader = "副院长"
head = "院长"
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The bureau in its own words, its first tier closed."""
    room = new_room(tmp_path, scheme_text() + OWN)
    steps.open_tier(room, "q1", "peer")
    key_tier(room, "q1", "peer", lambda code: (40, 30))
    steps.close_tier(room, "q1", "peer")
    room.close()
    return tmp_path / "kaohe.db"


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (Home, ("职工 · 3 people",)),
        (StandingsScreen, ("职工 · 3 people",)),
        (lambda: AnnounceScreen("m1"), ("科主任",)),
        (lambda: ExplainScreen("m1"), ("综合科 · 科主任",)),
        (lambda: TierScreen("peer"), ("职工 3", "科主任 2", "副院长 2")),
        (Weights, ("职工", "科主任", "副院长", "院长")),
        (YearScreen, ("职工 · 3 people",)),
        (lambda: YearPersonScreen("m1"), ("科主任",)),
    ],
)
async def test_a_screen_shows_the_units_words(
    path: Path, make: Callable[[], Screen[None]], words: tuple[str, ...]
) -> None:
    app = MeetingApp(path, "q1", make())
    async with app.run_test(size=(120, 50)) as pilot:
        await pilot.pause()
        text = " ".join(seen(app).split())
        assert [word for word in words if word not in text] == []
        assert [role.label for role in Role if f" {role.label} " in text] == []
