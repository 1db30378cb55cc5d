"""Read the rounds of scoring. Rule: docs/files.md, "scheme.toml"."""

from collections.abc import Sequence

from kaohe_tui.domain.numbers import MOST, MOST_POINTS
from kaohe_tui.domain.rules.scheme.form import Indicator
from kaohe_tui.domain.rules.scheme.scheme import RoleWords
from kaohe_tui.domain.rules.scheme.tiers import Detail, Entry, Marks, Reveal, Scope, Tier
from kaohe_tui.files.decode import shown
from kaohe_tui.files.scheme import checks, roles
from kaohe_tui.files.toml.fields import Fields
from kaohe_tui.files.toml.keys import listed
from kaohe_tui.words import N_


def tiers(root: Fields, words: RoleWords, indicators: Sequence[Indicator]) -> tuple[Tier, ...]:
    """Return the rounds of scoring.

    Args:
        root: the whole file.
        words: the unit's own words for roles.
        indicators: the scheme's.
    """
    keys = [each.key for each in indicators]
    items = tuple(_tier(fields, words, keys) for fields in root.many("tiers"))
    if any(not tier.marks.is_single for tier in items):
        checks.require_some(root, "indicators", indicators)
    return items


def _tier(fields: Fields, words: RoleWords, indicators: Sequence[str]) -> Tier:
    fields.only(
        "key", "name", "raters", "ratees", "scope", "weight", "trim", "secret", "reveal", "detail",
        "entry", "control_total", "marks", "indicators", "points",
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
        marks=fields.choice("marks", Marks, Marks.POINTS),
        indicators=_own_indicators(fields, indicators),
        points=_points(fields),
    )


def _own_indicators(fields: Fields, keys: Sequence[str]) -> tuple[str, ...]:
    """Return the keys of the tier's own indicators, in the scheme's order; none: all of them."""
    own = fields.texts("indicators")
    for key in own:
        if key not in keys:
            raise fields.fault(
                "indicators",
                "indicator-unknown",
                N_("“{key}” is not an indicator; choose from: {keys}."),
                key=shown(key),
                keys=listed(keys),
            )
    if fields.has("indicators") and not own:
        raise fields.fault("indicators", "list-empty", N_("The list is empty; name at least one."))
    return tuple(key for key in keys if key in own)


def _points(fields: Fields) -> int | None:
    """Return what the tier's form adds up to, in tenths of a point; None: full marks."""
    if not fields.has("points"):
        return None
    value = fields.tenths("points")
    if value > MOST:
        raise fields.fault(
            "points",
            "value-kind-wrong",
            N_("A whole number from {lowest} to {highest} belongs here."),
            lowest=1,
            highest=MOST_POINTS,
        )
    return value
