"""List everybody's yearly tasks with their state, and take steps for several people."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

from textual.app import ComposeResult

from kaohe_tui import signs
from kaohe_tui.domain.access import duties
from kaohe_tui.domain.dates import parse_date
from kaohe_tui.domain.record.events import TasksDeclared, TasksMoved
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.tasks.steps import until
from kaohe_tui.domain.tasks.task import TaskState, Verdict
from kaohe_tui.domain.width import fit, pad, widest
from kaohe_tui.services.tasks import task_list, tasks
from kaohe_tui.services.tasks.tasks import PersonTasks
from kaohe_tui.ui.frame.host import app_of
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.keys.moves import MOVES
from kaohe_tui.ui.screens.dialogs.ask import Ask
from kaohe_tui.ui.screens.dialogs.find import Find
from kaohe_tui.ui.screens.moving.lists import FollowingList
from kaohe_tui.ui.screens.tasks.from_file import take_tasks
from kaohe_tui.ui.screens.tasks.walk import TaskWalk
from kaohe_tui.ui.widgets.picklist import PickList
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.words import N_, _, _n

_WIDEST = 16
"""Cells for a name or a section."""


class Tasks(FollowingList[None]):
    """The list that leads through the meeting on yearly tasks."""

    TITLE_MSGID = N_("Yearly tasks")
    """The screen's name in its help."""
    HIDES_UNUSABLE = True
    """The bar shows the steps of the moment: all of them would not fit."""
    HELP_TEXT = (
        N_(
            "Each person declares tasks, presents them and hears the colleagues' opinions; the "
            "leaders approve or return them; the list is posted, and after the notice the tasks "
            "are in force and are shown beside the ballot."
        ),
        N_("Enter goes through the meeting person by person."),
    )
    """The steps of tasks, and how the meeting goes through them."""
    KEYS = (
        Command(
            ("enter",), "walk", N_("Go through"), N_("Go through the meeting from this person on.")
        ),
        Command(
            ("i",),
            "bring",
            N_("Import"),
            N_("Declare the tasks of a file."),
            act=TasksDeclared.power,
        ),
        Command(
            ("p",),
            "post",
            N_("Post"),
            N_("Record that all approved tasks were posted."),
            act=TasksMoved.power,
        ),
        Command(
            ("x",),
            "print",
            N_("Print"),
            N_("Write the list to post as a web page."),
            act=duties.PAPERS,
        ),
        Command(
            ("f",),
            "force",
            N_("In force"),
            N_("Put the posted tasks in force."),
            act=TasksMoved.power,
        ),
        Command(("slash",), "find", N_("Find"), N_("Find a person.")),
        *MOVES,
        Command(("escape",), "back", N_("Back"), N_("Go back.")),
    )
    """The walk, import, posting, the list to post, coming into force, finding, moving."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[PersonTasks, ...] = ()

    def compose(self) -> ComposeResult:
        """Compose the title, how many people are at which step, and the list."""
        yield from self.compose_frame(
            TextLine(id="tasks-title", classes="heading"),
            TextLine(id="tasks-counts", classes="note"),
            PickList([]),
        )

    def on_mount(self) -> None:
        """Fill the list."""
        self.attempt(self.fill)

    def on_screen_resume(self) -> None:
        """Show what another screen or program changed."""
        self.attempt(self.fill)

    def fill(self) -> None:
        """Write everybody as they stand now, the cursor where it was."""
        room = app_of(self).room
        scheme = room.rules()[0]
        self._lines = tasks.overview(room)
        title = _("{scheme} · yearly tasks").format(scheme=scheme.name)
        self.query_one("#tasks-title", TextLine).show(title)
        self.query_one("#tasks-counts", TextLine).show(_counts(self._lines))
        cursor = self.pick.cursor
        self.pick.show(_shown(self._lines, scheme))
        self.pick.move(cursor)
        self.refresh_keys()

    def why_not(self, command: Command) -> str | None:
        """Refuse steps where the scheme has no tasks, or nobody is due for the step."""
        if command.action not in ("walk", "bring", "post", "print", "force"):
            return None
        if app_of(self).room.rules()[0].goals is None:
            return _("The scheme has no indicator with yearly tasks.")
        if command.action == "post" and not self._in(TaskState.APPROVED):
            return _("No approved tasks are waiting to be posted.")
        if command.action == "force" and not self._in(TaskState.POSTED):
            return _("No posted tasks are waiting to come into force.")
        return None

    def _in(self, state: TaskState) -> list[str]:
        return [
            each.person.code
            for each in self._lines
            if each.declaration is not None and each.declaration.state is state
        ]

    # Commands

    def do_walk(self) -> None:
        """Go through the meeting, beginning with the person at the cursor."""
        if self._lines:
            code = self._lines[self.pick.cursor].person.code
            self.app.push_screen(TaskWalk(code), self._come_back)

    def _come_back(self, code: str | None) -> None:
        """Show what was done, with the cursor on the last person of the walk."""
        self.attempt(self.fill)
        if code:
            self._go_to(code)

    def _go_to(self, code: str) -> None:
        codes = [each.person.code for each in self._lines]
        if code in codes:
            self.move(codes.index(code) - self.pick.cursor)

    async def do_find(self) -> None:
        """Put the cursor on a person."""
        people = [(each.person, _state(each)) for each in self._lines]
        code = await self.app.push_screen_wait(Find(_("Whose tasks?"), people))
        if code is not None:
            self._go_to(code)

    async def do_bring(self) -> None:
        """Choose a file, look at what it holds and declare it."""
        if sentence := await take_tasks(app_of(self)):
            self._done(sentence)

    async def do_print(self) -> None:
        """Ask for a file and write the list."""
        room, count = app_of(self).room, 0

        def write(path: Path) -> None:
            nonlocal count
            count = task_list.write_list(room, path)

        path = await self._path(_("Write the list to which file (.html)?"), write)
        if path is None:
            return
        people = _n("{count} person", "{count} people", count).format(count=count)
        self.say(_("{file}: the tasks of {people}.").format(file=path, people=people))

    async def do_post(self) -> None:
        """Ask for the day and note the posting of all approved tasks."""
        room = app_of(self).room
        codes = self._in(TaskState.APPROVED)
        today = date.fromisoformat(room.now()[:10])
        days = [(today + timedelta(days=ahead)).isoformat() for ahead in (0, -1, 1)]
        question = _n(
            "On which day were the tasks of {count} person posted?",
            "On which day were the tasks of {count} people posted?",
            len(codes),
        ).format(count=len(codes))
        ask = Ask(
            question,
            choices=days,
            initial=days[0],
            take=lambda text: tasks.post(room, codes, parse_date(text)),
        )
        if await self.app.push_screen_wait(ask) is None:
            return
        self._done(
            _("The tasks are posted; objections are accepted for {days} days.").format(
                days=room.rules()[0].notice.days
            )
        )

    async def do_force(self) -> None:
        """Put in force all whose notice has ended; else this person's, with a reason."""
        room = app_of(self).room
        codes = list(task_list.may_step(room, TaskState.IN_FORCE))
        if not codes:
            person_tasks = self._lines[self.pick.cursor]
            if person_tasks.person.code not in self._in(TaskState.POSTED):
                raise Refusal(
                    "no-notice-ended",
                    N_("No notice has ended yet; move the cursor to posted tasks."),
                )
            question = _("The notice is still running. Why are the tasks of {name} in force now?")
            codes = [person_tasks.person.code]
            ask = Ask(
                question.format(name=room.roster().called(person_tasks.person)),
                take=lambda reason: tasks.put_in_force(room, codes, reason),
            )
            if await self.app.push_screen_wait(ask) is None:
                return
        else:
            tasks.put_in_force(room, codes)
        self._done(
            _n(
                "The tasks of {count} person are in force.",
                "The tasks of {count} people are in force.",
                len(codes),
            ).format(count=len(codes))
        )

    async def _path(self, question: str, take: Callable[[Path], object]) -> Path | None:
        """Ask for a path that ``take`` does not refuse; return None after Esc."""
        answer = await self.app.push_screen_wait(
            Ask(question, take=lambda text: take(_typed_path(text)))
        )
        return None if answer is None else _typed_path(answer)

    def _done(self, sentence: str) -> None:
        app_of(self).renew()
        self.fill()
        self.say(sentence)


