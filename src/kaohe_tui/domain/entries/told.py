"""Say in words what entries lead to: kinds of absence, caps over several rules, large rules."""

from collections.abc import Iterator

from kaohe_tui.domain.entries.sizes import size_told
from kaohe_tui.domain.numbers import plain
from kaohe_tui.domain.rules.scheme.entries import AbsenceRule
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.words import _


def kind_told(kind: AbsenceRule) -> str:
    """Say what the days of a kind of absence lead to."""
    parts = []
    if kind.free:
        parts.append(_("{days} days free").format(days=plain(kind.free)))
    if kind.points or kind.then:
        parts.append(_("{points} a day").format(points=plain(kind.points)))
    parts += (
        _("beyond {days} days {points} a day").format(days=plain(days), points=plain(points))
        for days, points in kind.then
    )
    if kind.bars_from is not None:
        parts.append(_("from {days} days no top grade").format(days=plain(kind.bars_from)))
    if kind.out_from is not None:
        parts.append(_("from {days} days not assessed").format(days=plain(kind.out_from)))
    return _(", ").join(parts) or _("no effect on the total")


def place_told(scheme: Scheme, within: str) -> list[str]:
    """Say which component a rule or a kind of absence changes; nothing for the total."""
    names = {component.key: component.name for component in scheme.components}
    return [_("within “{component}”").format(component=names[within])] if within in names else []


def caps_told(scheme: Scheme, key: str) -> list[str]:
    """Say under which caps a rule or a kind of absence lies."""
    sentence = _("“{name}” together at most {points}")
    return [
        sentence.format(name=cap.name, points=plain(cap.most))
        for cap in scheme.caps
        if key in cap.rules
    ]


def entry_rules(scheme: Scheme) -> Iterator[tuple[str, str]]:
    """Yield name and words of each rule of several sizes, each cap and each kind of absence."""
    for rule in scheme.adjustments:
        if rule.levels or rule.free or rule.highest:
            parts = [size_told(rule)]
            if rule.highest:
                parts.append(_("of the same thing the largest alone"))
            if rule.cap is not None:
                parts.append(_("at most {points}").format(points=plain(rule.cap)))
            yield rule.name, _(", ").join(parts)
    names = {rule.key: rule.name for rule in scheme.adjustments}
    names |= {kind.key: kind.name for kind in scheme.absences}
    for cap in scheme.caps:
        rules = _(", ").join(names[key] for key in cap.rules)
        words = _("{rules} together at most {points}").format(rules=rules, points=plain(cap.most))
        yield cap.name, words
    for kind in scheme.absences:
        yield kind.name, kind_told(kind)
