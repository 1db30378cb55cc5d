"""The form of the seals is a promise: what was sealed by a former version holds for good."""

from collections.abc import Iterator
from hashlib import sha256
from itertools import permutations
from pathlib import Path

import pytest

from kaohe_tui.domain.rules.scheme.form import MOST_INDICATORS
from kaohe_tui.store.database.engine import Database, Transaction
from kaohe_tui.store.seals import seals
from kaohe_tui.store.seals.seals import BallotDigest
from tests.store.rows import FILL


@pytest.fixture
def tx(tmp_path: Path) -> Iterator[Transaction]:
    """A transaction in a database with one open period, filled row by row."""
    database = Database.create(tmp_path / "kaohe.db")
    with database.writing() as tx:
        for statement in FILL:
            tx.exec_driver_sql(statement)
        tx.exec_driver_sql("UPDATE rating SET mark_29 = 7 WHERE ratee_id = 3 AND ballot_id = 9")
        yield tx
    database.close()


def _told(*lines: str) -> str:
    """The digest of rows as they are written, a line each; each table ends with an empty one."""
    return sha256("".join(f"{line}\n" for line in lines).encode("ascii")).hexdigest()


def test_the_digest_of_a_table_is_literally_this(tx: Transaction) -> None:
    digest = seals.digest_of_table(tx, "matter")
    assert digest == "9ec974dd66382b1fd603cdc1e112cafc3e47039318e7e9bbb81005ba40c2cd07"
    # The columns in the order of their names, the rows in that of their key.
    assert digest == _told(
        r"('\xe9\\', '', '', '2026-04-08', '', '\u76d1\u7763\u7ec4', 1, 'report', '', 'q1',"
        r" '2026-04-01', 'open')",
        r"""("\u4e24\u201c\u683c\u201d\n'\u6709\u8bef'", 's1', '', '2026-04-08', '', '', 2,"""
        r" 'objection', '', 'q1', '2026-04-01', 'open')",
        "",
    )


def test_the_digest_of_an_empty_table_is_literally_this(tx: Transaction) -> None:
    assert seals.digest_of_table(tx, "veto") == _told("")
    assert _told("") == "01ba4719c80b6fe911b091a7c05124b64eeece964e09c058ef8f9805daca546b"


def test_the_digest_of_a_tier_is_literally_this(tx: Transaction) -> None:
    digest = seals.digest_of_tier(tx, 1, 0)
    assert digest == "88184c156b22f9ecdd41c48381ff97cfc1cbad2182b6fe6e6bdd8151a20337f4"
    assert digest == _told(
        r"(5, 1, 0, 1, 'handed_in', 1, '\u7532', '00ff')",
        "(6, 1, 0, None, 'handed_in', 1, '', 'aa')",
        "(7, 1, 0, None, 'handed_in', 1, '', 'bb')",
        r"(8, 1, 0, 3, 'keyed', 2, '\u4e59', '')",
        "",
        "(2, 5, 600, 400, '')",
        "(2, 6, 500, None, '')",
        "(3, 7, 0, 1000, '')",
        "",
        "(1, 8)",
        "(3, 5)",
        "",
        "(2, 5, 0, 0, 350)",
        "(2, 5, 0, 1, 250)",
        "(3, 7, 0, 0, 0)",
        "",
        "('ABCD2345',)",
        "('ZYXW2345',)",
        "",
    )


def test_the_digest_of_a_ballot_is_literally_this(tx: Transaction) -> None:
    digest = seals.digest_of_ballot(tx, 5)
    assert digest == "5a1afd8cdf5817739561b9cb6168d510bf15b807253063898431b765719fae9c"
    # Its state is not in it: what was struck out was handed in before.
    assert digest == _told(
        r"(5, 1, 0, 1, 1, '\u7532', '00ff')",
        "",
        "(2, 5, 600, 400, '')",
        "",
        "(3, 5)",
        "",
        "(2, 5, 0, 0, 350)",
        "(2, 5, 0, 1, 250)",
        "",
    )
    tx.exec_driver_sql("UPDATE ballot SET state = 'void' WHERE id = 5")
    assert seals.digest_of_ballot(tx, 5) == digest


def test_the_digest_of_a_ballot_with_the_last_column_is_literally_this(tx: Transaction) -> None:
    marks = ", ".join(["1", "1", *["None"] * 27, "7"])
    assert seals.digest_of_ballot(tx, 9) == _told(
        "(9, 1, 1, 1, 1, '', '')", "", f"(3, 9, {marks})", "", "", ""
    )


