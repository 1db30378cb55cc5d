"""Close a tier: what is missing, by whom, and what closing brings."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from textual.app import ComposeResult

from kaohe_tui.domain.record.events import FormsEntered, TierClosed
from kaohe_tui.domain.result.differences import Differences
from kaohe_tui.domain.rules.nobody import Unrated, unrated
from kaohe_tui.domain.rules.steps import StepState
from kaohe_tui.domain.width import cell_width, pad
from kaohe_tui.services.counting import overview
from kaohe_tui.services.counting.overview import BallotState, Overview, RaterLine, TierProgress
from kaohe_tui.services.result import freezing
from kaohe_tui.services.tiers import closing_sheet, steps
from kaohe_tui.services.tiers.closing_sheet import Signers
from kaohe_tui.ui.frame.host import app_of
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.keys.moves import MOVES
from kaohe_tui.ui.screens.dialogs.ask import Ask, Confirm
from kaohe_tui.ui.screens.dialogs.working import copy_first
from kaohe_tui.ui.screens.entries.differences import DifferencesScreen, title
from kaohe_tui.ui.screens.moving.lists import ListScreen
from kaohe_tui.ui.screens.tiers import open_ballots
from kaohe_tui.ui.screens.tiers.closing_sheet import ClosingSheet
from kaohe_tui.ui.screens.tiers.open_ballots import ballots_in
from kaohe_tui.ui.screens.tiers.paper_forms import ask_forms, faults, paper_lines, paper_texts
from kaohe_tui.ui.widgets.picklist import PickList
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.words import N_, _, _n

REASONS = (
    N_("on business elsewhere"),
    N_("sick leave"),
    N_("on leave"),
    N_("away on training"),
    N_("new to the post"),
    N_("declines to score"),
)
"""The usual reasons for a missing ballot, offered as ready answers."""


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
            TextLine(id="closing-held", classes="note"),
            *paper_lines(),
            TextLine(id="closing-nobody"),
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
        behind = self._behind = list(progress.left_over)
        texts = {
            "title": _("{period} · closing {tier}").format(
                period=view.period.name, tier=progress.tier.name
            ),
            "counts": ballots_in(progress),
            "half": closing_sheet.unconfirmed(progress),
            "held": " ".join(open_ballots.sentences(app_of(self), progress)),
            **paper_texts(self, progress),
            "nobody": lacking.told if (lacking := self._lacking()) else "",
            "last": _last(view, progress),
            "changes": _changes(self._differences()),
            "list": _("Still missing") if behind else _all_in(progress),
            "next": "▶ " + _("Close {tier}").format(tier=progress.tier.name) + "   [ Enter ]",
        }
        for name, text in texts.items():
            line = self.query_one(f"#closing-{name}", TextLine)
            line.show(text)
            line.display = bool(text)
        self.pick.display = bool(behind)
        self._held = open_ballots.held(app_of(self), self._tier_key)
        cursor = self.pick.cursor
        self.pick.show(_shown(behind, self._held, self._reasons))
        self.move(cursor)

    def follow(self) -> None:
        """Show what other programs keyed meanwhile."""
        self.fill()

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
        if command.action == "close" and progress.state is not StepState.OPEN:
            return _("{tier} is not open.").format(tier=progress.tier.name)
        return None

    async def do_close(self) -> None:
        """Close; with something missing, ask for the reason."""
        app = app_of(self)
        view, progress = self._read()
        amiss = faults(self, self._tier_key)
        own = {each.rater.code for each in self._behind if each.missing} <= set(self._reasons)
        if amiss or (progress.missing and not own):
            told = [*amiss, *open_ballots.shortened(open_ballots.sentences(app, progress))]
            asked = _question(view, progress, told, self._close)
            is_done = await self.app.push_screen_wait(asked) is not None
        elif (lacking := self._lacking()) and lacking.is_empty:
            question = _("Close {tier}?").format(tier=progress.tier.name)
            confirm = Confirm(question, [lacking.told], _("close it"))
            is_done = await self.app.push_screen_wait(confirm) and await self._close("")
        else:
            sure = await open_ballots.close_all_the_same(app, progress)
            is_done = sure and await self._close("")
        if not is_done:
            return
        await self.app.push_screen_wait(ClosingSheet(app.period, self._tier_key))
        self.dismiss(True)

    async def _close(self, reason: str) -> bool:
        """Show what changes, ask who signs, and close; whether that was done."""
        found = self._differences()
        if found and not await self.app.push_screen_wait(DifferencesScreen(found)):
            return False
        last = closing_sheet.last_signers(app_of(self).room)

        async def supervised(counted: str) -> bool:
            async def close(name: str) -> bool:
                return await self._end(reason, Signers(counted, name).checked())

            question = _("Who signs as supervisor (监督)?")
            return await self._signer(question, last.supervised, close, but=counted)

        return await self._signer(_("Who signs for the count (统分)?"), last.counted, supervised)

    async def _end(self, reason: str, signers: Signers) -> bool:
        """Keep a copy and close; whether that was done."""
        app = app_of(self)
        if not await copy_first(app, "closing"):
            return False
        steps.close_tier(app.room, app.period, self._tier_key, reason, signers, self._own_reasons())
        app.renew()
        return True

    def _lacking(self) -> Unrated | None:
        """Return the people whom nobody rates in the tier; None where everybody is rated."""
        app = app_of(self)
        here = app.room.period(app.period)
        found = unrated(here.scheme, here.roster, here.recused)
        return next((each for each in found if each.tier.key == self._tier_key), None)

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

    async def _signer(
        self,
        question: str,
        last: str,
        then: Callable[[str], Awaitable[bool]],
        but: str = "",
    ) -> bool:
        """Ask for a name and go on with it; one that is neither an operator's nor of the group is
        asked about first. Returns whether all that follows was done."""
        app = app_of(self)
        known = closing_sheet.candidates(app.room, app.period)

        async def take(name: str) -> bool:
            Signers(but, name).checked()
            return (known.knows(name) or await self._is_right(name)) and await then(name)

        asked = _who(question, last, known.offered, but, take)
        return await self.app.push_screen_wait(asked) is not None

    async def _is_right(self, name: str) -> bool:
        """Whether a name that nobody knows is meant."""
        told = [_("The sheet is signed by this name, which kaohe does not know.")]
        asked = _("“{name}” is neither an operator nor one of the group. Is the name right?")
        confirm = Confirm(asked.format(name=name), told, _("it is right"))
        return await self.app.push_screen_wait(confirm)

    def _differences(self) -> Differences | None:
        """Compare the period's result with the one before it was reopened."""
        app = app_of(self)
        return freezing.closing(app.room, app.period, self._tier_key)

    def do_back(self) -> None:
        """Leave the tier open."""
        self.dismiss(False)


