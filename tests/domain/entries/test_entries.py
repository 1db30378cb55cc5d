"""Adjustments with their caps, vetoes, absences; and how an explanation tells of them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe_tui.domain.entries.entries import Adjustment, GroupFacts, VetoEntry
from kaohe_tui.domain.entries.extras import extras
from kaohe_tui.domain.explain.explain import explain, text_lines
from kaohe_tui.domain.explain.explanation import Explanation
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.domain.rules.scheme.entries import AdjustmentRule, Veto
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.standings.standings import standings
from tests.domain.strategies import SCHEME, STAFF, no_marks, roster, tallies

AT = "2026-03-31T17:00:00+08:00"
RULES = (
    AdjustmentRule("research", "调研信息采用", True, Fraction("0.5"), Fraction(3)),
    AdjustmentRule("award", "考核评比获奖", True, Fraction(1), Fraction(3)),
    AdjustmentRule("plain", "其他加分", True, Fraction("0.2")),
    AdjustmentRule("violation", "违反局规定", False, Fraction(2), Fraction(10)),
    AdjustmentRule("late", "迟到早退", False, Fraction(5)),
)
CAPPED = replace(
    SCHEME,
    adjustments=RULES,
    bonus_cap=Fraction(5),
    deduction_cap=Fraction(20),
    vetoes=(Veto("不称职", ("县纪委规定的一票否决事项",)),),
)
LI = Person("12", "李强", "综合科", STAFF)


def entry(
    rule: str, count: int = 1, *, approved: bool = True, withdrawn: bool = False
) -> Adjustment:
    """One adjustment of person 12."""
    return Adjustment(
        id=1,
        period="q1",
        code="12",
        entered_by="clerk",
        entered_at=AT,
        withdrawn_by="clerk" if withdrawn else "",
        withdrawn_at=AT if withdrawn else "",
        withdrawn_reason="误录" if withdrawn else "",
        rule=rule,
        count=count,
        evidence="文件",
        approved_by="局长" if approved else "",
        approved_at=AT if approved else "",
    )


def veto(ground: str = "县纪委规定的一票否决事项") -> VetoEntry:
    """A veto on person 12."""
    return VetoEntry(1, "q1", "12", "clerk", AT, "", "", "", ground, "县纪〔2026〕3号", "县纪委")


def explained(scheme: Scheme, facts: GroupFacts, *points: int) -> Explanation:
    """How person 12 stands whom the peers gave those points."""
    ratings = {"12": tallies(peer=points)}
    found = standings(scheme, roster(LI), ratings, no_marks, extras(scheme, facts))
    return explain(scheme, found, "12", facts=facts)


@pytest.mark.parametrize(
    ("entries", "bonus", "deduction"),
    [
        # 5 x 0.5 is below the rule's cap of 3; 7 x 0.5 = 3.5 is not.
        ([entry("research", 5)], "2.5", "0"),
        ([entry("research", 7)], "3", "0"),
        # Counts of one rule are added before its cap.
        ([entry("research", 4), entry("research", 4)], "3", "0"),
        # 3 + 3 = 6, all bonuses together at most 5.
        ([entry("research", 7), entry("award", 3)], "5", "0"),
        # 6 x 2 = 12, the rule's cap 10; and 3 x 5 without one: 25, at most 20.
        ([entry("violation", 6)], "0", "10"),
        ([entry("violation", 6), entry("late", 3)], "0", "20"),
        # Neither what waits nor what was withdrawn counts, nor a rule that is not the scheme's.
        ([entry("award", approved=False)], "0", "0"),
        ([entry("award", withdrawn=True)], "0", "0"),
        ([entry("gone", 9)], "0", "0"),
    ],
)
def test_the_worked_example_of_caps(
    entries: Sequence[Adjustment], bonus: str, deduction: str
) -> None:
    extra = extras(CAPPED, GroupFacts(adjustments=tuple(entries))).get("12")
    found = (extra.bonus, extra.deduction) if extra else (0, 0)
    assert found == (Fraction(bonus), Fraction(deduction))


@pytest.mark.parametrize(
    ("points", "ceiling", "entries", "total"),
    [
        (80, None, [entry("award", 2)], "82"),
        (98, None, [entry("award", 3)], "101"),
        (98, "100", [entry("award", 3)], "100"),
        (12, None, [entry("late", 4)], "0"),
        (80, None, [entry("award", 1), entry("violation", 1)], "79"),
    ],
)
def test_a_total_has_its_ceiling_and_is_never_below_nothing(
    points: int, ceiling: str | None, entries: Sequence[Adjustment], total: str
) -> None:
    scheme = replace(CAPPED, ceiling=Fraction(ceiling) if ceiling else None)
    found = explained(scheme, GroupFacts(adjustments=tuple(entries)), points)
    assert found.score == points
    assert found.total == Fraction(total)


def test_the_explanation_names_every_rule_with_its_cap() -> None:
    entries = (entry("research", 7), entry("award", 3), entry("violation", 1))
    lines = text_lines(explained(CAPPED, GroupFacts(adjustments=entries), 80), 2)
    start = lines.index("  weighted mean = 3200.00 ÷ 40 = 80.00")
    assert lines[start + 1 : start + 6] == [
        "  + 调研信息采用  7 × 0.5 = 3.5, at most 3: 3",
        "  + 考核评比获奖  3 × 1 = 3",
        "    bonuses = 3 + 3 = 6, at most 5: 5",
        "  − 违反局规定    1 × 2 = 2",
        "  total = 3200.00 ÷ 40 + 5 − 2 = 83.00",
    ]


def test_equal_bonus_and_deduction_are_told_of_all_the_same() -> None:
    entries = (entry("award", 2), entry("violation", 1))
    lines = text_lines(explained(CAPPED, GroupFacts(adjustments=entries), 80), 2)
    assert "  total = 3200.00 ÷ 40 + 2 − 2 = 80.00" in lines


@pytest.mark.parametrize(
    ("points", "entries", "line"),
    [
        (98, [entry("award", 3)], "  total = 3920.00 ÷ 40 + 3 = 101.00, at most 100: 100.00"),
        (12, [entry("late", 4)], "  total = 480.00 ÷ 40 − 20, not below 0: 0.00"),
    ],
)
def test_what_limits_a_total_is_told(points: int, entries: Sequence[Adjustment], line: str) -> None:
    scheme = replace(CAPPED, ceiling=Fraction(100))
    facts = GroupFacts(adjustments=tuple(entries))
    assert line in text_lines(explained(scheme, facts, points), 2)


def test_sums_stand_alone_where_the_entries_behind_them_are_not_known() -> None:
    facts = GroupFacts(adjustments=(entry("award", 2),))
    ratings = {"12": tallies(peer=(80,))}
    found = standings(CAPPED, roster(LI), ratings, no_marks, extras(CAPPED, facts))
    told = explain(CAPPED, found, "12")
    assert told.bonus == 2
    assert not told.adjustments
    assert "  total = 3200.00 ÷ 40 + 2 = 82.00" in text_lines(told, 2)


def test_a_veto_is_explained_with_its_document() -> None:
    found = explained(CAPPED, GroupFacts(vetoes=(veto(),)), 80)
    assert found.vetoed
    assert found.rank is None
    assert found.total == 80
    told = "\n".join(found.rules)
    assert "One-vote veto: 县纪委规定的一票否决事项; document 县纪〔2026〕3号, 县纪委." in told
    assert "A veto leads to the grade 不称职 at best." in told


_RULE_LINE = re.compile(r"[+−] \S+ +(\d+) × (\S+) = (\S+?)(?:, at most (\S+): (\S+))?$")
_SUM_LINE = re.compile(r"(bonuses|deductions) = (.+?)(?:, at most (\S+): (\S+))?$")
_TOTAL = re.compile(
    r"total = (\S+) ÷ (\S+?)(?: \+ (\S+?))?(?: − (\S+?))?(?: = (\S+?))?(?:,.*: (\S+))?$"
)

counts = st.lists(
    st.tuples(st.sampled_from([rule.key for rule in RULES]), st.integers(1, 12)), max_size=6
)


@given(counts, st.integers(0, 100), st.sampled_from([None, Fraction(100), Fraction(95)]))
def test_caps_hold_and_every_line_adds_up(
    given_counts: list[tuple[str, int]], points: int, ceiling: Fraction | None
) -> None:
    scheme = replace(CAPPED, ceiling=ceiling)
    facts = GroupFacts(adjustments=tuple(entry(rule, count) for rule, count in given_counts))
    found = explained(scheme, facts, points)
    assert 0 <= found.bonus <= 5
    assert 0 <= found.deduction <= 20
    assert found.total is not None
    assert 0 <= found.total <= (ceiling or 105)
    for each in found.adjustments:
        assert each.points == min(each.raw, each.rule.cap or each.raw)
        assert each.raw == each.count * (each.rule.points or 0)
    _adds_up(text_lines(found, 2), found)


def _adds_up(lines: Sequence[str], found: Explanation) -> None:
    """Reckon every line again from the figures in it alone."""
    parts = {"+": Fraction(0), "−": Fraction(0)}
    for line in lines:
        if rule := _RULE_LINE.search(line):
            count, points, raw, cap, capped = rule.groups()
            assert int(count) * Fraction(points) == Fraction(raw)
            worth = min(Fraction(raw), Fraction(cap)) if cap else Fraction(raw)
            assert capped is None or Fraction(capped) == worth
            parts[line.split()[0]] += worth
        elif added := _SUM_LINE.search(line):
            word, steps, cap, capped = added.groups()
            *terms, result = steps.split(" = ") if " = " in steps else [steps, steps]
            for term in terms:
                assert sum(map(Fraction, term.split(" + "))) == Fraction(result)
            sign = "+" if word == "bonuses" else "−"
            assert parts[sign] == Fraction(result)
            if cap:
                parts[sign] = min(Fraction(result), Fraction(cap))
                assert Fraction(capped) == parts[sign]
    assert (parts["+"], parts["−"]) == (found.bonus, found.deduction)
    totals = [match for line in lines if (match := _TOTAL.search(line))]
    assert len(totals) == (found.bonus + found.deduction > 0 or found.total != found.score)
    for total in totals:
        over, under, bonus, taken, value, limited = total.groups()
        exact = Fraction(over) / Fraction(under) + Fraction(bonus or 0) - Fraction(taken or 0)
        assert value is None or Fraction(value) == exact
        assert Fraction(limited or value) == found.total


def test_what_was_entered_is_told_in_the_order_of_the_codes() -> None:
    entries = [replace(entry("plain"), code=code) for code in ("b", "c", "a")]
    assert list(extras(CAPPED, GroupFacts(adjustments=tuple(entries)))) == ["a", "b", "c"]
