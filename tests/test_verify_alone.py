"""The verifier for strangers says of every file what kaohe says of it."""

import ast
import gzip
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from fractions import Fraction
from pathlib import Path

import pytest
from scripts import verify_alone

from kaohe_tui.files.entries.adjustments import Size
from kaohe_tui.services.ballots import open_ballot
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.database.sample import make_demo
from kaohe_tui.services.entries import entries
from kaohe_tui.services.integrity import acknowledging
from kaohe_tui.services.integrity.verifying import verify
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from kaohe_tui.store.database.migrations import HEAD
from tests import alone
from tests.bureau import ROSTER, key_ballot, key_tier, new_room, scheme_text
from tests.services.closed_quarter import SCHEME as RULED
from tests.services.entries.test_kinds import SIZED
from tests.services.every_table import every_table
from tests.services.keyed_in_parts import detail_scheme
from tests.services.keyed_twice import double_scheme, key_as
from tests.services.tampering import Change, changes, findings, finished, force
from tests.trust.cheap import cheap, memory
from tests.trust.foreign import change
from tests.trust.forging import FORGES

ROOT = Path(__file__).parent.parent
SCRIPT = ROOT / "scripts" / "verify_alone.py"
FORMER = sorted((ROOT / "tests" / "former").glob("*.db.gz"))
PEER = ("q1", "peer")
ROWS, BOTH, FOREIGN = 30, 3, 30
"""Changes of single rows of each year, how many of them kaohe is asked of too, and changes by
another program."""


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder in memory; nothing in it waits for a disk."""
    with cheap(), memory() as where:
        yield where


@pytest.fixture(scope="module")
def years(folder: Path) -> tuple[Path, ...]:
    """Both finished years, never changed."""
    made = []
    for make in (finished, every_table):
        (folder / make.__name__).mkdir()
        made.append(make(folder / make.__name__))
    return tuple(made)


@pytest.fixture
def copy(folder: Path) -> Path:
    """Where a copy may lie that is changed."""
    return folder / "copy.db"


@pytest.fixture
def make(folder: Path) -> Iterator[Callable[..., Room]]:
    """Makes the bureau's database, once a test."""
    made: list[Room] = []

    def made_of(scheme: str, roster: str = ROSTER) -> Room:
        where = folder / "room"
        shutil.rmtree(where, ignore_errors=True)
        where.mkdir()
        made.append(new_room(where, scheme, roster))
        return made[-1]

    yield made_of
    for room in made:
        room.close()


def hold(room: Room) -> None:
    """Key and close every tier of the first quarter, everybody with marks of his own."""
    for tier in ("peer", "middle", "leader", "head"):
        steps.open_tier(room, "q1", tier)
        key_tier(room, "q1", tier, lambda code: (50 - ord(code[-1]) % 2, 30 + ord(code[0]) % 3))
        assert alone.said(room.database.path) == []
        steps.close_tier(room, "q1", tier)


def other(room: Room, *statements: str) -> None:
    """What another program does."""
    change = Change("", "", tuple((statement, ()) for statement in statements))
    assert force(room.database.path, change)


# -- what nobody touched ---------------------------------------------------------------------------


def test_the_years_and_the_sample_hold(years: tuple[Path, ...], folder: Path) -> None:
    room = make_demo(folder / "demo.db")
    room.close()
    for path in (*years, folder / "demo.db"):
        assert alone.said(path) == []
        assert alone.differing(path) == ""


@pytest.mark.parametrize("former", FORMER, ids=lambda path: path.name[:-6])
def test_former_databases_say_the_same_once_they_were_opened(former: Path, copy: Path) -> None:
    copy.write_bytes(gzip.decompress(former.read_bytes()))
    with pytest.raises(ValueError, match="opened by kaohe once"):
        verify_alone.verified(copy)
    enter_room(copy).close()
    assert alone.differing(copy) == ""


def test_it_knows_todays_schema() -> None:
    assert verify_alone.SCHEMA == HEAD


SCHEMES = {
    "weighted, one tier secret": scheme_text(trims=(0, 0, 0, 0), tie_break=("head", "work"))
    .replace('key = "peer"\n', 'key = "peer"\nsecret = true\ntrim = 1\n', 1)
    .replace("trim = 0\n", ""),
    "participation, all in one list": scheme_text(
        method="participation",
        weights=(1, 2, 1, 1),
        trims=(2, 1, 0, 0),
        rank="together",
        tie_break=("spirit", "peer"),
        self_rating=True,
    ),
    "roles in the unit's own words": scheme_text()
    .replace('["middle"]', '["护士长"]')
    .replace('["staff", "middle"]', '["一 般人员", "ＣＨＩＥＦ"]')
    .replace('["staff", "middle", "leader"]', '["staff", "科主任", "副院长"]')
    + '[roles]\nmiddle = ["科主任", "护士长", "chief"]\nleader = "副院长"\n',
}