def test_a_mark_beyond_the_columns_in_use_is_in_the_digest(tx: Transaction) -> None:
    """Those are told as one text; which they are is told by the first fifty ratings."""
    people = range(10, 60)
    for n in people:
        tx.exec_driver_sql(
            "INSERT INTO participant (id, period_id, position, code, name, section, role,"
            " supervisors, identity, clerk_note, spelling)"
            f" VALUES ({n}, 1, {n}, 'p{n}', '', '', 'staff', '', '', '', '')"
        )
        tx.exec_driver_sql(f"INSERT INTO rating (ratee_id, ballot_id, mark_0) VALUES ({n}, 9, 5)")
    tx.exec_driver_sql("DELETE FROM rating WHERE ratee_id = 3 AND ballot_id = 9")
    tx.exec_driver_sql(f"UPDATE rating SET mark_1 = 4 WHERE ratee_id = {people[-1]}")
    last = people[-1] + 1
    tx.exec_driver_sql(
        "INSERT INTO participant (id, period_id, position, code, name, section, role, supervisors,"
        f" identity, clerk_note, spelling) VALUES ({last}, 1, {last}, 'x', '', '', 'staff', '', '',"
        " '', '')"
    )
    tx.exec_driver_sql(f"INSERT INTO rating (ratee_id, ballot_id, mark_2) VALUES ({last}, 9, 3)")
    rest = "3" + "," * 27
    assert seals.digest_of_ballot(tx, 9) == _told(
        "(9, 1, 1, 1, 1, '', '')",
        "",
        *(f"({n}, 9, 5, None, '')" for n in people[:-1]),
        f"({people[-1]}, 9, 5, 4, '')",
        f"({last}, 9, None, None, '{rest}')",
        "",
        "",
        "",
    )


# -- the digest of a ballot that a file fills ------------------------------------------------------

ROWS = ((1, 9, 10, 20), (2, 9, 30, 40), (3, 9, 50, 60))
"""Ratee's id, ballot's id, and the marks."""


def _filled(
    tx: Transaction, batches: list[list[tuple[int, ...]]], abstained: list[tuple[int, int]]
) -> tuple[BallotDigest, str]:
    """A new ballot filled batch by batch, and the digest of what is on it in the end."""
    tx.exec_driver_sql("DELETE FROM rating WHERE ballot_id = 9")
    ballot = BallotDigest((9, 1, 1, 1), indicators=2)
    for rows in batches:
        ballot.take(rows, abstained)
        for row in rows:
            tx.exec_driver_sql(
                "INSERT INTO rating (ratee_id, ballot_id, mark_0, mark_1) VALUES (?, ?, ?, ?)", row
            )
        for pair in abstained:
            tx.exec_driver_sql("INSERT INTO abstention (ratee_id, ballot_id) VALUES (?, ?)", pair)
        abstained = []
    tx.exec_driver_sql("UPDATE ballot SET nonce = ? WHERE id = 9", (ballot.nonce,))
    return ballot, seals.digest_of_ballot(tx, 9)


@pytest.mark.parametrize("order", [*permutations(range(3))])
@pytest.mark.parametrize("cut", [1, 2, 3])
def test_a_filled_ballot_has_the_digest_of_what_is_on_it(
    tx: Transaction, order: tuple[int, ...], cut: int
) -> None:
    """Whatever the order of people in the file, and wherever it is cut."""
    rows: list[tuple[int, ...]] = [ROWS[place] for place in order]
    ballot, digest = _filled(tx, [rows[:cut], [], rows[cut:]], [])
    assert ballot.digest(tx) == digest


def test_abstentions_count_in_the_order_of_people(tx: Transaction) -> None:
    ballot, digest = _filled(tx, [[ROWS[0]]], [(3, 9), (2, 9)])
    assert ballot.digest(tx) == digest


def test_a_file_in_the_order_of_the_roster_is_not_read_back(tx: Transaction) -> None:
    """Three batches, the last empty; then the database is no longer asked."""
    ballot, digest = _filled(tx, [[*ROWS[:2]], [ROWS[2]], []], [])
    tx.exec_driver_sql("DELETE FROM rating WHERE ballot_id = 9")
    assert ballot.digest(tx) == digest


def test_a_file_in_another_order_is_read_back(tx: Transaction) -> None:
    for batches in ([[ROWS[0], ROWS[2]], [ROWS[1]]], [[ROWS[1], ROWS[0]]]):
        ballot, digest = _filled(tx, [list(rows) for rows in batches], [])
        assert ballot.digest(tx) == digest
        tx.exec_driver_sql("DELETE FROM rating WHERE ballot_id = 9")
        assert ballot.digest(tx) == seals.digest_of_ballot(tx, 9) != digest


def test_one_person_twice_is_not_in_order(tx: Transaction) -> None:
    ballot = BallotDigest((9, 1, 1, 1), indicators=2)
    ballot.take([ROWS[1]], [])
    ballot.take([ROWS[1]], [])
    tx.exec_driver_sql("UPDATE ballot SET nonce = ? WHERE id = 9", (ballot.nonce,))
    assert ballot.digest(tx) == seals.digest_of_ballot(tx, 9)


