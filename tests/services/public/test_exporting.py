"""A result's papers and tables: every figure is the screen's, and no secret leaves."""

import csv
import io
import json
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest

from kaohe_tui.domain.entries.entries import YEAR
from kaohe_tui.domain.numbers import shown
from kaohe_tui.domain.public.dossier import RatingState
from kaohe_tui.domain.public.matter import MatterKind
from kaohe_tui.domain.standings.standings import Standings
from kaohe_tui.files.data import registers
from kaohe_tui.services.ballots.open_ballot import strike_out
from kaohe_tui.services.counting import overview
from kaohe_tui.services.counting.board import Board
from kaohe_tui.services.public import matters
from kaohe_tui.services.public.dossier import dossier
from kaohe_tui.services.public.exporting import Part, export, file_key
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from tests.refused import refused
from tests.services.bureau import KEYS, key_ballot, key_tier, scheme_text
from tests.services.conftest import MakeRoom

SPREAD = {"s1": (50, 30), "s2": (45, 31), "s3": (44, 20), "m1": (51, 33), "m2": (40, 40)}


def _marks(ratee: str) -> Sequence[int] | None:
    return SPREAD.get(ratee, (55, 35))


def _of_m1_alone(ratee: str) -> Sequence[int]:
    return (50, 30) if ratee == "m1" else ()


def _always(marks: Sequence[int], _ratee: str) -> Sequence[int]:
    return marks


def _close(room: Room, period: str = "q1") -> None:
    for tier in KEYS:
        steps.open_tier(room, period, tier)
        key_tier(room, period, tier, _marks)
        steps.close_tier(room, period, tier)


def _out(room: Room, key: str, *parts: Part) -> dict[str, Path]:
    folder = room.database.path.parent / "out"
    files, _remarks = export(room, key, folder, parts=parts or tuple(Part))
    return {str(path.relative_to(folder)): path for path in files}


def _csv(path: Path) -> list[dict[str, str]]:
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def _same_figures(found: list[dict[str, str]], standings: Standings) -> None:
    assert [row["Code"] for row in found] == [r.person.code for r in standings.rows]
    for line, row in zip(found, standings.rows, strict=True):
        assert line["Rank"] == ("" if row.rank is None else str(row.rank))
        assert line["Total"] == ("" if row.total is None else shown(row.total, standings.decimals))


def test_the_frozen_result_goes_out_as_it_is(room: Room) -> None:
    _close(room)
    files = _out(room, "q1")
    frozen = overview.result(room, "q1")
    assert frozen is not None
    _same_figures(_csv(files["standings-q1-1.csv"]), frozen.standings)
    plain = json.loads(files["all-q1-1.json"].read_text(encoding="utf-8"))
    assert plain["result"]["fingerprint"] == frozen.fingerprint
    rows = plain["standings"]["standings"]
    assert [(r["code"], r["rank"], r["total"]) for r in rows] == [
        (r.person.code, r.rank, shown(r.total, 2) if r.total is not None else None)
        for r in frozen.standings.rows
    ]
    assert [(r["code"], r["tiers"]["peer"]["mean"]) for r in rows] == [
        (r.person.code, shown(mean, 2))
        for r in frozen.standings.rows
        if (mean := r.review.tiers[0].mean) is not None
    ]


def test_the_names_of_the_files_tell_what_they_are(room: Room) -> None:
    _close(room)
    assert sorted(_out(room, "q1")) == [
        "absences-q1-1.csv", "adjustments-q1-1.csv", "all-q1-1.json", "decisions-q1-1.csv",
        "exemptions-q1-1.csv", "matters-q1-1.csv", "notice-q1-1.docx", "notice-q1-1.html",
        "notices-q1-1.csv", "ratings-q1-1.csv", "sheets-q1-1.html", "standings-q1-1.csv",
        "tasks-q1-1.csv", "vetoes-q1-1.csv", "workbook-q1-1.xlsx",
    ]  # fmt: skip


