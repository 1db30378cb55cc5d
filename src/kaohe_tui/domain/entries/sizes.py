"""Read the points of an entry as people write them, and say what an entry is worth."""

import re
import unicodedata
from collections.abc import Iterable
from fractions import Fraction

from kaohe_tui.domain.entries.entries import Adjustment
from kaohe_tui.domain.numbers import plain
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.scheme.entries import AdjustmentRule
from kaohe_tui.words import N_, _

_POINTS = re.compile(r"(\d{1,6}(?:\.\d{1,4})?)\s*(?:分|points?)?", re.ASCII | re.IGNORECASE)


def points_of(text: str) -> Fraction:
    """Read the points of one entry: ``3``, ``2.5``, ``2.5分``, full-width digits too.

    Raises:
        Refusal: when it is no number of points, or not more than 0.
    """
    match = _POINTS.fullmatch(unicodedata.normalize("NFKC", text).strip())
    points = Fraction(match[1]) if match else Fraction(0)
    if not points:
        raise Refusal(
            "given-points-wrong",
            N_("“{text}” is not a number of points: write one above 0, such as 2 or 0.5."),
            text=text,
        )
    return points


def each_of(rule: AdjustmentRule, entry: Adjustment) -> Fraction | None:
    """Return the points each time of an entry; None where it does not fit the rule."""
    return rule.each(entry.level, points_of(entry.points) if entry.points else None)


def worth_of(rule: AdjustmentRule, entry: Adjustment) -> Fraction:
    """Return the points of an entry before any cap; 0 where it does not fit the rule."""
    return (each_of(rule, entry) or Fraction(0)) * entry.count


def points_each(rules: Iterable[AdjustmentRule], entry: Adjustment) -> str:
    """Return the points each time of an entry; empty where its rule is not among these."""
    rule = next((each for each in rules if each.key == entry.rule), None)
    each = None if rule is None else each_of(rule, entry)
    return "" if each is None else plain(each)


def size_told(rule: AdjustmentRule) -> str:
    """Say what a rule is worth each time, with its sign."""
    sign = "+" if rule.bonus else "−"
    if rule.levels:
        one = _("{level} {points}")
        levels = (
            one.format(level=name, points=sign + plain(each)) for name, each in rule.levels.items()
        )
        return _(", ").join(levels)
    if not rule.free:
        return sign + plain(rule.points or Fraction(0))
    parts = [_("points given at each entry")]
    if rule.points is not None:
        parts.append(_("{points} where none are given").format(points=sign + plain(rule.points)))
    if rule.most is not None:
        parts.append(_("one entry at most {points}").format(points=plain(rule.most)))
    return _(", ").join(parts)


def entry_words(entry: Adjustment) -> str:
    """Say the level and the matter of an entry; empty where it has neither."""
    return _(", ").join(filter(None, (entry.level, entry.matter)))
