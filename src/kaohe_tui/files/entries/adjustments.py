"""Read adjustments (加减分) from a .csv or .xlsx. Rule: docs/files.md, "Adjustments"."""

import unicodedata
from dataclasses import dataclass
from pathlib import Path

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.files.decode import in_file, shown
from kaohe_tui.files.tables.columns import Line
from kaohe_tui.files.tables.damaged_names import fault_of_words
from kaohe_tui.files.tables.doubts import UNASKED, Choices
from kaohe_tui.files.tables.head import Kind
from kaohe_tui.files.tables.table import read_table
from kaohe_tui.files.tables.words import headings
from kaohe_tui.words import N_

_KIND = Kind(
    known=headings("adjustments"),
    required=("person", "rule", "evidence"),
    who=("person", "name"),
    asked=("name",),
    own=("person",),
)
_DIGITS = 6


@dataclass(frozen=True, slots=True)
class AdjustmentLine:
    """One entry as the file gives it, not yet checked against scheme and roster."""

    line: int
    """The line in the file, counted from 1."""
    code: str
    """The code of the person whom the entry concerns."""
    rule: str
    """The rule's key or name, as written."""
    count: int
    """The number of times that the rule applies; 1 where the file does not say."""
    evidence: str
    """The document that proves the entry; never empty."""
    approved_by: str
    """The approver's code or name; empty where nobody has approved it yet."""
    name: str = ""
    """The name beside the code; empty where the file has none."""


def read_adjustments(path: Path, choices: Choices = UNASKED) -> list[AdjustmentLine]:
    """Return every entry of the file, in its order.

    Raises:
        Refusal: one sentence with file, line and heading.
    """
    lines_read = [
        AdjustmentLine(
            line.row.line,
            line.code("person"),
            line.filled("rule"),
            _count(line),
            line.filled("evidence"),
            line.undamaged("approved_by", fault_of_words),
            line.text("name"),
        )
        for line in read_table(path, _KIND, choices).lines
    ]
    if not lines_read:
        raise in_file(path.name, "table-empty", N_("There is no adjustment below the headings."))
    return lines_read


def _count(line: Line) -> int:
    text = unicodedata.normalize("NFKC", line.text("count"))
    if not text:
        return 1
    if text.isascii() and text.isdigit() and len(text) <= _DIGITS:
        return int(text)
    raise _no_number(line, text)


def _no_number(line: Line, text: str) -> Refusal:
    return line.fault(
        "count",
        "number-wrong",
        N_("“{text}” is not a whole number, such as 1 or 2."),
        text=shown(text),
    )
