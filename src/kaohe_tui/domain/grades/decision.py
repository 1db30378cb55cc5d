"""Hold the grades the group decides beside those proposed (确定等次).

Rule: docs/scoring.md, "Grades".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from kaohe_tui.domain.entries.entries import Decision, GroupFacts
from kaohe_tui.domain.grades.lapsing import Lapse, lapse_of
from kaohe_tui.domain.grades.places import Quota
from kaohe_tui.domain.grades.proposal import Proposals
from kaohe_tui.domain.rules import people
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.standings.standings import Standings
from kaohe_tui.words import _


@dataclass(frozen=True, slots=True)
class Grading:
    """Proposed and decided grades of one period, or of the year."""

    name: str
    """The period's name."""
    scheme: Scheme
    """The rules the period is held under; for the year, the year's."""
    standings: Standings
    """The people, totals and ranks the grades are for."""
    facts: GroupFacts
    """The group's entries and decisions; for the year, those of all its periods together."""
    proposals: Proposals
    """The proposed grade of each person, and the use of the quotas."""
    closed: bool
    """Whether the standings are frozen; for the year, those of every period that weighs."""

    def proposed(self, code: str) -> str:
        """Return the grade proposed for the person; empty for none, or for a person not rated."""
        proposal = self.proposals.of.get(code)
        return proposal.grade if proposal else ""

    def proposal(self, code: str) -> str:
        """Return the proposed grade's name for the person, to be read; empty for none.

        It says "to be decided" of those tied across a quota's line, whatever was decided since:
        the rule proposes nothing there, and the grade it leaves them with is no answer.
        """
        proposal = self.proposals.of.get(code)
        if self.waits(code) or (proposal and proposal.tied_for):
            return undecided()
        return self.label(code, self.proposed(code))

    def decision(self, code: str) -> Decision | None:
        """Return the decision that holds for the person; None where none does.

        A stronger entry that came later makes a decision lapse for good: withdrawing that
        entry does not bring it back, since another person may have its place by then.
        """
        newest = self.facts.decided(code)
        if newest is None or code not in self.proposals.of or self.facts.exemption_of(code):
            return None
        if self.lapse(code):
            return None
        stronger = self.is_barred(code, newest.grade) or self.forced(code) not in (
            "",
            newest.grade,
        )
        return None if stronger else newest

    def lapse(self, code: str) -> Lapse | None:
        """Return why the person's newest decision lapsed; None where it did not.

        None, too, where there is no decision.
        """
        newest = self.facts.decided(code)
        return lapse_of(self.scheme, self.facts, newest) if newest else None

    def decided(self, code: str) -> str:
        """Return the grade decided for the person; empty while none is."""
        decision = self.decision(code)
        return decision.grade if decision else ""

    def final(self, code: str) -> str:
        """Return the grade decided, else the one proposed; empty where there is neither."""
        return self.decided(code) or self.proposed(code)

    @property
    def finals(self) -> Mapping[str, str]:
        """Code -> ``final``, for everybody in the standings."""
        return {code: self.final(code) for code in self.proposals.of}

    def waits(self, code: str) -> bool:
        """Return whether the group still has to decide the person's grade.

        It has to where the person is tied across a quota's line, or a decision holds no
        longer.
        """
        proposal = self.proposals.of.get(code)
        if proposal is None or self.decision(code) is not None:
            return False
        without = self.standings.row(code).total is None
        if without or self.forced(code) or self.facts.exemption_of(code):
            return False
        return bool(proposal.tied_for) or self.facts.decided(code) is not None

    @property
    def waiting(self) -> tuple[str, ...]:
        """Codes of those whose grade waits for the group, in the order of the standings."""
        return tuple(row.person.code for row in self.standings.rows if self.waits(row.person.code))

    def on_paper(self, code: str) -> str:
        """Return the person's grade for a paper: its name, that it is to be decided, or empty.

        A proposal that the group still has to decide on never stands on paper.
        """
        return undecided() if self.waits(code) else self.label(code, self.final(code))

    def labels_on_paper(self, code: str) -> tuple[str, str]:
        """Return the names of the proposed and the decided grade, for a table on paper.

        Empty for none; both say "to be decided" while the grade waits for the group.
        """
        if self.waits(code):
            return undecided(), undecided()
        proposed, decided = self.labels(code)
        return proposed or "", decided or ""

    def label(self, code: str, grade: str) -> str:
        """Return a grade's name for that person; empty for no grade."""
        if not grade:
            return ""
        person = self.standings.row(code).person
        return label(self.scheme, person, grade)

    def labels(self, code: str) -> tuple[str | None, str | None]:
        """Return the names of the proposed and the decided grade for that person; None for none."""
        proposed, decided = self.proposed(code), self.decided(code)
        return self.label(code, proposed) or None, self.label(code, decided) or None

    def quotas_of(self, code: str) -> tuple[Quota, ...]:
        """List the places that the person shares, from the top grade down."""
        row = self.standings.row(code)
        return tuple(quota for quota in self.proposals.quotas if quota.holds(row))

    def quota_of(self, code: str, grade: str) -> Quota | None:
        """Return the places the grade has for the person; None where their number is open."""
        quotas = (q for q in self.quotas_of(code) if q.grade == grade and not q.is_least)
        return next(quotas, None)

    def taken(self, quota: Quota, except_code: str = "") -> int:
        """Count those whose final grade is the quota's; ``except_code`` leaves one person out."""
        return sum(
            self.final(row.person.code) == quota.grade
            for row in self.standings.rows
            if row.person.code != except_code and quota.holds(row)
        )

    def forced(self, code: str) -> str:
        """Return the grade that a veto forces on the person; empty without one."""
        is_forced = bool(self.scheme.vetoes) and self.standings.row(code).vetoed
        return self.proposed(code) if is_forced else ""

    def is_barred(self, code: str, grade: str) -> bool:
        """Return whether something keeps the person from that grade."""
        names = [each.name for each in self.scheme.grades]
        bars = self.proposals.of[code].bars
        return grade in names and any(bar.worst >= names.index(grade) for bar in bars)


def undecided() -> str:
    """Return the word for a grade that the group has not decided yet (待定)."""
    return _("to be decided")


def label(scheme: Scheme, person: Person, grade: str) -> str:
    """Return a grade's name for that person; a grade the scheme does not know stays as it is."""
    for each in scheme.grades:
        if each.name == grade:
            return each.label(person.identity)
    return grade


def called(person: Person, standings: Standings) -> str:
    """Return the person's name, with the code where another in the standings shares the name."""
    # Asked for one after another: the names are looked through once.
    return people.called(person, _shared(tuple(row.person.name for row in standings.rows)))


@lru_cache(maxsize=4)
def _shared(names: tuple[str, ...]) -> frozenset[str]:
    return people.shared(names)
