"""Compute means by indicator and tier, and their median in a class; make a table of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from kaohe_tui.domain import numbers
from kaohe_tui.domain.entries.extras import Extra
from kaohe_tui.domain.explain.component_lines import component_lines, factor_lines
from kaohe_tui.domain.public.dossier import Dossier, PaperRating, RatingState
from kaohe_tui.domain.rules.forms.asked import Form
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.rules.scheme.tiers import Tier
from kaohe_tui.domain.rules.tier_words import too_few
from kaohe_tui.domain.standings.rows import Standing
from kaohe_tui.domain.standings.scoring import TierScore
from kaohe_tui.domain.standings.withholding import FEWEST, is_hidden, shown_mean
from kaohe_tui.files.papers.classes import listed_with
from kaohe_tui.files.papers.pages import NOTHING, Table
from kaohe_tui.words import N_, _

_TRIMMED = N_(
    "Indicators are means of all ratings that count; a tier's mean leaves out what is trimmed."
)
Means = Mapping[tuple[str, str], Mapping[str, Fraction]]
"""(person's code, tier's key) -> indicator's key -> mean in points; only what may be shown."""


def indicator_means(dossier: Dossier) -> tuple[Means, frozenset[tuple[str, str]]]:
    """Return the mean of each indicator over all ratings that count, nothing trimmed.

    Returns:
        The means that may be shown, and the (code, tier) whose breakdown is withheld: those of a
        secret tier with fewer than ``FEWEST`` ratings.
    """
    rated: dict[tuple[str, str], list[PaperRating]] = {}
    for rating in dossier.ratings:
        if rating.state is RatingState.COUNTED:
            rated.setdefault((rating.ratee, rating.tier), []).append(rating)
    secret = {tier.key for tier in dossier.scheme.tiers if tier.secret}
    withheld = frozenset(k for k, rows in rated.items() if k[1] in secret and len(rows) < FEWEST)
    means = {
        key: _means(dossier.form(ratings[0]), [rating.marks for rating in ratings])
        for key, ratings in rated.items()
        if key not in withheld
    }
    return means, withheld


def _means(form: Form, rows: Sequence[tuple[int, ...]]) -> Mapping[str, Fraction]:
    """Return the mean of each indicator; none where one figure or level a person is given."""
    columns = () if form.marks.is_single else form.columns
    return {
        column.indicator.key: Fraction(
            sum(column.worth(row[place]) for row in rows), len(rows) * form.unit
        )
        for place, column in enumerate(columns)
    }


def median(values: Iterable[Fraction]) -> Fraction | None:
    """Return the middle value, or the mean of the middle two; None without values."""
    ordered = sorted(values)
    if not ordered:
        return None
    half, is_odd = divmod(len(ordered), 2)
    return ordered[half] if is_odd else (ordered[half - 1] + ordered[half]) / 2


def shown_points(dossier: Dossier, value: Fraction | None) -> str:
    """Return points with the scheme's decimals; a dash for none."""
    return NOTHING if value is None else numbers.shown(value, dossier.standings.decimals)


def mark_tables(
    dossier: Dossier, row: Standing, means: Means, withheld: frozenset[tuple[str, str]]
) -> Iterator[Table]:
    """Yield the table of marks: a line an indicator; a tier has own mean and class median."""
    tiers = [dossier.scheme.tier(t.tier) for t in row.review.tiers if t.mean is not None]
    few = _too_few(dossier.scheme, row.review.tiers)
    if not tiers and not few:
        return
    title = _("Marks by indicator and tier")
    if is_hidden(dossier.scheme, row.review):
        sentence = _(
            "A secret tier has fewer than {fewest} ratings of this person: no marks are shown."
        )
        yield Table(title, (), (), (sentence.format(fewest=FEWEST),))
        return
    if not tiers:
        yield Table(title, (), (), few)
        return
    headings = [_("Indicator"), _("Full marks")]
    for tier in tiers:
        headings += [tier.name, _("class median")]
    lines = [
        (
            indicator.name,
            numbers.points(indicator.points),
            *(c for tier in tiers for c in _mark_cells(dossier, row, tier, indicator.key, means)),
        )
        for indicator in dossier.forms.indicators_of(row.person)
    ]
    tier_cells = (c for tier in tiers for c in _tier_cells(dossier, row, tier))
    lines.append((_("Mean of the tier"), str(dossier.scheme.full), *tier_cells))
    secret = _("“{tier}” is secret and has fewer than {fewest} ratings: indicators are not shown.")
    notes = [
        secret.format(tier=tier.name, fewest=FEWEST)
        for tier in tiers
        if (row.person.code, tier.key) in withheld
    ]
    if any(tier.trim for tier in tiers):
        notes.append(_(_TRIMMED))
    yield Table(title, tuple(headings), tuple(lines), (*notes, *few))


def _too_few(scheme: Scheme, tiers: Sequence[TierScore]) -> tuple[str, ...]:
    """Say which tiers do not count for the person, for want of ratings."""
    return tuple(
        too_few(scheme.tier(each.tier), each.ratings)
        for each in tiers
        if 0 < each.ratings < scheme.tier(each.tier).min_ratings
    )


def _mark_cells(
    dossier: Dossier, row: Standing, tier: Tier, key: str, means: Means
) -> tuple[str, str]:
    """Return the person's mean of an indicator in a tier, and the median of its class.

    Means that are withheld are left out of the median.
    """
    own_means = means.get((row.person.code, tier.key), {})
    if key not in own_means:
        return NOTHING, NOTHING
    values = (means.get((r.person.code, tier.key), {}) for r in listed_with(dossier, row.person))
    middle = median(each[key] for each in values if key in each)
    return shown_points(dossier, own_means[key]), shown_points(dossier, middle)


def _tier_cells(dossier: Dossier, row: Standing, tier: Tier) -> tuple[str, str]:
    scheme = dossier.scheme
    means = (shown_mean(scheme, r.review, tier.key) for r in listed_with(dossier, row.person))
    middle = median(mean for mean in means if mean is not None)
    return shown_points(dossier, shown_mean(scheme, row.review, tier.key)), shown_points(
        dossier, middle
    )


def component_table(dossier: Dossier, row: Standing) -> Iterator[Table]:
    """Yield the table of components and factors; none in a scheme without them."""
    scheme, review = dossier.scheme, row.review
    extra = dossier.extras.get(row.person.code) or Extra()
    hidden = is_hidden(scheme, review)
    components = component_lines(scheme, review, extra, is_hidden=hidden)
    if not components:
        return
    lines = [
        (
            each.name,
            numbers.plain(each.score.points),
            each.step,
            NOTHING
            if each.score.value is None
            else numbers.shown(each.score.value, dossier.standings.decimals),
        )
        for each in components
    ]
    lines += [
        (factor.name, "×", factor.score.figure or "1", NOTHING)
        for factor in factor_lines(scheme, review)
    ]
    headings = (_("Component"), _("Full marks"), _("How it comes about"), _("Counted"))
    yield Table(_("The components of the score"), headings, tuple(lines))
