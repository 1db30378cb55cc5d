"""Choose a rater: who has handed in, whose ballot is half-keyed, who owes one."""

from collections.abc import Mapping
from dataclasses import replace

from textual.app import ComposeResult

from kaohe_tui import signs
from kaohe_tui.domain.access import duties
from kaohe_tui.domain.ballot.state import BallotProgress
from kaohe_tui.domain.record.events import BallotMoved, BallotsImported, GivenBack, StruckOut
from kaohe_tui.services.access import codes
from kaohe_tui.services.ballots import claims, second_keying
from kaohe_tui.services.ballots.claims import Holder
from kaohe_tui.services.counting import overview
from kaohe_tui.services.counting.overview import RaterLine
from kaohe_tui.services.paper import settling
from kaohe_tui.ui.frame.host import Host, Place, Sitting, app_of, called
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.keys.moves import MOVES
from kaohe_tui.ui.screens.dialogs.find import Find
from kaohe_tui.ui.screens.moving.lists import FollowingList
from kaohe_tui.ui.screens.raters import importing, misplaced
from kaohe_tui.ui.screens.raters.error_rates import KeyingErrors
from kaohe_tui.ui.screens.raters.rater_lines import RaterList, all_in, became, shown, why_not_on
from kaohe_tui.ui.screens.raters.seating import seat
from kaohe_tui.ui.screens.raters.settling import SettlingScreen
from kaohe_tui.ui.screens.tiers.open_ballots import ballots_in, why_over
from kaohe_tui.ui.widgets.picklist import PickList
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.words import N_, _

LOOK_EVERY = 1.0
"""Seconds between two looks at who else keys which ballot."""


