"""Score and rank everybody. Rule: docs/scoring.md, "Ranks and ties"."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType

from kaohe_tui.domain.entries.extras import Extra
from kaohe_tui.domain.numbers import half_up
from kaohe_tui.domain.rules.forms.forms import Forms
from kaohe_tui.domain.rules.pairs import is_rated
from kaohe_tui.domain.rules.people import Person, Role, Roster
from kaohe_tui.domain.rules.scheme.scheme import Method, Scheme
from kaohe_tui.domain.standings.composing import composed
from kaohe_tui.domain.standings.ranking import Entry, TieBreak, ValueOf, in_order
from kaohe_tui.domain.standings.rows import Rows, Standing, as_rows
from kaohe_tui.domain.standings.scoring import ReviewScore, review_score, total
from kaohe_tui.domain.standings.tally import MarksOf, Tallies, TierTally

__all__ = ["Standing", "Standings", "TieBreak", "rank", "standings"]

NO_EXTRA = Extra()
"""Nothing added, nothing taken off, no veto."""
NOTHING_EXTRA: Mapping[str, Extra] = MappingProxyType({})
"""No adjustments and no vetoes."""


@dataclass(frozen=True)
class Standings:
    """Everybody the scheme rates, best first, the unranked last."""

    scheme_method: Method
    """The method by which the scores were made."""
    decimals: int
    """Decimal places of scores, 0 to 4."""
    rows: Sequence[Standing]
    """The lines, in order: a tuple, or the rows of ``live``, made when looked at."""
    _table: Rows = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_table", as_rows(self.rows))

    @property
    def complete(self) -> bool:
        """True once nobody owes a rating."""
        return self._table.complete

    @property
    def has_scores(self) -> bool:
        """True once anybody has a total."""
        return self._table.has_scores

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles of those who are listed, in the order of ``Role``."""
        return self._table.roles

    def row(self, code: str) -> Standing:
        """Return the line of the person with that code.

        Raises:
            KeyError: when the scheme does not have that person rated.
        """
        return self._table.row(code)

    def of(self, role: Role | None) -> Rows:
        """Return the lines of one role, in their order; for None everybody's."""
        return self._table if role is None else self._table.of(role)


def rated_people(scheme: Scheme, roster: Roster) -> tuple[Person, ...]:
    """List everybody whom the period scores, in roster order: see ``pairs.is_rated``."""
    return tuple(person for person in roster if is_rated(scheme, person))


def rated_in_year(scheme: Scheme, roster: Roster) -> tuple[Person, ...]:
    """List everybody whom some period has rated, in roster order."""
    own = [rated_people(scheme.for_period(period.key), roster) for period in scheme.periods]
    codes = {person.code for people in own for person in people}
    return tuple(person for person in roster if person.code in codes)


def standings(
    scheme: Scheme,
    roster: Roster,
    tallies: Tallies,
    marks_of: MarksOf,
    extras: Mapping[str, Extra] = NOTHING_EXTRA,
) -> Standings:
    """Score everybody and rank them.

    Args:
        scheme: the rules.
        roster: its order is the display order within a shared rank, and settles nothing.
        tallies: what came in so far; people without any are listed without a score.
        marks_of: asked only where an indicator must break a tie.
        extras: what adjustments and vetoes come to, by code.
    """
    scores = {
        person.code: composed(
            scheme, person, tallies.get(person.code, {}), extras.get(person.code, NO_EXTRA)
        )
        for person in rated_people(scheme, roster)
    }
    return rank(scheme, roster, scores, marks_of, extras)


