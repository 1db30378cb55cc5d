"""Acknowledging: what is written for every kind of thing, which is found again when it changes."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kaohe_tui.domain.access.duties import Duty
from kaohe_tui.domain.record.events import Acknowledged
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.services.access import operators
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.entries import entries
from kaohe_tui.services.integrity import acknowledging, verifying
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from kaohe_tui.store.database import checking
from kaohe_tui.store.record import pages
from kaohe_tui.store.seals import chain, sums
from tests.bureau import key_ballot, key_tier, new_room
from tests.prepared import copied
from tests.refused import refused
from tests.services.changed_copies import change
from tests.services.closed_quarter import SCHEME

IN_PEER = "(SELECT min(id) FROM ballot WHERE tier_no = 0)"
IN_HAND, BEGUN = "(SELECT min(id) FROM ballot WHERE tier_no = 1)", "(SELECT max(id) FROM ballot)"
WHY = "机房误操作，已核对"


def _made(folder: Path) -> Room:
    """One tier closed, one open: a ballot is in and one begun. There are a bonus and a recusal."""
    room = new_room(folder, SCHEME)
    entries.enter_adjustment(room, "q1", "s1", "research", 1, "文件1")
    steps.recuse(room, "q1", ("s1", "s2"), "夫妻")
    steps.open_tier(room, "q1", "peer")
    key_tier(room, "q1", "peer")
    steps.close_tier(room, "q1", "peer")
    steps.open_tier(room, "q1", "middle")
    key_ballot(room, ("q1", "middle", "m1"))
    key_ballot(room, ("q1", "middle", "m2"), hand_in=False)
    return room


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    opened = enter_room(copied(tmp_path / "kaohe.db", _made))
    yield opened
    opened.close()


def marks(of: str, mark: int) -> str:
    return f"UPDATE rating SET mark_0 = {mark} WHERE ballot_id = {of}"


@dataclass(frozen=True)
class Case:
    """Something that another program does, twice."""

    first: str
    again: str
    things: tuple[tuple[str, ...], ...]
    """What is found, both times."""
    seals: tuple[str, ...] = ()
    """What gets another seal."""
    summed: bool = False
    """Whether the sum of the last thing is that of what is there, and not sealed."""


CASES = {
    "table": Case(
        "UPDATE adjustment SET evidence = 'x'",
        "UPDATE adjustment SET evidence = 'y'",
        (("table", "adjustment"), ("adjustment", "1")),
        ("adjustment",),
    ),
    "a table in which nobody looks": Case(
        "UPDATE person SET section = 'x' WHERE code = 's1'",
        "UPDATE person SET section = 'y' WHERE code = 's1'",
        (("table", "person"), ("roster", "")),
        ("person",),
    ),
    "the shape": Case(
        "CREATE INDEX more ON veto (id)",
        "CREATE INDEX most ON veto (id)",
        (("table", "shape"),),
        ("shape",),
    ),
    "a closed tier": Case(
        marks(IN_PEER, 10),
        marks(IN_PEER, 20),
        (("said", "1"), ("sealed", "ballots 1 0")),
        ("ballot 1", "ballots 1 0"),
    ),
    "a ballot that is in": Case(
        marks(IN_HAND, 10), marks(IN_HAND, 20), (("said", "9"),), ("ballot 9",)
    ),
    "a ballot that is begun": Case(
        marks(BEGUN, 10), marks(BEGUN, 20), (("sum", "10"),), summed=True
    ),
    "all ballots": Case(
        "UPDATE ballot SET keyed_by = 'x' WHERE state = 'open'",
        "UPDATE ballot SET keyed_by = 'y' WHERE state = 'open'",
        (("sum", "0"),),
        summed=True,
    ),
    "a sum that nothing has": Case(
        "INSERT INTO ballot_sum VALUES (77, 5)",
        "INSERT INTO ballot_sum VALUES (77, 6)",
        (("sum", "77"),),
        summed=True,
    ),
}


def found(room: Room) -> tuple[tuple[str, ...], ...]:
    return tuple(each.thing for each in verifying.verify(room).found)


@pytest.mark.parametrize("which", CASES)
def test_what_is_written_for_it_and_that_it_is_found_again(room: Room, which: str) -> None:
    case = CASES[which]
    for statement in (case.first, case.again):
        change(room.database.path, statement)
        before = verifying.verify(room)
        assert tuple(each.thing for each in before.found) == case.things
        assert acknowledging.to_acknowledge(room) == before.findings
        assert acknowledging.acknowledge(room, f" {WHY}\n", before.findings) == before.findings
        after = verifying.verify(room)
        assert after.holds
        assert after.entries == before.entries + 1
        with room.database.reading() as tx:
            *_others, entry = pages.of_events(tx, [Acknowledged])
            [sealed] = tx.exec_driver_sql(
                f"SELECT seal FROM record WHERE id = {after.entries}"
            ).one()
            kept = sums.kept(tx)
        assert entry.event == Acknowledged(
            things=tuple((*each.thing, each.found) for each in before.found), reason=WHY
        )
        digests = {each.thing[-1]: each.found for each in before.found}
        wanted = {
            name: digests.get(name) or digests[name.removeprefix("ballot ")] for name in case.seals
        }
        assert (json.loads(sealed) if sealed else {}) == wanted
        if case.summed:
            last = before.found[-1]
            number = int(last.thing[1])
            assert kept.get(number) == (int(last.found) if last.found else None)


def test_what_was_gone_on_with_since_fits(room: Room) -> None:
    change(room.database.path, marks(BEGUN, 10), marks(IN_HAND, 20))
    acknowledging.acknowledge(room, WHY)
    key_ballot(room, ("q1", "middle", "m2"))
    steps.close_tier(room, "q1", "middle")
    assert verifying.verify(room).holds


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ballot SET state = 'keyed' WHERE id = 9",
        "UPDATE tier_step SET state = 'closed' WHERE key = 'middle'",
        "UPDATE period SET state = 'closed'",
        "DELETE FROM recusal",
    ],
)
def test_what_stands_elsewhere_is_what_holds(room: Room, statement: str) -> None:
    change(room.database.path, statement)
    before = verifying.verify(room)
    assert not before.holds
    acknowledging.acknowledge(room, WHY)
    after = verifying.verify(room)
    assert {each.thing[0] for each in after.found} <= {"frozen"}


def test_an_entry_that_cannot_follow_stays_acknowledged(room: Room) -> None:
    entries.enter_adjustment(room, "q1", "s2", "research", 1, "文件2")
    change(room.database.path, "UPDATE adjustment SET evidence = 'x' WHERE id = 1")
    acknowledging.acknowledge(room, WHY)
    change(room.database.path, "UPDATE adjustment SET evidence = '文件1' WHERE id = 1")
    # Put back behind kaohe's back: another change, though the record says nothing else of it.
    assert found(room) == (("table", "adjustment"), ("adjustment", "1"))


# -- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize("reason", ["", "  \n\t"])
def test_a_reason_is_needed(room: Room, reason: str) -> None:
    change(room.database.path, marks(IN_HAND, 10))
    with refused("reason-missing"):
        acknowledging.acknowledge(room, reason)
    assert found(room) == (("said", "9"),)


def test_there_has_to_be_something(room: Room) -> None:
    for ask in (acknowledging.to_acknowledge, lambda room: acknowledging.acknowledge(room, WHY)):
        with refused("nothing-to-acknowledge", command="kaohe verify"):
            ask(room)


def test_damage_is_not_acknowledged(room: Room) -> None:
    change(room.database.path, "UPDATE record SET reason = 'x' WHERE id = 2")
    assert found(room) == ((),)
    with refused("nothing-to-acknowledge"):
        acknowledging.acknowledge(room, WHY)
    change(room.database.path, marks(IN_HAND, 10))
    [told] = acknowledging.acknowledge(room, WHY)
    assert "ballot of 马科长" in told
    assert found(room) == ((),)


@pytest.mark.parametrize("more", [False, True])
def test_only_what_was_seen(room: Room, more: bool) -> None:
    change(room.database.path, marks(IN_HAND, 10))
    seen = acknowledging.to_acknowledge(room)
    if not more:
        assert acknowledging.acknowledge(room, WHY, [*seen]) == seen
        return
    change(room.database.path, "UPDATE adjustment SET evidence = 'x'")
    with refused("changed-meanwhile"):
        acknowledging.acknowledge(room, WHY, seen)
    with room.database.reading() as tx:
        assert not list(pages.of_events(tx, [Acknowledged]))
        assert checking.first_broken_entry(tx) == 0
        assert chain.head(tx)[0] == verifying.verify(room).entries
    assert len(found(room)) == 3


def sign_in(room: Room, *people: tuple[str, Duty]) -> None:
    for name, duty in people:
        operators.add(room, name, duty, "2580")
        if duty is Duty.HOST and not room.keyboard.operator:
            operators.sign_in(room, name, "2580")


HOST, CLERK, BOSS = ("陈静", Duty.HOST), ("吴凡", Duty.CLERK), ("周正", Duty.SUPERVISOR)


@pytest.mark.parametrize("who", [HOST, BOSS])
def test_who_may(room: Room, who: tuple[str, Duty]) -> None:
    sign_in(room, HOST, CLERK, *([BOSS] if who is BOSS else []))
    operators.sign_in(room, who[0], "2580")
    change(room.database.path, marks(IN_HAND, 10))
    assert acknowledging.to_acknowledge(room)
    assert acknowledging.acknowledge(room, WHY)


@pytest.mark.parametrize(
    ("people", "who", "forged", "named"),
    [
        ((HOST, CLERK), CLERK, "", ""),
        ((HOST, CLERK), CLERK, "UPDATE operator SET duty = 'host' WHERE name = '吴凡'", "陈静"),
        ((HOST, CLERK), CLERK,
         "UPDATE operator SET duty = 'supervisor' WHERE name = '吴凡'", "陈静"),
        ((HOST, CLERK, BOSS), HOST, "", ""),
        ((HOST, CLERK, BOSS), CLERK,
         "UPDATE operator SET duty = 'supervisor' WHERE name = '吴凡'", "周正"),
        ((HOST, CLERK, BOSS, ("钱明", Duty.SUPERVISOR)), HOST,
         "UPDATE operator SET duty = 'supervisor' WHERE name = '陈静'", "周正, 钱明"),
    ],
)  # fmt: skip
def test_who_may_not(
    room: Room,
    people: tuple[tuple[str, Duty], ...],
    who: tuple[str, Duty],
    forged: str,
    named: str,
) -> None:
    sign_in(room, *people)
    operators.sign_in(room, who[0], "2580")
    change(room.database.path, marks(IN_HAND, 10), *([forged] if forged else []))
    if forged:
        operators.sign_in(room, who[0], "2580")
    for ask in (acknowledging.to_acknowledge, lambda room: acknowledging.acknowledge(room, WHY)):
        with pytest.raises(Refusal) as info:
            ask(room)
        if named:
            assert str(info.value) == (
                f"According to the record, only these people may acknowledge it: {named}. Sign in "
                "as one of them."
            )
    assert ("said", "9") in found(room)


def test_a_supervisor_who_retired_counts_no_more(room: Room) -> None:
    sign_in(room, HOST, CLERK, BOSS)
    operators.retire(room, BOSS[0])
    change(room.database.path, marks(IN_HAND, 10))
    assert acknowledging.acknowledge(room, WHY)


def test_what_acknowledging_brings() -> None:
    assert acknowledging.consequence() == (
        "From now on the current data is what counts. This cannot be undone: the record "
        "permanently shows what did not match, who acknowledged it and why, and documents of the "
        "results say so."
    )
