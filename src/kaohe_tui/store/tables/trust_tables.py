"""Describe the tables of operators, codes, receipts and paper for statements.

As in ``tables``; declared in ``trust_models``.
"""

from kaohe_tui.store.tables.tables import described, numbers, texts

_TIER = numbers("period_id tier_no")
_RATER = numbers("period_id tier_no rater_id")

operator = described(
    "operator",
    numbers("id"),
    texts("name duty pin state"),
    numbers("failures"),
    texts("waits_until"),
)
"""See ``trust_models.OperatorRow``."""
rater_code = described("rater_code", _RATER, texts("code"), key="period_id tier_no rater_id")
"""See ``trust_models.RaterCodeRow``."""
receipt = described("receipt", texts("code"), _TIER, key="code")
"""See ``trust_models.ReceiptRow``."""
comparison = described(
    "comparison",
    _RATER,
    texts("first_by second_by settled_by"),
    numbers("cells first_wrong second_wrong"),
    key="period_id tier_no rater_id",
)
"""See ``trust_models.ComparisonRow``."""
forms = described("forms", _TIER, numbers("handed_out returned"), key="period_id tier_no")
"""See ``trust_models.FormsRow``."""
