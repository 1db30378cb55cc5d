"""Openings taken back while nothing is in."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from kaohe_tui.services.access import codes
from kaohe_tui.services.ballots import open_ballot
from kaohe_tui.services.ballots.importing import import_ballots
from kaohe_tui.services.ballots.open_ballot import OpenBallot
from kaohe_tui.services.counting import overview
from kaohe_tui.services.entries import entries
from kaohe_tui.services.integrity.verifying import verify
from kaohe_tui.services.paper import forms
from kaohe_tui.services.periods.roster_and_scheme import change_roster, change_scheme
from kaohe_tui.services.record import reading, replaying
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps, taking_back
from kaohe_tui.store.record import records
from tests.bureau import KEYS, ROSTER, key_ballot, key_tier, press, raters, scheme_text
from tests.refused import refused
from tests.services.conftest import MakeRoom

ALONE = Path(__file__).parents[3] / "scripts" / "verify_alone.py"
SECRET = scheme_text(reveal="tier").replace('key = "peer"\n', 'key = "peer"\nsecret = true\n', 1)
DOUBLE = scheme_text().replace('key = "peer"\n', 'key = "peer"\nentry = "double"\n', 1)


def _holds(room: Room) -> None:
    """Both verifiers find nothing."""
    assert verify(room).findings == ()
    path = room.database.path
    found = subprocess.run(
        [sys.executable, ALONE, path], capture_output=True, encoding="utf-8", check=False
    )
    assert (found.stdout, found.returncode) == ("holds\n", 0)


def _rows(room: Room, *tables: str) -> dict[str, int]:
    with room.database.reading() as tx:
        return {
            table: tx.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()
            for table in tables
        }


def _last(room: Room, count: int) -> list[tuple[str, str, str]]:
    with room.database.reading() as tx:
        return [(e.action, e.old, e.reason) for e in records.entries(tx)[-count:]]


def _file(room: Room, name: str, text: str) -> Path:
    path = room.database.path.with_name(name)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_wrong_roster_is_mended_after_the_opening_is_taken_back(room: Room) -> None:
    steps.open_tier(room, "q1", "peer")
    taking_back.take_back(room, "q1", "peer", "少了一人")
    assert not room.period("q1").steps.opened
    assert _last(room, 2) == [
        ("take_back_tier", "0", "少了一人"),
        ("take_back_period", "", "少了一人"),
    ]
    left = _rows(room, "period", "tier_step", "participant", "ballot")
    assert set(left.values()) == {0}
    _holds(room)
    change_roster(room, _file(room, "new.csv", ROSTER + "n1,新来者,综合科,staff,l1\n"))
    change_scheme(room, _file(room, "new.toml", scheme_text(weights=(10, 20, 30, 40))))
    steps.open_tier(room, "q1", "peer")
    assert "n1" in raters(room, "q1", "peer")
    for tier in KEYS:
        if tier != "peer":
            steps.open_tier(room, "q1", tier)
        key_tier(room, "q1", tier)
        steps.close_tier(room, "q1", tier)
    result = overview.result(room, "q1")
    assert result is not None
    assert "n1" in {row.person.code for row in result.standings.rows}
    _holds(room)


def test_what_is_half_keyed_is_counted_and_goes_only_after_a_yes(room: Room) -> None:
    steps.open_tier(room, "q1", "peer")
    key_ballot(room, ("q1", "peer", "s1"), hand_in=False)
    ballot = OpenBallot(room, "q1", "peer", "s2")
    press(ballot, "5")
    press(ballot, "enter")
    OpenBallot(room, "q1", "peer", "s3")
    found = taking_back.check(room, "q1", "peer")
    assert (found.begun, found.is_first, found.codes) == (2, True, 0)
    assert "2 ballots are partly entered" in found.consequences[0]
    with refused("ballots-begun", count=2):
        taking_back.take_back(room, "q1", "peer", "名单有误")
    assert room.period("q1").steps.opened
    taking_back.take_back(room, "q1", "peer", "名单有误", discard=True)
    assert _last(room, 2)[0] == ("take_back_tier", "2", "名单有误")
    assert set(_rows(room, "ballot", "rating", "participant").values()) == {0}
    # Only the sum of all ballots themselves is left, and it is one of none.
    with room.database.reading() as tx:
        assert tx.exec_driver_sql("SELECT * FROM ballot_sum WHERE sum <> 0").all() == []
    _holds(room)


def test_a_later_tier_waits_again_and_the_period_stays_begun(room: Room) -> None:
    steps.open_tier(room, "q1", "peer")
    key_tier(room, "q1", "peer")
    steps.close_tier(room, "q1", "peer")
    steps.open_tier(room, "q1", "middle")
    key_ballot(room, ("q1", "middle", "m1"), hand_in=False)
    taking_back.take_back(room, "q1", "middle", "回避未定", discard=True)
    here = room.period("q1")
    assert (here.steps.opened, here.steps.current) == (True, None)
    assert here.steps.next_to_open is not None
    assert here.steps.next_to_open.key == "middle"
    assert _last(room, 1) == [("take_back_tier", "1", "回避未定")]
    _holds(room)
    assert "middle" in [tier.key for tier in steps.recuse(room, "q1", ("m1", "s1"), "亲属")]
    steps.open_tier(room, "q1", "middle")
    key_tier(room, "q1", "middle")
    steps.close_tier(room, "q1", "middle")
    _holds(room)


def test_a_secret_tier_may_use_the_numbers_of_ballots_that_went(room: Room) -> None:
    """What an entry once sealed under such a number says nothing of a ballot in the urn."""
    steps.open_tier(room, "q1", "peer")
    lines = [
        f"peer,{rater},{ratee},50,30"
        for rater in raters(room, "q1", "peer")
        for ratee in ("s1", "s2", "s3", "m1")
        if rater != ratee
    ]
    text = "\n".join(["tier,rater,ratee,work,spirit", *lines, ""])
    import_ballots(room, _file(room, "ballots.csv", text), "q1")
    for rater in raters(room, "q1", "peer"):
        open_ballot.give_back(room, "q1", "peer", rater, "名单有误")
    taking_back.take_back(room, "q1", "peer", "名单有误", discard=True)
    change_scheme(room, _file(room, "new.toml", SECRET))
    steps.open_tier(room, "q1", "peer")
    key_tier(room, "q1", "peer")
    _holds(room)
    steps.close_tier(room, "q1", "peer")
    _holds(room)


def test_what_is_in_keeps_an_opening_until_it_is_given_back(room: Room) -> None:
    steps.open_tier(room, "q1", "peer")
    key_ballot(room, ("q1", "peer", "s1"))
    with refused("ballots-in", count=1):
        taking_back.take_back(room, "q1", "peer", "名单有误", discard=True)
    open_ballot.give_back(room, "q1", "peer", "s1", "名单有误")
    taking_back.take_back(room, "q1", "peer", "名单有误", discard=True)
    _holds(room)
    # The same people hand in anew under the same keys.
    steps.open_tier(room, "q1", "peer")
    key_tier(room, "q1", "peer", lambda _code: (40, 20))
    steps.close_tier(room, "q1", "peer")
    _holds(room)


def test_a_struck_out_ballot_keeps_an_opening(room: Room) -> None:
    steps.open_tier(room, "q1", "peer")
    key_ballot(room, ("q1", "peer", "s1"))
    open_ballot.strike_out(room, "q1", "peer", "s1", "他人代填")
    with refused("ballots-in", count=1):
        taking_back.take_back(room, "q1", "peer", "名单有误", discard=True)


@pytest.mark.parametrize("handed_in", [False, True])
def test_a_secret_tier(make_room: MakeRoom, handed_in: bool) -> None:
    room = make_room(SECRET)
    steps.open_tier(room, "q1", "peer")
    codes.issue(room, "q1", "peer")
    codes.withdraw(room, "q1", "peer", "s1")
    key_ballot(room, ("q1", "peer", "s1"), hand_in=handed_in)
    if handed_in:
        with refused("ballots-in", count=1):
            taking_back.take_back(room, "q1", "peer", "名单有误", discard=True)
        return
    found = taking_back.check(room, "q1", "peer")
    assert (found.begun, found.codes) == (1, len(raters(room, "q1", "peer")) - 1)
    taking_back.take_back(room, "q1", "peer", "名单有误", discard=True)
    assert set(_rows(room, "ballot", "rating", "rater_code", "receipt").values()) == {0}
    _holds(room)
    steps.open_tier(room, "q1", "peer")
    key_tier(room, "q1", "peer")
    steps.close_tier(room, "q1", "peer")
    _holds(room)


def test_a_tier_that_is_keyed_twice(make_room: MakeRoom) -> None:
    room = make_room(DOUBLE)
    steps.open_tier(room, "q1", "peer")
    forms.enter(room, "q1", "peer", handed_out=8, returned=7)
    key_ballot(room, ("q1", "peer", "s1"))
    with refused("ballots-in", count=1):
        taking_back.take_back(room, "q1", "peer", "名单有误", discard=True)
    room.keyboard.call("另一人")
    key_ballot(room, ("q1", "peer", "s1"))
    open_ballot.give_back(room, "q1", "peer", "s1", "名单有误")
    assert _rows(room, "comparison", "forms") == {"comparison": 1, "forms": 1}
    taking_back.take_back(room, "q1", "peer", "名单有误", discard=True)
    assert _rows(room, "comparison", "forms") == {"comparison": 0, "forms": 0}
    _holds(room)


def test_a_tier_that_was_closed_once_is_closed_again(room: Room) -> None:
    steps.open_tier(room, "q1", "peer")
    steps.close_tier(room, "q1", "peer", "无人参加")
    steps.reopen_tier(room, "q1", "peer", "补录")
    with refused("tier-closed-once"):
        taking_back.take_back(room, "q1", "peer", "名单有误")


@pytest.mark.parametrize(
    ("tier", "reason", "kind"),
    [
        ("middle", "有误", "tier-not-open"),
        ("peer", " ", "reason-missing"),
        ("boss", "x", "tier-unknown"),
    ],
)
def test_refusals(room: Room, tier: str, reason: str, kind: str) -> None:
    steps.open_tier(room, "q1", "peer")
    with refused(kind):
        taking_back.take_back(room, "q1", tier, reason)
    with refused("tier-not-open"):
        taking_back.take_back(room, "q2", "peer", "有误")


def test_what_the_group_entered_before_the_opening_stays(make_room: MakeRoom) -> None:
    room = make_room(
        scheme_text() + '[[adjustments]]\nkey = "a"\nname = "表彰"\nkind = "bonus"\npoints = "2"\n'
    )
    steps.recuse(room, "q1", ("s1", "s2"), "亲属")
    entries.enter_adjustment(room, "q1", "s1", "a", 1, "1号")
    steps.open_tier(room, "q1", "peer")
    taking_back.take_back(room, "q1", "peer", "名单有误")
    here = room.period("q1")
    assert ("s1", "s2") in here.recused_in("peer")
    assert len(here.facts.adjustments) == 1
    path = _file(room, "new.csv", ROSTER.replace("s1,单雄,综合科,staff,l1\n", ""))
    with refused("roster-lacks-person"):
        change_roster(room, path)
    _holds(room)


def test_what_another_program_changed_is_found_before_its_traces_go(room: Room) -> None:
    steps.open_tier(room, "q1", "peer")
    key_ballot(room, ("q1", "peer", "s1"), hand_in=False)
    with closing(sqlite3.connect(room.database.path)) as other:
        other.execute("UPDATE rating SET mark_0 = 10")
        other.commit()
    with refused("foreign-change") as info:
        taking_back.take_back(room, "q1", "peer", "名单有误", discard=True)
    assert "other than kaohe" in str(info.value.values["what"])
    assert _rows(room, "ballot") == {"ballot": 1}


def test_a_ballot_open_elsewhere_takes_no_marks_for_somebody_else(room: Room, second: Room) -> None:
    steps.open_tier(room, "q1", "peer")
    ballot = OpenBallot(second, "q1", "peer", "s1")
    taking_back.take_back(room, "q1", "peer", "名单有误", discard=True)
    # The first of the roster is another one now, with the ids of who was there before.
    heading, *lines = ROSTER.splitlines()
    path = _file(room, "new.csv", "\n".join([heading, *reversed(lines)]) + "\n")
    change_roster(room, path)
    steps.open_tier(room, "q1", "peer")
    said = [outcome.says for key in ("5", "0", "enter") if (outcome := ballot.sheet.key(key))]
    assert "was taken back while this ballot was open" in " ".join(said)
    assert _rows(room, "ballot", "rating") == {"ballot": 0, "rating": 0}


def test_the_past_is_replayed_without_what_is_gone(room: Room) -> None:
    steps.open_tier(room, "q1", "peer")
    key_ballot(room, ("q1", "peer", "s1"))
    with room.database.reading() as tx:
        handed_in = records.entries(tx)[-1].id
    open_ballot.give_back(room, "q1", "peer", "s1", "名单有误")
    taking_back.take_back(room, "q1", "peer", "名单有误", discard=True)
    new = _file(room, "new.csv", ROSTER.replace("s2,孙红", "s9,孙红"))
    change_roster(room, new, new={"s9"})
    steps.open_tier(room, "q1", "peer")
    replay = replaying.Replay(room, "q1")
    then = replay.at(handed_in)
    assert not then.standings.has_scores
    assert len(then.doubts) == 1
    assert "was begun again later" in then.doubts[0]
    assert replay.at(handed_in + 3).period_room.steps.opened is False


def test_the_record_is_searched_and_told(room: Room) -> None:
    steps.open_tier(room, "q1", "middle", out_of_order=True)
    key_ballot(room, ("q1", "middle", "m1"), hand_in=False)
    taking_back.take_back(room, "q1", "middle", "名单有误", discard=True)
    names = reading.names(room)
    found = reading.Reading(room, reading.Filter(period="q1"))
    told = [entry.event.what(names) for entry in found.window(0, 3)]
    assert told == [
        "took back that q1 小评 had begun: roster and scheme can be changed again",
        "took back the opening of 中层干部评分 of q1 小评, 1 ballot partly entered",
        "opened 中层干部评分 of q1 小评 before 全员互评",
    ]
    by_reason = reading.Reading(room, reading.Filter(text="名单有误"))
    assert len(by_reason) == 2
