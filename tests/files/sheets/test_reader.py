"""Tables come in as text cells with their line numbers, or are refused by file and line."""

from __future__ import annotations

import io
import os
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest
import xlsxwriter

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.files.decode import read_text
from kaohe_tui.files.sheets import open_book, zips
from kaohe_tui.files.sheets.open_book import read_book
from kaohe_tui.files.sheets.reader import Block, Row, blocks
from tests.files.workbooks import sheet, workbook
from tests.refused import refused


def rows(path: Path) -> list[Row]:
    """The rows of a file's sheets that hold something."""
    blocks_of = (Block(1, each.rows, each.name) for each in read_book(path).sheets)
    return [row for block in blocks_of for row in block.filled()]


def said_of(path: Path) -> str:
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
    assert said_of(write(tmp_path, data)).startswith(f"t.csv, line {line}: ")


def test_bytes_that_are_no_text_name_their_line(tmp_path: Path) -> None:
    assert said_of(write(tmp_path, b"a\n\xff\xff\n")).startswith("t.csv, line 2: ")


def test_what_is_no_readable_file(tmp_path: Path) -> None:
    assert said_of(tmp_path / "none.csv").startswith("none.csv: ")
    folder = tmp_path / "folder.csv"
    folder.mkdir()
    assert "folder.csv: This is a folder" in said_of(folder)
    assert list(rows(write(tmp_path, b"", "t.xls"))) == []
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    assert said_of(pipe).startswith("pipe.csv: ")
    with refused("file-too-large", file="big.toml", limit=1):
        read_text(write(tmp_path, b"x" * 1025, "big.toml"), 1024)
    assert said_of(tmp_path / "a\x00b.csv").startswith("a?b.csv: ")
    assert said_of(tmp_path / ("n" * 300 + ".csv")).startswith("nnn")


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
    assert "t.xlsx: It unpacks" in said_of(write(tmp_path, bomb, "t.xlsx"))


def test_a_sheet_with_one_cell_far_away_is_refused(tmp_path: Path) -> None:
    xml = sheet([["a"], ["b"]]).replace('r="A2"', 'r="XFD1048576"')
    assert "unpacks" in said_of(write(tmp_path, workbook(xml), "t.xlsx"))


def test_too_many_parts_are_refused(tmp_path: Path) -> None:
    parts = {f"p{n}": b"" for n in range(zips.ENTRIES)}
    assert "unpacks" in said_of(write(tmp_path, workbook(sheet([["a"]]), parts), "t.xlsx"))


def test_a_zip_whose_sizes_lie_is_refused(tmp_path: Path) -> None:
    data = bytearray(workbook(sheet([["a" * 5000]])))
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    assert said_of(write(tmp_path, bytes(data), "t.xlsx")).startswith("t.xlsx: ")


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_workbook_is_refused(tmp_path: Path, data: bytes) -> None:
    with refused("workbook-unreadable", file="t.xlsx"):
        list(rows(write(tmp_path, data, "t.xlsx")))


def _as(reference: str) -> str:
    return sheet([["a"], ["b"]]).replace('r="A2"', reference).replace('<row r="2">', "<row>")


FAR = {
    "a row without a cell's name": _as("").replace("<row>", '<row r="4294967295">'),
    "digits that run over": _as('r="A99999999999"'),
    "letters that run over": _as('r="AAAAAAAAAA2"'),
    "cells without names": sheet([]).replace(
        "<sheetData>", "<sheetData><row>" + "<c><v>1</v></c>" * 16384 + "</row>"
    ).replace("</sheetData>", "<row><c><v>1</v></c></row>" * 60000 + "</sheetData>")
    + f"<!--{os.urandom(50_000).hex()}-->",
}  # fmt: skip


@pytest.mark.parametrize("xml", FAR.values(), ids=FAR.keys())
def test_a_sheet_that_would_end_the_program_that_reads_it_is_refused(
    tmp_path: Path, xml: str
) -> None:
    """The library would ask for hundreds of GiB and take the program down with it."""
    told = said_of(write(tmp_path, workbook(xml), "t.xlsx"))
    assert told in (
        "t.xlsx: It unpacks to far too much data; keep only what is needed in it.",
        "t.xlsx: The file is damaged or no table; open it in WPS or Excel and save it as .xlsx.",
    )


def test_a_sheet_under_another_ending_is_no_way_round(tmp_path: Path) -> None:
    data = io.BytesIO()
    good = workbook(sheet([["a"], ["b"]]).replace('r="A2"', 'r="XFD1048576"'))
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(data, "w") as new:
        for name in old.namelist():
            content = old.read(name).replace(b"sheet1.xml", b"sheet1.dat")
            new.writestr(name.replace("sheet1.xml", "sheet1.dat"), content)
    assert "unpacks" in said_of(write(tmp_path, data.getvalue(), "t.xlsx"))


