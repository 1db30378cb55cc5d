"""The receipt of a secret ballot: a screen of its own that nobody leaves by habit."""

from pathlib import Path

import pytest

from kaohe_tui.services.ballots.open_ballot import OpenBallot
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.tiers import steps
from kaohe_tui.store.secrecy import receipts
from kaohe_tui.ui.screens.ballot.ballot import BallotScreen
from kaohe_tui.ui.screens.ballot.receipt import Receipt
from kaohe_tui.ui.screens.raters.handover import Handover
from kaohe_tui.ui.screens.raters.raters import Raters
from tests.ui.meeting_app import SIZE, MeetingApp, said, sample_copy, seen, until

PEER = ("q3", "peer")


def whole_ballot(path: Path) -> str:
    """Open a secret tier and key its first ballot whole; the rater's name."""
    room = enter_room(path)
    steps.open_tier(room, *PEER)
    rater = room.period("q3").roster.people[0]
    ballot = OpenBallot(room, *PEER, rater.code)
    for row in ballot.sheet.rows:
        for number, indicator in enumerate(ballot.sheet.indicators):
            ballot.mark(row.ratee.code, number, indicator.points)
    room.close()
    return rater.name


async def test_the_rater_of_a_secret_ballot_gets_a_receipt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for screen in (Handover, Receipt):
        monkeypatch.setattr(screen, "quiet", 0.01)
    path = sample_copy(tmp_path)
    name = whole_ballot(path)
    app = MeetingApp(path, "q3", Raters("peer"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Handover) and app.screen._listening)
        await pilot.press("plus")
        await until(pilot, lambda: isinstance(app.screen, BallotScreen))
        await pilot.press("h")
        await until(pilot, lambda: "loses its name" in seen(app))
        await pilot.press("plus")
        await until(pilot, lambda: isinstance(app.screen, Receipt) and app.screen._listening)
        shown = "".join(seen(app).split())
        with app.room.database.reading() as tx:
            period = app.room.period("q3")
            (code,) = receipts.of_tier(tx, period.opened_id, period.tier_number("peer"))
        assert f"{code[:4]}-{code[4:]}" in shown
        assert name not in shown
        await pilot.press("enter", "escape", "space")
        assert isinstance(app.screen, Receipt)
        await pilot.press("plus")
        await until(pilot, lambda: isinstance(app.screen, Raters))
        assert f"{name}'s ballot is in." in said(app)
        assert "in the urn" in seen(app)
        assert code[:4] not in seen(app)
        await pilot.press("up", "v")
        await pilot.pause()
        assert "in the urn, with all others" in said(app)
