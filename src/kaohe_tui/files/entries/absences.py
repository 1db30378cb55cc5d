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
from kaohe_tui.files.tables.titles import Asked, unasked
from kaohe_tui.files.tables.words import headings

_KIND = Kind(
    known=headings("absences"),
    required=("person", "days", "reason"),
    who=("person", "name"),
    instead={"person": "name"},
    asked=("name", "kind"),
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
    kind: str = ""
    """The kind's key or name, as written; empty where none is named."""


def read_absences(
    path: Path, roster: Roster, choices: Choices = UNASKED, asked: Asked = unasked
) -> EntriesReading[AbsenceLine]:
    """Return what is understood of a file as absences, in its order.

    A line of somebody who was not absent, with neither days nor reason, is left out and told.

    Args:
        path: the file.
        roster: everybody who may have been absent.
        choices: what was answered about it before.
        asked: returns what is doubtful of the titles.

    Raises:
        Refusal: when the file is no such table; what is wrong with its lines is in the reading.
    """
    whose = Whose(roster, choices)
    return read_entries(path, _KIND, whose, choices, _entry, is_blank=_is_blank, asked=asked)


def _is_blank(line: Line) -> bool:
    cells = (unicodedata.normalize("NFKC", line.raw(each)) for each in ("days", "reason"))
    return all(text in _NONE for text in cells)


def _entry(line: Line, code: str, faults: Faults) -> AbsenceLine | None:
    days = faults.trying(partial(_days, line))
    reason = faults.trying(partial(line.filled, "reason"))
    kind = faults.trying(partial(line.text, "kind"))
    if days is None or reason is None or kind is None:
        return None
    return AbsenceLine(line.row.line, code, days, reason, kind)


def _days(line: Line) -> Fraction:
    text = line.filled("days")
    try:
        return days_of(text)
    except Refusal as refusal:
        raise line.placed("days", refusal) from refusal
