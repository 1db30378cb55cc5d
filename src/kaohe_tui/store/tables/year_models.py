"""Declare the tables around the meeting: entries of the group, tasks, notices, matters.

As in ``models``, the classes define tables and nothing else.
"""

from sqlalchemy import CheckConstraint, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from kaohe_tui.domain.entries.entries import ExemptionKind
from kaohe_tui.domain.numbers import MOST
from kaohe_tui.domain.public.matter import MatterKind, MatterState
from kaohe_tui.domain.tasks.task import TaskState, Verdict
from kaohe_tui.store.tables.models import CLUSTERED, STRICT, one_of


class _Entered(SQLModel):
    """The columns all entries of the group share; none is removed, but withdrawn with a reason."""

    period_key: str = Field(sa_type=Text)
    """Key of the period; empty for the whole year."""
    code: str = Field(sa_type=Text)
    """Code of the person it concerns; of a figure also ``§`` and a section."""
    entered_by: str = Field(sa_type=Text)
    """Name of the operator who entered it."""
    entered_at: str = Field(sa_type=Text)
    """ISO 8601 with its offset."""
    withdrawn_by: str = Field(sa_type=Text)
    """Name of the operator who withdrew it; empty while it stands."""
    withdrawn_at: str = Field(sa_type=Text)
    """ISO 8601 with its offset; empty while it stands."""
    withdrawn_reason: str = Field(sa_type=Text)
    """Why; empty while it stands."""


class AdjustmentRow(_Entered, table=True):
    """A bonus or a deduction (加减分); it counts once it is approved."""

    __tablename__ = "adjustment"
    __table_args__ = (CheckConstraint("count >= 1", name="ck_adjustment_count"), STRICT)

    id: int | None = Field(default=None, primary_key=True)
    """Number of the adjustment."""
    rule: str = Field(sa_type=Text)
    """Key of the scheme's rule."""
    count: int
    """The number of times that the rule's points count, 1 or more."""
    evidence: str = Field(sa_type=Text)
    """A document's number, or what it was."""
    approved_by: str = Field(sa_type=Text)
    """The person who approved it; empty before."""
    approved_at: str = Field(sa_type=Text)
    """ISO 8601 with its offset; empty before."""
    level: str = Field(sa_type=Text)
    """Level of a rule of several sizes; empty for none."""
    matter: str = Field(sa_type=Text)
    """What it is for; empty for none."""
    points: str = Field(sa_type=Text)
    """Points each time, as written; empty where the rule says them."""


class VetoRow(_Entered, table=True):
    """A one-vote veto (一票否决)."""

    __tablename__ = "veto"
    __table_args__ = (STRICT,)

    id: int | None = Field(default=None, primary_key=True)
    """Number of the veto."""
    ground: str = Field(sa_type=Text)
    """One of the scheme's grounds."""
    document: str = Field(sa_type=Text)
    """The document's number."""
    authority: str = Field(sa_type=Text)
    """The body whose decision it was."""


