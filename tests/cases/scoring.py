"""Everybody's ballots of a tier, by a file: what most cases need before they begin."""

from collections.abc import Mapping
from pathlib import Path

from kaohe_tui.domain.rules.steps import StepState
from kaohe_tui.services.ballots.importing import import_ballots
from kaohe_tui.services.counting.overview import pairs
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps

_USUAL = 90


def score(
    path: Path, period: str, tier: str, points: Mapping[str, int], *, keep_open: bool
) -> None:
    """Open what is not open, bring in everybody's marks, and close it.

    Args:
        path: the database.
        period: the period's key.
        tier: the tier's key; empty for every tier that is not closed.
        points: whole points by ratee's code; 90 for all others.
        keep_open: whether the tier stays open.
    """
    room = enter_room(path)
    try:
        for step in room.period(period).steps.tiers:
            if tier in ("", step.tier.key) and step.state is not StepState.CLOSED:
                _score_tier(room, period, step.tier.key, points, keep_open=keep_open)
    finally:
        room.close()


def _score_tier(
    room: Room, period: str, tier: str, points: Mapping[str, int], *, keep_open: bool
) -> None:
    state = next(s.state for s in room.period(period).steps.tiers if s.tier.key == tier)
    if state is not StepState.OPEN:
        steps.open_tier(room, period, tier)
    scheme = room.period(period).scheme
    lines = [",".join(["tier", "rater", "ratee", *(each.key for each in scheme.indicators)])]
    for rater, ratees in pairs(room, period, tier).items():
        for ratee in ratees:
            left, marks = points.get(ratee.code, _USUAL), []
            for each in scheme.indicators:
                marks.append(min(left, each.points // 10))
                left -= marks[-1]
            lines.append(",".join([tier, rater, ratee.code, *map(str, marks)]))
    if len(lines) > 1:
        file = room.database.path.parent / "marks.csv"
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        import_ballots(room, file, period)
    if not keep_open:
        steps.close_tier(room, period, tier)
