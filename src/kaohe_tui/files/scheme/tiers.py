"""Read the rounds of scoring. Rule: docs/files.md, "scheme.toml"."""

from collections.abc import Collection, Sequence
from fractions import Fraction

from kaohe_tui.domain.numbers import MOST, MOST_POINTS, plain
from kaohe_tui.domain.rules.class_weights import (
    WHOLE,
    is_by_class,
    summed,
    weighed_classes,
    weights_for,
)
from kaohe_tui.domain.rules.people import Role
from kaohe_tui.domain.rules.scheme.classes import ByClass
from kaohe_tui.domain.rules.scheme.components import Source
from kaohe_tui.domain.rules.scheme.form import Indicator
from kaohe_tui.domain.rules.scheme.limits import Limit
from kaohe_tui.domain.rules.scheme.scheme import Method, Scheme
from kaohe_tui.domain.rules.scheme.tiers import Detail, Entry, Marks, Reveal, Scope, Tier
from kaohe_tui.files.decode import shown
from kaohe_tui.files.scheme import checks, limits
from kaohe_tui.files.scheme.classes import Classes
from kaohe_tui.files.toml.fields import Fields
from kaohe_tui.files.toml.keys import listed
from kaohe_tui.words import N_

_ROLES = frozenset(map(str, Role))


def tiers(
    root: Fields,
    classes: Classes,
    indicators: Sequence[Indicator],
    by_share: Collection[str] = (),
) -> tuple[Tier, ...]:
    """Return the rounds of scoring.

    Args:
        root: the whole file.
        classes: the roles and groups that they may name.
        indicators: the scheme's.
        by_share: keys of the tiers that count by a share of their ratings, and weigh nothing.
    """
    keys = [each.key for each in indicators]
    items = tuple(tier(fields, classes, keys, by_share) for fields in root.many("tiers"))
    checks.tiers(root, items)
    if any(not each.marks.is_single for each in items):
        checks.require_some(root, "indicators", indicators)
    return items


def tier(
    fields: Fields, classes: Classes, indicators: Sequence[str], by_share: Collection[str] = ()
) -> Tier:
    """Return one round of scoring.

    Args:
        fields: its table.
        classes: the roles and groups that it may name.
        indicators: the keys of the scheme's indicators.
        by_share: see ``tiers``.
    """
    fields.only(
        "key", "name", "raters", "ratees", "scope", "weight", "trim", "trim_from", "min_ratings",
        "secret", "reveal", "detail",
        "entry", "control_total", "marks", "indicators", "points", "limits",
    )  # fmt: skip
    trim, key = fields.whole("trim", 0, 999, default=0), fields.key()
    if key in by_share:
        _check_untrimmed(fields, trim)
    return Tier(
        key=key,
        name=fields.text("name"),
        raters=_raters(fields, classes),
        ratees=_ratees(fields, classes),
        scopes=frozenset(fields.choices("scope", Scope)) or frozenset({Scope.ALL}),
        weight=Fraction(0) if key in by_share else classes.number(fields, "weight"),
        trim=trim,
        trim_from=_trim_from(fields, trim),
        min_ratings=fields.whole("min_ratings", 0, 999, default=0),
        secret=fields.flag("secret"),
        reveal=fields.choice("reveal", Reveal, Reveal.BALLOT),
        detail=fields.choice("detail", Detail, Detail.TOTAL),
        entry=fields.choice("entry", Entry, Entry.SINGLE),
        control_total=fields.flag("control_total"),
        marks=fields.choice("marks", Marks, Marks.POINTS),
        indicators=_own_indicators(fields, indicators),
        points=_points(fields),
        limits=tuple(map(limits.limit, fields.many("limits"))),
    )


