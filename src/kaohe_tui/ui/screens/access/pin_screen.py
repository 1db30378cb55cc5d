"""Hold what every screen does that asks for a name and its PIN."""

from textual.app import ComposeResult
from textual.widgets import Static

from kaohe_tui.domain.access.pins import MOST_DIGITS, told_wait
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.width import pad, widest
from kaohe_tui.services.access import operators
from kaohe_tui.services.room.keyboard import Operator
from kaohe_tui.ui.frame.host import app_of
from kaohe_tui.ui.keys.commands import HELP, Command
from kaohe_tui.ui.keys.moves import MOVES
from kaohe_tui.ui.screens.moving.lists import ListScreen
from kaohe_tui.ui.widgets.ballot.layout import WIDEST_NAME
from kaohe_tui.ui.widgets.picklist import PickList
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.words import N_, _

TICK = 1.0
"""Seconds between two updates of the delay after wrong PINs."""
PIN_KEYS = (
    Command(("enter",), "accept", N_("Sign in"), N_("Submit the PIN.")),
    Command(
        tuple("0123456789"),
        "digit",
        N_("PIN"),
        N_("Type the PIN of the selected name; it is not shown."),
        in_palette=False,
        shown_as="0-9",
    ),
    Command(
        ("backspace",), "shorten", N_("Correct"), N_("Delete the last digit."), in_palette=False
    ),
    *MOVES,
)
"""The keys of the PIN, and moving in the list."""


class PinScreen(ListScreen[bool]):
    """A list of operators over the line of the PIN. It shows nothing of the meeting."""

    STAYS = False
    """It gives way to another screen, which then says what it has to say about files."""
    SHARED_KEYS = (HELP,)
    """The help alone: nothing else can be reached."""

    def __init__(self) -> None:
        super().__init__()
        self._typed = ""
        self._waits = False
        """Whether a delay may be running: then the disk is asked how long it lasts."""
        self._counting = False
        self.people: tuple[Operator, ...] = ()
        """The operators listed, the likeliest first."""

    # What the three screens differ in.

    def candidates(self) -> tuple[Operator, ...]:
        """Return who may type the PIN, the likeliest first."""
        return operators.may_sign_in(app_of(self).room)

    def heading(self) -> str:
        """Return the title."""
        raise NotImplementedError

    def note(self) -> str:
        """Say what is to be done, in a sentence or two."""
        raise NotImplementedError

    def take(self, operator: Operator, pin: str) -> None:
        """Do what the PIN is for.

        Raises:
            Refusal: when the PIN is wrong, or a delay after wrong ones is running.
        """
        raise NotImplementedError

    # What they share.

    def compose(self) -> ComposeResult:
        """Compose the title, what to do, the names and the PIN."""
        yield from self.compose_frame(
            TextLine(id="pin-heading", classes="heading"),
            Static(id="pin-note", markup=False),
            PickList([]),
            TextLine(id="pin-typed", classes="heading"),
        )

    def on_mount(self) -> None:
        """Throw away what was typed ahead, and offer the names."""
        app_of(self).drain_input()
        self.attempt(self.fill)
        self.set_interval(TICK, self._tick)

    def fill(self) -> None:
        """Write the names, the cursor on the first."""
        self.people = self.candidates()
        self.query_one("#pin-heading", TextLine).show(self.heading())
        self.query_one("#pin-note", Static).update(self.note())
        width = widest((each.name for each in self.people), WIDEST_NAME)
        self.pick.show([(pad(each.name, width), each.duty.label) for each in self.people])
        self._show_typed()

    def follow(self) -> None:
        """Read the operators again: another program may have changed them."""
        at = self.pick.cursor
        self.fill()
        self.pick.move(at)

    def _show_typed(self) -> None:
        self.query_one("#pin-typed", TextLine).show(_("PIN:") + " " + "*" * len(self._typed) + "_")

    def _tick(self) -> None:
        """Count the delay down, while one is running."""
        if self._waits and self.people and self.is_current:
            self.attempt(self._count_down)

    def _count_down(self) -> None:
        left = operators.left_to_wait(app_of(self).room, self._operator.name)
        if left or self._counting:
            self.say(told_wait(left) if left else "", kind="refused" if left else "info")
        self._waits = self._counting = left > 0

    @property
    def _operator(self) -> Operator:
        return self.people[self.pick.cursor]

    def moved(self) -> None:
        """Empty the line of the PIN: another name has another PIN."""
        self._typed = ""
        self._waits = True
        self._show_typed()
        self._tick()

    def do_digit(self) -> None:
        """Add a digit."""
        self._typed = (self._typed + self.pressed)[:MOST_DIGITS]
        self._show_typed()

    def do_shorten(self) -> None:
        """Delete the last digit."""
        self._typed = self._typed[:-1]
        self._show_typed()

    def do_accept(self) -> None:
        """Take the PIN; a wrong one is deleted from the line."""
        typed, self._typed = self._typed, ""
        self._show_typed()
        if not typed:
            raise Refusal("pin-missing", N_("Type the PIN first."))
        self._waits = True
        self.take(self._operator, typed)
