"""A ballot whose changes get to the disk in a thread beside: held up, refused, left."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, get_ident

import pytest

from kaohe_tui.domain.ballot.effect import Outcome
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.services.ballots import saving, writer
from kaohe_tui.services.ballots.open_ballot import OpenBallot
from kaohe_tui.services.ballots.writer import HELD_UP, Writer
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from kaohe_tui.store.failures import Busy
from tests.bureau import key_ballot, press
from tests.refused import refused

S1 = ("q1", "peer", "s1")
NO_TIME = 0.0


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for the disk, so that every change is late; nor for a lock for long."""
    monkeypatch.setattr(writer, "_BREATH", NO_TIME)
    monkeypatch.setattr(saving, "_TRY_MS", 1)


class Slow:
    """A ballot with a writer that can be held up."""

    def __init__(self, room: Room) -> None:
        steps.open_tier(room, "q1", "peer")
        self.ballot = OpenBallot(room, *S1)
        self.woken = Event()
        self.ballot._disk.writer = self.writer = Writer(self.woken.set, NO_TIME)

    @contextmanager
    def held_up(self) -> Iterator[None]:
        """In the block the writer's thread is busy with something else."""
        go_on = Event()

        def wait() -> None:
            go_on.wait()

        self.writer.give(wait, lambda _error: None)
        try:
            yield
        finally:
            go_on.set()

    def drain(self) -> list[Outcome]:
        """What the disk answered, once it has answered for everything."""
        found = self.ballot.catch_up()
        while self.ballot.waits:
            self.woken.wait()
            self.woken.clear()
            found += self.ballot.catch_up()
        return found


@pytest.fixture
def slow(room: Room) -> Iterator[Slow]:
    """The bureau's first ballot with a writer beside."""
    made = Slow(room)
    yield made
    made.ballot.leave(20)


def _on_disk(room: Room) -> list[tuple[int | None, ...]]:
    return [row.marks for row in OpenBallot(room, *S1).sheet.rows]


def test_changes_get_to_the_disk_in_order_and_then_lose_their_sign(
    slow: Slow, second: Room
) -> None:
    sheet = slow.ballot.sheet
    with slow.held_up():
        for key in "5231u4":
            sheet.key(key)
        sheet.key("enter")
        assert slow.ballot.waits == sheet.waits == 4
        assert sheet.is_unsaved(0, 1)
        assert _on_disk(second)[0] == (None, None)
    outcomes = slow.drain()
    assert [outcome.changed for outcome in outcomes] == ["l1"] * 4
    assert not sheet.is_unsaved(0, 1)
    assert _on_disk(second) == [row.marks for row in sheet.rows]
    assert sheet.rows[0].marks == (520, 40)


def test_a_lock_is_waited_for_as_long_as_it_takes_and_that_is_told(
    slow: Slow, second: Room
) -> None:
    with second.database.writing():
        slow.ballot.sheet.key("7")
        while not slow.ballot.is_held_up:
            slow.woken.wait()
        assert slow.ballot.waits == 1
    assert [outcome.refused for outcome in slow.drain()] == [False]
    assert not slow.ballot.is_held_up
    assert _on_disk(second)[0] == (70, None)


def test_a_ballot_handed_in_meanwhile_stands_as_the_other_handed_it_in(
    slow: Slow, second: Room
) -> None:
    sheet = slow.ballot.sheet
    with slow.held_up():
        for key in "523144":
            sheet.key(key)
        key_ballot(second, S1)
    last = slow.drain()[-1]
    assert last.refused
    assert "was handed in" in last.says
    assert [row.marks for row in sheet.rows] == [(500, 300)] * 6
    assert (sheet.row, sheet.column, sheet.waits) == (0, 0, 0)
    assert sheet.loss is not None
    assert sheet.loss.told == "3 changes were not saved: 李副局长 2, 刘副局长 1"
    assert slow.ballot.leave() == 0


def test_handing_in_waits_its_turn(slow: Slow, second: Room) -> None:
    with slow.held_up():
        slow.ballot.sheet.key("7")
        slow.ballot.hand_in()
        assert (slow.ballot.waits, slow.ballot.is_handed_in) == (2, False)
    slow.drain()
    assert slow.ballot.is_handed_in
    with refused("ballot-handed-in"):
        OpenBallot(second, *S1)


def test_handing_in_can_be_given_up(slow: Slow, second: Room) -> None:
    with second.database.writing():
        slow.ballot.hand_in()
        assert slow.ballot.waits == 1
        slow.ballot.give_up()
        with pytest.raises(Busy):
            slow.drain()
    assert (slow.ballot.waits, slow.ballot.is_handed_in) == (0, False)
    slow.ballot.sheet.key("7")
    slow.drain()
    assert _on_disk(second)[0] == (70, None)


