"""Keep the register of objections, reports and reviews (异议、举报、复核).

The name of the person who brought a matter is kept apart: it stands in no entry of the record and
in nothing that these functions return, but for ``reporter``.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import TypedDict

from kaohe_tui.domain.access.duties import Sight
from kaohe_tui.domain.entries.entries import YEAR
from kaohe_tui.domain.public.matter import NO_PERIOD, Matter, MatterKind, MatterState, MatterStep
from kaohe_tui.domain.public.notice import Stage
from kaohe_tui.domain.record.events import (
    MatterAmended,
    MatterAssigned,
    MatterClosed,
    MatterHandled,
    MatterReopened,
    MatterTaken,
    Registered,
    ReporterSeen,
)
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import with_code
from kaohe_tui.domain.text import clean
from kaohe_tui.services.public import notices
from kaohe_tui.services.public.matter_rules import check_handler, checked, handler_named, roster_of
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.public import matters
from kaohe_tui.words import N_, _, _n


class _About(TypedDict):
    """The fields that every event about a matter begins with."""

    period: str
    """The period's key; empty where the matter belongs to none, or to the year."""
    person: str
    """The code of the person it is about; empty for nobody in the roster."""
    matter: int
    """The matter's number in the register."""


@dataclass(frozen=True, slots=True)
class Amendment:
    """What is to be put right in an entry; None leaves it as it is."""

    period: str | None = None
    """The period's key, ``entries.YEAR`` or ``NO_PERIOD``."""
    code: str | None = None
    """The code of the person it is about; empty for nobody in the roster."""
    about: str | None = None
    """What it is about."""
    kind: MatterKind | None = None
    """Objection, report or review."""
    received_on: date | None = None
    """The day on which it was received."""


def take(
    room: Room,
    *,
    kind: MatterKind,
    about: str,
    period: str = NO_PERIOD,
    code: str = "",
    from_whom: str = "",
    received_on: date | None = None,
) -> int:
    """Register a matter and return its number in the register.

    Args:
        room: the room.
        kind: objection, report or review.
        about: what it is about.
        period: the period's key, ``entries.YEAR`` or ``NO_PERIOD``.
        code: the person it is about; empty for nobody in the roster.
        from_whom: who brought it; empty where nobody is known.
        received_on: None for today.

    Raises:
        Refusal: when it says nothing, the date is to come, or period or person is unknown.
    """
    from_whom = clean(from_whom)
    with room.acting() as tx:
        on = received_on or date.fromisoformat(room.now()[:10])
        new = Matter(0, period, code, about, kind, not from_whom, on.isoformat(), "", "",
                     MatterState.OPEN, "", "")  # fmt: skip
        new = checked(room, new)
        number = matters.add(tx, new, from_whom)
        brought = MatterTaken(
            **_about(replace(new, id=number)),
            sort=new.kind,
            received_on=date.fromisoformat(new.received_on),
            due_on=date.fromisoformat(new.due_on),
        )
        room.note(tx, brought)
    return number


def assign(room: Room, number: int, handler: str) -> None:
    """Set who handles a matter: a code, a name of the roster, or somebody from elsewhere.

    Raises:
        Refusal: when it is closed, nobody is named, several people have the name, or the handler
            is the person whom the matter is about.
    """
    text = clean(handler)
    with room.acting() as tx:
        before = _still_open(tx, number)
        if not text:
            raise Refusal("handler-missing", N_("Say who handles it: a code or a name."))
        named = handler_named(roster_of(room, before.period), text)
        check_handler(room, before, named)
        matters.put(tx, replace(before, handler=named))
        room.note(tx, MatterAssigned(**_about(before), before=before.handler, handler=named))


def step(room: Room, number: int, text: str) -> None:
    """Add what was done about a matter; steps are never changed.

    Raises:
        Refusal: when it is closed, or nothing is said.
    """
    text = clean(text)
    with room.acting() as tx:
        before = _still_open(tx, number)
        if not text:
            raise Refusal("deed-missing", N_("Say what was done."))
        matters.add_step(tx, number, MatterStep(room.now(), room.actor, text))
        room.note(tx, MatterHandled(**_about(before), done=text))


def close(room: Room, number: int, outcome: str, correction: str = "") -> None:
    """Close a matter with its outcome and the correction that it led to, if one.

    Raises:
        Refusal: when it is closed already, or no outcome is given.
    """
    outcome, correction = clean(outcome), clean(correction)
    with room.acting() as tx:
        before = _still_open(tx, number)
        if not outcome:
            raise Refusal("outcome-missing", N_("Say how the case ended."))
        closed = replace(before, state=MatterState.CLOSED, outcome=outcome, correction=correction)
        matters.put(tx, closed)
        room.note(tx, MatterClosed(**_about(before), outcome=_ending(closed)))


def reopen(room: Room, number: int, reason: str) -> None:
    """Open a closed matter again; how it had ended stays among its steps.

    Raises:
        Refusal: when it is open, or no reason is given.
    """
    reason = clean(reason)
    with room.acting() as tx:
        before = _one(tx, number)
        if before.is_open:
            raise Refusal("case-open", N_("Case no. {number} is already open."), number=number)
        if not reason:
            raise Refusal("reason-missing", N_("Say why it is reopened."))
        text = _("Reopened: {reason} (it had ended: {outcome})").format(
            reason=reason, outcome=_ending(before)
        )
        matters.put(tx, replace(before, state=MatterState.OPEN, outcome="", correction=""))
        matters.add_step(tx, number, MatterStep(room.now(), room.actor, text))
        room.note(tx, MatterReopened(**_about(before), outcome=_ending(before), reason=reason))


