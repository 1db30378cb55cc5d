"""The tables: facts only, whole numbers only; marks in tenths of a point.

SQLModel's classes define the tables and nothing else: statements are written on the ``Table``
objects at the end of this module, and no row object is ever made of a mark. Types are portable to
PostgreSQL; the options that begin with ``sqlite_`` are ignored there. What is declared here and
what ``migrations/`` makes are the same, and a test holds it.

Importing SQLModel takes about half a second: import this package after the first frame.
"""

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Table, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

_STRICT = {"sqlite_strict": True}
_CLUSTERED = {"sqlite_strict": True, "sqlite_with_rowid": False}


class _RosterLine(SQLModel):
    """What ``person`` and ``participant`` share: one line of a roster."""

    position: int
    code: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)
    section: str = Field(sa_type=Text)
    role: str = Field(sa_type=Text)
    supervisors: str = Field(sa_type=Text)
    identity: str = Field(sa_type=Text)
    clerk_note: str = Field(sa_type=Text)
    spelling: str = Field(sa_type=Text)


class SchemeRow(SQLModel, table=True):
    """A scheme's file, as it was read; never changed."""

    __tablename__ = "scheme"
    __table_args__ = (UniqueConstraint("fingerprint", name="uq_scheme_fingerprint"), _STRICT)

    id: int | None = Field(default=None, primary_key=True)
    text: str = Field(sa_type=Text)
    fingerprint: str = Field(sa_type=Text)


class PersonRow(_RosterLine, table=True):
    """The current roster, replaced whole when a roster is imported."""

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("code", name="uq_person_code"), _STRICT)

    id: int | None = Field(default=None, primary_key=True)


