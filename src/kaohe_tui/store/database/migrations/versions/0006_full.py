"""Allow marks as high as the highest full marks that a scheme may have."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

CLUSTERED = {"sqlite_strict": True, "sqlite_with_rowid": False}
INDICATORS = 30
MOST = 99990


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer, nullable=False)


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text, nullable=False)


def _again(table: str, *parts: sa.schema.SchemaItem) -> None:
    """Make a table again with other checks, and take its rows over."""
    op.execute(f"ALTER TABLE {table} RENAME TO old_{table}")
    op.create_table(table, *parts, **CLUSTERED)
    op.execute(f"INSERT INTO {table} SELECT * FROM old_{table}")
    op.drop_table(f"old_{table}")


def upgrade() -> None:
    """Make the tables of marks and of tasks again, with a higher bound."""
    pair = ("ratee_id", "ballot_id")
    marks = [f"mark_{number}" for number in range(INDICATORS)]
    bound = f"BETWEEN 0 AND {MOST}"
    _again(
        "rating",
        *(_number(name) for name in pair),
        *(sa.Column(name, sa.Integer) for name in marks),
        sa.PrimaryKeyConstraint(*pair),
        *(sa.CheckConstraint(f"{name} {bound}", name=f"ck_rating_{name}") for name in marks),
        *_on_ballots(),
    )
    _again(
        "part_mark",
        *(_number(name) for name in (*pair, "indicator_no", "part_no", "value")),
        sa.PrimaryKeyConstraint(*pair, "indicator_no", "part_no"),
        sa.CheckConstraint("part_no >= 0", name="ck_part_mark_part_no"),
        sa.CheckConstraint(f"value {bound}", name="ck_part_mark_value"),
        *_on_ballots(),
    )
    _again(
        "task",
        *(_number(name) for name in ("declaration_id", "position")),
        *(_text(name) for name in ("title", "target", "measures", "standard")),
        _number("points"),
        sa.PrimaryKeyConstraint("declaration_id", "position"),
        sa.CheckConstraint(f"points BETWEEN 1 AND {MOST}", name="ck_task_points"),
        sa.ForeignKeyConstraint(["declaration_id"], ["declaration.id"]),
    )


def _on_ballots() -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(["ratee_id"], ["participant.id"]),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"]),
    ]
