"""Keep the operators (操作员): names, PINs, signing in and out. Rule: docs/operators.md."""

from collections.abc import Callable
from datetime import datetime

from kaohe_tui.domain.access import pins
from kaohe_tui.domain.access.duties import Duty, OperatorState
from kaohe_tui.domain.record.events import (
    DutyChanged,
    OperatorAdded,
    OperatorRetired,
    PinChanged,
    PinReset,
    SignedIn,
    SignedOut,
    SignInFailed,
)
from kaohe_tui.domain.record.kinds.access import CHANGE_PIN
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.text import clean
from kaohe_tui.files.tables.damaged_names import fault_of_name
from kaohe_tui.services.access import wrong_pins
from kaohe_tui.services.access.hashing import fits, hash_pin, is_outdated
from kaohe_tui.services.room.keyboard import Operator
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.access import operators as store
from kaohe_tui.store.access.operators import StoredOperator
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.words import N_

LONGEST_NAME = 40
"""Characters that an operator's name has at most."""


def operators(room: Room) -> tuple[Operator, ...]:
    """Return all operators, retired ones among them."""
    with room.database.reading() as tx:
        room.keyboard.look(tx)
        known = store.operators(tx)
    # An unknown duty was written by another program: only that operator is left out.
    return tuple(_operator(each) for each in known if each.duty in list(Duty))


def may_sign_in(room: Room) -> tuple[Operator, ...]:
    """Return the operators who are not retired; none in a database that nothing protects."""
    return tuple(each for each in operators(room) if each.is_active)


def left_to_wait(room: Room, name: str) -> int:
    """Return the seconds until a PIN of the operator is taken again; 0: it is taken now."""
    with room.database.reading() as tx:
        stored = store.named(tx, name)
        stored = stored and wrong_pins.counted(tx, stored)
    return _left_to_wait(room, stored) if stored else 0


# -- signing in and out ------------------------------------------------------------------------


def sign_in(
    room: Room,
    name: str,
    pin: str,
    why: str = "",
    between: Callable[[], object] | None = None,
) -> Operator:
    """Let an operator act in the room from now on; the operator before is signed out.

    Args:
        room: the room.
        name: the operator's.
        pin: as it was typed.
        why: what for, kept in the record.
        between: called when the PIN was right, before the new operator acts: for what is still
            the work of the one before.

    Raises:
        Refusal: when nobody is called so, the operator is retired, the PIN is wrong, or the delay
            after a wrong one is not over. Wrong PINs are counted and recorded.
    """
    before = room.keyboard.operator
    operator = _prove(room, name, pin, why, leaves=before)
    if between:
        between()
    room.keyboard.operator = operator
    room.keyboard.guarded = True
    return operator


def prove(room: Room, name: str, pin: str, why: str) -> Operator:
    """Check an operator's PIN while somebody else stays signed in.

    Raises:
        Refusal: as ``sign_in`` does.
    """
    return _prove(room, name, pin, why, leaves=None)


def sign_out(room: Room) -> None:
    """Sign the operator out; nothing is done where nobody signed in."""
    operator = room.keyboard.operator
    if operator is None or room.database.is_read_only:
        return
    with room.acting(checked=False) as tx:
        _note_out(room, tx, operator)
    room.keyboard.operator = None


def _note_out(room: Room, tx: Transaction, operator: Operator) -> None:
    room.note(tx, SignedOut(operator=operator.name))


def _prove(room: Room, name: str, pin: str, why: str, *, leaves: Operator | None) -> Operator:
    """Check a PIN in one transaction, so that nobody can try several at once past the count.

    A text that can be no PIN is not counted as a try.
    """
    typed = pins.check_typed(pins.folded(pin))
    with room.acting(checked=False) as tx:
        is_kept = wrong_pins.is_kept(tx)
        stored = wrong_pins.counted(tx, _active(tx, name))
        if seconds := _left_to_wait(room, stored):
            raise Refusal("too-many-tries", pins.told_wait(seconds))
        is_right = fits(stored.pin, typed)
        if is_right:
            if is_outdated(stored.pin) and is_kept:
                store.change(tx, stored.id, pin=hash_pin(typed))
            if stored.failures and is_kept:
                store.change(tx, stored.id, failures=0, waits_until="")
            if leaves is not None and leaves.id != stored.id:
                _note_out(room, tx, leaves)
            room.note(tx, SignedIn(operator=name, duty=Duty(stored.duty), purpose=why))
        else:
            _count_failure(room, tx, stored, why, is_kept=is_kept)
    if not is_right:
        refused = Refusal("pin-wrong", N_("This is not the PIN of {name}."), name=name)
        seconds = left_to_wait(room, name)
        raise refused.followed_by(pins.told_wait(seconds) if seconds else "")
    return _operator(stored)


def _count_failure(
    room: Room, tx: Transaction, stored: StoredOperator, why: str, *, is_kept: bool
) -> None:
    failures = stored.failures + 1
    if is_kept:
        store.change(
            tx, stored.id, failures=failures, waits_until=wrong_pins.waits(failures, room.now())
        )
    room.note(tx, SignInFailed(operator=stored.name, failures=failures, purpose=why))


# -- who they are --------------------------------------------------------------------------------


