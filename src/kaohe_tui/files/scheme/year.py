"""Read the parts of scheme.toml around the form: periods, adjustments, grades, vetoes, notices.

Rule: docs/files.md, "scheme.toml".
"""

from collections.abc import Mapping
from enum import StrEnum

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.notice_rules import NoticeOrder, NoticeRules
from kaohe_tui.domain.rules.scheme import (
    AdjustmentRule,
    Bars,
    Grade,
    Period,
    PeriodKind,
    Veto,
)
from kaohe_tui.files.toml.fields import Fields, listed
from kaohe_tui.words import N_


class _Kind(StrEnum):
    """The kinds of adjustment rules, in the file's words: adding points or taking them off."""

    BONUS = "bonus"
    """The rule adds points."""
    DEDUCTION = "deduction"
    """The rule takes points off."""


def periods(root: Fields) -> tuple[Period, ...]:
    """Return the periods; the last of several is the annual review unless otherwise said."""
    tables = root.many("periods")
    listed = []
    for number, fields in enumerate(tables, 1):
        fields.only("key", "name", "weight", "kind")
        last = number == len(tables) > 1
        usual = PeriodKind.ANNUAL if last else PeriodKind.QUARTERLY
        kind = fields.choice("kind", PeriodKind, usual)
        listed.append(Period(fields.key(), fields.text("name"), fields.number("weight"), kind))
    return tuple(listed)


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
        raise _not_a_grade(fields, "quarter_grade", result.quarter_grade, names)
    return result


def notice(root: Fields) -> NoticeRules:
    """Return how results are made public; what is left out has its usual value."""
    fields = root.one("notice")
    if fields is None:
        return NoticeRules()
    fields.only("days", "order", "scores", "contact", "answer_days")
    usual = NoticeRules()
    return NoticeRules(
        days=fields.whole("days", 1, 365, default=usual.days),
        order=fields.choice("order", NoticeOrder, usual.order),
        scores=fields.flag("scores", default=usual.scores),
        contact=fields.text("contact", ""),
        answer_days=fields.whole("answer_days", 1, 365, default=usual.answer_days),
    )


def _not_a_grade(fields: Fields, key: str, name: str, names: list[str]) -> Refusal:
    message = N_("“{grade}” is not among the grades: {names}.")
    return fields.fault(key, "grade-unknown", message, grade=name, names=listed(names))


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
        raise _not_a_grade(fields, "grade", result.grade, names)
    if not result.grounds:
        raise fields.fault("grounds", "list-empty", N_("The list is empty; name at least one."))
    return result
