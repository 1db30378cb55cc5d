"""Tell what adjustments, caps, absences and vetoes lead to."""

from collections.abc import Iterator

from kaohe_tui.domain.entries.sizes import size_told
from kaohe_tui.domain.entries.told import kind_told, place_told
from kaohe_tui.domain.numbers import plain
from kaohe_tui.domain.rules.scheme.entries import AdjustmentRule, Veto, VetoEffect
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.words import _


def sentences(scheme: Scheme) -> Iterator[str]:
    """Yield a sentence for each rule."""
    for rule in scheme.adjustments:
        message = _("Bonus “{rule}”: {words}.") if rule.bonus else _("Deduction “{rule}”: {words}.")
        yield message.format(rule=rule.name, words=_rule(scheme, rule))
    for kind in scheme.absences:
        parts = [kind_told(kind), *place_told(scheme, kind.within)]
        yield _("Absence “{kind}”: {words}.").format(kind=kind.name, words=_("; ").join(parts))
    yield from _caps(scheme)
    if scheme.adjustments:
        yield _("An entry counts once it is approved.")
    if scheme.adjustments or scheme.absences:
        yield _("A total is never below 0.")
    for veto in scheme.vetoes:
        yield _veto(scheme, veto)


def _rule(scheme: Scheme, rule: AdjustmentRule) -> str:
    size = size_told(rule)
    parts = [size if rule.levels or rule.free else _("{points} each time").format(points=size)]
    if rule.highest:
        parts.append(_("of the same thing the largest alone"))
    if rule.cap is not None:
        parts.append(_("at most {points}").format(points=plain(rule.cap)))
    parts += place_told(scheme, rule.within)
    return _("; ").join(parts)


def _caps(scheme: Scheme) -> Iterator[str]:
    names = {rule.key: rule.name for rule in scheme.adjustments}
    names |= {kind.key: kind.name for kind in scheme.absences}
    for cap in scheme.caps:
        rules = _(", ").join(names[key] for key in cap.rules)
        sentence = _("“{name}”: {rules} together count at most {points}.")
        yield sentence.format(name=cap.name, rules=rules, points=plain(cap.most))
    if scheme.bonus_cap is not None:
        sentence = _("All bonuses together count at most {points}.")
        yield sentence.format(points=plain(scheme.bonus_cap))
    if scheme.deduction_cap is not None:
        sentence = _("All deductions together count at most {points}.")
        yield sentence.format(points=plain(scheme.deduction_cap))
    if scheme.ceiling is not None:
        sentence = _("A total is never above {points}.")
        yield sentence.format(points=plain(scheme.ceiling))


def _veto(scheme: Scheme, veto: Veto) -> str:
    grounds = _(", ").join(veto.grounds)
    if veto.effect is VetoEffect.GRADE:
        message = _(
            "One-vote veto ({grounds}): the grade is {grade} at best, and there is no rank."
        )
    elif scheme.grade_place(veto.grade):
        message = _("One-vote veto ({grounds}): no grade {grade} and none better.")
    else:
        message = _("One-vote veto ({grounds}): no grade {grade}.")
    return message.format(grounds=grounds, grade=veto.grade)
