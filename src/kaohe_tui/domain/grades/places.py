"""Give out the places of a grade among those who share them. Rule: docs/scoring.md, "Grades"."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from kaohe_tui.domain.grades.bars import Bar
from kaohe_tui.domain.numbers import plain, shown
from kaohe_tui.domain.rules.people import Role
from kaohe_tui.domain.rules.scheme.grades import Grade, QuotaBy
from kaohe_tui.domain.rules.scheme.scheme import RankBy, Scheme
from kaohe_tui.domain.standings.standings import Standing
from kaohe_tui.words import _, _n


@dataclass(frozen=True, slots=True)
class Quota:
    """One grade's places among those who share them, or the number it takes from the bottom."""

    role: Role | None
    """The class whose places they are; None where all classes share them."""
    section: str | None
    """The section whose places they are, empty for people without one; None: no section's."""
    grade: str
    """The grade's name in the scheme."""
    people: int
    """N: those who take part."""
    places: int
    """The number of places; of those who get the grade at best where it ``is_least``."""
    given_out: int
    """The number of people proposed."""
    tied: tuple[str, ...]
    """Codes of those who are tied across the line."""
    is_least: bool = False
    """Whether it is the number that the grade takes from the bottom."""

    def holds(self, row: Standing) -> bool:
        """Return whether the person is one of those who share the places."""
        if row.person.role is Role.UNIT and self.role is None:
            return False
        if self.section is not None:
            return row.person.section == self.section
        return self.role in (None, row.person.role)


@dataclass(slots=True)
class Member:
    """A person on the way to a grade."""

    row: Standing
    """The person's line in the standings."""
    value: int
    """The total rounded, in units of the last decimal."""
    decimals: int
    """Decimal places of the value."""
    bars: tuple[Bar, ...]
    """What keeps the person from the best grades; empty where nothing does."""
    reasons: list[str] = field(default_factory=list)
    """Sentences gathered on the way, from the top grade down."""
    grade: str = ""
    """The grade's name once one is given; empty before."""
    tied_for: str = ""
    """The first grade across whose line the person is tied; empty for none."""
    best: int = 0
    """Place of the best grade that is still to be had, from 0."""

    @property
    def total(self) -> str:
        """The rounded total, to be read."""
        return shown(Fraction(self.value, 10**self.decimals), self.decimals)

    def reaches(self, grade: Grade) -> bool:
        """Return whether the total reaches the grade's minimum."""
        return Fraction(self.value, 10**self.decimals) >= grade.minimum

    def called(self, grade: Grade) -> str:
        """Return the grade's name for the person."""
        return grade.label(self.row.person.identity)


@dataclass(frozen=True, slots=True)
class Pool:
    """People who share the places of the grades, best first, in groups that nothing separates."""

    role: Role | None
    """Their role; None where all roles share the places."""
    section: str | None
    """Their section, empty for people without one; None where the places are not a section's."""
    people: int
    """N: number of people the quota is a part of."""
    groups: tuple[tuple[Member, ...], ...]
    """Groups of people whom neither total nor rank separates, the best first."""

    def quota(
        self, grade: Grade, places: int, given_out: int, tied: Sequence[str], *, is_least: bool
    ) -> Quota:
        """Return how a grade's places were used here."""
        own = self.role, self.section
        return Quota(*own, grade.name, self.people, places, given_out, tuple(tied), is_least)


def pools(scheme: Scheme, members: Sequence[Member]) -> list[Pool]:
    """Sort the people into those who share places: by class, by section, or all; units apart."""
    together = scheme.rank is RankBy.TOGETHER
    units = [member for member in members if member.row.person.role is Role.UNIT]
    if units and (together or scheme.quota_by is not QuotaBy.CLASS):
        people = [member for member in members if member.row.person.role is not Role.UNIT]
        return [*pools(scheme, people), _pool(Role.UNIT, None, units, one_list=True)]
    if scheme.quota_by is QuotaBy.SECTION:
        names = dict.fromkeys(member.row.person.section for member in members)
        by_section = ([m for m in members if m.row.person.section == name] for name in names)
        return [
            _pool(None, name, own, one_list=together)
            for name, own in zip(names, by_section, strict=True)
        ]
    if together or scheme.quota_by is QuotaBy.UNIT:
        return [_pool(None, None, members, one_list=together)] if members else []
    by_role = ((role, [m for m in members if m.row.person.role is role]) for role in Role)
    return [_pool(role, None, own, one_list=True) for role, own in by_role if own]


def _pool(
    role: Role | None, section: str | None, members: Sequence[Member], *, one_list: bool
) -> Pool:
    """Group people whom nothing separates: shared ranks of one list, equal totals of several."""
    ranked = [m for m in members if m.row.rank is not None]
    by_value: dict[int, list[Member]] = {}
    for member in sorted(ranked, key=lambda m: (-m.value, m.row.rank or 0)):
        by_value.setdefault(member.value, []).append(member)
    groups: list[tuple[Member, ...]] = []
    for equal in by_value.values():
        # Ranks of different lists say nothing about each other.
        comparable = one_list or len({m.row.person.role for m in equal}) == 1
        groups += _by_rank(equal) if comparable else [tuple(equal)]
    return Pool(role, section, len(members), tuple(groups))


def _by_rank(members: Iterable[Member]) -> list[tuple[Member, ...]]:
    groups: dict[int | None, list[Member]] = {}
    for member in members:
        groups.setdefault(member.row.rank, []).append(member)
    return [tuple(group) for group in groups.values()]


