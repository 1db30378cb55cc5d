"""Paper forms: handed out, returned, what became of them; closing says where they disagree."""

import pytest

from kaohe_tui.domain.paper.reconciliation import Forms, number_of
from kaohe_tui.services.ballots.open_ballot import strike_out
from kaohe_tui.services.integrity.verifying import verify
from kaohe_tui.services.paper import forms
from kaohe_tui.services.paper.error_rates import ErrorRate, error_rates
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import closing_sheet, steps
from kaohe_tui.store.record import records
from tests.refused import refused
from tests.services.bureau import even, key_ballot, key_tier
from tests.services.conftest import MakeRoom
from tests.services.keyed_twice import FIRST, S1, SECOND, act_as, double_scheme, key_as

PEER = ("q1", "peer")


def test_nothing_is_reconciled_where_nobody_enters_anything(room: Room) -> None:
    assert forms.of_tier(room, *PEER) is None
    with refused("tier-not-open"):
        forms.enter(room, *PEER, handed_out=8)
    steps.open_tier(room, *PEER)
    key_tier(room, *PEER)
    steps.close_tier(room, *PEER)
    assert closing_sheet.closing(room, *PEER).paper() == ()


def test_what_came_back_is_split_and_reconciled(room: Room) -> None:
    steps.open_tier(room, *PEER)
    forms.enter(room, *PEER, handed_out=8)
    forms.enter(room, *PEER, returned=8)
    key_tier(room, *PEER, lambda code: even(code))
    assert forms.of_tier(room, *PEER) == Forms(8, 8, 8, valid=8, void=0, abstained=0)
    strike_out(room, *PEER, "s3", "illegible")
    found = forms.of_tier(room, *PEER)
    assert found == Forms(8, 8, 8, valid=7, void=1, abstained=0)
    assert not found.faults
    steps.close_tier(room, *PEER)
    assert verify(room).holds
    with room.database.reading() as tx:
        told = [(e.old, e.new) for e in records.entries(tx) if e.action == "forms"]
    assert told == [("", "8/0"), ("8/0", "8/8")]


def test_a_form_without_a_mark_is_abstained(room: Room) -> None:
    steps.open_tier(room, *PEER)
    key_ballot(room, S1, lambda _code: None)
    forms.enter(room, *PEER, handed_out=8, returned=1)
    assert forms.of_tier(room, *PEER) == Forms(8, 8, 1, valid=0, void=0, abstained=1)


def test_closing_needs_a_reason_where_they_do_not_agree(room: Room) -> None:
    steps.open_tier(room, *PEER)
    key_tier(room, *PEER)
    forms.enter(room, *PEER, handed_out=7, returned=9)
    with refused(
        "forms-do-not-add-up", fault="7 forms were handed out, but 8 raters have to rate."
    ):
        steps.close_tier(room, *PEER)
    steps.close_tier(room, *PEER, "one copied by hand")
    told = [
        text for heading, text in closing_sheet.closing(room, *PEER).paper() if "not" in heading
    ]
    assert told == [
        "7 forms were handed out, but 8 raters have to rate.",
        "9 forms were returned, but only 7 were handed out.",
        "9 forms were returned, but 8 were entered or voided.",
    ]
    with refused("tier-not-open"):
        forms.enter(room, *PEER, returned=8)


def test_a_form_that_was_keyed_once_came_back_too(make_room: MakeRoom) -> None:
    room = make_room(double_scheme())
    steps.open_tier(room, *PEER)
    forms.enter(room, *PEER, handed_out=8, returned=1)
    key_as(room, FIRST)
    found = forms.of_tier(room, *PEER)
    assert found == Forms(8, 8, 1, valid=0, void=0, abstained=0, waiting=1)
    assert not found.faults
    steps.close_tier(room, *PEER, "nobody is left to key")
    sheet = closing_sheet.closing(room, *PEER)
    assert ("Not counted", "1 ballot waits for the second entry") in sheet.lines()
    assert sheet.handed_in == 0


def test_a_secret_tier_does_not_tell_what_the_last_form_was(make_room: MakeRoom) -> None:
    room = make_room(double_scheme("secret = true\n"))
    steps.open_tier(room, *PEER)
    forms.enter(room, *PEER, handed_out=8, returned=0)
    found = forms.of_tier(room, *PEER)
    assert found is not None
    assert (found.abstained, found.split()) == (None, "0 valid, 0 void")


def test_how_well_each_clerk_keyed(make_room: MakeRoom) -> None:
    from kaohe_tui.domain.paper.double_entry import Side
    from kaohe_tui.services.paper import settling

    room = make_room(double_scheme())
    steps.open_tier(room, *PEER)
    assert error_rates(room) == error_rates(room, "q2") == ()
    key_as(room, FIRST, {"l2": (51, 30)})
    key_as(room, SECOND)
    act_as(room, "丙")
    look = settling.settling(room, *S1)
    settling.settle(room, *S1, look.found, {0: Side.SECOND})
    found = error_rates(room, "q1")
    assert found == (ErrorRate(SECOND, 1, 12, 0), ErrorRate(FIRST, 1, 12, 1))
    assert [each.percent for each in found] == ["0.00", "8.33"]


@pytest.mark.parametrize("bad", ["", "-1", "8.5", "abc", "999999", "1" * 5000, "²"])
def test_a_number_of_forms_is_whole(bad: str) -> None:
    assert number_of("３6 ") == 36
    with refused("forms-number-wrong", most=99999):
        number_of(bad)
