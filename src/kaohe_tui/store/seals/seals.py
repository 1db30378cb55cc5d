"""Compute what a seal covers: the SHA-256 of a table, of a tier's ballots, of one ballot.

Rows are hashed in an order that hides when they came: by what they are about, and by the ids of
ballots, which in a secret tier do not show whose a rating is (see ``store.secrecy.urn``).
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, text

from kaohe_tui.domain.ballot.state import Keying
from kaohe_tui.domain.record import thing_words
from kaohe_tui.domain.rules.scheme.form import MOST_INDICATORS
from kaohe_tui.store.driver import exactly, raw

UNSEALED: Final = frozenset(
    {
        *("ballot", "rating", "abstention", "part_mark", "receipt", "ballot_sum"),
        *("record", "record_head", "alembic_version"),
    }
)
"""Tables that are not sealed whole: what is keyed is sealed tier by tier, the record is chained."""
_NONCE_BYTES = 16
_AT_ONCE = 10_000
"""Rows that are hashed in one go."""
SHAPE: Final = thing_words.SHAPE
"""Name of the declarations of tables, indexes and triggers in a seal."""
_SHAPE = (
    "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%'"
    " ORDER BY type, name"
)
_FIRST = 50
"""Ratings that show how many marks a form has."""
_TABLES = text(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"
)


def new_nonce() -> str:
    """Return a random text that keeps the digest of a ballot from being guessed."""
    return secrets.token_hex(_NONCE_BYTES)


def tier_name(period_id: int, tier_no: int) -> str:
    """Return the name of a tier's ballots in a seal."""
    return f"ballots {period_id} {tier_no}"


def ballot_name(ballot_id: int) -> str:
    """Return the name of a ballot in a seal."""
    return f"ballot {ballot_id}"


def read(seal_text: str) -> dict[str, str]:
    """Read the seals of an entry: name of what is sealed -> its digest.

    Raises:
        ValueError: when the text is not what an entry carries.
    """
    seals = json.loads(seal_text) if seal_text else {}
    if not isinstance(seals, dict):
        raise ValueError(seal_text)
    return seals


def to_json(seals: Mapping[str, str]) -> str:
    """Write the text that an entry carries for its seals."""
    return json.dumps(seals, sort_keys=True, separators=(",", ":")) if seals else ""


def sealed_tables(tx: Connection) -> list[str]:
    """List the tables that are sealed whole."""
    return [name for name in tx.execute(_TABLES).scalars() if name not in UNSEALED]


def digest_of_table(tx: Connection, table: str) -> str:
    """Hash all rows of a table with SHA-256, in the order of its primary key.

    Raises:
        KeyError: there is no such table.
    """
    info = tx.exec_driver_sql(f"SELECT name, pk FROM pragma_table_info('{table}')").all()
    if not info:
        raise KeyError(table)
    columns = ", ".join(f'"{name}"' for name, _pk in sorted(info))
    keys = [f'"{name}"' for name, pk in sorted(info, key=lambda each: each[1]) if pk] or ["rowid"]
    order = ", ".join(keys)
    digest = hashlib.sha256()
    _take_rows(digest.update, tx, f'SELECT {columns} FROM "{table}" ORDER BY {order}')
    return digest.hexdigest()


def digest_of_shape(tx: Connection) -> str:
    """Hash the declarations of all tables, indexes and triggers with SHA-256."""
    digest = hashlib.sha256()
    _take_rows(digest.update, tx, _SHAPE)
    return digest.hexdigest()


_BALLOTS = "SELECT * FROM ballot WHERE period_id = {period} AND tier_no = {tier} ORDER BY id"
_HEAD = "SELECT id, period_id, tier_no, rater_id, keying, keyed_by, nonce FROM ballot WHERE"
_BALLOT = _HEAD + " id = {id}"
_HEADS = _HEAD + " period_id = {period} AND tier_no = {tier}"
_RECEIPTS = "SELECT code FROM receipt WHERE period_id = {period} AND tier_no = {tier} ORDER BY code"
_ON_THEM = (
    " FROM {table} WHERE ratee_id IN (SELECT id FROM participant WHERE period_id = {period})"
    " AND ballot_id IN ({ballots})"
)
_OF_TIER = "SELECT id FROM ballot WHERE period_id = {period} AND tier_no = {tier}"
_PERIOD = "(SELECT period_id FROM ballot WHERE id = {id})"
_IN_ORDER = {
    "rating": "ratee_id, ballot_id",
    "abstention": "ratee_id, ballot_id",
    "part_mark": "ratee_id, ballot_id, indicator_no, part_no",
}


def digest_of_tier(tx: Connection, period_id: int, tier_no: int) -> str:
    """Hash a tier's ballots, all that stands on them, and its receipts with SHA-256."""
    return digests_of_tier(tx, period_id, tier_no, with_ballots=False).whole


@dataclass(frozen=True, slots=True)
class TierDigests:
    """The digests of a tier, computed in one pass over its ballots."""

    whole: str
    """Digest of the tier."""
    ballots: Mapping[int, str]
    """Ballot's id -> its digest. Where the first people have fewer marks on a ballot than in the
    whole tier, ``digest_of_ballot`` differs, and it is right."""


