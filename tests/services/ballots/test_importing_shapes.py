"""Tables of ballots as offices keep them are read right, or refused with what to do.

The files of ``shapes`` come from published methods; names and marks are invented.
"""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.files.tables.doubts import Choices
from kaohe_tui.services.ballots.importing import Hints, import_ballots, understand_ballots
from kaohe_tui.services.database.starting import new_year
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from kaohe_tui.store.ballots import ballots
from kaohe_tui.store.record import records
from tests.files.refusals import refusal_of
from tests.files.workbooks import sheet, workbook
from tests.refused import refused

SHAPES = Path(__file__).parent / "shapes"
MARKS = {
    "12": (200, 150, 160, 170, 180),
    "21": (170, 180, 190, 200, 150),
    "22": (180, 190, 200, 150, 160),
    "23": (190, 200, 150, 160, 170),
}
"""What 钟立本 (11) gives in nearly all of the files."""
NAMES = {"12": "方雨桐", "21": "余小满", "22": "卓安平", "23": "黎晓棠"}
INDICATORS = ("德", "能", "勤", "绩", "廉")

Cells = list[list[str | float]]


@pytest.fixture
def shaped(tmp_path: Path) -> Iterator[Room]:
    """A year with one tier, open, in which everybody below the leaders rates all others."""
    room = new_year(tmp_path / "k.db", SHAPES / "scheme.toml", SHAPES / "roster.csv")
    steps.open_tier(room, "y", "peer")
    yield room
    room.close()


@pytest.fixture
def single(tmp_path: Path) -> Iterator[Room]:
    """The same people with a single indicator of 100 points."""
    text = (SHAPES / "scheme.toml").read_text(encoding="utf-8")
    head, *_indicators = text.split("[[indicators]]")
    tiers = text[text.index("[[tiers]]") :]
    one = '[[indicators]]\nkey = "all"\nname = "综合评价"\npoints = 100\n'
    scheme = tmp_path / "single.toml"
    scheme.write_text(head + one + tiers, encoding="utf-8")
    room = new_year(tmp_path / "single.db", scheme, SHAPES / "roster.csv")
    steps.open_tier(room, "y", "peer")
    yield room
    room.close()


def on_disk(room: Room, rater: str = "11") -> dict[str, tuple[int, ...] | None]:
    """What a rater gives, by ratee; None for an abstention."""
    period_room = room.period("y")
    with room.database.reading() as tx:
        for head in ballots.heads(tx, period_room.opened_id):
            if head.rater_id == period_room.ids[rater]:
                facts = ballots.facts(tx, head.id)
                marks = {
                    period_room.codes[who]: tuple(mark for _n, mark in sorted(given.items()))
                    for who, given in facts.marks.items()
                }
                abstained = [period_room.codes[who] for who in facts.abstentions]
                return {**marks, **dict.fromkeys(abstained)}
    return {}


def refused_with(room: Room, path: Path, hints: Hints | None = None) -> str:
    """The refusal of a file, of which nothing was kept."""
    before = entries(room)
    with pytest.raises(Refusal) as caught:
        import_ballots(room, path, "y", hints=hints or Hints())
    assert entries(room) == before
    assert on_disk(room) == {}
    return str(caught.value)


def entries(room: Room) -> int:
    with room.database.reading() as tx:
        return len(records.entries(tx))


def score_sheet(
    folder: Path,
    above: Cells | None = None,
    below: Cells | None = None,
    change: Callable[[Cells], None] = lambda _rows: None,
) -> Path:
    """A workbook with the sheet of 钟立本: 序号, 姓名, 科室, marks, 合计."""
    rows: Cells = [
        ["序号", "姓名", "科室", *(f"{name}（20分）" for name in INDICATORS), "合计", "备注"]
    ]
    for number, (code, marks) in enumerate(MARKS.items(), 1):
        section = "综合科" if code in ("12", "23") else "办公室"
        points: list[str | float] = [mark / 10 for mark in marks]
        rows.append([number, NAMES[code], section, *points, sum(marks) / 10, ""])
    change(rows)
    return book(folder, (above or []) + rows + (below or []))


def book(folder: Path, rows: Cells, name: str = "表.xlsx") -> Path:
    path = folder / name
    path.write_bytes(workbook(sheet(rows)))
    return path


# -- the files of published methods ----------------------------------------------------------------


