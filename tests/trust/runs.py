"""Runs in which another program changes the file once: whether that is found, at once and after
later steps."""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.room.keyboard import Operator
from kaohe_tui.services.room.room import Room
from tests.services.tampering import findings
from tests.trust.foreign import Changed, change
from tests.trust.forging import FORGES
from tests.trust.play import MOVES, NO_WAY_BACK, WRITERS, Step, fewest, take
from tests.trust.stage import Clock, Stage
from tests.trust.world import World, begun

_LATER = (0, 1, 1, 2, 3, 5)
"""How many steps come after the change."""
_TABLES = sorted(WRITERS)
_LOOKS = 0.4
"""In what share of the runs somebody looks at once, and not at the end alone: looking takes most of
the time."""
_TRIES = 5
"""How often another change is drawn where one changes nothing."""


@dataclass(frozen=True)
class Snapshot:
    """A state that a history came to, to be gone on from as often as one likes."""

    data: bytes
    at: datetime
    slips: tuple[tuple[tuple[str, str, str], str], ...]
    actor: str
    operator: Operator | None


def snapshot(stage: Stage) -> Snapshot:
    """The state of a stage, no transaction of which is open."""
    keyboard = stage.room.keyboard
    return Snapshot(
        stage.path.read_bytes(),
        stage.clock.at,
        tuple(stage.slips.items()),
        keyboard.name,
        keyboard.operator,
    )


@contextmanager
def entered(state: Snapshot, folder: Path) -> Iterator[Stage]:
    """A stage in that state, in a folder whose files are taken away before."""
    for path in folder.iterdir():
        path.unlink()
    path = folder / "kaohe.db"
    path.write_bytes(state.data)
    clock = Clock(state.at)
    room = Room(enter_room(path).database, actor=state.actor, clock=clock)
    room.keyboard.operator = state.operator
    stage = Stage(room, clock, dict(state.slips))
    try:
        yield stage
    finally:
        stage.room.close()


@dataclass(frozen=True)
class Outcome:
    """What became of a change by another program."""

    changed: Changed
    at_once: bool | None
    """Whether it was found before anything else was done; None where nobody looked."""
    by_step: str
    """The later step that named it; empty where none did."""
    at_end: bool
    """Whether it is found after all later steps."""
    said: tuple[str, ...]
    """What the later steps did."""
    crashed: str
    """The exception of a later step that is no refusal; empty where there is none."""
    washed_by: str
    """The step after which it was found no longer; empty but where it was found before."""

    @property
    def is_missed(self) -> bool:
        """Whether it was not found at some time."""
        return self.at_once is False or not self.at_end

    @property
    def kind(self) -> str:
        """What a miss is called where alike ones are counted."""
        if self.at_once is False:
            end = "found later" if self.at_end else "never found"
            return f"{self.changed.name}: {end}"
        return f"{self.changed.name}: washed clean by {self.washed_by or 'nothing'}"


def tried(state: Snapshot, seed: str, folder: Path) -> Outcome | None:
    """Change the state once as another program, and take some steps.

    Args:
        state: where it begins; nobody has touched it.
        seed: what all is drawn from.
        folder: for its files.

    Returns:
        None where the change that was drawn changes nothing.
    """
    found = _tried(state, seed, folder, watch=False)
    if found is not None and found.at_once is not False and not found.at_end:
        # Once more, looking after every step: which of them it was.
        return _tried(state, seed, folder, watch=True)
    return found


def _tried(state: Snapshot, seed: str, folder: Path, *, watch: bool) -> Outcome | None:
    dice = random.Random(seed)
    with entered(state, folder) as stage:
        if dice.random() < 0.5:
            # The program runs already, and knows what it has seen.
            for period in stage.room.rules()[0].periods:
                stage.room.period(period.key)
        drawn = (change(stage.path, dice, FORGES) for _try in range(_TRIES))
        changed = next((each for each in drawn if each), None)
        if changed is None:
            return None
        later = later_steps(dice, changed)
        looks = watch or not later or dice.random() < _LOOKS
        at_once = bool(findings(stage.path)) if looks else None
        by_step = crashed = washed_by = ""
        said: list[str] = []
        for step in later:
            try:
                take(stage, step)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is told
                crashed = crashed or f"{step.name}: {type(error).__name__}: {error}"[:200]
            said += [f"  {step}: {line}" for line in stage.said]
            if stage.foreign and not by_step:
                by_step = step.name
            if watch and not washed_by and not findings(stage.path):
                washed_by = step.name
        at_end = bool(findings(stage.path)) if later else bool(at_once)
    return Outcome(changed, at_once, by_step, at_end, tuple(said), crashed, washed_by)


