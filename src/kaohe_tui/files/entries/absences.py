"""Read days of absence (缺勤) from a table. Rule: docs/files.md, "Absences"."""

import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path

from kaohe_tui.domain.entries.days import days_of
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import Roster
from kaohe_tui.files.entries.reading import EntriesReading, read_entries
from kaohe_tui.files.entries.whose import Whose
from kaohe_tui.files.tables.columns import Line
from kaohe_tui.files.tables.doubts import UNASKED, Choices
from kaohe_tui.files.tables.faults import Faults
from kaohe_tui.files.tables.head import Kind
from kaohe_tui.files.tables.words import headings

_KIND = Kind(
    known=headings("absences"),
    required=("person", "days", "reason"),
    who=("person", "name"),
    instead={"person": "name"},
    asked=("name",),
    own=("days",),
)
_NONE = ("", "0", "0.0", "0天", "无", "-", "—", "——", "/", "\\")
"""Days, and reasons, of somebody who was not absent."""


@dataclass(frozen=True, slots=True)
class AbsenceLine:
    """One absence as the file gives it."""

    line: int
    """The line in the file, counted from 1."""
    code: str
    """The code of the person who was absent; empty while that is in doubt."""
    days: Fraction
    """How many days."""
    reason: str
    """Why; never empty."""


def read_absences(
    path: Path, roster: Roster, choices: Choices = UNASKED
) -> EntriesReading[AbsenceLine]:
    """Return what is understood of a file as absences, in its order.

    A line of somebody who was not absent, with neither days nor reason, is left out and told.

    Args:
        path: the file.
        roster: everybody who may have been absent.
        choices: what was answered about it before.

    Raises:
        Refusal: when the file is no such table; what is wrong with its lines is in the reading.
    """
    return read_entries(path, _KIND, Whose(roster, choices), choices, _entry, is_blank=_is_blank)


def _is_blank(line: Line) -> bool:
    cells = (unicodedata.normalize("NFKC", line.raw(each)) for each in ("days", "reason"))
    return all(text in _NONE for text in cells)


def _entry(line: Line, code: str, faults: Faults) -> AbsenceLine | None:
    days = faults.trying(partial(_days, line))
    reason = faults.trying(partial(line.filled, "reason"))
    if days is None or reason is None:
        return None
    return AbsenceLine(line.row.line, code, days, reason)


def _days(line: Line) -> Fraction:
    text = line.filled("days")
    try:
        return days_of(text)
    except Refusal as refusal:
        raise line.placed("days", refusal) from refusal
