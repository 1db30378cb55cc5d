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
