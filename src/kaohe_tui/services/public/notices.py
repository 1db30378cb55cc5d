"""Post the public notice (公示) of a closed period or of the year, and follow its stage."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from kaohe_tui.commandline import command_line
from kaohe_tui.domain.dates import last_day
from kaohe_tui.domain.entries.entries import YEAR
from kaohe_tui.domain.grades.decision import Grading
from kaohe_tui.domain.grades.words import waiting_names
from kaohe_tui.domain.public.dossier import PublicNotice
from kaohe_tui.domain.public.matter import Matter
from kaohe_tui.domain.public.notice import Stage, check_date, stage
from kaohe_tui.domain.record.events import (
    Event,
    ExemptionEntered,
    ExemptionWithdrawn,
    GradeDecided,
    GradeTakenBack,
    NoticePosted,
)
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.result.shape import fingerprint, to_plain
from kaohe_tui.domain.rules.scheme.notices import NoticeRules
from kaohe_tui.domain.rules.scheme.periods import PeriodKind
from kaohe_tui.domain.text import clean
from kaohe_tui.domain.year.year import weighing
from kaohe_tui.services.integrity import foreign
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.year import grades, year
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.periods import results
from kaohe_tui.store.public import matters, notices
from kaohe_tui.store.record import pages
from kaohe_tui.words import N_, _, _n

_REGRADING = (GradeDecided, GradeTakenBack, ExemptionEntered, ExemptionWithdrawn)
"""What changes a grade."""
_NEVER = "9999"
"""A day after all others."""


@dataclass(frozen=True, slots=True)
class NoticeState:
    """The state of the notice of a period or of the year."""

    key: str
    """The period's key, or ``entries.YEAR``."""
    name: str
    """The period's or the year's name."""
    stage: Stage
    """The stage of the notice, from no result to final."""
    notice: PublicNotice | None
    """The newest notice; None before the first."""
    fingerprint: str
    """The fingerprint of the result as it is now; empty while there is none."""
    waits_for: tuple[Matter, ...]
    """The open cases received in the notice's time; before the first notice, all open."""
    called_off: str = ""
    """A sentence that the period is not held and why; empty where it is held, and of the year."""
    others: int = 0
    """The number of other open cases."""

    @property
    def told(self) -> str:
        """A sentence on the state of the notice and what comes next."""
        return _sentence(self)


def post(room: Room, key: str, on: date, by: str, reason: str = "") -> PublicNotice:
    """Enter that the notice was posted; it stands for the scheme's days and gets the next number.

    Args:
        room: the room.
        key: the period's key, or ``entries.YEAR``.
        on: the day of posting.
        by: who posted it; empty for the person acting.
        reason: needed where nothing has changed since the last notice, and where grades wait for
            the group, which then stand on the paper as that; kept in the record.

    Raises:
        Refusal: while there is no result, for a date that cannot be, where a grade waits for the
            group's decision or nothing has changed since the last notice and no reason is given,
            or where what the record seals does not hold.
    """
    reason, by = clean(reason), clean(by) or room.actor
    # Before others are kept from writing: it takes a moment.
    foreign.check_holds(room)
    with room.acting() as tx:
        name, print_now, rules = _result(room, key)
        _check_complete(room, key, name, print_now, reason)
        before = notices.latest(tx, key)
        check_date(on, room.now()[:10], before)
        _check_there(on, name, _frozen_on(room, tx, key), _graded_on(tx, key))
        _check_changed(tx, name, print_now, before, reason)
        last = last_day(on, rules.days)
        number = notices.add(tx, key, print_now, on.isoformat(), last.isoformat(), by)
        posted = NoticePosted(
            period=key,
            number=number,
            before=(before.number, before.fingerprint) if before else None,
            digest=print_now,
            posted_on=on,
            until=last,
            reason=reason,
        )
        room.note(tx, posted)
    return PublicNotice(key, number, print_now, on.isoformat(), last.isoformat(), by)


def usual_days(room: Room, key: str) -> list[date]:
    """Return today, tomorrow and yesterday, as far as a notice may be posted on them.

    Args:
        room: the room.
        key: the period's key, or ``entries.YEAR``.
    """
    today = date.fromisoformat(room.now()[:10])
    with room.database.reading() as tx:
        before = notices.latest(tx, key)
        there_on = _frozen_on(room, tx, key), _graded_on(tx, key)
    days = []
    for ahead in (0, 1, -1):
        on = today + timedelta(days=ahead)
        with suppress(Refusal):
            check_date(on, today.isoformat(), before)
            _check_there(on, key, *there_on)
            days.append(on)
    return days


