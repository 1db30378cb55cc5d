"""Compare the facts on disk with the record: each has its entry, and each entry its fact."""

from collections.abc import Iterator
from typing import Final

from kaohe_tui.domain.duties import Duty
from kaohe_tui.domain.record import Names
from kaohe_tui.domain.record.course import Course
from kaohe_tui.domain.record.things import (
    ACTIVE,
    CLOSED,
    GONE,
    HANDED_IN,
    KEYED,
    OPEN,
    RETIRED,
    VOID,
    Finding,
    Key,
)
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.meeting import recording
from kaohe_tui.meeting.room import Room
from kaohe_tui.store import checking, whereabouts
from kaohe_tui.store.engine import Transaction
from kaohe_tui.words import N_, _

_KINDS: Final = {
    "absence": N_("absence no. {0}"),
    "adjustment": N_("bonus or deduction no. {0}"),
    "ballot": N_("the ballot of {person} in {tier}"),
    "comparison": N_("the comparison of the two entries of {person} in {tier}"),
    "exemption": N_("the entry without a grade no. {0}"),
    "forms": N_("the paper forms of {tier}"),
    "grade": N_("the decided grades of {person} in {period}"),
    "matter": N_("case no. {0}"),
    "notice": N_("notice no. {1} of {period}"),
    "operator": N_("operator {0}"),
    "opinion": N_("an opinion on the tasks of {person}"),
    "period": N_("{period}"),
    "recusal": N_("the recusal of {person} in {tier}"),
    "result": N_("result no. {1} of {period}"),
    "roster": N_("the roster of {period}"),
    "scheme": N_("the scheme of {period}"),
    "second": N_("the second entry of {person} in {tier}"),
    "tasks": N_("the tasks of {person}"),
    "tier": N_("{tier}"),
    "veto": N_("veto no. {0}"),
}
"""Kind of a thing -> the message that names one of them."""
_OF_BALLOTS: Final = ("ballot", "second")
_PLAIN: Final = ("ballot", "matter", "operator", "period", "tier")
"""The kinds whose state can be said in a word or two."""
_STATES: Final = {
    GONE: N_("not started"),
    OPEN: N_("open"),
    CLOSED: N_("closed"),
    KEYED: N_("entered once"),
    HANDED_IN: N_("handed in"),
    VOID: N_("voided"),
    ACTIVE: N_("active"),
    RETIRED: N_("retired"),
    Duty.HOST.value: N_("host"),
    Duty.CLERK.value: N_("clerk"),
    Duty.SUPERVISOR.value: N_("supervisor"),
    Duty.REVIEWER.value: N_("reviewer"),
}
"""State of a thing of these kinds -> the message that says it."""


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
    there = whereabouts.stands(tx)
    secret = {(b.period, b.tier) for b in checking.ballots(tx) if is_secret(room, b)}
    named = _names(room)
    for thing in sorted(there.keys() | course.stands.keys()):
        if thing[0] not in _KINDS:
            # What was acknowledged, of the kinds that are not followed.
            continue
        expected, found = course.stands.get(thing, GONE), there.get(thing, GONE)
        if expected == found or _may_be(thing, expected, course, secret):
            continue
        yield Finding(_told(thing, expected, found, course, named), thing, found)


def _names(room: Room) -> Names:
    """Return what things are called; nothing where the roster or a scheme cannot be read."""
    try:
        return recording.names(room)
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


def _told(thing: Key, expected: str, found: str, course: Course, named: Names) -> str:
    kind, *names = thing
    period, tier = (*names, "")[:2]
    person = names[0] if kind in ("tasks", "opinion") else names[min(2, len(names) - 1)]
    if kind == "grade":
        person = names[1]
    which = _(_KINDS[kind]).format(
        *names,
        period=named.period(period),
        tier=f"{named.period(period)} {named.tier(period, tier)}",
        person=named.person(person),
    )
    entry = course.last.get(thing)
    if entry is None:
        return _("{which}: no entry of the record mentions it.").format(which=which)
    if found == GONE:
        return _("{which}: entry {entry} of the record mentions it, but it is not there.").format(
            which=which, entry=entry
        )
    if kind not in _PLAIN:
        return _("{which}: not as entry {entry} of the record says.").format(
            which=which, entry=entry
        )
    return _(
        "{which}: not as entry {entry} of the record left it: it should be “{expected}” but is "
        "“{found}”."
    ).format(which=which, entry=entry, expected=_in_words(expected), found=_in_words(found))


def _in_words(stands: str) -> str:
    """Return the state of a thing of a kind with few states, in words."""
    words = [_(_STATES[each]) if each in _STATES else each for each in stands.split(" ")]
    return _(", ").join(words)
