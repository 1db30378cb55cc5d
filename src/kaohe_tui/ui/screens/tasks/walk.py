"""Go through the meeting on yearly tasks, person by person."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from kaohe_tui import signs
from kaohe_tui.domain.numbers import points
from kaohe_tui.domain.record.events import OpinionTaken, TasksDeclared, TasksMoved
from kaohe_tui.domain.rules.people import Role
from kaohe_tui.domain.tasks.steps import FROM, until
from kaohe_tui.domain.tasks.task import TaskState
from kaohe_tui.services.tasks import tasks
from kaohe_tui.services.tasks.tasks import PersonTasks
from kaohe_tui.ui.frame.host import app_of
from kaohe_tui.ui.frame.screen import KaoheScreen
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.screens.dialogs.ask import Ask, Confirm
from kaohe_tui.ui.screens.dialogs.find import Find
from kaohe_tui.ui.screens.moving.scrolling import SCROLLS, Scrolling
from kaohe_tui.ui.screens.tasks.keying import key_tasks
from kaohe_tui.ui.screens.tasks.opinions import TaskOpinions, counts
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.words import N_, _, _n

REASONS = (
    N_("too light"),
    N_("too heavy"),
    N_("the scoring standard is not clear"),
    N_("an important task is missing"),
)
"""The usual reasons to return tasks, offered as ready answers."""
_STEPS = {
    "present": TaskState.PRESENTED,
    "end": TaskState.REVIEWED,
    "approve": TaskState.APPROVED,
    "return_": TaskState.RETURNED,
}


class TaskWalk(Scrolling, KaoheScreen[str]):
    """One person's tasks and the next step; the result is the code of the last person shown.

    Args:
        code: the person to begin with.
    """

    TITLE_MSGID = N_("Tasks of one person")
    """The screen's name in its help."""
    HIDES_UNUSABLE = True
    """The bar shows the steps of this state: all of them would not fit."""
    HELP_TEXT = (
        N_("P: the tasks were presented. O: enter the colleagues' opinions. E: opinions are in."),
        N_("A: the leaders approve. B: they return the tasks with a reason; D declares new ones."),
    )
    """What each step is."""
    KEYS = (
        Command(
            ("p",),
            "present",
            N_("Presented"),
            N_("Record that the tasks were presented."),
            act=TasksMoved.power,
        ),
        Command(
            ("o",),
            "opinions",
            N_("Opinions"),
            N_("Enter the colleagues' opinions."),
            act=OpinionTaken.power,
        ),
        Command(
            ("e",),
            "end",
            N_("End"),
            N_("End the opinions and pass the tasks to the leaders."),
            act=TasksMoved.power,
        ),
        Command(
            ("a",),
            "approve",
            N_("Approve"),
            N_("Record who approved the tasks."),
            act=TasksMoved.power,
        ),
        Command(
            ("b",),
            "return_",
            N_("Return"),
            N_("Return the tasks with a reason, also after an objection to the posted list."),
            act=TasksMoved.power,
        ),
        Command(
            ("d",),
            "declare",
            N_("Declare"),
            N_("Enter this person's tasks."),
            act=TasksDeclared.power,
        ),
        Command(
            ("left",),
            "previous",
            N_("Before"),
            N_("The person before, in roster order."),
            in_bar=False,
        ),
        Command(
            ("right",),
            "next",
            N_("next person"),
            N_("The person after, in roster order."),
            shown_as="→",
        ),
        *SCROLLS,
        Command(("escape",), "back", N_("Back"), N_("Go back.")),
    )
    """The steps, the persons before and after, scrolling, the way back."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self._at = code
        self._people: tuple[PersonTasks, ...] = ()

    def compose(self) -> ComposeResult:
        """Compose the person, the state, the opinions and the tasks."""
        yield from self.compose_frame(
            TextLine(id="walk-who", classes="heading"),
            TextLine(id="walk-state"),
            TextLine(id="walk-opinions", classes="note"),
            VerticalScroll(Static(markup=False, id="walk-tasks"), can_focus=False),
        )

    def on_mount(self) -> None:
        """Show the person."""
        self.attempt(self._show)

    def on_screen_resume(self) -> None:
        """Show opinions that were keyed on another screen."""
        self.attempt(self._show)

    def refresh_words(self) -> None:
        """Draw everything again in the other language."""

        async def again() -> None:
            await self.recompose()
            self.attempt(self._show)

        self.call_next(again)

    @property
    def scroller(self) -> VerticalScroll:
        """The tasks."""
        return self.query_one(VerticalScroll)

    @property
    def _number(self) -> int:
        """The person's place in the roster, from 0."""
        codes = [each.person.code for each in self._people]
        return codes.index(self._at) if self._at in codes else 0

    @property
    def _here(self) -> PersonTasks | None:
        return self._people[self._number] if self._people else None

    def _show(self) -> None:
        room = app_of(self).room
        self._people = tasks.overview(room)
        here = self._here
        if here is None:
            return
        person = here.person
        who = f"{person.code} {person.name}  {person.section}  {person.role.label}"
        place = f"{self._number + 1}/{len(self._people)}"
        self.query_one("#walk-who", TextLine).show(f"{who}    {place}")
        self.query_one("#walk-state", TextLine).show(_state(here, room.rules()[0].notice.days))
        self.query_one("#walk-opinions", TextLine).show(counts(here))
        self.query_one("#walk-tasks", Static).update(_text(here))
        self.refresh_keys()

    def why_not(self, command: Command) -> str | None:
        """Refuse steps that the state of the tasks does not allow."""
        here = self._here
        if here is None:
            return None
        if command.action == "previous" and self._number == 0:
            return _("This is the first person of the list.")
        if command.action == "next" and self._number == len(self._people) - 1:
            return _("This is the last person of the list.")
        declared = here.declaration
        state = declared.state if declared else None
        if command.action == "declare" and state not in (None, TaskState.RETURNED):
            return _("The tasks are declared; new ones are accepted only after they are returned.")
        wanted: tuple[TaskState, ...] | None = None
        if command.action == "opinions":
            wanted = (TaskState.PRESENTED,)
        elif step := _STEPS.get(command.action):
            wanted = FROM[step]
        if wanted is None or state in wanted:
            return None
        if state is None:
            return _("No tasks are declared yet; D declares them.")
        needed = _(" / ").join(each.label for each in wanted)
        return _("The tasks are {state}; for this they must be {wanted}.").format(
            state=state.label, wanted=needed
        )

    # Commands

    def do_previous(self) -> None:
        """Show the person before, in roster order."""
        self._move(-1)

    def do_next(self) -> None:
        """Show the person after, in roster order."""
        self._move(1)

    def _move(self, by: int) -> None:
        self._at = self._people[self._number + by].person.code
        self._show()
        self.scroller.scroll_home(animate=False)

    async def do_declare(self) -> None:
        """Key the tasks one by one."""
        app = app_of(self)
        code = self._at
        name = app.room.roster().called(self._people[self._number].person)
        keyed = await key_tasks(app, name, tasks.goals(app.room).points)
        if keyed is not None:
            tasks.declare(app.room, code, keyed)
            self._done(_("The tasks of {name} are declared.").format(name=name))

    def do_present(self) -> None:
        """Record that the tasks were presented."""
        tasks.present(app_of(self).room, self._at)
        self._done(_("Presented; O enters the colleagues' opinions."))

    def do_opinions(self) -> None:
        """Key the opinions."""
        self.app.push_screen(TaskOpinions(self._at))

    async def do_end(self) -> None:
        """End the opinions, after a look at how many there are."""
        declared = self._people[self._number].declaration
        count = len(declared.opinions) if declared else 0
        told = _n("{count} opinion was entered.", "{count} opinions were entered.", count)
        question = _("End the opinions on these tasks?")
        after = _("After that only the leaders decide; returned tasks have to be entered again.")
        if not await self.app.push_screen_wait(
            Confirm(question, [told.format(count=count), after], _("end the opinions"))
        ):
            return
        tasks.end_opinions(app_of(self).room, self._at)
        self._done(_("The opinions are in; A approves, B returns."))

    async def do_approve(self) -> None:
        """Ask who approved, and note it."""
        code = self._at
        if by := await self._leader(_("Who approves?")):
            tasks.approve(app_of(self).room, code, by)
            self._done(_("Approved by {name}.").format(name=by))

    async def do_return_(self) -> None:
        """Ask who returned them and why."""
        code = self._at
        by = await self._leader(_("Who returns the tasks?"))
        if not by:
            return
        room = app_of(self).room
        ask = Ask(
            _("Why are they returned?"),
            choices=[_(each) for each in REASONS],
            take=lambda reason: tasks.send_back(room, code, by, reason),
        )
        if await self.app.push_screen_wait(ask):
            self._done(_("Returned; D declares new tasks."))

    async def _leader(self, question: str) -> str:
        """Ask for a leader or the head, and return the name; empty after Esc."""
        roster = app_of(self).room.base()[2]
        leaders = roster.of_roles((Role.HEAD, Role.LEADER)) or tuple(roster)
        code = await self.app.push_screen_wait(
            Find(question, [(each, each.role.label) for each in leaders])
        )
        return "" if code is None else roster[code].name

    def _done(self, told: str) -> None:
        app_of(self).renew()
        self._show()
        self.say(told)

    def do_back(self) -> None:
        """Go back."""
        self.dismiss(self._at)


