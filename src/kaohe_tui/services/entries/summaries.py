"""Sum up a weighty step before the yes: whom, what, by which document, and what follows."""

from collections.abc import Sequence
from fractions import Fraction

from kaohe_tui.domain.entries.entries import (
    Absence,
    Adjustment,
    Entered,
    EntryKind,
    Exemption,
    Figure,
    GroupFacts,
    VetoEntry,
)
from kaohe_tui.domain.entries.figures import SECTION
from kaohe_tui.domain.entries.grounds import is_like_document
from kaohe_tui.domain.entries.sizes import entry_words
from kaohe_tui.domain.grades.bars import head_sentence
from kaohe_tui.domain.grades.decision import Grading, label
from kaohe_tui.domain.numbers import plain
from kaohe_tui.domain.rules.people import Person, Role
from kaohe_tui.domain.rules.scheme.entries import VetoEffect
from kaohe_tui.files.entries.adjustments import NO_SIZE, AdjustmentLine, Size
from kaohe_tui.services.entries.away import days_told, whom
from kaohe_tui.services.entries.kinds import check_size, level_of, rule_of
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.entries import entries
from kaohe_tui.words import _


def of_person(period_room: PeriodRoom, code: str) -> str:
    """Return the line that names a person by code, who may have left the roster; or a section."""
    if code.startswith(SECTION):
        return _("Section: {section}").format(section=code.removeprefix(SECTION))
    if code not in period_room.roster:
        return _("Person: {code}").format(code=code)
    return whom(period_room.roster[code])


def veto(
    period_room: PeriodRoom, person: Person, ground: str, document: str, authority: str
) -> list[str]:
    """Return the lines on a veto that is to be entered."""
    return [
        whom(person),
        _("Ground: {ground}").format(ground=ground),
        _("Document: {document}").format(document=document),
        _("Decided by: {authority}").format(authority=authority),
        _("Effect: {effect}").format(effect=veto_effect(period_room, person, ground)),
    ]


def veto_effect(period_room: PeriodRoom, person: Person, ground: str) -> str:
    """Say what a veto on that ground does to the person."""
    if person.role is Role.HEAD:
        return head_sentence(period_room.scheme, vetoed=True)
    veto = period_room.scheme.veto_for(ground)
    sentence = _("{name} would get the grade {grade} at best and no rank.")
    if veto and veto.effect is VetoEffect.BAR:
        sentence = _("{name} could not get {grade} or better; the rank would stay.")
    return sentence.format(
        name=period_room.roster.called(person),
        grade=label(period_room.scheme, person, veto.grade if veto else ""),
    )


def exemption(
    period_room: PeriodRoom, person: Person, kind: str, span: str, reason: str
) -> list[str]:
    """Return the lines on an exemption that is to be entered."""
    effect = _("no grade, and out of the number that quotas are a part of")
    lines = [
        whom(person),
        _("{kind}, {span}. Reason: {reason}.").format(kind=kind, span=span, reason=reason),
        _("Effect: {effect}").format(effect=effect),
    ]
    if period_room.facts.vetoes_on(person.code):
        stands = _("A veto stands against {name}: both are told.")
        lines.append(stands.format(name=period_room.roster.called(person)))
    return lines


def adjustment(
    period_room: PeriodRoom,
    person: Person,
    rule: str,
    count: int,
    evidence: str,
    size: Size = NO_SIZE,
) -> list[str]:
    """Return the lines on an adjustment that is to be entered."""
    known = rule_of(period_room.scheme, rule)
    level = level_of(known, size.level)
    each = known.each(level, check_size(known, size.points, count)) or Fraction(0)
    rule_line = f"{known.name} {level} {plain(each if known.bonus else -each)}"
    if known.bonus:
        rule_line = f"{known.name} {level} +{plain(each)}"
    sentence = _("{rule} × {count}. Evidence: {evidence}.")
    rule_line = " ".join(rule_line.split())
    lines = [whom(person), sentence.format(rule=rule_line, count=count, evidence=evidence)]
    return [*lines, _("What for: {matter}").format(matter=size.matter)] if size.matter else lines


def approval(period_room: PeriodRoom, entry: Entered, entry_line: str, by: str) -> list[str]:
    """Return the lines on an entry that is to be approved."""
    return [
        of_person(period_room, entry.code),
        entry_line,
        _("Approved by: {name}").format(name=by),
    ]