@pytest.mark.parametrize(
    "file",
    [
        "b02-serial.xlsx",
        "b03-sum-column.xlsx",
        "b04-title.xlsx",
        "b06-names.xlsx",
        "b08-real-score-sheet.xlsx",
        "b10-unit-in-cell.xlsx",
        "b24-semicolon.csv",
        "b27-tabs.csv",
    ],
)
def test_a_shape_that_is_read(shaped: Room, file: str) -> None:
    brought = import_ballots(shaped, SHAPES / file, "y")
    assert (brought.ballots, brought.ratings, brought.incomplete) == (1, 4, ())
    assert on_disk(shaped) == MARKS
    assert any(file in each for each in brought.told)


def test_strokes_are_an_abstention(shaped: Room) -> None:
    import_ballots(shaped, SHAPES / "b14-slash-abstain.xlsx", "y")
    assert on_disk(shaped) == {**MARKS, "21": None}


@pytest.mark.parametrize(
    ("file", "says"),
    [
        ("b09-tally-sheet.xlsx", ["统分表", "德, 能, 勤, 绩, 廉", "a single indicator"]),
        ("b12-format-0.xlsx", ["D2", "shows 18 but holds 17.5", "H5"]),
        ("b13-format-0.0.xlsx", ["D2", "shows 17.5 but holds 17.46"]),
        ("b17-grade-ticks.xlsx", ["levels (优秀, 称职, 基本称职, 不称职)", "德, 能, 勤, 绩, 廉"]),
        ("b19-formula-no-value.xlsx", ["D2", "never calculated", "open the file in WPS or Excel"]),
        ("b20-two-errors.xlsx", ["D2", "25 is more than the 20", "E3", "no mark for “能”"]),
        ("b29-total-only.xlsx", ["one total a person", "head the columns", "a single indicator"]),
    ],
)
def test_a_shape_that_is_refused(shaped: Room, file: str, says: list[str]) -> None:
    told = refused_with(shaped, SHAPES / file)
    for each in [file, *says]:
        assert each in told


def test_a_form_sorted_without_its_codes_is_refused_by_cell(tmp_path: Path) -> None:
    room = new_year(tmp_path / "e.db", SHAPES / "e17-scheme.toml", SHAPES / "e17-roster.csv")
    steps.open_tier(room, "q1", "peer")
    with pytest.raises(Refusal) as caught:
        import_ballots(room, SHAPES / "e17-form-sorted-without-codes.xlsx", "q1")
    told = str(caught.value)
    assert told.count("correct the code or the name") == 6
    assert "A6 (02 陈静): code 02 is 钱英, not 陈静" in told
    room.close()


# -- score sheets ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ([["评分人：钟立本"]], []),
        ([["干部民主测评表"], ["单位：综合科   打分人：钟立本    日期：2026年12月3日"]], []),
        ([["评议人", "钟立本"]], []),
        ([["测评表"], ["", "评委：11"]], [["填表说明：每项 20 分"]]),
        ([["评分人：钟立本（11）"]], [["合计", "", "", 74, 72, 70, 68, 66, 350]]),
        ([], [["评分人（签名）：钟立本", "", "日期：2026年12月3日"]]),
        ([], [["评分人签名", "钟立本"], ["2026年12月3日"]]),
        ([], [["评分人", "钟立本", "日期", "12月3日"]]),
    ],
)
def test_a_score_sheet_names_its_rater_above_or_below(
    shaped: Room, tmp_path: Path, above: Cells, below: Cells
) -> None:
    brought = import_ballots(shaped, score_sheet(tmp_path, above, below), "y")
    assert (brought.ballots, brought.ratings) == (1, 4)
    assert on_disk(shaped) == MARKS


def test_a_score_sheet_without_a_rater_wants_one(shaped: Room, tmp_path: Path) -> None:
    path = score_sheet(tmp_path, [["评分人：________"]])
    assert "--rater" in refused_with(shaped, path)
    for rater in ("11", "钟立本"):
        reading = understand_ballots(shaped, path, "y", Choices(), rater)
        assert reading.value.ratings == 4
    import_ballots(shaped, path, "y", hints=Hints(rater="钟立本"))
    assert on_disk(shaped) == MARKS


