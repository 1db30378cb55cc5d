"""Steps played one after another, what holds after each, and the fewest that show a fault."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.services.integrity.verifying import verify
from tests.trust import ballot_moves, desk_moves, group_moves, tier_moves, year_moves
from tests.trust.cheap import CHANCE
from tests.trust.stage import Stage
from tests.trust.world import World, begun

_Found = TypeVar("_Found")
Move = Callable[[Stage, random.Random], None]
MOVES: Mapping[str, tuple[int, Move]] = {
    "key_all": (16, ballot_moves.key_all),
    "key_some": (10, ballot_moves.key_some),
    "give_back": (5, ballot_moves.give_back),
    "strike_out": (3, ballot_moves.strike_out),
    "restore": (3, ballot_moves.restore),
    "move_ballot": (4, ballot_moves.move_ballot),
    "bring": (6, ballot_moves.bring),
    "bring_rest": (3, ballot_moves.bring_rest),
    "settle": (5, ballot_moves.settle),
    "open_next": (6, tier_moves.open_next),
    "close": (4, tier_moves.close),
    "finish": (10, tier_moves.finish),
    "reopen": (2, tier_moves.reopen),
    "take_opening_back": (3, tier_moves.take_opening_back),
    "call_off": (1, tier_moves.call_off),
    "recuse": (2, tier_moves.recuse),
    "lift": (1, tier_moves.lift),
    "issue_codes": (1, tier_moves.issue_codes),
    "withdraw_codes": (2, tier_moves.withdraw_codes),
    "enter_forms": (1, tier_moves.enter_forms),
    "adjust": (4, group_moves.adjust),
    "adjust_file": (1, group_moves.adjust_file),
    "approve": (2, group_moves.approve),
    "withdraw": (2, group_moves.withdraw),
    "veto": (1, group_moves.veto),
    "exempt": (1, group_moves.exempt),
    "absent": (1, group_moves.absent),
    "decide": (3, group_moves.decide),
    "take_back": (1, group_moves.take_back),
    "declare": (2, year_moves.declare),
    "step_task": (4, year_moves.step_task),
    "opinion": (2, year_moves.opinion),
    "post": (2, year_moves.post),
    "take_matter": (2, year_moves.take_matter),
    "work_matter": (3, year_moves.work_matter),
    "add_person": (2, year_moves.add_person),
    "change_person": (4, year_moves.change_person),
    "change_roster": (1, year_moves.change_roster),
    "change_scheme": (1, year_moves.change_scheme),
    "days_pass": (1, year_moves.days_pass),
    "change_chairs": (5, desk_moves.change_chairs),
    "sign_out": (1, desk_moves.sign_out),
    "wrong_pin": (1, desk_moves.wrong_pin),
    "add_operator": (1, desk_moves.add_operator),
    "work_operator": (1, desk_moves.work_operator),
    "backup": (1, desk_moves.backup),
    "go_back": (1, desk_moves.go_back),
    "look": (1, desk_moves.look),
    "replay": (1, desk_moves.replay),
    "enter_anew": (1, desk_moves.enter_anew),
}
"""Name -> how often it is drawn among the others, and the move."""
_ENTRY = ("adjust", "adjust_file", "approve")
_BALLOTS = (
    *("key_all", "key_some", "give_back", "bring", "strike_out", "restore", "move_ballot"),
    *("reopen", "finish"),
)
_TASKS = ("declare", "step_task", "opinion")
_DESK = ("add_operator", "work_operator", "wrong_pin")
WRITERS: Mapping[str, Sequence[str]] = {
    **dict.fromkeys(("ballot", "rating", "abstention", "part_mark", "receipt"), _BALLOTS),
    **dict.fromkeys(("declaration", "task"), _TASKS),
    "opinion": ("opinion",),
    "adjustment": _ENTRY,
    "veto": ("veto",),
    "exemption": ("exempt",),
    "absence": ("absent",),
    "decision": ("decide", "take_back"),
    "notice": ("post",),
    "matter": ("take_matter", "work_matter"),
    "matter_step": ("work_matter",),
    "operator": _DESK,
    "rater_code": ("issue_codes", "withdraw_codes", "key_all", "close"),
    "comparison": ("change_chairs", "key_all", "settle"),
    "forms": ("enter_forms",),
    "recusal": ("recuse", "lift"),
    "result": ("adjust", "absent", "finish", "reopen"),
    "period": ("open_next", "finish", "reopen", "take_opening_back", "add_person", "change_person"),
    "participant": ("open_next", "take_opening_back", "add_person", "change_person"),
    "tier_step": ("open_next", "close", "finish", "reopen", "take_opening_back", "call_off"),
    "person": ("change_roster", "add_person", "change_person"),
    **dict.fromkeys(("scheme", "in_force"), ("change_scheme",)),
}
"""Table -> moves that write it."""
NO_WAY_BACK = tuple(name for name in MOVES if name not in ("go_back", "backup"))
"""The moves but those by which a whole other state comes: what was changed is gone with them."""


@dataclass(frozen=True)
class Step:
    """A move and what its choices are drawn from."""

    name: str
    seed: int

    def __str__(self) -> str:
        """As it is written where a run is told."""
        return f"{self.name}:{self.seed}"


class FalseAlarm(Exception):
    """The record was said not to hold, though nobody but kaohe touched the file."""


def draw(dice: random.Random, names: Sequence[str] = tuple(MOVES)) -> Step:
    """A step of one of the names."""
    [name] = dice.choices(names, [MOVES[name][0] for name in names])
    return Step(name, dice.randrange(1000))


def take(stage: Stage, step: Step) -> None:
    """Take one step; whether the record holds after it is for the caller to look at.

    Raises:
        Broken: when it was refused and has changed the file.
        Exception: whatever else kaohe raises that is no refusal.
    """
    stage.said, stage.count = [], stage.count + 1
    dice = random.Random(f"{step.name} {step.seed}")
    CHANCE.seed(f"{step.name} {step.seed} {stage.count}")
    try:
        if dice.random() < 0.8 and step.name != "sign_out":
            desk_moves.host_signs_in(stage)
        MOVES[step.name][1](stage, dice)
    except Refusal as refusal:
        if not stage.said or "refused" not in stage.said[-1]:
            stage.said.append(f"refused ({refusal})")


def take_well(stage: Stage, step: Step) -> None:
    """Take a step on a file that nobody else touched, and look whether the record holds.

    Raises:
        FalseAlarm: when it does not, or the step was refused for a change by something else.
        Exception: as ``take``.
    """
    take(stage, step)
    findings = (*stage.foreign, *verify(stage.room).findings)
    if findings:
        raise FalseAlarm("; ".join(findings))


@dataclass(frozen=True)
class Fault:
    """What ended a run that should not have ended."""

    kind: str
    """The exception's name."""
    told: str
    steps: tuple[Step, ...]
    said: tuple[str, ...]
    """What the steps did."""


