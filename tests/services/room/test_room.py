"""Two programs on one file, and what a room keeps in memory."""

from datetime import UTC, datetime

import pytest

from kaohe_tui.domain.rules.steps import StepState
from kaohe_tui.services.ballots.open_ballot import OpenBallot, give_back
from kaohe_tui.services.room.keyboard import login_name
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from kaohe_tui.store.record import records
from tests.refused import refused
from tests.services.bureau import key_ballot, press

S1 = ("q1", "peer", "s1")


def _refused(ballot: OpenBallot, key: str) -> str:
    """Press a key that must be refused with nothing changed; returns why."""
    before = list(ballot.sheet.rows)
    outcome = ballot.sheet.key(key)
    assert outcome is not None
    assert outcome.refused
    assert ballot.sheet.rows == before
    return outcome.says


@pytest.mark.parametrize("refreshed", [False, True])
def test_a_tier_closed_elsewhere_is_noticed_by_the_next_mark(
    room: Room, second: Room, refreshed: bool
) -> None:
    steps.open_tier(room, "q1", "peer")
    ballot = OpenBallot(room, *S1)
    press(ballot, "5", "0")
    steps.close_tier(second, "q1", "peer", "散会")
    if refreshed:
        # The news has then been heard by somebody else before the ballot asks.
        assert room.refresh()
    assert "全员互评 is not open" in _refused(ballot, "7")
    assert "全员互评 is not open" in _refused(ballot, "-")
    with refused("tier-not-open"):
        ballot.hand_in()
    assert room.period("q1").steps.state_of("peer") is StepState.CLOSED


def test_a_tier_closed_by_the_same_program_takes_no_more_marks(room: Room) -> None:
    steps.open_tier(room, "q1", "peer")
    ballot = OpenBallot(room, *S1)
    press(ballot, "5", "0")
    steps.close_tier(room, "q1", "peer", "散会")
    assert "is not open" in _refused(ballot, "7")


def test_a_ballot_given_back_elsewhere_can_be_keyed_here(room: Room, second: Room) -> None:
    steps.open_tier(room, "q1", "peer")
    key_ballot(room, S1)
    give_back(second, "q1", "peer", "s1", "看错行")
    ballot = OpenBallot(room, *S1)
    ballot.sheet.go_to(0)
    press(ballot, "6", "0")
    assert OpenBallot(second, *S1).sheet.rows[0].marks == (600, 300)


def test_two_keyboards_on_two_ballots(room: Room, second: Room) -> None:
    steps.open_tier(room, "q1", "peer")
    one, two = OpenBallot(room, *S1), OpenBallot(second, "q1", "peer", "s2")
    for key in "503050":
        press(one, key)
        press(two, key)
    one.hand_in()
    press(two, "3", "1")
    assert two.sheet.rows[1].marks == (500, 310)


def test_a_step_taken_elsewhere_is_known_before_the_next_step_here(
    room: Room, second: Room
) -> None:
    assert room.period("q1").steps.next_to_open is not None
    steps.open_tier(second, "q1", "peer")
    with refused("tier-open"):
        steps.open_tier(room, "q1", "peer")


def test_refresh_tells_whether_others_did_something(room: Room, second: Room) -> None:
    room.refresh()
    steps.open_tier(room, "q1", "peer")
    assert not room.refresh()
    here = room.period("q1")
    assert room.period("q1") is here
    steps.recuse(second, "q1", ("l1", "s1"), "")
    assert room.refresh()
    assert room.period("q1").recused_in("leader") == {("l1", "s1")}


def test_who_acts_and_when_is_in_the_record(room: Room) -> None:
    acting = Room(room.database, actor="陈静", clock=lambda: datetime(2026, 7, 1, 9, tzinfo=UTC))
    steps.open_tier(acting, "q1", "peer")
    with acting.database.reading() as tx:
        entry = records.entries(tx)[-1]
    assert (entry.actor, entry.action) == ("陈静", "open_tier")
    assert datetime.fromisoformat(entry.at) == datetime(2026, 7, 1, 9, tzinfo=UTC)


def test_an_account_without_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError("uid")

    monkeypatch.setattr("getpass.getuser", nobody)
    assert login_name() == ""


def test_an_unknown_period_names_those_there_are(room: Room) -> None:
    with refused("period-unknown", period="q9", known="q1, q2"):
        room.period("q9")


def test_a_period_that_is_not_open_has_no_number(room: Room) -> None:
    with refused("period-not-open", period="q1 小评"):
        _ = room.period("q1").opened_id


def test_somebody_unknown(room: Room) -> None:
    with refused("person-unknown", code="x"):
        room.period("q1").person("x")
