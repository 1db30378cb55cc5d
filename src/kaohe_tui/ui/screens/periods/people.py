"""Show the roster of the period in view, and put it right while the period is open."""

from collections.abc import Collection

from textual.app import ComposeResult

from kaohe_tui.domain.record.events import PersonAdded, RosterChanged
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.domain.rules.steps import Steps
from kaohe_tui.domain.width import fit, widest
from kaohe_tui.services.periods import roster_righting
from kaohe_tui.services.periods.roster_consequences import consequences
from kaohe_tui.services.periods.roster_righting import Change
from kaohe_tui.ui.frame.host import app_of
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.keys.moves import MOVES
from kaohe_tui.ui.screens.dialogs.ask import Ask, Confirm
from kaohe_tui.ui.screens.dialogs.find import Find
from kaohe_tui.ui.screens.dialogs.working import copy_first
from kaohe_tui.ui.screens.moving.lists import ListScreen
from kaohe_tui.ui.screens.periods.new_files import is_same, take_roster
from kaohe_tui.ui.screens.periods.person_asking import ask_changes, ask_new
from kaohe_tui.ui.widgets.ballot.layout import WIDEST_NAME
from kaohe_tui.ui.widgets.picklist import PickList
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.words import N_, _

_WHY = (
    N_("left out of the roster by mistake"),
    N_("the roster was wrong"),
    N_("changed by an order of the bureau"),
)
"""The usual reasons to change the roster, offered as ready answers."""


