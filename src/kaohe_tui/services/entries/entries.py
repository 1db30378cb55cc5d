"""Enter what the leading group decides: adjustments, vetoes, absences, who gets no grade.

Each verb is one transaction and one entry in the record. In a closed period every one of them needs
a reason and freezes the result again (see ``correcting``).
"""

from fractions import Fraction

from kaohe_tui.domain.entries.entries import (
    YEAR,
    EntryKind,
    Exemption,
    ExemptionKind,
    GroupFacts,
    VetoEntry,
)
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.domain.text import clean
from kaohe_tui.files.entries.absences import AbsenceLine
from kaohe_tui.files.entries.adjustments import NO_SIZE, AdjustmentLine, Size
from kaohe_tui.services.entries.absences import check_days, days_this_year, new_absence
from kaohe_tui.services.entries.approving import needed
from kaohe_tui.services.entries.entry_checks import (
    add,
    adjust,
    approve_entry,
    begun,
    check_rated,
    ground_of,
    note_withdrawn,
    period_needed,
    period_of,
    person_of,
    same_veto,
    standing,
)
from kaohe_tui.services.result.freezing import changing
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.year.year import latest
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.entries import entries
from kaohe_tui.words import N_


def enter_adjustment(
    room: Room,
    period: str,
    code: str,
    rule: str,
    count: int,
    evidence: str,
    *,
    approved_by: str = "",
    correction: str = "",
    size: Size = NO_SIZE,
) -> int:
    """Enter a bonus or a deduction; it counts once it is approved.

    Args:
        room: the room; its actor enters it.
        period: the period's key.
        code: whom it concerns.
        rule: the rule's key or name.
        count: how many times the rule's points, from 1 to ``MOST_TIMES``.
        evidence: a document's number, or what it was.
        approved_by: who approves it at once, as in ``approve``; empty for nobody yet.
        correction: why the result of a closed period changes; not needed in others.
        size: level, matter and points, as far as the rule asks for them.

    Returns:
        The entry's number.

    Raises:
        Refusal: when period, person, rule or level is unknown, the points are not those that the
            rule takes, there is no evidence, the same evidence
            stands for the person and rule already, the person concerned would approve it, or the
            period is closed and no reason is given.
    """
    line = AdjustmentLine(0, code, rule, count, evidence, approved_by, (), *size)
    with changing(room, period, correction) as (tx, period_room):
        return adjust(room, tx, period_needed(period_room), line, clean(correction))


def approve(room: Room, number: int, by: str, *, correction: str = "") -> None:
    """Let an adjustment count from now on.

    Args:
        room: the room.
        number: the entry's.
        by: who approves: a code of the roster, or a name.
        correction: see ``enter_adjustment``.

    Raises:
        Refusal: when there is no such entry, it is withdrawn or approved already, nobody is named,
            or the person concerned would approve it; and as ``enter_adjustment`` does.
    """
    period = period_of(room, EntryKind.ADJUSTMENT, number)
    with changing(room, period, correction) as (tx, period_room):
        approve_entry(room, tx, period_needed(period_room), number, by, clean(correction))


def withdraw(room: Room, kind: EntryKind, number: int, reason: str) -> None:
    """Withdraw an entry; it stays in the register with the reason.

    Raises:
        Refusal: when there is no such entry, it is withdrawn already, or no reason is given.
    """
    reason = needed(reason, "reason-missing", N_("Withdrawing needs a reason."))
    period = period_of(room, kind, number)
    with changing(room, period, reason) as (tx, _period_room):
        entry = standing(tx, kind, number)
        entries.withdraw(tx, entry, room.actor, room.now(), reason)
        note_withdrawn(room, tx, kind, entry, reason)