def why_undecided(room: Room, key: str) -> str:
    """Say why a notice would show grades that nobody decided, and what to do.

    Args:
        room: the room.
        key: the period's key, or ``entries.YEAR``: its grades may rest on those of the quarters.

    Returns:
        Empty where it would show none.
    """
    waiting = [(each, now) for each, now in _gradings(room, key) if now.waiting]
    if not waiting:
        return ""
    of, now = waiting[0]
    return _n(
        "{period}: {count} grade waits for the group's decision ({names}). Decide it first ({key}, "
        "or {command}), or give a reason: the notice then says “to be decided”.",
        "{period}: {count} grades wait for the group's decision ({names}). Decide them first "
        "({key}, or {command}), or give a reason: the notice then says “to be decided”.",
        len(now.waiting),
    ).format(
        period=now.name,
        count=len(now.waiting),
        names=waiting_names(now),
        key="H" if of == YEAR else "G",
        command=command_line("decide"),
    )


def _gradings(room: Room, key: str) -> Iterator[tuple[str, Grading]]:
    """Yield the grades that a notice shows, behind the key of their period or ``YEAR``.

    Of the year, those of quarters that bar in it come first.
    """
    if key == YEAR:
        view = year.view(room)
        if view.scheme.bars.quarter_grade:
            for each in view.periods:
                if each.standings is not None and each.period.kind is PeriodKind.QUARTERLY:
                    yield each.period.key, grades.grading(room, each.period.key)
        yield YEAR, view.grading
    else:
        yield key, grades.grading(room, key)


def state(room: Room, key: str, today: str = "") -> NoticeState:
    """Return the state of the notice of a period or of the year.

    Args:
        room: the room.
        key: the period's key, or ``entries.YEAR``.
        today: ISO date; empty for the room's own.

    Raises:
        Refusal: when the scheme has no such period.
    """
    name, print_now, _rules = _result(room, key)
    with room.database.reading() as tx:
        notice = notices.latest(tx, key)
        regraded = notice is not None and _regraded(tx, notice)
        known = matters.every(tx)
    waits_for = tuple(one for one in known if _holds_up(one, key, notice))
    now = stage(notice, print_now, today or room.now()[:10], len(waits_for), regraded=regraded)
    others = sum(one.is_open for one in known) - len(waits_for)
    off = _off(room, name, key)
    return NoticeState(key, name, now, notice, print_now, waits_for, off, others)


def states(room: Room, today: str = "") -> tuple[NoticeState, ...]:
    """Return the state of every period's notice, the year's last."""
    keys = [period.key for period in room.rules()[0].periods]
    return tuple(state(room, key, today) for key in (*keys, YEAR))


def _holds_up(one: Matter, key: str, notice: PublicNotice | None) -> bool:
    """Return whether a result is not final before a case is closed; None before its notice."""
    since, last = (notice.posted_on, notice.until) if notice else (_NEVER, _NEVER)
    return one.holds_up(key, since, last)


def held_up(room: Room, one: Matter) -> tuple[str, ...]:
    """Return the keys of the periods, and ``entries.YEAR``, that are not final before it is closed.

    A case of no period holds up every notice that was up when it was received.
    """
    keys = [period.key for period in room.rules()[0].periods]
    with room.database.reading() as tx:
        latest = [(key, notices.latest(tx, key)) for key in (*keys, YEAR)]
    return tuple(key for key, notice in latest if _holds_up(one, key, notice))


def running_on(room: Room, day: str) -> tuple[str, ...]:
    """Return the keys of the periods, and ``entries.YEAR``, whose newest notice runs on a day.

    ``day`` is an ISO date.
    """
    keys = [period.key for period in room.rules()[0].periods]
    with room.database.reading() as tx:
        latest = [(key, notices.latest(tx, key)) for key in (*keys, YEAR)]
    return tuple(
        key for key, notice in latest if notice and notice.posted_on <= day <= notice.until
    )


def posted(room: Room, key: str) -> tuple[PublicNotice, ...]:
    """Return every notice of a period or of the year, oldest first."""
    with room.database.reading() as tx:
        return notices.every(tx, key)


def year_fingerprint(room: Room) -> str:
    """Return the SHA-256 over the year's standings as JSON.

    It is empty while a period that weighs and was not called off is not closed.
    """
    view = year.view(room)
    held = weighing(view.periods)
    if not held or any(each.standings is None for each in held):
        return ""
    plain = to_plain(view.year.standings)
    return fingerprint(json.dumps(plain, ensure_ascii=False, sort_keys=True))


def _result(room: Room, key: str) -> tuple[str, str, NoticeRules]:
    """Return the name, the fingerprint of the result (empty while there is none) and the rules."""
    if key == YEAR:
        return _("the year"), year_fingerprint(room), year.latest(room)[0].notice
    period_room = room.period(key)
    frozen = None
    if period_room.id is not None and period_room.steps.closed:
        with room.database.reading() as tx:
            frozen = results.latest(tx, period_room.id)
    name = period_room.steps.period.name
    return name, frozen.fingerprint if frozen else "", period_room.scheme.notice


