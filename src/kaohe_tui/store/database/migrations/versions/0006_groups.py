"""Add the groups that people are in, by the roster in force and by those of periods."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0009"


def upgrade() -> None:
    """Make the table, which is empty: no roster said anything of groups before."""
    op.create_table(
        "roster_group",
        sa.Column("period_id", sa.Integer, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("group_key", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("period_id", "code", "group_key"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
