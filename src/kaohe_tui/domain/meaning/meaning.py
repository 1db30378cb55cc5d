"""Put together what a scheme means. Rule: docs/commands.md, "scheme --check"."""

from collections.abc import Iterator

from kaohe_tui.domain.meaning import entered, graded, missing, periods, raters, reckoning, worth
from kaohe_tui.domain.meaning.section import Section
from kaohe_tui.domain.numbers import UNIT, plain, points
from kaohe_tui.domain.rules.scheme.scheme import Method, Scheme
from kaohe_tui.words import N_, _, _n

_METHODS = {
    Method.TIERS: N_(
        "Each tier's mean times its weight, added up, and divided by the sum of those weights."
    ),
    Method.PARTICIPATION: N_(
        "All ratings added up and divided by their number; "
        "a tier's ratings count as many times as its factor says."
    ),
}


def meaning(scheme: Scheme) -> tuple[Section, ...]:
    """Tell what a scheme means, part by part; parts that it does not have are left out."""
    parts = (
        Section(scheme.name, tuple(_basis(scheme))),
        *raters.sections(scheme),
        *worth.sections(scheme),
        Section(_("When something is missing"), tuple(missing.sentences(scheme))),
        Section(_("What is entered beside the ratings"), tuple(entered.sentences(scheme))),
        Section(_("Ranks and grades"), tuple(graded.sentences(scheme))),
        Section(_("The year"), tuple(periods.sentences(scheme))),
        *reckoning.sections(scheme),
    )
    return tuple(part for part in parts if part.sentences or part.lines)


def _basis(scheme: Scheme) -> Iterator[str]:
    """Yield the year, full marks, and the way from ratings to a score."""
    sentence = _("For the year {year}; full marks are {full} points.")
    yield sentence.format(year=scheme.year, full=scheme.full)
    yield _(_METHODS[scheme.method])
    if scheme.components:
        parts = _("; ").join(worth.source_told(scheme, each) for each in scheme.components)
        yield _("The total is made of components: {parts}.").format(parts=parts)
    if scheme.factors:
        sentence = _("The sum is multiplied by a figure that the office enters: {factors}.")
        one = _("“{name}”, from {least} to {most}")
        factors = (
            one.format(name=each.name, least=plain(each.minimum), most=plain(each.maximum))
            for each in scheme.factors
        )
        yield sentence.format(factors=_("; ").join(factors))
    yield _n(
        "Marks go by {step}; a total is rounded half up to {count} decimal place, once, at the "
        "end.",
        "Marks go by {step}; a total is rounded half up to {count} decimal places, once, at the "
        "end.",
        scheme.decimals,
    ).format(step=_points(scheme.step), count=scheme.decimals)


def _points(tenths: int) -> str:
    return _n("{points} point", "{points} points", 1 if tenths == UNIT else 2).format(
        points=points(tenths)
    )
