"""Marks, levels and forms are read, and what does not fit together is refused in a sentence."""

from fractions import Fraction

import pytest

from kaohe_tui.domain.rules.scheme.limits import Limit, OnBreak
from kaohe_tui.domain.rules.scheme.tiers import Marks
from kaohe_tui.files.scheme.scheme import parse_scheme
from tests.files.scheme.test_scheme import SMALL, refused

LEVELS = """\
[[levels]]
name = "优"
percent = "95"
[[levels]]
name = "良"
percent = 85
key = "B"
"""
BOTH = LEVELS + SMALL[SMALL.index("[[indicators]]") :]
HEAD = SMALL[: SMALL.index("[[indicators]]")]
TEXT = HEAD + BOTH


def test_what_is_keyed_is_read() -> None:
    text = TEXT.replace("weight = 66.6", 'weight = 66.6\nmarks = "levels"')
    text = text.replace('weight = "33.4"', 'weight = 33.4\nmarks = "总分"\npoints = 10')
    scheme = parse_scheme(text, "s.toml")
    assert [(tier.marks, tier.points) for tier in scheme.tiers] == [
        (Marks.LEVELS, None),
        (Marks.TOTAL, 100),
    ]
    assert [(level.name, level.key, level.percent) for level in scheme.levels] == [
        ("优", "1", Fraction(95)),
        ("良", "b", Fraction(85)),
    ]


def test_a_scheme_of_totals_needs_no_indicators() -> None:
    start, end = SMALL.index("[[indicators]]"), SMALL.index("[[tiers]]")
    text = (SMALL[:start] + SMALL[end:]).replace('tie_break = ["head", "work"]', "")
    assert "[[indicators]]" in refused(text)
    for weight in ("66.6", '"33.4"'):
        text = text.replace(f"weight = {weight}", f'weight = {weight}\nmarks = "total"')
    assert parse_scheme(text, "s.toml").indicators == ()


@pytest.mark.parametrize(
    ("old", "new", "held"),
    [
        ('percent = "95"', "percent = 101", ["percent", "100"]),
        ('percent = "95"', "percent = 85", ["percent", "良", "优"]),
        ('name = "良"', 'name = "优"', ["[[levels]] name"]),
        ('key = "B"', 'key = "1"', ["[[levels]] key"]),
        ('key = "B"', 'key = "u"', ["[[levels]] key", "undo"]),
        ('key = "B"', 'key = "12"', ["[[levels]] key"]),
        (LEVELS, "", ["marks", "[[levels]]"]),
        ('marks = "levels"', 'marks = "levels"\ndetail = "criteria"', ["detail"]),
        ('marks = "levels"', 'marks = "levels"\ncontrol_total = true', ["control_total"]),
        ('marks = "levels"', 'marks = "overall"\nindicators = ["work"]', ["indicators"]),
        ('marks = "levels"', 'indicators = ["werk"]', ["indicators", "werk", "work"]),
        ('marks = "levels"', "indicators = []", ["indicators", "empty"]),
        ('marks = "levels"', 'indicators = ["work"]', ["60", "100"]),
        ('marks = "levels"', "points = 10", ["points", "100", "10"]),
        ('name = "精神状况"', 'name = "精神状况"\nfor = ["middle"]', ["60", "100"]),
    ],
)
def test_what_does_not_fit_is_refused(old: str, new: str, held: list[str]) -> None:
    text = TEXT.replace("weight = 66.6", 'weight = 66.6\nmarks = "levels"')
    assert old in text
    sentence = refused(text.replace(old, new, 1))
    assert all(each in sentence for each in held), sentence


BANDS = """\
[[levels]]
"名称" = "优"
from = "80"
to = 100
[[levels]]
name = "良"
"从" = "0"
"到" = "79.5"
"""


def banded(bands: str = BANDS) -> str:
    return TEXT.replace(LEVELS, bands)


