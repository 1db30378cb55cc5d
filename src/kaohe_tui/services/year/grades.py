"""Propose and decide grades, of a period and of the year."""

from collections.abc import Mapping

from kaohe_tui.domain.entries.entries import YEAR, Decision
from kaohe_tui.domain.grades.allowing import check_decide, check_take_back
from kaohe_tui.domain.grades.decision import Grading
from kaohe_tui.domain.grades.proposal import Proposals
from kaohe_tui.domain.record.events import Event, GradeDecided, GradeTakenBack
from kaohe_tui.domain.standings.standings import Standings
from kaohe_tui.domain.text import clean
from kaohe_tui.services.counting import overview
from kaohe_tui.services.counting.board import Board
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.year import year
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.entries import entries


def standings_of(room: Room, key: str) -> Standings:
    """Return the standings of a period or the year, frozen or as they may be seen now.

    Raises:
        Refusal: when the scheme has no such period.
    """
    if key == YEAR:
        return year.year_of(room).standings
    result = overview.result(room, key)
    return result.standings if result else Board(room, key).standings


def grading(room: Room, key: str) -> Grading:
    """Return everybody's proposed and decided grade, read in one go.

    Args:
        room: the room.
        key: the period's, or ``YEAR``.

    Raises:
        Refusal: when the scheme has no such period.
    """
    if key == YEAR:
        return year.view(room).grading
    period_room = room.period(key)
    return year.grading_of(period_room, standings_of(room, key), closed=period_room.steps.closed)


def proposals(room: Room, key: str) -> Proposals:
    """Return what is proposed for everybody, and how the quotas are used."""
    return grading(room, key).proposals


def final_grades(room: Room, key: str) -> Mapping[str, str]:
    """Return code -> the grade decided, else the one proposed; empty where there is neither."""
    return grading(room, key).finals


def decide(room: Room, key: str, code: str, grade: str, reason: str = "") -> None:
    """Enter the grade that the group decided for a person.

    Args:
        room: the room.
        key: the period's, or ``YEAR``.
        code: the person's.
        grade: its name in the scheme.
        reason: needed where it is not the one proposed.

    Raises:
        Refusal: for an unknown person or grade, somebody who gets none, a veto or a bar that
            stands against it, places that are all taken, a missing reason, a period that is not
            closed (for the year: one that weighs is not).
    """
    reason = clean(reason)
    with room.acting() as tx:
        now = grading(room, key)
        check_decide(now, code, grade, reason)
        _enter(room, tx, now, key, code, grade, reason)


def take_back(room: Room, key: str, code: str, reason: str) -> None:
    """Take a decision back, so that the proposal holds again.

    Raises:
        Refusal: when nothing was decided, no reason is given, or the grade proposed has no place
            left.
    """
    reason = clean(reason)
    with room.acting() as tx:
        now = grading(room, key)
        check_take_back(now, code, reason)
        _enter(room, tx, now, key, code, "", reason)


def _enter(
    room: Room, tx: Transaction, now: Grading, key: str, code: str, grade: str, reason: str
) -> None:
    entry = Decision(
        id=0,
        period=key,
        code=code,
        grade=grade,
        proposed=now.proposed(code),
        reason=reason,
        decided_by=room.actor,
        decided_at=room.now(),
    )
    entries.add(tx, entry)
    before = now.facts.decided(code)
    old = before.grade if before else ""
    event: Event = GradeTakenBack(period=key, person=code, before=old, reason=reason)
    if grade:
        event = GradeDecided(period=key, person=code, before=old, grade=grade, reason=reason)
    room.note(tx, event)
