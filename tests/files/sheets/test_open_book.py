"""A file is read by what is in it, whatever its name, into what it shows; or it is refused."""

import hashlib
import io
import random
import zipfile
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlwt

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.files.sheets import open_book
from kaohe_tui.files.sheets.book import Area
from kaohe_tui.files.sheets.odd_cells import fault_of
from kaohe_tui.files.sheets.open_book import read_book
from tests.files.sheets.books import (
    KINDS,
    ROWS,
    cells_of,
    docx_of,
    ods,
    ods_cell,
    ods_row,
    ods_table,
    ods_text,
    xls,
    xlsx,
    zipped,
)
from tests.files.workbooks import sheet, workbook
from tests.refused import refused

PROGRAMS = ("xlsx", "xls", "ods", "docx")


def write(folder: Path, data: bytes, name: str = "t.xlsx") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("name", ["t.xlsx", "t.xls", "t.csv", "t"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_kind_is_told_by_content(tmp_path: Path, kind: str, name: str) -> None:
    data = KINDS[kind]
    book = read_book(write(tmp_path, data, name))
    assert [list(map(list, each.rows)) for each in book.sheets] == [ROWS]
    assert book.file == name
    assert book.digest == hashlib.sha256(data).hexdigest()
    named = {"docx": "table 1"}.get(kind, "名单") if kind in PROGRAMS else ""
    assert (book.sheets[0].name, book.opens_on) == (named, named)
    assert not book.sheets[0].merged


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<html><table><tr><td>1</td></tr></table></html>", "file-is-web-page"),
        ("\ufeff <!DOCTYPE html>".encode("utf-16-le"), "file-is-web-page"),
        (b'<?xml version="1.0"?><Workbook/>', "file-is-web-page"),
        (b"MIME-Version: 1.0\r\n", "file-is-web-page"),
        (b"%PDF-1.7\n", "file-kind-unknown"),
        (b"\x89PNG\r\n\x1a\n\0\0", "file-kind-unknown"),
        (b"\0" * 100, "file-kind-unknown"),
        (b"a,b\n\xff\xff", "file-not-text"),
        (b"PK\x03\x04", "workbook-unreadable"),
        (zipped({"a.txt": "1"}), "workbook-unreadable"),
        (zipped({"mimetype": "application/x", "content.xml": "<a/>"}), "workbook-unreadable"),
        (zipped({"xl/workbook.bin": "1"}), "workbook-unreadable"),
        (open_book._COMPOUND + bytes(600), "workbook-unreadable"),
        (zipped({"word/document.xml": "<w/>", "word/vbaProject.bin": ""}), "workbook-with-macros"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, data: bytes, code: str) -> None:
    with refused(code, file="t.xls"):
        read_book(write(tmp_path, data, "t.xls"))


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ("EncryptedPackage", "workbook-locked"),
        ("_VBA_PROJECT_CUR", "workbook-with-macros"),
        ("WordDocument", "document-too-old"),
    ],
)
def test_what_the_old_format_holds_besides_is_named(tmp_path: Path, entry: str, code: str) -> None:
    name = entry.encode("utf-16-le").ljust(64, b"\0") + (2 * len(entry) + 2).to_bytes(2, "little")
    with refused(code, file="t.et"):
        read_book(write(tmp_path, xls() + name, "t.et"))


def test_an_old_workbook_with_a_password_is_told_as_one(tmp_path: Path) -> None:
    """What Excel writes first of all when it locks: a record of 6 bytes after the beginning."""
    data = bytearray(xls())
    at = data.index(b"\x09\x08\x10\x00")
    next_record = at + 20
    size = int.from_bytes(data[next_record + 2 : next_record + 4], "little")
    data[next_record : next_record + 2] = b"\x2f\x00"
    assert size
    with refused("workbook-locked", file="t.xls"):
        read_book(write(tmp_path, bytes(data), "t.xls"))


def marks_xlsx(book: Any, its: Any) -> None:
    for at, (value, code) in enumerate(MARKS):
        its.write_number(3, at, value, book.add_format({"num_format": code} if code else {}))


def marks_xls(_book: Any, its: Any) -> None:
    for at, (value, code) in enumerate(MARKS):
        style = xlwt.XFStyle()
        style.num_format_str = code or "General"
        its.write(3, at, value, style)


