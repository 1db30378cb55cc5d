"""The steps of a review, walked without a database."""

from dataclasses import replace
from fractions import Fraction

import pytest

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.scheme.periods import Period
from kaohe_tui.domain.rules.steps import Steps, StepState, TierStep
from tests.domain.strategies import TIERS
from tests.refused import refused

WAITING, OPEN, CLOSED = StepState
PERIOD = Period("q1", "第一季度小评", Fraction(10))


def _steps(*states: StepState, opened: bool = True) -> Steps:
    tiers = tuple(TierStep(t, s) for t, s in zip(TIERS, states, strict=True))
    return Steps(PERIOD, opened, tiers)


def _with(steps: Steps, key: str, state: StepState) -> Steps:
    tiers = tuple(replace(s, state=state) if s.tier.key == key else s for s in steps.tiers)
    return replace(steps, opened=True, tiers=tiers)


def test_a_whole_meeting() -> None:
    steps = _steps(WAITING, WAITING, WAITING, WAITING, opened=False)
    for tier in TIERS:
        assert not steps.closed
        assert steps.current is None
        assert steps.next_to_open == tier
        steps.check_open(tier.key)
        steps = _with(steps, tier.key, OPEN)
        assert (steps.current, steps.next_to_open) == (tier, None)
        steps.check_scoring(tier.key)
        steps.check_close(tier.key, 0, "")
        steps = _with(steps, tier.key, CLOSED)
        assert steps.last_closed == tier
    assert steps.closed
    assert steps.next_to_open is None


MID = _steps(CLOSED, OPEN, WAITING, WAITING)
BETWEEN = _steps(CLOSED, WAITING, WAITING, WAITING)


@pytest.mark.parametrize(
    ("steps", "key", "says"),
    [
        (MID, "middle", "中层干部评分 is already open."),
        (MID, "peer", "全员互评 is closed; it can only be reopened, with a reason."),
        (MID, "leader", "分管领导评分 waits until 中层干部评分 is closed."),
        (BETWEEN, "leader", "分管领导评分 waits for its turn: 中层干部评分 comes first."),
        (MID, "boss", "“boss”; it has peer, middle, leader, head."),
    ],
)
def test_a_tier_that_may_not_be_opened(steps: Steps, key: str, says: str) -> None:
    with pytest.raises(Refusal) as info:
        steps.check_open(key)
    assert str(info.value).endswith(says)


@pytest.mark.parametrize("key", ["peer", "leader"])
def test_only_the_open_tier_is_scored(key: str) -> None:
    with refused("tier-not-open", period="第一季度小评"):
        MID.check_scoring(key)


@pytest.mark.parametrize(("key", "code"), [("peer", "tier-closed"), ("leader", "tier-not-open")])
def test_only_the_open_tier_is_closed(key: str, code: str) -> None:
    with refused(code):
        MID.check_close(key, 0, "reason")


def test_closing_with_something_missing_needs_a_reason() -> None:
    with refused("ratings-outstanding", tier="中层干部评分", count=3):
        MID.check_close("middle", 3, "")
    MID.check_close("middle", 3, "出差")
    MID.check_close("middle", 0, "")


@pytest.mark.parametrize("key", ["middle", "leader"])
def test_only_a_closed_tier_is_reopened(key: str) -> None:
    with refused("tier-not-closed"):
        MID.check_reopen(key, "reason")


def test_reopening_needs_a_reason() -> None:
    with refused("reason-missing", tier="全员互评"):
        MID.check_reopen("peer", "")
    MID.check_reopen("peer", "登记有误")


def test_the_first_tier_not_closed_comes_next_after_an_earlier_one_was_reopened() -> None:
    steps = _with(_steps(CLOSED, WAITING, CLOSED, WAITING), "peer", OPEN)
    assert _with(steps, "peer", CLOSED).next_to_open == TIERS[1]
    assert not steps.closed
