"""Settle two keyings of a form that differ, by a third person who keyed neither."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kaohe_tui.domain.ballot.row import Row
from kaohe_tui.domain.paper import double_entry
from kaohe_tui.domain.paper.double_entry import Choice, Difference, Side
from kaohe_tui.domain.record.events import CellSettled, Event, RowSettled, Settled
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.domain.rules.scheme.form import Indicator
from kaohe_tui.domain.rules.scheme.tiers import Tier
from kaohe_tui.domain.text import name_key
from kaohe_tui.services.ballots.handing_in import check_rows
from kaohe_tui.services.ballots.saving import check_open
from kaohe_tui.services.ballots.second_keying import Both, check, finish, read
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.secrecy import secrecy
from kaohe_tui.store.ballots import ballots, parts, ratings
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.paper.comparisons import Comparison
from kaohe_tui.words import N_


@dataclass(frozen=True, slots=True)
class Settling:
    """Two keyings that differ, side by side."""

    period: str
    """The period's name."""
    tier: Tier
    """The tier, keyed twice."""
    rater: Person
    """The person whose form it is."""
    first_by: str
    """The name of the clerk who made the first keying."""
    second_by: str
    """The name of the clerk who made the second keying."""
    found: tuple[Difference, ...]
    """The differences, in the order of the form."""
    indicators: tuple[Indicator, ...]
    """The scheme's indicators, in order."""
    step: int
    """The step of a mark in tenths of a point."""
    first_rows: tuple[Row, ...]
    """The form as it was keyed first."""

    def check_total(self, choices: Mapping[int, Choice], written: int | None) -> None:
        """Refuse choices after which the marks do not add up to the total on the paper.

        Args:
            choices: what each difference is settled by, by its place in ``found``.
            written: tenths of a point; None where it was not typed.

        Raises:
            Refusal: when they do not.
        """
        rows = double_entry.settled(self.first_rows, self.found, choices)
        double_entry.check_total(rows, written)


def settling(room: Room, period: str, tier: str, rater: str) -> Settling:
    """Return the differences that are to be settled.

    Raises:
        Refusal: when the tier is not open, the ballot does not wait for it, or the person acting
            has keyed one of the two.
    """
    period_room = room.period(period)
    period_room.steps.check_scoring(tier)
    with room.database.reading() as tx:
        both = _to_settle(room, tx, period_room, tier, rater)
    return Settling(
        period_room.steps.period.name,
        both.tier,
        both.rater,
        both.first_by,
        both.second_by,
        double_entry.differences(both.first_rows, both.second_rows),
        period_room.scheme.indicators,
        period_room.scheme.step,
        tuple(both.first_rows),
    )


def settle(
    room: Room,
    period: str,
    tier: str,
    rater: str,
    seen: Sequence[Difference],
    choices: Mapping[int, Choice],
    control_total: int | None = None,
) -> None:
    """Settle every difference, and hand the ballot in.

    Args:
        room: who acts, and when.
        period: the period's key.
        tier: the tier's key.
        rater: the rater's code.
        seen: the differences as they were looked at.
        choices: what each is settled by, by its place in ``found``.
        control_total: the total on the paper where the tier asks for it, in tenths of a point.

    Raises:
        Refusal: as ``settling``; or when a difference is not settled, the keyings are no longer
            those that were looked at, the total is not the sum of the marks, or
            somebody's total stands for no level.
    """
    with room.acting() as tx:
        period_room = room.period(period)
        period_room.steps.check_scoring(tier)
        both = _to_settle(room, tx, period_room, tier, rater)
        now = double_entry.differences(both.first_rows, both.second_rows)
        _check_same(period_room.roster.called(both.rater), seen, now)
        check(tx, both.tier, both.rater, both.first.id, both.second.id)
        rows = double_entry.settled(both.first_rows, now, choices)
        check_rows(both.tier, rows, control_total)
        _put(tx, both, rows)
        result = _result(room, both, now, choices)
        _note(room, tx, both, now, choices, result)
        finish(room, tx, both, result, sum(row.is_missing for row in rows))
    if both.tier.secret:
        secrecy.tidy(room)


