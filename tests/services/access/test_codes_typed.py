"""A code that was typed without its leading zero: whoever is meant is asked for, everywhere."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kaohe_tui.cli.commands.show import person_code
from kaohe_tui.domain.entries.entries import YEAR, ExemptionKind
from kaohe_tui.domain.public.matter import MatterKind
from kaohe_tui.domain.rules.people import Roster, perhaps
from kaohe_tui.resources import shipped
from kaohe_tui.services.ballots.importing import import_ballots
from kaohe_tui.services.database.starting import new_year
from kaohe_tui.services.entries import entries
from kaohe_tui.services.public import matters
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tasks import tasks
from kaohe_tui.services.tiers import steps
from tests.refused import refused

WAYS: tuple[Callable[[Room], object], ...] = (
    lambda room: steps.recuse(room, "q1", ("1", "02"), "own request"),
    lambda room: entries.exempt(room, "q1", "1", ExemptionKind.UNDETERMINED, "ill"),
    lambda room: entries.exempt(room, YEAR, "1", ExemptionKind.UNDETERMINED, "ill"),
    lambda room: tasks.present(room, "1"),
    lambda room: matters.take(
        room,
        kind=MatterKind.OBJECTION,
        about="score",
        period="q1",
        code="1",
        from_whom="",
        received_on=date.fromisoformat(room.now()[:10]),
    ),
    lambda room: person_code(room.roster(), "１"),
)


@pytest.fixture
def sample(tmp_path: Path) -> Room:
    """The sample's year, whose codes are 01 to 36."""
    files = shipped("sample_data")
    return new_year(tmp_path / "year.db", files / "scheme.toml", files / "roster.csv")


@pytest.mark.parametrize("way", WAYS)
def test_the_code_that_is_meant_is_named(sample: Room, way: Callable[[Room], object]) -> None:
    with refused("person-unknown", more="Is it 01?"):
        way(sample)


def test_so_does_a_line_of_a_file(sample: Room, tmp_path: Path) -> None:
    steps.open_tier(sample, "q1", sample.rules()[0].tiers[0].key)
    heads = ",".join(each.key for each in sample.rules()[0].indicators)
    marks = ",".join("1" for _each in sample.rules()[0].indicators)
    tier = sample.rules()[0].tiers[0].key
    (tmp_path / "ballots.csv").write_text(
        f"tier,rater,ratee,{heads}\n{tier},1,02,{marks}\n", encoding="utf-8"
    )
    with refused("person-unknown") as refusal:
        import_ballots(sample, tmp_path / "ballots.csv", "q1")
    assert "Is it 01?" in str(refusal.value)


def test_nobody_is_guessed_where_two_could_be_meant() -> None:
    assert perhaps("1", ["01", "001"]) == ""
    assert perhaps("0", ["00", "01"]) == ""
    assert perhaps("zz", ["01"]) == ""
    with refused("person-unknown", code="9"):
        Roster(()).find("9")
