"""Take the steps of a period that holds no tier: open, close, reopen, take back."""

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.result.shape import short
from kaohe_tui.services.counting import lacking
from kaohe_tui.services.result import freezing
from kaohe_tui.services.tiers import whole_period
from kaohe_tui.services.tiers.next_thing import Do, Step
from kaohe_tui.ui.frame.host import Host, Place
from kaohe_tui.ui.screens.dialogs.ask import Ask, Confirm
from kaohe_tui.ui.screens.dialogs.choose import Choose
from kaohe_tui.ui.screens.dialogs.working import copy_first
from kaohe_tui.ui.screens.entries.differences import DifferencesScreen
from kaohe_tui.words import N_, _

_REASONS = (N_("something was entered wrongly"), N_("opened too early"))
"""Reasons that are offered for reopening, and for taking an opening back."""


async def take_step(app: Host, step: Step) -> None:
    """Open or close the period of the step, which holds no tier, after a yes."""
    await (_close(app) if step.do is Do.CLOSE else _open(app))


async def show_tiers(app: Host) -> None:
    """Open the tiers of the period in view; offer what can be done now with one that holds none."""
    steps = app.room.period(app.period).steps
    if steps.tiers:
        app.show(Place.TIERS)
        return
    steps.check_held()
    if not steps.opened:
        await _open(app)
        return
    if steps.ended:
        await _ask_reopening(app)
        return
    choices = [("close", _("Close it"), _("its result is locked"))]
    if _may_be_taken_back(app):
        choices.append(("back", _("Take its opening back"), _("roster and scheme are free again")))
    title = _("{period} is open, and holds no tier.").format(period=steps.period.name)
    chosen = await app.push_screen_wait(Choose(title, choices))
    if chosen == "close":
        await _close(app)
    elif chosen == "back":
        await _ask_taking_back(app)


async def _open(app: Host) -> None:
    period_room = app.room.period(app.period)
    name = period_room.steps.period.name
    consequences = [
        _("It holds no tier, and is scored without ballots."),
        _("Scheme {scheme} and roster {roster} apply to the whole period.").format(
            scheme=short(period_room.scheme_fingerprint),
            roster=short(period_room.roster_fingerprint),
        ),
    ]
    question = Confirm(_("Open {period}?").format(period=name), consequences, _("open it"))
    if await app.push_screen_wait(question) and await copy_first(app, "opening"):
        whole_period.open_period(app.room, app.period)
        app.renew()


async def _close(app: Host) -> None:
    """Close the period: after a reason where something is missing, and what differs from before."""
    period_room = app.room.period(app.period)
    name, missing = period_room.steps.period.name, lacking.at_end(app.room, app.period)
    differences = freezing.closing(app.room, app.period)
    if differences and not await app.push_screen_wait(DifferencesScreen(differences)):
        return

    async def close(reason: str) -> bool:
        if not await copy_first(app, "closing"):
            return False
        whole_period.close_period(app.room, app.period, reason)
        app.renew()
        return True

    locked = _("Its result is locked; what is entered later needs a reason.")
    if missing:
        title = _("Why is {period} closed incomplete?").format(period=name)
        await app.push_screen_wait(Ask(title, consequences=[*missing, locked], take=close))
        return
    question = Confirm(_("Close {period}?").format(period=name), [locked], _("close it"))
    if await app.push_screen_wait(question):
        await close("")


async def _ask_reopening(app: Host) -> None:
    name = app.room.period(app.period).steps.period.name

    async def reopen(reason: str) -> bool:
        if not await copy_first(app, "reopening"):
            return False
        whole_period.reopen_period(app.room, app.period, reason)
        app.renew()
        return True

    sentence = _(
        "The result of {period} no longer applies; closing it locks a new one, and the old one "
        "stays on record."
    )
    asked = Ask(
        _("Why is {period} reopened?").format(period=name),
        choices=[_(_REASONS[0])],
        consequences=[sentence.format(period=name)],
        take=reopen,
    )
    await app.push_screen_wait(asked)


def _may_be_taken_back(app: Host) -> bool:
    try:
        whole_period.check_take_back(app.room, app.period)
    except Refusal:
        return False
    return True


async def _ask_taking_back(app: Host) -> None:
    name = app.room.period(app.period).steps.period.name

    async def take_back(reason: str) -> bool:
        if not await copy_first(app, "taking-back"):
            return False
        whole_period.take_back(app.room, app.period, reason)
        app.renew()
        return True

    sentence = _("{period} is not begun then: roster and scheme can be changed for it as before.")
    asked = Ask(
        _("Why is the opening of {period} taken back?").format(period=name),
        choices=[_(_REASONS[1])],
        consequences=[sentence.format(period=name)],
        take=take_back,
    )
    await app.push_screen_wait(asked)
