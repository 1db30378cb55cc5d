"""Add the year around the meeting: what the group enters, tasks, notices, objections."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

STRICT = {"sqlite_strict": True}
CLUSTERED = {"sqlite_strict": True, "sqlite_with_rowid": False}
APPEND_ONLY = ("decision", "matter_step")


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer, nullable=False)


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text, nullable=False)


def _entry_columns() -> list[sa.Column[Any]]:
    return [
        _text("period_key"),
        _text("code"),
        _text("entered_by"),
        _text("entered_at"),
        _text("withdrawn_by"),
        _text("withdrawn_at"),
        _text("withdrawn_reason"),
        _number("id"),
    ]


def _group() -> None:
    op.create_table(
        "adjustment",
        *_entry_columns(),
        _text("rule"),
        _number("count"),
        _text("evidence"),
        _text("approved_by"),
        _text("approved_at"),
        sa.PrimaryKeyConstraint("id"),
        sa.CheckConstraint("count >= 1", name="ck_adjustment_count"),
        **STRICT,
    )
    op.create_table(
        "veto",
        *_entry_columns(),
        _text("ground"),
        _text("document"),
        _text("authority"),
        sa.PrimaryKeyConstraint("id"),
        **STRICT,
    )
    op.create_table(
        "exemption",
        *_entry_columns(),
        _text("kind"),
        _text("reason"),
        sa.PrimaryKeyConstraint("id"),
        sa.CheckConstraint("kind IN ('undetermined', 'not_assessed')", name="ck_exemption_kind"),
        **STRICT,
    )
    op.create_table(
        "absence",
        *_entry_columns(),
        _number("half_days"),
        _text("reason"),
        sa.PrimaryKeyConstraint("id"),
        sa.CheckConstraint("half_days >= 1", name="ck_absence_half_days"),
        **STRICT,
    )
    op.create_table(
        "decision",
        _number("id"),
        _text("period_key"),
        _text("code"),
        _text("grade"),
        _text("proposed"),
        _text("reason"),
        _text("decided_by"),
        _text("decided_at"),
        sa.PrimaryKeyConstraint("id"),
        **STRICT,
    )


def _tasks() -> None:
    op.create_table(
        "part_mark",
        _number("ratee_id"),
        _number("ballot_id"),
        _number("indicator_no"),
        _number("part_no"),
        _number("value"),
        sa.PrimaryKeyConstraint("ratee_id", "ballot_id", "indicator_no", "part_no"),
        sa.CheckConstraint("part_no >= 0", name="ck_part_mark_part_no"),
        sa.CheckConstraint("value BETWEEN 0 AND 1000", name="ck_part_mark_value"),
        sa.ForeignKeyConstraint(["ratee_id"], ["participant.id"]),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"]),
        **CLUSTERED,
    )
    op.create_table(
        "declaration",
        _number("id"),
        _text("code"),
        _number("number"),
        _text("state"),
        _text("reason"),
        _text("posted_on"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code", "number", name="uq_declaration_code_number"),
        sa.CheckConstraint("number >= 1", name="ck_declaration_number"),
        **STRICT,
    )
    op.create_table(
        "task",
        _number("declaration_id"),
        _number("position"),
        _text("title"),
        _text("target"),
        _text("measures"),
        _text("standard"),
        _number("points"),
        sa.PrimaryKeyConstraint("declaration_id", "position"),
        sa.CheckConstraint("points BETWEEN 1 AND 1000", name="ck_task_points"),
        sa.ForeignKeyConstraint(["declaration_id"], ["declaration.id"]),
        **CLUSTERED,
    )
    op.create_table(
        "opinion",
        _number("declaration_id"),
        _text("rater_code"),
        _text("verdict"),
        _text("remark"),
        sa.PrimaryKeyConstraint("declaration_id", "rater_code"),
        sa.CheckConstraint("verdict IN ('agree', 'light', 'heavy')", name="ck_opinion_verdict"),
        sa.ForeignKeyConstraint(["declaration_id"], ["declaration.id"]),
        **CLUSTERED,
    )


def _notices_and_matters() -> None:
    op.create_table(
        "notice",
        _number("id"),
        _text("period_key"),
        _number("number"),
        _text("fingerprint"),
        _text("posted_on"),
        _text("until"),
        _text("posted_by"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("period_key", "number", name="uq_notice_period_number"),
        sa.CheckConstraint("number >= 1", name="ck_notice_number"),
        **STRICT,
    )
    op.create_table(
        "matter",
        _number("id"),
        _text("period_key"),
        _text("code"),
        _text("about"),
        _text("kind"),
        _text("from_whom"),
        _text("received_on"),
        _text("due_on"),
        _text("handler"),
        _text("state"),
        _text("outcome"),
        _text("correction"),
        sa.PrimaryKeyConstraint("id"),
        sa.CheckConstraint("kind IN ('objection', 'report', 'review')", name="ck_matter_kind"),
        sa.CheckConstraint("state IN ('open', 'closed')", name="ck_matter_state"),
        **STRICT,
    )
    op.create_table(
        "matter_step",
        _number("id"),
        _number("matter_id"),
        _text("at"),
        _text("by"),
        _text("text"),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"]),
        **STRICT,
    )


def _in_force() -> None:
    op.create_table(
        "in_force",
        _number("id"),
        _number("scheme_id"),
        sa.PrimaryKeyConstraint("id"),
        sa.CheckConstraint("id = 1", name="ck_in_force_id"),
        sa.ForeignKeyConstraint(["scheme_id"], ["scheme.id"]),
        **STRICT,
    )
    op.execute(
        "INSERT INTO in_force (id, scheme_id) SELECT 1, id FROM scheme ORDER BY id DESC LIMIT 1"
    )


def _append_only() -> None:
    """Make triggers in SQLite's words; another database's own come with the step that adds it."""
    if op.get_bind().dialect.name != "sqlite":
        return
    for table in APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )


def upgrade() -> None:
    """Make everything."""
    _group()
    _tasks()
    _notices_and_matters()
    _in_force()
    _append_only()
