"""Periods that are called off, and held after all."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from kaohe_tui.domain.entries.entries import YEAR
from kaohe_tui.domain.public.dossier import Dossier
from kaohe_tui.domain.rules.steps import PeriodState
from kaohe_tui.domain.year.words import gaps, not_held
from kaohe_tui.domain.year.year import Gave
from kaohe_tui.files.papers.notice import notice
from kaohe_tui.services.access import codes
from kaohe_tui.services.ballots.open_ballot import OpenBallot
from kaohe_tui.services.counting import overview
from kaohe_tui.services.database import copies
from kaohe_tui.services.entries import entries
from kaohe_tui.services.integrity.verifying import verify
from kaohe_tui.services.periods import calling_off
from kaohe_tui.services.periods.roster_and_scheme import change_roster, change_scheme
from kaohe_tui.services.public import dossier, notices
from kaohe_tui.services.record import reading, replaying
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import next_thing, steps
from kaohe_tui.services.tiers.next_words import sentence
from kaohe_tui.services.year import grades, year
from kaohe_tui.store.periods import holdings
from kaohe_tui.store.periods.holdings import CalledOff
from kaohe_tui.store.record import records
from tests.bureau import KEYS, ROSTER, even, key_ballot, key_tier, scheme_text
from tests.refused import refused
from tests.services.conftest import MakeRoom
from tests.services.tiers.test_taking_back import SECRET, _holds

GRADES = """
[[grades]]
name = "优秀"
min = "90"
[[grades]]
name = "称职"
min = "0"
[[adjustments]]
key = "praise"
name = "表彰"
kind = "bonus"
points = "2"
"""


def _through(room: Room, period: str, *tiers: str, marks: tuple[int, int] = (50, 30)) -> None:
    for tier in tiers:
        steps.open_tier(room, period, tier)
        key_tier(room, period, tier, lambda _code: marks)
        steps.close_tier(room, period, tier)


@pytest.fixture
def graded(make_room: MakeRoom) -> Room:
    """The bureau with grades and a bonus, its first period closed."""
    room = make_room(scheme_text() + GRADES)
    _through(room, "q1", *KEYS)
    return room


def _file(room: Room, name: str, text: str) -> Path:
    path = room.database.path.with_name(name)
    path.write_text(text, encoding="utf-8")
    return path


def test_the_year_ends_without_a_period_that_was_never_begun(graded: Room) -> None:
    before = year.view(graded)
    assert not before.grading.closed
    calling_off.call_off(graded, "q2", "上级通知不再开展")
    now = year.view(graded)
    assert now.grading.closed
    assert now.year.standings.complete
    row = now.year.rows["s1"]
    assert row.numerator / row.denominator == 80
    assert [(s.gave, s.called_off) for s in row.shares] == [
        (Gave.COUNTED, ""),
        (Gave.CALLED_OFF, "上级通知不再开展"),
    ]
    assert gaps(now.year)[0] == (
        "q2 小评 was called off (上级通知不再开展): it counts nowhere in the year."
    )
    grades.decide(graded, YEAR, "s1", "称职")
    notices.post(graded, YEAR, graded_day(graded), "办公室")
    _holds(graded)


def graded_day(room: Room) -> date:
    """Today, as the room has it."""
    return date.fromisoformat(room.now()[:10])


def test_papers_tell_it(graded: Room) -> None:
    calling_off.call_off(graded, "q2", "合并到年终")
    found: Dossier = dossier.dossier(graded, YEAR)
    rule = notice(found).rule
    assert "q2 小评 was called off (合并到年终)" in rule
    # Its weight is none of those that make the year.
    assert "the totals of its periods (q1 小评 50);" in rule
    assert notices.state(graded, "q2").told == "q2 小评 was called off: 合并到年终."
    with refused("period-called-off"):
        notices.post(graded, "q2", graded_day(graded), "办公室")


def test_nothing_is_done_in_it(graded: Room) -> None:
    calling_off.call_off(graded, "q2", "合并到年终")
    for verb in (
        lambda: steps.open_tier(graded, "q2", "peer"),
        lambda: steps.close_tier(graded, "q2", "peer", "x"),
        lambda: steps.reopen_tier(graded, "q2", "peer", "x"),
        lambda: calling_off.call_off(graded, "q2", "x"),
        lambda: entries.enter_adjustment(graded, "q2", "s1", "praise", 1, "1号"),
        lambda: codes.issue(graded, "q2", "peer"),
    ):
        with refused("period-called-off"):
            verb()
    assert overview.periods(graded)[1][1] is PeriodState.CALLED_OFF
    assert overview.current_period(graded) == "q1"
    view = overview.overview(graded, "q2")
    assert (view.next, view.tier, view.called_off) == (overview.Next.NOTHING, None, "合并到年终")


def test_a_period_begun_by_mistake(graded: Room) -> None:
    steps.open_tier(graded, "q2", "peer")
    key_ballot(graded, ("q2", "peer", "s1"))
    key_ballot(graded, ("q2", "peer", "s2"), hand_in=False)
    told = " ".join(calling_off.consequences(graded, "q2"))
    assert "Ballots are in: they are kept" in told
    assert "全员互评 is open: it waits" in told
    open_ballot = OpenBallot(graded, "q2", "peer", "s2")
    calling_off.call_off(graded, "q2", "误开")
    with refused("tier-not-open"):
        open_ballot.hand_in()
    assert year.view(graded).grading.closed
    _holds(graded)
    calling_off.hold_after_all(graded, "q2", "仍要开展")
    assert not year.view(graded).grading.closed
    steps.open_tier(graded, "q2", "peer")
    assert overview.overview(graded, "q2").tiers[0].handed_in == 1
    key_ballot(graded, ("q2", "peer", "s2"))
    steps.close_tier(graded, "q2", "peer", "到时间")
    _holds(graded)


def test_closed_tiers_are_named_and_count_nowhere(graded: Room) -> None:
    _through(graded, "q2", "peer", marks=(10, 10))
    assert "Closed already: 全员互评." in calling_off.consequences(graded, "q2")
    calling_off.call_off(graded, "q2", "停止")
    assert year.view(graded).year.rows["s1"].denominator == 50
    _holds(graded)
    calling_off.hold_after_all(graded, "q2", "继续")
    _through(graded, "q2", *KEYS[1:])
    assert year.view(graded).grading.closed
    _holds(graded)


def test_a_closed_period_is_reopened_first(graded: Room) -> None:
    with refused("period-closed"):
        calling_off.call_off(graded, "q1", "停止")
    steps.reopen_tier(graded, "q1", "head", "停止")
    calling_off.call_off(graded, "q1", "停止")
    _holds(graded)
    view = year.view(graded)
    assert not view.grading.closed
    _through(graded, "q2", *KEYS)
    assert year.view(graded).grading.closed
    _holds(graded)


def test_a_year_without_any_period_has_no_result(graded: Room) -> None:
    steps.reopen_tier(graded, "q1", "head", "停止")
    calling_off.call_off(graded, "q2", "停止")
    assert calling_off.consequences(graded, "q1")[-1] == (
        "No other period with a weight is held: the year will have no result."
    )
    calling_off.call_off(graded, "q1", "停止")
    assert not year.view(graded).grading.closed
    assert notices.year_fingerprint(graded) == ""
    assert sentence(next_thing.step(graded)) == (
        "Every period is called off, so the year has no result: begin the new one."
    )
    assert not_held(year.view(graded).year)[-1] == (
        "No period with a weight is held, so the year has no result."
    )
    _holds(graded)


def test_a_tier_that_was_open_is_paused_and_goes_on(graded: Room) -> None:
    steps.open_tier(graded, "q2", "peer")
    key_ballot(graded, ("q2", "peer", "s1"))
    calling_off.call_off(graded, "q2", "停止")
    calling_off.hold_after_all(graded, "q2", "继续")
    now = overview.overview(graded, "q2")
    assert [tier.is_paused for tier in now.tiers] == [True, False, False, False]
    assert sentence(next_thing.step(graded, "q2")) == (
        "Continue 全员互评: it is paused and has kept its ballots."
    )
    steps.open_tier(graded, "q2", "peer")
    assert not overview.overview(graded, "q2").tiers[0].is_paused
    steps.close_tier(graded, "q2", "peer", "到时间")
    # The next one was never open.
    assert sentence(next_thing.step(graded, "q2")).startswith("Open ")


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_reason_is_needed(graded: Room, reason: str) -> None:
    with refused("reason-missing"):
        calling_off.call_off(graded, "q2", reason)
    calling_off.call_off(graded, "q2", "停止")
    with refused("reason-missing"):
        calling_off.hold_after_all(graded, "q2", reason)
    with refused("period-not-called-off"):
        calling_off.hold_after_all(graded, "q1", "停止")


def test_it_is_held_after_all_until_grades_of_the_year_are_decided(graded: Room) -> None:
    calling_off.call_off(graded, "q2", "停止")
    grades.decide(graded, YEAR, "s1", "称职")
    with refused("grades-decided", count=1):
        calling_off.hold_after_all(graded, "q2", "继续")
    grades.take_back(graded, YEAR, "s1", "继续")
    calling_off.hold_after_all(graded, "q2", "继续")
    steps.open_tier(graded, "q2", "peer")
    _holds(graded)


@pytest.mark.parametrize("is_called_off", [False, True])
def test_a_scheme_without_a_period_that_is_not_held_is_taken(
    graded: Room, is_called_off: bool
) -> None:
    text = scheme_text() + GRADES
    start = text.index('[[periods]]\nkey = "q2"')
    without = text[:start] + text[start:].split("weight = 50\n", 1)[1]
    path = _file(graded, "short.toml", without)
    if is_called_off:
        steps.open_tier(graded, "q2", "peer")
        with refused("scheme-lacks-period"):
            change_scheme(graded, path)
        calling_off.call_off(graded, "q2", "停止")
    change = change_scheme(graded, path)
    assert change.dropped == ("q2 小评",)
    view = year.view(graded)
    assert [p.key for p in view.scheme.periods] == ["q1"]
    assert view.grading.closed
    assert view.year.rows["s1"].denominator == 50
    assert dossier.dossier(graded, YEAR).fingerprint
    assert [p.key for p, _s in overview.periods(graded)] == ["q1"]
    _holds(graded)
    if is_called_off:
        with refused("period-unknown"):
            calling_off.hold_after_all(graded, "q2", "继续")


def test_a_period_with_entries_is_not_dropped(graded: Room) -> None:
    entries.absent(graded, "q2", "s1", Fraction(3), "病假")
    text = scheme_text() + GRADES
    start = text.index('[[periods]]\nkey = "q2"')
    without = text[:start] + text[start:].split("weight = 50\n", 1)[1]
    with refused("scheme-lacks-period"):
        change_scheme(graded, _file(graded, "short.toml", without))


def test_a_new_roster_has_nothing_to_hold_for(graded: Room) -> None:
    calling_off.call_off(graded, "q2", "停止")
    path = _file(graded, "new.csv", ROSTER + "n1,新来者,综合科,staff,l1\n")
    with refused("no-period-left"):
        change_roster(graded, path)


def test_a_secret_tier_partly_in(make_room: MakeRoom) -> None:
    room = make_room(SECRET)
    steps.open_tier(room, "q1", "peer")
    key_ballot(room, ("q1", "peer", "s1"))
    assert copies.not_now(room)
    assert "can never be taken back" in " ".join(calling_off.consequences(room, "q1"))
    calling_off.call_off(room, "q1", "停止")
    assert not copies.not_now(room)
    with refused("secret-ballots-would-show"):
        calling_off.hold_after_all(room, "q1", "继续")
    _holds(room)


def test_the_past_tells_whether_it_was_called_off(graded: Room) -> None:
    steps.open_tier(graded, "q2", "peer")
    key_ballot(graded, ("q2", "peer", "s1"), even)
    calling_off.call_off(graded, "q2", "停止")
    with graded.database.reading() as tx:
        off = records.entries(tx)[-1].id
    calling_off.hold_after_all(graded, "q2", "继续")
    replay = replaying.Replay(graded, "q2")
    assert replay.at(off).period_room.steps.called_off == "停止"
    assert replay.at(off - 1).period_room.steps.called_off == ""
    assert replay.at(off + 1).period_room.steps.called_off == ""
    assert replay.at(off - 1).period_room.steps.current is not None
    assert replay.at(off).period_room.steps.current is None


def test_the_record_tells_it(graded: Room) -> None:
    calling_off.call_off(graded, "q2", "停止")
    calling_off.hold_after_all(graded, "q2", "继续")
    names = reading.names(graded)
    found = reading.Reading(graded, reading.Filter(period="q2")).window(0, 2)
    assert [entry.event.what(names) for entry in found] == [
        "took back that q2 小评 was called off",
        "called q2 小评 off: it counts nowhere",
    ]


def test_corrections_of_other_periods_go_on(graded: Room) -> None:
    calling_off.call_off(graded, "q2", "停止")
    entries.enter_adjustment(
        graded, "q1", "s1", "praise", 1, "1号", approved_by="何局长", correction="补录"
    )
    assert verify(graded).holds


def test_what_a_restored_copy_does_not_tell_is_forgotten(graded: Room) -> None:
    calling_off.call_off(graded, "q2", "停止")
    with graded.database.reading() as tx:
        now = holdings.called_off(tx, CalledOff())
        assert now.reasons == {"q2": "停止"}
        assert holdings.called_off(tx, now) == now
        elsewhere = CalledOff({"q1": "别处"}, now.entries - 1, "0" * 64)
        assert holdings.called_off(tx, elsewhere) == now
        later = CalledOff({"q1": "别处"}, now.entries + 5, "0" * 64)
        assert holdings.called_off(tx, later) == now
