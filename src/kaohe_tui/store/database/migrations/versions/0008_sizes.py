"""Let adjustments name level, matter and points, and absences their kind."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0006"

SHARED = (
    "period_key", "code", "entered_by", "entered_at",
    "withdrawn_by", "withdrawn_at", "withdrawn_reason",
)  # fmt: skip


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer, nullable=False)


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text, nullable=False)


def _again(table: str, more: str, *parts: sa.schema.SchemaItem) -> None:
    """Make a table of entries again with new columns at the end, empty in the rows there are."""
    op.execute(f"ALTER TABLE {table} RENAME TO old_{table}")
    op.create_table(table, *map(_text, SHARED), _number("id"), *parts, sqlite_strict=True)
    op.execute(f"INSERT INTO {table} SELECT *, {more} FROM old_{table}")
    op.drop_table(f"old_{table}")


def upgrade() -> None:
    """Make both tables again; no entry has had any of these before."""
    _again(
        "adjustment",
        "'', '', ''",
        _text("rule"),
        _number("count"),
        *map(_text, ("evidence", "approved_by", "approved_at", "level", "matter", "points")),
        sa.PrimaryKeyConstraint("id"),
        sa.CheckConstraint("count >= 1", name="ck_adjustment_count"),
    )
    _again(
        "absence",
        "''",
        _number("half_days"),
        *map(_text, ("reason", "kind")),
        sa.PrimaryKeyConstraint("id"),
        sa.CheckConstraint("half_days >= 1", name="ck_absence_half_days"),
    )
