"""Gather the facts that one result's documents need: one snapshot, so that all agree."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from kaohe_tui.domain.entries.entries import GroupFacts
from kaohe_tui.domain.entries.extras import Extra
from kaohe_tui.domain.grades.decision import Grading
from kaohe_tui.domain.grades.proposal import Proposals
from kaohe_tui.domain.rules.forms.asked import Form
from kaohe_tui.domain.rules.forms.forms import Forms
from kaohe_tui.domain.rules.people import Person, Roster
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.standings.standings import Standings
from kaohe_tui.domain.tasks.task import Task
from kaohe_tui.domain.year.year import Year


class RatingState(StrEnum):
    """Outcome of one owed rating of a tier: one rater, one ratee."""

    COUNTED = "counted"
    """Handed in whole; its marks count and may be shown."""
    HIDDEN = "hidden"
    """Counts, but is not shown: a secret tier has too few ratings of the person."""
    ABSTAINED = "abstained"
    """The rater abstained (弃权)."""
    RECUSED = "recused"
    """The pair is recused (回避); nothing was owed."""
    MISSING = "missing"
    """Owed and not handed in."""
    VOID = "void"
    """The ballot was voided; its ratings count nowhere."""


@dataclass(frozen=True, slots=True)
class PaperRating:
    """One rating, as papers show it."""

    tier: str
    """The tier's key."""
    rater: str
    """The rater's code; empty where the tier is secret."""
    ratee: str
    """The ratee's code."""
    state: RatingState
    """Whether it counts, or why it does not."""
    marks: tuple[int, ...] = ()
    """The marks in the order of the ratee's form; only of one that counts."""


@dataclass(frozen=True, slots=True)
class PublicNotice:
    """A notice as it was posted."""

    period: str
    """The period's key, or ``entries.YEAR``."""
    number: int
    """Number of the notice within its period, from 1."""
    fingerprint: str
    """Fingerprint of the result it announces."""
    posted_on: str
    """ISO date."""
    until: str
    """ISO date: the last day on which objections are taken."""
    posted_by: str = ""
    """The person or office that signs the notice; empty where nobody is named."""


@dataclass(frozen=True)
class Dossier:
    """One period's result, or the year's, with everything behind it."""

    key: str
    """The period's key, or ``entries.YEAR``."""
    name: str
    """The period's name, as papers print it."""
    scheme: Scheme
    """The rules the result was scored under."""
    scheme_fingerprint: str
    """SHA-256 of the scheme's file, 64 hexadecimal digits."""
    roster: Roster
    """Everybody of the period; for the year, the current roster."""
    standings: Standings
    """The people with their totals and ranks."""
    proposals: Proposals
    """The proposed grades and the use of the quotas."""
    facts: GroupFacts
    """The group's entries and decisions; for the year, those of all its periods together."""
    extras: Mapping[str, Extra] = field(default_factory=dict)
    """Person's code -> bonus, deduction and veto."""
    ratings: tuple[PaperRating, ...] = ()
    """Every pair of every tier, tier by tier in the scheme's order; empty for the year."""
    tasks: Mapping[str, tuple[Task, ...]] = field(default_factory=dict)
    """Code -> the tasks in force."""
    withheld: frozenset[str] = frozenset()
    """Keys of the tiers whose ratings may not be seen yet."""
    year: Year | None = None
    """The year's sums behind the standings; None for a single period."""
    result_number: int = 0
    """Number of the frozen result, from 1; 0 while it is not frozen, and for the year."""
    fingerprint: str = ""
    """Fingerprint of the frozen result, or of the year's standings; empty while provisional."""
    at: str = ""
    """The time it was frozen, ISO 8601."""
    notice: PublicNotice | None = None
    """The newest one."""
    record: tuple[int, str] = (0, "")
    """The number of entries in the record, and the hash of the last one."""
    acknowledged: tuple[tuple[int, str], ...] = ()
    """Number and reason of each entry that acknowledged changes from outside."""

    @cached_property
    def forms(self) -> Forms:
        """What is keyed of each person in each tier."""
        return Forms(self.scheme)

    def form(self, rating: PaperRating) -> Form:
        """Return what was keyed in a rating."""
        return self.forms.of(self.scheme.tier(rating.tier), self.roster[rating.ratee])

    @property
    def grading(self) -> Grading:
        """The proposals and decisions, by the rule that says which decisions hold."""
        settled = bool(self.fingerprint)
        return Grading(self.name, self.scheme, self.standings, self.facts, self.proposals, settled)

    def grade_label(self, person: Person) -> str:
        """Return the person's grade for a paper; empty without one.

        A grade that waits for the group's decision says so; see ``Grading.on_paper``.
        """
        if not any(row.person.code == person.code for row in self.standings.rows):
            return ""
        return self.grading.on_paper(person.code)
