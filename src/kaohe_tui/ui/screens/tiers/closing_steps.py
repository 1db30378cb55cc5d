"""Take the steps of closing a tier: what it changes, why it is incomplete, who signs, a backup."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from kaohe_tui.domain.result.differences import Differences
from kaohe_tui.domain.rules.nobody import Unrated, unrated
from kaohe_tui.services.counting import lacking
from kaohe_tui.services.counting.overview import Overview, TierProgress
from kaohe_tui.services.result import freezing
from kaohe_tui.services.tiers import closing_sheet, steps
from kaohe_tui.services.tiers.closing_sheet import Signers
from kaohe_tui.ui.frame.host import Host
from kaohe_tui.ui.screens.dialogs.ask import Ask, Confirm
from kaohe_tui.ui.screens.dialogs.working import copy_first
from kaohe_tui.ui.screens.entries.differences import DifferencesScreen
from kaohe_tui.ui.screens.tiers.closing_lines import last_tier
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


class Closing:
    """The closing of one tier of the period in view, on this app's screen."""

    def __init__(self, app: Host, tier: str, own_reasons: Callable[[], Mapping[str, str]]) -> None:
        """Take the app, the tier's key, and how to learn why single ballots are missing."""
        self._app = app
        self._tier = tier
        self._own_reasons = own_reasons

    def lacking(self) -> Unrated | None:
        """Return the people whom nobody rates in the tier; None where everybody is rated."""
        app = self._app
        period_room = app.room.period(app.period)
        by_tier = unrated(period_room.scheme, period_room.roster, period_room.recused)
        return next((each for each in by_tier if each.tier.key == self._tier), None)

    def missing_parts(self) -> list[str]:
        """Say which components lack something, where the period would be closed with the tier."""
        return lacking.at_closing(self._app.room, self._app.period, self._tier)

    def differences(self) -> Differences | None:
        """Compare the period's result with the one before it was reopened."""
        app = self._app
        return freezing.closing(app.room, app.period, self._tier)

    async def close(self, reason: str) -> bool:
        """Show what changes, ask who signs, and close; return whether that was done.

        Args:
            reason: why it is closed incomplete; empty where it is not.
        """
        differences = self.differences()
        if differences and not await self._app.push_screen_wait(DifferencesScreen(differences)):
            return False
        last = closing_sheet.last_signers(self._app.room)

        async def supervised(counted: str) -> bool:
            async def close(name: str) -> bool:
                return await self._end(reason, Signers(counted, name).checked())

            question = _("Who signs as supervisor (监督)?")
            return await self._signer(question, last.supervised, close, but=counted)

        return await self._signer(_("Who signs for the count (统分)?"), last.counted, supervised)

    async def _end(self, reason: str, signers: Signers) -> bool:
        """Keep a copy and close; return whether that was done."""
        app = self._app
        if not await copy_first(app, "closing"):
            return False
        steps.close_tier(app.room, app.period, self._tier, reason, signers, self._own_reasons())
        app.renew()
        return True

    async def _signer(
        self,
        question: str,
        last: str,
        then: Callable[[str], Awaitable[bool]],
        but: str = "",
    ) -> bool:
        """Ask for a name and go on with it; return whether all that follows was done.

        A name that is neither an operator's nor of the group is asked about first.
        """
        app = self._app
        known = closing_sheet.candidates(app.room, app.period)

        async def take(name: str) -> bool:
            Signers(but, name).checked()
            return (known.knows(name) or await self._is_right(name)) and await then(name)

        asked = _who(question, last, known.offered, but, take)
        return await self._app.push_screen_wait(asked) is not None

    async def _is_right(self, name: str) -> bool:
        """Return whether a name that nobody knows is meant."""
        consequences = [_("The sheet is signed by this name, which kaohe does not know.")]
        asked = _("“{name}” is neither an operator nor one of the group. Is the name right?")
        confirm = Confirm(asked.format(name=name), consequences, _("it is right"))
        return await self._app.push_screen_wait(confirm)


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


def why_incomplete(
    view: Overview,
    progress: TierProgress,
    sentences: Sequence[str],
    parts: Sequence[str],
    take: Callable[[str], Awaitable[bool]],
) -> Ask:
    """Make the question why a tier is closed with something missing.

    Args:
        view: of the period.
        progress: of the tier.
        sentences: what is amiss, a sentence each.
        parts: which components lack something, a line each.
        take: closes it for that reason, and returns whether that was done.
    """
    left_out = _n(
        "{count} rating is left out; it does not count as zero; scores use the remaining ratings.",
        "{count} ratings are left out; they do not count as zero; scores use the remaining "
        "ratings.",
        progress.missing,
    ).format(count=progress.missing)
    consequences = [
        *sentences,
        *_left_out(parts),
        *([left_out] if progress.missing else ()),
        _("Ballots can no longer be entered, unless the tier is reopened with a reason."),
    ]
    if last := last_tier(view, progress):
        consequences.append(last)
    if progress.missing:
        consequences.append(_("R in the list gives single raters another reason than this one."))
    return Ask(
        _question(progress, parts).format(tier=progress.tier.name),
        choices=[_(choice) for choice in REASONS],
        consequences=consequences,
        take=take,
    )


def _question(progress: TierProgress, parts: Sequence[str]) -> str:
    if progress.missing:
        return _("Why is {tier} closed with ratings missing?")
    if parts:
        return _("Why is {tier} closed although something is missing?")
    return _("Why is {tier} closed although the numbers of its forms do not match?")


def _left_out(parts: Sequence[str]) -> list[str]:
    """Say which components count for nobody who lacks them; nothing where all are there."""
    sentence = _("Left out of the score, which is not counting as zero: {parts}.")
    return [sentence.format(parts=_("; ").join(parts))] if parts else []
