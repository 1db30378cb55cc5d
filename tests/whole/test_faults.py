"""The disk, the line or the window fails in the middle of a meeting: told at once, nothing lost."""

import errno
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from tests.faults import shim, soundness
from tests.terminal import Terminal
from tests.whole.desk import (
    CONFIRM,
    Desk,
    expected,
    says,
    shown_marks,
    to_ballot,
    to_home,
    to_raters,
)
from tests.whole.small_office import keys, ratees
from tests.whole.test_databases import AS_ANYBODY

MARKS = [36, 5, 15, 4, 41, 9, 40, 45, 1, 0, 3, 0, 29, 30, 12]
ALL = expected("m1", ratees("peer", "m1"), MARKS, 3)
TOLD = {
    errno.ENOSPC: "The disk is full; nothing was saved",
    errno.EROFS: "cannot be opened; nothing was saved",
}
needs_shim = pytest.mark.skipif(not shim.IS_POSSIBLE, reason="needs Linux and a C compiler")


@pytest.fixture
def trigger(desk: Desk, tmp_path: Path) -> Path:
    """While this file is there, the disk under the desk's database fails with the number in it."""
    disk = tmp_path / "disk"
    disk.mkdir()
    desk.database = Path(shutil.move(desk.database, disk / "year.db")).resolve()
    fails = tmp_path / "fails"
    given = shim.environment(tmp_path, desk.database.parent, trigger=fails)
    desk.environment |= given
    return fails


def key_some(terminal: Terminal, count: int) -> None:
    """Key the first marks of the ballot until they are shown as saved."""
    to_ballot(terminal, "m1")
    terminal.send(keys(*MARKS[:count]))
    terminal.wait_for(lambda t: len(shown_marks(t, "m1", 3)) == count)


def key_the_rest(terminal: Terminal, count: int) -> None:
    """Take note of a refusal and key on to the end of the ballot."""
    terminal.press("escape")
    terminal.wait_gone("!]")
    terminal.send(keys(*MARKS)[len(keys(*MARKS[:count])) :])
    terminal.wait_for("All rated —")


@needs_shim
@pytest.mark.parametrize("error", TOLD)
def test_a_disk_that_fails_while_a_ballot_is_keyed(desk: Desk, trigger: Path, error: int) -> None:
    with desk.start() as terminal:
        key_some(terminal, 2)
        trigger.write_text(str(error))
        terminal.send(keys(MARKS[2]))
        terminal.wait_for(says(TOLD[error]))
        # Nothing is taken, and so nothing goes astray, until Esc.
        terminal.send(keys(*MARKS[3:5]))
        terminal.settle()
        trigger.unlink()
        assert len(shown_marks(terminal, "m1", 3)) == 2
        key_the_rest(terminal, 2)
        trigger.write_text(str(error))
        terminal.press("f10")
        terminal.wait_for(CONFIRM)
        terminal.press("y")
        terminal.wait_for(says(TOLD[error]))
        trigger.unlink()
        terminal.press("f10")
        terminal.wait_for(CONFIRM)
        terminal.press("y")
        terminal.wait_for("ballot is in")
        assert b"Traceback" not in terminal.log
    assert desk.marks() == ALL
    assert desk.states() == {"m1": "handed_in"}
    assert soundness.findings(desk.database) == ()


@needs_shim
def test_a_full_disk_at_the_start_is_said_there(desk: Desk, trigger: Path) -> None:
    trigger.write_text(str(errno.ENOSPC))
    with desk.start(wait="✗") as terminal:
        terminal.wait_for(says("The disk is full"))
        terminal.press("q")
        assert terminal.wait_exit() == 0
        assert terminal.disorder() == []


