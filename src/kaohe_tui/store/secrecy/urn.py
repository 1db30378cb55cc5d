"""Mix the contents of a secret tier's ballots, with no way back to their raters.

A ballot that is kept whole shows whose it is even without a name: in a tier in which people rate
each other, the rater is the one whom it does not rate; a section's ballot rates that section. So it
is taken apart. The urn has ballots of nobody, twice as many as anybody gets ratings; every rating
goes to one of them that has none of its ratee yet, drawn at random for each ratee. Nothing stays
together that was on one ballot, and where a rating lies says nothing of when it came: each way of
handing out the same ratings is as likely as any other.

Where rows lie within the file shows when they came, until the file is rewritten: see ``sweep``.
"""

import os
import secrets
from array import array
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Final

from sqlalchemy import bindparam, select, text

from kaohe_tui.domain.ballot.state import BallotState, Keying
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.store.ballots.parts import OF_BALLOT
from kaohe_tui.store.database.engine import Database, Transaction
from kaohe_tui.store.seals import guards, sums
from kaohe_tui.store.seals.seals import new_nonce
from kaohe_tui.store.tables.columns import ballot

_ROOM: Final = 2
"""Places in the urn for each rating of a person: the second draw finds a free one."""
_DUE: Final = 1
SMALL: Final = 4 * 1024 * 1024
"""Largest file, in bytes, whose rewriting is not felt."""
_PATIENCE_MS = 250
"""The time that rewriting the file waits for others to release it."""

_PLACES = (
    select(ballot.c.id)
    .where(
        ballot.c.period_id == bindparam("period_id"),
        ballot.c.tier_no == bindparam("tier_no"),
        ballot.c.rater_id.is_(None),
    )
    .order_by(ballot.c.id)
)
_MAKE = text(
    "INSERT INTO ballot (period_id, tier_no, rater_id, state, keying, keyed_by, nonce)"
    f" VALUES (:period_id, :tier_no, NULL, '{BallotState.HANDED_IN}', {Keying.FIRST:d}, '', :nonce)"
)
_BARE = text(
    f"UPDATE ballot SET state = '{BallotState.HANDED_IN}', keyed_by = '', nonce = ''"
    " WHERE id = :ballot_id"
)
_SECOND = text(
    "SELECT second.id FROM ballot AS first JOIN ballot AS second USING"
    " (period_id, tier_no, rater_id)"
    f" WHERE first.id = :ballot_id AND second.keying = {Keying.SECOND:d}"
)
_REMOVE = text("DELETE FROM ballot WHERE id = :ballot_id")
_TAKEN = text(
    "SELECT count(*) FROM ballot WHERE period_id = :period_id AND tier_no = :tier_no"
    f" AND rater_id IS NOT NULL AND keying = {Keying.FIRST:d} AND state = '{BallotState.HANDED_IN}'"
)
_TABLES: Final = ("rating", "abstention", "part_mark")
_RATEES = text(
    " UNION ".join(f"SELECT {table}.ratee_id" + OF_BALLOT.format(table=table) for table in _TABLES)
)
_IS_THERE = text(
    " UNION ALL ".join(
        f"SELECT 1 FROM {table} WHERE ratee_id = :ratee_id AND ballot_id = :place"
        for table in _TABLES
    )
    + " LIMIT 1"
)
_MOVE = tuple(
    text(
        f"UPDATE {table} SET ballot_id = :place"
        " WHERE ratee_id = :ratee_id AND ballot_id = :ballot_id"
    )
    for table in _TABLES
)
_CLEAR = tuple(
    text(f"DELETE FROM {table} WHERE ratee_id = :ratee_id AND ballot_id = :ballot_id")
    for table in _TABLES
)
_OCCUPIED = text(
    " UNION ".join(f"SELECT ballot_id FROM {table} WHERE ratee_id = :ratee_id" for table in _TABLES)
)


def places(tx: Transaction, period_id: int, tier_no: int) -> list[int]:
    """List the ids of the urn's ballots of nobody; none before the tier's first ballot."""
    return list(tx.execute(_PLACES, {"period_id": period_id, "tier_no": tier_no}).scalars())


def make(tx: Transaction, period_id: int, tier_no: int, most: int) -> list[int]:
    """Make the urn of a tier, or more room in the one that it has.

    Args:
        tx: the transaction.
        period_id: the period.
        tier_no: the tier's place in the scheme, from 0.
        most: how many ratings one person can get in the tier.

    Returns:
        The ids of its ballots of nobody.
    """
    # With a nonce each: the digest of a closed tier cannot be guessed from its ratings.
    key = {"period_id": period_id, "tier_no": tier_no}
    before = set(places(tx, period_id, tier_no))
    rows = [key | {"nonce": new_nonce()} for _n in range(_ROOM * most)]
    tx.execute(_MAKE, rows)
    place_ids = places(tx, period_id, tier_no)
    added = [each for each in place_ids if each not in before]
    guards.check_new(tx, *added)
    sums.ballots_added(tx, added)
    return place_ids


