"""Check an entry of the register: whom it is about, its last day, who may handle it."""

from dataclasses import replace
from datetime import date, timedelta

from kaohe_tui.domain.dates import last_day
from kaohe_tui.domain.entries.entries import YEAR
from kaohe_tui.domain.public.matter import NO_PERIOD, Matter
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import Roster
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.text import clean, name_key
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.year import year
from kaohe_tui.words import N_, _

_LONG_AGO = timedelta(days=366)
"""How long before its registration a matter may have been received."""


def roster_of(room: Room, period: str) -> Roster:
    """Return the people whom a matter of that period may be about."""
    if period in (YEAR, NO_PERIOD):
        return room.base()[2]
    return room.period(period).roster


def checked(room: Room, new: Matter) -> Matter:
    """Return the matter with its text cleaned and its last day computed.

    Raises:
        Refusal: when it says nothing, was received on a day to come or more than a year ago, or is
            about nobody known.
    """
    about = clean(new.about)
    if not about:
        raise Refusal("matter-missing", N_("Say what it is about."))
    check_received(room, date.fromisoformat(new.received_on))
    if new.code:
        roster_of(room, new.period).find(new.code)
    days = _scheme_of(room, new.period).notice.answer_days
    last = last_day(date.fromisoformat(new.received_on), days).isoformat()
    return replace(new, about=about, due_on=last)


def check_received(room: Room, on: date) -> None:
    """Refuse a day on which a matter cannot have been received.

    Raises:
        Refusal: when it is to come or more than a year ago.
    """
    if on.isoformat() > room.now()[:10]:
        raise Refusal(
            "date-in-future",
            N_("{date} is in the future; a case cannot be received then."),
            date=on.isoformat(),
        )
    if on < date.fromisoformat(room.now()[:10]) - _LONG_AGO:
        raise Refusal(
            "date-far-from-today",
            N_("{date} is more than a year ago; check the day on which it was received."),
            date=on.isoformat(),
        )


def handler_named(roster: Roster, text: str) -> str:
    """Return the code of the person named by code or name; the text where it is nobody's.

    Raises:
        Refusal: when several people have the name.
    """
    if text in roster:
        return text
    codes = [person.code for person in roster if name_key(person.name) == name_key(text)]
    if len(codes) > 1:
        raise Refusal(
            "name-ambiguous",
            N_("{count} people are named {name}; give the code: {codes}."),
            count=len(codes),
            name=text,
            codes=_(", ").join(codes),
        )
    return codes[0] if codes else text


def check_handler(room: Room, about: Matter, handler: str) -> None:
    """Refuse a handler whom the matter is about.

    Raises:
        Refusal: when it is about that very person.
    """
    if not about.code or handler != about.code:
        return
    roster = roster_of(room, about.period)
    raise Refusal(
        "case-about-handler",
        N_("{name} cannot handle a case about {name}: choose somebody else."),
        name=roster.called(roster[about.code]),
    )


def _scheme_of(room: Room, period: str) -> Scheme:
    if period in (YEAR, NO_PERIOD):
        return year.latest(room)[0]
    return room.period(period).scheme
