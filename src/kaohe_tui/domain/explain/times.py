"""Write how the points of a rule come about, under its cap."""

from fractions import Fraction

from kaohe_tui.domain.entries.sums import RuleSum, Share
from kaohe_tui.domain.numbers import plain
from kaohe_tui.words import _

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
