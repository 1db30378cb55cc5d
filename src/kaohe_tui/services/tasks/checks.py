"""Check tasks before they are declared: one person's, or those of a file."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from kaohe_tui.domain.tasks import steps as rules
from kaohe_tui.domain.tasks.task import Declaration, Task
from kaohe_tui.domain.text import clean
from kaohe_tui.files.entries.reading import EntriesReading
from kaohe_tui.files.entries.tasks import TaskLine, read_tasks
from kaohe_tui.files.tables.doubts import Choices
from kaohe_tui.files.tables.titles import asking
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.entries import tasks as store


def read(room: Room, path: Path, choices: Choices) -> EntriesReading[TaskLine]:
    """Return what is understood of a file of tasks by itself; see ``read_tasks``."""
    return read_tasks(path, room.roster(), choices, asking(room.rules()[0]))


def declared_in(
    room: Room, tx: Transaction, reading: EntriesReading[TaskLine], most: int
) -> dict[str, list[Task]]:
    """Return what a file declares, by person; add what cannot be declared to its faults.

    Args:
        room: the room.
        tx: the transaction.
        reading: the file.
        most: what each person's tasks have to add up to, in tenths of a point.
    """
    by_person: dict[str, list[TaskLine]] = {}
    for line in reading.value:
        if line.code:
            by_person.setdefault(line.code, []).append(line)
    newest, declared = store.newest(tx), {}
    for code, lines in by_person.items():
        tasks = [each.task for each in lines]
        # Without a line that could not be read they would not add up.
        adds_up = code not in reading.lacking
        check = partial(checked, room, code, tasks, newest, most, adds_up=adds_up)
        declared[code] = reading.trying(lines[0].line, check) or []
    return declared


def checked(
    room: Room,
    code: str,
    tasks: Sequence[Task],
    newest: Mapping[str, Declaration],
    most: int,
    *,
    adds_up: bool = True,
) -> list[Task]:
    """Return the tasks as they are kept.

    Args:
        room: the room.
        code: whose tasks.
        tasks: the tasks as they were given.
        newest: person's code -> the newest declaration.
        most: what they have to add up to, in tenths of a point.
        adds_up: whether they are all there, so that their sum is looked at.

    Raises:
        Refusal: when the person is unknown, or may not declare these tasks.
    """
    person = room.base()[2].find(code)
    rules.check_declare(person, newest.get(code))
    cleaned = [
        replace(
            each,
            title=clean(each.title),
            target=clean(each.target),
            measures=clean(each.measures),
            standard=clean(each.standard),
        )
        for each in tasks
    ]
    if adds_up:
        rules.check_points(person, cleaned, most)
    return cleaned
