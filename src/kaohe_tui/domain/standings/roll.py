"""List who is ranked, and settle a group of equal people by the scheme's tie-breaks.

Rule: docs/scoring.md, "Ranks and ties".
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from kaohe_tui.domain.entries.extras import Extra
from kaohe_tui.domain.rules.people import Role, Roster, shared_names
from kaohe_tui.domain.rules.scheme.scheme import RankBy, Scheme
from kaohe_tui.domain.standings.ladder import Ladder, Line, Settled
from kaohe_tui.domain.standings.ranking import Entry, ValueOf, list_of
from kaohe_tui.domain.standings.rows import Population
from kaohe_tui.domain.standings.scoring import ReviewScore
from kaohe_tui.domain.standings.standings import NO_EXTRA, entry_of, rated_people, tie_values
from kaohe_tui.domain.standings.tally import MarksOf


class Roll:
    """The people ranked, the rules, and each person's class: all that stays while ratings come in.

    Args:
        scheme: the rules.
        roster: its order numbers the people.
        extras: what adjustments and vetoes come to, by code.
    """

    def __init__(self, scheme: Scheme, roster: Roster, extras: Mapping[str, Extra]) -> None:
        """Assign each person a number and a class."""
        self.scheme = scheme
        """The rules."""
        self.people = rated_people(scheme, roster)
        """The people who are rated, in roster order."""
        self.number = {person.code: number for number, person in enumerate(self.people)}
        """Person's code -> place in ``people``, from 0."""
        self.extras = extras
        """Person's code -> bonus, deduction and veto; people without any are absent."""
        present = {person.role for person in self.people}
        self.roles = tuple(role for role in Role if role in present)
        """The roles present, in the order of ``Role``."""
        self.together = scheme.rank is RankBy.TOGETHER
        """Whether all roles of people are ranked in one list."""
        self.lists = tuple(dict.fromkeys(list_of(scheme, role) for role in self.roles))
        """The lists that are ranked apart, each by its role; None for that of all people."""
        self.class_of = [self.lists.index(list_of(scheme, p.role)) for p in self.people]
        """Person's number -> index of the class they are ranked in."""
        of_review = {tier.key for tier in scheme.tiers} | {c.key for c in scheme.components}
        self.by_marks = not of_review.issuperset(scheme.tie_break)
        """Whether an indicator breaks ties: marks can then matter that change no score."""
        self._populations: dict[int | None, Population] = {}
        self._namesakes = shared_names(self.people)

    def extra(self, number: int) -> Extra:
        """Return the adjustments and vetoes of the person of that number."""
        return self.extras.get(self.people[number].code, NO_EXTRA)

    def line(self, number: int, review: ReviewScore) -> Line:
        """Return the person's line with that score."""
        entry = entry_of(self.scheme, self.people[number], review, self.extra(number))
        return Line(entry, review)

    def population(self, which: int | None) -> Population:
        """Return the people of one class, or all for None; measured once and kept."""
        if which not in self._populations:
            people = tuple(
                person
                for person, class_number in zip(self.people, self.class_of, strict=True)
                if which in (None, class_number)
            )
            extras = [self.extras[p.code] for p in people if p.code in self.extras]
            self._populations[which] = Population(
                people,
                max((extra.bonus for extra in extras), default=Fraction(0)),
                max((extra.deduction for extra in extras), default=Fraction(0)),
                any(extra.vetoed for extra in extras),
                self._namesakes,
            )
        return self._populations[which]


def settle(
    roll: Roll,
    lines: Sequence[Line],
    ladders: Sequence[Ladder],
    values: Iterable[tuple[int, int]],
    marks_of: MarksOf,
) -> None:
    """Settle the groups of these values by the tie-break keys.

    At once, and not when they are looked at: the marks on disk may then be others.

    Args:
        roll: who is ranked.
        lines: by the number of the person.
        ladders: one for each class, in order; these are changed.
        values: each with the class it is in.
        marks_of: asked only where an indicator must break a tie, and once for each line.
    """
    keys = roll.scheme.tie_break
    if not keys:
        return
    value_of = _remembered(
        roll, lines, tie_values(roll.scheme, lambda code: lines[roll.number[code]].review, marks_of)
    )
    for class_number, value in values:
        members = {number: lines[number].entry for number in ladders[class_number].group(value)}
        if len(members) > 1:
            ladders[class_number].settled[value] = Settled.of(members, keys, value_of)
        else:
            ladders[class_number].settled.pop(value, None)


def _remembered(roll: Roll, lines: Sequence[Line], value_of: ValueOf) -> ValueOf:
    """Return ``value_of`` with a memory for each line.

    People who share a total with the person whose mark came in need not be read from disk
    again.
    """

    def remembered(key: str, entry: Entry) -> int | None:
        ties = lines[roll.number[entry.person.code]].ties
        if key not in ties:
            ties[key] = value_of(key, entry)
        return ties[key]

    return remembered