class ExemptionRow(_Entered, table=True):
    """A person's exemption from grading (不定等次, 不参加考核)."""

    __tablename__ = "exemption"
    __table_args__ = (
        CheckConstraint(one_of("kind", *ExemptionKind), name="ck_exemption_kind"),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    """Number of the exemption."""
    kind: ExemptionKind = Field(sa_type=Text)
    """The kind of exemption."""
    reason: str = Field(sa_type=Text)
    """Why."""


class AbsenceRow(_Entered, table=True):
    """Days away from duty, in halves."""

    __tablename__ = "absence"
    __table_args__ = (CheckConstraint("half_days >= 1", name="ck_absence_half_days"), STRICT)

    id: int | None = Field(default=None, primary_key=True)
    """Number of the absence."""
    half_days: int
    """Length in half days, 1 or more."""
    reason: str = Field(sa_type=Text)
    """Why."""
    kind: str = Field(sa_type=Text)
    """Key of the kind of absence; empty where the scheme has none."""


class FigureRow(_Entered, table=True):
    """A figure of the office for a component or factor; it counts once it is approved."""

    __tablename__ = "figure"
    __table_args__ = (STRICT,)

    id: int | None = Field(default=None, primary_key=True)
    """Number of the figure."""
    part: str = Field(sa_type=Text)
    """Key of the component or factor in the scheme."""
    figure: str = Field(sa_type=Text)
    """The figure as it was written: a decimal or a fraction."""
    evidence: str = Field(sa_type=Text)
    """A document's number, or what it was."""
    approved_by: str = Field(sa_type=Text)
    """The person who approved it; empty before."""
    approved_at: str = Field(sa_type=Text)
    """ISO 8601 with its offset; empty before."""


class DecisionRow(SQLModel, table=True):
    """A grade the group decided; the newest of a person and period holds. Append-only."""

    __tablename__ = "decision"
    __table_args__ = (STRICT,)

    id: int | None = Field(default=None, primary_key=True)
    """The decision's id, which gives the order."""
    period_key: str = Field(sa_type=Text)
    """Key of the period; empty for the year."""
    code: str = Field(sa_type=Text)
    """Code of the person."""
    grade: str = Field(sa_type=Text)
    """The grade's name in the scheme; empty where a decision was taken back."""
    proposed: str = Field(sa_type=Text)
    """The grade proposed at the time; empty for none."""
    reason: str = Field(sa_type=Text)
    """Why; may be empty."""
    decided_by: str = Field(sa_type=Text)
    """Name of the operator who recorded it."""
    decided_at: str = Field(sa_type=Text)
    """ISO 8601 with its offset."""


class DeclarationRow(SQLModel, table=True):
    """One person's yearly tasks as declared at one time."""

    __tablename__ = "declaration"
    __table_args__ = (
        UniqueConstraint("code", "number", name="uq_declaration_code_number"),
        CheckConstraint("number >= 1", name="ck_declaration_number"),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    """The declaration's id."""
    code: str = Field(sa_type=Text)
    """Code of the person."""
    number: int
    """Number among the person's declarations, from 1."""
    state: TaskState = Field(sa_type=Text)
    """The state of the tasks."""
    reason: str = Field(sa_type=Text)
    """Why it was returned; empty otherwise."""
    posted_on: str = Field(sa_type=Text)
    """ISO date of the posting; empty before it."""


class TaskRow(SQLModel, table=True):
    """One task of a declaration."""

    __tablename__ = "task"
    __table_args__ = (
        CheckConstraint(f"points BETWEEN 1 AND {MOST}", name="ck_task_points"),
        CLUSTERED,
    )

    declaration_id: int = Field(primary_key=True, foreign_key="declaration.id")
    """The declaration's id."""
    position: int = Field(primary_key=True)
    """Place in the declaration, from 0."""
    title: str = Field(sa_type=Text)
    """The task."""
    target: str = Field(sa_type=Text)
    """The target."""
    measures: str = Field(sa_type=Text)
    """The measures; may be empty."""
    standard: str = Field(sa_type=Text)
    """The standard by which points are given."""
    points: int
    """Tenths of a point, 1..``MOST``."""


class OpinionRow(SQLModel, table=True):
    """One colleague's opinion on a declaration."""

    __tablename__ = "opinion"
    __table_args__ = (
        CheckConstraint(one_of("verdict", *Verdict), name="ck_opinion_verdict"),
        CLUSTERED,
    )

    declaration_id: int = Field(primary_key=True, foreign_key="declaration.id")
    """The declaration's id."""
    rater_code: str = Field(primary_key=True, sa_type=Text)
    """Code of the colleague."""
    verdict: Verdict = Field(sa_type=Text)
    """The colleague's verdict."""
    remark: str = Field(sa_type=Text)
    """A remark; empty for none."""


class NoticeRow(SQLModel, table=True):
    """A public notice (公示) of a period's result or the year's; a change needs another notice."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("period_key", "number", name="uq_notice_period_number"),
        CheckConstraint("number >= 1", name="ck_notice_number"),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    """The notice's id."""
    period_key: str = Field(sa_type=Text)
    """Key of the period; empty for the year."""
    number: int
    """Number within its period, from 1."""
    fingerprint: str = Field(sa_type=Text)
    """SHA-256 of the result it announces."""
    posted_on: str = Field(sa_type=Text)
    """ISO date."""
    until: str = Field(sa_type=Text)
    """ISO date: the last day on which objections are accepted."""
    posted_by: str = Field(sa_type=Text)
    """The person or office that signs it; empty where nobody is named."""


class MatterRow(SQLModel, table=True):
    """An objection, a report of wrongdoing or a request to look again (异议、举报、复核)."""

    __tablename__ = "matter"
    __table_args__ = (
        CheckConstraint(one_of("kind", *MatterKind), name="ck_matter_kind"),
        CheckConstraint(one_of("state", *MatterState), name="ck_matter_state"),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    """Number in the register."""
    period_key: str = Field(sa_type=Text)
    """Key of the period; empty for the year, ``matters.NO_PERIOD`` for none."""
    code: str = Field(sa_type=Text)
    """Code of the person it is about; empty for nobody in the roster."""
    about: str = Field(sa_type=Text)
    """The claim."""
    kind: MatterKind = Field(sa_type=Text)
    """Objection, report or request to look again."""
    from_whom: str = Field(sa_type=Text)
    """The person who brought it; empty where nobody is known. No entry names them."""
    received_on: str = Field(sa_type=Text)
    """ISO date."""
    due_on: str = Field(sa_type=Text)
    """ISO date: the last day to answer it."""
    handler: str = Field(sa_type=Text)
    """A code of the roster, or a name from elsewhere; empty for nobody."""
    state: MatterState = Field(sa_type=Text)
    """The matter's state."""
    outcome: str = Field(sa_type=Text)
    """The outcome; empty while it is open."""
    correction: str = Field(sa_type=Text)
    """The correction that followed; empty for none."""


class MatterStepRow(SQLModel, table=True):
    """A step taken about a matter. Append-only."""

    __tablename__ = "matter_step"
    __table_args__ = (STRICT,)

    id: int | None = Field(default=None, primary_key=True)
    """The step's id, which gives the order."""
    matter_id: int = Field(foreign_key="matter.id")
    """Number of the matter."""
    at: str = Field(sa_type=Text)
    """ISO 8601 with its offset."""
    by: str = Field(sa_type=Text)
    """Name of the operator who recorded it."""
    text: str = Field(sa_type=Text)
    """The step taken."""
