"""A whole review by commands; its figures are computed apart, in this file."""

import json
import random
from fractions import Fraction
from pathlib import Path

from tests.cli.conftest import PARTICIPATION, ROSTER, TIERS, Kaohe, ballots, done

ROLES = {"s1": "staff", "s2": "staff", "s3": "staff", "s4": "staff", "m1": "middle", "m2": "middle"}
PAIRS = {
    "peer": [(rater, ratee) for rater in ROLES for ratee in ROLES if rater != ratee],
    "leader": [("l1", ratee) for ratee in ROLES if ratee != "s4"],
    "head": [("h1", ratee) for ratee in ROLES],
}
ABSTAINED = {("peer", "m2", "s1"), ("head", "h1", "m2")}
MISSING = ("peer", "s4", "m1")
NOTHING = Fraction(0)
Given = dict[str, dict[str, list[Fraction]]]


def _keyed(seed: int) -> tuple[dict[str, list[list[str]]], Given]:
    """Rows for the files, and the same as totals: ratee -> tier -> totals."""
    chance = random.Random(seed)
    rows: dict[str, list[list[str]]] = {}
    given: Given = {code: {} for code in ROLES}
    for tier, pairs in PAIRS.items():
        for rater, ratee in pairs:
            if (tier, rater, ratee) == MISSING:
                continue
            if (tier, rater, ratee) in ABSTAINED:
                rows.setdefault(tier, []).append([tier, rater, ratee, "", "", "yes"])
                continue
            work, duty = Fraction(chance.randint(70, 120), 2), Fraction(chance.randint(50, 80), 2)
            marks = [f"{mark.numerator / mark.denominator:g}" for mark in (work, duty)]
            rows.setdefault(tier, []).append([tier, rater, ratee, *marks, ""])
            given[ratee].setdefault(tier, []).append(work + duty)
    return rows, given


def _two_places(value: Fraction) -> str:
    hundredths = (value * 200 + 1) // 2
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def _trimmed(tier: str, totals: list[Fraction]) -> list[Fraction]:
    return sorted(totals)[1:-1] if tier == "peer" and len(totals) > 2 else totals


def _mean(totals: list[Fraction]) -> Fraction:
    return sum(totals, NOTHING) / len(totals)


def _score(method: str, given: dict[str, list[Fraction]]) -> Fraction:
    kept = {tier: _trimmed(tier, totals) for tier, totals in given.items()}
    if method == "participation":
        factors = {"peer": 1, "leader": 2, "head": 3}
        over = sum((factors[tier] * sum(kept[tier], NOTHING) for tier in kept), NOTHING)
        return over / sum(factors[tier] * len(totals) for tier, totals in kept.items())
    weights = {"peer": 40, "leader": 25, "head": 35}
    over = sum((weights[tier] * _mean(totals) for tier, totals in kept.items()), NOTHING)
    return over / sum(weights[tier] for tier in kept)


def test_a_whole_review_by_tiers_through_the_real_program(tmp_path: Path, kaohe: Kaohe) -> None:
    _review(tmp_path, kaohe, "tiers", TIERS)


def test_a_whole_review_by_participation(tmp_path: Path, inside: Kaohe) -> None:
    _review(tmp_path, inside, "participation", PARTICIPATION)


def _review(tmp_path: Path, kaohe: Kaohe, method: str, scheme: str) -> None:
    """Hold the review and compare the result with the figures computed apart."""
    (tmp_path / "scheme.toml").write_text(scheme, encoding="utf-8")
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    done(kaohe("new", "--scheme", "scheme.toml", "--roster", "roster.csv"))
    rows, given = _keyed(seed=len(method))
    for tier in PAIRS:
        done(kaohe("open", tier, "--period", "q1"))
        # Two files, so that a ballot may also come in parts.
        half = len(rows[tier]) // 2
        first = ballots(tmp_path / f"{tier}-1.csv", rows[tier][:half])
        second = ballots(tmp_path / f"{tier}-2.csv", rows[tier][half:])
        done(kaohe("import", first, second, "--period", "q1"))
        reason = ["--reason", "出差"] if tier == MISSING[0] else []
        done(kaohe("close", tier, "--period", "q1", *reason))

    result = json.loads(done(kaohe("standings", "--json", "--period", "q1")))

    assert (result["period"], result["method"], result["complete"]) == ("q1", method, False)
    found = {row["code"]: row for row in result["standings"]}
    assert set(found) == set(ROLES)
    scores = {code: _two_places(_score(method, given[code])) for code in ROLES}
    for code, row in found.items():
        assert row["score"] == row["total"] == scores[code]
        for tier, totals in given[code].items():
            mean = _mean(_trimmed(tier, totals))
            assert row["tiers"][tier]["mean"] == _two_places(mean)
            assert row["tiers"][tier]["ratings"] == len(totals)
            assert row["tiers"][tier]["owed"] == (1 if (tier, code) == ("peer", "m1") else 0)
        rivals = [other for other in ROLES if ROLES[other] == ROLES[code]]
        better = [o for o in rivals if Fraction(scores[o]) > Fraction(scores[code])]
        assert row["rank"] == len(better) + 1
        assert row["tied"] == ([scores[o] for o in rivals].count(scores[code]) > 1)
        assert row["provisional"] == (code == "m1")
    explained = json.loads(done(kaohe("explain", "s2", "--json")))
    assert explained["score"] == scores["s2"]
    exact = Fraction(explained["numerator"]) / Fraction(explained["denominator"])
    assert exact == _score(method, given["s2"])
