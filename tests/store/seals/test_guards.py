"""Whether what is there fits its last seal: what is refused, named and let be."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kaohe_tui.domain.record.events import HandedIn
from kaohe_tui.store.database import checking
from kaohe_tui.store.database.engine import Database
from kaohe_tui.store.failures import ForeignChange
from kaohe_tui.store.seals import chain, guards, seals, sums
from tests.store.sealed import AT, EVENT, VETO, foreign, make

REFUSED = (
    " Nothing was done. “kaohe verify” shows everything that failed; a supervisor investigates it "
    "and acknowledges it with “kaohe acknowledge”."
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = make(tmp_path / "kaohe.db")
    yield made
    made.close()


# -- tables ---------------------------------------------------------------------------------------


def test_a_table_is_compared_before_it_is_written(database: Database) -> None:
    foreign(database, "UPDATE matter SET about = 'x' WHERE id = 1", VETO.format(5))
    with pytest.raises(ForeignChange) as refused, database.writing() as tx:
        tx.exec_driver_sql("UPDATE matter SET about = about")
    assert str(refused.value) == (
        "objections and reports: changed by a program other than kaohe after entry 1 of the record "
        f"(2026-11-30 03:41, 陈静).{REFUSED}"
    )
    with pytest.raises(ForeignChange) as refused, database.writing() as tx:
        tx.exec_driver_sql(VETO.format(1))
    assert str(refused.value) == (
        f"vetoes: there is something that no entry of the record mentions.{REFUSED}"
    )
    with database.writing() as tx:
        # Others can be written, and what is never sealed whole.
        tx.exec_driver_sql("UPDATE ballot SET keyed_by = 'x' WHERE id = 9")
        tx.exec_driver_sql("UPDATE scheme SET text = text")
        chain.add(tx, AT, "甲", EVENT)
    with database.writing(guarded=False) as tx:
        tx.exec_driver_sql("UPDATE matter SET about = about")
        chain.add(tx, AT, "甲", EVENT)
    with database.reading() as tx:
        assert [table for table, _sealed in guards.foreign_tables(tx)] == ["veto"]


def test_a_table_that_was_written_is_not_compared_again(database: Database) -> None:
    with database.writing() as tx:
        for number in (1, 2):
            tx.exec_driver_sql(VETO.format(number))
        chain.add(tx, AT, "甲", EVENT)
    with database.writing() as tx:
        tx.exec_driver_sql(VETO.format(3))
        chain.add(tx, AT, "甲", EVENT)
    with database.reading() as tx:
        guards.check_all(tx)
        assert not list(guards.foreign(tx))


def test_before_the_first_entry_nothing_is_sealed(tmp_path: Path) -> None:
    database = Database.create(tmp_path / "new.db")
    foreign(database, VETO.format(5))
    with database.writing() as tx:
        assert not list(guards.foreign_tables(tx))
        guards.check_all(tx)
        tx.exec_driver_sql(VETO.format(1))
    database.close()


def test_everything_that_does_not_fit_is_named_the_shape_first(database: Database) -> None:
    foreign(
        database, "UPDATE scheme SET text = 'x'", VETO.format(5), "CREATE INDEX more ON veto (id)"
    )
    with database.reading() as tx:
        assert [table for table, _sealed in guards.foreign_tables(tx)] == [
            "shape",
            "scheme",
            "veto",
        ]
        told = list(guards.foreign(tx))
        assert [each.partition(":")[0] for each in told] == [
            "tables and their guards", "schemes", "vetoes"
        ]  # fmt: skip
        with pytest.raises(ForeignChange, match=r"^tables and their guards: changed by .* Nothing"):
            guards.check_all(tx)
        assert set(guards.fitting(tx) or ()) == {
            name for name in seals.sealed_tables(tx) if name not in ("scheme", "veto")
        }
        assert not guards.is_empty(tx, "veto")
        assert guards.is_empty(tx, "result")
        assert not guards.fits(tx, "shape", None)
        assert not guards.fits(tx, "veto", None)
        assert guards.fits(tx, "result", None)


def test_a_database_of_before_the_seals_has_no_fitting_tables(database: Database) -> None:
    with database.reading() as tx:
        assert set(guards.fitting(tx) or ()) == {"shape", *seals.sealed_tables(tx)}
    foreign(database, "ALTER TABLE record RENAME COLUMN seal TO sealed")
    with database.reading() as tx:
        assert guards.fitting(tx) is None


def test_the_last_seal_is_the_newest(database: Database) -> None:
    with database.writing() as tx:
        chain.add(tx, AT, "甲", EVENT)
        chain.seal(tx, {"matter": "ab"})
    with database.reading() as tx:
        sealed = guards.last_seal(tx, "matter")
        assert sealed == guards.Sealed(2, AT, "甲", "upgrade", "ab")
        assert guards.last_seal(tx, "veto") is None
        assert guards.last_seal(tx, "matte") is None
        assert [table for table, _sealed in guards.foreign_tables(tx)] == ["matter"]


def test_a_seal_that_cannot_be_read_fits_nothing(database: Database) -> None:
    foreign(database, "UPDATE record SET seal = seal || ' x'")
    with database.reading() as tx:
        sealed = guards.last_seal(tx, "matter")
        assert sealed == guards.Sealed(1, AT, "陈静", "upgrade", "")
        with pytest.raises(ForeignChange, match="Entry 1 of the record does not follow"):
            checking.last_seals(tx)
        assert not checking.all_fits(tx)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE record_head SET entries = 2",
        "UPDATE record_head SET chain = 'x'",
        "DELETE FROM record",
    ],
)
def test_no_entry_is_added_where_the_record_does_not_end(
    database: Database, statement: str
) -> None:
    foreign(database, statement)
    with pytest.raises(ForeignChange) as refused, database.writing() as tx:
        chain.add(tx, AT, "甲", EVENT)
    assert str(refused.value).startswith(
        "The record does not end where it used to: entries were added or removed. Nothing was done."
    )


# -- ballots -------------------------------------------------------------------------------------


def hand_in(database: Database, rater: str, digest: str, tier: str = "peer") -> None:
    with database.writing() as tx:
        event = HandedIn(period="q1", tier=tier, rater=rater, digest=digest)
        chain.add(tx, AT, "乙", event)


def test_what_the_record_says_of_a_ballot_last(database: Database) -> None:
    with database.reading() as tx:
        assert guards.last_digest(tx, 5) is None
    hand_in(database, "h", "ab")
    hand_in(database, "h", "xx", "head")
    hand_in(database, "s1", "yy")
    with database.reading() as tx:
        by_hand = guards.Sealed(2, AT, "乙", "hand_in", "ab")
        assert guards.last_digest(tx, 5) == by_hand
        assert checking.handed_in(tx) == {
            5: by_hand,
            9: guards.Sealed(3, AT, "乙", "hand_in", "xx"),
        }
    with database.writing() as tx:
        chain.seal_ballot(tx, 5, "cd")
        chain.add(tx, AT, "甲", EVENT)
    with database.reading() as tx:
        assert guards.last_digest(tx, 5) == guards.Sealed(5, AT, "甲", "upgrade", "cd")
    hand_in(database, "h", "ef")
    with database.reading() as tx:
        assert guards.last_digest(tx, 5) == guards.Sealed(6, AT, "乙", "hand_in", "ef")
        last, there = checking.last_seals(tx), checking.ballots(tx)
        said = checking.said(tx, last, there)
        # One that is being keyed says nothing yet.
        assert said == {5: guards.Sealed(6, AT, "乙", "hand_in", "ef")}


@pytest.mark.parametrize("secret", [False, True])
def test_a_ballot_is_gone_on_with_where_it_fits(database: Database, secret: bool) -> None:
    with database.reading() as tx:
        digest = seals.digest_of_ballot(tx, 5)
    # An older kaohe took it from a file: it has neither seal nor sum.
    assert holds(database, 5, secret=secret) == (not secret)
    hand_in(database, "h", digest)
    assert holds(database, 5, secret=secret) == (not secret)
    hand_in(database, "h", "ab")
    assert not holds(database, 5, secret=secret)
    hand_in(database, "h", digest)
    foreign(database, "INSERT INTO ballot_sum VALUES (5, 1)")
    assert not holds(database, 5, secret=secret)
    with database.reading() as tx:
        right = sums.of_ballots(tx, 1, [5])[5]
    foreign(database, f"UPDATE ballot_sum SET sum = {right} WHERE ballot_id = 5")
    assert holds(database, 5, secret=secret) == secret


def holds(database: Database, ballot: int, *, secret: bool = False) -> bool:
    """Whether it may be gone on with."""
    told = ""
    with database.reading() as tx:
        try:
            guards.check_ballot(tx, ballot, "全员互评", secret=secret)
        except ForeignChange as refused:
            told = str(refused)
    assert told in ("", f"全员互评 was changed by a program other than kaohe.{REFUSED}")
    return not told


def test_a_ballot_that_is_being_keyed_fits_its_sum(database: Database) -> None:
    hand_in(database, "h", "ab", "head")
    for ballot in (8, 9):
        assert holds(database, ballot)
        foreign(database, f"UPDATE ballot_sum SET sum = sum + 1 WHERE ballot_id = {ballot}")
        assert not holds(database, ballot)
        foreign(database, f"DELETE FROM ballot_sum WHERE ballot_id = {ballot}")
    # Keyed, and of an older kaohe; open, and nothing but its sum tells of it.
    assert holds(database, 8)
    assert not holds(database, 9)


def test_a_ballot_that_was_just_made_has_no_sum(database: Database) -> None:
    with database.reading() as tx:
        guards.check_new(tx)
        guards.check_new(tx, 5, 90)
        for several in ((9,), (5, 9), (9, 5)):
            with pytest.raises(ForeignChange) as refused:
                guards.check_new(tx, *several)
            assert str(refused.value) == (
                "A program other than kaohe added marks to a ballot that did not have them."
                + REFUSED
            )
