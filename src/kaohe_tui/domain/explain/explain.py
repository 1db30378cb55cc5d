"""Explain one person's standing step by step. Rule: docs/scoring.md.

What is shown adds up on a pocket calculator: sums and counts stand beside every mean.
"""

from collections.abc import Collection
from dataclasses import replace
from fractions import Fraction

from kaohe_tui.domain.entries.entries import GroupFacts
from kaohe_tui.domain.entries.extras import Extra, extras
from kaohe_tui.domain.entries.vetoes import forcing_veto
from kaohe_tui.domain.explain.adjusting import adjustment_lines
from kaohe_tui.domain.explain.component_lines import (
    component_lines,
    factor_lines,
    result,
    texts,
)
from kaohe_tui.domain.explain.explanation import Explanation, LineState, TierLine
from kaohe_tui.domain.explain.headline import headline
from kaohe_tui.domain.explain.rules import sentences
from kaohe_tui.domain.explain.tier_words import notes, rated
from kaohe_tui.domain.numbers import half_up, plain, shown
from kaohe_tui.domain.rules.scheme.classes import number_for
from kaohe_tui.domain.rules.scheme.scheme import Method, RankBy, Scheme
from kaohe_tui.domain.rules.scheme.tiers import Tier
from kaohe_tui.domain.standings.scoring import TierScore, fraction_of
from kaohe_tui.domain.standings.standings import Standing, Standings
from kaohe_tui.domain.standings.withholding import is_hidden, shown_tiers
from kaohe_tui.domain.width import cell_width, pad
from kaohe_tui.words import _

_NOTHING = Fraction(0)
_NO_FACTS = GroupFacts()
_FINEST = 6
"""Decimal places beyond the shown ones that a step may take before it is written as a fraction."""


def explain(
    scheme: Scheme,
    standings: Standings,
    code: str,
    withheld: Collection[str] = (),
    facts: GroupFacts = _NO_FACTS,
    *,
    is_locked: bool = False,
) -> Explanation:
    """Gather every step from the ratings to the rank.

    Args:
        scheme: the rules behind the standings.
        standings: the person's line is read from them.
        code: the person's code.
        withheld: keys of the tiers whose ratings may not be seen yet and are not in ``standings``.
        facts: what was entered for the period: the rules behind bonus and deduction.
        is_locked: whether the standings are a locked result: what they lack is not to come.

    Raises:
        KeyError: when the person is not in the standings.
    """
    standing = standings.row(code)
    if is_hidden(scheme, standing.review):
        standing = replace(standing, tie_breaks=())
    tiers = shown_tiers(scheme, standing.review)
    by_key = {tier.tier: tier for tier in tiers}
    classes = scheme.classes_of(standing.person)
    of_tiers = (
        _line(
            scheme.method,
            tier,
            by_key.get(tier.key) or _nothing_in(tier, classes),
            withheld=tier.key in withheld,
        )
        for tier in scheme.tiers
    )
    lines = tuple(replace(line, is_locked=is_locked) for line in of_tiers)
    size, fraction = _class_size(scheme, standings, standing), fraction_of(scheme.method, tiers)
    return _explanation(scheme, standing, size, lines, fraction, facts)


def _explanation(
    scheme: Scheme,
    standing: Standing,
    class_size: int,
    lines: tuple[TierLine, ...],
    fraction: tuple[Fraction, Fraction],
    facts: GroupFacts,
) -> Explanation:
    """Put a standing, its tiers and what was entered about the person together."""
    extra = extras(scheme, facts).get(standing.person.code, Extra())
    review, on_total = standing.review, _on_total(standing, extra)
    return Explanation(
        person=standing.person,
        role=scheme.role_name(standing.person.role),
        method=scheme.method,
        rank=standing.rank,
        tied=standing.tied,
        class_size=class_size,
        provisional=standing.review.provisional,
        lines=lines,
        numerator=fraction[0],
        denominator=fraction[1],
        score=standing.review.score,
        bonus=standing.bonus,
        deduction=standing.deduction,
        total=standing.total,
        tie_breaks=standing.tie_breaks,
        rules=sentences(scheme, standing, lines, facts),
        adjustments=on_total.rules,
        absences=on_total.absences,
        caps=on_total.caps,
        bonus_cap=scheme.bonus_cap,
        deduction_cap=scheme.deduction_cap,
        ceiling=scheme.ceiling,
        components=component_lines(scheme, review, extra, is_hidden=is_hidden(scheme, review)),
        factors=factor_lines(scheme, review),
        full=scheme.full,
        vetoed=standing.vetoed,
        veto=forcing_veto(scheme, facts, standing.person.code) if standing.vetoed else None,
    )


