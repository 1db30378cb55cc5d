"""Ask whether people of a new roster are those whom the year knows by their codes.

Rule: docs/scoring.md, "Who a person is over the year". A new roster that gives a code to another
name, or a name another code, is not taken until somebody has said which it is: the year would
credit one person with what another earned.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import Person, Roster
from kaohe_tui.domain.text import name_key
from kaohe_tui.services.room.room import Room
from kaohe_tui.words import N_, _

_TOLD = 5
"""The number of doubts that one refusal names."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A person of a new roster who may be another one than the code says."""

    before: Person
    """The person as the year knows them."""
    after: Person
    """The person as the new roster has them."""

    @property
    def is_renamed(self) -> bool:
        """Whether the code is the same and the name another; else it is the reverse."""
        return self.before.code == self.after.code

    @property
    def told(self) -> str:
        """The question, and how it is answered."""
        words = {
            "code": self.before.code,
            "before": self.before.name,
            "after": self.after.name,
            "new": self.after.code,
        }
        if self.is_renamed:
            return _(
                "code {code} was {before} and is now {after}: for the same person add "
                "--same {code}; another person needs a code that nobody had this year"
            ).format(**words)
        return _(
            "{before} had the code {code} and now has {new}: the same person keeps {code}; "
            "for another person of that name add --new {new}"
        ).format(**words)


def doubts(room: Room, new: Roster) -> tuple[Doubt, ...]:
    """Return the people of a new roster whom the year knows under another name or code."""
    known = _known(room)
    found = [
        Doubt(known[each.code], each)
        for each in new
        if each.code in known and name_key(known[each.code].name) != name_key(each.name)
    ]
    gone = {name_key(each.name): each for each in known.values() if each.code not in new}
    found += [
        Doubt(gone[name_key(each.name)], each)
        for each in new
        if each.code not in known and name_key(each.name) in gone
    ]
    return tuple(found)


def check_answered(found: Sequence[Doubt], same: Collection[str], new: Collection[str]) -> None:
    """Refuse unless each doubt was answered.

    Args:
        found: the doubts.
        same: codes of those who are the same person under another name.
        new: codes of those who are somebody else of the same name.

    Raises:
        Refusal: names the doubts that were not, and how to answer; or an answer to nothing.
    """
    open_doubts = [
        each for each in found if each.after.code not in (same if each.is_renamed else new)
    ]
    if open_doubts:
        told = _("; ").join(each.told for each in open_doubts[:_TOLD])
        raise Refusal("person-in-doubt", N_("Nothing was changed: {doubts}."), doubts=told)
    asked = {each.after.code for each in found}
    for code in (*same, *new):
        if code not in asked:
            raise Refusal(
                "person-not-in-doubt",
                N_("Nothing was changed: the person with code “{code}” is not in doubt."),
                code=code,
            )


def _known(room: Room) -> dict[str, Person]:
    """Return everybody of the year by code, as the newest roster that has the code says."""
    scheme, _fingerprint, in_force = room.base()
    known: dict[str, Person] = {}
    for period in scheme.periods:
        here = room.period(period.key)
        if here.id is not None:
            known |= {each.code: each for each in here.roster}
    return known | {each.code: each for each in in_force}
