"""Show a tier before it opens: its rules, who rates whom, who decides how much of a score."""

from collections.abc import Iterator, Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from kaohe_tui.domain.record.events import TierOpened
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.result.shape import short
from kaohe_tui.domain.rules.nobody import unrated
from kaohe_tui.domain.rules.pairs import owed_by_raters
from kaohe_tui.domain.rules.scheme.tiers import Reveal, Tier
from kaohe_tui.domain.rules.steps import StepState
from kaohe_tui.domain.rules.tier_words import (
    least_words,
    limits_words,
    scope_words,
    trim_words,
    weight_words,
)
from kaohe_tui.domain.rules.warnings import warnings
from kaohe_tui.services.counting import overview
from kaohe_tui.services.periods.passed_over import passed_over
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.services.secrecy.secrecy import exposed_in_words
from kaohe_tui.services.tiers import steps
from kaohe_tui.ui.frame.filled import FilledScreen
from kaohe_tui.ui.frame.host import app_of
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.keys.moves import MOVES
from kaohe_tui.ui.screens.dialogs.ask import Confirm
from kaohe_tui.ui.screens.dialogs.working import copy_first
from kaohe_tui.ui.screens.moving.scrolling import Scrolling
from kaohe_tui.ui.screens.tiers.pairs import Pairs, count_table, left_aside
from kaohe_tui.ui.screens.tiers.recusals import Recusals
from kaohe_tui.ui.screens.tiers.weights import Weights, share_table
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.words import N_, _, _n

PARTS = ("rules", "pairs", "aside", "shares")
"""The parts of the screen, from the top; the ends of their ids."""

REVEALS = {
    Reveal.ROW: N_("standings update after each complete rating"),
    Reveal.BALLOT: N_("standings update after each ballot"),
    Reveal.TIER: N_("standings update when the tier is closed"),
}
"""When the standings may follow, in words."""


class TierScreen(Scrolling, FilledScreen[bool]):
    """What the meeting sees before a tier opens; true once it is opened."""

    TITLE_MSGID = N_("Before a tier opens")
    """The screen's name in its help."""
    HELP_TEXT = (
        N_(
            "The table shows how much of one person's score each rater decides, over all tiers "
            "of the period, if every outstanding rating comes in."
        ),
        N_(
            "Opening the first tier of a period locks scheme and roster for that period; "
            "recusals can be set until the tier they apply to opens."
        ),
    )
    """What the table shows, and what opening locks."""
    KEYS = (
        Command(("enter",), "open", N_("Open"), N_("Open the tier."), act=TierOpened.power),
        Command(("l",), "pairs", N_("Pairs"), N_("List who rates whom, by name.")),
        Command(("w",), "weights", N_("Weights"), N_("List each rater's weight.")),
        Command(("r",), "recusals", N_("Recusals"), N_("See, set and cancel recusals.")),
        *MOVES,
        Command(("escape",), "back", N_("Back"), N_("Go back; the tier stays as it is.")),
    )
    """Opening, pairs, weights, recusals, scrolling, the way back."""

    def __init__(self, tier: str) -> None:
        """Begin with the tier of that key in the period in view."""
        super().__init__()
        self._tier_key = tier
        # Empty lines between the tables only where there is room to spare.
        self.VERTICAL_BREAKPOINTS = [(0, "-low"), (28, "-high")]
        """Lines of the terminal -> style class: ``-high`` has empty lines between tables."""

    def compose(self) -> ComposeResult:
        """Compose the title over everything to be known, which scrolls where it is longer."""
        yield from self.compose_frame(
            TextLine(id="tier-title", classes="heading"),
            VerticalScroll(
                *(Static(id=f"tier-{part}", markup=False) for part in PARTS), can_focus=False
            ),
            TextLine(id="tier-next", classes="heading"),
        )

    def on_mount(self) -> None:
        """Fill the screen."""
        self.attempt(self.fill)

    def on_screen_resume(self) -> None:
        """Draw everything again: a recusal may have been set or lifted."""
        self.attempt(self.fill)

    @property
    def scroller(self) -> VerticalScroll:
        """Everything between title and next step."""
        return self.query_one(VerticalScroll)

    # -- what stands there -------------------------------------------------------------------

    @property
    def _period_room(self) -> PeriodRoom:
        app = app_of(self)
        return app.room.period(app.period)

    @property
    def _tier(self) -> Tier:
        return self._period_room.scheme.tier(self._tier_key)

    def fill(self) -> None:
        """Write what the tier is, and what opening it means."""
        period_room, tier = self._period_room, self._tier
        waits = period_room.steps.state_of(tier.key) is StepState.WAITING
        title = (_("{period} · before {tier} opens") if waits else _("{period} · {tier}")).format(
            period=period_room.steps.period.name, tier=tier.name
        )
        self.query_one("#tier-title", TextLine).show(title)
        for part, content in self._parts(period_room, tier).items():
            widget = self.query_one(f"#tier-{part}", Static)
            widget.update(content)
            widget.display = bool(content)
        verb = _("Continue {tier}") if self._is_paused() else _("Open {tier}")
        sentence = self._why_closed() or verb.format(tier=tier.name) + "   [ Enter ]"
        self.query_one("#tier-next", TextLine).show("▶ " + sentence)

    def _is_paused(self) -> bool:
        app = app_of(self)
        tiers = overview.overview(app.room, app.period).tiers
        return any(each.is_paused for each in tiers if each.tier.key == self._tier_key)

    def _parts(self, period_room: PeriodRoom, tier: Tier) -> dict[str, Content]:
        rules = [
            *rules_in_words(period_room, tier),
            prints_in_words(period_room),
            recused_in_words(period_room, tier) + "   " + _("(R: see, set, cancel)"),
        ]
        rules += secret_in_words(period_room, tier)
        shares = _("Weight of each rater in a score, all tiers   (W: details)")
        return {
            "rules": _lines(rules),
            "pairs": _table(count_table(period_room, tier)),
            "aside": _lines(left_aside(period_room, tier)),
            "shares": _table([shares, *share_table(period_room)]),
        }

    def _why_closed(self) -> str | None:
        try:
            self._period_room.steps.check_open(self._tier_key, out_of_order=True)
        except Refusal as refusal:
            return str(refusal)
        return None

    # -- commands ----------------------------------------------------------------------------

    def why_not(self, command: Command) -> str | None:
        """Refuse to open a tier while another one is open, or that was opened already."""
        return self._why_closed() if command.action == "open" else None

    async def do_open(self) -> None:
        """Open the tier.

        It asks first about what cannot be mended afterwards, and what is not as usual.
        """
        app, period_room, tier = app_of(self), self._period_room, self._tier
        first = not period_room.steps.opened
        consequences = [*self._unusual(period_room, first=first)]
        question, yes = _("Open {tier}?").format(tier=tier.name), _("open it")
        if first:
            question = _("Open {period} with {tier}?").format(
                period=period_room.steps.period.name, tier=tier.name
            )
            consequences += self._frozen(period_room, tier)
            yes = _("open the period")
        asked = Confirm(question, consequences, yes)
        if consequences and not await self.app.push_screen_wait(asked):
            return
        if first and not await copy_first(app, "opening"):
            return
        steps.open_tier(app.room, app.period, self._tier_key, out_of_order=True)
        app.renew()
        self.dismiss(result=True)

    def _unusual(self, period_room: PeriodRoom, *, first: bool) -> Iterator[str]:
        """Say that it is not the period's or the tier's turn, and whose weight falls away unrated.

        Of a later tier the latter is said only where it is everybody's weight, since the screen
        names the others.
        """
        if passed := passed_over(app_of(self).room, period_room.key):
            yield passed
        if earlier := period_room.steps.earlier(self._tier_key):
            sentence = _("{tier} waits for its turn: {next} comes first.")
            yield sentence.format(tier=self._tier.name, next=earlier.name)
        known = period_room.scheme, period_room.roster, period_room.recused
        if first:
            yield from warnings(*known)
            return
        for lacking in unrated(*known):
            if lacking.is_empty and lacking.tier.key == self._tier_key:
                yield lacking.told

    def _frozen(self, period_room: PeriodRoom, tier: Tier) -> list[str]:
        """Say what the first opening of a period fixes."""
        return [
            _("Scheme {scheme} and roster {roster} apply to the whole period.").format(
                scheme=short(period_room.scheme_fingerprint),
                roster=short(period_room.roster_fingerprint),
            ),
            _("Both can be changed only while no ballot is in: U in the tiers takes this back."),
            _("Recusals for {tier} can no longer be set or lifted.").format(tier=tier.name),
        ]

    def do_pairs(self) -> None:
        """Show who rates whom, by name."""
        self.app.push_screen(Pairs(self._tier_key))

    def do_weights(self) -> None:
        """Show how much each rater decides."""
        self.app.push_screen(Weights())

    def do_recusals(self) -> None:
        """Open the recusals of the period."""
        self.app.push_screen(Recusals())

    def do_back(self) -> None:
        """Leave the tier as it is."""
        self.dismiss(result=False)