MARKS = [
    (1, "00"), (17.5, "0"), (17.46, "0.0"), (17.5, "0.00"), (0.95, "0%"), (0.945, "0%"),
    (1234.0, "#,##0"), (18, '0"分"'), (17.5, ""), (46085, "yyyy/m/d"), (1.3e17, ""),
]  # fmt: skip
SHOWN = [
    "01", ("18", "shown", "17.5"), ("17.5", "shown", "17.46"), ("17.50", "fraction", "17.5"),
    "95%", ("95%", "shown", "0.945"), "1,234", "18分", ("17.5", "fraction", "17.5"),
    ("2026/3/4", "date", "2026-03-04"), ("1.3e+17", "fraction", "1.3e+17"),
]  # fmt: skip


def marks_ods() -> bytes:
    texts = ["01", "18", "17.5", "17.50", "95%", "95%", "1,234", "18分", "17.5"]
    cells = [
        ods_cell(f"<text:p>{text}</text:p>", f'office:value-type="float" office:value="{value}"')
        for text, (value, _code) in zip(texts, MARKS, strict=False)
    ]
    when = 'office:value-type="date" office:date-value="2026-03-04"'
    cells.append(ods_cell("<text:p>2026/3/4</text:p>", when))
    cells.append(ods_cell("", 'office:value-type="float" office:value="1.3e17"'))
    rows = "".join(ods_row(*each) for each in ROWS)
    return ods(ods_table(f"{rows}<table:table-row>{''.join(cells)}</table:table-row>"))


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_numbers_are_read_as_they_are_shown(tmp_path: Path, kind: str) -> None:
    data = {"xlsx": lambda: xlsx(marks_xlsx), "xls": lambda: xls(marks_xls), "ods": marks_ods}
    book = read_book(write(tmp_path, data[kind](), "t"))
    assert cells_of(book)[3] == SHOWN


def test_a_mark_that_shows_another_number_is_told_with_both(tmp_path: Path) -> None:
    cells = read_book(write(tmp_path, xlsx(marks_xlsx))).sheets[0].rows[3]
    assert [at for at, cell in enumerate(cells) if "holds" in fault_of(cell)] == [1, 2, 5]
    assert "shows 18 but holds 17.5" in fault_of(cells[1])


def other_sheets_xlsx(book: Any, its: Any) -> None:
    its.merge_range("A5:C5", "合计")
    its.merge_range("D2:D4", "局")
    its.set_row(2, None, None, {"hidden": True})
    its.set_row(9, None, None, {"hidden": True})
    its.set_column("C:C", None, None, {"hidden": True})
    its.set_column("H:H", None, None, {"hidden": True})
    its.autofilter("A1:C3")
    book.add_worksheet("藏").write(0, 0, "x")
    book.worksheets()[1].hide()
    book.add_worksheet("空")
    second = book.add_worksheet("第二")
    second.write(0, 0, "y")
    second.activate()


def other_sheets_xls(book: Any, its: Any) -> None:
    its.write_merge(4, 4, 0, 2, "合计")
    its.write_merge(1, 3, 3, 3, "局")
    its.row(2).hidden = True
    its.row(9).hidden = True
    its.col(2).hidden = True
    its.col(7).hidden = True
    hidden = book.add_sheet("藏")
    hidden.write(0, 0, "x")
    hidden.visibility = 1
    book.add_sheet("空")
    book.add_sheet("第二").write(0, 0, "y")
    book.set_active_sheet(3)
    for number in range(4):
        book.get_sheet(number).sheet_visible = number == 3


