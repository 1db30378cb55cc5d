"""A rater's ballot on disk: taken up, handed in, given back, struck out."""

from collections.abc import Callable

import pytest

from kaohe_tui.domain.ballot.row import RowState
from kaohe_tui.domain.ballot.state import BallotProgress
from kaohe_tui.services.ballots.open_ballot import OpenBallot, give_back, strike_out
from kaohe_tui.services.counting.board import Board
from kaohe_tui.services.counting.overview import overview
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from kaohe_tui.store.record import records
from tests.bureau import even, key_ballot, key_row, press
from tests.refused import refused

S1 = ("q1", "peer", "s1")


@pytest.fixture
def opened(room: Room) -> Room:
    """The room with its first tier open."""
    steps.open_tier(room, "q1", "peer")
    return room


def _taken_up(room: Room) -> list[tuple[str, tuple[int | None, ...], RowState]]:
    """The ballot as another program finds it on disk."""
    other = enter_room(room.database.path)
    rows = OpenBallot(other, *S1).sheet.rows
    other.close()
    return [(row.ratee.code, row.marks, row.state) for row in rows]


def _line(room: Room, rater: str) -> tuple[BallotProgress, int, int, int]:
    tier = overview(room, "q1").tiers[0]
    line = next(one for one in tier.raters if one.rater.code == rater)
    return line.state, line.answered, line.owed, line.missing


def _tier(room: Room, code: str, tier: str = "peer") -> tuple[int, int, int, int, int]:
    """Ratings, owed, abstained, recused, void."""
    review = Board(room, "q1").standings.row(code).review
    one = next(t for t in review.tiers if t.tier == tier)
    return one.ratings, one.owed, one.abstained, one.recused, one.void


def test_every_accepted_key_is_on_disk_and_the_ballot_is_taken_up_there(opened: Room) -> None:
    ballot = OpenBallot(opened, *S1)
    assert [row.ratee.code for row in ballot.sheet.rows] == ["l1", "l2", "m1", "m2", "s2", "s3"]
    for key in ("5", "2", "3", "1", "-", "4", "5", "3"):
        press(ballot, key)
        shown = [(row.ratee.code, row.marks, row.state) for row in ballot.sheet.rows]
        assert _taken_up(opened) == shown
    assert ballot.sheet.text == "3"
    again = OpenBallot(opened, *S1).sheet
    assert (again.row, again.column, again.text) == (2, 1, "")
    assert again.rows[0].marks == (520, 310)
    assert again.rows[2].state is RowState.BEGUN
    assert again.missing() == tuple(again.rows[2:])
    assert _line(opened, "s1") == (BallotProgress.BEGUN, 2, 6, 4)


def test_undoing_goes_back_on_disk_too(opened: Room) -> None:
    ballot = OpenBallot(opened, *S1)
    start = _taken_up(opened)
    key_row(ballot, "l1", (52, 31))
    with_marks = _taken_up(opened)
    ballot.sheet.go_to(0, 1)
    press(ballot, "-")
    assert _taken_up(opened)[0] == ("l1", (None, None), RowState.ABSTAINED)
    press(ballot, "u")
    assert _taken_up(opened) == with_marks
    press(ballot, "-", "up", "-")
    assert _taken_up(opened) == start
    press(ballot, "u", "u", "u", "u")
    assert _taken_up(opened) == start
    assert _line(opened, "s1")[0] is BallotProgress.OWED


def test_a_ballot_handed_in_is_closed_to_its_rater(opened: Room) -> None:
    other = OpenBallot(opened, *S1)
    key_ballot(opened, S1)
    assert _line(opened, "s1") == (BallotProgress.HANDED_IN, 6, 6, 0)
    with refused("ballot-handed-in", name="单雄 (s1)"):
        OpenBallot(opened, *S1)
    outcome = other.sheet.key("7")
    assert outcome is not None
    assert outcome.refused
    assert "was handed in" in outcome.says
    assert other.sheet.rows[0].marks == (None, None)
    with refused("ballot-handed-in"):
        other.hand_in()
    assert _tier(opened, "l1")[0] == 1


def test_a_ballot_handed_in_elsewhere_takes_no_more(opened: Room, second: Room) -> None:
    here = OpenBallot(opened, *S1)
    press(here, "5", "0")
    key_ballot(second, S1)
    for key in ("7", "-", "u"):
        outcome = here.sheet.key(key)
        assert outcome is not None
        assert outcome.refused
        here.sheet.key("escape")
        assert "was handed in" in outcome.says
    assert _tier(opened, "l1") == (1, 6, 0, 0, 0)


def test_what_is_missing_stays_owed(opened: Room) -> None:
    ballot = key_ballot(opened, S1, lambda code: () if code == "m1" else even(code), hand_in=False)
    assert ballot.hand_in() == 1
    assert _line(opened, "s1") == (BallotProgress.HANDED_IN, 5, 6, 1)
    with opened.database.reading() as tx:
        last = records.entries(tx)[-1]
    # Whose ballot it was is not in the record: the tier may be secret.
    assert (last.action, last.subject, last.old) == ("hand_in", "s1", "1")


