"""Moves of a whole tier: opened, closed, reopened; recusals, codes, forms."""

import random
from contextlib import suppress

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.meeting import codes, forms, steps
from kaohe_tui.meeting.closings import NOBODY, Signers
from tests.trust.ballot_moves import bring_rest, scored
from tests.trust.stage import Stage


def open_next(stage: Stage, dice: random.Random) -> None:
    """Open the tier whose turn it is; now and then another one."""
    period = stage.a_period(dice)
    now = stage.room.period(period).steps
    tier = now.next_to_open.key if now.next_to_open else dice.choice(now.tiers).tier.key
    if dice.random() < 0.05:
        tier = dice.choice(now.tiers).tier.key
    stage.verb(f"open {period} {tier}", lambda: steps.open_tier(stage.room, period, tier))


def close(stage: Stage, dice: random.Random) -> None:
    """Close the open tier, with a reason as a rule."""
    period = stage.open_period(dice)
    tier = stage.a_tier(period, dice)
    reason = "到时间" if dice.random() < 0.8 else ""
    signers = Signers("甲", "丁") if dice.random() < 0.3 else NOBODY
    own = {}
    if dice.random() < 0.4 and stage.room.period(period).id is not None:
        missing = steps.missing_by_raters(stage.room, period, tier)
        own = {code: "出差" for code in missing if code and dice.random() < 0.6}
    stage.verb(
        f"close {period} {tier} {reason} {sorted(own)}",
        lambda: steps.close_tier(stage.room, period, tier, reason, signers, own),
    )


def finish(stage: Stage, dice: random.Random) -> None:
    """Bring all that the open tier lacks, and close it."""
    with suppress(Refusal):
        bring_rest(stage, dice)
    close(stage, dice)


def reopen(stage: Stage, dice: random.Random) -> None:
    """Reopen a closed tier."""
    keys = [period.key for period in stage.room.rules()[0].periods]
    found = [
        (key, step.tier.key)
        for key in keys
        for step in stage.room.period(key).steps.tiers
        if step.state.value == "closed"
    ]
    period, tier = dice.choice(found or [(keys[0], stage.a_tier(keys[0], dice))])
    stage.verb(
        f"reopen {period} {tier}", lambda: steps.reopen_tier(stage.room, period, tier, "补录")
    )


def recuse(stage: Stage, dice: random.Random) -> None:
    """Recuse a pair in the tiers to come."""
    period = stage.a_period(dice)
    pair = stage.a_person(dice, period), stage.a_person(dice, period)
    stage.verb(
        f"recuse {period} {pair[0]}>{pair[1]}",
        lambda: steps.recuse(stage.room, period, pair, "近亲属"),
    )


def lift(stage: Stage, dice: random.Random) -> None:
    """Lift a recusal."""
    period = stage.a_period(dice)
    known = steps.recusals_set(stage.room, period)
    if not known:
        recuse(stage, dice)
        return
    one = dice.choice(known)
    pair = one.rater, one.ratee
    stage.verb(
        f"lift {period} {pair[0]}>{pair[1]}",
        lambda: steps.lift_recusal(stage.room, period, pair),
    )


def issue_codes(stage: Stage, dice: random.Random) -> None:
    """Print codes for a tier, or for one rater."""
    period = scored(stage, dice)
    tier = stage.a_tier(period, dice)
    rater = stage.a_person(dice, period) if dice.random() < 0.6 else ""
    slips = stage.verb(
        f"codes {period} {tier} {rater}", lambda: codes.issue(stage.room, period, tier, rater)
    )
    for slip in slips:
        stage.slips[period, tier, slip.rater.code] = slip.code


def withdraw_codes(stage: Stage, dice: random.Random) -> None:
    """Let codes hold no longer."""
    period = stage.open_period(dice)
    tier = stage.a_tier(period, dice)
    coded = [which for which in stage.slips if which[:2] == (period, tier)]
    if not coded:
        issue_codes(stage, dice)
        return
    rater = dice.choice(coded)[2] if dice.random() < 0.3 else ""
    stage.verb(
        f"withdraw codes {period} {tier} {rater}",
        lambda: codes.withdraw(stage.room, period, tier, rater),
    )


def enter_forms(stage: Stage, dice: random.Random) -> None:
    """Enter how many paper forms were handed out and came back."""
    period = scored(stage, dice)
    tier = stage.a_tier(period, dice)
    out, back = dice.choice([None, 4, 5]), dice.choice([None, 3, 4])
    stage.verb(
        f"forms {period} {tier} {out}/{back}",
        lambda: forms.enter(stage.room, period, tier, handed_out=out, returned=back),
    )
