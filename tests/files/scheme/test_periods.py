"""What periods hold and which span they are of is read, and each fault is one sentence."""

from fractions import Fraction

import pytest

from kaohe_tui.domain.rules.scheme.periods import Span
from kaohe_tui.files.scheme.scheme import parse_scheme
from tests.files.scheme.test_scheme import SMALL, refused

SPANS = """\
[[periods]]
key = "m1"
name = "一月"
weight = 1
of = "h1"
[[periods]]
key = "m2"
name = "二月"
weight = 2
of = "h2"
[[periods]]
key = "annual"
name = "年终总评"
weight = 30
[[spans]]
key = "h1"
name = "上半年"
weight = 40
[[spans]]
key = "h2"
name = "下半年"
weight = 60
"""
OLD = SMALL[SMALL.index("[[periods]]") : SMALL.index("[[grades]]")]
TEXT = SMALL.replace(OLD, SPANS)
LINE = SMALL[: SMALL.index(OLD)].count("\n")


def test_a_period_names_its_span() -> None:
    first, second, annual = parse_scheme(TEXT, "s.toml").periods
    assert first.span == Span("h1", "上半年", Fraction(40))
    assert second.span
    assert second.span.name == "下半年"
    assert annual.span is None


@pytest.mark.parametrize("key", ["归属", "of"])
def test_spans_are_read_in_chinese(key: str) -> None:
    chinese = TEXT.replace("[[spans]]", "[[阶段]]").replace("of =", f"{key} =")
    assert parse_scheme(chinese, "s.toml") == parse_scheme(TEXT, "s.toml")


@pytest.mark.parametrize(
    ("old", "new", "line", "held"),
    [
        ('of = "h2"', 'of = "h3"', 10, ["[[periods]] of", "h3", "h1, h2"]),
        (SPANS[SPANS.index("[[spans]]") :], "", 5, ["[[periods]] of", "[[spans]]", "none"]),
        ('of = "h2"\n', "", 19, ["[[spans]] key", "h2", "No period"]),
        ("weight = 2\n", "weight = 0\n", 20, ["[[spans]] key", "more than 0"]),
        ("weight = 60", "weight = -1", 22, ["[[spans]] weight"]),
        ('key = "h2"', 'key = "h1"', 20, ["[[spans]] key", "h1"]),
        ("下半年", "上半年", 21, ["[[spans]] name", "上半年"]),
        ("下半年", "一月", 21, ["[[spans]] name", "一月"]),
        ("weight = 60", "weihgt = 60", 22, ["weihgt", "weight"]),
    ],
)
def test_each_fault_of_spans_is_told(old: str, new: str, line: int, held: list[str]) -> None:
    assert old in TEXT
    sentence = refused(TEXT.replace(old, new, 1))
    assert sentence.startswith(f"s.toml, line {LINE + line}: "), sentence
    assert all(each in sentence for each in held), sentence


def test_a_period_holds_the_tiers_it_names_in_the_schemes_order() -> None:
    for written, tiers in (('["head", "peer"]', ("peer", "head")), ('["head"]', ("head",))):
        first, second, _annual = parse_scheme(
            TEXT.replace('of = "h1"', f'of = "h1"\ntiers = {written}'), "s.toml"
        ).periods
        assert (first.tiers, second.tiers) == (tiers, None)


@pytest.mark.parametrize(
    ("written", "held"),
    [
        ('["haed"]', ["haed", "peer, head"]),
        ('["head", "head"]', ["twice"]),
        ('"head"', ["list"]),
    ],
)
def test_tiers_that_a_period_cannot_hold_are_refused(written: str, held: list[str]) -> None:
    sentence = refused(TEXT.replace('of = "h1"', f'of = "h1"\ntiers = {written}'))
    assert f"line {LINE + 6}: [[periods]] tiers" in sentence
    assert all(each in sentence for each in held), sentence


def test_all_spans_without_a_weight_are_refused() -> None:
    text = TEXT.replace("weight = 40", "weight = 0").replace("weight = 60", "weight = 0")
    assert parse_scheme(text, "s.toml")
    text = text.replace("weight = 30", "weight = 0")
    assert "Some weight must be more than 0" in refused(text)
