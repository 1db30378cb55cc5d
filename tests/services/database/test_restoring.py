"""Going back to a copy."""

import sqlite3
import stat
import sys
from contextlib import closing
from pathlib import Path

import pytest

from kaohe_tui.domain.record.events import RecordKind, Restored, sentence
from kaohe_tui.services.ballots.open_ballot import OpenBallot
from kaohe_tui.services.database import copies
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.database.restoring import planned, restore, what_is_there
from kaohe_tui.services.integrity import verifying
from kaohe_tui.services.record.reading import names
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from kaohe_tui.store.database import connections
from kaohe_tui.store.record import records
from tests.refused import refused


def copy_of(room: Room) -> Path:
    target = room.database.path.with_name("copy.db")
    copied = copies.backup(room.database.path, target)
    assert copied.entries == len(entries(room))
    assert copied.size == target.stat().st_size
    return target


def entries(room: Room) -> tuple[records.Entry, ...]:
    with room.database.reading() as tx:
        return records.entries(tx)


def go_back(room: Room, file: Path) -> Path | None:
    with planned(room.database.path, file) as plan:
        return restore(plan, "李强")


def left_beside(room: Room) -> set[str]:
    return {path.name for path in room.database.path.parent.iterdir()}


def test_what_is_lost_is_told_and_what_is_replaced_is_kept(room: Room, second: Room) -> None:
    path = room.database.path
    steps.open_tier(room, "q1", "peer")
    file = copy_of(room)
    ballot = OpenBallot(room, "q1", "peer", "s1")
    ballot.mark("s2", 0, 500)
    ballot.hand_in()
    ballot.leave()
    before = entries(room)
    with planned(path, file) as plan:
        assert plan.is_prefix
        assert plan.replaced
        assert (plan.replaced.lost, plan.replaced.last_at) == (1, before[-1].at)
        assert plan.head == before[-2].chain
        kept = restore(plan, "李强")
    assert kept
    assert second.refresh()
    after = entries(second)
    assert after[:-1] == before[:-1]
    assert after[-1].event == Restored(
        replaced=before[-1].chain, copy=before[-2].chain, file="copy.db"
    )
    assert (
        sentence(after[-1], names(second)) == "李强 restored the database from the backup copy.db"
    )
    assert Restored.kind is RecordKind.KEEPING
    assert verifying.verify(second).holds
    if sys.platform != "win32":
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    old = enter_room(kept)
    assert entries(old) == before
    old.close()
    assert not [name for name in left_beside(room) if ".new" in name or "-journal" in name]


def test_a_ballot_of_a_period_that_is_not_open_in_the_copy_is_not_taken_up(
    room: Room, second: Room
) -> None:
    file = copy_of(room)
    steps.open_tier(room, "q1", "peer")
    assert second.period("q1").id is not None
    go_back(room, file)
    with refused("tier-not-open"):
        OpenBallot(second, "q1", "peer", "s2").mark("s1", 0, 500)


def test_a_copy_of_another_course_is_said_plainly(room: Room) -> None:
    file = copy_of(room)
    other = enter_room(file)
    other.keyboard.call("somebody else")
    steps.open_tier(other, "q1", "peer")
    other.close()
    steps.open_tier(room, "q1", "peer")
    with planned(room.database.path, file) as plan:
        assert not plan.is_prefix
        assert plan.replaced
        assert (plan.replaced.common, plan.replaced.lost) == (1, 2)


def test_a_copy_that_does_not_hold_is_refused(room: Room) -> None:
    file = copy_of(room)
    before = entries(room)
    with closing(sqlite3.connect(file)) as changed:
        changed.execute("UPDATE person SET name = '换人' WHERE code = 's1'")
        changed.commit()
    with refused("check-failed") as info:
        go_back(room, file)
    assert "copy.db" in str(info.value.values["file"])
    assert "the roster: changed" in str(info.value.values["finding"])
    assert entries(room) == before


