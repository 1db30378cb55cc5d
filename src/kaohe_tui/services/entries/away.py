"""Sum up days of absence before they are entered: whose, how many, and what follows."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from kaohe_tui.domain.numbers import plain
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.domain.rules.scheme.entries import AbsenceRule
from kaohe_tui.files.entries.absences import AbsenceLine
from kaohe_tui.services.entries.kinds import kind_name, kind_of
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.words import _, _n


def whom(person: Person) -> str:
    """Return the line that names a person, with the code and section for namesakes."""
    return _("Person: {name} ({code}), {section}").format(
        name=person.name, code=person.code, section=person.section or "–"
    )


def absence(person: Person, days: Fraction, reason: str, kind: str = "") -> list[str]:
    """Return the lines on days of absence that are to be entered.

    Args:
        person: who was absent.
        days: how many.
        reason: why.
        kind: name of the kind; empty where there are no kinds.
    """
    told_days = days_told(days, reason)
    if kind:
        told_days = _("{what}: {told}").format(what=kind, told=told_days)
    return [whom(person), told_days]


def days_told(days: Fraction, reason: str) -> str:
    """Return days of absence and their reason in words."""
    many = _n("{days} day", "{days} days", 1 if days == 1 else 2).format(days=plain(days))
    return _("{days}: {reason}.").format(days=many, reason=reason)


def weighty_absence(
    period_room: PeriodRoom, person: Person, days: Fraction, reason: str, kind: str = ""
) -> list[str]:
    """Return the lines on absence that bars from the top grade, or from being assessed.

    Args:
        period_room: the period.
        person: who was absent.
        days: how many days the entry adds, exact.
        reason: why.
        kind: key or name of the kind.

    Returns:
        The lines; empty where the days do neither.
    """
    key, facts, effects = kind_of(period_room.scheme, kind), period_room.facts, []
    limit = period_room.scheme.bars.absence_days
    together = facts.absent_days(person.code) + days
    if limit is not None and together > limit:
        effects.append(
            _("{days} days together, more than {limit}: barred from the top grade").format(
                days=plain(together), limit=plain(limit)
            )
        )
    if key:
        rule = period_room.scheme.absence(key)
        effects += _effects(rule, facts.absent_days(person.code, key) + days)
    if not effects:
        return []
    lines = absence(person, days, reason, kind_name(period_room.scheme, key))
    return [*lines, *(_("Effect: {effect}").format(effect=effect) for effect in effects)]


def _effects(kind: AbsenceRule, days: Fraction) -> Iterator[str]:
    """Yield what so many days of a kind lead to beside points."""
    if kind.bars_from is not None and days >= kind.bars_from:
        yield _("{kind} {days} days, {limit} or more: barred from the top grade").format(
            kind=kind.name, days=plain(days), limit=plain(kind.bars_from)
        )
    if kind.out_from is not None and days >= kind.out_from:
        yield _("{kind} {days} days, {limit} or more: proposed as not assessed").format(
            kind=kind.name, days=plain(days), limit=plain(kind.out_from)
        )


def weighty_absences(period_room: PeriodRoom, brought: Sequence[AbsenceLine]) -> list[str]:
    """Return the lines on a file's absences that bar, or let nobody be assessed; else none."""
    days: dict[tuple[str, str], Fraction] = {}
    reasons: dict[tuple[str, str], list[str]] = {}
    for each in brought:
        key = each.code, kind_of(period_room.scheme, each.kind)
        days[key] = days.get(key, Fraction(0)) + each.days
        reasons.setdefault(key, []).append(each.reason)
    lines = []
    for (code, kind), together in days.items():
        why = _(", ").join(dict.fromkeys(reasons[code, kind]))
        lines += weighty_absence(period_room, period_room.person(code), together, why, kind)
    return lines
