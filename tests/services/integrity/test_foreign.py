"""Whatever another program changed is refused, and found for good, whatever is done afterwards."""

import gzip
import sqlite3
from collections.abc import Callable
from contextlib import closing
from fractions import Fraction
from pathlib import Path

import pytest

from kaohe_tui.domain.access.duties import Duty
from kaohe_tui.services.access import operators
from kaohe_tui.services.ballots import open_ballot
from kaohe_tui.services.ballots.importing import import_ballots
from kaohe_tui.services.counting import overview
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.entries import entries
from kaohe_tui.services.integrity import acknowledging
from kaohe_tui.services.integrity.verifying import check_against, verify
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from kaohe_tui.store.failures import ForeignChange
from kaohe_tui.store.seals import chain
from tests.bureau import key_ballot, key_tier, press, scheme_text
from tests.refused import refused
from tests.services.closed_quarter import SCHEME
from tests.services.conftest import MakeRoom
from tests.services.keyed_in_parts import detail_scheme
from tests.services.keyed_twice import double_scheme, key_as
from tests.services.secrecy.test_secrecy import secret
from tests.services.tampering import Change, force

PEER = ("q1", "peer")


def foreign(room: Room, *statements: str) -> None:
    """What another program does, guards out of the way and put back word for word."""
    change = Change("", "", tuple((statement, ()) for statement in statements))
    assert force(room.database.path, change)


def head(room: Room) -> str:
    with room.database.reading() as tx:
        return chain.head(tx)[1]


def names(room: Room, what: str) -> bool:
    """Whether verify names it."""
    return any(what in each for each in verify(room).findings)


@pytest.fixture
def opened(room: Room) -> Room:
    """Two named ballots handed in, a third half keyed."""
    steps.open_tier(room, *PEER)
    key_ballot(room, (*PEER, "s1"))
    key_ballot(room, (*PEER, "s2"))
    key_ballot(room, (*PEER, "m1"), lambda code: (50, 30) if code < "s" else (), hand_in=False)
    assert verify(room).holds
    return room


@pytest.fixture
def ruled(make_room: MakeRoom) -> Room:
    """A closed quarter with a bonus on somebody."""
    room = make_room(SCHEME)
    number = entries.enter_adjustment(room, "q1", "s1", "research", 1, "文件1")
    entries.approve(room, number, "h")
    for tier in ("peer", "middle", "leader", "head"):
        steps.open_tier(room, "q1", tier)
        key_tier(room, "q1", tier)
        steps.close_tier(room, "q1", tier)
    return room


# -- what another program did to what is sealed whole is not washed clean ------------------------


def test_a_clerk_does_not_become_host_for_good(opened: Room) -> None:
    for name, duty in (("陈静", Duty.HOST), ("吴凡", Duty.CLERK), ("周正", Duty.SUPERVISOR)):
        operators.add(opened, name, duty, "2580")
    before = head(opened)
    foreign(opened, "UPDATE operator SET duty = 'host' WHERE name = '吴凡'")
    operators.sign_in(opened, "吴凡", "2580")
    with pytest.raises(ForeignChange, match="operators"):
        operators.change_pin(opened, "2580", "1470")
    assert check_against(opened, before)
    assert names(opened, "吴凡")
    with refused("supervisor-needed", names="周正"):
        acknowledging.acknowledge(opened, "是我")


def test_a_bonus_does_not_count_thrice(ruled: Room) -> None:
    foreign(ruled, "UPDATE adjustment SET count = 3 WHERE id = 1")
    with pytest.raises(ForeignChange):
        entries.enter_adjustment(ruled, "q2", "s2", "research", 1, "文件2")
    assert names(ruled, "no. 1")


def test_a_closed_tier_is_not_scored_anew(opened: Room) -> None:
    key_ballot(opened, (*PEER, "m1"))
    steps.close_tier(opened, *PEER, reason="缺席")
    foreign(opened, "UPDATE tier_step SET state = 'open' WHERE key = 'peer'")
    with pytest.raises(ForeignChange):
        steps.close_tier(opened, *PEER, reason="再来")
    # Put back: still nothing but what the record tells of.
    foreign(opened, "UPDATE tier_step SET state = 'closed' WHERE key = 'peer'")
    assert verify(opened).holds