def give_out(scheme: Scheme, pool: Pool) -> Iterator[Quota]:
    """Give everybody in a pool a grade, from the top down, and yield how the places were used.

    A grade that takes a number from the bottom (``least``) does so once the places of the grades
    above it are given out.
    """
    for place, grade in enumerate(scheme.grades):
        for low, sinking in enumerate(scheme.grades):
            if sinking.least is not None and place == _after_places(scheme, low):
                yield from _hold_down(low, scheme.grades, pool)
        yield from _fill(place, grade, pool)


def _after_places(scheme: Scheme, low: int) -> int:
    """Return the place behind the last grade above ``low`` that only so many can get."""
    limited = (place for place, grade in enumerate(scheme.grades[:low]) if grade.is_limited)
    return max(limited, default=-1) + 1


def _hold_down(low: int, grades: Sequence[Grade], pool: Pool) -> Iterator[Quota]:
    """Let those with the lowest totals who have no place get a grade at best.

    Equal people across the line stay above it, for the group to decide, or are there anyway.
    """
    grade = grades[low]
    most, count = grade.least_among(pool.people), 0
    tied: tuple[str, ...] = ()
    for group in reversed(pool.groups):
        members = [member for member in group if not member.grade]
        if not members or tied or count >= most:
            continue
        if count + len(members) > most:
            if not any(members[0].reaches(better) for better in grades[:low]):
                count += len(members)
                continue
            tied = tuple(member.row.person.code for member in members)
            _leave_above(grade, members, most - count)
            continue
        count += len(members)
        for member in members:
            member.best = max(member.best, low)
            member.reasons.append(
                _(
                    "{grade} at best: {total} is among the lowest {count} ({least}% of {people}, "
                    "rounded down)."
                ).format(
                    grade=member.called(grade),
                    total=member.total,
                    count=most,
                    least=plain(grade.least or Fraction(0)),
                    people=pool.people,
                )
            )
    if most:
        yield pool.quota(grade, most, count, tied, is_least=True)


def _fill(place: int, grade: Grade, pool: Pool) -> Iterator[Quota]:
    """Give out one grade's places in one pool; those who do not fit pass to the next grade."""
    places = grade.places_among(pool.people)
    count = 0
    tied: tuple[str, ...] = ()
    for group in pool.groups:
        members = [member for member in group if _may_get(member, place, grade)]
        if not members:
            continue
        if places is None or (not tied and count + len(members) <= places):
            count += len(members)
            _give(grade, members, places, pool.people)
        elif tied or count >= places:
            _keep_out(grade, members, places, pool.people, after_tie=bool(tied))
        else:
            tied = tuple(m.row.person.code for m in members)
            _leave_to_group(grade, members, places - count)
    if places is not None:
        yield pool.quota(grade, places, count, tied, is_least=False)


def _may_get(member: Member, place: int, grade: Grade) -> bool:
    """Return whether only places can keep the person from a grade; else say what does."""
    if member.grade or place < member.best:
        return False
    if barring := [bar.sentence for bar in member.bars if bar.worst >= place]:
        member.reasons += [each for each in barring if each not in member.reasons]
        return False
    if member.reaches(grade):
        return True
    member.reasons.append(
        _("{grade}: {total} is below its {minimum}.").format(
            grade=member.called(grade), total=member.total, minimum=plain(grade.minimum)
        )
    )
    return False


def share_words(grade: Grade, people: int) -> str:
    """Say where a number of places comes from: a share of the people, or the scheme's number."""
    if grade.places:
        return _("for {people} people").format(people=people)
    quota = plain(grade.quota or Fraction(0))
    return _("{quota}% of {people}, rounded down").format(quota=quota, people=people)


def _give(grade: Grade, members: Sequence[Member], places: int | None, people: int) -> None:
    for member in members:
        member.grade = grade.name
        sentence = _("{grade}: {total} reaches its {minimum}").format(
            grade=member.called(grade), total=member.total, minimum=plain(grade.minimum)
        )
        if places is not None:
            sentence += _(", within its places: {places} ({share})").format(
                places=places, share=share_words(grade, people)
            )
        member.reasons.append(sentence + _("."))


def _keep_out(
    grade: Grade, members: Sequence[Member], places: int, people: int, *, after_tie: bool
) -> None:
    message = _("{grade}: all its places are taken: {places} ({share}).")
    if not places:
        message = _("{grade}: no place ({share}).")
    elif after_tie:
        message = _(
            "{grade}: the last of its places go to people who rank higher and are tied "
            "({places}, {share})."
        )
    for member in members:
        called, share = member.called(grade), share_words(grade, people)
        member.reasons.append(message.format(grade=called, places=places, share=share))


def _leave_to_group(grade: Grade, members: Sequence[Member], left: int) -> None:
    message = _n(
        "{grade}: {tied} people are tied for the {left} place that is left; the group decides.",
        "{grade}: {tied} people are tied for the {left} places that are left; the group decides.",
        left,
    )
    _tie(grade, members, message.format(grade="{grade}", tied=len(members), left=left))


def _leave_above(grade: Grade, members: Sequence[Member], left: int) -> None:
    message = _n(
        "{grade} at best for {left} of {tied} people with equal totals; the group decides.",
        "{grade} at best for {left} of {tied} people with equal totals; the group decides.",
        left,
    )
    _tie(grade, members, message.format(grade="{grade}", tied=len(members), left=left))


def _tie(grade: Grade, members: Sequence[Member], message: str) -> None:
    for member in members:
        member.tied_for = member.tied_for or grade.name
        member.reasons.append(message.format(grade=member.called(grade)))
