"""A share of ratings on a real file: counted, explained, in the workbook's formulas, closed."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from kaohe_tui.domain.explain.explain import text_lines
from kaohe_tui.domain.numbers import shown
from kaohe_tui.domain.result.published import contract
from kaohe_tui.files.workbook.workbook import workbook
from kaohe_tui.services.counting.board import Board
from kaohe_tui.services.counting.overview import result
from kaohe_tui.services.integrity.verifying import verify
from kaohe_tui.services.public.dossier import dossier
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers.steps import close_tier, open_tier
from tests.bureau import key_ballot, key_tier, new_room
from tests.files.recomputing import SOFFICE, cells_of, recomputed
from tests.files.scheme.totals.test_shares import SCHEME

BANDS = 'bands = [[85, 7], ["62.5", 5], [60, "2.5"]]\n'


@pytest.fixture
def room(tmp_path: Path, request: pytest.FixtureRequest) -> Room:
    text = SCHEME.replace(BANDS, getattr(request, "param", BANDS))
    room = new_room(tmp_path, text)
    open_tier(room, "y", "vote")
    key_tier(room, "y", "vote", lambda _code: (90,))
    close_tier(room, "y", "vote")
    open_tier(room, "y", "mass")
    for rater, levels in {"h": "1112 ", "l1": "11311", "l2": "11221"}.items():
        given = dict(zip(("m1", "m2", "s1", "s2", "s3"), levels, strict=True))
        marks = {code: None if level == " " else (int(level),) for code, level in given.items()}
        key_ballot(room, ("y", "mass", rater), marks.__getitem__)
    return room


def totals(room: Room) -> dict[str, str]:
    rows = Board(room, "y").standings.rows
    return {r.person.code: "–" if r.total is None else shown(r.total, 2) for r in rows}


def figures(room: Room) -> dict[str, tuple[str, str]]:
    rows = Board(room, "y").standings.rows
    parts = {row.person.code: row.review.component("happy") for row in rows}
    return {code: (p.figure, shown(p.value or Fraction(0), 2)) for code, p in parts.items() if p}


def test_it_is_counted_and_explained(room: Room) -> None:
    assert figures(room) == {
        "m1": ("3/3", "7.00"),
        "m2": ("3/3", "7.00"),
        "s1": ("1/3", "0.00"),
        "s2": ("1/3", "0.00"),
        "s3": ("2/2", "7.00"),
    }
    board = Board(room, "y")
    lines = text_lines(board.explain("s1"), 2)
    assert any("1 of 3 at “满意”" in line and "below 60%" in line for line in lines)
    assert not any("× 0" in line for line in lines)
    row = contract("y", board.standings, None, board.period_room.scheme)["standings"][0]
    assert row["components"]["happy"] == {
        "points": "7",
        "value": "7.00",
        "figure": "2/2",
        "state": "counted",
    }


@pytest.mark.parametrize("room", [BANDS, ""], indirect=True)
@pytest.mark.skipif(SOFFICE is None, reason="soffice (LibreOffice) is not installed")
def test_the_workbook_comes_to_the_same(room: Room, tmp_path: Path) -> None:
    one = dossier(room, "y")
    data = workbook(one)
    sheets = recomputed(tmp_path / "anew", {"book": data})["book"]
    for mine, theirs in zip(cells_of(data).items(), sheets.items(), strict=True):
        assert mine == theirs
    heads, *lines = next(iter(sheets.values()))[1:]
    column = heads.index("总分" if "总分" in heads else "Total")
    code = heads.index("编号" if "编号" in heads else "Code")
    assert {line[code]: f"{line[column]:.2f}" for line in lines} == totals(room)


def test_it_is_locked_and_verified(room: Room) -> None:
    close_tier(room, "y", "mass", "无")
    frozen = result(room, "y")
    assert frozen is not None
    part = frozen.standings.row("s1").review.component("happy")
    assert part is not None
    assert part.figure == "1/3"
    assert verify(room).holds


def test_a_share_of_a_secret_tier_with_few_ratings_is_not_told(room: Room) -> None:
    board = Board(room, "y")
    scheme = board.period_room.scheme
    tiers = tuple(replace(tier, secret=True) for tier in scheme.tiers)
    secret = replace(scheme, tiers=tiers)
    rows = contract("y", board.standings, None, secret)["standings"]
    assert {row["components"]["happy"]["figure"] for row in rows} == {None}