@pytest.mark.parametrize("kind", SCHEMES)
def test_a_period_from_its_first_ballot_to_its_result(make: Callable[..., Room], kind: str) -> None:
    room = make(SCHEMES[kind])
    steps.recuse(room, "q1", ("s1", "s2"), "夫妻")
    hold(room)
    assert alone.said(room.database.path) == []
    steps.reopen_tier(room, *PEER, "核对")
    assert alone.differing(room.database.path) == ""
    steps.close_tier(room, *PEER)
    assert alone.said(room.database.path) == []
    other(room, "UPDATE rating SET mark_0 = mark_0 - 10 WHERE ratee_id = 7")
    assert any("frozen as" in each for each in alone.said(room.database.path))


def test_adjustments_and_vetoes(make: Callable[..., Room]) -> None:
    room = make(RULED)
    for number in (1, 40):
        entered = entries.enter_adjustment(room, "q1", "s1", "research", number, f"文件{number}")
        entries.approve(room, entered, "h")
    entries.enter_adjustment(room, "q1", "s2", "research", 1, "未批准")
    entries.enter_veto(room, "q1", "s3", "县委规定的一票否决事项", "县发〔2026〕1号", "县委")
    hold(room)
    assert alone.said(room.database.path) == []
    entered = entries.enter_adjustment(room, "q1", "m1", "research", 1, "补录", correction="补录")
    entries.approve(room, entered, "h", correction="补录")
    assert alone.said(room.database.path) == []


def test_sizes_absences_and_caps(make: Callable[..., Room]) -> None:
    caps = """
[[caps]]
name = "合计"
rules = ["leave", "violation"]
most = "3.5"
[[caps]]
name = "加分类"
rules = ["prize", "task"]
most = 6
"""
    room = make(SIZED + caps)
    for number, (rule, size) in enumerate(
        [
            ("prize", Size("市级", "竞赛")),
            ("prize", Size("省级", "竞赛")),
            ("prize", Size("省级")),
            ("task", Size("", "", "２.5分")),
        ]
    ):
        entries.enter_adjustment(
            room, "q1", "s1", rule, 1, f"证书{number}", approved_by="h", size=size
        )
    entries.enter_adjustment(room, "q1", "s2", "violation", 1, "通报", approved_by="h")
    for code, half_days in (("s1", 24), ("s2", 9), ("s2", 7), ("s3", 5)):
        entries.absent(room, "q1", code, Fraction(half_days, 2), "家事", kind="事假")
    hold(room)
    extras = room.period("q1").extras
    assert [(extras[code].bonus, extras[code].deduction) for code in ("s1", "s2", "s3")] == [
        (Fraction(6), Fraction(7, 2)),
        (Fraction(0), Fraction(7, 2)),
        (Fraction(0), Fraction(0)),
    ]
    assert alone.said(room.database.path) == []


def test_a_tier_keyed_twice_and_one_by_parts(make: Callable[..., Room]) -> None:
    room = make(double_scheme())
    steps.open_tier(room, *PEER)
    for clerk in ("甲", "乙"):
        key_as(room, clerk, {"s2": (40 + len(clerk), 30)})
        assert alone.differing(room.database.path) == ""
    room.close()
    room = make(detail_scheme())
    steps.open_tier(room, *PEER)
    key_ballot(room, (*PEER, "s1"), lambda _code: (10, 10, 10), hand_in=False)
    assert alone.said(room.database.path) == []
    other(room, "UPDATE part_mark SET value = value + 10")
    assert alone.said(room.database.path)


