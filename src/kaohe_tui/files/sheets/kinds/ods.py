"""Read an .ods: every sheet's cells as they are shown, and what is merged, hidden, filtered."""

import re
import zipfile
from collections.abc import Collection
from io import BytesIO
from xml.etree.ElementTree import Element

from kaohe_tui.files.sheets.kinds.facts import (
    DATE,
    ERROR,
    FORMULA,
    FRACTION,
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    Damaged,
    Table,
    Tables,
    TooLarge,
)
from kaohe_tui.files.sheets.kinds.formats import compared, general
from kaohe_tui.files.sheets.kinds.parts import attribute, growing, local, tree

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE, _TABLE, _TEXT, _STYLE = (
    f"{{{_OASIS}{name}:1.0}}" for name in ("office", "table", "text", "style")
)
"""The namespaces, as they stand before each name."""
_CELL, _COVERED = f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"
_PARAGRAPHS = (f"{_TEXT}p", f"{_TEXT}h")
_KIND = f"{_OFFICE}value-type"
_CALC_KIND = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_GROUPS = (
    "table-row-group", "table-header-rows", "table-rows", "table-column-group",
    "table-header-columns", "table-columns",
)  # fmt: skip
_LEFT_OUT = ("annotation", "ruby-text", "note", "shapes", "forms")
"""What stands in a cell and is not what it shows."""
_HIDDEN = ("collapse", "filter")
_NUMBERS = ("float", "percentage", "currency")
_TIME = re.compile(r"PT(\d\d)H(\d\d)M(\d\d)(?:[.,]\d+)?S")
_POWERS = re.compile(r"\dE[+-]?\d", re.IGNORECASE)
_MOST_CELLS = 4_000_000
"""Cells that repeated ones may come to."""


def read(data: bytes) -> Tables:
    """Return what a workbook holds.

    Raises:
        Damaged, TooLarge: when it cannot be read; and whatever the zip and the XML raise.
    """
    parts = zipfile.ZipFile(BytesIO(data))
    reader = _Reader()
    reader.read(parts.read("content.xml"))
    if not reader.sheets:
        raise Damaged
    shown = [table.name for table in reader.sheets if table.visible]
    active = _active(parts)
    if active in [table.name for table in reader.sheets]:
        return Tables(reader.sheets, active if active in shown else "")
    return Tables(reader.sheets, (shown or [""])[0])


def _active(parts: zipfile.ZipFile) -> str:
    """Return the name of the sheet that was open when the file was saved; empty where unknown."""
    if "settings.xml" not in parts.namelist():
        return ""
    for element in tree(parts.read("settings.xml")).iter():
        if attribute(element, "name") == "ActiveTable":
            return element.text or ""
    return ""


class _Reader:
    """Reads the content of a workbook from its beginning to its end."""

    def __init__(self) -> None:
        self.sheets: list[Table] = []
        """The sheets that were read."""
        self._unseen: set[str] = set()
        self._struck: set[str] = set()
        """The styles that strike through."""
        self._defaults: list[str] = []
        """The style of each column."""
        self._styles: list[str] = []
        self._row = self._column = self._cells = 0

    def read(self, data: bytes) -> None:
        """Read all sheets, but no table that stands inside of something else."""
        for content in growing(data):
            # All styles stand before the first table.
            if not self.sheets:
                self._note_struck(content)
            self._read_tables(content, is_whole=False)
        if not self.sheets:
            self._note_struck(content)
        for style in content.iter(f"{_STYLE}style"):
            if any(each.get(f"{_TABLE}display") == "false" for each in style):
                self._unseen.add(style.get(f"{_STYLE}name", ""))
        self._read_tables(content, is_whole=True)
        for table, name in zip(self.sheets, self._styles, strict=True):
            table.visible = name not in self._unseen
        if any(True for _each in content.iter(f"{_TABLE}filter")):
            self._set_filter()

    def _note_struck(self, content: Element) -> None:
        for style in content.iter(f"{_STYLE}style"):
            for each in style:
                lines = (
                    each.get(f"{_STYLE}text-line-through-{name}") for name in ("style", "type")
                )
                if any(line not in (None, "none") for line in lines):
                    self._struck.add(style.get(f"{_STYLE}name", ""))

    def _read_tables(self, content: Element, *, is_whole: bool) -> None:
        for book in content.iterfind(f"{_OFFICE}body/{_OFFICE}spreadsheet"):
            tables = book.findall(f"{_TABLE}table")
            for at, each in enumerate(tables):
                if at >= len(self.sheets):
                    self._begin(each)
                if at == len(self.sheets) - 1:
                    self._read_rows(each, is_whole=is_whole or at < len(tables) - 1)

    def _read_rows(self, element: Element, *, is_whole: bool) -> None:
        """Read the rows and columns that have ended, and take them away."""
        last = len(element) if is_whole else len(element) - 1
        for at, child in enumerate(element):
            name = local(child.tag)
            if name in _GROUPS:
                self._read_rows(child, is_whole=at < last)
            elif at >= last:
                break
            elif name == "table-row":
                self._end_row(child)
            elif name == "table-column":
                self._end_column(child)
        del element[: max(last, 0)]

    def _begin(self, element: Element) -> None:
        self.sheets.append(Table(element.get(f"{_TABLE}name", "")))
        self._styles.append(element.get(f"{_TABLE}style-name", ""))
        self._row = self._column = 0
        self._defaults = []

    def _struck_in(self, element: Element) -> list[int]:
        """Return the columns of a row in which a cell is struck through."""
        column, columns = 1, list[int]()
        for child in element:
            if child.tag not in (_CELL, _COVERED):
                continue
            count = _count(child, "number-columns-repeated", MOST_COLUMNS)
            style = child.get(f"{_TABLE}style-name") or element.get(
                f"{_TABLE}default-cell-style-name"
            )
            for at in range(column, column + count) if len(child) else ():
                default = self._defaults[at - 1] if at <= len(self._defaults) else ""
                if (style or default) in self._struck or _is_struck(child, self._struck):
                    columns.append(at)
            column += count
        return columns

    def _set_filter(self) -> None:
        for table in self.sheets:
            table.filtered = table.filtered or bool(table.hidden_rows)

    def _end_column(self, element: Element) -> None:
        count = _count(element, "number-columns-repeated", MOST_COLUMNS)
        if element.get(f"{_TABLE}visibility") in _HIDDEN:
            first = self._column + 1
            self.sheets[-1].hidden_columns.update(
                range(first, min(first + count, MOST_COLUMNS + 1))
            )
        if self._struck:
            style = element.get(f"{_TABLE}default-cell-style-name", "")
            self._defaults += [style] * min(count, MOST_COLUMNS - len(self._defaults))
        self._column += count

    def _end_row(self, element: Element) -> None:
        table, count = self.sheets[-1], _count(element, "number-rows-repeated", MOST_ROWS)
        cells = _row_of(element)
        struck = self._struck_in(element) if self._struck and cells else ()
        visibility = element.get(f"{_TABLE}visibility")
        for row in range(self._row + 1, self._row + count + 1) if cells else ():
            for column, cell, area in cells:
                table.put(row, column, cell)
                if area != (1, 1):
                    down, right = area
                    table.merged.append((row, column, row + down - 1, column + right - 1))
            table.struck.update((row, column) for column in struck)
            if visibility in _HIDDEN:
                table.hidden_rows.add(row)
            self._cells += len(cells)
            if self._cells > _MOST_CELLS:
                raise TooLarge
        table.filtered = table.filtered or (visibility == "filter" and bool(cells))
        self._row += count


