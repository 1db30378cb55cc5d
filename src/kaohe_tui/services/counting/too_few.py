"""Say before a tier is closed for whom it will not count, and who is not to be assessed."""

from kaohe_tui.domain.grades.leaving import leaving
from kaohe_tui.domain.rules.people import called, shared_names
from kaohe_tui.domain.rules.steps import StepState
from kaohe_tui.domain.text import few
from kaohe_tui.services.counting import tallies
from kaohe_tui.services.room.room import Room
from kaohe_tui.words import _n


def proposed_out(room: Room, period: str) -> list[str]:
    """Name everybody whose absence proposes not to assess them, a line each."""
    period_room = room.period(period)
    return leaving(period_room.scheme, period_room.facts, period_room.roster)


def too_few(room: Room, period: str, tier: str) -> str:
    """Say who has fewer ratings in a tier than it needs, by what is in now; empty for nobody.

    Whom nobody rates in it is not meant: they are named elsewhere.

    Args:
        room: the room.
        period: the period's key.
        tier: the tier's key, one that is open or closed.
    """
    period_room = room.period(period)
    rules = period_room.scheme.tier(tier)
    if rules.min_ratings < 2 or period_room.id is None:
        return ""
    closed = period_room.with_state(tier, StepState.CLOSED)
    with room.database.reading() as tx:
        counted = tallies.tallied(tallies.counting(tx, closed), tallies.facts(tx, closed)).tallies
    scarce = [
        person
        for person in period_room.roster
        if (tally := counted[person.code].get(tier))
        and tally.expected
        and len(tally.totals) < rules.min_ratings
    ]
    if not scarce:
        return ""
    shared = shared_names(period_room.roster)
    return _n(
        "{tier} does not count for {count} person with fewer than {least} ratings: {names}.",
        "{tier} does not count for {count} people with fewer than {least} ratings: {names}.",
        len(scarce),
    ).format(
        tier=rules.name,
        count=len(scarce),
        least=rules.min_ratings,
        names=few([called(person, shared) for person in scarce]),
    )
