"""What a confirmed ballot leaves behind: its entry, its seal, its sum, its code."""

import pytest

from kaohe_tui.domain.record.events import HandedIn, SecretHandedIn
from kaohe_tui.services.access import codes
from kaohe_tui.services.ballots import handing_in
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.secrecy import receipts
from kaohe_tui.services.tiers import steps
from kaohe_tui.store.access import codes as codes_store
from kaohe_tui.store.record import pages
from kaohe_tui.store.seals import seals, sums
from tests.bureau import key_ballot, scheme_text
from tests.services.conftest import MakeRoom
from tests.services.secrecy.test_secrecy import PEER, secret


def confirmed(room: Room, missing: int, *, with_code: bool) -> tuple[object, int]:
    """What ``confirm`` says of m1's ballot, and the ballot's id."""
    steps.open_tier(room, *PEER)
    key_ballot(room, (*PEER, "m1"), hand_in=False)
    if with_code:
        codes.issue(room, *PEER, "m1")
    here = room.period("q1")
    with room.acting() as tx:
        of_m1 = f"SELECT id FROM ballot WHERE rater_id = {here.ids['m1']}"
        ballot: int = tx.exec_driver_sql(of_m1).scalar_one()
        assert sums.has(tx, ballot)
        tier, rater = here.scheme.tier("peer"), here.roster["m1"]
        cast = handing_in.confirm(room, tx, here, tier, rater, ballot, missing)
    return cast, ballot


@pytest.mark.parametrize("with_code", [False, True])
@pytest.mark.parametrize("missing", [0, 3])
def test_a_named_ballot_is_closed_and_sealed_by_its_entry(
    room: Room, missing: int, with_code: bool
) -> None:
    cast, ballot = confirmed(room, missing, with_code=with_code)
    assert cast is None
    with room.database.reading() as tx:
        [entry] = pages.of_events(tx, [HandedIn])
        digest = seals.digest_of_ballot(tx, ballot)
        [row] = tx.exec_driver_sql(
            f"SELECT state, keyed_by, length(nonce) FROM ballot WHERE id = {ballot}"
        ).all()
        assert not sums.has(tx, ballot)
        here = room.period("q1")
        assert not codes_store.spend(tx, here.opened_id, 0, here.ids["m1"])
    assert entry.event == HandedIn(
        period="q1", tier="peer", rater="m1", lacking=missing, digest=digest, by_code=with_code
    )
    assert tuple(row) == ("handed_in", room.actor, 32)


@pytest.mark.parametrize("with_code", [False, True])
def test_of_a_secret_ballot_only_the_number_is_told(make_room: MakeRoom, with_code: bool) -> None:
    room = make_room(secret(scheme_text()))
    cast, ballot = confirmed(room, 3, with_code=with_code)
    assert cast is not None
    with room.database.reading() as tx:
        [entry] = pages.of_events(tx, [SecretHandedIn])
        [row] = tx.exec_driver_sql(
            f"SELECT state, keyed_by, nonce FROM ballot WHERE id = {ballot}"
        ).all()
        left = tx.exec_driver_sql("SELECT count(*) FROM rater_code").scalar_one()
    assert entry.event == SecretHandedIn(period="q1", tier="peer", number=1)
    assert tuple(row) == ("handed_in", "", "")
    assert left == 0
    steps.close_tier(room, *PEER, "缺席")
    assert len(receipts.posted(room, *PEER)) == 1
