"""Replay the standings as they stood right after an entry of the record."""

import asyncio
from collections.abc import Callable

from textual.app import ComposeResult
from textual.widgets import Static

from kaohe_tui.domain.record.events import moment, without_reason
from kaohe_tui.domain.result.shape import short
from kaohe_tui.domain.rules.people import Role
from kaohe_tui.domain.standings.withholding import hidden_sentence
from kaohe_tui.services.record import reading, replaying
from kaohe_tui.services.record.replaying import Replay, Replayed
from kaohe_tui.ui.frame.filled import FilledScreen
from kaohe_tui.ui.frame.host import app_of
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.screens.moving.tables import MOVES, TableMoving
from kaohe_tui.ui.screens.standings.showing import class_name
from kaohe_tui.ui.screens.standings.standings import step_line
from kaohe_tui.ui.widgets.standings.listing import classes, rows_of
from kaohe_tui.ui.widgets.standings.view import StandingsView
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.words import N_, _, _n


class ReplayScreen(TableMoving, FilledScreen[None]):
    """Everybody of one class as of an entry; nothing on it can be changed.

    Args:
        number: the entry's number.
        period: the key of the period whose standings are shown.
    """

    TITLE_MSGID = N_("The standings at that time")
    """The screen's name in its help."""
    HELP_TEXT = (
        N_(
            "These are not the standings now, but those right after the entry in the heading, "
            "computed from the ballots, steps and entries of that time."
        ),
        N_(
            "↑ ↓: places gained or lost by that entry. A ballot counts from the time it is "
            "handed in; one that never was, and one of a secret tier, from the closing of its "
            "tier."
        ),
    )
    """What these standings are computed from, and what the arrows mean."""
    KEYS = (
        Command(
            ("left",),
            "earlier",
            N_("Earlier"),
            N_("The previous entry that changed the standings."),
        ),
        Command(("right",), "later", N_("Later"), N_("The next entry that changed the standings.")),
        Command(("c",), "next_class", N_("Class"), N_("Show the next class of people.")),
        *MOVES,
        Command(("escape", "s"), "back", N_("Back"), N_("Go back.")),
    )
    """Entries before and after, the next class, moving in the list, the way back."""

    def __init__(self, number: int, period: str) -> None:
        super().__init__()
        self._number = number
        self._period = period
        self._role: Role | None = None
        self._replay: Replay | None = None
        self._shown: Replayed | None = None

    def compose(self) -> ComposeResult:
        """Compose the time, the entry, steps, class, table, and what is unknown of that time."""
        yield from self.compose_frame(
            TextLine(id="replay-title", classes="heading"),
            TextLine(id="replay-entry"),
            TextLine(id="replay-steps"),
            TextLine(id="replay-class", classes="heading"),
            StandingsView(full=True, cursor=True),
            TextLine(id="replay-nobody"),
            Static(id="replay-doubts", markup=False, classes="note"),
        )

    def on_mount(self) -> None:
        """Count the standings in a thread."""
        super().on_mount()
        self.view.display = False
        self.run_worker(self._attend(self._go(lambda _replay: self._number)))

    @property
    def view(self) -> StandingsView:
        """The table of the standings."""
        return self.query_one(StandingsView)

    # -- counting ------------------------------------------------------------------------------

    async def _go(self, find: Callable[[Replay], int | None], nowhere: str = "") -> None:
        """Go to an entry; a thread counts, since a province may take a while."""
        room, before = app_of(self).room, self._replay
        twin = room.twin()

        def count() -> tuple[Replay, int | None]:
            with room.database.beside():
                replay = before or Replay(twin, self._period)
                number = find(replay)
                if number is not None:
                    replay.at(number)
                    replay.moves(number)
                return replay, number

        replay, number = await asyncio.to_thread(count)
        self._replay = replay
        if number is None:
            self.say(nowhere)
            return
        self._number = number
        self._shown = replay.at(number)
        self.fill()

    def fill(self) -> None:
        """Write what stood there; nothing before it is counted."""
        shown, replay = self._shown, self._replay
        if shown is None or replay is None:
            return
        room = app_of(self).room
        entry = reading.entry(room, self._number)
        title = _("{period} as of entry {number}, {at}, not now").format(
            period=shown.period_room.steps.period.name,
            number=self._number,
            at=moment(entry.at),
        )
        self.query_one("#replay-title", TextLine).show(title)
        sentence = without_reason(entry, reading.names(room))
        self.query_one("#replay-entry", TextLine).show(sentence)
        self.query_one("#replay-steps", TextLine).show(step_line(shown.period_room.steps))
        listed = shown.standings.has_scores
        self.view.display = listed
        moves = replay.moves(self._number)
        self.view.show(shown.standings, shown.period_room.scheme, moves, role=self._role)
        count = self.view.count
        people = _n("{count} person", "{count} people", count).format(count=count)
        name = class_name(shown.period_room.scheme, self.view.role)
        self.query_one("#replay-class", TextLine).show(f"{name} · {people}")
        nobody = self.query_one("#replay-nobody", TextLine)
        nobody.show("" if listed else _("Nobody had a score that could be shown then."))
        nobody.display = not listed
        self.query_one("#replay-doubts", Static).update("\n".join(self._remarks(shown)))
        self.refresh_keys()

    def _remarks(self, shown: Replayed) -> list[str]:
        remarks = [*shown.doubts]
        if hidden := replaying.withheld(shown):
            remarks.append(hidden)
        rows = rows_of(shown.standings, self.view.role)
        if sentence := hidden_sentence(shown.period_room.scheme, rows):
            remarks.append(sentence)
        if shown.result:
            remarks.append(
                _("Result no. {number}, locked on {at}, fingerprint {fingerprint}").format(
                    number=shown.result.number,
                    at=moment(shown.result.at),
                    fingerprint=short(shown.result.fingerprint),
                )
            )
        return remarks

    # -- commands ------------------------------------------------------------------------------

    def why_not(self, command: Command) -> str | None:
        """Refuse to change the class where there is only one."""
        if command.action == "next_class" and self.view.role is None:
            return _("Everybody is in one list.")
        return None

    async def do_earlier(self) -> None:
        """Go to the previous entry that changed the standings."""
        await self._go(
            lambda replay: replay.previous_change(self._number),
            _("No earlier entry changed the standings of this period."),
        )

    async def do_later(self) -> None:
        """Go to the next entry that changed the standings."""
        await self._go(
            lambda replay: replay.next_change(self._number),
            _("No later entry has changed the standings of this period."),
        )

    def do_next_class(self) -> None:
        """Show the next class."""
        if self._shown is None:
            return
        listed = classes(self._shown.standings, self._shown.period_room.scheme)
        self._role = listed[(listed.index(self.view.role) + 1) % len(listed)]
        self.fill()