def _lines(lines: Sequence[str]) -> Content:
    return Content("\n").join(map(Content, lines))


def _table(lines: Sequence[str]) -> Content:
    """Join the lines, the first of them bold."""
    return Content("\n").join([Content.styled(lines[0], "bold"), *map(Content, lines[1:])])


def rules_in_words(period_room: PeriodRoom, tier: Tier) -> list[str]:
    """Write the tier's rules on two lines, and on a third what its ballots are held to.

    The first has weight, scope and how much is owed; the second has when the standings follow, and
    what is dropped.
    """
    owed = owed_by_raters(
        period_room.scheme, tier, period_room.roster, period_room.recused_in(tier.key)
    )
    counts = _("{ballots} ballots, {ratings} ratings").format(
        ballots=len(owed), ratings=sum(owed.values())
    )
    dropped = [trim_words(tier), *([least] if (least := least_words(tier)) else [])]
    weight = weight_words(period_room.scheme, tier)
    return [
        f"{weight} · {scope_words(tier)} · {counts}",
        " · ".join([_(REVEALS[tier.seen]), *dropped]),
        *filter(None, [limits_words(tier)]),
    ]


def secret_in_words(period_room: PeriodRoom, tier: Tier) -> list[str]:
    """Say that the tier is secret, and whether it can be; empty for one that is not."""
    if not tier.secret:
        return []
    sentence = _("Secret: a ballot loses its name when handed in; its rater gets a receipt")
    return [sentence, *([warning] if (warning := exposed_in_words(period_room, tier)) else [])]


def recused_in_words(period_room: PeriodRoom, tier: Tier) -> str:
    """Say how many pairs are recused in the tier."""
    count = len(period_room.recused_in(tier.key))
    if not count:
        return _("No recusals in this tier")
    return _n(
        "{count} pair recused in this tier", "{count} pairs recused in this tier", count
    ).format(count=count)


def prints_in_words(period_room: PeriodRoom) -> str:
    """Write the fingerprints, and whether they are fixed already."""
    if period_room.steps.opened:
        sentence = _("Fixed for this period: scheme {scheme}, roster {roster}")
    else:
        sentence = _("Scheme {scheme}, roster {roster}: opening the first tier locks both")
    return sentence.format(
        scheme=short(period_room.scheme_fingerprint), roster=short(period_room.roster_fingerprint)
    )
