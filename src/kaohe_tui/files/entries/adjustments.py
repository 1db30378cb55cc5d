"""Read adjustments (加减分) from a table. Rule: docs/files.md, "Adjustments"."""

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import NamedTuple

from kaohe_tui.domain.rules.people import Roster
from kaohe_tui.files.decode import shown
from kaohe_tui.files.entries.reading import EntriesReading, read_entries
from kaohe_tui.files.entries.whose import Whose
from kaohe_tui.files.tables.columns import Line
from kaohe_tui.files.tables.damaged_names import fault_of_words
from kaohe_tui.files.tables.doubts import UNASKED, Choices
from kaohe_tui.files.tables.faults import Faults
from kaohe_tui.files.tables.head import Kind
from kaohe_tui.files.tables.titles import Asked, unasked
from kaohe_tui.files.tables.words import headings
from kaohe_tui.words import N_

_KIND = Kind(
    known=headings("adjustments"),
    required=("person", "rule", "evidence"),
    who=("person", "name"),
    instead={"person": "name"},
    asked=("name", "count", "approved_by", "level", "matter"),
)
_COUNT = re.compile(r"(\d{1,6})\s*(?:人?次|times?|[篇件个条项份])?", re.ASCII | re.IGNORECASE)
_POINTS = re.compile(
    r"(?:每[次篇件个条项份])?([-+加减扣]?)(\d{1,6}(?:\.\d{1,6})?)分?(?:/[次篇件个条项份])?",
    re.ASCII,
)
_UNAPPROVED = re.compile(r"[-—–/\\]+|无|否|[待未](?:经)?(?:审|批|定|核)[批准核定]?|审批中|no|none")
"""What stands in the cell of the approver where nobody has approved."""
_APPROVED = re.compile(
    r"[\u221a\u2713\u2714]|[是有]|同意|通过|已?(?:审批|批准|审核|同意|批)|yes|ok", re.IGNORECASE
)
"""What stands there where it is not said who has."""
_MINUS = str.maketrans("−–—", "---")
_SIGNS = {"-": "-", "+": "+", "加": "+", "减": "-", "扣": "-", "": ""}
_OF_COLUMN = {"points": "", "points_added": "+", "points_deducted": "-"}
"""Column of points -> the sign that its heading gives them; empty where it gives none."""


class Points(NamedTuple):
    """The points that a file gives an entry, only to be compared with the scheme's."""

    column: str
    """The column that they stand in."""
    sign: str
    """``+`` or ``-`` where file or heading says so; else empty."""
    size: Fraction
    """How many, without their sign."""
    written: str = ""
    """How many, as they stand there, without sign and unit."""


class Size(NamedTuple):
    """What an entry of a rule that has no single size says beside its count."""

    level: str = ""
    """The level; empty for a rule without levels."""
    matter: str = ""
    """What it is for; empty without one."""
    points: str = ""
    """Points each time, as written; empty where the rule says them."""


NO_SIZE = Size()
"""Nothing: the rule says all."""


@dataclass(frozen=True, slots=True)
class AdjustmentLine:
    """One entry as the file gives it, not yet checked against the scheme."""

    line: int
    """The line in the file, counted from 1."""
    code: str
    """The code of the person whom the entry concerns; empty while that is in doubt."""
    rule: str
    """The rule's key or name, as written."""
    count: int
    """The number of times that the rule applies; 1 where the file does not say."""
    evidence: str
    """The document that proves the entry; never empty."""
    approved_by: str
    """The approver's code or name; empty where nobody has approved it yet."""
    points: tuple[Points, ...] = ()
    """The points that the file gives it; none where it does not say."""
    level: str = ""
    """The level of a rule of several sizes, as written; empty where none is named."""
    matter: str = ""
    """What it is for; empty where the file does not say."""
    given: str = ""
    """Points each time as a person gave them, outside a file; empty without any."""


def read_adjustments(
    path: Path, roster: Roster, choices: Choices = UNASKED, asked: Asked = unasked
) -> EntriesReading[AdjustmentLine]:
    """Return what is understood of a file as adjustments, in its order.

    Args:
        path: the file.
        roster: everybody whom it may concern.
        choices: what was answered about it before.
        asked: returns what is doubtful of the titles.

    Raises:
        Refusal: when the file is no such table; what is wrong with its lines is in the reading.
    """
    return read_entries(path, _KIND, Whose(roster, choices), choices, _entry, asked=asked)


def _entry(line: Line, code: str, faults: Faults) -> AdjustmentLine | None:
    rule = faults.trying(partial(line.filled, "rule"))
    count = faults.trying(partial(_count, line))
    evidence = faults.trying(partial(line.filled, "evidence"))
    approved_by = faults.trying(partial(_approver, line))
    points = faults.trying(partial(_points, line))
    level, matter = (faults.trying(partial(line.text, each)) for each in ("level", "matter"))
    if rule is None or count is None or evidence is None or approved_by is None or points is None:
        return None
    if level is None or matter is None:
        return None
    number = line.row.line
    return AdjustmentLine(number, code, rule, count, evidence, approved_by, points, level, matter)


def _approver(line: Line) -> str:
    """Return who approved an entry; empty where the cell says that nobody has yet."""
    text = line.undamaged("approved_by", fault_of_words)
    word = unicodedata.normalize("NFKC", text).replace(" ", "")
    if _UNAPPROVED.fullmatch(word):
        return ""
    if _APPROVED.fullmatch(word):
        message = N_("“{text}” does not say who: write the code or the name of who approved it.")
        raise line.fault("approved_by", "approver-unnamed", message, text=shown(text))
    return text


def _count(line: Line) -> int:
    text = unicodedata.normalize("NFKC", line.text("count")).strip()
    if not text:
        return 1
    if match := _COUNT.fullmatch(text):
        return int(match[1])
    raise line.fault(
        "count",
        "number-wrong",
        N_("“{text}” is not a whole number, such as 1 or 2."),
        text=shown(text),
    )


def _points(line: Line) -> tuple[Points, ...]:
    """Return the points that stand in a line; a 0 under 加分 or 扣分 are none."""
    points = []
    for column, of_heading in _OF_COLUMN.items():
        text = unicodedata.normalize("NFKC", line.text(column)).translate(_MINUS).replace(" ", "")
        if text in ("", "-", "/", "\\"):
            continue
        match = _POINTS.fullmatch(text)
        if match is None:
            raise line.fault(
                column,
                "points-unreadable",
                N_(
                    "“{text}” is not a number of points, such as 2 or 0.5; write it, or leave the "
                    "cell empty: the scheme's points count."
                ),
                text=shown(text),
            )
        size = Fraction(match[2])
        if size or not of_heading:
            points.append(Points(column, _SIGNS[match[1]] or of_heading, size, match[2]))
    return tuple(points)
