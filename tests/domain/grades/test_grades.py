"""Proposed and decided grades: by tables, and by properties over whole classes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe_tui.domain.entries.entries import (
    Absence,
    Adjustment,
    Decision,
    Exemption,
    ExemptionKind,
    GroupFacts,
    VetoEntry,
)
from kaohe_tui.domain.entries.extras import extras
from kaohe_tui.domain.explain.explain import explain
from kaohe_tui.domain.grades.allowing import check_decide, check_take_back, why_none
from kaohe_tui.domain.grades.bars import Outcome
from kaohe_tui.domain.grades.decision import Grading
from kaohe_tui.domain.grades.proposal import Proposals, propose
from kaohe_tui.domain.grades.words import quota_line, why
from kaohe_tui.domain.rules.people import Person, Role, Roster
from kaohe_tui.domain.rules.scheme.entries import AdjustmentRule, Veto
from kaohe_tui.domain.rules.scheme.grades import Bars, Grade, QuotaBy
from kaohe_tui.domain.rules.scheme.periods import Period
from kaohe_tui.domain.rules.scheme.scheme import RankBy, Scheme
from kaohe_tui.domain.standings.scoring import ReviewScore
from kaohe_tui.domain.standings.standings import Standings, rank
from tests.domain.strategies import HEAD, LEADER, MIDDLE, SCHEME, STAFF, no_marks, person
from tests.refused import refused

NAMES = {"公务员": "称职", "事业单位": "合格"}
GRADES = (
    Grade("优秀", Fraction(90), Fraction(20)),
    Grade("称职", Fraction(75), None, names=NAMES),
    Grade("基本称职", Fraction(60)),
    Grade("不称职", Fraction(0)),
)
RULES = replace(
    SCHEME,
    grades=GRADES,
    vetoes=(Veto("不称职", ("廉政",)),),
    adjustments=(AdjustmentRule("late", "迟到", bonus=False, points=Fraction(0)),),
    tiers=tuple(replace(t, ratees=t.ratees | {HEAD}) for t in SCHEME.tiers),
)


def veto(code: str) -> VetoEntry:
    return VetoEntry(1, "q1", code, "张三", "2026", "", "", "", "廉政", "纪〔2026〕3号", "县纪委")


def exempt(code: str, kind: ExemptionKind = ExemptionKind.NOT_ASSESSED) -> Exemption:
    return Exemption(1, "q1", code, "张三", "2026", "", "", "", kind, "病假半年以上")


def absent(code: str, half_days: int) -> Absence:
    return Absence(1, "q1", code, "张三", "2026", "", "", "", half_days, "事假")


def deducted(code: str, rule: str = "late", *, approved: bool = True) -> Adjustment:
    at = "2026" if approved else ""
    return Adjustment(1, "q1", code, "张三", "2026", "", "", "", rule, 1, "通报", "李四", at)


def decided(code: str, grade: str, proposed: str = "", reason: str = "集体研究") -> Decision:
    return Decision(1, "q1", code, grade, proposed, reason, "张三", "2026")


def ranked(
    people: Sequence[tuple[Person, str | None]],
    scheme: Scheme = RULES,
    facts: GroupFacts | None = None,
) -> Standings:
    """Standings of people with these totals; None is no score."""
    scores = {
        who.code: ReviewScore((), None if worth is None else Fraction(worth), provisional=False)
        for who, worth in people
    }
    roster = Roster(tuple(who for who, _worth in people))
    return rank(scheme, roster, scores, no_marks, extras(scheme, facts or GroupFacts()))


def staff(*worths: str | None) -> list[tuple[Person, str | None]]:
    """Staff ``a``, ``b``, … with these totals."""
    return [(person(chr(ord("a") + n)), worth) for n, worth in enumerate(worths)]


def proposed(
    people: Sequence[tuple[Person, str | None]],
    scheme: Scheme = RULES,
    facts: GroupFacts | None = None,
    quarters: Mapping[str, Sequence[str]] | None = None,
) -> Proposals:
    facts = facts or GroupFacts()
    course = None
    if quarters is not None:
        course = {code: in_quarters(grades) for code, grades in quarters.items()}
    return propose(scheme, ranked(people, scheme, facts), facts, course)


def in_quarters(grades: Sequence[str]) -> list[Outcome]:
    """What quarters with these grades came to."""
    quarter = Period("q", "季度", Fraction(1))
    return [Outcome(quarter, has_total=True, grade=grade, means={}) for grade in grades]


def graded(found: Proposals) -> dict[str, str]:
    return {code: found.grades[code] for code in sorted(found.grades)}


@pytest.mark.parametrize(
    ("worths", "top"),
    [
        # 20% of 4 is 0.8: no place; of 5, 1; of 9, 1.8: 1; of 10, 2.
        (["99", "98", "97", "96"], ""),
        (["99", "98", "97", "96", "95"], "a"),
        (["99", "98", "97", "96", "95", "94", "93", "92", "91"], "a"),
        (["99", "98", "97", "96", "95", "94", "93", "92", "91", "90"], "ab"),
        # Nobody without a score is counted.
        (["99", "98", "97", "96", None], ""),
        # A place is not given away below the minimum.
        (["99", "89.99", "80", "80", "80", "80", "80", "80", "80", "80"], "a"),
        # The minimum is compared with the rounded value: 89.995 is 90.00.
        (["89.995", "80", "80", "80", "80"], "a"),
        (["89.9949", "80", "80", "80", "80"], ""),
        # A tie that fits exactly is given its places; one across the line is left out whole.
        (["99", "99", "97", "96", "95", "94", "93", "92", "91", "90"], "ab"),
        (["99", "98", "98", "96", "95", "94", "93", "92", "91", "90"], "a"),
        (["99", "99", "99", "96", "95", "94", "93", "92", "91", "90"], ""),
    ],
)
def test_the_places_of_the_top_grade(worths: list[str | None], top: str) -> None:
    found = proposed(staff(*worths))
    assert "".join(c for c in found.grades if found.grades[c] == "优秀") == top


def test_a_tie_across_the_line_is_the_groups_and_nobody_below_takes_the_place() -> None:
    found = proposed(staff("99", "98", "98", "97", "95", "94", "93", "92", "91", "90"))
    assert [code for code, one in found.of.items() if one.tied_for == "优秀"] == ["b", "c"]
    (quota,) = found.quotas
    assert (quota.role, quota.people, quota.places, quota.given_out) == (STAFF, 10, 2, 1)
    assert sorted(quota.tied) == ["b", "c"]
    assert found.grades["b"] == found.grades["c"] == found.grades["d"] == "称职"
    assert "2 people are tied for the 1 place" in found.of["b"].reasons[0]
    assert "rank higher and are tied" in found.of["d"].reasons[0]


def test_lower_grades_go_by_their_minimum() -> None:
    found = proposed(staff("95", "75", "74.99", "60", "59.994"))
    assert graded(found) == {
        "a": "优秀",
        "b": "称职",
        "c": "基本称职",
        "d": "基本称职",
        "e": "不称职",
    }
    assert found.of["c"].reasons == (
        "优秀: 74.99 is below its 90.",
        "称职: 74.99 is below its 75.",
        "基本称职: 74.99 reaches its 60.",
    )


def test_whoever_is_barred_takes_no_place() -> None:
    scheme = replace(RULES, bars=Bars(deductions=("late",), absence_days=Fraction(3)))
    facts = GroupFacts(
        adjustments=(deducted("a"), deducted("d", approved=False)),
        absences=(absent("b", 7), absent("c", 6)),
    )
    found = proposed(staff("99", "98", "97", "96", "95"), scheme, facts)
    assert graded(found) == {"a": "称职", "b": "称职", "c": "优秀", "d": "称职", "e": "称职"}
    assert "迟到" in found.of["a"].barred[0]
    assert "3.5 days" in found.of["b"].barred[0]
    assert not found.of["c"].barred
    assert not found.of["d"].barred


def test_a_barred_person_in_a_tie_leaves_the_place_to_the_other() -> None:
    scheme = replace(RULES, bars=Bars(deductions=("late",)))
    facts = GroupFacts(adjustments=(deducted("a"),))
    found = proposed(staff("99", "99", "97", "96", "95"), scheme, facts)
    assert (found.grades["a"], found.grades["b"]) == ("称职", "优秀")


def test_a_quarter_at_or_above_the_grade_is_wanted_in_the_year_only() -> None:
    scheme = replace(RULES, bars=Bars(quarter_grade="称职"))
    people = staff("99", "98", "97", "96", "95")
    quarters = {"a": ["基本称职", "不称职"], "b": ["基本称职", "称职"], "c": ["优秀"]}
    assert proposed(people, scheme).grades["a"] == "优秀"
    found = proposed(people, scheme, None, quarters)
    assert (found.grades["a"], found.grades["b"]) == ("称职", "优秀")
    assert [code for code, one in found.of.items() if one.barred] == ["a", "d", "e"]


def test_a_veto_forces_its_grade_and_stays_in_the_number() -> None:
    facts = GroupFacts(vetoes=(veto("a"),))
    found = proposed(staff("99", "98", "97", "96", "95"), RULES, facts)
    assert graded(found) == {"a": "不称职", "b": "优秀", "c": "称职", "d": "称职", "e": "称职"}
    assert found.quotas[0].people == 5
    assert "纪〔2026〕3号" in found.of["a"].reasons[0]


def test_the_exempt_and_the_head_are_out_of_the_number() -> None:
    facts = GroupFacts(exemptions=(exempt("a", ExemptionKind.UNDETERMINED),))
    people = [*staff("99", "98", "97", "96", "95"), (person("h", HEAD), "100")]
    for scheme in (RULES, replace(RULES, rank=RankBy.TOGETHER)):
        found = proposed(people, scheme, facts)
        assert (found.grades["a"], found.grades["h"]) == ("", "")
        assert [quota.people for quota in found.quotas] == [4]
        assert "优秀" not in found.grades.values()
    assert "病假半年以上" in found.of["a"].reasons[0]


def test_a_vetoed_head_gets_no_grade_and_everything_says_so() -> None:
    facts = GroupFacts(vetoes=(veto("h"), veto("a")))
    people = [*staff("99", "98", "97", "96", "95"), (person("h", HEAD), "100")]
    now = grading(people, RULES, facts)
    said = "The head is scored, but gets no rank and no grade here, not by a veto either."
    assert (now.final("h"), now.proposals.of["h"].reasons) == ("", (said,))
    assert said in str(why_none(now, "h"))
    told = explain(RULES, now.standings, "h", facts=facts).rules
    assert said in told
    assert not [line for line in told if "leads to the grade" in line]
    # Who is exempt has none either, and who is neither has the grade under the name it has for him.
    entered = replace(facts, exemptions=(exempt("a"),))
    for each, lines in ((entered, 0), (facts, 1)):
        rules = explain(RULES, ranked(people, RULES, each), "a", facts=each).rules
        assert len([line for line in rules if "leads to the grade" in line]) == lines
        assert bool(grading(people, RULES, each).final("a")) is bool(lines)


def test_classes_have_places_of_their_own_and_a_unit_shares_them() -> None:
    people = [(person(f"s{n}"), str(90 + n)) for n in range(5)]
    people += [(person(f"m{n}", MIDDLE), str(92 + n)) for n in range(5)]
    by_class = proposed(people)
    assert [c for c, g in by_class.grades.items() if g == "优秀"] == ["s4", "m4"]
    assert [(q.role, q.places) for q in by_class.quotas] == [(STAFF, 1), (MIDDLE, 1)]
    by_unit = proposed(people, replace(RULES, quota_by=QuotaBy.UNIT))
    assert [c for c, g in by_unit.grades.items() if g == "优秀"] == ["m4", "m3"]
    assert [(q.role, q.places) for q in by_unit.quotas] == [(None, 2)]


def test_equal_totals_of_two_classes_are_tied_whatever_their_ranks() -> None:
    # Both first in their class: ranks of different lists say nothing about each other.
    people = [(person("s0"), "95"), (person("m0", MIDDLE), "95")]
    people += [(person(f"s{n}"), "80") for n in range(1, 4)]
    found = proposed(people, replace(RULES, quota_by=QuotaBy.UNIT))
    assert "优秀" not in found.grades.values()
    assert sorted(found.quotas[0].tied) == ["m0", "s0"]


def test_names_go_by_identity() -> None:
    people = [
        (replace(person("a"), identity="事业单位"), "80"),
        (replace(person("b"), identity="公务员"), "80"),
        (replace(person("c"), identity="工勤"), "80"),
    ]
    now = grading(people)
    assert [now.labels(code) for code in "abc"] == [
        ("合格", None),
        ("称职", None),
        ("称职", None),
    ]
    assert now.proposals.of["a"].reasons[-1].startswith("合格:")


def test_without_grades_nothing_is_proposed() -> None:
    assert graded(proposed(staff("99", None), replace(RULES, grades=()))) == {"a": "", "b": ""}


worths = st.one_of(st.none(), st.integers(5000, 10000).map(lambda n: str(Fraction(n, 100))))
classes = st.lists(
    st.tuples(st.sampled_from((STAFF, STAFF, MIDDLE, LEADER, HEAD)), worths),
    min_size=1,
    max_size=14,
)
schemes = st.builds(
    lambda quota, by, rank_by: replace(
        RULES,
        grades=(replace(GRADES[0], quota=Fraction(quota)), *GRADES[1:]),
        quota_by=by,
        rank=rank_by,
    ),
    st.integers(0, 100),
    st.sampled_from(QuotaBy),
    st.sampled_from(RankBy),
)


@given(scheme=schemes, drawn=classes, data=st.data())
def test_quota_minimum_and_the_order_of_the_roster(
    scheme: Scheme, drawn: list[tuple[Role, str | None]], data: st.DataObject
) -> None:
    people = [(person(f"p{n}", role), worth) for n, (role, worth) in enumerate(drawn)]
    codes = [who.code for who, _worth in people]
    facts = GroupFacts(
        vetoes=tuple(map(veto, data.draw(st.sets(st.sampled_from(codes), max_size=2)))),
        exemptions=tuple(map(exempt, data.draw(st.sets(st.sampled_from(codes), max_size=2)))),
    )
    found = proposed(people, scheme, facts)
    worth_of = {who.code: worth for who, worth in people}
    out = {e.code for e in facts.exemptions}
    one_pool = scheme.rank is RankBy.TOGETHER or scheme.quota_by is not QuotaBy.CLASS
    pools = [set(Role)] if one_pool else [{role} for role in Role]
    quota = scheme.grades[0].quota or Fraction(0)
    for pool in pools:
        part = [
            who.code
            for who, worth in people
            if who.role in pool - {HEAD} and who.code not in out and worth is not None
        ]
        top = [code for code in part if found.grades[code] == "优秀"]
        assert len(top) * 100 <= quota * len(part)
        assert all(Fraction(worth_of[code] or 0) >= 90 for code in top)
        # Nobody who is proposed stands below or beside somebody able who is not.
        able = {c for c in part if c not in {v.code for v in facts.vetoes}}
        for code in top:
            for other in able - set(top):
                assert Fraction(worth_of[code] or 0) > Fraction(worth_of[other] or 0)
    shuffled = data.draw(st.permutations(people))
    assert graded(proposed(shuffled, scheme, facts)) == graded(found)


# -- what the group may decide


def grading(
    people: Sequence[tuple[Person, str | None]],
    scheme: Scheme = RULES,
    facts: GroupFacts | None = None,
    *,
    closed: bool = True,
) -> Grading:
    facts = facts or GroupFacts()
    table = ranked(people, scheme, facts)
    return Grading("一季度", scheme, table, facts, propose(scheme, table, facts), closed)


FIVE = ("99", "98", "97", "96", "95")


def test_the_group_settles_a_tie() -> None:
    now = grading(staff("99", "99", "97", "96", "95"))
    check_decide(now, "a", "优秀", "集体研究")
    facts = GroupFacts(decisions=(decided("a", "优秀", "称职"),))
    after = grading(staff("99", "99", "97", "96", "95"), RULES, facts)
    assert (after.proposed("a"), after.decided("a"), after.final("a")) == ("称职", "优秀", "优秀")
    assert after.final("b") == "称职"
    with refused("grade-places-taken", places=1, people=5):
        check_decide(after, "b", "优秀", "集体研究")
    (quota,) = after.proposals.quotas
    assert "1 taken" in quota_line(after, quota)
    assert why(after, "a")[-1] == "The group decided 优秀: 集体研究"


def test_a_grade_without_places_is_taken_by_nobody() -> None:
    """Four people have no place of 20%: no other decision could free one."""
    with refused("grade-without-places", grade="优秀", share="20% of 4, rounded down"):
        check_decide(grading(staff("99", "98", "97", "96")), "a", "优秀", "集体研究")


@pytest.mark.parametrize(
    ("code", "grade", "reason", "kind", "values"),
    [
        ("b", "称职", "", None, {}),
        ("b", "基本称职", "工作失误", None, {}),
        ("b", "基本称职", "", "reason-missing", {}),
        ("b", "良好", "理由", "grade-unknown", {}),
        ("z", "称职", "理由", "person-not-rated", {}),
        ("b", "优秀", "理由", "grade-places-taken", {}),
        ("c", "优秀", "理由", "person-vetoed", {}),
        ("c", "称职", "理由", "person-vetoed", {"name": "c", "grade": "不称职"}),
        ("c", "不称职", "", None, {}),
        ("d", "称职", "理由", "person-without-grade", {}),
        ("e", "优秀", "理由", "grade-barred", {}),
        ("f", "称职", "理由", "person-without-grade", {}),
        ("h", "称职", "理由", "person-without-grade", {}),
    ],
)
def test_what_may_be_decided(
    code: str, grade: str, reason: str, kind: str | None, values: dict[str, object]
) -> None:
    scheme = replace(RULES, bars=Bars(deductions=("late",)))
    facts = GroupFacts(vetoes=(veto("c"),), exemptions=(exempt("d"),), adjustments=(deducted("e"),))
    people = [*staff(*FIVE, None, "90"), (person("h", HEAD), "99")]
    now = grading(people, scheme, facts)
    if kind is None:
        check_decide(now, code, grade, reason)
        return
    with refused(kind, **values):
        check_decide(now, code, grade, reason)


def test_the_proposed_grade_is_confirmed_in_ones_own_place() -> None:
    now = grading(staff(*FIVE))
    check_decide(now, "a", "优秀", "")
    facts = GroupFacts(decisions=(decided("a", "优秀", "优秀", ""),))
    check_decide(grading(staff(*FIVE), RULES, facts), "a", "优秀", "")


def test_namesakes_who_are_tied_are_told_apart() -> None:
    people = [(replace(who, name="王芳"), worth) for who, worth in staff("99", "99")]
    now = grading([*people, *staff("80", "80", "80", "80", "80")[2:]])
    assert quota_line(now, now.proposals.quotas[0]).endswith("王芳 a, 王芳 b")


def test_nothing_is_decided_before_the_period_is_closed() -> None:
    with refused("period-not-closed"):
        check_decide(grading(staff(*FIVE), closed=False), "a", "优秀", "")


def test_a_place_given_up_goes_to_another_and_cannot_be_taken_back_meanwhile() -> None:
    down = decided("a", "称职", "优秀")
    after = grading(staff(*FIVE), RULES, GroupFacts(decisions=(down,)))
    check_decide(after, "b", "优秀", "集体研究")
    both = GroupFacts(decisions=(down, decided("b", "优秀", "称职")))
    now = grading(staff(*FIVE), RULES, both)
    with refused("grade-places-taken"):
        check_take_back(now, "a", "弄错了")
    check_take_back(now, "b", "弄错了")
    with refused("reason-missing"):
        check_take_back(now, "b", "")
    with refused("grade-undecided"):
        check_take_back(now, "c", "弄错了")


def test_what_is_entered_later_is_stronger_than_a_decision() -> None:
    scheme = replace(RULES, bars=Bars(deductions=("late",)))
    decisions = (decided("a", "优秀"), decided("b", "称职"), decided("c", "称职"))
    facts = GroupFacts(
        decisions=decisions,
        adjustments=(deducted("a"),),
        vetoes=(veto("b"),),
        exemptions=(exempt("c"),),
    )
    now = grading(staff(*FIVE), scheme, facts)
    assert [now.final(code) for code in "abc"] == ["称职", "不称职", ""]
    assert [now.decided(code) for code in "abc"] == ["", "", ""]
    assert why(now, "a")[-1] == "An earlier decision no longer applies."
