"""Declare the tasks of a file: it is shown first, what is in doubt is asked, a yes takes it."""

from collections.abc import Sequence
from pathlib import Path

from kaohe_tui.files.entries.tasks import TaskLine
from kaohe_tui.services.tasks import tasks
from kaohe_tui.ui.frame.host import Host
from kaohe_tui.ui.screens.dialogs.working import copy_first
from kaohe_tui.ui.screens.tables.from_file import came_in, take_file
from kaohe_tui.ui.screens.tables.preview import Agreed
from kaohe_tui.words import _, _n


async def take_tasks(app: Host) -> str:
    """Declare the tasks of a file; return the sentence on it, empty where none was taken."""
    sentence = ""

    async def declare(path: Path, agreed: Agreed[Sequence[TaskLine]]) -> bool:
        nonlocal sentence
        if not await copy_first(app, "import"):
            return False
        brought = tasks.import_tasks(app.room, path, agreed.choices)
        declared = _("{tasks} of {people} declared").format(
            tasks=_tasks(brought.tasks), people=_people(brought.people)
        )
        sentence = came_in(declared, agreed.reading)
        return True

    await take_file(
        app,
        _("Which file contains the tasks?"),
        _("The tasks of {file}, before they are taken"),
        lambda path, choices: tasks.check_file(app.room, path, choices),
        _summary,
        declare,
    )
    return sentence


def _summary(lines: Sequence[TaskLine]) -> list[str]:
    codes = {each.code for each in lines if each.code}
    sentence = _("{tasks} of {people}.")
    return [sentence.format(tasks=_tasks(len(lines)), people=_people(len(codes)))]


def _tasks(count: int) -> str:
    return _n("{count} task", "{count} tasks", count).format(count=count)


def _people(count: int) -> str:
    return _n("{count} person", "{count} people", count).format(count=count)
