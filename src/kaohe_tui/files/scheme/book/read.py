"""Read a scheme that was written as a workbook into the tables of scheme.toml.

Every fault of the cells is told at once, with sheet and cell; what the tables mean is checked by
the readers of scheme.toml.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kaohe_tui.domain.meaning.wishes import nearest
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.files.decode import shown
from kaohe_tui.files.scheme.book.cells import value_of
from kaohe_tui.files.scheme.book.layout import ALONE, BASICS, PARTS, ROLES, ROSTER, Part
from kaohe_tui.files.scheme.words import keys
from kaohe_tui.files.sheets.book import Book, Sheet
from kaohe_tui.files.sheets.odd_cells import fault_of
from kaohe_tui.files.sheets.open_book import is_packed, read_book
from kaohe_tui.files.sheets.places import column_name, on_sheet
from kaohe_tui.files.tables.faults import Faults
from kaohe_tui.files.tables.words import folded
from kaohe_tui.files.toml.lines import Place
from kaohe_tui.words import N_, _

NOTE, EXAMPLE = "说明：", "例："
"""What the lines below the headings begin with that say what a column is for."""
_TABLE, _ITEM, _VALUE, _SAYS = "部分", "项目", "内容", "说明"
"""The headings of the sheet of what stands alone."""
_OWNER = "owner"
"""The column that names the line of another sheet to which a line belongs; no key is called so."""
TABLES = {"": "方案", "scoring": "基本", "bars": "评优限制", "notice": "公示"}
"""Table that stands once -> what its lines begin with."""
SHEETS = (BASICS, ROLES, *(part.sheet for part in PARTS), ROSTER)
"""Every sheet that a scheme may have."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a value stands."""

    sheet: str
    """The sheet's name."""
    name: str
    """The cell, like ``C5``."""


@dataclass(slots=True)
class Tables:
    """The tables of a scheme, and where each value of them stands."""

    file: str
    """The file's name."""
    values: dict[str, Any] = field(default_factory=dict)
    """What scheme.toml would hold; numbers and flags are texts."""
    cells: dict[Place, Cell] = field(default_factory=dict)
    """Place of a value or a table -> where it stands."""
    faults: Faults = field(default_factory=Faults)
    """What is wrong in the cells."""

    def fault(self, cell: Cell, code: str, message: str, /, **values: object) -> None:
        """Add a fault of a cell."""
        refusal = Refusal(code, message, **values).within(N_("{cell}: {fault}"), cell=cell.name)
        self.faults.add(on_sheet(self.file, cell.sheet, refusal))


def has_roster(path: Path) -> bool:
    """Return whether a scheme's file is a workbook that holds the people too."""
    if not path.is_file() or not is_packed(path):
        return False
    return any(folded(sheet.name) == ROSTER for sheet in read_book(path).sheets)


def tables_of(book: Book) -> Tables:
    """Return the tables that a workbook holds.

    Raises:
        Refusal: naming every cell that cannot be read.
    """
    tables = Tables(book.file)
    by_name = {folded(sheet.name): sheet for sheet in book.sheets}
    for sheet in book.sheets:
        if folded(sheet.name) not in SHEETS and not sheet.name.startswith("#"):
            refusal = Refusal(
                "scheme-sheet-unknown",
                N_("A scheme has no such sheet, but: {sheets}. Begin the names of others with #."),
                sheets="、".join(SHEETS),
            )
            tables.faults.add(on_sheet(book.file, sheet.name, refusal))
    if BASICS in by_name:
        _alone(tables, by_name[BASICS])
    if ROLES in by_name:
        _roles(tables, by_name[ROLES])
    for part in PARTS:
        if part.sheet in by_name:
            _part(tables, part, by_name[part.sheet])
    _only_veto(tables)
    tables.faults.check()
    return tables


def _lines(
    tables: Tables, sheet: Sheet, known: Mapping[str, Sequence[str]]
) -> Iterator[dict[str, tuple[Cell, str]]]:
    """Yield each line below the headings: column -> its cell and what it shows, filled ones alone.

    Args:
        tables: gets the faults.
        sheet: the sheet.
        known: column -> the words that may head it.
    """
    heads: dict[int, str] = {}
    for number, row in enumerate(sheet.rows, 1):
        filled = {place: text for place, text in enumerate(row, 1) if text.strip()}
        first = next(iter(filled.values()), "").strip()
        if not heads:
            columns = {place: _column(text, known) for place, text in filled.items()}
            if sum(map(bool, columns.values())) >= min(2, len(known)):
                heads = {place: column for place, column in columns.items() if column}
                _tell_unknown(tables, sheet, number, filled, heads, known)
            continue
        if first.startswith((NOTE, EXAMPLE)):
            continue
        line: dict[str, tuple[Cell, str]] = {}
        for place, text in filled.items():
            cell = Cell(sheet.name, f"{column_name(place)}{number}")
            if why := fault_of(text):
                tables.fault(cell, "cell-unreadable", why)
            elif place in heads:
                line[heads[place]] = cell, text.strip()
        if line:
            yield line


