"""Compute means by indicator and tier, and their median in a class."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from kaohe_tui.domain.public.dossier import Dossier, PaperRating, RatingState
from kaohe_tui.domain.rules.asked import Form
from kaohe_tui.domain.standings.withholding import FEWEST

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
