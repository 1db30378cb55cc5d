# Made by: .venv/bin/python -m scripts.tables
"""Hold the tables as statements need them: columns, their types, keys, whether they may be empty.

What a table is, with its checks and references, is declared in the class named below it; this
module repeats it for a program that does not wait for SQLModel to load. Behind a column stands the
enum whose values it holds.
"""

from sqlalchemy import Column, Integer, MetaData, Table, Text

METADATA = MetaData()
"""The tables of this module."""

scheme = Table(
    "scheme",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
)
"""See ``models.SchemeRow``."""
person = Table(
    "person",
    METADATA,
    Column("position", Integer, nullable=False),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("section", Text, nullable=False),
    Column("role", Text, nullable=False),  # Role
    Column("supervisors", Text, nullable=False),
    Column("identity", Text, nullable=False),
    Column("clerk_note", Text, nullable=False),
    Column("spelling", Text, nullable=False),
    Column("id", Integer, primary_key=True),
)
"""See ``models.PersonRow``."""
period = Table(
    "period",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False),
    Column("state", Text, nullable=False),  # PeriodState
    Column("scheme_id", Integer, nullable=False),
    Column("scheme_fingerprint", Text, nullable=False),
    Column("roster_fingerprint", Text, nullable=False),
)
"""See ``models.PeriodRow``."""
participant = Table(
    "participant",
    METADATA,
    Column("position", Integer, nullable=False),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("section", Text, nullable=False),
    Column("role", Text, nullable=False),  # Role
    Column("supervisors", Text, nullable=False),
    Column("identity", Text, nullable=False),
    Column("clerk_note", Text, nullable=False),
    Column("spelling", Text, nullable=False),
    Column("id", Integer, primary_key=True),
    Column("period_id", Integer, nullable=False),
)
"""See ``models.ParticipantRow``."""
tier_step = Table(
    "tier_step",
    METADATA,
    Column("period_id", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("key", Text, nullable=False),
    Column("state", Text, nullable=False),  # StepState
)
"""See ``models.TierStepRow``."""
ballot = Table(
    "ballot",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("period_id", Integer, nullable=False),
    Column("tier_no", Integer, nullable=False),
    Column("rater_id", Integer),
    Column("state", Text, nullable=False),  # BallotState
    Column("keying", Integer, nullable=False),  # Keying
    Column("keyed_by", Text, nullable=False),
    Column("nonce", Text, nullable=False),
)
"""See ``models.BallotRow``."""
recusal = Table(
    "recusal",
    METADATA,
    Column("period_key", Text, primary_key=True),
    Column("tier_key", Text, primary_key=True),
    Column("rater_code", Text, primary_key=True),
    Column("ratee_code", Text, primary_key=True),
    Column("reason", Text, nullable=False),
)
"""See ``models.RecusalRow``."""
record = Table(
    "record",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("period", Text, nullable=False),
    Column("tier", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("old", Text, nullable=False),
    Column("new", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("seal", Text, nullable=False),
    Column("chain", Text, nullable=False),
)
"""See ``models.RecordRow``."""
result = Table(
    "result",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("period_id", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("at", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("body", Text, nullable=False),
)
"""See ``models.ResultRow``."""
in_force = Table(
    "in_force",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("scheme_id", Integer, nullable=False),
)
"""See ``models.InForceRow``."""
adjustment = Table(
    "adjustment",
    METADATA,
    Column("period_key", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("entered_by", Text, nullable=False),
    Column("entered_at", Text, nullable=False),
    Column("withdrawn_by", Text, nullable=False),
    Column("withdrawn_at", Text, nullable=False),
    Column("withdrawn_reason", Text, nullable=False),
    Column("id", Integer, primary_key=True),
    Column("rule", Text, nullable=False),
    Column("count", Integer, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("approved_by", Text, nullable=False),
    Column("approved_at", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("matter", Text, nullable=False),
    Column("points", Text, nullable=False),
)
"""See ``year_models.AdjustmentRow``."""
veto = Table(
    "veto",
    METADATA,
    Column("period_key", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("entered_by", Text, nullable=False),
    Column("entered_at", Text, nullable=False),
    Column("withdrawn_by", Text, nullable=False),
    Column("withdrawn_at", Text, nullable=False),
    Column("withdrawn_reason", Text, nullable=False),
    Column("id", Integer, primary_key=True),
    Column("ground", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("authority", Text, nullable=False),
)
"""See ``year_models.VetoRow``."""
exemption = Table(
    "exemption",
    METADATA,
    Column("period_key", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("entered_by", Text, nullable=False),
    Column("entered_at", Text, nullable=False),
    Column("withdrawn_by", Text, nullable=False),
    Column("withdrawn_at", Text, nullable=False),
    Column("withdrawn_reason", Text, nullable=False),
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),  # ExemptionKind
    Column("reason", Text, nullable=False),
)
"""See ``year_models.ExemptionRow``."""
absence = Table(
    "absence",
    METADATA,
    Column("period_key", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("entered_by", Text, nullable=False),
    Column("entered_at", Text, nullable=False),
    Column("withdrawn_by", Text, nullable=False),
    Column("withdrawn_at", Text, nullable=False),
    Column("withdrawn_reason", Text, nullable=False),
    Column("id", Integer, primary_key=True),
    Column("half_days", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("kind", Text, nullable=False),
)
"""See ``year_models.AbsenceRow``."""
figure = Table(
    "figure",
    METADATA,
    Column("period_key", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("entered_by", Text, nullable=False),
    Column("entered_at", Text, nullable=False),
    Column("withdrawn_by", Text, nullable=False),
    Column("withdrawn_at", Text, nullable=False),
    Column("withdrawn_reason", Text, nullable=False),
    Column("id", Integer, primary_key=True),
    Column("part", Text, nullable=False),
    Column("figure", Text, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("approved_by", Text, nullable=False),
    Column("approved_at", Text, nullable=False),
)
"""See ``year_models.FigureRow``."""
decision = Table(
    "decision",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("period_key", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("grade", Text, nullable=False),
    Column("proposed", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("decided_by", Text, nullable=False),
    Column("decided_at", Text, nullable=False),
)
"""See ``year_models.DecisionRow``."""
declaration = Table(
    "declaration",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("code", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("state", Text, nullable=False),  # TaskState
    Column("reason", Text, nullable=False),
    Column("posted_on", Text, nullable=False),
)
"""See ``year_models.DeclarationRow``."""
task = Table(
    "task",
    METADATA,
    Column("declaration_id", Integer, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("measures", Text, nullable=False),
    Column("standard", Text, nullable=False),
    Column("points", Integer, nullable=False),
)
"""See ``year_models.TaskRow``."""
opinion = Table(
    "opinion",
    METADATA,
    Column("declaration_id", Integer, primary_key=True),
    Column("rater_code", Text, primary_key=True),
    Column("verdict", Text, nullable=False),  # Verdict
    Column("remark", Text, nullable=False),
)
"""See ``year_models.OpinionRow``."""
notice = Table(
    "notice",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("period_key", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("posted_on", Text, nullable=False),
    Column("until", Text, nullable=False),
    Column("posted_by", Text, nullable=False),
)
"""See ``year_models.NoticeRow``."""
matter = Table(
    "matter",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("period_key", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("kind", Text, nullable=False),  # MatterKind
    Column("from_whom", Text, nullable=False),
    Column("received_on", Text, nullable=False),
    Column("due_on", Text, nullable=False),
    Column("handler", Text, nullable=False),
    Column("state", Text, nullable=False),  # MatterState
    Column("outcome", Text, nullable=False),
    Column("correction", Text, nullable=False),
)
"""See ``year_models.MatterRow``."""
matter_step = Table(
    "matter_step",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("matter_id", Integer, nullable=False),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("text", Text, nullable=False),
)
"""See ``year_models.MatterStepRow``."""
roster_group = Table(
    "roster_group",
    METADATA,
    Column("period_id", Integer, primary_key=True),
    Column("code", Text, primary_key=True),
    Column("group_key", Text, primary_key=True),
)
"""See ``trust_models.RosterGroupRow``."""
operator = Table(
    "operator",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("duty", Text, nullable=False),  # Duty
    Column("pin", Text, nullable=False),
    Column("state", Text, nullable=False),  # OperatorState
    Column("failures", Integer, nullable=False),
    Column("waits_until", Text, nullable=False),
)
"""See ``trust_models.OperatorRow``."""
rater_code = Table(
    "rater_code",
    METADATA,
    Column("period_id", Integer, primary_key=True),
    Column("tier_no", Integer, primary_key=True),
    Column("rater_id", Integer, primary_key=True),
    Column("code", Text, nullable=False),
)
"""See ``trust_models.RaterCodeRow``."""
receipt = Table(
    "receipt",
    METADATA,
    Column("code", Text, primary_key=True),
    Column("period_id", Integer, nullable=False),
    Column("tier_no", Integer, nullable=False),
)
"""See ``trust_models.ReceiptRow``."""
