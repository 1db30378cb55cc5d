"""Ask whether people below a heading that says that they left take part (退休人员, 借调人员).

Rule: docs/files.md, "What is doubtful".
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kaohe_tui.domain.text import few
from kaohe_tui.files.decode import shown
from kaohe_tui.files.tables.columns import Line
from kaohe_tui.files.tables.doubts import Choices, Doubt, Option
from kaohe_tui.files.tables.lines import LeftOut
from kaohe_tui.files.tables.row_kinds import RowKind
from kaohe_tui.files.tables.table import Table
from kaohe_tui.words import _

_PART = "-"
"""The answer that they take part."""
_NO_PART = "out"
"""The answer that they do not."""
_LEFT = re.compile(
    "(?!此|该|其).*(?:退休|离休|退养|内退|离岗|离职|辞职|辞退"
    "|开除|去世|病故|调[出离走]|借[出调]|挂职|不参加|不考核)"
    r"(?:.*(?:人员|干部|职工|同志|名单))?\s*(?:[(（]?(?:共|计)?\s*\d+\s*人[)）]?)?"
)
"""A heading over people who may have no part."""


def taking_part(table: Table, choices: Choices) -> Table:
    """Return a table without those of whom it was answered that they have no part.

    The questions are added to its doubts.

    Args:
        table: the table.
        choices: what was answered before.
    """
    doubts, away = list(table.doubts), dict[int, Line]()
    for part, lines in _below(table):
        doubt = _asked(part, lines)
        doubts.append(doubt)
        if choices.answer(doubt) == _NO_PART:
            away |= {line.row.line: line for line in lines}
    left = [LeftOut(number, RowKind.AWAY, line.person()) for number, line in away.items()]
    return replace(
        table,
        lines=[line for line in table.lines if line.row.line not in away],
        left_rows=sorted([*table.left_rows, *left], key=lambda each: each.line),
        doubts=doubts,
    )


def _below(table: Table) -> Iterator[tuple[LeftOut, Sequence[Line]]]:
    """Yield each heading over people who may have no part, with their lines."""
    taken = {line.row.line for line in table.lines}
    # A note beside somebody's line is no heading over the next ones.
    parts = [
        each
        for each in table.left_rows
        if each.kind in (RowKind.GROUP, RowKind.NOTE) and each.line not in taken
    ]
    ends = [*(each.line for each in parts[1:]), max(taken, default=0) + 1]
    for part, end in zip(parts, ends, strict=False):
        lines = [line for line in table.lines if part.line < line.row.line < end]
        if lines and _LEFT.fullmatch(part.text):
            yield part, lines


def _asked(part: LeftOut, lines: Sequence[Line]) -> Doubt:
    names = few([_called(line) for line in lines])
    question = _("Line {line}: do those below “{heading}” take part: {names}?").format(
        line=part.line, heading=shown(part.text), names=names
    )
    options = Option(_PART, _("they do")), Option(_NO_PART, _("no, leave them out"))
    return Doubt(f"group {part.line}", question, options, _PART)


def _called(line: Line) -> str:
    name, code = shown(line.raw("name")), shown(line.raw("code"))
    return _("{name} ({code})").format(name=name, code=code)
