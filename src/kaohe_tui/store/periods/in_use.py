"""Tell which codes of people something of the year hangs on."""

from typing import Final

from sqlalchemy import text

from kaohe_tui.store.database.engine import Transaction

WHERE: Final = (
    ("participant", "code"),
    ("recusal", "rater_code"),
    ("recusal", "ratee_code"),
    ("adjustment", "code"),
    ("veto", "code"),
    ("exemption", "code"),
    ("absence", "code"),
    ("figure", "code"),
    ("decision", "code"),
    ("declaration", "code"),
    ("opinion", "rater_code"),
    ("matter", "code"),
)
"""(table, column) of the codes of people. Ballots, marks and results name who takes part in an
opened period."""
_ENTERED: Final = (f"SELECT {column} FROM {table}" for table, column in WHERE[1:])
_CODES: Final = text(
    " UNION ".join(("SELECT code FROM participant WHERE period_id <> :but", *_ENTERED))
)
_ON_BALLOTS: Final = (
    ("ballot", "rater_id"),
    ("rater_code", "rater_id"),
    ("rating", "ratee_id"),
    ("abstention", "ratee_id"),
    ("part_mark", "ratee_id"),
)
_ON_A_BALLOT: Final = text(
    "SELECT "
    + " OR ".join(
        f"EXISTS (SELECT 1 FROM {table} WHERE {column} = :id)" for table, column in _ON_BALLOTS
    )
)


def codes_in_use(tx: Transaction, but: int = 0) -> frozenset[str]:
    """Return the codes of those in an opened period's roster or with any entry, task or matter.

    What was withdrawn counts too: the registers show it beside the person's name.

    Args:
        tx: the transaction.
        but: the id of a period whose roster is left out; 0 for none.
    """
    return frozenset(tx.execute(_CODES, {"but": but}).scalars().all())


def is_on_a_ballot(tx: Transaction, participant: int) -> bool:
    """Return whether somebody in a period's roster has a ballot, or is rated on one."""
    return bool(tx.execute(_ON_A_BALLOT, {"id": participant}).scalar_one())
