"""The tables of who is at the keyboard, of paper keyed twice, and of receipts.

As in ``models``, the classes define tables and nothing else.
"""

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from kaohe_tui.store.models import CLUSTERED, STRICT


def _of_tier(table: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["period_id", "tier_no"],
        ["tier_step.period_id", "tier_step.number"],
        name=f"fk_{table}_tier_step",
    )


class OperatorRow(SQLModel, table=True):
    """Somebody who works with kaohe, and the duty; never removed, but retired."""

    __tablename__ = "operator"
    __table_args__ = (
        UniqueConstraint("name", name="uq_operator_name"),
        CheckConstraint(
            "duty IN ('host', 'clerk', 'supervisor', 'reviewer')", name="ck_operator_duty"
        ),
        CheckConstraint("state IN ('active', 'retired')", name="ck_operator_state"),
        CheckConstraint("failures >= 0", name="ck_operator_failures"),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(sa_type=Text)
    duty: str = Field(sa_type=Text)
    pin: str = Field(sa_type=Text)
    """The PIN's argon2 hash."""
    state: str = Field(sa_type=Text)
    failures: int
    """Wrong PINs since the last right one."""
    waits_until: str = Field(sa_type=Text)
    """ISO 8601; before that no PIN is taken. Empty where nothing is waited for."""


class RaterCodeRow(SQLModel, table=True):
    """The one-time code of a rater in a tier; it is gone once the ballot is handed in."""

    __tablename__ = "rater_code"
    __table_args__ = (_of_tier("rater_code"), CLUSTERED)

    period_id: int = Field(primary_key=True)
    tier_no: int = Field(primary_key=True)
    rater_id: int = Field(primary_key=True, foreign_key="participant.id")
    code: str = Field(sa_type=Text)
    """Its hash."""


class ReceiptRow(SQLModel, table=True):
    """What a rater of a secret tier left with: a random code, and nothing that leads to him."""

    __tablename__ = "receipt"
    __table_args__ = (_of_tier("receipt"), CLUSTERED)

    code: str = Field(primary_key=True, sa_type=Text)
    period_id: int
    tier_no: int


class ComparisonRow(SQLModel, table=True):
    """What comparing the two keyings of a paper form came to."""

    __tablename__ = "comparison"
    __table_args__ = (_of_tier("comparison"), CLUSTERED)

    period_id: int = Field(primary_key=True)
    tier_no: int = Field(primary_key=True)
    rater_id: int = Field(primary_key=True, foreign_key="participant.id")
    first_by: str = Field(sa_type=Text)
    second_by: str = Field(sa_type=Text)
    settled_by: str = Field(sa_type=Text)
    """Empty where both keyings were the same."""
    cells: int
    """Cells that were keyed."""
    first_wrong: int
    second_wrong: int


class FormsRow(SQLModel, table=True):
    """How many paper forms of a tier were handed out and came back."""

    __tablename__ = "forms"
    __table_args__ = (
        _of_tier("forms"),
        CheckConstraint("handed_out >= 0", name="ck_forms_handed_out"),
        CheckConstraint("returned >= 0", name="ck_forms_returned"),
        CLUSTERED,
    )

    period_id: int = Field(primary_key=True)
    tier_no: int = Field(primary_key=True)
    handed_out: int
    returned: int