def _state(here: PersonTasks, days: int) -> str:
    declared = here.declaration
    if declared is None:
        return "– " + _("not declared")
    count = len(declared.tasks)
    told = [
        f"{signs.TASKS[declared.state]} {declared.state.label}",
        _n("{count} task", "{count} tasks", count).format(count=count),
        _("{points} points").format(points=points(declared.points)),
    ]
    if declared.number > 1:
        told.append(_("declaration no. {number}").format(number=declared.number))
    if declared.state is TaskState.RETURNED:
        told.append(declared.reason)
    if last := until(declared, days):
        told.append(
            _("posted {day}, until {until}").format(day=declared.posted_on, until=last.isoformat())
        )
    return "   ".join(told)


def _text(here: PersonTasks) -> str:
    declared = here.declaration
    if declared is None:
        return _("No tasks are declared yet; D declares them.")
    parts = []
    for number, each in enumerate(declared.tasks, 1):
        parts.append(f"{number}. {each.title}  [{points(each.points)}]")
        labelled = (
            (_("Target"), each.target),
            (_("Measures"), each.measures),
            (_("Standard"), each.standard),
        )
        parts += [
            _("{key}: {fault}").format(key=label, fault=text) for label, text in labelled if text
        ]
        parts.append("")
    remarks = [said for said in declared.opinions if said.remark]
    if remarks:
        parts.append(_("Remarks:"))
        told = _("{name}: {text}")
        parts += ["• " + told.format(name=s.verdict.label, text=s.remark) for s in remarks]
    return "\n".join(parts).rstrip()
