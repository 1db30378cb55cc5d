"""Set recusals before a tier opens: who does not rate whom."""

from dataclasses import dataclass

from textual.app import ComposeResult

from kaohe_tui.domain.record.events import RecusalLifted, Recused
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.pairs import ratees_of
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.domain.rules.scheme.tiers import Tier
from kaohe_tui.domain.rules.steps import StepState
from kaohe_tui.domain.width import cell_width, pad
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.services.tiers import steps
from kaohe_tui.ui.frame.host import app_of
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.keys.moves import MOVES
from kaohe_tui.ui.screens.dialogs.ask import Ask
from kaohe_tui.ui.screens.dialogs.find import Find
from kaohe_tui.ui.screens.moving.lists import FollowingList
from kaohe_tui.ui.widgets.picklist import PickList
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.words import N_, _

REASONS = (
    N_("husband and wife"),
    N_("close relatives"),
    N_("own request"),
    N_("a complaint between them is being investigated"),
)
"""The usual reasons, offered as ready answers; any other may be typed."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One recused pair, with its tiers."""

    rater: Person
    """The rater who does not rate."""
    ratee: Person
    """The person who is not rated by that rater."""
    tiers: tuple[Tier, ...]
    """The tiers in which the pair is recused, in the scheme's order."""
    reason: str
    """Why, as it was typed."""


