"""Score, bonus, deduction and total in the table of standings, and the word for the vetoed."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest

from kaohe_tui.domain.entries.extras import Extra
from kaohe_tui.domain.rules.people import Role
from kaohe_tui.domain.standings.standings import Standings, standings
from kaohe_tui.domain.width import cell_width
from kaohe_tui.ui.widgets.standings.cells import RankTable
from kaohe_tui.ui.widgets.standings.columns import Kind
from kaohe_tui.ui.widgets.standings.listing import rows_of
from tests.domain.strategies import SCHEME, no_marks, person, roster, tallies

EXTRAS = {
    "a": Extra(bonus=Fraction("1.5")),
    "b": Extra(bonus=Fraction(5), deduction=Fraction(12)),
    "c": Extra(vetoed=True),
}


def _standings(extras: Mapping[str, Extra]) -> Standings:
    people = roster(
        *(
            replace(person(code), name=f"阿依古丽·买买提{code}", section="投资贸易科")
            for code in "abcd"
        )
    )
    ratings = {
        code: tallies(peer=(points,), middle=(points,), leader=(points,), head=(points,))
        for code, points in {"a": 90, "b": 85, "c": 80, "d": 75}.items()
    }
    return standings(SCHEME, people, ratings, no_marks, extras)


def _table(found: Standings, width: int, *, full: bool = True) -> RankTable:
    rows = rows_of(found, Role.STAFF)
    return RankTable(rows, rows, SCHEME, 2, {}, width=width, full=full, cursor=full)


def _kinds(table: RankTable) -> list[Kind]:
    return [column.kind for column in table.columns]


@pytest.mark.parametrize("width", range(60, 200, 7))
def test_the_figures_of_a_total_stand_there_wherever_somebody_has_them(width: int) -> None:
    table = _table(_standings(EXTRAS), width)
    kinds = _kinds(table)
    assert [k for k in kinds if k in (Kind.REVIEW, Kind.BONUS, Kind.DEDUCTION, Kind.SCORE)] == [
        Kind.REVIEW,
        Kind.BONUS,
        Kind.DEDUCTION,
        Kind.SCORE,
    ]
    for index in range(4):
        line = " ".join(table.cells(index))
        assert {cell_width(" ".join(heads)) for heads in table.headings} == {cell_width(line)}
        assert cell_width(line) <= width
    assert " ".join(" ".join(table.cells(0)).split()).endswith("…") is False
    first, second = " ".join(table.cells(0)), " ".join(table.cells(1))
    assert "90.00 +1.50" in " ".join(first.split())
    assert "91.50" in first
    assert "85.00 +5.00 −12.00 78.00" in " ".join(second.split())


def test_a_column_nobody_has_anything_in_is_left_out() -> None:
    kinds = _kinds(_table(_standings({"a": Extra(bonus=Fraction(1))}), 120))
    assert Kind.BONUS in kinds
    assert Kind.DEDUCTION not in kinds


@pytest.mark.parametrize("width", [80, 120, 160])
def test_without_any_the_table_is_as_before(width: int) -> None:
    kinds = _kinds(_table(_standings({}), width))
    assert not {Kind.REVIEW, Kind.BONUS, Kind.DEDUCTION}.intersection(kinds)
    assert Kind.TIER in kinds


def test_the_small_table_shows_the_total_alone() -> None:
    table = _table(_standings(EXTRAS), 40, full=False)
    assert Kind.REVIEW not in _kinds(table)
    assert "91.50" in " ".join(table.cells(0))


@pytest.mark.parametrize("width", range(60, 140))
def test_no_heading_is_cut_without_a_sign(width: int) -> None:
    table = _table(_standings({}), width)
    for column, texts in zip(table.columns, zip(*table.headings, strict=True), strict=True):
        told = "".join(text.strip() for text in texts)
        whole = "60–100" if column.kind is Kind.BAR else column.heading.strip()
        assert told == whole or told.endswith("…"), (column, texts)


def test_long_names_of_tiers_stand_over_two_lines_at_80_columns() -> None:
    table = _table(_standings({}), 79)
    above, below = (" ".join(" ".join(line).split()) for line in table.headings)
    assert above == "全员 中层干部 分管领导 主要负责人"
    assert below == "# Name Section 互评 评分 评分 评分 Total ↑↓"


def _renamed(name: str) -> RankTable:
    """The table of people called so, each with the code behind it where there is a field for it."""
    people = [
        replace(person(code), name=name.format(code=code), section="Census Centre")
        for code in "abcd"
    ]
    ratings = {code: tallies(peer=(90,)) for code in "abcd"}
    rows = rows_of(standings(SCHEME, roster(*people), ratings, no_marks), Role.STAFF)
    return RankTable(rows, rows, SCHEME, 2, None, width=90, full=True, cursor=False)


def test_cells_left_over_go_to_what_is_cut() -> None:
    line = " ".join(_renamed("Ouyang Mingrixian{code}").cells(0))
    assert "Ouyang Mingrixiana Census Centre" in line


def test_the_code_of_a_namesake_is_never_cut_off() -> None:
    line = " ".join(_renamed("A name that is longer than all columns").cells(1))
    assert "… b Census" in line


def test_a_namesake_of_another_class_is_told_apart() -> None:
    people = [replace(person(code), name="张伟") for code in "ab"]
    everybody = roster(people[0], replace(people[1], role=Role.MIDDLE))
    ratings = {code: tallies(peer=(90,)) for code in "ab"}
    listed = standings(SCHEME, everybody, ratings, no_marks)
    rows = rows_of(listed, Role.STAFF)
    table = RankTable(rows, rows, SCHEME, 2, None, width=90, full=True, cursor=False)
    assert "张伟 a" in " ".join(table.cells(0))


@pytest.mark.parametrize("full", [True, False])
def test_the_vetoed_are_marked_with_a_word_and_keep_their_score(full: bool) -> None:
    found = _standings(EXTRAS)
    table = _table(found, 80, full=full)
    cells = {row.person.code: table.cells(n) for n, row in enumerate(table.rows)}
    at = _kinds(table).index(Kind.RANK)
    assert cells["c"][at].strip() == "VETO"
    assert cells["a"][at].strip() == "1"
    assert "80.00" in " ".join(cells["c"])
    assert table.rows[-1].person.code == "c"