def _who(
    question: str, last: str, offered: Sequence[str], but: str, take: Callable[[str], object]
) -> Ask:
    names = dict.fromkeys([last, *offered])
    return Ask(
        question,
        choices=[name for name in names if name and name != but],
        minimum=0,
        consequences=[
            _("Leave this empty to keep the line blank on the closing sheet, to be signed by hand.")
        ],
        initial=last,
        take=take,
    )


def _all_in(progress: TierProgress) -> str:
    """Say that every ballot is in; of a secret tier, how much all of them lack."""
    if not progress.unrated:
        return _("No ratings are missing.")
    return _n(
        "The secret ballots are missing {count} rating.",
        "The secret ballots are missing {count} ratings.",
        progress.unrated,
    ).format(count=progress.unrated)


def _is_last(view: Overview, progress: TierProgress) -> bool:
    """Return whether closing this tier closes the period."""
    return all(
        tier.state is StepState.CLOSED for tier in view.tiers if tier.tier.key != progress.tier.key
    )


def _last(view: Overview, progress: TierProgress) -> str:
    if not _is_last(view, progress):
        return ""
    return _("This is the last tier: the result of {period} will be locked.").format(
        period=view.period.name
    )


def _changes(found: Differences | None) -> str:
    return "" if found is None else title(found)


def _question(
    view: Overview,
    progress: TierProgress,
    told: Sequence[str],
    take: Callable[[str], Awaitable[bool]],
) -> Ask:
    left_out = _n(
        "{count} rating is left out; it does not count as zero; scores use the remaining ratings.",
        "{count} ratings are left out; they do not count as zero; scores use the remaining "
        "ratings.",
        progress.missing,
    ).format(count=progress.missing)
    consequences = [
        *told,
        *([left_out] if progress.missing else ()),
        _("Ballots can no longer be entered, unless the tier is reopened with a reason."),
    ]
    if last := _last(view, progress):
        consequences.append(last)
    if progress.missing:
        consequences.append(_("R in the list gives single raters another reason than this one."))
    question = _("Why is {tier} closed with ratings missing?")
    if not progress.missing:
        question = _("Why is {tier} closed although the numbers of its forms do not match?")
    return Ask(
        question.format(tier=progress.tier.name),
        choices=[_(choice) for choice in REASONS],
        consequences=consequences,
        take=take,
    )


def _shown(
    lines: list[RaterLine], held: Mapping[str, str], reasons: Mapping[str, str]
) -> list[tuple[str, str]]:
    code = max((cell_width(line.rater.code) for line in lines), default=0)
    name = max((cell_width(line.rater.name) for line in lines), default=0)
    section = max((cell_width(line.rater.section) for line in lines), default=0)
    return [
        (
            f"{line.state.value} {pad(line.rater.code, code)} {pad(line.rater.name, name)}  "
            f"{pad(line.rater.section, section)}",
            _owes(line)
            + _held(held.get(line.rater.code))
            + _because(reasons.get(line.rater.code, "")),
        )
        for line in lines
    ]


def _held(who: str | None) -> str:
    return "" if who is None else "   " + _("{who} is entering it").format(who=who or _("Somebody"))


def _because(reason: str) -> str:
    return f"   {reason}" if reason else ""


def _owes(line: RaterLine) -> str:
    if line.state is BallotState.KEYED:
        return _("waits for the second entry")
    if line.state is BallotState.DIFFERS:
        return _("differences to resolve")
    if not line.missing:
        return _("complete, but not handed in")
    return _("{answered}/{owed}, {missing} missing").format(
        answered=line.answered, owed=line.owed, missing=line.missing
    )
