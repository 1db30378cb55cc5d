"""A table that stands on its side is refused in one sentence that says how to turn it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.files.roster.roster import read_roster
from kaohe_tui.files.scheme.book.opening import read_scheme
from kaohe_tui.services.ballots.importing import import_ballots
from tests.refused import refused
from tests.services.ballots.test_importing_shapes import (
    INDICATORS,
    MARKS,
    NAMES,
    SHAPES,
    book,
    flat,
    score_sheet,
    shaped,
    single,
)

if TYPE_CHECKING:
    from pathlib import Path

    from kaohe_tui.services.room.room import Room

__all__ = ["shaped", "single"]


def turned(rows: list[list[str | float]]) -> list[list[str | float]]:
    return [list(each) for each in zip(*rows, strict=True)]


@pytest.mark.parametrize("title", [True, False])
def test_a_roster_on_its_side(tmp_path: Path, title: bool) -> None:
    lines = (SHAPES / "roster.csv").read_text(encoding="utf-8-sig").splitlines()
    rows = turned([list(line.split(",")) for line in lines])
    path = tmp_path / "人员.csv"
    text = "\n".join(",".join(map(str, row)) for row in rows)
    path.write_text("花名册\n" * title + text, encoding="utf-8")
    with refused("table-on-its-side") as told:
        read_roster(path, read_scheme(SHAPES / "scheme.toml")[0])
    assert len(str(told.value).splitlines()) == 1


def test_ballots_on_their_side(shaped: Room, single: Room, tmp_path: Path) -> None:
    rows: list[list[str | float]] = [["姓名", *INDICATORS]]
    rows += [[NAMES[code], *(mark / 10 for mark in marks)] for code, marks in MARKS.items()]
    above: list[list[str | float]] = [["测评表"], ["评分人：钟立本"]]
    with refused("table-on-its-side"):
        import_ballots(shaped, book(tmp_path, [*above, *turned(rows)]), "y")
    flat_rows: list[list[str | float]] = [
        ["评分人", "被考核人", *INDICATORS],
        ["11", "12", *[10] * 5],
        ["11", "21", *[9] * 5],
    ]
    with refused("table-on-its-side"):
        import_ballots(shaped, book(tmp_path, turned(flat_rows)), "y")
    ones: list[list[str | float]] = [
        ["序号", "姓名", "综合评价"],
        [1, "方雨桐", 90],
        [2, "余小满", 80],
        [3, "卓安平", 70],
    ]
    with refused("table-on-its-side"):
        import_ballots(single, book(tmp_path, [*above, *turned(ones)]), "y")


def test_a_table_that_stands_upright_is_not_turned(shaped: Room, tmp_path: Path) -> None:
    import_ballots(shaped, score_sheet(tmp_path, [["评分人：钟立本"]]), "y")
    wrong = flat(tmp_path, lambda rows: rows[0].__setitem__(4, "品德"))
    with pytest.raises(Refusal) as caught:
        import_ballots(shaped, wrong, "y")
    assert caught.value.code != "table-on-its-side"
