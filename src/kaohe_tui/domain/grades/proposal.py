"""Propose grades and give the reasons (建议等次). Rule: docs/scoring.md, "Grades"."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from kaohe_tui.domain.entries.entries import GroupFacts
from kaohe_tui.domain.grades.bars import bars_on, head_sentence
from kaohe_tui.domain.numbers import half_up, plain, shown
from kaohe_tui.domain.rules.people import Role
from kaohe_tui.domain.rules.scheme.grades import Grade, QuotaBy
from kaohe_tui.domain.rules.scheme.scheme import RankBy, Scheme
from kaohe_tui.domain.standings.standings import Standing, Standings
from kaohe_tui.words import _, _n

_WHOLE = 100

QuarterGrades = Mapping[str, Sequence[str]]
"""Person's code -> the grades that the quarters came to."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """The grade proposed for one person."""

    code: str
    """The person's code."""
    grade: str
    """The grade's name in the scheme; empty where none is proposed."""
    reasons: tuple[str, ...]
    """Sentences, from the top grade down to the one proposed."""
    barred: tuple[str, ...] = ()
    """A sentence for each bar that keeps the person from the top grade."""
    tied_for: str = ""
    """The grade across whose quota line the person is tied: the group decides."""


@dataclass(frozen=True, slots=True)
class Quota:
    """One grade's places in one class."""

    role: Role | None
    """The class whose places they are; None where all classes share them."""
    grade: str
    """The grade's name in the scheme."""
    people: int
    """N: those who take part."""
    places: int
    """floor(quota% of N)."""
    given_out: int
    """The number of people proposed."""
    tied: tuple[str, ...]
    """Codes of those who are tied across the line."""


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


@dataclass(slots=True)
class _Member:
    """A person on the way to a grade."""

    row: Standing
    """The person's line in the standings."""
    value: int
    """The total rounded, in units of the last decimal."""
    barred: tuple[str, ...]
    """Sentences that bar the person from the top grade; empty where nothing does."""
    reasons: list[str] = field(default_factory=list)
    """Sentences gathered on the way, from the top grade down."""
    grade: str = ""
    """The grade's name once one is given; empty before."""
    tied_for: str = ""
    """The first grade across whose quota line the person is tied; empty for none."""

    def called(self, grade: Grade) -> str:
        """Return the grade's name for the person."""
        return grade.label(self.row.person.identity)


@dataclass(frozen=True, slots=True)
class _Pool:
    """People who share a grade's places, best first, in groups that nothing separates."""

    role: Role | None
    """Their role; None where all roles share the places."""
    people: int
    """N: number of people the quota is a part of."""
    groups: tuple[tuple[_Member, ...], ...]
    """Groups of people whom neither total nor rank separates, the best first."""


def propose(
    scheme: Scheme,
    standings: Standings,
    facts: GroupFacts,
    quarter_grades: QuarterGrades | None = None,
) -> Proposals:
    """Propose grades from the top: a grade needs its minimum and has its places.

    Args:
        scheme: grades, quotas, what bars from the top grade.
        standings: of a period or of the year.
        facts: of the same period; for the year, those of all its periods together.
        quarter_grades: for the year, what its quarters came to; None for a period, where that
            condition says nothing.
    """
    if not scheme.grades:
        return Proposals(
            {row.person.code: Proposal(row.person.code, "", ()) for row in standings.rows}, ()
        )
    proposals: dict[str, Proposal] = {}
    members: list[_Member] = []
    for row in standings.rows:
        if (proposal := _without_places(scheme, row, facts)) is not None:
            proposals[row.person.code] = proposal
        if row.total is not None and _takes_part(row, facts):
            barred = bars_on(scheme, row.person, facts, quarter_grades)
            members.append(_Member(row, half_up(row.total, standings.decimals), barred))
    quotas: list[Quota] = []
    for pool in _pools(scheme, members):
        for grade in scheme.grades:
            quotas += _fill(scheme, grade, pool, standings.decimals)
    for member in members:
        proposals.setdefault(member.row.person.code, _proposal(scheme, member))
    return Proposals(
        {row.person.code: proposals[row.person.code] for row in standings.rows}, tuple(quotas)
    )


def _takes_part(row: Standing, facts: GroupFacts) -> bool:
    """Return whether the person counts in the number quotas are a part of; the vetoed do."""
    return row.person.role is not Role.HEAD and facts.exemption_of(row.person.code) is None


def _without_places(scheme: Scheme, row: Standing, facts: GroupFacts) -> Proposal | None:
    """Return the proposal for a person who takes no place; None for all others."""
    code = row.person.code
    if row.person.role is Role.HEAD:
        return Proposal(code, "", (head_sentence(scheme, vetoed=row.vetoed),))
    if exemption := facts.exemption_of(code):
        message = _("No grade: {kind} ({reason}); not counted in quotas.")
        return Proposal(
            code, "", (message.format(kind=exemption.kind.label, reason=exemption.reason),)
        )
    if row.vetoed and scheme.veto:
        forced = scheme.veto.grade
        label = next(g.label(row.person.identity) for g in scheme.grades if g.name == forced)
        return Proposal(code, forced, (_veto_sentence(label, code, facts),))
    if row.total is None:
        return Proposal(code, "", (_("No grade: nobody's rating counts, so there is no score."),))
    return None


