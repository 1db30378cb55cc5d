"""A scheme goes into a workbook and comes back the same; every wrong cell is told at once."""

import tomllib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter import Workbook

from kaohe_tui.files.scheme.book.cells import as_texts, cell_of, value_of
from kaohe_tui.files.scheme.book.layout import ALONE, PARTS
from kaohe_tui.files.scheme.book.opening import read_scheme
from kaohe_tui.files.scheme.book.read import SHEETS
from kaohe_tui.files.scheme.book.write import scheme_book
from kaohe_tui.files.scheme.copies.turning import turned_scheme
from kaohe_tui.files.scheme.scheme import parse_scheme
from kaohe_tui.files.scheme.words import in_english, keys
from kaohe_tui.files.sheets.open_book import read_book
from kaohe_tui.resources import shipped
from tests.bureau import scheme_text
from tests.files.scheme.test_form import LIMITED as ONE_LEVEL
from tests.files.scheme.test_words import in_chinese
from tests.files.scheme.totals.test_components import FULL, LATE
from tests.files.scheme.totals.test_shares import SCHEME as SHARED
from tests.refused import refused
from tests.services.entries.test_figures import SCHEME

LIMITED = ONE_LEVEL.replace(
    "{limits}",
    '[[tiers.limits]]\nlevel = "优"\nat_most_percent = 20\non_break = "void"\n'
    "[[tiers.limits]]\nall_equal = false\n"
    '[[tiers.limits]]\nfrom = "59.5"\nbelow = 90\nat_least = 2\nby = "section"',
)
PARTED = SCHEME.replace("points = 40", "points = 20") + FULL + LATE
SAMPLE = (shipped("sample_data") / "scheme.toml").read_text(encoding="utf-8")
MUCH = (
    scheme_text()
    + """
[roles]
head = "院长"
middle = ["科主任", "护士长"]
[[grades]]
name = "优秀"
min = 90
places = [[5, 1], [10, 2]]
names = { "事业单位" = "优等" }
[[grades]]
name = "合格"
min = 0
least = 10
[[vetoes]]
key = "law"
name = "违纪"
grounds = ["受处分；记过", "通报"]
grade = "合格"
[[vetoes]]
key = "bar"
name = "取消评优"
grounds = ["投诉"]
effect = "bar"
[bars]
lowest_grade = "合格"
[notice]
scores = false
"""
)


def tables(text: str) -> dict[str, Any]:
    return tomllib.loads(text, parse_float=Decimal)


def written(folder: Path, values: dict[str, Any]) -> Path:
    path = folder / "考核方案.xlsx"
    path.write_bytes(scheme_book(values))
    return path


@pytest.mark.parametrize(
    "text",
    [SAMPLE, scheme_text(), MUCH, PARTED, SHARED, LIMITED],
    ids=["sample", "small", "much", "parts", "shares", "limits"],
)
def test_a_scheme_comes_back_the_same(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, tables(text))
    scheme, again = read_scheme(path)
    assert scheme == parse_scheme(text, "a.toml")
    assert parse_scheme(again, "b.toml") == scheme
    assert [sheet.name for sheet in read_book(path).sheets] == [s for s in SHEETS if s != "花名册"]
    for form, name in (("toml", "c.toml"), ("xlsx", "d.xlsx")):
        assert read_scheme(turned_scheme(path, form, tmp_path / name))[0] == scheme


@pytest.mark.parametrize("quote", ['"', ""])
def test_a_scheme_in_chinese_is_turned_as_well(tmp_path: Path, quote: str) -> None:
    path = tmp_path / "方案.toml"
    path.write_text(in_chinese(SAMPLE, quote=quote), encoding="utf-8")
    turned = turned_scheme(path, "xlsx", tmp_path / "方案.xlsx")
    assert read_scheme(turned)[0] == read_scheme(path)[0]


def test_the_people_stay_in_a_workbook_that_is_turned(tmp_path: Path) -> None:
    people = [["编号", "姓名", "科室"], ["01", "甲", "办公室"], ["02", "乙", "工业科"]]
    path = tmp_path / "考核方案.xlsx"
    path.write_bytes(scheme_book(tables(SAMPLE), people))
    again = read_book(turned_scheme(path, "xlsx", tmp_path / "b.xlsx")).sheets[-1]
    assert again.name == "花名册"
    assert [list(row) for row in again.rows[1:]] == people


