"""Read the rounds of scoring. Rule: docs/files.md, "scheme.toml"."""

from kaohe_tui.domain.rules.scheme.scheme import Method, RoleWords
from kaohe_tui.domain.rules.scheme.tiers import Detail, Entry, Reveal, Scope, Tier
from kaohe_tui.files.scheme import checks, roles
from kaohe_tui.files.toml.fields import Fields


def tiers(root: Fields, words: RoleWords, method: Method) -> tuple[Tier, ...]:
    """Return the rounds of scoring, in order.

    Args:
        root: the whole file.
        words: the unit's own words for roles.
        method: decides what their weights add up to.
    """
    items = tuple(_tier(fields, words) for fields in root.many("tiers"))
    checks.tiers(root, items, method)
    return items


def _tier(fields: Fields, words: RoleWords) -> Tier:
    fields.only(
        "key", "name", "raters", "ratees", "scope", "weight", "trim", "secret", "reveal", "detail",
        "entry", "control_total",
    )  # fmt: skip
    return Tier(
        key=fields.key(),
        name=fields.text("name"),
        raters=roles.listed_roles(fields, "raters", words),
        ratees=roles.listed_roles(fields, "ratees", words),
        scope=fields.choice("scope", Scope, Scope.ALL),
        weight=fields.positive("weight"),
        trim=fields.whole("trim", 0, 999, default=0),
        secret=fields.flag("secret"),
        reveal=fields.choice("reveal", Reveal, Reveal.BALLOT),
        detail=fields.choice("detail", Detail, Detail.TOTAL),
        entry=fields.choice("entry", Entry, Entry.SINGLE),
        control_total=fields.flag("control_total"),
    )
