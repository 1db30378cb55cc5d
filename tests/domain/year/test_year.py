"""The year: weights, who lacks a period, ties; compared with fractions made here."""

import re
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe_tui.domain.entries.entries import GroupFacts
from kaohe_tui.domain.numbers import shown
from kaohe_tui.domain.rules.people import Person, Roster
from kaohe_tui.domain.rules.scheme.classes import ByClass
from kaohe_tui.domain.rules.scheme.periods import Period
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.standings.scoring import ReviewScore, review_score
from kaohe_tui.domain.standings.standings import rank
from kaohe_tui.domain.year.sums import sum_of
from kaohe_tui.domain.year.words import gaps, text_lines
from kaohe_tui.domain.year.year import Gave, PeriodResult, PeriodShare, Year, merged, year
from tests.domain.grades.test_grades import absent, decided, exempt, veto
from tests.domain.strategies import HEAD, MIDDLE, SCHEME, no_marks, person, tallies

PERIODS = (
    Period("q1", "第一季度小评", Fraction(10)),
    Period("q2", "第二季度小评", Fraction(10)),
    Period("q3", "第三季度小评", Fraction(20)),
    Period("annual", "年终总评", Fraction(60)),
)
RULES = replace(SCHEME, periods=PERIODS)
A, B, C = (person(code) for code in "abc")
Worth = str | Fraction | None


def held(
    period: Period, worths: Mapping[str, Worth] | None, people: tuple[Person, ...] = (A, B, C)
) -> PeriodResult:
    """A period with these totals: None is not closed, a person left out was not there."""
    standings = None
    if worths is not None:
        there = Roster(tuple(p for p in people if p.code in worths))
        scores = {
            code: ReviewScore((), None if w is None else Fraction(w), provisional=False)
            for code, w in worths.items()
        }
        standings = rank(RULES, there, scores, no_marks)
    return PeriodResult(period, RULES, standings, no_marks, {}, GroupFacts())


def weighed(*worths: Mapping[str, Worth] | None, facts: GroupFacts | None = None) -> Year:
    results = [held(period, w) for period, w in zip(PERIODS, worths, strict=True)]
    return year(RULES, Roster((A, B, C)), results, facts or GroupFacts())


def test_periods_weigh_by_their_weights() -> None:
    found = weighed({"a": "88.5"}, {"a": "90"}, {"a": "266/3"}, {"a": "91.25"})
    wanted = (
        10 * Fraction("88.5") + 10 * 90 + 20 * Fraction(266, 3) + 60 * Fraction("91.25")
    ) / 100
    assert found.standings.row("a").total == wanted
    assert found.standings.complete


def test_a_missing_period_leaves_both_sums() -> None:
    found = weighed({"a": "80", "b": None}, {"a": "80", "b": "90"}, {"b": "90"}, {"b": "96"})
    assert found.standings.row("a").total == 80
    assert found.standings.row("b").total == Fraction(10 * 90 + 20 * 90 + 60 * 96, 90)
    assert [s.gave for s in found.rows["a"].shares] == [
        Gave.COUNTED,
        Gave.COUNTED,
        Gave.NOT_THERE,
        Gave.NOT_THERE,
    ]
    assert found.rows["b"].shares[0].gave is Gave.NO_SCORE
    assert found.rows["b"].denominator == 90
    told = "\n".join(gaps(found))
    assert "a: without 第三季度小评 (not rated then)" in told
    assert "b: without 第一季度小评 (no rating that counts); weighted" in told


def test_nobody_without_a_total_has_a_year() -> None:
    found = weighed({"a": "80", "b": None}, None, None, None)
    for code in "bc":
        row = found.standings.row(code)
        assert (row.total, row.rank) == (None, None)
    assert found.standings.row("a").rank == 1
    assert not found.standings.complete
    assert "b: without 第一季度小评 (no rating that counts); no value for the year." in gaps(found)
    assert "年终总评: not closed yet." in gaps(found)


def test_a_period_that_weighs_nothing_gives_no_year() -> None:
    result = held(replace(PERIODS[0], weight=Fraction(0)), {"a": "80"})
    found = year(RULES, Roster((A,)), [result], GroupFacts())
    assert found.standings.row("a").total is None


def test_ranks_are_on_the_rounded_value_and_shared() -> None:
    found = weighed({"a": "90.004", "b": "90.003", "c": "90.005"}, None, None, None)
    assert {r.person.code: (r.rank, r.tied) for r in found.standings.rows} == {
        "c": (1, False),
        "a": (2, True),
        "b": (2, True),
    }


def test_a_veto_of_any_period_or_of_the_year_takes_the_rank() -> None:
    found = weighed({"a": "90", "b": "80"}, None, None, None, facts=GroupFacts(vetoes=(veto("a"),)))
    row = found.standings.row("a")
    assert (row.vetoed, row.rank, row.total) == (True, None, Fraction(90))
    assert found.standings.row("b").rank == 1


def test_classes_of_the_year_are_those_of_now() -> None:
    results = [held(PERIODS[0], {"a": "90", "b": "80"})]
    promoted = replace(A, role=MIDDLE)
    head = person("h", HEAD)
    found = year(RULES, Roster((promoted, B, head)), results, GroupFacts())
    assert [(r.person.code, r.rank) for r in found.standings.rows] == [("b", 1), ("a", 1)]


