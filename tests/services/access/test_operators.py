"""Operators: what each duty may do through the verbs, signing in, PINs, waiting."""

from collections.abc import Callable
from datetime import datetime, timedelta
from fractions import Fraction

import pytest
from argon2 import PasswordHasher

from kaohe_tui.domain.access import duties
from kaohe_tui.domain.access.duties import Duty, Power, Sight, may
from kaohe_tui.domain.record.events import Unknown
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.services.access import hashing, operators
from kaohe_tui.services.access.hashing import hash_pin
from kaohe_tui.services.ballots import open_ballot
from kaohe_tui.services.ballots.open_ballot import OpenBallot
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.entries import entries as group
from kaohe_tui.services.integrity import verifying
from kaohe_tui.services.public import matters
from kaohe_tui.services.public.exporting import Part, export
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from kaohe_tui.services.tiers.closing_sheet import Signers
from kaohe_tui.store.access import operators as store
from kaohe_tui.store.record import records
from tests.bureau import key_ballot
from tests.refused import refused

PINS = {Duty.HOST: "2580", Duty.CLERK: "1470", Duty.SUPERVISOR: "3690", Duty.REVIEWER: "7531"}


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = datetime.fromisoformat("2026-06-30T09:00:00+08:00")

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def guarded(room: Room, clock: Clock) -> Room:
    """The bureau with an operator of each duty; nobody has signed in."""
    steps.open_tier(room, "q1", "peer")
    for duty, pin in PINS.items():
        operators.add(room, duty.value, duty, pin)
    operators.sign_out(room)
    return Room(room.database, actor="tester", clock=clock)


def sign_in(room: Room, duty: Duty) -> None:
    operators.sign_in(room, duty.value, PINS[duty])


def entries(room: Room) -> list[tuple[str, str, str]]:
    """Actor, action, subject of every entry."""
    with room.database.reading() as tx:
        return [(each.actor, each.action, each.subject) for each in records.entries(tx)]


# -- the choke point -----------------------------------------------------------------------------


class Of(Unknown):
    """Something that takes a power."""

    def __init__(self, power: Power) -> None:
        super().__init__(stored="something")
        self.__dict__["power"] = power


@pytest.mark.parametrize("duty", Duty)
def test_no_entry_that_the_duty_may_not_write(guarded: Room, duty: Duty) -> None:
    sign_in(guarded, duty)
    written = entries(guarded)
    for power in [each for each in vars(duties).values() if isinstance(each, Power)]:
        event = Of(power)
        if may(duty, power):
            with guarded.acting() as tx:
                guarded.note(tx, event)
            written.append((duty.value, "something", ""))
        else:
            with refused("duty-lacking") as info, guarded.acting() as tx:
                guarded.note(tx, event)
            assert str(info.value).startswith(f"A {duty.label} may not")
        assert entries(guarded) == written
        assert (guarded.keyboard.why_not(power) == "") == may(duty, power)


VERBS: dict[str, Callable[[Room], object]] = {
    "close": lambda room: steps.close_tier(room, "q1", "peer", "early"),
    "recuse": lambda room: steps.recuse(room, "q1", ("l1", "s1"), "kin"),
    "give back": lambda room: open_ballot.give_back(room, "q1", "peer", "s1", "wrong"),
    "void": lambda room: open_ballot.strike_out(room, "q1", "peer", "s1", "wrong"),
    "absent": lambda room: group.absent(room, "q1", "s1", Fraction(1), "ill"),
    "key": lambda room: OpenBallot(room, "q1", "peer", "s2"),
    "add": lambda room: operators.add(room, "new", Duty.CLERK, "2468"),
    "retire": lambda room: operators.retire(room, "clerk"),
}
OF_CLERKS = {"absent", "key"}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("duty", Duty)
def test_each_verb_and_each_duty(guarded: Room, verb: str, duty: Duty) -> None:
    sign_in(guarded, Duty.HOST)
    key_ballot(guarded, ("q1", "peer", "s1"))
    sign_in(guarded, duty)
    if duty is Duty.HOST or (duty is Duty.CLERK and verb in OF_CLERKS):
        VERBS[verb](guarded)
        return
    before = len(entries(guarded))
    with refused("duty-lacking"):
        VERBS[verb](guarded)
    assert len(entries(guarded)) == before


