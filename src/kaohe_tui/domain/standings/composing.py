"""Make a person's score of components and factors. Rule: docs/scoring.md, "Components".

In a scheme without components the ballots are all there is, and the score is their mean.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from kaohe_tui.domain.entries.extras import Extra, OfficeFigure
from kaohe_tui.domain.rules.people import Person, Role
from kaohe_tui.domain.rules.scheme.components import By, Component, Source
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.standings.scoring import (
    ComponentScore,
    FactorScore,
    PartState,
    ReviewScore,
    fraction_of,
    review_score,
    total,
)
from kaohe_tui.domain.standings.tally import TierTally

_NOTHING = Fraction(0)
_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class UnitScore:
    """What the people of a section get from its own result."""

    total: Fraction | None
    """The section's total of the period, exact; None without one."""
    provisional: bool
    """Whether something of it is still missing."""


def unit_score(scheme: Scheme, review: ReviewScore, extra: Extra) -> UnitScore:
    """Return what a section that is rated itself gives to its people."""
    worth = total(review.score, extra.bonus, extra.deduction, scheme.ceiling)
    return UnitScore(worth, review.provisional)


def composed(
    scheme: Scheme,
    person: Person,
    tallies: Mapping[str, TierTally],
    extra: Extra,
    unit: UnitScore | None = None,
) -> ReviewScore:
    """Score one person.

    Args:
        scheme: the rules.
        person: decides what applies, and what it is worth.
        tallies: tier's key -> what is counted of the person.
        extra: what was entered about the person.
        unit: of the person's section; None where that is not rated itself.
    """
    review = review_score(scheme, tallies, scheme.classes_of(person))
    if not (scheme.components or scheme.factors):
        return review
    if scheme.components:
        applying = _applying(scheme, person, review, unit)
        scores = tuple(
            _component(scheme, review, _figure(scheme, each[0], tallies, extra, unit), extra, *each)
            for each in applying
        )
        review = replace(review, components=scores, score=joined(scores, scheme.full))
    if not review.components:
        return review  # Nobody rates this person in the period: there is nothing to multiply.
    # Factors are of people alone.
    of_people = scheme.factors if person.role is not Role.UNIT else ()
    factors = tuple(FactorScore(f.key, _written(extra, f.key)) for f in of_people)
    score = review.score
    for factor in factors:
        score = None if score is None else score * factor.value
    review = replace(review, score=score, factors=factors)
    waits = unit is not None and unit.provisional and _takes_unit(scheme, review)
    return replace(review, provisional=review.provisional or bool(review.lacking) or waits)


def _takes_unit(scheme: Scheme, review: ReviewScore) -> bool:
    parts = {each.key for each in scheme.components if each.source is Source.UNIT}
    return any(each.component in parts for each in review.components)


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
    scheme: Scheme, person: Person, review: ReviewScore, unit: UnitScore | None
) -> list[tuple[Component, Fraction]]:
    """Return the components that apply to a person, each with what it is worth.

    None applies to somebody whom no tier has rated in a period that holds some; to a unit those
    alone that are of ratings or name units, and the total of the section to its people alone.
    """
    tiers, is_open = {tier.tier for tier in review.tiers}, not scheme.tiers
    classes = scheme.classes_of(person)
    return [
        (component, points)
        for component in scheme.components
        if (points := component.points_for(classes)) is not None
        and (tiers.intersection(component.tiers) if component.tiers else tiers or is_open)
        and (component.tiers or person.role is not Role.UNIT or Role.UNIT in component.names)
        and (component.source is not Source.UNIT or unit is not None)
    ]


def _figure(
    scheme: Scheme,
    component: Component,
    tallies: Mapping[str, TierTally],
    extra: Extra,
    unit: UnitScore | None,
) -> OfficeFigure | None:
    """Return the one figure that a component is made of; None where it has none."""
    if component.source is Source.UNIT:
        if unit is None or unit.total is None:
            return None
        return OfficeFigure(component.key, str(unit.total), unit.total, _NOTHING)
    if component.source is Source.SHARE:
        return share_of(scheme, component, tallies.get(component.tiers[0]))
    return extra.figure(component.key)


def _component(
    scheme: Scheme,
    review: ReviewScore,
    figure: OfficeFigure | None,
    extra: Extra,
    component: Component,
    points: Fraction,
) -> ComponentScore:
    """Return one component of a person's score."""
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


def least_total(scheme: Scheme, level: str) -> Fraction:
    """Return the lowest total, in points of full marks, whose rating has a level or a better one.

    Raises:
        KeyError: when the scheme has no such level.
    """
    for each in scheme.levels:
        if each.name == level:
            percent = each.percent if each.low is None else each.low
            return Fraction(scheme.full) * (percent or 0) / _HUNDRED
    raise KeyError(level)


def share_of(scheme: Scheme, component: Component, tally: TierTally | None) -> OfficeFigure | None:
    """Return the share of a person's ratings at the component's level or better, as ``18/20``.

    None where nobody has rated the person, or too few for the tier to count.
    """
    fewest = max(1, scheme.tier(component.tiers[0]).min_ratings)
    if tally is None or len(tally.totals) < fewest:
        return None
    least = least_total(scheme, component.level) * tally.unit
    reached, count = sum(total >= least for total in tally.totals), len(tally.totals)
    written = f"{reached}/{count}"
    return OfficeFigure(component.key, written, Fraction(reached, count), _NOTHING)


def band_of(component: Component, share: Fraction) -> tuple[Fraction, Fraction] | None:
    """Return the band, (least per cent, points), that a share reaches; None below all of them."""
    return next((band for band in component.bands if share * _HUNDRED >= band[0]), None)


def _from_share(
    _scheme: Scheme,
    component: Component,
    points: Fraction,
    _review: ReviewScore,
    figure: OfficeFigure | None,
) -> Fraction | None:
    if figure is None or not component.bands:
        return None if figure is None else points * figure.value
    band = band_of(component, figure.value)
    return min(band[1], points) if band else _NOTHING


def _from_unit(
    scheme: Scheme,
    _component: Component,
    points: Fraction,
    _review: ReviewScore,
    figure: OfficeFigure | None,
) -> Fraction | None:
    return None if figure is None else figure.value * points / scheme.full


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
    Source.SHARE: _from_share,
    Source.UNIT: _from_unit,
}
