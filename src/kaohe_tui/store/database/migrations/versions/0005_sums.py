"""Add sums that hold what is keyed on ballots until an entry of the record seals it."""

import sqlalchemy as sa
from alembic import op

from kaohe_tui.store.seals import sums

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the table, and let it hold what stands on ballots now."""
    op.create_table(
        "ballot_sum",
        sa.Column("ballot_id", sa.Integer, nullable=False),
        sa.Column("sum", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("ballot_id"),
        sa.CheckConstraint("sum >= 0", name="ck_ballot_sum_sum"),
        sqlite_strict=True,
    )
    sums.start(op.get_bind())
    if op.get_bind().execute(sa.text("SELECT 1 FROM ballot")).first():
        # Some of the former schema still kept ballots of secret tiers with their raters.
        op.execute("PRAGMA user_version=1")
