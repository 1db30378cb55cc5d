"""List operators, their duties and PINs; add and retire them."""

from textual.app import ComposeResult

from kaohe_tui import signs
from kaohe_tui.domain.access.duties import Duty
from kaohe_tui.domain.record.events import (
    DutyChanged,
    OperatorAdded,
    OperatorRetired,
    PinChanged,
    PinReset,
)
from kaohe_tui.domain.record.kinds.access import CHANGE_PIN
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.width import pad, widest
from kaohe_tui.services.access import operators
from kaohe_tui.services.room.keyboard import Operator
from kaohe_tui.ui.frame.host import app_of
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.keys.moves import MOVES
from kaohe_tui.ui.screens.dialogs.ask import Ask, Confirm
from kaohe_tui.ui.screens.dialogs.choose import Choose
from kaohe_tui.ui.screens.dialogs.pin_ask import AskPin
from kaohe_tui.ui.screens.moving.lists import ListScreen
from kaohe_tui.ui.widgets.ballot.layout import WIDEST_NAME
from kaohe_tui.ui.widgets.picklist import PickList
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.words import N_, _

TOLD = {
    Duty.HOST: N_("runs the meeting: may do everything"),
    Duty.CLERK: N_("enters ballots, imports, enters drafts"),
    Duty.SUPERVISOR: N_("sees everything and the record, changes nothing"),
    Duty.REVIEWER: N_("reads results only"),
}
"""Each duty in a few words, for the choice of one."""


