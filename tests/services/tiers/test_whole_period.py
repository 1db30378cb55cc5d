"""A period that holds no tier is opened and closed as a whole, and the year leaves it out."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kaohe_tui import words
from kaohe_tui.domain.record.events import PeriodClosed
from kaohe_tui.domain.rules.steps import PeriodState
from kaohe_tui.services.counting import overview
from kaohe_tui.services.counting.overview import Next
from kaohe_tui.services.integrity.verifying import verify
from kaohe_tui.services.periods import calling_off
from kaohe_tui.services.public.exporting import export
from kaohe_tui.services.record.replaying import Replay
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import next_thing, steps, whole_period
from kaohe_tui.services.tiers.next_thing import Do
from kaohe_tui.services.tiers.next_words import sentence
from kaohe_tui.services.year import year
from kaohe_tui.store.record import records
from tests.bureau import new_room, scheme_text
from tests.refused import refused

SCHEME = scheme_text().replace('key = "q1"\n', 'key = "q1"\ntiers = []\n')


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """The bureau, whose first quarter holds no tier."""
    words.use_language("en")
    room = new_room(tmp_path, SCHEME)
    yield room
    room.close()


def state(room: Room) -> PeriodState:
    return {period.key: at for period, at in overview.periods(room)}["q1"]


def test_it_is_opened_closed_and_reopened(room: Room) -> None:
    course = [(state(room), overview.overview(room, "q1").next)]
    whole_period.open_period(room, "q1")
    course.append((state(room), overview.overview(room, "q1").next))
    whole_period.close_period(room, "q1", " 无 ")
    course.append((state(room), overview.overview(room, "q1").next))
    assert course == [
        (PeriodState.WAITING, Next.OPEN),
        (PeriodState.OPEN, Next.CLOSE),
        (PeriodState.CLOSED, Next.RESULT),
    ]
    result = overview.result(room, "q1")
    assert result
    assert (result.number, tuple(result.standings.rows)) == (1, ())
    with room.database.reading() as tx:
        closed = records.latest(tx, PeriodClosed, "q1")
    assert closed
    assert closed[1].reason == "无"
    whole_period.reopen_period(room, "q1", "更正")
    assert state(room) is PeriodState.OPEN
    whole_period.close_period(room, "q1")
    result = overview.result(room, "q1")
    assert result
    assert result.number == 2
    assert not verify(room).found


def test_the_year_leaves_it_out(room: Room) -> None:
    whole_period.open_period(room, "q1")
    assert not year.view(room).grading.closed
    whole_period.close_period(room, "q1")
    assert overview.current_period(room) == "q2"
    assert all(row.denominator == 0 for row in year.year_of(room).rows.values())
    assert year.period_results(room)[0].standings is not None


@pytest.mark.parametrize(
    ("steps_before", "step", "code"),
    [
        ((), lambda room: whole_period.open_period(room, "q2"), "period-holds-tiers"),
        ((), lambda room: whole_period.close_period(room, "q2"), "period-holds-tiers"),
        ((), lambda room: steps.open_tier(room, "q1", "peer"), "period-without-tier"),
        ((), lambda room: whole_period.close_period(room, "q1"), "period-not-running"),
        ((), lambda room: whole_period.take_back(room, "q1", "早了"), "period-not-running"),
        (("open",), lambda room: whole_period.open_period(room, "q1"), "period-begun"),
        (("open",), lambda room: whole_period.reopen_period(room, "q1", "错"), "period-not-ended"),
        (("open",), lambda room: whole_period.take_back(room, "q1", " "), "reason-missing"),
        (("open", "close"), lambda room: whole_period.open_period(room, "q1"), "period-begun"),
        (
            ("open", "close"),
            lambda room: whole_period.close_period(room, "q1"),
            "period-not-running",
        ),
        (
            ("open", "close"),
            lambda room: whole_period.reopen_period(room, "q1", ""),
            "reason-missing",
        ),
        (
            ("open", "close", "reopen"),
            lambda room: whole_period.take_back(room, "q1", "早了"),
            "period-closed-once",
        ),
        (("off",), lambda room: whole_period.open_period(room, "q1"), "period-called-off"),
        (("open", "off"), lambda room: whole_period.close_period(room, "q1"), "period-called-off"),
    ],
)
def test_a_step_out_of_turn_is_refused_and_changes_nothing(
    room: Room, steps_before: tuple[str, ...], step: Callable[[Room], None], code: str
) -> None:
    for each in steps_before:
        {
            "open": lambda: whole_period.open_period(room, "q1"),
            "close": lambda: whole_period.close_period(room, "q1"),
            "reopen": lambda: whole_period.reopen_period(room, "q1", "更正"),
            "off": lambda: calling_off.call_off(room, "q1", "不办"),
        }[each]()
    before = state(room)
    with refused(code):
        step(room)
    assert state(room) is before
    assert not verify(room).found


def test_its_opening_can_be_taken_back(room: Room) -> None:
    whole_period.open_period(room, "q1")
    whole_period.take_back(room, "q1", "早了")
    assert room.period("q1").id is None
    assert state(room) is PeriodState.WAITING
    assert not verify(room).found
    whole_period.open_period(room, "q1")
    assert not verify(room).found


def test_called_off_and_held_after_all_it_goes_on(room: Room) -> None:
    whole_period.open_period(room, "q1")
    calling_off.call_off(room, "q1", "不办")
    calling_off.hold_after_all(room, "q1", "还是办")
    assert overview.overview(room, "q1").next is Next.CLOSE
    whole_period.close_period(room, "q1")
    assert not verify(room).found


def test_the_next_thing_is_told(room: Room) -> None:
    told = [next_thing.step(room, "q1")]
    whole_period.open_period(room, "q1")
    told.append(next_thing.step(room, "q1"))
    assert [(each.do, each.tier) for each in told] == [(Do.OPEN, ""), (Do.CLOSE, "")]
    assert [sentence(each) for each in told] == [
        "Open q1 小评: it holds no tier, and is scored without ballots.",
        "Close q1 小评 once everything is entered: its result is locked.",
    ]


def test_replay_follows_it(room: Room) -> None:
    whole_period.open_period(room, "q1")
    with room.database.reading() as tx:
        opened = records.entries(tx)[-1].id
    whole_period.close_period(room, "q1")
    with room.database.reading() as tx:
        closed = records.entries(tx)[-1].id
    replay = Replay(room, "q1")
    assert [replay.at(n).period_room.steps.closed for n in (opened, closed)] == [False, True]


def test_its_documents_are_written(room: Room, tmp_path: Path) -> None:
    whole_period.open_period(room, "q1")
    whole_period.close_period(room, "q1")
    assert export(room, "q1", tmp_path / "papers")