def _check_untrimmed(fields: Fields, trim: int) -> None:
    if trim:
        raise fields.fault(
            "trim",
            "trim-of-share",
            N_("A share is of all ratings, so nothing is trimmed here; leave this key out."),
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


def _trim_from(fields: Fields, trim: int) -> int:
    """Return the number of ratings from which totals are trimmed; 0 where it is left out.

    One that leaves nothing of so many ratings is refused, and one that nothing is trimmed from.
    """
    least = fields.whole("trim_from", 0, 9999, default=0)
    if least and not trim:
        raise fields.fault(
            "trim_from",
            "trim-missing",
            N_("Nothing is trimmed in this tier: give “trim”, how many, as well."),
        )
    if 0 < least <= 2 * trim:
        raise fields.fault(
            "trim_from",
            "trim-from-too-low",
            N_("Of {least} ratings trimming would leave none; it needs at least {needed}."),
            least=least,
            needed=2 * trim + 1,
        )
    return least


def _raters(fields: Fields, classes: Classes) -> frozenset[str]:
    raters = classes.listed(fields, "raters")
    if Role.UNIT in raters:
        raise fields.fault(
            "raters", "units-rate", N_("A section rates nobody; its people do. Name their roles.")
        )
    return raters


def _ratees(fields: Fields, classes: Classes) -> frozenset[str]:
    ratees = classes.listed(fields, "ratees")
    if Role.GUEST in ratees:
        raise fields.fault(
            "ratees", "guests-rated", N_("Outside raters are rated by nobody; take them out here.")
        )
    return ratees


def check_weights(root: Fields, scheme: Scheme) -> None:
    """Refuse weights that do not add up to 100, and tables without a role that is rated.

    What depends on who is in which group is asked where the roster is known
    (``domain.rules.class_weights.check_people``).
    """
    for fields, tier in zip(root.many("tiers"), scheme.tiers, strict=True):
        if isinstance(tier.weight, ByClass):
            _check_table(fields, scheme, tier.weight, tier.ratees)
    if scheme.method is not Method.TIERS:
        return
    listed_ones = zip(root.many("components"), scheme.components, strict=False)
    parts = [fields for fields, each in listed_ones if each.source is Source.BALLOTS]
    for place, keys in enumerate(summed(scheme)):
        fields, key = (parts[place], "tiers") if parts else (root.many("tiers")[0], "weight")
        _check_sum(fields, key, scheme, frozenset(keys))


def _check_sum(fields: Fields, key: str, scheme: Scheme, tiers: frozenset[str]) -> None:
    """Refuse tiers whose weights do not add up; ``key`` of ``fields`` is where it is told."""
    if not is_by_class(tier for tier in scheme.tiers if tier.key in tiers):
        weights = (tier.weight for tier in scheme.tiers if tier.key in tiers)
        total = sum((each for each in weights if isinstance(each, Fraction)), Fraction(0))
        if total == WHOLE:
            return
        if key == "tiers":
            raise fields.fault(
                key,
                "component-weights-wrong",
                N_("The weights of this component's tiers add up to {total}, not to 100."),
                total=plain(total),
            )
        raise fields.fault(
            key,
            "weights-sum-wrong",
            N_("The weights add up to {total}, not to 100."),
            total=plain(total),
        )
    for one in weighed_classes(scheme):
        weights_of = [weight for tier, weight in weights_for(scheme, one) if tier.key in tiers]
        total = sum(weights_of, Fraction(0))
        if weights_of and _is_certain(scheme, one) and total != WHOLE:
            raise fields.fault(
                key,
                "weights-of-class-wrong",
                N_("The weights for {name} add up to {total}, not to 100."),
                name=scheme.class_name(one),
                total=plain(total),
            )


def _check_table(fields: Fields, scheme: Scheme, weight: ByClass, ratees: frozenset[str]) -> None:
    if _ROLES.issuperset(weight.classes) and (missing := ratees - set(weight.classes)):
        raise fields.fault(
            "weight",
            "weight-of-class-missing",
            N_("There is no weight for {name}, who would be rated in this tier."),
            name=scheme.class_name(min(missing)),
        )
    for one in weight.classes:
        if one in _ROLES and one not in ratees and _ROLES.issuperset(ratees):
            raise fields.fault(
                "weight",
                "weight-of-unrated",
                N_("There is a weight for {name}, who would not be rated in this tier."),
                name=scheme.class_name(one),
            )


def check_limits(root: Fields, scheme: Scheme) -> None:
    """Refuse limits that count what no ballot of their tier can hold."""
    for fields, tier in zip(root.many("tiers"), scheme.tiers, strict=True):
        for table, item in zip(fields.many("limits"), tier.limits, strict=True):
            _check_limit(table, item, scheme, tier)


def _check_limit(table: Fields, item: Limit, scheme: Scheme, tier: Tier) -> None:
    names = [level.name for level in scheme.levels]
    has_bounds = not tier.marks.is_level and any(level.low is not None for level in scheme.levels)
    if item.level and tier.marks is not Marks.OVERALL and not has_bounds:
        raise table.fault(
            "level",
            "limit-without-levels",
            N_("Levels are counted where one level a person is given: marks = “overall”."),
        )
    if item.level and item.level not in names:
        raise table.fault(
            "level",
            "level-unknown",
            N_("“{text}” is not a level; choose from: {levels}."),
            text=shown(item.level),
            levels=listed(names),
        )
    for key, bound in (("from", item.low), ("below", item.below)):
        if bound is not None and bound > scheme.full:
            raise table.fault(
                key,
                "limit-above-full",
                N_("No total is so high: full marks are {full}."),
                full=scheme.full,
            )


def _is_certain(scheme: Scheme, one: str) -> bool:
    """Return whether what the tiers weigh for a class is known without a roster.

    It is not where a tier may have its people rated by another name: as a group, or by their roles.
    """
    for tier in scheme.tiers:
        named = tier.weight.classes if isinstance(tier.weight, ByClass) else tuple(tier.ratees)
        is_of_roles = _ROLES.issuperset(named) and _ROLES.issuperset(tier.ratees)
        if one not in named and not (one in _ROLES and is_of_roles):
            return False
    return True