def _is_struck(cell: Element, styles: Collection[str]) -> bool:
    """Return whether all that a cell shows is of styles that strike through."""
    spans = list(cell.iter(f"{_TEXT}span"))
    named = all(each.get(f"{_TEXT}style-name") in styles for each in spans)
    bare = any((each.text or "").strip() for each in cell if each.tag in _PARAGRAPHS)
    return bool(spans) and named and not bare


def _row_of(element: Element) -> list[tuple[int, Cell, tuple[int, int]]]:
    """Return column, content and size of the cells of a row that hold something."""
    column, cells = 1, []
    for child in element:
        if child.tag not in (_CELL, _COVERED):
            continue
        count = _count(child, "number-columns-repeated", MOST_COLUMNS)
        cell = _cell(child) if child.tag == _CELL else Cell("")
        down = _count(child, "number-rows-spanned", MOST_ROWS)
        area = down, _count(child, "number-columns-spanned", MOST_COLUMNS)
        if cell.text or cell.oddity or area != (1, 1):
            if column + count > MOST_COLUMNS + 1:
                raise Damaged
            cells += [(each, cell, area) for each in range(column, column + count)]
        column += count
    return cells


def _count(element: Element, name: str, most: int, space: str = _TABLE) -> int:
    """Return how often something is repeated, or how far it reaches."""
    count = element.get(space + name)
    if count is None:
        return 1
    number = int(count)
    if not 0 < number <= most:
        raise Damaged
    return number


def _cell(element: Element) -> Cell:
    """Return what a cell shows."""
    text = "\n".join(_text(each) for each in element if each.tag in _PARAGRAPHS)
    kind, has_formula = element.get(_KIND, ""), f"{_TABLE}formula" in element.attrib
    is_error = element.get(_CALC_KIND) == "error"
    if is_error or (has_formula and text.startswith(("#", "Err:"))):
        return Cell(text or "#N/A", ERROR)
    if has_formula and not kind and not text:
        return Cell("=", FORMULA)
    value = element.get(f"{_OFFICE}value")
    if kind in _NUMBERS and value is not None:
        return _number(text, value)
    if kind in ("date", "time"):
        stored = _moment(element.get(f"{_OFFICE}{kind}-value", text))
        return Cell(text or stored, DATE, stored)
    if kind == "boolean":
        return Cell("TRUE" if element.get(f"{_OFFICE}boolean-value") == "true" else "FALSE")
    return Cell(text or element.get(f"{_OFFICE}string-value", ""))


def _number(text: str, value: str) -> Cell:
    plain = f"{float(value):.15g}"
    if plain in ("inf", "-inf", "nan"):
        raise Damaged
    text = text.strip()
    if text in ("TRUE", "FALSE"):
        return Cell(text)
    if not text or text == plain:
        return general(plain)
    return Cell(text, FRACTION, plain) if _POWERS.search(text) else compared(text, plain)


def _moment(stored: str) -> str:
    """Return a date or a time as all kinds of files store it."""
    if match := _TIME.fullmatch(stored):
        return ":".join(match.groups())
    return re.sub(r"(?<=\d)T(?=\d)", " ", stored)


def _text(element: Element) -> str:
    """Return the text of a paragraph as it is shown."""
    if not len(element):
        return element.text or ""
    pieces = [element.text or ""]
    for child in element:
        match local(child.tag):
            case "s":
                pieces.append(" " * _count(child, "c", MOST_COLUMNS, _TEXT))
            case "tab":
                pieces.append("\t")
            case "line-break":
                pieces.append("\n")
            case name if name in _LEFT_OUT:
                pass
            case _:
                pieces.append(_text(child))
        pieces.append(child.tail or "")
    return "".join(pieces)