def add(room: Room, name: str, duty: Duty, pin: str) -> None:
    """Add an operator, or let a retired one come back with a new PIN.

    The first one protects the database from then on and has to be a host.

    Raises:
        Refusal: when the name is empty, too long or taken, the PIN is no PIN, or the first one is
            no host.
    """
    name = _new_name(name)
    pin_hash = hash_pin(pins.check_pin(pin))
    with room.acting(checked=False) as tx:
        is_first = not store.operators(tx)
        if duty is not Duty.HOST and not store.hosts(tx):
            raise Refusal("first-operator-no-host", N_("The first operator has to be a host."))
        retired = _not_active(tx, name)
        # Noted before it is done: nobody is signed in when the first one is entered.
        room.note(tx, OperatorAdded(operator=name, came_back=retired is not None, duty=duty))
        if retired is None:
            store.add(tx, name, duty, pin_hash)
        else:
            back = {"duty": duty, "pin": pin_hash, "state": OperatorState.ACTIVE, "waits_until": ""}
            store.change(tx, retired.id, **back, failures=0)
    if is_first:
        sign_in(room, name, pin)


def check_new(room: Room, name: str) -> None:
    """Refuse a name under which no operator can be added.

    Raises:
        Refusal: when it is empty, too long or taken.
    """
    name = _new_name(name)
    with room.database.reading() as tx:
        _not_active(tx, name)


def act_as(room: Room, name: str) -> None:
    """Let a person act by name where no PIN protects the database.

    Raises:
        Refusal: when no person can have that name.
    """
    room.keyboard.call(_new_name(name))


def _new_name(name: str) -> str:
    name = " ".join(clean(name).split())
    if not name or len(name) > LONGEST_NAME:
        raise Refusal(
            "operator-name-length", N_("A name has 1 to {most} characters."), most=LONGEST_NAME
        )
    if fault := fault_of_name(name):
        raise Refusal("operator-name-wrong", fault)
    return name


def _not_active(tx: Transaction, name: str) -> StoredOperator | None:
    """Return the retired operator of that name; None where nobody had it.

    Raises:
        Refusal: when an operator who is not retired has it.
    """
    stored = store.named(tx, name)
    if stored is not None and stored.is_active:
        raise Refusal("operator-exists", N_("There is already an operator {name}."), name=name)
    return stored


def change_duty(room: Room, name: str, duty: Duty) -> None:
    """Give an operator another duty.

    Raises:
        Refusal: when nobody is called so, or the operator is the last host.
    """
    with room.acting(checked=False) as tx:
        stored = _active(tx, name)
        if duty is not Duty.HOST:
            _check_host_stays(tx, stored)
        room.note(tx, DutyChanged(operator=name, before=Duty(stored.duty), duty=duty))
        store.change(tx, stored.id, duty=duty)
    _look(room)


def reset_pin(room: Room, name: str, pin: str) -> None:
    """Give an operator a new PIN; a delay after wrong ones is over.

    Raises:
        Refusal: when nobody is called so, or the PIN is no PIN.
    """
    pin_hash = hash_pin(pins.check_pin(pin))
    with room.acting(checked=False) as tx:
        stored = _active(tx, name)
        room.note(tx, PinReset(operator=name))
        store.change(tx, stored.id, pin=pin_hash, failures=0, waits_until="")


def change_pin(room: Room, old: str | None, new: str) -> None:
    """Change the PIN of the operator who has signed in.

    Args:
        room: the room.
        old: the PIN until now; None where it was typed a moment ago to sign in.
        new: as it was typed.

    Raises:
        Refusal: when nobody has, the old one is wrong (which is counted), or the new one is no PIN.
    """
    operator = room.keyboard.operator
    if operator is None:
        raise Refusal("not-signed-in", N_("Nobody has signed in."))
    pin_hash = hash_pin(pins.check_pin(new))
    if old is not None:
        prove(room, operator.name, old, CHANGE_PIN)
    with room.acting(checked=False) as tx:
        room.note(tx, PinChanged(operator=operator.name))
        store.change(tx, operator.id, pin=pin_hash)


def retire(room: Room, name: str) -> None:
    """Retire an operator: the PIN stops working, the name stays for the record.

    Raises:
        Refusal: when nobody is called so, or the operator is the last host.
    """
    with room.acting(checked=False) as tx:
        stored = _active(tx, name)
        _check_host_stays(tx, stored)
        room.note(tx, OperatorRetired(operator=name, duty=Duty(stored.duty)))
        store.change(tx, stored.id, state=OperatorState.RETIRED)
    _look(room)


def _look(room: Room) -> None:
    """Look up what changed, as it may concern the person at the keyboard."""
    with room.database.reading() as tx:
        room.keyboard.look(tx)


def _check_host_stays(tx: Transaction, stored: StoredOperator) -> None:
    if stored.duty == Duty.HOST and store.hosts(tx) == 1:
        raise Refusal(
            "last-host",
            N_("{name} is the last host; make somebody else a host first."),
            name=stored.name,
        )


def _active(tx: Transaction, name: str) -> StoredOperator:
    stored = store.named(tx, name)
    if stored is None:
        raise Refusal("operator-unknown", N_("There is no operator {name}."), name=name)
    if not stored.is_active:
        raise Refusal("operator-retired", N_("{name} is no longer an operator."), name=name)
    return stored


def _left_to_wait(room: Room, stored: StoredOperator) -> int:
    until = datetime.fromisoformat(stored.waits_until) if stored.waits_until else None
    return pins.left_to_wait(until, stored.failures, datetime.fromisoformat(room.now()))


def _operator(stored: StoredOperator) -> Operator:
    return Operator(stored.id, stored.name, Duty(stored.duty), stored.is_active)
