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
    ("decision", "code"),
    ("declaration", "code"),
    ("opinion", "rater_code"),
    ("matter", "code"),
)
"""(table, column) of the codes of people. Ballots, marks and results name who takes part in an
opened period."""
_CODES: Final = text(" UNION ".join(f"SELECT {column} FROM {table}" for table, column in WHERE))


def codes_in_use(tx: Transaction) -> frozenset[str]:
    """Return the codes of those in an opened period's roster or with any entry, task or matter.

    What was withdrawn counts too: the registers show it beside the person's name.
    """
    return frozenset(tx.execute(_CODES).scalars().all())
