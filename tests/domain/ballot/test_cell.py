"""One cell being typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe_tui.domain.ballot.cell import TYPED, Keyed, judge, type_character
from kaohe_tui.domain.numbers import points

MAXIMA = (400, 150, 1000, 90, 50)
STEPS = (10, 5, 1)
forms = st.tuples(st.sampled_from(MAXIMA), st.sampled_from(STEPS))


def _typed(characters: str, maximum: int, step: int) -> Keyed:
    """The cell after the characters, as far as the mark is not finished before."""
    keyed = Keyed("")
    for character in characters:
        keyed = type_character(keyed.text, character, maximum, step)
        if keyed.finished:
            break
    return keyed


@pytest.mark.parametrize(
    ("maximum", "step", "at_once"),
    [
        (400, 10, "056789"),
        (150, 10, "023456789"),
        (1000, 10, "0"),
        (90, 10, "0123456789"),
        (50, 10, "012345"),
        (400, 5, ""),
        (150, 5, ""),
        (90, 5, "9"),
        (50, 5, "5"),
        (90, 1, "9"),
        (50, 1, "5"),
    ],
)
def test_which_single_digits_finish_at_once(maximum: int, step: int, at_once: str) -> None:
    marks = [digit for digit in "0123456789" if type_character("", digit, maximum, step).finished]
    assert "".join(marks) == at_once


@pytest.mark.parametrize(
    ("text", "maximum", "step", "mark", "finished"),
    [
        ("3", 400, 10, 30, False),
        ("36", 400, 10, 360, True),
        ("40", 400, 10, 400, True),
        ("10", 1000, 10, 100, False),
        ("100", 1000, 10, 1000, True),
        ("99", 1000, 10, 990, True),
        ("1", 150, 10, 10, False),
        ("15", 150, 10, 150, True),
        ("36", 400, 5, 360, False),
        ("40", 400, 5, 400, True),
        ("36.", 400, 5, 365, True),
        (".", 400, 5, None, False),
        (".5", 400, 5, 5, True),
        ("15", 150, 1, 150, True),
        ("14.", 150, 1, None, False),
        ("14.3", 150, 1, 143, True),
        (".7", 150, 1, 7, True),
    ],
)
def test_what_a_text_comes_to(
    text: str, maximum: int, step: int, mark: int | None, finished: bool
) -> None:
    keyed = _typed(text, maximum, step)
    assert (keyed.mark, keyed.finished, keyed.refusal) == (mark, finished, "")


@pytest.mark.parametrize(
    ("text", "maximum", "step", "says"),
    [
        ("41", 400, 10, "41 is more than the 40 points of this indicator."),
        ("16", 150, 10, "16 is more than the 15 points of this indicator."),
        ("101", 1000, 10, "101 is more than the 100 points of this indicator."),
        ("6", 50, 10, "6 is more than the 5 points of this indicator."),
        ("3.", 400, 10, "marks go in steps of 1."),
        ("40.5", 400, 1, "40.5 is more than the 40 points of this indicator."),
        ("36.3", 400, 5, "marks go in steps of 0.5."),
        ("00", 400, 10, "“00” has one zero too many; type 0."),
        ("05", 400, 5, "“05” has one zero too many; type 5."),
        ("14.0", 150, 1, "“14.0” has one zero too many; type 14."),
        ("x", 400, 10, "give a number from 0 to 40."),
    ],
)
def test_what_is_refused_and_why(text: str, maximum: int, step: int, says: str) -> None:
    keyed = judge(text, maximum, step)
    assert keyed.refusal.endswith(says)
    assert keyed.text == text
    assert keyed.mark is None
    assert not keyed.finished


def test_refused_digits_take_no_more() -> None:
    refused = type_character("4", "1", 400, 10)
    assert type_character(refused.text, "0", 400, 10) == refused


@given(forms, st.data())
def test_every_valid_mark_can_be_typed(form: tuple[int, int], data: st.DataObject) -> None:
    maximum, step = form
    mark = data.draw(st.integers(0, maximum // step)) * step
    keyed = Keyed("")
    for character in points(mark):
        assert not keyed.finished or keyed.mark == mark
        if keyed.finished:
            break
        keyed = type_character(keyed.text, character, maximum, step)
        assert not keyed.refusal
    assert judge(keyed.text, maximum, step).mark == keyed.mark == mark


@given(forms, st.text(TYPED, max_size=8))
def test_no_typing_makes_a_mark_that_is_none(form: tuple[int, int], characters: str) -> None:
    maximum, step = form
    text = ""
    for character in characters:
        keyed = type_character(text, character, maximum, step)
        text = keyed.text
        assert keyed == judge(text, maximum, step)
        if keyed.mark is not None:
            assert 0 <= keyed.mark <= maximum
            assert keyed.mark % step == 0
            assert not keyed.refusal
            assert points(keyed.mark) == text


@given(forms, st.text(TYPED, max_size=6))
def test_finished_means_that_no_further_key_makes_a_mark(
    form: tuple[int, int], characters: str
) -> None:
    maximum, step = form
    keyed = _typed(characters, maximum, step)
    further = [judge(keyed.text + character, maximum, step) for character in TYPED]
    if keyed.finished:
        assert all(after.refusal for after in further)
    elif keyed.text and not keyed.refusal:
        assert any(not after.refusal for after in further)
