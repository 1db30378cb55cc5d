"""Who decides what, beside a computation pair by pair."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given

from kaohe_tui.domain.rules.pairs import Pair, rates
from kaohe_tui.domain.rules.people import Role, Roster
from kaohe_tui.domain.rules.scheme.scheme import Method, Scheme
from kaohe_tui.domain.rules.weights import Range, class_weights, effective_weights
from kaohe_tui.domain.standings.scoring import review_score
from kaohe_tui.domain.standings.tally import TierTally
from tests.domain.strategies import (
    HEAD,
    LEADER,
    MIDDLE,
    SCHEME,
    STAFF,
    counting,
    person,
    roster,
    who_rates_whom,
)

Recused = dict[str, set[Pair]]
Case = tuple[Scheme, Roster, Recused]
Shares = dict[Pair, Fraction]


def _pair_by_pair(scheme: Scheme, people: Roster, recused: Recused) -> Shares:
    """The share of each rater in each person's score: what one more point from him moves it by."""
    shares: Shares = {}
    for ratee in people:
        tiers = {
            tier.key: [
                rater.code
                for rater in people
                if rates(scheme, tier, rater, ratee)
                and (rater.code, ratee.code) not in recused.get(tier.key, ())
            ]
            for tier in scheme.tiers
        }
        for rater in {code for codes in tiers.values() for code in codes}:
            tallies = {
                key: TierTally(tuple(10 * (code == rater) for code in codes), len(codes))
                for key, codes in tiers.items()
            }
            untrimmed = tuple(replace(tier, trim=0) for tier in scheme.tiers)
            share = review_score(replace(scheme, tiers=untrimmed), tallies).score
            assert share is not None
            shares[rater, ratee.code] = share
    return shares


def _range(values: list[Fraction]) -> Range:
    return min(values), max(values)


@given(who_rates_whom())
def test_a_rater_decides_what_his_ratings_move(case: Case) -> None:
    scheme, people, recused = case
    found: dict[tuple[str, Role], list[Fraction]] = {}
    for (rater, ratee), share in _pair_by_pair(*case).items():
        found.setdefault((rater, people[ratee].role), []).append(share)
    wanted: dict[str, dict[Role, Range]] = {}
    for (rater, role), shares in found.items():
        wanted.setdefault(rater, {})[role] = _range(shares)
    assert effective_weights(scheme, people, recused) == wanted


@given(who_rates_whom())
def test_a_class_decides_what_its_people_decide_together(case: Case) -> None:
    scheme, people, recused = case
    together: dict[tuple[Role, str], Fraction] = {}
    for (rater, ratee), share in _pair_by_pair(*case).items():
        key = people[rater].role, ratee
        together[key] = together.get(key, Fraction(0)) + share
    found: dict[tuple[Role, Role], list[Fraction]] = {}
    for (rater_role, ratee), share in together.items():
        found.setdefault((rater_role, people[ratee].role), []).append(share)
    wanted: dict[Role, dict[Role, Range]] = {}
    for (rater_role, role), shares in found.items():
        wanted.setdefault(rater_role, {})[role] = _range(shares)
    assert class_weights(scheme, people, recused) == wanted


@given(who_rates_whom())
def test_the_shares_of_one_persons_raters_make_a_whole(case: Case) -> None:
    sums: dict[str, Fraction] = {}
    for (_rater, ratee), share in _pair_by_pair(*case).items():
        sums[ratee] = sums.get(ratee, Fraction(0)) + share
    assert all(whole == 1 for whole in sums.values())


@given(who_rates_whom())
def test_a_lone_ratee_is_decided_by_his_raters_entirely(case: Case) -> None:
    """With one person in his class, low and high are his own shares, and they add up to 1."""
    scheme, people, recused = case
    rated = {ratee for _rater, ratee in _pair_by_pair(*case)}
    weights = effective_weights(scheme, people, recused)
    for role in Role:
        if sum(people[code].role is role for code in rated) == 1:
            ranges = [by_role[role] for by_role in weights.values() if role in by_role]
            assert all(low == high for low, high in ranges)
            assert sum(low for low, _high in ranges) == 1


THIRTY = roster(
    person("h", HEAD),
    *(person(f"l{i}", LEADER) for i in range(3)),
    *(person(f"m{i}", MIDDLE) for i in range(6)),
    *(person(f"s{i}", STAFF, "综合科", "l0") for i in range(20)),
)


def test_counts_alone_give_the_head_of_thirty_two_ratings_in_thirty_seven() -> None:
    weights = effective_weights(counting(), THIRTY)
    # 29 peers, 6 middle managers, 1 leader, 1 head; the head is among the peers too.
    assert weights["h"][STAFF] == (Fraction(2, 37), Fraction(2, 37))
    assert weights["l0"][STAFF] == (Fraction(2, 37), Fraction(2, 37))
    assert weights["l1"][STAFF] == (Fraction(1, 37), Fraction(1, 37))
    assert class_weights(counting(), THIRTY)[STAFF][STAFF] == (Fraction(19, 37), Fraction(19, 37))


def test_weighted_tiers_give_him_his_tier_and_his_place_among_the_peers() -> None:
    weights = effective_weights(SCHEME, THIRTY)
    assert weights["h"][STAFF][0] == Fraction(40, 100) / 29 + Fraction(20, 100)
    # A leader has neither a middle tier nor a leader's: 40 and 20 make the whole.
    assert weights["h"][LEADER][0] == Fraction(40, 60) / 29 + Fraction(20, 60)


@pytest.mark.parametrize("method", list(Method))
def test_a_recused_rater_decides_nothing(method: Method) -> None:
    scheme = replace(SCHEME, method=method)
    people = roster(person("h", HEAD), person("s"))
    recused = {"head": {("h", "s")}, "peer": {("h", "s")}}
    assert effective_weights(scheme, people, recused) == {}
    whole = Fraction(1), Fraction(1)
    assert effective_weights(scheme, people, {"head": {("h", "s")}}) == {"h": {STAFF: whole}}
    assert class_weights(scheme, people, recused) == {}


def test_classes_stand_in_their_own_order_whatever_that_of_the_roster() -> None:
    people = [person("l", LEADER), person("m", MIDDLE), person("s", STAFF), person("t", STAFF)]
    for everybody in (people, people[::-1]):
        found = effective_weights(SCHEME, roster(*everybody))
        assert [list(of) for of in found.values() if len(of) == 3] == [[STAFF, MIDDLE, LEADER]] * 2
