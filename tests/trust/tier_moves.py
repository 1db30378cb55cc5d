"""Moves of a whole tier: opened, closed, reopened, taken back; recusals, codes, forms; periods
called off."""

import random
from contextlib import suppress
from functools import partial

from kaohe_tui.domain.ballot.state import BallotProgress
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.services.access import codes
from kaohe_tui.services.ballots import open_ballot
from kaohe_tui.services.counting import overview
from kaohe_tui.services.paper import forms
from kaohe_tui.services.periods import calling_off
from kaohe_tui.services.tiers import steps, taking_back
from kaohe_tui.services.tiers.closing_sheet import NOBODY, Signers
from tests.trust.ballot_moves import bring_rest, scored
from tests.trust.stage import Stage


def open_next(stage: Stage, dice: random.Random) -> None:
    """Open the tier whose turn it is; now and then another one."""
    period = stage.a_period(dice)
    now = stage.room.period(period).steps
    tier = now.next_to_open.key if now.next_to_open else dice.choice(now.tiers).tier.key
    if dice.random() < 0.05:
        tier = dice.choice(now.tiers).tier.key
    before = dice.random() < 0.3
    stage.verb(
        f"open {period} {tier}{' before its turn' if before else ''}",
        lambda: steps.open_tier(stage.room, period, tier, out_of_order=before),
    )


def take_opening_back(stage: Stage, dice: random.Random) -> None:
    """Take an opening back, with a reason as a rule; what is in is given back before, as a rule."""
    period = stage.open_period(dice)
    tier = stage.a_tier(period, dice)
    reason, discard = dice.choice(["花名册有误", "花名册有误", ""]), dice.random() < 0.8
    if dice.random() < 0.6:
        with suppress(Refusal):
            _give_all_back(stage, period, tier)
    stage.verb(
        f"take the opening back {period} {tier} {reason}",
        lambda: taking_back.take_back(stage.room, period, tier, reason, discard=discard),
    )


def _give_all_back(stage: Stage, period: str, tier: str) -> None:
    here = stage.room.period(period)
    for line in overview.progress(stage.room, here)[here.tier_number(tier)].raters:
        if line.state in (BallotProgress.HANDED_IN, BallotProgress.KEYED, BallotProgress.DIFFERS):
            which = period, tier, line.rater.code
            back = partial(open_ballot.give_back, stage.room, *which, "重来")
            stage.verb(f"give back {' '.join(which)}", back)


def call_off(stage: Stage, dice: random.Random) -> None:
    """Call a period off, or hold one after all."""
    keys = [period.key for period in stage.room.rules()[0].periods]
    off = [key for key in keys if key in stage.room.called_off()]
    reason = dice.choice(["合并开展", "合并开展", ""])
    if off and dice.random() < 0.7:
        period = dice.choice(off)
        stage.verb(
            f"hold {period} after all {reason}",
            lambda: calling_off.hold_after_all(stage.room, period, reason),
        )
        return
    period = dice.choice(keys)
    stage.verb(
        f"call off {period} {reason}", lambda: calling_off.call_off(stage.room, period, reason)
    )


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
