"""The tables of what stands around the meeting: entries of the group, tasks, notices, matters.

As in ``models``, the classes define tables and nothing else.
"""

from sqlalchemy import CheckConstraint, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from kaohe_tui.store.models import CLUSTERED, STRICT


class _Entered(SQLModel):
    """What all entries of the leading group share: never removed, but withdrawn with a reason."""

    period_key: str = Field(sa_type=Text)
    """Empty for what holds for the whole year."""
    code: str = Field(sa_type=Text)
    entered_by: str = Field(sa_type=Text)
    entered_at: str = Field(sa_type=Text)
    withdrawn_by: str = Field(sa_type=Text)
    withdrawn_at: str = Field(sa_type=Text)
    withdrawn_reason: str = Field(sa_type=Text)


class AdjustmentRow(_Entered, table=True):
    """A bonus or a deduction (加减分); it counts once it is approved."""

    __tablename__ = "adjustment"
    __table_args__ = (CheckConstraint("count >= 1", name="ck_adjustment_count"), STRICT)

    id: int | None = Field(default=None, primary_key=True)
    rule: str = Field(sa_type=Text)
    count: int
    evidence: str = Field(sa_type=Text)
    approved_by: str = Field(sa_type=Text)
    approved_at: str = Field(sa_type=Text)


class VetoRow(_Entered, table=True):
    """A one-vote veto (一票否决)."""

    __tablename__ = "veto"
    __table_args__ = (STRICT,)

    id: int | None = Field(default=None, primary_key=True)
    ground: str = Field(sa_type=Text)
    document: str = Field(sa_type=Text)
    authority: str = Field(sa_type=Text)


class ExemptionRow(_Entered, table=True):
    """Somebody who gets no grade (不定等次, 不参加考核)."""

    __tablename__ = "exemption"
    __table_args__ = (
        CheckConstraint("kind IN ('undetermined', 'not_assessed')", name="ck_exemption_kind"),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(sa_type=Text)
    reason: str = Field(sa_type=Text)


class AbsenceRow(_Entered, table=True):
    """Days away from duty, in halves."""

    __tablename__ = "absence"
    __table_args__ = (CheckConstraint("half_days >= 1", name="ck_absence_half_days"), STRICT)

    id: int | None = Field(default=None, primary_key=True)
    half_days: int
    reason: str = Field(sa_type=Text)


class DecisionRow(SQLModel, table=True):
    """The grade that the group decided; the newest of a person and period holds. Append-only."""

    __tablename__ = "decision"
    __table_args__ = (STRICT,)

    id: int | None = Field(default=None, primary_key=True)
    period_key: str = Field(sa_type=Text)
    code: str = Field(sa_type=Text)
    grade: str = Field(sa_type=Text)
    proposed: str = Field(sa_type=Text)
    reason: str = Field(sa_type=Text)
    decided_by: str = Field(sa_type=Text)
    decided_at: str = Field(sa_type=Text)


class DeclarationRow(SQLModel, table=True):
    """One person's yearly tasks as declared at one time."""

    __tablename__ = "declaration"
    __table_args__ = (
        UniqueConstraint("code", "number", name="uq_declaration_code_number"),
        CheckConstraint("number >= 1", name="ck_declaration_number"),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(sa_type=Text)
    number: int
    state: str = Field(sa_type=Text)
    reason: str = Field(sa_type=Text)
    posted_on: str = Field(sa_type=Text)


class TaskRow(SQLModel, table=True):
    """One task of a declaration."""

    __tablename__ = "task"
    __table_args__ = (
        CheckConstraint("points BETWEEN 1 AND 1000", name="ck_task_points"),
        CLUSTERED,
    )

    declaration_id: int = Field(primary_key=True, foreign_key="declaration.id")
    position: int = Field(primary_key=True)
    title: str = Field(sa_type=Text)
    target: str = Field(sa_type=Text)
    measures: str = Field(sa_type=Text)
    standard: str = Field(sa_type=Text)
    points: int


class OpinionRow(SQLModel, table=True):
    """One colleague's word on a declaration."""

    __tablename__ = "opinion"
    __table_args__ = (
        CheckConstraint("verdict IN ('agree', 'light', 'heavy')", name="ck_opinion_verdict"),
        CLUSTERED,
    )

    declaration_id: int = Field(primary_key=True, foreign_key="declaration.id")
    rater_code: str = Field(primary_key=True, sa_type=Text)
    verdict: str = Field(sa_type=Text)
    remark: str = Field(sa_type=Text)


class NoticeRow(SQLModel, table=True):
    """A public notice (公示) of a period's result or the year's; numbered anew after changes."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("period_key", "number", name="uq_notice_period_number"),
        CheckConstraint("number >= 1", name="ck_notice_number"),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    period_key: str = Field(sa_type=Text)
    number: int
    fingerprint: str = Field(sa_type=Text)
    posted_on: str = Field(sa_type=Text)
    until: str = Field(sa_type=Text)
    posted_by: str = Field(sa_type=Text)


class MatterRow(SQLModel, table=True):
    """An objection, a report of wrongdoing or a request to look again (异议、举报、复核)."""

    __tablename__ = "matter"
    __table_args__ = (
        CheckConstraint("kind IN ('objection', 'report', 'review')", name="ck_matter_kind"),
        CheckConstraint("state IN ('open', 'closed')", name="ck_matter_state"),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    period_key: str = Field(sa_type=Text)
    code: str = Field(sa_type=Text)
    about: str = Field(sa_type=Text)
    kind: str = Field(sa_type=Text)
    from_whom: str = Field(sa_type=Text)
    received_on: str = Field(sa_type=Text)
    due_on: str = Field(sa_type=Text)
    handler: str = Field(sa_type=Text)
    state: str = Field(sa_type=Text)
    outcome: str = Field(sa_type=Text)
    correction: str = Field(sa_type=Text)


class MatterStepRow(SQLModel, table=True):
    """What was done about a matter. Append-only."""

    __tablename__ = "matter_step"
    __table_args__ = (STRICT,)

    id: int | None = Field(default=None, primary_key=True)
    matter_id: int = Field(foreign_key="matter.id")
    at: str = Field(sa_type=Text)
    by: str = Field(sa_type=Text)
    text: str = Field(sa_type=Text)
