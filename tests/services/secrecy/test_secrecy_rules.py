"""Secret tiers, branch by branch: when a copy may be made, what is cast when, what is said."""

from collections.abc import Callable

import pytest

from kaohe_tui.domain.record.events import NamesRemoved, SecretHandedIn
from kaohe_tui.services.ballots import open_ballot
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.periods import calling_off
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.secrecy import receipts, secrecy
from kaohe_tui.services.tiers import steps
from kaohe_tui.store.ballots import ballots as ballots_store
from kaohe_tui.store.record import pages
from kaohe_tui.store.seals import sums
from kaohe_tui.store.secrecy import urn
from tests.refused import refused
from tests.services.bureau import key_ballot, key_tier, planted, press, raters, scheme_text
from tests.services.conftest import MakeRoom
from tests.services.keyed_twice import double_scheme, key_as
from tests.services.secrecy.test_secrecy import PEER, secret

MIDDLE = ("q1", "middle")
TOLD = (
    "{} is secret and not all ballots are in: a backup now could reveal who gave which marks. It "
    "can be made once every ballot is in or the tier is closed."
)


def also_middle(text: str) -> str:
    """The scheme with its second tier secret."""
    return text.replace('key = "middle"', 'key = "middle"\nsecret = true', 1)


@pytest.fixture
def opened(make_room: MakeRoom) -> Room:
    """Two secret tiers, the first open."""
    room = make_room(also_middle(secret(scheme_text())))
    steps.open_tier(room, *PEER)
    return room


# -- copies --------------------------------------------------------------------------------------


def _begin(room: Room) -> None:
    key_ballot(room, (*PEER, "m1"), hand_in=False)


def _hand_in(room: Room) -> None:
    key_ballot(room, (*PEER, "m1"))


def _all(room: Room) -> None:
    key_tier(room, *PEER)


def _all_but_one(room: Room) -> None:
    for rater in raters(room, *PEER):
        if rater != "m1":
            key_ballot(room, (*PEER, rater))


def _closed(room: Room) -> None:
    _hand_in(room)
    steps.close_tier(room, *PEER, "缺席")


def _reopened(room: Room) -> None:
    _closed(room)
    steps.reopen_tier(room, *PEER, "补交")


def _second(room: Room) -> None:
    _closed(room)
    steps.open_tier(room, *MIDDLE)
    key_ballot(room, (*MIDDLE, "m1"))


def _called_off(room: Room) -> None:
    _hand_in(room)
    calling_off.call_off(room, "q1", "停办")


def _two_periods(room: Room) -> None:
    """The first is called off half-way; the second has begun."""
    _called_off(room)
    steps.open_tier(room, "q2", "peer")
    key_ballot(room, ("q2", "peer", "m1"))


@pytest.mark.parametrize(
    ("how", "tier"),
    [
        (lambda _room: None, ""),
        (_begin, "全员互评"),
        (_hand_in, "全员互评"),
        (_all_but_one, "全员互评"),
        (_all, ""),
        (_closed, ""),
        (_reopened, "全员互评"),
        (_second, "中层干部评分"),
        (_called_off, ""),
        (_two_periods, "全员互评"),
    ],
)
def test_when_a_copy_may_be_made(opened: Room, how: Callable[[Room], None], tier: str) -> None:
    how(opened)
    assert secrecy.may_be_copied(opened) == (TOLD.format(tier) if tier else "")


def test_a_tier_that_is_not_secret_may_be_copied_any_time(make_room: MakeRoom) -> None:
    room = make_room(also_middle(scheme_text()))
    steps.open_tier(room, *PEER)
    _hand_in(room)
    assert secrecy.may_be_copied(room) == ""


def test_a_ballot_that_waits_for_its_second_keying_is_begun(make_room: MakeRoom) -> None:
    room = make_room(double_scheme("secret = true\n"))
    steps.open_tier(room, *PEER)
    assert secrecy.may_be_copied(room) == ""
    key_as(room, "甲")
    assert secrecy.may_be_copied(room) == TOLD.format("全员互评")


# -- what is cast --------------------------------------------------------------------------------


