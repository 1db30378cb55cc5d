"""Describe the tables for statements: names of columns, text or whole numbers, keys.

What a table is, with its checks and references, is declared in ``models``. This module repeats what
a statement needs, because SQLModel and its classes take 0.3 seconds to load, which is felt at every
start. Nothing in the running program loads them. A test holds the two together.
"""

from typing import Any

from sqlalchemy import Column, Integer, MetaData, Table, Text
from sqlalchemy.types import TypeEngine

METADATA = MetaData()
"""The tables of this module and of ``trust_tables`` and ``year_tables``."""

NULLABLE = {("ballot", "rater_id")}
"""(table, column) that may be empty: a ballot of a secret tier is nobody's."""

Columns = list[tuple[str, type[TypeEngine[Any]]]]
"""Names of columns and their types."""


def texts(names: str) -> Columns:
    """Describe columns that hold text."""
    return [(name, Text) for name in names.split()]


def numbers(names: str) -> Columns:
    """Describe columns that hold whole numbers."""
    return [(name, Integer) for name in names.split()]


def described(name: str, *columns: Columns, key: str = "id") -> Table:
    """Describe a table to write statements on.

    Args:
        name: of the table.
        columns: in their order; none may be empty of a value, but one of ``NULLABLE``.
        key: the names of those that make the primary key.
    """
    keys = key.split()
    declared = [
        Column(each, kind, primary_key=each in keys, nullable=(name, each) in NULLABLE)
        for part in columns
        for each, kind in part
    ]
    return Table(name, METADATA, *declared)


_LINE = [
    *numbers("position"),
    *texts("code name section role supervisors identity clerk_note spelling"),
]

scheme = described("scheme", numbers("id"), texts("text fingerprint"))
"""See ``models.SchemeRow``."""
person = described("person", _LINE, numbers("id"))
"""See ``models.PersonRow``."""
period = described(
    "period",
    numbers("id"),
    texts("key state"),
    numbers("scheme_id"),
    texts("scheme_fingerprint roster_fingerprint"),
)
"""See ``models.PeriodRow``."""
participant = described("participant", _LINE, numbers("id period_id"))
"""See ``models.ParticipantRow``."""
tier_step = described(
    "tier_step", numbers("period_id number"), texts("key state"), key="period_id number"
)
"""See ``models.TierStepRow``."""
ballot = described(
    "ballot",
    numbers("id period_id tier_no rater_id"),
    texts("state"),
    numbers("keying"),
    texts("keyed_by nonce"),
)
"""See ``models.BallotRow``."""
ballot_sum = described("ballot_sum", numbers("ballot_id sum"), key="ballot_id")
"""See ``models.BallotSumRow``."""
abstention = described("abstention", numbers("ratee_id ballot_id"), key="ratee_id ballot_id")
"""See ``models.AbstentionRow``."""
recusal = described(
    "recusal",
    texts("period_key tier_key rater_code ratee_code reason"),
    key="period_key tier_key rater_code ratee_code",
)
"""See ``models.RecusalRow``."""
record = described(
    "record",
    numbers("id"),
    texts("at actor action period tier subject old new reason seal chain"),
)
"""See ``models.RecordRow``."""
record_head = described("record_head", numbers("id entries"), texts("chain"))
"""See ``models.RecordHeadRow``."""
result = described("result", numbers("id period_id number"), texts("at fingerprint body"))
"""See ``models.ResultRow``."""
part_mark = described(
    "part_mark",
    numbers("ratee_id ballot_id indicator_no part_no value"),
    key="ratee_id ballot_id indicator_no part_no",
)
"""See ``models.PartMarkRow``."""
in_force = described("in_force", numbers("id scheme_id"))
"""See ``models.InForceRow``."""
