"""Read the form: its indicators and their criteria. Rule: docs/files.md, "scheme.toml"."""

from enum import StrEnum

from kaohe_tui.domain.rules.scheme.form import Criterion, Indicator
from kaohe_tui.files.scheme import checks
from kaohe_tui.files.toml.fields import Fields


class _Source(StrEnum):
    """What may stand beside an indicator on a ballot."""

    GOALS = "goals"
    """The ratee's yearly tasks."""


def indicators(root: Fields, step: int, full: int) -> tuple[Indicator, ...]:
    """Return all indicators.

    Args:
        root: the whole file.
        step: the smallest unit of a mark, in tenths of a point.
        full: points that they add up to.
    """
    items = tuple(indicator(fields) for fields in root.many("indicators"))
    checks.indicators(root, items, step, full)
    return items


def indicator(fields: Fields) -> Indicator:
    """Return one indicator with its criteria."""
    fields.only("key", "name", "points", "element", "source", "standard", "criteria")
    indicator = Indicator(
        key=fields.key(),
        name=fields.text("name"),
        points=fields.tenths("points"),
        element=fields.text("element", ""),
        source=fields.choice("source", _Source) if fields.has("source") else "",
        standard=fields.text("standard", ""),
        criteria=tuple(_criterion(each) for each in fields.many("criteria")),
    )
    checks.criteria(fields, indicator)
    return indicator


def _criterion(fields: Fields) -> Criterion:
    fields.only("name", "points", "standard")
    return Criterion(fields.text("name"), fields.tenths("points"), fields.text("standard", ""))
