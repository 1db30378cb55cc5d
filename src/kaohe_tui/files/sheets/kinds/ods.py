"""Read an .ods: every sheet's cells as they are shown, and what is merged, hidden, filtered."""

import re
import zipfile
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
from kaohe_tui.files.sheets.kinds.parts import attribute, elements, local, tree

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
        self._open: list[str] = []
        self._row = self._column = self._cells = 0

    def read(self, data: bytes) -> None:
        """Read all sheets, but no table that stands inside of something else."""
        for event, name, element in elements(data, ("start", "end")):
            if event == "start":
                self._open.append(name)
                if name == "table" and self._is_sheet():
                    self._begin(element)
                continue
            self._open.pop()
            match name:
                case "table-column" if self._in_sheet():
                    self._end_column(element)
                case "table-row" if self._in_sheet():
                    self._end_row(element)
                    element.clear()
                case "style":
                    if any(attribute(each, "display") == "false" for each in element):
                        self._unseen.add(attribute(element, "name"))
                case "filter" if self.sheets:
                    self._set_filter()
                case _:
                    pass

    def _is_sheet(self) -> bool:
        return self._open[-2:-1] == ["spreadsheet"]

    def _in_sheet(self) -> bool:
        """Return whether what has just ended stands in a sheet and in nothing else."""
        return self._open[2:4] == ["spreadsheet", "table"] and not (
            {"table-cell", "shapes", "covered-table-cell"} & {*self._open}
        )

    def _begin(self, element: Element) -> None:
        visible = attribute(element, "style-name") not in self._unseen
        self.sheets.append(Table(attribute(element, "name"), visible))
        self._row = self._column = 0

    def _set_filter(self) -> None:
        for table in self.sheets:
            table.filtered = table.filtered or bool(table.hidden_rows)

    def _end_column(self, element: Element) -> None:
        count = _count(element, "number-columns-repeated", MOST_COLUMNS)
        if attribute(element, "visibility") in _HIDDEN:
            first = self._column + 1
            self.sheets[-1].hidden_columns.update(
                range(first, min(first + count, MOST_COLUMNS + 1))
            )
        self._column += count

    def _end_row(self, element: Element) -> None:
        table, count = self.sheets[-1], _count(element, "number-rows-repeated", MOST_ROWS)
        cells = list(self._row_of(element)) if table.visible else []
        visibility = attribute(element, "visibility")
        for row in range(self._row + 1, self._row + count + 1) if cells else ():
            for column, cell, area in cells:
                table.put(row, column, cell)
                if area != (1, 1):
                    down, right = area
                    table.merged.append((row, column, row + down - 1, column + right - 1))
            if visibility in _HIDDEN:
                table.hidden_rows.add(row)
            self._cells += len(cells)
            if self._cells > _MOST_CELLS:
                raise TooLarge
        table.filtered = table.filtered or (visibility == "filter" and bool(cells))
        self._row += count

    def _row_of(self, element: Element) -> list[tuple[int, Cell, tuple[int, int]]]:
        """Return column, content and size of the cells of a row that hold something."""
        column, cells = 1, []
        for child in element:
            name = local(child.tag)
            if name not in ("table-cell", "covered-table-cell"):
                continue
            count = _count(child, "number-columns-repeated", MOST_COLUMNS)
            cell = _cell(child) if name == "table-cell" else Cell("")
            area = (
                _count(child, "number-rows-spanned", MOST_ROWS),
                _count(child, "number-columns-spanned", MOST_COLUMNS),
            )
            if cell.text or cell.oddity or area != (1, 1):
                if column + count > MOST_COLUMNS + 1:
                    raise Damaged
                cells += [(each, cell, area) for each in range(column, column + count)]
            column += count
        return cells


def _count(element: Element, name: str, most: int) -> int:
    number = int(attribute(element, name, "1"))
    if not 0 < number <= most:
        raise Damaged
    return number


def _cell(element: Element) -> Cell:
    """Return what a cell shows."""
    text = "\n".join(_text(each) for each in element if local(each.tag) in ("p", "h"))
    values = {local(key): value for key, value in element.attrib.items()}
    kinds = {value for key, value in element.attrib.items() if local(key) == "value-type"}
    if "error" in kinds or (text.startswith(("#", "Err:")) and "formula" in values):
        return Cell(text or "#N/A", ERROR)
    if "formula" in values and not kinds and not text:
        return Cell("=", FORMULA)
    kind = next(iter(kinds), "")
    if kind in _NUMBERS and "value" in values:
        return _number(text, values["value"])
    if kind in ("date", "time"):
        stored = _moment(values.get(f"{kind}-value", text))
        return Cell(text or stored, DATE, stored)
    if kind == "boolean":
        return Cell("TRUE" if values.get("boolean-value") == "true" else "FALSE")
    return Cell(text or values.get("string-value", ""))


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
    pieces = [element.text or ""]
    for child in element:
        match local(child.tag):
            case "s":
                pieces.append(" " * _count(child, "c", MOST_COLUMNS))
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