def _typed_path(text: str) -> Path:
    typed = Path(text)
    return typed.expanduser() if typed.parts[:1] == ("~",) else typed


def _counts(lines: Sequence[PersonTasks]) -> str:
    states = [each.declaration.state for each in lines if each.declaration is not None]
    parts = [
        f"{signs.TASKS[state]} {state.label} {states.count(state)}"
        for state in TaskState
        if state in states
    ]
    if missing := len(lines) - len(states):
        parts.append("– " + _("not declared {count}").format(count=missing))
    return "   ".join(parts)


def _state(each: PersonTasks) -> str:
    return _("not declared") if each.declaration is None else each.declaration.state.label


def _shown(lines: Sequence[PersonTasks], scheme: Scheme) -> list[tuple[str, str]]:
    code = widest((each.person.code for each in lines), _WIDEST)
    name = widest((each.person.name for each in lines), _WIDEST)
    section = widest((each.person.section for each in lines), _WIDEST)
    state = widest(map(_state, lines), _WIDEST)
    return [
        (
            f"{signs.TASKS[each.declaration.state] if each.declaration else '–'} "
            f"{fit(each.person.code, code)} {fit(each.person.name, name)}  "
            f"{fit(each.person.section, section)}  {pad(_state(each), state)}",
            _note(each, scheme),
        )
        for each in lines
    ]


def _note(each: PersonTasks, scheme: Scheme) -> str:
    declared = each.declaration
    if declared is None:
        return ""
    parts = [
        _n("{count} task", "{count} tasks", len(declared.tasks)).format(count=len(declared.tasks))
    ]
    if declared.state is TaskState.RETURNED:
        parts.append(declared.reason)
    elif declared.state is TaskState.POSTED and (last := until(declared, scheme.notice.days)):
        parts.append(_("until {day}").format(day=last.isoformat()))
    elif declared.opinions:
        parts.append(
            " · ".join(f"{verdict.label} {declared.count(verdict)}" for verdict in Verdict)
        )
    return "  ".join(parts)
