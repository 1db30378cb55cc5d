"""Store one row a rating, not one a mark: half the file, a fifth of the time to read it."""

import sqlalchemy as sa
from alembic import op

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.words import N_

revision = "0003"
down_revision = "0002"

INDICATORS = 30


def upgrade() -> None:
    """Make the new table, take the marks over, drop the old one."""
    marks = [f"mark_{number}" for number in range(INDICATORS)]
    op.create_table(
        "rating",
        sa.Column("ratee_id", sa.Integer, nullable=False),
        sa.Column("ballot_id", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Integer) for name in marks),
        sa.PrimaryKeyConstraint("ratee_id", "ballot_id"),
        *(
            sa.CheckConstraint(f"{name} BETWEEN 0 AND 1000", name=f"ck_rating_{name}")
            for name in marks
        ),
        sa.ForeignKeyConstraint(["ratee_id"], ["participant.id"]),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"]),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    too_many = sa.text(f"SELECT COUNT(*) FROM mark WHERE indicator_no >= {INDICATORS}")
    if op.get_bind().execute(too_many).scalar_one():
        raise Refusal(
            "indicators-too-many",
            N_(
                "A form in this database has more than {most} indicators, more than this kaohe "
                "can hold; the database was left as it is."
            ),
            most=INDICATORS,
        )
    values = ", ".join(
        f"MAX(CASE indicator_no WHEN {number} THEN value END)" for number in range(INDICATORS)
    )
    op.execute(
        f"INSERT INTO rating (ratee_id, ballot_id, {', '.join(marks)})"
        f" SELECT ratee_id, ballot_id, {values} FROM mark GROUP BY ratee_id, ballot_id"
    )
    op.drop_table("mark")
