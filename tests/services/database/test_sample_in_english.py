"""The sample in English is the Chinese one in other words: every figure is the same."""

from dataclasses import fields, is_dataclass

import pytest

from kaohe_tui.domain.standings.standings import Standings
from kaohe_tui.resources import shipped
from kaohe_tui.services.counting import overview
from kaohe_tui.services.counting.board import Board
from kaohe_tui.services.database.sample import make_demo
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.year import grades
from kaohe_tui.services.year.year import year_of
from kaohe_tui.words import LANGUAGES

WORDS = {"name", "element", "grounds", "grade", "names", "contact", "quarter_grade"}


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> list[Room]:
    folder = tmp_path_factory.mktemp("samples")
    return [make_demo(folder / f"{language}.db", language) for language in LANGUAGES]


def _figures(standings: Standings) -> list[object]:
    return [
        (row.person.code, row.rank, row.total, row.review.score, row.bonus, row.deduction)
        for row in standings.rows
    ]


@pytest.mark.parametrize("period", ["q1", "q2", "q3", "annual"])
def test_every_figure_of_a_period_is_the_same(samples: list[Room], period: str) -> None:
    chinese, english = (_figures(Board(room, period).standings) for room in samples)
    assert chinese == english


def test_the_year_and_the_grades_are_the_same(samples: list[Room]) -> None:
    years = (year_of(room).rows for room in samples)
    values = [{c: (row.numerator, row.denominator) for c, row in rows.items()} for rows in years]
    assert values[0] == values[1]
    ladders = [[grade.name for grade in room.rules()[0].grades] for room in samples]
    for period in ("q1", "q2", "q3"):
        steps = [
            {
                code: ladder.index(grade) if grade in ladder else grade is not None
                for code, grade in grades.final_grades(room, period).items()
            }
            for room, ladder in zip(samples, ladders, strict=True)
        ]
        assert steps[0] == steps[1]


def test_the_same_step_is_next(samples: list[Room]) -> None:
    chinese, english = (overview.overview(room, "annual").tiers for room in samples)
    assert [(tier.tier.key, tier.state, tier.missing) for tier in chinese] == [
        (tier.tier.key, tier.state, tier.missing) for tier in english
    ]


def test_no_chinese_is_left_in_the_english_files() -> None:
    files = sorted((shipped("sample_data") / "en").iterdir())
    assert {"roster-q1.csv", "roster.csv", "scheme.toml", "tasks.csv", "year.toml"} == {
        file.name for file in files
    }
    for file in files:
        text = file.read_text(encoding="utf-8-sig")
        assert [character for character in text if character >= "\u3000"] == []


def test_the_schemes_differ_in_words_alone(samples: list[Room]) -> None:
    chinese, english = (room.rules()[0] for room in samples)
    assert chinese.indicators != english.indicators
    assert _plain(chinese) == _plain(english)


def _plain(value: object) -> object:
    """The value without the texts that are neither figures nor keys."""
    if is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: _plain(getattr(value, field.name))
            for field in fields(value)
            if field.name not in WORDS
        }
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    return value
