"""Ask whether people of a new roster are those whom the year knows by their codes.

Rule: docs/scoring.md, "Who a person is over the year". A new roster that gives a code to another
name, or a name another code, is not taken until somebody has said which it is: the year would
credit one person with what another earned. Where the code has nothing yet, either answer will do.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import Person, Roster
from kaohe_tui.domain.text import name_key
from kaohe_tui.files.tables import doubts as tables
from kaohe_tui.files.tables.doubts import Choices, Option
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.periods.in_use import codes_in_use, is_on_a_ballot
from kaohe_tui.words import N_, _

_MOST = 5
"""The number of doubts that one refusal names."""
_TOLD = {
    (True, True): N_(
        "code {code} was {before} and is now {after}: for the same person add --same {code}; "
        "another person needs a code that nobody had this year"
    ),
    (True, False): N_(
        "code {code} was {before} and is now {after}: for the same person add --same {code}; "
        "for another person add --new {code}"
    ),
    (False, True): N_(
        "{before} had the code {code} and now has {new}: the same person keeps {code}; "
        "for another person of that name add --new {new}"
    ),
    (False, False): N_(
        "{before} had the code {code} and now has {new}: for the same person add --same {new}; "
        "for another person of that name add --new {new}"
    ),
}
"""(the code is the same, it is in use) -> the question, and how it is answered; messages."""
_ASKED = {
    (True, True): N_(
        "Code {code} was {before} and is now {after}: the same person? Somebody else needs a code "
        "that nobody had this year; write it into the file."
    ),
    (True, False): N_("Code {code} was {before} and is now {after}: the same person?"),
    (False, True): N_(
        "{before} had the code {code} and now has {new}: the same person? Then they keep the code "
        "{code}; write it into the file."
    ),
    (False, False): N_("{before} had the code {code} and now has {new}: the same person?"),
}
"""(the code is the same, it is in use) -> the question that a person is asked; messages."""
_SAME, _NEW = "same", "new"
"""The answers."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A person of a new roster who may be another one than the code says."""

    before: Person
    """The person as the year knows them."""
    after: Person
    """The person as the new roster has them."""

    in_use: bool
    """Whether something of the year hangs on the code that the year knows: an opened period, an
    entry, a task. It then belongs to one person for the year."""

    @property
    def is_renamed(self) -> bool:
        """Whether the code is the same and the name another; else it is the reverse."""
        return self.before.code == self.after.code

    @property
    def can_be_same(self) -> bool:
        """Whether the roster can be taken where it is the same person."""
        return self.is_renamed or not self.in_use

    @property
    def can_be_new(self) -> bool:
        """Whether the roster can be taken where it is somebody else."""
        return not self.is_renamed or not self.in_use

    @property
    def told(self) -> str:
        """The question, and how it is answered."""
        return self._filled(_TOLD)

    def asked(self) -> tables.Doubt:
        """Return the question with those answers that the roster can be taken with.

        None of them is proposed: nobody's marks go to somebody else by habit.
        """
        names = name_key(self.before.name), name_key(self.after.name)
        options = []
        if self.can_be_same:
            options.append(Option(_SAME, _("the same person")))
        if self.can_be_new:
            options.append(Option(_NEW, _("somebody else")))
        return tables.Doubt(
            " ".join(("person", self.before.code, names[0], self.after.code, names[1])),
            self._filled(_ASKED),
            tuple(options),
            "",
        )

    def _filled(self, messages: Mapping[tuple[bool, bool], str]) -> str:
        """Return the message that fits, with the person's names and codes."""
        return _(messages[self.is_renamed, self.in_use]).format(
            code=self.before.code,
            before=self.before.name,
            after=self.after.name,
            new=self.after.code,
        )


def doubts(room: Room, new: Roster) -> tuple[Doubt, ...]:
    """Return the people of a new roster whom the year knows under another name or code."""
    known = _known(room)
    with room.database.reading() as tx:
        in_use = codes_in_use(tx)
    pairs = [
        (known[each.code], each)
        for each in new
        if each.code in known and name_key(known[each.code].name) != name_key(each.name)
    ]
    left_out = [each for each in known.values() if each.code not in new]
    pairs += [
        (before, each)
        for each in new
        if each.code not in known
        for before in _may_be(each, left_out)
    ]
    return tuple(Doubt(before, after, before.code in in_use) for before, after in pairs)


