"""Tiers opened, closed and reopened on disk; recusals."""

import json

import pytest

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.result.shape import fingerprint, to_plain
from kaohe_tui.domain.rules.steps import StepState
from kaohe_tui.services.ballots.open_ballot import OpenBallot
from kaohe_tui.services.counting.board import Board
from kaohe_tui.services.counting.overview import result
from kaohe_tui.services.counting.tallies import standings_in
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from kaohe_tui.store.periods import people, results
from kaohe_tui.store.record import records
from tests.refused import refused
from tests.services.bureau import (
    KEYS,
    ROSTER,
    even,
    key_ballot,
    key_tier,
    new_room,
    planted,
    scheme_text,
)
from tests.services.conftest import MakeRoom


def _states(room: Room) -> str:
    return " ".join(s.state.value for s in room.period("q1").steps.tiers)


def _record(room: Room) -> list[tuple[str, str, str]]:
    with room.database.reading() as tx:
        return [(e.action, e.tier, e.reason) for e in records.entries(tx)]


def _through(room: Room, *tiers: str) -> None:
    """Open, key and close tiers."""
    for tier in tiers:
        steps.open_tier(room, "q1", tier)
        key_tier(room, "q1", tier)
        steps.close_tier(room, "q1", tier)


def test_a_whole_period_has_its_frozen_result(room: Room) -> None:
    assert result(room, "q1") is None
    _through(room, *KEYS)
    frozen = result(room, "q1")
    assert frozen is not None
    with room.database.reading() as tx:
        again = standings_in(tx, room.period("q1"))
        stored = results.latest(tx, room.period("q1").opened_id)
    assert frozen.standings == again == Board(room, "q1").standings
    assert again.complete
    assert stored is not None
    assert stored.fingerprint == frozen.fingerprint == fingerprint(stored.body)
    assert json.loads(stored.body) == to_plain(again) | {
        "grades": dict.fromkeys((row.person.code for row in again.rows), "")
    }
    assert frozen.number == 1
    assert ("close_period", "", "") in _record(room)


def test_opening_the_first_tier_freezes_roster_and_scheme(room: Room) -> None:
    before = room.period("q1")
    steps.open_tier(room, "q1", "peer")
    with planted(room) as tx:
        people.put_roster(tx, type(before.roster)(before.roster.people[:3]))
    room.forget()
    here = room.period("q1")
    assert (here.roster, here.roster_fingerprint) == (before.roster, before.roster_fingerprint)
    assert here.scheme_fingerprint == before.scheme_fingerprint
    assert len(room.period("q2").roster) == 3
    assert room.period("q2").roster_fingerprint != here.roster_fingerprint


@pytest.mark.parametrize("tier", ["middle", "boss"])
def test_a_tier_whose_turn_has_not_come_is_not_opened(room: Room, tier: str) -> None:
    before = _record(room)
    with pytest.raises(Refusal):
        steps.open_tier(room, "q1", tier)
    assert _record(room) == before
    assert not room.period("q1").steps.opened


def bureau_of(room: Room, roles: str) -> Room:
    """The same scheme over those people of the bureau whose roles are named."""
    heading, *lines = ROSTER.splitlines()
    folder = room.database.path.parent / "other"
    folder.mkdir()
    kept = [line.replace("l1;l2", "").replace("l1", "").replace("l2", "") for line in lines]
    kept = [line for line in kept if any(f",{role}," in line for role in roles.split())]
    return new_room(folder, scheme_text(), "\n".join([heading, *kept]) + "\n")


def test_a_tier_in_which_nobody_rates_is_opened_and_closed_empty(room: Room) -> None:
    other = bureau_of(room, "staff middle head")
    for tier in ("peer", "middle"):
        steps.open_tier(other, "q1", tier)
        key_tier(other, "q1", tier)
        steps.close_tier(other, "q1", tier)
    steps.open_tier(other, "q1", "leader")
    assert steps.missing_by_raters(other, "q1", "leader") == {}
    steps.close_tier(other, "q1", "leader")
    assert _states(other) == "closed closed closed waiting"
    other.close()


