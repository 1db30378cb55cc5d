"""Write how components and factors make one person's score, each step with its figures."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kaohe_tui.domain.entries.extras import Extra
from kaohe_tui.domain.entries.sums import AbsenceSum, CapSum, RuleSum
from kaohe_tui.domain.explain.times import absence_told, caps_told, times_told
from kaohe_tui.domain.numbers import plain, shown
from kaohe_tui.domain.rules.scheme.components import By, Component, Source
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.standings.composing import band_of, joined
from kaohe_tui.domain.standings.scoring import (
    ComponentScore,
    FactorScore,
    PartState,
    ReviewScore,
    fraction_of,
)
from kaohe_tui.domain.width import cell_width, pad
from kaohe_tui.words import N_, _

_NOTHING = Fraction(0)
_OF_RATINGS = frozenset((Source.BALLOTS, Source.SHARE))
"""Where the steps would tell what was rated."""
_WITHOUT = {
    PartState.MISSING: N_("nothing: left out"),
    PartState.ZERO: N_("nothing: counts 0, as the scheme says"),
}


@dataclass(frozen=True, slots=True)
class ComponentLine:
    """One component's contribution to the score."""

    name: str
    """The component's name."""
    score: ComponentScore
    """Its figures."""
    step: str
    """How its points come about, or why it has none."""
    rules: tuple[RuleSum, ...]
    """The rules within it that apply."""
    absences: tuple[AbsenceSum, ...]
    """What the days of each kind of absence within it take off."""
    caps: tuple[CapSum, ...]
    """What each cap over several of them came to."""


@dataclass(frozen=True, slots=True)
class FactorLine:
    """One factor of the score."""

    name: str
    """The factor's name."""
    score: FactorScore
    """Its figure."""


def component_lines(
    scheme: Scheme, review: ReviewScore, extra: Extra, *, is_hidden: bool
) -> tuple[ComponentLine, ...]:
    """Return the components that apply to a person, in the scheme's order.

    Args:
        scheme: the rules.
        review: the person's score.
        extra: what was entered about the person.
        is_hidden: whether nothing may be shown that a tier's mean could be worked out from.
    """
    return tuple(
        ComponentLine(
            component.name,
            score,
            _step(scheme, component, score, review, is_hidden=is_hidden),
            tuple(each for each in extra.rules if each.rule.within == component.key),
            tuple(each for each in extra.absences if each.kind.within == component.key),
            tuple(each for each in extra.caps if extra.place_of(each) == component.key),
        )
        for component in scheme.components
        if (score := review.component(component.key))
    )


def factor_lines(scheme: Scheme, review: ReviewScore) -> tuple[FactorLine, ...]:
    """Return the factors of a person's score, in the scheme's order."""
    names = {factor.key: factor.name for factor in scheme.factors}
    return tuple(FactorLine(names[each.factor], each) for each in review.factors)


def texts(components: Sequence[ComponentLine]) -> Iterator[str]:
    """Write a line a component, and one below it for each rule within it."""
    widths = [
        max(cell_width(cell) for cell in column)
        for column in zip(*(_head(each) for each in components), strict=True)
    ]
    for each in components:
        head = "  ".join(pad(c, w) for c, w in zip(_head(each), widths, strict=True))
        yield f"  {head}  {each.step}"
        for rule in each.rules:
            sign = "+" if rule.rule.bonus else "−"
            yield f"    {sign} {rule.rule.name}  {times_told(rule)}"
        for away in each.absences:
            yield f"    − {away.kind.name}  {absence_told(away)}"
        yield from (f"    {line}" for line in caps_told(each.caps))


def result(
    components: Sequence[ComponentLine],
    factors: Sequence[FactorLine],
    score: Fraction,
    decimals: int,
    full: int,
) -> Iterator[str]:
    """Write how the components and factors make the score."""
    counted = [each.score for each in components if each.score.value is not None]
    values = [each.value for each in counted if each.value is not None]
    worth = sum((each.points for each in counted), _NOTHING)
    steps = " + ".join(map(plain, values))
    if worth != full:
        steps = f"({steps})" if len(values) > 1 else steps
        steps += f" × {full} ÷ {plain(worth)}"
    added = joined(counted, full) or _NOTHING
    yield _("sum of the components") + f" = {steps} = {shown(added, decimals)}"
    if factors:
        times = "".join(f" × {plain(each.score.value)}" for each in factors)
        named = _(", ").join(_factor(each) for each in factors)
        yield _("times the factors") + f" = {plain(added)}{times} = {shown(score, decimals)}"
        yield f"  ({named})"


def sentences(scheme: Scheme, review: ReviewScore) -> Iterator[str]:
    """Write the rules about components that concern this person."""
    if not review.components:
        return
    yield _("The points of the components are added up.")
    missing = [
        scheme.part(each.component).name
        for each in review.components
        if each.state is PartState.MISSING
    ]
    if missing:
        yield _(
            "Nothing counts for {components}: that is never a zero. It is left out, and the other "
            "components share {full} points in proportion."
        ).format(components=_(", ").join(missing), full=scheme.full)
    zero = [
        scheme.part(each.component).name
        for each in review.components
        if each.state is PartState.ZERO
    ]
    if zero:
        yield _("Nothing counts for {components}: the scheme makes that 0 points.").format(
            components=_(", ").join(zero)
        )
    lacking = [scheme.part(each.factor).name for each in review.factors if each.is_missing]
    if lacking:
        yield _("Without a figure the factor {factors} is 1.").format(factors=_(", ").join(lacking))