def _on_total(standing: Standing, extra: Extra) -> Extra:
    """Return what is behind bonus and deduction; nothing where it does not lead to these sums."""
    agrees = (extra.bonus, extra.deduction) == (standing.bonus, standing.deduction)
    return extra.on_total if agrees else Extra()


def text_lines(explanation: Explanation, decimals: int, name: str = "") -> list[str]:
    """Write the explanation for a terminal, one string a line, aligned by display width.

    Args:
        explanation: what ``explain`` returned.
        decimals: the scheme's.
        name: the name with the code, where another has the same name; empty for the name.
    """
    counted = [line for line in explanation.lines if line.state is LineState.COUNTED]
    products, numerator = _shown_products(explanation, counted, decimals)
    steps = {
        line.key: _calculation(explanation.method, line, product)
        for line, product in zip(counted, products, strict=True)
    }
    ratings = {line.key: rated(line) for line in explanation.lines}
    name_width = max(cell_width(line.name) for line in explanation.lines)
    rated_width = max((cell_width(ratings[line.key]) for line in counted), default=0)
    text = [headline(explanation, name or explanation.person.name), ""]
    for line in explanation.lines:
        parts = [pad(line.name, name_width), pad(ratings[line.key], rated_width)]
        text.append(("  " + "  ".join([*parts, steps.get(line.key, "")])).rstrip())
        if remarks := notes(line, decimals):
            text.append(" " * (name_width + 4) + _("; ").join(remarks))
    text += ["", *_results(explanation, counted, numerator, decimals), ""]
    return [*text, *explanation.rules]


def _nothing_in(tier: Tier, classes: Collection[str]) -> TierScore:
    return TierScore(tier.key, 0, 0, 0, None, number_for(tier.weight, classes), 0, 0, 0, 0)


def _line(method: Method, tier: Tier, score: TierScore, *, withheld: bool) -> TierLine:
    state = _state(tier, score, withheld=withheld)
    added = Fraction(score.sum, score.unit)
    by_count = method is Method.PARTICIPATION
    return TierLine(
        key=tier.key,
        name=tier.name,
        state=state,
        rated=score.ratings,
        abstained=score.abstained,
        recused=score.recused,
        void=score.void,
        owed=0 if state is LineState.WITHHELD else score.owed,
        dropped_high=tuple(Fraction(each, score.unit) for each in score.dropped_high),
        dropped_low=tuple(Fraction(each, score.unit) for each in score.dropped_low),
        sum=added,
        count=score.kept,
        mean=score.mean,
        weight=score.weight,
        product=score.weight * (added if by_count else score.mean or _NOTHING),
        weighted_count=score.weight * (score.kept if by_count else bool(score.kept)),
    )


def _state(tier: Tier, score: TierScore, *, withheld: bool) -> LineState:
    if score.mean is not None:
        return LineState.COUNTED
    if 0 < score.ratings < tier.min_ratings:
        return LineState.TOO_FEW
    if score.ratings:
        return LineState.HIDDEN
    if not (score.owed or score.abstained or score.void or score.recused):
        return LineState.NOT_APPLYING
    if withheld:
        return LineState.WITHHELD
    if score.owed > 0:
        return LineState.NOBODY_YET
    if score.abstained or score.void:
        return LineState.NONE_VALID
    return LineState.ALL_RECUSED


def _class_size(scheme: Scheme, standings: Standings, standing: Standing) -> int:
    together = scheme.rank is RankBy.TOGETHER
    return standings.of(None if together else standing.person.role).ranked