def _column(text: str, known: Mapping[str, Sequence[str]]) -> str:
    word = folded(text)
    return next((key for key, words in known.items() if word in map(folded, words)), "")


def _tell_unknown(
    tables: Tables,
    sheet: Sheet,
    number: int,
    filled: Mapping[int, str],
    heads: Mapping[int, str],
    known: Mapping[str, Sequence[str]],
) -> None:
    table = next((key for key, words in keys().items() if sheet.name in words), "")
    for place, text in filled.items():
        if place not in heads:
            cell = Cell(sheet.name, f"{column_name(place)}{number}")
            if near := nearest(table, text):
                _tell_nearest(tables, cell, near)
                continue
            tables.fault(
                cell,
                "heading-unknown",
                N_("“{heading}” is no column of this sheet; the columns are: {known}."),
                heading=shown(text),
                known="、".join(words[0] for words in known.values()),
            )


def _tell_nearest(tables: Tables, cell: Cell, near: str) -> None:
    """Say that a scheme cannot say what stands in a cell, and what comes nearest to it."""
    sentence = N_("A scheme cannot say this. {nearest}")
    tables.fault(cell, "wish-unsupported", sentence, nearest=_(near))


def _words(key: str) -> tuple[str, ...]:
    """Return what a column of a key may be headed by, the usual word first."""
    return (*keys().get(key, ()), key)


def _alone(tables: Tables, sheet: Sheet) -> None:
    """Read what stands alone: the top level, and tables that stand once."""
    known = {"table": (_TABLE,), "key": (_ITEM,), "value": (_VALUE,), "says": (_SAYS,)}
    for line in _lines(tables, sheet, known):
        if "value" not in line or "key" not in line:
            continue
        cell, word = line["key"]
        table = _table(line.get("table", (cell, ""))[1])
        key = next((k for k in ALONE.get(table or "", ()) if word in _words(k)), None)
        if near := nearest(table or "", word) if key is None else "":
            _tell_nearest(tables, cell, near)
            continue
        if table is None or key is None:
            tables.fault(
                cell,
                "key-unknown",
                N_("“{word}” is nothing that stands in this part of a scheme."),
                word=shown(word),
            )
            continue
        place: Place = (table, key) if table else (key,)
        within = tables.values.setdefault(table, {}) if table else tables.values
        within[key] = value_of(key, line["value"][1])
        tables.cells[place] = line["value"][0]
        tables.cells.setdefault(place[:1], line["value"][0])


def _table(word: str) -> str | None:
    names = {name: table for table, name in TABLES.items()} | {table: table for table in TABLES}
    return names.get(word)


def _roles(tables: Tables, sheet: Sheet) -> None:
    """Read the unit's own words for roles."""
    known = {"role": ("角色", "role"), "words": ("叫法", "words")}
    for line in _lines(tables, sheet, known):
        if "role" not in line or "words" not in line:
            continue
        role = line["role"][1]
        words = value_of("words", line["words"][1])
        tables.values.setdefault("roles", {})[role] = words
        tables.cells["roles", role] = line["words"][0]


def _part(tables: Tables, part: Part, sheet: Sheet) -> None:
    """Read a list of tables, a line each."""
    known = {key: _words(key) for key in part.columns}
    parent = next((each for each in PARTS if each.table == part.parent), None)
    if parent:
        known = {_OWNER: (parent.sheet, parent.table)} | known
    for line in _lines(tables, sheet, known):
        owner: dict[str, Any] = tables.values
        place: Place = ()
        if parent:
            owned = _owner(tables, parent, line)
            if owned is None:
                continue
            owner, place = owned
        rows = owner.setdefault(part.table, [])
        row: Place = (*place, part.table, len(rows))
        rows.append(
            {key: value_of(key, text) for key, (_cell, text) in line.items() if key != _OWNER}
        )
        tables.cells[row] = next(iter(line.values()))[0]
        for key, (cell, _text) in line.items():
            if key != _OWNER:
                tables.cells[*row, key] = cell


def _only_veto(tables: Tables) -> None:
    """Let a single veto without a key stand as [vetoes], as it does in scheme.toml."""
    match tables.values.get("vetoes"):
        case [veto] if not {"key", "name"} & veto.keys():
            tables.values["vetoes"] = veto
            for key in veto:
                tables.cells["vetoes", key] = tables.cells["vetoes", 0, key]
            tables.cells["vetoes",] = tables.cells["vetoes", 0]


def _owner(
    tables: Tables, parent: Part, line: Mapping[str, tuple[Cell, str]]
) -> tuple[dict[str, Any], Place] | None:
    """Return the table that a line belongs to; None, and a fault, where there is none."""
    cell, key = line.get(_OWNER, (next(iter(line.values()))[0], ""))
    for number, row in enumerate(tables.values.get(parent.table, ())):
        if key and key in (row.get("key"), row.get("name")):
            return row, (parent.table, number)
    tables.fault(
        cell,
        "owner-unknown",
        N_("The sheet “{sheet}” has no line with the key “{key}”."),
        sheet=parent.sheet,
        key=shown(key),
    )
    return None
