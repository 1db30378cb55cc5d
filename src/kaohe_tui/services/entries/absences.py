"""Check days of absence (缺勤) before they are entered."""

from fractions import Fraction

from kaohe_tui.domain.entries.entries import Absence
from kaohe_tui.domain.numbers import plain
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.files.entries.absences import AbsenceLine
from kaohe_tui.services.entries.approving import needed
from kaohe_tui.services.entries.entry_checks import begun
from kaohe_tui.services.entries.kinds import kind_of
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.entries import entries
from kaohe_tui.words import N_

MOST_DAYS = 366
"""Days of absence that one person may have in a year at most."""


def check_days(line: AbsenceLine) -> None:
    """Refuse an absence without a reason, or of days that are not whole or half ones.

    Raises:
        Refusal: as said, and for no days or more than ``MOST_DAYS``.
    """
    needed(line.reason, "reason-missing", N_("This needs a reason."))
    if (2 * line.days).denominator != 1 or not 0 < line.days <= MOST_DAYS:
        raise Refusal(
            "days-wrong",
            N_("Days of absence are whole or half days, more than 0, at most {most}."),
            most=MOST_DAYS,
        )


def days_this_year(room: Room, tx: Transaction) -> dict[str, Fraction]:
    """Return the days of absence that stand in all periods together, by person's code."""
    days: dict[str, Fraction] = {}
    for period in room.rules()[0].periods:
        for each in entries.facts(tx, period.key).absences:
            if each.stands:
                days[each.code] = days.get(each.code, Fraction(0)) + Fraction(each.half_days, 2)
    return days


def new_absence(
    room: Room, period_room: PeriodRoom, line: AbsenceLine, before: Fraction
) -> Absence:
    """Return the entry that an absence would make; nothing is kept.

    Args:
        room: the room.
        period_room: the period.
        line: who was absent, how long and why.
        before: the days of the same person this year without these.

    Raises:
        Refusal: as ``check_days`` does; when the person is unknown, or would be absent for longer
            than a year; when the kind is unknown, or missing where there are several.
    """
    check_days(line)
    person = period_room.person(line.code)
    kind = kind_of(period_room.scheme, line.kind)
    if before + line.days > MOST_DAYS:
        raise Refusal(
            "days-over-year",
            N_(
                "{name} ({code}) has {before} days of absence this year already; {days} more are "
                "longer than the year."
            ),
            name=person.name,
            code=person.code,
            before=plain(before),
            days=plain(line.days),
        )
    half_days = (2 * line.days).numerator
    reason = needed(line.reason, "reason-missing", N_("This needs a reason."))
    begun_now = begun(room, period_room.key, person)
    return Absence(**begun_now, half_days=half_days, reason=reason, kind=kind)