def _shown_products(
    explanation: Explanation, counted: list[TierLine], decimals: int
) -> tuple[list[str], str]:
    """Write the numerator and its parts so that the figures shown add up.

    As few decimal places are taken as make the parts shown add up to the numerator shown, and
    lead to the score and total shown; where no number of places does, exact fractions stand.
    """
    exact = [line.product for line in counted]
    is_whole = explanation.components or explanation.method is Method.PARTICIPATION
    if is_whole or not counted or not explanation.denominator:
        return [plain(part) for part in exact], plain(explanation.numerator)
    for places in range(decimals, decimals + _FINEST + 1):
        added = Fraction(sum(half_up(part, places) for part in exact), 10**places)
        if half_up(explanation.numerator, places) == added * 10**places and _leads_to_results(
            explanation, added, decimals
        ):
            return [shown(part, places) for part in exact], shown(explanation.numerator, places)
    return [plain(part) for part in exact], plain(explanation.numerator)


def _leads_to_results(explanation: Explanation, numerator: Fraction, decimals: int) -> bool:
    """Return whether the rounded numerator still gives the rounded score and total."""
    shift = explanation.bonus - explanation.deduction
    exact = explanation.numerator / explanation.denominator
    score = numerator / explanation.denominator
    return half_up(score, decimals) == half_up(exact, decimals) and half_up(
        max(score + shift, _NOTHING), decimals
    ) == half_up(max(exact + shift, _NOTHING), decimals)


def _calculation(method: Method, line: TierLine, product: str) -> str:
    added, weight = plain(line.sum), plain(line.weight)
    if method is Method.TIERS:
        return f"{added} ÷ {line.count} × {weight} = {product}"
    times = f"{line.count} × {weight} = {plain(line.weighted_count)}"
    return f"{added} × {weight} = {product},  {times}"


def _results(
    explanation: Explanation, counted: list[TierLine], numerator: str, decimals: int
) -> list[str]:
    """Write the score and, where anything is added or taken off, the total."""
    if explanation.score is None or explanation.total is None:
        return ["  " + _("no score")]
    score = shown(explanation.score, decimals)
    if explanation.components:
        score, lines = plain(explanation.score), _of_components(explanation, decimals)
    elif counted:
        parts = [plain(line.weighted_count) for line in counted]
        denominator = f"({' + '.join(parts)})" if len(parts) > 1 else parts[0]
        by_tiers = explanation.method is Method.TIERS
        mean = _("weighted mean") if by_tiers else _("mean of all ratings")
        lines = [f"  {mean} = {numerator} ÷ {denominator} = {score}"]
        score = f"{numerator} ÷ {denominator}"
    else:
        lines = ["  " + _("score {score}").format(score=score)]
    lines += adjustment_lines(explanation)
    if explanation.total == explanation.score and not (explanation.bonus or explanation.deduction):
        return lines
    return [*lines, "  " + _total(explanation, explanation.total, score, decimals)]


def _of_components(explanation: Explanation, decimals: int) -> list[str]:
    """Write the components and what they and the factors add up to."""
    components, factors = explanation.components, explanation.factors
    added = result(components, factors, explanation.score or _NOTHING, decimals, explanation.full)
    return [*texts(components), "", *(f"  {line}" for line in added)]


def _total(explanation: Explanation, total: Fraction, score: str, decimals: int) -> str:
    """Write how the total comes from the score as it is shown, and its limits."""
    steps = _("total") + f" = {score}"
    if explanation.bonus:
        steps += f" + {plain(explanation.bonus)}"
    if explanation.deduction:
        steps += f" − {plain(explanation.deduction)}"
    raw = (explanation.score or _NOTHING) + explanation.bonus - explanation.deduction
    worth = shown(total, decimals)
    if raw < 0:
        return _("{steps}, not below 0: {total}").format(steps=steps, total=worth)
    steps += f" = {shown(raw, decimals)}"
    if explanation.ceiling is None or raw <= explanation.ceiling:
        return steps
    return _("{steps}, at most {cap}: {total}").format(
        steps=steps, cap=plain(explanation.ceiling), total=worth
    )
