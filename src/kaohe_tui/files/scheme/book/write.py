"""Write a scheme as a workbook that a clerk fills in. Rule: docs/files.md, "考核方案.xlsx"."""

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from kaohe_tui.domain.width import cell_width
from kaohe_tui.files.scheme.book.cells import cell_of
from kaohe_tui.files.scheme.book.layout import ALONE, BASICS, PARTS, ROLES, ROSTER, Part
from kaohe_tui.files.scheme.book.read import NOTE, TABLES
from kaohe_tui.files.scheme.words import keys, values
from kaohe_tui.words import N_, _

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_WIDEST, _NARROWEST = 40, 8
_LAST = 500
"""The last line whose cells are checked as they are typed."""
_SAYS = {
    BASICS: N_("What holds for the whole scheme: a line each; what is empty has its usual value."),
    ROLES: N_("The unit's own words for the roles, the shown one first, with ； between them."),
    ROSTER: N_("Everybody who rates or is rated, in the order of the lists."),
}


def scheme_book(
    tables: Mapping[str, Any], people: Sequence[Sequence[str]] = (), year: int = 2000
) -> bytes:
    """Return the workbook of a scheme.

    Args:
        tables: what its scheme.toml holds, with English keys.
        people: the lines of the roster, its headings first; none leaves the sheet out.
        year: the calendar year; two workbooks of one scheme are the same byte by byte.
    """
    from xlsxwriter import Workbook

    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True})
    book.set_properties({"created": datetime(year, 1, 1)})
    formats = _formats(book)
    _write(book, formats, BASICS, _(_SAYS[BASICS]), _basics(tables), 3)
    _write(book, formats, ROLES, _(_SAYS[ROLES]), _roles(tables), 1)
    for part in PARTS:
        rows = _rows(part, tables)
        sheet = _write(book, formats, part.sheet, _(part.says), rows, 2)
        _check(sheet, part)
    if people:
        _write(book, formats, ROSTER, _(_SAYS[ROSTER]), people, 1)
    book.close()
    return stream.getvalue()


def _formats(book: "Workbook") -> dict[str, "Format"]:
    box: dict[str, Any] = {"border": 1, "valign": "vcenter", "num_format": "@", "text_wrap": True}
    return {
        "says": book.add_format({"italic": True, "font_color": "#606060"}),
        "heading": book.add_format({**box, "bold": True, "bg_color": "#E7E6E6"}),
        "note": book.add_format({**box, "font_color": "#808080", "font_size": 9}),
        "text": book.add_format(box),
    }


def _write(
    book: "Workbook",
    formats: Mapping[str, "Format"],
    name: str,
    says: str,
    rows: Sequence[Sequence[str]],
    heads: int,
) -> "Worksheet":
    """Write one sheet: a sentence, the headings, a line on each column, then what there is.

    Args:
        book: gets the sheet.
        formats: by what they are for.
        name: the sheet's.
        says: the sentence above.
        rows: the headings first; every text is written as text.
        heads: how many of the rows, but for the headings, only say what stands below.
    """
    sheet = book.add_worksheet(name)
    sheet.write_string(0, 0, says, formats["says"])
    for line, row in enumerate(rows, 1):
        is_note = bool(row) and row[0].startswith(NOTE)
        look = "heading" if line == 1 else "note" if is_note else "text"
        for place, text in enumerate(row):
            sheet.write_string(line, place, text, formats[look])
    for place in range(max(map(len, rows), default=0)):
        texts = [row[place] for row in rows if place < len(row)]
        widest = max((cell_width(each) for text in texts for each in text.splitlines()), default=0)
        sheet.set_column(place, place, min(max(widest + 2, _NARROWEST), _WIDEST), formats["text"])
    sheet.freeze_panes(heads, 0)
    return sheet


def _basics(tables: Mapping[str, Any]) -> list[list[str]]:
    rows = [["部分", "项目", "内容", "说明"]]
    for table, items in ALONE.items():
        stands = tables.get(table, {}) if table else tables
        for key, says in items.items():
            text = cell_of(key, stands[key]) if key in stands else ""
            rows.append([TABLES[table], keys()[key][0], text, _(says)])
    return rows


def _roles(tables: Mapping[str, Any]) -> list[list[str]]:
    words = tables.get("roles", {})
    return [["角色", "叫法"], *([key, cell_of("words", each)] for key, each in words.items())]


def _rows(part: Part, tables: Mapping[str, Any]) -> list[list[str]]:
    parent = next((each for each in PARTS if each.table == part.parent), None)
    before = [parent.sheet] if parent else []
    notes = [_(says) for says in part.columns.values()]
    rows = [
        [*before, *(keys()[key][0] for key in part.columns)],
        [*([_("the key there")] if parent else []), *notes],
    ]
    rows[1][0] = NOTE + rows[1][0]
    for owner, table in _tables(part, tables):
        cells = [cell_of(key, table[key]) if key in table else "" for key in part.columns]
        rows.append([*([owner] if parent else []), *cells])
    return rows


def _tables(part: Part, tables: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield each table of a list, with the key of the one that it stands in."""
    owners = tables.get(part.parent, ()) if part.parent else (tables,)
    for owner in owners:
        listed = owner.get(part.table, ())
        # A veto may stand alone, as [vetoes].
        for table in [listed] if isinstance(listed, Mapping) else listed:
            yield str(owner.get("key", "")) if part.parent else "", table


def _check(sheet: "Worksheet", part: Part) -> None:
    """Let cells that take one of a few words offer them."""
    offset = 1 if part.parent else 0
    for place, key in enumerate(part.columns, offset):
        words = [each[0] for each in values().get(key, {}).values()]
        if key in ("secret", "control_total", "all_equal", "all_full"):
            words = ["是", "否"]
        if words and key not in ("kind", "source", "by"):
            sheet.data_validation(
                3, place, _LAST, place,
                {"validate": "list", "source": words, "error_type": "warning"},
            )  # fmt: skip
