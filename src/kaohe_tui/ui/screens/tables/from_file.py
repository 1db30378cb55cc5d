"""Take a file of entries: it is shown first, what is in doubt is asked, a yes takes it."""

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TypeVar

from kaohe_tui.files.decode import shown
from kaohe_tui.files.tables.doubts import UNASKED, Choices, Reading
from kaohe_tui.ui.frame.host import Host
from kaohe_tui.ui.screens.dialogs.files import TABLES, Files
from kaohe_tui.ui.screens.tables.preview import Agreed, Preview
from kaohe_tui.words import _, _n

Taken = TypeVar("Taken")


async def take_file(
    app: Host,
    question: str,
    title: str,
    look: Callable[[Path, Choices], Reading[Taken]],
    summary: Callable[[Taken], Sequence[str]],
    take: Callable[[Path, Agreed[Taken]], Awaitable[bool]],
) -> None:
    """Let a file be chosen and looked at, and take what it holds.

    Args:
        app: the app.
        question: which file is asked for.
        title: what stands over the preview, with ``{file}``, translated.
        look: understands a file with what was answered about it.
        summary: what is in the file, a sentence each.
        take: takes a file that was agreed to; returns whether it did, and may ask further.
    """
    answers: dict[Path, Choices] = {}
    """What was answered about each file, should it be chosen again."""

    async def show(path: Path) -> bool:
        async def agreed_to(agreed: Agreed[Taken]) -> bool:
            agreed.reading.taken(agreed.choices)
            return await take(path, agreed)

        preview = Preview(
            title.format(file=shown(path.name)),
            lambda choices: look(path, choices),
            summary,
            choices=answers.get(path, UNASKED),
            take=agreed_to,
        )
        agreed = await app.push_screen_wait(preview)
        answers[path] = preview.choices
        return agreed is not None

    start = app.room.database.path.absolute().parent
    await app.push_screen_wait(Files(question, TABLES, start, show))


def came_in(taken: str, reading: Reading[Taken]) -> str:
    """Return the sentence on a file that was taken: what came in, and how much was left out.

    Args:
        taken: what came in, in words.
        reading: what was understood of the file.
    """
    place, understood = shown(reading.file), reading.understood
    if understood.sheet:
        place = _("{file}, sheet “{sheet}”").format(file=place, sheet=shown(understood.sheet))
    columns, lines = len(understood.columns), len(understood.lines)
    return _("{taken}; {columns} and {lines} left out ({file}).").format(
        taken=taken,
        columns=_n("{count} column", "{count} columns", columns).format(count=columns),
        lines=_n("{count} line", "{count} lines", lines).format(count=lines),
        file=place,
    )
