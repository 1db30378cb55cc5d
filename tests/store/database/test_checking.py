"""Whether a database is as kaohe left it: the chain, strays, closed tiers, all that is sealed."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from kaohe_tui.domain.record.events import HandedIn
from kaohe_tui.store.database import checking
from kaohe_tui.store.database.checking import Ballot, ClosedTier
from kaohe_tui.store.database.engine import Database
from kaohe_tui.store.seals import chain, seals, sums
from tests.store.sealed import AT, EVENT, VETO, entry, foreign, make

CLOSED = "UPDATE tier_step SET state = 'closed' WHERE number = 1"
SECOND = (
    "INSERT INTO scheme VALUES (2, 'x', 'g')",
    "INSERT INTO period VALUES (2, 'q2', 'open', 2, 'g', 'r')",
    "INSERT INTO participant (id, period_id, position, code, name, section, role, supervisors,"
    " identity, clerk_note, spelling) VALUES (9, 2, 1, 's1', '单雄', '', 'staff', '', '', '', '')",
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = make(tmp_path / "kaohe.db")
    with made.writing() as tx:
        for actor in ("甲", "乙"):
            chain.add(tx, AT, actor, EVENT)
    yield made
    made.close()


# -- the file and the chain ----------------------------------------------------------------------


def test_the_file_is_sound(database: Database) -> None:
    with database.reading() as tx:
        assert checking.file_is_sound(tx)
    foreign(database, "UPDATE ballot SET state = 'x' WHERE id = 9")
    with database.reading() as tx:
        assert not checking.file_is_sound(tx)
    foreign(database, "UPDATE ballot SET state = 'open' WHERE id = 9", "DELETE FROM participant")
    with database.reading() as tx:
        assert not checking.file_is_sound(tx)


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE record SET id = id", 0),
        ("UPDATE record SET reason = 'x' WHERE id = 1", 1),
        ("UPDATE record SET reason = 'x' WHERE id = 2", 2),
        ("UPDATE record SET chain = 'x' WHERE id = 2", 2),
        ("UPDATE record SET id = 9 WHERE id = 3", 3),
        ("DELETE FROM record WHERE id = 1", 1),
        ("DELETE FROM record WHERE id = 2", 2),
        ("DELETE FROM record WHERE id = 3", 3),
        ("DELETE FROM record", 1),
        ("UPDATE record_head SET entries = 4", 4),
        ("UPDATE record_head SET chain = 'x'", 4),
        ("DELETE FROM record_head", 4),
        ("UPDATE record SET reason = CAST(x'ff' AS TEXT) WHERE id = 2", 2),
    ],
)
def test_the_first_entry_that_does_not_follow(
    database: Database, statement: str, broken: int
) -> None:
    foreign(database, statement)
    with database.reading() as tx:
        assert checking.first_broken_entry(tx) == broken


def test_a_long_record_is_followed_to_its_end(database: Database) -> None:
    with database.writing() as tx:
        for _entry in range(2500):
            chain.add(tx, AT, "丙", EVENT)
    with database.reading() as tx:
        assert checking.first_broken_entry(tx) == 0
    foreign(database, "UPDATE record SET actor = 'x' WHERE id = 2203")
    with database.reading() as tx:
        assert checking.first_broken_entry(tx) == 2203


def test_what_a_broken_entry_is_called() -> None:
    assert checking.broken_entry(7) == (
        "Entry 7 of the record does not follow from the entries before it: an entry was changed, "
        "added or removed there."
    )


def test_an_entry_is_found_by_the_beginning_of_its_hash(database: Database) -> None:
    hashed = entry(database, 2)["chain"]
    with database.reading() as tx:
        for length in (16, 63, 64):
            assert checking.holds_entry(tx, hashed[:length]) == (2, AT)
        assert checking.holds_entry(tx, hashed[1:20]) is None
        assert checking.holds_entry(tx, hashed + "0") is None


# -- what is there -------------------------------------------------------------------------------


def test_every_table_that_is_sealed_whole(database: Database) -> None:
    with database.reading() as tx:
        found = dict(checking.tables(tx))
        assert [*found] == ["shape", *seals.sealed_tables(tx)]
        assert found["shape"] == seals.digest_of_shape(tx)
        assert found["matter"] == seals.digest_of_table(tx, "matter")


def test_closed_tiers_and_what_their_ballots_are_called(database: Database) -> None:
    with database.reading() as tx:
        assert checking.closed_tiers(tx) == []
    foreign(database, "UPDATE tier_step SET state = 'closed'")
    with database.reading() as tx:
        found = checking.closed_tiers(tx)
    assert found == [ClosedTier("q1", "peer", 1, 0), ClosedTier("q1", "head", 1, 1)]
    assert [each.name for each in found] == ["ballots 1 0", "ballots 1 1"]


def test_every_ballot_there_is(database: Database) -> None:
    with database.reading() as tx:
        assert checking.ballots(tx) == [
            Ballot(5, 1, 0, "q1", "peer", "h", "何局长", "handed_in", 1),
            Ballot(6, 1, 0, "q1", "peer", "", "", "handed_in", 1),
            Ballot(7, 1, 0, "q1", "peer", "", "", "handed_in", 1),
            Ballot(8, 1, 0, "q1", "peer", "s2", "孙'红", "keyed", 2),
            Ballot(9, 1, 1, "q1", "head", "h", "何局长", "open", 1),
        ]


def test_digests_are_made_once_and_tell_a_ballot_that_differs(database: Database) -> None:
    with database.reading() as tx:
        digests = checking.Digests(tx)
        there = {ballot.id: ballot for ballot in checking.ballots(tx)}
        assert digests[1, 0].whole == seals.digest_of_tier(tx, 1, 0)
        assert digests[1, 0] is digests[1, 0]
        for ballot in there.values():
            own = seals.digest_of_ballot(tx, ballot.id)
            assert digests.differs(ballot, own) == ""
            assert digests.differs(ballot, "x") == own


@pytest.mark.parametrize(
    ("table", "values", "row"),
    [
        ("abstention", "(9, 5), (9, 6), (2, 6)", [(9, 5), (9, 6)]),
        ("part_mark", "(9, 5, 1, 0, 7)", [(9, 5, 1, 0, 7)]),
    ],
)
def test_what_stands_on_a_ballot_about_somebody_of_another_period(
    database: Database, table: str, values: str, row: list[tuple[int, ...]]
) -> None:
    with database.reading() as tx:
        assert list(checking.strays(tx)) == []
    foreign(database, *SECOND, f"INSERT INTO {table} VALUES {values}")
    with database.reading() as tx:
        assert list(checking.strays(tx)) == [(table, sha256(str(row).encode()).hexdigest())]


# -- all of it -----------------------------------------------------------------------------------


@pytest.fixture
def whole(database: Database) -> Database:
    """A tier closed and sealed, a ballot of a named tier in, nothing of nobody."""
    with database.writing(guarded=False) as tx:
        for table in ("rating", "abstention", "part_mark"):
            tx.exec_driver_sql(f"DELETE FROM {table} WHERE ballot_id IN (6, 7)")
        tx.exec_driver_sql("DELETE FROM ballot WHERE id IN (6, 7)")
        tx.exec_driver_sql("DELETE FROM ballot_sum")
        tx.exec_driver_sql(CLOSED)
        sums.start(tx)
        digest = seals.digest_of_ballot(tx, 5)
        chain.add(tx, AT, "丙", HandedIn(period="q1", tier="peer", rater="h", digest=digest))
        chain.seal_tier(tx, 1, 1)
    return database


def fits(database: Database) -> bool:
    with database.reading() as tx:
        return checking.all_fits(tx)


def test_all_fits_that_kaohe_left(whole: Database) -> None:
    assert fits(whole)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE matter SET about = 'x'",
        VETO.format(1),
        "UPDATE rating SET mark_1 = 7 WHERE ballot_id = 5",
        "UPDATE rating SET mark_1 = 7 WHERE ballot_id = 9",
        "INSERT INTO receipt VALUES ('QQQQ2345', 1, 1)",
        "INSERT INTO receipt VALUES ('QQQQ2345', 1, 0)",
        "UPDATE ballot_sum SET sum = sum + 1 WHERE ballot_id = 9",
        "UPDATE ballot_sum SET sum = sum + 1 WHERE ballot_id = 0",
        "UPDATE record SET seal = seal || ' x' WHERE seal <> ''",
        "UPDATE record SET seal = replace(seal, 'ballots 1 1', 'ballots 1 2')",
    ],
)
def test_not_all_fits_that_another_program_left(whole: Database, statement: str) -> None:
    foreign(whole, statement)
    assert not fits(whole)


def test_a_ballot_that_nothing_seals_is_held_by_its_tier_alone(whole: Database) -> None:
    foreign(whole, "INSERT INTO abstention VALUES (2, 8)")
    assert fits(whole)


def test_what_an_older_kaohe_sealed_of_a_secret_tier_does_not_count(whole: Database) -> None:
    with whole.writing(guarded=False) as tx:
        chain.seal(tx, {"ballot 5": "x"})
        chain.add(tx, AT, "丙", EVENT)
    assert not fits(whole)
    with whole.writing(guarded=False) as tx:
        tx.exec_driver_sql("UPDATE ballot SET rater_id = NULL WHERE id = 8")
        sums.put(tx, sums.BALLOTS, sums.of_all(tx))
    assert fits(whole)
    # Another tier stays what it is.
    foreign(whole, "UPDATE rating SET mark_1 = 7 WHERE ballot_id = 9")
    assert not fits(whole)
