"""A total stands for a level by its band; one that stands for none is never handed in."""

import re
from pathlib import Path

import pytest

from kaohe_tui.domain.ballot.row import level_of
from kaohe_tui.domain.paper.double_entry import Side
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.services.ballots.importing import import_ballots
from kaohe_tui.services.ballots.open_ballot import OpenBallot
from kaohe_tui.services.paper import settling
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from tests.bureau import key_ballot, key_row, scheme_text
from tests.refused import refused
from tests.services.conftest import MakeRoom
from tests.services.keyed_twice import FIRST, S1, SECOND, THIRD, act_as, double_scheme, key_as

BANDS = """
[[levels]]
name = "优秀"
from = 85
to = 100
[[levels]]
name = "称职"
from = 60
to = 80
"""
HEAD = "tier,rater,ratee,work,spirit,合计,总体评价\n"


@pytest.fixture
def banded(make_room: MakeRoom) -> Room:
    """The room with its first tier open, whose totals stand for levels."""
    room = make_room(scheme_text() + BANDS)
    steps.open_tier(room, "q1", "peer")
    return room


def brought(room: Room, folder: Path, lines: str, rater: str = "s1") -> None:
    path = folder / "b.csv"
    body = "".join(f"peer,{rater},{line}\n" for line in lines.split())
    path.write_text(HEAD + body, encoding="utf-8")
    import_ballots(room, path, "q1")


def test_a_ballot_is_handed_in_once_every_total_stands_for_a_level(banded: Room) -> None:
    ballot = key_ballot(banded, S1, hand_in=False)
    assert {level_of(row) for row in ballot.sheet.rows} == {"称职"}
    key_row(ballot, "m2", (51, 31))
    assert level_of(next(row for row in ballot.sheet.rows if row.ratee.code == "m2")) == ""
    with refused("total-between-levels", levels="优秀 85-100, 称职 60-80"):
        ballot.hand_in()
    assert not ballot.is_handed_in
    key_row(ballot, "m2", (55, 31))
    ballot.hand_in()
    assert ballot.is_handed_in


def test_a_table_is_held_to_the_levels(banded: Room, tmp_path: Path) -> None:
    wrong = [
        ("m1,51,31,82,", "82 points belong to no level; the nearest: 优秀 85-100, 称职 60-80."),
        ("m1,50,30,80,优秀", "beside the total stands “优秀”, but it is 称职 60-80"),
        ("m1,,,,优秀", "has a level but no total"),
    ]
    for line, held in wrong:
        with pytest.raises(Refusal, match=f"line 3.*{re.escape(held)}"):
            brought(banded, tmp_path, f"l1,50,30,80, {line}")
    brought(banded, tmp_path, "l1,50,30,80,称职 m1,60,30,90,优秀 m2,50,30,, l2,50,30,80,-")


def test_what_was_entered_before_is_not_handed_in_by_a_table(banded: Room, tmp_path: Path) -> None:
    ballot = OpenBallot(banded, *S1)
    key_row(ballot, "l1", (51, 31))
    ballot.leave()
    others = [row.ratee.code for row in ballot.sheet.rows if row.ratee.code != "l1"]
    with pytest.raises(Refusal, match=r"b\.csv.*82 points"):
        brought(banded, tmp_path, " ".join(f"{code},50,30,80," for code in others))


def test_paper_is_settled_to_totals_that_stand_for_levels(make_room: MakeRoom) -> None:
    room = make_room(double_scheme() + BANDS)
    steps.open_tier(room, "q1", "peer")
    key_as(room, FIRST)
    key_as(room, SECOND, {"l1": (54, 31)})
    act_as(room, THIRD)
    look = settling.settling(room, *S1)
    with refused("total-between-levels", levels="优秀 85-100, 称职 60-80"):
        settling.settle(room, *S1, look.found, {0: Side.SECOND, 1: Side.FIRST})
    settling.settle(room, *S1, look.found, {0: Side.SECOND, 1: Side.SECOND})