@pytest.mark.parametrize("verb", VERBS)
def test_nobody_does_anything_before_signing_in(guarded: Room, verb: str) -> None:
    with pytest.raises(Refusal) as info:
        VERBS[verb](guarded)
    assert info.value.code in ("not-signed-in", "ballot-not-handed-in")


def test_a_retired_clerk_in_the_middle_of_a_ballot_keys_no_further(guarded: Room) -> None:
    sign_in(guarded, Duty.CLERK)
    ballot = OpenBallot(guarded, "q1", "peer", "s1")
    assert ballot.sheet.key("5")
    other = enter_room(guarded.database.path)
    sign_in(other, Duty.HOST)
    operators.retire(other, "clerk")
    other.close()
    with refused("not-signed-in"):
        ballot.mark("s2", 0, 500)
    assert guarded.keyboard.operator is None


def test_operators_made_elsewhere_bind_who_works_unprotected(room: Room, second: Room) -> None:
    steps.open_tier(room, "q1", "peer")
    operators.add(second, "陈静", Duty.HOST, "2580")
    with refused("not-signed-in"):
        steps.recuse(room, "q1", ("l1", "s1"), "")


# -- reading -------------------------------------------------------------------------------------


@pytest.mark.parametrize("duty", Duty)
def test_who_gave_which_mark(guarded: Room, duty: Duty) -> None:
    sign_in(guarded, duty)
    folder = guarded.database.path.parent / "papers"
    if duty in (Duty.HOST, Duty.SUPERVISOR):
        export(guarded, "q1", folder, parts={Part.CSV})
    else:
        with refused("reading-not-permitted"):
            export(guarded, "q1", folder, parts={Part.CSV})
        assert not folder.exists()
    export(guarded, "q1", folder, parts={Part.NOTICE})


def test_a_reviewer_sees_no_register(guarded: Room) -> None:
    for duty in (Duty.HOST, Duty.CLERK, Duty.SUPERVISOR):
        sign_in(guarded, duty)
        matters.all_matters(guarded)
    sign_in(guarded, Duty.REVIEWER)
    with refused("reading-not-permitted"):
        matters.all_matters(guarded)
    assert matters.headline(guarded) == ""


def test_without_operators_everything_is_seen(room: Room) -> None:
    for sight in Sight:
        room.keyboard.check_sight(sight)


def test_nobody_sees_the_record_before_signing_in(guarded: Room) -> None:
    with refused("reading-not-permitted"):
        guarded.keyboard.check_sight(Sight.RECORD)


# -- signing in ----------------------------------------------------------------------------------


def test_every_sign_in_is_in_the_record(guarded: Room) -> None:
    start = len(entries(guarded))
    with refused("pin-wrong", name="host"):
        operators.sign_in(guarded, "host", "0000")
    sign_in(guarded, Duty.HOST)
    sign_in(guarded, Duty.CLERK)
    operators.sign_out(guarded)
    assert entries(guarded)[start:] == [
        ("tester", "sign_in_failed", "host"),
        ("tester", "sign_in", "host"),
        ("host", "sign_out", "host"),
        ("host", "sign_in", "clerk"),
        ("clerk", "sign_out", "clerk"),
    ]
    assert guarded.keyboard.operator is None


def test_wrong_pins_make_wait_also_after_a_restart(guarded: Room, clock: Clock) -> None:
    for _time in range(2):
        with refused("pin-wrong", name="host"):
            operators.sign_in(guarded, "host", "0000")
    with refused("pin-wrong", more="Too many wrong tries. Wait 5 s."):
        operators.sign_in(guarded, "host", "0000")
    again = enter_room(guarded.database.path)
    again._clock = clock
    with refused("too-many-tries"):
        sign_in(again, Duty.HOST)
    clock.now += timedelta(seconds=4)
    with refused("too-many-tries"):
        sign_in(again, Duty.HOST)
    sign_in(again, Duty.CLERK)
    clock.now += timedelta(seconds=1)
    sign_in(again, Duty.HOST)
    again.close()
    with refused("pin-wrong", name="host"):
        operators.sign_in(guarded, "host", "0000")


def test_full_width_digits_are_a_pin(guarded: Room) -> None:
    operators.sign_in(guarded, "host", "２５８０")


def test_the_pin_itself_is_nowhere_in_the_file(guarded: Room) -> None:
    data = guarded.database.path.read_bytes()
    assert b"$argon2id$" in data
    assert not any(f"|{pin}|".encode() in data for pin in PINS.values())
    assert hash_pin("2580") != hash_pin("2580")


