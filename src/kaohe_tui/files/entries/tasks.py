"""Read yearly tasks (年度工作任务) from a table. Rule: docs/files.md, "Tasks"."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import Roster
from kaohe_tui.domain.tasks.steps import parse_points
from kaohe_tui.domain.tasks.task import Task
from kaohe_tui.files.entries.reading import EntriesReading, read_entries
from kaohe_tui.files.entries.whose import Whose
from kaohe_tui.files.tables.columns import Line
from kaohe_tui.files.tables.doubts import UNASKED, Choices
from kaohe_tui.files.tables.faults import Faults
from kaohe_tui.files.tables.head import Kind
from kaohe_tui.files.tables.titles import Asked, unasked
from kaohe_tui.files.tables.words import headings

_KIND = Kind(
    known=headings("tasks"),
    required=("person", "title", "standard", "points"),
    who=("person", "name"),
    instead={"person": "name"},
    asked=("name", "target", "measures"),
    own=("title", "points"),
)


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task as the file gives it."""

    line: int
    """The line in the file, counted from 1."""
    code: str
    """The code of the person whose task it is; empty while that is in doubt."""
    task: Task
    """The task; target and measures may be empty."""


def read_tasks(
    path: Path, roster: Roster, choices: Choices = UNASKED, asked: Asked = unasked
) -> EntriesReading[TaskLine]:
    """Return what is understood of a file as tasks, in its order.

    Args:
        path: the file; target and measures may be left out.
        roster: everybody whose tasks they may be.
        choices: what was answered about it before.
        asked: returns what is doubtful of the titles.

    Raises:
        Refusal: when the file is no such table; what is wrong with its lines is in the reading.
    """
    return read_entries(path, _KIND, Whose(roster, choices), choices, _entry, asked=asked)


def _entry(line: Line, code: str, faults: Faults) -> TaskLine | None:
    title = faults.trying(partial(line.filled, "title"))
    target = faults.trying(partial(line.text, "target"))
    measures = faults.trying(partial(line.text, "measures"))
    standard = faults.trying(partial(line.filled, "standard"))
    points = faults.trying(partial(_points, line))
    if title is None or target is None or measures is None or standard is None or points is None:
        return None
    return TaskLine(line.row.line, code, Task(title, target, measures, standard, points))


def _points(line: Line) -> int:
    text = line.filled("points")
    try:
        return parse_points(text.removesuffix("分"))
    except Refusal as refusal:
        raise line.placed("points", refusal) from refusal
