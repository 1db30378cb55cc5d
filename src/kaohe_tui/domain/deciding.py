"""The grades that the group decides beside the proposed ones (确定等次), and what may be decided.

Rule: docs/scoring.md, "Grades".
"""

from collections.abc import Mapping
from dataclasses import dataclass

from kaohe_tui.domain.grades import Proposals, Quota
from kaohe_tui.domain.group import Decision, GroupFacts
from kaohe_tui.domain.lapsing import Lapse, lapse_of
from kaohe_tui.domain.people import Person, Role
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.scheme import Scheme
from kaohe_tui.domain.standings import Standings
from kaohe_tui.words import _


@dataclass(frozen=True, slots=True)
class Grading:
    """Proposed and decided grades of one period, or of the year."""

    name: str
    """What the period is called."""
    scheme: Scheme
    standings: Standings
    facts: GroupFacts
    proposals: Proposals
    closed: bool
    """Whether the standings are frozen; for the year, those of every period that weighs."""

    def proposed(self, code: str) -> str:
        """The grade proposed for the person; empty for none, or for somebody not rated."""
        proposal = self.proposals.of.get(code)
        return proposal.grade if proposal else ""

    def decision(self, code: str) -> Decision | None:
        """The decision that holds; None without one, or where it holds no longer.

        What came after it and is stronger made it lapse for good: withdrawn, that does not bring
        back a decision whose place somebody else may have by then.
        """
        found = self.facts.decided(code)
        if found is None or code not in self.proposals.of or self.facts.exemption_of(code):
            return None
        if self.lapse(code):
            return None
        stronger = self._is_barred(code, found.grade) or self._forced(code) not in ("", found.grade)
        return None if stronger else found

    def lapse(self, code: str) -> Lapse | None:
        """What made the person's newest decision fall; None where nothing did, or there is none."""
        found = self.facts.decided(code)
        return lapse_of(self.scheme, self.facts, found) if found else None

    def decided(self, code: str) -> str:
        """The grade decided for the person; empty while none is."""
        found = self.decision(code)
        return found.grade if found else ""

    def final(self, code: str) -> str:
        """The grade decided, else the one proposed; empty where there is neither."""
        return self.decided(code) or self.proposed(code)

    @property
    def finals(self) -> Mapping[str, str]:
        """Code -> ``final``, for everybody in the standings."""
        return {code: self.final(code) for code in self.proposals.of}

    def label(self, code: str, grade: str) -> str:
        """What a grade is called for that person; empty for no grade."""
        if not grade:
            return ""
        person = self.standings.row(code).person
        return label(self.scheme, person, grade)

    def labels(self, code: str) -> tuple[str | None, str | None]:
        """What the grades proposed and decided are called for that person; None for none."""
        proposed, decided = self.proposed(code), self.decided(code)
        return self.label(code, proposed) or None, self.label(code, decided) or None

    def quota_of(self, code: str, grade: str) -> Quota | None:
        """The places that the grade has for the person; None where it has no quota."""
        role = self.standings.row(code).person.role
        return next(
            (q for q in self.proposals.quotas if q.grade == grade and q.role in (None, role)), None
        )

    def taken(self, quota: Quota, but: str = "") -> int:
        """How many have the quota's grade in the end; ``but`` leaves one person out."""
        return sum(
            self.final(row.person.code) == quota.grade
            for row in self.standings.rows
            if row.person.code != but and quota.role in (None, row.person.role)
        )

    def _forced(self, code: str) -> str:
        """The grade that a veto forces on the person; empty without one."""
        veto = self.scheme.veto
        return veto.grade if veto and self.standings.row(code).vetoed else ""

    def _is_barred(self, code: str, grade: str) -> bool:
        return bool(self.proposals.of[code].barred) and grade == self.scheme.grades[0].name

    def check_decide(self, code: str, grade: str, reason: str) -> None:
        """Whether the group may decide that.

        Args:
            code: of somebody in the standings.
            grade: its name in the scheme.
            reason: cleaned; needed where the grade is not the one proposed.

        Raises:
            Refusal: when it may not, saying why.
        """
        self.check_allowed(code, grade)
        if grade != self.proposed(code) and not reason:
            raise Refusal(
                _("{name}: {grade} is not the grade proposed; give a reason.").format(
                    name=self.standings.row(code).person.name, grade=self.label(code, grade)
                )
            )

    def check_allowed(self, code: str, grade: str) -> None:
        """As ``check_decide``, before a reason is asked for.

        Raises:
            Refusal: when it may not be decided with any reason.
        """
        person = self._gradable(code)
        if grade not in (names := [g.name for g in self.scheme.grades]):
            told = _("“{grade}” is not among the grades: {names}.")
            raise Refusal(told.format(grade=grade, names=_(", ").join(names)))
        if self._forced(code) not in ("", grade):
            told = _("{name} is vetoed, so the grade is {grade}.")
            raise Refusal(told.format(name=person.name, grade=self.label(code, self._forced(code))))
        if self._is_barred(code, grade):
            told = _("{name} cannot be given {grade}: {why}")
            why = " ".join(self.proposals.of[code].barred)
            raise Refusal(told.format(name=person.name, grade=self.label(code, grade), why=why))
        self._check_places(person, grade)

    def check_take_back(self, code: str, reason: str) -> None:
        """Whether the person's decision may be taken back, so that the proposal holds again.

        Raises:
            Refusal: when it may not, saying why.
        """
        person = self._gradable(code)
        if self.facts.decided(code) is None:
            raise Refusal(_("No grade has been decided for {name}.").format(name=person.name))
        if not reason:
            raise Refusal(_("Give a reason: it is kept in the record."))
        if proposed := self.proposed(code):
            self._check_places(person, proposed)

    def why_none(self, code: str) -> str:
        """Why the group cannot decide any grade for the person, in a sentence; empty if it can."""
        if not self.scheme.grades:
            return _("The scheme has no grades.")
        if code not in self.proposals.of:
            told = _("Nobody with code “{code}” is rated in {period}.")
            return told.format(code=code, period=self.name)
        if not self.closed:
            told = _("{period} is not closed yet; grades are decided on its result.")
            return told.format(period=self.name)
        row = self.standings.row(code)
        exempt = self.facts.exemption_of(code) is not None
        if exempt or row.person.role is Role.HEAD or (row.total is None and not row.vetoed):
            told = _("{name} gets no grade in {period}. {why}")
            why = " ".join(self.proposals.of[code].why)
            return told.format(name=row.person.name, period=self.name, why=why)
        return ""

    def _gradable(self, code: str) -> Person:
        """The person, where the group may decide a grade at all.

        Raises:
            Refusal: when nobody of the code is rated, or the person gets no grade.
        """
        if reason := self.why_none(code):
            raise Refusal(reason)
        return self.standings.row(code).person

    def _check_places(self, person: Person, grade: str) -> None:
        """Whether the grade has a place for one more.

        Raises:
            Refusal: when all its places are taken by others.
        """
        quota = self.quota_of(person.code, grade)
        if quota is None or self.taken(quota, person.code) < quota.places:
            return
        told = _(
            "{grade} has {places} places for {people} people, and all are taken;"
            " decide another grade for somebody who has one first."
        )
        raise Refusal(
            told.format(
                grade=self.label(person.code, grade), places=quota.places, people=quota.people
            )
        )


def label(scheme: Scheme, person: Person, grade: str) -> str:
    """What a grade is called for that person; as it is where the scheme does not know it."""
    for each in scheme.grades:
        if each.name == grade:
            return each.label(person.identity)
    return grade


def called(person: Person, standings: Standings) -> str:
    """The person's name, with the code where somebody else in the standings has the same name."""
    namesakes = sum(row.person.name == person.name for row in standings.rows)
    return person.name if namesakes <= 1 else f"{person.name} {person.code}"
