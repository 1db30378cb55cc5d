"""Ask the questions by which a new case is registered."""

from collections.abc import Callable
from datetime import date, timedelta

from kaohe_tui.domain.dates import parse_date
from kaohe_tui.domain.entries.entries import YEAR
from kaohe_tui.domain.public.matter import NO_PERIOD, MatterKind
from kaohe_tui.services.public import matters
from kaohe_tui.services.public.matter_rules import roster_of
from kaohe_tui.ui.frame.host import Host
from kaohe_tui.ui.screens.dialogs.ask import Ask
from kaohe_tui.ui.screens.dialogs.choose import Choose
from kaohe_tui.ui.screens.dialogs.find import Find
from kaohe_tui.words import N_, _

ABOUT = (
    N_("the score"),
    N_("the rank or the grade"),
    N_("a bonus or a deduction"),
    N_("how the scoring was done"),
    N_("conduct at work"),
)
"""Ready answers for what a case is about."""

_LISTED, _OTHER, _NOBODY = "listed", "other", "nobody"


async def take_down(app: Host) -> int | None:
    """Ask for kind, period, person, subject, reporter and date, and register the case.

    Returns:
        Its number; None after Esc at any question: then nothing is taken down.
    """
    concerned = await _concerned(app)
    if concerned is None:
        return None
    kind, period, code = concerned
    ready = [_(choice) for choice in ABOUT]
    about = await app.push_screen_wait(Ask(_("What is it about?"), choices=ready))
    if about is None:
        return None
    from_whom = await _from_whom(app, period)
    if from_whom is None:
        return None
    taken: list[int] = []

    def take(text: str) -> None:
        number = matters.take(
            app.room,
            kind=kind,
            about=about,
            period=period,
            code=code,
            from_whom=from_whom,
            received_on=parse_date(text),
        )
        taken.append(number)

    await _received(app, take)
    return next(iter(taken), None)


async def _concerned(app: Host) -> tuple[MatterKind, str, str] | None:
    """Ask what it is, and which period and person it is about; return None after Esc at any.

    Returns:
        The kind, the period's key, and the person's code, empty for nobody in the roster.
    """
    kinds = [(kind.value, kind.label, "") for kind in MatterKind]
    kind = await app.push_screen_wait(Choose(_("What is it?"), kinds))
    if kind is None:
        return None
    period = await app.push_screen_wait(
        Choose(_("What period is it about?"), _periods(app), app.period)
    )
    if period is None:
        return None
    code = await _person(app, period)
    return None if code is None else (MatterKind(kind), period, code)


def _periods(app: Host) -> list[tuple[str, str, str]]:
    keys = [period.key for period in app.room.rules()[0].periods]
    return [(key, matters.period_name(app.room, key), "") for key in (*keys, YEAR, NO_PERIOD)]


async def _person(app: Host, period: str) -> str | None:
    """Ask for a code: an empty text for nobody in the roster, None after Esc."""
    options = [
        (_LISTED, _("somebody in the roster"), ""),
        (_NOBODY, _("nobody in particular"), ""),
    ]
    chosen = await app.push_screen_wait(Choose(_("Whom is it about?"), options))
    if chosen != _LISTED:
        return None if chosen is None else ""
    return await _find_person(app, period, _("Whom is it about?"))


async def _from_whom(app: Host, period: str) -> str | None:
    """Ask for a name: an empty text for an anonymous case, None after Esc."""
    options = [
        (_NOBODY, _("anonymous"), ""),
        (_LISTED, _("somebody in the roster"), ""),
        (_OTHER, _("somebody else"), ""),
    ]
    chosen = await app.push_screen_wait(Choose(_("Who brought it?"), options))
    if chosen == _LISTED:
        code = await _find_person(app, period, _("Who brought it?"))
        return None if code is None else matters.who(app.room, period, code)
    if chosen == _OTHER:
        return await app.push_screen_wait(Ask(_("Who brought it?")))
    return None if chosen is None else ""


async def _find_person(app: Host, period: str, title: str) -> str | None:
    name = app.room.rules()[0].role_name
    people = [(person, name(person.role)) for person in roster_of(app.room, period)]
    return await app.push_screen_wait(Find(title, people))


async def _received(app: Host, take: Callable[[str], None]) -> None:
    today = date.fromisoformat(app.room.now()[:10])
    days = [(today - timedelta(days=back)).isoformat() for back in range(3)]
    question = _("When was it received? (year-month-day)")
    await app.push_screen_wait(Ask(question, choices=days, initial=days[0], take=take))