def test_a_form_of_all_columns_has_no_rest(tx: Transaction) -> None:
    tx.exec_driver_sql("DELETE FROM rating WHERE ballot_id = 9")
    marks = tuple(range(MOST_INDICATORS))
    columns = ", ".join(f"mark_{number}" for number in marks)
    values = ", ".join(map(str, marks))
    tx.exec_driver_sql(
        f"INSERT INTO rating (ratee_id, ballot_id, {columns}) VALUES (2, 9, {values})"
    )
    ballot = BallotDigest((9, 1, 1, 1), indicators=MOST_INDICATORS)
    ballot.take([(2, 9, *marks)], [])
    tx.exec_driver_sql("UPDATE ballot SET nonce = ? WHERE id = 9", (ballot.nonce,))
    digest = seals.digest_of_ballot(tx, 9)
    tx.exec_driver_sql("DELETE FROM rating WHERE ballot_id = 9")
    assert ballot.digest(tx) == digest


def test_every_ballot_has_a_nonce_of_its_own() -> None:
    nonces = {BallotDigest((9, 1, 1, 1), indicators=2).nonce for _ballot in range(20)}
    assert len(nonces) == 20
    assert {len(nonce) for nonce in nonces} == {32}


def test_the_digests_of_a_tier_name_each_ballot_once(tx: Transaction) -> None:
    """Its own ballots alone, of nobody and second keyings too; the whole is the same without."""
    digests = seals.digests_of_tier(tx, 1, 0)
    assert sorted(digests.ballots) == [5, 6, 7, 8]
    # Of ballot 6 the tier tells a second column, which it alone does not use.
    for ballot in (5, 7, 8):
        assert digests.ballots[ballot] == seals.digest_of_ballot(tx, ballot)
    assert seals.digests_of_tier(tx, 1, 0, with_ballots=False).ballots == {}
    assert digests.whole == seals.digest_of_tier(tx, 1, 0)


def test_a_ballot_without_any_mark_has_one_column(tx: Transaction) -> None:
    tx.exec_driver_sql("DELETE FROM rating WHERE ballot_id = 9")
    tx.exec_driver_sql("INSERT INTO rating (ratee_id, ballot_id) VALUES (2, 9)")
    assert seals.digest_of_ballot(tx, 9) == _told(
        "(9, 1, 1, 1, 1, '', '')", "", "(2, 9, None, '')", "", "", ""
    )


def test_a_key_of_two_columns_orders_by_the_first_of_them(tx: Transaction) -> None:
    """Not by their names: of steps of tiers the period comes before the number."""
    tx.exec_driver_sql(
        "INSERT INTO period (id, key, state, scheme_id, scheme_fingerprint, roster_fingerprint)"
        " VALUES (2, 'q2', 'open', 1, 'f', 'r')"
    )
    tx.exec_driver_sql("INSERT INTO tier_step VALUES (2, 0, 'peer', 'open')")
    rows = tx.exec_driver_sql(
        "SELECT key, number, period_id, state FROM tier_step ORDER BY period_id, number"
    ).all()
    assert seals.digest_of_table(tx, "tier_step") == _told(*(f"{tuple(r)!a}" for r in rows), "")


def test_a_table_without_a_key_is_in_the_order_of_its_rows(tx: Transaction) -> None:
    tx.exec_driver_sql("CREATE TABLE loose (word TEXT)")
    tx.exec_driver_sql("INSERT INTO loose (rowid, word) VALUES (2, 'a'), (1, 'b')")
    assert seals.digest_of_table(tx, "loose") == _told("('b',)", "('a',)", "")


def test_the_text_of_seals_is_read_as_it_is_told() -> None:
    assert seals.to_json({}) == ""
    assert seals.to_json({"b": "2", "a 1": "1"}) == '{"a 1":"1","b":"2"}'
    assert seals.read('{"a 1":"1","b":"2"}') == {"a 1": "1", "b": "2"}
    assert seals.read("") == {}
    assert seals.tier_name(3, 0) == "ballots 3 0"


def test_what_is_not_sealed_whole(tx: Transaction) -> None:
    keyed = {"ballot", "rating", "abstention", "part_mark", "receipt", "ballot_sum"}
    assert keyed | {"record", "record_head", "alembic_version"} == seals.UNSEALED
    assert not keyed & {*seals.sealed_tables(tx)}
    assert len(seals.sealed_tables(tx)) == 25


def test_a_table_that_there_is_not_has_no_digest(tx: Transaction) -> None:
    with pytest.raises(KeyError):
        seals.digest_of_table(tx, "nothing")
