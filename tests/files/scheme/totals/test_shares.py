"""Shares of ratings in a scheme: what is read, and what is refused with its place."""

from fractions import Fraction

import pytest

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.scheme.components import Source
from kaohe_tui.files.scheme.scheme import parse_scheme

SCHEME = """name = "乡镇考核"
year = 2026
[scoring]
method = "tiers"
step = "1"
[[levels]]
name = "满意"
percent = 100
[[levels]]
name = "基本满意"
percent = 60
[[levels]]
name = "不满意"
percent = 0
[[tiers]]
key = "vote"
name = "民主测评"
raters = ["staff", "middle"]
ratees = ["staff", "middle"]
weight = 100
marks = "total"
[[tiers]]
key = "mass"
name = "群众评议"
raters = ["leader", "head"]
ratees = ["staff", "middle"]
marks = "overall"
[[components]]
key = "vote"
name = "民主测评"
points = 93
source = "ballots"
[[components]]
key = "happy"
name = "群众满意度"
points = 7
source = "share"
tier = "mass"
level = "满意"
bands = [[85, 7], ["62.5", 5], [60, "2.5"]]
[[periods]]
key = "y"
name = "年度"
weight = 100
"""


def test_a_share_is_read_and_its_tier_needs_no_weight() -> None:
    scheme = parse_scheme(SCHEME, "scheme.toml")
    vote, happy = scheme.components
    assert vote.tiers == ("vote",)
    assert (happy.source, happy.tiers, happy.level) == (Source.SHARE, ("mass",), "满意")
    assert happy.bands == (
        (Fraction(85), Fraction(7)),
        (Fraction("62.5"), Fraction(5)),
        (Fraction(60), Fraction("2.5")),
    )
    weighed = SCHEME.replace('marks = "overall"', 'marks = "overall"\nweight = 40')
    assert parse_scheme(weighed, "scheme.toml") == scheme


def test_it_may_be_written_in_chinese() -> None:
    chinese = SCHEME
    for old, new in (
        ('source = "share"', '来源 = "得票率"'),
        ('tier = "mass"\nlevel', '测评层级 = "mass"\n档'),
        ("bands =", "分段 ="),
    ):
        assert old in chinese
        chinese = chinese.replace(old, new)
    assert parse_scheme(chinese, "a.toml") == parse_scheme(SCHEME, "a.toml")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('tier = "mass"', 'tier = "mas"', "tier-of-component-unknown"),
        ('tier = "mass"\n', "", "key-missing"),
        ('level = "满意"', 'level = "好"', "level-of-share-unknown"),
        ('level = "满意"\n', "", "key-missing"),
        ('marks = "overall"', 'marks = "total"', "share-without-levels"),
        ('marks = "overall"', 'marks = "overall"\ntrim = 1', "trim-of-share"),
        ("[85, 7]", "[85, 8]", "band-above-points"),
        ("[85, 7]", "[60, 7]", "bands-wrong"),
        ("[85, 7]", "[101, 7]", "bands-wrong"),
        ("[85, 7]", "[85]", "bands-wrong"),
        ('["62.5", 5]', '["62.5", 7]', "bands-wrong"),
        ('source = "ballots"', 'source = "ballots"\ntiers = ["vote", "mass"]', "tier-in-two"),
        ('source = "ballots"', 'source = "ballots"\nbands = [[1, 1]]', "key-unknown"),
        ("weight = 100\nmarks", "weight = 90\nmarks", "component-weights-wrong"),
    ],
)
def test_what_does_not_fit_is_refused(old: str, new: str, code: str) -> None:
    assert old in SCHEME
    with pytest.raises(Refusal) as refusal:
        parse_scheme(SCHEME.replace(old, new, 1), "scheme.toml")
    assert refusal.value.code.startswith(code)
    assert "scheme.toml" in str(refusal.value)
