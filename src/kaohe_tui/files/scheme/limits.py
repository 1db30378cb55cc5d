"""Read the limits of a tier's ballots. Rule: docs/files.md, "scheme.toml"."""

from kaohe_tui.domain.rules.scheme.limits import Limit, LimitBy, OnBreak
from kaohe_tui.files.scheme import checks
from kaohe_tui.files.toml.fields import Fields


def limit(fields: Fields) -> Limit:
    """Return one limit of a tier's ballots."""
    fields.only(
        "level", "from", "below", "at_most", "at_least", "at_most_percent", "at_least_percent",
        "all_equal", "all_full", "by", "on_break",
    )  # fmt: skip
    item = Limit(
        level=fields.text("level", ""),
        low=fields.number_or_none("from"),
        below=fields.number_or_none("below"),
        at_most=_people(fields, "at_most"),
        at_least=_people(fields, "at_least"),
        at_most_percent=fields.percent_or_none("at_most_percent"),
        at_least_percent=fields.percent_or_none("at_least_percent"),
        all_equal=fields.flag("all_equal", default=True),
        all_full=fields.flag("all_full", default=True),
        by_section=fields.has("by") and bool(fields.choice("by", LimitBy)),
        on_break=fields.choice("on_break", OnBreak, OnBreak.REFUSE),
    )
    checks.limit(fields, item)
    return item


def _people(fields: Fields, key: str) -> int | None:
    return fields.whole(key, 0, 9999) if fields.has(key) else None
