"""Settle two keyings of a paper form that differ: both side by side, and what the paper says."""

from textual.app import ComposeResult

from kaohe_tui.domain.paper.double_entry import Choice, Difference, Side
from kaohe_tui.domain.width import fit, widest
from kaohe_tui.services.paper import settling
from kaohe_tui.services.paper.settling import Settling
from kaohe_tui.ui.frame.host import app_of, called
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.keys.moves import MOVES
from kaohe_tui.ui.screens.ballot.handing_in import total_on_paper
from kaohe_tui.ui.screens.dialogs.ask import Ask, Confirm
from kaohe_tui.ui.screens.moving.lists import ListScreen
from kaohe_tui.ui.widgets.ballot.layout import WIDEST_NAME
from kaohe_tui.ui.widgets.picklist import PickList
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.words import N_, _, _n

_WIDEST_CELL = 26
_WIDEST_GIVEN = 14


class SettlingScreen(ListScreen[bool]):
    """The differences of one ballot; true once they are settled and the ballot is handed in.

    Args:
        look: the differences.
    """

    TITLE_MSGID = N_("Resolving two entries")
    """The screen's name in its help."""
    HELP_TEXT = (
        N_(
            "Resolve every line by what the paper form says: 1 for the first entry, 2 for the "
            "second, Enter for another mark. The form counts once every line is resolved."
        ),
        N_("The choices are not saved until the ballot is handed in."),
    )
    """What decides, and when choices are saved."""
    KEYS = (
        Command(
            ("1", "2"),
            "side",
            N_("First or second"),
            N_("Resolve the line by the first or the second entry."),
            shown_as="1-2",
        ),
        Command(
            ("enter",),
            "mark",
            N_("Other mark"),
            N_("Type what the paper says, if neither is right."),
        ),
        Command(("f10", "h"), "hand_in", N_("Hand in"), N_("Hand the resolved ballot in.")),
        *MOVES,
        Command(("escape",), "back", N_("Back"), N_("Back to the raters; nothing is resolved.")),
    )
    """The two sides, another mark, handing in, moving in the list, the way back."""

    def __init__(self, look: Settling) -> None:
        super().__init__()
        self._look = look
        self._choices: dict[int, Choice] = {}

    def compose(self) -> ComposeResult:
        """Compose whose ballot it is, who keyed it, and the differences."""
        yield from self.compose_frame(
            TextLine(id="settling-title", classes="heading"),
            TextLine(id="settling-by", classes="note"),
            TextLine(id="settling-heading", classes="heading"),
            PickList([]),
        )

    def on_mount(self) -> None:
        """Fill the list."""
        self.fill()

    # -- what stands there -------------------------------------------------------------------

    @property
    def _current(self) -> Difference:
        return self._look.found[self.pick.cursor]

    def fill(self) -> None:
        """Write the differences and what is settled."""
        look = self._look
        title = _("{period} · {tier}   {name}'s ballot: {settled} of {all} resolved").format(
            period=look.period,
            tier=look.tier.name,
            name=called(self, look.rater),
            settled=len(self._choices),
            all=len(look.found),
        )
        keyed = _("1 entered by {first}   2 entered by {second}").format(
            first=look.first_by, second=look.second_by
        )
        self.query_one("#settling-title", TextLine).show(title)
        self.query_one("#settling-by", TextLine).show(keyed)
        heading, *lines = self._table()
        self.query_one("#settling-heading", TextLine).show(f"  {heading}")
        cursor = self.pick.cursor
        self.pick.show([(line, "") for line in lines])
        self.pick.move(cursor)

    def _table(self) -> list[str]:
        """Lay out the heading, and a line for each difference."""
        rows = [(_("Ratee"), _("Indicator"), "1", "2", _("Paper"))]
        for place, each in enumerate(self._look.found):
            choice = self._choices.get(place)
            rows.append(
                (
                    called(self, each.ratee),
                    each.where(self._look.indicators),
                    each.told(Side.FIRST),
                    each.told(Side.SECOND),
                    "" if choice is None else "✔ " + each.told(choice),
                )
            )
        most = (WIDEST_NAME, _WIDEST_CELL, _WIDEST_GIVEN, _WIDEST_GIVEN, _WIDEST_GIVEN)
        widths = [widest((row[n] for row in rows), most[n]) for n in range(len(most))]
        return [
            "  ".join(fit(text, width) for text, width in zip(row, widths, strict=True))
            for row in rows
        ]

    def _settle(self, choice: Choice) -> None:
        """Settle the line of the cursor, and go to the next one that is not settled."""
        at = self.pick.cursor
        self._choices[at] = choice
        self.fill()
        count = len(self._look.found)
        left = [n for n in [*range(at, count), *range(at)] if n not in self._choices]
        if left:
            self.move(left[0] - at)
        else:
            self.say(_("All differences resolved: F10 or H hands the ballot in."))
        self.refresh_keys()

    # -- commands ----------------------------------------------------------------------------

    def why_not(self, command: Command) -> str | None:
        """Refuse to hand in while a difference is not settled."""
        left = len(self._look.found) - len(self._choices)
        if command.action == "hand_in" and left:
            return _n(
                "{count} difference is not resolved yet.",
                "{count} differences are not resolved yet.",
                left,
            ).format(count=left)
        return None

    def do_side(self) -> None:
        """Settle the line by the first or the second keying."""
        self._settle(Side(int(self.pressed)))

    async def do_mark(self) -> None:
        """Ask for another mark, and settle the line by it."""
        each = self._current
        if each.column is None:
            each.parse("", self._look.indicators, self._look.step)
        where = each.where(self._look.indicators)
        question = _("What does the paper say for {name}, {where}?").format(
            name=called(self, each.ratee), where=where
        )
        indicators, step = self._look.indicators, self._look.step
        answer = await self.app.push_screen_wait(
            Ask(question, take=lambda text: each.parse(text, indicators, step))
        )
        if answer is not None:
            self._settle(each.parse(answer, indicators, step))

    async def do_hand_in(self) -> None:
        """Save all choices for good, and hand the ballot in."""
        app, look = app_of(self), self._look
        total = await total_on_paper(
            app, look.tier, look.rater, lambda written: look.check_total(self._choices, written)
        )
        if total is None and look.tier.control_total:
            return
        sure = Confirm(
            _("Hand in {name}'s ballot as resolved?").format(name=called(self, look.rater)),
            [
                _(
                    "Each resolved cell goes into the record, and counts towards the error rate "
                    "of the clerk who entered it wrongly."
                )
            ],
            _("hand in"),
        )
        if not await self.app.push_screen_wait(sure):
            return
        which = app.period, look.tier.key, look.rater.code
        settling.settle(app.room, *which, look.found, self._choices, total)
        app.renew()
        self.dismiss(result=True)

    async def do_back(self) -> None:
        """Leave; the choices are not saved."""
        if self._choices:
            sure = Confirm(
                _("Leave {name}'s ballot unresolved?").format(name=called(self, self._look.rater)),
                [_("Choices made here are not saved.")],
                _("leave"),
            )
            if not await self.app.push_screen_wait(sure):
                return
        self.dismiss(result=False)
