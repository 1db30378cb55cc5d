"""The sample bureau at an earlier time: the first quarter closed, the second in its second tier."""

from pathlib import Path

from kaohe_tui.files.ballots.understand import ballots_in
from kaohe_tui.resources import shipped
from kaohe_tui.services.database.sample import key_half, score
from kaohe_tui.services.database.starting import new_year
from kaohe_tui.services.periods.roster_and_scheme import change_roster
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps


def make_meeting(path: Path) -> Room:
    """Make it, with all 36 people in the roster from the second quarter on."""
    sample = shipped("sample_data")
    room = new_year(path, sample / "scheme.toml", sample / "roster-q1.csv")
    scheme = room.base()[0]
    tiers = [tier.key for tier in scheme.tiers]
    lines = list(ballots_in(sample / "ballots-q1.csv", scheme))
    for tier in tiers:
        score(room, lines, "q1", tier)
        steps.close_tier(room, "q1", tier)
    change_roster(room, sample / "roster.csv")
    lines = list(ballots_in(sample / "ballots-annual.csv", scheme))
    score(room, lines, "q2", tiers[0])
    steps.close_tier(room, "q2", tiers[0])
    score(room, lines, "q2", tiers[1])
    key_half(room, sample / "half-keyed.csv", "q2")
    return room