@pytest.mark.parametrize("content", [b"", b"no database at all", b"\0" * 8192])
def test_what_is_no_database_is_refused(room: Room, content: bytes) -> None:
    file = room.database.path.with_name("copy.db")
    file.write_bytes(content)
    with refused("not-a-database") as info:
        go_back(room, file)
    assert "copy.db" in str(info.value.values["path"])
    assert not [name for name in left_beside(room) if ".new" in name]


def test_it_is_not_restored_from_itself(room: Room) -> None:
    with refused("backup-is-database"):
        go_back(room, room.database.path)


def test_a_damaged_database_is_moved_aside_as_it_is(room: Room) -> None:
    path = room.database.path
    file = copy_of(room)
    room.close()
    whole = path.read_bytes()
    damaged = whole[:4096] + b"\x5a" * 8192 + whole[12288:]
    path.write_bytes(damaged)
    path.with_name(path.name + "-journal").write_bytes(b"\0" * 512)
    with planned(path, file) as plan:
        assert plan.replaced is None
        kept = restore(plan, "李强")
    assert kept
    assert kept.read_bytes() == damaged
    assert not path.with_name(path.name + "-journal").exists()
    again = enter_room(path)
    assert verifying.verify(again).holds
    assert entries(again)[-1].event == Restored(copy=plan.head, file="copy.db")
    again.close()


def test_a_missing_database_comes_back(room: Room) -> None:
    path = room.database.path
    file = copy_of(room)
    room.close()
    path.unlink()
    with planned(path, file) as plan:
        assert restore(plan) is None
    enter_room(path).close()


def test_somebody_who_writes_is_waited_for_and_then_named(room: Room, second: Room) -> None:
    file = copy_of(room)
    with planned(room.database.path, file) as plan:
        with second.database.writing(), refused("database-busy"):
            restore(plan)
        assert not [name for name in left_beside(room) if "replaced" in name]


def test_an_open_ballot_is_told_and_keys_nothing_more(room: Room, second: Room) -> None:
    steps.open_tier(room, "q1", "peer")
    file = copy_of(room)
    ballot = OpenBallot(second, "q1", "peer", "s1")
    ballot.mark("s2", 0, 500)
    go_back(room, file)
    # The screen looks once a second; the ballot must know all the same.
    second.refresh()
    for _key in range(2):
        with refused("backup-restored-meanwhile"):
            ballot.mark("s2", 1, 300)
    ballot.leave()
    OpenBallot(second, "q1", "peer", "s1").mark("s2", 1, 300)
    with second.database.reading() as tx:
        assert tx.exec_driver_sql("SELECT count(*) FROM rating").scalar_one() == 1


def test_an_open_ballot_of_a_period_that_is_gone_is_told_too(room: Room, second: Room) -> None:
    file = copy_of(room)
    steps.open_tier(room, "q1", "peer")
    ballot = OpenBallot(second, "q1", "peer", "s1")
    go_back(room, file)
    with refused("backup-restored-meanwhile"):
        ballot.mark("s2", 0, 500)
    assert second.period("q1").id is None


def test_one_that_is_sound_again_meanwhile_is_not_replaced(room: Room) -> None:
    """Nobody has signed in to what was damaged when the plan was made."""
    path = room.database.path
    file = copy_of(room)
    room.close()
    whole = path.read_bytes()
    path.write_bytes(b"\0" * len(whole))
    with planned(path, file) as plan:
        assert plan.replaced is None
        path.write_bytes(whole)
        with refused("database-intact-again"):
            restore(plan)
    assert path.read_bytes() == whole


def test_a_busy_database_is_not_taken_for_a_lost_one(
    room: Room, second: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is free again a moment later, and would be replaced by somebody who has not signed in."""
    monkeypatch.setattr(connections, "BUSY_TIMEOUT_MS", 20)
    with second.database.writing(), refused("database-busy"):
        what_is_there(room.database.path)
    room.database.path.write_bytes(b"")
    assert what_is_there(room.database.path) is None
