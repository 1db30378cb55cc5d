"""Ask for the filters of the record; each is added to those in force."""

from dataclasses import replace

from kaohe_tui.domain.record.events import RecordKind
from kaohe_tui.services.counting import overview
from kaohe_tui.services.record import reading as recording
from kaohe_tui.services.record.reading import Filter
from kaohe_tui.ui.frame.host import Host
from kaohe_tui.ui.screens.dialogs.ask import Ask
from kaohe_tui.ui.screens.dialogs.choose import Choose
from kaohe_tui.ui.screens.dialogs.find import Find
from kaohe_tui.words import _

_ALL = "*"
"""The key of "all" where one of a list is chosen; the others begin with =."""


async def by_person(app: Host, chosen: Filter) -> Filter | None:
    """Ask for a person the entries are about; None after Esc."""
    people = [(person, "") for person in recording.people(app.room)]
    code = await app.push_screen_wait(Find(_("Entries about whom?"), people))
    return None if code is None else replace(chosen, person=code)


async def by_operator(app: Host, chosen: Filter) -> Filter | None:
    """Ask for an operator who did what they tell; None after Esc."""
    known = recording.operators(app.room)
    options = [
        (_ALL, _("everybody"), ""),
        *((f"={n}", n or _("nobody named"), "") for n in known),
    ]
    key = await app.push_screen_wait(Choose(_("Whose actions?"), options))
    if key is None:
        return None
    return replace(chosen, operator="" if key == _ALL else key.removeprefix("="))


async def by_kind(app: Host, chosen: Filter) -> Filter | None:
    """Ask for a kind of entry; None after Esc."""
    options = [(_ALL, _("all kinds"), ""), *((k.value, k.label, "") for k in RecordKind)]
    key = await app.push_screen_wait(Choose(_("Entries of which kind?"), options))
    if key is None:
        return None
    return replace(chosen, kind=None if key == _ALL else RecordKind(key))


async def by_period(app: Host, chosen: Filter) -> Filter | None:
    """Ask for a period they belong to; None after Esc."""
    periods = [(f"={p.key}", p.name, "") for p, _s in overview.periods(app.room)]
    options = [(_ALL, _("all periods"), ""), *periods, ("=", _("the year"), "")]
    key = await app.push_screen_wait(Choose(_("Entries of which period?"), options))
    if key is None:
        return None
    return replace(chosen, period=None if key == _ALL else key.removeprefix("="))


async def by_text(app: Host, chosen: Filter) -> Filter | None:
    """Ask for a text that stands in them; None after Esc."""
    text = await app.push_screen_wait(Ask(_("What text are you looking for?")))
    return None if text is None else replace(chosen, text=text)
