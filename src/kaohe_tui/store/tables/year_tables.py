"""Describe the tables around the meeting for statements.

As in ``tables``; declared in ``year_models``.
"""

from kaohe_tui.store.tables.tables import described, numbers, texts

_ENTERED = texts("period_key code entered_by entered_at withdrawn_by withdrawn_at withdrawn_reason")

adjustment = described(
    "adjustment",
    _ENTERED,
    numbers("id"),
    texts("rule"),
    numbers("count"),
    texts("evidence approved_by approved_at"),
)
"""See ``year_models.AdjustmentRow``."""
veto = described("veto", _ENTERED, numbers("id"), texts("ground document authority"))
"""See ``year_models.VetoRow``."""
exemption = described("exemption", _ENTERED, numbers("id"), texts("kind reason"))
"""See ``year_models.ExemptionRow``."""
absence = described("absence", _ENTERED, numbers("id half_days"), texts("reason"))
"""See ``year_models.AbsenceRow``."""
decision = described(
    "decision",
    numbers("id"),
    texts("period_key code grade proposed reason decided_by decided_at"),
)
"""See ``year_models.DecisionRow``."""
declaration = described(
    "declaration",
    numbers("id"),
    texts("code"),
    numbers("number"),
    texts("state reason posted_on"),
)
"""See ``year_models.DeclarationRow``."""
task = described(
    "task",
    numbers("declaration_id position"),
    texts("title target measures standard"),
    numbers("points"),
    key="declaration_id position",
)
"""See ``year_models.TaskRow``."""
opinion = described(
    "opinion",
    numbers("declaration_id"),
    texts("rater_code verdict remark"),
    key="declaration_id rater_code",
)
"""See ``year_models.OpinionRow``."""
notice = described(
    "notice",
    numbers("id"),
    texts("period_key"),
    numbers("number"),
    texts("fingerprint posted_on until posted_by"),
)
"""See ``year_models.NoticeRow``."""
matter = described(
    "matter",
    numbers("id"),
    texts(
        "period_key code about kind from_whom received_on due_on handler state outcome correction"
    ),
)
"""See ``year_models.MatterRow``."""
matter_step = described("matter_step", numbers("id matter_id"), texts("at by text"))
"""See ``year_models.MatterStepRow``."""
