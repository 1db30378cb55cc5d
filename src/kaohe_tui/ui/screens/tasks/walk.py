"""Go through the meeting on yearly tasks, person by person."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from kaohe_tui.domain.record.events import OpinionTaken, TasksDeclared, TasksMoved
from kaohe_tui.domain.rules.people import Role
from kaohe_tui.domain.tasks.steps import FROM
from kaohe_tui.domain.tasks.task import TaskState
from kaohe_tui.services.tasks import tasks
from kaohe_tui.services.tasks.tasks import PersonTasks
from kaohe_tui.ui.frame.host import app_of
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.screens.dialogs.ask import Ask, Confirm
from kaohe_tui.ui.screens.dialogs.find import Find
from kaohe_tui.ui.screens.moving.people import OnePerson
from kaohe_tui.ui.screens.moving.scrolling import SCROLLS, Scrolling
from kaohe_tui.ui.screens.tasks.keying import key_tasks
from kaohe_tui.ui.screens.tasks.opinions import TaskOpinions, counts
from kaohe_tui.ui.screens.tasks.person_lines import state_line, tasks_text
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


class TaskWalk(Scrolling, OnePerson):
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
            N_("previous person"),
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
        super().__init__(code)
        self._people: tuple[PersonTasks, ...] = ()

    def compose(self) -> ComposeResult:
        """Compose the person, the state, the opinions and the tasks."""
        yield from self.compose_frame(
            TextLine(id="walk-who", classes="heading"),
            TextLine(id="walk-state"),
            TextLine(id="walk-opinions", classes="note"),
            VerticalScroll(Static(markup=False, id="walk-tasks"), can_focus=False),
        )

    def on_screen_resume(self) -> None:
        """Show opinions that were keyed on another screen."""
        self.attempt(self.fill)

    @property
    def scroller(self) -> VerticalScroll:
        """The tasks."""
        return self.query_one(VerticalScroll)

    @property
    def _number(self) -> int:
        """The person's place in the roster, from 0."""
        codes = [each.person.code for each in self._people]
        return codes.index(self.code) if self.code in codes else 0

    @property
    def _current(self) -> PersonTasks | None:
        return self._people[self._number] if self._people else None

    def fill(self) -> None:
        """Write who it is, the state, the opinions and the tasks."""
        room = app_of(self).room
        self._people = tasks.overview(room)
        person_tasks = self._current
        if person_tasks is None:
            return
        person = person_tasks.person
        role = room.rules()[0].role_name(person.role)
        who = f"{person.code} {person.name}  {person.section}  {role}"
        place = f"{self._number + 1}/{len(self._people)}"
        self.query_one("#walk-who", TextLine).show(f"{who}    {place}")
        self.query_one("#walk-state", TextLine).show(
            state_line(person_tasks, room.rules()[0].notice.days)
        )
        self.query_one("#walk-opinions", TextLine).show(counts(person_tasks))
        self.query_one("#walk-tasks", Static).update(tasks_text(person_tasks))
        self.refresh_keys()

    def show(self, code: str) -> None:
        """Show another person's tasks, from the top."""
        self.code = code
        self.fill()
        self.scroller.scroll_home(animate=False)

    def neighbour(self, by: int) -> str:
        """Return the code of the person so many places further; the same one at the ends."""
        if not self._people:
            return self.code
        place = max(min(self._number + by, len(self._people) - 1), 0)
        return self._people[place].person.code

    def why_not(self, command: Command) -> str | None:
        """Refuse steps that the state of the tasks does not allow."""
        person_tasks = self._current
        if person_tasks is None:
            return None
        if reason := super().why_not(command):
            return reason
        declared = person_tasks.declaration
        state = declared.state if declared else None
        if command.action == "declare" and state not in (None, TaskState.RETURNED):
            return _("The tasks are declared; new ones are accepted only after they are returned.")
        states: tuple[TaskState, ...] | None = None
        if command.action == "opinions":
            states = (TaskState.PRESENTED,)
        elif step := _STEPS.get(command.action):
            states = FROM[step]
        if states is None or state in states:
            return None
        if state is None:
            return _("No tasks are declared yet; D declares them.")
        needed = _(" / ").join(each.label for each in states)
        return _("The tasks are {state}; for this they must be {wanted}.").format(
            state=state.label, wanted=needed
        )

    # Commands

    async def do_declare(self) -> None:
        """Key the tasks one by one."""
        app = app_of(self)
        code = self.code
        name = app.room.roster().called(self._people[self._number].person)
        keyed = await key_tasks(app, name, tasks.goals(app.room).points)
        if keyed is not None:
            tasks.declare(app.room, code, keyed)
            self._done(_("The tasks of {name} are declared.").format(name=name))

    def do_present(self) -> None:
        """Record that the tasks were presented."""
        tasks.present(app_of(self).room, self.code)
        self._done(_("Presented; O enters the colleagues' opinions."))

    def do_opinions(self) -> None:
        """Key the opinions."""
        self.app.push_screen(TaskOpinions(self.code))

    async def do_end(self) -> None:
        """End the opinions, after a look at how many there are."""
        declared = self._people[self._number].declaration
        count = len(declared.opinions) if declared else 0
        sentence = _n("{count} opinion was entered.", "{count} opinions were entered.", count)
        question = _("End the opinions on these tasks?")
        after = _("After that only the leaders decide; returned tasks have to be entered again.")
        if not await self.app.push_screen_wait(
            Confirm(question, [sentence.format(count=count), after], _("end the opinions"))
        ):
            return
        tasks.end_opinions(app_of(self).room, self.code)
        self._done(_("The opinions are in; A approves, B returns."))

    async def do_approve(self) -> None:
        """Ask who approved, and note it."""
        code = self.code
        if by := await self._leader(_("Who approves?")):
            tasks.approve(app_of(self).room, code, by)
            self._done(_("Approved by {name}.").format(name=by))

    async def do_return_(self) -> None:
        """Ask who returned them and why."""
        code = self.code
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
        """Ask for a leader or the head, and return who it is; empty after Esc.

        Namesakes have their code behind the name. The person concerned is returned by code, by
        which the step is refused.
        """
        scheme, _print, roster = app_of(self).room.base()
        leaders = roster.of_roles((Role.HEAD, Role.LEADER)) or tuple(roster)
        code = await self.app.push_screen_wait(
            Find(question, [(each, scheme.role_name(each.role)) for each in leaders])
        )
        if code is None or code == self.code:
            return code or ""
        return roster.called(roster[code])

    def _done(self, sentence: str) -> None:
        app_of(self).renew()
        self.fill()
        self.say(sentence)
