"""kaohe export, as it is typed."""

from pathlib import Path

from tests.cli.conftest import Kaohe, done, refused


def test_everything_goes_into_the_folder(year: Kaohe, tmp_path: Path) -> None:
    told = done(year("export", "out", "--period", "q1"))
    written = sorted(p for p in (tmp_path / "out").rglob("*") if p.is_file())
    lines = told.splitlines()
    assert sorted(lines[: len(written)]) == [str(p.relative_to(tmp_path)) for p in written]
    assert "drafts" in lines[-2]
    assert lines[-1] == f"{len(written)} files written."


def test_parts_alone(year: Kaohe, tmp_path: Path) -> None:
    done(year("export", "out", "--only", "json, notice"))
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        "all-q1-draft.json",
        "notice-q1-draft.docx",
        "notice-q1-draft.html",
    ]


def test_the_year(year: Kaohe, tmp_path: Path) -> None:
    done(year("export", "out", "--year", "--only", "csv"))
    assert (tmp_path / "out" / "standings-2026-draft.csv").exists()


def test_the_forms_it_writes_are_taken_back(year: Kaohe, tmp_path: Path) -> None:
    done(year("export", "out", "--period", "q1", "--only", "ballots"))
    told = refused(year("import", "out/ballots-q1/peer.m1.xlsx", "--period", "q1"))
    assert told == "peer.m1.xlsx: This form has not been filled in."


def test_what_is_wrong_is_told(year: Kaohe) -> None:
    done(year("export", "out", "--only", "csv"))
    assert "standings-q1-draft.csv already exists" in refused(year("export", "out"))
    wrong = year("export", "out2", "--only", "cvs")
    assert wrong.returncode == 2
    assert "“cvs” is none of the parts" in wrong.stderr
    assert "no period “q9”" in refused(year("export", "out2", "--period", "q9"))
    gone = refused(year("export", "out2", "--template", "gone.docx"))
    assert gone.startswith("gone.docx: ")
