"""Check whether a database is as kaohe left it: the file, its tables, the record, the seals."""

import hashlib
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from kaohe_tui.domain.ballot.state import BallotState
from kaohe_tui.domain.record.chain import FIELDS, link
from kaohe_tui.domain.rules.steps import StepState
from kaohe_tui.store import failures
from kaohe_tui.store.database.connections import Transaction, connect
from kaohe_tui.store.driver import exactly
from kaohe_tui.store.failures import ForeignChange
from kaohe_tui.store.seals import guards, seals, sums
from kaohe_tui.store.seals.guards import Sealed
from kaohe_tui.store.seals.seals import TierDigests
from kaohe_tui.words import _

_ENTRIES = text(f"SELECT id, {', '.join(FIELDS)}, chain FROM record ORDER BY id")
_HEADS = text("SELECT id, entries, chain FROM record_head")
_SEALS = text("SELECT id, at, actor, action, seal FROM record WHERE seal <> '' ORDER BY id")
_AT_ONCE = 1000
_STRAYS = (
    "SELECT {table}.* FROM {table} JOIN ballot ON ballot.id = {table}.ballot_id"
    " JOIN participant ON participant.id = {table}.ratee_id"
    " WHERE participant.period_id <> ballot.period_id ORDER BY 1, 2"
)
_CLOSED = text(
    "SELECT period.key, tier_step.key, period.id, tier_step.number FROM tier_step"
    " JOIN period ON period.id = tier_step.period_id"
    f" WHERE tier_step.state = '{StepState.CLOSED}' ORDER BY 3, 4"
)
_BALLOTS = text(
    "SELECT ballot.id, ballot.period_id, ballot.tier_no, period.key, tier_step.key,"
    " ifnull(participant.code, ''), ifnull(participant.name, ''), ballot.state, ballot.keying"
    " FROM ballot"
    " JOIN period ON period.id = ballot.period_id"
    " JOIN tier_step ON tier_step.period_id = ballot.period_id"
    " AND tier_step.number = ballot.tier_no"
    " LEFT JOIN participant ON participant.id = ballot.rater_id ORDER BY ballot.id"
)


@dataclass(frozen=True, slots=True)
class ClosedTier:
    """A tier whose ballots are sealed."""

    period: str
    """Key of the period."""
    tier: str
    """Key of the tier."""
    period_id: int
    """The period's id."""
    number: int
    """The tier's place in the scheme, from 0."""

    @property
    def name(self) -> str:
        """The name of its ballots in a seal."""
        return seals.tier_name(self.period_id, self.number)


@dataclass(frozen=True, slots=True)
class Ballot:
    """A ballot of the database."""

    id: int
    """The ballot's id."""
    period_id: int
    """The period's id."""
    number: int
    """The tier's place in the scheme, from 0."""
    period: str
    """Key of the period."""
    tier: str
    """Key of the tier."""
    code: str
    """Code of the rater; empty for a ballot of nobody."""
    rater: str
    """Name of the rater; empty for a ballot of nobody."""
    state: str
    """The word for its state, as it stands there: a ``BallotState``, unless it was changed."""
    keying: int
    """1, or 2 for a second keying."""


def is_sound(path: Path) -> bool:
    """Return whether SQLite finds nothing wrong with the file, or cannot look now."""
    try:
        with closing(connect(path, "ro")) as connection:
            verdict: str = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            lost_row = connection.execute("PRAGMA foreign_key_check").fetchone()
    except (sqlite3.Error, UnicodeDecodeError) as error:
        return not failures.is_damage(error)
    return verdict == "ok" and lost_row is None


def file_is_sound(tx: Transaction) -> bool:
    """Return whether SQLite finds its structures, checks and references in order."""
    verdict = tx.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one()
    return verdict == "ok" and not tx.exec_driver_sql("PRAGMA foreign_key_check").all()


def first_broken_entry(tx: Transaction) -> int:
    """Return the number of the first entry that does not follow from the one before.

    0 where all do.

    Where the last entries are missing, it is the number of the first of them.
    """
    before, number = "", 0
    with exactly(tx):
        result = tx.execute(_ENTRIES)
        while rows := result.mappings().fetchmany(_AT_ONCE):
            for row in rows:
                number += 1
                if row["id"] != number or row["chain"] != _link(before, number, dict(row)):
                    return number
                before = row["chain"]
    heads = tx.execute(_HEADS).all()
    return 0 if heads == [(1, number, before)] else number + 1


def _link(before: str, number: int, entry: Mapping[str, str]) -> str:
    try:
        return link(before, number, entry)
    except UnicodeEncodeError:
        # Bytes that are no text: kaohe never wrote them.
        return ""


def broken_entry(number: int) -> str:
    """Return the sentence about an entry that something else than kaohe changed."""
    return _(
        "Entry {number} of the record does not follow from the entries before it: an entry was "
        "changed, added or removed there."
    ).format(number=number)


def holds_entry(tx: Transaction, digits: str) -> tuple[int, str] | None:
    """Return number and time of the entry whose hash begins so; None where none does."""
    row = tx.execute(
        text("SELECT id, at FROM record WHERE substr(chain, 1, :length) = :digits"),
        {"length": len(digits), "digits": digits},
    ).first()
    return (row[0], row[1]) if row else None


