"""Compare two copies of one database that both went on since they parted.

Nothing is merged and nothing is written in either. The ballots of named tiers that one has and the
other lacks can be put into files that ``kaohe import`` reads. Those of secret tiers cannot: they
have no rater, so that nobody can say which of them the other has.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

from kaohe_tui.domain.access.duties import Sight
from kaohe_tui.domain.ballot.state import BallotState
from kaohe_tui.domain.record.events import RecordKind
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.scheme.tiers import Tier
from kaohe_tui.files.data.standings_csv import BOM
from kaohe_tui.files.disk.placing import Planned, place
from kaohe_tui.services.public.exporting import file_key
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.ballots import ballots
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.record import pages
from kaohe_tui.words import N_, _

_AT_ONCE = 500
"""Entries that are read in one go."""

Answers = Mapping[str, tuple[int, ...] | None]
"""Ratee's code -> the marks in tenths of a point; None for an abstention."""


class Which(NamedTuple):
    """One rater's ballot in a tier."""

    period: str
    """The period's key."""
    tier: str
    """The tier's key."""
    rater: str
    """The rater's code."""


@dataclass(frozen=True, slots=True)
class Since:
    """How many entries of one kind a copy has of one period since the two parted."""

    kind: RecordKind
    """The kind of entry."""
    period: str
    """The period's key; empty for entries that belong to none."""
    name: str
    """The period's name; its key where the scheme has no such period."""
    count: int
    """The number of entries."""


@dataclass(frozen=True, slots=True)
class Side:
    """What one of the two has that the other lacks."""

    path: Path
    """The database."""
    entries: int
    """Entries of the record since they parted."""
    since: tuple[Since, ...]
    """The numbers of entries since they parted, by kind and period."""
    ballots: Mapping[Which, Answers]
    """Ballots of named tiers that are handed in on this side alone."""
    begun: int
    """Ballots of named tiers that are begun and not handed in: they cannot be carried over."""
    secret: tuple[str, ...]
    """Names of the secret tiers that have entries since they parted."""


@dataclass(frozen=True, slots=True)
class Parted:
    """Two copies compared: where they parted, and what each has since."""

    common: int
    """Entries of the record that both have, from the first on."""
    at: str
    """When the last common entry was written, ISO 8601."""
    chain: str
    """The hash of the last common entry."""
    ours: Side
    """What the first database has and the other lacks."""
    theirs: Side
    """What the other database has and the first lacks."""
    differing: tuple[Which, ...]
    """Ballots of named tiers that both have and that do not say the same."""


def compare(room: Room, other: Room) -> Parted:
    """Compare two copies: where they parted and what each has since.

    Raises:
        Refusal: when the records have nothing in common.
    """
    with room.database.reading() as ours, other.database.reading() as theirs:
        common = _common(ours, theirs)
        if not common:
            raise Refusal(
                "records-unrelated",
                N_(
                    "{other} is no copy of {path}: their records have nothing in common. Compare "
                    "two copies of the same year."
                ),
                other=other.database.path,
                path=room.database.path,
            )
        last = pages.entries(ours, [common])[0]
        our_ballots, their_ballots = _named(room, ours), _named(other, theirs)
        both = our_ballots.handed_in.keys() & their_ballots.handed_in.keys()
        return Parted(
            common,
            last.at,
            last.chain,
            _side(room, ours, common, our_ballots, their_ballots),
            _side(other, theirs, common, their_ballots, our_ballots),
            tuple(
                sorted(w for w in both if our_ballots.handed_in[w] != their_ballots.handed_in[w])
            ),
        )


def export(room: Room, other: Room, parted: Parted, folder: Path) -> list[tuple[Path, str]]:
    """Write the ballots that only the other copy has, a file each period, as ``import`` reads them.

    Args:
        room: the database that lacks them.
        other: the copy that has them.
        parted: what ``compare`` returned for the two.
        folder: made where it is not there.

    Returns:
        Each file with the key of its period.

    Raises:
        Refusal: when there is none, a file is there already or cannot be written, the period was
            held under another scheme or roster there, or the person at the keyboard may not see
            who gave which mark.
    """
    room.keyboard.check_sight(Sight.MARKS)
    if not room.keyboard.guarded:
        # Nobody reads past the operators of a copy by comparing it with a database without any.
        other.keyboard.check_sight(Sight.MARKS)
    if not parted.theirs.ballots:
        raise Refusal(
            "nothing-to-carry-over",
            N_("{path} has no ballot of a named tier that is missing here."),
            path=parted.theirs.path,
        )
    periods = sorted({which.period for which in parted.theirs.ballots})
    for key in periods:
        _check_alike(room.period(key), other.period(key))
    plan = [
        Planned(
            f"ballots-{file_key(key)}.csv", partial(_table, room.period(key), parted.theirs.ballots)
        )
        for key in periods
    ]
    return list(zip(place(folder, plan), periods, strict=True))