def test_a_role_that_was_changed_stays_known(ruled: Room) -> None:
    foreign(ruled, "UPDATE participant SET role = 'middle' WHERE code = 's1'")
    with pytest.raises(ForeignChange, match="rosters"):
        steps.open_tier(ruled, "q2", "peer")
    assert names(ruled, "roster")


def test_a_replaced_result_that_was_changed_stays_known(ruled: Room) -> None:
    entries.absent(ruled, "q1", "s2", Fraction(1), "病假", correction="漏记")
    entries.enter_veto(
        ruled, "q1", "s2", "县委规定的一票否决事项", "文件", "县委", correction="通报"
    )
    assert verify(ruled).results == 2
    foreign(ruled, "UPDATE result SET body = replace(body, '单雄', '单英') WHERE number = 1")
    with pytest.raises(ForeignChange):
        entries.absent(ruled, "q1", "s3", Fraction(1), "病假", correction="漏记")
    assert names(ruled, "locked result")


@pytest.mark.parametrize(
    "table",
    ["recusal", "absence", "veto", "exemption", "decision", "notice", "matter", "person", "scheme"],
)
def test_a_row_put_in_where_none_was_is_named(opened: Room, table: str) -> None:
    with opened.database.reading() as tx:
        info = tx.exec_driver_sql(f"SELECT name, type FROM pragma_table_info('{table}')").all()
    values = ", ".join("9" if kind == "INTEGER" else "'open'" for _name, kind in info)
    foreign(opened, f"INSERT INTO {table} VALUES ({values})")
    with refused("foreign-change"):
        steps.close_tier(opened, *PEER, reason="缺席")
    assert not verify(opened).holds


# -- ballots of an open tier ---------------------------------------------------------------------

ON = "ballot_id = (SELECT min(id) FROM ballot)"
BALLOTS = {
    "another mark": ["UPDATE rating SET mark_0 = mark_0 - 300 WHERE " + ON],
    "another mark, no nonce": [
        "UPDATE ballot SET nonce = '' WHERE id = (SELECT min(id) FROM ballot)",
        "UPDATE rating SET mark_0 = mark_0 - 300 WHERE " + ON,
    ],
    "taken out": [
        "DELETE FROM rating WHERE " + ON,
        "DELETE FROM ballot WHERE id = (SELECT min(id) FROM ballot)",
    ],
    "voided": ["UPDATE ballot SET state = 'void' WHERE id = (SELECT min(id) FROM ballot)"],
    "reopened": ["UPDATE ballot SET state = 'open' WHERE id = (SELECT min(id) FROM ballot)"],
    "put in": [
        "INSERT INTO ballot SELECT max(id) + 1, period_id, tier_no,"
        " (SELECT id FROM participant WHERE code = 's3'), 'handed_in', 1, '', 'x' FROM ballot",
        "INSERT INTO rating (ratee_id, ballot_id, mark_0, mark_1)"
        " SELECT ratee_id, (SELECT max(id) FROM ballot), 600, 400 FROM rating WHERE " + ON,
    ],
    "another's": [
        "UPDATE ballot SET rater_id = (SELECT id FROM participant WHERE code = 's3')"
        " WHERE id = (SELECT min(id) FROM ballot)"
    ],
    "who keyed it": ["UPDATE ballot SET keyed_by = 'x' WHERE id = (SELECT min(id) FROM ballot)"],
    "an abstention": [
        "INSERT INTO abstention SELECT ratee_id, ballot_id FROM rating WHERE " + ON + " LIMIT 1"
    ],
    "a part": [
        "INSERT INTO part_mark SELECT ratee_id, ballot_id, 0, 0, 5 FROM rating WHERE "
        + ON
        + " LIMIT 1"
    ],
    "half keyed: a mark": [
        "UPDATE rating SET mark_0 = 10 WHERE ballot_id = (SELECT max(id) FROM ballot)"
    ],
    "half keyed: taken out": [
        "DELETE FROM rating WHERE ballot_id = (SELECT max(id) FROM ballot)",
        "DELETE FROM ballot_sum WHERE ballot_id = (SELECT max(id) FROM ballot)",
        "DELETE FROM ballot WHERE id = (SELECT max(id) FROM ballot)",
    ],
    "half keyed: handed in": [
        "UPDATE ballot SET state = 'handed_in' WHERE id = (SELECT max(id) FROM ballot)"
    ],
    "begun by nobody": [
        "INSERT INTO ballot SELECT max(id) + 1, period_id, tier_no,"
        " (SELECT id FROM participant WHERE code = 's3'), 'open', 1, '', '' FROM ballot",
    ],
    "a sum": ["UPDATE ballot_sum SET sum = sum + 1 WHERE ballot_id = 0"],
}


