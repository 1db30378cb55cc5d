"""Say which components and factors still lack something, and of whom."""

from collections.abc import Mapping, Sequence

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.domain.rules.steps import StepState
from kaohe_tui.domain.text import few
from kaohe_tui.services.counting import tallies
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.words import N_, _

_NAMED = 12
"""People of one component that a sentence names."""


def lacking(room: Room, period: str) -> Mapping[str, Sequence[Person]]:
    """Return key of each component or factor -> those who lack it; without what nobody lacks."""
    period_room = room.period(period)
    if not period_room.scheme.components:
        return {}
    with room.database.reading() as tx:
        return _lacking(tx, period_room)


def sentences(room: Room, period: str) -> list[str]:
    """Return what the period lacks, a line each below a heading; empty for nothing."""
    missing = told(room.period(period), lacking(room, period))
    return [_("Missing:"), *(f"  {line}" for line in missing)] if missing else []


def at_closing(room: Room, period: str, tier: str) -> list[str]:
    """Return what the period would lack if its last tier were closed; empty for another tier."""
    return _after(room, room.period(period).with_state(tier, StepState.CLOSED))


def at_end(room: Room, period: str) -> list[str]:
    """Return what a period without a tier would lack if it were closed."""
    return _after(room, room.period(period).as_ended())


def _after(room: Room, after: PeriodRoom) -> list[str]:
    if not after.scheme.components or not after.steps.closed:
        return []
    with room.database.reading() as tx:
        return told(after, _lacking(tx, after))


def told(period_room: PeriodRoom, lacking: Mapping[str, Sequence[Person]]) -> list[str]:
    """Write a line for each component or factor that somebody lacks."""
    roster = period_room.roster
    return [
        _("{component}: {names}").format(
            component=period_room.scheme.part(key).name,
            names=few([roster.called(person) for person in people], _NAMED),
        )
        for key, people in lacking.items()
    ]


def check_close(tx: Transaction, after: PeriodRoom, reason: str) -> None:
    """Refuse to close a period without a reason while somebody lacks something.

    Args:
        tx: of the closing.
        after: the period as it would be; nothing is refused while tiers of it are not closed.
        reason: why something is missing.

    Raises:
        Refusal: naming what is missing, and of whom.
    """
    if reason or not after.scheme.components or not after.steps.closed:
        return
    if missing := _lacking(tx, after):
        raise Refusal(
            "figures-missing",
            N_(
                "{period} lacks: {lacking}. Enter what is missing, or close with a reason: a "
                "component is then left out for these people, and a factor is 1."
            ),
            period=after.steps.period.name,
            lacking=_("; ").join(told(after, missing)),
        )


def _lacking(tx: Transaction, period_room: PeriodRoom) -> dict[str, list[Person]]:
    people: dict[str, list[Person]] = {}
    for row in tallies.standings_in(tx, period_room).rows:
        for key in row.review.lacking:
            people.setdefault(key, []).append(row.person)
    keys = (part.key for part in period_room.scheme.parts)
    return {key: people[key] for key in keys if key in people}
