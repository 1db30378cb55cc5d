"""Read how results are made public. Rule: docs/files.md, "scheme.toml"."""

from kaohe_tui.domain.rules.scheme.notices import NoticeOrder, NoticeRules
from kaohe_tui.files.toml.fields import Fields


def notice(root: Fields) -> NoticeRules:
    """Return how results are made public; what is left out has its usual value."""
    fields = root.one("notice")
    if fields is None:
        return NoticeRules()
    fields.only("days", "order", "scores", "contact", "answer_days")
    usual = NoticeRules()
    return NoticeRules(
        days=fields.whole("days", 1, 365, default=usual.days),
        order=fields.choice("order", NoticeOrder, usual.order),
        scores=fields.flag("scores", default=usual.scores),
        contact=fields.text("contact", ""),
        answer_days=fields.whole("answer_days", 1, 365, default=usual.answer_days),
    )
