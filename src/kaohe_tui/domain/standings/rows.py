"""Define the lines of the standings, and questions a list of them answers without being walked."""

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from operator import eq
from typing import overload

from kaohe_tui.domain.rules.people import Person, Role, shared_names
from kaohe_tui.domain.standings.ranking import TieBreak
from kaohe_tui.domain.standings.scoring import ReviewScore

_NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Standing:
    """One person's line in the standings."""

    person: Person
    """The person."""
    review: ReviewScore
    """The score and the tiers it comes from."""
    bonus: Fraction
    """Points added, caps applied, 0 or more."""
    deduction: Fraction
    """Points taken off, caps applied, 0 or more."""
    total: Fraction | None
    """Points, exact; ranks are on its rounded value."""
    rank: int | None
    """From 1; None for people without a score, the head and the vetoed."""
    tied: bool
    """Whether the rank is shared after all tie-breaks."""
    vetoed: bool = False
    """Whether a veto stands against the person."""
    tie_breaks: tuple[TieBreak, ...] = ()
    """The keys tried, in order; empty where nobody else has the same rounded total."""


@dataclass(frozen=True, eq=False)
class Population:
    """The facts of a list that ratings do not change.

    Two populations are equal only if they are one object, so that one measured once need not be
    measured again while ratings come in.
    """

    people: tuple[Person, ...]
    """In any order."""
    most_bonus: Fraction
    """The highest bonus that anybody has, in points; 0 where nobody has one."""
    most_deduction: Fraction
    """The highest deduction that anybody has, in points; 0 where nobody has one."""
    any_vetoed: bool
    """Whether a veto stands against anybody in the list."""
    namesakes: frozenset[str]
    """The names that several people have, in other classes too (``people.shared_names``)."""


class Rows(Sequence[Standing]):
    """Lines of the standings, best first, the unranked last; never changed.

    A slice is a tuple. Nothing but going through the rows, ``of`` and ``population`` may cost more
    in a long list than in a short one, where the list is a live one.
    """

    @abstractmethod
    def place(self, code: str) -> int:
        """Return the index of the person's line, from 0.

        Raises:
            KeyError: when the person has none.
        """

    @abstractmethod
    def of(self, role: Role) -> "Rows":
        """Return the lines of that role alone."""

    @property
    @abstractmethod
    def roles(self) -> tuple[Role, ...]:
        """The roles that somebody has, in the order of ``Role``."""

    @property
    @abstractmethod
    def ranked(self) -> int:
        """The number of people with a rank; they come first."""

    @property
    @abstractmethod
    def most_unranked(self) -> Fraction | None:
        """The highest total without a rank, by what is shown of it; None where there is none."""

    @property
    @abstractmethod
    def complete(self) -> bool:
        """True once nobody owes a rating."""

    @property
    @abstractmethod
    def has_scores(self) -> bool:
        """True once anybody has a total."""

    @property
    @abstractmethod
    def population(self) -> Population:
        """The people listed."""

    def row(self, code: str) -> Standing:
        """Return the person's line.

        Raises:
            KeyError: when the person has none.
        """
        return self[self.place(code)]

    def rank_of(self, code: str) -> int | None:
        """Return the person's rank; None without one.

        Raises:
            KeyError: when the person has no line.
        """
        return self.row(code).rank

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, Rows | tuple):
            return NotImplemented
        return len(self) == len(other) and all(map(eq, self, other))


class PlainRows(Rows):
    """Lines that are all computed: of a frozen result, of the year, or of a full ranking.

    Args:
        rows: in their order.
        whole: the lines of all classes, where these are of one; None where they are all.
    """

    def __init__(self, rows: Sequence[Standing], whole: "PlainRows | None" = None) -> None:
        """Keep the rows as a tuple."""
        self._rows = tuple(rows)
        self._whole = whole or self

    def __len__(self) -> int:
        """Count the lines."""
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> Standing: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Standing, ...]: ...
    def __getitem__(self, index: int | slice) -> Standing | tuple[Standing, ...]:
        return self._rows[index]

    def __iter__(self) -> Iterator[Standing]:
        return iter(self._rows)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {row.person.code: place for place, row in enumerate(self._rows)}

    def place(self, code: str) -> int:
        """See ``Rows``."""
        return self._places[code]

    def of(self, role: Role) -> Rows:
        """See ``Rows``."""
        return PlainRows([row for row in self._rows if row.person.role is role], self._whole)

    @cached_property
    def roles(self) -> tuple[Role, ...]:
        """See ``Rows``."""
        present = {row.person.role for row in self._rows}
        return tuple(role for role in Role if role in present)

    @cached_property
    def ranked(self) -> int:
        """See ``Rows``."""
        return sum(row.rank is not None for row in self._rows)

    @cached_property
    def most_unranked(self) -> Fraction | None:
        """See ``Rows``."""
        aside = (r.total for r in self._rows if r.rank is None and r.total is not None)
        return max(aside, default=None)

    @cached_property
    def complete(self) -> bool:
        """See ``Rows``."""
        return not any(row.review.provisional for row in self._rows)

    @cached_property
    def has_scores(self) -> bool:
        """See ``Rows``."""
        return any(row.total is not None for row in self._rows)

    @cached_property
    def population(self) -> Population:
        """See ``Rows``."""
        return Population(
            tuple(row.person for row in self._rows),
            max((row.bonus for row in self._rows), default=_NOTHING),
            max((row.deduction for row in self._rows), default=_NOTHING),
            any(row.vetoed for row in self._rows),
            shared_names(row.person for row in self._whole),
        )


def as_rows(rows: Sequence[Standing]) -> Rows:
    """Return the lines as ``Rows``, so that they answer its questions."""
    return rows if isinstance(rows, Rows) else PlainRows(rows)
