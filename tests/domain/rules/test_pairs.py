"""Who rates whom."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given

from kaohe_tui.domain.rules.pairs import (
    Pair,
    Pairing,
    expected,
    owed_by_raters,
    owed_pairs,
    ratees_of,
    rates,
)
from kaohe_tui.domain.rules.people import Roster
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.rules.scheme.tiers import Scope
from tests.domain.strategies import (
    HEAD,
    LEADER,
    MIDDLE,
    PEER,
    SCHEME,
    STAFF,
    person,
    roster,
    who_rates_whom,
)

BUREAU = roster(
    person("h", HEAD, "局领导"),
    person("l1", LEADER, "局领导"),
    person("l2", LEADER, "局领导"),
    person("m1", MIDDLE, "综合科", "l1"),
    person("m2", MIDDLE, "农业科", "l2"),
    person("s1", STAFF, "综合科", "l1", "l2"),
    person("s2", STAFF, "综合科"),
    person("s3", STAFF, "农业科", "l2"),
)


def _codes(tier_key: str, rater: str, scope: Scope | None = None) -> str:
    tier = SCHEME.tier(tier_key)
    tier = replace(tier, scopes=frozenset({scope}) if scope else tier.scopes)
    return " ".join(p.code for p in ratees_of(SCHEME, tier, BUREAU, BUREAU[rater]))


@pytest.mark.parametrize(
    ("tier", "rater", "scope", "ratees"),
    [
        ("peer", "s1", None, "l1 l2 m1 m2 s2 s3"),
        ("peer", "h", None, "l1 l2 m1 m2 s1 s2 s3"),
        ("peer", "s1", Scope.SECTION, "m1 s2"),
        ("middle", "m1", None, "s1 s2 s3"),
        ("middle", "m1", Scope.SECTION, "s1 s2"),
        ("middle", "s1", None, ""),
        ("leader", "l1", None, "m1 s1"),
        ("leader", "l2", None, "m2 s1 s3"),
        ("leader", "h", None, ""),
        ("head", "h", None, "l1 l2 m1 m2 s1 s2 s3"),
    ],
)
def test_whom_a_rater_rates(tier: str, rater: str, scope: Scope | None, ratees: str) -> None:
    assert _codes(tier, rater, scope) == ratees


def test_an_empty_section_is_no_section() -> None:
    people = roster(*(person(code, STAFF, "") for code in ("a", "b")), person("c", STAFF, "综合科"))
    tier = replace(PEER, scopes=frozenset({Scope.SECTION}))
    own = replace(SCHEME, self_rating=True)
    assert not rates(SCHEME, tier, people["a"], people["b"])
    assert owed_by_raters(SCHEME, tier, people) == expected(SCHEME, tier, people) == {}
    assert owed_by_raters(own, tier, people) == expected(own, tier, people) == {"c": 1}


def test_nobody_rates_himself_unless_the_scheme_says_so() -> None:
    own = BUREAU["s1"]
    assert not rates(SCHEME, PEER, own, own)
    assert rates(replace(SCHEME, self_rating=True), PEER, own, own)


def test_a_recusal_takes_one_pair_away_in_one_direction() -> None:
    counts = expected(SCHEME, PEER, BUREAU)
    recused = expected(SCHEME, PEER, BUREAU, {("s1", "m1")})
    assert recused == {**counts, "m1": counts["m1"] - 1}


def test_what_everybody_is_owed() -> None:
    assert expected(SCHEME, SCHEME.tier("leader"), BUREAU) == {"m1": 1, "m2": 1, "s1": 2, "s3": 1}
    assert set(expected(SCHEME, PEER, BUREAU).values()) == {7}


def test_who_has_a_ballot_to_hand_in() -> None:
    leader = SCHEME.tier("leader")
    assert owed_by_raters(SCHEME, leader, BUREAU) == {"l1": 2, "l2": 3}
    assert owed_by_raters(SCHEME, leader, BUREAU, {("l1", "m1"), ("l1", "s1")}) == {"l2": 3}
    assert owed_by_raters(SCHEME, leader, roster(person("l1", LEADER), person("s2"))) == {}


def test_only_pairs_that_rate_are_owed_pairs() -> None:
    pairs = [("l1", "m1"), ("l1", "s3"), ("nobody", "m1"), ("m1", "l1")]
    assert owed_pairs(SCHEME, SCHEME.tier("leader"), BUREAU, pairs) == (("l1", "m1"),)


@given(who_rates_whom())
def test_what_is_counted_is_what_the_pairs_say(
    case: tuple[Scheme, Roster, dict[str, set[Pair]]],
) -> None:
    scheme, people, recused = case
    for tier in scheme.tiers:
        none = recused[tier.key]
        ballots = {r.code: ratees_of(scheme, tier, people, r, none) for r in people}
        pairs = {(code, p.code) for code, ballot in ballots.items() for p in ballot}
        assert not pairs & none
        may_rate_oneself = scheme.self_rating or Scope.SELF in tier.scopes
        assert may_rate_oneself or all(rater != ratee for rater, ratee in pairs)
        of_ratees = expected(scheme, tier, people, none)
        assert +Counter(of_ratees) == Counter(ratee for _rater, ratee in pairs)
        of_raters = owed_by_raters(scheme, tier, people, none)
        assert of_raters == Counter(rater for rater, _ratee in pairs)


@given(who_rates_whom())
def test_whom_a_rater_rates_is_the_same_looked_up(
    bureau: tuple[Scheme, Roster, dict[str, set[Pair]]],
) -> None:
    """What an import looks up says the rule once more: it must say the same."""
    scheme, everybody, recused = bureau
    for tier in scheme.tiers:
        pairs = recused.get(tier.key, set())
        pairing = Pairing(scheme, tier, everybody, pairs)
        for rater in everybody:
            found = pairing.candidates(rater).keys() - pairing.left_out(rater)
            assert found == {p.code for p in ratees_of(scheme, tier, everybody, rater, pairs)}
            for code, place in pairing.candidates(rater).items():
                assert everybody.people[place].code == code
