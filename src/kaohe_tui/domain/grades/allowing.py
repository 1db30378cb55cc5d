"""Check which grades the group may decide. Rule: docs/scoring.md, "Grades"."""

from kaohe_tui.domain.grades.decision import Grading, called
from kaohe_tui.domain.grades.places import share_words
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import Person, Role
from kaohe_tui.words import N_, _, join_sentences


def check_decide(grading: Grading, code: str, grade: str, reason: str) -> None:
    """Refuse a decision that the group may not make.

    Args:
        grading: the grades as they are.
        code: of a person in the standings.
        grade: its name in the scheme.
        reason: cleaned; needed where the grade is not the one proposed.

    Raises:
        Refusal: when it may not, saying why.
    """
    check_allowed(grading, code, grade)
    if grade != grading.proposed(code) and not reason:
        raise Refusal(
            "reason-missing",
            N_("{name}: {grade} is not the grade proposed; give a reason."),
            name=_name_of(grading, code),
            grade=grading.label(code, grade),
        )


def check_allowed(grading: Grading, code: str, grade: str) -> None:
    """Refuse a grade that may not be decided with any reason.

    Raises:
        Refusal: when it may not be decided with any reason.
    """
    person = _gradable(grading, code)
    if grade not in (names := [g.name for g in grading.scheme.grades]):
        raise Refusal(
            "grade-unknown",
            N_("“{grade}” is not among the grades: {names}."),
            grade=grade,
            names=_(", ").join(names),
        )
    if grading.forced(code) not in ("", grade):
        raise Refusal(
            "person-vetoed",
            N_("{name} is vetoed, so the grade is {grade}."),
            name=_name_of(grading, code),
            grade=grading.label(code, grading.forced(code)),
        )
    if grading.is_barred(code, grade):
        reasons = join_sentences(grading.proposals.of[code].barred)
        raise Refusal(
            "grade-barred",
            N_("{name} cannot be given {grade}: {why}"),
            name=_name_of(grading, code),
            grade=grading.label(code, grade),
            why=reasons,
        )
    _check_places(grading, person, grade)


def check_take_back(grading: Grading, code: str, reason: str) -> None:
    """Refuse taking back a decision, so that the proposal holds again, where that may not be.

    Raises:
        Refusal: when it may not, saying why.
    """
    person = _gradable(grading, code)
    if grading.facts.decided(code) is None:
        raise Refusal(
            "grade-undecided",
            N_("No grade has been decided for {name}."),
            name=_name_of(grading, code),
        )
    if not reason:
        raise Refusal("reason-missing", N_("Give a reason: it is kept in the record."))
    if proposed := grading.proposed(code):
        _check_places(grading, person, proposed)


def why_none(grading: Grading, code: str) -> Refusal | None:
    """Return why no grade can be decided for the person; None if one can."""
    if not grading.scheme.grades:
        return Refusal("grades-none", N_("The scheme has no grades."))
    if code not in grading.proposals.of:
        nobody = N_("Nobody with code “{code}” is rated in {period}.")
        return Refusal("person-not-rated", nobody, code=code, period=grading.name)
    if not grading.closed:
        too_early = N_("{period} is not closed yet; grades are decided on its result.")
        return Refusal("period-not-closed", too_early, period=grading.name)
    row = grading.standings.row(code)
    exempt = grading.facts.exemption_of(code) is not None
    if exempt or row.person.role is Role.HEAD or (row.total is None and not row.vetoed):
        return Refusal(
            "person-without-grade",
            N_("{name} gets no grade in {period}. {why}"),
            name=_name_of(grading, code),
            period=grading.name,
            why=join_sentences(grading.proposals.of[code].reasons),
        )
    return None


def _name_of(grading: Grading, code: str) -> str:
    """Return the person's name, with the code where another has the same name."""
    return called(grading.standings.row(code).person, grading.standings)


def _gradable(grading: Grading, code: str) -> Person:
    """Return the person, where the group may decide a grade at all.

    Raises:
        Refusal: when nobody of the code is rated, or the person gets no grade.
    """
    if refusal := why_none(grading, code):
        raise refusal
    return grading.standings.row(code).person


def _check_places(grading: Grading, person: Person, grade: str) -> None:
    """Refuse a grade that has no place for one more person.

    Raises:
        Refusal: when all its places are taken by others, or it has none.
    """
    quota = grading.quota_of(person.code, grade)
    if quota is None or grading.taken(quota, person.code) < quota.places:
        return
    if not quota.places:
        known = grading.scheme.grades[grading.scheme.grade_place(grade)]
        raise Refusal(
            "grade-without-places",
            N_("{grade} has no place ({share}): nobody here can get it."),
            grade=grading.label(person.code, grade),
            share=share_words(known, quota.people),
        )
    raise Refusal(
        "grade-places-taken",
        N_(
            "{grade} has {places} places for {people} people, and all are taken;"
            " decide another grade for somebody who has one first."
        ),
        grade=grading.label(person.code, grade),
        places=quota.places,
        people=quota.people,
    )
