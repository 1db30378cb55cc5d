"""Read the rules of adjustments and of the veto. Rule: docs/files.md, "scheme.toml"."""

from enum import StrEnum

from kaohe_tui.domain.rules.scheme.entries import AdjustmentRule, Veto
from kaohe_tui.domain.rules.scheme.grades import Grade
from kaohe_tui.files.scheme.grades import not_a_grade
from kaohe_tui.files.toml.fields import Fields
from kaohe_tui.words import N_


class _Kind(StrEnum):
    """The kinds of adjustment rules, in the file's words: adding points or taking them off."""

    BONUS = "bonus"
    """The rule adds points."""
    DEDUCTION = "deduction"
    """The rule takes points off."""


def adjustment(fields: Fields) -> AdjustmentRule:
    """Return one rule of bonuses or deductions."""
    fields.only("key", "name", "kind", "points", "cap")
    return AdjustmentRule(
        key=fields.key(),
        name=fields.text("name"),
        bonus=fields.choice("kind", _Kind) is _Kind.BONUS,
        points=fields.positive("points"),
        cap=fields.number_or_none("cap"),
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
