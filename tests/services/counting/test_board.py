"""The live standings: what they count, and that keeping them up to date changes nothing."""

from collections.abc import Callable
from random import Random

import pytest

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.standings.standings import Standings
from kaohe_tui.services.ballots.open_ballot import OpenBallot, give_back, strike_out
from kaohe_tui.services.counting.board import Board
from kaohe_tui.services.counting.tallies import standings_in
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from tests.refused import refused
from tests.services.bureau import KEYS, key_ballot, key_row, key_tier, press, raters, scheme_text
from tests.services.conftest import MakeRoom

S1 = ("q1", "peer", "s1")


def _afresh(room: Room) -> Standings:
    with room.database.reading() as tx:
        return standings_in(tx, room.period("q1"))


def _peer(room: Room, code: str) -> tuple[int, int]:
    """Ratings counted and still owed in the first tier."""
    tier = Board(room, "q1").standings.row(code).review.tiers[0]
    return tier.ratings, tier.owed


@pytest.mark.parametrize(
    ("reveal", "half", "keyed", "handed_in", "says"),
    [
        ("row", 0, 1, 1, ""),
        ("ballot", 0, 0, 1, ""),
        ("tier", 0, 0, 0, "全员互评: shown when the tier is closed"),
    ],
)
def test_what_may_not_be_seen_is_not_counted(
    make_room: MakeRoom, reveal: str, half: int, keyed: int, handed_in: int, says: str
) -> None:
    room = make_room(scheme_text(reveal=reveal))
    steps.open_tier(room, "q1", "peer")
    ballot = OpenBallot(room, *S1)
    press(ballot, *"50")
    assert _peer(room, "l1") == (half, 7 - half)
    press(ballot, *"30")
    assert _peer(room, "l1") == (keyed, 7 - keyed)
    ballot.hand_in()
    assert _peer(room, "l1") == (handed_in, 7 - handed_in)
    assert Board(room, "q1").withheld() == says
    half_done = OpenBallot(room, "q1", "peer", "s2")
    press(half_done, *"403010")
    steps.close_tier(room, "q1", "peer", "散会")
    assert _peer(room, "l1") == (2, 5)
    assert _peer(room, "l2") == (0, 7)
    assert Board(room, "q1").withheld() == ""


def test_an_abstention_may_be_seen_when_its_ballot_may(make_room: MakeRoom) -> None:
    room = make_room(scheme_text(reveal="ballot"))
    steps.open_tier(room, "q1", "peer")
    ballot = OpenBallot(room, *S1)
    press(ballot, "-")
    assert Board(room, "q1").standings.row("l1").review.tiers[0].abstained == 0
    ballot.hand_in()
    tier = Board(room, "q1").standings.row("l1").review.tiers[0]
    assert (tier.abstained, tier.owed) == (1, 6)


def test_before_a_period_opens_everybody_is_listed_without_a_score(room: Room) -> None:
    rows = Board(room, "q1").standings.rows
    assert {row.person.code for row in rows} == {"l1", "l2", "m1", "m2", "s1", "s2", "s3"}
    assert {(row.rank, row.review.score) for row in rows} == {(None, None)}
    assert all(row.review.provisional for row in rows)


def test_who_moved_and_how_far(room: Room) -> None:
    steps.open_tier(room, "q1", "peer")
    key_ballot(
        room, ("q1", "peer", "h"), lambda c: {"s1": (45, 30), "s2": (40, 30)}.get(c, (30, 30))
    )
    board = Board(room, "q1")
    assert dict(board.moves) == {}
    ballot = OpenBallot(room, "q1", "peer", "l1")
    key_row(ballot, "s3", (60, 40))
    assert board.update(["s3"], ballot=("peer", "l1"))
    assert board.moves == {"s3": 2, "s1": -1, "s2": -1}
    assert not board.update(["s3"])
    key_row(ballot, "s3", (60, 39))
    assert board.update(["s3"])
    assert board.moves == {"s3": 2, "s1": -1, "s2": -1}
    key_row(ballot, "s1", (60, 40))
    assert board.update(["s1"])
    assert board.moves == {"s1": 1, "s3": -1}


def test_one_persons_explanation(room: Room) -> None:
    steps.open_tier(room, "q1", "peer")
    key_ballot(room, S1)
    board = Board(room, "q1")
    assert board.explain("s2") is not None
    for code in ("h", "x"):
        with refused("person-not-rated", code=code):
            board.explain(code)


