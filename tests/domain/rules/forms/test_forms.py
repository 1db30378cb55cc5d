"""What is keyed comes to exact points, whatever is keyed."""

import re
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.forms.asked import Form
from kaohe_tui.domain.rules.forms.forms import Forms
from kaohe_tui.domain.rules.people import Person, Role
from kaohe_tui.domain.rules.scheme.form import Indicator, Level
from kaohe_tui.domain.rules.scheme.scheme import Method, RankBy, Scheme
from kaohe_tui.domain.rules.scheme.tiers import Marks, Scope, Tier

POINTS = (15, 10, 30, 30, 15)
LEVELS = tuple(
    Level(name, key, Fraction(percent))
    for name, key, percent in (("优", "1", 95), ("良", "2", 85), ("中", "3", 75), ("差", "c", 65))
)
TIER = Tier(
    "t", "T", frozenset({Role.HEAD}), frozenset({Role.STAFF}), frozenset({Scope.ALL}), Fraction(100)
)
SCHEME = Scheme(
    name="n", year=2026, method=Method.TIERS, step=5, decimals=2, self_rating=False,
    rank=RankBy.BY_ROLE, tie_break=(), tiers=(TIER,), periods=(), levels=LEVELS,
    indicators=tuple(Indicator(f"i{n}", f"I{n}", p * 10) for n, p in enumerate(POINTS)),
)  # fmt: skip
SOMEBODY = Person("21", "左思", "甲处", Role.STAFF)


@pytest.mark.parametrize(
    ("tier", "full", "marks", "total", "shown"),
    [
        ({}, 100, (150, 100, 295, 300, 150), "99.5", "99.5"),
        ({"marks": Marks.LEVELS}, 100, (10, 10, 20, 20, 30), "86", "86"),
        ({"marks": Marks.LEVELS}, 100, (10, 10, 10, 10, 40), "90.5", "90.5"),
        ({"marks": Marks.HUNDRED}, 100, (900, 805, 700, 600, 1000), "75.55", "75.55"),
        ({"marks": Marks.OVERALL}, 200, (20,), "170", "170"),
        ({"marks": Marks.TOTAL}, 200, (1755,), "175.5", "175.5"),
        ({"marks": Marks.TOTAL, "points": 100}, 100, (85,), "85", "8.5"),
        ({"indicators": ("i0",), "points": 150}, 100, (125,), Fraction(250, 3), "12.5"),
    ],
)
def test_a_rating_comes_to_its_points_exactly(
    tier: dict[str, Any], full: int, marks: tuple[int, ...], total: str, shown: str
) -> None:
    rules = replace(TIER, **tier)
    form = Forms(replace(SCHEME, full=full, tiers=(rules,))).of(rules, SOMEBODY)
    assert Fraction(form.added(marks), form.unit) == Fraction(total)
    assert form.shown_total(marks) == Fraction(shown)
    assert form.whole(form.to_store(marks)) == marks


def test_a_scheme_of_points_counts_in_tenths() -> None:
    forms = Forms(SCHEME)
    assert (forms.unit(TIER), forms.is_plain, forms.common_unit) == (10, True, 10)
    assert forms.recipe(SOMEBODY) == (tuple((slot, 1, ()) for slot in range(5)),)


def test_each_class_is_asked_its_own() -> None:
    mixed = tuple(
        replace(each, classes=frozenset({"middle" if n < 3 else "staff"}))
        for n, each in enumerate(SCHEME.indicators)
    )
    tier = replace(TIER, ratees=frozenset({Role.STAFF, Role.MIDDLE}))
    forms = Forms(replace(SCHEME, indicators=mixed, tiers=(tier,)))
    assert [c.slot for c in forms.of(tier, SOMEBODY).columns] == [3, 4]
    assert forms.of(tier, SOMEBODY).to_store((10, 20)) == (None, None, None, 10, 20)
    assert [[c.slot for c in form.columns] for form in forms.all_of(tier)] == [[3, 4], [0, 1, 2]]
    assert len(forms.union(tier).columns) == 5


