"""The form of the seals is a promise: what was sealed by a former version holds for good."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from kaohe_tui.store import seals
from kaohe_tui.store.engine import Database, Transaction
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


def test_the_text_of_seals_is_read_as_it_is_told() -> None:
    assert seals.told({}) == ""
    assert seals.told({"b": "2", "a 1": "1"}) == '{"a 1":"1","b":"2"}'
    assert seals.read('{"a 1":"1","b":"2"}') == {"a 1": "1", "b": "2"}
    assert seals.read("") == {}
    assert seals.tier_name(3, 0) == "ballots 3 0"


def test_what_is_not_sealed_whole(tx: Transaction) -> None:
    keyed = {"ballot", "rating", "abstention", "part_mark", "receipt", "ballot_sum"}
    assert keyed | {"record", "record_head", "alembic_version"} == seals.UNSEALED
    assert not keyed & {*seals.sealed_tables(tx)}
    assert len(seals.sealed_tables(tx)) == 23


def test_a_table_that_there_is_not_has_no_digest(tx: Transaction) -> None:
    with pytest.raises(KeyError):
        seals.digest_of_table(tx, "nothing")