class Operators(ListScreen[None]):
    """Everybody who works with kaohe. The first, a host, protects the database from then on."""

    TITLE_MSGID = N_("Operators")
    """The screen's name in its help."""
    HELP_TEXT = (
        N_(
            "Without operators, anybody at this machine can do anything. The first operator is a "
            "host; from then on nobody gets in without a PIN."
        ),
        N_("A forgotten PIN is reset by a host. The last host cannot be retired."),
        N_("Retired operators stay in the list, because the record names them."),
    )
    """What the first operator changes, forgotten PINs, and retiring."""
    KEYS = (
        Command(
            ("a",),
            "add",
            N_("Add"),
            N_("Add an operator; the first is a host."),
            act=OperatorAdded.power,
        ),
        Command(
            ("d", "enter"), "duty", N_("Duty"), N_("Give another duty."), act=DutyChanged.power
        ),
        Command(("p",), "reset", N_("Reset PIN"), N_("Give a new PIN."), act=PinReset.power),
        Command(("r",), "retire", N_("Retire"), N_("Stop letting in."), act=OperatorRetired.power),
        Command(("c",), "change", N_("My PIN"), N_("Change your own PIN."), act=PinChanged.power),
        *MOVES,
        Command(("escape",), "back", N_("Back"), N_("Back to the first screen.")),
    )
    """Adding, duties, PINs, retiring, moving in the list, the way back."""

    def __init__(self) -> None:
        super().__init__()
        self._people: tuple[Operator, ...] = ()

    def compose(self) -> ComposeResult:
        """Compose the title, whether the database is protected, and the list."""
        yield from self.compose_frame(
            TextLine(_("Operators"), classes="heading"),
            TextLine(id="operators-note", classes="note"),
            PickList([]),
        )

    def on_mount(self) -> None:
        """Fill the list."""
        self.attempt(self.fill)

    def follow(self) -> None:
        """Show what was changed by another program."""
        self.fill()

    def fill(self) -> None:
        """Write the operators as they stand now, the cursor where it was."""
        self._people = operators.operators(app_of(self).room)
        note = _("No operators yet: the database is not protected. A adds the first one, a host.")
        self.query_one("#operators-note", TextLine).show("" if self._people else note)
        width = widest((each.name for each in self._people), WIDEST_NAME)
        cursor = self.pick.cursor
        self.pick.show(
            [
                (
                    f"{signs.DONE if each.is_active else signs.UNDONE} {pad(each.name, width)}",
                    each.duty.label if each.is_active else _("retired"),
                )
                for each in self._people
            ]
        )
        self.pick.move(cursor)
        self.refresh_keys()

    @property
    def _current(self) -> Operator:
        if not self._people:
            raise Refusal("operator-none", N_("There is no operator yet."))
        return self._people[self.pick.cursor]

    def why_not(self, command: Command) -> str | None:
        """Refuse what cannot be done with the operator at the cursor."""
        if command.action == "change" and app_of(self).room.keyboard.operator is None:
            return _("Nobody has signed in.")
        if command.action not in ("duty", "reset", "retire"):
            return None
        if not self._people:
            return _("There is no operator yet.")
        if not self._current.is_active:
            return _("{name} is no longer an operator.").format(name=self._current.name)
        return None

    async def do_add(self) -> None:
        """Ask for name, duty and PIN, and add the operator."""
        app = app_of(self)
        consequences = (
            [] if self._people else [_("From then on kaohe asks for a PIN at every start.")]
        )
        name = await self.app.push_screen_wait(
            Ask(
                _("What is the name?"),
                consequences=consequences,
                take=lambda text: operators.check_new(app.room, text),
            )
        )
        if name is None:
            return
        duty = await self._duty(Duty.CLERK) if self._people else Duty.HOST
        if duty is None:
            return
        pin = await self._new_pin(name)
        if pin is None:
            return
        operators.add(app.room, name, duty, pin)
        self._changed(_("{name} is added: {duty}.").format(name=name, duty=duty.label))

    async def do_duty(self) -> None:
        """Ask for another duty."""
        operator = self._current
        duty = await self._duty(operator.duty)
        if duty is None or duty is operator.duty:
            return
        operators.change_duty(app_of(self).room, operator.name, duty)
        self._changed(_("{name} is now {duty}.").format(name=operator.name, duty=duty.label))

    async def do_reset(self) -> None:
        """Set a new PIN for somebody."""
        operator = self._current
        pin = await self._new_pin(operator.name)
        if pin is not None:
            operators.reset_pin(app_of(self).room, operator.name, pin)
            self._changed(_("{name} has a new PIN.").format(name=operator.name))

    async def do_retire(self) -> None:
        """Stop letting in."""
        operator = self._current
        question = Confirm(
            _("Retire {name}?").format(name=operator.name),
            [
                _("{name} can no longer sign in; what was done stays on record.").format(
                    name=operator.name
                )
            ],
            _("retire"),
        )
        if await self.app.push_screen_wait(question):
            operators.retire(app_of(self).room, operator.name)
            self._changed(_("{name} is retired.").format(name=operator.name))

    async def do_change(self) -> None:
        """Change one's own PIN."""
        room = app_of(self).room
        own = room.keyboard.operator
        if own is None:
            return
        ask = AskPin(
            _("Your current PIN"),
            take=lambda pin: operators.prove(room, own.name, pin, CHANGE_PIN),
        )
        if await self.app.push_screen_wait(ask) is None:
            return
        new = await self._new_pin(own.name)
        if new is not None:
            operators.change_pin(room, None, new)
            self._changed(_("{name} has a new PIN.").format(name=own.name))

    async def _duty(self, now: Duty) -> Duty | None:
        options = [(duty.value, duty.label, _(TOLD[duty])) for duty in Duty]
        chosen = await self.app.push_screen_wait(Choose(_("Which duty?"), options, now.value))
        return Duty(chosen) if chosen else None

    async def _new_pin(self, name: str) -> str | None:
        """Ask for a new PIN, typed twice; None after Esc."""
        refusal = ""
        while True:
            question = _("New PIN for {name}").format(name=name)
            ask = AskPin(question, new=True, refusal=refusal)
            pin = await self.app.push_screen_wait(ask)
            if pin is None:
                return None
            again = await self.app.push_screen_wait(AskPin(_("The same PIN once more")))
            if again is None or again == pin:
                return again
            refusal = _("The two PINs did not match; type the new PIN again.")

    def _changed(self, sentence: str) -> None:
        self.fill()
        self.say(sentence)

    def do_back(self) -> None:
        """Go back, or to signing in where the user is no longer an operator."""
        app = app_of(self)
        if app.room.keyboard.guarded and app.room.keyboard.operator is None:
            app.start_over()
            return
        self.dismiss()
