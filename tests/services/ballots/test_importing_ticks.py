"""Score sheets that tick levels come in as if the levels' names stood there."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kaohe_tui.services.ballots.importing import import_ballots
from kaohe_tui.services.database.starting import new_year
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from tests.files.workbooks import sheet, workbook
from tests.refused import refused
from tests.services.ballots.test_importing_shapes import SHAPES, Cells, on_disk

LEVELS = ("优秀", "称职", "差")
TEXT = "".join(
    f'[[levels]]\nname = "{name}"\npercent = {percent}\n'
    for name, percent in zip(LEVELS, (100, 80, 50), strict=True)
)


@pytest.fixture(params=["overall", "levels"])
def marks(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def ticked(tmp_path: Path, marks: str) -> Iterator[Room]:
    """A year whose only tier, open, takes levels: one a person, or one for each of two."""
    text = (SHAPES / "scheme.toml").read_text(encoding="utf-8")
    head, tiers = text.split("[[indicators]]")[0], text[text.index("[[tiers]]") :]
    two = "".join(
        f'[[indicators]]\nkey = "{key}"\nname = "{name}"\npoints = 50\n'
        for key, name in (("de", "德"), ("neng", "能"))
    )
    tiers = tiers.replace("[[tiers]]\n", f'[[tiers]]\nmarks = "{marks}"\n', 1)
    scheme = tmp_path / "ticked.toml"
    scheme.write_text(head + TEXT + two + tiers, encoding="utf-8")
    room = new_year(tmp_path / "k.db", scheme, SHAPES / "roster.csv")
    steps.open_tier(room, "y", "peer")
    yield room
    room.close()


def brought(room: Room, rows: Cells) -> None:
    path = room.database.path.with_name("ticks.xlsx")
    path.write_bytes(workbook(sheet([["评分人：钟立本"], *rows])))
    import_ballots(room, path, "y")


def test_ticks_are_levels_whatever_is_marked(ticked: Room, marks: str) -> None:
    if marks == "overall":
        brought(
            ticked,
            [
                ["姓名", *LEVELS, "弃权"],
                ["方雨桐", "√"],
                ["余小满", "□", "✓"],
                ["卓安平", "", "", "", 1],
            ],
        )
        assert on_disk(ticked) == {"12": (10,), "21": (20,), "22": None}
        return
    upper: list[str | float] = ["姓名", "德", "", "", "能（50分）", "", "", "弃权"]
    people: Cells = [["方雨桐", "√", "", "", "", "", "v", "□"], ["余小满", "", "", "1", 1, "", ""]]
    brought(ticked, [upper, ["", *LEVELS, *LEVELS], *people])
    assert on_disk(ticked) == {"12": (10, 30), "21": (30, 10)}


def test_two_ticks_and_other_signs_are_refused_by_cell(ticked: Room, marks: str) -> None:
    if marks == "levels":
        with refused("table-of-ticks", own="优秀, 称职, 差"):
            brought(ticked, [["姓名", *LEVELS], ["方雨桐", "√"]])
        return
    for cells, text in ((["√", "", "√"], "优秀、差"), (["", "x", ""], "x"), (["", "90", ""], "90")):
        with refused("level-unknown", text=text):
            brought(ticked, [["姓名", *LEVELS], ["方雨桐", *cells]])