def _check_same(rater: str, seen: Sequence[Difference], now: Sequence[Difference]) -> None:
    """Refuse to settle other differences than those that were looked at."""
    if tuple(now) != tuple(seen):
        raise Refusal(
            "changed-meanwhile",
            N_("{name}'s ballot was entered again in the meantime; check the differences again."),
            name=rater,
        )


def _result(
    room: Room, both: Both, differences: Sequence[Difference], choices: Mapping[int, Choice]
) -> Comparison:
    """Return what the comparison came to: who keyed, who settled, how many cells were wrong."""
    return Comparison(
        both.first_by,
        both.second_by,
        room.actor,
        both.cells,
        double_entry.wrong(differences, choices, Side.FIRST),
        double_entry.wrong(differences, choices, Side.SECOND),
    )


def _to_settle(room: Room, tx: Transaction, period_room: PeriodRoom, tier: str, rater: str) -> Both:
    rules, person = period_room.scheme.tier(tier), period_room.person(rater)
    both = read(tx, period_room, rules, person)
    called = period_room.roster.called(person)
    if both is None:
        check_open(
            ballots.head_of(
                tx, period_room.opened_id, period_room.tier_number(tier), period_room.ids[rater]
            ),
            person,
        )
        raise Refusal(
            "no-differences", N_("{name}'s ballot has no differences to resolve."), name=called
        )
    for name in (both.first_by, both.second_by):
        if name_key(name) == name_key(room.actor):
            raise Refusal(
                "clerk-same",
                N_(
                    "{clerk} entered {name}'s ballot, and so cannot resolve it; ask a third person."
                ),
                clerk=name,
                name=called,
            )
    return both


def _put(tx: Transaction, both: Both, rows: Sequence[Row]) -> None:
    """Write the rows that were settled on the first keying, which is the ballot."""
    for old, row in zip(both.first_rows, rows, strict=True):
        if old == row:
            continue
        number = both.period_room.ids[row.ratee.code]
        ballots.set_abstention(tx, both.first.id, number, on=row.abstained)
        stored = row.asked.to_store(row.marks) if row.asked else row.marks
        ratings.put_row(tx, both.first.id, number, stored)
        for slot, points_given in zip(row.slots, row.parts, strict=False):
            parts.put(tx, both.first.id, number, slot, points_given)


def _note(
    room: Room,
    tx: Transaction,
    both: Both,
    differences: Sequence[Difference],
    choices: Mapping[int, Choice],
    result: Comparison,
) -> None:
    """Record each cell and the whole; of a secret tier only how many cells there were."""
    for place, each in enumerate(differences if not both.tier.secret else ()):
        room.note(tx, _settled(both, each, choices[place]))
    room.note(
        tx,
        Settled(
            period=both.period_room.key,
            tier=both.tier.key,
            rater=both.rater.code,
            first_by=result.first_by,
            first_wrong=result.first_wrong,
            second_by=result.second_by,
            second_wrong=result.second_wrong,
            differing=len(differences),
        ),
    )


def _settled(both: Both, each: Difference, choice: Choice) -> Event:
    """Return the event for what one cell, or the whole row, was settled to."""
    period, tier, rater = both.period_room.key, both.tier.key, both.rater.code
    if each.column is None:
        return RowSettled(
            period=period,
            tier=tier,
            rater=rater,
            ratee=each.ratee.code,
            first=each.told(Side.FIRST),
            second=each.told(Side.SECOND),
            marks=each.told(choice),
        )
    return CellSettled(
        period=period,
        tier=tier,
        rater=rater,
        ratee=each.ratee.code,
        indicator=each.key(both.period_room.scheme.indicators),
        part=None if each.part is None else each.part + 1,
        first=each.given(Side.FIRST),
        second=each.given(Side.SECOND),
        mark=each.given(choice) if isinstance(choice, Side) else choice,
    )
