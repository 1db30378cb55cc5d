"""Begin, check, find again and record everything that the leading group enters."""

from typing import Any, TypedDict

from kaohe_tui.domain.entries.documents import document_key
from kaohe_tui.domain.entries.entries import (
    Absence,
    Adjustment,
    EntryKind,
    Exemption,
    Figure,
    VetoEntry,
)
from kaohe_tui.domain.record.events import ENTERED, WITHDRAWN, AdjustmentApproved, OfEntry
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.standings.standings import rated_people
from kaohe_tui.domain.text import clean, name_key
from kaohe_tui.files.entries.adjustments import AdjustmentLine
from kaohe_tui.services.entries.approving import approver, needed
from kaohe_tui.services.entries.kinds import level_of, own_points, rule_of
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.year.year import latest
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.entries import entries
from kaohe_tui.words import N_, _

MOST_TIMES = 999
"""How many times a rule may count in one entry."""
_NUMBERS = 2**63
"""The end of SQLite's whole numbers, itself excluded."""


class Begun(TypedDict):
    """The fields that every new entry begins with."""

    id: int
    """The entry's number; 0: not kept yet."""
    period: str
    """The period's key, or ``YEAR``."""
    code: str
    """The code of the person whom the entry concerns."""
    entered_by: str
    """The name of the person who enters it."""
    entered_at: str
    """When it is entered: ISO 8601 with its offset."""
    withdrawn_by: str
    """Empty: a new entry stands."""
    withdrawn_at: str
    """Empty: a new entry stands."""
    withdrawn_reason: str
    """Empty: a new entry stands."""


def check_count(count: int) -> None:
    """Refuse a count that a rule cannot apply.

    Raises:
        Refusal: when it is not from 1 to ``MOST_TIMES``.
    """
    if not 1 <= count <= MOST_TIMES:
        raise Refusal(
            "count-wrong", N_("The count is a whole number from 1 to {most}."), most=MOST_TIMES
        )


def adjust(
    room: Room, tx: Transaction, period_room: PeriodRoom, line: AdjustmentLine, correction: str
) -> int:
    """Enter one adjustment within a transaction; return its number.

    See ``entries.enter_adjustment``.
    """
    entry = new_adjustment(room, tx, period_room, line)
    number = add(room, tx, EntryKind.ADJUSTMENT, entry, correction)
    if line.approved_by:
        approve_entry(room, tx, period_room, number, line.approved_by, correction)
    return number


def new_adjustment(
    room: Room, tx: Transaction, period_room: PeriodRoom, line: AdjustmentLine
) -> Adjustment:
    """Return the entry that a line would make; nothing is kept.

    Raises:
        Refusal: as ``entries.enter_adjustment`` does.
    """
    period_room.steps.check_held()
    person = period_room.person(line.code)
    rule = rule_of(period_room.scheme, line.rule)
    level = level_of(rule, line.level)
    evidence = needed(line.evidence, "evidence-missing", N_("An adjustment needs its evidence."))
    check_count(line.count)
    points = own_points(rule, line)
    same_by = evidence, level, clean(line.matter)
    same = entries.same_adjustments(tx, person.code, rule.key, *same_by).get(period_room.key)
    if same is not None:
        raise Refusal(
            "evidence-used",
            N_(
                "{name}, {rule}: this evidence is already used (no. {number}); give another one, "
                "or withdraw that entry."
            ),
            name=period_room.roster.called(person),
            rule=rule.name,
            number=same,
        )
    if line.approved_by:
        approver(period_room.roster, person, line.approved_by)
    begun_now = begun(room, period_room.key, person)
    return Adjustment(
        **begun_now,
        rule=rule.key,
        count=line.count,
        evidence=evidence,
        level=level,
        matter=same_by[-1],
        points=points,
    )


def approve_entry(
    room: Room, tx: Transaction, period_room: PeriodRoom, number: int, by: str, correction: str
) -> None:
    """Approve one adjustment within a transaction (see ``entries.approve``)."""
    entry = standing(tx, EntryKind.ADJUSTMENT, number)
    assert isinstance(entry, Adjustment)
    if entry.approved_at:
        raise Refusal(
            "approved-already",
            N_("Adjustment no. {number} was approved by {name} already."),
            number=number,
            name=entry.approved_by,
        )
    name = approver(period_room.roster, period_room.person(entry.code), by)
    entries.approve(tx, entry, name, room.now())
    room.note(
        tx,
        AdjustmentApproved(
            period=period_room.key,
            person=entry.code,
            number=number,
            rule=entry.rule,
            times=entry.count,
            evidence=entry.evidence,
            level=entry.level,
            of_matter=entry.matter,
            points=entry.points,
            approved_by=name,
            reason=correction,
        ),
    )


def add(room: Room, tx: Transaction, kind: EntryKind, entry: entries.Kept, correction: str) -> int:
    """Keep a new entry and record it; return its number."""
    number = entries.add(tx, entry)
    room.note(tx, _happened(ENTERED[kind], entry, number, correction))
    return number


