"""Tables, ballots and tiers that do not fit what the record sealed, word for word."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kaohe_tui.domain.record.events import Upgraded
from kaohe_tui.domain.record.things import Finding
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.integrity import intact
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.database import checking
from kaohe_tui.store.database.migrations import HEAD
from kaohe_tui.store.failures import ForeignChange
from kaohe_tui.store.seals import chain, guards, seals, sums
from kaohe_tui.store.seals.guards import Sealed
from tests.services.changed_copies import change, changed, make_year

HELD = {
    "absence": "absences",
    "adjustment": "bonuses and deductions",
    "comparison": "comparisons of two entries",
    "decision": "decided grades",
    "declaration": "declared tasks",
    "exemption": "people without a grade",
    "figure": "figures of the office",
    "forms": "numbers of paper forms",
    "in_force": "the scheme in force",
    "matter": "objections and reports",
    "matter_step": "steps of objections and reports",
    "notice": "public notices",
    "operator": "operators",
    "opinion": "opinions on tasks",
    "participant": "rosters of opened periods",
    "roster_group": "groups in the rosters",
    "period": "opened periods",
    "person": "the roster",
    "rater_code": "raters' codes",
    "recusal": "recusals",
    "result": "locked results",
    "scheme": "schemes",
    "shape": "tables and their guards",
    "task": "yearly tasks",
    "tier_step": "states of tiers",
    "veto": "vetoes",
}
"""Every table that is sealed whole, and what it holds."""
SEALED = Sealed(9, "2026-11-30T03:41:09+08:00", "陈静", "hand_in", "ab")
LATER = replace(SEALED, entry=900)
STRAY = "A ballot or a receipt was added, removed or changed by a program other than kaohe."
PEER_S1, HEAD_H, BARE = 15, 17, 12
"""Ballots' ids: keyed twice, of the head, and what a rater of a secret tier has left."""
URN = "(SELECT min(ballot_id) FROM rating)"
"""A ballot of nobody on which something stands: where, was drawn at random."""


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_year(tmp_path_factory)


@pytest.fixture(scope="module")
def room(year: Path) -> Iterator[Room]:
    opened = enter_room(year, read_only=True)
    yield opened
    opened.close()


@pytest.fixture
def last(room: Room) -> dict[str, Sealed]:
    """Every last seal, for a test to say otherwise."""
    with room.database.reading() as tx:
        return checking.last_seals(tx)


# -- tables --------------------------------------------------------------------------------------


def of_tables(room: Room, last: dict[str, Sealed]) -> list[Finding]:
    with room.database.reading() as tx:
        return list(intact.of_tables(tx, last))


def test_every_table_has_a_name_here(room: Room, last: dict[str, Sealed]) -> None:
    with room.database.reading() as tx:
        assert {seals.SHAPE, *seals.sealed_tables(tx)} == HELD.keys()
    assert of_tables(room, last) == []


@pytest.mark.parametrize("table", HELD)
def test_a_table_that_does_not_fit(room: Room, last: dict[str, Sealed], table: str) -> None:
    told = (
        f"{HELD[table]}: changed by a program other than kaohe after entry 9 of the record "
        "(2026-11-30 03:41, 陈静)."
    )
    assert of_tables(room, last | {table: SEALED}) == [
        Finding(told, ("table", table), last[table].digest)
    ]


@pytest.mark.parametrize("table", HELD)
def test_a_table_that_no_entry_seals(room: Room, last: dict[str, Sealed], table: str) -> None:
    digest = last.pop(table).digest
    told = f"{HELD[table]}: there is something that no entry of the record mentions."
    assert of_tables(room, last) == [Finding(told, ("table", table), digest)]


def test_an_empty_table_that_no_entry_seals(year: Path, tmp_path: Path) -> None:
    with changed(year, tmp_path, "DELETE FROM veto") as room:
        with room.database.reading() as tx:
            last = checking.last_seals(tx)
        assert [each.thing for each in of_tables(room, last)] == [("table", "veto")]
        del last["veto"]
        assert of_tables(room, last) == []


def test_a_table_of_another_program_has_no_words() -> None:
    assert guards.told("more", None) == (
        "more: there is something that no entry of the record mentions."
    )


# -- tiers ---------------------------------------------------------------------------------------

TIERS = {"all": "全员互评", "peer": "同级评分", "head": "局领导评分"}


def of_tiers(room: Room, last: dict[str, Sealed]) -> list[Finding]:
    with room.database.reading() as tx:
        digests = checking.Digests(tx)
        return [
            finding
            for tier in checking.closed_tiers(tx)
            for finding in intact.of_tier(room, last, tier, digests)
        ]


