"""Write how the points of a rule, a kind of absence or a cap over several of them come about."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from kaohe_tui.domain.entries.sums import AbsenceSum, CapSum, RuleSum, Share
from kaohe_tui.domain.numbers import plain
from kaohe_tui.words import _, _n

_NOTHING = Fraction(0)


def times_told(each: RuleSum) -> str:
    """Write how the points of a rule come about, under its cap."""
    steps = f"{each.count} × {plain(each.rule.points or _NOTHING)}"
    if each.rule.levels or each.rule.free or each.rule.highest:
        steps = " + ".join(share_steps(share) for share in each.shares if share.counts)
    return limited(f"{steps} = {plain(each.raw)}", each.raw, each.points, each.rule.cap)


def share_steps(share: Share) -> str:
    """Write the count and the points of an entry, with its level."""
    steps = f"{share.entry.count} × {plain(share.each)}"
    return f"{share.entry.level} {steps}" if share.entry.level else steps


def limited(steps: str, before: Fraction, after: Fraction, cap: Fraction | None) -> str:
    """Write a sum, and its cap where that takes something away."""
    if cap is None or before == after:
        return steps
    return _("{steps}, at most {cap}: {total}").format(
        steps=steps, cap=plain(cap), total=plain(after)
    )


def added(word: str, parts: tuple[Fraction, ...]) -> tuple[str, Fraction]:
    """Write the sum of some points below a word, and return it as well."""
    total = sum(parts, _NOTHING)
    steps = f"{word} = {' + '.join(map(plain, parts))}"
    return steps + (f" = {plain(total)}" if len(parts) > 1 else ""), total


def caps_told(caps: Iterable[CapSum]) -> Iterator[str]:
    """Write the sum of each cap over several rules, where it is more than a line that stands."""
    for each in caps:
        steps, total = added(_("“{name}”").format(name=each.cap.name), each.parts)
        if len(each.parts) > 1 or total != each.points:
            yield limited(steps, total, each.points, each.cap.most)


def absence_told(each: AbsenceSum) -> str:
    """Write how the points that days of absence take off come about."""
    kind, parts = each.kind, list(each.kind.steps(each.days))
    days = days_told(each.days)
    one = _("{days} × {points}")
    steps = " + ".join(one.format(days=days_told(many), points=plain(rate)) for many, rate in parts)
    if not parts:
        sentence = _("{days}: the first {free} take off nothing = 0")
    elif kind.free:
        sentence = _("{days}: the first {free} take off nothing, {steps} = {points}")
    else:
        sentence = _("{days}: {steps} = {points}")
    return sentence.format(
        days=days, free=days_told(kind.free), steps=steps, points=plain(each.points)
    )


def days_told(days: Fraction) -> str:
    """Return a number of days in words."""
    return _n("{days} day", "{days} days", 1 if days == 1 else 2).format(days=plain(days))
