"""Close a tier: what is missing, by whom, and what closing brings."""

from collections.abc import Mapping

from textual.app import ComposeResult

from kaohe_tui.domain.record.events import FormsEntered, TierClosed
from kaohe_tui.domain.rules.steps import StepState
from kaohe_tui.services.counting import overview
from kaohe_tui.services.counting.overview import Overview, RaterLine, TierProgress
from kaohe_tui.services.counting.too_few import proposed_out, too_few
from kaohe_tui.services.tiers.closing_sheet import few_secret, unconfirmed
from kaohe_tui.ui.frame.host import app_of
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.keys.moves import MOVES
from kaohe_tui.ui.screens.dialogs.ask import Ask, Confirm
from kaohe_tui.ui.screens.moving.lists import ListScreen
from kaohe_tui.ui.screens.tiers import open_ballots
from kaohe_tui.ui.screens.tiers.closing_lines import (
    all_in,
    changes,
    last_tier,
    marked,
    next_step,
    shown,
)
from kaohe_tui.ui.screens.tiers.closing_sheet import ClosingSheet
from kaohe_tui.ui.screens.tiers.closing_steps import REASONS, Closing, why_incomplete
from kaohe_tui.ui.screens.tiers.open_ballots import ballots_in, why_over
from kaohe_tui.ui.screens.tiers.paper_forms import ask_forms, faults, paper_lines, paper_texts
from kaohe_tui.ui.widgets.picklist import PickList
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.words import N_, _, join_sentences


