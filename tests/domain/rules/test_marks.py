"""What counts as a mark."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe_tui.domain.numbers import points
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.marks import half_width, parse_mark
from tests.refused import refused


@pytest.mark.parametrize(
    ("text", "step", "units"),
    [
        ("0", 10, 0),
        ("36", 10, 360),
        ("40", 10, 400),
        ("007", 10, 70),
        (" 36 ", 10, 360),
        ("\u300036\u3000", 10, 360),
        ("３６", 10, 360),
        ("36.0", 10, 360),
        ("36.50", 5, 365),
        ("36.5", 1, 365),
        ("36。5", 5, 365),
        ("３６．５", 5, 365),
        ("36｡5", 5, 365),
        ("0.1", 1, 1),
        ("39.9", 1, 399),
    ],
)
def test_a_mark_is_read(text: str, step: int, units: int) -> None:
    assert parse_mark(text, 400, step) == units


@pytest.mark.parametrize(
    "text",
    ["", " ", "1e2", "1_0", "-1", "－1", "+1", "NaN", "inf", "٣٤", "①", "三", "二十", "8,5", "8，5",
     "5.", ".5", "3 6", "3/6", "36\n7", "0x1", "Ⅳ", "½", "3.6.1", "9" * 50, "²"],
)  # fmt: skip
def test_what_is_no_number_is_refused(text: str) -> None:
    with refused("mark-wrong"):
        parse_mark(text, 400, 1)


@pytest.mark.parametrize("text", ["85，5", "5.", "1e2", "1_0", "-1", "NaN", "٣٤", "①"])
def test_the_known_traps_are_refused_where_the_maximum_would_allow(text: str) -> None:
    with refused("mark-wrong"):
        parse_mark(text, 1000, 1)


@pytest.mark.parametrize(
    ("text", "step", "kind", "values"),
    [
        ("41", 10, "mark-over-maximum", {"mark": "41", "maximum": "40"}),
        ("40.5", 5, "mark-over-maximum", {"mark": "40.5", "maximum": "40"}),
        ("36.5", 10, "mark-off-step", {"mark": "36.5", "step": "1"}),
        ("36.3", 5, "mark-off-step", {"mark": "36.3", "step": "0.5"}),
        ("36.55", 1, "mark-off-step", {"mark": "36.55", "step": "0.1"}),
    ],
)
def test_the_reason_is_said(text: str, step: int, kind: str, values: dict[str, object]) -> None:
    with refused(kind, **values):
        parse_mark(text, 400, step)


def test_what_was_typed_is_cut_in_the_sentence() -> None:
    with refused("mark-wrong") as info:
        parse_mark("x" * 500, 400, 10)
    assert len(str(info.value)) < 100


@given(st.sampled_from((10, 5, 1)), st.data())
def test_every_mark_written_is_read_again(step: int, data: st.DataObject) -> None:
    units = data.draw(st.integers(0, 1000 // step)) * step
    assert parse_mark(points(units), 1000, step) == units


@given(st.text(max_size=8), st.sampled_from((10, 5, 1)))
def test_whatever_is_taken_is_a_mark(text: str, step: int) -> None:
    try:
        units = parse_mark(text, 400, step)
    except Refusal:
        return
    assert 0 <= units <= 400
    assert units % step == 0
    assert set(half_width(text).strip()) <= set("0123456789.")
