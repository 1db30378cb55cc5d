"""Say what keeps a person from the top grade (``bars``), and the head from any.

Rule: docs/scoring.md, "Grades".
"""

from collections.abc import Mapping, Sequence

from kaohe_tui.domain.entries.entries import GroupFacts
from kaohe_tui.domain.numbers import plain
from kaohe_tui.domain.rules.people import Person, Role
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.words import _


def bars_on(
    scheme: Scheme,
    person: Person,
    facts: GroupFacts,
    quarter_grades: Mapping[str, Sequence[str]] | None = None,
) -> tuple[str, ...]:
    """List every condition that bars the person, a sentence each; empty where none does.

    Args:
        scheme: its ``bars``.
        person: who.
        facts: of the period or, for the year, of all its periods.
        quarter_grades: code -> the grades of the closed quarters; None where the condition on
            quarters says nothing, as in a single period.
    """
    top = scheme.grades[0].label(person.identity) if scheme.grades else ""
    sentences: list[str] = []
    if facts.veto_on(person.code):
        sentences.append(_("barred from {grade}: a one-vote veto.").format(grade=top))
    for key in scheme.bars.deductions:
        entries = [a for a in facts.adjustments if a.code == person.code and a.rule == key]
        if any(entry.counts for entry in entries):
            sentences.append(
                _("barred from {grade}: a deduction for “{rule}”.").format(
                    grade=top, rule=scheme.rule(key).name
                )
            )
    days, limit = facts.absent_days(person.code), scheme.bars.absence_days
    if limit is not None and days > limit:
        sentences.append(
            _("barred from {grade}: {days} days of absence, more than {most}.").format(
                grade=top, days=plain(days), most=plain(limit)
            )
        )
    if quarter_grades is not None:
        sentences += _quarters(scheme, top, quarter_grades.get(person.code, ()))
    return tuple(sentences)


def head_sentence(scheme: Scheme, *, vetoed: bool) -> str:
    """Say why the head has no grade; a veto does not change that."""
    sentence = _("The {head} is scored, but gets no rank and no grade here.")
    if vetoed:
        sentence = _(
            "The {head} is scored, but gets no rank and no grade here, not by a veto either."
        )
    return sentence.format(head=scheme.role_name(Role.HEAD))


def _quarters(scheme: Scheme, top: str, grades: Sequence[str]) -> list[str]:
    """Give the sentence that no quarter reached the grade required; empty where one did."""
    least = scheme.bars.quarter_grade
    names = [grade.name for grade in scheme.grades]
    if not least or set(grades).intersection(names[: names.index(least) + 1]):
        return []
    sentence = _("barred from {grade}: no quarter at or above {wanted}.")
    return [sentence.format(grade=top, wanted=least)]