@pytest.mark.parametrize("change", BALLOTS)
def test_ballots_in_an_open_tier_are_what_was_keyed(opened: Room, change: str) -> None:
    before = head(opened)
    foreign(opened, *BALLOTS[change])
    assert not verify(opened).holds
    with pytest.raises(ForeignChange):
        steps.close_tier(opened, *PEER, reason="缺席")
    # What is done to other ballots does not hide it.
    key_ballot(opened, (*PEER, "l1"))
    open_ballot.strike_out(opened, *PEER, "l1", "重复")
    assert not verify(opened).holds
    assert check_against(opened, before)


@pytest.mark.parametrize("change", BALLOTS)
def test_what_was_acknowledged_holds_and_what_comes_later_does_not(
    opened: Room, change: str
) -> None:
    foreign(opened, *BALLOTS[change])
    told = acknowledging.acknowledge(opened, "机房误操作，已核对纸质表")
    assert told
    assert verify(opened).holds
    with refused("nothing-to-acknowledge"):
        acknowledging.acknowledge(opened, "再来")
    key_ballot(opened, (*PEER, "l1"))
    foreign(opened, "UPDATE rating SET mark_1 = 7 WHERE ballot_id = (SELECT max(id) FROM ballot)")
    assert not verify(opened).holds


def test_a_ballot_that_was_changed_is_not_handed_in(opened: Room) -> None:
    foreign(opened, "UPDATE rating SET mark_0 = 10 WHERE ballot_id = (SELECT max(id) FROM ballot)")
    with pytest.raises(ForeignChange, match="马科长"):
        key_ballot(opened, (*PEER, "m1"))
    with pytest.raises(ForeignChange):
        steps.close_tier(opened, *PEER, reason="缺席")


def test_a_ballot_that_was_changed_is_not_given_back(opened: Room) -> None:
    foreign(opened, *BALLOTS["another mark"])
    for change in (open_ballot.give_back, open_ballot.strike_out):
        with pytest.raises(ForeignChange, match="单雄"):
            change(opened, *PEER, "s1", "填错")


def test_a_closed_tier_that_was_changed_is_not_reopened(opened: Room) -> None:
    steps.close_tier(opened, *PEER, reason="缺席")
    foreign(opened, *BALLOTS["half keyed: a mark"])
    with pytest.raises(ForeignChange, match="全员互评"):
        steps.reopen_tier(opened, *PEER, "核对")


# -- other sorts of tiers ------------------------------------------------------------------------


def test_the_urn_of_an_open_secret_tier(make_room: MakeRoom) -> None:
    room = make_room(secret(scheme_text()))
    steps.open_tier(room, *PEER)
    for rater in ("s1", "s2", "m1"):
        key_ballot(room, (*PEER, rater))
    assert verify(room).holds
    place = "(SELECT min(ballot_id) FROM rating)"
    for change in (
        f"UPDATE rating SET mark_0 = 10 WHERE ballot_id = {place}",
        f"DELETE FROM rating WHERE ballot_id = {place}",
        "UPDATE receipt SET code = 'ABCDEFGH' WHERE code = (SELECT min(code) FROM receipt)",
        "INSERT INTO rating (ratee_id, ballot_id, mark_0, mark_1) SELECT max(ratee_id),"
        " (SELECT min(id) FROM ballot WHERE rater_id IS NOT NULL), 600, 400 FROM rating",
        "UPDATE ballot SET rater_id = (SELECT id FROM participant WHERE code = 'l2')"
        " WHERE id = (SELECT max(id) FROM ballot WHERE rater_id IS NOT NULL)",
    ):
        foreign(room, change)
        assert not verify(room).holds, change
        with pytest.raises(ForeignChange):
            steps.close_tier(room, *PEER, reason="缺席")
        acknowledging.acknowledge(room, "核对过")
        assert verify(room).holds, change


def test_two_keyings_of_an_open_tier(make_room: MakeRoom) -> None:
    room = make_room(double_scheme())
    steps.open_tier(room, *PEER)
    key_as(room, "甲")
    foreign(room, "UPDATE rating SET mark_0 = 10 WHERE mark_0 = 500 AND ratee_id = 7")
    assert names(room, "单雄") or names(room, "ballot")
    with pytest.raises(ForeignChange):
        key_as(room, "乙")