def amend(room: Room, number: int, changes: Amendment, reason: str) -> None:
    """Put a wrong entry right; the old values stay in the record.

    Raises:
        Refusal: when nothing changes, no reason is given, and as ``take`` and ``assign`` do.
    """
    reason = clean(reason)
    with room.acting() as tx:
        before = _one(tx, number)
        if not reason:
            raise Refusal("reason-missing", N_("Say why the entry is changed."))
        on = changes.received_on
        after = replace(
            before,
            period=before.period if changes.period is None else changes.period,
            code=before.code if changes.code is None else changes.code,
            about=before.about if changes.about is None else changes.about,
            kind=changes.kind or before.kind,
            received_on=on.isoformat() if on else before.received_on,
        )
        after = checked(room, after)
        if after == before:
            raise Refusal(
                "nothing-changed", N_("No change was given for case no. {number}."), number=number
            )
        check_handler(room, after, after.handler)
        matters.put(tx, after)
        was, now = _registered(before), _registered(after)
        room.note(tx, MatterAmended(**_about(after), was=was, now=now, reason=reason))


def reporter(room: Room, number: int) -> str:
    """Return who brought the matter, empty where nobody is known; record that it was looked at."""
    with room.acting() as tx:
        matter = _one(tx, number)
        name = matters.reporter(tx, number)
        room.note(tx, ReporterSeen(**_about(matter)))
    return name


# -- what is shown -------------------------------------------------------------------------------


def all_matters(room: Room) -> tuple[Matter, ...]:
    """Return the whole register.

    Overdue matters come first, then open ones by their last day, then the closed, newest first.

    Raises:
        Refusal: when the person at the keyboard may not see it.
    """
    room.keyboard.check_sight(Sight.REGISTER)
    return _all(room)


def _all(room: Room) -> tuple[Matter, ...]:
    with room.database.reading() as tx:
        register = matters.every(tx)
    waiting = sorted((m for m in register if m.is_open), key=lambda m: (m.due_on, m.id))
    return (*waiting, *(m for m in reversed(register) if not m.is_open))


def open_matters(room: Room) -> tuple[Matter, ...]:
    """Return the open matters, by their last day."""
    return tuple(m for m in all_matters(room) if m.is_open)


def overdue(room: Room, today: str = "") -> tuple[Matter, ...]:
    """Return the open matters after their last day; ``today`` is an ISO date, or empty for now."""
    now = today or room.now()[:10]
    return tuple(m for m in open_matters(room) if m.is_overdue(now))


def matter(room: Room, number: int) -> tuple[Matter, tuple[MatterStep, ...]]:
    """Return one matter and what was done about it.

    Raises:
        Refusal: when there is none of that number, or the person at the keyboard may not see it.
    """
    room.keyboard.check_sight(Sight.REGISTER)
    with room.database.reading() as tx:
        return _one(tx, number), matters.steps(tx, number)


def headline(room: Room) -> str:
    """Say in one line what is open or overdue and which notices run or are out of date.

    It names nobody, and is empty where there is nothing.
    """
    phrases = []
    # How many there are may be seen by everybody.
    still_open = [each for each in _all(room) if each.is_open]
    today = room.now()[:10]
    waiting, late = len(still_open), sum(each.is_overdue(today) for each in still_open)
    if waiting:
        phrases.append(
            _n("{count} case is open", "{count} cases are open", waiting).format(count=waiting)
        )
    if late:
        phrases.append(_("{count} of them overdue").format(count=late))
    keys = [period.key for period in room.rules()[0].periods]
    # The whole year is read only where a notice of it was posted: this line is drawn often.
    keys += [YEAR] if notices.posted(room, YEAR) else []
    for now in (notices.state(room, key) for key in keys):
        if now.notice and now.stage is Stage.RUNNING:
            sentence = _("the notice of {period} ends on {date}")
            phrases.append(sentence.format(period=now.name, date=now.notice.until))
        elif now.stage is Stage.OUTDATED:
            phrases.append(_("{period} needs a new notice").format(period=now.name))
    return _("; ").join(phrases)


def period_name(room: Room, key: str) -> str:
    """Return what a matter's period is called."""
    if key in (NO_PERIOD, YEAR):
        return _("no period") if key == NO_PERIOD else _("the year")
    return room.period(key).steps.period.name


def held_up(room: Room, one: Matter) -> str:
    """Return the names of what is not final before a case is closed; empty for nothing."""
    return _(", ").join(period_name(room, key) for key in notices.held_up(room, one))


def who(room: Room, period: str, code: str) -> str:
    """Return a person's name with the code; a text that is no code of the roster stays as it is."""
    roster = roster_of(room, period)
    return with_code(roster[code]) if code in roster else code


# -- what the verbs share -------------------------------------------------------------------------


def _one(tx: Transaction, number: int) -> Matter:
    matter = matters.one(tx, number)
    if matter is None:
        raise Refusal("case-unknown", N_("The register has no case no. {number}."), number=number)
    return matter


def _still_open(tx: Transaction, number: int) -> Matter:
    matter = _one(tx, number)
    if not matter.is_open:
        raise Refusal(
            "case-closed", N_("Case no. {number} is closed; reopen it first."), number=number
        )
    return matter


def _ending(closed: Matter) -> str:
    return _("; ").join(part for part in (closed.outcome, closed.correction) if part)


def _registered(one: Matter) -> Registered:
    received_on, due_on = map(date.fromisoformat, (one.received_on, one.due_on))
    return Registered(one.period, one.code, one.kind, received_on, due_on, one.about)


def _about(one: Matter) -> "_About":
    """Return the fields that every event about the matter begins with."""
    period = "" if one.period == NO_PERIOD else one.period
    return _About(period=period, person=one.code, matter=one.id)
