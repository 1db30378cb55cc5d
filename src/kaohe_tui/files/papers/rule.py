"""Put the rule behind a result into a few sentences for a notice (docs/scoring.md)."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from kaohe_tui.domain.entries.told import entry_rules
from kaohe_tui.domain.numbers import plain
from kaohe_tui.domain.rules.class_weights import is_by_class, weighed_classes, weights_for
from kaohe_tui.domain.rules.scheme.classes import Number
from kaohe_tui.domain.rules.scheme.grades import Grade, QuotaBy
from kaohe_tui.domain.rules.scheme.periods import Period, Span
from kaohe_tui.domain.rules.scheme.scheme import Method, RankBy, Scheme
from kaohe_tui.domain.rules.scheme.tiers import Tier
from kaohe_tui.domain.rules.tier_words import limits_words
from kaohe_tui.domain.year.spans import columns, parts
from kaohe_tui.domain.year.year import Year
from kaohe_tui.words import _, _n


def rule(scheme: Scheme, year: Year | None) -> tuple[str, ...]:
    """Return sentences on method, weights, trimming, adjustments, rounding, ranks and quotas.

    Args:
        scheme: whose rules.
        year: where the paper is about the year, whose result comes from its periods; else None.
    """
    return (
        *(_year(scheme, year) if year else ()),
        *_method(scheme),
        *_adjustments(scheme),
        _n(
            "Rounded half up once, at the end, to {count} decimal place.",
            "Rounded half up once, at the end, to {count} decimal places.",
            scheme.decimals,
        ).format(count=scheme.decimals),
        _("Everybody is in one list.")
        if scheme.rank is RankBy.TOGETHER
        else _("Each class is ranked apart."),
        *_grades(scheme),
    )


def _year(scheme: Scheme, year: Year) -> Iterator[str]:
    counting = [p for p in scheme.periods if p.weighs and p not in year.called_off]
    if counting:
        yield from _weighing(counting)
    for period in counting:
        own = scheme.for_period(period.key)
        if own.not_held:
            held = _(", ").join(tier.name for tier in own.tiers)
            yield _("{period} holds only: {tiers}.").format(period=period.name, tiers=held)


def _weighing(counting: Sequence[Period]) -> Iterator[str]:
    """Say how periods, and spans of them, are weighed into the year."""
    spans = [part for part in columns(counting) if isinstance(part, Span)]
    if spans:
        yield _(
            "The year is the weighted mean of {parts}; what has no total is left out, never counted"
            " as zero."
        ).format(parts=_weights(parts(counting)))
        for span in spans:
            yield _(
                "“{span}” is the weighted mean of the totals of its periods ({periods})."
            ).format(span=span.name, periods=_weights([p for p in counting if p.span == span]))
        return
    periods = _weights(counting)
    yield _(
        "The year is the weighted mean of the totals of its periods ({periods}); a period without"
        " a total is left out, never counted as zero."
    ).format(periods=periods)


def _weights(parts: Sequence[Period | Span]) -> str:
    """List names, each with its weight."""
    return _(", ").join(
        _("{name} {weight}").format(name=part.name, weight=plain(part.weight)) for part in parts
    )


def _method(scheme: Scheme) -> Iterator[str]:
    if scheme.method is Method.TIERS:
        sentence = _(
            "The score is the weighted mean of the tiers' means ({tiers}); a missing tier is "
            "left out and never counts as zero."
        )
        one = _("{name} {weight}%")
    else:
        sentence = _(
            "The score is the mean of all ratings, each counted by its tier's factor ({tiers})."
        )
        one = _("{name} × {weight}")
    if is_by_class(scheme.tiers):
        parts = (_of_class(scheme, each, one) for each in weighed_classes(scheme))
        yield sentence.format(tiers=_("; ").join(filter(None, parts)))
    else:
        yield sentence.format(tiers=_weighed(((t, t.weight) for t in scheme.tiers), one))
    if scheme.not_held:
        sentence = _(
            "Not held in this period: {tiers}; the weights of the others hold in proportion."
        )
        yield sentence.format(tiers=_(", ").join(tier.name for tier in scheme.not_held))
    yield from _components(scheme)
    for tier in scheme.tiers:
        if tier.trim:
            yield _n(
                "In “{tier}” the highest and the lowest total are trimmed when there are more "
                "than {least} ratings.",
                "In “{tier}” the {count} highest and the {count} lowest totals are trimmed when "
                "there are more than {least} ratings.",
                tier.trim,
            ).format(tier=tier.name, count=tier.trim, least=tier.trims_from - 1)
        if tier.min_ratings > 1:
            sentence = _("“{tier}” counts for those who have at least {least} ratings in it.")
            yield sentence.format(tier=tier.name, least=tier.min_ratings)
        if limits := limits_words(tier):
            yield _("{name}: {text}").format(name=tier.name, text=limits)


def _of_class(scheme: Scheme, one: str, words: str) -> str:
    """Write what each tier weighs for a class; empty where no tier takes it in."""
    if not (weights := weights_for(scheme, one)):
        return ""
    name = scheme.class_name(one)
    return _("{name}: {tiers}").format(name=name, tiers=_weighed(weights, words))


def _weighed(weights: Iterable[tuple[Tier, Number]], words: str) -> str:
    return _(", ").join(
        words.format(name=tier.name, weight=plain(weight))
        for tier, weight in weights
        if isinstance(weight, Fraction) and weight
    )


def _components(scheme: Scheme) -> Iterator[str]:
    """Say what the ratings are a part of; nothing in a scheme without components."""
    if not scheme.components:
        return
    one = _("{component} ({points} points)")
    parts = (one.format(component=c.name, points=plain(c.most)) for c in scheme.components)
    yield _(
        "The score is the sum of its components: {components}; one that is missing is left out, "
        "and the others share the points in proportion."
    ).format(components=_(", ").join(parts))
    if scheme.factors:
        names = _(", ").join(factor.name for factor in scheme.factors)
        yield _("The sum is multiplied by: {factors}.").format(factors=names)


def _adjustments(scheme: Scheme) -> Iterator[str]:
    if not (scheme.adjustments or scheme.absences):
        return
    limits = [
        sentence.format(points=plain(limit))
        for sentence, limit in (
            (_("bonuses at most {points} points"), scheme.bonus_cap),
            (_("deductions at most {points} points"), scheme.deduction_cap),
            (_("the total at most {points} points"), scheme.ceiling),
        )
        if limit is not None
    ]
    if limits:
        sentence = _("Total = score + bonus − deduction: {limits}.")
        yield sentence.format(limits=_(", ").join(limits))
    else:
        yield _("Total = score + bonus − deduction.")
    for name, words in entry_rules(scheme):
        yield _("{name}: {words}.").format(name=name, words=words)


def _grades(scheme: Scheme) -> Iterator[str]:
    if not scheme.grades:
        return
    yield _("Grades: {grades}.").format(
        grades=_("; ").join(_grade(*pair) for pair in pairwise([None, *scheme.grades]))
    )
    if any(g.is_limited or g.least is not None for g in scheme.grades):
        if scheme.quota_by is QuotaBy.SECTION:
            yield _("Shares and places are of the people assessed in each section, rounded down.")
        elif scheme.quota_by is QuotaBy.CLASS and scheme.rank is not RankBy.TOGETHER:
            yield _("Quotas are shares of the people assessed in each class, rounded down.")
        else:
            yield _("Quotas are shares of all people assessed, rounded down.")


def _grade(above: Grade | None, grade: Grade | None) -> str:
    """Say what a grade needs; for the last one, which takes everybody, what it is below."""
    assert grade is not None
    minimum = plain(grade.minimum)
    if grade.quota is not None:
        sentence = _("{name} from {minimum} points, at most {quota}% of the people")
        return sentence.format(name=grade.name, minimum=minimum, quota=plain(grade.quota))
    if grade.places:
        sentence = _("{name} from {minimum} points, {places}")
        return sentence.format(name=grade.name, minimum=minimum, places=_places(grade))
    if grade.least is not None:
        sentence = _("{name} from {minimum} points, at best for the lowest {least}% of the people")
        return sentence.format(name=grade.name, minimum=minimum, least=plain(grade.least))
    if above is not None and not grade.minimum:
        below = _("{name} below {minimum} points")
        return below.format(name=grade.name, minimum=plain(above.minimum))
    return _("{name} from {minimum} points").format(name=grade.name, minimum=minimum)


def _places(grade: Grade) -> str:
    """Say how many places a grade has, by the number of people where that matters."""
    if len(grade.places) == 1:
        return _("at most {places} people").format(places=grade.places[0][1])
    rows = (
        _("{places} of up to {people}").format(places=places, people=people)
        for people, places in grade.places
    )
    return _("at most {rows} people").format(rows=_(", ").join(rows))
