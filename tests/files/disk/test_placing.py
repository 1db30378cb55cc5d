"""Many files into a folder, all of them or none."""

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.files.disk.leftover import clear, temporary, workplace
from kaohe_tui.files.disk.placing import Planned, place
from kaohe_tui.files.disk.writing import write_new
from tests.refused import refused

PLAN = (Planned("a.txt", lambda: "甲"), Planned("in/b.txt", lambda: b"b"))


def _all(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def _broken() -> bytes:
    raise Refusal("template-fields-wrong", "模板坏了")


def test_files_are_whole_and_their_owners_alone(tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    files = place(tmp_path / "out", PLAN, progress=lambda *now: told.append(now))
    assert files == [tmp_path / "out" / "a.txt", tmp_path / "out" / "in" / "b.txt"]
    assert [path.read_bytes() for path in files] == ["甲".encode(), b"b"]
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert {path.parent.stat().st_mode & 0o777 for path in files} == {0o700}
    assert _all(tmp_path) == ["out", "out/a.txt", "out/in", "out/in/b.txt"]
    assert told == [(0, 2, "a.txt"), (1, 2, "in/b.txt"), (2, 2, "")]


def test_a_file_that_is_there_stops_everything(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "b.txt").write_text("old")
    with refused("file-exists", path="b.txt"):
        place(tmp_path, PLAN)
    assert _all(tmp_path) == ["in", "in/b.txt"]
    assert (tmp_path / "in" / "b.txt").read_text() == "old"


def test_what_is_there_may_go_where_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("old")
    place(tmp_path, PLAN, replace=True)
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "甲"
    assert _all(tmp_path) == ["a.txt", "in", "in/b.txt"]


def test_a_folder_of_the_name_never_goes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    with refused("file-exists", path="a.txt"):
        place(tmp_path, PLAN, replace=True)
    assert _all(tmp_path) == ["a.txt"]


def test_nothing_is_left_when_one_cannot_be_made(tmp_path: Path) -> None:
    with refused("template-fields-wrong"):
        place(tmp_path / "out", (*PLAN, Planned("c", _broken)))
    assert _all(tmp_path) == []


def test_what_was_there_is_there_again_when_moving_fails(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("old")
    (tmp_path / "in").write_text("in the folder's place")
    with refused("file-unwritable"):
        place(tmp_path, PLAN, replace=True)
    assert (tmp_path / "a.txt").read_text() == "old"
    assert _all(tmp_path) == ["a.txt", "in"]


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    with refused("file-unwritable", file="deep"):
        place(tmp_path / "not" / "deep", PLAN)
    assert _all(tmp_path) == []


@pytest.mark.parametrize("replace", [True, False])
def test_what_appears_while_the_files_are_made_stays(tmp_path: Path, replace: bool) -> None:
    """In the place of the last one, when the first is there already."""

    def appears(_done: int, _of: int, name: str) -> None:
        if not name:
            (tmp_path / "in").mkdir()
            (tmp_path / "in" / "b.txt").mkdir()
            (tmp_path / "in" / "b.txt" / "mine").touch()

    with refused("file-exists", path="b.txt"):
        place(tmp_path, PLAN, replace=replace, progress=appears)
    assert _all(tmp_path) == ["in", "in/b.txt", "in/b.txt/mine"]


_KILLED = """
import os, signal, sys
from pathlib import Path
from kaohe_tui.files import decode; from kaohe_tui.files.disk import placing, writing
folder, at, replace = Path(sys.argv[1]), sys.argv[2], sys.argv[3] == "True"

def end(*_called, **_how):
    os.kill(os.getpid(), signal.SIGKILL)

def secret():
    if at == "making":
        end()
    return "who gave which mark"

setattr(os, at, end)
if at == "fsync":
    writing.write_new(folder / "c.txt", b"who gave which mark")
names = ("a.txt", "in/b.txt")
placing.place(folder, [placing.Planned(n, secret) for n in names], replace=replace)
"""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
@pytest.mark.parametrize("at", ["making", "fsync", "link", "replace"])
def test_what_a_killed_program_left_goes_with_the_next_export(tmp_path: Path, at: str) -> None:
    (tmp_path / "a.txt").write_text("old")
    ended = subprocess.run(
        [sys.executable, "-c", _KILLED, str(tmp_path), at, "True"], check=False, capture_output=True
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    assert list(tmp_path.glob(".kaohe-*"))
    # What it was to replace is there, the old or the new one.
    assert (tmp_path / "a.txt").read_text() in ("old", "who gave which mark")
    write_new(tmp_path / "d.txt", b"")
    assert [name for name in _all(tmp_path) if ".kaohe" in name] == []


_CUT_OFF = """
import os, signal, sys
from pathlib import Path
from kaohe_tui.files.disk import placing
folder, left, replace = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "True"
link = os.link

def end(*called, **how):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    link(*called, **how)

os.link = end
names = ("in/b.txt", "a.txt", "in/c.txt")
placing.place(folder, [placing.Planned(n, lambda: "new") for n in names], replace=replace)
"""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
@pytest.mark.parametrize("mine", [False, True])
@pytest.mark.parametrize(("after", "replace"), [(0, False), (1, False), (2, False), (3, True)])
def test_what_was_placed_before_a_kill_is_taken_back(
    tmp_path: Path, after: int, replace: bool, mine: bool
) -> None:
    """All but what somebody has put in its place since."""
    if replace:
        (tmp_path / "a.txt").write_text("old")
    ended = subprocess.run(
        [sys.executable, "-c", _CUT_OFF, str(tmp_path), str(after), str(replace)],
        check=False,
        capture_output=True,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    if mine:
        (tmp_path / "in" / "b.txt").unlink(missing_ok=True)
        (tmp_path / "in" / "b.txt").write_text("mine")
    clear(tmp_path)
    found = {
        str(path.relative_to(tmp_path)): path.read_text()
        for path in tmp_path.rglob("*")
        if path.is_file()
    }
    assert found == ({"a.txt": "old"} if replace else {}) | ({"in/b.txt": "mine"} if mine else {})


def test_what_somebody_is_writing_or_has_put_there_stays(tmp_path: Path) -> None:
    foreign = {".kaohe-notes", ".kaohe-abcdefg", "kaohe-abcdefgh"}
    for name in foreign:
        (tmp_path / name).mkdir()
    (tmp_path / ".kaohe-abcdefgh").symlink_to(tmp_path / ".kaohe-notes")
    with workplace(tmp_path) as mine, temporary(tmp_path) as (_handle, file):
        (mine / "paper").touch()
        clear(tmp_path)
        place(tmp_path, PLAN)
        assert (mine / "paper").exists()
        assert file.exists()
    left = {path.name for path in tmp_path.iterdir()} - {"a.txt", "in"}
    assert left == foreign | {".kaohe-abcdefgh"}


def test_a_disk_without_locks_takes_files_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_locks(*_called: object) -> None:
        raise OSError(errno.ENOLCK, "no locks available")

    if sys.platform != "win32":
        monkeypatch.setattr("fcntl.flock", no_locks)
    (tmp_path / ".kaohe-abcdefgh").mkdir()
    place(tmp_path, PLAN)
    write_new(tmp_path / "c.txt", b"")
    assert _all(tmp_path) == [".kaohe-abcdefgh", "a.txt", "c.txt", "in", "in/b.txt"]