def used_before(
    room: Room,
    period_room: PeriodRoom,
    person: Person,
    rule: str,
    evidence: str,
    size: Size = NO_SIZE,
) -> list[str]:
    """Return the lines on an adjustment whose document counts in another period; else none.

    What is only described, as an award, may well come again.
    """
    if not is_like_document(evidence):
        return []
    known = rule_of(period_room.scheme, rule)
    same = person.code, known.key, evidence, level_of(known, size.level), size.matter
    with room.database.reading() as tx:
        numbers = entries.same_adjustments(tx, *same)
    sentence = _("This document is used in {period} already (no. {number}).")
    lines = [
        sentence.format(period=room.period(period).steps.period.name, number=number)
        for period, number in numbers.items()
        if period != period_room.key
    ]
    document = _("{what}: {told}").format(what=known.name, told=evidence)
    return [whom(person), document, *lines] if lines else []


def lines_used_before(
    room: Room, period_room: PeriodRoom, brought: Sequence[AdjustmentLine]
) -> list[str]:
    """Return the lines on a file's adjustments whose documents count in another period."""
    lines = []
    for each in brought:
        person = period_room.person(each.code)
        size = Size(each.level, each.matter)
        lines += used_before(room, period_room, person, each.rule, each.evidence, size)
    return lines


def barring_approval(
    period_room: PeriodRoom, entry: Adjustment, entry_line: str, by: str
) -> list[str]:
    """Return the lines on approving a deduction that bars from the top grade, else none."""
    if entry.rule not in period_room.scheme.bars.deductions:
        return []
    effect = _("Effect: {effect}").format(effect=_("barred from the top grade"))
    return [*approval(period_room, entry, entry_line, by), effect]


def entry_of(facts: GroupFacts, kind: EntryKind, number: int) -> Entered | None:
    """Return the entry of that kind and number; None where there is none."""
    entered: Sequence[Entered] = {
        EntryKind.ADJUSTMENT: facts.adjustments,
        EntryKind.VETO: facts.vetoes,
        EntryKind.EXEMPTION: facts.exemptions,
        EntryKind.ABSENCE: facts.absences,
        EntryKind.FIGURE: facts.figures,
    }[kind]
    return next((each for each in entered if each.id == number), None)


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
        case Figure(part=part, figure=figure, evidence=evidence):
            sentence = _("{component}: {figure}. Evidence: {evidence}.")
            return sentence.format(component=part, figure=figure, evidence=evidence)
        case Adjustment():
            words = entry_words(entry)
            return _("{rule} × {count}. Evidence: {evidence}.").format(
                rule=f"{entry.rule} {words}" if words else entry.rule,
                count=entry.count,
                evidence=entry.evidence,
            )
        case _:
            return ""


def withdrawal(period_room: PeriodRoom, entry: Entered, entry_line: str, reason: str) -> list[str]:
    """Return the lines on an entry that is to be withdrawn."""
    return [
        of_person(period_room, entry.code),
        entry_line,
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
    effect = _("None of its ratings count any more, and none are outstanding.")
    return [whom(rater), _("Reason: {reason}").format(reason=reason), effect]


def restored(rater: Person, reason: str) -> list[str]:
    """Return the lines on a voided ballot that is to stand again."""
    effect = _("It stands again as it stood, and its ratings count as they did.")
    return [whom(rater), _("Reason: {reason}").format(reason=reason), effect]


def moved(name: str, other: str, *, is_exchange: bool) -> list[str]:
    """Return the question and what follows, for a ballot moved to its rater or two exchanged."""
    lines = [
        _("Move the ballot from {name} to {other}?"),
        _("{name} then has a ballot to hand in; {other} has this one, unchanged."),
        _("Not a mark is changed. To undo it, move it back."),
    ]
    if is_exchange:
        lines = [
            _("Exchange the ballots of {name} and {other}?"),
            _("Both have one: each gets the other's, with all that stands on it."),
            _("Not a mark is changed. To undo it, exchange them once more."),
        ]
    return [line.format(name=name, other=other) for line in lines]


def decision(now: Grading, code: str, grade: str, reason: str) -> list[str]:
    """Return the lines on a grade to be decided; an empty one lets the proposal hold again."""
    person = now.standings.row(code).person
    proposed = now.proposal(code) or "–"
    lines = [whom(person), _("Proposed: {grade}").format(grade=proposed)]
    if before := now.decided(code):
        lines.append(_("Decided until now: {grade}").format(grade=now.label(code, before)))
    decided = _("Decided: {grade}") if grade else _("The decision is taken back.")
    lines.append(decided.format(grade=now.label(code, grade) if grade else ""))
    if reason:
        lines.append(_("Reason: {reason}").format(reason=reason))
    return lines
