"""Weights by class: everybody has one in each tier, and they add up to 100."""

from dataclasses import replace
from fractions import Fraction

import pytest

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.class_weights import check_people, weighed_classes, weights_for
from kaohe_tui.domain.rules.nobody import unrated
from kaohe_tui.domain.rules.people import Person, Roster
from kaohe_tui.domain.rules.scheme.classes import ByClass, Group
from kaohe_tui.domain.rules.scheme.scheme import Method, Scheme
from kaohe_tui.domain.rules.weights import effective_weights
from kaohe_tui.domain.standings.scoring import review_score
from kaohe_tui.domain.standings.standings import standings
from kaohe_tui.words import use_language
from tests.domain.strategies import HEAD, LEADER, MIDDLE, SCHEME, STAFF, no_marks, tallies, tally


@pytest.fixture(autouse=True)
def _english() -> None:
    use_language("en")


def by_class(**numbers: int) -> ByClass:
    return ByClass(tuple((key, Fraction(number)) for key, number in numbers.items()))


def weighing(*groups: Group, **weights: ByClass | Fraction) -> Scheme:
    """The scheme with other weights; tiers that are not named are left out."""
    tiers = tuple(replace(t, weight=weights[t.key]) for t in SCHEME.tiers if t.key in weights)
    return replace(SCHEME, tiers=tiers, groups=groups)


COMPANY = weighing(
    peer=by_class(staff=40, middle=30, leader=60),
    leader=by_class(staff=40, middle=50),
    head=by_class(staff=20, middle=20, leader=40),
)
YOUNG = Group("young", "青年", identity=frozenset({"新"}))
OLD = Group("old", "老同志", frozenset({STAFF}), frozenset({"综合科"}))
PEOPLE = Roster(
    (
        Person("h", "何", "局", HEAD),
        Person("l", "李", "局", LEADER),
        Person("m", "马", "综合科", MIDDLE, ("l",)),
        Person("s", "孙", "综合科", STAFF, ("l",), "新"),
        Person("t", "谭", "农业科", STAFF),
    )
)


def test_each_class_is_scored_by_its_own_weights() -> None:
    ratings = tallies(peer=(80,), leader=(90,), head=(100,))
    table = standings(COMPANY, PEOPLE, dict.fromkeys("mst", ratings), no_marks)
    # 30 x 80 + 50 x 90 + 20 x 100; and for staff 40/40/20
    assert table.row("m").review.score == 89
    assert table.row("s").review.score == 88
    assert [tier.weight for tier in table.row("m").review.tiers] == [30, 50, 20]


def test_factors_by_class_weigh_ratings() -> None:
    count = replace(weighing(peer=by_class(staff=1), head=Fraction(1)), method=Method.PARTICIPATION)
    doubled = replace(
        weighing(peer=by_class(staff=1, middle=3), head=Fraction(1)), method=Method.PARTICIPATION
    )
    ratings = {"peer": tally(80, 80), "head": tally(100)}
    assert review_score(count, ratings, {"staff"}).score == Fraction(260, 3)
    assert review_score(doubled, ratings, {"middle"}).score == Fraction(580, 7)


@pytest.mark.parametrize(
    ("scheme", "code", "told"),
    [
        (
            weighing(YOUNG, OLD, peer=by_class(young=60, old=60, middle=100, leader=100)),
            "weight-ambiguous",
            "“全员互评” has two weights for 孙: as 青年, 老同志;",
        ),
        (
            weighing(YOUNG, peer=by_class(young=100, middle=100, leader=100)),
            "weight-missing",
            "“全员互评” has no weight for 谭;",
        ),
        (
            weighing(
                peer=by_class(staff=100, middle=60, leader=100), head=by_class(middle=30, leader=1)
            ),
            "weight-missing",
            "has no weight for 孙, 谭;",
        ),
        (
            weighing(
                YOUNG, OLD, peer=by_class(staff=90, middle=100, leader=100), middle=Fraction(20)
            ),
            "weights-of-person-wrong",
            "would be rated add up to 110, not to 100",
        ),
    ],
)
def test_whoever_has_no_one_weight_is_named(scheme: Scheme, code: str, told: str) -> None:
    with pytest.raises(Refusal) as caught:
        check_people(scheme, PEOPLE)
    assert caught.value.code == code
    assert told in str(caught.value)


def test_one_weight_for_each_is_right() -> None:
    check_people(COMPANY, PEOPLE)
    check_people(SCHEME, PEOPLE)


def test_each_class_has_its_tiers() -> None:
    assert weighed_classes(COMPANY) == ("leader", "middle", "staff")
    found = {one: [t.key for t, _ in weights_for(COMPANY, one)] for one in ("middle", "leader")}
    assert found == {"middle": ["peer", "leader", "head"], "leader": ["peer", "head"]}


def test_a_class_that_loses_weight_is_told_with_how_much() -> None:
    people = Roster(tuple(p for p in PEOPLE if p.role is not HEAD))
    told = [each.told for each in unrated(COMPANY, people)]
    assert told == [
        "分管领导评分: nobody rates 谭 (农业科) in it; 40 of 100 of the weight falls away for this "
        "person.",
        "主要负责人评分: nobody rates in it; 40 of 100 of the weight falls away for "
        "supervising leaders.",
        "主要负责人评分: nobody rates in it; 20 of 100 of the weight falls away for "
        "middle managers.",
        "主要负责人评分: nobody rates in it; 20 of 100 of the weight falls away for staff.",
    ]


def test_the_shares_of_all_raters_of_a_person_add_up_to_one() -> None:
    shares = effective_weights(COMPANY, PEOPLE)
    assert sum(shares[code][MIDDLE][0] for code in "hlst") == 1


def test_a_group_is_met_by_all_its_criteria_or_by_the_roster() -> None:
    both = Group("g", "组", frozenset({STAFF}), frozenset({"综合科"}), frozenset({"新"}))
    listed = replace(PEOPLE["t"], groups=("g",))
    assert [both.has(person) for person in PEOPLE] == [False, False, False, True, False]
    assert both.has(listed)
    assert not Group("none", "无").has(PEOPLE["s"])
