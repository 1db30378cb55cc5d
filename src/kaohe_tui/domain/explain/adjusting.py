"""Write how bonuses, deductions and days of absence come about, so that every line adds up."""

from collections.abc import Iterator
from fractions import Fraction

from kaohe_tui.domain.entries.sizes import entry_words
from kaohe_tui.domain.entries.sums import AbsenceSum, RuleSum, Share, capped
from kaohe_tui.domain.explain.explanation import Explanation
from kaohe_tui.domain.explain.times import limited, share_steps, times_told
from kaohe_tui.domain.numbers import plain
from kaohe_tui.domain.width import cell_width, pad
from kaohe_tui.words import _, _n

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
    for each in sums:
        steps, added = _added(_("“{name}”").format(name=each.cap.name), each.parts)
        if len(each.parts) > 1 or added != each.points:
            yield limited(steps, added, each.points, each.cap.most)
    word, cap, worth = _("deductions"), explanation.deduction_cap, explanation.deduction
    if bonus:
        word, cap, worth = _("bonuses"), explanation.bonus_cap, explanation.bonus
    steps, added = _added(word, tuple(left.values()))
    if len(left) > 1 or added != worth:
        yield limited(steps, added, worth, cap)


def _added(word: str, parts: tuple[Fraction, ...]) -> tuple[str, Fraction]:
    added = sum(parts, _NOTHING)
    steps = f"{word} = {' + '.join(map(plain, parts))}"
    return steps + (f" = {plain(added)}" if len(parts) > 1 else ""), added


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
