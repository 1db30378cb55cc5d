"""Rules of several sizes, caps and kinds of absence are read, and each fault is one sentence."""

from fractions import Fraction

import pytest

from kaohe_tui.domain.rules.scheme.entries import AbsenceRule, Cap
from kaohe_tui.files.scheme.scheme import parse_scheme
from tests.files.scheme.test_scheme import SMALL
from tests.refused import refused

F = Fraction
FINE = """
[[adjustments]]
key = "prize"
name = "竞赛获奖"
kind = "bonus"
levels = { "省级" = 3, "市级" = "1.5" }
highest = true
cap = 6
[[adjustments]]
"代号" = "task"
"名称" = "专项"
"类别" = "加分"
"分值自填" = true
"最多" = 5
[[adjustments]]
key = "late"
name = "迟到"
kind = "deduction"
points = 1
[[caps]]
name = "出勤类"
rules = ["late", "leave"]
most = 30
[[caps]]
"名称" = "加分合计"
"项目" = ["prize", "task"]
"最多" = "7.5"
[[absences]]
key = "leave"
name = "事假"
free = 3
points = "0.5"
then = [{ from = 10, points = "1" }, { from = 20, points = 2 }]
out_from = 15
bars_from = 10
[[absences]]
"代号" = "sick"
"名称" = "病假"
"""


def test_all_of_it_is_read() -> None:
    scheme = parse_scheme(SMALL + FINE, "s")
    prize, task, _late = scheme.adjustments[-3:]
    assert prize.levels == {"省级": 3, "市级": F(3, 2)}
    assert (prize.points, prize.highest, prize.cap) == (None, True, F(6))
    assert (task.points, task.free, task.most) == (None, True, F(5))
    assert scheme.caps == (
        Cap("出勤类", ("late", "leave"), F(30)),
        Cap("加分合计", ("prize", "task"), F(15, 2)),
    )
    steps = ((F(10), F(1)), (F(20), F(2)))
    assert scheme.absences == (
        AbsenceRule("leave", "事假", F(3), F(1, 2), steps, F(15), F(10)),
        AbsenceRule("sick", "病假"),
    )


FAULTS = [
    ("levels = {", "points = 1\nlevels = {", "size-twice"),
    ('"分值自填" = true\n', "", "most-without-free"),
    ('levels = { "省级" = 3, "市级" = "1.5" }', "levels = {}", "list-empty"),
    ('levels = { "省级" = 3, "市级" = "1.5" }\n', "", "key-missing"),
    ('"省级" = 3', '"省级" = 0', "value-not-positive"),
    ('rules = ["late", "leave"]', 'rules = ["late", "prize"]', "cap-mixed"),
    ('rules = ["late", "leave"]', 'rules = ["late", "nobody"]', "cap-unknown"),
    ('rules = ["late", "leave"]', "rules = []", "list-empty"),
    ('"prize", "task"', '"late", "sick"', "caps-cross"),
    ("from = 10", "from = 2", "then-not-rising"),
    ("from = 20", "from = 10", "then-not-rising"),
    ('key = "leave"', 'key = "late"', "key-of-rule"),
    ('"代号" = "sick"', '"代号" = "leave"', "key-used-twice"),
    ("free = 3", "free = -1", "value-kind-wrong"),
]


@pytest.mark.parametrize(("old", "new", "code"), FAULTS)
def test_each_fault_is_refused(old: str, new: str, code: str) -> None:
    assert old in FINE
    with refused(code):
        parse_scheme(SMALL + FINE.replace(old, new), "s")
