"""Read grades, and what keeps a person from the top one. Rule: docs/files.md, "scheme.toml"."""

from collections.abc import Mapping

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.scheme.entries import AdjustmentRule
from kaohe_tui.domain.rules.scheme.grades import Bars, Grade
from kaohe_tui.files.toml.fields import Fields
from kaohe_tui.files.toml.keys import listed
from kaohe_tui.words import N_


def grade(fields: Fields) -> Grade:
    """Return one grade, with what it is called by identity."""
    fields.only("name", "min", "quota", "names")
    quota = fields.number_or_none("quota")
    if quota is not None and quota > 100:
        raise fields.fault("quota", "quota-wrong", N_("A quota is per cent, from 0 to 100."))
    return Grade(fields.text("name"), fields.number("min"), quota, _names(fields))


def _names(fields: Fields) -> Mapping[str, str]:
    """Return what a grade is called by identity; empty where the file gives no other names."""
    table = fields.one("names")
    if table is None:
        return {}
    return {identity: table.text(identity) for identity in table.values}


def bars(root: Fields, adjustments: tuple[AdjustmentRule, ...], grades: tuple[Grade, ...]) -> Bars:
    """Return what keeps a person from the top grade; refuse names that the scheme lacks."""
    fields = root.one("bars")
    if fields is None:
        return Bars()
    fields.only("deductions", "quarter_grade", "absence_days")
    result = Bars(
        fields.texts("deductions"),
        fields.text("quarter_grade", ""),
        fields.number_or_none("absence_days"),
    )
    deductions = [rule.key for rule in adjustments if not rule.bonus]
    for key in result.deductions:
        if key not in deductions:
            raise fields.fault(
                "deductions",
                "deduction-unknown",
                N_("“{key}” is not a deduction of the scheme; choose from: {keys}."),
                key=key,
                keys=listed(deductions),
            )
    names = [grade.name for grade in grades]
    if result.quarter_grade and result.quarter_grade not in names:
        raise not_a_grade(fields, "quarter_grade", result.quarter_grade, names)
    return result


def not_a_grade(fields: Fields, key: str, name: str, names: list[str]) -> Refusal:
    """Return the refusal of a grade's name that the scheme lacks."""
    message = N_("“{grade}” is not among the grades: {names}.")
    return fields.fault(key, "grade-unknown", message, grade=name, names=listed(names))
