"""Receipts of secret ballots."""

import pytest

from kaohe_tui.services.room.room import Room
from kaohe_tui.services.secrecy import receipts
from kaohe_tui.services.tiers import steps
from tests.refused import refused
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
    with refused("tier-not-closed"):
        receipts.posted(opened, *PEER)
    steps.close_tier(opened, *PEER)
    assert receipts.posted(opened, *PEER) == sorted(codes)
    found = receipts.look_up(opened, one.replace("-", " ").lower())
    assert (found.closed, found.ballots, found.receipt) == (True, 8, one)
    with refused("receipt-unknown"):
        receipts.look_up(opened, "ABCD-EFGH")


def test_a_named_tier_has_no_receipts(room: Room) -> None:
    steps.open_tier(room, *PEER)
    assert key_ballot(room, (*PEER, "m1")).receipt == ""
    with refused("tier-not-secret"):
        receipts.posted(room, *PEER)


@pytest.mark.parametrize(
    ("change", "kind", "values"),
    [
        (
            "DELETE FROM receipt WHERE code = (SELECT min(code) FROM receipt)",
            "foreign-change",
            {"receipts": 7},
        ),
        ("UPDATE rating SET mark_0 = 0 WHERE mark_0 > 0", "foreign-change", {}),
        ("UPDATE ballot SET nonce = 'x' WHERE rater_id IS NULL", "foreign-change", {}),
    ],
)
def test_what_was_changed_behind_its_back_is_told(
    opened: Room, change: str, kind: str, values: dict[str, object]
) -> None:
    key_tier(opened, *PEER)
    one = key_codes(opened)
    steps.close_tier(opened, *PEER)
    with opened.database.writing() as tx:
        tx.exec_driver_sql(change)
    with refused(kind, **values):
        receipts.look_up(opened, one)


def key_codes(room: Room) -> str:
    """The last of the receipts."""
    with room.database.reading() as tx:
        return str(tx.exec_driver_sql("SELECT max(code) FROM receipt").scalar_one())
