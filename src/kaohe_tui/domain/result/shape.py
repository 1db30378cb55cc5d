"""Turn standings into plain data, whole, in which the result of a closed period is locked."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields
from fractions import Fraction
from typing import Any

from kaohe_tui.domain import numbers
from kaohe_tui.domain.rules.people import Person, Role, Roster
from kaohe_tui.domain.rules.scheme.scheme import Method
from kaohe_tui.domain.standings.scoring import (
    ComponentScore,
    FactorScore,
    PartState,
    ReviewScore,
    TierScore,
)
from kaohe_tui.domain.standings.standings import Standing, Standings, TieBreak

Plain = dict[str, Any]
"""A dict that ``json`` can write."""


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
        **_plain_parts(row.review),
    }


def _plain_parts(review: ReviewScore) -> Plain:
    """Return components and factors; nothing of a scheme without them, as results always were."""
    parts: Plain = {}
    if review.components:
        parts["components"] = [_plain_component(each) for each in review.components]
    if review.factors:
        parts["factors"] = [[each.factor, each.figure] for each in review.factors]
    return parts


def _plain_component(each: ComponentScore) -> Plain:
    return {
        "component": each.component,
        "points": _exact(each.points),
        "state": each.state.value,
        "value": _exact(each.value),
        "base": _exact(each.base),
        "figure": each.figure,
        "best": _exact(each.best),
        "bonus": _exact(each.bonus),
        "deduction": _exact(each.deduction),
    }


def _component(plain: Mapping[str, Any]) -> ComponentScore:
    exact = {name: Fraction(plain[name]) for name in ("points", "best", "bonus", "deduction")}
    maybe = {name: _fraction(plain[name]) for name in ("value", "base")}
    return ComponentScore(**{**plain, **exact, **maybe, "state": PartState(plain["state"])})


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
        review=ReviewScore(
            tiers,
            _fraction(plain["score"]),
            plain["provisional"],
            tuple(_component(each) for each in plain.get("components", ())),
            tuple(FactorScore(*each) for each in plain.get("factors", ())),
        ),
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