def other_sheets_ods() -> bytes:
    hidden = 'table:visibility="collapse"'
    columns = (
        '<table:table-column table:number-columns-repeated="2"/>'
        f"<table:table-column {hidden}/>"
        '<table:table-column table:number-columns-repeated="4"/>'
        f"<table:table-column {hidden}/>"
    )
    area = "table:number-rows-spanned"
    first = ods_row(*ROWS[0])
    second = ods_row(*ROWS[1]).replace(
        "</table:table-row>", ods_text("局", f'{area}="3"') + "</table:table-row>"
    )
    third = ods_row(*ROWS[2]).replace("-row>", '-row table:visibility="filter">', 1)
    fourth = "<table:table-row/>"
    wide = ods_text("合计", 'table:number-columns-spanned="3"')
    fifth = f"<table:table-row>{wide}<table:covered-table-cell/></table:table-row>"
    empty = '<table:table-row table:number-rows-repeated="1048000" table:visibility="collapse">'
    empty += '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    style = (
        '<style:style style:name="ta1"><style:table-properties table:display="false"/>'
        "</style:style>"
    )
    tables = [
        ods_table(columns + first + second + third + fourth + fifth + empty),
        ods_table(ods_row("x"), "藏", 'table:style-name="ta1"'),
        ods_table(empty, "空"),
        ods_table(ods_row("y"), "第二"),
    ]
    settings = (
        '<s xmlns:config="c"><config:config-item config:name="ActiveTable">第二'
        "</config:config-item></s>"
    )
    return ods("".join(tables), styles=style, extra={"settings.xml": settings})


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_all_sheets_come_with_what_is_merged_and_hidden(tmp_path: Path, kind: str) -> None:
    data = {
        "xlsx": lambda: xlsx(other_sheets_xlsx),
        "xls": lambda: xls(other_sheets_xls),
        "ods": other_sheets_ods,
    }
    book = read_book(write(tmp_path, data[kind](), "t"))
    assert [each.name for each in book.sheets] == ["名单", "第二"]
    assert book.opens_on == "第二"
    first, second = book.sheets
    assert sorted(first.merged, key=lambda area: area.top) == [
        Area(2, 4, 4, 4),
        Area(5, 1, 5, 3),
    ]
    assert (set(first.hidden_rows), set(first.hidden_columns)) == ({3}, {3})
    assert first.filtered is (kind != "xls")
    assert list(first.rows[1]) == [*ROWS[1], "局"]
    assert list(first.rows[4]) == ["合计"]
    assert list(map(list, second.rows)) == [["y"]]


def test_kinds_of_cells_of_an_xlsx(tmp_path: Path) -> None:
    cells = [
        '<c r="A1" t="b"><v>1</v></c>',
        '<c t="e"><v>#REF!</v></c>',
        "<c><f>1+1</f></c>",
        '<c t="str"><f>""</f><v></v></c>',
        '<c t="str"><f>A1</f><v>甲</v></c>',
        '<c t="inlineStr"><is><r><t>张</t></r><r><t xml:space="preserve"> 三</t></r>'
        "<rPh><t>zhang</t></rPh></is></c>",
        '<c t="inlineStr"><is><t>a_x000D_b_xD800_</t></is></c>',
        '<c t="d"><v>2026-03-04</v></c>',
        "<c><v> 5 </v></c>",
        "<c/>",
    ]
    xml = sheet([[]]).replace("<sheetData>", f"<sheetData><row>{''.join(cells)}</row>")
    assert cells_of(read_book(write(tmp_path, workbook(xml)))) == [
        [
            "TRUE", ("#REF!", "error", ""), ("=", "formula", ""), "", "甲", "张 三",
            "a\rb_xD800_", ("2026-03-04", "date", "2026-03-04"), "5",
        ]
    ]  # fmt: skip


def test_zeros_that_a_sheet_does_not_show_are_odd(tmp_path: Path) -> None:
    xml = sheet([[0, 5]]).replace(
        "<sheetData>", '<sheetViews><sheetView showZeros="0"/></sheetViews><sheetData>'
    )
    assert cells_of(read_book(write(tmp_path, workbook(xml)))) == [[("", "shown", "0"), "5"]]


def test_kinds_of_cells_of_an_ods(tmp_path: Path) -> None:
    cells = [
        ods_cell("<text:p>#N/A</text:p>", 'table:formula="of:=1" office:value-type="string"'),
        ods_cell("", 'table:formula="of:=1"'),
        ods_cell("", 'table:formula="of:=1" office:value-type="string"'),
        ods_cell("<text:p>是</text:p>", 'office:value-type="boolean" office:boolean-value="true"'),
        ods_text("张<text:s text:c='2'/>三<text:line-break/>丁</text:p><text:p>二"),
        ods_cell("<office:annotation><text:p>注</text:p></office:annotation><text:p>甲</text:p>"),
        ods_text("重", 'table:number-columns-repeated="3"'),
    ]
    body = ods_table(
        f'<table:table-row table:number-rows-repeated="2">{"".join(cells)}</table:table-row>'
    )
    row = [
        ("#N/A", "error", ""), ("=", "formula", ""), "", "TRUE", "张  三\n丁\n二", "甲", "重",
        "重", "重",
    ]  # fmt: skip
    assert cells_of(read_book(write(tmp_path, ods(body)))) == [row, row]


def test_errors_of_an_xls(tmp_path: Path) -> None:
    def change(_book: Any, its: Any) -> None:
        its.row(3).set_cell_error(0, 0x2A)
        its.row(3).set_cell_boolean(1, True)
        its.write(3, 2, date(2026, 3, 4), xlwt.easyxf(num_format_str="m-d"))

    book = read_book(write(tmp_path, xls(change)))
    assert cells_of(book)[3] == [("#N/A", "error", ""), "TRUE", ("3-4", "date", "2026-03-04")]