def _check_alike(ours: PeriodRoom, theirs: PeriodRoom) -> None:
    same = (ours.scheme_fingerprint, ours.roster_fingerprint) == (
        theirs.scheme_fingerprint, theirs.roster_fingerprint,
    )  # fmt: skip
    if ours.id is None or not same:
        raise Refusal(
            "roster-or-scheme-differs",
            N_(
                "{period} was opened with another scheme or roster in the other copy: its ballots "
                "do not fit here."
            ),
            period=theirs.steps.period.name,
        )


def _table(period_room: PeriodRoom, ballots_of: Mapping[Which, Answers]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream)
    tiers = {
        which.tier: period_room.scheme.tier(which.tier)
        for which in ballots_of
        if which.period == period_room.key
    }
    columns = (c for tier in tiers.values() for c in period_room.forms.union(tier).indicators)
    indicators = list(dict.fromkeys(column.key for column in columns))
    writer.writerow(["tier", "rater", "ratee", *indicators, "abstain"])
    for which, answers in ballots_of.items():
        if which.period != period_room.key:
            continue
        for ratee, marks in answers.items():
            form = period_room.forms.of(tiers[which.tier], period_room.roster[ratee])
            pairs = zip(form.indicators, marks or (), strict=marks is not None)
            written = {column.key: form.written(mark) for column, mark in pairs}
            cells = [written.get(key, "") for key in indicators]
            writer.writerow([which.tier, which.rater, ratee, *cells, "1" if marks is None else ""])
    return BOM + stream.getvalue()


# -- the record --------------------------------------------------------------------------------


def _common(ours: Transaction, theirs: Transaction) -> int:
    """Return how many entries both have: where one hash is the same, so is all before it."""
    low, high = 0, min(pages.count(ours), pages.count(theirs))
    while low < high:
        middle = (low + high + 1) // 2
        if _chain(ours, middle) == _chain(theirs, middle):
            low = middle
        else:
            high = middle - 1
    return low


def _chain(tx: Transaction, number: int) -> str:
    entries = pages.entries(tx, [number])
    return entries[0].chain if entries else ""


def _side(room: Room, tx: Transaction, common: int, own: "_Named", others: "_Named") -> Side:
    counts: Counter[tuple[RecordKind, str]] = Counter()
    secret: dict[str, None] = {}
    names = {period.key: period.name for period in room.rules()[0].periods}
    last = pages.count(tx)
    for first in range(common + 1, last + 1, _AT_ONCE):
        for entry in pages.entries(tx, range(first, min(first + _AT_ONCE, last + 1))):
            counts[entry.event.kind, entry.period] += 1
            for tier in _secret_tiers(room, entry.period, entry.tier):
                secret[tier] = None
    lacking = {w: own.handed_in[w] for w in own.handed_in if w not in others.handed_in}
    since = tuple(
        Since(kind, key, names.get(key, key), count) for (kind, key), count in counts.items()
    )
    return Side(room.database.path, last - common, since, lacking, own.begun, tuple(secret))


def _secret_tiers(room: Room, period: str, tiers: str) -> Iterator[str]:
    if period not in {each.key for each in room.rules()[0].periods}:
        return
    period_room = room.period(period)
    for tier in period_room.scheme.tiers:
        if tier.secret and tier.key in tiers.split(","):
            yield _("{tier} ({period})").format(
                tier=tier.name, period=period_room.steps.period.name
            )


# -- ballots -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Named:
    """The ballots of a database's named tiers."""

    handed_in: Mapping[Which, Answers]
    """Ballots that are handed in, with what stands on them."""
    begun: int
    """The number of ballots that are begun and not handed in."""


def _named(room: Room, tx: Transaction) -> _Named:
    handed_in: dict[Which, Answers] = {}
    begun = 0
    for period in room.rules()[0].periods:
        period_room = room.period(period.key)
        if period_room.id is None:
            continue
        for head in ballots.heads(tx, period_room.id):
            tier = period_room.scheme.tiers[head.tier_no]
            if tier.secret or head.rater_id is None:
                continue
            if head.state is BallotState.HANDED_IN:
                which = Which(period.key, tier.key, period_room.codes[head.rater_id])
                handed_in[which] = _answers(period_room, tier, ballots.facts(tx, head.id))
            begun += head.state is BallotState.OPEN
    return _Named(handed_in, begun)


def _answers(period_room: PeriodRoom, tier: Tier, facts: ballots.BallotFacts) -> Answers:
    """Return what stands on a ballot, in roster order; incomplete rows are left out."""
    by_code: dict[str, tuple[int, ...] | None] = {}
    for ratee, marks in facts.marks.items():
        code = period_room.codes[ratee]
        slots = [c.slot for c in period_room.forms.of(tier, period_room.roster[code]).columns]
        if all(slot in marks for slot in slots):
            by_code[code] = tuple(marks[slot] for slot in slots)
    by_code |= {period_room.codes[ratee]: None for ratee in facts.abstentions}
    order = {person.code: place for place, person in enumerate(period_room.roster)}
    return dict(sorted(by_code.items(), key=lambda each: order[each[0]]))