VALUES = st.one_of(
    st.text('甲乙；;=\n["', max_size=5),
    st.integers(0, 10**6),
    st.booleans(),
    st.lists(st.text("甲乙；=丙[", min_size=1, max_size=4), min_size=1, max_size=3),
    st.dictionaries(st.text("甲乙=；", min_size=1, max_size=3), st.integers(0, 99), min_size=1),
)


@given(key=st.sampled_from(["name", "raters", "scope", "weight", "places", "then"]), value=VALUES)
def test_any_value_is_read_as_it_was_written(key: str, value: object) -> None:
    text = cell_of(key, value)
    if value != "":
        assert value_of(key, text) == as_texts(value)


def edit(change: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    values = tables(SAMPLE)
    change(values)
    return values


def _wrong(values: dict[str, Any]) -> None:
    values["scoring"]["step"] = "7"
    values["indicators"][2]["points"] = "二十"
    values["tiers"][0]["weight"] = "多"
    values["tiers"][2]["raters"] = ["领导们"]
    values["grades"][1]["min"] = "高"
    values["periods"][1]["weight"] = "-1"


def test_every_wrong_cell_is_told_at_once(tmp_path: Path) -> None:
    with refused("lines-wrong") as refusal:
        read_scheme(written(tmp_path, edit(_wrong)))
    lines = str(refusal.value).splitlines()
    assert [line.split(": ")[1:3] for line in lines] == [
        ["sheet “基本”", "C7"],
        ["sheet “指标”", "C6"],
        ["sheet “等次”", "B5"],
        ["sheet “层级”", "F4"],
        ["sheet “层级”", "C6"],
        ["sheet “时段”", "C5"],
    ]


def test_what_leads_on_from_one_cell_to_another_names_a_cell_too(tmp_path: Path) -> None:
    def longer(values: dict[str, Any]) -> None:
        values["indicators"][0]["points"] = 41
        values["indicators"][0].pop("criteria")

    with refused("points-sum-wrong") as refusal:
        read_scheme(written(tmp_path, edit(longer)))
    assert "sheet “指标”: C4" in str(refusal.value)


@pytest.mark.parametrize(
    ("sheet", "rows", "code", "says"),
    [
        ("杂项", [["a"]], "scheme-sheet-unknown", "杂项"),
        ("细项", [["指标", "名称", "分值"], ["nobody", "某项", "5"]], "owner-unknown", "A2"),
        ("层级", [["代号", "名称", "年龄"], ["a", "甲", "5"]], "heading-unknown", "C1"),
        ("基本", [["部分", "项目", "内容"], ["基本", "步幅", "5"]], "key-unknown", "B2"),
    ],
)
def test_what_belongs_nowhere_is_told(
    tmp_path: Path, sheet: str, rows: list[list[str]], code: str, says: str
) -> None:
    path = tmp_path / "考核方案.xlsx"
    with Workbook(path) as book:
        page = book.add_worksheet(sheet)
        for place, row in enumerate(rows):
            page.write_row(place, 0, row)
    with refused(code) as refusal:
        read_scheme(path)
    assert says in str(refusal.value)


def test_every_key_of_a_scheme_has_a_column(tmp_path: Path) -> None:
    """What the readers take can be written in the workbook; words for keys exist for each."""
    from tests.files.scheme.test_words import known_keys

    columns = {key for part in PARTS for key in part.columns}
    columns |= {key for items in ALONE.values() for key in items}
    columns |= {"by", "first", "step"}  # they stand in the cell of convert
    tables_of_lists = {part.table for part in PARTS} | {"scoring", "roles", "bars", "notice"}
    roles = {"head", "leader", "middle", "staff", "unit", "guest"}
    assert sorted(known_keys() - columns - tables_of_lists - roles) == []
    assert columns <= set(keys())


def test_a_table_is_read_with_english_keys() -> None:
    text = '[[等次]]\n名称 = "优"\n[[否决]]\n等次 = "差"\n情形 = ["甲"]\n[组别]\n科室 = ["一"]\n'
    from kaohe_tui.files.toml.text import parsed, quoted

    assert in_english(parsed(quoted(text), "a")) == {
        "grades": [{"name": "优"}],
        "vetoes": [{"grade": "差", "grounds": ["甲"]}],
        "groups": {"sections": ["一"]},
    }