def enter_veto(
    room: Room,
    period: str,
    code: str,
    ground: str,
    document: str,
    authority: str,
    *,
    correction: str = "",
) -> int:
    """Enter a one-vote veto on one person.

    Args:
        room: the room.
        period: the period's key.
        code: whom it concerns.
        ground: one of the scheme's, where the scheme names some.
        document: the document's number.
        authority: whose decision it was.
        correction: see ``enter_adjustment``.

    Returns:
        The entry's number.

    Raises:
        Refusal: when the scheme has no veto or no such ground, something is empty, nobody rates the
            person, and as ``enter_adjustment`` does.
    """
    document = needed(document, "document-missing", N_("A veto needs the number of its document."))
    authority = needed(
        authority, "authority-missing", N_("A veto needs the authority that decided it.")
    )
    with changing(room, period, correction) as (tx, period_room):
        period_room = period_needed(period_room)
        person = period_room.person(code)
        check_rated(period_room, person)
        facts = {"ground": ground_of(period_room.scheme, ground), "document": document}
        entry = VetoEntry(**begun(room, period, person), **facts, authority=authority)
        _check_not_vetoed(tx, period, period_room.roster.called(person), entry)
        return add(room, tx, EntryKind.VETO, entry, clean(correction))


def _check_not_vetoed(tx: Transaction, period: str, name: str, entry: VetoEntry) -> None:
    """Refuse a veto that stands in the period already."""
    if any(same_veto(each, entry) for each in entries.facts(tx, period).vetoes):
        raise Refusal(
            "veto-already-there",
            N_("{name} is already vetoed on this ground ({ground}, {document})."),
            name=name,
            ground=entry.ground,
            document=entry.document,
        )


def exempt(
    room: Room,
    period: str,
    code: str,
    kind: ExemptionKind,
    reason: str,
    *,
    correction: str = "",
) -> int:
    """Enter that somebody gets no grade (不定等次, 不参加考核).

    Args:
        room: the room.
        period: the period's key, or ``YEAR``.
        code: whom it concerns.
        kind: which of the two.
        reason: why.
        correction: see ``enter_adjustment``; where it is empty the reason stands for it.

    Returns:
        The entry's number.

    Raises:
        Refusal: when somebody has one already, no reason is given, and as ``enter_adjustment``
            does.
    """
    reason = needed(reason, "reason-missing", N_("This needs a reason."))
    with changing(room, period, correction or reason) as (tx, period_room):
        person = person_of(room, period_room, code)
        _check_graded(room, tx, period, person)
        entry = Exemption(**begun(room, period, person), kind=kind, reason=reason)
        return add(room, tx, EntryKind.EXEMPTION, entry, clean(correction))


def check_graded(room: Room, period: str, person: Person) -> None:
    """Whether somebody still gets a grade.

    Raises:
        Refusal: when an entry that stands says otherwise.
    """
    with room.database.reading() as tx:
        _check_graded(room, tx, period, person)


def _check_graded(room: Room, tx: Transaction, period: str, person: Person) -> None:
    if entries.facts(tx, period).exemption_of(person.code):
        roster = room.period(period).roster if period else latest(room)[1]
        raise Refusal(
            "person-already-exempt",
            N_("{name} already gets no grade; withdraw that entry first."),
            name=roster.called(person),
        )


def absent(
    room: Room,
    period: str,
    code: str,
    days: Fraction,
    reason: str,
    *,
    kind: str = "",
    correction: str = "",
) -> int:
    """Enter days away from duty (缺勤).

    Args:
        room: the room.
        period: the period's key.
        code: whom it concerns.
        days: in halves, more than 0.
        reason: why, such as sick leave.
        kind: key or name of the kind of absence; needed where the scheme has more than one.
        correction: see ``exempt``.

    Returns:
        The entry's number.

    Raises:
        Refusal: when the days are not halves, no reason is given, the kind is unknown or missing,
            and as ``enter_adjustment`` does.
    """
    line = AbsenceLine(0, code, days, reason, kind)
    check_days(line)
    with changing(room, period, correction or line.reason) as (tx, period_room):
        before = days_this_year(room, tx).get(code, Fraction(0))
        entry = new_absence(room, period_needed(period_room), line, before)
        return add(room, tx, EntryKind.ABSENCE, entry, clean(correction))


def year_facts(room: Room) -> GroupFacts:
    """Return what was entered for the whole year."""
    with room.database.reading() as tx:
        return entries.facts(tx, YEAR)
