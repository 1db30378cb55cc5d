"""Say what a screen asks of the app, and reach the app from a screen or widget.

Screens know these protocols; the app that keeps them, ``ui.app.app``, stands above all screens.
"""

from collections.abc import Awaitable, Callable, Iterable
from enum import Enum, StrEnum, auto
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

from textual.dom import DOMNode
from textual.screen import Screen

from kaohe_tui.settings import Settings
from kaohe_tui.ui.frame.themes import KaoheTheme
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.terminal.shown import Shown

if TYPE_CHECKING:
    from kaohe_tui.domain.rules.people import Person
    from kaohe_tui.services.counting.board import Board
    from kaohe_tui.services.room.room import Room
    from kaohe_tui.services.tiers.next_thing import Step

_Result = TypeVar("_Result")


class Place(Enum):
    """A screen that another subject's screen leads to; ``ui.app.navigation`` knows its class."""

    HOME = auto()
    """The first screen of a meeting."""
    HELP = auto()
    """The explanation of a screen."""
    PALETTE = auto()
    """The search over the commands of a screen."""
    THEME = auto()
    """The colours to choose from."""
    LANGUAGE = auto()
    """The languages to choose from."""
    RATERS = auto()
    """The raters of a tier."""
    TIERS = auto()
    """The tiers of the period in view."""
    TIER = auto()
    """One tier before it opens."""
    CLOSING = auto()
    """The closing of a tier."""
    PERIODS = auto()
    """The periods of the year."""
    PEOPLE = auto()
    """The roster of the period in view."""
    STANDINGS = auto()
    """The standings, full screen."""
    EXPLAIN = auto()
    """How one person's score is made."""
    ADJUSTMENTS = auto()
    """Bonuses and deductions of the period in view."""
    FIGURES = auto()
    """Figures of the office for the period in view."""
    VETOES = auto()
    """Vetoes of the period in view."""
    ABSENCES = auto()
    """Absences of the period in view."""
    EXEMPTIONS = auto()
    """Who gets no grade in the period in view."""
    TASKS = auto()
    """The yearly tasks."""
    GRADES = auto()
    """The grades of a period or of the year."""
    YEAR = auto()
    """The standings of the year."""
    NOTICES = auto()
    """The public notices."""
    MATTERS = auto()
    """The register of objections and reports."""
    EXPORT = auto()
    """The documents that can be written."""
    RECORD = auto()
    """The record."""
    BACKUPS = auto()
    """The backups of the database."""
    OPERATORS = auto()
    """The operators and their duties."""
    RELEASE = auto()
    """Taking the keyboard back from a rater, by a PIN."""


class Sitting(StrEnum):
    """What the keyboard is used for."""

    MEETING = "meeting"
    """The meeting is run: each screen is open to operators with the duty for it."""
    DESK = "desk"
    """A ballot is keyed, by the person to whom the keyboard was handed."""
    RATER = "rater"
    """A ballot that its rater opened with a one-time code, or is about to open."""


class Shell(Protocol):
    """What every screen asks of its app, also where no database is open."""

    shown: Shown
    """What the terminal shows, whichever screen drew it."""
    themes: dict[str, KaoheTheme]
    """The themes that can be chosen, by key."""
    theme: str
    """The key of the theme in use."""
    settings: Settings
    """The choices that are remembered; changed by ``remember`` alone."""
    is_ending: bool
    """Whether the program is about to end."""
    reports: list[str]
    """Sentences about files that could not be used; the first screen that stays says them."""

    @property
    def plain_signs(self) -> bool:
        """Whether borders and signs are drawn in ASCII."""

    def why_barred(self, command: Command) -> str:
        """Say why the command is barred at this keyboard; empty where nothing bars it."""

    def lock(self) -> None:
        """Hide everything until an operator has typed the PIN."""

    def remember(self, settings: Settings) -> None:
        """Take other settings and keep them."""

    def refresh_words(self) -> None:
        """Draw every screen again in the language now in use."""

    def say_reports(self) -> None:
        """Say on the screen shown which files could not be used, once."""

    def show(self, place: Place, *about: Any, then: Callable[[Any], None] | None = None) -> None:
        """Open the screen of a place over the others.

        Args:
            place: which screen.
            about: what the screen is made with.
            then: gets the screen's result when it closes.
        """

    async def show_and_wait(self, place: Place, *about: Any, **more: Any) -> Any:
        """Open the screen of a place, and return its result when it closes.

        Args:
            place: which screen.
            about: what the screen is made with.
            more: the same by name.
        """