@pytest.mark.parametrize("key", ["../..", "一季度", "a/b", "", "q.1", "con\\x"])
def test_no_key_leaves_the_folder(key: str) -> None:
    made = file_key(key)
    assert made.isascii()
    assert made
    assert not set(made) & set("/\\.")
    assert made != file_key(key + "?")


def test_an_open_period_goes_out_as_it_may_be_seen(room: Room) -> None:
    steps.open_tier(room, "q1", "peer")
    key_ballot(room, ("q1", "peer", "s1"), _marks)
    folder = room.database.path.parent / "out"
    files, remarks = export(room, "q1", folder, parts=[Part.CSV])
    assert "drafts" in remarks[0]
    table = next(path for path in files if path.name == "standings-q1-draft.csv")
    _same_figures(_csv(table), Board(room, "q1").standings)


def test_a_withheld_tier_gives_no_marks_away(make_room: MakeRoom) -> None:
    room = make_room(scheme_text(reveal="tier"))
    steps.open_tier(room, "q1", "peer")
    key_tier(room, "q1", "peer", _marks)
    found = dossier(room, "q1")
    peer = [each for each in found.ratings if each.tier == "peer"]
    assert {each.state for each in peer} == {RatingState.MISSING}
    assert not any(each.marks for each in found.ratings)
    steps.close_tier(room, "q1", "peer")
    peer = [each for each in dossier(room, "q1").ratings if each.tier == "peer"]
    assert {each.state for each in peer} == {RatingState.COUNTED}


def test_ratings_are_what_the_standings_count(room: Room) -> None:
    steps.recuse(room, "q1", ("s2", "m1"), "亲属")
    steps.open_tier(room, "q1", "peer")
    key_ballot(room, ("q1", "peer", "s1"), lambda ratee: None if ratee == "m1" else (50, 30))
    key_ballot(room, ("q1", "peer", "s3"))
    strike_out(room, "q1", "peer", "s3", "涂改")
    key_ballot(room, ("q1", "peer", "m2"), _of_m1_alone, hand_in=False)
    found = dossier(room, "q1")
    peer = {r.rater: r.state for r in found.ratings if (r.tier, r.ratee) == ("peer", "m1")}
    assert peer == {
        "h": RatingState.MISSING, "l1": RatingState.MISSING, "l2": RatingState.MISSING,
        "m2": RatingState.COUNTED,
        "s1": RatingState.ABSTAINED, "s2": RatingState.RECUSED, "s3": RatingState.VOID,
    }  # fmt: skip
    for row in found.standings.rows:
        tally = next(t for t in row.review.tiers if t.tier == "peer")
        states = [r.state for r in found.ratings if (r.tier, r.ratee) == ("peer", row.person.code)]
        assert states.count(RatingState.COUNTED) == tally.ratings
        assert states.count(RatingState.ABSTAINED) == tally.abstained
        assert states.count(RatingState.RECUSED) == tally.recused
        assert states.count(RatingState.VOID) == tally.void
        assert states.count(RatingState.MISSING) == tally.owed


def test_a_secret_tier_names_no_rater(make_room: MakeRoom) -> None:
    text = scheme_text().replace('key = "peer"', 'key = "peer"\nsecret = true', 1)
    room = make_room(text)
    _close(room)
    files = _out(room, "q1", Part.CSV, Part.JSON)
    rows = _csv(files["ratings-q1-1.csv"])
    peer = [row for row in rows if row["Tier"] == "peer"]
    assert {(row["Rater's code"], row["Rater's name"]) for row in peer} == {("", "")}
    assert all(row["Rater's code"] for row in rows if row["Tier"] == "middle")
    of_s1 = [row for row in peer if row["Code"] == "s1"]
    assert [row["Rater's number"] for row in of_s1] == [str(n) for n in range(1, 8)]
    plain = json.loads(files["all-q1-1.json"].read_text(encoding="utf-8"))
    assert {r["rater"] for r in plain["ratings"] if r["tier"] == "peer"} == {""}