def rank(
    scheme: Scheme,
    roster: Roster,
    scores: Mapping[str, ReviewScore],
    marks_of: MarksOf,
    extras: Mapping[str, Extra] = NOTHING_EXTRA,
) -> Standings:
    """Rank people whose scores are known.

    Args:
        scheme: the rules.
        roster: see ``standings``.
        scores: by code; a person who is missing is listed without a score.
        marks_of: asked only where an indicator must break a tie.
        extras: what adjustments and vetoes come to, by code.
    """
    people = rated_people(scheme, roster)
    reviews = {
        p.code: scores.get(p.code) or ReviewScore((), None, provisional=False) for p in people
    }
    entries = [entry_of(scheme, p, reviews[p.code], extras.get(p.code, NO_EXTRA)) for p in people]
    ordered = in_order(scheme, entries, tie_values(scheme, reviews.__getitem__, marks_of))
    rows = (_standing(e, reviews[e.person.code], extras.get(e.person.code)) for e in ordered)
    return Standings(scheme.method, scheme.decimals, tuple(rows))


def entry_of(scheme: Scheme, person: Person, review: ReviewScore, extra: Extra) -> Entry:
    """Return the person with total and rounded value, ready to be ranked."""
    worth = total(review.score, extra.bonus, extra.deduction, scheme.ceiling)
    value = 0 if worth is None else half_up(worth, scheme.decimals)
    return Entry(person, worth, value, extra.vetoed)


def _standing(entry: Entry, review: ReviewScore, extra: Extra | None) -> Standing:
    extra = extra or NO_EXTRA
    return Standing(
        person=entry.person,
        review=review,
        bonus=extra.bonus,
        deduction=extra.deduction,
        total=entry.total,
        rank=entry.rank,
        tied=entry.tied,
        vetoed=extra.vetoed,
        tie_breaks=tuple(entry.tie_breaks),
    )


def tie_values(
    scheme: Scheme, review_of: Callable[[str], ReviewScore], marks_of: MarksOf
) -> ValueOf:
    """Return the function that gives the value a tie-break key compares.

    It asks for a person's marks once.
    """
    tiers = {tier.key for tier in scheme.tiers}
    forms = Forms(scheme)
    components = {component.key for component in scheme.components}
    marks: dict[str, Mapping[str, tuple[tuple[int, ...], ...]]] = {}

    def rounded(worth: Fraction | None) -> int | None:
        return None if worth is None else half_up(worth, scheme.decimals)

    def value_of(key: str, entry: Entry) -> int | None:
        code = entry.person.code
        if key in tiers:
            return rounded(tier_mean(review_of(code), key))
        if key in components:
            return rounded(component_value(review_of(code), key))
        if code not in marks:
            marks[code] = marks_of(code)
        return rounded(indicator_score(forms, key, entry.person, marks[code]))

    return value_of


def indicator_score(
    forms: Forms, key: str, person: Person, marks: Mapping[str, tuple[tuple[int, ...], ...]]
) -> Fraction | None:
    """Score one indicator's marks alone, with the scheme's method, weights and trimming.

    Args:
        forms: of the scheme.
        key: the indicator's.
        person: whose marks they are; a tier without the indicator on the form leaves both sums.
        marks: tier's key -> the marks of each rating that counts.

    Returns:
        Points, exact; None where there is no rating.
    """
    alone = {}
    for tier in forms.scheme.tiers:
        form, ratings = forms.of(tier, person), marks.get(tier.key, ())
        for place, column in enumerate(form.columns):
            if column.indicator.key == key and not tier.marks.is_single:
                worths = tuple(column.worth(rating[place]) for rating in ratings)
                alone[tier.key] = TierTally(worths, expected=len(ratings), unit=form.unit)
    return review_score(forms.scheme, alone, forms.scheme.classes_of(person)).score


def tier_mean(review: ReviewScore, key: str) -> Fraction | None:
    """Return the mean of one tier, in points; None where nobody has rated in it."""
    return next((t.mean for t in review.tiers if t.tier == key), None)


def component_value(review: ReviewScore, key: str) -> Fraction | None:
    """Return the points of one component; None where it is missing or does not apply."""
    component = review.component(key)
    return component.value if component else None