def cast(tx: Transaction, ballot_id: int, into: Sequence[int]) -> None:
    """Put everything on a rater's ballot into the urn; the ballot stays, handed in and empty.

    A second keying of it goes.

    Args:
        tx: the transaction.
        ballot_id: the rater's ballot.
        into: what ``places`` gave.
    """
    key = {"ballot_id": ballot_id}
    for ratee_id in tx.execute(_RATEES, key).scalars().all():
        place = _free(tx, ratee_id, into)
        with sums.row_changing(tx, place, ratee_id, *_TABLES):
            for statement in _MOVE:
                tx.execute(statement, key | {"ratee_id": ratee_id, "place": place})
    for second in tx.execute(_SECOND, key).scalars().all():
        other = {"ballot_id": second}
        for ratee_id in tx.execute(_RATEES, other).scalars().all():
            for clear in _CLEAR:
                tx.execute(clear, other | {"ratee_id": ratee_id})
        with sums.ballots_changing(tx, [second]):
            tx.execute(_REMOVE, other)
        sums.drop(tx, [second])
    bare(tx, [ballot_id])


def discard(tx: Transaction, ballot_id: int) -> None:
    """Remove everything on a rater's ballot that is void; ``cast`` hands it in, empty, next."""
    key = {"ballot_id": ballot_id}
    for ratee_id in tx.execute(_RATEES, key).scalars().all():
        for clear in _CLEAR:
            tx.execute(clear, key | {"ratee_id": ratee_id})


def bare(tx: Transaction, ballot_ids: Iterable[int]) -> None:
    """Mark ballots as handed in and empty; their ratings are already in the urn."""
    ids = list(ballot_ids)
    if ids:
        with sums.ballots_changing(tx, ids):
            tx.execute(_BARE, [{"ballot_id": each} for each in ids])
        sums.drop(tx, ids)
        _make_due(tx)


def is_bare(tx: Transaction, ballot_id: int) -> bool:
    """Return whether nothing is on a ballot."""
    return tx.execute(_RATEES, {"ballot_id": ballot_id}).first() is None


def _free(tx: Transaction, ratee_id: int, into: Sequence[int]) -> int:
    """Draw a place that has nothing of the ratee yet, each as likely as the others."""
    while True:
        place = secrets.choice(into)
        if tx.execute(_IS_THERE, {"ratee_id": ratee_id, "place": place}).first() is None:
            return place


class Urn(dict[int, list[int]]):
    """A tier's urn while a file fills it: ratee's id -> places that have nothing of the ratee yet.

    The places are shuffled: taking the last one is a random draw, without a look-up between two
    ratings.
    """

    def __init__(self, tx: Transaction, into: Sequence[int]) -> None:
        """Start with the places that ``places`` returned."""
        super().__init__()
        self.places = into
        """The ids of the urn's ballots of nobody."""
        self._tx = tx

    def __missing__(self, ratee_id: int) -> list[int]:
        """Look up once which places are free, and shuffle them."""
        occupied = set(self._tx.execute(_OCCUPIED, {"ratee_id": ratee_id}).scalars())
        free = [place for place in self.places if place not in occupied]
        # As random as one draw after the other, in a tenth of the time.
        keys = array("Q", os.urandom(8 * len(free)))
        order = sorted(range(len(free)), key=keys.__getitem__)
        self[ratee_id] = [free[at] for at in order]
        return self[ratee_id]


def taken(tx: Transaction, period_id: int, tier_no: int) -> int:
    """Count the ballots handed in in a tier."""
    key = {"period_id": period_id, "tier_no": tier_no}
    return int(tx.execute(_TAKEN, key).scalar_one())


# -- the file ----------------------------------------------------------------------------------


def _make_due(tx: Transaction) -> None:
    tx.exec_driver_sql(f"PRAGMA user_version={_DUE}")


def is_due(tx: Transaction) -> bool:
    """Return whether something went into an urn since the file was last rewritten."""
    return bool(tx.exec_driver_sql("PRAGMA user_version").scalar_one())


def sweep(database: Database, *, at_most: int | None = None) -> bool:
    """Rewrite the file where that is due, so that rows lie in the order of their keys.

    What was committed before is on disk and stays, whatever becomes of this. Where another program
    is in the way, or the disk is full, it stays due.

    Args:
        database: no transaction of this thread may be open.
        at_most: a file of more bytes than this is left as it is; None: whatever it takes.

    Returns:
        Whether nothing is due any more.
    """
    with suppress(Refusal), database.patience(_PATIENCE_MS), database.alone() as connection:
        if not is_due(connection):
            return True
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        size = connection.exec_driver_sql("PRAGMA page_size").scalar_one()
        if at_most is not None and pages * size > at_most:
            return False
        # The copy that SQLite makes meanwhile is not to lie on another disk.
        connection.exec_driver_sql("PRAGMA temp_store=MEMORY")
        connection.exec_driver_sql("VACUUM")
        connection.exec_driver_sql("PRAGMA user_version=0")
        return True
    return False
