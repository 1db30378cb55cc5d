"""Heads of columns over several lines: whole words, no narrower than they must be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe_tui.domain.headings import head_lines, least_width
from kaohe_tui.domain.width import cell_width


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("全员互评", 8, ["全员互评"]),
        ("全员互评", 6, ["全员", "互评"]),
        ("中层干部评分", 8, ["中层干部", "评分"]),
        ("主要负责人评分", 10, ["主要负责人", "评分"]),
        ("主要负责人评分", 8, ["主要", "负责人", "评分"]),
        ("第一季度小评", 8, ["第一季度", "小评"]),
        ("第一季度小评", 6, ["第一", "季度", "小评"]),
        ("第1季度小评", 7, ["第1季度", "小评"]),
        ("上半年考核", 6, ["上半年", "考核"]),
        ("Section heads", 8, ["Section", "heads"]),
        ("First quarter", 13, ["First quarter"]),
        ("Deputy heads of sections", 12, ["Deputy heads", "of sections"]),
        ("Extraordinary", 6, ["Extrao", "rdinar", "y"]),
        ("Head", 6, ["Head"]),
        ("", 6, [""]),
    ],
)
def test_a_head_breaks_between_words(text: str, width: int, lines: list[str]) -> None:
    assert head_lines(text, width) == lines


@pytest.mark.parametrize(
    ("text", "lines", "width"),
    [
        ("中层干部评分", 1, 12),
        ("中层干部评分", 2, 8),
        ("主要负责人评分", 2, 10),
        ("主要负责人评分", 3, 6),
        ("第一季度小评", 3, 4),
        ("Section heads", 2, 7),
        ("Head", 3, 4),
    ],
)
def test_the_least_cells_of_so_many_lines(text: str, lines: int, width: int) -> None:
    assert least_width(text, lines) == width


@given(st.text("全员评分主ab1 （）", max_size=16), st.integers(2, 20))
def test_nothing_is_lost_and_nothing_too_wide(text: str, width: int) -> None:
    lines = head_lines(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(cell_width(line) <= width for line in lines)
    for most in (1, 2, 3):
        least = least_width(text, most)
        if least >= 2:
            assert len(head_lines(text, least)) <= most
