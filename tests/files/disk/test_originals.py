"""What was brought is kept as it was where the scheme asks for it, and nothing else is."""

from __future__ import annotations

import hashlib
import stat
import tracemalloc
from typing import TYPE_CHECKING

import pytest

from kaohe_tui.files.disk.originals import keep_original, originals_of
from kaohe_tui.services.ballots.importing import import_ballots
from kaohe_tui.services.database import years
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.periods.roster_and_scheme import change_roster
from kaohe_tui.services.tiers import steps
from tests.bureau import ROSTER, new_room, scheme_text, write_files
from tests.refused import refused

if TYPE_CHECKING:
    from pathlib import Path


def made(folder: Path, top: str) -> Path:
    """A year's database from a scheme with that line at its top."""
    scheme, roster = write_files(folder, top + scheme_text(), ROSTER)
    path = folder / "y.db"
    made_of = years.plan(None, scheme, roster)
    years.make(path, made_of).close()
    return path


def test_a_roster_is_kept_with_its_bytes_for_its_owner_alone(tmp_path: Path) -> None:
    path = made(tmp_path, "keep_originals = true\n")
    data = (tmp_path / "roster.csv").read_bytes()
    kept = originals_of(path) / f"{hashlib.sha256(data).hexdigest()[:12]}-roster.csv"
    assert kept.read_bytes() == data
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700


def test_nothing_is_kept_unasked(tmp_path: Path) -> None:
    assert not originals_of(made(tmp_path, "")).exists()


def test_a_new_roster_is_kept_beside_the_first(tmp_path: Path) -> None:
    path = made(tmp_path, "keep_originals = true\n")
    other = tmp_path / "roster-2.csv"
    other.write_text(ROSTER.rstrip() + "\nn9,新人,综合科,staff,l1\n", encoding="utf-8")
    room = enter_room(path)
    change_roster(room, other)
    change_roster(room, other)
    room.close()
    names = sorted(each.name.partition("-")[2] for each in originals_of(path).iterdir())
    assert names == ["roster-2.csv", "roster.csv"]


def test_a_file_that_changed_since_it_was_read_is_not_kept(tmp_path: Path) -> None:
    path = made(tmp_path, "keep_originals = true\n")
    scheme = years.plan(None, tmp_path / "scheme.toml", tmp_path / "roster.csv").scheme
    with refused("file-in-use"):
        keep_original(path, scheme, tmp_path / "roster.csv", "0" * 64)


def test_the_first_file_makes_the_folders_that_are_not_there(tmp_path: Path) -> None:
    """A new user's first year could not be made: the folder of their data was not there yet."""
    path = made(tmp_path, "keep_originals = true\n")
    scheme = years.plan(None, tmp_path / "scheme.toml", tmp_path / "roster.csv").scheme
    roster = tmp_path / "roster.csv"
    database = tmp_path / "data" / "kaohe" / path.name
    keep_original(database, scheme, roster, hashlib.sha256(roster.read_bytes()).hexdigest())
    assert [each.name[13:] for each in originals_of(database).iterdir()] == ["roster.csv"]


@pytest.mark.parametrize("secret", [False, True])
def test_ballots_are_kept_but_for_those_of_a_secret_tier(tmp_path: Path, secret: bool) -> None:
    text = "keep_originals = true\n" + scheme_text(reveal="tier")
    if secret:
        text = text.replace("[[tiers]]", "[[tiers]]\nsecret = true", 1)
    room = new_room(tmp_path, text)
    steps.open_tier(room, "q1", "peer")
    path = tmp_path / "张表.csv"
    path.write_text("tier,rater,ratee,work,spirit\npeer,s1,s2,50,30\n", encoding="utf-8")
    import_ballots(room, path, "q1")
    kept = [each.name for each in originals_of(room.database.path).glob("*-张表.csv")]
    room.close()
    assert len(kept) == (not secret)


def test_a_large_file_is_copied_in_blocks(tmp_path: Path) -> None:
    path = made(tmp_path, "keep_originals = true\n")
    scheme = years.plan(None, tmp_path / "scheme.toml", tmp_path / "roster.csv").scheme
    large = tmp_path / "large.csv"
    data = b"0123456789abcdef" * (2 * 1024 * 1024)
    large.write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    for _again in range(2):
        tracemalloc.start()
        keep_original(path, scheme, large, digest)
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert most < len(data) // 4
    assert (originals_of(path) / f"{digest[:12]}-large.csv").read_bytes() == data
    with refused("file-in-use"):
        keep_original(path, scheme, large, "0" * 64)
    assert not list(originals_of(path).glob("0000*"))
