"""Comparing two keyings of a form, and what settling makes of them."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaohe_tui.domain.ballot.parts import Part, blank
from kaohe_tui.domain.ballot.row import Row
from kaohe_tui.domain.paper.double_entry import (
    Choice,
    Side,
    cells,
    check_total,
    differences,
    parse_total,
    rate,
    settled,
    total,
    wrong,
)
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import Person, Role
from kaohe_tui.domain.rules.scheme.form import Indicator
from tests.refused import refused

INDICATORS = (Indicator("work", "工作业绩", 600), Indicator("spirit", "精神状况", 400))
_FORM = ((Part("统计月报", 350), Part("培训", 250)), ())
_MARK = st.none() | st.integers(0, 250)


def _person(number: int) -> Person:
    return Person(code=f"s{number}", name=f"王芳{number}", section="综合科", role=Role.STAFF)


@st.composite
def _rows(draw: st.DrawFn) -> list[Row]:
    """Three rows, keyed by parts or whole; some abstained, the last one recused."""
    by_parts = draw(st.booleans())
    made = []
    for number in range(2):
        row = Row(_person(number), (None, None))
        if by_parts:
            row = replace(row, form=_FORM, parts=blank(_FORM))
        if draw(st.booleans()):
            made.append(replace(row, abstained=True))
            continue
        for column in range(2):
            for part in range(row.stops(column)):
                row = row.put(column, part, draw(_MARK))
        made.append(row)
    return [*made, Row(_person(2), (None, None), recused=True)]


@st.composite
def _two(draw: st.DrawFn) -> tuple[list[Row], list[Row]]:
    first, second = draw(_rows()), draw(_rows())
    if first[0].form != second[0].form:
        second = first
    return first, second


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(_rows())
def test_a_form_does_not_differ_from_itself(rows: list[Row]) -> None:
    assert differences(rows, rows) == ()
    assert settled(rows, (), {}) == rows


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(_two())
def test_all_settled_by_one_keying_is_that_keying(both: tuple[list[Row], list[Row]]) -> None:
    first, second = both
    found = differences(first, second)
    for side, rows in ((Side.FIRST, first), (Side.SECOND, second)):
        choices: dict[int, Choice] = dict.fromkeys(range(len(found)), side)
        assert settled(first, found, choices) == rows
        assert wrong(found, choices, side) == 0
    assert len(differences(second, first)) == len(found) <= cells(first, second)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(_two(), st.data())
def test_whatever_settles_every_cell_is_right_or_wrong(
    both: tuple[list[Row], list[Row]], data: st.DataObject
) -> None:
    """Where both differ, at least one of them is wrong; what was alike stays."""
    first, second = both
    found = differences(first, second)
    choices: dict[int, Choice] = {}
    for place, each in enumerate(found):
        marks = st.nothing() if each.column is None else st.integers(0, 250)
        choices[place] = data.draw(st.sampled_from(Side) | marks)
    rows = settled(first, found, choices)
    wrongs = [wrong(found, choices, side) for side in Side]
    assert len(found) <= sum(wrongs) <= 2 * len(found)
    after = differences(rows, first)
    assert len(after) == wrongs[0]
    assert [row.ratee for row in rows] == [row.ratee for row in first]
    for row in rows:
        given_here = [m for m in row.marks if m is not None]
        assert row.total == (sum(given_here) if given_here else None)


def test_what_is_not_settled_is_named() -> None:
    rows = [Row(_person(0), (10, 20)), Row(_person(1), (10, 20))]
    other = [rows[0], Row(_person(1), (10, 30))]
    with refused("differences-open", count=1, name="王芳1 (s1)"):
        settled(rows, differences(rows, other), {})


def test_a_mark_from_the_paper_is_judged_like_any_mark() -> None:
    whole = Row(_person(0), (100, 20))
    (found,) = differences([whole], [Row(_person(0), (150, 20))])
    assert found.parse("６0", INDICATORS, 10) == 600
    for bad in ("61", "60.5", "abc"):
        with pytest.raises(Refusal):
            found.parse(bad, INDICATORS, 10)
    parted = replace(whole, marks=(None, 20), form=_FORM, parts=((10, None), ()))
    (found,) = differences([parted], [replace(parted, parts=((10, 20), ()))])
    assert found.where(INDICATORS) == "工作业绩 · 培训"
    with refused("mark-over-maximum"):
        found.parse("26", INDICATORS, 10)
    (found,) = differences([whole], [whole.turned()])
    with refused("abstention-in-one-entry"):
        found.parse("6", INDICATORS, 10)
    assert (found.told(Side.FIRST), found.told(Side.SECOND)) == ("10 2", "abstained")


def test_totals_and_rates_are_exact() -> None:
    assert total([Row(_person(0), (105, None)), Row(_person(1), (None, None))]) == 105
    assert [rate(*each) for each in ((1, 3), (1, 800), (0, 5), (5, 5), (0, 0))] == [
        "33.33",
        "0.13",
        "0.00",
        "100.00",
        "",
    ]


def test_a_total_on_paper_is_read_and_agrees() -> None:
    rows = [Row(_person(0), (105, 20)), Row(_person(1), (None, None))]
    check_total(rows, parse_total("１2。50 "))
    with refused("total-differs", written="13", keyed="12.5"):
        check_total(rows, 130)
    with refused("total-missing"):
        check_total(rows, None)


@pytest.mark.parametrize("bad", ["", "-1", "1.25", "1e3", "12345678", "abc", "٣"])
def test_what_is_no_total_is_refused(bad: str) -> None:
    with refused("total-wrong"):
        parse_total(bad)


_THREE = (*INDICATORS, Indicator("clean", "廉政勤政", 300))
_FORMS = ((Part("统计月报", 350), Part("培训", 250)), (), (Part("自查", 100), Part("公开", 200)))


def test_a_mark_that_came_whole_is_compared_with_parts_as_a_whole() -> None:
    blank_row = replace(Row(_person(0), (None, None, None)), form=_FORMS, parts=blank(_FORMS))
    by_parts = blank_row.put(1, 0, 380)
    for column, (first, second) in ((0, (300, 200)), (2, (90, 150))):
        by_parts = by_parts.put(column, 0, first).put(column, 1, second)
    # The same form from a file: its first mark is another, and has no parts.
    whole = replace(by_parts, marks=(450, 380, 240), parts=((None, None), (), (90, 150)))
    assert whole.came_whole(0)
    [differing] = differences([by_parts], [whole])
    assert (differing.column, differing.part) == (0, None)
    for choice, marks, parts in (
        (Side.FIRST, (500, 380, 240), ((300, 200), (), (90, 150))),
        (Side.SECOND, (450, 380, 240), ((None, None), (), (90, 150))),
        (470, (470, 380, 240), ((None, None), (), (90, 150))),
    ):
        row = differing.settled(by_parts, choice)
        assert (row.marks, row.parts) == (marks, parts)


def test_a_whole_total_is_read() -> None:
    assert parse_total("1830") == 18300
