"""Entries of rules with several sizes, days of absence, and caps over several rules."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest

from kaohe_tui.domain.entries.entries import Absence, Adjustment, GroupFacts
from kaohe_tui.domain.entries.extras import extras
from kaohe_tui.domain.entries.sums import absence_sum, capped
from kaohe_tui.domain.explain.explain import explain, text_lines
from kaohe_tui.domain.grades.bars import bars_on
from kaohe_tui.domain.grades.leaving import leaving
from kaohe_tui.domain.grades.proposal import propose
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.domain.rules.scheme.entries import AbsenceRule, AdjustmentRule, Cap
from kaohe_tui.domain.rules.scheme.grades import Grade
from kaohe_tui.domain.standings.standings import standings
from kaohe_tui.words import use_language
from tests.domain.strategies import SCHEME, STAFF, no_marks, roster, tallies

AT = "2026-03-31T17:00:00+08:00"
F = Fraction
LEVELS = {"省级": F(3), "市级": F(2), "县级": F(1)}
LEAVE = AbsenceRule("leave", "事假", F(3), F("0.5"), ((F(10), F(1)),), F(15), F(10))
SICK = AbsenceRule("sick", "病假")
RULED = replace(
    SCHEME,
    adjustments=(
        AdjustmentRule("award", "获奖", True, None, F(8), levels=LEVELS, highest=True),
        AdjustmentRule("task", "专项工作", True, None, free=True, most=F(5)),
        AdjustmentRule("late", "迟到", False, F("0.2")),
        AdjustmentRule("blame", "通报", False, F(2), F(6)),
    ),
    absences=(LEAVE, SICK),
    caps=(Cap("纪律类", ("late", "blame", "leave"), F(8)), Cap("出勤类", ("late", "leave"), F(5))),
    deduction_cap=F(7),
    grades=(Grade("优秀", F(90)), Grade("称职", F(0))),
)
LI = Person("12", "李强", "综合科", STAFF)


def entry(number: int, rule: str, count: int = 1, **size: str) -> Adjustment:
    """One adjustment of person 12 that counts."""
    adjustment = Adjustment(
        number, "q1", "12", "clerk", AT, "", "", "", rule, count, "文件", "局长", AT
    )
    return replace(adjustment, **size)  # type: ignore[arg-type]


def away(number: int, half_days: int, kind: str, withdrawn: str = "") -> Absence:
    """Days of absence of person 12."""
    return Absence(number, "q1", "12", "clerk", AT, "", withdrawn, "", half_days, "家事", kind)


@pytest.mark.parametrize(
    ("half_days", "points"),
    [(0, "0"), (1, "0"), (6, "0"), (7, "0.25"), (20, "3.5"), (21, "4"), (24, "5.5"), (32, "9.5")],
)
def test_days_cost_nothing_at_first_then_more_and_more(half_days: int, points: str) -> None:
    assert absence_sum(LEAVE, F(half_days, 2)).points == F(points)
    assert absence_sum(SICK, F(half_days, 2)).points == 0


@pytest.mark.parametrize(
    ("entries", "bonus", "counting"),
    [
        ([("award", 1, "省级", ""), ("award", 2, "县级", "")], "5", [1, 2]),
        ([("award", 1, "县级", "竞赛"), ("award", 1, "省级", "竞赛")], "3", [2]),
        ([("award", 1, "省级", "竞赛"), ("award", 4, "县级", "竞赛")], "4", [2]),
        ([("award", 1, "市级", "竞赛"), ("award", 2, "县级", "竞赛")], "2", [1]),
        ([("award", 1, "省级", "竞赛"), ("award", 1, "省级", "竞赛 ")], "6", [1, 2]),
        ([("award", 3, "省级", ""), ("award", 1, "省级", "竞赛")], "8", [1, 2]),
    ],
)
def test_of_one_matter_the_largest_counts(
    entries: list[tuple[str, int, str, str]], bonus: str, counting: list[int]
) -> None:
    facts = GroupFacts(
        adjustments=tuple(
            entry(n, rule, count, level=level, matter=matter)
            for n, (rule, count, level, matter) in enumerate(entries, 1)
        )
    )
    extra = extras(RULED, facts)["12"]
    assert extra.bonus == F(bonus)
    assert [s.entry.id for s in extra.rules[0].shares if s.counts] == counting


def test_free_points_are_those_of_the_entry() -> None:
    facts = GroupFacts(
        adjustments=(entry(1, "task", points="2.25"), entry(2, "task", 2, points="1"))
    )
    assert extras(RULED, facts)["12"].bonus == F("4.25")
    usual = replace(RULED.rule("task"), points=F(1))
    scheme = replace(RULED, adjustments=(usual,))
    facts = GroupFacts(adjustments=(entry(1, "task"), entry(2, "task", points="3")))
    assert extras(scheme, facts)["12"].bonus == 4


@pytest.mark.parametrize(
    ("points", "left", "sums"),
    [
        ({"late": "1", "blame": "2"}, {"late": "3"}, ["1", "3"]),
        ({"late": "9", "blame": "2"}, {"late": "7"}, ["5", "7"]),
        ({"late": "9", "blame": "6", "leave": "1"}, {"late": "8"}, ["5", "8"]),
        ({"award": "9", "leave": "6"}, {"award": "9", "leave": "5"}, ["5", "5"]),
        ({"award": "9"}, {"award": "9"}, []),
    ],
)
def test_a_cap_within_another_comes_first(
    points: Mapping[str, str], left: Mapping[str, str], sums: list[str]
) -> None:
    found, caps = capped(RULED.caps, {key: F(each) for key, each in points.items()})
    assert found == {key: F(each) for key, each in left.items()}
    assert [each.points for each in caps] == list(map(F, sums))


FACTS = GroupFacts(
    adjustments=(
        entry(1, "award", level="县级", matter="竞赛"),
        entry(2, "award", level="省级", matter="竞赛"),
        entry(3, "task", points="1.5"),
        entry(4, "late", 4),
        entry(5, "blame", 4),
    ),
    absences=(
        away(1, 9, "leave"),
        away(2, 15, "leave"),
        away(3, 8, "sick"),
        away(4, 8, "leave", AT),
    ),
)


def test_every_step_is_told_so_that_it_adds_up() -> None:
    use_language("zh_CN")
    ratings = {"12": tallies(peer=(80,))}
    found = standings(RULED, roster(LI), ratings, no_marks, extras(RULED, FACTS))
    lines = text_lines(explain(RULED, found, "12", facts=FACTS), 2)
    start = next(n for n, line in enumerate(lines) if "获奖" in line)
    assert [line.strip() for line in lines[start : start + 10]] == [
        "+ 获奖      省级 1 × 3 = 3",
        "“竞赛”只计最高的一条：县级 1 × 1 = 1 不计",
        "+ 专项工作  1 × 1.5 = 1.5",
        "加分合计 = 3 + 1.5 = 4.5",
        "− 迟到      4 × 0.2 = 0.8",
        "− 通报      4 × 2 = 8，最多 6：计 6",
        "− 事假      12 天：前 3 天不扣，7 天 × 0.5 + 2 天 × 1 = 5.5",
        "“出勤类” = 0.8 + 5.5 = 6.3，最多 5：计 5",
        "“纪律类” = 5 + 6 = 11，最多 8：计 8",
        "减分合计 = 8，最多 7：计 7",
    ]
    assert found.row("12").total == F(80) + F("4.5") - 7


@pytest.mark.parametrize(
    ("half_days", "is_barred", "is_out"),
    [(19, False, False), (20, True, False), (29, True, False), (30, True, True)],
)
def test_many_days_bar_from_the_top_and_propose_to_leave(
    half_days: int, is_barred: bool, is_out: bool
) -> None:
    use_language("zh_CN")
    facts = GroupFacts(absences=(away(1, half_days, "leave"), away(2, 99, "sick")))
    ratings = {"12": tallies(peer=(99,))}
    found = standings(RULED, roster(LI), ratings, no_marks, extras(RULED, facts))
    sentences = [bar.sentence for bar in bars_on(RULED, found.row("12"), facts)]
    assert bool(sentences) is is_barred
    proposal = propose(RULED, found, facts).of["12"]
    assert found.row("12").rank == 1
    told = f"建议：不参加考核（事假 {half_days // 2} 天，达到 15 天）；录入后才生效。"
    assert (told in proposal.reasons) is is_out
    assert leaving(RULED, facts, [LI]) == ([f"李强（12）：{told}"] if is_out else [])
