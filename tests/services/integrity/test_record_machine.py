"""The rule of the record, tried by Hypothesis: whatever kaohe did not do is found, now and after
any number of later steps; whatever it did never is. ``benchmarks.reliability.invariant`` tries it
for as long as one likes."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from tests.trust import runs
from tests.trust.cheap import cheap, memory
from tests.trust.foreign import content, unguarded
from tests.trust.play import (
    MOVES,
    FalseAlarm,
    Step,
    draw,
    fault_of,
    played,
    shrunk,
    take,
    take_well,
)
from tests.trust.runs import Miss, shortened, snapshot, tried
from tests.trust.stage import Stage
from tests.trust.world import begun, drawn

_SEEDS = st.integers(0, 999)
_NAMES = [name for name, (often, _move) in MOVES.items() for _n in range(often)]
_BUDGET = settings(
    max_examples=5, stateful_step_count=14, deadline=None, database=None, derandomize=True,
    suppress_health_check=list(HealthCheck), phases=[Phase.generate, Phase.shrink],
)  # fmt: skip


@pytest.fixture(autouse=True)
def _cheap() -> Iterator[None]:
    with cheap():
        yield


class Meeting(RuleBasedStateMachine):
    """A bureau in which anybody does anything, legal or not."""

    def __init__(self) -> None:
        """Nothing is there yet."""
        super().__init__()
        self.stack = ExitStack()
        self.folder = self.stack.enter_context(memory())

    @initialize(seed=_SEEDS)
    def begin(self, seed: int) -> None:
        """Make the bureau."""
        world = drawn(seed)
        note(f"{world}")
        (self.folder / "own").mkdir()
        (self.folder / "changed").mkdir()
        self.stage = begun(world, self.folder / "own")

    @rule(name=st.sampled_from(_NAMES), seed=_SEEDS)
    def step(self, name: str, seed: int) -> None:
        """Take a step; the record holds after it."""
        try:
            take_well(self.stage, Step(name, seed))
        finally:
            note("; ".join(self.stage.said))

    def teardown(self) -> None:
        """Leave the room."""
        if hasattr(self, "stage"):
            self.stage.room.close()
        self.stack.close()


class Invaded(Meeting):
    """A bureau whose file another program changes now and then: in a copy, so that it goes on."""

    @rule(seed=_SEEDS, name=st.sampled_from(_NAMES))
    def another_program(self, seed: int, name: str) -> None:
        """Change a copy once, take some steps there; it is found at once and at the end."""
        take(self.stage, Step(name, seed))
        found = tried(snapshot(self.stage), f"{seed}", self.folder / "changed")
        if found is not None:
            note("\n".join([*self.stage.said, f"ANOTHER PROGRAM: {found.changed}", *found.said]))
            assert not found.is_missed, found.kind


def test_what_kaohe_did_is_never_found() -> None:
    run_state_machine_as_test(Meeting, settings=_BUDGET)


def test_what_kaohe_did_not_do_is_found_at_once_and_later() -> None:
    run_state_machine_as_test(Invaded, settings=_BUDGET)


def test_the_same_steps_come_to_the_same(tmp_path: Path) -> None:
    dice = random.Random(1)
    steps = [draw(dice) for _number in range(15)]
    found = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        stage, said = begun(drawn(3), tmp_path / name), []
        for step in steps:
            take(stage, step)
            said += stage.said
        stage.room.close()
        with closing(sqlite3.connect(stage.path)) as connection:
            rows = content(connection)
        # The first entry and a copy's have the time of the day.
        kept = {table: rows[table] for table in rows if not table.startswith("record")}
        found.append((said, kept))
    assert found[0] == found[1]


def test_a_change_that_nobody_finds_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("own", "changed"):
        (tmp_path / name).mkdir()
    stage = begun(drawn(1), tmp_path / "own")
    state = snapshot(stage)
    stage.room.close()
    monkeypatch.setattr(runs, "findings", lambda _path: ())
    found = tried(state, "1", tmp_path / "changed")
    assert found
    assert found.is_missed
    assert "never found" in found.kind
    monkeypatch.setattr(runs, "change", lambda *_given: found.changed)
    steps = (Step("look", 1), Step("declare", 2), Step("look", 3))
    short = shortened(Miss(drawn(1), "1", steps, (), found), tmp_path)
    assert (short.steps, short.outcome.changed) == ((), found.changed)


def test_a_false_alarm_ends_a_run_and_is_made_short(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A step that changes the file past kaohe stands for one that kaohe does wrong."""

    def spoil(stage: Stage, _dice: random.Random) -> None:
        with unguarded(stage.path) as connection:
            connection.execute("UPDATE person SET section = 'x'")

    monkeypatch.setitem(dict_of_moves(), "look", (1, spoil))
    dice = random.Random(2)
    names = [name for name in MOVES if name != "look"]
    steps = [*(draw(dice, names) for _number in range(5)), Step("look", 0), Step("close", 0)]
    (tmp_path / "own").mkdir()
    found = played(drawn(2), steps, tmp_path / "own")
    assert found
    assert found.kind == FalseAlarm.__name__
    assert shrunk(drawn(2), found, tmp_path).steps == (Step("look", 0),)
    assert fault_of(FalseAlarm("x"), steps, ["y"]).said == ("y",)


def dict_of_moves() -> dict[str, object]:
    """The moves, to be changed."""
    assert isinstance(MOVES, dict)
    return MOVES