def test_a_confirmed_ballot_is_counted_and_gets_a_receipt(opened: Room) -> None:
    here = opened.period("q1")
    tier = here.scheme.tier("peer")
    given = []
    for number, rater in enumerate(("m1", "m2"), 1):
        key_ballot(opened, (*PEER, rater), hand_in=False)
        with opened.acting() as tx:
            cast = secrecy.cast(opened, tx, here, tier, ballot_of(opened, rater))
            assert cast.place == secrecy.places_of(tx, here, tier)[0]
            assert urn.taken(tx, here.opened_id, 0) == number
        given.append(cast.receipt)
        assert events(opened, SecretHandedIn)[-1] == SecretHandedIn(
            period="q1", tier="peer", number=number
        )
    # Whoever gets most ratings has room for twice as many.
    with opened.database.reading() as tx:
        assert len(secrecy.places_of(tx, here, tier)) == 2 * 7
    steps.close_tier(opened, *PEER, "缺席")
    assert receipts.posted(opened, *PEER) == sorted(map(secrecy.shown, given))


def ballot_of(room: Room, rater: str, tier: int = 0) -> int:
    """The id of a rater's ballot."""
    here = room.period("q1")
    with room.database.reading() as tx:
        heads = ballots_store.heads(tx, here.opened_id)
    return next(h.id for h in heads if h.rater_id == here.ids[rater] and h.tier_no == tier)


def events(room: Room, kind: type[SecretHandedIn] | type[NamesRemoved]) -> list[object]:
    with room.database.reading() as tx:
        return [entry.event for entry in pages.of_events(tx, [kind])]


def test_what_was_begun_is_cast_when_the_tier_closes(opened: Room) -> None:
    here = opened.period("q1")
    key_ballot(opened, (*PEER, "m1"))
    key_ballot(opened, (*PEER, "m2"), hand_in=False)
    key_ballot(opened, (*PEER, "s1"), hand_in=False)
    # Begun, and all of it taken back: nothing is on it.
    emptied = key_ballot(
        opened, (*PEER, "s2"), lambda code: (50, 30) if code == "m1" else (), hand_in=False
    )
    press(emptied, *"uu")
    emptied.leave()
    with opened.acting() as tx:
        for tier, count in (("middle", 0), ("head", 0), ("peer", 2), ("peer", 0)):
            assert secrecy.cast_rest(opened, tx, here, here.scheme.tier(tier)) == count
    assert [e.number for e in events(opened, SecretHandedIn)] == [1, 2, 3]  # type: ignore[attr-defined]


def test_a_tier_that_is_not_secret_casts_nothing(make_room: MakeRoom) -> None:
    room = make_room(also_middle(scheme_text()))
    steps.open_tier(room, *PEER)
    key_ballot(room, (*PEER, "m1"), hand_in=False)
    here = room.period("q1")
    with room.acting() as tx:
        assert secrecy.cast_rest(room, tx, here, here.scheme.tier("peer")) == 0
        assert not urn.is_bare(tx, ballot_of(room, "m1"))


def test_a_ballot_of_a_named_tier_is_sealed_by_its_entry(make_room: MakeRoom) -> None:
    room = make_room(also_middle(scheme_text()))
    steps.open_tier(room, *PEER)
    key_ballot(room, (*PEER, "m1"), lambda code: (50, 30) if code != "s1" else ())
    with room.database.reading() as tx:
        assert not sums.has(tx, ballot_of(room, "m1"))
        [row] = tx.exec_driver_sql(
            "SELECT subject, old, length(new), reason FROM record WHERE action = 'hand_in'"
        ).all()
    assert tuple(row) == ("m1", "1", 64, "")


# -- what older versions kept --------------------------------------------------------------------


def _older(room: Room, state: str, *, closed: bool = False) -> None:
    """One ballot is handed in with its rater's name, one stands in another state."""
    key_ballot(room, (*PEER, "m1"), hand_in=False)
    key_ballot(room, (*PEER, "m2"), hand_in=False)
    with planted(room) as tx:
        tx.exec_driver_sql(f"UPDATE ballot SET state = '{state}' WHERE id = 2")
        if closed:
            tx.exec_driver_sql("UPDATE tier_step SET state = 'closed' WHERE key = 'peer'")
        tx.exec_driver_sql("PRAGMA user_version=1")


