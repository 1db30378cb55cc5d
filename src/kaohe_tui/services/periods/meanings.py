"""Say what a scheme makes of an entry, so that two schemes can be compared."""

from kaohe_tui.domain.entries.entries import (
    Absence,
    Adjustment,
    Entered,
    Figure,
    GroupFacts,
    VetoEntry,
)
from kaohe_tui.domain.entries.sizes import each_of
from kaohe_tui.domain.entries.told import caps_told, kind_told, place_told
from kaohe_tui.domain.numbers import plain
from kaohe_tui.domain.rules.scheme.components import By, Factor, Of
from kaohe_tui.domain.rules.scheme.entries import VetoEffect
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.text import name_key
from kaohe_tui.words import _


def in_year(scheme: Scheme, entry: Entered) -> str:
    """Return what an entry of an opened period means for the year; empty for nothing."""
    if not isinstance(entry, VetoEntry):
        return ""
    return _forced(scheme, entry)


def meaning(scheme: Scheme, facts: GroupFacts, entry: Entered) -> str:
    """Return what a scheme makes of an entry; equal where it means the same."""
    match entry:
        case Adjustment():
            return _rule(scheme, entry)
        case VetoEntry():
            return _veto(scheme, entry)
        case Absence():
            return _absent(scheme, facts, entry)
        case Figure():
            return _figure(scheme, entry)
        case _:
            return ""


def _rule(scheme: Scheme, entry: Adjustment) -> str:
    rule = next((each for each in scheme.adjustments if each.key == entry.rule), None)
    each = None if rule is None else each_of(rule, entry)
    if rule is None or each is None:
        return _("no such rule")
    sentence = (
        _("bonus of {points} each time") if rule.bonus else _("deduction of {points} each time")
    )
    parts = [sentence.format(points=plain(each))]
    if rule.cap is not None:
        parts.append(_("at most {points}").format(points=plain(rule.cap)))
    if rule.highest:
        parts.append(_("of the same thing the largest alone"))
    parts += place_told(scheme, rule.within) + caps_told(scheme, rule.key)
    if rule.key in scheme.bars.deductions:
        parts.append(_("barred from the top grade"))
    return _(", ").join(parts)


def _figure(scheme: Scheme, entry: Figure) -> str:
    """Return what a scheme makes of a figure."""
    part = next((each for each in scheme.offices if each.key == entry.part), None)
    if part is None:
        return _("no such component")
    whose = _("a figure a section") if part.of is Of.SECTION else _("a figure a person")
    if isinstance(part, Factor):
        return _("{name}, {whose}").format(name=_("a factor"), whose=whose)
    how = _("a number of points")
    if convert := part.convert:
        how = {
            By.RANK: _("a place, {first} points and {step} less for each further one"),
            By.RATIO: _("an amount, compared with the highest"),
            By.PERCENT: _("the per cent of its points"),
        }[convert.by].format(first=plain(convert.first), step=plain(convert.step))
    return _("{name}, {whose}").format(name=how, whose=whose)


def _veto(scheme: Scheme, entry: VetoEntry) -> str:
    if scheme.vetoes and name_key(entry.ground) not in map(name_key, scheme.grounds):
        return _("“{ground}” is no ground for a veto").format(ground=entry.ground)
    return _forced(scheme, entry)


def _forced(scheme: Scheme, entry: VetoEntry) -> str:
    """Return what a veto does."""
    veto = scheme.veto_for(entry.ground)
    if veto is None:
        return _("there are no vetoes")
    if veto.effect is VetoEffect.BAR:
        return _("a veto bars {grade} and better").format(grade=veto.grade)
    return _("a veto leads to the grade {grade} at best").format(grade=veto.grade)


def _absent(scheme: Scheme, facts: GroupFacts, entry: Absence) -> str:
    """Return whether days of absence bar, and what those of their kind lead to."""
    days, most = facts.absent_days(entry.code), scheme.bars.absence_days
    sentence = _("{days} days bar from the top grade")
    if most is None or days <= most:
        sentence = _("{days} days do not bar from the top grade")
    parts = [sentence.format(days=plain(days))]
    kind = next((each for each in scheme.absences if each.key == entry.kind), None)
    if kind is not None:
        place = place_told(scheme, kind.within)
        parts += (kind.name, kind_told(kind), *place, *caps_told(scheme, kind.key))
    return _(", ").join(parts)
