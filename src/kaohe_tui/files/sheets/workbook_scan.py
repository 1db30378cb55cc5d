"""Find what a sheet of an .xlsx holds beside its values.

Cells that show an error, formulas that were never calculated, what is hidden, what is merged. Part
of the program ``workbook_sheet``.

The library that reads the values gives an error and a formula without a value as empty cells, and
says nothing of hidden rows. A file's table would be taken wrongly, so its XML is looked at as well.
"""

import re
import zipfile
from dataclasses import dataclass, field
from io import BytesIO
from posixpath import dirname, join, normpath
from xml.etree import ElementTree as Tree
from xml.parsers import expat

ERROR, FORMULA, DATE, FRACTION = "error", "formula", "date", "fraction"
"""Why a cell is odd: it shows an error; its formula was never calculated; it is a date or a time;
it is a number that can be no code."""

_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_YES = ("1", "true", "on")
_ZEROS = re.compile(r"0{2,15}")
_MOST_COLUMNS = 16384


class Unsafe(Exception):
    """Raised where the XML declares a document type, which no maker of workbooks does."""


@dataclass
class Scan:
    """The oddities of a sheet; rows and columns are counted from 1."""

    odd: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)
    """(row, column) -> (why, text shown) of cells with an error or never calculated."""
    padded: dict[tuple[int, int], int] = field(default_factory=dict)
    """(row, column) -> digits on which a number is shown, with zeros before it."""
    hidden_rows: list[int] = field(default_factory=list)
    """The rows that Excel does not show."""
    hidden_columns: list[int] = field(default_factory=list)
    """The columns that Excel does not show."""
    filtered: bool = False
    """Whether a filter is set on the sheet."""
    merged: list[str] = field(default_factory=list)
    """The ranges of merged cells, such as ``A1:E1``."""


@dataclass
class Book:
    """The parts of a workbook."""

    parts: zipfile.ZipFile
    """The archive that a workbook is."""
    active: int
    """The position, from 0, of the sheet that Excel shows on opening."""
    names: list[str]
    """The sheets' names, in the order of the tabs."""
    paths: list[str]
    """The part of each sheet; empty where the archive lacks it."""
    padding: list[int]
    """Style's number -> digits that it pads a number to with zeros; 0: no padding."""

    def scan(self, number: int) -> Scan:
        """Return what is odd in the sheet of that position, from 0."""
        data = self.parts.read(self.paths[number])
        return _Scanner(self.padding).scan(data)


def book_of(data: bytes) -> Book:
    """Return the parts of a workbook.

    Raises:
        Unsafe, KeyError, ValueError, Tree.ParseError, zipfile.BadZipFile: where it is none.
    """
    parts = zipfile.ZipFile(BytesIO(data))
    names = parts.namelist()
    at = _target(parts, "", "officeDocument") or "xl/workbook.xml"
    root = _tree(parts, at)
    links = _links(parts, at)
    views = [each for each in root.iter() if _local(each.tag) == "workbookView"]
    sheets = [each for each in root.iter() if _local(each.tag) == "sheet"]
    paths = []
    for sheet in sheets:
        link = next((v for k, v in sheet.attrib.items() if _local(k) == "id"), "")
        path = links.get(link, "")
        paths.append(path if path in names else "")
    active = int(views[0].get("activeTab", "0")) if views else 0
    styles = _target(parts, at, "styles")
    padding = _padding(_tree(parts, styles)) if styles in names else []
    sheet_names = [sheet.get("name", "") for sheet in sheets]
    return Book(parts, active if 0 <= active < len(sheets) else 0, sheet_names, paths, padding)


def _local(name: str) -> str:
    return name.rpartition("}")[2].rpartition(":")[2]


def _tree(parts: zipfile.ZipFile, path: str) -> Tree.Element:
    data = parts.read(path)
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise Unsafe
    return Tree.fromstring(data)