def _check_complete(room: Room, key: str, name: str, print_now: str, reason: str) -> None:
    """Refuse to post what is no result yet, or without a reason what has no grades yet.

    Raises:
        Refusal: in both cases.
    """
    if not print_now:
        if off := _off(room, name, key):
            raise Refusal("period-called-off", off)
        raise Refusal("result-missing", _no_result(name, key))
    if not reason and (undecided := why_undecided(room, key)):
        raise Refusal("grades-undecided", undecided)


def _check_changed(
    tx: Transaction, name: str, print_now: str, before: PublicNotice | None, reason: str
) -> None:
    """Refuse to post again, without a reason, what has not changed since the notice before.

    Raises:
        Refusal: when neither the result nor a grade has changed.
    """
    if before is None or reason:
        return
    if before.fingerprint == print_now and not _regraded(tx, before):
        raise Refusal(
            "reason-missing",
            N_(
                "{period}: the result has not changed since notice no. {number}; give a "
                "reason to post it again."
            ),
            period=name,
            number=before.number,
        )


def _frozen_on(room: Room, tx: Transaction, key: str) -> str:
    """Return the day, ISO, on which the present result was frozen; empty without one."""
    keys = [key] if key != YEAR else [p.key for p in year.latest(room)[0].periods if p.weighs]
    days = []
    for each in keys:
        period_room = room.period(each)
        frozen = results.latest(tx, period_room.id) if period_room.id is not None else None
        if frozen is not None:
            days.append(frozen.at[:10])
    return max(days, default="")


def _graded_on(tx: Transaction, key: str) -> str:
    """Return the day, ISO, on which a grade was last decided or changed; empty where none was."""
    return max((each.at[:10] for each in pages.of_period(tx, key, _REGRADING)), default="")


def _check_there(on: date, name: str, frozen_on: str, graded_on: str) -> None:
    """Refuse a day on which a notice cannot have been posted.

    Raises:
        Refusal: when what it tells was not there yet: nobody could have objected.
    """
    if on.isoformat() < frozen_on:
        raise Refusal(
            "notice-before-result",
            N_(
                "{period}: the result was fixed on {frozen}, so its notice cannot have been posted "
                "on {date}; give the day on which it was."
            ),
            period=name,
            frozen=frozen_on,
            date=on.isoformat(),
        )
    if on.isoformat() < graded_on:
        raise Refusal(
            "notice-before-grade",
            N_(
                "{period}: a grade was last decided on {decided}, so its notice cannot have been "
                "posted on {date}; give the day on which it was."
            ),
            period=name,
            decided=graded_on,
            date=on.isoformat(),
        )


def _regraded(tx: Transaction, notice: PublicNotice) -> bool:
    """Whether grades were decided, or somebody left out or taken in, after it was posted.

    The record tells what came after what; times do not, within a second or on a clock put back.
    """
    entries = pages.of_period(tx, notice.period, [NoticePosted, *_REGRADING])
    events = [each.event for each in entries]
    posted = next((n for n, each in enumerate(events) if _is_of(each, notice)), len(events))
    return any(isinstance(each, _REGRADING) for each in events[posted:])


def _is_of(event: Event, notice: PublicNotice) -> bool:
    return isinstance(event, NoticePosted) and event.number == notice.number


def _off(room: Room, name: str, key: str) -> str:
    """Say that a period is not held and why; empty where it is."""
    if (reason := room.called_off().get(key)) is None:
        return ""
    return _("{period} was called off: {reason}.").format(period=name, reason=reason)


def _no_result(name: str, key: str) -> str:
    if key == YEAR:
        return _("The year has no result yet: every period with a weight must be closed first.")
    return _("{period} has no result to post: close its tiers first.").format(period=name)


def _sentence(now: NoticeState) -> str:
    notice = now.notice
    if notice is None:
        if now.stage is Stage.NO_RESULT:
            return now.called_off or _no_result(now.name, now.key)
        return _("{period} has its result and no notice yet: post it.").format(period=now.name)
    words = {"period": now.name, "number": notice.number, "date": notice.until}
    if now.called_off:
        sentence = _("{why} Notice no. {number} is no longer valid: write that on it.")
        return sentence.format(why=now.called_off, number=notice.number)
    if now.stage is Stage.OUTDATED and not now.fingerprint:
        sentence = _("{period} was reopened after notice no. {number}: close it, then post again.")
    elif now.stage is Stage.OUTDATED:
        sentence = _("{period} has changed since notice no. {number}: a new notice is needed.")
    elif now.stage is Stage.RUNNING:
        sentence = _("{period}: notice no. {number} runs until {date}; objections are accepted.")
    elif now.stage is Stage.WAITING:
        sentence = _("{period}: the notice ended on {date}; open cases must be closed first.")
    else:
        sentence = _("{period} is final: the notice ended on {date} with no open cases.")
        if now.others:
            words["count"] = now.others
            sentence = _n(
                "{period} is final: the notice ended on {date} with no open cases about it; "
                "{count} other case is open.",
                "{period} is final: the notice ended on {date} with no open cases about it; "
                "{count} other cases are open.",
                now.others,
            )
    return sentence.format(**words)
