"""Moves on ballots: keyed by keys, handed in, given back, struck out, imported, keyed twice."""

import random
from collections.abc import Callable
from contextlib import suppress

from kaohe_tui.domain.ballot.parts import Given
from kaohe_tui.domain.ballot.row import Marks, Row
from kaohe_tui.domain.ballot.state import BallotProgress
from kaohe_tui.domain.numbers import points
from kaohe_tui.domain.paper.double_entry import Choice, Side
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.scheme.tiers import Entry
from kaohe_tui.services.ballots import importing, open_ballot, righting
from kaohe_tui.services.ballots.open_ballot import OpenBallot
from kaohe_tui.services.counting.overview import pairs, progress
from kaohe_tui.services.paper import settling
from kaohe_tui.services.tiers import steps
from kaohe_tui.store.ballots import ballots as store
from tests.bureau import raters
from tests.trust.desk_moves import change_chairs
from tests.trust.stage import Stage

_IN = (BallotProgress.HANDED_IN, BallotProgress.VOID, BallotProgress.DIFFERS)


class WatchedBallot(OpenBallot):
    """A ballot that remembers what was not kept: its sheet says so and goes on."""

    refused: Refusal | None = None

    def mark(self, ratee: str, indicator: int, value: int | None) -> bool:
        """See ``Save.mark``."""
        return self._watched(lambda: super(WatchedBallot, self).mark(ratee, indicator, value))

    def parts(self, ratee: str, indicator: int, given: Given, mark: int | None) -> bool:
        """See ``Save.parts``."""
        return self._watched(
            lambda: super(WatchedBallot, self).parts(ratee, indicator, given, mark)
        )

    def abstention(self, ratee: str, marks: Marks, parts: tuple[Given, ...], *, on: bool) -> bool:
        """See ``Save.abstention``."""
        return self._watched(
            lambda: super(WatchedBallot, self).abstention(ratee, marks, parts, on=on)
        )

    def _watched(self, keep: Callable[[], bool]) -> bool:
        try:
            return keep()
        except Refusal as refusal:
            self.refused = self.refused or refusal
            raise


def _rater(stage: Stage, dice: random.Random, period: str, tier: str) -> str:
    """One who still owes a ballot, as a rule; else any rater."""
    known = raters(stage.room, period, tier) or (stage.a_person(dice, period),)
    if dice.random() < 0.85:
        [now] = [
            each
            for each in progress(stage.room, stage.room.period(period))
            if each.tier.key == tier
        ]
        owing = [line.rater.code for line in now.raters if line.state not in _IN]
        return dice.choice(owing or known)
    return dice.choice(known)


def scored(stage: Stage, dice: random.Random) -> str:
    """A period in which ballots are taken; its next tier is opened as a rule where none is."""
    period = stage.open_period(dice)
    now = stage.room.period(period).steps
    if now.current is None and now.next_to_open and dice.random() < 0.85:
        tier = now.next_to_open.key
        stage.verb(f"open {period} {tier}", lambda: steps.open_tier(stage.room, period, tier))
    return period


def _which(stage: Stage, dice: random.Random) -> tuple[str, str, str]:
    period = scored(stage, dice)
    tier = stage.a_tier(period, dice)
    return period, tier, _rater(stage, dice, period, tier)


def key_all(stage: Stage, dice: random.Random) -> None:
    """Key a whole ballot and hand it in."""
    _key(stage, dice, share=1.0, hand_in=1.0)


def key_some(stage: Stage, dice: random.Random) -> None:
    """Key a part of a ballot, over what stands on it; hand it in now and then all the same."""
    _key(stage, dice, share=0.5, hand_in=0.35)


def _key(stage: Stage, dice: random.Random, *, share: float, hand_in: float) -> None:
    which = _which(stage, dice)
    where = " ".join(which)
    twice = stage.room.period(which[0]).scheme.tier(which[1]).entry is Entry.DOUBLE
    if twice and dice.random() < 0.7:
        change_chairs(stage, dice)
    ballot = stage.verb(f"take up {where}", lambda: WatchedBallot(stage.room, *which))
    try:
        if ballot.lock.is_shut:
            _unlock(stage, dice, ballot, which)
        pressed: list[str] = []
        try:
            _press_rows(ballot, dice, share, pressed)
        finally:
            stage.said.append(f"keys {where}: {' '.join(pressed)}")
        if ballot.refused is not None:
            _tell(stage, ballot.refused)
        if dice.random() < hand_in:
            stage.verb(f"hand in {where}", ballot.hand_in)
    finally:
        ballot.leave()


