"""Decide what may be shown of a secret tier. Rule: docs/secrecy.md."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Final

from kaohe_tui.domain.rules.pairs import Pair, expected
from kaohe_tui.domain.rules.people import Roster
from kaohe_tui.domain.rules.scheme.components import Component
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.rules.scheme.tiers import Tier
from kaohe_tui.domain.standings.rows import Standing
from kaohe_tui.domain.standings.scoring import ReviewScore, TierScore
from kaohe_tui.words import _n

FEWEST: Final = 5
"""Ratings needed to show figures: with fewer, those who know some can work out the others."""


def is_hidden(scheme: Scheme, review: ReviewScore) -> bool:
    """Return whether no tier's figures of a person may be shown.

    That is where a secret tier has too few ratings of the person.

    The other tiers' figures are withheld too: with them, the secret tier's mean would follow from
    the score.
    """
    secret = {tier.key for tier in scheme.tiers if tier.secret}
    return bool(secret) and any(
        tier.kept and tier.ratings < FEWEST for tier in review.tiers if tier.tier in secret
    )


def shown_tiers(scheme: Scheme, review: ReviewScore) -> tuple[TierScore, ...]:
    """Return a person's tiers as they may be shown.

    Returns:
        The tiers; without sum, mean and what was dropped where ``is_hidden``, and never with what
        was dropped of a secret one.
    """
    if is_hidden(scheme, review):
        return tuple(
            replace(tier, kept=0, sum=0, mean=None, dropped_low=(), dropped_high=())
            for tier in review.tiers
        )
    secret = {tier.key for tier in scheme.tiers if tier.secret}
    return tuple(
        replace(tier, dropped_low=(), dropped_high=()) if tier.tier in secret else tier
        for tier in review.tiers
    )


def hidden_sentence(scheme: Scheme, rows: Iterable[Standing]) -> str:
    """Say of how many people in a list no tier's figures are shown, and why; empty for none."""
    if not any(tier.secret for tier in scheme.tiers):
        return ""
    count = sum(is_hidden(scheme, row.review) for row in rows)
    if not count:
        return ""
    return _n(
        "No tier means for {count} person: a secret tier has fewer than {fewest} ratings of them.",
        "No tier means for {count} people: a secret tier has fewer than {fewest} ratings of them.",
        count,
    ).format(count=count, fewest=FEWEST)


def shown_mean(scheme: Scheme, review: ReviewScore, tier: str) -> Fraction | None:
    """Return a person's mean in a tier, in points; None without one, or where it is hidden."""
    if is_hidden(scheme, review):
        return None
    return next((each.mean for each in review.tiers if each.tier == tier), None)


def columns(scheme: Scheme) -> tuple[Tier | Component, ...]:
    """Return what the columns of a table of standings are of: the components, else the tiers."""
    return scheme.components or scheme.tiers


def shown_columns(scheme: Scheme, review: ReviewScore) -> Mapping[str, Fraction | None]:
    """Return a person's value in each of the ``columns``, in points, by key."""
    if scheme.components:
        return {each.component: each.value for each in review.components}
    return {tier.tier: tier.mean for tier in shown_tiers(scheme, review)}


def shown_column(scheme: Scheme, review: ReviewScore, key: str) -> Fraction | None:
    """Return a person's value in one of the ``columns``, in points; None without one."""
    if scheme.components:
        component = review.component(key)
        return component.value if component else None
    return shown_mean(scheme, review, key)


def exposed(
    scheme: Scheme, tier: Tier, roster: Roster, recused: Collection[Pair] = ()
) -> tuple[int, int]:
    """Count the people who get too few ratings in a secret tier for it to be one.

    Returns:
        People with fewer than ``FEWEST`` ratings, and those of them with a single one.
    """
    if not tier.secret:
        return 0, 0
    counts = expected(scheme, tier, roster, recused).values()
    return sum(0 < count < FEWEST for count in counts), sum(count == 1 for count in counts)
