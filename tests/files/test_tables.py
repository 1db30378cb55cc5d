"""Tables come in as text cells with their line numbers, or are refused by file and line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.files import workbook_in
from kaohe_tui.files.decode import read_text
from kaohe_tui.files.tables import blocks, rows
from tests.files.refusals import refusal_of
from tests.files.workbooks import sheet, workbook


def refused(path: Path) -> str:
    with pytest.raises(Refusal) as caught:
        list(rows(path))
    return str(caught.value)


def write(folder: Path, data: bytes, name: str = "t.csv") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_every_usual_encoding(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path, "编号,姓名\r\n\r\n01,欧阳明\r\n , \r\n".encode(encoding))
    assert [(row.line, tuple(row.cells)) for row in rows(path)] == [
        (1, ("编号", "姓名")),
        (3, ("01", "欧阳明")),
    ]


def test_a_cell_of_two_lines_keeps_the_line_numbers_right(tmp_path: Path) -> None:
    path = write(tmp_path, b'a\n"b\nc"\nd\n')
    assert [row.line for row in rows(path)] == [1, 2, 4]


@pytest.mark.parametrize(
    ("data", "line"),
    [(b'a,b\n1,"x\n2,y\n', 2), (b'a\nb\n"x"y,1\n', 3), (b"a\n" + b"x" * 200_000, 2)],
)
def test_broken_csv_names_its_line(tmp_path: Path, data: bytes, line: int) -> None:
    assert refused(write(tmp_path, data)).startswith(f"t.csv, line {line}: ")


def test_bytes_that_are_no_text_name_their_line(tmp_path: Path) -> None:
    assert refused(write(tmp_path, b"a\n\xff\xff\n")).startswith("t.csv, line 2: ")


def test_what_is_no_readable_file(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.csv").startswith("none.csv: ")
    folder = tmp_path / "folder.csv"
    folder.mkdir()
    assert "folder.csv: This is a folder" in refused(folder)
    assert refused(write(tmp_path, b"", "t.xls")).startswith("t.xls: ")
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    assert refused(pipe).startswith("pipe.csv: ")
    with pytest.raises(Refusal, match=r"big\.toml: .* 1 KiB"):
        read_text(write(tmp_path, b"x" * 1025, "big.toml"), 1024)
    assert refused(tmp_path / "a\x00b.csv").startswith("a?b.csv: ")
    assert refused(tmp_path / ("n" * 300 + ".csv")).startswith("nnn")


def test_a_workbook_is_read_like_a_csv(tmp_path: Path) -> None:
    data = workbook(sheet([["编号", "分"], [], ["01", 85.0], [7, 36.5], [0.1 + 0.2, 37.8]]))
    path = write(tmp_path, data, "t.XLSX")
    assert [(row.line, tuple(row.cells)) for row in rows(path)] == [
        (1, ("编号", "分")),
        (3, ("01", "85")),
        (4, ("7", "36.5")),
        (5, ("0.3", "37.8")),
    ]


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    bomb = workbook(sheet([["a"]]), {"xl/media/x.bin": b"\0" * (8 * 1024 * 1024)})
    assert len(bomb) < 20_000
    assert "t.xlsx: The workbook unpacks" in refused(write(tmp_path, bomb, "t.xlsx"))


def test_a_sheet_with_one_cell_far_away_is_refused(tmp_path: Path) -> None:
    xml = sheet([["a"], ["b"]]).replace('r="A2"', 'r="XFD1048576"')
    assert "unpacks" in refused(write(tmp_path, workbook(xml), "t.xlsx"))


def test_too_many_parts_are_refused(tmp_path: Path) -> None:
    parts = {f"p{n}": b"" for n in range(workbook_in.ENTRIES)}
    assert "unpacks" in refused(write(tmp_path, workbook(sheet([["a"]]), parts), "t.xlsx"))


def test_a_zip_whose_sizes_lie_is_refused(tmp_path: Path) -> None:
    data = bytearray(workbook(sheet([["a" * 5000]])))
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    assert refused(write(tmp_path, bytes(data), "t.xlsx")).startswith("t.xlsx: ")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"name,code\n1,2\n"])
def test_what_is_no_workbook_is_refused(tmp_path: Path, data: bytes) -> None:
    assert refused(write(tmp_path, data, "t.xlsx")).startswith("t.xlsx: This is not a readable")


@given(st.integers(0, 3000), st.binary(min_size=1, max_size=8))
def test_a_damaged_workbook_is_a_table_or_a_refusal(
    tmp_path_factory: pytest.TempPathFactory, at: int, junk: bytes
) -> None:
    data = workbook(sheet([["a", "b"], [1, 2]]))
    at %= len(data)
    path = tmp_path_factory.getbasetemp() / "fuzz.xlsx"
    path.write_bytes(data[:at] + junk + data[at + len(junk) :])
    sentence = refusal_of(lambda: list(rows(path)))
    assert sentence is None or sentence.startswith("fuzz.xlsx")


def test_how_far_a_table_is_read_is_told_up_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kaohe_tui.files.tables.AT_ONCE", 100)
    line = b"01,xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n"
    path = write(tmp_path, line * 1000)
    told: list[tuple[int, int]] = []
    given = blocks(path, 10**9, lambda read, size: told.append((read, size)))
    assert sum(len(block.rows) for block in given) == 1000
    assert {size for _read, size in told} == {path.stat().st_size}
    assert [read for read, _size in told] == sorted(read for read, _size in told)
    assert 0 < told[0][0] < told[-1][0] == path.stat().st_size