@pytest.mark.skipif(sys.platform != "linux", reason="drops a capability of Linux")
def test_a_folder_that_is_made_read_only_meanwhile(desk: Desk) -> None:
    with desk.start(before=AS_ANYBODY) as terminal:
        key_some(terminal, 2)
        desk.folder.chmod(0o555)
        terminal.send(keys(MARKS[2]))
        terminal.wait_for(says("or its folder is not writable; nothing was saved"))
        desk.folder.chmod(0o755)
        key_the_rest(terminal, 2)
    assert desk.marks() == ALL


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real disk of half a megabyte."""
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(place)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no right to mount a disk here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def fill_up(disk: Path) -> None:
    """Write until nothing more goes on the disk."""
    with (disk / "ballast").open("wb", buffering=0) as ballast, suppress(OSError):
        while ballast.write(bytes(4096)):
            pass


def test_a_disk_that_fills_up(desk: Desk, small_disk: Path) -> None:
    desk.database = Path(shutil.copy(desk.database, small_disk / "year.db"))
    with desk.start() as terminal:
        key_some(terminal, 2)
        fill_up(small_disk)
        terminal.send(keys(MARKS[2]))
        terminal.wait_for(says("The disk is full; nothing was saved"))
        (small_disk / "ballast").unlink()
        key_the_rest(terminal, 2)
    assert desk.marks() == ALL
    assert soundness.findings(desk.database) == ()


def break_page(database: Path, table: str) -> None:
    """Spoil the page that a table begins on, as a failing disk does."""
    with closing(sqlite3.connect(database)) as asked:
        [[page]] = asked.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", [table])
        [[size]] = asked.execute("PRAGMA page_size")
    with database.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xa5" * size)
        # What is in the program's memory does not count any more.
        for place in (24, 92):
            file.seek(place)
            counter = int.from_bytes(file.read(4))
            file.seek(place)
            file.write((counter + 1).to_bytes(4))


def test_a_page_that_breaks_meanwhile(desk: Desk) -> None:
    with desk.start() as terminal:
        key_some(terminal, 2)
        break_page(desk.database, "rating")
        terminal.send(keys(MARKS[2]))
        terminal.wait_for(says("is damaged. Restore a backup."))
        terminal.press("escape", "escape")
        terminal.wait_for("whose ballot?")
        terminal.press("escape")
        to_home(terminal)
        terminal.press("q")
        assert terminal.wait_exit() == 0
        assert terminal.disorder() == []
        assert b"Traceback" not in terminal.log
    with desk.start(wait="✗") as terminal:
        terminal.wait_for(says("is damaged. Restore a backup."))


def at_home(_terminal: Terminal) -> None:
    """Where the program begins."""


def at_a_question(terminal: Terminal) -> None:
    to_ballot(terminal, "m1")
    terminal.press("f10")
    terminal.wait_for(CONFIRM)


def at_the_handover(terminal: Terminal) -> None:
    to_raters(terminal)
    terminal.press("enter")
    terminal.wait_for("please take the keyboard")


def in_a_tiny_window(terminal: Terminal) -> None:
    terminal.resize(20, 5)
    terminal.wait_for(lambda shown: "[ Enter ]" not in shown.text())


@pytest.mark.parametrize(
    ("place", "number"),
    [
        (at_home, signal.SIGHUP),
        (at_a_question, signal.SIGTERM),
        # Not Ctrl+C, which is a key: what another program sends.
        (at_the_handover, signal.SIGINT),
        (in_a_tiny_window, signal.SIGTERM),
    ],
)
def test_a_signal_ends_it_in_order_wherever_it_is(
    desk: Desk, place: Callable[[Terminal], None], number: signal.Signals
) -> None:
    with desk.start() as terminal:
        place(terminal)
        terminal.kill(number)
        assert terminal.wait_exit() == 128 + number
        assert terminal.disorder() == []


def test_a_signal_ends_it_while_it_waits_for_the_database(desk: Desk) -> None:
    with desk.locked(), desk.start(wait="Opening") as terminal:
        terminal.kill(signal.SIGHUP)
        assert terminal.wait_exit() == 128 + signal.SIGHUP
        assert terminal.disorder() == []


def test_a_window_made_tiny_in_a_ballot_takes_no_key(desk: Desk) -> None:
    with desk.start() as terminal:
        key_some(terminal, 4)
        terminal.resize(20, 5)
        terminal.wait_for("needs 80x24")
        terminal.send("41 9")
        terminal.settle()
        terminal.resize(80, 24)
        terminal.wait_for(lambda t: len(shown_marks(t, "m1", 3)) == 4)
        terminal.send(keys(*MARKS)[len(keys(*MARKS[:4])) :])
        terminal.wait_for("All rated —")
    assert desk.marks() == ALL


@pytest.mark.parametrize("typed", ["q?", "qs", "qr"])
def test_keys_after_the_one_that_quits_are_nobodys(desk: Desk, typed: str) -> None:
    with desk.start() as terminal:
        terminal.send(typed)
        assert terminal.wait_exit() == 0
    assert not list(desk.folder.rglob("fault-*"))


def test_a_key_after_one_that_opens_a_dialog_is_nobodys(desk: Desk) -> None:
    with desk.start() as terminal:
        # The screen below shows through, and would open the standings over the help.
        terminal.send("?s")
        terminal.wait_for("Esc Back")
        terminal.settle()
        assert "shared rank" not in terminal.text()
        terminal.press("escape")
        to_home(terminal)
        terminal.press("q")
        assert terminal.wait_exit() == 0
