"""Where one of two people of one name is told, the code tells which."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kaohe_tui.domain.ballot.state import BallotProgress
from kaohe_tui.domain.entries.entries import ExemptionKind
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.services.ballots import claims as claiming
from kaohe_tui.services.counting import overview
from kaohe_tui.services.database import aftermath
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.entries import entries, summaries
from kaohe_tui.services.record import reading
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.year import grades
from kaohe_tui.store.ballots import claims
from kaohe_tui.ui.frame.screen import KaoheScreen
from kaohe_tui.ui.screens.entries.vetoes import Vetoes
from kaohe_tui.ui.screens.standings.explain import ExplainScreen
from kaohe_tui.ui.screens.year.grades import GradesScreen
from tests.ui.meeting_app import SIZE, MeetingApp, sample_copy, seen, until

NAME = "王芳"
"""Of 06 and of 22 in the sample bureau."""
ALONE = re.compile(rf"{NAME}(?! (?:06|22)| \((?:06|22)\))")


def _app(folder: Path, period: str, screen: KaoheScreen[None]) -> MeetingApp:
    return MeetingApp(sample_copy(folder), period, screen)


@pytest.mark.parametrize("screen", [lambda: GradesScreen("q1"), lambda: ExplainScreen("22")])
async def test_a_screen_tells_which_of_two(
    tmp_path: Path, screen: Callable[[], KaoheScreen[None]]
) -> None:
    app = _app(tmp_path, "q1", screen())
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: f"{NAME} 22" in seen(app))
        assert not ALONE.search(seen(app))


async def test_a_veto_asks_with_the_code_and_is_withdrawn_with_it(tmp_path: Path) -> None:
    app = _app(tmp_path, "annual", Vetoes())
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Vetoes))
        await pilot.press("a", "2", "2", "enter")
        for question in ("On what ground", "number of the document", "Which authority"):
            await until(pilot, lambda text=question: text in seen(app))  # type: ignore[misc]
            assert not ALONE.search(seen(app)), question
            await pilot.press("1", "enter")
        await until(pilot, lambda: "Is all of this right?" in seen(app))
        assert not ALONE.search(seen(app))
        await pilot.press("y")
        await until(pilot, lambda: "No. 1, entered by" in seen(app))
        await pilot.press("d")
        await until(pilot, lambda: "withdrawn?" in seen(app))
        assert f"{NAME} 22" in seen(app)


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return enter_room(sample_copy(tmp_path))


def test_a_refusal_tells_which_of_two(room: Room) -> None:
    entries.exempt(room, "q1", "22", ExemptionKind.UNDETERMINED, "病假")
    told = []
    for do in (
        lambda: entries.exempt(room, "q1", "22", ExemptionKind.UNDETERMINED, "病假"),
        lambda: grades.decide(room, "q1", "22", "好", "因"),
        lambda: grades.take_back(room, "q1", "06", "因"),
    ):
        with pytest.raises(Refusal) as refused:
            do()
        told.append(str(refused.value))
    assert all(f"{NAME} " in each and not ALONE.search(each) for each in told), told
    here = room.period("annual")
    assert not ALONE.search(summaries.veto_effect(here, here.person("22"), ""))


def test_the_record_tells_the_code_once(room: Room) -> None:
    assert reading.names(room).person("22") == f"{NAME} (22)"


def test_who_is_at_a_ballot_and_was_when_kaohe_was_stopped_is_told_by_code(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    progress = overview.overview(room, "q2").tiers[0]
    line = next(each for each in progress.raters if each.rater.code == "22")
    line = replace(line, state=BallotProgress.BEGUN)
    period_room = room.period("q2")
    at = claims.Ballot(tier=0, rater=period_room.ids["22"])
    holder = claims.Holder(at, "李敏", "2026-11-30T09:00:00+08:00", is_alive=True, is_ours=False)
    held = {(progress.tier.key, "22"): holder}
    monkeypatch.setattr(claiming, "of_others", lambda _room, _period: held)
    tier = replace(progress, raters=(line,))
    assert [f"{NAME} 22" in each.told for each in claiming.being_keyed(room, "q2", tier)] == [True]
    monkeypatch.setattr(overview, "progress", lambda _room, _period: [tier])
    (sentence,) = aftermath._of_the_dead(room, [holder])
    assert f"{NAME} 22" in sentence
