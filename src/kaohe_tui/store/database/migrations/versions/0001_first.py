"""Make the first tables: schemes, rosters, periods, ballots, recusals, record, results."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

STRICT = {"sqlite_strict": True}
CLUSTERED = {"sqlite_strict": True, "sqlite_with_rowid": False}
APPEND_ONLY = ("record", "result")


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer, nullable=False)


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text, nullable=False)


def _roster_line() -> list[sa.Column[Any]]:
    return [
        _number("position"),
        _text("code"),
        _text("name"),
        _text("section"),
        _text("role"),
        _text("supervisors"),
        _text("identity"),
        _text("clerk_note"),
        _text("spelling"),
        _number("id"),
    ]


def _rules_and_people() -> None:
    op.create_table(
        "scheme",
        _number("id"),
        _text("text"),
        _text("fingerprint"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("fingerprint", name="uq_scheme_fingerprint"),
        **STRICT,
    )
    op.create_table(
        "person",
        *_roster_line(),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code", name="uq_person_code"),
        **STRICT,
    )
    op.create_table(
        "period",
        _number("id"),
        _text("key"),
        _text("state"),
        _number("scheme_id"),
        _text("scheme_fingerprint"),
        _text("roster_fingerprint"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key", name="uq_period_key"),
        sa.CheckConstraint("state IN ('open', 'closed')", name="ck_period_state"),
        sa.ForeignKeyConstraint(["scheme_id"], ["scheme.id"]),
        **STRICT,
    )
    op.create_table(
        "participant",
        *_roster_line(),
        _number("period_id"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("period_id", "code", name="uq_participant_period_code"),
        sa.ForeignKeyConstraint(["period_id"], ["period.id"]),
        **STRICT,
    )


def _ballots() -> None:
    op.create_table(
        "tier_step",
        _number("period_id"),
        _number("number"),
        _text("key"),
        _text("state"),
        sa.PrimaryKeyConstraint("period_id", "number"),
        sa.CheckConstraint("number >= 0", name="ck_tier_step_number"),
        sa.CheckConstraint("state IN ('waiting', 'open', 'closed')", name="ck_tier_step_state"),
        sa.ForeignKeyConstraint(["period_id"], ["period.id"]),
        **CLUSTERED,
    )
    op.create_table(
        "ballot",
        _number("id"),
        _number("period_id"),
        _number("tier_no"),
        _number("rater_id"),
        _text("state"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("period_id", "tier_no", "rater_id", name="uq_ballot_rater"),
        sa.ForeignKeyConstraint(
            ["period_id", "tier_no"],
            ["tier_step.period_id", "tier_step.number"],
            name="fk_ballot_tier_step",
        ),
        sa.CheckConstraint("state IN ('open', 'handed_in', 'void')", name="ck_ballot_state"),
        sa.ForeignKeyConstraint(["rater_id"], ["participant.id"]),
        **STRICT,
    )
    op.create_table(
        "mark",
        _number("ratee_id"),
        _number("ballot_id"),
        _number("indicator_no"),
        _number("value"),
        sa.PrimaryKeyConstraint("ratee_id", "ballot_id", "indicator_no"),
        sa.CheckConstraint("indicator_no >= 0", name="ck_mark_indicator_no"),
        sa.CheckConstraint("value BETWEEN 0 AND 1000", name="ck_mark_value"),
        sa.ForeignKeyConstraint(["ratee_id"], ["participant.id"]),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"]),
        **CLUSTERED,
    )
    op.create_table(
        "abstention",
        _number("ratee_id"),
        _number("ballot_id"),
        sa.PrimaryKeyConstraint("ratee_id", "ballot_id"),
        sa.ForeignKeyConstraint(["ratee_id"], ["participant.id"]),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"]),
        **CLUSTERED,
    )
    op.create_table(
        "recusal",
        _text("period_key"),
        _text("tier_key"),
        _text("rater_code"),
        _text("ratee_code"),
        _text("reason"),
        sa.PrimaryKeyConstraint("period_key", "tier_key", "rater_code", "ratee_code"),
        **CLUSTERED,
    )


def _record_and_results() -> None:
    op.create_table(
        "record",
        _number("id"),
        _text("at"),
        _text("actor"),
        _text("action"),
        _text("period"),
        _text("tier"),
        _text("subject"),
        _text("old"),
        _text("new"),
        _text("reason"),
        sa.PrimaryKeyConstraint("id"),
        **STRICT,
    )
    op.create_index("ix_record_period", "record", ["period"])
    op.create_table(
        "result",
        _number("id"),
        _number("period_id"),
        _number("number"),
        _text("at"),
        _text("fingerprint"),
        _text("body"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("period_id", "number", name="uq_result_period_number"),
        sa.CheckConstraint("number >= 1", name="ck_result_number"),
        sa.ForeignKeyConstraint(["period_id"], ["period.id"]),
        **STRICT,
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
    _rules_and_people()
    _ballots()
    _record_and_results()
    _append_only()
