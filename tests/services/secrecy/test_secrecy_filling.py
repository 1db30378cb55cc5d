"""However a secret tier's ballots come, by keyboard, from files, by parts, keyed twice: each rating
arrives once, and nothing stays together or with its rater that was on one ballot."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from kaohe_tui.domain.paper.double_entry import Side
from kaohe_tui.services.ballots.importing import import_ballots
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.integrity.verifying import verify
from kaohe_tui.services.paper import settling
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.secrecy import receipts, secrecy
from kaohe_tui.services.tiers import steps
from kaohe_tui.store.ballots import ballots as ballots_store
from kaohe_tui.store.secrecy import urn
from tests.bureau import key_ballot, key_tier, raters, scheme_text
from tests.services.conftest import MakeRoom
from tests.services.keyed_in_parts import detail_scheme
from tests.services.keyed_twice import FIRST, SECOND, THIRD, act_as, double_scheme
from tests.services.secrecy.test_secrecy import PEER, secret

ON_BALLOTS = ("rating", "abstention", "part_mark")
Rating = tuple[str, tuple[int, ...]]
"""Ratee's code, marks in whole points; none for an abstention."""


def _open(make_room: MakeRoom, scheme: str) -> Room:
    room = make_room(scheme)
    steps.open_tier(room, *PEER)
    return room


def _given(room: Room, rater: str) -> dict[str, tuple[int, int] | None]:
    """What a rater gives by ratee's code: nobody else gives the same, one abstains from s3."""
    number = raters(room, *PEER).index(rater)
    found: dict[str, tuple[int, int] | None] = {
        person.code: (20 + number, 30)
        for person in room.period("q1").roster
        if person.code not in ("h", rater)
    }
    if rater == "m1":
        found["s3"] = None
    return found


def _import(room: Room, of: Iterable[str]) -> None:
    lines = ["tier,rater,ratee,work,spirit,abstain"]
    for rater in of:
        for ratee, marks in _given(room, rater).items():
            told = "1" if marks is None else ""
            work, spirit = marks or ("", "")
            lines.append(f"peer,{rater},{ratee},{work},{spirit},{told}")
    path = room.database.path.parent / "ballots.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    import_ballots(room, path, "q1")


def _all_given(room: Room) -> Counter[Rating]:
    return Counter(
        (ratee, () if marks is None else tuple(10 * mark for mark in marks))
        for rater in raters(room, *PEER)
        for ratee, marks in _given(room, rater).items()
    )


def _by_place(room: Room) -> Mapping[int, list[Rating]]:
    """What lies in each place of the urn."""
    here = room.period("q1")
    found: dict[int, list[Rating]] = {}
    with room.database.reading() as tx:
        for head in ballots_store.heads(tx, here.opened_id):
            if head.rater_id is None:
                facts = ballots_store.facts(tx, head.id)
                found[head.id] = [
                    (here.codes[ratee], tuple(given[n] for n in sorted(given)))
                    for ratee, given in facts.marks.items()
                ] + [(here.codes[ratee], ()) for ratee in facts.abstentions]
    return found


def _check_urn(room: Room) -> None:
    """Whether each rating arrived once, none beside another of its ratee, nothing together."""
    places = _by_place(room)
    assert Counter(rating for of in places.values() for rating in of) == _all_given(room)
    rated = [[ratee for ratee, _marks in of] for of in places.values()]
    assert all(len(of) == len(set(of)) for of in rated)
    everybody = {ratee for of in rated for ratee in of}
    # A ballot kept whole would rate all but one.
    assert sum(len(everybody - set(of)) <= 1 for of in rated) < len(places) / 2
    assert _with_raters(room) == []
    assert len(receipts.posted(room, *PEER)) == len(raters(room, *PEER))


def _with_raters(room: Room) -> list[tuple[object, ...]]:
    """All that a rater's ballot still tells: rows under its number, who keyed it, its nonce."""
    of_raters = "SELECT id FROM ballot WHERE rater_id IS NOT NULL"
    statements = [
        *(f"SELECT * FROM {table} WHERE ballot_id IN ({of_raters})" for table in ON_BALLOTS),
        "SELECT id, keying, keyed_by, nonce FROM ballot WHERE rater_id IS NOT NULL"
        " AND (keyed_by <> '' OR nonce <> '' OR keying <> 1)",
    ]
    with room.database.reading() as tx:
        return [tuple(row) for told in statements for row in tx.exec_driver_sql(told).all()]


@pytest.mark.parametrize("keyed", [(), ("m1", "s2", "h"), ("h", "l1", "l2", "m1", "m2", "s1")])
@pytest.mark.parametrize("seed", range(3))
def test_an_urn_filled_from_a_file(make_room: MakeRoom, keyed: tuple[str, ...], seed: int) -> None:
    room = _open(make_room, secret(scheme_text()))
    for rater in keyed:
        key_ballot(room, (*PEER, rater), _given(room, rater).__getitem__)
    rest = [rater for rater in raters(room, *PEER) if rater not in keyed]
    random.Random(seed).shuffle(rest)
    half = len(rest) // 2 if seed else 0
    for some in (rest[:half], rest[half:]):
        if some:
            _import(room, some)
    steps.close_tier(room, *PEER)
    _check_urn(room)
    assert verify(room).holds


