"""What is doubtful is taken once it is answered, or as proposed where that is said."""

from dataclasses import replace

import pytest

from kaohe_tui.files.tables.doubts import UNASKED, Choices, Doubt, Option, Reading
from tests.refused import refused

SURE = Doubt("role 科长", "科长?", (Option("middle", "中层"), Option("staff", "一般")), "middle")
UNSURE = Doubt("role 甲", "甲?", (Option("middle", "中层"), Option("staff", "一般")), "")


@pytest.mark.parametrize(
    ("choices", "held_up"),
    [
        (Choices(), [SURE, UNSURE]),
        (Choices(is_accepted=True), [UNSURE]),
        (Choices(answers={SURE.key: "staff"}), [UNSURE]),
        (Choices(answers={SURE.key: "nonsense"}), [SURE, UNSURE]),
        (Choices(is_accepted=True, answers={UNSURE.key: "staff"}), []),
    ],
)
def test_what_is_not_answered_holds_a_file_up(choices: Choices, held_up: list[Doubt]) -> None:
    assert choices.open([SURE, UNSURE]) == held_up


def test_an_answer_outdoes_what_is_proposed() -> None:
    assert Choices().answer(SURE) == "middle"
    assert Choices(answers={SURE.key: "staff"}).answer(SURE) == "staff"
    assert Choices(answers={SURE.key: "nonsense"}).answer(SURE) == "middle"
    assert Choices().answer(UNSURE) == ""


def test_a_reading_is_handed_out_once_nothing_is_open() -> None:
    reading = Reading("r.xlsx", 7, (), (SURE,))
    with refused("table-doubtful"):
        reading.taken(Choices())
    assert reading.taken(Choices(is_accepted=True)) == 7


def test_a_doubt_says_what_it_would_be_taken_as() -> None:
    assert "中层" in SURE.told()
    assert "一般" not in SURE.told()
    assert all(each in UNSURE.told() for each in ("中层", "一般"))


READING = Reading("x.csv", "everything", (), (SURE,), "d1")


def test_an_answer_takes_the_place_of_an_earlier_one() -> None:
    choices = UNASKED.with_answer(SURE, "middle").with_answer(SURE, "staff")
    assert choices.answers == {SURE.key: "staff"}
    assert choices.answer(SURE) == "staff"
    assert UNASKED.answers == {}


@pytest.mark.parametrize("digest", ["", "d1"])
def test_a_file_is_taken_as_it_was_looked_at(digest: str) -> None:
    assert READING.taken(Choices(is_accepted=True, digest=digest)) == "everything"


def test_a_file_that_was_changed_since_is_refused_before_it_is_asked_about() -> None:
    with refused("file-changed"):
        replace(READING, digest="d2").taken(Choices(digest="d1"))
