"""Hold the rounds of scoring: who rates whom in them, and how."""

from dataclasses import dataclass
from enum import StrEnum

from kaohe_tui.domain.rules.scheme.classes import Number
from kaohe_tui.domain.rules.scheme.limits import Limit


class Scope(StrEnum):
    """Which people of the rated classes a rater rates."""

    ALL = "all"
    """All of them."""
    SECTION = "section"
    """Only people of the rater's own section."""
    OTHER_SECTIONS = "other_sections"
    """Only people who are not of the rater's own section."""
    SUPERVISED = "supervised"
    """Only people who name the rater as a supervising leader."""
    UNSUPERVISED = "unsupervised"
    """Only people who do not name the rater as a supervising leader."""
    SELF = "self"
    """Oneself, whatever the scheme's ``self_rating``."""


class Reveal(StrEnum):
    """The moment from which an open tier's ratings count in the standings."""

    ROW = "row"
    """From the moment a row is whole."""
    BALLOT = "ballot"
    """Once the ballot is handed in."""
    TIER = "tier"
    """Once the tier is closed."""


class Detail(StrEnum):
    """The detail keyed on a tier's ballot: a mark for each indicator, or parts that make it up."""

    TOTAL = "total"
    """One mark for each indicator."""
    CRITERIA = "criteria"
    """One mark for each task or criterion; they add up to the indicator's."""


class Marks(StrEnum):
    """What is keyed of a person on a tier's ballot."""

    POINTS = "points"
    """Points of each indicator."""
    HUNDRED = "hundred"
    """A figure of 0 to 100 for each indicator, which counts the indicator's points / 100."""
    LEVELS = "levels"
    """A level for each indicator."""
    OVERALL = "overall"
    """One level for the person."""
    TOTAL = "total"
    """One figure for the person, of 0 to full marks."""

    @property
    def is_single(self) -> bool:
        """Whether one thing is keyed of a person, and no indicator."""
        return self in (Marks.OVERALL, Marks.TOTAL)

    @property
    def is_level(self) -> bool:
        """Whether levels are keyed, and no points."""
        return self in (Marks.LEVELS, Marks.OVERALL)


class Entry(StrEnum):
    """The number of times a tier's paper form is keyed; docs/paper.md."""

    SINGLE = "single"
    """Once."""
    DOUBLE = "double"
    """Twice, by two people, and compared."""


@dataclass(frozen=True, slots=True)
class Tier:
    """One round of scoring (层级)."""

    key: str
    """Unique among the tiers."""
    name: str
    """The tier's name."""
    raters: frozenset[str]
    """The classes that rate: roles, and groups' keys."""
    ratees: frozenset[str]
    """The classes that are rated."""
    scopes: frozenset[Scope]
    """Which people of those classes a rater rates: all that any of the scopes means."""
    weight: Number
    """Per cent under ``tiers``, the factor k under ``participation``; one, or one by class."""
    trim: int = 0
    """The number of lowest and of highest totals that are dropped, each; 0: none."""
    trim_from: int = 0
    """Fewest ratings of a person of which any are dropped; 0: more than twice ``trim``."""
    min_ratings: int = 0
    """Fewest ratings of a person with which the tier counts; 0: any number."""
    secret: bool = False
    """Whether ballots lose their raters when they are handed in; docs/secrecy.md."""
    reveal: Reveal = Reveal.BALLOT
    """The moment from which ratings count in the live standings; see ``seen``."""
    detail: Detail = Detail.TOTAL
    """The detail keyed on a ballot."""
    entry: Entry = Entry.SINGLE
    """The number of times a paper form is keyed."""
    control_total: bool = False
    """Whether the total written on the paper is keyed when a ballot is handed in."""
    marks: Marks = Marks.POINTS
    """What is keyed of a person."""
    indicators: tuple[str, ...] = ()
    """Keys of the indicators on its form, in the scheme's order; empty: all."""
    points: int | None = None
    """What its form adds up to, in tenths of a point; None: full marks."""
    limits: tuple[Limit, ...] = ()
    """What each of its ballots is held to, in order; may be none."""

    @property
    def trims_from(self) -> int:
        """Fewest ratings of a person of which ``trim`` drops any."""
        return self.trim_from or 2 * self.trim + 1

    @property
    def seen(self) -> Reveal:
        """The moment from which its ratings count: a secret tier's never before it is closed."""
        return Reveal.TIER if self.secret else self.reveal
