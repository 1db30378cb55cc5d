"""Ask which lines of a roster take part, and how they are numbered.

Those below a heading such as 退休人员 may have no part; 序号 may begin again in each section.

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
_THROUGH = "through"
"""The answer that the lines are numbered through."""
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


def numbered(table: Table) -> Table:
    """Return a table with other numbers where those that serve as codes begin again.

    The question is added to its doubts. A number that merely stands there twice is no beginning,
    and where leaders are given by numbers nobody knows which is meant: both stay as they are.

    Args:
        table: the table.
    """
    positions = table.columns.positions
    if "serial" not in positions or positions.get("code") != positions["serial"]:
        return table
    numbers = [line.raw("serial") for line in table.lines]
    by_number = any(line.raw("supervisors").isdecimal() for line in table.lines)
    if not _begin_again(numbers) or by_number:
        return table
    question = _("The numbers begin again in line {line}; are they numbered through, 1 to {last}?")
    again = table.lines[numbers.index("1", numbers.index("1") + 1)].row.line
    doubt = Doubt(
        "serial",
        question.format(line=again, last=len(numbers)),
        (Option(_THROUGH, _("number them through, in the order of the lines")),),
        _THROUGH,
    )
    lines = [_with_number(line, at + 1) for at, line in enumerate(table.lines)]
    return replace(table, lines=lines, doubts=(*table.doubts, doubt))


def _begin_again(numbers: Sequence[str]) -> bool:
    """Return whether each number follows the one before it or is 1, which stands there again."""
    follows = all(
        each.isdecimal() and int(each) in (1, int(before) + 1)
        for before, each in zip(["0", *numbers], numbers, strict=False)
    )
    return follows and numbers.count("1") > 1


def _with_number(line: Line, number: int) -> Line:
    cells = list(line.row.cells)
    cells[line.columns.positions["serial"]] = str(number)
    return replace(line, row=line.row._replace(cells=cells))
