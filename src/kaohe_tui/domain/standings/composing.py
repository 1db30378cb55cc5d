"""Make a person's score of components and factors. Rule: docs/scoring.md, "Components".

In a scheme without components the ballots are all there is, and the score is their mean.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from fractions import Fraction

from kaohe_tui.domain.entries.extras import Extra, OfficeFigure
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.domain.rules.scheme.components import By, Component, Source
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.standings.scoring import (
    ComponentScore,
    FactorScore,
    PartState,
    ReviewScore,
    fraction_of,
    review_score,
)
from kaohe_tui.domain.standings.tally import TierTally

_NOTHING = Fraction(0)


def composed(
    scheme: Scheme, person: Person, tallies: Mapping[str, TierTally], extra: Extra
) -> ReviewScore:
    """Score one person.

    Args:
        scheme: the rules.
        person: decides what applies, and what it is worth.
        tallies: tier's key -> what is counted of the person.
        extra: what was entered about the person.
    """
    review = review_score(scheme, tallies, scheme.classes_of(person))
    if not (scheme.components or scheme.factors):
        return review
    if scheme.components:
        applying = _applying(scheme, person, review)
        scores = tuple(_component(scheme, review, extra, *each) for each in applying)
        review = replace(review, components=scores, score=joined(scores, scheme.full))
    if not review.components:
        return review  # Nobody rates this person in the period: there is nothing to multiply.
    factors = tuple(FactorScore(f.key, _written(extra, f.key)) for f in scheme.factors)
    score = review.score
    for factor in factors:
        score = None if score is None else score * factor.value
    review = replace(review, score=score, factors=factors)
    return replace(review, provisional=review.provisional or bool(review.lacking))


def joined(components: Iterable[ComponentScore], full: int) -> Fraction | None:
    """Return the sum of the components, those that are missing left out of both sums.

    Args:
        components: those that apply.
        full: full marks; the others share them in proportion.

    Returns:
        Points, exact; None where nothing counts.
    """
    counted = [each for each in components if each.value is not None]
    worth = sum((each.points for each in counted), _NOTHING)
    if not worth:
        return None
    return sum((each.value or _NOTHING for each in counted), _NOTHING) * full / worth


def _written(extra: Extra, part: str) -> str:
    figure = extra.figure(part)
    return figure.written if figure else ""


def _applying(
    scheme: Scheme, person: Person, review: ReviewScore
) -> list[tuple[Component, Fraction]]:
    """Return the components that apply to a person, each with what it is worth.

    None applies to somebody whom no tier has rated in a period that holds some.
    """
    tiers, is_open = {tier.tier for tier in review.tiers}, not scheme.tiers
    classes = scheme.classes_of(person)
    return [
        (component, points)
        for component in scheme.components
        if (points := component.points_for(classes)) is not None
        and (tiers.intersection(component.tiers) if component.tiers else tiers or is_open)
    ]


def _component(
    scheme: Scheme, review: ReviewScore, extra: Extra, component: Component, points: Fraction
) -> ComponentScore:
    """Return one component of a person's score."""
    figure = extra.figure(component.key)
    base = _BASES[component.source](scheme, component, points, review, figure)
    bonus, deduction = extra.within(component.key)
    state, value = PartState.COUNTED, base
    if base is not None:
        value = min(max(base + bonus - deduction, _NOTHING), points)
    elif component.zero_if_missing:
        state, value = PartState.ZERO, _NOTHING
    else:
        state = PartState.MISSING
    return ComponentScore(
        component.key,
        points,
        state,
        value,
        base,
        figure.written if figure else "",
        figure.best if figure else _NOTHING,
        bonus,
        deduction,
    )


def _from_ballots(
    scheme: Scheme,
    component: Component,
    points: Fraction,
    review: ReviewScore,
    _figure: OfficeFigure | None,
) -> Fraction | None:
    tiers = [tier for tier in review.tiers if tier.tier in component.tiers]
    numerator, denominator = fraction_of(scheme.method, tiers)
    return numerator / denominator * points / scheme.full if denominator else None


def _from_full(
    _scheme: Scheme,
    _component: Component,
    points: Fraction,
    _review: ReviewScore,
    _figure: OfficeFigure | None,
) -> Fraction | None:
    return points


def _from_office(
    _scheme: Scheme,
    component: Component,
    points: Fraction,
    _review: ReviewScore,
    figure: OfficeFigure | None,
) -> Fraction | None:
    return None if figure is None else from_figure(component, points, figure.value, figure.best)


def from_figure(
    component: Component, points: Fraction, figure: Fraction, best: Fraction
) -> Fraction:
    """Return the points that a figure of the office is worth, from 0 to ``points``."""
    convert = component.convert
    if convert is None:
        worth = figure
    elif convert.by is By.RANK:
        worth = convert.first - convert.step * (figure - 1)
    elif convert.by is By.PERCENT:
        worth = points * figure / 100
    else:
        worth = points * figure / best if best else _NOTHING
    return min(max(worth, _NOTHING), points)


_Base = Callable[[Scheme, Component, Fraction, ReviewScore, OfficeFigure | None], Fraction | None]
_BASES: Mapping[Source, _Base] = {
    Source.BALLOTS: _from_ballots,
    Source.FULL: _from_full,
    Source.OFFICE: _from_office,
}
