"""Chain the record; add ballots without a name or keyed twice, operators, codes, receipts."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from kaohe_tui.domain.record.chain import FIELDS, link

revision = "0004"
down_revision = "0003"

STRICT = {"sqlite_strict": True}
CLUSTERED = {"sqlite_strict": True, "sqlite_with_rowid": False}
INDICATORS = 30
ON_BALLOTS = ("rating", "abstention", "part_mark")


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer, nullable=False)


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text, nullable=False)


# -- ballots ------------------------------------------------------------------------------------


def _ballots() -> None:
    """Make ``ballot`` again, and the tables that refer to it."""
    for table in ("ballot", *ON_BALLOTS):
        op.execute(f"ALTER TABLE {table} RENAME TO old_{table}")
    op.create_table(
        "ballot",
        _number("id"),
        _number("period_id"),
        _number("tier_no"),
        sa.Column("rater_id", sa.Integer),
        _text("state"),
        _number("keying"),
        _text("keyed_by"),
        _text("nonce"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("period_id", "tier_no", "rater_id", "keying", name="uq_ballot_rater"),
        sa.ForeignKeyConstraint(
            ["period_id", "tier_no"],
            ["tier_step.period_id", "tier_step.number"],
            name="fk_ballot_tier_step",
        ),
        sa.CheckConstraint(
            "state IN ('open', 'keyed', 'handed_in', 'void')", name="ck_ballot_state"
        ),
        sa.CheckConstraint("keying IN (1, 2)", name="ck_ballot_keying"),
        sa.ForeignKeyConstraint(["rater_id"], ["participant.id"]),
        **STRICT,
    )
    op.execute(
        "INSERT INTO ballot (id, period_id, tier_no, rater_id, state, keying, keyed_by, nonce)"
        " SELECT id, period_id, tier_no, rater_id, state, 1, '', '' FROM old_ballot"
    )
    _marks_on_ballots()
    for table in ON_BALLOTS:
        op.execute(f"INSERT INTO {table} SELECT * FROM old_{table}")
        op.drop_table(f"old_{table}")
    if op.get_bind().execute(sa.text("SELECT 1 FROM old_ballot")).first():
        # Ballots of secret tiers are with their raters still: ``services.secrecy.secrecy.settle``.
        op.execute("PRAGMA user_version=1")
    op.drop_table("old_ballot")


def _marks_on_ballots() -> None:
    pair = ("ratee_id", "ballot_id")
    marks = [f"mark_{number}" for number in range(INDICATORS)]
    op.create_table(
        "rating",
        *(_number(name) for name in pair),
        *(sa.Column(name, sa.Integer) for name in marks),
        sa.PrimaryKeyConstraint(*pair),
        *(
            sa.CheckConstraint(f"{name} BETWEEN 0 AND 1000", name=f"ck_rating_{name}")
            for name in marks
        ),
        *_references(),
        **CLUSTERED,
    )
    op.create_table(
        "abstention",
        *(_number(name) for name in pair),
        sa.PrimaryKeyConstraint(*pair),
        *_references(),
        **CLUSTERED,
    )
    op.create_table(
        "part_mark",
        *(_number(name) for name in pair),
        _number("indicator_no"),
        _number("part_no"),
        _number("value"),
        sa.PrimaryKeyConstraint(*pair, "indicator_no", "part_no"),
        sa.CheckConstraint("part_no >= 0", name="ck_part_mark_part_no"),
        sa.CheckConstraint("value BETWEEN 0 AND 1000", name="ck_part_mark_value"),
        *_references(),
        **CLUSTERED,
    )


def _references() -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(["ratee_id"], ["participant.id"]),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"]),
    ]


# -- the record ---------------------------------------------------------------------------------


def _record() -> None:
    """Chain the entries that are there, and let the record carry seals."""
    op.drop_index("ix_record_period", "record")
    op.execute("ALTER TABLE record RENAME TO old_record")
    op.create_table(
        "record",
        _number("id"),
        *(_text(name) for name in FIELDS),
        _text("chain"),
        sa.PrimaryKeyConstraint("id"),
        **STRICT,
    )
    op.create_index("ix_record_period", "record", ["period"])
    op.create_table(
        "record_head",
        _number("id"),
        _number("entries"),
        _text("chain"),
        sa.PrimaryKeyConstraint("id"),
        sa.CheckConstraint("id = 1", name="ck_record_head_id"),
        **STRICT,
    )
    number, chain = _chain_old()
    op.get_bind().execute(
        sa.text("INSERT INTO record_head (id, entries, chain) VALUES (1, :number, :chain)"),
        {"number": number, "chain": chain},
    )
    op.drop_table("old_record")
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER record_no_{verb.lower()} BEFORE {verb} ON record "
                "BEGIN SELECT RAISE(ABORT, 'record is append-only'); END"
            )


def _chain_old() -> tuple[int, str]:
    bind = op.get_bind()
    fields = ", ".join(FIELDS[:-1])
    columns = f"id, {fields}, seal, chain"
    places = ", ".join(f":{name}" for name in columns.split(", "))
    number, chain = 0, ""
    for row in (
        bind.execute(sa.text(f"SELECT {fields} FROM old_record ORDER BY id")).mappings().all()
    ):
        number += 1
        entry = {**row, "seal": ""}
        chain = link(chain, number, entry)
        bind.execute(
            sa.text(f"INSERT INTO record ({columns}) VALUES ({places})"),
            {**entry, "id": number, "chain": chain},
        )
    return number, chain


# -- what is new --------------------------------------------------------------------------------


def _operators_and_codes() -> None:
    op.create_table(
        "operator",
        _number("id"),
        _text("name"),
        _text("duty"),
        _text("pin"),
        _text("state"),
        _number("failures"),
        _text("waits_until"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name", name="uq_operator_name"),
        sa.CheckConstraint(
            "duty IN ('host', 'clerk', 'supervisor', 'reviewer')", name="ck_operator_duty"
        ),
        sa.CheckConstraint("state IN ('active', 'retired')", name="ck_operator_state"),
        sa.CheckConstraint("failures >= 0", name="ck_operator_failures"),
        **STRICT,
    )
    op.create_table(
        "rater_code",
        _number("period_id"),
        _number("tier_no"),
        _number("rater_id"),
        _text("code"),
        sa.PrimaryKeyConstraint("period_id", "tier_no", "rater_id"),
        sa.ForeignKeyConstraint(
            ["period_id", "tier_no"],
            ["tier_step.period_id", "tier_step.number"],
            name="fk_rater_code_tier_step",
        ),
        sa.ForeignKeyConstraint(["rater_id"], ["participant.id"]),
        **CLUSTERED,
    )
    op.create_table(
        "receipt",
        _text("code"),
        _number("period_id"),
        _number("tier_no"),
        sa.PrimaryKeyConstraint("code"),
        sa.ForeignKeyConstraint(
            ["period_id", "tier_no"],
            ["tier_step.period_id", "tier_step.number"],
            name="fk_receipt_tier_step",
        ),
        **CLUSTERED,
    )


def _paper() -> None:
    op.create_table(
        "comparison",
        _number("period_id"),
        _number("tier_no"),
        _number("rater_id"),
        _text("first_by"),
        _text("second_by"),
        _text("settled_by"),
        _number("cells"),
        _number("first_wrong"),
        _number("second_wrong"),
        sa.PrimaryKeyConstraint("period_id", "tier_no", "rater_id"),
        sa.ForeignKeyConstraint(
            ["period_id", "tier_no"],
            ["tier_step.period_id", "tier_step.number"],
            name="fk_comparison_tier_step",
        ),
        sa.ForeignKeyConstraint(["rater_id"], ["participant.id"]),
        **CLUSTERED,
    )
    op.create_table(
        "forms",
        _number("period_id"),
        _number("tier_no"),
        _number("handed_out"),
        _number("returned"),
        sa.PrimaryKeyConstraint("period_id", "tier_no"),
        sa.ForeignKeyConstraint(
            ["period_id", "tier_no"],
            ["tier_step.period_id", "tier_step.number"],
            name="fk_forms_tier_step",
        ),
        sa.CheckConstraint("handed_out >= 0", name="ck_forms_handed_out"),
        sa.CheckConstraint("returned >= 0", name="ck_forms_returned"),
        **CLUSTERED,
    )


def upgrade() -> None:
    """Make ballots and record again, and the new tables."""
    _ballots()
    _record()
    _operators_and_codes()
    _paper()
