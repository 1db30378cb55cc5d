"""The one next thing: by a table over every state, and through a whole year on a real file."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from kaohe_tui.domain.access.duties import Duty
from kaohe_tui.domain.entries.entries import YEAR
from kaohe_tui.domain.public.matter import MatterKind
from kaohe_tui.domain.public.notice import Stage
from kaohe_tui.domain.rules.steps import PeriodState
from kaohe_tui.services.access import operators
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.public import matters, notices
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import next_thing, steps
from kaohe_tui.services.tiers.next_thing import Do, Standing, Step
from kaohe_tui.services.tiers.next_words import sentence
from kaohe_tui.services.year import grades
from tests.bureau import KEYS, even, key_ballot, key_tier, new_room, raters
from tests.services.graded_year import ROSTER, graded_scheme, hold, marks
from tests.services.keyed_twice import FIRST, SECOND, THIRD, act_as, double_scheme

PIN = "5821"
WAITS, BEGUN, OVER = PeriodState.WAITING, PeriodState.OPEN, PeriodState.CLOSED
KEY = Step(Do.KEY, "q1", "一季度", "peer", "互评", 3)
OPEN = Step(Do.OPEN, "q1", "一季度", "peer", "互评", 9)
CLOSED = Standing("q1", "一季度", OVER, number=2, until="2026-04-06")


@pytest.mark.parametrize(
    ("standing", "view", "do"),
    [
        (Standing("q1", "一季度", WAITS, OPEN), "q1", Do.OPEN),
        (Standing("q1", "一季度", WAITS, OPEN), None, Do.OPEN),
        (Standing("q1", "一季度", WAITS, OPEN), "q0", Do.BEGIN),
        (Standing("q1", "一季度", WAITS, OPEN, follows=True), "q1", Do.BEGIN),
        (Standing("q1", "一季度", WAITS, OPEN, follows=True), None, Do.BEGIN),
        (Standing("q1", "一季度", BEGUN, OPEN, follows=True), "q1", Do.OPEN),
        (Standing("q1", "一季度", WAITS), "q1", None),
        (Standing("q1", "一季度", BEGUN, KEY), "q1", Do.KEY),
        (Standing("q1", "一季度", BEGUN, KEY), "q0", Do.KEY),
        (replace(CLOSED, stage=Stage.NOT_POSTED), "q1", Do.POST),
        (replace(CLOSED, stage=Stage.NOT_POSTED), "q2", Do.POST),
        (replace(CLOSED, stage=Stage.NOT_POSTED, passed=True), "q2", None),
        (replace(CLOSED, stage=Stage.NOT_POSTED, passed=True), None, None),
        (replace(CLOSED, stage=Stage.NOT_POSTED, passed=True), "q1", Do.POST),
        (replace(CLOSED, stage=Stage.RUNNING), "q1", Do.NOTICE),
        (replace(CLOSED, stage=Stage.RUNNING, passed=True), "q2", None),
        (replace(CLOSED, stage=Stage.WAITING, open_matters=2), "q1", Do.MATTERS),
        (replace(CLOSED, stage=Stage.WAITING, open_matters=2, passed=True), "q2", Do.MATTERS),
        (replace(CLOSED, stage=Stage.OUTDATED), "q1", Do.REPOST),
        (replace(CLOSED, stage=Stage.OUTDATED, passed=True), "q2", Do.REPOST),
        (replace(CLOSED, stage=Stage.FINAL), "q1", None),
        (replace(CLOSED, stage=Stage.NO_RESULT), "q1", None),
        *((replace(CLOSED, stage=stage, undecided=4), "q2", Do.DECIDE) for stage in Stage),
    ],
)
def test_what_each_state_asks_for(standing: Standing, view: str | None, do: Do | None) -> None:
    step = next_thing.step_of(standing, view)
    assert (step.do if step else None) == do
    assert step is None or sentence(step)


@pytest.mark.parametrize(
    ("view", "states", "keys"),
    [
        (None, "WWW", ["q1", "q2", "q3", YEAR]),
        (None, "COW", ["q2", "q1", "q3", YEAR]),
        ("q1", "COW", ["q1", "q2", "q3", YEAR]),
        ("q3", "CCW", ["q3", "q1", "q2", YEAR]),
        (None, "CCC", ["q1", "q2", "q3", YEAR]),
    ],
)
def test_whose_turn_it_is(view: str | None, states: str, keys: list[str]) -> None:
    of = {"W": WAITS, "O": BEGUN, "C": OVER}
    known = [(f"q{number}", of[each]) for number, each in enumerate(states, 1)]
    assert list(next_thing.turns(view, known)) == keys


def test_when_nothing_is_left_it_is_the_new_year() -> None:
    assert next_thing.following([replace(CLOSED, stage=Stage.FINAL)], "q1").do is Do.NEW_YEAR


class Clock:
    """A time that a test sets."""

    def __init__(self) -> None:
        self.now = datetime(2026, 4, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def room(tmp_path: Path, clock: Clock) -> Iterator[Room]:
    """A bureau with grades; nothing is opened yet."""
    made = Room(new_room(tmp_path, graded_scheme(), ROSTER).database, clock=clock)
    yield made
    made.close()


def _seen(room: Room, view: str | None = None) -> tuple[Do, str]:
    step = next_thing.step(room, view)
    return step.do, step.period


def test_it_leads_through_the_whole_year(room: Room, clock: Clock) -> None:
    def post(key: str) -> None:
        notices.post(room, key, date.fromisoformat(room.now()[:10]), "")

    view = "q1"
    for key, after in (("q1", "q2"), ("q2", "annual"), ("annual", YEAR)):
        for tier in KEYS:
            first = Do.BEGIN if key != "q1" and tier == KEYS[0] else Do.OPEN
            assert _seen(room, view) == (first, key)
            steps.open_tier(room, key, tier)
            assert _seen(room, view) == (Do.KEY, key)
            key_tier(room, key, tier, lambda code: marks("q1", code))
            assert _seen(room, view) == (Do.CLOSE, key)
            steps.close_tier(room, key, tier)
        step = next_thing.step(room, view)
        assert (step.do, step.period, step.count) == (Do.DECIDE, key, 2)
        assert next_thing.place(room) == key
        grades.decide(room, key, "s2", "优秀", "集体研究")
        grades.decide(room, key, "s3", "称职")
        assert _seen(room, view) == (Do.POST, key)
        post(key)
        assert _seen(room, view) == (Do.NOTICE, key)
        number = matters.take(room, kind=MatterKind.OBJECTION, about="得分", period=key, code="s1")
        clock.now += timedelta(days=10)
        assert _seen(room, view) == (Do.MATTERS, key)
        matters.close(room, number, "查无依据")
        wanted = (Do.DECIDE, YEAR) if after == YEAR else (Do.BEGIN, after)
        assert _seen(room, view) == wanted
        view = after
    grades.decide(room, YEAR, "s2", "优秀", "集体研究")
    grades.decide(room, YEAR, "s3", "称职")
    assert _seen(room, "annual") == (Do.POST, YEAR)
    post(YEAR)
    assert _seen(room, "annual") == (Do.NOTICE, YEAR)
    clock.now += timedelta(days=10)
    assert _seen(room, "annual") == (Do.NEW_YEAR, YEAR)
    assert next_thing.place(room) == "annual"


def test_a_period_that_others_began_is_gone_on_with(room: Room) -> None:
    hold(room, "q1")
    steps.open_tier(room, "q2", "peer")
    assert _seen(room) == (Do.KEY, "q2")
    assert _seen(room, "q1") == (Do.DECIDE, "q1")
    grades.decide(room, "q1", "s2", "优秀", "集体研究")
    grades.decide(room, "q1", "s3", "称职")
    assert _seen(room, "q1") == (Do.POST, "q1")


def test_whoever_may_not_take_the_step_looks_at_the_standings(room: Room) -> None:
    operators.add(room, "陈静", Duty.HOST, PIN)
    operators.sign_in(room, "陈静", PIN)
    operators.add(room, "周正", Duty.SUPERVISOR, PIN)
    operators.add(room, "李敏", Duty.CLERK, PIN)
    steps.open_tier(room, "q1", "peer")

    def seen(name: str) -> Do:
        operators.sign_in(room, name, PIN)
        return next_thing.for_whom(next_thing.step(room, "q1"), room.keyboard, "q1").do

    assert [seen(name) for name in ("周正", "李敏", "陈静")] == [Do.LOOK, Do.KEY, Do.KEY]
    reader = enter_room(room.database.path, read_only=True)
    step = next_thing.for_whom(next_thing.step(reader, "q1"), reader.keyboard, "q1")
    reader.close()
    assert step == Step(Do.LOOK, "q1", "")


def test_what_a_clerk_may_not_key_or_settle_is_not_the_next_thing(tmp_path: Path) -> None:
    """Of forms keyed twice each step is for somebody else than the one before."""
    room = new_room(tmp_path, double_scheme())
    steps.open_tier(room, "q1", "peer")
    codes = raters(room, "q1", "peer")

    def asked(clerk: str) -> tuple[Do, int]:
        act_as(room, clerk)
        found = next_thing.step(room, "q1")
        return found.do, found.count

    act_as(room, FIRST)
    for code in codes[1:]:
        key_ballot(room, ("q1", "peer", code))
    assert asked(FIRST) == (Do.KEY, 1)
    assert asked(SECOND) == (Do.KEY, len(codes))
    act_as(room, FIRST)
    key_ballot(room, ("q1", "peer", codes[0]))
    assert asked(FIRST) == (Do.OTHERS, len(codes))
    act_as(room, SECOND)
    for code in codes:
        key_ballot(room, ("q1", "peer", code), (lambda _c: (40, 30)) if code == "s1" else even)
    for clerk in (FIRST, SECOND):
        assert asked(clerk) == (Do.OTHERS, 1)
    assert asked(THIRD) == (Do.SETTLE, 1)
    assert "resolve" in sentence(next_thing.step(room, "q1"))
    room.close()
