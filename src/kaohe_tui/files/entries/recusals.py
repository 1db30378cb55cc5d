"""Read recusals (回避) from a table. Rule: docs/files.md, "Recusals"."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kaohe_tui.domain.rules.people import Roster
from kaohe_tui.files.entries.reading import EntriesReading, read_entries
from kaohe_tui.files.entries.whose import Whose
from kaohe_tui.files.roster.who import Who
from kaohe_tui.files.tables.columns import Line
from kaohe_tui.files.tables.doubts import UNASKED, Choices
from kaohe_tui.files.tables.faults import Faults
from kaohe_tui.files.tables.head import Kind
from kaohe_tui.files.tables.words import headings

_KIND = Kind(
    known=headings("recusals"),
    required=("tier", "rater", "person", "reason"),
    who=("rater", "person", "name"),
    instead={"person": "name"},
    asked=("name",),
    own=("rater", "person"),
)


@dataclass(frozen=True, slots=True)
class RecusalLine:
    """One recusal as the file gives it."""

    line: int
    """The line in the file, counted from 1."""
    tier: str
    """What the file calls the tier: its key or its name."""
    rater: str
    """The rater's code."""
    ratee: str
    """The ratee's code; empty while it is in doubt."""
    reason: str
    """Why; never empty."""


def read_recusals(
    path: Path, roster: Roster, choices: Choices = UNASKED
) -> EntriesReading[RecusalLine]:
    """Return what is understood of a file as recusals, in its order.

    Args:
        path: the file.
        roster: everybody who may rate or be rated.
        choices: what was answered about it before.

    Raises:
        Refusal: when the file is no such table; what is wrong with its lines is in the reading.
    """
    who = Who(roster)

    def entry(line: Line, ratee: str, faults: Faults) -> RecusalLine | None:
        tier = faults.trying(partial(line.filled, "tier"))
        rater = faults.trying(partial(who.code, line, "rater"))
        reason = faults.trying(partial(line.filled, "reason"))
        if tier is None or rater is None or reason is None:
            return None
        return RecusalLine(line.row.line, tier, rater, ratee, reason)

    return read_entries(path, _KIND, Whose(roster, choices), choices, entry)
