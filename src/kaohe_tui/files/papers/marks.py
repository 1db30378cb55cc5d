"""Compute means by indicator and tier, and their median in a class."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from kaohe_tui.domain.numbers import UNIT
from kaohe_tui.domain.public.dossier import Dossier, RatingState
from kaohe_tui.domain.standings.withholding import FEWEST

Means = Mapping[tuple[str, str], tuple[Fraction, ...]]
"""(person's code, tier's key) -> points, one mean an indicator; only what may be shown."""


def indicator_means(dossier: Dossier) -> tuple[Means, frozenset[tuple[str, str]]]:
    """Return the mean of each indicator over all ratings that count, nothing trimmed.

    Returns:
        The means that may be shown, and the (code, tier) whose breakdown is withheld: those of a
        secret tier with fewer than ``FEWEST`` ratings.
    """
    marks: dict[tuple[str, str], list[tuple[int, ...]]] = {}
    for rating in dossier.ratings:
        if rating.state is RatingState.COUNTED:
            marks.setdefault((rating.ratee, rating.tier), []).append(rating.marks)
    secret = {tier.key for tier in dossier.scheme.tiers if tier.secret}
    withheld = frozenset(k for k, rows in marks.items() if k[1] in secret and len(rows) < FEWEST)
    means = {
        key: tuple(Fraction(sum(column), len(rows) * UNIT) for column in zip(*rows, strict=True))
        for key, rows in marks.items()
        if key not in withheld
    }
    return means, withheld


def median(values: Iterable[Fraction]) -> Fraction | None:
    """Return the middle value, or the mean of the middle two; None without values."""
    ordered = sorted(values)
    if not ordered:
        return None
    half, is_odd = divmod(len(ordered), 2)
    return ordered[half] if is_odd else (ordered[half - 1] + ordered[half]) / 2