class Meeting(Protocol):
    """What is asked about the meeting: the room, the period in view, its standings."""

    path: Path
    """The database that is open or about to be opened."""
    demo: bool
    """Whether the sample bureau is to be built at ``path`` first."""
    read_only: bool
    """Whether the database is opened without writing."""
    period: str
    """The key of the period in view; empty before a database is open."""

    @property
    def room(self) -> "Room":
        """The open database; a refusal before one is open."""

    @property
    def board(self) -> "Board":
        """The standings of the period in view."""

    def take_room(self, room: "Room", period: str, board: "Board | None" = None) -> None:
        """Hold the meeting in this room from now on."""

    def view_period(self, period: str) -> None:
        """Put another period in view."""

    def count(self, codes: Iterable[str], ballot: tuple[str, str] | None = None) -> bool:
        """Count people's ratings again after something of theirs changed."""

    def renew(self) -> None:
        """Read everything again after a step."""


class Seat(Protocol):
    """What is asked about who sits at the keyboard, and done when another person does."""

    name_given: str
    """The name to begin with; empty: ask, or take the login name."""
    sitting: Sitting
    """What the keyboard is used for now."""
    is_locked: bool
    """Whether everything is hidden until somebody signs in."""
    is_named: bool
    """Whether a name was confirmed, in a database without operators; then none is asked for."""

    @property
    def rater_sits(self) -> bool:
        """Whether a rater is at the keyboard, and leaves the ballot by a host's PIN alone."""

    def pause_ballots(self) -> None:
        """Save what stands on an open ballot to disk, before someone else acts."""

    def start_over(self) -> None:
        """Leave every screen; the next person to sit down begins at the first."""

    def sign_out(self) -> None:
        """Enter in the record that nobody acts any more."""

    def drain_input(self) -> None:
        """Throw away the keys typed but not read yet."""

    def copy_to_clipboard(self, text: str) -> None:
        """Copy within the app only."""


class Stack(Protocol):
    """What is asked of the screens that lie over one another, as every app of Textual has it."""

    def push_screen(self, screen: Screen[_Result]) -> Awaitable[None]:
        """Open a screen over the others."""

    async def push_screen_wait(self, screen: Screen[_Result]) -> _Result:
        """Open a screen, and return its result when it closes."""

    def switch_screen(self, screen: Screen[Any]) -> Awaitable[None]:
        """Put a screen in the place of the topmost one."""

    def call_from_thread(self, callback: Callable[..., _Result], *args: Any) -> _Result:
        """Call something from another thread, and wait for it."""


class Host(Shell, Meeting, Seat, Stack, Protocol):
    """What the screens of a meeting ask of their app; and which screen comes next."""

    def first_screen(self) -> Screen[None]:
        """Return the first screen of a meeting, or signing in where there are operators."""

    def load(self, place: Place) -> None:
        """Import the screen of a place before it is shown."""

    async def go_on(self, step: "Step") -> None:
        """Take the one next step, on whichever screen it belongs."""

    async def choose_year(self) -> None:
        """Offer the new year, the other years, and the standings of this one."""

    def start_is_over(self) -> None:
        """Note that the first screen stands."""

    def tell_at_end(self, sentence: str) -> None:
        """Say something on the terminal when the screen is gone."""


def shell_of(node: DOMNode) -> Shell:
    """Return the app, typed as what every screen asks of it."""
    return cast(Shell, node.app)


def app_of(node: DOMNode) -> Host:
    """Return the app, typed as the one that holds room, period and board."""
    return cast(Host, node.app)


def called(node: DOMNode, person: "Person") -> str:
    """Return the display name of a person of the period in view.

    It is the name, with the code behind it where another person has the name too.
    """
    app = app_of(node)
    return app.room.period(app.period).roster.called(person)
