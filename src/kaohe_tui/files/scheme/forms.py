"""Check that each form can be filled in and adds up. Rule: docs/files.md, "scheme.toml"."""

from kaohe_tui.domain.numbers import UNIT, points
from kaohe_tui.domain.rules.asked import Form
from kaohe_tui.domain.rules.forms import Forms
from kaohe_tui.domain.rules.people import Role
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.rules.scheme.tiers import Detail, Marks, Tier
from kaohe_tui.files.toml.fields import Fields
from kaohe_tui.words import N_


def check(root: Fields, scheme: Scheme) -> None:
    """Refuse tiers whose keys do not fit their marks, and forms that do not add up.

    Args:
        root: the whole file.
        scheme: what was read of it.
    """
    forms = Forms(scheme)
    for tier in scheme.tiers:
        if tier.marks is Marks.POINTS:
            _check_steps(root, scheme, forms.union(tier))
    _check_whole(root, scheme)
    for fields, tier in zip(root.many("tiers"), scheme.tiers, strict=True):
        _check_keys(fields, scheme, tier)
        for role in Role:
            if role in tier.ratees and not tier.marks.is_single:
                form = forms.of_class(tier, frozenset({role.value}))
                _check_sum(fields, scheme, tier, role, form)


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
