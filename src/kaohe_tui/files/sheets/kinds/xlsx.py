"""Read an .xlsx: every sheet's cells as they are shown, and what is merged, hidden, filtered."""

import re
import zipfile
from io import BytesIO
from xml.etree.ElementTree import Element

from kaohe_tui.files.sheets.kinds.facts import (
    DATE,
    ERROR,
    FORMULA,
    MOST_COLUMNS,
    SHOWN,
    TEXT,
    Cell,
    Damaged,
    Table,
    Tables,
    TooLarge,
)
from kaohe_tui.files.sheets.kinds.parts import attribute, growing, local, relations, target, tree
from kaohe_tui.files.sheets.kinds.xlsx_shared import NO, YES, Shared, plain, shared, text_of

_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})")
_DIGITS = "0123456789"


def read(data: bytes) -> Tables:
    """Return what a workbook holds.

    Raises:
        Damaged, TooLarge: when it cannot be read; and whatever the zip and the XML raise.
    """
    parts = zipfile.ZipFile(BytesIO(data))
    at = target(parts, "", "officeDocument") or "xl/workbook.xml"
    root = tree(parts.read(at))
    links = {each.id: each for each in relations(parts, at)}
    book = shared(parts, at, root)
    sheets = []
    for each in root.iter():
        if local(each.tag) == "sheet":
            link = links.get(attribute(each, "id"))
            if link is None:
                raise Damaged
            is_table = link.kind == "worksheet"
            visible = is_table and each.get("state", "visible") == "visible"
            table = Table(each.get("name", ""), visible)
            if visible:
                _Reader(book, table).read(parts.read(link.path))
            sheets.append(table)
    if not sheets:
        raise Damaged
    views = [each for each in root.iter() if local(each.tag) == "workbookView"]
    active = int(views[0].get("activeTab", "0")) if views else 0
    shown = sheets[active if 0 <= active < len(sheets) else 0]
    return Tables(sheets, shown.name if shown.visible else "")


class _Reader:
    """Reads a sheet's XML from its beginning to its end."""

    def __init__(self, book: Shared, table: Table) -> None:
        self._book, self._table = book, table
        self._row = 0
        self._columns: dict[str, int] = {}
        self._zeros = True
        self._named = 0
        self._c = self._v = self._f = self._is = ""

    def read(self, data: bytes) -> None:
        """Put everything that the sheet holds in its table."""
        for sheet in growing(data):
            cells = next((each for each in sheet if local(each.tag) == "sheetData"), None)
            if cells is not None:
                self._set_zeros(sheet)
                # The last row may not have ended yet.
                for row in cells[:-1]:
                    self._read_row(row)
                del cells[:-1]
        for each in sheet.iter():
            match local(each.tag):
                case "row":
                    self._read_row(each)
                case "col" if _is_hidden(each, "width"):
                    last = min(int(each.get("max", "0")), MOST_COLUMNS)
                    self._table.hidden_columns.update(range(int(each.get("min", "1")), last + 1))
                case "mergeCell":
                    self._merge(each.get("ref", ""))
                case "autoFilter":
                    self._table.filtered = True
                case _:
                    pass

    def _set_zeros(self, sheet: Element) -> None:
        """Note whether zeros are shown; it is said before all cells."""
        for each in sheet:
            if local(each.tag) == "sheetViews":
                self._zeros = all(view.get("showZeros") not in NO for view in each)

    def _read_row(self, element: Element) -> None:
        self._row = int(element.get("r", self._row + 1))
        if _is_hidden(element, "ht"):
            self._table.hidden_rows.add(self._row)
        if len(element.tag) != self._named:
            self._name_tags(element.tag)
        column, put = 0, self._table.put
        styles, strings = self._book.struck, self._book.struck_strings
        for child in element:
            if child.tag != self._c:
                continue
            column += 1
            row = self._row
            if reference := child.get("r"):
                letters = reference.rstrip(_DIGITS)
                row = int(reference[len(letters) :])
                column = self._columns.get(letters) or self._column(letters)
            put(row, column, self._cell(child))
            if styles and child.get("s") in styles:
                self._table.struck.add((row, column))
            if strings and child.get("t") == "s" and self._number_of(child) in strings:
                self._table.struck.add((row, column))

    def _name_tags(self, row: str) -> None:
        """Note what a cell and its parts are called, in the namespace of their row."""
        self._named, space = len(row), row[: -len("row")]
        self._c, self._v, self._f, self._is = (space + name for name in ("c", "v", "f", "is"))

    def _column(self, letters: str) -> int:
        if not letters.isascii() or not letters.isupper() or len(letters) > 3:
            raise Damaged
        number = 0
        for letter in letters:
            number = number * 26 + ord(letter) - 64
        self._columns[letters] = number
        return number

    def _cell(self, element: Element) -> Cell:
        """Return what a cell shows."""
        kind, value, formula = element.get("t", "n"), "", False
        for child in element:
            tag = child.tag
            if tag == self._v:
                value = child.text or ""
            elif tag == self._f:
                formula = True
            elif tag == self._is:
                return Cell(text_of(child))
        if kind == "n" and value.strip():
            return self._number(value.strip(), element.get("s", ""))
        return self._other(kind, value, formula=formula)

    def _number_of(self, element: Element) -> int:
        """Return the number of the text that a cell names; -1 where it names none."""
        value = element.findtext(self._v, "").strip()
        return int(value) if value.isdecimal() else -1

    def _other(self, kind: str, value: str, *, formula: bool) -> Cell:
        """Return what a cell shows that holds no number."""
        match kind:
            case "s" if value:
                number = int(value)
                if not 0 <= number < len(self._book.strings):
                    raise Damaged
                return Cell(self._book.strings[number])
            case "e":
                return Cell(value.strip() or "#N/A", ERROR)
            case "str":
                # A formula whose value is the empty text is marked as one of text.
                return Cell(plain(value))
            case _ if not value.strip():
                return Cell("=", FORMULA) if formula else Cell("")
            case "b":
                return Cell("FALSE" if value.strip() in NO else "TRUE")
            case "d":
                return Cell(value.strip(), DATE, value.strip())
            case _:
                raise Damaged

    def _number(self, value: str, style: str) -> Cell:
        codes = self._book.codes
        code = codes[int(style)] if style.isdigit() and int(style) < len(codes) else ""
        cell = self._book.formats.cell(value, code)
        if not self._zeros and float(value) == 0:
            return Cell("", SHOWN, "0")
        return cell

    def _merge(self, area: str) -> None:
        match = _RANGE.fullmatch(area)
        if match is None:
            return
        self._table.merged.append(
            (int(match[2]), self._column(match[1]), int(match[4]), self._column(match[3]))
        )
        if len(self._table.merged) > TEXT // 64:
            raise TooLarge


def _is_hidden(element: Element, size: str) -> bool:
    """Return whether a row or a column is hidden, or so low or narrow that it is not seen."""
    if element.get("hidden") in YES:
        return True
    length = element.get(size)
    return bool(length) and length is not None and length.strip("0.") == ""