def test_a_period_is_not_frozen_where_nobody_rates_anybody(room: Room) -> None:
    other = bureau_of(room, "head")
    with refused("nobody-rates"):
        steps.open_tier(other, "q1", "peer")
    assert not other.period("q1").steps.opened
    other.close()


def test_closing_with_something_missing_needs_a_reason_and_keeps_it(room: Room) -> None:
    steps.open_tier(room, "q1", "peer")
    key_ballot(room, ("q1", "peer", "s1"))
    key_ballot(room, ("q1", "peer", "s2"), lambda code: () if code == "m1" else even(code))
    missing = steps.missing_by_raters(room, "q1", "peer")
    assert missing == {"h": 7, "l1": 6, "l2": 6, "m1": 6, "m2": 6, "s2": 1, "s3": 6}
    for reason in ("", "  "):
        with refused("ratings-outstanding", count=38):
            steps.close_tier(room, "q1", "peer", reason)
    assert _states(room) == "open waiting waiting waiting"
    steps.close_tier(room, "q1", "peer", " 出差 ")
    assert _record(room)[-1] == ("close_tier", "peer", "出差")
    assert _states(room) == "closed waiting waiting waiting"
    assert steps.missing_by_raters(room, "q1", "peer") == missing


def test_before_a_period_opens_everything_is_missing(room: Room) -> None:
    assert steps.missing_by_raters(room, "q1", "leader") == {"l1": 3, "l2": 2}


@pytest.mark.parametrize("tier", ["peer", "boss"])
def test_only_what_is_open_is_closed(room: Room, tier: str) -> None:
    with pytest.raises(Refusal):
        steps.close_tier(room, "q1", tier, "reason")
    steps.open_tier(room, "q1", "peer")
    with pytest.raises(Refusal):
        steps.close_tier(room, "q1", "middle" if tier == "peer" else tier, "reason")


def test_a_closed_period_is_reopened_with_a_reason_and_frozen_anew(room: Room) -> None:
    _through(room, *KEYS)
    first = result(room, "q1")
    with refused("reason-missing"):
        steps.reopen_tier(room, "q1", "head", " ")
    steps.reopen_tier(room, "q1", "head", "漏登")
    assert result(room, "q1") is None
    assert [action for action, _tier, _why in _record(room)[-2:]] == [
        "reopen_period",
        "reopen_tier",
    ]
    steps.close_tier(room, "q1", "head")
    second = result(room, "q1")
    assert first is not None
    assert second is not None
    assert (first.number, second.number) == (1, 2)
    assert second.standings == first.standings
    assert second.fingerprint == first.fingerprint


def test_a_middle_tier_is_reopened_while_a_later_one_is_open(room: Room) -> None:
    _through(room, "peer", "middle")
    steps.open_tier(room, "q1", "leader")
    ballot = key_ballot(room, ("q1", "leader", "l1"))
    later = OpenBallot(room, "q1", "leader", "l2")
    before = Board(room, "q1").standings
    steps.reopen_tier(room, "q1", "middle", "漏登")
    assert _states(room) == "closed open waiting waiting"
    outcome = later.sheet.key("9")
    assert outcome is not None
    assert "is not open" in outcome.says
    assert Board(room, "q1").standings == before
    with refused("tier-waits"):
        steps.open_tier(room, "q1", "leader")
    steps.close_tier(room, "q1", "middle")
    assert room.period("q1").steps.next_to_open == ballot.tier
    steps.open_tier(room, "q1", "leader")
    assert steps.missing_by_raters(room, "q1", "leader") == {"l2": 2}
    assert Board(room, "q1").standings == before


def test_only_a_closed_tier_is_reopened(room: Room) -> None:
    steps.open_tier(room, "q1", "peer")
    for tier in ("peer", "middle", "boss"):
        with pytest.raises(Refusal):
            steps.reopen_tier(room, "q1", tier, "reason")


# -- recusals ------------------------------------------------------------------------------------