def note_withdrawn(
    room: Room, tx: Transaction, kind: EntryKind, entry: entries.Kept, reason: str
) -> None:
    """Record that an entry no longer holds."""
    room.note(tx, _happened(WITHDRAWN[kind], entry, entry.id, reason))


def _happened(event: type[OfEntry], entry: entries.Kept, number: int, reason: str) -> OfEntry:
    """Return the event of an entry, with what the entry says."""
    return event(
        period=entry.period, person=entry.code, number=number, reason=reason, **_fields_of(entry)
    )


def begun(room: Room, period: str, person: Person) -> Begun:
    """Return the fields that an entry on a person begins with, entered now by the person acting."""
    return Begun(
        id=0,
        period=period,
        code=person.code,
        entered_by=room.actor,
        entered_at=room.now(),
        withdrawn_by="",
        withdrawn_at="",
        withdrawn_reason="",
    )


def _fields_of(entry: entries.Kept) -> dict[str, Any]:
    match entry:
        case Adjustment():
            size = {"level": entry.level, "of_matter": entry.matter, "points": entry.points}
            return {"rule": entry.rule, "times": entry.count, "evidence": entry.evidence} | size
        case VetoEntry():
            return {"grounds": f"{entry.ground} {entry.document} {entry.authority}"}
        case Exemption():
            return {"exemption": entry.kind, "because": entry.reason}
        case Absence():
            kind = {"absence": entry.kind}
            return {"half_days": entry.half_days, "because": entry.reason} | kind
        case Figure():
            figure = {"figure": entry.figure, "evidence": entry.evidence}
            return {"component": entry.part, **figure}


def period_of(room: Room, kind: EntryKind, number: int) -> str:
    """Return the key of the period that an entry belongs to, or ``YEAR``.

    Raises:
        Refusal: when there is no such entry.
    """
    # Not in a reading transaction, which would not see what a rehearsal has written.
    with room.acting() as tx:
        return _entry(tx, kind, number).period


def _entry(tx: Transaction, kind: EntryKind, number: int) -> entries.Kept:
    entry = entries.entry(tx, kind, number) if 0 < number < _NUMBERS else None
    if entry is None:
        raise Refusal(
            "entry-unknown", N_("There is no {kind} no. {number}."), kind=kind.label, number=number
        )
    return entry


def standing(tx: Transaction, kind: EntryKind, number: int) -> entries.Kept:
    """Return an entry that has not been withdrawn.

    Raises:
        Refusal: when there is none of that number, or it was withdrawn.
    """
    entry = _entry(tx, kind, number)
    if not entry.stands:
        raise Refusal(
            "entry-withdrawn",
            N_("The {kind} no. {number} was withdrawn: {reason}"),
            kind=kind.label,
            number=number,
            reason=entry.withdrawn_reason,
        )
    return entry


def period_needed(period_room: PeriodRoom | None) -> PeriodRoom:
    """Return the period; refuse None, for what cannot be entered for the year."""
    if period_room is None:
        raise Refusal("period-missing", N_("Name the period it belongs to."))
    return period_room


def person_of(room: Room, period_room: PeriodRoom | None, code: str) -> Person:
    """Return a person of the period's roster, or for the year of the latest one opened.

    Raises:
        Refusal: when nobody has that code.
    """
    if period_room is not None:
        return period_room.person(code)
    return latest(room)[1].find(code)


def ground_of(scheme: Scheme, text: str) -> str:
    """Return the ground as the scheme has it; any text where the scheme names none.

    Raises:
        Refusal: when the scheme has no vetoes or other grounds.
    """
    if not scheme.vetoes:
        raise Refusal("vetoes-none", N_("The scheme has no vetoes."))
    if not scheme.grounds:
        return needed(text, "ground-missing", N_("A veto needs its ground."))
    for ground in scheme.grounds:
        if name_key(ground) == name_key(text):
            return ground
    raise Refusal(
        "ground-unknown",
        N_("“{ground}” is not a ground of the scheme; its grounds are: {known}."),
        ground=text,
        known=_("; ").join(scheme.grounds),
    )


def check_rated(period_room: PeriodRoom, person: Person) -> None:
    """Refuse a person who gets no result in the period, for what changes nothing else.

    Raises:
        Refusal: when no tier rates the person.
    """
    if person not in rated_people(period_room.scheme, period_room.roster):
        raise Refusal(
            "person-not-rated",
            N_("Nobody rates {name} in {period}, so there is no result to veto."),
            name=period_room.roster.called(person),
            period=period_room.steps.period.name,
        )


def same_veto(one: VetoEntry, other: VetoEntry) -> bool:
    """Return whether both are on the same person, ground and document, and the first stands."""
    return one.stands and (one.code, one.ground, document_key(one.document)) == (
        other.code,
        other.ground,
        document_key(other.document),
    )
