"""Print the standings as they stood right after an entry of the record."""

from kaohe_tui.cli.printing import Line, say_json, say_lines, width
from kaohe_tui.cli.show import table
from kaohe_tui.domain.record.events import moment
from kaohe_tui.domain.result.published import contract
from kaohe_tui.services.record import reading, replaying
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.year.year import grading_of
from kaohe_tui.words import _


def say_standings(room: Room, period: str, number: int, *, as_json: bool) -> None:
    """Print the standings right after an entry.

    Args:
        room: the room.
        period: the period's key.
        number: the entry's.
        as_json: as ``kaohe standings --json`` does, with the entry.

    Raises:
        Refusal: when the record has no such entry.
    """
    replayed = replaying.Replay(room, period).at(number)
    period_room, entry = replayed.period_room, reading.entry(room, number)
    if as_json:
        grading = grading_of(period_room, replayed.standings, closed=replayed.result is not None)
        hidden_tiers = replaying.withheld_tiers(replayed)
        plain = contract(period, replayed.standings, grading, period_room.scheme, hidden_tiers)
        mark = {"number": entry.id, "at": entry.at}
        say_json({"entry": mark, "remarks": list(replayed.doubts), **plain})
        return
    name = _("{period} as of entry {number}, {at}, not now").format(
        period=period_room.steps.period.name, number=number, at=moment(entry.at)
    )
    hidden = replaying.withheld(replayed)
    lines = table.lines(
        name,
        period_room.scheme,
        replayed.standings,
        hidden,
        width(),
        is_locked=replayed.result is not None,
    )
    say_lines([*lines, *map(Line, replayed.doubts)])
