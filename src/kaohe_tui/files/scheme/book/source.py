"""Let the readers of scheme.toml read what stood in cells, and tell the cells in their refusals."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.files.scheme.book.read import Cell, Tables
from kaohe_tui.files.scheme.words import source_of
from kaohe_tui.files.sheets.places import on_sheet
from kaohe_tui.files.toml.keys import Source
from kaohe_tui.files.toml.lines import Place
from kaohe_tui.words import N_


@dataclass(frozen=True, slots=True)
class CellSource(Source):
    """A workbook's name, and the cells that its values stand in."""

    cells: Mapping[Place, Cell] = field(default_factory=dict)
    """Place of a value or a table -> where it stands."""

    def placed(self, refusal: Refusal, place: Place, label: str) -> Refusal:
        """See ``Source``; where a value is missing, the cell is the first one of its line."""
        for end in range(len(place), 0, -1):
            if cell := self.cells.get(place[:end]):
                if end < len(place):
                    refusal = refusal.within(N_("{key}: {fault}"), key=label)
                refusal = refusal.within(N_("{cell}: {fault}"), cell=cell.name)
                return on_sheet(self.file, cell.sheet, refusal)
        return super(CellSource, self).placed(refusal, place, label).at(self.file)


def in_cells(tables: Tables) -> CellSource:
    """Return where the values of a workbook stand, and the words that they may use."""
    usual = source_of("", tables.file)
    words = usual.keys, usual.values, usual.flags, usual.nearest
    return CellSource(tables.file, usual.lines, *words, tables.cells)


def toml_of(values: Mapping[str, Any]) -> str:
    """Return what scheme.toml would say; it is what the database keeps of a scheme."""
    import tomli_w

    return tomli_w.dumps(values)