def _veto_sentence(grade: str, code: str, facts: GroupFacts) -> str:
    veto = facts.veto_on(code)
    if veto is None:
        return _("{grade}: a one-vote veto.").format(grade=grade)
    return _("{grade}: one-vote veto, {ground} ({document}, {authority}).").format(
        grade=grade, ground=veto.ground, document=veto.document, authority=veto.authority
    )


def _pools(scheme: Scheme, members: Sequence[_Member]) -> list[_Pool]:
    together = scheme.rank is RankBy.TOGETHER
    if together or scheme.quota_by is QuotaBy.UNIT:
        return [_pool(None, members, one_list=together)] if members else []
    by_role = ((role, [m for m in members if m.row.person.role is role]) for role in Role)
    return [_pool(role, of_role, one_list=True) for role, of_role in by_role if of_role]


def _pool(role: Role | None, members: Sequence[_Member], *, one_list: bool) -> _Pool:
    """Group people whom nothing separates: shared ranks of one list, equal totals of several."""
    ranked = [m for m in members if m.row.rank is not None]
    by_value: dict[int, list[_Member]] = {}
    for member in sorted(ranked, key=lambda m: (-m.value, m.row.rank or 0)):
        by_value.setdefault(member.value, []).append(member)
    groups: list[tuple[_Member, ...]] = []
    for equal in by_value.values():
        # Ranks of different lists say nothing about each other.
        comparable = one_list or len({m.row.person.role for m in equal}) == 1
        groups += _by_rank(equal) if comparable else [tuple(equal)]
    return _Pool(role, len(members), tuple(groups))


def _by_rank(members: Iterable[_Member]) -> list[tuple[_Member, ...]]:
    groups: dict[int | None, list[_Member]] = {}
    for member in members:
        groups.setdefault(member.row.rank, []).append(member)
    return [tuple(group) for group in groups.values()]


def places_of(grade: Grade, people: int) -> int | None:
    """Return floor(quota% of the people); None where the grade has no quota."""
    return None if grade.quota is None else int(grade.quota * people // _WHOLE)


def _fill(scheme: Scheme, grade: Grade, pool: _Pool, decimals: int) -> list[Quota]:
    """Give out one grade's places in one pool; those who do not fit pass to the next grade."""
    places = places_of(grade, pool.people)
    is_top = grade == scheme.grades[0]
    count = 0
    tied: tuple[str, ...] = ()
    for group in pool.groups:
        members = []
        for member in group:
            if member.grade:
                continue
            if is_top and member.barred:
                member.reasons += member.barred
            elif Fraction(member.value, 10**decimals) < grade.minimum:
                member.reasons.append(_below(grade, member, decimals))
            else:
                members.append(member)
        if not members:
            continue
        if places is None or (not tied and count + len(members) <= places):
            count += len(members)
            _give(grade, members, places, pool.people, decimals)
        elif tied or count >= places:
            _keep_out(grade, members, places, pool.people, after_tie=bool(tied))
        else:
            tied = tuple(m.row.person.code for m in members)
            _leave_to_group(grade, members, places, count)
    if places is None:
        return []
    return [Quota(pool.role, grade.name, pool.people, places, count, tied)]


def _below(grade: Grade, member: _Member, decimals: int) -> str:
    return _("{grade}: {total} is below its {minimum}.").format(
        grade=member.called(grade),
        total=shown(Fraction(member.value, 10**decimals), decimals),
        minimum=plain(grade.minimum),
    )


def _give(
    grade: Grade, members: Sequence[_Member], places: int | None, people: int, decimals: int
) -> None:
    for member in members:
        member.grade = grade.name
        sentence = _("{grade}: {total} reaches its {minimum}").format(
            grade=member.called(grade),
            total=shown(Fraction(member.value, 10**decimals), decimals),
            minimum=plain(grade.minimum),
        )
        if places is not None:
            sentence += _(
                ", within its places: {places} ({quota}% of {people}, rounded down)"
            ).format(places=places, quota=plain(grade.quota or Fraction(0)), people=people)
        member.reasons.append(sentence + _("."))


def _keep_out(
    grade: Grade, members: Sequence[_Member], places: int, people: int, *, after_tie: bool
) -> None:
    for member in members:
        message = _(
            "{grade}: all its places are taken: {places} ({quota}% of {people}, rounded down)."
        )
        if not places:
            message = _("{grade}: {quota}% of {people}, rounded down, leaves no place.")
        elif after_tie:
            message = _(
                "{grade}: the last of its places go to people who rank higher and are tied "
                "({places}, {quota}% of {people}, rounded down)."
            )
        member.reasons.append(
            message.format(
                grade=member.called(grade),
                places=places,
                quota=plain(grade.quota or Fraction(0)),
                people=people,
            )
        )


def _leave_to_group(grade: Grade, members: Sequence[_Member], places: int, given_out: int) -> None:
    places_left = places - given_out
    for member in members:
        member.tied_for = member.tied_for or grade.name
        member.reasons.append(
            _n(
                "{grade}: {tied} people are tied for the {left} place that is left;"
                " the group decides.",
                "{grade}: {tied} people are tied for the {left} places that are left;"
                " the group decides.",
                places_left,
            ).format(grade=member.called(grade), tied=len(members), left=places_left)
        )


def _proposal(scheme: Scheme, member: _Member) -> Proposal:
    reasons = tuple(member.reasons)
    if not member.grade:
        reasons = (*reasons, _("No grade: the score is below every minimum or no place is left."))
    return Proposal(member.row.person.code, member.grade, reasons, member.barred, member.tied_for)
