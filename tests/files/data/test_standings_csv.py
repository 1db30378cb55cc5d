"""Standings go out as a table that a spreadsheet opens and never computes."""

from __future__ import annotations

import csv
import io
import os
import stat
from fractions import Fraction
from pathlib import Path

import pytest

from kaohe_tui.domain.rules.people import Person, Role
from kaohe_tui.domain.rules.scheme.scheme import Method
from kaohe_tui.domain.standings.scoring import ReviewScore, TierScore
from kaohe_tui.domain.standings.standings import Standing, Standings
from kaohe_tui.files.data.standings_csv import safe_cell, standings_csv, write_new
from kaohe_tui.files.scheme.scheme import parse_scheme
from tests.files.scheme.test_scheme import SMALL
from tests.refused import refused

ZERO = Fraction(0)


def standing(name: str, rank: int | None, score: Fraction | None, tied: bool = False) -> Standing:
    tier = TierScore("head", 1, 1, 0, score, Fraction(20), 0, 0, 0, 0)
    review = ReviewScore((tier,), score, provisional=score is None)
    person = Person("01", name, "办公室", Role.STAFF)
    return Standing(person, review, ZERO, ZERO, score, rank, tied)


def test_one_line_a_person_with_exact_decimals() -> None:
    rows = (
        standing("张三", 1, Fraction(263, 3), tied=True),
        standing("=cmd|' /C calc'!A0", None, None),
    )
    text = standings_csv(Standings(Method.TIERS, 2, rows), parse_scheme(SMALL, "s.toml"))
    assert text.startswith("\ufeff")
    first, second, third = csv.reader(io.StringIO(text[1:]))
    assert first[5:7] == ["互评", "主要负责人"]
    assert second == ["1", "01", "张三", "办公室", "staff", "", "87.67", "87.67", "0.00", "0.00",
                      "87.67", "tied"]  # fmt: skip
    assert third[0] == third[6] == third[10] == ""
    assert third[2] == "'=cmd|' /C calc'!A0"
    assert third[11] == "provisional"


def test_a_locked_result_is_not_called_provisional() -> None:
    rows = (standing("张三", None, None),)
    scheme = parse_scheme(SMALL, "s.toml")
    text = standings_csv(Standings(Method.TIERS, 2, rows), scheme, is_locked=True)
    assert text.rstrip().endswith(",ratings missing")


@pytest.mark.parametrize("start", list("=+-@\t\r＝＋－＠"))
def test_no_cell_is_a_formula(start: str) -> None:
    assert safe_cell(f"{start}1") == f"'{start}1"
    assert safe_cell(f"a{start}") == f"a{start}"


def test_a_file_is_written_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    write_new(path, b"one")
    assert path.read_bytes() == b"one"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["out.csv"]


def test_nothing_is_overwritten_unless_asked(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_bytes(b"old")
    with refused("file-exists", file="out.csv"):
        write_new(path, b"new")
    assert path.read_bytes() == b"old"
    write_new(path, b"new", replace=True)
    assert path.read_bytes() == b"new"
    assert len(list(tmp_path.iterdir())) == 1


def test_what_appears_meanwhile_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.csv"
    monkeypatch.setattr(os, "fsync", lambda _handle: path.write_bytes(b"mine"))
    with refused("file-exists"):
        write_new(path, b"new")
    assert path.read_bytes() == b"mine"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_link_to_nowhere_is_a_file_that_is_there(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.symlink_to(tmp_path / "elsewhere")
    with refused("file-exists"):
        write_new(path, b"new")


def test_a_failing_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with refused("file-unwritable", file="out.csv", reason="No space left on device"):
        write_new(tmp_path / "out.csv", b"x")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with refused("file-unwritable", file="out.csv"):
        write_new(tmp_path / "none" / "out.csv", b"x")
