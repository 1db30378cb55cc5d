"""Read components and factors, and check that they fit. Rule: docs/files.md, "scheme.toml"."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from fractions import Fraction

from kaohe_tui.domain.numbers import plain
from kaohe_tui.domain.rules.class_weights import component_sum, wholes
from kaohe_tui.domain.rules.people import Role
from kaohe_tui.domain.rules.scheme.classes import ByClass
from kaohe_tui.domain.rules.scheme.components import (
    EVERYBODY,
    By,
    Component,
    Convert,
    Factor,
    Of,
    Source,
)
from kaohe_tui.domain.rules.scheme.periods import Period
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.rules.scheme.tiers import Tier
from kaohe_tui.files.scheme import checks
from kaohe_tui.files.scheme.classes import Classes
from kaohe_tui.files.toml.fields import Fields
from kaohe_tui.files.toml.keys import listed
from kaohe_tui.words import N_, _


class _IfMissing(StrEnum):
    """What a missing component may come to."""

    ZERO = "zero"
    """It counts nothing."""


def components(
    root: Fields, classes: Classes, tiers: Sequence[Tier], full: int
) -> tuple[Component, ...]:
    """Return what a total is made of; empty where the scheme does not say.

    Args:
        root: the whole file.
        classes: the roles and groups that may be named.
        tiers: the scheme's.
        full: full marks.
    """
    items = tuple(component(fields, classes, tiers) for fields in root.many("components"))
    if not items and root.many("factors"):
        # A factor multiplies what is there: the ballots alone.
        every_tier = tuple(tier.key for tier in tiers)
        whole = {EVERYBODY: Fraction(full)}
        return (Component("ballots", _("Ballots"), whole, Source.BALLOTS, every_tier),)
    if items:
        checks.unique(root, "components", "key", [each.key for each in items])
        checks.unique(root, "components", "name", [each.name for each in items])
        _check_tiers(root, items, tiers)
    return items


def factors(root: Fields, components: Sequence[Component]) -> tuple[Factor, ...]:
    """Return what the sum of the components is multiplied by, in order."""
    items = tuple(map(factor, root.many("factors")))
    checks.unique(root, "factors", "key", [each.key for each in items])
    checks.unique(root, "factors", "name", [each.name for each in items])
    for fields, each in zip(root.many("factors"), items, strict=True):
        for key, value, others in (
            ("key", each.key, [c.key for c in components]),
            ("name", each.name, [c.name for c in components]),
        ):
            if value in others:
                raise fields.fault(
                    key,
                    "factor-is-component",
                    N_("“{value}” is a component already; a factor needs its own."),
                    value=value,
                )
    return items


def component(fields: Fields, classes: Classes, tiers: Sequence[Tier]) -> Component:
    """Return one part of the total.

    Args:
        fields: its table.
        classes: the roles and groups that it may name.
        tiers: the scheme's.
    """
    source = fields.choice("source", Source)
    fields.only("key", "name", "points", "source", "for", *_KEYS[source])
    return Component(
        key=fields.key(),
        name=fields.text("name"),
        points=_points(fields, classes),
        source=source,
        tiers=_tiers(fields, tiers) if source is Source.BALLOTS else (),
        convert=_convert(fields),
        of=fields.choice("of", Of, Of.PERSON),
        classes=classes.listed(fields, "for") if fields.has("for") else frozenset(),
        zero_if_missing=fields.has("if_missing")
        and fields.choice("if_missing", _IfMissing) is _IfMissing.ZERO,
    )


_KEYS: Mapping[Source, tuple[str, ...]] = {
    Source.BALLOTS: ("tiers", "if_missing"),
    Source.FULL: (),
    Source.OFFICE: ("convert", "of", "if_missing"),
}
"""Source -> the keys that a component of it may have beside those that all have."""


def _points(fields: Fields, classes: Classes) -> Mapping[str, Fraction]:
    points = classes.number(fields, "points")
    return dict(points.of) if isinstance(points, ByClass) else {EVERYBODY: points}


def _tiers(fields: Fields, tiers: Sequence[Tier]) -> tuple[str, ...]:
    known = [tier.key for tier in tiers]
    if not fields.has("tiers"):
        return tuple(known)
    named = fields.texts("tiers")
    if not named:
        raise fields.fault("tiers", "list-empty", N_("The list is empty; name at least one."))
    for key in named:
        if key not in known:
            raise fields.fault(
                "tiers",
                "tier-of-component-unknown",
                N_("There is no tier “{key}”; choose from: {keys}."),
                key=key,
                keys=listed(known),
            )
    return tuple(key for key in known if key in named)


def _convert(fields: Fields) -> Convert | None:
    table = fields.one("convert")
    if table is None:
        return None
    by = table.choice("by", By)
    if by is not By.RANK:
        table.only("by")
        return Convert(by)
    table.only("by", "first", "step")
    return Convert(by, table.positive("first"), table.positive("step"))


def factor(fields: Fields) -> Factor:
    """Return one figure that the sum of the components is multiplied by."""
    fields.only("key", "name", "of", "min", "max")
    item = Factor(
        key=fields.key(),
        name=fields.text("name"),
        of=fields.choice("of", Of, Of.PERSON),
        minimum=fields.number_or_none("min") or Fraction(0),
        maximum=fields.positive("max") if fields.has("max") else Fraction(10),
    )
    if item.minimum > item.maximum:
        raise fields.fault(
            "min", "range-wrong", N_("The lowest value here must not be above the highest.")
        )
    return item


def _check_tiers(root: Fields, items: Sequence[Component], tiers: Sequence[Tier]) -> None:
    """Refuse tiers in two components or in none."""
    owner: dict[str, Component] = {}
    for fields, item in zip(root.many("components"), items, strict=True):
        for key in item.tiers:
            if other := owner.get(key):
                raise fields.fault(
                    "tiers",
                    "tier-in-two-components",
                    N_("The tier “{tier}” belongs to “{other}” already; a tier has one component."),
                    tier=key,
                    other=other.name,
                )
            owner[key] = item
    for fields, tier in zip(root.many("tiers"), tiers, strict=True):
        if tier.key not in owner:
            raise fields.fault(
                "key",
                "tier-without-component",
                N_(
                    "The tier “{tier}” is in no component, so its ballots would count nowhere; "
                    "name it under tiers in one."
                ),
                tier=tier.name,
            )


def check_points(root: Fields, scheme: Scheme) -> None:
    """Refuse components that do not add up to full marks; first places worth too much.

    Where groups are named it depends on who is in which, and is asked where the roster is known
    (``domain.rules.class_weights.check_people``).
    """
    listed_ones = root.many("components")
    for fields, item in zip(listed_ones, scheme.components, strict=False):
        least = min(item.points.values())
        if item.convert and item.convert.first > least:
            raise fields.fault(
                "convert",
                "first-above-points",
                N_("The first place gets {first} points, more than the {points} of the component."),
                first=plain(item.convert.first),
                points=plain(least),
            )
    known = {*map(str, Role), EVERYBODY}
    by_group = any((each.points.keys() | each.classes) - known for each in scheme.components)
    for period, whole in wholes(scheme) if listed_ones and not by_group else ():
        _check_sum(listed_ones[0], period, whole)


def _check_sum(fields: Fields, period: Period | None, scheme: Scheme) -> None:
    """Refuse components that do not add up to full marks for some role, in a period or in all."""
    for role in Role:
        if not scheme.tiers and role in (Role.HEAD, Role.GUEST):
            continue
        total = component_sum(scheme, frozenset({role.value}))
        if total in (None, scheme.full):
            continue
        refusal = fields.fault(
            "points",
            "components-sum-wrong",
            N_("For {role} the components add up to {total}, not to {full}."),
            role=scheme.role_name(role),
            total=plain(total or Fraction(0)),
            full=scheme.full,
        )
        if period is not None:
            refusal = refusal.followed_by(
                _("So it is in the period {period}.").format(period=period.name)
            )
        raise refusal
