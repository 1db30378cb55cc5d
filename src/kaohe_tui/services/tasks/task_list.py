"""List whose yearly tasks may take a step, and write the list to post."""

from pathlib import Path

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.tasks.steps import FROM, until
from kaohe_tui.domain.tasks.task import TaskState
from kaohe_tui.files.disk.writing import write_new
from kaohe_tui.files.papers.task_list import Listed, task_list
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tasks.tasks import overview
from kaohe_tui.words import N_

_PUBLIC = (TaskState.APPROVED, TaskState.POSTED, TaskState.IN_FORCE)


def may_step(room: Room, to: TaskState) -> tuple[str, ...]:
    """Return the codes of those whose tasks may take the step now, in roster order.

    Tasks go into force only where the notice has ended.
    """
    days, today = room.rules()[0].notice.days, room.now()[:10]
    codes = []
    for each in overview(room):
        declared = each.declaration
        if declared is None or declared.state not in FROM[to]:
            continue
        last = until(declared, days)
        if to is TaskState.IN_FORCE and last is not None and today <= last.isoformat():
            continue
        codes.append(each.person.code)
    return tuple(codes)


def write_list(room: Room, path: Path) -> int:
    """Write the list to post: everybody whose tasks are approved, posted or in force.

    Returns:
        How many people are on it.

    Raises:
        Refusal: when there is nobody to list, something is at ``path`` already, or it cannot be
            written.
    """
    listed = [
        Listed(each.person, each.declaration)
        for each in overview(room)
        if each.declaration is not None and each.declaration.state in _PUBLIC
    ]
    if not listed:
        raise Refusal(
            "tasks-none-approved", N_("No tasks are approved yet: there is nothing to list.")
        )
    write_new(path, task_list(room.rules()[0], listed).encode())
    return len(listed)