def test_what_is_not_on_disk_at_the_end_is_counted(slow: Slow, second: Room) -> None:
    with second.database.writing():
        for key in "78":
            slow.ballot.sheet.key(key)
        slow.ballot.sheet.key("enter")
        assert slow.ballot.sheet.waits == 2
        assert slow.ballot.leave(NO_TIME) == 2
    assert _on_disk(second)[0] == (None, None)


def test_only_the_screens_thread_touches_what_the_room_remembers(
    slow: Slow, room: Room, second: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget = Room.forget
    threads: set[int] = set()

    def noted(forgetful: Room) -> None:
        threads.add(get_ident())
        forget(forgetful)

    monkeypatch.setattr(Room, "forget", noted)
    slow.ballot.sheet.key("7")
    slow.drain()
    before = room.generation
    steps.recuse(second, "q1", ("l1", "s1"), "")
    slow.ballot.sheet.key("8")
    slow.drain()
    assert room.generation > before
    assert room.period("q1").recused_in("leader") == {("l1", "s1")}
    assert threads == {get_ident()}


def test_our_own_marks_are_no_news_whoever_reads_meanwhile(slow: Slow, room: Room) -> None:
    slow.ballot.sheet.key("7")
    slow.drain()
    room.refresh()
    before = room.generation
    for key in "8689":
        # The screen reads while the writer has its connection, and after.
        with room.database.writing(), room.database.reading():
            slow.ballot.sheet.key(key)
            assert not room.refresh()
        slow.drain()
        assert not room.refresh()
    assert room.generation == before


# -- the thread alone ----------------------------------------------------------------------------


def _late(woken: Event) -> tuple[Writer, Callable[[str, BaseException | None], None], list[str]]:
    """A writer, what a job's answer is told to, and all that was told."""
    told: list[str] = []

    def tell(name: str, error: BaseException | None) -> None:
        told.append(f"{name} {error}" if error else name)

    return Writer(woken.set, NO_TIME), tell, told


def test_what_was_given_behind_a_failure_is_not_done() -> None:
    woken, go_on = Event(), Event()
    one, tell, told = _late(woken)
    done: list[str] = []

    def fail() -> None:
        go_on.wait()
        raise Refusal("disk-full", "full")

    one.give(fail, lambda error: tell("first", error))
    one.give(lambda: done.append("second"), lambda error: tell("second", error))
    go_on.set()
    woken.wait()
    # Given before the failure was taken note of.
    one.give(lambda: done.append("third"), lambda error: tell("third", error))
    one.take()
    assert told == ["first full"]
    one.give(lambda: done.append("fourth"), lambda error: tell("fourth", error))
    one.close(20)
    assert done == ["fourth"]
    assert told == ["first full", "fourth"]


def test_what_is_done_in_time_is_done_when_give_returns() -> None:
    one = Writer(lambda: None, 20)
    done: list[int] = []
    assert one.give(lambda: done.append(1), lambda _error: done.append(2))

    def fail() -> None:
        raise ValueError("fault")

    with pytest.raises(ValueError, match="fault"):
        one.give(fail, lambda _error: done.append(3))
    assert one.give(lambda: done.append(4), lambda _error: done.append(5))
    one.close(20)
    assert done == [1, 4]


def test_a_lock_is_told_of_after_a_while_only() -> None:
    woken = Event()
    one, tell, told = _late(woken)
    tries: list[bool] = []
    given = Event()

    def job() -> None:
        # However busy the machine is, the job is late.
        assert given.wait(30)
        tries.append(one.is_held_up)
        if len(tries) <= HELD_UP + 1:
            raise Busy("database-busy", "locked")

    one.give(job, lambda error: tell("job", error))
    given.set()
    one.close(20)
    assert tries == [False] * HELD_UP + [True] * 2
    assert (told, one.is_held_up) == (["job"], False)


def test_a_fault_in_the_thread_is_one_of_the_program(
    slow: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyed = Event()

    def fault(*_given: object) -> None:
        # However busy the machine is, the key returns first.
        assert keyed.wait(30)
        raise ValueError("fault")

    monkeypatch.setattr("kaohe_tui.store.ballots.ratings.put_mark", fault)
    slow.ballot.sheet.key("7")
    keyed.set()
    with pytest.raises(ValueError, match="fault"):
        slow.drain()


def test_a_ballot_without_a_writer_is_on_disk_when_a_key_returns(room: Room, second: Room) -> None:
    steps.open_tier(room, "q1", "peer")
    ballot = OpenBallot(room, *S1)
    press(ballot, "7")
    assert (ballot.waits, ballot.catch_up(), ballot.leave()) == (0, [], 0)
    assert _on_disk(second)[0] == (70, None)
