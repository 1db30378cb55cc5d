"""Ask the questions by which a wrong entry of the register is corrected."""

from kaohe_tui.domain.dates import parse_date
from kaohe_tui.domain.entries.entries import YEAR
from kaohe_tui.domain.public.matter import NO_PERIOD, Matter, MatterKind
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.services.public import matters
from kaohe_tui.services.public.matter_rules import check_received, roster_of
from kaohe_tui.services.public.matters import Amendment, period_name
from kaohe_tui.ui.frame.host import Host
from kaohe_tui.ui.screens.dialogs.ask import Ask
from kaohe_tui.ui.screens.dialogs.choose import Choose
from kaohe_tui.ui.screens.dialogs.find import Find
from kaohe_tui.words import N_, _

REASONS = (N_("written down wrongly"), N_("understood wrongly"))
"""Ready answers for why an entry is corrected."""


async def ask_amendment(app: Host, one: Matter) -> bool:
    """Ask which field is wrong, what is right, and why; put it right.

    Returns:
        Whether that was done; not after Esc at any question.
    """
    fields = [
        ("kind", _("Kind"), one.kind.label),
        ("period", _("Period"), period_name(app.room, one.period)),
        ("code", about_whom(one.kind), one.code),
        ("about", _("About what"), one.about),
        ("received_on", _("Received on"), one.received_on),
    ]
    field = await app.push_screen_wait(Choose(_("What is wrong?"), fields))
    change = None if field is None else await _change(app, one, field)
    if change is None:
        return False
    ready = [_(choice) for choice in REASONS]
    ask = Ask(
        _("Why is it changed?"),
        choices=ready,
        take=lambda reason: matters.amend(app.room, one.id, change, reason),
    )
    return await app.push_screen_wait(ask) is not None


def about_whom(kind: MatterKind) -> str:
    """Return the label of the person of a case.

    Only a report is about somebody; who objects or asks for a review mostly does so on their own
    account.
    """
    return _("About whom") if kind is MatterKind.REPORT else _("Whom it concerns")


async def _change(app: Host, one: Matter, field: str) -> Amendment | None:
    question = _("What is right?")
    if field == "kind":
        kinds = [(kind.value, kind.label, "") for kind in MatterKind]
        kind = await app.push_screen_wait(Choose(question, kinds, one.kind.value))
        return None if kind is None else Amendment(kind=MatterKind(kind))
    if field == "period":
        keys = [*(p.key for p in app.room.rules()[0].periods), YEAR, NO_PERIOD]
        periods = [(key, period_name(app.room, key), "") for key in keys]
        period = await app.push_screen_wait(Choose(question, periods, one.period))
        return None if period is None else Amendment(period=period)
    if field == "code":
        name = app.room.rules()[0].role_name
        people = [(p, name(p.role)) for p in roster_of(app.room, one.period)]
        code = await app.push_screen_wait(Find(question, people))
        return None if code is None else Amendment(code=code)
    ready = [one.about] if field == "about" else [one.received_on]

    def change(text: str) -> None:
        if text in ready:
            raise Refusal(
                "nothing-changed", N_("No change was given for case no. {number}."), number=one.id
            )
        if field == "received_on":
            check_received(app.room, parse_date(text))

    text = await app.push_screen_wait(Ask(question, choices=ready, initial=ready[0], take=change))
    if text is None:
        return None
    if field == "about":
        return Amendment(about=text)
    return Amendment(received_on=parse_date(text))
