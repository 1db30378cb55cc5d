"""Change the result of a closed period: show it beforehand, keep the reason, freeze it again.

An old result stays where it is; a correction adds another one with the next number.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from kaohe_tui.domain.entries.entries import YEAR
from kaohe_tui.domain.grades.decision import label, undecided
from kaohe_tui.domain.grades.proposal import propose
from kaohe_tui.domain.record.events import ResultCorrected
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.result.differences import Differences, Outcome, differences
from kaohe_tui.domain.result.shape import fingerprint, from_plain, to_plain
from kaohe_tui.domain.rules.steps import StepState
from kaohe_tui.domain.standings.standings import Standings
from kaohe_tui.domain.text import clean
from kaohe_tui.services.counting.tallies import standings_in
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.entries import entries
from kaohe_tui.store.periods import results
from kaohe_tui.words import N_

Change = Callable[[Room], object]
"""Makes a change with the verbs of ``meeting``, in the room that is passed to it."""


def freeze(room: Room, tx: Transaction, period_room: PeriodRoom) -> tuple[int, str]:
    """Keep the result of a closed period as it follows from the facts now.

    Args:
        room: gives the time.
        tx: of the step or the change that leads to it.
        period_room: the period, its tiers closed.

    Returns:
        The result's number and its fingerprint.
    """
    body = _body(_outcome(tx, period_room))
    digest = fingerprint(body)
    return results.freeze(tx, period_room.opened_id, room.now(), body, digest), digest


def recomputed(tx: Transaction, period_room: PeriodRoom) -> str:
    """Return the result of a closed period as it follows from the facts now, as frozen text."""
    return _body(_outcome(tx, period_room))


@contextmanager
def changing(
    room: Room, period: str, reason: str
) -> Iterator[tuple[Transaction, PeriodRoom | None]]:
    """Open a transaction in which something that the group entered changes.

    Where the period is closed and its result comes out other than before, the new one is frozen in
    the same transaction.

    Args:
        room: the room.
        period: the period's key, or ``YEAR``.
        reason: why; needed where the period is closed.

    Yields:
        The transaction, and the period as it was before; None for the year.

    Raises:
        Refusal: when the scheme has no such period, or it is closed and no reason is given.
    """
    reason = clean(reason)
    with room.acting() as tx:
        period_room = None if period == YEAR else room.period(period)
        closed = period_room is not None and period_room.steps.closed
        if period_room is not None and closed and not reason:
            raise Refusal(
                "reason-missing",
                N_("{period} is closed: changing its result needs a reason."),
                period=period_room.steps.period.name,
            )
        yield tx, period_room
        if period_room is not None and closed:
            _freeze_again(room, tx, replace(period_room, facts=entries.facts(tx, period)), reason)


def preview(room: Room, period: str, change: Change) -> Differences:
    """Return what a change would bring; nothing of it stays.

    Args:
        room: the room.
        period: the period's key.
        change: makes the change with the meeting's verbs, in the room that is passed to it.

    Returns:
        The differences to the frozen result of the period, or to its standings while it has none.

    Raises:
        Refusal: when the change would be refused.
    """
    with rehearsal(room) as (tx, stage):
        period_room = room.period(period)
        old = _frozen(tx, period_room) or _outcome(tx, period_room)
        change(stage)
        new = _outcome(tx, replace(period_room, facts=entries.facts(tx, period)))
        return differences(_shown(period_room, old), _shown(period_room, new))


def closing(room: Room, period: str, tier: str = "") -> Differences | None:
    """Return what closing a tier would change in the result before the reopening.

    Args:
        room: the room.
        period: the period's key.
        tier: the tier's key; empty for a period that holds none.

    Returns:
        None where the tier is not the last one to be closed, or the period had no result yet.

    Raises:
        Refusal: when the scheme has no such period or tier.
    """
    period_room = room.period(period)
    after = period_room.as_ended()
    if tier or period_room.steps.tiers:
        period_room.steps.state_of(tier)
        after = period_room.with_state(tier, StepState.CLOSED)
    if period_room.steps.closed or not after.steps.closed:
        return None
    with room.database.reading() as tx:
        old = _frozen(tx, period_room)
        return (
            None
            if old is None
            else differences(_shown(period_room, old), _shown(period_room, _outcome(tx, after)))
        )


@contextmanager
def rehearsal(room: Room) -> Iterator[tuple[Transaction, Room]]:
    """Open a transaction of which nothing stays, and a room in the middle of it."""
    try:
        with room.acting() as tx:
            yield tx, _Rehearsal(room, tx)
            raise _TakenBackError
    except _TakenBackError:
        pass


class _TakenBackError(Exception):
    """Ends a rehearsal's transaction so that nothing of it stays."""


class _Rehearsal(Room):
    """The room in the middle of a transaction that will be taken back."""

    is_rehearsal = True

    def __init__(self, room: Room, tx: Transaction) -> None:
        super().__init__(room.database, clock=lambda: datetime.fromisoformat(room.now()))
        self.keyboard = room.keyboard
        self._tx = tx

    @contextmanager
    def acting(self, *, checked: bool = True) -> Iterator[Transaction]:
        """Yield the transaction that is already open."""
        yield self._tx


def _freeze_again(room: Room, tx: Transaction, period_room: PeriodRoom, reason: str) -> None:
    """Freeze a closed period's result again, unless it is the very same."""
    before = results.latest(tx, period_room.opened_id)
    if before is not None and before.body == _body(_outcome(tx, period_room)):
        return
    number, digest = freeze(room, tx, period_room)
    old = before.fingerprint if before else ""
    corrected = ResultCorrected(
        period=period_room.key, number=number, result_before=old, digest=digest, reason=reason
    )
    room.note(tx, corrected)


def _outcome(tx: Transaction, period_room: PeriodRoom) -> Outcome:
    standings = standings_in(tx, period_room)
    return Outcome(standings, propose(period_room.scheme, standings, period_room.facts).grades)


def _shown(period_room: PeriodRoom, outcome: Outcome) -> Outcome:
    """Return the outcome with the grades as each person's identity calls them.

    Of people tied across a quota's line it is open who gets the grade: the lower one, which is
    proposed to all of them, would say that they lost it.
    """
    scheme = period_room.scheme
    proposals = propose(scheme, outcome.standings, period_room.facts).of
    labels = {}
    for row in outcome.standings.rows:
        code = row.person.code
        is_tied = code in proposals and bool(proposals[code].tied_for)
        grade = outcome.grades.get(code, "")
        labels[code] = undecided() if is_tied else label(scheme, row.person, grade)
    return Outcome(outcome.standings, labels)


def as_frozen(period_room: PeriodRoom, counted: Standings) -> str:
    """Return standings of a closed period in the form in which its result is frozen."""
    return _body(Outcome(counted, propose(period_room.scheme, counted, period_room.facts).grades))


def _body(outcome: Outcome) -> str:
    plain = to_plain(outcome.standings) | {"grades": dict(outcome.grades)}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True)


def _frozen(tx: Transaction, period_room: PeriodRoom) -> Outcome | None:
    """Return the period's newest result; None while it was never closed."""
    result = results.latest(tx, period_room.id) if period_room.id is not None else None
    if result is None:
        return None
    plain = result.plain
    standings = from_plain(plain)
    # Results frozen before grades were kept hold none: they are what is proposed for them.
    grades = plain.get("grades") or propose(period_room.scheme, standings, period_room.facts).grades
    return Outcome(standings, grades)
