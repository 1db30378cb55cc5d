"""Write how bonuses, deductions and days of absence come about, so that every line adds up."""

from collections.abc import Iterator
from fractions import Fraction

from kaohe_tui.domain.entries.sizes import entry_words
from kaohe_tui.domain.entries.sums import RuleSum, Share, capped
from kaohe_tui.domain.explain.explanation import Explanation
from kaohe_tui.domain.explain.times import (
    absence_told,
    added,
    caps_told,
    limited,
    share_steps,
    times_told,
)
from kaohe_tui.domain.numbers import plain
from kaohe_tui.domain.width import cell_width, pad
from kaohe_tui.words import _

_NOTHING = Fraction(0)


def adjustment_lines(explanation: Explanation) -> list[str]:
    """Write the points of each rule and kind of absence, and their sums.

    Caps are named where they take something away; every line can be checked from the figures in
    it.
    """
    away = [each for each in explanation.absences if each.kind.points or each.kind.then]
    names = [
        *(each.rule.name for each in explanation.adjustments),
        *(each.kind.name for each in away),
    ]
    width = max(map(cell_width, names), default=0)
    lines = []
    for sign, bonus in (("+", True), ("−", False)):
        sums = [each for each in explanation.adjustments if each.rule.bonus is bonus]
        for each in sums:
            lines.append(f"  {sign} {pad(each.rule.name, width)}  {times_told(each)}")
            lines += [f"    {pad('', width)}  {note}" for note in _left_out(each)]
        points = {each.rule.key: each.points for each in sums}
        for absence in () if bonus else away:
            lines.append(f"  {sign} {pad(absence.kind.name, width)}  {absence_told(absence)}")
            points[absence.kind.key] = absence.points
        lines += [f"    {line}" for line in _together(explanation, points, bonus=bonus)]
    return lines


def _together(
    explanation: Explanation, points: dict[str, Fraction], *, bonus: bool
) -> Iterator[str]:
    """Yield the sums of several rules, under the caps over them."""
    left, sums = capped((each.cap for each in explanation.caps), points)
    yield from caps_told(sums)
    word, cap, worth = _("deductions"), explanation.deduction_cap, explanation.deduction
    if bonus:
        word, cap, worth = _("bonuses"), explanation.bonus_cap, explanation.bonus
    steps, total = added(word, tuple(left.values()))
    if len(left) > 1 or total != worth:
        yield limited(steps, total, worth, cap)


def share_told(share: Share) -> str:
    """Write the evidence of an entry, with its level and matter, and whether it is left out."""
    words, evidence = entry_words(share.entry), share.entry.evidence
    if words:
        evidence = _("{name} ({code})").format(name=evidence, code=words)
    if share.counts:
        return evidence
    return _("{what}: left out, a larger one for the same counts").format(what=evidence)


def _left_out(each: RuleSum) -> Iterator[str]:
    """Yield what does not count beside a larger entry of the same matter."""
    for share in each.shares:
        if not share.counts:
            yield _("“{matter}” counts once, its largest: {steps} = {points} is left out").format(
                matter=share.entry.matter, steps=share_steps(share), points=plain(share.points)
            )