def test_a_score_sheet_of_somebody_else_is_refused(shaped: Room, tmp_path: Path) -> None:
    path = score_sheet(tmp_path, [["评分人：钟立本"]])
    told = refused_with(shaped, path, Hints(rater="12"))
    assert "A1: The sheet is of 钟立本, and not of 12" in told
    assert "nobody in the roster is called “钟立”" in refused_with(
        shaped, score_sheet(tmp_path, [["评分人：钟立"]])
    )
    two = score_sheet(tmp_path, [["评分人：钟立本"]], [["评分人：方雨桐"]])
    assert "several raters: 钟立本 / 方雨桐" in refused_with(shaped, two)


def test_people_whom_the_rater_does_not_rate_are_named_by_cell(
    shaped: Room, tmp_path: Path
) -> None:
    def change(rows: Cells) -> None:
        rows[1][1:3] = ["钟立本", ""]
        rows[3][1:3] = ["沈若兰", ""]
        rows[4][1] = "没有他"

    told = refused_with(shaped, score_sheet(tmp_path, [["评分人：钟立本"]], change=change))
    assert "B3 (钟立本): 姓名: 互评 does not have 钟立本 (11) rate 钟立本 (11)" in told
    assert "B5 (沈若兰)" in told
    assert "B6 (没有他): 姓名: nobody in the roster is called “没有他”" in told


def test_a_total_that_differs_is_refused_by_cell(shaped: Room, tmp_path: Path) -> None:
    def change(rows: Cells) -> None:
        rows[2][8] = 88

    told = refused_with(shaped, score_sheet(tmp_path, [["评分人：11"]], change=change))
    assert "I4" in told
    assert "合计 says 88, but the marks make 89" in told


def test_points_of_a_heading_that_differ_are_refused(shaped: Room, tmp_path: Path) -> None:
    def change(rows: Cells) -> None:
        rows[0][3:6] = ["德（25分）", "能15%", "勤20%"]

    told = refused_with(shaped, score_sheet(tmp_path, [["评分人：11"]], change=change))
    assert "column D: “德（25分）” is not what the scheme says: 德 has 20 points" in told
    assert "column E: “能15%”" in told
    assert "column F" not in told


def test_an_empty_row_stays_outstanding_and_half_a_one_is_refused(
    shaped: Room, tmp_path: Path
) -> None:
    def empty(rows: Cells) -> None:
        rows[2][3:9] = [""] * 6

    brought = import_ballots(shaped, score_sheet(tmp_path, [["评分人：11"]], change=empty), "y")
    assert (brought.ratings, brought.incomplete) == (3, ("11",))
    assert brought.told[-1] == "1 line without marks stays outstanding: 4 (余小满)."

    def half(rows: Cells) -> None:
        rows[2][3:5] = ["", ""]

    path = score_sheet(tmp_path, [["评分人：方雨桐"]], change=half)
    with pytest.raises(Refusal) as caught:
        import_ballots(shaped, path, "y")
    told = str(caught.value)
    assert "D4 (余小满): 德（20分）: 12 rating 21 has no mark for “德”" in told
    assert "E4 (余小满)" in told


@pytest.mark.parametrize(
    "cells",
    [
        ["弃权", "", "", "", ""],
        ["/", "/", "/", "/", "/"],
        ["—", "—", "—", "—", "—"],
        ["－", "－", "－", "－", "－"],
        ["不了解", "", "", "", ""],
    ],
)
def test_a_row_that_is_struck_out_is_an_abstention(
    shaped: Room, tmp_path: Path, cells: list[str | float]
) -> None:
    def change(rows: Cells) -> None:
        rows[2][3:9] = [*cells, ""]

    import_ballots(shaped, score_sheet(tmp_path, [["评分人：11"]], change=change), "y")
    assert on_disk(shaped) == {**MARKS, "21": None}


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("/", "“/” is no mark"),
        ("弃权", "“弃权” is no mark"),
        ("95%", "“95%” is a share of 100, but 德 has 20 points"),
        ("十八", "“十八” is not a mark"),
        ("21", "21 is more than the 20 points"),
        ("-3", "“-3” is not a mark"),
    ],
)
def test_a_cell_that_is_no_mark_is_named(
    shaped: Room, tmp_path: Path, cell: str, says: str
) -> None:
    def change(rows: Cells) -> None:
        rows[2][3] = cell
        rows[2][8] = ""

    told = refused_with(shaped, score_sheet(tmp_path, [["评分人：11"]], change=change))
    assert "D4" in told
    assert says in told