def last_seals(tx: Transaction) -> dict[str, Sealed]:
    """Return the name of each thing ever sealed -> the entry that sealed it last.

    Raises:
        ForeignChange: when an entry holds something else.
    """
    newest: dict[str, Sealed] = {}
    for entry, at, actor, action, seal_text in tx.execute(_SEALS).all():
        try:
            sealed = seals.read(seal_text)
        except ValueError as error:
            raise guards.refusal(broken_entry(entry)) from error
        for name, digest in sealed.items():
            newest[name] = Sealed(entry, at, actor, action, digest)
    return newest


def tables(tx: Transaction) -> Iterator[tuple[str, str]]:
    """Yield every table sealed whole, and the shape of all, with its digest as it is now.

    A table that is empty and was never written has no seal to compare with.
    """
    for table in (seals.SHAPE, *seals.sealed_tables(tx)):
        yield table, guards.digest_now(tx, table)


def closed_tiers(tx: Transaction) -> list[ClosedTier]:
    """List every closed tier."""
    return [ClosedTier(*row) for row in tx.execute(_CLOSED).all()]


class Digests(dict[tuple[int, int], TierDigests]):
    """Digests of tiers as they are now, by period's id and tier's place; each is computed once."""

    def __init__(self, tx: Transaction) -> None:
        """Start with none computed."""
        super().__init__()
        self._tx = tx

    def __missing__(self, key: tuple[int, int]) -> TierDigests:
        """Walk through what stands on the tier's ballots."""
        self[key] = seals.digests_of_tier(self._tx, *key)
        return self[key]

    def differs(self, ballot: Ballot, digest: str) -> str:
        """Return the digest of a ballot as it is now, where it differs; else empty."""
        if self[ballot.period_id, ballot.number].ballots.get(ballot.id) == digest:
            return ""
        now = seals.digest_of_ballot(self._tx, ballot.id)
        return "" if now == digest else now


def ballots(tx: Transaction) -> list[Ballot]:
    """List every ballot, second keyings and the urns' ballots of nobody too."""
    return [Ballot(*row) for row in tx.execute(_BALLOTS).all()]


def handed_in(tx: Transaction) -> dict[int, Sealed]:
    """Return, by ballot's id, the newest entry of its handing in under its rater's name."""
    return {
        ballot_id: Sealed(*entry[:5]) for ballot_id, *entry in tx.execute(guards.HAND_INS).all()
    }


def all_fits(tx: Transaction) -> bool:
    """Return whether all that is sealed or summed fits: tables, closed tiers, ballots.

    Less than ``services.integrity.verifying`` looks at, which makes the results again.
    """
    try:
        last = last_seals(tx)
    except ForeignChange:
        return False
    if next(guards.foreign(tx), None):
        return False
    digests = Digests(tx)
    for tier in closed_tiers(tx):
        sealed = last.get(tier.name)
        if sealed is None or sealed.digest != digests[tier.period_id, tier.number].whole:
            return False
    ballots_now = ballots(tx)
    # An older kaohe sealed ballots of secret tiers that went into the urn since.
    secret = {(ballot.period_id, ballot.number) for ballot in ballots_now if not ballot.code}
    entries = said(tx, last, ballots_now)
    for ballot in ballots_now:
        sealed = entries.get(ballot.id)
        if sealed is None or (ballot.period_id, ballot.number) in secret:
            continue
        if digests.differs(ballot, sealed.digest):
            return False
    return not wrong_sums(
        tx, [ballot for ballot in ballots_now if ballot.state == BallotState.OPEN]
    )


def said(
    tx: Transaction, last: Mapping[str, Sealed], ballots_now: Iterable[Ballot]
) -> dict[int, Sealed]:
    """Return, for each ballot handed in, the newest entry that holds its digest.

    Args:
        tx: the transaction.
        last: every last seal.
        ballots_now: the ballots.
    """
    by_hand, entries = handed_in(tx), dict[int, Sealed]()
    for ballot in ballots_now:
        sealed = [last.get(seals.ballot_name(ballot.id)), by_hand.get(ballot.id)]
        newest = max((each for each in sealed if each), key=lambda each: each.entry, default=None)
        if ballot.state != BallotState.OPEN and newest:
            entries[ballot.id] = newest
    return entries


def strays(tx: Transaction) -> Iterator[tuple[str, str]]:
    """Yield tables with rows on a ballot about a person of another period, with their digest."""
    for table in ("rating", "abstention", "part_mark"):
        rows = tx.exec_driver_sql(_STRAYS.format(table=table)).all()
        if rows:
            yield table, hashlib.sha256(str([tuple(row) for row in rows]).encode()).hexdigest()


def wrong_sums(tx: Transaction, ballots_now: Collection[Ballot]) -> dict[int, int]:
    """Return the ballots whose rows do not fit their sums.

    Args:
        tx: the transaction.
        ballots_now: those that no entry seals.

    Returns:
        Ballot's id -> the sum of what stands there now; ``sums.BALLOTS`` where ballots or receipts
        themselves are not those that were made.
    """
    stored = sums.kept(tx)
    by_period: dict[int, list[int]] = {}
    for ballot in ballots_now:
        by_period.setdefault(ballot.period_id, []).append(ballot.id)
    now: dict[int, int] = {sums.BALLOTS: sums.of_all(tx)}
    for period_id, ballot_ids in by_period.items():
        now.update(sums.of_ballots(tx, period_id, ballot_ids))
    return {ballot: total for ballot, total in now.items() if (total or None) != stored.get(ballot)}