def digests_of_tier(
    tx: Connection, period_id: int, tier_no: int, *, with_ballots: bool = True
) -> TierDigests:
    """Hash a tier, and each of its ballots apart, in one pass.

    Args:
        tx: the transaction.
        period_id: the period.
        tier_no: the tier's place in the scheme, from 0.
        with_ballots: whether to make the digest of each ballot too.
    """
    digest = hashlib.sha256()
    where = {"period": period_id, "tier": tier_no}
    _take_rows(digest.update, tx, _BALLOTS.format(**where))
    heads = raw(tx).execute(_HEADS.format(**where)).fetchall() if with_ballots else []
    ballots = {row[0]: hashlib.sha256(_canonical([row]) + b"\n") for row in heads}
    _take_marks(digest.update, tx, str(period_id), _OF_TIER.format(**where), ballots)
    _take_rows(digest.update, tx, _RECEIPTS.format(**where))
    return TierDigests(
        digest.hexdigest(), {ballot: each.hexdigest() for ballot, each in ballots.items()}
    )


def digest_of_ballot(tx: Connection, ballot_id: int) -> str:
    """Hash a ballot and all that stands on it with SHA-256, whatever its state."""
    digest = hashlib.sha256()
    _take_rows(digest.update, tx, _BALLOT.format(id=ballot_id))
    _take_marks(digest.update, tx, _PERIOD.format(id=ballot_id), str(ballot_id))
    return digest.hexdigest()


class BallotDigest:
    """The digest of a ballot that was empty, computed while a file fills it.

    Nothing is read back, as long as the file has its people in the order of the roster.
    """

    def __init__(self, row: tuple[int, int, int, int], indicators: int) -> None:
        """Start with the ballot's own row.

        Args:
            row: the ballot's id, its period's, the tier's place and the rater's id.
            indicators: how many marks make a rating whole.
        """
        self.nonce = new_nonce()
        """The nonce that the ballot is to have."""
        self._id = row[0]
        self._digest = hashlib.sha256(
            _canonical([(*row, Keying.FIRST.value, "", self.nonce)]) + b"\n"
        )
        self._last = 0
        self._in_order = True
        self._abstained: list[tuple[int, int]] = []
        self._rest: tuple[str, ...] = ("",) if indicators < MOST_INDICATORS else ()

    def take(
        self, rated: Sequence[tuple[int | None, ...]], abstained: Iterable[tuple[int, int]]
    ) -> None:
        """Take whole ratings and abstentions: ratee's id, ballot's id, and the marks."""
        self._abstained += abstained
        ids = [row[0] or 0 for row in rated]
        if ids and self._in_order:
            self._in_order = ids[0] > self._last and ids == sorted(ids)
            self._last = ids[-1]
            self._digest.update(_canonical([row + self._rest for row in rated]))

    def digest(self, tx: Connection) -> str:
        """Return the ballot's digest, once all is written and its nonce is in its row."""
        if not self._in_order:
            return digest_of_ballot(tx, self._id)
        self._digest.update(b"\n" + _canonical(sorted(self._abstained)) + b"\n\n")
        return self._digest.hexdigest()


def _take_marks(
    take: Callable[[bytes], Any],
    tx: Connection,
    period: str,
    ballots: str,
    by_ballot: Mapping[int, "hashlib._Hash"] | None = None,
) -> None:
    for table, order in _IN_ORDER.items():
        from_table = _ON_THEM.format(table=table, period=period, ballots=ballots)
        order = f" ORDER BY {order}"
        columns = _columns(tx, from_table + order) if table == "rating" else "*"
        _take_rows(take, tx, f"SELECT {columns}{from_table}{order}", by_ballot)


def _columns(tx: Connection, from_table: str) -> str:
    """Return the columns to hash of ratings.

    Those that the first rows use are read one by one; the others, mostly empty, as one text,
    since each column takes time with every row of a province.
    """
    marks = [f"mark_{number}" for number in range(MOST_INDICATORS)]
    first = tx.exec_driver_sql(f"SELECT {', '.join(marks)}{from_table} LIMIT {_FIRST}").all()
    count = 1 + max(
        (n for row in first for n, mark in enumerate(row) if mark is not None), default=0
    )
    columns = ["ratee_id", "ballot_id", *marks[:count]]
    if beyond := marks[count:]:
        joined = " || ',' || ".join(f"ifnull({mark}, '')" for mark in beyond)
        columns.append(
            f"CASE WHEN coalesce({', '.join([*beyond, 'NULL'])}) IS NULL THEN '' ELSE {joined} END"
        )
    return ", ".join(columns)


def _take_rows(
    take: Callable[[bytes], Any],
    tx: Connection,
    statement: str,
    by_ballot: Mapping[int, "hashlib._Hash"] | None = None,
) -> None:
    """Hash the rows of a statement.

    Args:
        take: called with their canonical form, piece by piece.
        tx: the transaction.
        statement: asks for them; of what stands on ballots, their ids in the second column.
        by_ballot: ballot's id -> hash updated with its own rows alone.
    """
    # The driver's own rows: a province has a million of them.
    with exactly(tx), closing(tx.connection.cursor()) as cursor:
        cursor.execute(statement)
        while rows := cursor.fetchmany(_AT_ONCE):
            lines = _lines(rows)
            take("".join(lines).encode("ascii"))
            if by_ballot:
                of_ballot: dict[int, list[str]] = {}
                for row, line in zip(rows, lines, strict=True):
                    of_ballot.setdefault(row[1], []).append(line)
                for ballot_id, own_lines in of_ballot.items():
                    by_ballot[ballot_id].update("".join(own_lines).encode("ascii"))
    take(b"\n")
    for each in (by_ballot or {}).values():
        each.update(b"\n")


def _canonical(rows: Iterable[Iterable[Any]]) -> bytes:
    return "".join(_lines(rows)).encode("ascii")


def _lines(rows: Iterable[Iterable[Any]]) -> list[str]:
    # Exact for whole numbers, texts and None, the fastest there is, and, other than repr, the same
    # in every Python: which characters can be printed changes with the version.
    return [f"{row!a}\n" for row in rows]
