"""Compare the facts on disk with the record: each has its entry, and each entry its fact."""

from collections.abc import Iterator
from typing import Final

from kaohe_tui.domain.record.course import Course
from kaohe_tui.domain.record.events import Names
from kaohe_tui.domain.record.thing_words import FOLLOWED, PLAIN, called, standing
from kaohe_tui.domain.record.things import GONE, Finding, Key
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.services.record import reading
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.database import checking
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.record import whereabouts
from kaohe_tui.words import _

_OF_BALLOTS: Final = ("ballot", "second")


def with_record(room: Room, tx: Transaction, course: Course) -> Iterator[Finding]:
    """Find every fact that is not as the record says, and entries that cannot follow."""
    for number, action in course.odd:
        yield Finding(
            _(
                "Entry {number} of the record does not match what the entries before it say: "
                "something was changed in between by a program other than kaohe."
            ).format(number=number),
            ("entry", str(number)),
            action,
        )
    present = whereabouts.stands(tx)
    secret = {(b.period, b.tier) for b in checking.ballots(tx) if is_secret(room, b)}
    named = _names(room)
    for thing in sorted(present.keys() | course.stands.keys()):
        if thing[0] not in FOLLOWED:
            # What was acknowledged, of the kinds that are not followed.
            continue
        expected, actual = course.stands.get(thing, GONE), present.get(thing, GONE)
        if expected == actual or _may_be(thing, expected, course, secret):
            continue
        yield Finding(_sentence(thing, expected, actual, course, named), thing, actual)


def _names(room: Room) -> Names:
    """Return what things are called; nothing where the roster or a scheme cannot be read."""
    try:
        return reading.names(room)
    except Refusal:
        return Names({}, {}, {}, {}, {})


def is_secret(room: Room, ballot: checking.Ballot) -> bool:
    """Return whether a ballot is of a secret tier.

    A ballot without a rater is one, whatever the scheme says.
    """
    try:
        return not ballot.code or room.period(ballot.period).scheme.tier(ballot.tier).secret
    except (Refusal, KeyError):
        return False


def _may_be(thing: Key, expected: str, course: Course, secret: set[tuple[str, str]]) -> bool:
    """Return whether the record cannot know the state of a thing.

    Of a secret tier it counts ballots only, and an older kaohe did not say whose ballots a file
    brought.
    """
    if thing[0] not in _OF_BALLOTS:
        return False
    where = thing[1], thing[2]
    return where in secret or (where in course.unknown and expected == GONE)


def _sentence(thing: Key, expected: str, actual: str, course: Course, named: Names) -> str:
    kind = thing[0]
    which = called(thing, named)
    entry = course.last.get(thing)
    if entry is None:
        return _("{which}: no entry of the record mentions it.").format(which=which)
    if actual == GONE:
        return _("{which}: entry {entry} of the record mentions it, but it is not there.").format(
            which=which, entry=entry
        )
    if kind not in PLAIN:
        return _("{which}: not as entry {entry} of the record says.").format(
            which=which, entry=entry
        )
    return _(
        "{which}: not as entry {entry} of the record left it: it should be “{expected}” but is "
        "“{found}”."
    ).format(which=which, entry=entry, expected=standing(expected), found=standing(actual))
