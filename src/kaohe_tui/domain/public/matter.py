"""Hold objections, reports and requests to look again (异议、举报、复核): the register.

The name of the person who brought a matter is not kept in these classes: it stays in the store and
is asked for on its own (``services.public.matters.reporter``).
"""

from dataclasses import dataclass
from enum import StrEnum

from kaohe_tui.domain.entries.entries import YEAR
from kaohe_tui.words import N_, _

NO_PERIOD = "-"
"""The period key of a matter that belongs to no period; no scheme has such a key."""

OUTCOMES = (
    N_("upheld"),
    N_("partly upheld"),
    N_("not upheld"),
    N_("withdrawn by the person who brought it"),
)
"""Ready answers for the outcome of a matter; messages of the catalogue."""


class MatterKind(StrEnum):
    """Kind of a matter."""

    OBJECTION = "objection"
    """异议: an objection to a result or to tasks."""
    REPORT = "report"
    """举报: a report of wrongdoing."""
    REVIEW = "review"
    """复核: a request to look at a result again."""

    @property
    def label(self) -> str:
        """The name in the language in use."""
        return _(_KINDS[self])


_KINDS = {
    MatterKind.OBJECTION: N_("objection"),
    MatterKind.REPORT: N_("report"),
    MatterKind.REVIEW: N_("review request"),
}


class MatterState(StrEnum):
    """State of a matter, by the word that stands in the database and the record."""

    OPEN = "open"
    """It has no outcome yet."""
    CLOSED = "closed"
    """It has one; it may be taken up again."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One entry of the register."""

    id: int
    """Number in the register, from 1."""
    period: str
    """The period's key, ``entries.YEAR`` or ``NO_PERIOD``."""
    code: str
    """The person it is about; empty where it is about nobody in the roster."""
    about: str
    """The claim, in one line."""
    kind: MatterKind
    """Objection, report or request to look again."""
    anonymous: bool
    """Whether nobody's name was kept."""
    received_on: str
    """ISO date."""
    due_on: str
    """ISO date: the last day to answer it."""
    handler: str
    """A code of the roster, or a name from elsewhere; empty while nobody handles it."""
    state: MatterState
    """Whether it is open."""
    outcome: str
    """The outcome; empty while it is open."""
    correction: str
    """The correction that followed, e.g. a result's number; empty for none."""

    @property
    def is_open(self) -> bool:
        """True while there is no outcome."""
        return self.state is MatterState.OPEN

    def is_overdue(self, today: str) -> bool:
        """Return whether it is open after its last day; ``today`` is an ISO date."""
        return self.is_open and self.due_on < today

    def holds_up(self, key: str, since: str, until: str) -> bool:
        """Return whether a notice has to wait for it.

        A matter without a period counts for every notice that was up when it was received.
        """
        if self.period == NO_PERIOD:
            concerns = since <= self.received_on
        else:
            concerns = key in (self.period, YEAR)
        return concerns and self.is_open and self.received_on <= until


@dataclass(frozen=True, slots=True)
class MatterStep:
    """One thing done about a matter."""

    at: str
    """ISO 8601 with its offset."""
    by: str
    """Name of the operator who recorded it."""
    text: str
    """The step taken."""
