"""Who keys which ballot, between real processes."""

import json
import os
import socket
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kaohe_tui.domain.ballot.state import Keying
from kaohe_tui.store.ballots import filelocks
from kaohe_tui.store.ballots.claims import Ballot, Taken, claim, forget_dead, holders

_HOLD = """
import sys
from pathlib import Path
from kaohe_tui.store.ballots.claims import Ballot, claim
at = "2026-03-02T14:02:00+08:00"
held = claim(Path(sys.argv[1]), Ballot(int(sys.argv[2]), 0), sys.argv[3], at)
print("held", flush=True)
sys.stdin.readline()
held.release()
print("left", flush=True)
sys.stdin.readline()
"""
AT = "2026-03-02T14:03:00+08:00"
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="files of POSIX")

Start = Callable[[int, str], "subprocess.Popen[str]"]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "year.db"


@pytest.fixture
def start(database: Path) -> Iterator[Start]:
    """Starts a process that holds a rater's ballot."""
    begun: list[subprocess.Popen[str]] = []

    def run(rater: int, who: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-c", _HOLD, str(database), str(rater), who],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        begun.append(process)
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        return process

    yield run
    for process in begun:
        process.kill()
        process.communicate()


def file_of(database: Path) -> Path:
    return database.with_name("year.db-held")


def test_a_ballot_is_held_by_one_and_it_is_told_by_whom(database: Path, start: Start) -> None:
    start(7, "李强")
    with pytest.raises(Taken) as caught:
        claim(database, Ballot(7, 0), "王芳", AT)
    assert caught.value.holder
    assert (caught.value.holder.who, caught.value.holder.since[11:16]) == ("李强", "14:02")
    other = claim(database, Ballot(8, 0), "王芳", AT)
    second = claim(database, Ballot(7, 0, Keying.SECOND), "王芳", AT)
    found = {each.ballot: (each.who, each.is_alive, each.is_ours) for each in holders(database)}
    assert found == {
        (7, 0, 1): ("李强", True, False),
        (8, 0, 1): ("王芳", True, True),
        (7, 0, 2): ("王芳", True, True),
    }
    other.release()
    second.release()


def test_looking_lets_go_of_nothing(database: Path, start: Start) -> None:
    """The locks of POSIX are gone when the process closes any descriptor of the file."""
    mine = claim(database, Ballot(7, 0), "王芳", AT)
    for _look in range(3):
        holders(database)
        forget_dead(database)
        claim(database, Ballot(9, 0), "王芳", AT).release()
    process = subprocess.run(
        [sys.executable, "-c", _HOLD, str(database), "7", "李强"],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert "Taken" in process.stderr
    mine.release()
    start(7, "李强")


def test_a_ballot_that_is_left_leaves_no_trace(database: Path, start: Start) -> None:
    process = start(7, "李强")
    assert process.stdin
    assert process.stdout
    process.stdin.write("\n")
    process.stdin.flush()
    assert process.stdout.readline() == "left\n"
    assert holders(database) == ()
    assert not file_of(database).read_bytes().strip(b"\0")
    claim(database, Ballot(7, 0), "王芳", AT).release()


def test_a_claim_dies_with_its_holder(database: Path, start: Start) -> None:
    process = start(7, "李强")
    process.kill()
    process.wait()
    [left] = holders(database)
    assert (left.ballot, left.who, left.is_alive) == ((7, 0, 1), "李强", False)
    claim(database, Ballot(7, 0), "王芳", AT).release()
    assert holders(database) == ()


def test_what_the_dead_left_is_forgotten_and_the_living_stay(database: Path, start: Start) -> None:
    start(7, "李强").kill()
    start(8, "王芳")
    forget_dead(database)
    assert [(each.ballot.rater, each.is_alive) for each in holders(database)] == [(8, True)]


def test_one_process_may_take_a_ballot_twice(database: Path) -> None:
    first, second = (claim(database, Ballot(7, 0), "李强", AT) for _time in range(2))
    first.release()
    first.release()
    assert len(holders(database)) == 1
    second.release()
    assert holders(database) == ()


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_only_its_owner_reads_it(database: Path) -> None:
    assert holders(database) == ()
    assert not file_of(database).exists()
    claim(database, Ballot(7, 0), "李强", AT).release()
    assert stat.S_IMODE(file_of(database).stat().st_mode) == 0o600


def test_rubbish_in_the_file_is_nobody(database: Path) -> None:
    file_of(database).write_bytes(os.urandom(9000))
    assert holders(database) == ()
    held = claim(database, Ballot(7, 0), "长" * 500, AT)
    [mine] = holders(database)
    assert mine.who.startswith("长长")
    held.release()


def test_a_name_of_any_kind_is_shown_as_it_is(database: Path) -> None:
    held = claim(database, Ballot(7, 0), '张三[/]"\\', AT)
    assert holders(database)[0].who == '张三[/]"\\'
    held.release()


def _symbolic(database: Path, mine: Path) -> None:
    file_of(database).symlink_to(mine)


def _hard(database: Path, mine: Path) -> None:
    file_of(database).hardlink_to(mine)


def _pipe(database: Path, _mine: Path) -> None:
    os.mkfifo(file_of(database))


def _device(database: Path, _mine: Path) -> None:
    file_of(database).symlink_to("/dev/null")


def _folder(database: Path, _mine: Path) -> None:
    file_of(database).mkdir()


def _socket(database: Path, _mine: Path) -> None:
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(file_of(database)))


def _dangling(database: Path, mine: Path) -> None:
    file_of(database).symlink_to(mine.with_name("nothing"))


def _of_somebody(database: Path, _mine: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root gives files away")
    database.touch()
    file_of(database).touch()
    os.chown(file_of(database), 65534, -1)


@POSIX
@pytest.mark.parametrize(
    "put",
    [_symbolic, _hard, _pipe, _device, _folder, _socket, _dangling, _of_somebody],
)
def test_what_is_no_file_of_ours_is_not_used(
    tmp_path: Path, database: Path, put: Callable[[Path, Path], None]
) -> None:
    """Nothing elsewhere is written to, nobody waits, and whoever claims is told why it is not."""
    mine = tmp_path / "mine.txt"
    mine.write_bytes(b"what is mine\n" * 100)
    put(database, mine)
    assert holders(database) == ()
    forget_dead(database)
    with pytest.raises(OSError, match=r"year\.db-held is not an ordinary file"):
        claim(database, Ballot(7, 0), "李强", AT)
    assert mine.read_bytes() == b"what is mine\n" * 100
    assert not (tmp_path / "nothing").exists()


@POSIX
def test_a_file_of_the_database_s_owner_is_used(database: Path) -> None:
    _of_somebody(database, database)
    os.chown(database, 65534, -1)
    claim(database, Ballot(7, 0), "李强", AT).release()


@POSIX
def test_whoever_may_write_the_database_may_hold_a_ballot(database: Path) -> None:
    database.touch()
    database.chmod(0o664)
    claim(database, Ballot(7, 0), "李强", AT).release()
    assert stat.S_IMODE(file_of(database).stat().st_mode) == 0o660


_NO_LINES: list[object] = [
    [10**60, 0, 1, "x", AT],
    [7, 10**9, 1, "x", AT],
    [7, -1, 1, "x", AT],
    [-7, 0, 1, "x", AT],
    [7, 0, 3, "x", AT],
    [7.0, 0, 1, "x", AT],
    ["7", 0, 1, "x", AT],
    [True, 0, 1, "x", AT],
    [7, 0, 1, 8, AT],
    [7, 0, 1, "x", 8],
    [7, 0, 1, "x", "yesterday"],
    [7, 0, 1, "x", "2026-03-02T14:03:00"],
    [7, 0, 1, "x"],
    {"rater": 7},
    7,
    None,
]


@pytest.mark.parametrize(
    "line",
    [
        *(json.dumps(each).encode() for each in _NO_LINES),
        b"\xff\xfe" * 100,
        b"[" * 256,
        b"1e999",
        b"9" * 256,
        b"the notes of somebody, a line or two",
    ],
)
def test_what_cannot_be_a_line_is_none_and_stays(database: Path, line: bytes) -> None:
    """It may be somebody's: only a line or empty room is written over."""
    foreign = line.ljust(256, b"\0")
    file_of(database).write_bytes(foreign)
    assert holders(database) == ()
    forget_dead(database)
    held = claim(database, Ballot(7, 0), "李强", AT)
    assert [each.who for each in holders(database)] == ["李强"]
    held.release()
    assert file_of(database).read_bytes()[:256] == foreign


def test_the_largest_numbers_can_be_locked(database: Path) -> None:
    file_of(database).touch()
    last = Ballot((1 << 48) - 1, (1 << 12) - 1, Keying.SECOND)
    with file_of(database).open("r+b") as file:
        assert filelocks.lock(file.fileno(), last.byte)


def test_a_file_of_any_size_is_read_to_its_last_line_alone(database: Path) -> None:
    file_of(database).touch()
    os.truncate(file_of(database), 1 << 40)
    claim(database, Ballot(7, 0), "李强", AT).release()
    assert holders(database) == ()


def test_what_a_terminal_would_obey_is_shown_as_something_else(database: Path) -> None:
    line = json.dumps([7, 0, 1, "\x1b[2J\n李", "2026-03-02\x1b14:03:00+08:00"]).encode()
    file_of(database).write_bytes(line.ljust(256, b"\0"))
    [found] = holders(database)
    assert (found.who, found.since) == ("\ufffd[2J 李", AT)
