"""Declare the meeting's tables: facts only, whole numbers only; marks in tenths of a point.

SQLModel's classes define the tables and nothing else: statements are written on the ``Table``
objects of ``columns``, which are made from these classes, and no row object is ever made of a mark.
Types are portable to PostgreSQL; the options that begin with ``sqlite_`` are ignored there. These
declarations and what ``migrations/`` makes are the same, and a test holds it.

The running program does not load this module: SQLModel takes 0.3 seconds, felt at every start.
"""

from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel

from kaohe_tui.domain.ballot.state import BallotState, Keying
from kaohe_tui.domain.numbers import MOST
from kaohe_tui.domain.rules.people import Role
from kaohe_tui.domain.rules.scheme.form import MOST_INDICATORS
from kaohe_tui.domain.rules.steps import PeriodState, StepState

STRICT = {"sqlite_strict": True}
"""Options of a table whose columns hold their declared types alone."""
CLUSTERED = {"sqlite_strict": True, "sqlite_with_rowid": False}
"""Options of a table that also lies in the order of its primary key."""


def one_of(column: str, *words: StrEnum) -> str:
    """Write the check that a column holds one of these words."""
    quoted = "', '".join(words)
    return f"{column} IN ('{quoted}')"


class _RosterLine(SQLModel):
    """The columns ``person`` and ``participant`` share: one line of a roster."""

    position: int
    """Place in the roster, from 0."""
    code: str = Field(sa_type=Text)
    """The person's code."""
    name: str = Field(sa_type=Text)
    """The person's name, as written."""
    section: str = Field(sa_type=Text)
    """Name of the section; empty for none."""
    role: Role = Field(sa_type=Text)
    """The person's role in the bureau."""
    supervisors: str = Field(sa_type=Text)
    """Codes of the supervising leaders, joined by semicolons; empty for none."""
    identity: str = Field(sa_type=Text)
    """Kind of employment; empty for none."""
    clerk_note: str = Field(sa_type=Text)
    """The clerk's note; empty for none."""
    spelling: str = Field(sa_type=Text)
    """Pinyin keys that find the person, with spaces between."""


class SchemeRow(SQLModel, table=True):
    """A scheme's file, as it was read; never changed."""

    __tablename__ = "scheme"
    __table_args__ = (UniqueConstraint("fingerprint", name="uq_scheme_fingerprint"), STRICT)

    id: int | None = Field(default=None, primary_key=True)
    """The scheme's id."""
    text: str = Field(sa_type=Text)
    """The whole file."""
    fingerprint: str = Field(sa_type=Text)
    """SHA-256 of the text, unique."""


class PersonRow(_RosterLine, table=True):
    """The current roster, replaced whole when a roster is imported."""

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("code", name="uq_person_code"), STRICT)

    id: int | None = Field(default=None, primary_key=True)
    """The line's id."""