def _relations(parts: zipfile.ZipFile, part: str) -> list[tuple[str, str, str]]:
    """Return id, kind and part of everything that a part refers to."""
    folder, _slash, name = part.rpartition("/")
    path = join(folder, "_rels", f"{name}.rels")
    if path not in parts.namelist():
        return []
    relations = []
    for each in _tree(parts, path):
        target = each.get("Target", "")
        absolute = target[1:] if target.startswith("/") else normpath(join(dirname(part), target))
        relations.append((each.get("Id", ""), each.get("Type", "").rpartition("/")[2], absolute))
    return relations


def _links(parts: zipfile.ZipFile, part: str) -> dict[str, str]:
    return {link: path for link, _kind, path in _relations(parts, part)}


def _target(parts: zipfile.ZipFile, part: str, kind: str) -> str:
    return next((path for _id, relation, path in _relations(parts, part) if relation == kind), "")


def _padding(styles: Tree.Element) -> list[int]:
    formats = {
        each.get("numFmtId", ""): each.get("formatCode", "")
        for each in styles.iter()
        if _local(each.tag) == "numFmt"
    }
    cells = next((each for each in styles if _local(each.tag) == "cellXfs"), None)
    lengths = []
    for style in () if cells is None else cells:
        code = formats.get(style.get("numFmtId", ""), "")
        lengths.append(len(code) if _ZEROS.fullmatch(code) else 0)
    return lengths


class _Scanner:
    """Reads a sheet's XML from its beginning to its end."""

    def __init__(self, padding: list[int]) -> None:
        self._scan, self._padding = Scan(), padding
        self._row = self._column = 0
        self._kind, self._style, self._formula = "", "", False
        self._hidden = self._in_value = False
        self._value: list[str] = []

    def scan(self, data: bytes) -> Scan:
        """Return what is odd in the sheet's XML."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = self._doctype
        parser.ParseFile(BytesIO(data))
        return self._scan

    def _doctype(self, *_arguments: object) -> None:
        raise Unsafe

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        match tag.rpartition(":")[2]:
            case "c":
                self._begin_cell(attributes)
            case "v" | "is":
                self._in_value = True
            case "f":
                self._formula = True
            case "row":
                self._row = int(attributes["r"]) if "r" in attributes else self._row + 1
                self._column = 0
                self._hidden = attributes.get("hidden") in _YES or _is_nothing(attributes.get("ht"))
            case "col" if attributes.get("hidden") in _YES or _is_nothing(attributes.get("width")):
                last = min(int(attributes["max"]), _MOST_COLUMNS)
                self._scan.hidden_columns.extend(range(int(attributes["min"]), last + 1))
            case "mergeCell":
                self._scan.merged.append(attributes.get("ref", ""))
            case "autoFilter":
                self._scan.filtered = True
            case _:
                pass

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._column += 1
        if match := _CELL.fullmatch(attributes.get("r", "")):
            self._row, self._column = int(match[2]), _number(match[1])
        self._kind, self._style, self._formula = (
            attributes.get("t", "n"),
            attributes.get("s", ""),
            False,
        )
        self._in_value = False
        self._value.clear()

    def _characters(self, text: str) -> None:
        if self._in_value:
            self._value.append(text)

    def _end(self, tag: str) -> None:
        match tag.rpartition(":")[2]:
            case "v" | "is":
                self._in_value = False
            case "c":
                self._end_cell("".join(self._value).strip())
            case "row" if self._hidden:
                self._scan.hidden_rows.append(self._row)
            case _:
                pass

    def _end_cell(self, value: str) -> None:
        at = (self._row, self._column)
        if self._kind == "e":
            self._scan.odd[at] = (ERROR, value or "#N/A")
        elif self._formula and not value and self._kind != "str":
            # A formula whose value is the empty text is marked as one of text.
            self._scan.odd[at] = (FORMULA, "=")
        elif self._kind == "n" and self._style.isdigit() and value:
            style = int(self._style)
            if style < len(self._padding) and self._padding[style]:
                self._scan.padded[at] = self._padding[style]


def _is_nothing(size: str | None) -> bool:
    """Return whether a height or width is zero; an absent one is not."""
    return size is not None and size.strip("0.") == "" and size != ""


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
