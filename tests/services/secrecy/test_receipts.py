"""Receipts of secret ballots."""

import pytest

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.secrecy import receipts
from kaohe_tui.services.tiers import steps
from tests.services.bureau import key_ballot, key_tier, raters
from tests.services.secrecy.test_secrecy import PEER, opened

__all__ = ["opened"]


def test_a_receipt_tells_that_the_ballot_counts(opened: Room) -> None:
    codes = {key_ballot(opened, (*PEER, r)).receipt for r in raters(opened, *PEER)}
    assert len(codes) == 8
    one = min(codes)
    assert len(one) == 9
    assert not set(one) & set("01OIL")
    assert not receipts.look_up(opened, one).closed
    with pytest.raises(Refusal, match="once it is closed"):
        receipts.posted(opened, *PEER)
    steps.close_tier(opened, *PEER)
    assert receipts.posted(opened, *PEER) == sorted(codes)
    found = receipts.look_up(opened, one.replace("-", " ").lower())
    assert (found.closed, found.ballots, found.receipt) == (True, 8, one)
    with pytest.raises(Refusal, match="There is no ballot"):
        receipts.look_up(opened, "ABCD-EFGH")


def test_a_named_tier_has_no_receipts(room: Room) -> None:
    steps.open_tier(room, *PEER)
    assert key_ballot(room, (*PEER, "m1")).receipt == ""
    with pytest.raises(Refusal, match="not secret"):
        receipts.posted(room, *PEER)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("DELETE FROM receipt WHERE code = (SELECT min(code) FROM receipt)", "7 receipts"),
        ("UPDATE rating SET mark_0 = 0 WHERE mark_0 > 0", "behind kaohe's back"),
        ("UPDATE ballot SET nonce = 'x' WHERE rater_id IS NULL", "behind kaohe's back"),
    ],
)
def test_what_was_changed_behind_its_back_is_told(opened: Room, change: str, told: str) -> None:
    key_tier(opened, *PEER)
    one = key_codes(opened)
    steps.close_tier(opened, *PEER)
    with opened.database.writing() as tx:
        tx.exec_driver_sql(change)
    with pytest.raises(Refusal, match=told):
        receipts.look_up(opened, one)


def key_codes(room: Room) -> str:
    """The last of the receipts."""
    with room.database.reading() as tx:
        return str(tx.exec_driver_sql("SELECT max(code) FROM receipt").scalar_one())
