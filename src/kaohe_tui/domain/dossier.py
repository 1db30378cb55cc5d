"""All that the papers of one result are made of: one snapshot, so that all say the same."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kaohe_tui.domain.deciding import Grading
from kaohe_tui.domain.grades import Proposals
from kaohe_tui.domain.group import Extra, GroupFacts
from kaohe_tui.domain.people import Person, Roster
from kaohe_tui.domain.scheme import Scheme
from kaohe_tui.domain.standings import Standings
from kaohe_tui.domain.tasks import Task
from kaohe_tui.domain.year import Year


class RatingState(StrEnum):
    """What became of one pair of a tier."""

    COUNTED = "counted"
    HIDDEN = "hidden"
    """Counts, but is not shown: a secret tier has too few ratings of the person."""
    ABSTAINED = "abstained"
    RECUSED = "recused"
    MISSING = "missing"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class PaperRating:
    """One rating as papers tell of it."""

    tier: str
    rater: str
    """The rater's code; empty where the tier is secret."""
    ratee: str
    state: RatingState
    marks: tuple[int, ...] = ()
    """Tenths of a point in the indicators' order; only of one that counts."""


@dataclass(frozen=True, slots=True)
class PublicNotice:
    """A notice as it was posted."""

    period: str
    number: int
    fingerprint: str
    """Of the result that it tells."""
    posted_on: str
    """ISO date."""
    until: str
    """ISO date: the last day on which objections are taken."""
    posted_by: str = ""


@dataclass(frozen=True)
class Dossier:
    """One period's result, or the year's, with everything behind it."""

    key: str
    """The period's key, or ``group.YEAR``."""
    name: str
    scheme: Scheme
    scheme_fingerprint: str
    roster: Roster
    standings: Standings
    proposals: Proposals
    facts: GroupFacts
    """For the year, those of all its periods together."""
    extras: Mapping[str, Extra] = field(default_factory=dict)
    ratings: tuple[PaperRating, ...] = ()
    """Every pair of every tier, tier by tier in the scheme's order; empty for the year."""
    tasks: Mapping[str, tuple[Task, ...]] = field(default_factory=dict)
    """Code -> the tasks in force."""
    withheld: frozenset[str] = frozenset()
    """Keys of the tiers whose ratings may not be seen yet."""
    year: Year | None = None
    result_number: int = 0
    """Counts the freezings of the result; 0 while it is not frozen, and for the year."""
    fingerprint: str = ""
    """Of the frozen result; of the year, that of its standings; empty while provisional."""
    at: str = ""
    """When it was frozen, ISO 8601."""
    notice: PublicNotice | None = None
    """The newest one."""
    record: tuple[int, str] = (0, "")
    """How many entries the record had, and the hash of the last one."""
    acknowledged: tuple[tuple[int, str], ...] = ()
    """Of each entry that acknowledged changes from outside: its number and the reason."""

    @property
    def grading(self) -> Grading:
        """What is proposed and decided, by the rule that says which decisions hold."""
        settled = bool(self.fingerprint)
        return Grading(self.name, self.scheme, self.standings, self.facts, self.proposals, settled)

    def grade_label(self, person: Person) -> str:
        """What papers say of the person's grade; empty without one.

        See ``Grading.on_paper``: what waits for the group's decision is told as that.
        """
        if not any(row.person.code == person.code for row in self.standings.rows):
            return ""
        return self.grading.on_paper(person.code)
