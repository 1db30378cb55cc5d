"""How a database comes to be: from files, from the sample bureau, from a template to edit."""

from pathlib import Path

from kaohe_tui.domain.marks import parse_mark
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.result import fingerprint
from kaohe_tui.files.ballots_file import read_ballots
from kaohe_tui.files.decode import reason
from kaohe_tui.files.roster_file import read_roster
from kaohe_tui.files.scheme_file import read_scheme
from kaohe_tui.files.tables import rows
from kaohe_tui.meeting import steps
from kaohe_tui.meeting.ballots import OpenBallot
from kaohe_tui.meeting.importing import take_lines
from kaohe_tui.meeting.room import Room, roster_fingerprint
from kaohe_tui.resources import shipped
from kaohe_tui.store import people, schemes
from kaohe_tui.store.engine import Database
from kaohe_tui.words import _

TEMPLATES = ("scheme.toml", "roster.csv")


def new_year(path: Path, scheme: Path, roster: Path) -> Room:
    """Make the database of a new year.

    Args:
        path: where it goes; nothing may be there.
        scheme: the scheme file.
        roster: the roster file.

    Raises:
        Refusal: when a file cannot be used or something is at ``path``; then nothing is made.
    """
    rules, text = read_scheme(scheme)
    everybody = read_roster(roster)
    database = Database.create(path)
    try:
        room = Room(database)
        with database.writing() as tx:
            schemes.put_scheme(tx, text, fingerprint(text))
            people.put_roster(tx, everybody)
            told = f"{rules.name} {fingerprint(text)} {roster_fingerprint(everybody)}"
            room.note(tx, "new", period="", new=told)
    except BaseException:
        database.close()
        path.unlink(missing_ok=True)
        raise
    return room


def write_templates(folder: Path) -> tuple[Path, ...]:
    """Write scheme.toml and roster.csv to start from.

    Returns:
        The files written.

    Raises:
        Refusal: when one of them is there already, or the folder cannot be written.
    """
    targets = tuple(folder / name for name in TEMPLATES)
    try:
        for target in targets:
            if target.exists():
                told = _("{path} is already there; it was left as it is.")
                raise Refusal(told.format(path=target))
        folder.mkdir(parents=True, exist_ok=True)
        for target in targets:
            target.write_bytes((shipped("sample_data") / target.name).read_bytes())
    except OSError as error:
        raise Refusal(
            _("{path} cannot be written ({reason}).").format(path=folder, reason=reason(error))
        ) from error
    return targets


def make_demo(path: Path) -> Room:
    """Make the sample bureau in the middle of a meeting: the first quarter has its result, the
    second is in its second tier, with some ballots in and one half-keyed.

    Raises:
        Refusal: when something is at ``path``.
    """
    sample = shipped("sample_data")
    room = new_year(path, sample / "scheme.toml", sample / "roster.csv")
    tiers = [tier.key for tier in room.base()[0].tiers]
    for tier in tiers:
        _score(room, sample / "ballots-q1.csv", "q1", tier)
        steps.close_tier(room, "q1", tier)
    _score(room, sample / "ballots-q2.csv", "q2", tiers[0])
    steps.close_tier(room, "q2", tiers[0])
    _score(room, sample / "ballots-q2.csv", "q2", tiers[1])
    _key_half(room, sample / "half-keyed.csv", "q2")
    return room


def _score(room: Room, file: Path, period: str, tier: str) -> None:
    """Open a tier and take its ballots from a file that holds those of several."""
    steps.open_tier(room, period, tier)
    lines = read_ballots(file, room.period(period).scheme)
    take_lines(room, [line for line in lines if line.tier == tier], period, file.name)


def _key_half(room: Room, file: Path, period: str) -> None:
    """Key the marks of a file one by one, as at the keyboard, and leave the ballot there."""
    scheme = room.period(period).scheme
    heading, *lines = (row.cells for row in rows(file))
    for cells in lines:
        line = dict(zip(heading, cells, strict=True))
        ballot = OpenBallot(room, period, line["tier"], line["rater"])
        for number, indicator in enumerate(scheme.indicators):
            if text := line[indicator.key]:
                mark = parse_mark(text, indicator.points, scheme.step)
                ballot.mark(line["ratee"], number, mark)
