"""Read components and factors, and check that they fit. Rule: docs/files.md, "scheme.toml"."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from kaohe_tui.domain.numbers import FULL, UNIT, plain
from kaohe_tui.domain.rules.people import Role
from kaohe_tui.domain.rules.scheme.components import (
    EVERYBODY,
    By,
    Component,
    Convert,
    Factor,
    Of,
    Source,
)
from kaohe_tui.domain.rules.scheme.scheme import Method, RoleWords
from kaohe_tui.domain.rules.scheme.tiers import Tier
from kaohe_tui.files.scheme import checks, roles
from kaohe_tui.files.toml.fields import Fields, listed
from kaohe_tui.words import N_, _

_ALL = Fraction(FULL, UNIT)
"""Points of a whole form."""
_WHOLE = 100
_ZERO = "zero"
"""The word that makes a missing component count nothing."""


def components(
    root: Fields, words: RoleWords, tiers: Sequence[Tier], method: Method
) -> tuple[Component, ...]:
    """Return what a total is made of; empty where the scheme does not say."""
    items = tuple(_component(fields, words, tiers) for fields in root.many("components"))
    if not items and root.many("factors"):
        # A factor multiplies what is there: the ballots alone.
        every_tier = tuple(tier.key for tier in tiers)
        whole = {EVERYBODY: _ALL}
        return (Component("ballots", _("Ballots"), whole, Source.BALLOTS, every_tier),)
    if items:
        checks.unique(root, "components", "key", [each.key for each in items])
        checks.unique(root, "components", "name", [each.name for each in items])
        _check_tiers(root, items, tiers, method)
        _check_points(root, items, tiers)
    return items


def factors(root: Fields, components: Sequence[Component]) -> tuple[Factor, ...]:
    """Return what the sum of the components is multiplied by, in order."""
    items = tuple(map(_factor, root.many("factors")))
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


def _component(fields: Fields, words: RoleWords, tiers: Sequence[Tier]) -> Component:
    source = fields.choice("source", Source)
    fields.only("key", "name", "points", "source", "for", *_KEYS[source])
    return Component(
        key=fields.key(),
        name=fields.text("name"),
        points=_points(fields, words),
        source=source,
        tiers=_tiers(fields, tiers) if source is Source.BALLOTS else (),
        convert=_convert(fields),
        of=fields.choice("of", Of, Of.PERSON),
        classes=roles.listed_roles(fields, "for", words) if "for" in fields.values else frozenset(),
        zero_if_missing=_zero(fields),
    )


_KEYS: Mapping[Source, tuple[str, ...]] = {
    Source.BALLOTS: ("tiers", "if_missing"),
    Source.FULL: (),
    Source.OFFICE: ("convert", "of", "if_missing"),
}
"""Source -> the keys that a component of it may have beside those that all have."""


def _points(fields: Fields, words: RoleWords) -> Mapping[str, Fraction]:
    if not isinstance(fields.values.get("points"), dict):
        return {EVERYBODY: fields.positive("points")}
    table = fields.one("points")
    assert table is not None
    points = {
        role.value: table.positive(word)
        for word in table.values
        for role in [roles.role_named(table, word, word, words)]
    }
    if not points:
        raise fields.fault("points", "list-empty", N_("The list is empty; name at least one."))
    return points


def _tiers(fields: Fields, tiers: Sequence[Tier]) -> tuple[str, ...]:
    known = [tier.key for tier in tiers]
    if "tiers" not in fields.values:
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


def _zero(fields: Fields) -> bool:
    if "if_missing" not in fields.values:
        return False
    text = fields.text("if_missing")
    if text != _ZERO:
        raise fields.fault(
            "if_missing",
            "value-unknown",
            N_("“{value}” is unknown here; choose from: {words}."),
            value=text,
            words=_ZERO,
        )
    return True


def _factor(fields: Fields) -> Factor:
    fields.only("key", "name", "of", "min", "max")
    factor = Factor(
        key=fields.key(),
        name=fields.text("name"),
        of=fields.choice("of", Of, Of.PERSON),
        minimum=fields.number("min") if "min" in fields.values else Fraction(0),
        maximum=fields.positive("max") if "max" in fields.values else Fraction(10),
    )
    if factor.minimum > factor.maximum:
        raise fields.fault(
            "min", "range-wrong", N_("The lowest value here must not be above the highest.")
        )
    return factor


def _check_tiers(
    root: Fields, items: Sequence[Component], tiers: Sequence[Tier], method: Method
) -> None:
    """Refuse tiers in two components or in none; weights that miss 100 in a component."""
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
        total = sum((t.weight for t in tiers if t.key in item.tiers), Fraction(0))
        if item.tiers and method is Method.TIERS and total != _WHOLE:
            raise fields.fault(
                "tiers",
                "component-weights-wrong",
                N_("The weights of this component's tiers add up to {total}, not to 100."),
                total=plain(total),
            )
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


def _check_points(root: Fields, items: Sequence[Component], tiers: Sequence[Tier]) -> None:
    """Refuse components that do not add up to a whole form; first places worth too much."""
    for fields, item in zip(root.many("components"), items, strict=True):
        least = min(item.points.values())
        if item.convert and item.convert.first > least:
            raise fields.fault(
                "convert",
                "first-above-points",
                N_("The first place gets {first} points, more than the {points} of the component."),
                first=plain(item.convert.first),
                points=plain(least),
            )
    for role in Role:
        if not any(role in tier.ratees for tier in tiers):
            continue
        applying = _worth(items, role, [t.key for t in tiers if role in t.ratees])
        if _ALL not in (applying, _worth(items, role, [t.key for t in tiers])):
            raise root.many("components")[0].fault(
                "points",
                "components-sum-wrong",
                N_("For {role} the components add up to {total}, not to {full}."),
                role=role.label,
                total=plain(applying),
                full=plain(_ALL),
            )


def _worth(items: Sequence[Component], role: Role, tiers: Sequence[str]) -> Fraction:
    """Return what the components are worth to a role that these tiers rate."""
    points = (
        item.points_for(frozenset({role.value})) or Fraction(0)
        for item in items
        if not item.tiers or set(tiers).intersection(item.tiers)
    )
    return sum(points, Fraction(0))
