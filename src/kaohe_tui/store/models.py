"""The meeting's tables: facts only, whole numbers only; marks in tenths of a point.

SQLModel's classes define the tables and nothing else: statements are written on the ``Table``
objects of ``tables``, and no row object is ever made of a mark. Types are portable to
PostgreSQL; the options that begin with ``sqlite_`` are ignored there. What is declared here and
what ``migrations/`` makes are the same, and a test holds it.

The running program does not load this module: see ``tables``.
"""

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

from kaohe_tui.domain.scheme import MOST_INDICATORS

STRICT = {"sqlite_strict": True}
CLUSTERED = {"sqlite_strict": True, "sqlite_with_rowid": False}


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
    __table_args__ = (UniqueConstraint("fingerprint", name="uq_scheme_fingerprint"), STRICT)

    id: int | None = Field(default=None, primary_key=True)
    text: str = Field(sa_type=Text)
    fingerprint: str = Field(sa_type=Text)


class PersonRow(_RosterLine, table=True):
    """The current roster, replaced whole when a roster is imported."""

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("code", name="uq_person_code"), STRICT)

    id: int | None = Field(default=None, primary_key=True)


class PeriodRow(SQLModel, table=True):
    """A period that has been opened, and the rules it was opened under."""

    __tablename__ = "period"
    __table_args__ = (
        UniqueConstraint("key", name="uq_period_key"),
        CheckConstraint("state IN ('open', 'closed')", name="ck_period_state"),
        STRICT,
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
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    period_id: int = Field(foreign_key="period.id")


class TierStepRow(SQLModel, table=True):
    """Where a tier of a period stands."""

    __tablename__ = "tier_step"
    __table_args__ = (
        CheckConstraint("number >= 0", name="ck_tier_step_number"),
        CheckConstraint("state IN ('waiting', 'open', 'closed')", name="ck_tier_step_state"),
        CLUSTERED,
    )

    period_id: int = Field(primary_key=True, foreign_key="period.id")
    number: int = Field(primary_key=True)
    key: str = Field(sa_type=Text)
    state: str = Field(sa_type=Text)


class BallotRow(SQLModel, table=True):
    """One rater's whole form in one tier.

    A rater's ballot of a secret tier has nothing on it once it is handed in: what was on it lies
    scattered over the tier's ballots of nobody (see ``store.urn``). Where a tier is keyed twice,
    the second keying is one of its own.
    """

    __tablename__ = "ballot"
    __table_args__ = (
        UniqueConstraint("period_id", "tier_no", "rater_id", "keying", name="uq_ballot_rater"),
        ForeignKeyConstraint(
            ["period_id", "tier_no"],
            ["tier_step.period_id", "tier_step.number"],
            name="fk_ballot_tier_step",
        ),
        CheckConstraint("state IN ('open', 'keyed', 'handed_in', 'void')", name="ck_ballot_state"),
        CheckConstraint("keying IN (1, 2)", name="ck_ballot_keying"),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    period_id: int
    tier_no: int
    rater_id: int | None = Field(default=None, foreign_key="participant.id")
    state: str = Field(sa_type=Text)
    keying: int
    keyed_by: str = Field(sa_type=Text)
    """Who keyed it; empty of a ballot of nobody."""
    nonce: str = Field(sa_type=Text)
    """What keeps its hash in the record from being guessed; empty until it is handed in."""


class BallotSumRow(SQLModel, table=True):
    """What holds the rows on a ballot that no entry of the record seals yet; see ``sums``."""

    __tablename__ = "ballot_sum"
    __table_args__ = (CheckConstraint("sum >= 0", name="ck_ballot_sum_sum"), STRICT)

    ballot_id: int | None = Field(default=None, primary_key=True)
    """0 for all ballots and receipts themselves."""
    sum: int


class AbstentionRow(SQLModel, table=True):
    """A rater's word that he does not know the person (弃权)."""

    __tablename__ = "abstention"
    __table_args__ = (CLUSTERED,)

    ratee_id: int = Field(primary_key=True, foreign_key="participant.id")
    ballot_id: int = Field(primary_key=True, foreign_key="ballot.id")


class RecusalRow(SQLModel, table=True):
    """A pair that is not owed (回避), by codes: it is set before the roster is frozen."""

    __tablename__ = "recusal"
    __table_args__ = (CLUSTERED,)

    period_key: str = Field(primary_key=True, sa_type=Text)
    tier_key: str = Field(primary_key=True, sa_type=Text)
    rater_code: str = Field(primary_key=True, sa_type=Text)
    ratee_code: str = Field(primary_key=True, sa_type=Text)
    reason: str = Field(sa_type=Text)


class RecordRow(SQLModel, table=True):
    """Who did what, when and why, chained; triggers refuse to change or remove a line."""

    __tablename__ = "record"
    __table_args__ = (STRICT,)

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
    seal: str = Field(sa_type=Text)
    """JSON: what the entry's transaction changed -> the SHA-256 of what it is since."""
    chain: str = Field(sa_type=Text)
    """The entry's hash; see ``domain.chain``."""


class RecordHeadRow(SQLModel, table=True):
    """How many entries the record has, and the hash of the last one; one line, of id 1."""

    __tablename__ = "record_head"
    __table_args__ = (CheckConstraint("id = 1", name="ck_record_head_id"), STRICT)

    id: int | None = Field(default=None, primary_key=True)
    entries: int
    chain: str = Field(sa_type=Text)


class ResultRow(SQLModel, table=True):
    """A period's frozen results; triggers refuse to change or remove one."""

    __tablename__ = "result"
    __table_args__ = (
        UniqueConstraint("period_id", "number", name="uq_result_period_number"),
        CheckConstraint("number >= 1", name="ck_result_number"),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    period_id: int = Field(foreign_key="period.id")
    number: int
    at: str = Field(sa_type=Text)
    fingerprint: str = Field(sa_type=Text)
    body: str = Field(sa_type=Text)


class PartMarkRow(SQLModel, table=True):
    """Where an indicator is keyed by its parts: one part's points, in tenths."""

    __tablename__ = "part_mark"
    __table_args__ = (
        CheckConstraint("part_no >= 0", name="ck_part_mark_part_no"),
        CheckConstraint("value BETWEEN 0 AND 1000", name="ck_part_mark_value"),
        CLUSTERED,
    )

    ratee_id: int = Field(primary_key=True, foreign_key="participant.id")
    ballot_id: int = Field(primary_key=True, foreign_key="ballot.id")
    indicator_no: int = Field(primary_key=True)
    part_no: int = Field(primary_key=True)
    value: int


class InForceRow(SQLModel, table=True):
    """Which scheme holds for the periods still to be opened; one line, of id 1."""

    __tablename__ = "in_force"
    __table_args__ = (CheckConstraint("id = 1", name="ck_in_force_id"), STRICT)

    id: int | None = Field(default=None, primary_key=True)
    scheme_id: int = Field(foreign_key="scheme.id")


METADATA = SQLModel.metadata

rating = Table(
    "rating",
    METADATA,
    Column("ratee_id", Integer, ForeignKey("participant.id"), primary_key=True),
    Column("ballot_id", Integer, ForeignKey("ballot.id"), primary_key=True),
    *(Column(f"mark_{number}", Integer) for number in range(MOST_INDICATORS)),
    *(
        CheckConstraint(f"mark_{number} BETWEEN 0 AND 1000", name=f"ck_rating_mark_{number}")
        for number in range(MOST_INDICATORS)
    ),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""One rating: a column an indicator, its points in tenths or NULL. It lies beside the other ratings
of the person rated. Declared without a class, whose thirty fields would say the same thirty times.
"""
