"""Find what makes a decided grade lapse. Rule: docs/scoring.md, "Decisions that lapse"."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from kaohe_tui.domain.entries.entries import (
    Absence,
    Act,
    Decision,
    EntryKind,
    GroupFacts,
    Moment,
    VetoEntry,
)
from kaohe_tui.domain.numbers import plain
from kaohe_tui.domain.rules.scheme.entries import VetoEffect
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.words import _


@dataclass(frozen=True, slots=True)
class Lapse:
    """Why a decision lapsed, even if the entry behind it was withdrawn since."""

    kind: EntryKind
    """The kind of entry that came after the decision."""
    number: int
    """Number of that entry among those of its kind."""
    rule: str = ""
    """The name of a deduction's rule; empty for all others."""
    days: Fraction | None = None
    """The days of absence that stood then; None for all others."""

    @property
    def reason(self) -> str:
        """One sentence about the event after the decision that makes it lapse."""
        match self.kind:
            case EntryKind.ADJUSTMENT:
                message = _("deduction no. {number} ({rule}) was approved after it.")
            case EntryKind.ABSENCE:
                message = _("absence no. {number} came after it and made {days} days.")
            case EntryKind.VETO:
                message = _("veto no. {number} came after it.")
            case EntryKind.EXEMPTION:
                message = _("exemption no. {number} came after it.")
        days = "" if self.days is None else plain(self.days)
        return message.format(number=self.number, rule=self.rule, days=days)


def lapse_of(scheme: Scheme, facts: GroupFacts, decision: Decision) -> Lapse | None:
    """Return the first entry after a decision that overrides it, withdrawn since or not.

    Args:
        scheme: its ``grades``, vetoes and ``bars``.
        facts: of the period or, for the year, of all its periods; the decision is among them.
        decision: one that was not taken back.

    Returns:
        None where it stands.
    """
    at = facts.moment_of(decision)
    strokes = _strokes(scheme, facts, decision)
    later = sorted((each for each in strokes if each[0].is_after(at)), key=_order)
    return later[0][1] if later else None


def _strokes(
    scheme: Scheme, facts: GroupFacts, decision: Decision
) -> Iterator[tuple[Moment, Lapse]]:
    """List every entry that contradicts the decision, with its moment, before or after it."""
    entered = partial(facts.moment, Act.ENTERED)
    is_top = bool(scheme.grades) and decision.grade == scheme.grades[0].name
    for exemption in facts.exemptions:
        if exemption.code == decision.code:
            yield entered(exemption), Lapse(EntryKind.EXEMPTION, exemption.id)
    for veto in facts.vetoes:
        if veto.code == decision.code and _contradicts(scheme, veto, decision.grade):
            yield entered(veto), Lapse(EntryKind.VETO, veto.id)
    if is_top:
        yield from _deductions(scheme, facts, decision.code)
        yield from _absences(scheme, facts, decision.code)


def _contradicts(scheme: Scheme, entry: VetoEntry, grade: str) -> bool:
    """Return whether a veto rules a decided grade out."""
    veto = scheme.veto_for(entry.ground)
    names = [each.name for each in scheme.grades]
    if veto is None or grade not in names:
        return grade in names[:1]
    if veto.effect is VetoEffect.BAR:
        return names.index(grade) <= names.index(veto.grade)
    return grade != veto.grade


def _deductions(scheme: Scheme, facts: GroupFacts, code: str) -> Iterator[tuple[Moment, Lapse]]:
    """List the entries that bar from the top grade, by the moment of their approval."""
    times: dict[str, int] = {}
    own = [each for each in facts.adjustments if each.code == code and each.approved_at]
    dated = [(facts.moment(Act.APPROVED, each), each) for each in own]
    for when, each in sorted(dated, key=_order):
        times[each.rule] = times.get(each.rule, 0) + each.count
        enough = scheme.bars.events.get(each.rule)
        is_many = enough is not None and times[each.rule] >= enough
        if is_many or each.rule in scheme.bars.deductions:
            yield when, Lapse(EntryKind.ADJUSTMENT, each.id, scheme.rule(each.rule).name)


def _absences(scheme: Scheme, facts: GroupFacts, code: str) -> Iterator[tuple[Moment, Lapse]]:
    """List the absences that led to more days than the scheme allows, as they stood then."""
    limit, days = scheme.bars.absence_days, Fraction(0)
    least = {kind.key: kind.bars_from for kind in scheme.absences}
    of_kind = dict.fromkeys(least, Fraction(0))
    for when, absence, added in sorted(_turns(facts, code), key=_order):
        days += added
        of_kind[absence.kind] = of_kind.get(absence.kind, Fraction(0)) + added
        enough = least.get(absence.kind)
        if limit is not None and days > limit:
            yield when, Lapse(EntryKind.ABSENCE, absence.id, days=days)
        elif added > 0 and enough is not None and of_kind[absence.kind] >= enough:
            yield when, Lapse(EntryKind.ABSENCE, absence.id, days=of_kind[absence.kind])


def _turns(facts: GroupFacts, code: str) -> Iterator[tuple[Moment, Absence, Fraction]]:
    """List the days of absence added, and those withdrawn as negative days."""
    for each in facts.absences:
        if each.code == code:
            days = Fraction(each.half_days, 2)
            yield facts.moment(Act.ENTERED, each), each, days
            if each.withdrawn_at:
                yield facts.moment(Act.WITHDRAWN, each), each, -days


def _order(dated: tuple[Moment, *tuple[object, ...]]) -> tuple[int, str]:
    """Return the sort key: by the record, which has all of them or none, then by the clock."""
    return dated[0].place, dated[0].at
