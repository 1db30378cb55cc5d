"""The copies that kaohe makes by itself, and how long they stay."""

import os
import sqlite3
import stat
import sys
import time
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kaohe_tui.services.database import copies as verbs
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from kaohe_tui.store.database import copies, keeping
from tests.refused import refused
from tests.services.bureau import key_ballot
from tests.services.tampering import Change, force

NOON = datetime(2026, 3, 2, 12, 0, 0)


def change(room: Room, number: int) -> None:
    """Something that a copy can tell from what was before."""
    with room.database.writing() as tx:
        tx.exec_driver_sql(f"PRAGMA user_version={number}")


def names(room: Room) -> list[str]:
    return [copy.path.name for copy in verbs.copies_of(room.database.path)]


def keep(room: Room, at: datetime) -> Path:
    keep.number += 1  # type: ignore[attr-defined]
    change(room, keep.number)  # type: ignore[attr-defined]
    return keeping.keep(room.database, "closing", at).path


keep.number = 0  # type: ignore[attr-defined]


def test_a_copy_tells_when_and_why_and_is_its_owners_alone(room: Room) -> None:
    made = keeping.keep(room.database, "import", NOON)
    assert made.path.name == "20260302-120000-before-import.db"
    assert made.path.parent == room.database.path.with_name("kaohe.db.backups")
    assert (made.at, made.why, made.size) == (NOON, "import", made.path.stat().st_size)
    if sys.platform != "win32":
        assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
        assert stat.S_IMODE(made.path.parent.stat().st_mode) == 0o700
    enter_room(made.path, read_only=True).close()


def test_nothing_new_is_made_where_nothing_changed(room: Room) -> None:
    first = keeping.keep(room.database, "import", NOON)
    assert keeping.keep(room.database, "closing", NOON + timedelta(seconds=5)) == first
    assert names(room) == [first.path.name]
    steps.open_tier(room, "q1", "peer")
    keeping.keep(room.database, "closing", NOON)
    keeping.keep(room.database, "by-hand", NOON)
    steps.close_tier(room, "q1", "peer", "会议结束")
    keeping.keep(room.database, "closing", NOON)
    assert names(room) == [
        "20260302-120000-3-before-closing.db",
        "20260302-120000-2-before-closing.db",
        "20260302-120000-before-import.db",
    ]


def test_the_newest_stay_and_one_of_each_day_before(room: Room) -> None:
    for day in range(15):
        for hour in range(2):
            keep(room, NOON + timedelta(days=day, hours=hour))
    last_day = NOON + timedelta(days=15)
    for minute in range(keeping.LATEST):
        keep(room, last_day + timedelta(minutes=minute))
    found = verbs.copies_of(room.database.path)
    assert len(found) == keeping.LATEST + keeping.DAYS
    assert {copy.at.date() for copy in found[: keeping.LATEST]} == {last_day.date()}
    days = [copy.at for copy in found[keeping.LATEST :]]
    assert days == [NOON + timedelta(days=day, hours=1) for day in range(14, 4, -1)]


def test_what_kaohe_did_not_make_stays(room: Room) -> None:
    folder = keep(room, NOON).parent
    strangers = ["notes.txt", "20200101-000000-before-lunch.db", "year.db", "20200101-0.db"]
    for name in strangers:
        (folder / name).write_text("mine", encoding="utf-8")
    (folder / "20200101-000000-before-closing.db").mkdir()
    for minute in range(1, keeping.LATEST + 5):
        keep(room, NOON + timedelta(minutes=minute))
    left = {path.name for path in folder.iterdir()}
    assert {*strangers, "20200101-000000-before-closing.db"} <= left
    assert len(verbs.copies_of(room.database.path)) == keeping.LATEST + 1


def test_a_folder_that_cannot_be_made_is_told_and_nothing_stops(room: Room) -> None:
    room.database.path.with_name("kaohe.db.backups").write_text("in the way", encoding="utf-8")
    told = verbs.keep_copy(room, "closing")
    assert told.startswith("No backup was made before this step: ")
    assert "kaohe.db.backups" in told
    with refused("file-unwritable") as info:
        verbs.copied_now(room)
    assert "kaohe.db.backups" in str(info.value.values["path"])


def test_how_far_it_is_is_told(room: Room) -> None:
    told: list[tuple[int, int]] = []
    verbs.copied_now(room, lambda done, whole: told.append((done, whole)))
    assert told[-1][0] == told[-1][1] > 10


