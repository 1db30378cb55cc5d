"""Propose grades and give the reasons (建议等次). Rule: docs/scoring.md, "Grades"."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kaohe_tui.domain.entries.entries import GroupFacts, VetoEntry
from kaohe_tui.domain.entries.vetoes import forcing_veto
from kaohe_tui.domain.grades.bars import Bar, Course, bars_on, head_sentence
from kaohe_tui.domain.grades.leaving import leaving_of
from kaohe_tui.domain.grades.places import Member, Quota, give_out, pools
from kaohe_tui.domain.numbers import half_up
from kaohe_tui.domain.rules.people import Role
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.standings.standings import Standing, Standings
from kaohe_tui.words import _


@dataclass(frozen=True, slots=True)
class Proposal:
    """The grade proposed for one person."""

    code: str
    """The person's code."""
    grade: str
    """The grade's name in the scheme; empty where none is proposed."""
    reasons: tuple[str, ...]
    """Sentences, from the top grade down to the one proposed."""
    bars: tuple[Bar, ...] = ()
    """What keeps the person from the best grades."""
    tied_for: str = ""
    """The grade across whose line the person is tied: the group decides."""

    @property
    def barred(self) -> tuple[str, ...]:
        """A sentence for each bar."""
        return tuple(bar.sentence for bar in self.bars)


@dataclass(frozen=True, slots=True)
class Proposals:
    """The grades proposed for everybody, and the use of the quotas."""

    of: Mapping[str, Proposal]
    """Code -> proposal, for everybody in the standings."""
    quotas: tuple[Quota, ...]
    """The places of each grade in each class, from the top grade down; empty where no grade has a
    quota."""

    @property
    def grades(self) -> Mapping[str, str]:
        """Code -> the grade proposed, empty where none is."""
        return {code: proposal.grade for code, proposal in self.of.items()}


def propose(
    scheme: Scheme,
    standings: Standings,
    facts: GroupFacts,
    course: Course | None = None,
) -> Proposals:
    """Propose grades from the top: a grade needs its minimum and has its places.

    Args:
        scheme: grades, quotas, what bars from the top grade.
        standings: of a period or of the year.
        facts: of the same period; for the year, those of all its periods together.
        course: for the year, what its periods came to; None for a period, where the conditions on
            all of them say nothing.
    """
    if not scheme.grades:
        return Proposals(
            {row.person.code: Proposal(row.person.code, "", ()) for row in standings.rows}, ()
        )
    proposals: dict[str, Proposal] = {}
    members: list[Member] = []
    for row in standings.rows:
        member = _member(scheme, row, standings, facts, course)
        if (proposal := _without_places(scheme, row, member, facts)) is not None:
            proposals[row.person.code] = proposal
        if member is not None:
            members.append(member)
    quotas = [quota for pool in pools(scheme, members) for quota in give_out(scheme, pool)]
    for each in members:
        proposals.setdefault(each.row.person.code, _proposal(each))
    of = {
        row.person.code: _leaving(scheme, facts, proposals[row.person.code])
        for row in standings.rows
    }
    return Proposals(of, tuple(quotas))


def _leaving(scheme: Scheme, facts: GroupFacts, proposal: Proposal) -> Proposal:
    """Return a proposal that first says for which absence the person is not to be assessed."""
    if sentences := tuple(leaving_of(scheme, facts, proposal.code)):
        return replace(proposal, reasons=(*sentences, *proposal.reasons))
    return proposal


def _member(
    scheme: Scheme, row: Standing, table: Standings, facts: GroupFacts, course: Course | None
) -> Member | None:
    """Return the person as one of the number that quotas are a part of; None without a part."""
    if row.total is None or not _takes_part(row, facts):
        return None
    value = half_up(row.total, table.decimals)
    return Member(row, value, table.decimals, bars_on(scheme, row, facts, course))


def _takes_part(row: Standing, facts: GroupFacts) -> bool:
    """Return whether the person counts in the number quotas are a part of; the vetoed do."""
    return row.person.role is not Role.HEAD and facts.exemption_of(row.person.code) is None


def _without_places(
    scheme: Scheme, row: Standing, member: Member | None, facts: GroupFacts
) -> Proposal | None:
    """Return the proposal for a person who takes no place; None for all others."""
    code = row.person.code
    if row.person.role is Role.HEAD:
        return Proposal(code, "", (head_sentence(scheme, vetoed=row.vetoed),))
    if exemption := facts.exemption_of(code):
        message = _("No grade: {kind} ({reason}); not counted in quotas.")
        return Proposal(
            code, "", (message.format(kind=exemption.kind.label, reason=exemption.reason),)
        )
    if row.vetoed and scheme.vetoes:
        return _vetoed(scheme, row, member, facts)
    if row.total is None:
        return Proposal(code, "", (_("No grade: nobody's rating counts, so there is no score."),))
    return None


def _vetoed(scheme: Scheme, row: Standing, member: Member | None, facts: GroupFacts) -> Proposal:
    """Return the lower one of the veto's grade and the one that the total alone would give."""
    code = row.person.code
    grades, entry = scheme.grades, forcing_veto(scheme, facts, code)
    veto = scheme.veto_for(entry.ground if entry else "")
    place = scheme.grade_place(veto.grade) if veto else len(grades) - 1
    by_total = next((n for n, g in enumerate(grades) if member and member.reaches(g)), place)
    reasons = [_veto_sentence(grades[place].label(row.person.identity), entry)]
    if member is not None and by_total > place:
        place = by_total
        sentence = _("{grade}: {total} reaches no better grade, and a veto lifts nobody.")
        reasons.append(sentence.format(grade=member.called(grades[place]), total=member.total))
    return Proposal(code, grades[place].name, tuple(reasons))


def _veto_sentence(grade: str, entry: VetoEntry | None) -> str:
    if entry is None:
        return _("{grade}: a one-vote veto.").format(grade=grade)
    return _("{grade}: one-vote veto, {ground} ({document}, {authority}).").format(
        grade=grade, ground=entry.ground, document=entry.document, authority=entry.authority
    )


def _proposal(member: Member) -> Proposal:
    reasons = tuple(member.reasons)
    if not member.grade:
        reasons = (*reasons, _("No grade: the score is below every minimum or no place is left."))
    code = member.row.person.code
    return Proposal(code, member.grade, reasons, member.bars, member.tied_for)
