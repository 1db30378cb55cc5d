"""What is doubtful is taken once it is answered, or as proposed where that is said."""

import pytest

from kaohe_tui.files.tables.doubts import Choices, Doubt, Option, Reading
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
