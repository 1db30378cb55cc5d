"""Read yearly tasks (年度工作任务) from a .csv or .xlsx. Rule: docs/files.md, "Tasks"."""

from dataclasses import dataclass
from pathlib import Path

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.tasks.steps import parse_points
from kaohe_tui.domain.tasks.task import Task
from kaohe_tui.files.decode import in_file
from kaohe_tui.files.tables.columns import Line
from kaohe_tui.files.tables.doubts import UNASKED, Choices
from kaohe_tui.files.tables.head import Kind
from kaohe_tui.files.tables.table import read_table
from kaohe_tui.files.tables.words import headings
from kaohe_tui.words import N_

_KIND = Kind(
    known=headings("tasks"),
    required=("person", "title", "standard", "points"),
    who=("person", "name"),
    asked=("name",),
    own=("person",),
)


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task as the file gives it, not yet checked against the roster."""

    line: int
    """The line in the file, counted from 1."""
    code: str
    """The code of the person whose task it is."""
    task: Task
    """The task; target and measures may be empty."""
    name: str = ""
    """The name beside the code; empty where the file has none."""


def read_tasks(path: Path, choices: Choices = UNASKED) -> list[TaskLine]:
    """Return every task in the file, in its order; target and measures may be left out.

    Raises:
        Refusal: one sentence with file, line and heading.
    """
    lines_read = [
        TaskLine(
            line.row.line,
            line.code("person"),
            Task(
                line.filled("title"),
                line.text("target"),
                line.text("measures"),
                line.filled("standard"),
                _points(line),
            ),
            line.text("name"),
        )
        for line in read_table(path, _KIND, choices).lines
    ]
    if not lines_read:
        raise in_file(path.name, "table-empty", N_("There is no task below the headings."))
    return lines_read


def _points(line: Line) -> int:
    text = line.filled("points")
    try:
        return parse_points(text)
    except Refusal as refusal:
        raise line.placed("points", refusal) from refusal