@pytest.mark.parametrize("cell", ["17", "１７", "17分", "１７ 分", "'17", " 17.0 "])
def test_a_mark_is_read_however_it_is_written(shaped: Room, tmp_path: Path, cell: str) -> None:
    def change(rows: Cells) -> None:
        rows[2][3] = cell

    import_ballots(shaped, score_sheet(tmp_path, [["评分人：11"]], change=change), "y")
    assert on_disk(shaped) == MARKS


def test_a_mark_that_stands_alone_is_nobodys_heading(shaped: Room, tmp_path: Path) -> None:
    alone: Cells = [["", "", "", 18]]
    told = refused_with(shaped, score_sheet(tmp_path, [["评分人：11"]], alone))
    assert "姓名" in told
    assert "B7" in told
    text = tmp_path / "allein.csv"
    rows = [["tier", "rater", "ratee", *INDICATORS], ["", "", "", "18"]]
    text.write_text("\n".join(map(",".join, rows)), encoding="utf-8")
    assert "line 2" in refused_with(shaped, text)


def test_a_secret_tier_takes_no_sheet_that_names_its_rater(tmp_path: Path) -> None:
    scheme = tmp_path / "secret.toml"
    text = (SHAPES / "scheme.toml").read_text(encoding="utf-8")
    scheme.write_text(
        text.replace("weight=100\n[[periods]]", "weight=100\nsecret=true\n[[periods]]")
    )
    room = new_year(tmp_path / "secret.db", scheme, SHAPES / "roster.csv")
    steps.open_tier(room, "y", "peer")
    assert room.period("y").scheme.tier("peer").secret
    for rater in ("", "11"):
        with pytest.raises(Refusal) as caught:
            import_ballots(
                room, SHAPES / "b08-real-score-sheet.xlsx", "y", hints=Hints(rater=rater)
            )
        assert caught.value.code == "sheet-of-secret-tier"
    import_ballots(room, SHAPES / "b02-serial.xlsx", "y")
    with room.database.reading() as tx:
        entry = records.entries(tx)[-1]
    assert (entry.action, entry.subject, entry.old, entry.reason) == ("import", "", "", "")
    assert entry.new == "b02-serial.xlsx: 1"
    room.close()


def test_a_sheet_that_is_chosen(shaped: Room) -> None:
    hints = Hints(Choices(sheet="甲"))
    with pytest.raises(Refusal, match="no sheet “甲”"):
        import_ballots(shaped, SHAPES / "b02-serial.xlsx", "y", hints=hints)


@pytest.mark.parametrize("seed", range(60))
def test_damage_is_refused_or_does_no_harm(shaped: Room, tmp_path: Path, seed: int) -> None:
    """What is taken of a damaged sheet is what was on it: no mark is anybody else's."""
    chance = random.Random(seed)
    damage = [
        "",
        "/",
        "18",
        "弃权",
        "钟立本",
        "方雨桐",
        "合计",
        "20.5",
        "12",
        "一、局领导",
        "#N/A",
        "95%",
    ]

    def change(rows: Cells) -> None:
        for _each in range(chance.randint(1, 4)):
            row = rows[chance.randrange(len(rows))]
            row[chance.randrange(len(row))] = chance.choice(damage)
        if chance.random() < 0.3:
            rows.insert(chance.randint(1, len(rows)), ["", chance.choice(damage)])

    path = score_sheet(tmp_path, [["评分人：钟立本"]], change=change)
    told = refusal_of(lambda: import_ballots(shaped, path, "y"))
    assert told is None or "表.xlsx" in told
    assert told is None or on_disk(shaped) == {}
    for code, marks in on_disk(shaped).items():
        assert marks is None or sum(a != b for a, b in zip(marks, MARKS[code], strict=True)) <= 1


# -- flat tables -----------------------------------------------------------------------------------

HEAD: list[str | float] = ["评分人", "评分人姓名", "被考核人", "被考核人姓名", *INDICATORS]


def flat(folder: Path, change: Callable[[Cells], None]) -> Path:
    rows: Cells = [HEAD[:]]
    for code, marks in MARKS.items():
        points: list[str | float] = [mark / 10 for mark in marks]
        rows.append(["11", "钟立本", code, NAMES[code], *points])
    change(rows)
    return book(folder, rows)


def test_a_table_without_tiers_is_of_the_open_one(shaped: Room, tmp_path: Path) -> None:
    import_ballots(shaped, flat(tmp_path, lambda _rows: None), "y")
    assert on_disk(shaped) == MARKS


