"""Give a period the roster, and its ballots the raters, that it had before some were put right."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kaohe_tui.domain.record.events import Event, OfTwoRaters, PersonAdded, PersonChanged
from kaohe_tui.domain.rules.people import Roster
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.store.ballots.ballots import BallotHead


def as_it_was(period_room: PeriodRoom, later: Sequence[Event]) -> PeriodRoom:
    """Return the period with the roster that it had before some lines were put right.

    Args:
        period_room: the period as it is now.
        later: the events since, oldest first.
    """
    people = {person.code: person for person in period_room.roster}
    for event in reversed(later):
        match event:
            case PersonAdded(person=code):
                people.pop(code, None)
            case PersonChanged(person=code, change=(before, _after)):
                people[code] = before
    return replace(period_room, roster=Roster(tuple(people.values())))


def as_they_belonged(
    period_room: PeriodRoom, heads: Iterable[BallotHead], later: Sequence[Event]
) -> tuple[BallotHead, ...]:
    """Return the ballots, each with its rater before some were moved.

    Args:
        period_room: the period.
        heads: the ballots as they are now.
        later: the events since, oldest first.
    """
    as_stood = tuple(heads)
    for event in reversed(later):
        if not isinstance(event, OfTwoRaters):
            continue
        number = period_room.tier_number(event.tier)
        one, two = period_room.ids[event.rater], period_room.ids[event.other]
        other: dict[int | None, int] = {one: two, two: one}
        as_stood = tuple(
            replace(head, rater_id=other.get(head.rater_id, head.rater_id))
            if head.tier_no == number
            else head
            for head in as_stood
        )
    return as_stood
