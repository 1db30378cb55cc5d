"""What is found otherwise than the record says, word for word, of every kind of thing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kaohe_tui.domain.record.course import Course
from kaohe_tui.domain.record.things import Finding, Key
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.integrity import compared, verifying
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.database.checking import Ballot
from tests.services.changed_copies import changed, make_year

CALLED: dict[Key, str] = {
    ("absence", "1"): "absence no. 1",
    ("adjustment", "2"): "bonus or deduction no. 2",
    ("ballot", "q1", "peer", "s2"): "the ballot of 孙红 (s2) in 上半年 同级评分",
    ("figure", "1"): "figure no. 1",
    ("comparison", "q1", "peer", "m1"): (
        "the comparison of the two entries of 马科长 (m1) in 上半年 同级评分"
    ),
    ("exemption", "1"): "the entry without a grade no. 1",
    ("forms", "q1", "all"): "the paper forms of 上半年 全员互评",
    ("grade", "q1", "m1"): "the decided grades of 马科长 (m1) in 上半年",
    ("matter", "1"): "case no. 1",
    ("notice", "q1", "1"): "notice no. 1 of 上半年",
    ("operator", "旧人"): "operator 旧人",
    ("opinion", "s1", "1", "s2"): "an opinion on the tasks of 单雄 (s1)",
    ("period", "q1"): "上半年",
    ("recusal", "q1", "peer", "s1", "s2"): "the recusal of 单雄 (s1) in 上半年 同级评分",
    ("result", "q1", "1"): "result no. 1 of 上半年",
    ("roster", ""): "the roster of the year",
    ("roster", "q2"): "the roster of 下半年",
    ("scheme", ""): "the scheme of the year",
    ("scheme", "q1"): "the scheme of 上半年",
    ("tasks", "s1", "1"): "the tasks of 单雄 (s1)",
    ("tier", "q1", "head"): "上半年 局领导评分",
    ("veto", "1"): "veto no. 1",
}
"""Things that are there, and what they are called."""
STATED = {
    ("ballot", "q1", "peer", "s2"): "handed in",
    ("matter", "1"): "open",
    ("operator", "旧人"): "clerk, retired",
    ("operator", "主持"): "host, active",
    ("period", "q1"): "closed",
    ("tier", "q1", "head"): "closed",
}
"""Where things stand whose state is told in words."""
STATES = {
    "": "not started",
    "open": "open",
    "closed": "closed",
    "keyed": "entered once",
    "handed_in": "handed in",
    "void": "voided",
    "active": "active",
    "retired": "retired",
    "host active": "host, active",
    "clerk active": "clerk, active",
    "supervisor retired": "supervisor, retired",
    "reviewer active": "reviewer, active",
    "else": "else",
}
NOT_THERE: dict[Key, str] = {
    ("absence", "8"): "absence no. 8",
    ("adjustment", "8"): "bonus or deduction no. 8",
    ("ballot", "q2", "peer", "s1"): "the ballot of 单雄 (s1) in 下半年 同级评分",
    ("figure", "8"): "figure no. 8",
    ("comparison", "q2", "peer", "x8"): (
        "the comparison of the two entries of x8 in 下半年 同级评分"
    ),
    ("exemption", "8"): "the entry without a grade no. 8",
    ("forms", "q2", "head"): "the paper forms of 下半年 局领导评分",
    ("grade", "", "s1"): "the decided grades of 单雄 (s1) in the year",
    ("matter", "8"): "case no. 8",
    ("notice", "q2", "8"): "notice no. 8 of 下半年",
    ("operator", "何人"): "operator 何人",
    ("opinion", "m1", "2", "s2"): "an opinion on the tasks of 马科长 (m1)",
    ("period", "q8"): "q8",
    ("recusal", "q2", "head", "h", "s1"): "the recusal of 何局长 (h) in 下半年 局领导评分",
    ("result", "q2", "3"): "result no. 3 of 下半年",
    ("roster", "q8"): "the roster of q8",
    ("scheme", "q8"): "the scheme of q8",
    ("second", "q1", "peer", "s2"): "the second entry of 孙红 (s2) in 上半年 同级评分",
    ("tasks", "s2", "1"): "the tasks of 孙红 (s2)",
    ("tier", "q2", "head"): "下半年 局领导评分",
    ("veto", "8"): "veto no. 8",
}
"""Things that are not there, and what they are called."""


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_year(tmp_path_factory)


@pytest.fixture(scope="module")
def room(year: Path) -> Iterator[Room]:
    opened = enter_room(year, read_only=True)
    yield opened
    opened.close()


@pytest.fixture
def course(room: Room) -> Course:
    """What has to be there, for a test to say otherwise."""
    with room.database.reading() as tx:
        return verifying.followed(tx)


def found(room: Room, course: Course) -> list[Finding]:
    with room.database.reading() as tx:
        return list(compared.with_record(room, tx, course))


def test_every_kind_of_thing_is_named_here(room: Room, course: Course) -> None:
    assert found(room, course) == []
    there = {thing[0] for thing in course.stands} - {"called_off"}
    assert there == {thing[0] for thing in CALLED}
    assert there | {"second"} == {thing[0] for thing in NOT_THERE}


@pytest.mark.parametrize("thing", CALLED, ids=" ".join)
def test_something_that_no_entry_mentions(room: Room, course: Course, thing: Key) -> None:
    stood = course.stands.pop(thing)
    del course.last[thing]
    told = f"{CALLED[thing]}: no entry of the record mentions it."
    assert found(room, course) == [Finding(told, thing, stood)]


@pytest.mark.parametrize("thing", NOT_THERE, ids=" ".join)
def test_something_that_is_not_there(room: Room, course: Course, thing: Key) -> None:
    course.stands[thing], course.last[thing] = "open", 38
    told = f"{NOT_THERE[thing]}: entry 38 of the record mentions it, but it is not there."
    assert found(room, course) == [Finding(told, thing, "")]


@pytest.mark.parametrize("thing", [each for each in CALLED if each not in STATED], ids=" ".join)
def test_something_that_is_otherwise(room: Room, course: Course, thing: Key) -> None:
    stood, course.stands[thing] = course.stands[thing], "else"
    told = f"{CALLED[thing]}: not as entry {course.last[thing]} of the record says."
    assert found(room, course) == [Finding(told, thing, stood)]


@pytest.mark.parametrize("thing", STATED, ids=" ".join)
@pytest.mark.parametrize("expected", STATES)
def test_something_that_stands_elsewhere(
    room: Room, course: Course, thing: Key, expected: str
) -> None:
    stood = course.stands.pop(thing)
    if expected:
        course.stands[thing] = expected
    if expected == stood:
        assert found(room, course) == []
        return
    called = CALLED.get(thing, "operator 主持")
    told = (
        f"{called}: not as entry {course.last[thing]} of the record left it: it should be "
        f"“{STATES[expected]}” but is “{STATED[thing]}”."
    )
    assert found(room, course) == [Finding(told, thing, stood)]


def test_all_that_is_otherwise_is_found_in_the_order_of_its_keys(
    room: Room, course: Course
) -> None:
    things = [*CALLED, *NOT_THERE]
    for thing in things:
        course.stands[thing], course.last[thing] = "else", 38
    assert [each.thing for each in found(room, course)] == sorted(things)


def test_entries_that_cannot_follow(room: Room, course: Course) -> None:
    course.odd = [(5, "recuse"), (9, "open_tier")]
    told = (
        "Entry {} of the record does not match what the entries before it say: something was "
        "changed in between by a program other than kaohe."
    )
    assert found(room, course) == [
        Finding(told.format(5), ("entry", "5"), "recuse"),
        Finding(told.format(9), ("entry", "9"), "open_tier"),
    ]


def test_what_was_acknowledged_of_other_kinds_is_not_compared(room: Room, course: Course) -> None:
    course.stands |= {("table", "veto"): "ab", ("called_off", "q1"): "-", ("entry", "5"): "x"}
    assert found(room, course) == []


# -- what the record does not know ---------------------------------------------------------------


@pytest.mark.parametrize("kind", ["ballot", "second"])
@pytest.mark.parametrize("rater", ["s1", "s9"])
def test_whose_ballots_of_a_secret_tier_there_are_is_not_known(
    room: Room, course: Course, kind: str, rater: str
) -> None:
    course.stands[kind, "q1", "all", rater] = "keyed"
    assert found(room, course) == []


@pytest.mark.parametrize("kind", ["comparison", "recusal", "forms"])
def test_all_else_of_a_secret_tier_is_known(room: Room, course: Course, kind: str) -> None:
    thing = (kind, "q1", "all", "s9")
    course.stands[thing] = "x"
    assert [each.thing for each in found(room, course)] == [thing]


@pytest.mark.parametrize(
    ("unknown", "expected", "is_found"),
    [
        ({("q1", "peer")}, "", False),
        ({("q1", "peer")}, "keyed", True),
        ({("q1", "head"), ("q2", "peer")}, "", True),
        (set(), "", True),
    ],
)
def test_whose_ballots_an_old_file_brought_is_not_known(
    room: Room, course: Course, unknown: set[tuple[str, str]], expected: str, is_found: bool
) -> None:
    thing = ("ballot", "q1", "peer", "s1")
    course.unknown = unknown
    course.stands.pop(thing)
    if expected:
        course.stands[thing] = expected
    assert bool(found(room, course)) == is_found


@pytest.mark.parametrize(
    ("period", "tier", "code", "secret"),
    [
        ("q1", "all", "s1", True),
        ("q1", "all", "", True),
        ("q1", "peer", "s1", False),
        ("q1", "peer", "", True),
        ("q9", "peer", "s1", False),
        ("q9", "peer", "", True),
        ("q1", "xx", "s1", False),
        ("q1", "xx", "", True),
    ],
)
def test_a_ballot_of_nobody_is_of_a_secret_tier(
    room: Room, period: str, tier: str, code: str, secret: bool
) -> None:
    ballot = Ballot(1, 1, 0, period, tier, code, "单雄", "open", 1)
    assert compared.is_secret(room, ballot) is secret


# -- what cannot be read -------------------------------------------------------------------------


def test_things_keep_their_keys_where_no_scheme_can_be_read(year: Path, tmp_path: Path) -> None:
    broken = changed(year, tmp_path, "UPDATE scheme SET text = 'x'")
    with broken as room, room.database.reading() as tx:
        course = verifying.followed(tx)
        ballot = Ballot(1, 1, 0, "q1", "all", "s1", "单雄", "open", 1)
        assert not compared.is_secret(room, ballot)
        del course.stands["ballot", "q1", "peer", "s1"]
        things = {each.thing: each.sentence for each in compared.with_record(room, tx, course)}
    assert things["scheme", "q1"] == "the scheme of q1: not as entry 20 of the record says."
    assert things["ballot", "q1", "peer", "s1"] == (
        "the ballot of s1 in q1 peer: not as entry 35 of the record left it: it should be "
        "“not started” but is “handed in”."
    )


def test_a_ballot_of_a_period_that_cannot_be_read_is_of_no_secret_tier(
    year: Path, tmp_path: Path
) -> None:
    with changed(year, tmp_path, "UPDATE tier_step SET state = 'x'") as room:
        assert not compared.is_secret(room, Ballot(1, 1, 0, "q1", "all", "s1", "单雄", "open", 1))
        assert compared.is_secret(room, Ballot(1, 1, 0, "q1", "all", "", "", "open", 1))
