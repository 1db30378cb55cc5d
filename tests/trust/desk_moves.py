"""Moves at the desk: who is at the keyboard, copies made and gone back to, things looked at."""

import random
from contextlib import suppress

from kaohe_tui.domain.access.duties import Duty
from kaohe_tui.domain.entries.entries import YEAR
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.services.access import hashing, operators
from kaohe_tui.services.counting import overview
from kaohe_tui.services.database import copies
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.database.restoring import planned, restore
from kaohe_tui.services.public import matters
from kaohe_tui.services.record.replaying import Replay
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.year import grades
from kaohe_tui.store.access import operators as store
from kaohe_tui.store.seals import chain
from tests.trust.stage import CLERKS, Stage

PINS = ("2580", "1379", "9406")
"""What operators choose from."""
NAMES = ("陈静", "吴凡", "郑钧", "钱塘")


def host_signs_in(stage: Stage) -> None:
    """Where there are operators and no host is at the keyboard, let one sign in."""
    known = [one for one in operators.may_sign_in(stage.room) if one.duty is Duty.HOST]
    now = stage.room.keyboard.operator
    if known and (now is None or now.duty is not Duty.HOST):
        _sign_in(stage, known[0].name)


def change_chairs(stage: Stage, dice: random.Random) -> None:
    """Let somebody else be at the keyboard."""
    known = operators.may_sign_in(stage.room)
    if known:
        _sign_in(stage, dice.choice(known).name)
        return
    name = dice.choice(CLERKS)
    stage.room.keyboard.call(name)
    stage.said.append(f"{name} is at the keyboard")


def sign_out(stage: Stage, _dice: random.Random) -> None:
    """Nobody acts from now on."""
    stage.verb("sign out", lambda: operators.sign_out(stage.room))


def wrong_pin(stage: Stage, dice: random.Random) -> None:
    """Type a wrong PIN, which is counted."""
    name = dice.choice(NAMES)
    stage.verb(
        f"{name}: a wrong PIN", lambda: operators.sign_in(stage.room, name, "0000"), counts=True
    )


def _sign_in(stage: Stage, name: str) -> None:
    pin = _pin(stage, name)
    stage.verb(f"{name} signs in", lambda: operators.sign_in(stage.room, name, pin), counts=True)


def _pin(stage: Stage, name: str) -> str:
    with stage.room.database.reading() as tx:
        found = store.named(tx, name)
    return next((pin for pin in PINS if found and hashing.fits(found.pin, pin)), PINS[0])


def add_operator(stage: Stage, dice: random.Random) -> None:
    """Make an operator; the first one is a host."""
    known = operators.operators(stage.room)
    name = dice.choice(NAMES)
    duty = dice.choice(list(Duty)) if known else Duty.HOST
    pin = dice.choice(PINS)
    stage.verb(
        f"add {name} as {duty}", lambda: operators.add(stage.room, name, duty, pin), counts=True
    )


def work_operator(stage: Stage, dice: random.Random) -> None:
    """Change an operator's duty or PIN, retire him."""
    known = [each.name for each in operators.operators(stage.room)]
    if not known:
        add_operator(stage, dice)
        return
    name, room, pin = dice.choice(known), stage.room, dice.choice(PINS)
    duty = dice.choice(list(Duty))
    now = room.keyboard.operator
    old = _pin(stage, now.name) if now else pin
    told, verb = dice.choice(
        [
            (f"{name} becomes {duty}", lambda: operators.change_duty(room, name, duty)),
            (f"{name} gets a new PIN", lambda: operators.reset_pin(room, name, pin)),
            ("a PIN changed by its owner", lambda: operators.change_pin(room, old, pin)),
            (f"{name} retires", lambda: operators.retire(room, name)),
        ]
    )
    stage.verb(told, verb, counts=True)


def backup(stage: Stage, _dice: random.Random) -> None:
    """Make a copy."""
    target = stage.folder / f"copy-{len(stage.copies)}.db"
    stage.verb("backup", lambda: copies.backup(stage.path, target))
    stage.copies.append(target)


def go_back(stage: Stage, dice: random.Random) -> None:
    """Go back to a copy that was made before; the room stays open and goes on."""
    if not stage.copies:
        backup(stage, dice)
        return
    file = dice.choice(stage.copies)

    def whole() -> None:
        with planned(stage.path, file) as plan:
            kept = restore(plan, stage.room.actor)
        if kept is not None:
            kept.unlink()

    stage.verb(f"restore {file.name}", whole)
    stage.slips.clear()


def look(stage: Stage, dice: random.Random) -> None:
    """Read what the screens read."""
    room = stage.room
    key = dice.choice([YEAR, *(period.key for period in room.rules()[0].periods)])
    with suppress(Refusal):
        stage.verb(f"standings {key or 'year'}", lambda: grades.standings_of(room, key))
    with suppress(Refusal):
        stage.verb(f"grades {key or 'year'}", lambda: grades.proposals(room, key))
    stage.verb("headline", lambda: matters.headline(room))
    if key != YEAR:
        stage.verb(f"overview {key}", lambda: overview.overview(room, key))


def replay(stage: Stage, dice: random.Random) -> None:
    """Look at the standings as they stood."""
    key = stage.a_period(dice)
    with stage.room.database.reading() as tx:
        last = chain.head(tx)[0]
    number = dice.randrange(1, last + 1)
    stage.verb(f"replay {key} at {number}", lambda: Replay(stage.room, key).at(number))


def enter_anew(stage: Stage, dice: random.Random) -> None:
    """Leave the room and enter it again, as another start of the program does."""
    before, name = stage.room, dice.choice(CLERKS)
    before.close()
    room = stage.verb("start anew", lambda: enter_room(before.database.path))
    stage.room = Room(room.database, actor=name, clock=stage.clock)