@pytest.mark.parametrize(
    "statements",
    [
        ("UPDATE rating SET mark_0 = 10 WHERE ballot_id = (SELECT min(ballot_id) FROM rating)",),
        ("UPDATE rating SET mark_0 = 10 WHERE ballot_id = (SELECT max(ballot_id) FROM rating)",),
        ("UPDATE ballot_sum SET sum = sum + 1",),
        ("UPDATE operator SET duty = 'host'", "UPDATE person SET name = 'x' WHERE code = 's1'"),
        ("UPDATE tier_step SET state = 'closed' WHERE number = 0",),
        (
            "DELETE FROM rating WHERE ballot_id = (SELECT max(id) FROM ballot)",
            "DELETE FROM ballot WHERE id = (SELECT max(id) FROM ballot)",
        ),
        ("CREATE TABLE strange (id INTEGER)",),
        ("UPDATE person SET name = 'x' || char(7) WHERE code = 's1'",),
    ],
)
def test_what_was_acknowledged_holds_for_both(
    make: Callable[..., Room], statements: tuple[str, ...]
) -> None:
    room = make(scheme_text())
    path = room.database.path
    steps.open_tier(room, *PEER)
    for rater in ("s1", "s2"):
        key_ballot(room, (*PEER, rater))
    key_ballot(room, (*PEER, "m1"), lambda code: (50, 30) if code < "s" else (), hand_in=False)
    open_ballot.give_back(room, *PEER, "s2", "看错")
    assert alone.said(path) == []
    other(room, *statements)
    assert alone.said(path)
    assert alone.differing(path) == ""
    acknowledging.acknowledge(room, "机房误操作，已核对纸质表")
    assert alone.differing(path) == ""
    assert verify(room).holds
    other(room, "UPDATE rating SET mark_1 = 7 WHERE ballot_id = (SELECT min(id) FROM ballot)")
    assert alone.said(path)


def test_a_closed_period_whose_marks_were_acknowledged(make: Callable[..., Room]) -> None:
    room = make(scheme_text())
    hold(room)
    other(room, "UPDATE rating SET mark_0 = mark_0 - 10 WHERE ratee_id = 7")
    assert alone.said(room.database.path)
    acknowledging.acknowledge(room, "机房误操作，已核对纸质表")
    assert verify(room).holds
    assert alone.said(room.database.path) == []


# -- what another program did ----------------------------------------------------------------------


def test_changes_of_rows_are_found_by_both(years: tuple[Path, ...], copy: Path) -> None:
    some = random.Random(11)
    for year in years:
        tried = some.sample(list(changes(year)), 2 * ROWS)
        done = 0
        for each in tried:
            shutil.copyfile(year, copy)
            if done < ROWS and force(copy, each):
                done += 1
                assert alone.said(copy), each
                assert done > BOTH or findings(copy), each
        assert done == ROWS


def test_changes_by_another_program_are_found_by_both(years: tuple[Path, ...], copy: Path) -> None:
    done = 0
    for number in range(FOREIGN):
        shutil.copyfile(years[number % 2], copy)
        if told := change(copy, random.Random(number), FORGES):
            done += 1
            assert alone.said(copy), told
            assert done > BOTH or findings(copy), told
    assert done > FOREIGN // 2


# -- as a stranger runs it -------------------------------------------------------------------------


def run(*arguments: object) -> tuple[int, str]:
    """The script in a Python that has nothing else: what it returns and prints."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-X", "utf8", SCRIPT, *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stderr == ""
    return done.returncode, done.stdout.strip()


def test_what_it_prints_and_returns(years: tuple[Path, ...], copy: Path) -> None:
    year = years[0]
    before = year.read_bytes()
    with closing(sqlite3.connect(year)) as db:
        (head,) = db.execute("SELECT chain FROM record_head").fetchone()
    assert run(year) == (0, "holds")
    assert run(year, "--against", f"{head[:8]} {head[8:16]}") == (0, "holds")
    assert run(year, "--against", "0" * 16)[0] == 1
    assert run(year, "--against", "12")[0] == 2
    assert year.read_bytes() == before
    shutil.copyfile(year, copy)
    assert force(copy, Change("", "", (("UPDATE veto SET code = 's1'", ()),)))
    code, said = run(copy)
    assert code == 1
    assert "veto: not as entry" in said
    copy.write_bytes(gzip.decompress(FORMER[0].read_bytes()))
    assert run(copy)[0] == 2
    copy.write_text("no database", encoding="utf-8")
    assert run(copy)[0] == 2
    assert run(copy.with_name("missing.db"))[0] == 2
    assert not copy.with_name("missing.db").exists()


def test_it_can_be_read_in_one_go() -> None:
    text = SCRIPT.read_text(encoding="utf-8")
    assert text.count("\n") <= 530
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef) and node.name != "__init__":
            assert ast.get_docstring(node), node.name


def test_it_shares_nothing_with_the_program() -> None:
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"))
    names = {each.name for node in ast.walk(tree) if isinstance(node, ast.Import)
             for each in node.names}  # fmt: skip
    names |= {node.module or "." for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names