class PeriodRow(SQLModel, table=True):
    """A period that has been opened, and the rules it was opened under."""

    __tablename__ = "period"
    __table_args__ = (
        UniqueConstraint("key", name="uq_period_key"),
        CheckConstraint(
            one_of("state", PeriodState.OPEN, PeriodState.CLOSED), name="ck_period_state"
        ),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    """The period's id."""
    key: str = Field(sa_type=Text)
    """The period's key in the scheme."""
    state: PeriodState = Field(sa_type=Text)
    """OPEN or CLOSED: what is not begun has no line, and the record says what is called off."""
    scheme_id: int = Field(foreign_key="scheme.id")
    """The scheme it was opened under."""
    scheme_fingerprint: str = Field(sa_type=Text)
    """SHA-256 of that scheme's file."""
    roster_fingerprint: str = Field(sa_type=Text)
    """SHA-256 of the frozen roster, as it is now."""


class ParticipantRow(_RosterLine, table=True):
    """The roster as it was frozen when the period was opened."""

    __tablename__ = "participant"
    __table_args__ = (
        UniqueConstraint("period_id", "code", name="uq_participant_period_code"),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    """The participant's id, which other tables use."""
    period_id: int = Field(foreign_key="period.id")
    """The period's id."""


class TierStepRow(SQLModel, table=True):
    """The state of a tier in its period."""

    __tablename__ = "tier_step"
    __table_args__ = (
        CheckConstraint("number >= 0", name="ck_tier_step_number"),
        CheckConstraint(one_of("state", *StepState), name="ck_tier_step_state"),
        CLUSTERED,
    )

    period_id: int = Field(primary_key=True, foreign_key="period.id")
    """The period's id."""
    number: int = Field(primary_key=True)
    """The tier's place in the scheme, from 0."""
    key: str = Field(sa_type=Text)
    """The tier's key in the scheme."""
    state: StepState = Field(sa_type=Text)
    """The tier's state."""


class BallotRow(SQLModel, table=True):
    """One rater's whole form in one tier.

    A rater's ballot of a secret tier has nothing on it once it is handed in: what was on it lies
    scattered over the tier's ballots of nobody (see ``store.secrecy.urn``). Where a tier is keyed
    twice, the second keying is one of its own.
    """

    __tablename__ = "ballot"
    __table_args__ = (
        UniqueConstraint("period_id", "tier_no", "rater_id", "keying", name="uq_ballot_rater"),
        ForeignKeyConstraint(
            ["period_id", "tier_no"],
            ["tier_step.period_id", "tier_step.number"],
            name="fk_ballot_tier_step",
        ),
        CheckConstraint(one_of("state", *BallotState), name="ck_ballot_state"),
        CheckConstraint(
            f"keying IN ({Keying.FIRST:d}, {Keying.SECOND:d})", name="ck_ballot_keying"
        ),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    """The ballot's id."""
    period_id: int
    """The period's id."""
    tier_no: int
    """The tier's place in the scheme, from 0."""
    rater_id: int | None = Field(default=None, foreign_key="participant.id")
    """The rater's participant id; NULL for a ballot of nobody."""
    state: BallotState = Field(sa_type=Text)
    """The ballot's state."""
    keying: Keying = Field(sa_type=Integer)
    """Which of the rater's keyings."""
    keyed_by: str = Field(sa_type=Text)
    """Name of the operator who keyed it; empty before, and for a ballot of nobody."""
    nonce: str = Field(sa_type=Text)
    """Random text that keeps its hash from being guessed; empty until it is handed in."""


class BallotSumRow(SQLModel, table=True):
    """A sum over the rows on a ballot that no entry of the record seals yet; see ``sums``."""

    __tablename__ = "ballot_sum"
    __table_args__ = (CheckConstraint("sum >= 0", name="ck_ballot_sum_sum"), STRICT)

    ballot_id: int | None = Field(default=None, primary_key=True)
    """0 for all ballots and receipts themselves."""
    sum: int
    """The sum, 62 bits."""


class AbstentionRow(SQLModel, table=True):
    """A rater's statement of not knowing the person (弃权)."""

    __tablename__ = "abstention"
    __table_args__ = (CLUSTERED,)

    ratee_id: int = Field(primary_key=True, foreign_key="participant.id")
    """The ratee's participant id."""
    ballot_id: int = Field(primary_key=True, foreign_key="ballot.id")
    """The ballot's id."""


class RecusalRow(SQLModel, table=True):
    """A pair that is not owed (回避), by codes: it is set before the roster is frozen."""

    __tablename__ = "recusal"
    __table_args__ = (CLUSTERED,)

    period_key: str = Field(primary_key=True, sa_type=Text)
    """Key of the period."""
    tier_key: str = Field(primary_key=True, sa_type=Text)
    """Key of the tier."""
    rater_code: str = Field(primary_key=True, sa_type=Text)
    """Code of the rater."""
    ratee_code: str = Field(primary_key=True, sa_type=Text)
    """Code of the ratee."""
    reason: str = Field(sa_type=Text)
    """Why; may be empty."""


class RecordRow(SQLModel, table=True):
    """One entry of the record, chained; triggers refuse to change or remove a line."""

    __tablename__ = "record"
    __table_args__ = (STRICT,)

    id: int | None = Field(default=None, primary_key=True)
    """The entry's number, from 1."""
    at: str = Field(sa_type=Text)
    """ISO 8601 with its offset."""
    actor: str = Field(sa_type=Text)
    """Name of the operator who acted."""
    action: str = Field(sa_type=Text)
    """The event's name in the record."""
    period: str = Field(sa_type=Text, index=True)
    """Key of the period; empty for the year or none."""
    tier: str = Field(sa_type=Text)
    """Key of the tier; empty for none."""
    subject: str = Field(sa_type=Text)
    """The thing or person it is about."""
    old: str = Field(sa_type=Text)
    """The old state."""
    new: str = Field(sa_type=Text)
    """The new state."""
    reason: str = Field(sa_type=Text)
    """Why."""
    seal: str = Field(sa_type=Text)
    """JSON: name of what the transaction changed -> its SHA-256 since."""
    chain: str = Field(sa_type=Text)
    """The entry's hash; see ``domain.record.chain``."""


class RecordHeadRow(SQLModel, table=True):
    """The number of entries in the record and the hash of the last; one line, of id 1."""

    __tablename__ = "record_head"
    __table_args__ = (CheckConstraint("id = 1", name="ck_record_head_id"), STRICT)

    id: int | None = Field(default=None, primary_key=True)
    """Always 1."""
    entries: int
    """Number of entries."""
    chain: str = Field(sa_type=Text)
    """Hash of the last entry; empty before the first."""


class ResultRow(SQLModel, table=True):
    """A period's frozen results; triggers refuse to change or remove one."""

    __tablename__ = "result"
    __table_args__ = (
        UniqueConstraint("period_id", "number", name="uq_result_period_number"),
        CheckConstraint("number >= 1", name="ck_result_number"),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    """The result's id."""
    period_id: int = Field(foreign_key="period.id")
    """The period's id."""
    number: int
    """Number of the result within its period, from 1."""
    at: str = Field(sa_type=Text)
    """The time it was frozen, ISO 8601 with its offset."""
    fingerprint: str = Field(sa_type=Text)
    """SHA-256 of the body."""
    body: str = Field(sa_type=Text)
    """The result as JSON."""


class PartMarkRow(SQLModel, table=True):
    """The points of one part, where an indicator is keyed by its parts."""

    __tablename__ = "part_mark"
    __table_args__ = (
        CheckConstraint("part_no >= 0", name="ck_part_mark_part_no"),
        CheckConstraint(f"value BETWEEN 0 AND {MOST}", name="ck_part_mark_value"),
        CLUSTERED,
    )

    ratee_id: int = Field(primary_key=True, foreign_key="participant.id")
    """The ratee's participant id."""
    ballot_id: int = Field(primary_key=True, foreign_key="ballot.id")
    """The ballot's id."""
    indicator_no: int = Field(primary_key=True)
    """The indicator's place in the scheme, from 0."""
    part_no: int = Field(primary_key=True)
    """The part's place in the indicator, from 0."""
    value: int
    """Tenths of a point, 0..``MOST``."""


class InForceRow(SQLModel, table=True):
    """The scheme in force for the periods still to be opened; one line, of id 1."""

    __tablename__ = "in_force"
    __table_args__ = (CheckConstraint("id = 1", name="ck_in_force_id"), STRICT)

    id: int | None = Field(default=None, primary_key=True)
    """Always 1."""
    scheme_id: int = Field(foreign_key="scheme.id")
    """The scheme's id."""


METADATA = SQLModel.metadata
"""All declared tables; those of ``trust_models`` and ``year_models`` too, once imported."""

rating = Table(
    "rating",
    METADATA,
    Column("ratee_id", Integer, ForeignKey("participant.id"), primary_key=True),
    Column("ballot_id", Integer, ForeignKey("ballot.id"), primary_key=True),
    *(Column(f"mark_{number}", Integer) for number in range(MOST_INDICATORS)),
    *(
        CheckConstraint(f"mark_{number} BETWEEN 0 AND {MOST}", name=f"ck_rating_mark_{number}")
        for number in range(MOST_INDICATORS)
    ),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""One rating: a column an indicator, its points in tenths or NULL. It lies beside the other ratings
of the person rated. Declared without a class, whose thirty fields would say the same thirty times.
"""