def test_a_recusal_holds_in_every_tier_to_come_that_owes_the_pair(room: Room) -> None:
    assert [t.key for t in steps.recuse(room, "q1", ("l1", "s1"), "亲属")] == ["peer", "leader"]
    assert [(r.tier, r.reason) for r in steps.recusals_set(room, "q1")] == [
        ("leader", "亲属"),
        ("peer", "亲属"),
    ]
    assert steps.missing_by_raters(room, "q1", "leader") == {"l1": 2, "l2": 2}
    steps.open_tier(room, "q1", "peer")
    ballot = OpenBallot(room, "q1", "peer", "l1")
    assert [row.ratee.code for row in ballot.sheet.rows if row.recused] == ["s1"]
    tiers = {t.tier: t for t in Board(room, "q1").standings.row("s1").review.tiers}
    assert (tiers["peer"].owed, tiers["peer"].recused) == (6, 1)
    assert (tiers["leader"].owed, tiers["leader"].recused) == (0, 1)
    assert tiers["head"].recused == 0


def test_a_recusal_is_not_set_in_a_tier_that_is_open(room: Room) -> None:
    steps.open_tier(room, "q1", "peer")
    assert [t.key for t in steps.recuse(room, "q1", ("l1", "s1"), "")] == ["leader"]
    with refused("pair-not-rated", rater="单雄", ratee="孙红"):
        steps.recuse(room, "q1", ("s1", "s2"), "")
    with refused("pair-not-recused"):
        steps.lift_recusal(room, "q1", ("s1", "s2"))


def test_a_recusal_is_lifted_in_the_tiers_to_come_only(room: Room) -> None:
    steps.recuse(room, "q1", ("l1", "s1"), "亲属")
    steps.open_tier(room, "q1", "peer")
    assert [t.key for t in steps.lift_recusal(room, "q1", ("l1", "s1"))] == ["leader"]
    assert steps.missing_by_raters(room, "q1", "peer")["l1"] == 5
    assert steps.missing_by_raters(room, "q1", "leader")["l1"] == 3


@pytest.mark.parametrize("pair", [("x", "s1"), ("s1", "x"), ("s1", "s1"), ("s1", "h")])
def test_a_pair_that_cannot_be_recused(room: Room, pair: tuple[str, str]) -> None:
    with pytest.raises(Refusal):
        steps.recuse(room, "q1", pair, "reason")
    assert steps.recusals_set(room, "q1") == ()


def test_a_pair_is_recused_once(room: Room) -> None:
    steps.recuse(room, "q1", ("s1", "s2"), "first")
    with refused("pair-not-rated"):
        steps.recuse(room, "q1", ("s1", "s2"), "second")
    assert [r.reason for r in steps.recusals_set(room, "q1")] == ["first"]


def test_what_was_rated_already_cannot_be_recused_in_a_tier_put_back_to_waiting(
    room: Room,
) -> None:
    _through(room, "peer")
    steps.open_tier(room, "q1", "middle")
    key_ballot(room, ("q1", "middle", "m1"))
    steps.reopen_tier(room, "q1", "peer", "漏登")
    with refused("pair-not-rated"):
        steps.recuse(room, "q1", ("m1", "s1"), "亲属")
    assert [t.key for t in steps.recuse(room, "q1", ("m2", "s1"), "亲属")] == ["middle"]
    for row in Board(room, "q1").standings.rows:
        assert all(tier.owed >= 0 for tier in row.review.tiers)


def test_somebody_whose_raters_are_all_recused_has_no_zero(make_room: MakeRoom) -> None:
    room = make_room(scheme_text())
    for rater in ("m1", "m2"):
        steps.recuse(room, "q1", (rater, "s1"), "亲属")
    _through(room, *KEYS)
    row = Board(room, "q1").standings.row("s1")
    assert [t.mean for t in row.review.tiers if t.tier == "middle"] == [None]
    assert row.review.score == 80
    assert not row.review.provisional
    assert room.period("q1").steps.state_of("head") is StepState.CLOSED
