"""Blank ballots as workbooks: written, filled in, read back."""

from pathlib import Path

import pytest

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.files.forms.write import column
from kaohe_tui.files.sheets.open_book import read_book
from kaohe_tui.files.tables.faults import MOST
from kaohe_tui.services.ballots.import_checks import Imported
from kaohe_tui.services.ballots.importing import import_ballots
from kaohe_tui.services.counting.board import Board
from kaohe_tui.services.public.exporting import Part, export
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from kaohe_tui.store.ballots import ballots
from kaohe_tui.store.record import records
from tests.bureau import key_ballot
from tests.files.forms import all_marks, fill
from tests.files.sheets.books import ods, ods_row, ods_table


@pytest.fixture
def opened(room: Room) -> Room:
    """The first tier open; 孙红 recused from rating 马科长."""
    steps.recuse(room, "q1", ("s2", "m1"), "亲属")
    steps.open_tier(room, "q1", "peer")
    return room


def _forms(room: Room, period: str = "q1", folder: str = "out") -> Path:
    target = room.database.path.parent / folder
    export(room, period, target, parts=[Part.BALLOTS])
    return target / f"ballots-{period}"


def _facts(room: Room) -> object:
    with room.database.reading() as tx:
        heads = ballots.heads(tx, room.period("q1").opened_id)
        return [ballots.facts(tx, head.id) for head in heads], records.entries(tx)


def _refused(room: Room, path: Path, period: str = "q1") -> str:
    before = _facts(room)
    with pytest.raises(Refusal) as refused:
        import_ballots(room, path, period)
    assert _facts(room) == before
    assert path.name in str(refused.value)
    return str(refused.value)


def test_columns_have_letters() -> None:
    assert [column(n) for n in (0, 25, 26, 51, 52, 701, 702)] == [
        "A", "Z", "AA", "AZ", "BA", "ZZ", "AAA",
    ]  # fmt: skip


def test_many_forms_come_back(opened: Room) -> None:
    folder = _forms(opened)
    files = sorted(folder.glob("peer.*.xlsx"))
    assert [path.name for path in files] == [
        f"peer.{code}.xlsx" for code in ("h", "l1", "l2", "m1", "m2", "s1", "s2", "s3")
    ]
    for path in files:
        import_ballots(opened, all_marks(path, (50, 30)), "q1")
    rows = Board(opened, "q1").standings.rows
    assert {row.person.code: str(row.review.score) for row in rows} == dict.fromkeys(
        ("l1", "l2", "m1", "m2", "s1", "s2", "s3"), "80"
    )
    assert all(tier.owed == 0 for row in rows for tier in row.review.tiers if tier.tier == "peer")


def test_a_form_lists_whom_the_rater_still_owes(opened: Room) -> None:
    key_ballot(opened, ("q1", "peer", "m1"))
    key_ballot(opened, ("q1", "peer", "s1"), lambda ratee: (50, 30) if ratee == "l1" else ())
    folder = _forms(opened)
    assert not (folder / "peer.m1.xlsx").exists()
    listed = [cells[0] for cells in read_book(folder / "peer.s1.xlsx").sheets[0].rows[5:]]
    assert listed == ["l2", "m1", "m2", "s2", "s3"]
    recused = [cells[0] for cells in read_book(folder / "peer.s2.xlsx").sheets[0].rows[5:]]
    assert recused == ["l1", "l2", "m2", "s1", "s3"]


def test_empty_lines_stay_owed_and_an_abstention_is_one(opened: Room) -> None:
    path = _forms(opened) / "peer.s1.xlsx"
    took = import_ballots(opened, fill(path, {"D6": 50, "E6": "３０", "G7": "√"}), "q1")
    assert took == Imported(1, 1, 1, ("s1",))


def test_all_wrong_cells_are_named(opened: Room) -> None:
    path = _forms(opened) / "peer.s1.xlsx"
    cells: dict[str, str | int] = {
        "D6": 61,
        "E6": 30,
        "D7": 50,
        "D8": "50.5",
        "E8": "很好",
        "G9": "√",
        "D9": 1,
        "G10": "？",
    }
    told = _refused(opened, fill(path, cells))
    assert "D6 (l1 李副局长): 工作业绩: s1 rating l1: 61 is more than the 60 points" in told
    assert "E7 (l2 刘副局长): 精神状况: s1 rating l2 has no mark for “精神状况”" in told
    assert "D8 (m1 马科长): 工作业绩: s1 rating m1: 50.5 is not allowed" in told
    assert "E8 (m1 马科长): 精神状况: s1 rating m1: “很好” is not a mark" in told
    assert "D9 (m2 毛科长): 工作业绩: s1 rating m2 abstains but gives marks" in told
    assert "G10 (s2 孙红): Abstain: “？” is neither yes nor no" in told
    assert "more" not in told.replace("more than", "")


def test_no_more_than_thirty_cells_are_named(opened: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST == 30
    monkeypatch.setattr("kaohe_tui.files.tables.faults.MOST", 10)
    told = _refused(opened, all_marks(_forms(opened) / "peer.s1.xlsx", (99, 99)))
    assert told.count("99 is more than") == 10
    assert told.endswith("\nand 2 faults more\nNothing was imported from the file.")


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"A6": "m1"}, "A6 (m1 李副局长): code m1 is 马科长, not 李副局长"),
        ({"A6": "m1", "B6": "马科长"}, "A8 (m1 马科长): this person is already in line 6"),
        ({"A2": "评分人：王五（s1）"}, "its second line says"),
        ({"A6": "h"}, "A6 (h 李副局长): no rating of “h” is expected from this rater"),
        ({"D3": "s2"}, "The heading of this form was changed"),
    ],
)
def test_a_form_that_was_tampered_with_is_refused(
    opened: Room, cells: dict[str, str], says: str
) -> None:
    path = all_marks(_forms(opened) / "peer.s1.xlsx", (50, 30))
    assert says in _refused(opened, fill(path, cells))


def test_an_empty_form_is_refused(opened: Room) -> None:
    assert "has not been filled in" in _refused(opened, _forms(opened) / "peer.s1.xlsx")


def test_the_same_form_twice_is_refused(opened: Room) -> None:
    path = all_marks(_forms(opened) / "peer.s1.xlsx", (50, 30))
    import_ballots(opened, path, "q1")
    assert "has already rated" in _refused(opened, path)


def test_a_form_of_something_else_is_refused(opened: Room) -> None:
    other = all_marks(_forms(opened, "q2", "two") / "peer.s1.xlsx", (50, 30))
    assert "of the period “q2”, not of “q1”" in _refused(opened, other)
    middle = all_marks(_forms(opened) / "middle.m1.xlsx", (50, 30))
    assert "中层干部评分 is not open" in _refused(opened, middle)


def test_a_form_of_another_scheme_is_refused(opened: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    path = all_marks(_forms(opened) / "peer.s1.xlsx", (50, 30))
    object.__setattr__(opened.period("q1"), "scheme_fingerprint", "0" * 64)
    monkeypatch.setattr(opened, "forget", lambda: None)
    assert "made under another scheme" in _refused(opened, path)


def test_a_form_that_was_saved_as_another_kind_is_read(opened: Room) -> None:
    path = all_marks(_forms(opened) / "peer.s1.xlsx", (50, 30))
    rows = "".join(ods_row(*cells) for cells in read_book(path).sheets[0].rows)
    copy = path.with_suffix(".ods")
    copy.write_bytes(ods(ods_table(rows)))
    assert import_ballots(opened, copy, "q1") == Imported(1, 6, 0, ())
