"""Standings as data: whole for the record, and in the published shape."""

import json
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe_tui.domain.result.published import contract
from kaohe_tui.domain.result.shape import fingerprint, from_plain, short, to_plain
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.standings.standings import Standings, TieBreak, standings
from kaohe_tui.domain.standings.tally import TierTally
from tests.domain.strategies import (
    LEADER,
    MIDDLE,
    SCHEME,
    no_marks,
    person,
    person_tallies,
    roster,
    schemes,
    tallies,
    tally,
)

PEOPLE = roster(person("01"), person("02", MIDDLE, "农业科", "09"), person("09", LEADER))
RATINGS = {
    "01": {"peer": tally(90, 88, owed=1), "head": tally(87)},
    "02": tallies(peer=(91, 84, 70)),
}


def _table() -> Standings:
    return standings(SCHEME, PEOPLE, RATINGS, no_marks)


def test_the_published_shape_to_the_letter() -> None:
    assert contract("q2", _table()) == {
        "period": "q2",
        "method": "tiers",
        "complete": False,
        "standings": [
            {
                "code": "01",
                "name": "01",
                "section": "综合科",
                "role": "staff",
                "rank": 1,
                "tied": False,
                "tiers": {
                    "peer": {"mean": "89.00", "ratings": 2, "owed": 1},
                    "head": {"mean": "87.00", "ratings": 1, "owed": 0},
                },
                "score": "88.33",
                "bonus": "0.00",
                "deduction": "0.00",
                "total": "88.33",
                "vetoed": False,
                "proposed_grade": None,
                "decided_grade": None,
                "provisional": True,
            },
            {
                "code": "02",
                "name": "02",
                "section": "农业科",
                "role": "middle",
                "rank": 1,
                "tied": False,
                "tiers": {"peer": {"mean": "81.67", "ratings": 3, "owed": 0}},
                "score": "81.67",
                "bonus": "0.00",
                "deduction": "0.00",
                "total": "81.67",
                "vetoed": False,
                "proposed_grade": None,
                "decided_grade": None,
                "provisional": False,
            },
            {
                "code": "09",
                "name": "09",
                "section": "综合科",
                "role": "leader",
                "rank": None,
                "tied": False,
                "tiers": {},
                "score": None,
                "bonus": "0.00",
                "deduction": "0.00",
                "total": None,
                "vetoed": False,
                "proposed_grade": None,
                "decided_grade": None,
                "provisional": False,
            },
        ],
    }


def test_a_tier_that_nobody_has_rated_has_no_mean() -> None:
    table = standings(SCHEME, PEOPLE, {"01": {"peer": tally(owed=4)}}, no_marks)
    row = contract("q1", table)["standings"][0]
    assert row["tiers"] == {"peer": {"mean": None, "ratings": 0, "owed": 4}}
    assert row["score"] is None


@pytest.mark.parametrize(("decimals", "text"), [(0, "88"), (1, "88.3"), (3, "88.333")])
def test_scores_have_exactly_the_schemes_decimals(decimals: int, text: str) -> None:
    scheme = replace(SCHEME, decimals=decimals)
    row = contract("q1", standings(scheme, PEOPLE, RATINGS, no_marks))["standings"][0]
    assert row["score"] == row["total"] == text
    assert len(row["bonus"]) == len(text) - 1


@given(schemes(), st.dictionaries(st.sampled_from(("01", "02", "09")), person_tallies))
def test_a_result_kept_is_the_result(
    scheme: Scheme, ratings: dict[str, dict[str, TierTally]]
) -> None:
    scheme = replace(scheme, tie_break=("leader", "head"))
    table = standings(scheme, PEOPLE, ratings, no_marks)
    text = json.dumps(to_plain(table), ensure_ascii=False)
    assert from_plain(json.loads(text)) == table


def test_what_is_entered_later_is_kept_too() -> None:
    table = _table()
    first = replace(
        table.rows[0], bonus=Fraction(1, 3), deduction=Fraction(5, 2), vetoed=True, rank=None
    )
    table = replace(table, rows=(first, *table.rows[1:]))
    assert from_plain(json.loads(json.dumps(to_plain(table)))) == table


def test_a_fingerprint_is_that_of_the_bytes() -> None:
    known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert fingerprint(b"abc") == fingerprint("abc") == known
    assert fingerprint("考核") == fingerprint("考核".encode())
    assert short(known) == "ba78·16bf"


def test_what_settled_a_tie_is_kept() -> None:
    scheme = replace(SCHEME, tie_break=("leader", "head"))
    people = roster(person("a"), person("b"))
    ratings = {"a": tallies(peer=(90,), head=(80,)), "b": tallies(peer=(80,), head=(100,))}
    kept = from_plain(to_plain(standings(scheme, people, ratings, no_marks)))
    assert kept.row("b").tie_breaks == (TieBreak("leader", None), TieBreak("head", 10000))


def test_what_is_owed_in_a_tier_that_is_withheld_is_not_told() -> None:
    """As in the explanation of the same score."""
    table = standings(SCHEME, PEOPLE, {"01": {"peer": tally(owed=4)}}, no_marks)
    told = [contract("q1", table, withheld=which)["standings"][0] for which in ((), ("peer",))]
    assert [row["tiers"]["peer"]["owed"] for row in told] == [4, 0]