def test_in_a_secret_tier_the_order_comes_from_the_marks_alone(make_room: MakeRoom) -> None:
    text = scheme_text().replace('key = "peer"', 'key = "peer"\nsecret = true', 1)
    room = make_room(text)
    steps.open_tier(room, "q1", "peer")
    for points, rater in ((50, "h"), (40, "l1"), (45, "m1"), (41, "l2"), (49, "m2")):
        given = (points, 30)
        key_ballot(room, ("q1", "peer", rater), partial(_always, given))
    steps.close_tier(room, "q1", "peer", "出差")
    found = registers.registers(dossier(room, "q1"), (), ())[0]
    at = found.keys.index("mark work")
    marks = [row[at] for row in found.rows if row[:2] == ("peer", "s1") and row[at]]
    assert marks == ["40", "41", "45", "49", "50"]


def test_cells_never_become_formulas(make_room: MakeRoom) -> None:
    room = make_room(scheme_text().replace("工作业绩", "=1+1"))
    steps.open_tier(room, "q1", "peer")
    files = _out(room, "q1", Part.CSV)
    head = files["ratings-q1-draft.csv"].read_text(encoding="utf-8-sig").splitlines()[0]
    assert "'=1+1" in head


def test_who_reported_never_leaves(room: Room) -> None:
    matters.take(
        room, kind=MatterKind.REPORT, about="数据不实", period="q1", code="s1", from_whom="匿名张三"
    )
    files = _out(room, "q1")
    assert "数据不实" in files["matters-q1-draft.csv"].read_text(encoding="utf-8-sig")
    for path in files.values():
        assert "匿名张三".encode() not in path.read_bytes(), path.name


def test_the_year_goes_out_with_its_periods(room: Room) -> None:
    _close(room, "q1")
    _close(room, "q2")
    found = dossier(room, YEAR)
    files = _out(room, YEAR)
    table = _csv(files[f"standings-2026-{found.fingerprint[:8]}.csv"])
    assert [(row["Code"], row["Year"]) for row in table] == [
        (r.person.code, shown(r.total, 2) if r.total is not None else "")
        for r in found.standings.rows
    ]
    assert "ballots" not in " ".join(files)


def test_an_export_never_overwrites(room: Room) -> None:
    _out(room, "q1", Part.CSV)
    folder = room.database.path.parent / "out"
    before = {path: path.read_bytes() for path in folder.iterdir()}
    with refused("file-exists", path="standings-q1-draft.csv"):
        _out(room, "q1")
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_a_closed_period_has_no_blank_ballots(room: Room) -> None:
    _close(room)
    with refused("nothing-to-write"):
        _out(room, "q1", Part.BALLOTS)


def test_a_template_that_is_none_leaves_nothing_behind(room: Room, tmp_path: Path) -> None:
    bad = tmp_path / "bad.docx"
    bad.write_bytes(b"no document")
    with refused("template-not-docx", file="bad.docx"):
        export(room, "q1", tmp_path / "out", template=bad)
    assert not (tmp_path / "out").exists()


def test_two_exports_of_one_result_are_the_same_byte_by_byte(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever compares two of them, or signs one, need not know when it was made."""
    _close(room)
    steps.open_tier(room, "q2", "peer")
    now = time.time()
    for key in ("q1", "q2", YEAR):
        monkeypatch.setattr(time, "time", lambda: now)
        first, _remarks = export(room, key, tmp_path / f"{key}-1")
        monkeypatch.setattr(time, "time", lambda: now + 100_000)
        second, _remarks = export(room, key, tmp_path / f"{key}-2")
        assert len(first) == len(second) > 3
        different = [
            one.name
            for one, other in zip(first, second, strict=True)
            if one.read_bytes() != other.read_bytes()
        ]
        assert different == []
