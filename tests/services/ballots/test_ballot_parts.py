"""A ballot that is keyed part by part, on disk."""

import signal
import subprocess
import sys
from collections.abc import Mapping

import pytest

from kaohe_tui.domain.ballot.row import RowState
from kaohe_tui.domain.ballot.state import BallotProgress
from kaohe_tui.domain.tasks.task import Task
from kaohe_tui.services.ballots.importing import import_ballots
from kaohe_tui.services.ballots.open_ballot import OpenBallot, give_back
from kaohe_tui.services.counting.board import Board
from kaohe_tui.services.counting.overview import overview
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from kaohe_tui.store.ballots import ballots, parts
from tests.refused import refused
from tests.services.bureau import press
from tests.services.conftest import MakeRoom
from tests.services.detail import OWN, detail_scheme, put_in_force

S1 = ("q1", "peer", "s1")
KILLED = """
import os, signal, sys
from pathlib import Path
from kaohe_tui.services.ballots.open_ballot import OpenBallot
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.room.room import Room

ballot = OpenBallot(enter_room(Path(sys.argv[1])), "q1", "peer", "s1")
for key in sys.argv[2]:
    assert not ballot.sheet.key(key).refused
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def opened(make_room: MakeRoom) -> Room:
    """The first tier open, keyed part by part; ``s2`` has three tasks."""
    room = make_room(detail_scheme())
    put_in_force(room, "s2", OWN)
    steps.open_tier(room, "q1", "peer")
    return room


def _row(ballot: OpenBallot, code: str) -> int:
    return next(n for n, row in enumerate(ballot.sheet.rows) if row.ratee.code == code)


def _on_disk(room: Room, code: str) -> tuple[dict[int, int], Mapping[tuple[int, int], object]]:
    """Marks and parts that the rater's ballot has for somebody."""
    with room.database.reading() as tx:
        (head,) = ballots.heads(tx, room.period("q1").opened_id)
        facts = ballots.facts(tx, head.id)
    number = room.period("q1").ids[code]
    return dict(facts.marks.get(number, {})), {
        key: dict(given) for key, given in facts.parts.items() if key[0] == number
    }


def _state(room: Room) -> tuple[BallotProgress, int]:
    line = next(r for r in overview(room, "q1").tiers[0].raters if r.rater.code == "s1")
    return line.state, line.answered


def test_a_mark_is_on_disk_once_its_parts_are(opened: Room) -> None:
    ballot = OpenBallot(opened, *S1)
    number = opened.period("q1").ids["l1"]
    press(ballot, "3", "0")
    assert _on_disk(opened, "l1") == ({}, {(number, 0): {0: 300}})
    assert _state(opened) == (BallotProgress.BEGUN, 0)
    press(ballot, "2", "5")
    assert _on_disk(opened, "l1") == ({0: 550}, {(number, 0): {0: 300, 1: 250}})
    press(ballot, "3", "9")
    assert Board(opened, "q1").standings.row("l1").review.score == 94
    assert _state(opened) == (BallotProgress.BEGUN, 1)


def test_each_is_keyed_by_his_own_tasks(opened: Room) -> None:
    ballot = OpenBallot(opened, *S1)
    ballot.sheet.go_to(_row(ballot, "s2"))
    press(ballot, "2", "3", "1", "8", "1", "5", "4", "0")
    assert ballot.sheet.rows[_row(ballot, "s2")].marks == (560, 400)
    number = opened.period("q1").ids["s2"]
    assert _on_disk(opened, "s2") == ({0: 560, 1: 400}, {(number, 0): {0: 230, 1: 180, 2: 150}})


def test_abstaining_and_undoing_are_on_disk(opened: Room) -> None:
    ballot = OpenBallot(opened, *S1)
    press(ballot, *"3025", *"39")
    before = _on_disk(opened, "l1")
    ballot.sheet.go_to(0)
    press(ballot, "-")
    assert _on_disk(opened, "l1") == ({}, {})
    press(ballot, "u")
    assert _on_disk(opened, "l1") == before
    press(ballot, "delete")
    assert _on_disk(opened, "l1") == ({1: 390}, {})


def test_a_hard_kill_keeps_every_part(opened: Room) -> None:
    path = str(opened.database.path)
    ended = subprocess.run([sys.executable, "-c", KILLED, path, "30253930"], check=False)
    assert ended.returncode == -signal.SIGKILL
    sheet = OpenBallot(opened, *S1).sheet
    assert (sheet.rows[0].parts[0], sheet.rows[0].marks) == ((300, 250), (550, 390))
    assert (sheet.rows[1].parts[0], sheet.rows[1].marks) == ((300, None), (None, None))
    assert sheet.rows[1].state is RowState.BEGUN
    assert (sheet.row, sheet.column, sheet.part) == (1, 0, 1)


def test_what_an_import_brought_stands_whole_until_it_is_deleted(opened: Room) -> None:
    file = opened.database.path.parent / "ballots.csv"
    file.write_text("tier,rater,ratee,work,spirit\npeer,s1,l1,50,30\n", encoding="utf-8")
    import_ballots(opened, file, "q1")
    give_back(opened, *S1, "补打")
    ballot = OpenBallot(opened, *S1)
    ballot.sheet.go_to(0)
    refused = ballot.sheet.key("3")
    assert refused is not None
    assert "came as one figure" in refused.says
    press(ballot, "delete", *"3025")
    assert _on_disk(opened, "l1")[0] == {0: 550, 1: 300}


def test_an_import_does_not_run_over_parts(opened: Room) -> None:
    press(OpenBallot(opened, *S1), "3", "0")
    file = opened.database.path.parent / "ballots.csv"
    file.write_text("tier,rater,ratee,work,spirit\npeer,s1,l1,50,30\n", encoding="utf-8")
    with refused("rated-already", ratee="李副局长"):
        import_ballots(opened, file, "q1")


def test_parts_of_other_tasks_do_not_stand(opened: Room) -> None:
    ballot = OpenBallot(opened, *S1)
    ballot.sheet.go_to(_row(ballot, "s2"))
    press(ballot, "2", "3")
    put_in_force(opened, "s2", [Task("月报", "", "", "", 100), Task("普查", "", "", "", 500)])
    again = OpenBallot(opened, *S1)
    assert again.sheet.rows[_row(again, "s2")].state is RowState.OPEN
    again.sheet.go_to(_row(again, "s2"))
    press(again, "9", "5", "0")
    assert _on_disk(opened, "s2")[0] == {0: 590}


def test_a_tier_that_is_keyed_by_indicators_has_no_parts(make_room: MakeRoom) -> None:
    room = make_room(detail_scheme(detail="total"))
    put_in_force(room, "s2", OWN)
    steps.open_tier(room, "q1", "peer")
    ballot = OpenBallot(room, *S1)
    assert ballot.tasks == {"s2": OWN}
    press(ballot, "5", "5")
    assert _on_disk(room, "l1") == ({0: 550}, {})
    with room.database.reading() as tx:
        assert parts.rows_without_marks(tx, room.period("q1").opened_id) == []