def test_parts_of_an_open_tier(make_room: MakeRoom) -> None:
    room = make_room(detail_scheme())
    steps.open_tier(room, *PEER)
    key_ballot(room, (*PEER, "s1"), lambda _code: (10, 10, 10), hand_in=False)
    assert verify(room).holds
    foreign(room, "UPDATE part_mark SET value = value + 10")
    assert not verify(room).holds


# -- what kaohe did itself is never found --------------------------------------------------------


def file_of(room: Room, *lines: str) -> Path:
    path = room.database.path.with_name("ballots.csv")
    head = "tier,rater,ratee,work,spirit,弃权"
    path.write_text(
        "\n".join((head, *(each if each.endswith("1") else f"{each}," for each in lines))) + "\n",
        encoding="utf-8",
    )
    return path


def test_a_file_adds_what_a_ballot_that_is_in_still_owes(room: Room, tmp_path: Path) -> None:
    steps.open_tier(room, *PEER)
    key_ballot(room, (*PEER, "h"), lambda code: () if code == "s2" else (50, 30))
    import_ballots(room, file_of(room, "peer,h,s2,40,20"), "q1")
    assert verify(room).holds
    steps.close_tier(room, *PEER, reason="缺席")
    assert verify(room).holds
    steps.reopen_tier(room, *PEER, "核对")
    assert verify(room).holds
    import_ballots(room, file_of(room, "peer,s1,s2,40,20"), "q1")
    import_ballots(room, file_of(room, "peer,s1,s3,40,20", "peer,s1,m1,40,20"), "q1")
    assert verify(room).holds
    foreign(room, "UPDATE rating SET mark_0 = 1 WHERE ballot_id = (SELECT max(id) FROM ballot)")
    assert names(room, "单雄")
    with pytest.raises(ForeignChange, match="单雄"):
        import_ballots(room, file_of(room, "peer,s1,m2,40,20"), "q1")


def test_a_file_whose_people_stand_in_any_order(room: Room) -> None:
    steps.open_tier(room, *PEER)
    import_ballots(
        room,
        file_of(room, "peer,s1,s3,40,20", "peer,s1,l1,,,1", "peer,s1,m1,40,20"),
        "q1",
    )
    import_ballots(room, file_of(room, "peer,s2,m1,40,20", "peer,s2,s3,40,20"), "q1")
    assert verify(room).holds


# -- an upgrade washes nothing clean ------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE participant SET role = 'middle' WHERE role = 'staff'",
        "UPDATE operator SET duty = 'host'",
        "UPDATE result SET at = '2026'",
        "CREATE TRIGGER more AFTER INSERT ON record BEGIN SELECT 1; END",
    ],
)
def test_what_was_changed_before_an_upgrade_is_found_after_it(tmp_path: Path, change: str) -> None:
    path = tmp_path / "2026.db"
    former = Path(__file__).parents[2] / "former" / "0004-3935b9a.db.gz"
    path.write_bytes(gzip.decompress(former.read_bytes()))
    assert force(path, Change("", "", ((change, ()),)))
    room = enter_room(path)
    found = verify(room).findings
    room.close()
    assert found


def test_what_stands_on_a_ballot_of_another_period_is_found(opened: Room) -> None:
    steps.close_tier(opened, *PEER, reason="缺席")
    for tier in ("middle", "leader", "head"):
        steps.open_tier(opened, "q1", tier)
        steps.close_tier(opened, "q1", tier, reason="缺席")
    steps.open_tier(opened, "q2", "peer")
    key_ballot(opened, ("q2", "peer", "s1"))
    foreign(opened, "INSERT INTO abstention SELECT min(ratee_id), max(ballot_id) FROM rating")
    assert names(opened, "who is not on it")


def test_what_was_acknowledged_once_is_not_taken_for_good_for_ever(ruled: Room) -> None:
    foreign(ruled, "UPDATE adjustment SET evidence = 'x' WHERE id = 1")
    acknowledging.acknowledge(ruled, "核对过")
    entries.enter_adjustment(ruled, "q2", "s2", "research", 1, "文件2")
    foreign(ruled, "DELETE FROM adjustment WHERE id = 2")
    assert not verify(ruled).holds