def _rate(room: Room, random: Random, rater: str) -> str | None:
    """Press some keys on a rater's ballot; returns whose rating changed, if one did."""
    try:
        ballot = OpenBallot(room, *_open_tier(room), rater)
    except Refusal:
        return None
    sheet = ballot.sheet
    sheet.go_to(random.randrange(len(sheet.rows)), random.randrange(2))
    if random.random() < 0.2:
        outcome = sheet.key(random.choice(["-", "backspace", "="]))
    else:
        sheet.key(random.choice("123"))
        outcome = sheet.key(random.choice("0123456789"))
    return outcome.changed if outcome else None


def _open_tier(room: Room) -> tuple[str, str]:
    tier = room.period("q1").steps.current
    assert tier is not None
    return "q1", tier.key


def _walk(room: Room, board: Board, random: Random, rater: str) -> None:
    """One thing that happens in a meeting, told to the board as the screen tells it."""
    chance = random.random()
    tier = _open_tier(room)[1]
    if chance < 0.85:
        if code := _rate(room, random, rater):
            # The screen tells of a ballot that was begun; here each mark may be the first.
            board.update([code], ballot=(tier, rater))
        return
    change: Callable[..., None] = give_back if chance < 0.95 else strike_out
    everybody = [row.person.code for row in board.standings.rows]
    try:
        if chance < 0.9:
            OpenBallot(room, *_open_tier(room), rater).hand_in()
        else:
            change(room, *_open_tier(room), rater, "试")
    except Refusal:
        return
    board.update(everybody, ballot=(tier, rater))


def _moves(before: Standings, after: Standings) -> dict[str, int]:
    """Gone through, as plainly as can be."""
    old = {row.person.code: row.rank for row in before.rows}
    return {
        row.person.code: was - row.rank
        for row in after.rows
        if (was := old[row.person.code]) is not None and row.rank not in (None, was)
    }


@pytest.mark.parametrize("seed", range(6))
def test_kept_up_to_date_the_board_is_what_it_would_be_afresh(
    make_room: MakeRoom, seed: int
) -> None:
    random = Random(seed)
    room = make_room(
        scheme_text(
            reveal=random.choice(["row", "row", "ballot", "tier"]),
            trims=(1, 0, 0, 0),
            tie_break=random.choice([(), ("work",), ("peer", "spirit")]),
        )
    )
    steps.recuse(room, "q1", ("s1", "s2"), "")
    for tier in KEYS[:3]:
        steps.open_tier(room, "q1", tier)
        board = Board(room, "q1")
        now = _afresh(room)
        moves: dict[str, int] = {}
        assert board.standings == now
        for _turn in range(60):
            snapshot, before = board.standings, now
            _walk(room, board, random, random.choice(raters(room, "q1", tier)))
            now = _afresh(room)
            moves = _moves(before, now) or moves
            assert (board.standings, board.moves) == (now, moves)
            assert (snapshot is board.standings) is (before == now)
            assert snapshot == before, "what was handed out stays as it was"
            for row in board.standings.rows:
                assert all(t.owed >= 0 for t in row.review.tiers)
        steps.close_tier(room, "q1", tier, "试")


def test_a_mark_on_a_ballot_the_board_knows_needs_no_telling_of_ballots(room: Room) -> None:
    steps.open_tier(room, "q1", "peer")
    key_tier(room, "q1", "peer")
    give_back(room, "q1", "peer", "s1", "看错行")
    board = Board(room, "q1")
    ballot = OpenBallot(room, *S1)
    key_row(ballot, "l1", (60, 40))
    assert board.update(["l1"])
    assert board.standings == _afresh(room)


def test_a_ballot_that_was_struck_out_counts_as_void_once_however_often_it_is_told(
    room: Room,
) -> None:
    steps.open_tier(room, "q1", "peer")
    key_ballot(room, S1)
    board = Board(room, "q1")
    strike_out(room, *S1, "试")
    everybody = [row.person.code for row in board.standings.rows]
    assert board.update(everybody, ballot=("peer", "s1"))
    assert not board.update(everybody, ballot=("peer", "s1"))
    assert board.standings == _afresh(room)


def test_a_ballot_that_is_not_there_changes_nothing(room: Room) -> None:
    steps.open_tier(room, "q1", "peer")
    board = Board(room, "q1")
    assert not board.update(["s2"], ballot=("peer", "s1"))