def _head(line: ComponentLine) -> tuple[str, str]:
    return line.name, _("of {points}").format(points=plain(line.score.points))


def _factor(line: FactorLine) -> str:
    figure = line.score.figure or _("1, nothing entered")
    return f"{line.name} {figure}"


def _step(
    scheme: Scheme,
    component: Component,
    score: ComponentScore,
    review: ReviewScore,
    *,
    is_hidden: bool,
) -> str:
    """Write how a component comes to its points."""
    if score.base is None or score.value is None:
        return _(_WITHOUT[score.state])
    is_told = not (is_hidden and component.source in _OF_RATINGS)
    start = _BEGINNINGS[component.source](scheme, component, score, review) if is_told else ""
    worth = plain(score.base)
    steps = start if start in ("", worth) else f"{start} = {worth}"
    steps = steps or worth
    if not (score.bonus or score.deduction):
        return steps
    steps = f"{steps};  {worth}" if steps != worth else steps
    steps += f" + {plain(score.bonus)}" if score.bonus else ""
    steps += f" − {plain(score.deduction)}" if score.deduction else ""
    return _bounded(steps, score.base + score.bonus - score.deduction, score)


def _bounded(steps: str, raw: Fraction, score: ComponentScore) -> str:
    worth = plain(score.value or _NOTHING)
    if raw < 0:
        return _("{steps}, not below 0: {total}").format(steps=steps, total=worth)
    if raw > score.points:
        return _("{steps}, at most {cap}: {total}").format(
            steps=steps, cap=plain(score.points), total=worth
        )
    return f"{steps} = {worth}"


def _ballots(
    scheme: Scheme,
    component: Component,
    score: ComponentScore,
    review: ReviewScore,
) -> str:
    tiers = [each for each in review.tiers if each.tier in component.tiers]
    numerator, denominator = fraction_of(scheme.method, tiers)
    counted = [each for each in tiers if each.mean is not None]
    begin = f"{plain(numerator)} ÷ {plain(denominator)}"
    if len(counted) == 1 and counted[0].mean is not None:
        begin = plain(counted[0].mean)
    if score.points == scheme.full:
        return begin
    return f"{begin} × {plain(score.points)} ÷ {scheme.full}"


def _full(*_args: object) -> str:
    return ""


def _share(
    scheme: Scheme,
    component: Component,
    score: ComponentScore,
    _review: ReviewScore,
) -> str:
    reached, count = score.figure.split("/")
    steps = _("{reached} of {count} at “{level}” or better").format(
        reached=reached, count=count, level=component.level
    )
    if scheme.levels and scheme.levels[0].name == component.level:
        steps = _("{reached} of {count} at “{level}”").format(
            reached=reached, count=count, level=component.level
        )
    if not component.bands:
        return f"{steps}: {plain(score.points)} × {reached} ÷ {count}"
    band = band_of(component, Fraction(score.figure))
    if band is None:
        least = plain(component.bands[-1][0])
        return _("{steps}, below {least}%").format(steps=steps, least=least)
    return _("{steps}, from {least}%").format(steps=steps, least=plain(band[0]))


def _unit(
    scheme: Scheme,
    _component: Component,
    score: ComponentScore,
    _review: ReviewScore,
) -> str:
    steps = _("the section's total {total}").format(total=plain(Fraction(score.figure)))
    return f"{steps} × {plain(score.points)} ÷ {scheme.full}"


def _office(
    _scheme: Scheme,
    component: Component,
    score: ComponentScore,
    _review: ReviewScore,
) -> str:
    convert, figure, points = component.convert, score.figure, plain(score.points)
    if convert is None:
        return figure if Fraction(figure) <= score.points else ""
    if convert.by is By.RANK:
        further = Fraction(figure) - 1
        steps = f"{plain(convert.first)} − {plain(convert.step)} × {plain(further)}"
        steps = _("place {place}: {steps}").format(place=figure, steps=steps)
        raw = convert.first - convert.step * further
        return steps if raw >= 0 else _("{steps}, not below 0").format(steps=steps)
    if convert.by is By.PERCENT:
        return f"{points} × {figure} ÷ 100"
    if not score.best:
        return _("nobody has any")
    return f"{points} × {figure} ÷ {plain(score.best)}"


_Begin = Callable[[Scheme, Component, ComponentScore, ReviewScore], str]
_BEGINNINGS: Mapping[Source, _Begin] = {
    Source.BALLOTS: _ballots,
    Source.FULL: _full,
    Source.OFFICE: _office,
    Source.SHARE: _share,
    Source.UNIT: _unit,
}
