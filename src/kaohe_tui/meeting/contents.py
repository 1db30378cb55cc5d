"""What stands on a ballot, as an entry of the record keeps it before it may change.

Texts are compact JSON; people stand in them by their codes, marks in tenths of a point. Nothing of
a secret tier is ever kept so.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from kaohe_tui.domain.scheme import Tier
from kaohe_tui.meeting.room import PeriodRoom
from kaohe_tui.store import ballots
from kaohe_tui.store.ballots import BallotFacts
from kaohe_tui.store.engine import Transaction

DONE: Final = ("handed_in", "void")
"""The states of a ballot that nobody keys on."""


@dataclass(frozen=True, slots=True)
class Content:
    """A ballot's marks and abstentions, by ratee's code."""

    marks: Mapping[str, tuple[int | None, ...]] = field(default_factory=dict)
    abstained: frozenset[str] = frozenset()

    def without(self, ratees: Iterable[str]) -> "Content":
        """The same without what it says of these people."""
        gone = frozenset(ratees)
        kept = {code: marks for code, marks in self.marks.items() if code not in gone}
        return Content(kept, self.abstained - gone)


NOTHING: Final = Content()


def told(here: PeriodRoom, facts: Mapping[str, BallotFacts]) -> str:
    """Ballots by their raters' codes, for the record; empty where there are none."""
    plain = {rater: _plain(here, each) for rater, each in facts.items()}
    return _json(plain) if plain else ""


def of_ballot(tx: Transaction, here: PeriodRoom, tier: Tier, rater: str, ballot: int) -> str:
    """What stands on one ballot, for the record; empty where the tier is secret."""
    return "" if tier.secret else told(here, {rater: ballots.facts(tx, ballot)})


def of_open_ballots(tx: Transaction, here: PeriodRoom, tier: Tier) -> str:
    """What stands on the tier's ballots that were begun and not handed in, for the record."""
    if tier.secret:
        return ""
    number = here.tier_number(tier.key)
    found = {
        here.codes[head.rater_id]: ballots.facts(tx, head.id)
        for head in ballots.heads(tx, here.opened_id)
        if head.tier_no == number and head.rater_id is not None and head.state not in DONE
    }
    return told(here, {rater: each for rater, each in found.items() if _says_anything(each)})


def read(text: str) -> dict[str, Content] | None:
    """The ballots that ``told`` was given, by their raters' codes; None where it is another text,
    say one of an older kaohe."""
    plain = _object(text)
    if plain is None:
        return None
    try:
        return {rater: _content(each) for rater, each in plain.items()}
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def imported(ballots_brought: Mapping[str, Mapping[str, Iterable[str]]]) -> str:
    """For the record: which ballots a file handed in, and what it added to those that were in.

    Args:
        ballots_brought: tier's key -> rater's code -> the ratees whose ratings were added to a
            ballot that had been handed in before; none of one that the file handed in.
    """
    plain = {t: {r: list(added) for r, added in of.items()} for t, of in ballots_brought.items()}
    return _json(plain) if plain else ""


def read_imported(text: str) -> dict[str, dict[str, tuple[str, ...]]] | None:
    """What ``imported`` was given; None where it is another text."""
    plain = _object(text)
    if plain is None:
        return None
    try:
        return {t: {r: tuple(added) for r, added in of.items()} for t, of in plain.items()}
    except (AttributeError, TypeError):
        return None


def _plain(here: PeriodRoom, facts: BallotFacts) -> dict[str, Any]:
    columns = range(len(here.scheme.indicators))
    plain: dict[str, Any] = {}
    marks = {
        here.codes[ratee]: [given.get(number) for number in columns]
        for ratee, given in facts.marks.items()
    }
    parts: dict[str, dict[str, Mapping[int, int]]] = {}
    for (ratee, number), given in facts.parts.items():
        parts.setdefault(here.codes[ratee], {})[str(number)] = given
    if marks:
        plain["marks"] = marks
    if facts.abstentions:
        plain["abstained"] = sorted(here.codes[ratee] for ratee in facts.abstentions)
    if parts:
        plain["parts"] = parts
    return plain


def _content(plain: Mapping[str, Any]) -> Content:
    marks = {code: tuple(given) for code, given in plain.get("marks", {}).items()}
    return Content(marks, frozenset(plain.get("abstained", ())))


def _says_anything(facts: BallotFacts) -> bool:
    return bool(facts.marks or facts.abstentions)


def _json(plain: Mapping[str, Any]) -> str:
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _object(text: str) -> dict[str, Any] | None:
    if not text.startswith("{"):
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