def test_tables_of_a_document(tmp_path: Path) -> None:
    def change(document: Any, table: Any) -> None:
        table.add_row()
        table.cell(1, 2).merge(table.cell(2, 2))
        table.cell(3, 0).merge(table.cell(3, 1)).text = "合计"
        run = table.cell(0, 0).paragraphs[0].add_run("藏")
        run.font.hidden = True
        second = document.add_table(1, 1)
        second.cell(0, 0).text = "y"
        table.cell(3, 2).add_table(1, 1).cell(0, 0).text = "里"

    book = read_book(write(tmp_path, docx_of(change), "t.docx"))
    assert [each.name for each in book.sheets] == ["table 1", "table 2", "table 3"]
    assert [list(row) for row in book.sheets[0].rows] == [
        ROWS[0],
        [ROWS[1][0], ROWS[1][1], "办公室\n综合科"],
        ROWS[2][:2],
        ["合计"],
    ]
    assert [*book.sheets[0].merged] == [Area(2, 3, 3, 3), Area(4, 1, 4, 2)]
    assert [[list(row) for row in each.rows] for each in book.sheets[1:]] == [[["里"]], [["y"]]]


def test_a_document_without_a_table_holds_no_sheets(tmp_path: Path) -> None:
    parts = {"word/document.xml": "<w><body><p><t>x</t></p></body></w>"}
    assert not read_book(write(tmp_path, zipped(parts), "t.docx")).sheets


@pytest.mark.parametrize("repeated", ["columns", "rows"])
def test_what_is_repeated_a_million_times_is_refused(tmp_path: Path, repeated: str) -> None:
    row = ods_row(*["重"] * 10).replace("-row>", '-row table:number-rows-repeated="1048576">', 1)
    if repeated == "columns":
        row = ods_row("重").replace("-cell ", '-cell table:number-columns-repeated="99999" ', 1)
    with pytest.raises(Refusal) as caught:
        read_book(write(tmp_path, ods(ods_table(row))))
    assert caught.value.code in ("file-too-large-unpacked", "workbook-unreadable")


def test_one_long_text_that_is_used_often_is_refused(tmp_path: Path) -> None:
    """A few bytes a cell would come to gigabytes."""
    strings = f"<sst><si><t>{'王' * 30_000}</t></si></sst>"
    data = workbook(
        sheet([[]]).replace(
            "<sheetData>", "<sheetData>" + '<row><c t="s"><v>0</v></c></row>' * 50_000
        ),
        {"xl/sharedStrings.xml": strings.encode()},
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", 8) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/_rels/workbook.xml.rels":
                kind = b'Type="x/sharedStrings" Target="sharedStrings.xml"'
                content = content.replace(
                    b"</Relationships>", b'<Relationship Id="r9" ' + kind + b"/></Relationships>"
                )
            new.writestr(name, content)
    with refused("file-too-large-unpacked", file="t.xlsx"):
        read_book(write(tmp_path, stream.getvalue()))


def test_a_workbook_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_book, "LIMIT", 100)
    with refused("file-too-large", file="t.xlsx"):
        read_book(write(tmp_path, xlsx()))


def damaged(data: bytes, luck: random.Random) -> bytes:
    """A file with a few wrong bytes, a cut or a stretch that stands twice."""
    changed = bytearray(data)
    for _each in range(luck.randint(1, 8)):
        at = luck.randrange(len(changed) or 1)
        match luck.randrange(3):
            case 0:
                changed[at : at + 1] = [luck.randrange(256)]
            case 1:
                del changed[at : at + luck.randrange(1, 40)]
            case _:
                changed[at:at] = changed[at : at + luck.randrange(1, 40)]
    return bytes(changed)


def damaged_inside(data: bytes, luck: random.Random) -> bytes:
    """A zip of which one part is damaged."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = luck.choice([each for each in parts if parts[each]])
    return zipped({**parts, name: damaged(parts[name], luck)})


@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_file_is_read_or_refused(tmp_path: Path, kind: str) -> None:
    luck = random.Random(14)
    for number in range(12 if kind in PROGRAMS else 60):
        inside = KINDS[kind].startswith(b"PK") and number % 4
        data = (damaged_inside if inside else damaged)(KINDS[kind], luck)
        with suppress(Refusal):
            book = read_book(write(tmp_path, data))
            assert all(len(row) <= 20_000 for each in book.sheets for row in each.rows)
