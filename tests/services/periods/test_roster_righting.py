"""The roster of an open period put right: somebody added, a wrong line changed."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kaohe_tui.domain.ballot.state import BallotProgress
from kaohe_tui.domain.entries.entries import EntryKind
from kaohe_tui.domain.rules.people import Person, Role
from kaohe_tui.domain.standings.standings import Standings
from kaohe_tui.services.ballots import claims, righting
from kaohe_tui.services.ballots.open_ballot import OpenBallot, strike_out
from kaohe_tui.services.counting.board import Board
from kaohe_tui.services.entries import entries
from kaohe_tui.services.periods import roster_righting
from kaohe_tui.services.periods.roster_and_scheme import change_roster
from kaohe_tui.services.periods.roster_consequences import consequences
from kaohe_tui.services.record.reading import names
from kaohe_tui.services.record.replaying import Replay
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from kaohe_tui.services.year.grades import standings_of
from kaohe_tui.store.record import records
from kaohe_tui.store.seals import chain
from tests.bureau import ROSTER, key_ballot, key_row, key_tier, new_room, scheme_text
from tests.refused import refused
from tests.services.ballots.test_righting import holds, last, line, score
from tests.services.conftest import MakeRoom

PEER = ("q1", "peer")
SECRET = scheme_text(reveal="tier").replace('key = "peer"\n', 'key = "peer"\nsecret = true\n', 1)
VETOES = """[[grades]]
name = "不称职"
min = "0"
[vetoes]
grade = "不称职"
grounds = ["违纪"]
"""
NEW = Person("s4", "赵六一", "农业科", Role.STAFF, ("l2",), spelling="zhaoliuyi zhao liu yi zly")


@pytest.fixture
def opened(room: Room) -> Room:
    """The first tier is open: everybody rates everybody but the head."""
    steps.open_tier(room, *PEER)
    return room


def of(room: Room, code: str, period: str = "q1") -> Person:
    return room.period(period).person(code)


# -- added ---------------------------------------------------------------------------------------


def test_a_missing_person_owes_and_is_owed(opened: Room) -> None:
    key_ballot(opened, (*PEER, "s1"))
    key_ballot(opened, (*PEER, "s2"), hand_in=False).leave()
    change = roster_righting.look(opened, "q1", NEW)
    assert "s4" not in opened.period("q1").roster
    [peer] = [each for each in change.tiers if each.tier.key == "peer"]
    assert len(peer.owed) == 8 + 7
    assert peer.not_owed == ()
    assert peer.incomplete == ("s1",)
    assert change.later == ("q2 小评",)
    assert roster_righting.put(opened, "q1", NEW, " 花名册漏列 ") == change
    assert line(opened, "s1") == (BallotProgress.HANDED_IN, 6, 1)
    assert line(opened, "s4") == (BallotProgress.OWED, 0, 7)
    holds(opened)
    key_ballot(opened, (*PEER, "s4"))
    ballot = OpenBallot(opened, *PEER, "s2")
    key_row(ballot, "s4", (60, 40))
    ballot.hand_in()
    assert score(opened, "s4") == 100
    holds(opened)
    steps.close_tier(opened, *PEER, "到时间")
    holds(opened)


def test_the_entry_says_who_and_why(opened: Room) -> None:
    roster_righting.put(opened, "q1", NEW, "花名册漏列")
    with opened.database.reading() as tx:
        added, later = records.entries(tx)[-2:]
    assert (added.action, added.subject, added.reason) == ("add_person", "s4", "花名册漏列")
    assert later.action == "change_roster"
    assert names(opened).person("s4") == "赵六一 (s4)"
    assert "s4" in opened.roster()
    assert opened.period("q2").roster["s4"] == NEW


def test_a_person_who_is_there_is_not_added_again(opened: Room) -> None:
    with refused("nothing-changed", name="单雄"):
        roster_righting.put(opened, "q1", of(opened, "s1"), "漏列")
    with refused("reason-missing"):
        roster_righting.put(opened, "q1", NEW, " ")


def test_somebody_else_of_that_code_keeps_the_later_roster(opened: Room) -> None:
    steps.close_tier(opened, *PEER, "到时间")
    other = replace(of(opened, "s1"), name="别人")
    with opened.acting() as tx:
        roster_righting._put_later(opened, tx, other)
    opened.forget()
    changed = replace(of(opened, "s1"), identity="公务员")
    assert roster_righting.put(opened, "q1", changed, "补").later == ()
    assert opened.roster()["s1"].identity == ""
    holds(opened)


# -- where it cannot be done ---------------------------------------------------------------------


def test_a_period_that_is_not_open_takes_the_roster_file(room: Room) -> None:
    with refused("period-not-open"):
        roster_righting.put(room, "q1", NEW, "漏列")


def test_closed_tiers_have_to_be_reopened_first(opened: Room) -> None:
    key_tier(opened, *PEER)
    steps.close_tier(opened, *PEER)
    steps.open_tier(opened, "q1", "middle")
    steps.close_tier(opened, "q1", "middle", "到时间")
    with refused("tiers-closed", tiers="全员互评, 中层干部评分"):
        roster_righting.put(opened, "q1", NEW, "漏列")
    steps.reopen_tier(opened, "q1", "middle", "漏列")
    steps.reopen_tier(opened, *PEER, "漏列")
    roster_righting.put(opened, "q1", NEW, "漏列")
    holds(opened)
    for tier in ("peer", "middle"):
        steps.close_tier(opened, "q1", tier, "到时间")
        if tier == "peer":
            steps.open_tier(opened, "q1", "middle")
    holds(opened)


def test_a_closed_period_has_to_be_reopened_first(opened: Room) -> None:
    for tier in ("peer", "middle", "leader", "head"):
        if tier != "peer":
            steps.open_tier(opened, "q1", tier)
        steps.close_tier(opened, "q1", tier, "到时间")
    identity = replace(of(opened, "s1"), identity="公务员")
    with refused("period-closed", tier="主要负责人评分"):
        roster_righting.put(opened, "q1", identity, "补")
    steps.reopen_tier(opened, "q1", "head", "补")
    roster_righting.put(opened, "q1", identity, "补")
    holds(opened)
    steps.close_tier(opened, "q1", "head", "到时间")
    holds(opened)


def test_what_somebody_keys_is_left_first(opened: Room) -> None:
    held = claims.take(opened, opened.period("q1"), "peer", of(opened, "s1"))
    with refused("ballot-in-use", name="单雄"):
        roster_righting.put(opened, "q1", NEW, "漏列")
    held.release()
    roster_righting.put(opened, "q1", NEW, "漏列")


# -- changed -------------------------------------------------------------------------------------


def test_ratings_that_would_fall_away_are_told_and_need_a_yes(opened: Room) -> None:
    key_ballot(opened, (*PEER, "s1"))
    key_ballot(opened, (*PEER, "s2"), hand_in=False).leave()
    key_ballot(opened, (*PEER, "s3"), lambda code: None)
    steps.close_tier(opened, *PEER, "到时间")
    steps.reopen_tier(opened, *PEER, "改层级")
    head = replace(of(opened, "s3"), role=Role.HEAD)
    change = roster_righting.look(opened, "q1", head)
    assert change.dropped == 2
    with refused("ratings-would-be-lost", count=2):
        roster_righting.put(opened, "q1", head, "写错")
    holds(opened)
    roster_righting.put(opened, "q1", head, "写错", drop=True)
    assert line(opened, "s1") == (BallotProgress.HANDED_IN, 5, 0)
    with opened.database.reading() as tx:
        dropped = [each for each in records.entries(tx) if each.action == "drop_ratings"]
    assert [(each.tier, each.subject, each.new) for each in dropped] == [("peer", "s3", "2")]
    assert '"s3":[500,300]' in dropped[0].old
    holds(opened)
    with pytest.raises(StopIteration):
        next(row for row in Board(opened, "q1").standings.of(None) if row.person.code == "s3")
    roster_righting.put(opened, "q1", replace(head, role=Role.STAFF), "又错")
    assert line(opened, "s1") == (BallotProgress.HANDED_IN, 5, 1)
    holds(opened)
    steps.close_tier(opened, *PEER, "到时间")
    holds(opened)


def test_a_supervisor_put_right_moves_what_is_owed(opened: Room) -> None:
    change = roster_righting.put(
        opened, "q1", replace(of(opened, "s1"), supervisors=("l2",)), "写错"
    )
    assert [(each.tier.key, each.owed, each.not_owed) for each in change.tiers] == [
        ("leader", (("l2", "s1"),), (("l1", "s1"),))
    ]
    assert opened.roster()["s1"].supervisors == ("l2",)
    assert last(opened).action == "change_roster"
    holds(opened)


def test_what_lies_in_the_urn_cannot_be_taken_out(make_room: MakeRoom) -> None:
    room = make_room(SECRET)
    steps.open_tier(room, *PEER)
    key_ballot(room, (*PEER, "s1"))
    with refused("ballot-in-urn"):
        roster_righting.put(room, "q1", replace(of(room, "s2"), role=Role.HEAD), "写错", drop=True)
    change = roster_righting.put(room, "q1", NEW, "漏列")
    assert change.tiers[0].incomplete == ("s1",)
    holds(room)


def test_an_urn_has_room_for_those_who_join(tmp_path: Path) -> None:
    roster = "code,name,section,role,supervisors\nh,何,局,head,\ns1,甲,科,staff,\ns2,乙,科,staff,\n"
    scheme = scheme_text(reveal="tier").replace(
        'key = "peer"\n', 'key = "peer"\nsecret = true\n', 1
    )
    room = new_room(tmp_path, scheme, roster)
    steps.open_tier(room, *PEER)
    key_ballot(room, (*PEER, "s1"))
    for number in range(6):
        joins = Person(f"n{number}", f"新{number}", "科", Role.STAFF)
        roster_righting.put(room, "q1", joins, "漏列")
    key_tier_rest = [p.code for p in room.period("q1").roster if p.code != "s1"]
    for code in key_tier_rest:
        key_ballot(room, (*PEER, code))
    holds(room)
    steps.close_tier(room, *PEER, "到时间")
    holds(room)
    room.close()


# -- the standings as they stood -----------------------------------------------------------------


def test_what_was_put_right_is_replayed_as_it_stood(make_room: MakeRoom) -> None:
    """Ballots moved, people added, ratings taken off: each entry's standings are those of its
    day."""
    room = make_room(scheme_text(reveal="ballot"))
    seen: dict[int, Standings] = {}

    def changed(code: str, **line: object) -> None:
        person = replace(of(room, code), **line)  # type: ignore[arg-type]
        roster_righting.put(room, "q1", person, "写错", drop=True)

    def look() -> None:
        with room.database.reading() as tx:
            seen[chain.head(tx)[0]] = standings_of(room, "q1")

    steps.open_tier(room, *PEER)
    verbs: list[Callable[[], object]] = [
        lambda: key_ballot(room, (*PEER, "s1")),
        lambda: key_ballot(room, (*PEER, "m1"), lambda code: () if code == "m2" else (20, 20)),
        lambda: righting.move(room, *PEER, "m1", "m2", "录错人"),
        lambda: roster_righting.put(room, "q1", NEW, "漏列"),
        lambda: key_ballot(room, (*PEER, "s4"), lambda code: (10, 10)),
        lambda: changed("s1", role=Role.HEAD),
        lambda: strike_out(room, *PEER, "s4", "代填"),
        lambda: changed("s4", role=Role.MIDDLE),
        lambda: righting.restore(room, *PEER, "s4", "误会"),
        lambda: steps.close_tier(room, *PEER, "到时间"),
    ]
    for verb in verbs:
        verb()
        look()
    replay = Replay(room, "q1")
    assert {number: replay.at(number).standings for number in seen} == seen
    holds(room)


def _left(room: Room) -> None:
    """q1 is scored, with 孙红 as s2, who leaves; q2 is open."""
    for tier in ("peer", "middle", "leader", "head"):
        steps.open_tier(room, "q1", tier)
        key_tier(room, "q1", tier)
        steps.close_tier(room, "q1", tier)
    text = "".join(line for line in ROSTER.splitlines(keepends=True) if "s2," not in line)
    path = room.database.path.with_name("left.csv")
    path.write_text(text, encoding="utf-8")
    change_roster(room, path)
    steps.open_tier(room, "q2", "peer")


def test_a_code_of_the_year_goes_to_nobody_else_one_by_one(room: Room) -> None:
    """The year would credit the newcomer with what the other person was given."""
    _left(room)
    newcomer = Person("s2", "新来的", "综合科", Role.STAFF)
    assert len(roster_righting.look(room, "q2", newcomer).doubts) == 1
    with refused("person-in-doubt") as info:
        roster_righting.put(room, "q2", newcomer, "漏列")
    assert re.search(r"code s2 was 孙红 and is now 新来的: .*--same s2; another", str(info.value))
    with refused("person-in-doubt") as info:
        roster_righting.put(room, "q2", newcomer, "漏列", new=["s2"])
    assert re.search("code s2 was 孙红", str(info.value))
    assert "s2" not in room.period("q2").roster
    back = Person("n1", "孙红", "综合科", Role.STAFF)
    with refused("person-in-doubt") as info:
        roster_righting.put(room, "q2", back, "漏列")
    assert re.search("孙红 had the code s2 and now has n1: the same person keeps", str(info.value))
    roster_righting.put(room, "q2", back, "漏列", new=["n1"])
    roster_righting.put(room, "q2", replace(newcomer, name="孙 红"), "漏列")
    assert {"n1", "s2"} <= {each.code for each in room.period("q2").roster}


def test_a_name_is_put_right_once_it_is_said_who_it_is(room: Room) -> None:
    _left(room)
    renamed = replace(of(room, "s1", "q2"), name="新来的")
    with refused("person-in-doubt") as info:
        roster_righting.put(room, "q2", renamed, "写错", new=["s1"])
    assert re.search(r"code s1 was 单雄 and is now 新来的: .*another person needs", str(info.value))
    roster_righting.put(room, "q2", renamed, "写错", same=["s1"])
    assert of(room, "s1", "q2").name == "新来的"


def test_somebody_else_can_have_a_code_that_has_nothing_yet(opened: Room) -> None:
    """The period is open, and neither has this person a ballot nor anybody rated them."""
    other = replace(of(opened, "s3"), name="新来的")
    roster_righting.put(opened, "q1", other, "名单有误", new=["s3"])
    assert opened.roster()["s3"].name == "新来的"
    key_ballot(opened, ("q1", "peer", "s1"))
    with refused("person-in-doubt") as info:
        roster_righting.put(opened, "q1", replace(other, name="又一个"), "又错", new=["s3"])
    assert re.search("another person needs a code", str(info.value))


def test_a_tier_that_is_left_without_a_rater_is_told(opened: Room) -> None:
    """The weight of the tier falls away from scores, as a new roster says as well."""

    def told(line: Person) -> str:
        change = roster_righting.look(opened, "q1", line)
        return " ".join(consequences(change, opened.period("q1").scheme))

    head = replace(of(opened, "h"), role=Role.STAFF)
    nobody = "主要负责人评分: nobody rates in it; 20 of 100 of the weight falls away from everybody"
    assert nobody in told(head)
    # 王芳 has no leader either, which is nothing new.
    without = "分管领导评分: nobody rates 2 people in it (单雄 (综合科); 王芳[/] (农业科))"
    assert without in told(replace(of(opened, "s1"), supervisors=()))
    assert "nobody rates" not in told(replace(of(opened, "s2"), identity="公务员"))
    assert "nobody rates 2 people" in told(replace(NEW, supervisors=()))


@pytest.mark.parametrize("vetoed_in", ["q1", "q2"])
def test_nobody_who_is_vetoed_is_left_without_a_rater(make_room: MakeRoom, vetoed_in: str) -> None:
    """Made head, who is rated by nobody: entering the veto would be refused."""
    room = make_room(scheme_text() + VETOES)
    steps.open_tier(room, *PEER)
    number = entries.enter_veto(room, vetoed_in, "s1", "违纪", "1 号", "纪委")
    head = replace(of(room, "s1"), role=Role.HEAD)
    with refused("veto-without-rater", name="单雄", period=f"{vetoed_in} 小评"):
        roster_righting.look(room, "q1", head)
    entries.withdraw(room, EntryKind.VETO, number, "有误")
    assert roster_righting.look(room, "q1", head).tiers
