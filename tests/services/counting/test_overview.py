"""What the screens and commands are given to show."""

from kaohe_tui.domain.ballot.state import BallotProgress
from kaohe_tui.domain.rules.people import Role
from kaohe_tui.domain.rules.steps import PeriodState, StepState
from kaohe_tui.services.counting import overview
from kaohe_tui.services.counting.overview import Next
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from tests.bureau import KEYS, even, key_ballot, key_tier
from tests.refused import refused


def _next(room: Room) -> tuple[Next, str | None]:
    seen = overview.overview(room, "q1")
    return seen.next, seen.tier.tier.key if seen.tier else None


def test_the_one_next_thing_through_a_whole_period(room: Room) -> None:
    for tier in KEYS:
        assert _next(room) == (Next.OPEN, tier)
        steps.open_tier(room, "q1", tier)
        assert _next(room) == (Next.KEY, tier)
        key_tier(room, "q1", tier)
        assert _next(room) == (Next.CLOSE, tier)
        steps.close_tier(room, "q1", tier)
    assert _next(room) == (Next.RESULT, None)
    steps.reopen_tier(room, "q1", "middle", "漏登")
    assert _next(room) == (Next.CLOSE, "middle")


def test_how_far_each_rater_is(room: Room) -> None:
    steps.recuse(room, "q1", ("s1", "s2"), "亲属")
    steps.open_tier(room, "q1", "peer")
    key_ballot(room, ("q1", "peer", "s1"))
    key_ballot(room, ("q1", "peer", "s2"), lambda c: None if c == "l1" else (), hand_in=False)
    key_ballot(room, ("q1", "peer", "h"), lambda c: () if c == "l1" else even(c))
    tier = overview.overview(room, "q1").tiers[0]
    seen = {one.rater.code: (one.state, one.answered, one.owed) for one in tier.raters}
    assert seen["s1"] == (BallotProgress.HANDED_IN, 5, 5)
    assert seen["s2"] == (BallotProgress.BEGUN, 1, 6)
    assert seen["h"] == (BallotProgress.HANDED_IN, 6, 7)
    assert seen["l1"] == (BallotProgress.OWED, 0, 6)
    assert list(seen) == ["h", "l1", "l2", "m1", "m2", "s1", "s2", "s3"]
    assert (tier.handed_in, tier.missing) == (2, 1 + 5 + 5 * 6)
    assert tier.missing == sum(steps.missing_by_raters(room, "q1", "peer").values())


def test_the_overview_of_a_period_before_and_after_it_opens(room: Room) -> None:
    before = overview.overview(room, "q1")
    assert not before.opened
    assert [tier.state for tier in before.tiers] == [StepState.WAITING] * 4
    steps.open_tier(room, "q1", "peer")
    after = overview.overview(room, "q1")
    assert after.opened
    assert (after.scheme.name, after.period.name) == ("县统计局绩效考核方案", "q1 小评")
    assert after.scheme_fingerprint == before.scheme_fingerprint
    assert after.roster_fingerprint == before.roster_fingerprint
    assert len(after.scheme_fingerprint) == 64


def test_the_period_the_meeting_is_in(room: Room) -> None:
    def seen() -> tuple[str, list[PeriodState]]:
        states = [state for _period, state in overview.periods(room)]
        return overview.current_period(room), states

    assert seen() == ("q1", [PeriodState.WAITING, PeriodState.WAITING])
    for period in ("q1", "q2"):
        for tier in KEYS:
            steps.open_tier(room, period, tier)
            assert seen()[0] == period
            steps.close_tier(room, period, tier, "试")
    assert seen() == ("q2", [PeriodState.CLOSED, PeriodState.CLOSED])


def test_the_result_is_there_once_the_period_is_closed(room: Room) -> None:
    for tier in KEYS:
        assert overview.result(room, "q1") is None
        steps.open_tier(room, "q1", tier)
        steps.close_tier(room, "q1", tier, "试")
    frozen = overview.result(room, "q1")
    assert frozen is not None
    assert not frozen.standings.complete
    assert {row.review.score for row in frozen.standings.rows} == {None}


def test_pairs_and_classes(room: Room) -> None:
    steps.recuse(room, "q1", ("l1", "s1"), "亲属")
    pairs = overview.pairs(room, "q1", "leader")
    assert {code: [p.code for p in found] for code, found in pairs.items()} == {
        "l1": ["m1", "s2"],
        "l2": ["m2", "s2"],
    }
    assert overview.classes(room, "q1") == {
        Role.STAFF: 3,
        Role.MIDDLE: 2,
        Role.LEADER: 2,
        Role.HEAD: 1,
    }


def test_an_unknown_period(room: Room) -> None:
    with refused("period-unknown", period="q9"):
        overview.overview(room, "q9")