def _tell(stage: Stage, refused: Refusal) -> None:
    def again() -> None:
        raise refused

    stage.verb("a key", again)


def _unlock(
    stage: Stage, dice: random.Random, ballot: OpenBallot, which: tuple[str, str, str]
) -> None:
    code = stage.slips.get(which, "23456789")
    if dice.random() < 0.3:
        with suppress(Refusal):
            stage.verb("a wrong code", lambda: ballot.lock.open("zzzzzzzz"), counts=True)
        stage.clock.at = stage.clock.at.replace(hour=(stage.clock.at.hour + 1) % 24)
    stage.verb("the rater's code", lambda: ballot.lock.open(code), counts=True)


def _press_rows(
    ballot: WatchedBallot, dice: random.Random, share: float, pressed: list[str]
) -> None:
    for place, row in enumerate(ballot.sheet.rows):
        if row.recused or dice.random() > share or ballot.refused is not None:
            continue
        pressed.append(f"{row.ratee.code}:")
        ballot.sheet.go_to(place)
        if row.abstained:
            if share < 1 and dice.random() < 0.5:
                _press(ballot, pressed, "-")
            continue
        if dice.random() < 0.12:
            _press(ballot, pressed, "-")
            continue
        _press_cells(ballot, dice, place, row, pressed)
    if dice.random() < 0.15:
        _press(ballot, pressed, "u")


