"""What the next start says, and a restore beside a program that runs."""

import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from tests.whole.desk import (
    Desk,
    begin,
    choose,
    expected,
    says,
    to_ballot,
    to_home,
    to_raters,
    wait_until,
)
from tests.whole.small_office import keys, ratees

MARKS = [36, 5, 15, 4, 41, 9, 40, 45, 1, 0, 3, 0, 29, 30, 12]
_KILLED = """
import os, sqlite3
tx = sqlite3.connect("year.db", isolation_level=None)
tx.execute("PRAGMA cache_size=1")
tx.execute("BEGIN")
tx.execute("CREATE TABLE x (y)")
for _ in range(3000):
    tx.execute("INSERT INTO x VALUES (randomblob(500))")
os._exit(0)
"""


def test_after_a_hard_kill_the_next_start_says_where_one_was_once(desk: Desk) -> None:
    with desk.start() as terminal:
        to_ballot(terminal, "m1")
        terminal.send(keys(*MARKS[:4]))
        wait_until(terminal, lambda: len(desk.marks()) == 4)
        terminal.kill(signal.SIGKILL)
        terminal.wait_exit()
    with desk.start(wait="What happened last time") as terminal:
        terminal.wait_for(says("kaohe was stopped while"))
        assert says("1 of 5 people are rated on it.")(terminal)
        terminal.press("enter")
        to_home(terminal)
        terminal.press("q")
        assert terminal.wait_exit() == 0
    with desk.start() as terminal:
        to_home(terminal)
        to_ballot(terminal, "m1")
        assert "What happened" not in terminal.log.decode("utf-8", "replace")


def test_an_unfinished_change_is_taken_back_and_told_once(desk: Desk) -> None:
    subprocess.run([sys.executable, "-c", _KILLED], cwd=desk.folder, check=True)
    assert desk.database.with_name("year.db-journal").stat().st_size
    with desk.start(wait="What happened last time") as terminal:
        terminal.wait_for(says("The last change was not finished when kaohe or the machine"))
        terminal.press("enter")
        to_home(terminal)
    with desk.start() as terminal:
        to_home(terminal)
        to_raters(terminal)
        assert "What happened" not in terminal.log.decode("utf-8", "replace")


def test_after_a_clean_end_nothing_is_said(desk: Desk) -> None:
    for end in ("escape", signal.SIGTERM, signal.SIGHUP):
        with desk.start() as terminal:
            to_ballot(terminal, "m1")
            if isinstance(end, signal.Signals):
                terminal.kill(end)
                assert terminal.wait_exit() == 128 + end
            else:
                terminal.press("escape")
                terminal.wait_for("whose ballot?")
            assert "What happened" not in terminal.log.decode("utf-8", "replace")
    with desk.start() as terminal:
        to_home(terminal)
        to_raters(terminal)
        assert "What happened" not in terminal.log.decode("utf-8", "replace")


def test_a_damaged_database_names_the_copy_to_go_back_to(desk: Desk) -> None:
    desk.run("close", "peer", "--period", "q1", "--reason", "会议结束")
    [copy] = desk.database.with_name("year.db.backups").glob("*-before-closing.db")
    whole = desk.database.read_bytes()
    desk.database.write_bytes(whole[:4096] + b"\x5a" * (len(whole) - 4096))
    with desk.start(wait="✗") as terminal:
        terminal.wait_for(says(f"in its place with: kaohe restore {copy} --db {desk.database}"))
        terminal.press("q")
        terminal.wait_exit()
    done = desk.run("restore", str(copy), "--yes")
    assert (done.returncode, done.stderr) == (0, "")
    with desk.start() as terminal:
        to_home(terminal)


def test_a_restore_beside_a_running_program_is_told_in_one_sentence(desk: Desk) -> None:
    copy = desk.folder / "copy.db"
    assert desk.run("backup", str(copy)).returncode == 0
    with desk.start() as keying, desk.start() as looking:
        to_ballot(keying, "m1")
        keying.send(keys(*MARKS[:4]))
        wait_until(keying, lambda: len(desk.marks()) == 4)
        to_raters(looking)
        looking.wait_for(re.compile(r"◐ m1 "))
        done = desk.run("restore", str(copy), "--yes")
        assert (done.returncode, done.stderr) == (0, "")
        assert desk.marks() == {}
        looking.wait_for(re.compile(r"· m1 "))
        keying.send("41")
        keying.wait_for("A backup was restored while this ballot was open")
        # A second key changes nothing either.
        keying.press("escape", "escape")
        keying.wait_for("whose ballot?")
        assert desk.marks() == {}
        choose(keying, "m1")
        begin(keying, "马科长")
        keying.send(keys(*MARKS))
        keying.wait_for("All rated —")
    assert desk.marks() == expected("m1", ratees("peer", "m1"), MARKS, 3)
    assert desk.run("verify").returncode == 0


def test_a_restore_to_before_the_period_keeps_the_other_program_alive(desk: Desk) -> None:
    """Another bureau's year, even: nothing of what the ids meant is left."""
    other = desk.folder / "other"
    other.mkdir()
    new = Desk(other, other / "new.db")
    files = [Path(shutil.copy(path, other / path.name)) for path in _year_files(desk)]
    assert new.run("new", "--scheme", str(files[0]), "--roster", str(files[1])).returncode == 0
    with desk.start() as keying:
        to_ballot(keying, "m1")
        done = desk.run("restore", str(new.database), "--yes")
        assert done.returncode == 0, done.stderr
        assert "is not an earlier state of this database" in done.stdout
        keying.send("36")
        keying.wait_for("A backup was restored while this ballot was open")
        keying.press("escape", "escape")
        keying.wait_for("whose ballot?")
        keying.press("escape")
        to_home(keying)
        keying.press("q")
        assert keying.wait_exit() == 0


def _year_files(desk: Desk) -> tuple[Path, Path]:
    from tests.whole.small_office import office_files

    scheme, roster = office_files(desk.folder)
    return scheme, roster