@pytest.mark.parametrize(("number", "tier"), list(enumerate(TIERS)))
def test_a_tier_that_does_not_fit(
    room: Room, last: dict[str, Sealed], number: int, tier: str
) -> None:
    assert of_tiers(room, last) == []
    name = f"ballots 1 {number}"
    digest = last[name].digest
    told = (
        f"上半年 {TIERS[tier]}: its ballots were changed after entry 9 of the record "
        "(2026-11-30 03:41, 陈静)."
    )
    assert of_tiers(room, last | {name: SEALED}) == [Finding(told, ("sealed", name), digest)]
    del last[name]
    told = f"上半年 {TIERS[tier]}: no entry of the record mentions its closing."
    assert of_tiers(room, last) == [Finding(told, ("sealed", name), digest)]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE scheme SET text = 'x'",
        "UPDATE tier_step SET state = 'x' WHERE number = 0",
    ],
)
def test_a_tier_keeps_its_key_where_its_period_cannot_be_read(
    year: Path, tmp_path: Path, statement: str
) -> None:
    with changed(year, tmp_path, statement) as room:
        told = [each.sentence for each in of_tiers(room, {})]
    assert told[-2:] == [
        f"q1 {tier}: no entry of the record mentions its closing." for tier in ("peer", "head")
    ]


# -- ballots -------------------------------------------------------------------------------------


def of_ballots(room: Room, last: dict[str, Sealed]) -> list[Finding]:
    with room.database.reading() as tx:
        there, digests = checking.ballots(tx), checking.Digests(tx)
        return [
            *intact.of_ballots(room, tx, last, there, digests),
            *intact.of_stray_sums(room, tx, last, there),
        ]


@pytest.mark.parametrize(
    ("ballot", "tier", "rater"), [(PEER_S1, "peer", "单雄"), (HEAD_H, "head", "何局长")]
)
def test_a_ballot_that_is_not_as_it_was_handed_in(
    room: Room, last: dict[str, Sealed], ballot: int, tier: str, rater: str
) -> None:
    assert of_ballots(room, last) == []
    with room.database.reading() as tx:
        digest = seals.digest_of_ballot(tx, ballot)
    told = f"上半年 {TIERS[tier]}: the ballot of {rater} is not as it was handed in (entry 900)."
    name = seals.ballot_name(ballot)
    # Of two entries that say what is on it, the later one holds.
    assert of_ballots(room, last | {name: LATER}) == [Finding(told, ("said", str(ballot)), digest)]
    assert of_ballots(room, last | {name: SEALED}) == []
    del last[name]
    assert of_ballots(room, last) == []


def place(room: Room) -> int:
    """The id of ``URN``."""
    with room.database.reading() as tx:
        found: int = tx.exec_driver_sql(f"SELECT {URN}").scalar_one()
    return found


def test_what_an_older_kaohe_sealed_of_a_secret_tier_does_not_count(
    room: Room, last: dict[str, Sealed]
) -> None:
    assert of_ballots(room, last | {seals.ballot_name(BARE): LATER}) == []
    # Nor does what is sealed under the number of a place in the urn: the number was another's.
    assert of_ballots(room, last | {seals.ballot_name(place(room)): LATER}) == []


@pytest.mark.parametrize(
    ("statement", "told", "thing"),
    [
        (
            f"UPDATE rating SET mark_1 = 10 WHERE ballot_id = {URN}",
            "上半年 全员互评: ratings were changed by a program other than kaohe.",
            "",
        ),
        (
            f"DELETE FROM ballot_sum WHERE ballot_id = {URN}",
            "上半年 全员互评: ratings were changed by a program other than kaohe.",
            "",
        ),
        (
            f"INSERT INTO rating (ratee_id, ballot_id, mark_1) SELECT ratee_id, {BARE}, 10"
            " FROM rating LIMIT 1",
            "上半年 全员互评: marks entered on the ballot of 单雄 were changed by a program other "
            "than kaohe.",
            str(BARE),
        ),
        ("UPDATE receipt SET code = 'ABCDEFGH' WHERE code = (SELECT min(code) FROM receipt)",
         STRAY, "0"),
        ("DELETE FROM receipt", STRAY, "0"),
        (f"UPDATE ballot SET keyed_by = 'x' WHERE id = {BARE}", STRAY, "0"),
    ],
)  # fmt: skip
def test_what_no_entry_seals_and_its_sum(
    year: Path, tmp_path: Path, statement: str, told: str, thing: str
) -> None:
    with changed(year, tmp_path, statement) as room:
        thing = thing or str(place(room))
        with room.database.reading() as tx:
            last = checking.last_seals(tx)
            ballot = next((b for b in checking.ballots(tx) if str(b.id) == thing), None)
            now = (
                sums.of_ballots(tx, ballot.period_id, [ballot.id])[ballot.id]
                if ballot
                else sums.of_all(tx)
            )
        assert of_ballots(room, last) == [Finding(told, ("sum", thing), str(now))]


@pytest.mark.parametrize("ballot", [PEER_S1, HEAD_H, 900])
def test_a_sum_that_stands_for_no_such_ballot(year: Path, tmp_path: Path, ballot: int) -> None:
    with changed(year, tmp_path, f"INSERT INTO ballot_sum VALUES ({ballot}, 5)") as room:
        with room.database.reading() as tx:
            last = checking.last_seals(tx)
        assert of_ballots(room, last) == [Finding(STRAY, ("sum", str(ballot)), "")]


