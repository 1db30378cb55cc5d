"""Entries of the record compared whole: nothing is left out of them, and nothing is put in."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import pytest

from kaohe_tui.services.access import codes
from kaohe_tui.services.ballots.open_ballot import OpenBallot, give_back, strike_out
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from kaohe_tui.services.tiers.closing_sheet import Signers
from kaohe_tui.store.ballots import ballots
from kaohe_tui.store.record import records
from kaohe_tui.store.seals import seals
from tests.bureau import KEYS, even, key_ballot, key_row, key_tier, new_room, scheme_text
from tests.services.secrecy.test_secrecy import PEER, secret

AT = datetime.fromisoformat("2026-06-30T09:00:00+08:00")


def _room(folder: Path, scheme: str) -> Room:
    made = new_room(folder, scheme)
    made.close()
    room = enter_room(made.database.path)
    return Room(room.database, actor="记录员", clock=lambda: AT)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Room]:
    """The bureau with its first tier open."""
    room = _room(tmp_path, scheme_text())
    steps.open_tier(room, *PEER)
    yield room
    room.close()


def _last(room: Room, count: int = 1) -> list[dict[str, object]]:
    """The last entries without number, seal and hash, which tell of nothing themselves."""
    with room.database.reading() as tx:
        found = records.entries(tx)[-count:]
    dropped = ("id", "seal", "chain")
    return [{n: told for n, told in asdict(e).items() if n not in dropped} for e in found]


def _entry(action: str, **told: str) -> dict[str, object]:
    entry: dict[str, object] = dict.fromkeys(("tier", "subject", "old", "new", "reason"), "")
    entry |= {"at": AT.astimezone().isoformat(timespec="seconds"), "actor": "记录员"}
    return entry | {"action": action, "period": "q1"} | told


def _digest(room: Room, rater: str) -> str:
    here = room.period("q1")
    with room.database.reading() as tx:
        head = ballots.head_of(tx, here.opened_id, 0, here.ids[rater])
        assert head is not None
        return seals.digest_of_ballot(tx, head.id)


def test_a_ballot_that_owes_nothing(opened: Room) -> None:
    key_ballot(opened, (*PEER, "m1"))
    digest = _digest(opened, "m1")
    assert _last(opened) == [_entry("hand_in", tier="peer", subject="m1", new=digest)]


def test_a_ballot_that_owes_two(opened: Room) -> None:
    key_ballot(opened, (*PEER, "m1"), lambda code: () if code in ("s1", "s2") else (50, 30))
    digest = _digest(opened, "m1")
    assert _last(opened) == [_entry("hand_in", tier="peer", subject="m1", old="2", new=digest)]


def test_a_ballot_that_its_rater_opened_with_a_code(opened: Room) -> None:
    (slip,) = codes.issue(opened, *PEER, "m1")
    assert _last(opened) == [_entry("issue_codes", tier="peer", subject="m1", new="1")]
    ballot = OpenBallot(opened, *PEER, "m1")
    ballot.lock.open(slip.code)
    for row in list(ballot.sheet.rows):
        key_row(ballot, row.ratee.code, even(row.ratee.code))
    ballot.hand_in()
    digest = _digest(opened, "m1")
    assert _last(opened) == [
        _entry("hand_in", tier="peer", subject="m1", new=digest, reason="code")
    ]


def test_a_ballot_of_a_secret_tier(tmp_path: Path) -> None:
    room = _room(tmp_path, secret(scheme_text()))
    steps.open_tier(room, *PEER)
    key_ballot(room, (*PEER, "m1"), lambda code: () if code == "s1" else (50, 30))
    key_ballot(room, (*PEER, "m2"))
    assert _last(room, 2) == [
        _entry("hand_in", tier="peer", subject="1"),
        _entry("hand_in", tier="peer", subject="2"),
    ]
    room.close()


def test_ballots_given_back_and_struck_out(opened: Room) -> None:
    key_ballot(opened, (*PEER, "m1"), lambda code: {"s1": (51, 30), "s2": None}.get(code, ()))
    give_back(opened, *PEER, "m1", "看错一行")
    kept = '{"m1":{"abstained":["s2"],"marks":{"s1":[510,300]}}}'
    assert _last(opened) == [
        _entry("give_back", tier="peer", subject="m1", old=kept, reason="看错一行")
    ]
    key_ballot(opened, (*PEER, "m2"))
    strike_out(opened, *PEER, "m2", "涂改")
    assert _last(opened) == [_entry("strike_out", tier="peer", subject="m2", reason="涂改")]


def test_a_period_closed_and_reopened(opened: Room) -> None:
    key_tier(opened, *PEER)
    steps.close_tier(opened, *PEER, signers=Signers("何局长", "李副局长"))
    assert _last(opened) == [_entry("close_tier", tier="peer", subject="何局长", new="李副局长")]
    for tier in KEYS[1:]:
        steps.open_tier(opened, "q1", tier)
        assert _last(opened) == [_entry("open_tier", tier=tier)]
        steps.close_tier(opened, "q1", tier, "无人到场")
    *_others, closing, closed = _last(opened, 2)
    assert closing == _entry("close_tier", tier="head", old="h:7", reason="无人到场")
    assert closed == _entry("close_period", subject="1", new=str(closed["new"]))
    steps.reopen_tier(opened, "q1", "head", "局长回来了")
    assert _last(opened, 2) == [
        _entry("reopen_period", reason="局长回来了"),
        _entry("reopen_tier", tier="head", reason="局长回来了"),
    ]
    steps.close_tier(opened, "q1", "head", "仍未到")
    steps.reopen_tier(opened, "q1", "peer", "补一张")
    assert _last(opened, 2) == [
        _entry("reopen_period", reason="补一张"),
        _entry("reopen_tier", tier="peer", reason="补一张"),
    ]


def test_the_first_tier_opened_opens_the_period(tmp_path: Path) -> None:
    room = _room(tmp_path, scheme_text())
    steps.open_tier(room, *PEER)
    here = room.period("q1")
    prints = f"{here.scheme_fingerprint} {here.roster_fingerprint}"
    assert _last(room, 2) == [_entry("open_period", new=prints), _entry("open_tier", tier="peer")]
    room.close()
