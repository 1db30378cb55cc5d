"""Read the tables of a .docx: their cells as shown, merged cells, rows and texts that are hidden.

A table that stands in a cell of another is one of its own, behind it.
"""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from xml.etree.ElementTree import Element

from kaohe_tui.files.sheets.kinds.facts import (
    MOST_COLUMNS,
    TEXT,
    Cell,
    Damaged,
    Table,
    Tables,
    TooLarge,
)
from kaohe_tui.files.sheets.kinds.parts import attribute, local, target, tree

_LEFT_OUT = ("tbl", "moveFrom", "del", "Fallback", "pPr", "rt")
"""What stands in a cell and is not its text: other tables, what was deleted or moved away, what
programs of old show instead, what is written above characters."""
_TICKS = {
    ("Wingdings", "FC"), ("Wingdings", "FE"), ("Wingdings 2", "50"), ("Wingdings 2", "52"),
}  # fmt: skip
"""The signs of two fonts that are ticks."""
_NO = ("0", "false", "off")


def read(data: bytes) -> Tables:
    """Return the tables of a document, called by their numbers from 1.

    Raises:
        Damaged: when it cannot be read; and whatever the zip and the XML raise.
    """
    parts = zipfile.ZipFile(BytesIO(data))
    path = target(parts, "", "officeDocument") or "word/document.xml"
    tables: list[Element] = []
    between: list[list[str]] = [[]]
    for each in _in_order(tree(parts.read(path))):
        if local(each.tag) == "tbl":
            tables.append(each)
            between.append([])
        elif text := "".join(_pieces(each)).strip():
            between[-1].append(text)
    if sum(len(text) for texts in between for text in texts) > TEXT:
        raise TooLarge
    sheets = [_table(each, str(number)) for number, each in enumerate(tables, 1)]
    for number, table in enumerate(sheets):
        table.above, table.below = between[number], between[number + 1]
    filled = [table.name for table in sheets if table.rows]
    return Tables(sheets, (filled or [""])[0])


def _in_order(element: Element, *, is_inside: bool = False) -> Iterator[Element]:
    """Yield tables and paragraphs as they follow each other, but for what is said twice or deleted.

    Of what stands inside a table or a paragraph, the tables alone.
    """
    for child in element:
        name = local(child.tag)
        if name in ("Fallback", "moveFrom", "del"):
            continue
        if name == "tbl" or (name == "p" and not is_inside):
            yield child
        yield from _in_order(child, is_inside=is_inside or name in ("tbl", "p"))


def _inside(element: Element, tag: str) -> Iterator[Element]:
    """Yield the rows of a table or the cells of a row, also those in a frame of their own."""
    for child in element:
        name = local(child.tag)
        if name == tag:
            yield child
        elif name in ("sdt", "sdtContent", "ins", "customXml", "smartTag"):
            yield from _inside(child, tag)


def _table(element: Element, name: str) -> Table:
    table = Table(name)
    begun: dict[int, tuple[int, int, int]] = {}
    for row, line in enumerate(_inside(element, "tr"), 1):
        if _is_on(_property(line, "trPr", "hidden")):
            table.hidden_rows.add(row)
        column = 1 + _number(_property(line, "trPr", "gridBefore"), 0)
        open_columns = set()
        for cell in _inside(line, "tc"):
            width = _number(_property(cell, "tcPr", "gridSpan"), 1)
            joined = _property(cell, "tcPr", "vMerge")
            goes_on = joined is not None and attribute(joined, "val", "continue") == "continue"
            if goes_on and column in begun:
                top, first_width, _bottom = begun[column]
                begun[column] = top, first_width, row
                open_columns.add(column)
            else:
                _close(table, begun, {column})
                table.put(row, column, Cell(_text(cell).strip()))
                if _is_struck(cell):
                    table.struck.add((row, column))
                begun[column] = row, width, row
                open_columns.add(column)
            column += width
        _close(table, begun, {*begun} - open_columns)
    _close(table, begun, {*begun})
    return table


def _close(table: Table, begun: dict[int, tuple[int, int, int]], columns: set[int]) -> None:
    """Note the merged cells that end above the row that is read."""
    for column in sorted(columns & {*begun}):
        top, width, bottom = begun.pop(column)
        if bottom > top or width > 1:
            table.merged.append((top, column, bottom, column + width - 1))


def _property(element: Element, group: str, name: str) -> Element | None:
    """Return a property of a row, a cell or a run; None where it has none of that name."""
    for child in element:
        if local(child.tag) == group:
            return next((each for each in child if local(each.tag) == name), None)
    return None


def _number(element: Element | None, default: int) -> int:
    number = default if element is None else int(attribute(element, "val", str(default)))
    if not 0 <= number <= MOST_COLUMNS:
        raise Damaged
    return number


def _is_on(element: Element | None) -> bool:
    return element is not None and attribute(element, "val", "true") not in _NO


def _is_struck(cell: Element) -> bool:
    """Return whether all runs of text in a cell are struck through."""
    runs = [
        each
        for paragraph in _paragraphs(cell)
        for each in paragraph.iter()
        if local(each.tag) == "r" and "".join(_pieces(each)).strip()
    ]
    marks = ("strike", "dstrike")
    return bool(runs) and all(
        any(_is_on(_property(run, "rPr", name)) for name in marks) for run in runs
    )


def _text(cell: Element) -> str:
    """Return the text of a cell, its paragraphs on lines of their own."""
    return "\n".join("".join(_pieces(each)) for each in _paragraphs(cell))


def _paragraphs(element: Element) -> Iterator[Element]:
    for child in element:
        name = local(child.tag)
        if name == "p":
            yield child
        elif name not in _LEFT_OUT:
            yield from _paragraphs(child)


def _pieces(element: Element) -> Iterator[str]:
    """Yield the pieces of a paragraph's text that are seen."""
    for child in element:
        match local(child.tag):
            case "t":
                yield child.text or ""
            case "tab":
                yield "\t"
            case "br" | "cr":
                yield "\n"
            case "noBreakHyphen":
                yield "-"
            case "sym":
                code = attribute(child, "char").upper()[-2:]
                yield "√" if (attribute(child, "font"), code) in _TICKS else "□"
            case name if name in _LEFT_OUT or _is_on(_property(child, "rPr", "vanish")):
                pass
            case _:
                yield from _pieces(child)