def test_names_beside_codes_are_compared(shaped: Room, tmp_path: Path) -> None:
    def change(rows: Cells) -> None:
        rows[1][1] = "方雨桐"
        rows[3][3] = "黎晓棠"

    told = refused_with(shaped, flat(tmp_path, change))
    assert "B2" in told
    assert "code 11 is 钟立本, not 方雨桐" in told
    assert "D4" in told
    assert "code 22 is 卓安平, not 黎晓棠" in told


def test_faults_of_cells_and_of_the_meeting_are_told_together(shaped: Room, tmp_path: Path) -> None:
    def change(rows: Cells) -> None:
        rows[1][4] = 21
        rows[2][2:4] = ["99", ""]
        rows[3][2:4] = rows[4][2:4]

    told = refused_with(shaped, flat(tmp_path, change))
    assert "E2" in told
    assert "nobody in the roster has code “99”" in told
    assert "already rates 23 in line 4" in told
    assert told.endswith("Nothing was imported from the file.")


def test_thirty_faults_are_named_and_the_rest_counted(shaped: Room, tmp_path: Path) -> None:
    path = tmp_path / "viele.csv"
    lines = [",".join(["peer", "11", "12", *["99"] * 5])] * 8
    path.write_text("\n".join([",".join(("tier", "rater", "ratee", *INDICATORS)), *lines]))
    told = refused_with(shaped, path)
    assert told.count("99 is more than") == 30
    assert "and 10 faults more" in told


def test_people_of_one_name_are_told_apart_by_code(tmp_path: Path) -> None:
    roster = tmp_path / "r.csv"
    text = (SHAPES / "roster.csv").read_text(encoding="utf-8-sig")
    roster.write_text(text.replace("黎晓棠", "余小满"), encoding="utf-8")
    room = new_year(tmp_path / "two.db", SHAPES / "scheme.toml", roster)
    steps.open_tier(room, "y", "peer")
    told = refused_with(room, SHAPES / "b06-names.xlsx")
    assert "several people are called “余小满”: 21 (办公室), 23 (综合科); write the code" in told

    def change(rows: Cells) -> None:
        rows[4][1] = "余小满"

    import_ballots(room, score_sheet(tmp_path, [["评分人：11"]], change=change), "y")
    assert on_disk(room) == MARKS
    room.close()


def test_what_was_said_of_a_file_has_to_fit(shaped: Room) -> None:
    told = refused_with(shaped, SHAPES / "b02-serial.xlsx", Hints(rater="12"))
    assert "It is a ballot of 11, and not of 12 as was said" in told
    with pytest.raises(Refusal, match="no tier “nix”"):
        import_ballots(shaped, SHAPES / "b02-serial.xlsx", "y", hints=Hints(tier="nix"))


# -- a single indicator ----------------------------------------------------------------------------


def test_totals_are_the_marks_of_a_single_indicator(single: Room) -> None:
    import_ballots(single, SHAPES / "b29-total-only.xlsx", "y")
    assert on_disk(single) == dict.fromkeys(MARKS, (880,))


def test_a_tally_by_raters_is_as_many_ballots(single: Room, tmp_path: Path) -> None:
    rows: Cells = [["统分表"], ["姓名", "钟立本", "方雨桐", "21", "平均分"]]
    rows.append(["钟立本", "/", 90, 91, 90.5])
    rows.append(["方雨桐", 80, "", 92, 86])
    rows.append(["余小满", 70, "弃权", "", 70])
    brought = import_ballots(single, book(tmp_path, rows), "y")
    assert (brought.ballots, brought.ratings, brought.abstentions) == (3, 5, 1)
    assert on_disk(single) == {"12": (800,), "21": (700,)}
    assert on_disk(single, "12") == {"11": (900,), "21": None}
    assert on_disk(single, "21") == {"11": (910,), "12": (920,)}


def test_a_tally_whose_columns_name_nobody_is_refused(single: Room) -> None:
    told = refused_with(single, SHAPES / "b09-tally-sheet.xlsx")
    assert "B1: “票1” does not say whose ballot it is" in told


