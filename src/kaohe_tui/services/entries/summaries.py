"""Sum up a weighty step before the yes: whom, what, by which document, and what follows."""

from collections.abc import Sequence
from contextlib import suppress
from fractions import Fraction
from pathlib import Path

from kaohe_tui.domain.entries.entries import (
    Absence,
    Adjustment,
    Entered,
    EntryKind,
    Exemption,
    GroupFacts,
    VetoEntry,
)
from kaohe_tui.domain.entries.grounds import is_like_document
from kaohe_tui.domain.grades.decision import Grading, label
from kaohe_tui.domain.grades.proposal import head_sentence
from kaohe_tui.domain.numbers import plain
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import Person, Role
from kaohe_tui.files.sheets.adjustments import read_adjustments
from kaohe_tui.services.entries.entry_checks import rule_of
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.entries import entries
from kaohe_tui.words import _, _n


def whom(person: Person) -> str:
    """Return the line that names a person, with the code and section for namesakes."""
    return _("Person: {name} ({code}), {section}").format(
        name=person.name, code=person.code, section=person.section or "–"
    )


def of_person(here: PeriodRoom, code: str) -> str:
    """Return the line that names a person by code, who may have left the roster."""
    return whom(here.roster[code]) if code in here.roster else _("Person: {code}").format(code=code)


def veto(here: PeriodRoom, person: Person, ground: str, document: str, authority: str) -> list[str]:
    """Return the lines on a veto that is to be entered."""
    return [
        whom(person),
        _("Ground: {ground}").format(ground=ground),
        _("Document: {document}").format(document=document),
        _("Decided by: {authority}").format(authority=authority),
        _("Effect: {effect}").format(effect=veto_effect(here, person)),
    ]


def veto_effect(here: PeriodRoom, person: Person) -> str:
    """Say what a veto does to the person."""
    if person.role is Role.HEAD:
        return head_sentence(vetoed=True)
    grade = here.scheme.veto.grade if here.scheme.veto else ""
    return _("{name} would get the grade {grade} and no rank.").format(
        name=here.roster.called(person), grade=label(here.scheme, person, grade)
    )


def exemption(here: PeriodRoom, person: Person, kind: str, span: str, reason: str) -> list[str]:
    """Return the lines on an exemption that is to be entered."""
    effect = _("no grade, and out of the number that quotas are a part of")
    told = [
        whom(person),
        _("{kind}, {span}. Reason: {reason}.").format(kind=kind, span=span, reason=reason),
        _("Effect: {effect}").format(effect=effect),
    ]
    if here.facts.veto_on(person.code):
        stands = _("A veto stands against {name}: both are told.")
        told.append(stands.format(name=here.roster.called(person)))
    return told


def adjustment(here: PeriodRoom, person: Person, rule: str, count: int, evidence: str) -> list[str]:
    """Return the lines on an adjustment that is to be entered."""
    known = rule_of(here.scheme, rule)
    points = plain(known.points if known.bonus else -known.points)
    told = _("{rule} × {count}. Evidence: {evidence}.")
    if known.bonus:
        points = f"+{points}"
    what = f"{known.name} {points}"
    return [whom(person), told.format(rule=what, count=count, evidence=evidence)]


def approval(here: PeriodRoom, entry: Adjustment, told: str, by: str) -> list[str]:
    """Return the lines on an adjustment that is to be approved."""
    return [of_person(here, entry.code), told, _("Approved by: {name}").format(name=by)]


def absence(person: Person, days: Fraction, reason: str) -> list[str]:
    """Return the lines on days of absence that are to be entered."""
    return [whom(person), days_told(days, reason)]


def days_told(days: Fraction, reason: str) -> str:
    """Return days of absence and their reason in words."""
    many = _n("{days} day", "{days} days", 1 if days == 1 else 2).format(days=plain(days))
    return _("{days}: {reason}.").format(days=many, reason=reason)


def barring_absence(here: PeriodRoom, person: Person, days: Fraction, reason: str) -> list[str]:
    """Return the lines on absence that bars from the top grade; empty where it does not.

    Args:
        here: the period.
        person: who was absent.
        days: how many days the entry adds, exact.
        reason: why.
    """
    limit = here.scheme.bars.absence_days
    together = here.facts.absent_days(person.code) + days
    if limit is None or together <= limit:
        return []
    effect = _("{days} days together, more than {limit}: barred from the top grade").format(
        days=plain(together), limit=plain(limit)
    )
    return [*absence(person, days, reason), _("Effect: {effect}").format(effect=effect)]


