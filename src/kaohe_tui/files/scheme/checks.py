"""Check what must hold between the parts of a scheme. Rule: docs/files.md, "scheme.toml"."""

from collections.abc import Sequence
from fractions import Fraction

from kaohe_tui.domain.numbers import FULL, plain, points
from kaohe_tui.domain.rules.scheme.components import Component
from kaohe_tui.domain.rules.scheme.form import MOST_INDICATORS, Indicator
from kaohe_tui.domain.rules.scheme.grades import Grade
from kaohe_tui.domain.rules.scheme.periods import Period
from kaohe_tui.domain.rules.scheme.scheme import Method
from kaohe_tui.domain.rules.scheme.tiers import Tier
from kaohe_tui.domain.text import name_key
from kaohe_tui.files.toml.fields import Fields, first_twice, listed
from kaohe_tui.words import N_

_WHOLE = 100


def unique(root: Fields, table: str, key: str, values: Sequence[str]) -> None:
    """Refuse a value that two tables of the same list share.

    Args:
        root: the whole file.
        table: the list's name, e.g. ``tiers``.
        key: the key that the values stand under.
        values: one a table, in the file's order.
    """
    first: dict[str, int] = {}
    for position, value in enumerate(values):
        fields = root.many(table)[position]
        earlier = first.setdefault(name_key(value), position)
        if earlier != position:
            line = fields.source.lines.line((table, earlier, key))
            raise fields.fault(
                key,
                "key-used-twice",
                N_("“{value}” is already used in line {line}; each needs its own."),
                value=value,
                line=line,
            )


def _require_some(root: Fields, table: str, values: Sequence[object]) -> None:
    if not values:
        raise root.fault(
            table, "table-missing", N_("There is none; add at least one [[{table}]]."), table=table
        )


def indicators(root: Fields, items: Sequence[Indicator], step: int) -> None:
    """Refuse indicators of equal key or name, or whose points miss the step or 100 in all.

    More than ``MOST_INDICATORS`` are refused too.
    """
    _require_some(root, "indicators", items)
    if len(items) > MOST_INDICATORS:
        raise root.many("indicators")[MOST_INDICATORS].fault(
            "key",
            "indicators-too-many",
            N_(
                "A form can have at most {most} indicators; this one has {count}. Combine "
                "related ones into one indicator with criteria."
            ),
            most=MOST_INDICATORS,
            count=len(items),
        )
    unique(root, "indicators", "key", [each.key for each in items])
    unique(root, "indicators", "name", [each.name for each in items])
    for fields, each in zip(root.many("indicators"), items, strict=True):
        if each.points % step:
            raise fields.fault(
                "points",
                "points-off-step",
                N_("{points} points cannot be reached in steps of {step}."),
                points=points(each.points),
                step=points(step),
            )
    total = sum(each.points for each in items)
    if total != FULL:
        raise root.many("indicators")[0].fault(
            "points",
            "points-sum-wrong",
            N_("The points add up to {total}, not to 100."),
            total=points(total),
        )


def criteria(fields: Fields, indicator: Indicator) -> None:
    """Refuse criteria of an indicator that do not add up to its points."""
    total = sum(criterion.points for criterion in indicator.criteria)
    if indicator.criteria and total != indicator.points:
        raise fields.fault(
            "criteria",
            "criteria-sum-wrong",
            N_("The criteria of “{name}” add up to {total} points, not to its {points}."),
            name=indicator.name,
            total=points(total),
            points=points(indicator.points),
        )


def tiers(root: Fields, items: Sequence[Tier], method: Method) -> None:
    """Refuse tiers of equal key or name; under ``tiers``, weights that do not add up to 100.

    Where there are components, each has its own sum.
    """
    _require_some(root, "tiers", items)
    unique(root, "tiers", "key", [each.key for each in items])
    unique(root, "tiers", "name", [each.name for each in items])
    total = sum((each.weight for each in items), Fraction(0))
    if method is Method.TIERS and total != _WHOLE and not root.many("components"):
        raise root.many("tiers")[0].fault(
            "weight",
            "weights-sum-wrong",
            N_("The weights add up to {total}, not to 100."),
            total=plain(total),
        )


def periods(root: Fields, items: Sequence[Period]) -> None:
    """Refuse periods of equal key or name, or none that weighs more than 0."""
    _require_some(root, "periods", items)
    unique(root, "periods", "key", [each.key for each in items])
    unique(root, "periods", "name", [each.name for each in items])
    if not any(each.weight for each in items):
        raise root.many("periods")[0].fault(
            "weight", "weights-all-zero", N_("Some weight must be more than 0.")
        )


def grades(root: Fields, items: Sequence[Grade]) -> None:
    """Refuse grades of equal name, or whose minimums do not fall from the best down."""
    unique(root, "grades", "name", [each.name for each in items])
    for identity in dict.fromkeys(name for each in items for name in each.names):
        labels = [each.label(identity) for each in items]
        if repeated := first_twice(labels):
            raise root.many("grades")[labels.index(repeated)].fault(
                "names",
                "grade-name-twice",
                N_("“{name}” would be the name of two grades for {identity}."),
                name=repeated,
                identity=identity,
            )
    for position in range(1, len(items)):
        if items[position].minimum >= items[position - 1].minimum:
            raise root.many("grades")[position].fault(
                "min",
                "grades-out-of-order",
                N_("Grades go from the best down; “{name}” needs less than “{better}”."),
                name=items[position].name,
                better=items[position - 1].name,
            )


def tie_break(
    scoring: Fields,
    items: Sequence[Indicator],
    rounds: Sequence[Tier],
    components: Sequence[Component],
) -> tuple[str, ...]:
    """Return the keys that settle a tie, in order: of tiers, components and indicators.

    Any other key is refused, and one that names two things which may say different things.
    """
    keys = scoring.texts("tie_break")
    indicator_keys = [each.key for each in items]
    tier_keys = [each.key for each in rounds]
    # A component of one tier has its key as a rule, and puts people into the same order.
    component_keys = [each.key for each in components if each.tiers != (each.key,)]
    for key in keys:
        count = sum(key in known for known in (indicator_keys, tier_keys, component_keys))
        if count > 1:
            raise scoring.fault(
                "tie_break",
                "tie-break-ambiguous",
                N_("“{key}” is the key of two different things; rename one."),
                key=key,
            )
        if not count:
            raise scoring.fault(
                "tie_break",
                "tie-break-unknown",
                N_("“{key}” is no tier, component or indicator; choose from: {keys}."),
                key=key,
                keys=listed([*tier_keys, *component_keys, *indicator_keys]),
            )
    return keys
