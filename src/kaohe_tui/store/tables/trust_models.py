"""Declare the tables of groups, operators, one-time codes, receipts, and paper keyed twice.

As in ``models``, the classes define tables and nothing else.
"""

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from kaohe_tui.domain.access.duties import Duty, OperatorState
from kaohe_tui.store.tables.models import CLUSTERED, STRICT, one_of


def _of_tier(table: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["period_id", "tier_no"],
        ["tier_step.period_id", "tier_step.number"],
        name=f"fk_{table}_tier_step",
    )


class RosterGroupRow(SQLModel, table=True):
    """A group that the roster gives to a person; those that follow from criteria have no row."""

    __tablename__ = "roster_group"
    __table_args__ = (CLUSTERED,)

    period_id: int = Field(primary_key=True)
    """The id of the period whose roster it is; 0 for the roster in force."""
    code: str = Field(sa_type=Text, primary_key=True)
    """The person's code."""
    group_key: str = Field(sa_type=Text, primary_key=True)
    """The group's key in the scheme."""


class OperatorRow(SQLModel, table=True):
    """An operator and the duty; never removed, but retired."""

    __tablename__ = "operator"
    __table_args__ = (
        UniqueConstraint("name", name="uq_operator_name"),
        CheckConstraint(one_of("duty", *Duty), name="ck_operator_duty"),
        CheckConstraint(one_of("state", *OperatorState), name="ck_operator_state"),
        CheckConstraint("failures >= 0", name="ck_operator_failures"),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    """The operator's id."""
    name: str = Field(sa_type=Text)
    """The name, unique."""
    duty: Duty = Field(sa_type=Text)
    """The operator's duty."""
    pin: str = Field(sa_type=Text)
    """The PIN's argon2 hash."""
    state: OperatorState = Field(sa_type=Text)
    """The operator's state."""
    failures: int
    """Wrong PINs since the last right one."""
    waits_until: str = Field(sa_type=Text)
    """ISO 8601: no PIN is accepted before; empty for no delay."""


class RaterCodeRow(SQLModel, table=True):
    """The one-time code of a rater in a tier; deleted once the ballot is handed in."""

    __tablename__ = "rater_code"
    __table_args__ = (_of_tier("rater_code"), CLUSTERED)

    period_id: int = Field(primary_key=True)
    """The period's id."""
    tier_no: int = Field(primary_key=True)
    """The tier's place in the scheme, from 0."""
    rater_id: int = Field(primary_key=True, foreign_key="participant.id")
    """The rater's participant id."""
    code: str = Field(sa_type=Text)
    """The code's hash."""


class ReceiptRow(SQLModel, table=True):
    """The receipt of a rater of a secret tier: a random code that leads to no rater."""

    __tablename__ = "receipt"
    __table_args__ = (_of_tier("receipt"), CLUSTERED)

    code: str = Field(primary_key=True, sa_type=Text)
    """The code."""
    period_id: int
    """The period's id."""
    tier_no: int
    """The tier's place in the scheme, from 0."""


class ComparisonRow(SQLModel, table=True):
    """The result of comparing the two keyings of a paper form."""

    __tablename__ = "comparison"
    __table_args__ = (_of_tier("comparison"), CLUSTERED)

    period_id: int = Field(primary_key=True)
    """The period's id."""
    tier_no: int = Field(primary_key=True)
    """The tier's place in the scheme, from 0."""
    rater_id: int = Field(primary_key=True, foreign_key="participant.id")
    """The rater's participant id."""
    first_by: str = Field(sa_type=Text)
    """Name of the operator who keyed it first."""
    second_by: str = Field(sa_type=Text)
    """Name of the operator who keyed it second."""
    settled_by: str = Field(sa_type=Text)
    """Name of the operator who settled it; empty where both keyings agreed."""
    cells: int
    """Number of cells that were keyed."""
    first_wrong: int
    """Cells of the first keying that were settled otherwise."""
    second_wrong: int
    """Cells of the second keying that were settled otherwise."""


class FormsRow(SQLModel, table=True):
    """The numbers of a tier's paper forms that were handed out and came back."""

    __tablename__ = "forms"
    __table_args__ = (
        _of_tier("forms"),
        CheckConstraint("handed_out >= 0", name="ck_forms_handed_out"),
        CheckConstraint("returned >= 0", name="ck_forms_returned"),
        CLUSTERED,
    )

    period_id: int = Field(primary_key=True)
    """The period's id."""
    tier_no: int = Field(primary_key=True)
    """The tier's place in the scheme, from 0."""
    handed_out: int
    """Number of forms handed out."""
    returned: int
    """Number of forms that came back."""
