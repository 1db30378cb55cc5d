"""What every event makes true, and where it must have stood before."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaohe_tui.domain.record import events as record
from kaohe_tui.domain.record.course import FOLLOWED, Course
from kaohe_tui.domain.record.events import EVENTS, Event
from kaohe_tui.domain.record.things import Key, key
from tests.domain.course_cases import (
    BALLOT,
    CASES,
    ELSEWHERE,
    GONE,
    OF_BALLOT,
    OF_TIER,
    OF_TWO,
    OTHER_TIER,
    PERIOD,
    STATES,
    TIER,
    Case,
)
from tests.domain.events import made

NUMBER = 7
"""Of the entry that is followed."""


def follow(before: Mapping[Key, str], *events: Event) -> Course:
    """What is followed from there, one entry after the other."""
    course = Course()
    course.stands = {what: stands for what, stands in before.items() if stands != GONE}
    for number, event in enumerate(events, NUMBER):
        course.take(number, event)
    return course


def _rightly(case: Case, which: int = 0) -> dict[Key, str]:
    """Everything where the event may find it; ``which`` of the places, counted round."""
    found = {what: may[which % len(may)] for what, may in case.found.items()}
    return {**ELSEWHERE, **case.free, **found}


def _check(case: Case, before: Mapping[Key, str], *, odd: bool) -> None:
    course = follow(before, case.event)
    stands = {**before, **case.after}
    assert course.odd == ([(NUMBER, case.event.word)] if odd else []), before
    match case.event:
        case record.OfEntry() if type(case.event) in record.WITHDRAWN.values():
            # Whatever stood there is withdrawn.
            [what] = case.after
            said = case.after[what].removesuffix(" -").removesuffix(" +")
            stands[what] = f"{before[what] or said} -"
        case record.OpeningTakenBack():
            stands |= {what: GONE for what in case.found if what[0] in ("ballot", "second")}
    assert course.stands == {what: at for what, at in stands.items() if at != GONE}
    assert {what for what, number in course.last.items() if number == NUMBER} >= case.after.keys()
    assert not course.last.keys() - case.after.keys() - case.found.keys()


@pytest.mark.parametrize("case", CASES, ids=str)
def test_an_event_makes_true_what_it_tells(case: Case) -> None:
    for which in range(max((len(may) for may in case.found.values()), default=1)):
        _check(case, _rightly(case, which), odd=False)


WRONG = [
    pytest.param(case, what, stands, id=f"{case}: {' '.join(what)} {stands or 'gone'}")
    for case in CASES
    for what, may in case.found.items()
    for stands in STATES
    if stands not in may
]


@pytest.mark.parametrize(("case", "what", "stands"), WRONG)
def test_an_event_is_odd_where_it_cannot_follow(case: Case, what: Key, stands: str) -> None:
    _check(case, _rightly(case) | {what: stands}, odd=True)


@pytest.mark.parametrize(
    "case",
    [each for each in CASES if any(set(STATES) - {*may} for may in each.found.values())],
    ids=str,
)
def test_an_entry_is_odd_once_and_others_beside_it(case: Case) -> None:
    wrong = {
        what: next(each for each in STATES if each not in may)
        for what, may in case.found.items()
        if set(STATES) - set(may)
    }
    course = follow(_rightly(case) | wrong, case.event)
    assert course.odd == [(NUMBER, case.event.word)]
    for what, stands in wrong.items():
        course.stands.pop(what, None)
        if stands != GONE:
            course.stands[what] = stands
    course.take(NUMBER + 1, case.event)
    assert course.odd == [(NUMBER, case.event.word), (NUMBER + 1, case.event.word)]


def test_every_event_that_makes_something_true_is_followed() -> None:
    assert set(FOLLOWED) == {type(case.event) for case in CASES}
    assert len(FOLLOWED) == len(set(FOLLOWED))


@settings(max_examples=3, deadline=None)
@given(st.data())
def test_all_other_events_change_nothing(data: st.DataObject) -> None:
    for other in set(EVENTS) - set(FOLLOWED):
        course = follow(ELSEWHERE, data.draw(made(other)))
        fresh = Course()
        fresh.stands = dict(ELSEWHERE)
        assert {name: value for name, value in vars(course).items() if name[0] != "_"} == {
            name: value for name, value in vars(fresh).items() if name[0] != "_"
        }


def test_a_fresh_course_knows_nothing() -> None:
    course = Course()
    assert (course.stands, course.last, course.odd) == ({}, {}, [])
    assert (course.acknowledged, course.struck, course.unknown) == ({}, {}, set())


# -- what waits, goes and changes hands ----------------------------------------------------------


@pytest.mark.parametrize(
    "event", [record.TierReopened(**OF_TIER, begun={}), record.PeriodCalledOff(period="q1")]
)
def test_only_an_open_tier_of_that_period_waits(event: Event) -> None:
    before = {
        TIER: "closed",
        OTHER_TIER: "open",
        key("tier", "q1", "leader"): "closed",
        key("tier", "q2", "middle"): "open",
        key("period", "q1"): "open",
        key("operator", "q1"): "open",
    }
    course = follow(before, event)
    assert not course.odd
    assert OTHER_TIER not in course.stands
    assert course.last[OTHER_TIER] == NUMBER
    assert key("tier", "q1", "leader") not in course.last
    for stays in (key("tier", "q1", "leader"), key("tier", "q2", "middle"), key("operator", "q1")):
        assert course.stands[stays] == before[stays]


@pytest.mark.parametrize("kind", ["ballot", "second", "forms", "comparison", "recusal", "grade"])
def test_what_goes_with_the_opening_of_a_tier(kind: str) -> None:
    own = key(kind, "q1", "peer", "s1")
    others = [key(kind, "q2", "peer", "s1"), key(kind, "q1", "middle", "s1")]
    before = {TIER: "open", own: "keyed", **dict.fromkeys(others, "keyed")}
    course = follow(before, record.OpeningTakenBack(**OF_TIER, ballots=0))
    assert (own in course.stands) == (kind in ("recusal", "grade"))
    assert all(other in course.stands for other in others)
    assert bool(course.odd) == (kind in ("ballot", "second"))


@pytest.mark.parametrize("stood", ["keyed", "handed_in"])
def test_where_a_ballot_stood_that_was_struck_out(stood: str) -> None:
    course = follow({TIER: "open", BALLOT: stood}, record.StruckOut(**OF_BALLOT))
    assert course.struck == {BALLOT: stood}


def test_a_ballot_nobody_knows_of_was_handed_in_when_it_was_struck_out() -> None:
    assert follow({TIER: "open"}, record.StruckOut(**OF_BALLOT)).struck == {BALLOT: "handed_in"}


def test_giving_back_is_no_striking_out() -> None:
    given = follow({TIER: "open", BALLOT: "keyed"}, record.GivenBack(**OF_BALLOT, said={}))
    assert not given.struck


@pytest.mark.parametrize("kind", [record.BallotMoved, record.BallotsExchanged])
def test_where_a_struck_ballot_stood_goes_with_it(kind: type[Event]) -> None:
    other = key("ballot", "q1", "peer", "s2")
    course = follow(
        {TIER: "open", BALLOT: "keyed", other: "handed_in"},
        record.StruckOut(**OF_BALLOT),
        kind(**OF_TWO),
    )
    assert (course.struck[other], course.struck[BALLOT]) == ("keyed", "handed_in")
    assert (course.stands[other], course.stands[BALLOT]) == ("void", "handed_in")
    course.take(NUMBER + 2, kind(**OF_TWO))
    assert (course.struck[other], course.struck[BALLOT]) == ("handed_in", "keyed")


# -- what older versions did not tell ------------------------------------------------------------


def test_a_file_of_the_first_kaohe_leaves_open_whose_ballots_came() -> None:
    events = [case.event for case in CASES if case.about == "of the first kaohe"]
    course = follow({TIER: "open", OTHER_TIER: "open"}, *events)
    assert course.unknown == {("q1", "peer"), ("q1", "middle")}


def test_a_file_that_names_its_ballots_leaves_nothing_open() -> None:
    events = [case.event for case in CASES if type(case.event) is record.BallotsImported]
    assert follow({TIER: "open", OTHER_TIER: "open"}, events[0]).unknown == set()


@pytest.mark.parametrize(
    ("before", "unknown"),
    [("", True), ("0001", True), ("0003", True), ("0004", False), ("0005", False)],
)
def test_an_upgrade_leaves_open_whose_ballots_older_files_brought(
    before: str, unknown: bool
) -> None:
    stands = {TIER: "closed", PERIOD: "open", key("tier", "q2", "head"): "open"}
    course = follow(stands, record.Upgraded(before=before, revision="0005"))
    assert course.unknown == ({("q1", "peer"), ("q2", "head")} if unknown else set())


def test_an_upgrade_forgets_nothing_of_what_was_open_before() -> None:
    course = Course()
    course.unknown = {("q9", "head")}
    course.stands = {TIER: "open"}
    course.take(1, record.Upgraded(before="0003", revision="0005"))
    assert course.unknown == {("q9", "head"), ("q1", "peer")}


@pytest.mark.parametrize(
    "event", [record.StruckOut(**OF_BALLOT), record.GivenBack(**OF_BALLOT, said={})], ids=repr
)
@pytest.mark.parametrize("stood", STATES)
def test_any_ballot_may_be_there_where_that_was_not_told(event: Event, stood: str) -> None:
    course = Course()
    course.stands = {TIER: "open"} | ({BALLOT: stood} if stood else {})
    course.unknown = {("q1", "peer")}
    course.take(1, event)
    assert not course.odd
    elsewhere = Course()
    elsewhere.stands = {TIER: "open"}
    elsewhere.unknown = {("q1", "middle"), ("q2", "peer")}
    elsewhere.take(1, event)
    assert elsewhere.odd


# -- acknowledging -------------------------------------------------------------------------------


def test_what_was_acknowledged_is_kept_as_it_was_found_last() -> None:
    entry, table = ("entry", "5"), ("table", "veto")
    course = follow(
        {},
        record.Acknowledged(things=((*entry, "hand_in"), (*table, "ab"))),
        record.Acknowledged(things=((*table, "cd"),)),
    )
    assert course.acknowledged == {entry: "hand_in", table: "cd"}
    assert course.stands == {entry: "hand_in", table: "cd"}
    assert course.last == {entry: NUMBER, table: NUMBER + 1}


def test_what_was_acknowledged_as_gone_can_be_made_anew() -> None:
    course = follow(
        {TIER: "open", BALLOT: "handed_in"},
        record.Acknowledged(things=((*BALLOT, GONE),)),
        record.HandedIn(**OF_BALLOT, digest="d1"),
    )
    assert not course.odd
    assert course.stands[BALLOT] == "handed_in"


def test_two_entries_may_be_odd_for_the_same_action() -> None:
    again = [record.MatterClosed(period="", matter=1, outcome="维持")] * 3
    assert follow({}, *again).odd == [(number, "close_matter") for number in (7, 8, 9)]
