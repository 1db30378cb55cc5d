"""A scheme is read exactly, and each fault in it is one sentence with file, line and key."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import Role
from kaohe_tui.domain.rules.scheme.classes import ByClass, Group
from kaohe_tui.domain.rules.scheme.form import MOST_INDICATORS
from kaohe_tui.domain.rules.scheme.scheme import Method
from kaohe_tui.domain.rules.scheme.tiers import Entry, Reveal, Scope
from kaohe_tui.files.scheme.book.opening import read_scheme
from kaohe_tui.files.scheme.scheme import parse_scheme
from kaohe_tui.files.toml.text import LIMIT
from kaohe_tui.resources import shipped
from tests.files.refusals import refusal_of

SAMPLE = shipped("sample_data") / "scheme.toml"
SMALL = """\
name = "小局方案"
year = 2026
[scoring]
method = "tiers"
step = "0.5"
tie_break = ["head", "work"]
[[indicators]]
key = "work"
name = "工作业绩"
points = 60
[[indicators.criteria]]
name = "完成"
points = 40.5
[[indicators.criteria]]
name = "质量"
points = "19.5"
[[indicators]]
key = "spirit"
name = "精神状况"
points = "40"
[[tiers]]
key = "peer"
name = "互评"
raters = ["staff"]
ratees = ["staff"]
weight = 66.6
[[tiers]]
key = "head"
name = "主要负责人"
raters = ["head"]
ratees = ["staff"]
weight = "33.4"
[[adjustments]]
key = "award"
name = "获奖"
kind = "bonus"
points = "0.5"
[vetoes]
grade = "不称职"
grounds = ["事项"]
[[periods]]
key = "annual"
name = "年终总评"
weight = 1
[[grades]]
name = "称职"
min = "60"
quota = 20
[[grades]]
name = "不称职"
min = 0
"""


def refused(text: str) -> str:
    with pytest.raises(Refusal) as caught:
        parse_scheme(text, "s.toml")
    return str(caught.value)


def test_the_sample_scheme_is_read_with_its_text() -> None:
    scheme, text = read_scheme(SAMPLE)
    assert text == SAMPLE.read_text(encoding="utf-8")
    assert scheme.method is Method.TIERS
    assert [tier.key for tier in scheme.tiers] == ["peer", "middle", "leader", "head"]
    assert scheme.tiers[2].scopes == {Scope.SUPERVISED}
    assert (scheme.tiers[0].trim, scheme.tiers[0].secret) == (1, True)
    assert sum(each.points for each in scheme.indicators) == 1000
    assert scheme.adjustments[0].points == Fraction(1, 2)
    assert len(scheme.vetoes) == 1
    assert scheme.grades[0].quota == 20
    assert (scheme.step, scheme.decimals, scheme.ceiling) == (10, 2, None)


def test_numbers_are_exact_and_defaults_are_filled() -> None:
    scheme = parse_scheme(SMALL, "s.toml")
    assert [each.points for each in scheme.indicators[0].criteria] == [405, 195]
    assert scheme.tiers[0].weight == Fraction(666, 10)
    assert scheme.tiers[1].raters == {Role.HEAD}
    assert scheme.tiers[0].reveal is Reveal.BALLOT
    assert (scheme.tiers[0].entry, scheme.tiers[0].control_total) == (Entry.SINGLE, False)
    assert (scheme.step, scheme.decimals, scheme.self_rating) == (5, 2, False)


# What is replaced, by what, the line of the fault, and what the sentence must hold.
FAULTS = [
    ("year = 2026", "yaer = 2026", 2, ["yaer", "year"]),
    ("year = 2026", "", 1, ["year"]),
    ("year = 2026", 'year = "next"', 2, ["year", "1949"]),
    ("year = 2026", "year = true", 2, ["year"]),
    ('name = "小局方案"', 'name = ""', 1, ["name", "empty"]),
    ('name = "小局方案"', "name = 3", 1, ["name"]),
    ('name = "小局方案"', 'name = "a\\u001b[31m"', 1, ["name", "U+001B"]),
    ('name = "小局方案"', "name = “小局”", 1, ["TOML"]),
    ("year = 2026", "year = 2026\nyear = 2027", 3, ["second time"]),
    ('method = "tiers"', 'method = "tier"', 4, ["[scoring] method", "participation"]),
    ('method = "tiers"', "", 3, ["[scoring] method", "missing"]),
    ('step = "0.5"', 'step = "0.2"', 5, ["[scoring] step", "0.5"]),
    ('step = "0.5"', "step = nan", 5, ["[scoring] step"]),
    ('step = "0.5"', "step = 1e999999999", 5, ["[scoring] step"]),
    ('step = "0.5"', 'step = "0.5"\ndecimals = 5', 6, ["decimals", "0", "4"]),
    ('step = "0.5"', 'step = "0.5"\nself_rating = "no"', 6, ["self_rating", "true"]),
    ('step = "0.5"', 'step = "0.5"\nrank = "all"', 6, ["rank", "by_role"]),
    ('step = "0.5"', 'step = "0.5"\nbonus_cap = -1', 6, ["bonus_cap"]),
    ('step = "0.5"', 'step = "0.5"\nstepp = 1', 6, ["stepp", "step"]),
    ('step = "0.5"', 'step = "0.5"\nfull = 0', 6, ["full", "1", "9999"]),
    ('step = "0.5"', 'step = "0.5"\nfull = 99.5', 6, ["full", "9999"]),
    ('step = "0.5"', 'step = "0.5"\nfull = 200', 11, ["points", "100", "200"]),
    ('"head", "work"]', '"haed"]', 6, ["tie_break", "haed", "head"]),
    ('"head", "work"]', '"head", "head"]', 6, ["tie_break", "head", "twice"]),
    ('"head", "work"]', "1]", 6, ["tie_break"]),
    ('tie_break = ["head", "work"]', 'tie_break = "head"', 6, ["tie_break", "list"]),
    ('key = "spirit"', 'key = "head"', 6, ["tie_break", "head", "two"]),
    ('key = "spirit"', 'key = "work"', 18, ["[[indicators]] key", "work", "line 8"]),
    ('key = "spirit"', 'key = "精神"', 18, ["[[indicators]] key", "精神"]),
    ('name = "精神状况"', 'name = "工作 业绩"', 19, ["[[indicators]] name", "line 9"]),
    ('points = "40"', "points = 38", 10, ["[[indicators]] points", "98", "100"]),
    ('points = "40"', "points = 0", 20, ["[[indicators]] points", "more than 0"]),
    ('points = "40"', "points = 40.25", 20, ["points", "decimal"]),
    ('points = "40"', "points = 39.7", 20, ["points", "39.7", "0.5"]),
    ('points = "40"', 'points = "forty"', 20, ["[[indicators]] points"]),
    ('points = "40"', 'points = 40\nsource = "x"', 21, ["source", "goals"]),
    ("points = 40.5", "points = 40", 11, ["criteria", "工作业绩", "59.5", "60"]),
    ("points = 40.5", "point = 40.5", 13, ["[[indicators.criteria]] point", "points"]),
    ('raters = ["head"]', 'raters = ["boss"]', 30, ["[[tiers]] raters", "boss", "staff"]),
    ('raters = ["head"]', "raters = []", 30, ["[[tiers]] raters", "empty"]),
    ('raters = ["head"]', "", 27, ["[[tiers]] raters", "missing"]),
    ('weight = "33.4"', "weight = 43.4", 26, ["[[tiers]] weight", "110"]),
    ('weight = "33.4"', "weight = 0", 32, ["[[tiers]] weight", "more than 0"]),
    ('weight = "33.4"', "weight = 33.4\ntrim = -1", 33, ["[[tiers]] trim"]),
    ('weight = "33.4"', "weight = 33.4\ntrim_from = 5", 33, ["trim_from", "trim"]),
    ('weight = "33.4"', "weight = 33.4\ntrim = 2\ntrim_from = 4", 34, ["trim_from", "4", "5"]),
    ('weight = "33.4"', "weight = 33.4\nmin_ratings = -1", 33, ["min_ratings"]),
    ('weight = "33.4"', 'weight = 33.4\nscope = "some"', 33, ["scope", "supervised"]),
    ('weight = "33.4"', 'weight = 33.4\nreveal = "now"', 33, ["reveal", "ballot"]),
    ('weight = "33.4"', 'weight = 33.4\nentry = "twice"', 33, ["entry", "double"]),
    ('weight = "33.4"', 'weight = 33.4\ncontrol_total = "yes"', 33, ["control_total", "true"]),
    ('key = "head"', 'key = "peer"', 28, ["[[tiers]] key", "peer", "line 22"]),
    ('kind = "bonus"', 'kind = "bonsu"', 36, ["[[adjustments]] kind", "deduction"]),
    ('grade = "不称职"', 'grade = "优秀"', 39, ["[vetoes] grade", "优秀", "不称职"]),
    ('grounds = ["事项"]', "grounds = []", 40, ["[vetoes] grounds"]),
    ("weight = 1\n", "weight = 0\n", 44, ["[[periods]] weight"]),
    ("quota = 20", "quota = 101", 48, ["[[grades]] quota"]),
    ("min = 0\n", "min = 80\n", 51, ["[[grades]] min", "不称职"]),
    ('name = "不称职"\nmin', 'name = "称职"\nmin', 50, ["[[grades]] name", "line 46"]),
    ("[vetoes]", "[veto]", 38, ["veto", "vetoes"]),
    ("[vetoes]", "[[vetoes]]", 38, ["[[vetoes]] key"]),
    ("[[periods]]", "[periods]", 41, ["periods", "[[periods]]"]),
]


@pytest.mark.parametrize(("old", "new", "line", "held"), FAULTS)
def test_each_fault_names_file_line_and_key(old: str, new: str, line: int, held: list[str]) -> None:
    assert old in SMALL
    sentence = refused(SMALL.replace(old, new, 1))
    assert sentence.startswith(f"s.toml, line {line}: ")
    assert all(each in sentence for each in held), sentence
    assert "\n" not in sentence
    assert "\x1b" not in sentence


def test_trimming_and_counting_may_begin_at_a_number_of_ratings() -> None:
    text = SMALL.replace(
        'weight = "33.4"', "weight = 33.4\ntrim = 1\ntrim_from = 6\nmin_ratings = 5"
    )
    first, second = parse_scheme(text, "s.toml").tiers
    assert (first.trim_from, first.trims_from, first.min_ratings) == (0, 1, 0)
    assert (second.trim_from, second.trims_from, second.min_ratings) == (6, 6, 5)


GROUPS = """
[[groups]]
key = "young"
name = "青年"
roles = ["staff"]
identity = ["公务员"]
"""
CLASSES = SMALL.replace('ratees = ["staff"]', 'ratees = ["staff", "middle"]') + GROUPS


def _weighed(first: str, second: str) -> str:
    return CLASSES.replace("weight = 66.6", f"weight = {first}").replace(
        'weight = "33.4"', f"weight = {second}"
    )


def test_weights_may_go_by_role_and_a_plain_one_stands_for_all() -> None:
    scheme = parse_scheme(_weighed('{ "一般人员" = 70, middle = "70.0" }', "30"), "s.toml")
    assert scheme.tiers[0].weight == ByClass((("staff", Fraction(70)), ("middle", Fraction(70))))
    assert scheme.tiers[1].weight == 30
    assert scheme.groups == (
        Group("young", "青年", frozenset({Role.STAFF}), frozenset(), frozenset({"公务员"})),
    )


@pytest.mark.parametrize(
    ("first", "second", "held"),
    [
        ("{ staff = 70, middle = 60 }", "30", ["middle managers", "90"]),
        ("{ staff = 70 }", "30", ["middle managers", "weight"]),
        ("{ staff = 70, middle = 70, head = 1 }", "30", ["head"]),
        ("{ staff = 70, 一般人员 = 70 }", "30", ["一般人员", "twice"]),
        ('{ staff = 70, "一般人员" = 70 }', "30", ["一般人员", "twice"]),
        ("{ staff = 70, boss = 70 }", "30", ["boss", "staff", "青年"]),
        ("{ staff = 70, middle = 0 }", "30", ["middle", "more than 0"]),
        ("{}", "30", ["empty"]),
    ],
)
def test_weights_by_class_add_up_for_each_class(first: str, second: str, held: list[str]) -> None:
    sentence = refused(_weighed(first, second))
    assert all(each in sentence for each in held), sentence


def test_tables_of_factors_have_no_sum() -> None:
    text = _weighed("{ staff = 2, middle = 5 }", "1")
    text = text.replace('method = "tiers"', 'method = "participation"')
    assert parse_scheme(text, "s.toml").tiers[0].weight == ByClass(
        (("staff", Fraction(2)), ("middle", Fraction(5)))
    )


@pytest.mark.parametrize(
    ("old", "new", "held"),
    [
        ('key = "young"', 'key = "staff"', ["[[groups]] key", "staff"]),
        ('name = "青年"', 'name = "一般人员"', ["[[groups]] name", "一般人员"]),
        ('identity = ["公务员"]', 'ages = ["35"]', ["[[groups]] ages", "identity"]),
        ('identity = ["公务员"]', GROUPS, ["[[groups]] key", "young"]),
    ],
)
def test_a_group_is_no_role_and_has_its_own_key(old: str, new: str, held: list[str]) -> None:
    sentence = refused(CLASSES.replace(old, new, 1))
    assert all(each in sentence for each in held), sentence


@pytest.mark.parametrize(
    ("written", "scopes"),
    [
        ('"self"', {Scope.SELF}),
        ('["section", "self"]', {Scope.SECTION, Scope.SELF}),
        ('["other_sections", "unsupervised"]', {Scope.OTHER_SECTIONS, Scope.UNSUPERVISED}),
    ],
)
def test_a_scope_is_a_word_or_a_list(written: str, scopes: set[Scope]) -> None:
    text = SMALL.replace('weight = "33.4"', f"weight = 33.4\nscope = {written}")
    assert parse_scheme(text, "s.toml").tiers[1].scopes == scopes
    assert parse_scheme(text, "s.toml").tiers[0].scopes == {Scope.ALL}


@pytest.mark.parametrize("written", ["[]", '["section", "section"]', "3", '["all", 1]'])
def test_a_list_of_scopes_has_each_once(written: str) -> None:
    text = SMALL.replace('weight = "33.4"', f"weight = 33.4\nscope = {written}")
    assert "[[tiers]] scope" in refused(text)


def test_weights_are_free_under_participation() -> None:
    text = SMALL.replace('method = "tiers"', 'method = "participation"')
    scheme = parse_scheme(text.replace('weight = "33.4"', "weight = 3"), "s.toml")
    assert scheme.tiers[1].weight == 3


def test_same_key_for_tier_and_indicator_is_fine_outside_tie_break() -> None:
    text = SMALL.replace('tie_break = ["head", "work"]', "").replace(
        'key = "spirit"', 'key = "head"'
    )
    assert parse_scheme(text, "s.toml").tie_break == ()


@pytest.mark.parametrize("table", ["indicators", "tiers", "periods"])
def test_a_list_without_any_table_is_refused(table: str) -> None:
    head, rest = SMALL.split("[scoring]")
    parts = ("[scoring]" + rest).split("\n[")
    kept = "\n[".join(part for part in parts if not part.lstrip("[").startswith(table))
    assert f"[[{table}]]" in refused(f"{head}{table} = []\n{kept}")


def test_lines_are_found_behind_texts_of_several_lines_and_windows_line_ends() -> None:
    long = 'points = 60\nstandard = """a\\\n[[tiers]]\\\nkey = 1"""'
    text = SMALL.replace("points = 60", long)
    text = text.replace('weight = "33.4"', "weight = 0").replace("\n", "\r\n")
    assert refused(text).startswith("s.toml, line 35: [[tiers]] weight")


@pytest.mark.parametrize(
    "text",
    [
        "x" * (LIMIT + 1),
        "a = " + "[" * 30000,
        "a = " + "9" * 6000,
        ".".join("a" * 20000) + " = 1",
        "[" + ".".join("a" * 20000) + "]",
        "",
        "\x00",
        'name = "' + " " * 60000,
        " " * 60000 + "\n",
    ],
)
def test_hostile_texts_are_refused(text: str) -> None:
    assert refused(text).startswith("s.toml")


def test_encodings_are_all_the_same(tmp_path: Path) -> None:
    expected = parse_scheme(SMALL, "s.toml")
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        path = tmp_path / f"{encoding}.toml"
        path.write_bytes(SMALL.encode(encoding))
        assert read_scheme(path)[0] == expected


@given(st.binary(max_size=300))
def test_any_bytes_are_a_scheme_or_a_refusal(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzz.toml"
    path.write_bytes(data)
    with pytest.raises(Refusal):
        read_scheme(path)


_VALUES = st.sampled_from(
    ['"x"', "1", "-1", "0", "1.5", "[]", "[[]]", "{}", "[{}]", "true", "nan", "inf", '""', '["a"]',
     "1979-05-27", '"0.5"', "1e9", "0xffffffffffffffffffff", '[1, "a"]', '{a = 1}']
)  # fmt: skip


@given(st.integers(0, SMALL.count("\n") - 1), _VALUES)
def test_any_value_in_any_place_is_a_scheme_or_a_refusal(position: int, value: str) -> None:
    lines = SMALL.splitlines()
    key, equals, _old = lines[position].partition("=")
    lines[position] = f"{key}= {value}" if equals else f"{key}\nextra = {value}"
    sentence = refusal_of(lambda: parse_scheme("\n".join(lines), "s.toml"))
    assert sentence is None or sentence.startswith("s.toml")


@pytest.mark.parametrize("count", [30, 31])
def test_a_form_has_no_more_indicators_than_the_database_has_columns(count: int) -> None:
    start, rest = SMALL.index("[[indicators]]"), SMALL.index("[[tiers]]")
    many = "".join(
        f'[[indicators]]\nkey = "i{n}"\nname = "I{n}"\npoints = {1 if n else 101 - count}\n'
        for n in range(count)
    )
    text = (SMALL[:start] + many + SMALL[rest:]).replace('"head", "work"', '"head"')
    sentence = refusal_of(lambda: parse_scheme(text, "s.toml"))
    if count == MOST_INDICATORS:
        assert sentence is None
    else:
        assert sentence is not None
        assert "at most 30 indicators; this one has 31" in sentence


def test_a_tier_is_keyed_twice_and_with_its_total_where_it_says_so() -> None:
    text = SMALL.replace(
        'weight = "33.4"', 'weight = 33.4\nentry = "double"\ncontrol_total = true', 1
    )
    tier = parse_scheme(text, "scheme.toml").tiers[1]
    assert (tier.entry, tier.control_total) == (Entry.DOUBLE, True)


def test_a_form_adds_up_to_the_schemes_full_marks() -> None:
    assert parse_scheme(SMALL, "s.toml").full == 100
    text = SMALL.replace('points = "40"', "points = 940").replace("step =", "full = 1000\nstep =")
    scheme = parse_scheme(text, "s.toml")
    assert (scheme.full, scheme.indicators[1].points) == (1000, 9400)