def test_tie_breaks_are_weighed_like_the_totals() -> None:
    scheme = replace(RULES, tie_break=("head",))

    def reviewed(head_a: int, head_b: int) -> PeriodResult:
        """Both have 90 in all; the head's marks tell them apart."""
        scores = {}
        for who, given_by_head in ((A, head_a), (B, head_b)):
            score = review_score(scheme, tallies(peer=[90], head=[given_by_head]))
            scores[who.code] = replace(score, score=Fraction(90))
        table = rank(scheme, Roster((A, B)), scores, no_marks)
        return PeriodResult(PERIODS[0], scheme, table, no_marks, {}, GroupFacts())

    first = reviewed(80, 95)
    second = replace(reviewed(92, 90), period=PERIODS[3])
    found = year(scheme, Roster((A, B)), [first, second], GroupFacts())
    # (10·80 + 60·92) / 70 = 90.285… against (10·95 + 60·90) / 70 = 90.714…
    assert [(r.person.code, r.rank) for r in found.standings.rows] == [("b", 1), ("a", 2)]
    assert found.standings.row("a").tie_breaks[0].value == 9029
    assert found.standings.row("b").tie_breaks[0].value == 9071


@pytest.mark.parametrize("by_class", [False, True])
def test_an_indicator_breaks_a_tie_over_the_year(by_class: bool) -> None:
    scheme = replace(RULES, tie_break=("work",))
    if by_class:
        weight = ByClass((("staff", Fraction(100)),))
        scheme = replace(scheme, tiers=tuple(replace(t, weight=weight) for t in scheme.tiers))
    marks: dict[str, tuple[int, ...]] = {
        "a": (300, 150, 150, 150, 150),
        "b": (310, 140, 150, 150, 150),
    }
    scores = {code: ReviewScore((), Fraction(90), provisional=False) for code in marks}
    table = rank(replace(scheme, tie_break=()), Roster((A, B)), scores, no_marks)
    result = PeriodResult(
        PERIODS[0], scheme, table, lambda code: {"peer": (marks[code],)}, {}, GroupFacts()
    )
    found = year(scheme, Roster((A, B)), [result], GroupFacts())
    assert [(r.person.code, r.rank) for r in found.standings.rows] == [("b", 1), ("a", 2)]


worths = st.one_of(
    st.none(),
    st.fractions(min_value=0, max_value=105, max_denominator=99),
)
of_period = st.one_of(st.none(), st.dictionaries(st.sampled_from("abc"), worths))


@given(st.lists(of_period, min_size=4, max_size=4))
def test_every_year_is_the_weighted_mean_and_is_shown_as_a_sum_that_adds_up(
    drawn: list[dict[str, Fraction | None] | None],
) -> None:
    found = weighed(*drawn)
    for code in "abc":
        parts = [
            (period.weight, worth[code])
            for period, worth in zip(PERIODS, drawn, strict=True)
            if worth is not None and worth.get(code) is not None
        ]
        row = found.standings.row(code)
        under = sum(weight for weight, _worth in parts)
        if not under:
            assert row.total is None
            continue
        assert row.total == sum(w * (worth or 0) for w, worth in parts) / under
        told = sum_of(found.rows[code], 2)
        products = [step for step in told.steps if step.product]
        for step in products:
            assert Fraction(step.total) * step.part.weight == Fraction(step.product)
        added = sum(Fraction(step.product) for step in products)
        assert added == Fraction(told.numerator)
        assert shown(added / Fraction(told.denominator), 2) == told.value == shown(row.total, 2)


def test_the_sum_is_told_line_by_line() -> None:
    found = weighed({"a": "266/3"}, {"b": "90"}, {"a": "90"}, None)
    lines = text_lines(RULES, found, "a")
    assert lines[0] == "a · 综合科 · staff    rank 2 of 2 (provisional)"
    assert "第一季度小评  88.67 × 10 = 886.7   rank 1" in lines[2]
    assert lines[3].endswith("not rated then")
    assert lines[5].endswith("not closed yet")
    text = "\n".join(lines)
    assert re.search(r"products  886\.7 \+ 1800 = 2686\.7", text)
    assert "weights  10 + 20 = 30" in text
    assert "2686.7 ÷ 30 = 89.56" in text
    assert "divided by 30, not by 100" in text


def test_facts_of_the_year_are_those_of_all_periods_but_its_own_decisions() -> None:
    quarter = GroupFacts(
        vetoes=(veto("a"),),
        absences=(absent("b", 3),),
        exemptions=(exempt("c"),),
        decisions=(decided("a", "优秀"),),
    )
    own = GroupFacts(absences=(absent("b", 4),), decisions=(decided("b", "称职"),))
    found = merged([quarter, own])
    assert len(found.vetoes_on("a")) == 1
    assert found.absent_days("b") == Fraction(7, 2)
    assert found.exemption_of("c") is None
    assert (found.decided("a"), found.decided("b")) == (None, own.decisions[0])


@pytest.mark.parametrize("code", ["a", "b", "c"])
def test_an_empty_year_can_be_told(code: str) -> None:
    found = weighed(None, None, None, None)
    assert "no value for the year" in "\n".join(text_lines(RULES, found, code))


def test_the_scheme_of_a_period_may_have_other_tiers_than_the_years() -> None:
    other: Scheme = replace(RULES, tiers=RULES.tiers[:1])
    table = rank(other, Roster((A,)), {"a": ReviewScore((), Fraction(90), False)}, no_marks)
    result = PeriodResult(PERIODS[0], other, table, no_marks, {}, GroupFacts())
    found = year(replace(RULES, tie_break=("head",)), Roster((A, B)), [result], GroupFacts())
    assert found.standings.row("a").total == 90


def test_a_total_is_shown_as_it_was_posted() -> None:
    """Whatever decimals the year's scheme has since."""
    period = Period("q1", "一季度", Fraction(1))
    share = PeriodShare(period, Gave.COUNTED, Fraction(68045, 1000), 1, "", 3)
    assert share.posted == "68.045"
    assert PeriodShare(period, Gave.NO_SCORE, None, None, "", 3).posted == ""
