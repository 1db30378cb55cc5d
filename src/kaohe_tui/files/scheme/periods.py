"""Read the periods of scheme.toml. Rule: docs/files.md, "scheme.toml"."""

from kaohe_tui.domain.rules.scheme.periods import Period, PeriodKind
from kaohe_tui.files.scheme import checks
from kaohe_tui.files.toml.fields import Fields


def periods(root: Fields) -> tuple[Period, ...]:
    """Return the periods; the last of several is the annual review unless otherwise said."""
    tables = root.many("periods")
    listed = []
    for number, fields in enumerate(tables, 1):
        fields.only("key", "name", "weight", "kind")
        last = number == len(tables) > 1
        usual = PeriodKind.ANNUAL if last else PeriodKind.QUARTERLY
        kind = fields.choice("kind", PeriodKind, usual)
        listed.append(Period(fields.key(), fields.text("name"), fields.number("weight"), kind))
    checks.periods(root, listed)
    return tuple(listed)