def _may_be(person: Person, people: Sequence[Person]) -> Sequence[Person]:
    """Return those with a person's name, of the same section alone where there are any."""
    named = [each for each in people if name_key(each.name) == name_key(person.name)]
    beside = [each for each in named if name_key(each.section) == name_key(person.section)]
    return beside or named


def doubts_about(room: Room, period: str, after: Person) -> tuple[Doubt, ...]:
    """Return what has to be asked before a line is put into an open period's roster.

    Args:
        room: the room.
        period: the period's key.
        after: the line as it is to be.
    """
    period_room, known = room.period(period), _known(room)
    with room.database.reading() as tx:
        in_use = codes_in_use(tx, but=period_room.opened_id)
        if after.code in period_room.ids and is_on_a_ballot(tx, period_room.ids[after.code]):
            in_use |= {after.code}
    # A person under another name in the roster for later periods keeps that name there.
    to_come = {each.code: each for each in room.roster()}
    if after.code in period_room.roster:
        before = period_room.roster[after.code]
        if name_key(before.name) == name_key(after.name):
            return ()
        is_changed = after.code in to_come and to_come[after.code] != before
        return (Doubt(before, after, after.code in in_use or is_changed),)
    if after.code in known:
        before = known[after.code]
        if name_key(before.name) == name_key(after.name):
            return ()
        return (Doubt(before, after, after.code in in_use or after.code in to_come),)
    elsewhere = (each for each in known.values() if each.code not in period_room.roster)
    same = [each for each in elsewhere if name_key(each.name) == name_key(after.name)]
    return tuple(Doubt(each, after, each.code in in_use | to_come.keys()) for each in same)


def answered(known: Sequence[Doubt], choices: Choices) -> tuple[list[str], list[str]]:
    """Return what was answered to the questions of ``Doubt.asked``.

    Args:
        known: the doubts.
        choices: the answers.

    Returns:
        The codes in the new roster of those who are the same person, and of those who are not.
    """
    by_answer: dict[str, list[str]] = {_SAME: [], _NEW: []}
    for each in known:
        if answer := choices.answer(each.asked()):
            by_answer[answer].append(each.after.code)
    # Of several namesakes who left, somebody is one at most.
    same = by_answer[_SAME]
    return same, [code for code in by_answer[_NEW] if code not in same]


def check_answered(known: Sequence[Doubt], same: Collection[str], new: Collection[str]) -> None:
    """Refuse unless each doubt was answered, and by something that the roster can be taken with.

    Args:
        known: the doubts.
        same: codes in the new roster of those who are the same person.
        new: codes in the new roster of those who are somebody else.

    Raises:
        Refusal: names the doubts that were not, and how to answer; or an answer to nothing.
    """
    open_doubts = [each for each in known if not _is_answered(each, same, new)]
    if open_doubts:
        sentences = _("; ").join(each.told for each in open_doubts[:_MOST])
        raise Refusal("person-in-doubt", N_("Nothing was changed: {doubts}."), doubts=sentences)
    asked = {each.after.code for each in known}
    for code in (*same, *new):
        if code not in asked:
            raise Refusal(
                "person-not-in-doubt",
                N_("Nothing was changed: the person with code “{code}” is not in doubt."),
                code=code,
            )


def _is_answered(doubt: Doubt, same: Collection[str], new: Collection[str]) -> bool:
    is_same, is_new = doubt.after.code in same, doubt.after.code in new
    return is_same != is_new and (doubt.can_be_same if is_same else doubt.can_be_new)


def _known(room: Room) -> dict[str, Person]:
    """Return everybody of the year by code, as the newest roster that has the code says."""
    scheme, _fingerprint, in_force = room.base()
    known: dict[str, Person] = {}
    for period in scheme.periods:
        period_room = room.period(period.key)
        if period_room.id is not None:
            known |= {each.code: each for each in period_room.roster}
    return known | {each.code: each for each in in_force}
