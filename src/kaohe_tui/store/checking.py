"""Whether a database is as kaohe left it: the file, its tables, the record's chain, the seals."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import text

from kaohe_tui.domain.chain import FIELDS, link
from kaohe_tui.store import seals
from kaohe_tui.store.engine import Transaction

_ENTRIES = text(f"SELECT id, {', '.join(FIELDS)}, chain FROM record ORDER BY id")
_HEADS = text("SELECT id, entries, chain FROM record_head")
_SEALS = text("SELECT id, at, actor, action, seal FROM record WHERE seal <> '' ORDER BY id")
_AT_ONCE = 1000
_CLOSED = text(
    "SELECT period.key, tier_step.key, period.id, tier_step.number FROM tier_step"
    " JOIN period ON period.id = tier_step.period_id WHERE tier_step.state = 'closed' ORDER BY 3, 4"
)
_HANDED_IN = text(
    "SELECT record.period, record.tier, participant.name, ballot.id, record.new, MAX(record.id)"
    " FROM record JOIN period ON period.key = record.period"
    " JOIN tier_step ON tier_step.period_id = period.id AND tier_step.key = record.tier"
    " JOIN participant ON participant.period_id = period.id AND participant.code = record.subject"
    " JOIN ballot ON ballot.period_id = period.id AND ballot.tier_no = tier_step.number"
    " AND ballot.rater_id = participant.id AND ballot.keying = 1"
    " WHERE record.action = 'hand_in' AND record.new <> '' AND ballot.state = 'handed_in'"
    " AND ballot.nonce <> '' GROUP BY ballot.id ORDER BY ballot.id"
)


@dataclass(frozen=True, slots=True)
class Sealed:
    """The entry that sealed something last."""

    entry: int
    at: str
    actor: str
    action: str
    digest: str


@dataclass(frozen=True, slots=True)
class ClosedTier:
    """A tier whose ballots are sealed."""

    period: str
    tier: str
    name: str
    """What its ballots are called in a seal."""
    digest: str
    """Of what is on disk now."""


@dataclass(frozen=True, slots=True)
class SealedBallot:
    """A ballot that was handed in under its rater's name."""

    period: str
    tier: str
    rater: str
    """The rater's name."""
    entry: int
    holds: bool
    """Whether it is as it was handed in."""


def file_is_sound(tx: Transaction) -> bool:
    """Whether SQLite finds its own structures, every check and every reference in order."""
    found = tx.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one()
    return found == "ok" and not tx.exec_driver_sql("PRAGMA foreign_key_check").all()


def first_broken_entry(tx: Transaction) -> int:
    """The number of the first entry that does not follow from the one before it; 0 where all do.

    Where the last entries are missing, it is the number of the first of them.
    """
    before, number = "", 0
    found = tx.execute(_ENTRIES)
    while rows := found.mappings().fetchmany(_AT_ONCE):
        for row in rows:
            number += 1
            if row["id"] != number or row["chain"] != link(before, number, dict(row)):
                return number
            before = row["chain"]
    heads = tx.execute(_HEADS).all()
    return 0 if heads == [(1, number, before)] else number + 1


def holds_entry(tx: Transaction, digits: str) -> tuple[int, str] | None:
    """The number and the time of the entry whose hash begins with the digits; None if none does."""
    found = tx.execute(
        text("SELECT id, at FROM record WHERE substr(chain, 1, :length) = :digits"),
        {"length": len(digits), "digits": digits},
    ).first()
    return (found[0], found[1]) if found else None


def last_seals(tx: Transaction) -> dict[str, Sealed]:
    """What was ever sealed -> the entry that sealed it last.

    Raises:
        ValueError: when an entry holds something else.
    """
    found: dict[str, Sealed] = {}
    for entry, at, actor, action, told in tx.execute(_SEALS).all():
        for name, digest in seals.read(told).items():
            found[name] = Sealed(entry, at, actor, action, digest)
    return found


def tables(tx: Transaction) -> Iterator[tuple[str, str]]:
    """Every table that is sealed whole, and the shape of all of them, with its digest as it is now;
    a table that is empty and was never written has none to compare with."""
    yield seals.SHAPE, seals.digest_of_shape(tx)
    for table in seals.sealed_tables(tx):
        yield table, seals.digest_of_table(tx, table)


def is_empty(tx: Transaction, table: str) -> bool:
    """Whether a table has no row."""
    return tx.exec_driver_sql(f'SELECT 1 FROM "{table}" LIMIT 1').first() is None


def closed_tiers(tx: Transaction) -> Iterator[ClosedTier]:
    """Every closed tier, with the digest of its ballots as they are now."""
    for period, tier, period_id, number in tx.execute(_CLOSED).all():
        digest = seals.digest_of_tier(tx, period_id, number)
        yield ClosedTier(period, tier, seals.tier_name(period_id, number), digest)


def named_ballots(tx: Transaction) -> Iterator[SealedBallot]:
    """Every ballot that was handed in at the keyboard under its rater's name, and whether it is
    still the one that was handed in."""
    for period, tier, rater, ballot, digest, entry in tx.execute(_HANDED_IN).all():
        holds = seals.digest_of_ballot(tx, ballot) == digest
        yield SealedBallot(period, tier, rater, entry, holds)
