"""Check what must hold between the parts of a scheme. Rule: docs/files.md, "scheme.toml"."""

from collections.abc import Sequence

from kaohe_tui.domain.numbers import UNIT, points
from kaohe_tui.domain.rules.forms.asked import Form
from kaohe_tui.domain.rules.forms.forms import Forms
from kaohe_tui.domain.rules.people import Role
from kaohe_tui.domain.rules.scheme.components import Component
from kaohe_tui.domain.rules.scheme.form import MOST_INDICATORS, Indicator
from kaohe_tui.domain.rules.scheme.grades import Grade
from kaohe_tui.domain.rules.scheme.limits import Limit
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.rules.scheme.tiers import Detail, Marks, Tier
from kaohe_tui.domain.text import name_key
from kaohe_tui.files.toml.fields import Fields, first_twice
from kaohe_tui.files.toml.keys import listed
from kaohe_tui.words import N_


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
            line = root.many(table)[earlier].line(key)
            raise fields.fault(
                key,
                "key-used-twice",
                N_("“{value}” is already used in line {line}; each needs its own."),
                value=value,
                line=line,
            )


def require_some(root: Fields, table: str, values: Sequence[object]) -> None:
    """Refuse a scheme without any table of a list."""
    if not values:
        raise root.fault(
            table, "table-missing", N_("There is none; add at least one [[{table}]]."), table=table
        )


def indicators(root: Fields, items: Sequence[Indicator]) -> None:
    """Refuse indicators of equal key or name, and more than ``MOST_INDICATORS``."""
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


def tiers(root: Fields, items: Sequence[Tier]) -> None:
    """Refuse tiers of equal key or name."""
    require_some(root, "tiers", items)
    unique(root, "tiers", "key", [each.key for each in items])
    unique(root, "tiers", "name", [each.name for each in items])


def limit(fields: Fields, item: Limit) -> None:
    """Refuse a limit that says nothing, or that no ballot could keep to."""
    if item.level and (item.low is not None or item.below is not None):
        raise fields.fault(
            "level",
            "limit-of-both",
            N_("A limit counts a level, or totals by “from” and “below”; make two limits of it."),
        )
    says_anything = item.counts or not (item.all_equal and item.all_full)
    if item.counts != item.has_number or not says_anything:
        raise fields.fault(
            "",
            "limit-incomplete",
            N_(
                "A limit says what it counts (level, from, below) and how many (at_most, at_least, "
                "or one of them in per cent); or it is all_equal = false or all_full = false."
            ),
        )
    is_empty = item.low is not None and item.below is not None and item.below <= item.low
    too_many = (
        item.at_most is not None and item.at_least is not None and item.at_most < item.at_least
    )
    if is_empty or too_many:
        raise fields.fault(
            "below" if is_empty else "at_least",
            "limit-impossible",
            N_("No ballot could keep to this limit: what is to be higher here is lower."),
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
        if items[position].minimum > items[position - 1].minimum:
            raise root.many("grades")[position].fault(
                "min",
                "grades-out-of-order",
                N_("Grades go from the best down; “{name}” needs no more than “{better}”."),
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


def forms(root: Fields, scheme: Scheme) -> None:
    """Refuse tiers whose keys do not fit their marks, and forms that do not add up.

    Args:
        root: the whole file.
        scheme: what was read of it.
    """
    of = Forms(scheme)
    for tier in scheme.tiers:
        if tier.marks is Marks.POINTS:
            _check_steps(root, scheme, of.union(tier))
    _check_whole(root, scheme)
    for fields, tier in zip(root.many("tiers"), scheme.tiers, strict=True):
        _check_keys(fields, scheme, tier)
        for role in Role:
            if role in tier.ratees and not (tier.marks.is_single or _is_by_group(scheme)):
                form = of.of_class(tier, frozenset({role.value}))
                _check_sum(fields, scheme, tier, role, form)


def _is_by_group(scheme: Scheme) -> bool:
    """Return whether forms go by groups: who has which form is then the roster's to say."""
    groups = {group.key for group in scheme.groups}
    return any(not groups.isdisjoint(each.classes) for each in scheme.indicators)


def _check_whole(root: Fields, scheme: Scheme) -> None:
    """Refuse indicators that do not add up, where all of them are one form."""
    is_one = not any(each.classes for each in scheme.indicators)
    is_used = any(
        not (tier.marks.is_single or tier.indicators or tier.points) for tier in scheme.tiers
    )
    total = sum(each.points for each in scheme.indicators)
    if is_one and is_used and total != scheme.full * UNIT:
        raise root.many("indicators")[0].fault(
            "points",
            "points-sum-wrong",
            N_("The points add up to {total}, not to {full}."),
            total=points(total),
            full=scheme.full,
        )


def _check_keys(fields: Fields, scheme: Scheme, tier: Tier) -> None:
    if tier.marks.is_level and not scheme.levels:
        raise fields.fault(
            "marks",
            "levels-missing",
            N_("The scheme has no levels to give; add at least one [[levels]]."),
        )
    if tier.marks.is_level and scheme.levels[0].is_band:
        raise fields.fault(
            "marks",
            "levels-are-bands",
            N_(
                "The scheme's levels come of totals: choose marks that are figures, or give each "
                "level a “percent” in place of “from” and “to”."
            ),
        )
    if tier.marks.is_single and tier.indicators:
        raise fields.fault(
            "indicators",
            "indicators-not-asked",
            N_("No indicator is marked in this tier; leave it out, or choose other marks."),
        )
    if tier.marks is not Marks.POINTS and tier.detail is Detail.CRITERIA:
        raise fields.fault(
            "detail",
            "detail-not-asked",
            N_("Indicators are marked in parts only where marks are points; leave it out."),
        )
    if tier.control_total and tier.marks not in (Marks.POINTS, Marks.TOTAL):
        raise fields.fault(
            "control_total",
            "control-total-not-asked",
            N_("A total stands on paper only where marks are points or totals; leave it out."),
        )


def _check_steps(root: Fields, scheme: Scheme, form: Form) -> None:
    """Refuse points of an indicator that no mark can reach."""
    for column in form.columns:
        if column.points % scheme.step:
            raise root.many("indicators")[column.slot].fault(
                "points",
                "points-off-step",
                N_("{points} points cannot be reached in steps of {step}."),
                points=points(column.points),
                step=points(scheme.step),
            )


def _check_sum(fields: Fields, scheme: Scheme, tier: Tier, role: Role, form: Form) -> None:
    """Refuse a form of a class that does not add up to the tier's points, or full marks."""
    total = sum(column.points for column in form.columns)
    if total != form.full:
        raise fields.fault(
            "points" if tier.points else "indicators" if tier.indicators else "",
            "form-sum-wrong",
            N_("The form for {role} adds up to {total} points, not to {full}."),
            role=scheme.role_name(role),
            total=points(total),
            full=points(form.full),
        )