class PeriodRow(SQLModel, table=True):
    """A period that has been opened, and the rules it was opened under."""

    __tablename__ = "period"
    __table_args__ = (
        UniqueConstraint("key", name="uq_period_key"),
        CheckConstraint("state IN ('open', 'closed')", name="ck_period_state"),
        _STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(sa_type=Text)
    state: str = Field(sa_type=Text)
    scheme_id: int = Field(foreign_key="scheme.id")
    scheme_fingerprint: str = Field(sa_type=Text)
    roster_fingerprint: str = Field(sa_type=Text)


class ParticipantRow(_RosterLine, table=True):
    """The roster as it was frozen when the period was opened."""

    __tablename__ = "participant"
    __table_args__ = (
        UniqueConstraint("period_id", "code", name="uq_participant_period_code"),
        _STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    period_id: int = Field(foreign_key="period.id")


class TierStepRow(SQLModel, table=True):
    """Where a tier of a period stands."""

    __tablename__ = "tier_step"
    __table_args__ = (
        CheckConstraint("number >= 0", name="ck_tier_step_number"),
        CheckConstraint("state IN ('waiting', 'open', 'closed')", name="ck_tier_step_state"),
        _CLUSTERED,
    )

    period_id: int = Field(primary_key=True, foreign_key="period.id")
    number: int = Field(primary_key=True)
    key: str = Field(sa_type=Text)
    state: str = Field(sa_type=Text)


class BallotRow(SQLModel, table=True):
    """One rater's whole form in one tier."""

    __tablename__ = "ballot"
    __table_args__ = (
        UniqueConstraint("period_id", "tier_no", "rater_id", name="uq_ballot_rater"),
        ForeignKeyConstraint(
            ["period_id", "tier_no"],
            ["tier_step.period_id", "tier_step.number"],
            name="fk_ballot_tier_step",
        ),
        CheckConstraint("state IN ('open', 'handed_in', 'void')", name="ck_ballot_state"),
        _STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    period_id: int
    tier_no: int
    rater_id: int = Field(foreign_key="participant.id")
    state: str = Field(sa_type=Text)


class MarkRow(SQLModel, table=True):
    """One indicator's points, in tenths; lies beside the other marks of the person rated."""

    __tablename__ = "mark"
    __table_args__ = (
        CheckConstraint("indicator_no >= 0", name="ck_mark_indicator_no"),
        CheckConstraint("value BETWEEN 0 AND 1000", name="ck_mark_value"),
        _CLUSTERED,
    )

    ratee_id: int = Field(primary_key=True, foreign_key="participant.id")
    ballot_id: int = Field(primary_key=True, foreign_key="ballot.id")
    indicator_no: int = Field(primary_key=True)
    value: int


class AbstentionRow(SQLModel, table=True):
    """A rater's word that he does not know the person (弃权)."""

    __tablename__ = "abstention"
    __table_args__ = (_CLUSTERED,)

    ratee_id: int = Field(primary_key=True, foreign_key="participant.id")
    ballot_id: int = Field(primary_key=True, foreign_key="ballot.id")


class RecusalRow(SQLModel, table=True):
    """A pair that is not owed (回避), by codes: it is set before the roster is frozen."""

    __tablename__ = "recusal"
    __table_args__ = (_CLUSTERED,)

    period_key: str = Field(primary_key=True, sa_type=Text)
    tier_key: str = Field(primary_key=True, sa_type=Text)
    rater_code: str = Field(primary_key=True, sa_type=Text)
    ratee_code: str = Field(primary_key=True, sa_type=Text)
    reason: str = Field(sa_type=Text)


class RecordRow(SQLModel, table=True):
    """Who did what, when and why; triggers refuse to change or remove a line."""

    __tablename__ = "record"
    __table_args__ = (_STRICT,)

    id: int | None = Field(default=None, primary_key=True)
    at: str = Field(sa_type=Text)
    actor: str = Field(sa_type=Text)
    action: str = Field(sa_type=Text)
    period: str = Field(sa_type=Text, index=True)
    tier: str = Field(sa_type=Text)
    subject: str = Field(sa_type=Text)
    old: str = Field(sa_type=Text)
    new: str = Field(sa_type=Text)
    reason: str = Field(sa_type=Text)


class ResultRow(SQLModel, table=True):
    """A period's frozen results; triggers refuse to change or remove one."""

    __tablename__ = "result"
    __table_args__ = (
        UniqueConstraint("period_id", "number", name="uq_result_period_number"),
        CheckConstraint("number >= 1", name="ck_result_number"),
        _STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    period_id: int = Field(foreign_key="period.id")
    number: int
    at: str = Field(sa_type=Text)
    fingerprint: str = Field(sa_type=Text)
    body: str = Field(sa_type=Text)


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
    __table_args__ = (CheckConstraint("count >= 1", name="ck_adjustment_count"), _STRICT)

    id: int | None = Field(default=None, primary_key=True)
    rule: str = Field(sa_type=Text)
    count: int
    evidence: str = Field(sa_type=Text)
    approved_by: str = Field(sa_type=Text)
    approved_at: str = Field(sa_type=Text)


class VetoRow(_Entered, table=True):
    """A one-vote veto (一票否决)."""

    __tablename__ = "veto"
    __table_args__ = (_STRICT,)

    id: int | None = Field(default=None, primary_key=True)
    ground: str = Field(sa_type=Text)
    document: str = Field(sa_type=Text)
    authority: str = Field(sa_type=Text)


class ExemptionRow(_Entered, table=True):
    """Somebody who gets no grade (不定等次, 不参加考核)."""

    __tablename__ = "exemption"
    __table_args__ = (
        CheckConstraint("kind IN ('undetermined', 'not_assessed')", name="ck_exemption_kind"),
        _STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(sa_type=Text)
    reason: str = Field(sa_type=Text)


class AbsenceRow(_Entered, table=True):
    """Days away from duty, in halves."""

    __tablename__ = "absence"
    __table_args__ = (CheckConstraint("half_days >= 1", name="ck_absence_half_days"), _STRICT)

    id: int | None = Field(default=None, primary_key=True)
    half_days: int
    reason: str = Field(sa_type=Text)


class DecisionRow(SQLModel, table=True):
    """The grade that the group decided; the newest of a person and period holds. Append-only."""

    __tablename__ = "decision"
    __table_args__ = (_STRICT,)

    id: int | None = Field(default=None, primary_key=True)
    period_key: str = Field(sa_type=Text)
    code: str = Field(sa_type=Text)
    grade: str = Field(sa_type=Text)
    proposed: str = Field(sa_type=Text)
    reason: str = Field(sa_type=Text)
    decided_by: str = Field(sa_type=Text)
    decided_at: str = Field(sa_type=Text)


class PartMarkRow(SQLModel, table=True):
    """Where an indicator is keyed by its parts: one part's points, in tenths."""

    __tablename__ = "part_mark"
    __table_args__ = (
        CheckConstraint("part_no >= 0", name="ck_part_mark_part_no"),
        CheckConstraint("value BETWEEN 0 AND 1000", name="ck_part_mark_value"),
        _CLUSTERED,
    )

    ratee_id: int = Field(primary_key=True, foreign_key="participant.id")
    ballot_id: int = Field(primary_key=True, foreign_key="ballot.id")
    indicator_no: int = Field(primary_key=True)
    part_no: int = Field(primary_key=True)
    value: int


class DeclarationRow(SQLModel, table=True):
    """One person's yearly tasks as declared at one time."""

    __tablename__ = "declaration"
    __table_args__ = (
        UniqueConstraint("code", "number", name="uq_declaration_code_number"),
        CheckConstraint("number >= 1", name="ck_declaration_number"),
        _STRICT,
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
        _CLUSTERED,
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
        _CLUSTERED,
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
        _STRICT,
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
        _STRICT,
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
    __table_args__ = (_STRICT,)

    id: int | None = Field(default=None, primary_key=True)
    matter_id: int = Field(foreign_key="matter.id")
    at: str = Field(sa_type=Text)
    by: str = Field(sa_type=Text)
    text: str = Field(sa_type=Text)


class InForceRow(SQLModel, table=True):
    """Which scheme holds for the periods still to be opened; one line, of id 1."""

    __tablename__ = "in_force"
    __table_args__ = (CheckConstraint("id = 1", name="ck_in_force_id"), _STRICT)

    id: int | None = Field(default=None, primary_key=True)
    scheme_id: int = Field(foreign_key="scheme.id")


METADATA = SQLModel.metadata


def _table(name: str) -> Table:
    return METADATA.tables[name]


scheme = _table("scheme")
person = _table("person")
period = _table("period")
participant = _table("participant")
tier_step = _table("tier_step")
ballot = _table("ballot")
mark = _table("mark")
abstention = _table("abstention")
recusal = _table("recusal")
record = _table("record")
result = _table("result")
adjustment = _table("adjustment")
veto = _table("veto")
exemption = _table("exemption")
absence = _table("absence")
decision = _table("decision")
part_mark = _table("part_mark")
declaration = _table("declaration")
task = _table("task")
opinion = _table("opinion")
notice = _table("notice")
matter = _table("matter")
matter_step = _table("matter_step")
in_force = _table("in_force")
