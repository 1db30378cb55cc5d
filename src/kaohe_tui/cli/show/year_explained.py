"""Turn one person's year into plain data. Shape: docs/commands.md, "explain --year --json"."""

from fractions import Fraction
from typing import Any

from kaohe_tui.domain.grades.decision import Grading, label
from kaohe_tui.domain.grades.words import why
from kaohe_tui.domain.numbers import plain as exact
from kaohe_tui.domain.numbers import shown
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.standings.standings import TieBreak
from kaohe_tui.domain.year.spans import sums_of
from kaohe_tui.domain.year.sums import spans_of
from kaohe_tui.domain.year.words import sentences
from kaohe_tui.domain.year.year import Gave, PeriodShare, Year, YearRow

Plain = dict[str, Any]
"""A dict that ``json`` takes."""


def plain(scheme: Scheme, year: Year, grading: Grading, code: str) -> Plain:
    """Return the year of one person as a dict that ``json`` takes.

    Args:
        scheme: the year's.
        year: holds the person's row.
        grading: the year's grades.
        code: of somebody in the year's standings, or of who left.
    """
    decimals = year.standings.decimals
    row, standing = year.rows[code], year.listed.row(code)
    proposed, decided = grading.labels(code)
    return {
        "period": "year",
        "code": code,
        "name": row.person.name,
        "section": row.person.section,
        "role": row.person.role.value,
        "rank": standing.rank,
        "tied": standing.tied,
        "provisional": standing.review.provisional,
        "vetoed": standing.vetoed,
        **({"left": True} if year.has_left(code) else {}),
        "periods": [
            {**_period(share), "grade": label(scheme, row.person, share.grade) or None}
            for share in row.shares
        ],
        **({"spans": spans} if (spans := _spans(row, decimals)) else {}),
        "numerator": exact(row.numerator),
        "denominator": exact(row.denominator),
        "total": _rounded(standing.total, decimals),
        "proposed_grade": proposed,
        "decided_grade": decided,
        "tie_breaks": [_tie_break(step, decimals) for step in standing.tie_breaks],
        "rules": [*sentences(scheme, year, code), *why(grading, code)],
    }


def _tie_break(step: TieBreak, decimals: int) -> Plain:
    value = None if step.value is None else Fraction(step.value, 10**decimals)
    return {"key": step.key, "value": _rounded(value, decimals)}


def _period(share: PeriodShare) -> Plain:
    counted = share.total if share.gave is Gave.COUNTED else None
    return {
        "key": share.period.key,
        "name": share.period.name,
        **({"span": share.period.span.key} if share.period.span else {}),
        "state": share.gave.value,
        "total": share.posted or None,
        "rank": share.rank,
        "weight": exact(share.period.weight),
        "product": None if counted is None else exact(share.period.weight * counted),
    }


def _spans(row: YearRow, decimals: int) -> list[Plain]:
    lines = []
    for span in spans_of(row):
        value = row.value_of(span)
        over, under = sums_of((s.period.weight, s.total) for s in row.counted(span))
        lines.append(
            {
                "key": span.key,
                "name": span.name,
                "numerator": exact(over),
                "denominator": exact(under),
                "total": _rounded(value, decimals),
                "weight": exact(span.weight),
                "product": None if value is None else exact(span.weight * value),
            }
        )
    return lines


def _rounded(value: Fraction | None, decimals: int) -> str | None:
    return None if value is None else shown(value, decimals)
