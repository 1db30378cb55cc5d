"""Add figures of the office for components and factors."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

TEXTS = (
    "period_key",
    "code",
    "entered_by",
    "entered_at",
    "withdrawn_by",
    "withdrawn_at",
    "withdrawn_reason",
)
OWN = ("part", "figure", "evidence", "approved_by", "approved_at")


def upgrade() -> None:
    """Make the table; no database has had a figure before."""
    op.create_table(
        "figure",
        *(sa.Column(name, sa.Text, nullable=False) for name in TEXTS),
        sa.Column("id", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in OWN),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
