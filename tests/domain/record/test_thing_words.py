"""What was acknowledged is told in words, in both languages, never by keys."""

import re

import pytest

from kaohe_tui import words
from kaohe_tui.domain.record.fields.compound import thing_lines
from kaohe_tui.domain.record.things import Key
from kaohe_tui.domain.record.words import Names

NAMES = Names({"q1": "一季度"}, {("q1", "peer"): "互评"}, {"s1": "王芳"})
DIGEST = "ab" * 32


@pytest.mark.parametrize(
    ("thing", "found", "told"),
    [
        (
            ("ballot", "q1", "peer", "s1"),
            "handed_in",
            "the ballot of 王芳 (s1) in 一季度 互评: handed in",
        ),
        (("ballot", "q1", "peer", "s1"), "", "the ballot of 王芳 (s1) in 一季度 互评: not started"),
        (("tier", "q1", "peer"), "closed", "一季度 互评: closed"),
        (("operator", "陈静"), "host active", "operator 陈静: host, active"),
        (("table", "adjustment"), DIGEST, "bonuses and deductions: changed"),
        (("table", "shape"), DIGEST, "tables and their guards: changed"),
        (("adjustment", "1"), "q1 s1 #1 x", "bonus or deduction no. 1: changed"),
        (("adjustment", "1"), "", "bonus or deduction no. 1: not there"),
        (("entry", "12"), "hand_in", "entry 12 of the record: changed"),
        (("frozen", "q1", "1"), DIGEST, "the locked result of 一季度: changed"),
        (("frozen", "q1"), "", "the locked result of 一季度: not there"),
        (("sealed", "ballots 1 0"), DIGEST, "the ballots of a closed tier: changed"),
        (("said", "9"), DIGEST, "what a ballot said when it was handed in (no. 9): changed"),
        (("sum", "9"), "420", "the sum of a ballot (no. 9): changed"),
        (("stray", "rating"), DIGEST, "marks for somebody who is not on the ballot: changed"),
        (("roster", "q1"), DIGEST, "the roster of 一季度: changed"),
    ],
)  # fmt: skip
def test_what_was_acknowledged_is_told_in_words(thing: Key, found: str, told: str) -> None:
    assert list(thing_lines(((*thing, found),), NAMES, "")) == [told]
    words.use_language("zh_CN")
    (line,) = thing_lines(((*thing, found),), NAMES, "")
    assert not re.search(r"[a-z]{2,}", line)