def _press_cells(
    ballot: WatchedBallot, dice: random.Random, place: int, row: Row, pressed: list[str]
) -> None:
    for column, indicator in enumerate(ballot.sheet.indicators):
        limits = [part.points for part in row.parts_at(column)] or [indicator.points]
        for part, most in enumerate(limits):
            if dice.random() < 0.03:
                continue
            ballot.sheet.go_to(place, column, part)
            if ballot.sheet.rows[place].given(column, part) is not None and dice.random() < 0.3:
                _press(ballot, pressed, "delete")
            # A few values only: two clerks are to come to the same ones now and then.
            tenths = dice.choice([most, most - 10, most // 20 * 10])
            _press(ballot, pressed, *points(tenths))
            if ballot.sheet.text:
                _press(ballot, pressed, "enter")


def _press(ballot: WatchedBallot, pressed: list[str], *keys: str) -> None:
    for key in keys:
        if ballot.refused is None:
            ballot.sheet.key(key)
            pressed.append(key)


def give_back(stage: Stage, dice: random.Random) -> None:
    """Give a ballot back that was handed in."""
    which = _handed_in(stage, dice)
    stage.verb(
        f"give back {' '.join(which)}", lambda: open_ballot.give_back(stage.room, *which, "填错")
    )


def strike_out(stage: Stage, dice: random.Random) -> None:
    """Strike out a ballot that was handed in."""
    which = _handed_in(stage, dice)
    stage.verb(
        f"strike out {' '.join(which)}", lambda: open_ballot.strike_out(stage.room, *which, "代填")
    )


def restore(stage: Stage, dice: random.Random) -> None:
    """Restore a ballot that was struck out, or give it back."""
    which = _in_state(stage, dice, BallotProgress.VOID)
    where = " ".join(which)
    if dice.random() < 0.3:
        stage.verb(f"give back {where}", lambda: open_ballot.give_back(stage.room, *which, "重填"))
        return
    stage.verb(f"restore {where}", lambda: righting.restore(stage.room, *which, "误作废"))


def move_ballot(stage: Stage, dice: random.Random) -> None:
    """Move a ballot to another rater, or exchange it with that one's."""
    period, tier, one = _in_state(
        stage, dice, *(state for state in BallotProgress if state is not BallotProgress.OWED)
    )
    other = dice.choice(raters(stage.room, period, tier) or (stage.a_person(dice, period),))
    verb = dice.choice([righting.move, righting.exchange])
    stage.verb(
        f"{verb.__name__} {period} {tier} {one} {other}",
        lambda: verb(stage.room, period, tier, one, other, "录错人"),
    )


def _handed_in(stage: Stage, dice: random.Random) -> tuple[str, str, str]:
    states = (BallotProgress.HANDED_IN, BallotProgress.KEYED, BallotProgress.DIFFERS)
    return _in_state(stage, dice, *states)


def _in_state(stage: Stage, dice: random.Random, *states: BallotProgress) -> tuple[str, str, str]:
    """A ballot that stands so in the open tier; anybody's where none does."""
    period = stage.open_period(dice)
    tier = stage.a_tier(period, dice)
    here = stage.room.period(period)
    found = []
    for each in progress(stage.room, here):
        if each.tier.key == tier:
            found = [line.rater.code for line in each.raters if line.state in states]
    return period, tier, dice.choice(found or [stage.a_person(dice, period)])


def bring(stage: Stage, dice: random.Random) -> None:
    """Import a file with some ratings of a rater or two, the rest of a ballot among them."""
    period = scored(stage, dice)
    tier = stage.a_tier(period, dice)
    known = raters(stage.room, period, tier)
    _import(stage, dice, period, tier, dice.sample(known, min(len(known), 2)), 0.7)


def bring_rest(stage: Stage, dice: random.Random) -> None:
    """Import all that the open tier lacks."""
    period = scored(stage, dice)
    tier = stage.a_tier(period, dice)
    _import(stage, dice, period, tier, raters(stage.room, period, tier), 1.0)


def _import(
    stage: Stage,
    dice: random.Random,
    period: str,
    tier: str,
    codes: tuple[str, ...] | list[str],
    share: float,
) -> None:
    indicators = stage.room.period(period).scheme.indicators
    keys = [each.key for each in indicators]
    lines = [",".join(["tier", "rater", "ratee", *keys, "abstain"])]
    for rater in codes:
        for ratee in _unrated(stage, dice, period, tier, rater):
            if dice.random() > share:
                continue
            if dice.random() < 0.1:
                lines.append(",".join([tier, rater, ratee, *("" for _key in keys), "1"]))
            else:
                marks = [points(dice.choice([i.points, i.points - 10, 100])) for i in indicators]
                lines.append(",".join([tier, rater, ratee, *marks, ""]))
    path = stage.file("ballots.csv", lines)
    told = f"import {'; '.join(lines[1:])}"
    stage.verb(told, lambda: importing.import_ballots(stage.room, path, period))


def _unrated(stage: Stage, dice: random.Random, period: str, tier: str, rater: str) -> list[str]:
    """Whom the rater has not rated yet, as far as the ballot tells; now and then everybody."""
    here = stage.room.period(period)
    ratees = [person.code for person in pairs(stage.room, period, tier).get(rater, ())]
    if here.id is None or dice.random() < 0.02:
        return ratees
    with stage.room.database.reading() as tx:
        number = here.tier_number(tier)
        head = store.head_of(tx, here.id, number, here.ids[rater])
        if head is None:
            return ratees
        if head.state in ("void", "keyed") or (
            head.state == "handed_in" and here.scheme.tier(tier).secret
        ):
            return ratees if dice.random() < 0.02 else []
        facts = store.facts(tx, head.id)
    rated = {here.codes[ratee] for ratee in (*facts.marks, *facts.abstentions)}
    return [code for code in ratees if code not in rated]


def settle(stage: Stage, dice: random.Random) -> None:
    """Settle two keyings that differ."""
    period = stage.open_period(dice)
    here = stage.room.period(period)
    found = [
        (each.tier.key, line.rater.code)
        for each in progress(stage.room, here)
        for line in each.raters
        if line.state is BallotProgress.DIFFERS
    ]
    if not found:
        key_all(stage, dice)
        return
    tier, rater = dice.choice(found)
    change_chairs(stage, dice)
    where = f"{period} {tier} {rater}"
    seen = stage.verb(
        f"look at both {where}", lambda: settling.settling(stage.room, period, tier, rater)
    )
    choices: dict[int, Choice] = {}
    for place, each in enumerate(seen.found):
        choices[place] = dice.choice([Side.FIRST, Side.SECOND])
        if each.column is not None and each.part is None and dice.random() < 0.2:
            choices[place] = 100
    stage.verb(
        f"settle {where}",
        lambda: settling.settle(stage.room, period, tier, rater, seen.found, choices),
    )
