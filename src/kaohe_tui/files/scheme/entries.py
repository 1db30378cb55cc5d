"""Read the rules of adjustments and of the veto. Rule: docs/files.md, "scheme.toml"."""

from collections.abc import Sequence
from enum import StrEnum

from kaohe_tui.domain.rules.scheme.components import Component, Source
from kaohe_tui.domain.rules.scheme.entries import AdjustmentRule, Veto
from kaohe_tui.domain.rules.scheme.grades import Grade
from kaohe_tui.files.scheme import checks
from kaohe_tui.files.scheme.grades import not_a_grade
from kaohe_tui.files.toml.fields import Fields, listed
from kaohe_tui.words import N_


class _Kind(StrEnum):
    """The kinds of adjustment rules, in the file's words: adding points or taking them off."""

    BONUS = "bonus"
    """The rule adds points."""
    DEDUCTION = "deduction"
    """The rule takes points off."""


def adjustments(root: Fields, components: Sequence[Component]) -> tuple[AdjustmentRule, ...]:
    """Return the rules of bonuses and deductions, in order; may be none.

    Args:
        root: the whole file.
        components: what a total is made of: some rules are within one.
    """
    rules = tuple(map(_adjustment, root.many("adjustments")))
    checks.unique(root, "adjustments", "key", [rule.key for rule in rules])
    _check_within(root, rules, components)
    return rules


def _check_within(
    root: Fields, rules: Sequence[AdjustmentRule], components: Sequence[Component]
) -> None:
    """Refuse a rule within something that no entry can change."""
    open_ones = [c.key for c in components if c.source in (Source.FULL, Source.OFFICE)]
    for fields, rule in zip(root.many("adjustments"), rules, strict=True):
        if rule.within and rule.within not in open_ones:
            raise fields.fault(
                "within",
                "within-wrong",
                N_(
                    "“{key}” is no component of source full or office; choose from: {keys}, or "
                    "leave this key out: then the rule counts on the total."
                ),
                key=rule.within,
                keys=listed(open_ones) or "–",
            )


def _adjustment(fields: Fields) -> AdjustmentRule:
    fields.only("key", "name", "kind", "points", "cap", "within")
    return AdjustmentRule(
        key=fields.key(),
        name=fields.text("name"),
        bonus=fields.choice("kind", _Kind) is _Kind.BONUS,
        points=fields.positive("points"),
        cap=fields.number_or_none("cap"),
        within=fields.text("within", ""),
    )


def veto(root: Fields, grades: tuple[Grade, ...]) -> Veto | None:
    """Return the one-vote veto; None where the scheme has none."""
    fields = root.one("vetoes")
    if fields is None:
        return None
    fields.only("grade", "grounds")
    fields.require("grade", "grounds")
    result = Veto(fields.text("grade"), fields.texts("grounds"))
    names = [grade.name for grade in grades]
    if result.grade not in names:
        raise not_a_grade(fields, "grade", result.grade, names)
    if not result.grounds:
        raise fields.fault("grounds", "list-empty", N_("The list is empty; name at least one."))
    return result
