"""Hand the keyboard to a rater, and take it back when the ballot is left."""

from kaohe_tui.services.ballots.open_ballot import OpenBallot
from kaohe_tui.ui.frame.host import Host, Sitting
from kaohe_tui.ui.screens.ballot.ballot import BallotScreen
from kaohe_tui.ui.screens.ballot.saving import Left
from kaohe_tui.ui.screens.raters.handover import Handover


async def seat(app: Host, tier: str, code: str) -> Left | None:
    """Hand the keyboard to a rater, who then keys the ballot.

    Args:
        app: the app.
        tier: the tier's key.
        code: the rater's.

    Returns:
        How the ballot was left; None where nobody sat down.
    """
    ballot = OpenBallot(app.room, app.period, tier, code)
    app.sitting = Sitting.RATER if ballot.lock.has_code else Sitting.DESK
    if not await app.push_screen_wait(Handover(ballot)):
        ballot.leave()
        return None
    left = await app.push_screen_wait(BallotScreen(ballot))
    app.drain_input()
    return left