def test_levels_may_be_bands_of_a_total() -> None:
    assert [
        (level.name, level.low, level.high) for level in parse_scheme(banded(), "s").levels
    ] == [
        ("优", Fraction(80), Fraction(100)),
        ("良", Fraction(0), Fraction(159, 2)),
    ]


@pytest.mark.parametrize(
    ("old", "new", "held"),
    [
        ('from = "80"', 'from = "80"\npercent = 90', ["percent", "from"]),
        ('from = "80"', 'from = "80"\nkey = "a"', ["[[levels]] key"]),
        ('from = "80"\n', "", ["from"]),
        ("to = 100\n", "", ["to"]),
        ("to = 100\n", "to = 101\n", ["to", "100"]),
        ("to = 100\n", "to = 79\n", ["to"]),
        ('"79.5"', '"80"', ["良", "优"]),
        ('from = "80"\nto = 100', "percent = 90", ["percent", "from"]),
    ],
)
def test_bands_that_do_not_fit_are_refused(old: str, new: str, held: list[str]) -> None:
    assert old in banded()
    sentence = refused(banded().replace(old, new, 1))
    assert all(each in sentence for each in held), sentence


@pytest.mark.parametrize("marks", ["levels", "overall"])
def test_a_band_is_never_given(marks: str) -> None:
    text = banded().replace("weight = 66.6", f'weight = 66.6\nmarks = "{marks}"')
    assert "percent" in refused(text)


LIMITED = TEXT.replace("weight = 66.6", 'weight = 66.6\nmarks = "overall"\n{limits}', 1)


def with_limit(limit: str) -> str:
    return LIMITED.replace("{limits}", f"limits = [{{ {limit} }}]")


@pytest.mark.parametrize(
    ("written", "limit"),
    [
        ('level = "优", at_most_percent = 20', Limit("优", at_most_percent=Fraction(20))),
        ("from = 90, at_most = 3", Limit(low=Fraction(90), at_most=3)),
        ('below = "59.5", at_least = 2', Limit(below=Fraction("59.5"), at_least=2)),
        ("all_equal = false", Limit(all_equal=False)),
        ("all_full = false", Limit(all_full=False)),
        (
            '起 = 90, 至少比例 = 10, 按 = "科室", 违反时 = "作废"',
            Limit(
                low=Fraction(90),
                at_least_percent=Fraction(10),
                by_section=True,
                on_break=OnBreak.VOID,
            ),
        ),
    ],
)
def test_limits_are_read(written: str, limit: Limit) -> None:
    assert parse_scheme(with_limit(written), "s.toml").tiers[0].limits == (limit,)
    lines = written.replace(", ", "\n")
    in_tables = LIMITED.replace("{limits}", f"[[tiers.限制]]\n{lines}")
    assert parse_scheme(in_tables, "s.toml").tiers[0].limits == (limit,)


@pytest.mark.parametrize(
    ("written", "held"),
    [
        ("from = 90", ["limits", "how many"]),
        ("at_most = 3", ["limits", "what it counts"]),
        ("all_equal = true", ["limits"]),
        ("at_most = 3, all_equal = false", ["limits"]),
        ('level = "优", from = 90, at_most = 3', ["level", "two limits"]),
        ("from = 90, below = 80, at_most = 3", ["below"]),
        ("from = 90, at_most = 3, at_least = 4", ["at_least"]),
        ("from = 101, at_most = 3", ["from", "100"]),
        ('level = "甲", at_most = 3', ["level", "甲", "优"]),
        ("from = 90, at_most_percent = 101", ["at_most_percent", "100"]),
        ('from = 90, at_most = 3, by = "person"', ["by", "section"]),
    ],
)
def test_limits_that_say_nothing_or_cannot_be_kept_are_refused(
    written: str, held: list[str]
) -> None:
    sentence = refused(with_limit(written))
    assert all(each in sentence for each in held), sentence


def test_levels_are_counted_only_where_each_person_has_one() -> None:
    text = with_limit('level = "优", at_most = 1').replace('"overall"', '"levels"')
    assert "overall" in refused(text)
