"""Recognise cells that cannot be taken as they look, and say what is wrong with them.

Rule: docs/files.md, "Cells that are refused".
"""

import re
import unicodedata

from kaohe_tui.files.decode import shown
from kaohe_tui.files.sheets.kinds.facts import DATE, ERROR, FORMULA, FRACTION, SHOWN
from kaohe_tui.words import _

MERGED = "merged"
"""Why a cell is odd: it covers several lines of which each needs its own."""
_ERRORS = re.compile(
    r"#(N/A|REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|UNKNOWN!|CONNECT!"
    r"|BUSY!|PYTHON!|EXTERNAL!|GETTING_DATA)|ERR:\d{3}|#{2,}"
)
_FORMULA = re.compile(r"=[A-Z@+(-].*\(.*|=\$?[A-Z]{1,3}\$?\d+", re.IGNORECASE)
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec"
_DATES = re.compile(
    r"(19|20)\d\d[-/](0?[1-9]|1[0-2])[-/]\d{1,2}( .*)?"
    r"|\d{1,2}/\d{1,2}/(\d\d|\d{4})"
    rf"|\d{{1,2}}-({_MONTHS})(-\d\d(\d\d)?)?|({_MONTHS})-\d\d(\d\d)?"
    r"|((19|20)\d\d年)?(0?[1-9]|1[0-2])月\d{1,2}日|(19|20)\d\d年(0?[1-9]|1[0-2])月",
    re.IGNORECASE,
)
_POWERS = re.compile(r"\d(\.\d+)?E[+-]\d{1,3}", re.IGNORECASE)


class OddCell(str):
    """A cell of a workbook that does not hold what it shows, or no plain value.

    Its text, which may be empty, is what is shown.
    """

    oddity: str
    """One of ``ERROR``, ``FORMULA``, ``DATE``, ``FRACTION`` and ``SHOWN``, or ``MERGED``."""
    stored: str
    """The number that is stored, with 15 significant digits, or the date as ISO writes it; empty
    for errors and formulas."""

    def __new__(cls, text: str, oddity: str, stored: str = "") -> "OddCell":
        """Make a cell of its text, the reason why it is odd and what is stored."""
        cell = super().__new__(cls, text)
        cell.oddity = oddity
        cell.stored = stored
        return cell


def fault_of(cell: str) -> str:
    """Say why a cell of a table cannot be taken, whatever its column; empty where it can.

    Args:
        cell: an ``OddCell``, or the text of a .csv, which an error can have got into as well.
    """
    text = unicodedata.normalize("NFKC", cell).strip()
    oddity = cell.oddity if isinstance(cell, OddCell) else ""
    if oddity == DATE:
        return turned_into_date(cell)
    if isinstance(cell, OddCell) and oddity == SHOWN:
        return _("The cell shows {text} but holds {stored}; write the one that is meant.").format(
            text=shown(cell), stored=cell.stored
        )
    if oddity == MERGED:
        return _("This cell is merged over several lines; split it and fill in each one.")
    if oddity == FORMULA:
        return _("Its formula was never calculated; open the file in WPS or Excel and save it.")
    if oddity == ERROR or _ERRORS.fullmatch(text.upper()):
        return _("The cell shows {error}; correct the formula, or write the value itself.").format(
            error=shown(text)
        )
    if _FORMULA.fullmatch(text):
        return _("“{text}” is a formula; write the value itself.").format(text=shown(text))
    return ""


def fault_of_code(cell: str, *, typed: bool) -> str:
    """Say why a cell cannot be taken as a code; empty where it can.

    Args:
        cell: the cell.
        typed: whether it is text that somebody typed as such, as in a workbook's text cell.
    """
    text = unicodedata.normalize("NFKC", cell).strip()
    if not typed and _DATES.fullmatch(text):
        return turned_into_date(cell)
    is_fraction = isinstance(cell, OddCell) and cell.oddity == FRACTION
    if is_fraction or (not typed and _POWERS.fullmatch(text)):
        return _(
            "“{text}” is a number that Excel made of what was written; format the column as text "
            "and write it again."
        ).format(text=shown(text))
    return ""


def turned_into_date(cell: str) -> str:
    """Return the sentence about a code or a name that a spreadsheet made a date of."""
    return _(
        "“{text}” is a date, which Excel makes of what looks like one; format the column as text "
        "and write it again."
    ).format(text=shown(cell))