# -- who they are --------------------------------------------------------------------------------


def test_the_first_operator_is_a_host_and_is_signed_in(room: Room) -> None:
    with refused("first-operator-no-host"):
        operators.add(room, "陈静", Duty.CLERK, "2580")
    operators.add(room, "陈静", Duty.HOST, "2580")
    assert room.keyboard.operator is not None
    assert room.actor == "陈静"
    assert [action for _actor, action, _s in entries(room)][-2:] == ["add_operator", "sign_in"]


def test_the_last_host_stays(guarded: Room) -> None:
    sign_in(guarded, Duty.HOST)
    with refused("last-host"):
        operators.retire(guarded, "host")
    with refused("last-host"):
        operators.change_duty(guarded, "host", Duty.CLERK)
    operators.change_duty(guarded, "clerk", Duty.HOST)
    operators.retire(guarded, "host")
    assert guarded.keyboard.operator is None
    assert not operators.operators(guarded)[0].is_active
    with refused("operator-retired"):
        sign_in(guarded, Duty.HOST)


def test_a_pin_is_changed_by_its_owner_and_reset_by_a_host(guarded: Room) -> None:
    sign_in(guarded, Duty.CLERK)
    with refused("pin-wrong"):
        operators.change_pin(guarded, "0000", "8642")
    with refused("pin-length", fewest=4, most=12):
        operators.change_pin(guarded, "1470", "86")
    operators.change_pin(guarded, "1470", "8642")
    with refused("duty-lacking"):
        operators.reset_pin(guarded, "host", "8642")
    sign_in(guarded, Duty.HOST)
    operators.sign_in(guarded, "clerk", "8642")
    sign_in(guarded, Duty.HOST)
    operators.reset_pin(guarded, "clerk", "9753")
    operators.sign_in(guarded, "clerk", "9753")


def test_names(guarded: Room) -> None:
    sign_in(guarded, Duty.HOST)
    for name in ("", "x" * 41, "a\x1b[31m"):
        with pytest.raises(Refusal):
            operators.add(guarded, name, Duty.CLERK, "2468")
    with refused("operator-exists", name="clerk"):
        operators.add(guarded, " clerk ", Duty.CLERK, "2468")
    operators.retire(guarded, "clerk")
    operators.add(guarded, "clerk", Duty.REVIEWER, "2468")
    assert operators.sign_in(guarded, "clerk", "2468").duty is Duty.REVIEWER


def test_a_hash_of_less_work_is_made_anew_when_its_pin_is_typed(
    guarded: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kept() -> str:
        with guarded.database.reading() as tx:
            found = store.named(tx, Duty.HOST.value)
        assert found
        return found.pin

    before = kept()
    sign_in(guarded, Duty.HOST)
    assert kept() == before
    more = PasswordHasher(time_cost=2, memory_cost=64, parallelism=1)
    monkeypatch.setattr(hashing, "_for_pins", lambda: more)
    with refused("pin-wrong"):
        operators.sign_in(guarded, Duty.HOST.value, "8520")
    assert kept() == before
    sign_in(guarded, Duty.HOST)
    assert "t=2" in kept()
    sign_in(guarded, Duty.HOST)
    assert verifying.verify(guarded).holds


@pytest.mark.parametrize("name", ["郑?", "郑？", "#N/A", "NULL", "锟斤拷", "……"])
def test_a_damaged_name_is_no_operators(room: Room, name: str) -> None:
    """As in a roster: it would stand in the record and on the papers for good."""
    with refused("operator-name-wrong"):
        operators.check_new(room, name)
    with refused("operator-name-wrong"):
        operators.add(room, name, Duty.HOST, "2580")
    assert operators.operators(room) == ()


@pytest.mark.parametrize("name", ["郑?", "#N/A", "锟斤拷", "-"])
def test_no_damaged_name_stands_in_the_record(room: Room, name: str) -> None:
    before = room.keyboard.name
    with refused("operator-name-wrong") as info:
        operators.act_as(room, name)
    assert name in str(info.value)
    assert room.keyboard.name == before
    for signers in (Signers(name, ""), Signers("", name)):
        with refused("signer-name-damaged") as info:
            signers.checked()
        assert name in str(info.value)