@pytest.mark.parametrize("heads", [("1", "2"), ("票1", "票2"), (1, 2)])
@pytest.mark.parametrize("last", ["平均分", "得分"])
def test_a_tally_with_numbered_columns_asks_whose_they_are(
    single: Room, tmp_path: Path, heads: tuple[str | float, ...], last: str
) -> None:
    rows: Cells = [["序号", "姓名", *heads, last], [1, "余小满", 80, 90, 85]]
    path = book(tmp_path, rows)
    with refused("table-doubtful"):
        import_ballots(single, path, "y", hints=Hints(Choices(is_accepted=True)))
    reading = understand_ballots(single, path, "y", Choices())
    assert [each.key for each in reading.doubts] == ["ballot C1", "ballot D1"]
    answers = {"ballot C1": "11", "ballot D1": "12"}
    import_ballots(single, path, "y", hints=Hints(Choices(answers=answers)))
    assert (on_disk(single), on_disk(single, "12")) == ({"21": (800,)}, {"21": (900,)})
    with refused("rater-named-twice"):
        understand_ballots(single, path, "y", Choices(answers={**answers, "ballot D1": "11"}))


# -- what is kept ----------------------------------------------------------------------------------


def test_the_record_says_what_was_understood(shaped: Room, tmp_path: Path) -> None:
    path = score_sheet(tmp_path, [["测评表"], ["评分人：钟立本"]], [["填表说明：略"]])
    reading = understand_ballots(shaped, path, "y", Choices())
    before = entries(shaped)
    import_ballots(shaped, path, "y")
    assert entries(shaped) == before + 1
    with shaped.database.reading() as tx:
        entry = records.entries(tx)[-1]
    assert entry.subject == reading.digest
    assert entry.reason == '["S",[3,3],[],[1,8]]'


def test_a_preview_keeps_nothing(shaped: Room) -> None:
    before = entries(shaped)
    reading = understand_ballots(shaped, SHAPES / "b08-real-score-sheet.xlsx", "y", Choices())
    assert (reading.value.ballots, reading.value.ratings, reading.doubts) == (1, 4, ())
    assert entries(shaped) == before
    assert on_disk(shaped) == {}


def test_a_line_of_points_is_held_to_the_scheme_and_left_out(shaped: Room, tmp_path: Path) -> None:
    def put(last: int) -> Callable[[Cells], None]:
        def change(rows: Cells) -> None:
            rows.insert(1, ["", "满分", "", *[20] * 4, last, 100])

        return change

    path = score_sheet(tmp_path, [["评分人：钟立本"]], change=put(25))
    told = refused_with(shaped, path)
    assert "H3: “25” is not what the scheme says: 廉 has 20 points" in told
    brought = import_ballots(
        shaped, score_sheet(tmp_path, [["评分人：钟立本"]], change=put(20)), "y"
    )
    assert brought.ratings == 4
    assert any("3 (line of points: 满分)" in each for each in brought.told)
    assert not any("评分人" in each for each in brought.told)


# -- the rater's own line --------------------------------------------------------------------------


@pytest.mark.parametrize("sign", ["/", "", "—", "本人", "回避"])
@pytest.mark.parametrize("cells", ["all", "first"])
def test_the_raters_own_line_without_marks_is_left_out(
    shaped: Room, tmp_path: Path, sign: str, cells: str
) -> None:
    def change(rows: Cells) -> None:
        signs: Cells = [[sign] * 5 if cells == "all" else [sign, "", "", "", ""]]
        rows.insert(2, ["", "钟立本", "办公室", *signs[0], 0, ""])

    path = score_sheet(tmp_path, [["评分人：钟立本"]], change=change)
    brought = import_ballots(shaped, path, "y")
    assert on_disk(shaped) == MARKS
    assert (brought.ratings, brought.abstentions, brought.incomplete) == (4, 0, ())
    assert "The rater's own line, without marks, is left out: 4 (钟立本)." in brought.told
    assert not any("outstanding" in each for each in brought.told)


def test_the_raters_own_line_with_marks_is_refused(shaped: Room, tmp_path: Path) -> None:
    def change(rows: Cells) -> None:
        rows.insert(2, ["", "钟立本", "办公室", 20, 20, 20, 20, 20, 100, ""])

    told = refused_with(shaped, score_sheet(tmp_path, [["评分人：钟立本"]], change=change))
    assert "B4 (钟立本): 姓名: 互评 does not have 钟立本 (11) rate 钟立本 (11)" in told