def used_before(
    room: Room, here: PeriodRoom, person: Person, rule: str, evidence: str
) -> list[str]:
    """Return the lines on an adjustment whose document counts in another period; else none.

    What is only described, as an award, may well come again.
    """
    if not is_like_document(evidence):
        return []
    known = rule_of(here.scheme, rule)
    with room.database.reading() as tx:
        found = entries.same_adjustments(tx, person.code, known.key, evidence)
    told = _("This document is used in {period} already (no. {number}).")
    lines = [
        told.format(period=room.period(period).steps.period.name, number=number)
        for period, number in found.items()
        if period != here.key
    ]
    document = _("{what}: {told}").format(what=known.name, told=evidence)
    return [whom(person), document, *lines] if lines else []


def file_used_before(room: Room, here: PeriodRoom, path: Path) -> list[str]:
    """Return the lines on a file's adjustments whose documents count in another period.

    Raises:
        Refusal: when the file cannot be read.
    """
    told = []
    for line in read_adjustments(path):
        # What is wrong with a line is told when the file is entered.
        with suppress(Refusal):
            told += used_before(room, here, here.person(line.code), line.rule, line.evidence)
    return told


def barring_approval(here: PeriodRoom, entry: Adjustment, told: str, by: str) -> list[str]:
    """Return the lines on approving a deduction that bars from the top grade, else none."""
    if entry.rule not in here.scheme.bars.deductions:
        return []
    effect = _("Effect: {effect}").format(effect=_("barred from the top grade"))
    return [*approval(here, entry, told, by), effect]


def entry_of(facts: GroupFacts, kind: EntryKind, number: int) -> Entered | None:
    """Return the entry of that kind and number; None where there is none."""
    found: Sequence[Entered] = {
        EntryKind.ADJUSTMENT: facts.adjustments,
        EntryKind.VETO: facts.vetoes,
        EntryKind.EXEMPTION: facts.exemptions,
        EntryKind.ABSENCE: facts.absences,
    }[kind]
    return next((each for each in found if each.id == number), None)


def told(entry: Entered) -> str:
    """Return what an entry says, in a line."""
    match entry:
        case VetoEntry():
            return _("{ground}. Document: {document}. Decided by: {authority}.").format(
                ground=entry.ground, document=entry.document, authority=entry.authority
            )
        case Exemption():
            return _("{what}: {told}").format(what=entry.kind.label, told=entry.reason)
        case Absence():
            return days_told(Fraction(entry.half_days, 2), entry.reason)
        case Adjustment():
            return _("{rule} × {count}. Evidence: {evidence}.").format(
                rule=entry.rule, count=entry.count, evidence=entry.evidence
            )
        case _:
            return ""


def withdrawal(here: PeriodRoom, entry: Entered, told: str, reason: str) -> list[str]:
    """Return the lines on an entry that is to be withdrawn."""
    return [
        of_person(here, entry.code),
        told,
        _("Why it is withdrawn: {reason}").format(reason=reason),
        _("Effect: {effect}").format(effect=_lifted(entry)),
    ]


def _lifted(entry: Entered) -> str:
    match entry:
        case VetoEntry():
            return _("ranked and graded by the rule again")
        case Exemption():
            return _("graded by the rule again, and in the number of the quotas")
        case Absence():
            return _("these days no longer count")
        case _:
            return _("it no longer counts")


def voided(rater: Person, reason: str) -> list[str]:
    """Return the lines on a ballot that is to be voided."""
    return [
        whom(rater),
        _("Reason: {reason}").format(reason=reason),
        _("None of its ratings count any more, and none are outstanding."),
    ]


def restored(rater: Person, reason: str) -> list[str]:
    """Return the lines on a voided ballot that is to stand again."""
    return [
        whom(rater),
        _("Reason: {reason}").format(reason=reason),
        _("It stands again as it stood, and its ratings count as they did."),
    ]


def moved(name: str, other: str, *, is_exchange: bool) -> list[str]:
    """A ballot that gets its right rater, or two that are exchanged: the question, then what
    follows."""
    told = [
        _("Move the ballot from {name} to {other}?"),
        _("{name} then has a ballot to hand in; {other} has this one, unchanged."),
        _("Not a mark is changed. To undo it, move it back."),
    ]
    if is_exchange:
        told = [
            _("Exchange the ballots of {name} and {other}?"),
            _("Both have one: each gets the other's, with all that stands on it."),
            _("Not a mark is changed. To undo it, exchange them once more."),
        ]
    return [line.format(name=name, other=other) for line in told]


def decision(now: Grading, code: str, grade: str, reason: str) -> list[str]:
    """Return the lines on a grade to be decided; an empty one lets the proposal hold again."""
    person = now.standings.row(code).person
    proposed = now.label(code, now.proposed(code)) or "–"
    told = [whom(person), _("Proposed: {grade}").format(grade=proposed)]
    if before := now.decided(code):
        told.append(_("Decided until now: {grade}").format(grade=now.label(code, before)))
    if grade:
        told.append(_("Decided: {grade}").format(grade=now.label(code, grade)))
    else:
        told.append(_("The decision is taken back."))
    if reason:
        told.append(_("Reason: {reason}").format(reason=reason))
    return told
