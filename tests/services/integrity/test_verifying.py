"""What verifying looks at, in which order, and how it tells what it found."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kaohe_tui.domain.record.things import Finding
from kaohe_tui.services.access import operators
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.integrity import acknowledging, verifying
from kaohe_tui.services.integrity.verifying import Verified
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.record import whereabouts
from kaohe_tui.store.seals import chain
from tests.refused import refused
from tests.services.followed import changed, loosened, make_year

UNREADABLE = "Something in the database cannot be read: a program other than kaohe changed it."


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_year(tmp_path_factory)


@pytest.fixture(scope="module")
def room(year: Path) -> Iterator[Room]:
    opened = enter_room(year, read_only=True)
    yield opened
    opened.close()


def found(year: Path, tmp_path: Path, *statements: str) -> list[tuple[str, ...]]:
    """The things that are found of a changed copy."""
    with changed(year, tmp_path, *statements) as room:
        return [each.thing for each in verifying.verify(room).found]


def test_all_holds_of_a_year_that_nobody_touched(room: Room) -> None:
    with room.database.reading() as tx:
        entries, head = chain.head(tx)
        course = verifying.followed(tx)
        there = whereabouts.stands(tx)
    verified = verifying.verify(room)
    assert verified == Verified(entries, head, 1, ())
    assert verified.holds
    assert verified.findings == ()
    assert course.odd == []
    secret = {what for what in there if what[:3] == ("ballot", "q1", "all")}
    assert course.stands == {what: at for what, at in there.items() if what not in secret}
    assert verifying.told(verified) == (
        f"The record is intact: {entries} entries; 1 locked result recalculated from the original "
        "marks, and it agrees."
    )
    assert verifying.told(replace(verified, results=2)) == (
        f"The record is intact: {entries} entries; 2 locked results recalculated from the original "
        "marks, and they agree."
    )


def test_what_was_found_in_sentences() -> None:
    one, two = Finding("one"), Finding("two", ("table", "veto"), "ab")
    verified = Verified(3, "", 0, (one, two))
    assert not verified.holds
    assert verified.findings == ("one", "two")


# -- each thing that is looked at ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("statements", "things"),
    [
        (("UPDATE record SET reason = 'x' WHERE id = 49",), [()]),
        (("UPDATE opinion SET verdict = 'x'",),
         [(), ("table", "opinion"), ("opinion", "s1", "1", "s2")]),
        (("UPDATE forms SET returned = 3",), [("table", "forms"), ("forms", "q1", "all")]),
        (("UPDATE rating SET mark_1 = 10 WHERE ballot_id = 17",),
         [("said", "17"), ("sealed", "ballots 1 2"), ("frozen", "q1", "1")]),
        (("INSERT INTO ballot_sum VALUES (17, 5)",), [("sum", "17")]),
        (("INSERT INTO abstention SELECT id, 17 FROM participant WHERE period_id = 2 LIMIT 1",),
         [("stray", "abstention")]),
        (("UPDATE result SET fingerprint = 'x'",),
         [("table", "result"), ("result", "q1", "1"), ("frozen", "q1", "1")]),
    ],
)  # fmt: skip
def test_what_is_found(
    year: Path,
    tmp_path: Path,
    statements: tuple[str, ...],
    things: list[tuple[str, ...]],
) -> None:
    assert found(year, tmp_path, *statements) == things


def test_damage_is_told_first(year: Path, tmp_path: Path) -> None:
    with changed(
        year,
        tmp_path,
        "UPDATE record SET reason = 'x' WHERE id = 49",
        "UPDATE opinion SET verdict = 'x'",
    ) as room:
        verified = verifying.verify(room)
    assert verified.findings[:2] == (
        "The file is damaged: SQLite finds an inconsistency in its structure.",
        "Entry 49 of the record does not follow from the entries before it: an entry was changed, "
        "added or removed there.",
    )
    assert [each.thing for each in verified.found[:2]] == [(), ()]


def test_a_stray_in_words(year: Path, tmp_path: Path) -> None:
    stray = "INSERT INTO abstention SELECT id, 17 FROM participant WHERE period_id = 2 LIMIT 1"
    with changed(year, tmp_path, stray) as room:
        told = verifying.verify(room).findings
    assert "A ballot has marks for somebody who is not on it." in told


def test_seals_that_cannot_be_read_hide_no_results(year: Path, tmp_path: Path) -> None:
    """Nothing can be compared with them; the chain tells which entry it is."""
    broken = "UPDATE record SET seal = seal || ' x' WHERE id = 41"
    with changed(year, tmp_path, broken, "UPDATE forms SET returned = 3") as room:
        verified = verifying.verify(room)
    assert [each.thing for each in verified.found] == [()]
    assert verified.results == 1


def test_a_value_of_another_kind_hides_neither_what_was_found_nor_the_results(
    year: Path, tmp_path: Path
) -> None:
    with changed(year, tmp_path, "UPDATE forms SET returned = 3") as room:
        loosened(room.database.path, "scheme", "UPDATE scheme SET text = 5")
        verified = verifying.verify(room)
    assert verified.found.count(Finding(UNREADABLE)) == 1
    assert verified.results == 1
    assert ("table", "forms") in [each.thing for each in verified.found]


def test_what_lasts_is_acknowledged_and_all_else_is_not() -> None:
    for kind in ("entry", "frozen", "stray"):
        finding = Finding("", (kind, "5"), "ab")
        assert finding.is_acknowledged({(kind, "5"): "ab"})
        assert not finding.is_acknowledged({(kind, "5"): "cd"})
        assert not finding.is_acknowledged({(kind, "6"): "ab"})
        assert not finding.is_acknowledged({})
    for kind in ("table", "said", "sum", "sealed", "ballot"):
        assert not Finding("", (kind, "5"), "ab").is_acknowledged({(kind, "5"): "ab"})
    assert not Finding("").is_acknowledged({})
    assert not Finding("").is_acknowledged({(): ""})


def test_a_result_that_differs_as_acknowledged_is_not_told_as_agreeing(
    year: Path, tmp_path: Path
) -> None:
    with changed(year, tmp_path, "UPDATE rating SET mark_1 = 10 WHERE ballot_id = 17") as looked:
        path = looked.database.path
    room = enter_room(path)
    operators.sign_in(room, "主持", "2580")
    acknowledging.acknowledge(room, "机房误操作")
    verified = verifying.verify(room)
    assert (verified.holds, verified.results, verified.differing) == (True, 1, 1)
    told = verifying.told(verified)
    assert "0 locked results recalculated" in told
    assert told.endswith(
        "1 locked result does not follow from the marks as they are now; that was acknowledged."
    )
    room.close()


@pytest.mark.parametrize(("late", "looks"), [(0, 1), (1, 2), (4, 5), (9, 5)])
@pytest.mark.parametrize("what", ["entries", "head"])
def test_another_program_that_writes_meanwhile_makes_it_look_again(
    room: Room, monkeypatch: pytest.MonkeyPatch, late: int, looks: int, what: str
) -> None:
    """What is told is of the record as it is at the end; a busy one is looked at five times."""
    all_looks: list[Verified] = []
    look = verifying._verified

    def looked_at(twin: Room) -> Verified:
        found = look(twin) if not all_looks else all_looks[0]
        all_looks.append(found)
        if len(all_looks) > late:
            return found
        return replace(found, entries=0) if what == "entries" else replace(found, head="0")

    monkeypatch.setattr(verifying, "_verified", looked_at)
    verified = verifying.verify(room)
    assert len(all_looks) == looks
    assert (verified == all_looks[0]) is (late < looks)


@pytest.mark.parametrize(
    "fault", [ZeroDivisionError, AttributeError, KeyError, IndexError, TypeError, ValueError]
)
def test_what_is_no_value_of_its_column_is_found_and_not_raised(fault: type[Exception]) -> None:
    findings: list[Finding] = []
    with verifying._unreadable(findings):
        raise fault
    assert findings == [Finding(UNREADABLE)]


# -- a hash on paper -----------------------------------------------------------------------------


def test_a_hash_that_somebody_has_on_paper(room: Room) -> None:
    with room.database.reading() as tx:
        rows = tx.exec_driver_sql("SELECT id, at, chain FROM record WHERE id IN (1, 30)").all()
    for number, at, hashed in rows:
        spaced = " ".join(hashed[i : i + 8] for i in range(0, 64, 8)).upper()
        for text in (hashed, hashed[:16], spaced, hashed[:8] + "·" + hashed[8:20]):
            assert verifying.check_against(room, text) == (number, at)


@pytest.mark.parametrize("text", ["", "0123456789abcde", "0123456789abcdeg", "x" * 64])
def test_what_is_no_hash(room: Room, text: str) -> None:
    with refused("hash-malformed") as info:
        verifying.check_against(room, text)
    assert str(info.value) == (
        f"“{text}” is not a hash: type its first 16 digits (0-9, a-f) or more."
    )


def test_a_hash_of_another_database(room: Room) -> None:
    with refused("hash-unknown") as info:
        verifying.check_against(room, "0123 4567 89AB CDEF")
    assert str(info.value) == (
        "The record has no entry with the hash 0123456789abcdef: it was rewritten or cut short, or "
        "belongs to another database than the paper with that hash."
    )