def test_own_lines_of_a_flat_table_and_own_cells_of_a_tally_are_told(
    shaped: Room, single: Room, tmp_path: Path
) -> None:
    def change(rows: Cells) -> None:
        rows.insert(1, ["11", "钟立本", "11", "钟立本", *"/////"])

    brought = import_ballots(shaped, flat(tmp_path, change), "y")
    assert on_disk(shaped) == MARKS
    assert "The rater's own line, without marks, is left out: 2 (11 rating 11)." in brought.told
    rows: Cells = [["姓名", "钟立本", "方雨桐"], ["钟立本", "/", 90], ["方雨桐", 80, "/"]]
    brought = import_ballots(single, book(tmp_path, rows), "y")
    assert any("is left out" in each and "B2" in each and "C3" in each for each in brought.told)


# -- what stands beside the marks ------------------------------------------------------------------


def test_another_section_than_in_the_roster_is_asked_about(shaped: Room, tmp_path: Path) -> None:
    def change(rows: Cells) -> None:
        rows[2][2] = "综合科"
        rows[3][2] = "办公室（本级）"

    path = score_sheet(tmp_path, [["评分人：钟立本"]], change=change)
    with refused("table-doubtful") as told:
        import_ballots(shaped, path, "y")
    assert "Beside 余小满 (21) stands “综合科”, in the roster “办公室”" in str(told.value)
    assert "卓安平" not in str(told.value)
    import_ballots(shaped, path, "y", hints=Hints(Choices(answers={"section 综合科": "-"})))
    assert on_disk(shaped) == MARKS


def test_the_bureaus_name_beside_everybody_is_no_section(shaped: Room, tmp_path: Path) -> None:
    def change(rows: Cells) -> None:
        for row in rows[1:]:
            row[2] = "青石县统计局"

    import_ballots(shaped, score_sheet(tmp_path, [["评分人：钟立本"]], change=change), "y")
    assert on_disk(shaped) == MARKS


@pytest.fixture
def quarters(tmp_path: Path) -> Iterator[Room]:
    """The same people with quarters, two tiers, and the first quarter open."""
    text = (SHAPES / "scheme.toml").read_text(encoding="utf-8")
    tier = text[text.index("[[tiers]]") : text.index("[[periods]]")]
    lead = tier.replace("peer", "lead").replace("互评", "领导互评").replace("100", "50")
    annual = text[text.index("[[periods]]") : text.index("[[grades]]")]
    names = ("第一季度", "二季度")
    periods = "".join(
        f'[[periods]]\nkey="q{number}"\nname="{name}"\nweight=30\n'
        for number, name in enumerate(names, 1)
    )
    scheme = tmp_path / "q.toml"
    text = text.replace(tier, tier.replace("100", "50") + lead)
    scheme.write_text(text.replace(annual, periods + annual.replace("100", "40")), encoding="utf-8")
    room = new_year(tmp_path / "q.db", scheme, SHAPES / "roster.csv")
    steps.open_tier(room, "q1", "peer")
    yield room
    room.close()


@pytest.mark.parametrize(
    ("title", "keys"),
    [
        ("2026年第一季度互评打分表", []),
        ("一季度测评表（2026年4月2日）", []),
        ("测评表（2027年1月5日填）", []),
        ("2026年度干部测评表", []),
        ("2026年第二季度互评打分表", ["title period"]),
        ("2025年第一季度互评打分表", ["title period"]),
        ("2026年第2季度测评表", ["title period"]),
        ("2026年上半年测评表", ["title period"]),
        ("2026年年终测评表", ["title period"]),
        ("第一季度领导互评", ["title tier"]),
        ("第三季度领导互评", ["title period", "title tier"]),
    ],
)
def test_a_title_that_names_another_period_is_asked_about(
    quarters: Room, tmp_path: Path, title: str, keys: list[str]
) -> None:
    path = score_sheet(tmp_path, [[title], ["评分人：钟立本"]])
    reading = understand_ballots(quarters, path, "q1", Choices())
    assert [each.key for each in reading.doubts] == keys
    rows: Cells = [[title], HEAD, *([*HEAD[:0], "11", "", code, "", *[10] * 5] for code in MARKS)]
    flat_reading = understand_ballots(quarters, book(tmp_path, rows), "q1", Choices())
    assert [each.key for each in flat_reading.doubts] == keys
    if keys:
        with refused("table-doubtful"):
            import_ballots(quarters, path, "q1", hints=Hints(Choices(is_accepted=True)))