def test_a_ballot_of_an_old_file_has_neither_seal_nor_sum(year: Path, tmp_path: Path) -> None:
    """It is held by the seal of its tier alone; once it has a sum, that has to fit."""
    unsaid = "UPDATE record SET action = 'x' WHERE action = 'hand_in' AND subject = 'h'"
    with changed(year, tmp_path, unsaid) as room:
        with room.database.reading() as tx:
            last = checking.last_seals(tx)
        del last[seals.ballot_name(HEAD_H)]
        assert of_ballots(room, last) == []
        change(room.database.path, f"INSERT INTO ballot_sum VALUES ({HEAD_H}, 5)")
        [finding] = of_ballots(room, last)
        assert finding.thing == ("sum", str(HEAD_H))
        assert finding.sentence == (
            "上半年 局领导评分: marks entered on the ballot of 何局长 were changed by a program "
            "other than kaohe."
        )


# -- before something is built on them -----------------------------------------------------------


def test_a_tier_is_checked_before_something_is_built_on_it(year: Path, tmp_path: Path) -> None:
    with changed(year, tmp_path) as room, room.database.reading() as tx:
        for number, tier in enumerate(TIERS):
            assert intact.check_tier(room, tx, "q1", tier) == seals.digest_of_tier(tx, 1, number)


@pytest.mark.parametrize("tier", TIERS)
def test_a_tier_with_a_changed_ballot_is_refused_and_no_other(
    year: Path, tmp_path: Path, tier: str
) -> None:
    ballot = {"all": URN, "peer": PEER_S1, "head": HEAD_H}[tier]
    statement = f"UPDATE rating SET mark_1 = 10 WHERE ballot_id = {ballot}"
    with changed(year, tmp_path, statement) as room, room.database.reading() as tx:
        for other in TIERS:
            secret = other == "all"
            if other != tier:
                intact.check_tier(room, tx, "q1", other)
                intact.check_closed(room, tx, "q1", other, secret=secret)
                continue
            with pytest.raises(ForeignChange, match=r"ratings were|not as it was handed in"):
                intact.check_tier(room, tx, "q1", other)
            with pytest.raises(ForeignChange, match="its ballots were changed after entry"):
                intact.check_closed(room, tx, "q1", other, secret=secret)


@pytest.mark.parametrize("held", ["", "half keyed", "summed"])
def test_what_an_old_file_brought_is_sealed_when_its_tier_is_reopened(
    year: Path, tmp_path: Path, held: str
) -> None:
    """Only a ballot that is in, under a name, and that nothing holds gets a seal of its own."""
    unsaid = (
        "UPDATE record SET action = 'x' WHERE action = 'hand_in' AND tier = 'head'",
        "UPDATE record SET seal = replace(seal, '\"ballot 17\"', '\"b\"')",
    )
    more = {
        "": (),
        "half keyed": (f"UPDATE ballot SET state = 'open' WHERE id = {HEAD_H}",),
        "summed": (f"INSERT INTO ballot_sum VALUES ({HEAD_H}, 5)",),
    }
    with changed(year, tmp_path, *unsaid, *more[held]) as room:
        with room.database.reading() as tx:
            digest = seals.digest_of_tier(tx, 1, 2)
        resealed = f"json_set(seal, '$.\"ballots 1 2\"', '{digest}')"
        change(room.database.path, f"UPDATE record SET seal = {resealed} WHERE id = 47")
        assert sealed_by_reopening(room, "head", secret=True) == set()
        assert sealed_by_reopening(room, "peer") == set()
        assert sealed_by_reopening(room, "head") == (set() if held else {"ballot 17"})


def sealed_by_reopening(room: Room, tier: str, *, secret: bool = False) -> set[str]:
    """The ballots that get a seal when a closed tier is checked before it is reopened."""
    with room.database.writing(guarded=False) as tx:
        intact.check_closed(room, tx, "q1", tier, secret=secret)
        before = checking.last_seals(tx)
        chain.add(tx, room.now(), "test", Upgraded(before=HEAD, revision=HEAD))
    with room.database.reading() as tx:
        now = checking.last_seals(tx)
    return {name for name in now if now[name] != before.get(name)}


# -- ballots that are being keyed ----------------------------------------------------------------


def test_what_stands_on_a_ballot_that_is_being_keyed_has_a_sum(year: Path, tmp_path: Path) -> None:
    reopened = f"UPDATE ballot SET state = 'open' WHERE id = {HEAD_H}"
    with changed(year, tmp_path, reopened) as room:
        with room.database.reading() as tx:
            last = checking.last_seals(tx)
            now = sums.of_ballots(tx, 1, [HEAD_H])[HEAD_H]
        told = (
            "上半年 局领导评分: marks entered on the ballot of 何局长 were changed by a program "
            "other than kaohe."
        )
        ballots, marks = of_ballots(room, last)
        assert (ballots.sentence, ballots.thing) == (STRAY, ("sum", "0"))
        assert marks == Finding(told, ("sum", str(HEAD_H)), str(now))
        change(room.database.path, f"INSERT INTO ballot_sum VALUES ({HEAD_H}, {now})")
        assert of_ballots(room, last) == [ballots]
