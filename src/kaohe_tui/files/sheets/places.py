"""Name places of a workbook in refusals: a column, a sheet."""

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.files.decode import shown
from kaohe_tui.words import N_


def column_name(number: int) -> str:
    """Return the letters of a column counted from 1: ``5`` is ``E``, ``27`` is ``AA``."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def on_sheet(file: str, sheet: str, refusal: Refusal) -> Refusal:
    """Return a refusal with its place: a sheet of a workbook."""
    return refusal.within(N_("sheet “{sheet}”: {fault}"), sheet=shown(sheet)).at(shown(file))