@dataclass(frozen=True)
class Miss:
    """A change that was not found, and how it came to that."""

    world: World
    seed: str
    """Of the run."""
    steps: tuple[Step, ...]
    """Before the change."""
    said: tuple[str, ...]
    """What they did."""
    outcome: Outcome

    def __str__(self) -> str:
        """As a list of steps."""
        changed = f"  ANOTHER PROGRAM: {self.outcome.changed}"
        return "\n".join([f"  {self.world}", *self.said, changed, *self.outcome.said])


def shortened(miss: Miss, folder: Path) -> Miss:
    """The same kind of change missed after as few steps as taking them away one by one leaves.

    Args:
        miss: of a run.
        folder: where folders for the tries are made.
    """

    def again(steps: Sequence[Step]) -> Miss | None:
        with TemporaryDirectory(dir=folder) as own:
            found = _again(miss, steps, Path(own))
        same = found and found.outcome.changed.name == miss.outcome.changed.name
        return found if same else None

    return fewest(miss.steps, again) or miss


def _again(miss: Miss, steps: Sequence[Step], folder: Path) -> Miss | None:
    """Whether the run's change is missed after these steps."""
    other = folder / "changed"
    other.mkdir()
    stage, said = begun(miss.world, folder), list[str]()
    try:
        for step in steps:
            take(stage, step)
            said += [f"  {step}: {line}" for line in stage.said]
        found = tried(snapshot(stage), miss.seed, other)
    finally:
        stage.room.close()
    if found is None or not found.is_missed:
        return None
    return Miss(miss.world, miss.seed, tuple(steps), tuple(said), found)


def later_steps(
    dice: random.Random, changed: Changed, counts: Sequence[int] = _LATER
) -> list[Step]:
    """Some steps after a change: such as write the same table, and others.

    Args:
        dice: what they are drawn from.
        changed: the change.
        counts: how many there may be.
    """
    table = changed.table if changed.table in WRITERS else dice.choice(_TABLES)
    found = []
    for _number in range(dice.choice(counts)):
        names = WRITERS[table] if dice.random() < 0.6 else NO_WAY_BACK
        [name] = dice.choices(names, [MOVES[name][0] for name in names])
        found.append(Step(name, dice.randrange(1000)))
    return found


def same_again(path: Path, dice: random.Random, table: str, count: int) -> list[str]:
    """Steps of a program started anew on a changed file, all of which write one table.

    Args:
        path: the database.
        dice: what the steps are drawn from.
        table: the table.
        count: how many steps are to be taken that are not refused; some are drawn in vain.

    Returns:
        What they did; also that the file could not be opened.
    """
    names, said = WRITERS.get(table, NO_WAY_BACK), list[str]()
    clock = Clock(datetime(2026, 6, 1, 9))
    try:
        stage = Stage(Room(enter_room(path).database, actor="甲", clock=clock), clock)
    except Refusal as refusal:
        return [str(refusal)]
    try:
        # What is closed takes nothing.
        first = ["reopen"] if "reopen" in names else []
        for _try in range(4 * count):
            step = Step(first.pop() if first else dice.choice(names), dice.randrange(1000))
            try:
                take(stage, step)
            except Exception as error:  # noqa: BLE001 - what is looked for is whether it is found
                stage.said.append(f"refused ({type(error).__name__}: {error})"[:200])
            said += [f"{step}: {line}" for line in stage.said]
            count -= not any("refused (" in line for line in stage.said)
            if count < 0:
                break
    finally:
        stage.room.close()
    return said
