"""What a scheme cannot ask for is refused with what comes nearest, in files and workbooks."""

import re
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from kaohe_tui.domain.meaning.wishes import WISHES, nearest
from kaohe_tui.files.scheme.book.opening import read_scheme
from kaohe_tui.files.scheme.scheme import parse_scheme
from kaohe_tui.files.scheme.words import keys, values
from tests.bureau import scheme_text
from tests.refused import refused

SCHEME = scheme_text()
ADDED = SCHEME + '\n[[grades]]\nname = "优秀"\nmin = 0\n'


def test_a_word_means_what_comes_nearest() -> None:
    assert "tier of its own" in nearest("tiers", "构成")
    assert nearest("tiers", "Make-Up") == nearest("tiers", "make_up")
    assert nearest("periods", "构成") == ""
    assert "roster" in nearest("", "花名册")


def test_no_word_stands_twice_in_a_table() -> None:
    pairs = [
        (table, word) for w in WISHES for table in w.tables.split() for word in w.words.split()
    ]
    assert len(pairs) == len(set(pairs))


def test_no_value_that_exists_is_a_wish() -> None:
    for key, known in values().items():
        for word in (*known, *(other for others in known.values() for other in others)):
            assert nearest(key, word) == ""


def test_what_is_near_is_a_table_that_exists() -> None:
    tables = {table for w in WISHES for table in re.findall(r"\[\[([a-z_]+)\]\]", w.nearest)}
    assert tables <= set(keys())
    assert "groups" in tables


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (SCHEME.replace("weight =", "make_up = 70\nweight =", 1), "[[groups]]"),
        (SCHEME.replace("weight =", "评分人构成 = { 居民 = 70 }\nweight =", 1), "[[groups]]"),
        (ADDED + "[bars]\nsection_mean = 80\n", "[bars] section_mean: A scheme cannot say this"),
        (ADDED + '["评优限制"]\n科室平均分 = 80\n', "tier in [bars]"),
        (ADDED.replace("min = 0", "min = 0\nunit_result = 1"), "or the places that it allows"),
        (ADDED.replace("min = 0", "min = 0\nmax = 90"), "next better grade"),
        (SCHEME.replace("[scoring]", '[scoring]\nquota_by = "单位成绩"'), "still to be opened"),
        (SCHEME + '\n[[花名册]]\n名称 = "张三"\n', "table of its own"),
    ],
)
def test_a_wish_is_refused_with_what_comes_nearest(text: str, says: str) -> None:
    assert text not in (SCHEME, ADDED)
    with refused("wish-unsupported") as refusal:
        parse_scheme(text, "scheme.toml")
    assert says in str(refusal.value)


def test_a_word_that_nobody_means_is_refused_as_ever() -> None:
    with refused("key-unknown"):
        parse_scheme(SCHEME.replace("weight =", "weigh =", 1), "scheme.toml")


def test_a_column_of_a_workbook_that_is_a_wish_is_told_too(tmp_path: Path) -> None:
    path = tmp_path / "考核方案.xlsx"
    with Workbook(path) as book:
        sheet = book.add_worksheet("层级")
        for row, cells in enumerate([["代号", "名称", "评分人构成"], ["peer", "互评", "70"]]):
            sheet.write_row(row, 0, cells)
    with refused("wish-unsupported") as refusal:
        read_scheme(path)
    assert "A scheme cannot say this" in str(refusal.value)