@pytest.mark.parametrize(
    ("state", "closed", "linked"),
    [
        ("open", False, 0),
        ("keyed", False, 0),
        ("handed_in", False, 1),
        ("void", False, 0),
        ("open", True, 2),
        ("keyed", True, 2),
        ("handed_in", True, 2),
        ("void", True, 1),
    ],
)
def test_which_ballots_lose_their_names(
    opened: Room, state: str, closed: bool, linked: int
) -> None:
    _older(opened, state, closed=closed)
    assert secrecy.is_linked(opened) == bool(linked)
    assert secrecy.unlink(opened) == linked
    assert not secrecy.is_linked(opened)
    assert secrecy.unlink(opened) == 0
    wanted = [NamesRemoved(period="q1", tier="peer", ballots=linked)] if linked else []
    assert events(opened, NamesRemoved) == wanted
    if closed:
        assert len(receipts.posted(opened, *PEER)) == linked


def test_nothing_is_linked_where_the_file_was_made_anew(opened: Room) -> None:
    _older(opened, "handed_in")
    with planted(opened) as tx:
        tx.exec_driver_sql("PRAGMA user_version=0")
    assert not secrecy.is_linked(opened)
    assert secrecy.settle(opened) == 0
    with planted(opened) as tx:
        tx.exec_driver_sql("PRAGMA user_version=1")
    assert secrecy.is_linked(opened)
    assert secrecy.settle(opened) == 1
    with opened.database.reading() as tx:
        assert not urn.is_due(tx)
    assert secrecy.settle(opened) == 0


def test_what_cannot_be_written_is_settled_the_next_time(opened: Room) -> None:
    _older(opened, "handed_in")
    reader = enter_room(opened.database.path, read_only=True)
    assert secrecy.settle(reader) == 0
    assert secrecy.is_linked(reader)
    reader.close()


# -- what is said --------------------------------------------------------------------------------


def test_nobody_can_tell_whose_a_confirmed_ballot_was(opened: Room) -> None:
    scheme = opened.period("q1").scheme
    secrecy.check_named(scheme.tier("head"))
    with refused("ballot-in-urn") as info:
        secrecy.check_named(scheme.tier("peer"))
    assert str(info.value) == (
        "全员互评 is secret: nobody can tell any more which ballot was whose, so none can be given "
        "back or voided."
    )
    _hand_in(opened)
    for verb in (open_ballot.give_back, open_ballot.strike_out):
        with refused("ballot-in-urn"):
            verb(opened, *PEER, "m1", "填错")


@pytest.mark.parametrize(
    ("tier", "told"),
    [
        ("peer", ""),
        (
            "middle",
            "3 people get fewer than 5 ratings: anyone who knows some of them can work out the "
            "rest.",
        ),
        (
            "leader",
            "Not secret for 3 people: everybody knows who the only rater is.",
        ),
    ],
)
def test_what_is_said_before_it_opens(make_room: MakeRoom, tier: str, told: str) -> None:
    text = scheme_text().replace(f'key = "{tier}"', f'key = "{tier}"\nsecret = true', 1)
    here = make_room(text).period("q1")
    assert secrecy.exposed_in_words(here, here.scheme.tier(tier)) == told


def test_how_a_receipt_is_written_and_typed() -> None:
    assert secrecy.shown("ABCD2345") == "ABCD-2345"
    for typed in ("ABCD2345", "abcd-2345", " ab cd\t2345\n"):
        assert secrecy.typed(typed) == "ABCD2345"


def test_how_far_the_ballots_are_is_kept_up(opened: Room) -> None:
    opened.progress.cast("q1", 3, 5)
    assert opened.progress.of("q1") is None
    opened.progress.keep("q1", {4: (1, 2)})
    opened.progress.cast("q1", 3, 5)
    opened.progress.cast("q1", 4, 6)
    assert opened.progress.of("q1") == {3: (5, 5), 4: (7, 8)}
