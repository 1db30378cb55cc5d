"""``kaohe import``: many files at once, folders, and what would come in."""

from pathlib import Path

import pytest

from tests.cli.conftest import Kaohe, ballots, done, refused

Q1 = ("--period", "q1")
SHEET = """评分人：王芳（s1）
序号,姓名,科室,业绩（60）,作风（40）,合计
1,马科长,甲科,50,30,80
2,王芳,乙科,40,20,60
合计,,,90,50,140
"""


@pytest.fixture
def folder(tmp_path: Path, year: Kaohe) -> Path:
    """A folder with a table of ballots, a score sheet, a bad file and what is no table."""
    assert year is not None
    place = tmp_path / "打分表"
    place.mkdir()
    ballots(place / "a.csv", [["peer", "s2", "s3", "50", "30", ""]])
    ballots(place / "b.csv", [["peer", "s2", "s4", "61", "30", ""]])
    (place / "c.csv").write_text(SHEET, encoding="utf-8")
    for name in ("~$a.xlsx", ".~lock.a.csv#", "说明.pdf"):
        (place / name).write_bytes(b"?")
    return place


def test_a_folder_means_every_table_in_it(folder: Path, year: Kaohe) -> None:
    result = year("import", str(folder), *Q1)
    assert result.returncode == 1
    told = result.stdout.splitlines()
    assert [line for line in told if line.startswith("Passed over")] == [
        "Passed over, no table: .~lock.a.csv#",
        "Passed over, no table: ~$a.xlsx",
        "Passed over, no table: 说明.pdf",
    ]
    assert "a.csv: imported 1 ballot, 1 rating with marks" in result.stdout
    assert (
        "c.csv: imported 1 ballot, 2 ratings with marks, incomplete ballots of s1" in result.stdout
    )
    assert "c.csv: headings in line 2, 2 lines read." in told
    assert "Lines left out: 5 (line of totals: 合计)." in told
    assert "2 of 3 files were imported." in told
    assert "Not imported: b.csv." in told
    assert result.stderr.startswith("b.csv, line 2: ")


def test_all_or_none_of_a_folder(folder: Path, year: Kaohe) -> None:
    before = done(year("status", "--json"))
    result = year("import", str(folder), *Q1, "--all-or-none")
    assert result.returncode == 1
    assert "0 of 3 files were imported." in result.stdout
    assert done(year("status", "--json")) == before
    (folder / "b.csv").unlink()
    told = done(year("import", str(folder), *Q1, "--all-or-none"))
    assert "2 of 2 files were imported." in told
    assert "a.csv: imported 1 ballot" in told


def test_two_files_that_do_not_fit_together_are_none(folder: Path, year: Kaohe) -> None:
    before = done(year("status", "--json"))
    twice = ballots(folder / "b.csv", [["peer", "s2", "s3", "50", "30", ""]])
    told = refused(year("import", str(folder / "a.csv"), twice, *Q1, "--all-or-none"))
    assert "b.csv, line 2" in told
    assert done(year("status", "--json")) == before


def test_check_says_what_would_come_in(folder: Path, year: Kaohe) -> None:
    before = done(year("status", "--json"))
    told = done(year("import", str(folder / "c.csv"), *Q1, "--check"))
    assert told.startswith("c.csv would bring 1 ballot, 2 ratings with marks")
    assert done(year("status", "--json")) == before


def test_the_rater_of_a_sheet_that_names_none(tmp_path: Path, year: Kaohe) -> None:
    path = tmp_path / "sheet.csv"
    path.write_text(SHEET.partition("\n")[2], encoding="utf-8")
    assert "--rater" in refused(year("import", str(path), *Q1))
    assert "give a code" in refused(year("import", str(path), *Q1, "--rater", "王芳"))
    done(year("import", str(path), *Q1, "--rater", "s1", "--tier", "互评"))


def test_a_folder_without_tables_is_refused(tmp_path: Path, year: Kaohe) -> None:
    (tmp_path / "leer").mkdir()
    assert "no table in the folder leer" in refused(year("import", str(tmp_path / "leer"), *Q1))