def test_entities_are_not_unpacked(tmp_path: Path) -> None:
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "x"}">' for n in range(12))
    for entity in (lines, '<!ENTITY e11 SYSTEM "file:///etc/passwd">'):
        xml = sheet([["ENTITY"]]).replace("ENTITY", "&e11;")
        xml = xml.replace("?>", f"?><!DOCTYPE x [{entity}]>")
        assert said_of(write(tmp_path, workbook(xml), "t.xlsx")).startswith(
            "t.xlsx: The file is damaged"
        )


def test_a_zip_that_unpacks_to_gigabytes_while_it_claims_a_few_bytes(tmp_path: Path) -> None:
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    junk = b"".join(packed.compress(bytes(1 << 24)) for _each in range(10)) + packed.flush()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("xl/big.xml", junk)
    data = bytearray(stream.getvalue())
    entry = data.rindex(b"PK\x01\x02")
    for method, size in ((8, 22), (entry + 10, entry + 24)):
        data[method : method + 2] = b"\x08\x00"
        data[size : size + 4] = (1000).to_bytes(4, "little")
    path = write(tmp_path, bytes(data), "t.xlsx")
    tracemalloc.start()
    assert said_of(path).startswith("t.xlsx: The file is damaged")
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < open_book.LIMIT + 4 * 1024 * 1024


def test_macros_a_password_and_a_hidden_sheet_are_named(tmp_path: Path) -> None:
    macro = workbook(sheet([["a"]]), {"xl/vbaProject.bin": b"x"})
    assert "contains macros" in said_of(write(tmp_path, macro, "t.xlsx"))
    entry = "EncryptedPackage".encode("utf-16-le").ljust(64, b"\0") + b"\x22\0"
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + entry
    assert "password" in said_of(write(tmp_path, locked, "t.xlsx"))
    with xlsxwriter.Workbook(tmp_path / "h.xlsx") as book:
        hidden, seen = book.add_worksheet(), book.add_worksheet()
        hidden.write(0, 0, "what is hidden")
        seen.write(0, 0, "what is seen")
        hidden.hide()
        seen.activate()
    assert [row.cells for row in rows(tmp_path / "h.xlsx")] == [["what is seen"]]
    data = (tmp_path / "h.xlsx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(tmp_path / "a.xlsx", "w") as new:
        for name in old.namelist():
            content = old.read(name).replace(b'activeTab="1"', b'activeTab="0"')
            new.writestr(name, content)
    assert read_book(tmp_path / "a.xlsx").opens_on == ""
    assert [row.cells for row in rows(tmp_path / "a.xlsx")] == [["what is seen"]]


def test_links_to_other_workbooks_are_not_followed(tmp_path: Path) -> None:
    extra = {"xl/externalLinks/externalLink1.xml": b'<externalLink Target="http://x.invalid/"/>'}
    path = write(tmp_path, workbook(sheet([["a"]]), extra), "t.xlsx")
    assert [row.cells for row in rows(path)] == [["a"]]


def test_a_table_that_is_written_to_meanwhile_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, b"a\n" * 2000)
    given = blocks(path, 10**6)
    next(given)
    with path.open("ab") as growing:
        growing.write(b"8")
    with refused("file-in-use", file="t.csv"):
        list(given)


def test_loops_devices_and_what_grows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loop = tmp_path / "loop.csv"
    loop.symlink_to(loop)
    assert said_of(loop).startswith("loop.csv: ")
    zero = tmp_path / "zero.csv"
    zero.symlink_to("/dev/zero")
    assert "not an ordinary file" in said_of(zero)
    # A pipe that takes the file's place after it was looked at.
    pipe = tmp_path / "pipe.toml"
    os.mkfifo(pipe)
    monkeypatch.setattr(Path, "is_file", lambda _self: True)
    with refused("not-a-file", file="pipe.toml"):
        read_text(pipe, 100)


def test_how_far_a_table_is_read_is_told_up_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kaohe_tui.files.sheets.text_in.AT_ONCE", 100)
    line = b"01,xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n"
    path = write(tmp_path, line * 1000)
    told: list[tuple[int, int]] = []
    given = blocks(path, 10**9, lambda read, size: told.append((read, size)))
    assert sum(len(block.rows) for block in given) == 1000
    assert {size for _read, size in told} == {path.stat().st_size}
    assert [read for read, _size in told] == sorted(read for read, _size in told)
    assert 0 < told[0][0] < told[-1][0] == path.stat().st_size
