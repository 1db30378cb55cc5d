"""Times of the record that do not follow each other are told, and break nothing."""

from datetime import datetime, timedelta

import pytest

from kaohe_tui.services.integrity import clockwork, verifying
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps

START = datetime.now().astimezone() + timedelta(hours=1)
"""Later than the database is made, however long that takes."""


def at(room: Room, *minutes: float) -> None:
    """Something entered at each of these minutes from now."""
    for number, each in enumerate(minutes):
        acting = Room(room.database, clock=lambda each=each: START + timedelta(minutes=each))  # type: ignore[misc]
        if number % 2:
            steps.close_tier(acting, "q1", "peer", "会议结束")
        elif number:
            steps.reopen_tier(acting, "q1", "peer", "误关")
        else:
            steps.open_tier(acting, "q1", "peer")


DAY = 24 * 60


@pytest.mark.parametrize(
    ("minutes", "now", "told"),
    [
        ((1, 1, 2), 3, []),
        ((70, 9), 80, ["set back"]),
        ((70, 9, 65), 80, ["set back"]),
        ((400 * DAY - 60,), 401 * DAY, ["399 days"]),
        ((10,), 1, ["in the future"]),
        ((10, 9, 8, 7, 6, 5, 4, 3), 20, ["set back"] * 5 + ["2 more times"]),
    ],
)
def test_times_that_do_not_follow_are_told(
    room: Room, minutes: tuple[float, ...], now: float, told: list[str]
) -> None:
    at(room, *minutes)
    after = Room(room.database, clock=lambda: START + timedelta(minutes=now))
    found = clockwork.notes(after)
    assert len(found) == len(told), found
    for sentence, part in zip(found, told, strict=True):
        assert part in sentence
    assert verifying.verify(after).holds
