"""How a database comes to be."""

from pathlib import Path

import pytest

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.database.starting import new_year, write_templates
from kaohe_tui.services.room.room import Room
from tests.bureau import ROSTER, scheme_text
from tests.refused import refused


def new_room(folder: Path, scheme: str, roster: str = ROSTER) -> Room:
    """A database made here and now: no copy of one that was made before."""
    (folder / "scheme.toml").write_text(scheme, encoding="utf-8")
    (folder / "roster.csv").write_text(roster, encoding="utf-8")
    return new_year(folder / "kaohe.db", folder / "scheme.toml", folder / "roster.csv")


def test_a_new_year_from_files(tmp_path: Path) -> None:
    room = new_room(tmp_path, scheme_text())
    room.close()
    again = enter_room(tmp_path / "kaohe.db")
    scheme, print_, roster = again.base()
    assert (scheme.name, len(print_), len(roster)) == ("县统计局绩效考核方案", 64, 8)
    assert roster["s1"].spelling
    again.close()


@pytest.mark.parametrize(
    ("scheme", "roster"),
    [
        (scheme_text(weights=(40, 20, 20, 30)), ROSTER),
        ("name = ", ROSTER),
        (scheme_text(), ""),
        (scheme_text(), ROSTER + "s1,又一个,综合科,staff,\n"),
        (scheme_text(), None),
        (None, ROSTER),
    ],
)
def test_a_bad_file_leaves_nothing_behind(
    tmp_path: Path, scheme: str | None, roster: str | None
) -> None:
    folder = tmp_path / "new"
    for name, text in (("scheme.toml", scheme), ("roster.csv", roster)):
        if text is not None:
            (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(Refusal):
        new_year(folder / "kaohe.db", tmp_path / "scheme.toml", tmp_path / "roster.csv")
    assert not folder.exists()


def test_what_fails_after_the_database_was_made_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise Refusal("disk-full", "the disk is full")

    monkeypatch.setattr("kaohe_tui.services.database.starting.people.put_roster", full)
    with refused("disk-full"):
        new_room(tmp_path, scheme_text())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["roster.csv", "scheme.toml"]


def test_what_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "kaohe.db").write_text("mine")
    with refused("file-exists"):
        new_room(tmp_path, scheme_text())
    assert (tmp_path / "kaohe.db").read_text() == "mine"


def test_the_templates_make_a_year(tmp_path: Path) -> None:
    written = write_templates(tmp_path / "start")
    assert [path.name for path in written] == ["scheme.toml", "roster.csv"]
    scheme, roster = written
    room = new_year(tmp_path / "kaohe.db", scheme, roster)
    assert len(room.base()[2]) == 36
    room.close()


def test_templates_replace_nothing(tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text("mine")
    with refused("file-exists"):
        write_templates(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["roster.csv"]
    with refused("file-unwritable"):
        write_templates(tmp_path / "roster.csv" / "below")
