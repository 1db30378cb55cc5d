"""The worked example to the digit, and what must hold of every score."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kaohe_tui.domain.numbers import shown
from kaohe_tui.domain.rules.scheme.classes import number_for
from kaohe_tui.domain.rules.scheme.scheme import Method, Scheme
from kaohe_tui.domain.standings.scoring import review_score, total, trimmed
from kaohe_tui.domain.standings.tally import TierTally
from tests.domain.strategies import (
    PEER,
    SCHEME,
    TIERS,
    counting,
    methods,
    person_tallies,
    schemes,
    tallies,
    tally,
    totals,
    trimming,
    trims,
    without,
)

WORKED = tallies(peer=(90, 88, 92, 85, 95, 70, 91, 89), middle=(90, 84), leader=(86,), head=(92,))
NO_LEADER = {key: of_tier for key, of_tier in WORKED.items() if key != "leader"}
Tallies = dict[str, TierTally]


@pytest.mark.parametrize(
    ("scheme", "given_ratings", "exact", "on_screen"),
    [
        (counting(), WORKED, Fraction(1052, 12), "87.67"),
        (SCHEME, WORKED, Fraction(88), "88.00"),
        (trimming(counting(), peer=1), WORKED, Fraction(887, 10), "88.70"),
        (trimming(SCHEME, peer=1), WORKED, Fraction(266, 3), "88.67"),
        (counting(), NO_LEADER, Fraction(966, 11), "87.82"),
        (SCHEME, NO_LEADER, Fraction(177, 2), "88.50"),
    ],
    ids=["count", "tiers", "count-trim", "tiers-trim", "count-no-leader", "tiers-no-leader"],
)
def test_the_worked_example(
    scheme: Scheme, given_ratings: Tallies, exact: Fraction, on_screen: str
) -> None:
    score = review_score(scheme, given_ratings).score
    assert score == exact
    assert shown(exact, scheme.decimals) == on_screen


def test_factors_weigh_a_tier_under_participation() -> None:
    factors = {"peer": 1, "middle": 1, "leader": 2, "head": 3}
    tiers = tuple(replace(t, weight=Fraction(factors[t.key])) for t in TIERS)
    scheme = replace(SCHEME, method=Method.PARTICIPATION, tiers=tiers)
    # 700 + 174 + 2*86 + 3*92 over 8 + 2 + 2 + 3
    assert review_score(scheme, WORKED).score == Fraction(1322, 15)


def test_a_tier_tells_what_it_was_made_of() -> None:
    peer = TierTally((900, 705, 950, 705), expected=9, abstained=1, recused=2, void=1)
    score = review_score(trimming(SCHEME, peer=1), {"peer": peer})
    (tier,) = score.tiers
    assert (tier.tier, tier.ratings, tier.kept, tier.sum) == ("peer", 4, 2, 1605)
    assert tier.mean == Fraction(321, 4)
    assert (tier.owed, tier.abstained, tier.recused, tier.void) == (3, 1, 2, 1)
    assert (tier.dropped_low, tier.dropped_high) == ((705,), (950,))
    assert tier.weight == 40


@pytest.mark.parametrize(
    ("given_totals", "g", "kept"),
    [
        ((5, 1, 3), 0, (1, 3, 5)),
        ((5, 1, 3), 1, (3,)),
        ((5, 1), 1, (1, 5)),
        ((5, 1, 3, 4), 2, (1, 3, 4, 5)),
        ((5, 1, 3, 4, 2), 2, (3,)),
        ((7, 7, 7, 1), 1, (7, 7)),
    ],
)
def test_trimming_needs_more_than_it_drops(
    given_totals: tuple[int, ...], g: int, kept: tuple[int, ...]
) -> None:
    assert trimmed(replace(PEER, trim=g), given_totals).counted == kept


@pytest.mark.parametrize("scheme", [SCHEME, counting()])
@pytest.mark.parametrize(
    ("rule", "points", "mean"),
    [
        ({"trim": 1, "trim_from": 6}, (100, 90, 90, 90, 60), 86),
        ({"trim": 1, "trim_from": 5}, (100, 90, 90, 90, 60), 90),
        ({"trim": 1}, (100, 90, 90, 90, 60), 90),
        ({"trim": 1, "trim_from": 3}, (100, 80, 60), 80),
        ({"trim": 1, "trim_from": 4}, (100, 80, 60), 80),
        ({"trim": 2, "trim_from": 6}, (100, 100, 90, 80, 60, 50), 85),
        ({"min_ratings": 3}, (100, 80, 60), 80),
        ({"min_ratings": 4}, (100, 80, 60), None),
        ({"min_ratings": 2}, (), None),
        ({"min_ratings": 1}, (70,), 70),
        ({"trim": 1, "min_ratings": 3}, (100, 80, 60), 80),
        ({"trim": 1, "min_ratings": 4}, (100, 80, 60), None),
    ],
)
def test_trimming_begins_and_a_tier_counts_from_so_many_ratings_on(
    scheme: Scheme, rule: Mapping[str, Any], points: tuple[int, ...], mean: int | None
) -> None:
    one = replace(scheme, tiers=(replace(scheme.tiers[0], **rule), *scheme.tiers[1:]))
    (tier,) = review_score(one, {"peer": tally(*points, owed=1)}).tiers
    assert (tier.mean, tier.ratings, tier.owed) == (mean, len(points), 1)


@pytest.mark.parametrize("scheme", [SCHEME, counting()])
def test_a_tier_with_too_few_ratings_leaves_both_sums(scheme: Scheme) -> None:
    """It is neither a zero nor an outstanding rating, whatever its ratings say."""
    few = replace(scheme, tiers=tuple(replace(t, min_ratings=2) for t in scheme.tiers))
    review = review_score(few, WORKED)
    left = {key: of_tier for key, of_tier in WORKED.items() if key in ("peer", "middle")}
    assert review.score == review_score(scheme, left).score
    assert not review.provisional
    assert [tier.kept for tier in review.tiers] == [8, 2, 0, 0]


@given(totals, trims)
def test_trimming_loses_no_rating(some: tuple[int, ...], g: int) -> None:
    rest = trimmed(replace(PEER, trim=g), some)
    assert sorted(rest.counted + rest.low + rest.high) == sorted(some)
    assert len(rest.low) == len(rest.high) == (g if len(some) > 2 * g else 0)
    assert all(
        low <= kept <= high for low in rest.low for kept in rest.counted for high in rest.high
    )


@pytest.mark.parametrize("scheme", [SCHEME, counting()])
@pytest.mark.parametrize("nothing", [{}, {"peer": tally(owed=3)}, {"peer": TierTally((), 2, 2)}])
def test_without_a_rating_there_is_no_score(scheme: Scheme, nothing: Tallies) -> None:
    assert review_score(scheme, nothing).score is None


def test_a_rating_of_zero_is_a_score_of_zero() -> None:
    assert review_score(SCHEME, {"peer": tally(0)}).score == 0


@pytest.mark.parametrize(
    ("of_peer", "provisional"),
    [
        (tally(90), False),
        (tally(90, owed=1), True),
        (tally(owed=2), True),
        (TierTally((900,), expected=2, abstained=1), False),
        (TierTally((900,), expected=2, void=1), False),
        (TierTally((900,), expected=1, recused=1), False),
    ],
)
def test_only_an_owed_rating_makes_a_score_provisional(
    of_peer: TierTally, provisional: bool
) -> None:
    assert review_score(SCHEME, {"head": tally(80), "peer": of_peer}).provisional is provisional


def test_a_tier_without_any_pair_does_not_apply() -> None:
    score = review_score(SCHEME, {"peer": tally(90), "leader": TierTally((), 0)})
    assert [tier.tier for tier in score.tiers] == ["peer"]


def test_a_tier_whose_raters_are_all_recused_is_still_told_of() -> None:
    score = review_score(SCHEME, {"peer": tally(90), "leader": TierTally((), 0, recused=1)})
    assert [tier.tier for tier in score.tiers] == ["peer", "leader"]
    assert score.score == 90
    assert not score.provisional


@given(schemes(), person_tallies, st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing(
    scheme: Scheme, of_person: Tallies, random: Random
) -> None:
    later = {
        key: replace(t, totals=tuple(random.sample(t.totals, len(t.totals))))
        for key, t in random.sample(list(of_person.items()), len(of_person))
    }
    assert review_score(scheme, later) == review_score(scheme, of_person)


@given(schemes(), person_tallies)
def test_a_score_lies_between_its_lowest_and_highest_rating(
    scheme: Scheme, of_person: Tallies
) -> None:
    score = review_score(scheme, of_person).score
    every = [x for t in of_person.values() for x in t.totals]
    if score is None:
        assert not every
    else:
        assert min(every) <= score * 10 <= max(every)


@given(schemes(), person_tallies, st.data())
def test_raising_a_mark_never_lowers_the_score(
    scheme: Scheme, of_person: Tallies, data: st.DataObject
) -> None:
    rated = sorted(key for key, t in of_person.items() if t.totals)
    assume(rated)
    key = data.draw(st.sampled_from(rated))
    old = of_person[key].totals
    place = data.draw(st.integers(0, len(old) - 1))
    higher = data.draw(st.integers(old[place], 1000))
    raised = replace(of_person[key], totals=(*old[:place], higher, *old[place + 1 :]))
    before = review_score(scheme, of_person).score
    after = review_score(scheme, {**of_person, key: raised}).score
    assert before is not None
    assert after is not None
    assert after >= before


@given(schemes(), person_tallies, st.fractions(Fraction(1, 7), 9))
def test_only_the_proportions_of_the_weights_count(
    scheme: Scheme, of_person: Tallies, times: Fraction
) -> None:
    tiers = tuple(replace(t, weight=number_for(t.weight, ()) * times) for t in scheme.tiers)
    scaled = review_score(replace(scheme, tiers=tiers), of_person)
    assert scaled.score == review_score(scheme, of_person).score


@given(schemes(), person_tallies, st.sampled_from([tier.key for tier in TIERS]))
def test_a_tier_without_ratings_is_a_tier_that_is_not_there(
    scheme: Scheme, of_person: Tallies, key: str
) -> None:
    of_person[key] = tally(owed=2)
    score = review_score(scheme, of_person)
    assert score.score == review_score(without(scheme, key), of_person).score
    assert score.provisional


@given(person_tallies, trims)
def test_both_methods_agree_when_their_weights_make_them_equal(of_person: Tallies, g: int) -> None:
    count = trimming(counting(), peer=g, middle=g)
    kept = {tier.tier: tier.kept for tier in review_score(count, of_person).tiers}
    weighted = tuple(replace(t, weight=Fraction(kept.get(t.key, 0))) for t in count.tiers)
    tiers = replace(count, method=Method.TIERS, tiers=weighted)
    assert review_score(tiers, of_person).score == review_score(count, of_person).score


@given(methods, totals)
def test_one_tier_alone_is_its_mean(method: Method, some: tuple[int, ...]) -> None:
    scheme = replace(SCHEME, method=method)
    score = review_score(scheme, {"head": TierTally(some, len(some))}).score
    assert score == (Fraction(sum(some), 10 * len(some)) if some else None)


@pytest.mark.parametrize(
    ("score", "bonus", "deduction", "ceiling", "expected"),
    [
        (None, 3, 0, None, None),
        (88, 0, 0, None, 88),
        (88, 3, 1, None, 90),
        (99, 3, 0, None, 102),
        (99, 3, 0, 100, 100),
        (3, 0, 5, None, 0),
        (99, 0, 0, 95, 95),
    ],
)
def test_the_total_keeps_its_limits(
    score: int | None, bonus: int, deduction: int, ceiling: int | None, expected: int | None
) -> None:
    def exact(value: int | None) -> Fraction | None:
        return None if value is None else Fraction(value)

    made = total(exact(score), Fraction(bonus), Fraction(deduction), exact(ceiling))
    assert made == exact(expected)
