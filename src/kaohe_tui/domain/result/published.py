"""Write standings in the shape that ``kaohe standings --json`` publishes."""

from collections.abc import Callable, Collection
from fractions import Fraction
from typing import Any

from kaohe_tui.domain import numbers
from kaohe_tui.domain.grades.decision import Grading
from kaohe_tui.domain.numbers import shown
from kaohe_tui.domain.rules.scheme.components import Source
from kaohe_tui.domain.rules.scheme.periods import Span
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.standings.scoring import ReviewScore
from kaohe_tui.domain.standings.standings import Standing, Standings
from kaohe_tui.domain.standings.withholding import is_hidden, shown_tiers
from kaohe_tui.domain.year.sums import spans_of
from kaohe_tui.domain.year.year import Gave, PeriodShare, Year, YearRow

Plain = dict[str, Any]
"""A dict that ``json`` can write."""


def contract(
    period_key: str,
    standings: Standings,
    grading: Grading | None = None,
    scheme: Scheme | None = None,
    withheld: Collection[str] = (),
) -> Plain:
    """Return the standings for ``kaohe standings --json`` (docs/scoring.md, "As JSON").

    Args:
        period_key: the period's key in the scheme.
        standings: its rows keep their order.
        grading: the grades of the same standings; without it nobody has one.
        scheme: the rules behind them, where there may be secret tiers.
        withheld: keys of the tiers whose ratings may not be seen yet: nor may what is owed in them,
            person by person.

    Returns:
        A dict that ``json`` takes; scores are strings with the scheme's decimals, or None.
    """
    return {
        "period": period_key,
        "method": standings.scheme_method.value,
        "complete": standings.complete,
        "standings": [
            _contract_row(row, standings.decimals, grading, scheme, withheld)
            for row in standings.rows
        ],
    }


def year_contract(year: Year, grading: Grading) -> Plain:
    """Return the year for ``kaohe standings --year --json``.

    That is what ``contract`` returns, and the share of each period, by the period's key. People
    who left come last and are marked so; periods that were called off stand apart, each with
    the reason.

    Args:
        year: its rows keep their order.
        grading: the year's grades.
    """
    plain = contract("year", year.listed, grading)
    for row in plain["standings"]:
        if year.has_left(row["code"]):
            row["left"] = True
        row["periods"] = {
            share.period.key: _share(share) for share in year.rows[row["code"]].shares
        }
        if spans := spans_of(year.rows[row["code"]]):
            row["spans"] = {
                span.key: _span(span, year.rows[row["code"]], year.standings.decimals)
                for span in spans
            }
    if year.called_off:
        plain["called_off"] = {period.key: reason for period, reason in year.called_off.items()}
    return plain


def _share(share: PeriodShare) -> Plain:
    return {
        "total": share.posted or None,
        "rank": share.rank,
        "weight": numbers.plain(share.period.weight),
        "counted": share.gave is Gave.COUNTED,
    }


def _span(span: Span, row: YearRow, decimals: int) -> Plain:
    return {
        "total": row.posted(span, decimals) or None,
        "weight": numbers.plain(span.weight),
        "counted": row.value_of(span) is not None,
    }


def _contract_row(
    row: Standing,
    decimals: int,
    grading: Grading | None,
    scheme: Scheme | None,
    withheld: Collection[str],
) -> Plain:
    def text(value: Fraction | None) -> str | None:
        return None if value is None else shown(value, decimals)

    proposed, decided = grading.labels(row.person.code) if grading else (None, None)
    if grading and grading.waits(row.person.code):
        # Tied across the line: the rule proposes nothing that the group has not decided.
        proposed = None
    return {
        "code": row.person.code,
        "name": row.person.name,
        "section": row.person.section,
        "role": row.person.role.value,
        "rank": row.rank,
        "tied": row.tied,
        "tiers": {
            tier.tier: {
                "mean": text(tier.mean),
                "ratings": tier.ratings,
                "owed": 0 if tier.tier in withheld else tier.owed,
            }
            for tier in (shown_tiers(scheme, row.review) if scheme else row.review.tiers)
        },
        **_contract_parts(row.review, text, scheme),
        "score": text(row.review.score),
        "bonus": text(row.bonus),
        "deduction": text(row.deduction),
        "total": text(row.total),
        "vetoed": row.vetoed,
        "proposed_grade": proposed,
        "decided_grade": decided,
        "provisional": row.review.provisional,
    }


def _contract_parts(
    review: ReviewScore, text: Callable[[Fraction | None], str | None], scheme: Scheme | None
) -> Plain:
    """Return components and factors; nothing of a scheme without them."""
    parts: Plain = {}
    shares = {c.key for c in scheme.components if c.source is Source.SHARE} if scheme else set()
    # How many said what is not shown of a secret tier with few ratings.
    untold = shares if scheme and is_hidden(scheme, review) else set[str]()
    if review.components:
        parts["components"] = {
            each.component: {
                "points": numbers.plain(each.points),
                "value": text(each.value),
                "figure": None if each.component in untold else each.figure or None,
                "state": each.state.value,
            }
            for each in review.components
        }
    if review.factors:
        parts["factors"] = {each.factor: each.figure or None for each in review.factors}
    return parts