class Raters(FollowingList[None]):
    """The raters of the open tier; Enter hands the keyboard to one of them."""

    TITLE_MSGID = N_("The raters of the tier")
    """The screen's name in its help."""
    HELP_TEXT = (
        N_("✔ handed in   ◐ partly entered   · outstanding   ✗ voided"),
        N_(
            "Where a paper form is entered twice: ◑ waits for the second entry, by somebody "
            "else; ≠ the two entries differ, and a third person resolves them (Enter)."
        ),
        N_(
            "After a ballot is handed in, the cursor moves to the next rater whose ballot is "
            "outstanding."
        ),
        N_("A ballot that somebody is entering at another terminal says who; only one person can."),
        N_(
            "Nothing is final: V restores what was voided, O moves what was entered under the "
            "wrong rater."
        ),
    )
    """The signs, double entry, and how ballots are put right."""
    KEYS = (
        Command(
            ("enter",),
            "begin",
            N_("Enter ballot"),
            N_("Enter the ballot of this rater."),
            act=duties.KEYING,
        ),
        *MOVES,
        Command(("/", "f"), "find", N_("Find"), N_("Find a rater by pinyin, initials or code.")),
        Command(
            ("b",),
            "give_back",
            N_("Give back"),
            N_("Give back a ballot that is in or voided, to be entered again."),
            act=GivenBack.power,
        ),
        Command(
            ("v",),
            "strike_out",
            N_("Void"),
            N_("Void a handed-in ballot, or restore a voided one."),
            act=StruckOut.power,
        ),
        Command(
            ("o",),
            "move",
            N_("Other rater"),
            N_("Move a ballot entered under the wrong rater, or exchange two."),
            act=BallotMoved.power,
        ),
        Command(
            ("i",),
            "import",
            N_("Import"),
            N_("Import ballots from a file, or from all tables of a folder."),
            act=BallotsImported.power,
        ),
        Command(
            ("e",),
            "errors",
            N_("Entry errors"),
            N_("Show how many cells each clerk entered wrongly."),
            in_bar=False,
        ),
        Command(("escape",), "back", N_("Back"), N_("Back to the first screen.")),
    )
    """Keys of the raters' list: entering a ballot, finding a rater, putting ballots right."""

    def __init__(self, tier: str) -> None:
        """Begin with the raters of the tier of that key."""
        super().__init__()
        self._tier_key = tier
        self._list = RaterList()
        self._holders: Mapping[tuple[str, str], Holder] = {}
        """(tier, rater's code) -> who else keys the ballot."""

    def compose(self) -> ComposeResult:
        """Compose title, counts and the list."""
        yield from self.compose_frame(
            TextLine(id="raters-title", classes="heading"),
            TextLine(id="raters-counts", classes="note"),
            PickList([]),
        )

    def on_mount(self) -> None:
        """Begin at the first ballot that is owed."""
        if self.attempt(self.fill):
            self._go_to_owed()
        self.set_interval(LOOK_EVERY, self._look_at_holders)

    # -- what stands there -------------------------------------------------------------------

    @property
    def _current(self) -> RaterLine:
        return self._list.lines[self.pick.cursor]

    def fill(self) -> None:
        """Write the state of each ballot now."""
        app = app_of(self)
        view = overview.overview(app.room, app.period)
        progress = next(t for t in view.tiers if t.tier.key == self._tier_key)
        self._list = RaterList(progress)
        title = _("{period} · {tier} · whose ballot?").format(
            period=view.period.name, tier=progress.tier.name
        )
        counts = ballots_in(progress)
        counts = _(", ").join(filter(None, (counts, second_keying.waiting(progress))))
        self.query_one("#raters-title", TextLine).show(title)
        self.query_one("#raters-counts", TextLine).show(why_over(progress) or counts)
        self._holders = _holders(app)
        held = {
            code: claims.keying(holder, app.room.now())
            for (tier, code), holder in self._holders.items()
            if tier == self._tier_key
        }
        cursor = self.pick.cursor
        self.pick.show(shown(progress.raters, held))
        self.move(cursor)

    def _look_at_holders(self) -> None:
        """Look at who keys which ballot, which changes nothing in the database."""
        if self.is_current and self._list.lines and _holders(app_of(self)) != self._holders:
            self.attempt(self.fill)

    def _go_to_owed(self) -> None:
        """Put the cursor on the next rater who owes a ballot, going round at the end."""
        app, cursor = app_of(self), self.pick.cursor
        period_room = app.room.period(app.period)
        own = second_keying.keyed_here(
            app.room, period_room, period_room.scheme.tier(self._tier_key)
        )
        index = self._list.next_open(cursor, own)
        if index is not None:
            self.move(index - cursor)
        elif self._list.is_all_in:
            self.say(all_in(may_close=not app.room.keyboard.why_not(duties.TIERS)))
        else:
            self.say(
                _("All that you may enter is entered; the other forms wait for somebody else.")
            )
        self.refresh_keys()

    # -- commands ----------------------------------------------------------------------------

    def key_items(self) -> list[tuple[Command, bool]]:
        """Return the keys; the one that voids restores a voided ballot, Enter leads on at last."""
        labels = {}
        if self._list.leads_on(self.pick.cursor):
            labels["begin"] = N_("Next")
        if self._list.lines and self._current.state is BallotProgress.VOID:
            labels["strike_out"] = N_("Restore")
        return [
            (replace(each, label=labels.get(each.action, each.label)), usable)
            for each, usable in super().key_items()
        ]

    def why_not(self, command: Command) -> str | None:
        """Refuse what cannot be done with the ballot of the cursor's rater."""
        if over := self._list.why_over(command.action):
            return over
        if not self._list.lines or (
            command.action == "begin" and self._list.leads_on(self.pick.cursor)
        ):
            return None
        may_right = not app_of(self).room.keyboard.why_not(GivenBack.power)
        name = called(self, self._current.rater)
        return why_not_on(self._current, command.action, name, may_right=may_right)

    async def do_begin(self) -> None:
        """Hand the keyboard over, then key; back to the first screen when all ballots are in."""
        if self._list.leads_on(self.pick.cursor):
            self.dismiss()
            return
        app = app_of(self)
        if self._current.state is BallotProgress.DIFFERS:
            await self._settle()
            return
        try:
            # The next rater with a code sits down at once: no list in between.
            while await self._seat_next():
                pass
        finally:
            app.sitting = Sitting.MEETING

    async def _seat_next(self) -> bool:
        """Hand the keyboard to the rater under the cursor.

        Returns:
            Whether the ballot is in, and the cursor stands on another rater who has a code.
        """
        app, code = app_of(self), self._current.rater.code
        left = await seat(app, self._tier_key, code)
        if left is None:
            return False
        self.fill()
        if left != "handed_in":
            return False
        self._tell(code)
        if app.sitting is not Sitting.RATER:
            return False
        place = app.period, self._tier_key, self._current.rater.code
        if not self._list.is_all_in and codes.has_code(app.room, *place):
            return True
        if app.rater_sits:
            await app.show_and_wait(Place.RELEASE, may_go_back=False)
        return False

    async def _settle(self) -> None:
        """Settle the two keyings of the ballot under the cursor."""
        app, code = app_of(self), self._current.rater.code
        look = settling.settling(app.room, app.period, self._tier_key, code)
        if await self.app.push_screen_wait(SettlingScreen(look)):
            self.fill()
            self._tell(code)

    def _tell(self, code: str) -> None:
        """Say what became of the ballot that was just keyed or settled, and go on to the next."""
        line = next(each for each in self._list.lines if each.rater.code == code)
        self.say(became(line.state).format(name=called(self, line.rater)))
        self._go_to_owed()

    async def do_find(self) -> None:
        """Put the cursor on a rater."""
        people = [(line.rater, signs.BALLOTS[line.state]) for line in self._list.lines]
        code = await self.app.push_screen_wait(Find(_("Whose ballot?"), people))
        if code is not None:
            index = [line.rater.code for line in self._list.lines].index(code)
            self.move(index - self.pick.cursor)

    async def do_give_back(self) -> None:
        """Give the ballot back, with a reason."""
        self._righted(await misplaced.give_back(app_of(self), self._tier_key, self._current))

    async def do_strike_out(self) -> None:
        """Void the ballot, with a reason and a yes; restore one that is voided."""
        do = misplaced.restore if self._current.state is BallotProgress.VOID else misplaced.void
        self._righted(await do(app_of(self), self._tier_key, self._current))

    async def do_move(self) -> None:
        """Move the ballot to the right rater, or exchange it with that rater's."""
        which = self._tier_key, self._current, self._list.lines
        self._righted(await misplaced.move(app_of(self), *which))

    async def do_import(self) -> None:
        """Import ballots of a file, or of the files of a folder."""
        which = self._tier_key, self._list.lines
        self._righted(await importing.import_ballots(app_of(self), *which))

    def _righted(self, sentence: str) -> None:
        if sentence:
            app_of(self).renew()
            self.fill()
            self.say(sentence)

    def do_errors(self) -> None:
        """Show how well each clerk keyed."""
        self.app.push_screen(KeyingErrors())


def _holders(app: Host) -> Mapping[tuple[str, str], Holder]:
    return claims.of_others(app.room, app.room.period(app.period))
