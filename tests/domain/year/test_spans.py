"""Spans: means of means, what leaves both sums, and how it is told."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe_tui.domain.entries.entries import GroupFacts
from kaohe_tui.domain.numbers import shown
from kaohe_tui.domain.rules.people import Roster
from kaohe_tui.domain.rules.scheme.periods import Period, Span
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.standings.scoring import review_score
from kaohe_tui.domain.standings.standings import rank
from kaohe_tui.domain.year.spans import columns, part_of_year, parts
from kaohe_tui.domain.year.sums import Sum, span_sums, sum_of
from kaohe_tui.domain.year.words import gaps, text_lines
from kaohe_tui.domain.year.year import PeriodResult, Year, year
from tests.domain.strategies import SCHEME, no_marks, tallies
from tests.domain.year.test_year import A, B, held

FIRST, SECOND = Span("h1", "上半年", Fraction(50)), Span("h2", "下半年", Fraction(50))
Told = tuple[Fraction | str | None, ...]


def months(
    *spans: Span | None, weights: Sequence[int] = (1,) * 9, of: str = "月"
) -> tuple[Period, ...]:
    """A period for each span, which may be None."""
    return tuple(
        Period(f"m{n}", f"{n}{of}", Fraction(weight), span=span)
        for n, (span, weight) in enumerate(zip(spans, weights, strict=False), 1)
    )


HALVES = months(FIRST, FIRST, FIRST, SECOND, SECOND, SECOND)
FLAT = months(*[None] * 6)
BESIDE = months(FIRST, FIRST, None, weights=(1, 3, 30))
LIGHT = months(replace(FIRST, weight=Fraction(0)), SECOND)
EMPTY_WEIGHT = months(FIRST, FIRST, SECOND, weights=(0, 1, 1))


def of_year(periods: tuple[Period, ...], totals: Told) -> Year:
    scheme = replace(SCHEME, periods=periods)
    results = [
        held(period, None if total is None else {"a": None if total == "–" else total})
        for period, total in zip(periods, totals, strict=True)
    ]
    return year(scheme, Roster((A,)), results, GroupFacts())


@pytest.mark.parametrize(
    ("periods", "totals", "value"),
    [
        (HALVES, ("90", "–", "–", "80", "82", "–"), "85.50"),
        (FLAT, ("90", "–", "–", "80", "82", "–"), "84.00"),
        (HALVES, ("–", "–", "–", "80", "82", "–"), "81.00"),
        (HALVES, ("90", None, None, None, None, None), "90.00"),
        (HALVES, ("–", "–", "–", "–", "–", "–"), ""),
        (BESIDE, ("80", "90", "70"), "80.94"),  # (50 · 87.5 + 30 · 70) ÷ 80
        (BESIDE, ("80", "–", "70"), "76.25"),
        (BESIDE, ("–", "–", "70"), "70.00"),
        (LIGHT, ("100", "60"), "60.00"),
        (LIGHT, ("100", "–"), ""),
        (EMPTY_WEIGHT, ("100", "–", "60"), "60.00"),
        (EMPTY_WEIGHT, ("100", "80", "60"), "70.00"),
    ],
)
def test_a_span_is_the_mean_of_its_periods_and_leaves_both_sums_without_one(
    periods: tuple[Period, ...], totals: Told, value: str
) -> None:
    total = of_year(periods, totals).standings.row("a").total
    assert ("" if total is None else shown(total, 2)) == value


def test_a_period_weighs_where_it_and_its_span_do() -> None:
    assert [each.weighs for each in (*LIGHT, *EMPTY_WEIGHT)] == [False, True, False, True, True]


def test_a_span_stands_behind_its_last_period() -> None:
    mixed = months(FIRST, None, FIRST, SECOND)
    assert [each.name for each in columns(mixed)] == [
        *("1月", "2月", "3月", "上半年", "4月", "下半年")
    ]
    assert [each.name for each in parts(mixed)] == ["2月", "上半年", "下半年"]


def test_a_period_is_worth_its_part_of_its_span() -> None:
    assert str(part_of_year(BESIDE[1], BESIDE)) == "3/4 × 50/80"
    assert str(part_of_year(BESIDE[2], BESIDE)) == "30/80"
    assert sum(part_of_year(each, BESIDE).worth for each in BESIDE) == 1


def adds_up(of: Sum) -> bool:
    """Whether a pocket calculator comes to both sums and to the value."""
    products = [step for step in of.steps if step.product]
    times = all(Fraction(s.total) * s.part.weight == Fraction(s.product) for s in products)
    over = sum(Fraction(step.product) for step in products)
    under = sum(step.part.weight for step in products)
    assert over == Fraction(of.numerator)
    assert under == Fraction(of.denominator)
    if not of.value:
        return times
    if "/" in of.value:
        return times and Fraction(of.value) == over / under
    places = len(of.value.partition(".")[2])
    return times and shown(Fraction(over / under), places) == of.value


totals = st.one_of(st.none(), st.fractions(min_value=0, max_value=105, max_denominator=99))
weights = st.integers(0, 40)


@given(st.lists(totals, min_size=5, max_size=5), st.lists(weights, min_size=5, max_size=5), weights)
def test_every_step_adds_up(drawn: list[Fraction | None], own: list[int], of_span: int) -> None:
    first = replace(FIRST, weight=Fraction(of_span))
    periods = months(first, first, SECOND, SECOND, None, weights=own)
    found = of_year(periods, tuple("–" if each is None else each for each in drawn))
    row, total = found.rows["a"], found.standings.row("a").total
    spans = dict(span_sums(row, 2))
    for span, of in spans.items():
        value = row.value_of(span)
        assert adds_up(of)
        assert (value is None) == (not of.value)
    of = sum_of(row, 2)
    assert adds_up(of)
    assert of.value == ("" if total is None else shown(total, 2))
    for step in of.steps:
        if isinstance(step.part, Span):
            assert step.total == spans[step.part].value


def test_the_sums_are_told_span_by_span() -> None:
    found = of_year(HALVES, ("90", "–", None, "80", "82", "–"))
    scheme = replace(SCHEME, periods=HALVES)
    assert text_lines(scheme, found, "a")[2:26] == [
        "  上半年",
        "    1月  90.00 × 1 = 90   rank 1",
        "    2月  no rating that counts",
        "    3月  not closed yet",
        "    products  90 = 90",
        "    weights  1 = 1",
        "    上半年  90 ÷ 1 = 90.00",
        "",
        "  下半年",
        "    4月  80.00 × 1 = 80   rank 1",
        "    5月  82.00 × 1 = 82   rank 1",
        "    6月  no rating that counts",
        "    products  80 + 82 = 162",
        "    weights  1 + 1 = 2",
        "    下半年  162 ÷ 2 = 81.00",
        "",
        "  上半年  90.00 × 50 = 4500",
        "  下半年  81.00 × 50 = 4050",
        "",
        "  products  4500 + 4050 = 8550",
        "  weights  50 + 50 = 100",
        "  year  8550 ÷ 100 = 85.50",
        "",
        "Within each span each period's total times its weight, added up, divided by the sum of "
        "those weights; then the same of the spans and the periods beside them.",
    ]
    text = "\n".join(text_lines(scheme, of_year(HALVES, ("–",) * 3 + ("80",) * 3), "a"))
    assert "  上半年  no period of it counts" in text
    assert "“上半年” is left out of both sums: no period of it counts." in text
    assert "So it is divided by 50, not by 100" in text
    assert "3月: not closed yet." in gaps(found)


def test_ties_are_broken_with_the_weights_of_the_spans() -> None:
    periods = months(FIRST, SECOND, SECOND)
    scheme: Scheme = replace(SCHEME, tie_break=("head",), periods=periods)

    def reviewed(period: Period, head_a: int, head_b: int) -> PeriodResult:
        scores = {}
        for who, given_by_head in ((A, head_a), (B, head_b)):
            score = review_score(scheme, tallies(peer=[90], head=[given_by_head]))
            scores[who.code] = replace(score, score=Fraction(90))
        table = rank(scheme, Roster((A, B)), scores, no_marks)
        return PeriodResult(period, scheme, table, no_marks, {}, GroupFacts())

    marks = ((80, 100), (100, 85), (100, 85))
    results = [reviewed(p, *pair) for p, pair in zip(periods, marks, strict=True)]
    found = year(scheme, Roster((A, B)), results, GroupFacts())
    # Half and half: a has (80 + 100) ÷ 2, b (100 + 85) ÷ 2. Without spans a would be first.
    assert [(r.person.code, r.tie_breaks[0].value) for r in found.standings.rows] == [
        ("b", 9250),
        ("a", 9000),
    ]