def test_abstained_recused_void_and_missing_are_four_things(room: Room) -> None:
    steps.recuse(room, "q1", ("s2", "m1"), "亲属")
    steps.open_tier(room, "q1", "peer")
    key_ballot(room, S1, lambda code: None if code == "m1" else even(code))
    key_ballot(room, ("q1", "peer", "s2"))
    key_ballot(room, ("q1", "peer", "s3"))
    strike_out(room, "q1", "peer", "s3", "涂改")
    key_ballot(room, ("q1", "peer", "l1"))
    # Seven others, one of them recused.
    assert _tier(room, "m1") == (1, 3, 1, 1, 1)
    assert _tier(room, "m2") == (3, 3, 0, 0, 1)
    assert _tier(room, "s3") == (3, 4, 0, 0, 0)


def test_a_ballot_struck_out_counts_for_nothing_and_is_not_owed(opened: Room) -> None:
    key_ballot(opened, S1, lambda code: () if code == "m1" else (10, 10))
    key_ballot(opened, ("q1", "peer", "s2"))
    assert Board(opened, "q1").standings.row("l1").review.score == 50
    strike_out(opened, "q1", "peer", "s1", " 代填 ")
    assert Board(opened, "q1").standings.row("l1").review.score == 80
    assert _line(opened, "s1") == (BallotProgress.VOID, 5, 6, 0)
    assert "s1" not in steps.missing_by_raters(opened, "q1", "peer")
    with refused("ballot-voided"):
        OpenBallot(opened, *S1)
    with opened.database.reading() as tx:
        last = records.entries(tx)[-1]
    assert (last.action, last.subject, last.reason) == ("strike_out", "s1", "代填")


def test_a_ballot_given_back_is_keyed_on(opened: Room) -> None:
    key_ballot(opened, S1)
    give_back(opened, "q1", "peer", "s1", "看错行")
    ballot = OpenBallot(opened, *S1)
    assert ballot.sheet.at_end
    key_row(ballot, "l1", (60, 40))
    ballot.hand_in()
    assert Board(opened, "q1").standings.row("l1").review.score == 100


@pytest.mark.parametrize("change", [strike_out, give_back])
@pytest.mark.parametrize(
    ("tier", "rater", "reason", "kind", "values"),
    [
        ("peer", "s2", "reason", "ballot-not-handed-in", {"name": "孙红"}),
        ("peer", "s3", "reason", "ballot-not-handed-in", {"name": "王芳[/]"}),
        ("peer", "s1", "  ", "reason-missing", {}),
        ("peer", "nobody", "reason", "person-unknown", {"code": "nobody"}),
        ("middle", "m1", "reason", "tier-not-open", {}),
        ("boss", "s1", "reason", "tier-unknown", {"tier": "boss"}),
    ],
)
def test_what_cannot_be_taken_back(
    opened: Room,
    change: Callable[[Room, str, str, str, str], None],
    tier: str,
    rater: str,
    reason: str,
    kind: str,
    values: dict[str, object],
) -> None:
    key_ballot(opened, S1)
    key_ballot(opened, ("q1", "peer", "s2"), hand_in=False)
    with refused(kind, **values):
        change(opened, "q1", tier, rater, reason)
    assert _line(opened, "s1")[0] is BallotProgress.HANDED_IN


@pytest.mark.parametrize(
    ("which", "kind", "values"),
    [
        (("q1", "middle", "m1"), "tier-not-open", {}),
        (("q2", "peer", "s1"), "tier-not-open", {}),
        (("q9", "peer", "s1"), "period-unknown", {"period": "q9"}),
        (("q1", "boss", "s1"), "tier-unknown", {"tier": "boss"}),
        (("q1", "peer", "x"), "person-unknown", {"code": "x"}),
    ],
)
def test_a_ballot_that_cannot_be_taken_up(
    opened: Room, which: tuple[str, str, str], kind: str, values: dict[str, object]
) -> None:
    with refused(kind, **values):
        OpenBallot(opened, *which)


def test_who_rates_nobody_has_no_ballot(room: Room) -> None:
    for ratee in ("s1", "s2", "s3"):
        steps.recuse(room, "q1", ("m2", ratee), "亲属")
    steps.open_tier(room, "q1", "peer")
    steps.close_tier(room, "q1", "peer", "试")
    steps.open_tier(room, "q1", "middle")
    for rater in ("s1", "m2"):
        with refused("rater-not-expected", tier="中层干部评分"):
            OpenBallot(room, "q1", "middle", rater)
    assert steps.missing_by_raters(room, "q1", "middle") == {"m1": 3}