def test_an_urn_filled_from_a_file_beside_what_was_keyed_by_parts(make_room: MakeRoom) -> None:
    room = _open(make_room, secret(detail_scheme()))
    keyed = ("h", "l1", "m1", "s1")
    for rater in keyed:
        parts = {
            ratee: None if marks is None else (marks[0] - 10, 10, marks[1])
            for ratee, marks in _given(room, rater).items()
        }
        key_ballot(room, (*PEER, rater), parts.__getitem__)
        assert _with_raters(room) == []
    _import(room, [rater for rater in raters(room, *PEER) if rater not in keyed])
    steps.close_tier(room, *PEER)
    _check_urn(room)
    with room.database.reading() as tx:
        parts_kept = tx.exec_driver_sql(
            "SELECT sum(value) FROM part_mark JOIN ballot ON ballot.id = ballot_id"
            " WHERE rater_id IS NULL"
        ).scalar_one()
        whole = tx.exec_driver_sql(
            "SELECT sum(mark_0) FROM rating WHERE EXISTS (SELECT 1 FROM part_mark WHERE"
            " part_mark.ratee_id = rating.ratee_id AND part_mark.ballot_id = rating.ballot_id)"
        ).scalar_one()
    # Parts lie where their mark lies.
    assert parts_kept == whole > 0


@pytest.mark.parametrize("differs", [False, True])
def test_nothing_of_two_keyings_stays_with_the_rater(make_room: MakeRoom, differs: bool) -> None:
    scheme = detail_scheme().replace('key = "peer"\n', 'key = "peer"\nentry = "double"\n', 1)
    room = _open(make_room, secret(scheme))
    which = (*PEER, "s1")
    given = dict.fromkeys(("l1", "l2", "m1", "m2", "s2", "s3"), (15, 10, 30))
    act_as(room, FIRST)
    key_ballot(room, which, (given | {"s2": None}).__getitem__)
    act_as(room, SECOND)
    other = given | {"s2": None} | ({"l1": (15, 11, 30)} if differs else {})
    key_ballot(room, which, other.__getitem__)
    if differs:
        assert _with_raters(room)
        act_as(room, THIRD)
        look = settling.settling(room, *which)
        settling.settle(room, *which, look.found, {0: Side.SECOND})
    assert _with_raters(room) == []
    assert sum(map(len, _by_place(room).values())) == 6
    with room.database.reading() as tx:
        parts = tx.exec_driver_sql("SELECT sum(value) FROM part_mark").scalar_one()
    assert parts == 5 * 250 + (10 if differs else 0)


def test_keyed_twice_without_parts(make_room: MakeRoom) -> None:
    room = _open(make_room, double_scheme("secret = true\n"))
    for clerk in (FIRST, SECOND):
        act_as(room, clerk)
        key_ballot(room, (*PEER, "s1"), _given(room, "s1").__getitem__)
    assert _with_raters(room) == []


def test_the_nonces_of_an_urn_are_long_and_all_different(make_room: MakeRoom) -> None:
    room = _open(make_room, secret(scheme_text()))
    key_tier(room, *PEER)
    with room.database.reading() as tx:
        nonces = tx.exec_driver_sql("SELECT nonce FROM ballot WHERE rater_id IS NULL").scalars()
        found = list(nonces)
    assert len(found) == len(set(found)) == 14
    assert {len(nonce) for nonce in found} == {32}
    assert all(set(nonce) <= set("0123456789abcdef") for nonce in found)


# -- large files -----------------------------------------------------------------------------------


def _is_due(room: Room) -> bool:
    with room.database.reading() as tx:
        return urn.is_due(tx)


@pytest.fixture
def large(make_room: MakeRoom, monkeypatch: pytest.MonkeyPatch) -> Room:
    """A file too large to be made anew after each ballot, with one ballot in."""
    monkeypatch.setattr(secrecy.tidy, "__kwdefaults__", {"at_most": 4096})
    room = _open(make_room, secret(scheme_text()))
    key_ballot(room, (*PEER, "m1"))
    assert _is_due(room)
    return room


def test_a_large_file_is_made_anew_when_the_tier_is_closed(large: Room) -> None:
    _import(large, ["s1"])
    assert _is_due(large)
    steps.close_tier(large, *PEER, "到此为止")
    assert not _is_due(large)


def test_a_large_file_is_made_anew_when_it_is_opened(large: Room) -> None:
    path: Path = large.database.path
    large.close()
    enter_room(path, read_only=True).close()
    room = enter_room(path)
    assert not _is_due(room)
    room.close()
