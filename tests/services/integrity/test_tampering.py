"""What was done to a finished year behind kaohe's back is found; benchmarks.reliability.tamper
tries everything, this a part of it."""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.integrity.verifying import check_against, verify
from kaohe_tui.services.room.room import Room
from tests.refused import refused
from tests.services.every_table import every_table
from tests.services.tampering import Change, changes, dump, findings, finished, force

SHARE = 800
"""One of how many changes of a row is tried here, of the tables with many."""
BYTES = 40
COLUMNS = 4
"""So many columns are tried of each table that is sealed as a whole."""
KEYED = ("ballot", "rating", "abstention", "part_mark", "receipt")
"""The tables that are sealed tier by tier."""


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The finished year; never changed."""
    return finished(tmp_path_factory.mktemp("year"))


@pytest.fixture(scope="module")
def second_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The year that leaves a row in every table; never changed."""
    return every_table(tmp_path_factory.mktemp("second"))


@pytest.fixture
def room(year: Path) -> Iterator[Room]:
    opened = enter_room(year, read_only=True)
    yield opened
    opened.close()


def test_a_year_that_nobody_touched_holds(room: Room) -> None:
    found = verify(room)
    assert found.holds, found.findings
    assert found.results == 3


def test_the_second_year_has_a_row_in_every_table(second_year: Path) -> None:
    assert findings(second_year) == ()
    tables = {change.table for change in changes(second_year)}
    text = dump(second_year) or ""
    named = {line.split()[2].strip('"(') for line in text.splitlines() if "CREATE TABLE" in line}
    assert named - tables == set()
    keyed = {c.table for c in changes(second_year) if c.table in KEYED}
    assert keyed == set(KEYED)


def _of_each_kind(path: Path, count: int) -> list[Change]:
    """So many changes of each column of what is keyed, of rows at random; of all other tables one
    of some columns, and a row more and less."""
    found: dict[tuple[str, str], list[Change]] = {}
    for change in changes(path):
        kind = change.what.partition(") ")[2]
        if kind.startswith("mark_") and kind > "mark_1 changed" and kind != "mark_29 changed":
            continue
        found.setdefault((change.table, kind), []).append(change)
    some = random.Random(7)
    tried: list[Change] = []
    for table in sorted({table for table, _kind in found}):
        kinds = sorted(kind for of, kind in found if of == table)
        if table not in KEYED:
            columns = [kind for kind in kinds if kind.endswith("changed")]
            kept = some.sample(columns, min(len(columns), COLUMNS))
            kinds = [kind for kind in kinds if kind not in columns or kind in kept]
        for of in (found[table, kind] for kind in kinds):
            tried += some.sample(of, min(len(of), count if table in KEYED else 1))
    return tried


def test_a_change_of_every_column_of_every_table_is_found_or_refused(
    second_year: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    tried = _of_each_kind(second_year, 2)
    done = []
    for change in tried:
        shutil.copyfile(second_year, copy)
        if force(copy, change):
            done.append(change)
            assert findings(copy), change
    assert len(done) > 150
    assert {change.table for change in done} == {change.table for change in tried}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE receipt SET code = 'ABCDEFGH' WHERE code = (SELECT min(code) FROM receipt)",
        "UPDATE part_mark SET value = value + 1 WHERE ballot_id IN (SELECT id FROM ballot"
        " WHERE rater_id IS NULL)",
        "UPDATE part_mark SET value = value - 1 WHERE ballot_id IN (SELECT id FROM ballot"
        " WHERE rater_id IS NOT NULL)",
        "DELETE FROM part_mark",
        "UPDATE ballot SET nonce = 'x' WHERE rater_id IS NULL",
    ],
)
def test_what_no_figure_tells_of_is_in_the_seal_of_its_tier(
    second_year: Path, tmp_path: Path, statement: str
) -> None:
    copy = tmp_path / "copy.db"
    shutil.copyfile(second_year, copy)
    assert force(copy, Change("", "", ((statement, ()),)))
    assert findings(copy)


def test_changed_rows_are_found_or_refused(year: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    some = random.Random(4)
    of_table: dict[str, int] = {}
    tried = 0
    for change in changes(year):
        of_table[change.table] = of_table.get(change.table, 0) + 1
        if of_table[change.table] > 2 and some.randrange(SHARE):
            continue
        tried += 1
        shutil.copyfile(year, copy)
        if force(copy, change):
            assert findings(copy), change
    assert tried > 50


def test_changed_bytes_are_found_or_change_nothing(year: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    content = year.read_bytes()
    said = dump(year)
    some = random.Random(4)
    for _number in range(BYTES):
        place = some.randrange(len(content))
        changed = bytearray(content)
        changed[place] ^= 1 << some.randrange(8)
        copy.write_bytes(changed)
        assert findings(copy) or dump(copy) == said, place


def test_what_does_not_hold_is_named(year: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"

    def told(table: str, what: str) -> str:
        shutil.copyfile(year, copy)
        change = next(c for c in changes(year) if c.table == table and what in c.what)
        assert force(copy, change)
        return "\n".join(findings(copy))

    assert "Entry 5 of the record does not follow" in told("record", "(5,) actor changed")
    assert "Entry 7 of the record does not follow" in told("record", "(7,) taken out")
    assert "bonuses and deductions: changed by a program other than kaohe" in told(
        "adjustment", "count changed"
    )
    assert "mean: locked as" in told("rating", "mark_0 changed")
    assert "the ballot of" in told("rating", "mark_0 changed")
    assert "match its own fingerprint" in told("result", "body changed")


def test_a_rewritten_record_shows_against_the_paper(room: Room) -> None:
    head = verify(room).head
    number, _at = check_against(room, f"{head[:8]} {head[8:16]}")
    assert number == verify(room).entries
    assert check_against(room, head.upper())[0] == number
    with refused("hash-unknown"):
        check_against(room, "0" * 16)
    for wrong in ("", head[:15], "g" * 16, "%" * 20):
        with refused("hash-malformed"):
            check_against(room, wrong)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # The same declarations with one letter changed, as a byte that went bad would have it.
        (b"CREATE TABLE tier_step", b"CREATE TABLE tier_stfp"),
        (b"REFERENCES participant", b"REFERENCES particibant"),
        (b"supervisors TEXT", b"supervisorz TEXT"),
        (b"PRIMARY KEY (period_id, number)", b"PRIMARY KEY (period_id, numbfr)"),
    ],
)
def test_a_changed_declaration_is_found_and_no_fault(
    year: Path, tmp_path: Path, old: bytes, new: bytes
) -> None:
    content = year.read_bytes()
    assert old in content
    copy = tmp_path / "copy.db"
    copy.write_bytes(content.replace(old, new))
    assert findings(copy)