def played(world: World, steps: Sequence[Step], folder: Path) -> Fault | None:
    """Take the steps one after another in a new bureau; the first fault, None where all is well.

    Args:
        world: the bureau.
        steps: what is done.
        folder: for its files; an empty one.
    """
    stage, said = begun(world, folder), list[str]()
    try:
        for place, step in enumerate(steps, 1):
            try:
                take_well(stage, step)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is what was looked for
                said += [f"  {step}: {line}" for line in stage.said]
                return fault_of(error, steps[:place], said)
            said += [f"  {step}: {line}" for line in stage.said]
    finally:
        stage.room.close()
    return None


def fault_of(error: Exception, steps: Sequence[Step], said: Sequence[str]) -> Fault:
    """What there is to tell of an exception.

    Args:
        error: what was raised.
        steps: up to the one that raised it.
        said: what they did.
    """
    return Fault(type(error).__name__, str(error), tuple(steps), tuple(said))


def shrunk(world: World, fault: Fault, folder: Path) -> Fault:
    """The same kind of fault after as few steps as taking them away one by one leaves.

    Args:
        world: the bureau.
        fault: of a run in it.
        folder: where folders for the tries are made.
    """

    def again(steps: Sequence[Step]) -> Fault | None:
        with TemporaryDirectory(dir=folder) as own:
            found = played(world, steps, Path(own))
        return found if found and found.kind == fault.kind else None

    return fewest(fault.steps, again) or fault


def fewest(
    steps: Sequence[Step], again: Callable[[Sequence[Step]], _Found | None]
) -> _Found | None:
    """Take away steps, by halves, quarters and so on down to one, as long as it is still found.

    Args:
        steps: what it was found with.
        again: what is found with fewer of them; None where it is not.

    Returns:
        What was found with the fewest; None where nothing was with fewer.
    """
    found: _Found | None = None
    width = len(steps) // 2
    while width:
        place = 0
        while place < len(steps):
            fewer = [*steps[:place], *steps[place + width :]]
            if (less := again(fewer)) is not None:
                steps, found = fewer, less
            else:
                place += width
        width //= 2
    return found
