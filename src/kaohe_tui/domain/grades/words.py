"""Put grades into words: the use of a quota, and what the group still has to decide."""

from collections.abc import Sequence
from fractions import Fraction

from kaohe_tui.domain.grades.decision import Grading, called
from kaohe_tui.domain.grades.places import Quota, share_words
from kaohe_tui.domain.numbers import plain
from kaohe_tui.domain.text import few
from kaohe_tui.words import _, _n


def quota_line(grading: Grading, quota: Quota) -> str:
    """Describe one grade's places: how many, of how many people, how many taken."""
    grade = grading.scheme.grades[grading.scheme.grade_place(quota.grade)]
    if quota.is_least:
        line = _n(
            "{grade} at best: {places} person ({least}% of {people}, rounded down)",
            "{grade} at best: {places} people ({least}% of {people}, rounded down)",
            quota.places,
        ).format(
            grade=quota.grade,
            places=quota.places,
            least=plain(grade.least or Fraction(0)),
            people=quota.people,
        )
    else:
        line = _n(
            "{grade}: {places} place ({share}), {taken} taken",
            "{grade}: {places} places ({share}), {taken} taken",
            quota.places,
        ).format(
            grade=quota.grade,
            places=quota.places,
            share=share_words(grade, quota.people),
            taken=grading.taken(quota),
        )
    if tied := undecided(grading, quota):
        line += _("; tied, for the group to decide: {names}").format(names=_few(grading, tied))
    return line


def undecided(grading: Grading, quota: Quota) -> tuple[str, ...]:
    """List codes of those tied across the quota's line whom the group has not decided on."""
    return tuple(code for code in quota.tied if not grading.decided(code))


def waiting_names(grading: Grading) -> str:
    """List the names of those whose grades wait for the group; empty where nobody's does."""
    return _few(grading, grading.waiting)


def _few(grading: Grading, codes: Sequence[str]) -> str:
    """Name a few of the people, and say how many more there are."""
    return few([called(grading.standings.row(code).person, grading.standings) for code in codes])


def fallen_words(grading: Grading, code: str) -> str:
    """Say that the group's decision for the person lapsed, and why.

    Empty where it holds, or where there is none.
    """
    newest = grading.facts.decided(code)
    if newest is None or code not in grading.proposals.of or grading.decision(code):
        return ""
    lapse = grading.lapse(code)
    if lapse is None:
        return _("An earlier decision no longer applies.")
    message = _("The group's decision for {grade} lapsed and does not come back: {why}")
    return message.format(grade=grading.label(code, newest.grade), why=lapse.reason)


def why(grading: Grading, code: str) -> tuple[str, ...]:
    """List why the person has the grade: the steps of the proposal, then the group's decision."""
    proposal = grading.proposals.of.get(code)
    # There is none for who left in the course of the year.
    sentences = list(proposal.reasons) if proposal else []
    if fallen := fallen_words(grading, code):
        sentences.append(fallen)
    decision = grading.decision(code)
    if decision is None:
        return tuple(sentences)
    grade = grading.label(code, decision.grade)
    if decision.reason:
        sentence = _("The group decided {grade}: {reason}").format(
            grade=grade, reason=decision.reason
        )
    else:
        sentence = _("The group decided {grade}.").format(grade=grade)
    sentences.append(sentence)
    if decision.proposed != grading.proposed(code):
        before = grading.label(code, decision.proposed) or _("none")
        sentences.append(_("When it decided, {grade} was proposed.").format(grade=before))
    return tuple(sentences)
