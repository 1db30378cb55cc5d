"""Objections, reports and requests to look again (异议、举报、复核): the register's entries.

Whoever brought a matter is no part of what is known of it here: the name stays in the store and is
asked for on its own (``meeting.matters.reporter``).
"""

import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kaohe_tui.domain.group import YEAR
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.words import N_, _

NO_PERIOD = "-"
"""The period key of a matter that belongs to no period; no scheme has such a key."""

_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
OUTCOMES = (
    N_("upheld"),
    N_("partly upheld"),
    N_("not upheld"),
    N_("withdrawn by the person who brought it"),
)
"""Ready answers for how a matter ended."""


class MatterKind(StrEnum):
    """What somebody brought."""

    OBJECTION = "objection"
    """异议."""
    REPORT = "report"
    """举报."""
    REVIEW = "review"
    """复核."""

    @property
    def label(self) -> str:
        """What it is called in the language in use."""
        return _(_KINDS[self])


_KINDS = {
    MatterKind.OBJECTION: N_("objection"),
    MatterKind.REPORT: N_("report"),
    MatterKind.REVIEW: N_("review request"),
}


@dataclass(frozen=True, slots=True)
class Matter:
    """One entry of the register."""

    id: int
    period: str
    """The period's key, ``group.YEAR`` or ``NO_PERIOD``."""
    code: str
    """The person it is about; empty where it is about nobody in the roster."""
    about: str
    kind: MatterKind
    anonymous: bool
    received_on: str
    """ISO date."""
    due_on: str
    """ISO date: the last day to answer it."""
    handler: str
    """A code of the roster, or a name from elsewhere; empty while nobody handles it."""
    is_open: bool
    outcome: str
    correction: str
    """What it led to, e.g. a result's number."""

    def is_overdue(self, today: str) -> bool:
        """Whether it is open after its last day; ``today`` is an ISO date."""
        return self.is_open and self.due_on < today

    def sign(self, today: str) -> str:
        """One character for lists: closed, overdue or open."""
        if not self.is_open:
            return "✔"
        return "!" if self.is_overdue(today) else "·"

    def holds_up(self, key: str, until: str) -> bool:
        """Whether a notice that ran until then has to wait for it.

        Args:
            key: the period's key, or ``group.YEAR``, whose result rests on every period.
            until: ISO date; what is received later does not undo a result that was final.
        """
        concerns = self.period == key or (key == YEAR and self.period != NO_PERIOD)
        return concerns and self.is_open and self.received_on <= until


@dataclass(frozen=True, slots=True)
class MatterStep:
    """What was done about a matter."""

    at: str
    """ISO 8601 with its offset."""
    by: str
    text: str


def due(received: date, days: int) -> date:
    """The last day to answer: so many calendar days after the day of receipt."""
    return received + timedelta(days=days)


def parse_date(text: str) -> date:
    """The date that is written as year-month-day; full-width digits are taken, too.

    Raises:
        Refusal: when it is no date of the calendar.
    """
    found = _DATE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found:
        with suppress(ValueError):
            return date(*map(int, found.groups()))
    raise Refusal(
        _("“{text}” is not a date; write it as year-month-day, like {example}.").format(
            text=text, example="2026-03-31"
        )
    )