def test_a_level_is_read_by_name_or_key_and_written_by_name() -> None:
    form = Forms(SCHEME).of(replace(TIER, marks=Marks.LEVELS), SOMEBODY)
    assert [form.read(text, 0) for text in ("优", "２", " 中 ", "C")] == [10, 20, 30, 40]
    assert (form.written(20), form.level_at("c"), form.level_at("4")) == ("良", 40, None)
    with pytest.raises(Refusal, match="1 优"):
        form.read("优良", 0)


BANDS = tuple(
    Level(name, key, low=Fraction(low), high=Fraction(high))
    for name, key, low, high in (("优", "1", 90, 100), ("良", "2", 80, 89), ("中", "3", 60, 79))
)


def banded(full: int, **tier: Any) -> Form:
    rules = replace(TIER, **tier)
    return Forms(replace(SCHEME, levels=BANDS, full=full, tiers=(rules,))).of(rules, SOMEBODY)


@pytest.mark.parametrize(
    ("full", "tier", "marks", "level"),
    [
        (100, {"marks": Marks.TOTAL}, (1000,), "优"),
        (100, {"marks": Marks.TOTAL}, (900,), "优"),
        (100, {"marks": Marks.TOTAL}, (890,), "良"),
        (100, {}, (150, 100, 250, 200, 100), "良"),
        (100, {"marks": Marks.HUNDRED}, (900, 805, 700, 600, 1000), "中"),
        (200, {"marks": Marks.TOTAL}, (1780,), "良"),
        (100, {"marks": Marks.TOTAL, "points": 100}, (89,), "良"),
    ],
)
def test_a_total_stands_for_the_level_in_whose_band_it_lies(
    full: int, tier: dict[str, Any], marks: tuple[int, ...], level: str
) -> None:
    form = banded(full, **tier)
    found = form.level_of(marks)
    assert found is not None
    assert found.name == level
    form.check_level(marks)


@pytest.mark.parametrize(
    ("full", "tier", "mark", "held"),
    [
        (100, {}, 895, "89.5 points belong to no level; the nearest: 优 90-100, 良 80-89."),
        (100, {}, 590, "59 points belong to no level; the nearest: 中 60-79."),
        (200, {}, 1790, "179 points belong to no level; the nearest: 优 180-200, 良 160-178."),
        (100, {"points": 100}, 59, "5.9 points belong to no level; the nearest: 中 6-7.9."),
    ],
)
def test_a_total_between_two_bands_is_refused(
    full: int, tier: dict[str, Any], mark: int, held: str
) -> None:
    form = banded(full, marks=Marks.TOTAL, **tier)
    assert form.level_of((mark,)) is None
    with pytest.raises(Refusal, match=re.escape(held)) as refused:
        form.check_level((mark,))
    assert refused.value.code == "total-between-levels"


def test_only_a_whole_rating_has_a_level() -> None:
    assert banded(100).level_of((150, None, 300, 300, 150)) is None
    assert banded(100, marks=Marks.TOTAL).level_of((None,)) is None


@given(st.integers(0, 1000))
def test_every_total_has_its_level_or_is_refused(mark: int) -> None:
    form = banded(100, marks=Marks.TOTAL)
    share = Fraction(mark, 10)
    inside = [b.name for b in BANDS if b.low is not None and b.low <= share <= (b.high or 0)]
    level = form.level_of((mark,))
    assert ([level.name] if level else []) == inside
    if not inside:
        with pytest.raises(Refusal):
            form.check_level((mark,))


def test_a_level_that_is_given_is_the_level_of_the_rating() -> None:
    rules = replace(TIER, marks=Marks.OVERALL)
    form = Forms(replace(SCHEME, tiers=(rules,))).of(rules, SOMEBODY)
    assert form.bands == ()
    assert form.level_of((20,)) == LEVELS[1]