def test_temporary_files_of_the_dead_go_and_those_of_the_living_stay(room: Room) -> None:
    path = room.database.path
    folder = keep(room, NOON).parent
    old = [
        path.with_name(".kaohe.db.ab12_x3.new"),
        path.with_name(".kaohe.db.ab12_x3.new-journal"),
        path.with_name(".kaohe.replaced-20260302-120000-2.db.ab12_x3.new"),
        folder / ".20260302-120000-before-closing.db.q_1.new",
    ]
    young = path.with_name(".kaohe.db.young.new")
    strangers = [
        path.with_name(".other.db.ab12.new"),
        path.with_name(".other.replaced-20260302-120000.db.ab12.new"),
        path.with_name("kaohe.db.new"),
    ]
    for each in (*old, young, *strangers):
        each.touch()
    long_ago = time.time() - copies.STALE_AFTER - 1
    for each in (*old, *strangers):
        os.utime(each, (long_ago, long_ago))
    copies.clean(path)
    assert not any(each.exists() for each in old)
    assert young.exists()
    assert all(each.exists() for each in strangers)


def test_the_newest_copy_that_holds_is_found(room: Room) -> None:
    assert copies.newest_sound(room.database.path) is None
    sound = keep(room, NOON)
    damaged = keep(room, NOON + timedelta(hours=1))
    damaged.write_bytes(damaged.read_bytes()[:8192])
    (damaged.parent / "20260302-150000-before-import.db").write_bytes(b"nothing")
    assert copies.newest_sound(room.database.path) == sound


def test_a_copy_whose_seals_do_not_fit_is_not_named(room: Room) -> None:
    steps.open_tier(room, "q1", "peer")
    key_ballot(room, ("q1", "peer", "s1"))
    key_ballot(room, ("q1", "peer", "s2"), hand_in=False)
    sound = keep(room, NOON)
    for minute, statement in enumerate(
        (
            "UPDATE participant SET section = 'x' WHERE code = 's1'",
            "UPDATE rating SET mark_0 = 0 WHERE ballot_id = (SELECT min(id) FROM ballot)",
            "UPDATE rating SET mark_0 = 0 WHERE ballot_id = (SELECT max(id) FROM ballot)",
        ),
        1,
    ):
        changed = keep(room, NOON + timedelta(minutes=minute))
        assert force(changed, Change("", "", ((statement, ()),)))
        assert copies.newest_sound(room.database.path) == sound, statement


@pytest.mark.parametrize(
    ("statement", "holds"),
    [
        ("UPDATE alembic_version SET version_num = '9999'", False),
        ("UPDATE alembic_version SET version_num = '0003'", True),
        ("PRAGMA application_id=1", False),
        ("DELETE FROM alembic_version", False),
        ("DROP TABLE record_head", False),
        ("UPDATE record SET actor = 'x'", False),
    ],
)
def test_what_holds_may_be_older_but_not_newer(room: Room, statement: str, holds: bool) -> None:
    made = keep(room, NOON)
    with closing(sqlite3.connect(made)) as connection:
        connection.execute("DROP TRIGGER record_no_update")
        connection.execute(statement)
        connection.commit()
    assert copies.holds(made) is holds


def test_a_copy_that_another_program_keeps_is_no_answer(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then an older one is not called the newest."""
    keep(room, NOON)
    newest = keep(room, NOON + timedelta(hours=1))
    monkeypatch.setattr("kaohe_tui.store.database.connections.BUSY_TIMEOUT_MS", 20)
    with closing(sqlite3.connect(newest, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        assert copies.holds(newest) is None
        assert copies.newest_sound(room.database.path) is None
    assert copies.newest_sound(room.database.path) == newest


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="root gives files away")
def test_a_folder_that_somebody_else_put_there_takes_no_copies(room: Room, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    link = copies.folder_of(room.database.path)
    link.symlink_to(elsewhere)
    os.lchown(link, 65534, -1)
    with refused("folder-of-other-user"):
        keeping.keep(room.database, "import", NOON)
    assert list(elsewhere.iterdir()) == []
    os.lchown(link, 0, -1)
    keeping.keep(room.database, "import", NOON)
    os.chown(elsewhere, 65534, -1)
    assert copies.copies(room.database.path) == ()


def test_what_a_killed_backup_left_goes_with_the_next(room: Room, tmp_path: Path) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    left = folder / ".copy.db.abcdefgh.new"
    left.touch()
    hour_ago = time.time() - 3600
    os.utime(left, (hour_ago, hour_ago))
    verbs.backup(room.database.path, folder / "copy.db")
    assert [path.name for path in folder.iterdir()] == ["copy.db"]
