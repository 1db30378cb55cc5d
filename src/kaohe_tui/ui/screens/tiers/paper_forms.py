"""Say on the closing screen what is amiss with paper: keyings that wait, counts of forms."""

from textual.screen import Screen

from kaohe_tui.domain.paper.reconciliation import number_of
from kaohe_tui.services.ballots import second_keying
from kaohe_tui.services.counting.overview import TierProgress
from kaohe_tui.services.paper import forms
from kaohe_tui.ui.frame.host import app_of
from kaohe_tui.ui.screens.dialogs.ask import Ask
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.words import _

_FAULTS = 3
"""Ways in which forms may fail to reconcile at once."""
_NAMES = ("waiting", "forms", *(f"fault{number}" for number in range(_FAULTS)))


def paper_lines() -> list[TextLine]:
    """Return the lines that ``paper_texts`` fills."""
    return [TextLine(id=f"closing-{name}") for name in _NAMES]


def paper_texts(screen: Screen[bool], progress: TierProgress) -> dict[str, str]:
    """Return the lines' texts by the end of their ids; empty where there is nothing to say."""
    app = app_of(screen)
    tally = forms.of_tier(app.room, app.period, progress.tier.key)
    texts = dict.fromkeys(_NAMES, "")
    if waiting := second_keying.waiting(progress):
        texts["waiting"] = _("{told}: not counted.").format(told=waiting)
    if tally is not None:
        texts["forms"] = _("Forms: {handed_out} handed out, {returned} returned: {split}").format(
            handed_out=tally.handed_out, returned=tally.returned, split=tally.split()
        )
        for number, fault in enumerate(tally.faults):
            texts[f"fault{number}"] = f"✗ {fault}"
    return texts


def faults(screen: Screen[bool], tier: str) -> tuple[str, ...]:
    """List where the tier's forms do not reconcile, a sentence each."""
    app = app_of(screen)
    tally = forms.of_tier(app.room, app.period, tier)
    return tally.faults if tally else ()


async def ask_forms(screen: Screen[bool], tier: str) -> bool:
    """Ask how many forms were handed out and came back; false after Esc."""
    app = app_of(screen)

    async def returned(handed_out: str) -> bool:
        def enter(text: str) -> None:
            numbers = {"handed_out": number_of(handed_out), "returned": number_of(text)}
            forms.enter(app.room, app.period, tier, **numbers)

        number_of(handed_out)
        asked = Ask(_("How many forms came back?"), take=enter)
        return await app.push_screen_wait(asked) is not None

    asked = Ask(_("How many forms were handed out?"), take=returned)
    if await app.push_screen_wait(asked) is None:
        return False
    app.renew()
    return True
