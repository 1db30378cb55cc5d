"""See which ballots others are keying, before a tier is closed under them."""

from collections.abc import Mapping, Sequence

from kaohe_tui.domain.rules.steps import StepState
from kaohe_tui.services.ballots import claims
from kaohe_tui.services.counting.overview import TierProgress
from kaohe_tui.ui.frame.host import Host
from kaohe_tui.ui.screens.dialogs.ask import Confirm
from kaohe_tui.words import _, join_sentences

LOOK_EVERY = 1.0
"""Seconds between two looks at who keys which ballot."""
SHOWN = 3
"""Sentences that a question holds; the screen below it has them all."""


def held(app: Host, tier: str) -> Mapping[str, str]:
    """Return rater's code -> the other person who keys the ballot."""
    holders = claims.of_others(app.room, app.room.period(app.period))
    return {code: holder.who for (key, code), holder in holders.items() if key == tier}


def ballots_in(progress: TierProgress) -> str:
    """Say how many ballots of the tier are in and voided, and whether ratings are outstanding."""
    if progress.missing:
        sentence = _("{handed_in} of {all} ballots in, {missing} ratings outstanding")
    elif not progress.is_all_in:
        sentence = _("{handed_in} of {all} ballots in, the others rated but not handed in")
    else:
        sentence = _("{handed_in} of {all} ballots in, everything rated")
    if progress.voided:
        sentence = join_sentences((sentence, _("({voided} voided)")))
    return sentence.format(
        handed_in=progress.handed_in,
        all=len(progress.raters),
        missing=progress.missing,
        voided=progress.voided,
    )


def why_over(progress: TierProgress) -> str:
    """Say why nothing can be done any more with a tier on the screen; empty while it is open.

    Another program may have closed it, or taken its opening back.
    """
    if progress.state is StepState.OPEN:
        return ""
    sentence = _("{tier} has been closed meanwhile: Esc goes back.")
    if progress.state is not StepState.CLOSED:
        sentence = _("{tier} is not open: Esc goes back.")
    return sentence.format(tier=progress.tier.name)


def sentences(app: Host, progress: TierProgress) -> list[str]:
    """Write a sentence for each ballot of the tier that someone else keys."""
    return [each.told for each in claims.being_keyed(app.room, app.period, progress)]


def shortened(lines: Sequence[str]) -> list[str]:
    """Keep the first sentences, and add what happens to half-typed digits; empty for none."""
    if not lines:
        return []
    more = [_("And {count} more.").format(count=len(lines) - SHOWN)] if len(lines) > SHOWN else []
    lost = _("Saved marks count; half-typed digits are lost.")
    return [*lines[:SHOWN], *more, lost]


async def close_all_the_same(app: Host, progress: TierProgress) -> bool:
    """Ask whether to close the tier although a ballot is being keyed; return True if none is."""
    consequences = sentences(app, progress)
    if not consequences:
        return True
    question = _("Close {tier} while ballots are open?").format(tier=progress.tier.name)
    return await app.push_screen_wait(
        Confirm(question, shortened(consequences), _("close the tier"))
    )
