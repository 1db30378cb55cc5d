"""Declare the tasks of a file: it is shown first, what is in doubt is asked, a yes takes it."""

from collections.abc import Sequence
from pathlib import Path

from kaohe_tui.files.decode import shown
from kaohe_tui.files.entries.tasks import TaskLine
from kaohe_tui.files.tables.doubts import UNASKED, Choices
from kaohe_tui.services.tasks import tasks
from kaohe_tui.ui.frame.host import Host
from kaohe_tui.ui.screens.dialogs.files import TABLES, Files
from kaohe_tui.ui.screens.dialogs.working import copy_first
from kaohe_tui.ui.screens.tables.preview import Agreed, Preview
from kaohe_tui.words import _, _n


async def take_tasks(app: Host) -> str:
    """Declare the tasks of a file; return the sentence on it, empty where none was taken."""
    answers: dict[Path, Choices] = {}
    """What was answered about each file, should it be chosen again."""
    sentence = ""

    async def take(path: Path) -> bool:
        async def declare(agreed: Agreed[Sequence[TaskLine]]) -> bool:
            nonlocal sentence
            agreed.reading.taken(agreed.choices)
            if not await copy_first(app, "import"):
                return False
            brought = tasks.import_tasks(app.room, path, agreed.choices)
            sentence = _("{file}: {tasks} of {people} declared.").format(
                file=path.name, tasks=_tasks(brought.tasks), people=_people(brought.people)
            )
            return True

        preview = Preview(
            _("The tasks of {file}, before they are taken").format(file=shown(path.name)),
            lambda choices: tasks.check_file(app.room, path, choices),
            _summary,
            choices=answers.get(path, UNASKED),
            take=declare,
        )
        agreed = await app.push_screen_wait(preview)
        answers[path] = preview.choices
        return agreed is not None

    start = app.room.database.path.absolute().parent
    await app.push_screen_wait(Files(_("Which file contains the tasks?"), TABLES, start, take))
    return sentence


def _summary(lines: Sequence[TaskLine]) -> list[str]:
    codes = {each.code for each in lines if each.code}
    sentence = _("{tasks} of {people}.")
    return [sentence.format(tasks=_tasks(len(lines)), people=_people(len(codes)))]


def _tasks(count: int) -> str:
    return _n("{count} task", "{count} tasks", count).format(count=count)


def _people(count: int) -> str:
    return _n("{count} person", "{count} people", count).format(count=count)