class Recusals(FollowingList[None]):
    """The recusals of the period in view."""

    TITLE_MSGID = N_("Recusals")
    """The screen's name in its help."""
    HELP_TEXT = (
        N_(
            "A recused rater does not rate that person: the rating is not expected, and counts "
            "neither as missing nor as an abstention."
        ),
        N_(
            "Recusals are set beforehand and apply to tiers not yet opened; nothing changes in "
            "an open or closed tier."
        ),
    )
    """What a recusal does, and when it can be set."""
    KEYS = (
        Command(
            ("a",), "add", N_("Add"), N_("Recuse a rater from rating somebody."), act=Recused.power
        ),
        Command(
            ("d",),
            "lift",
            N_("Cancel"),
            N_("Cancel the selected recusal."),
            act=RecusalLifted.power,
        ),
        *MOVES,
        Command(("escape",), "back", N_("Back"), N_("Go back.")),
    )
    """Adding, cancelling, moving in the list, the way back."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[_Line] = []

    def compose(self) -> ComposeResult:
        """Compose the title, for which tiers, and the list."""
        yield from self.compose_frame(
            TextLine(id="recusals-title", classes="heading"),
            TextLine(id="recusals-scope", classes="note"),
            TextLine(id="recusals-none"),
            PickList([]),
        )

    def on_mount(self) -> None:
        """Fill the list."""
        self.attempt(self.fill)

    # -- what stands there -------------------------------------------------------------------

    @property
    def _period_room(self) -> PeriodRoom:
        app = app_of(self)
        return app.room.period(app.period)

    def _to_come(self) -> list[Tier]:
        return [s.tier for s in self._period_room.steps.tiers if s.state is StepState.WAITING]

    def fill(self) -> None:
        """Write the recusals as they stand now."""
        period_room, to_come = self._period_room, self._to_come()
        title = _("{period} · recusals").format(period=period_room.steps.period.name)
        self.query_one("#recusals-title", TextLine).show(title)
        if to_come:
            names = _("; ").join(tier.name for tier in to_come)
            scope = _("Only for tiers not open yet: {tiers}").format(tiers=names)
        else:
            scope = _(
                "Every tier of this period has been opened: no recusal can be set or cancelled."
            )
        self.query_one("#recusals-scope", TextLine).show(scope)
        self._lines = self._read(period_room)
        none = "" if self._lines else _("Nobody is recused. A adds a recusal.")
        self.query_one("#recusals-none", TextLine).show(none)
        self.query_one("#recusals-none", TextLine).display = not self._lines
        cursor = self.pick.cursor
        self.pick.display = bool(self._lines)
        self.pick.show(_shown(self._lines))
        self.pick.move(cursor)
        self.refresh_keys()

    def _read(self, period_room: PeriodRoom) -> list[_Line]:
        app = app_of(self)
        grouped: dict[tuple[str, str, str], list[str]] = {}
        for one in steps.recusals_set(app.room, app.period):
            if one.rater in period_room.roster and one.ratee in period_room.roster:
                grouped.setdefault((one.rater, one.ratee, one.reason), []).append(one.tier)
        return [
            _Line(
                period_room.roster[rater],
                period_room.roster[ratee],
                tuple(tier for tier in period_room.scheme.tiers if tier.key in keys),
                reason,
            )
            for (rater, ratee, reason), keys in grouped.items()
        ]

    # -- commands ----------------------------------------------------------------------------

    def why_not(self, command: Command) -> str | None:
        """Refuse changes to tiers that are open or closed."""
        to_come = {tier.key for tier in self._to_come()}
        if command.action in ("add", "lift") and not to_come:
            return _(
                "Every tier of this period has been opened: no recusal can be set or cancelled."
            )
        if command.action == "lift":
            if not self._lines:
                return _("Nobody is recused.")
            if not to_come.intersection(t.key for t in self._lines[self.pick.cursor].tiers):
                return _("The tiers of this recusal are open or closed: it cannot be cancelled.")
        return None

    def _ratees(self, period_room: PeriodRoom, rater: Person) -> list[Person]:
        """Return whom the rater rates in a tier to come, without the recused, in roster order."""
        codes = {
            person.code
            for tier in self._to_come()
            for person in ratees_of(
                period_room.scheme,
                tier,
                period_room.roster,
                rater,
                period_room.recused_in(tier.key),
            )
        }
        return [person for person in period_room.roster if person.code in codes]

    async def do_add(self) -> None:
        """Ask who, whom and why, and set the recusal."""
        period_room = self._period_room
        raters = [(p, str(len(self._ratees(period_room, p)))) for p in period_room.roster]
        raters = [(person, count) for person, count in raters if count != "0"]
        if not raters:
            raise Refusal(
                "nobody-rates", N_("No rater has anybody to rate in the tiers still to be opened.")
            )
        rater_code = await self.app.push_screen_wait(Find(_("Which rater is recused?"), raters))
        if rater_code is None:
            return
        rater = period_room.person(rater_code)
        role_name = period_room.scheme.role_name
        ratees = [(p, role_name(p.role)) for p in self._ratees(period_room, rater)]
        title = _("Whom does {name} not rate?").format(name=period_room.roster.called(rater))
        ratee_code = await self.app.push_screen_wait(Find(title, ratees))
        if ratee_code is None:
            return
        ratee = period_room.person(ratee_code)
        app = app_of(self)
        tiers: list[Tier] = []

        def take(reason: str) -> None:
            tiers[:] = steps.recuse(app.room, app.period, (rater_code, ratee_code), reason)

        ask = Ask(
            _("Why does {rater} not rate {ratee}?").format(
                rater=period_room.roster.called(rater), ratee=period_room.roster.called(ratee)
            ),
            choices=[_(choice) for choice in REASONS],
            take=take,
        )
        if await self.app.push_screen_wait(ask) is None:
            return
        self._changed(
            _("{rater} does not rate {ratee} in {tiers}."), rater, ratee, [t.name for t in tiers]
        )

    def do_lift(self) -> None:
        """Lift the recusal in the tiers to come; it can be set again."""
        line = self._lines[self.pick.cursor]
        app = app_of(self)
        pair = line.rater.code, line.ratee.code
        tiers = steps.lift_recusal(app.room, app.period, pair)
        self._changed(
            _("{rater} rates {ratee} again in {tiers}."),
            line.rater,
            line.ratee,
            [t.name for t in tiers],
        )

    def _changed(self, sentence: str, rater: Person, ratee: Person, tiers: list[str]) -> None:
        app_of(self).renew()
        self.fill()
        called = self._period_room.roster.called
        self.say(
            sentence.format(rater=called(rater), ratee=called(ratee), tiers=_("; ").join(tiers))
        )


def _shown(lines: list[_Line]) -> list[tuple[str, str]]:
    raters = [f"{line.rater.code} {line.rater.name}" for line in lines]
    ratees = [f"{line.ratee.code} {line.ratee.name}" for line in lines]
    left = max(map(cell_width, raters), default=0)
    right = max(map(cell_width, ratees), default=0)
    return [
        (
            f"⊘ {pad(rater, left)} → {pad(ratee, right)}",
            _("; ").join(tier.name for tier in line.tiers) + f"   {line.reason}",
        )
        for line, rater, ratee in zip(lines, raters, ratees, strict=True)
    ]
