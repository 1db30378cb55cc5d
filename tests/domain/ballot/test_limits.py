"""A ballot is accepted exactly where a count by hand accepts it, and told what to change."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe_tui.domain.ballot.limits import Counting, Rated, broken, rated
from kaohe_tui.domain.ballot.row import Row
from kaohe_tui.domain.rules.forms.asked import Form
from kaohe_tui.domain.rules.forms.forms import Forms
from kaohe_tui.domain.rules.scheme.form import Level
from kaohe_tui.domain.rules.scheme.limits import Limit
from kaohe_tui.domain.rules.scheme.tiers import Marks
from tests.domain.rules.forms.test_forms import SCHEME, SOMEBODY, TIER
from tests.domain.strategies import person

TOP = Limit(level="优秀", at_most_percent=Fraction(20))
BEST, GOOD = Rated("甲", Fraction(95), "优秀"), Rated("甲", Fraction(80), "称职")


def of(*totals: int, section: str = "甲") -> list[Rated]:
    return [Rated(section, Fraction(total)) for total in totals]


def test_twenty_per_cent_of_twenty_four_people_are_four() -> None:
    assert TOP.most(24) == 4
    assert broken([TOP], [BEST] * 4 + [GOOD] * 20, 100) == ()
    [only] = broken([TOP], [BEST] * 5 + [GOOD] * 19, 100)
    assert only.limit == TOP
    assert only.sentence == (
        "“优秀” went to 5 of 24 people; at most 4 may have it: change one of them."
    )


@pytest.mark.parametrize(
    ("limit", "fitting", "breaking"),
    [
        (Limit(low=Fraction(90), at_most=1), [(90, 89), (89,), ()], [(90, 100)]),
        (Limit(below=Fraction(70), at_least=2), [(69, 0, 70), ()], [(70, 69), (69,)]),
        (Limit(below=Fraction(70), at_least_percent=Fraction(10)), [(69, 80)], [(70,) * 11]),
        (Limit(all_equal=False), [(80, 81), (80,), ()], [(80, 80), (7, 7, 7)]),
        (Limit(all_full=False), [(100, 99), ()], [(100, 100), (100,)]),
        (Limit(low=Fraction(80), below=Fraction(90), at_most=0), [(79, 90)], [(80,), (89,)]),
        (Limit(low=Fraction(0), at_most=2, at_least=1), [(1,), (1, 1)], [(1, 1, 1)]),
    ],
)
def test_what_fits_and_what_breaks(
    limit: Limit, fitting: list[tuple[int, ...]], breaking: list[tuple[int, ...]]
) -> None:
    for totals in fitting:
        assert broken([limit], of(*totals), 100) == ()
    for totals in breaking:
        assert [each.limit for each in broken([limit], of(*totals), 100)] == [limit]


def test_within_a_section_each_is_counted_by_itself() -> None:
    limit = Limit(low=Fraction(90), at_most_percent=Fraction(50), by_section=True)
    mixed = of(95, 80) + of(95, 80, section="乙") + of(95, section="")
    assert broken([limit], mixed, 100) == ()
    [only] = broken([limit], [*mixed, *of(92, section="乙")], 100)
    assert only.sentence.startswith("乙: “90 points or more” went to 2 of 3 people; at most 1")


numbers = st.none() | st.integers(0, 5)
shares = st.none() | st.fractions(0, 100, max_denominator=3)
bounds = st.none() | st.integers(0, 10).map(Fraction)
limits = st.builds(
    Limit,
    low=bounds,
    below=bounds,
    at_most=numbers,
    at_least=numbers,
    at_most_percent=shares,
    at_least_percent=shares,
    all_equal=st.booleans(),
    all_full=st.booleans(),
    by_section=st.booleans(),
)
ratings = st.lists(
    st.builds(Rated, st.sampled_from(["", "甲", "乙"]), st.integers(0, 10).map(Fraction))
)


def is_fine_by_hand(limit: Limit, group: list[Rated]) -> bool:
    totals = [each.total for each in group]
    counted = [
        t
        for t in totals
        if (limit.low is None or limit.low <= t) and (limit.below is None or t < limit.below)
    ]
    is_asked = limit.low is not None or limit.below is not None
    share = Fraction(100 * len(counted), len(totals))
    return not (
        (is_asked and limit.at_most is not None and len(counted) > limit.at_most)
        or (is_asked and limit.at_least is not None and len(counted) < limit.at_least)
        or (is_asked and limit.at_most_percent is not None and share > limit.at_most_percent)
        or (is_asked and limit.at_least_percent is not None and share < limit.at_least_percent)
        or (not limit.all_equal and len(totals) > 1 and totals.count(totals[0]) == len(totals))
        or (not limit.all_full and totals.count(Fraction(10)) == len(totals))
    )


@given(limits, ratings)
def test_it_accepts_exactly_what_a_count_by_hand_accepts(
    limit: Limit, given_ratings: list[Rated]
) -> None:
    groups = [given_ratings]
    if limit.by_section:
        groups = [[r for r in given_ratings if r.section == name] for name in ("甲", "乙")]
    by_hand = all(is_fine_by_hand(limit, group) for group in groups if group)
    assert (broken([limit], given_ratings, 10) == ()) == by_hand


def level_in(form: Form, marks: tuple[int, ...]) -> str:
    """The level that a limit counts a rating towards."""
    rating = rated(SOMEBODY, form, marks)
    assert rating is not None
    return rating.level


def test_a_rating_counts_once_it_is_whole_and_on_the_scale_of_full_marks() -> None:
    form = Forms(SCHEME).of(replace(TIER, marks=Marks.TOTAL, points=100), SOMEBODY)
    assert rated(SOMEBODY, form, (None,)) is None
    assert rated(SOMEBODY, form, (95,)) == Rated("甲处", Fraction(95))
    overall = Forms(SCHEME).of(replace(TIER, marks=Marks.OVERALL), SOMEBODY)
    assert level_in(overall, (20,)) == "良"
    assert rated(SOMEBODY, overall, (20,)) == Rated("甲处", Fraction(85), "良")


def test_a_level_of_totals_between_bounds_is_counted_too() -> None:
    bounds = (("优", 90, 100), ("良", 80, 89))
    levels = tuple(Level(n, "1", None, Fraction(low), Fraction(high)) for n, low, high in bounds)
    scheme = replace(SCHEME, levels=levels)
    form = Forms(scheme).of(replace(TIER, marks=Marks.TOTAL, points=200), SOMEBODY)
    found = [level_in(form, (mark,)) for mark in (200, 180, 178, 160, 179, 159)]
    assert found == ["优", "优", "良", "良", "", ""]


def test_the_count_is_told_of_all_whom_the_ballot_is_to_rate() -> None:
    form = Forms(SCHEME).of(replace(TIER, marks=Marks.OVERALL), SOMEBODY)
    rows = [Row(person(code), (None,), asked=form) for code in "abcdefghij"]
    counting = Counting([Limit(level="优", at_most_percent=Fraction(20)), Limit(all_equal=False)])
    assert counting.lines(rows, "") == ("优 0/2",)
    rows[3] = rows[3].put(0, 0, 10)
    rows[4] = rows[4].put(0, 0, 20)
    assert counting.lines(rows, "") == ("优 1/2",)
    rows[5] = rows[5].turned()
    assert counting.lines(rows, "") == ("优 1/1",)


def test_what_must_be_there_is_told_as_well() -> None:
    form = Forms(SCHEME).of(replace(TIER, marks=Marks.TOTAL), SOMEBODY)
    rows = [Row(replace(person(code), section="甲"), (None,), asked=form) for code in "abcd"]
    rows[0] = rows[0].put(0, 0, 600)
    least = Limit(below=Fraction(70), at_least=2)
    both = replace(least, at_most=3, by_section=True)
    counting = Counting([least, both])
    assert counting.goes_by_section
    assert counting.lines(rows, "甲") == (
        "below 70 points 1, at least 2",
        "甲 below 70 points 1, 2 to 3",
    )