class People(ListScreen[None]):
    """Everybody in the period's roster."""

    TITLE_MSGID = N_("The roster of the period")
    """The screen's name in its help."""
    HELP_TEXT = (
        N_(
            "A period keeps the roster with which it was opened. While it is open, somebody who is "
            "missing can be added and a wrong line be put right, with a reason."
        ),
        N_("What follows is shown before anything is done: who rates whom, what is then lacking."),
        N_("A closed tier in which this changes who is rated has to be reopened first."),
    )
    """When a roster can be put right, and what is shown before."""
    KEYS = (
        Command(
            ("enter",),
            "change",
            N_("Put right"),
            N_("Put a line right: name, section, role, supervisors."),
            act=PersonAdded.power,
        ),
        Command(
            ("a",), "add", N_("Add"), N_("Add somebody who is missing."), act=PersonAdded.power
        ),
        Command(
            ("n",),
            "new_roster",
            N_("New roster"),
            N_("Take a new roster from a file, for the periods still to be opened."),
            act=RosterChanged.power,
        ),
        *MOVES,
        Command(("/", "f"), "find", N_("Find"), N_("Find a person by pinyin, initials or code.")),
        Command(("escape",), "back", N_("Back"), N_("Back to the first screen.")),
    )
    """Putting right, adding, moving in the list, finding, the way back."""

    def __init__(self) -> None:
        super().__init__()
        self._people: tuple[Person, ...] = ()

    def compose(self) -> ComposeResult:
        """Compose the title, what can be done with the roster now, and the list."""
        yield from self.compose_frame(
            TextLine(id="people-title", classes="heading"),
            TextLine(id="people-note", classes="note"),
            PickList([]),
        )

    def on_mount(self) -> None:
        """Fill the list."""
        self.attempt(self.fill)

    def follow(self) -> None:
        """Show what was changed by another program."""
        self.fill()

    def fill(self) -> None:
        """Write everybody, the cursor where it was."""
        app = app_of(self)
        period_room = app.room.period(app.period)
        self._people = period_room.roster.people
        title = _("{period} · roster of {count}")
        self.query_one("#people-title", TextLine).show(
            title.format(period=period_room.steps.period.name, count=len(self._people))
        )
        self.query_one("#people-note", TextLine).show(_note(period_room.steps))
        code = widest((each.code for each in self._people), WIDEST_NAME)
        name = widest((each.name for each in self._people), WIDEST_NAME)
        section = widest((each.section for each in self._people), WIDEST_NAME)
        cursor = self.pick.cursor
        self.pick.show(
            [
                (
                    f"{fit(each.code, code)} {fit(each.name, name)}  {fit(each.section, section)}",
                    self._description(each),
                )
                for each in self._people
            ]
        )
        self.move(cursor - self.pick.cursor)
        self.refresh_keys()

    def _description(self, person: Person) -> str:
        """Return role, leaders and identity of a person, in a line."""
        app = app_of(self)
        period_room = app.room.period(app.period)
        roster, role = period_room.roster, period_room.scheme.role_name(person.role)
        leaders = [roster.called(roster[code]) for code in person.supervisors if code in roster]
        parts = (role, _(", ").join(leaders), person.identity)
        return "  ".join(part for part in parts if part)

    def why_not(self, command: Command) -> str | None:
        """Refuse changes while the period is not open."""
        if command.action not in ("add", "change"):
            return None
        app = app_of(self)
        steps = app.room.period(app.period).steps
        return None if steps.opened and not steps.closed else _note(steps)

    async def do_change(self) -> None:
        """Ask what is wrong in the line under the cursor, and put it right."""
        app = app_of(self)
        period_room, person = app.room.period(app.period), self._people[self.pick.cursor]
        after = await ask_changes(app, period_room.roster, person, period_room.scheme)
        if after is not None:
            await self._put(after)

    async def do_add(self) -> None:
        """Ask who is missing, and add that person."""
        app = app_of(self)
        period_room = app.room.period(app.period)
        after = await ask_new(app, period_room.roster, app.room.roster(), period_room.scheme)
        if after is not None:
            await self._put(after)

    async def _put(self, after: Person) -> None:
        """Ask why, show what follows, and do it after a deliberate yes."""
        app = app_of(self)
        change = roster_righting.look(app.room, app.period, after)
        same: list[str] = []
        new: list[str] = []
        for doubt in change.doubts:
            answer = await is_same(app, doubt)
            if answer is None:
                return
            (same if answer else new).append(doubt.after.code)
        why = Ask(
            _("Why is the roster changed for {name}?").format(name=change.called),
            choices=[_(choice) for choice in _WHY],
            take=lambda reason: self._agreed(change, reason, same, new),
        )
        await self.app.push_screen_wait(why)

    async def _agreed(
        self, change: Change, reason: str, same: Collection[str], new: Collection[str]
    ) -> bool:
        """Make the change after a yes; return whether it was made."""
        app, after = app_of(self), change.after
        question = _("Put the line of {name} right?")
        sentence = _("The line of {name} is put right.")
        if change.before is None:
            question = _("Add {name} to the roster of this period?")
            sentence = _("{name} is added to the roster of this period.")
        sentences = consequences(change, app.room.period(app.period).scheme)
        confirm = Confirm(question.format(name=change.called), sentences, _("do it"))
        if not await self.app.push_screen_wait(confirm) or not await copy_first(app, "change"):
            return False
        roster_righting.put(
            app.room, app.period, after, reason, drop=bool(change.dropped), same=same, new=new
        )
        app.renew()
        self.fill()
        place = [each.code for each in self._people].index(after.code)
        self.move(place - self.pick.cursor)
        self.say(sentence.format(name=change.called))
        return True

    async def do_new_roster(self) -> None:
        """Take a roster from a file; it holds for the periods still to be opened."""
        if await take_roster(app_of(self)):
            self.fill()
            self.say(_("The new roster is taken; what was opened keeps its own."))

    async def do_find(self) -> None:
        """Put the cursor on a person."""
        app = app_of(self)
        name = app.room.period(app.period).scheme.role_name
        people = [(each, name(each.role)) for each in self._people]
        code = await self.app.push_screen_wait(Find(_("Whose line?"), people))
        if code is not None:
            index = [each.code for each in self._people].index(code)
            self.move(index - self.pick.cursor)


def _note(steps: Steps) -> str:
    """Say what may be done with the roster now."""
    if not steps.opened:
        return _("Not open yet: N takes a new roster from a file.")
    if steps.closed:
        return _("Closed: its last tier has to be reopened before the roster is put right.")
    return _("Enter puts a line right, A adds somebody; what follows is shown first.")
