"""Many files into a folder, all of them or none."""

from pathlib import Path

import pytest

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.files.placing import Planned, place

PLAN = (Planned("a.txt", lambda: "甲"), Planned("in/b.txt", lambda: b"b"))


def _all(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def _broken() -> bytes:
    raise Refusal("模板坏了")


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
    with pytest.raises(Refusal, match=r"b\.txt is there already"):
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
    with pytest.raises(Refusal, match=r"a\.txt is there already"):
        place(tmp_path, PLAN, replace=True)
    assert _all(tmp_path) == ["a.txt"]


def test_nothing_is_left_when_one_cannot_be_made(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="模板坏了"):
        place(tmp_path / "out", (*PLAN, Planned("c", _broken)))
    assert _all(tmp_path) == []


def test_what_was_there_is_there_again_when_moving_fails(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("old")
    (tmp_path / "in").write_text("in the folder's place")
    with pytest.raises(Refusal, match="nothing was changed"):
        place(tmp_path, PLAN, replace=True)
    assert (tmp_path / "a.txt").read_text() == "old"
    assert _all(tmp_path) == ["a.txt", "in"]


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="deep: The files cannot be written"):
        place(tmp_path / "not" / "deep", PLAN)
    assert _all(tmp_path) == []