class ClosingScreen(ListScreen[bool]):
    """The screen that closes the open tier; true once it is closed."""

    TITLE_MSGID = N_("Closing a tier")
    """The screen's name in its help."""
    HELP_TEXT = (
        N_("✔ handed in   ◐ partly entered   · outstanding   ✗ voided"),
        N_("◑ waits for the second entry   ≠ differences to resolve; neither counts"),
        N_(
            "Where the numbers of forms handed out, returned and entered do not match, closing "
            "needs a reason too. F enters how many forms were handed out and returned."
        ),
        N_(
            "Closing with ratings missing needs a reason, which is kept. Missing ratings never "
            "count as zero: scores use the ratings that are there."
        ),
        N_(
            "If the period had a result before it was reopened, you see what closing changes "
            "before it is done."
        ),
    )
    """The signs, and what closing with something missing asks for."""
    KEYS = (
        Command(("enter",), "close", N_("Close"), N_("Close the tier."), act=TierClosed.power),
        Command(
            ("r",),
            "reason",
            N_("Reason"),
            N_("Say why the ballot of the cursor's rater is missing."),
            act=TierClosed.power,
        ),
        Command(
            ("f",),
            "forms",
            N_("Form counts"),
            N_("Enter the forms handed out and returned."),
            act=FormsEntered.power,
        ),
        *MOVES,
        Command(("escape",), "back", N_("Back"), N_("Go back; the tier stays open.")),
    )
    """Closing, single reasons, counts of forms, moving in the list, the way back."""

    def __init__(self, tier: str) -> None:
        """Show the tier of that key in the period in view."""
        super().__init__()
        self._tier_key = tier
        self._held: Mapping[str, str] = {}
        """Rater's code -> the other person who is keying the ballot."""
        self._behind: list[RaterLine] = []
        """The raters whose ballot is missing, as listed."""
        self._reasons: dict[str, str] = {}
        """Rater's code -> the reason that was entered for this ballot alone."""

    def compose(self) -> ComposeResult:
        """Compose title, counts, what closing brings, and who owes what."""
        yield from self.compose_frame(
            TextLine(id="closing-title", classes="heading"),
            TextLine(id="closing-counts"),
            TextLine(id="closing-half"),
            TextLine(id="closing-few"),
            TextLine(id="closing-held", classes="note"),
            *paper_lines(),
            TextLine(id="closing-nobody"),
            TextLine(id="closing-scarce"),
            TextLine(id="closing-last"),
            TextLine(id="closing-changes"),
            TextLine(id="closing-next", classes="heading"),
            TextLine(id="closing-list", classes="heading"),
            PickList([]),
        )

    def on_mount(self) -> None:
        """Fill the screen, and look again and again at who keys a ballot."""
        self.attempt(self.fill)
        self.set_interval(open_ballots.LOOK_EVERY, self._look_at_holders)

    # -- what stands there -------------------------------------------------------------------

    def _read(self) -> tuple[Overview, TierProgress]:
        app = app_of(self)
        view = overview.overview(app.room, app.period)
        return view, next(t for t in view.tiers if t.tier.key == self._tier_key)

    def fill(self) -> None:
        """Write what is in, what is missing and by whom."""
        view, progress = self._read()
        where = app_of(self).room, app_of(self).period
        behind = self._behind = list(progress.left_over)
        is_open = progress.state is StepState.OPEN
        texts = {
            "title": _("{period} · closing {tier}").format(
                period=view.period.name, tier=progress.tier.name
            ),
            "counts": ballots_in(progress),
            "half": marked(unconfirmed(progress)),
            "few": few_secret(progress),
            "held": join_sentences(open_ballots.sentences(app_of(self), progress)),
            **paper_texts(self, progress),
            "nobody": lacking.told if (lacking := self._steps.lacking()) else "",
            "scarce": join_sentences((too_few(*where, self._tier_key), *proposed_out(*where))),
            "last": last_tier(view, progress),
            "changes": changes(self._steps.differences() if is_open else None),
            "list": _("Still missing") if behind else all_in(progress),
            "next": next_step(progress),
        }
        for name, text in texts.items():
            line = self.query_one(f"#closing-{name}", TextLine)
            line.show(text)
            line.display = bool(text)
        self.pick.display = bool(behind)
        self._held = open_ballots.held(app_of(self), self._tier_key)
        cursor = self.pick.cursor
        self.pick.show(shown(behind, self._held, self._reasons))
        self.move(cursor)

    def follow(self) -> None:
        """Show what other programs keyed meanwhile."""
        self.fill()

    @property
    def _steps(self) -> Closing:
        return Closing(app_of(self), self._tier_key, self._own_reasons)

    def _look_at_holders(self) -> None:
        held = open_ballots.held(app_of(self), self._tier_key)
        if self.is_current and held != self._held:
            self.attempt(self.fill)

    # -- commands ----------------------------------------------------------------------------

    def all_commands(self) -> tuple[Command, ...]:
        """Leave the key of single reasons out where nothing is missing."""
        every = super().all_commands()
        return tuple(each for each in every if each.action != "reason" or self._behind)

    def why_not(self, command: Command) -> str | None:
        """Refuse to close a tier that is not open."""
        _view, progress = self._read()
        if command.action == "reason" and not self._at_cursor:
            return _("Nothing is missing here.")
        if command.action == "close":
            return why_over(progress) or None
        return None

    async def do_close(self) -> None:
        """Close; with something missing, ask for the reason."""
        app = app_of(self)
        steps, (view, progress) = self._steps, self._read()
        amiss, parts = faults(self, self._tier_key), steps.missing_parts()
        own = {each.rater.code for each in self._behind if each.missing} <= set(self._reasons)
        if amiss or parts or (progress.missing and not own):
            sentences = [*amiss, *open_ballots.shortened(open_ballots.sentences(app, progress))]
            asked = why_incomplete(view, progress, sentences, parts, steps.close)
            is_done = await self.app.push_screen_wait(asked) is not None
        elif (lacking := steps.lacking()) and lacking.is_empty:
            question = _("Close {tier}?").format(tier=progress.tier.name)
            confirm = Confirm(question, [lacking.told], _("close it"))
            is_done = await self.app.push_screen_wait(confirm) and await steps.close("")
        else:
            sure = await open_ballots.close_all_the_same(app, progress)
            is_done = sure and await steps.close("")
        if not is_done:
            return
        await self.app.push_screen_wait(ClosingSheet(app.period, self._tier_key))
        self.dismiss(result=True)

    @property
    def _at_cursor(self) -> RaterLine | None:
        """The rater of the cursor, where ratings of that one are missing."""
        line = self._behind[self.pick.cursor] if self._behind else None
        return line if line is not None and line.missing else None

    def _own_reasons(self) -> dict[str, str]:
        """Return the reasons of those who are still behind."""
        behind = {line.rater.code for line in self._behind if line.missing}
        return {code: why for code, why in self._reasons.items() if code in behind}

    async def do_reason(self) -> None:
        """Ask why the ballot of the cursor's rater is missing, and go on to the next one."""
        line = self._at_cursor
        if line is None:
            return
        question = _("Why is the ballot of {name} ({code}) missing?")
        reason = await self.app.push_screen_wait(
            Ask(
                question.format(name=line.rater.name, code=line.rater.code),
                choices=[_(choice) for choice in REASONS],
                initial=self._reasons.get(line.rater.code, ""),
            )
        )
        if reason is None:
            return
        self._reasons[line.rater.code] = reason
        self.fill()
        self.move(1)

    async def do_forms(self) -> None:
        """Enter how many forms were handed out and came back."""
        if await ask_forms(self, self._tier_key):
            self.fill()

    def do_back(self) -> None:
        """Leave the tier open."""
        self.dismiss(result=False)
