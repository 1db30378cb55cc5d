"""Copies and going back to them, from the command line."""

import shutil
from pathlib import Path

from tests.cli.conftest import Kaohe, ballots, done, refused


def copies(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "year.db.backups").glob("*.db"))


def whys(tmp_path: Path) -> list[str]:
    return [path.stem.split("-before-")[-1] for path in copies(tmp_path)]


def put_in_the_way(tmp_path: Path) -> None:
    """Have a file where the folder of the copies goes."""
    shutil.rmtree(tmp_path / "year.db.backups")
    (tmp_path / "year.db.backups").write_text("in the way", encoding="utf-8")


def test_a_copy_is_made_before_what_much_depends_on(year: Kaohe, tmp_path: Path) -> None:
    file = ballots(tmp_path / "peer.csv", [["peer", "s1", "s2", "50", "30", ""]])
    done(year("import", file, "--period", "q1"))
    done(year("close", "peer", "--period", "q1", "--reason", "会议结束"))
    done(year("reopen", "peer", "--period", "q1", "--reason", "误关"))
    assert sorted(whys(tmp_path)) == ["closing", "import", "opening", "reopening"]


def test_a_step_goes_on_without_a_copy_and_says_so(year: Kaohe, tmp_path: Path) -> None:
    put_in_the_way(tmp_path)
    closed = year("close", "peer", "--period", "q1", "--reason", "会议结束")
    assert closed.returncode == 0
    assert "互评 is closed." in closed.stdout
    assert closed.stderr.startswith("No backup was made before this step: ")
    assert closed.stderr.count("\n") == 1


def test_of_a_step_that_is_refused_nothing_is_said_but_why(year: Kaohe, tmp_path: Path) -> None:
    """Not that no copy was made before it: it was not taken."""
    put_in_the_way(tmp_path)
    (tmp_path / "nothing.csv").touch()
    for step in (
        ("close", "peer", "--period", "q1"),
        ("reopen", "peer", "--period", "q1", "--reason", "误关"),
        ("import", "nothing.csv", "--period", "q1"),
        ("tasks-import", "nothing.csv"),
        ("adjust-import", "nothing.csv", "--period", "q1"),
        ("roster", "nothing.csv"),
        ("scheme", "nothing.csv"),
    ):
        assert "No backup was made" not in refused(year(*step))


def test_the_copies_are_listed(bureau: Kaohe, tmp_path: Path) -> None:
    assert "has made no backups" in done(bureau("restore", "--list"))
    done(bureau("open", "peer", "--period", "q1"))
    done(bureau("close", "peer", "--period", "q1", "--reason", "会议结束"))
    listed = done(bureau("restore", "--list"))
    assert "before a period was begun" in listed
    assert "before a tier was closed" in listed
    assert str(copies(tmp_path)[0]) in listed


def test_a_copy_tells_what_it_holds(year: Kaohe) -> None:
    told = done(year("backup", "copy.db"))
    assert "Backed up to copy.db" in told
    assert "3 entries in the record" in told


def test_going_back_tells_what_is_lost_and_keeps_what_is_replaced(
    year: Kaohe, tmp_path: Path
) -> None:
    done(year("backup", "copy.db"))
    done(year("close", "peer", "--period", "q1", "--reason", "会议结束"))
    asked = year("restore", "copy.db")
    assert asked.returncode == 1
    assert "1 current entry of the record is not in the backup" in asked.stdout
    assert asked.stderr == "No changes were made: give --yes to restore without confirmation.\n"
    told = done(year("restore", "copy.db", "--yes"))
    [kept] = tmp_path.glob("year.replaced-*.db")
    assert str(kept.name) in told
    assert "open" in done(year("status", "--period", "q1"))
    done(year("verify"))
    # And back again, to what was replaced.
    again = done(year("restore", kept, "--yes"))
    assert "is not an earlier state of this database" in again
    done(year("verify"))


def test_a_damaged_database_names_the_copy_that_brings_it_back(year: Kaohe, tmp_path: Path) -> None:
    done(year("close", "peer", "--period", "q1", "--reason", "会议结束"))
    path = tmp_path / "year.db"
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\x5a" * 40960 + whole[45056:])
    told = refused(year("status"))
    [copy] = [path for path in copies(tmp_path) if "closing" in path.name]
    assert sorted(whys(tmp_path)) == ["closing", "opening"]
    assert told == (
        "year.db is damaged. Put the newest intact backup in its place with: "
        f"kaohe restore {copy} --db year.db"
    )
    done(year("restore", copy, "--yes"))
    done(year("verify"))


def test_nothing_to_go_back_to_is_wrong_usage(year: Kaohe) -> None:
    assert year("restore").returncode == 2
    assert "There is no database gone.db" in refused(year("restore", "gone.db", "--yes"))
