"""Read the form: its indicators and their criteria. Rule: docs/files.md, "scheme.toml"."""

from kaohe_tui.domain.rules.scheme.form import Criterion, Indicator
from kaohe_tui.files.scheme import checks
from kaohe_tui.files.toml.fields import Fields
from kaohe_tui.words import N_


def indicator(fields: Fields) -> Indicator:
    """Return one indicator with its criteria."""
    fields.only("key", "name", "points", "element", "source", "standard", "criteria")
    indicator = Indicator(
        key=fields.key(),
        name=fields.text("name"),
        points=fields.tenths("points"),
        element=fields.text("element", ""),
        source=fields.text("source", ""),
        standard=fields.text("standard", ""),
        criteria=tuple(_criterion(each) for each in fields.many("criteria")),
    )
    if indicator.source not in ("", "goals"):
        raise fields.fault("source", "source-unknown", N_("Only “goals” is allowed here."))
    checks.criteria(fields, indicator)
    return indicator


def _criterion(fields: Fields) -> Criterion:
    fields.only("name", "points", "standard")
    return Criterion(fields.text("name"), fields.tenths("points"), fields.text("standard", ""))