def test_a_step_that_was_refused_leaves_nothing_behind(room: Room) -> None:
    steps.open_tier(room, *PEER)
    key_ballot(room, (*PEER, "l1"), lambda code: (50, 30) if code == "s1" else (), hand_in=False)
    with refused("rated-already"):
        import_ballots(room, file_of(room, "peer,s1,s2,40,20", "peer,l1,s1,40,20"), "q1")
    assert verify(room).holds


def test_a_character_that_is_shown_as_another_is_another(ruled: Room) -> None:
    entries.enter_adjustment(ruled, "q2", "s2", "research", 1, "文件\u25a1")
    foreign(ruled, "UPDATE adjustment SET evidence = '文件' || char(7) WHERE id = 2")
    assert not verify(ruled).holds


def test_a_sum_put_in_is_not_washed_clean(opened: Room) -> None:
    foreign(opened, "INSERT INTO ballot_sum SELECT min(id), 5 FROM ballot")
    with pytest.raises(ForeignChange):
        open_ballot.strike_out(opened, *PEER, "s1", "重复")
    assert not verify(opened).holds


def test_a_sum_waits_for_no_ballot(opened: Room) -> None:
    foreign(opened, "INSERT INTO ballot_sum SELECT max(id) + 1, 5 FROM ballot")
    with pytest.raises(ForeignChange):
        import_ballots(opened, file_of(opened, "peer,s3,s2,40,20"), "q1")
    assert not verify(opened).holds


def test_an_empty_sum_is_put_in_by_nobody(opened: Room) -> None:
    ballot = key_ballot(
        opened, (*PEER, "s3"), lambda code: (50, 30) if code == "m1" else (), hand_in=False
    )
    press(ballot, *"uu")
    ballot.leave()
    assert verify(opened).holds
    foreign(opened, "INSERT INTO ballot_sum SELECT max(id), 0 FROM ballot")
    assert not verify(opened).holds
    with refused("foreign-change"):
        key_ballot(opened, (*PEER, "s3"))
    assert not verify(opened).holds


def test_a_ballot_of_no_tier_is_named(opened: Room) -> None:
    foreign(opened, "UPDATE ballot SET tier_no = 9 WHERE id = 1")
    key_ballot(opened, (*PEER, "s3"))
    overview.overview(opened, "q2")
    assert not verify(opened).holds


def test_a_seal_that_cannot_be_read_is_named(opened: Room) -> None:
    foreign(opened, "UPDATE record SET seal = seal || ' x' WHERE seal <> ''")
    with refused("foreign-change"):
        steps.close_tier(opened, *PEER, "到时间")
    assert not verify(opened).holds


@pytest.mark.parametrize("verb", [open_ballot.give_back, open_ballot.strike_out])
def test_a_second_keying_that_was_changed_is_not_thrown_away(
    make_room: MakeRoom, verb: Callable[..., None]
) -> None:
    room = make_room(double_scheme())
    steps.open_tier(room, *PEER)
    key_as(room, "甲")
    key_as(room, "乙", {"m1": (10, 10)})
    assert verify(room).holds
    foreign(room, "UPDATE rating SET mark_10 = 10 WHERE ballot_id = 2")
    with pytest.raises(ForeignChange):
        verb(room, *PEER, "s1", "抄错")
    assert not verify(room).holds


def test_a_number_in_place_of_a_text_is_named(ruled: Room) -> None:
    """A single changed byte does this, whatever the column is declared to be."""
    declared = "WHERE name = 'result'"
    with closing(sqlite3.connect(ruled.database.path, isolation_level=None)) as other:
        [(before,)] = other.execute(f"SELECT sql FROM sqlite_master {declared}")
        guards = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'result'"
        for (name,) in other.execute(guards).fetchall():
            other.execute(f"DROP TRIGGER {name}")
        loose = before.replace(" TEXT", "").replace("STRICT", "")
        for sql, then in ((loose, "UPDATE result SET body = 5"), (before, "SELECT 1")):
            other.execute("PRAGMA writable_schema = 1")
            other.execute(f"UPDATE sqlite_master SET sql = ? {declared}", (sql,))
            other.execute("PRAGMA writable_schema = RESET")
            other.execute(then)
    assert not verify(ruled).holds


def test_a_result_that_cannot_be_read_is_named(ruled: Room) -> None:
    foreign(ruled, "UPDATE result SET body = 'x'")
    with pytest.raises(ForeignChange):
        overview.result(ruled, "q1")
    assert not verify(ruled).holds
