"""Turn standings into plain data: whole for a closed period, and in the published JSON shape."""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import fields
from fractions import Fraction
from typing import Any

from kaohe_tui.domain import numbers
from kaohe_tui.domain.grades.decision import Grading
from kaohe_tui.domain.numbers import shown
from kaohe_tui.domain.rules.people import Person, Role, Roster
from kaohe_tui.domain.rules.scheme.periods import Span
from kaohe_tui.domain.rules.scheme.scheme import Method, Scheme
from kaohe_tui.domain.standings.scoring import ReviewScore, TierScore
from kaohe_tui.domain.standings.standings import Standing, Standings, TieBreak
from kaohe_tui.domain.standings.withholding import shown_tiers
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

    That is what ``contract`` returns, and the share of each period, by the period's key, and of
    each span, where the scheme has some. People
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


def to_plain(standings: Standings) -> Plain:
    """Return the standings as a dict for ``json``, every fraction exact as ``"n/d"``."""
    return {
        "method": standings.scheme_method.value,
        "decimals": standings.decimals,
        "rows": [_plain_row(row) for row in standings.rows],
    }


def from_plain(plain: Mapping[str, Any]) -> Standings:
    """Read the standings that ``to_plain`` wrote.

    Raises:
        KeyError, TypeError, ValueError: when it is not what ``to_plain`` makes.
    """
    return Standings(
        scheme_method=Method(plain["method"]),
        decimals=plain["decimals"],
        rows=tuple(_row(row) for row in plain["rows"]),
    )


def fingerprint(text: bytes | str) -> str:
    """Return the SHA-256 of the bytes, or of the text in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def roster_fingerprint(roster: Roster) -> str:
    """Return the SHA-256 of everybody in the roster, in order, as canonical JSON."""
    names = [each.name for each in fields(Person)]
    # Groups came later: who has none is what they were before.
    rows = [
        {name: getattr(person, name) for name in names if name != "groups" or person.groups}
        for person in roster
    ]
    return fingerprint(json.dumps(rows, ensure_ascii=False, sort_keys=True))


def short(fingerprint: str) -> str:
    """Return the first eight digits as a fingerprint is shown and read out: ``7c1e·90ab``."""
    return f"{fingerprint[:4]}·{fingerprint[4:8]}"


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
        "score": text(row.review.score),
        "bonus": text(row.bonus),
        "deduction": text(row.deduction),
        "total": text(row.total),
        "vetoed": row.vetoed,
        "proposed_grade": proposed,
        "decided_grade": decided,
        "provisional": row.review.provisional,
    }


def _exact(value: Fraction | None) -> str | None:
    return None if value is None else f"{value.numerator}/{value.denominator}"


def _fraction(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def _plain_row(row: Standing) -> Plain:
    return {
        "person": _plain_person(row.person),
        "tiers": [_plain_tier(tier) for tier in row.review.tiers],
        "score": _exact(row.review.score),
        "provisional": row.review.provisional,
        "bonus": _exact(row.bonus),
        "deduction": _exact(row.deduction),
        "total": _exact(row.total),
        "rank": row.rank,
        "tied": row.tied,
        "vetoed": row.vetoed,
        "tie_breaks": [[step.key, step.value] for step in row.tie_breaks],
    }


def _plain_person(person: Person) -> Plain:
    return {
        "code": person.code,
        "name": person.name,
        "section": person.section,
        "role": person.role.value,
        "supervisors": list(person.supervisors),
        "identity": person.identity,
        "clerk_note": person.clerk_note,
        "spelling": person.spelling,
        **({"groups": list(person.groups)} if person.groups else {}),
    }


def _plain_tier(tier: TierScore) -> Plain:
    # Where sums are in tenths, as in all results of before, nothing is said of it.
    unit = {} if tier.unit == numbers.UNIT else {"unit": tier.unit}
    return unit | {
        "tier": tier.tier,
        "ratings": tier.ratings,
        "kept": tier.kept,
        "sum": tier.sum,
        "mean": _exact(tier.mean),
        "weight": _exact(tier.weight),
        "owed": tier.owed,
        "abstained": tier.abstained,
        "recused": tier.recused,
        "void": tier.void,
        "dropped_low": list(tier.dropped_low),
        "dropped_high": list(tier.dropped_high),
    }


def _row(plain: Mapping[str, Any]) -> Standing:
    person = dict(plain["person"])
    person["role"] = Role(person["role"])
    person["supervisors"] = tuple(person["supervisors"])
    person["groups"] = tuple(person.get("groups", ()))
    tiers = tuple(_tier(tier) for tier in plain["tiers"])
    return Standing(
        person=Person(**person),
        review=ReviewScore(tiers, _fraction(plain["score"]), plain["provisional"]),
        bonus=Fraction(plain["bonus"]),
        deduction=Fraction(plain["deduction"]),
        total=_fraction(plain["total"]),
        rank=plain["rank"],
        tied=plain["tied"],
        vetoed=plain["vetoed"],
        tie_breaks=tuple(TieBreak(key, value) for key, value in plain["tie_breaks"]),
    )


def _tier(plain: Mapping[str, Any]) -> TierScore:
    return TierScore(
        **{
            **plain,
            "mean": _fraction(plain["mean"]),
            "weight": Fraction(plain["weight"]),
            "dropped_low": tuple(plain["dropped_low"]),
            "dropped_high": tuple(plain["dropped_high"]),
        }
    )
