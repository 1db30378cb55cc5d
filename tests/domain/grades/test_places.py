"""Places by number, by section and from the bottom up; vetoes that bar, and none that lifts."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest

from kaohe_tui.domain.entries.entries import Adjustment, GroupFacts, VetoEntry
from kaohe_tui.domain.entries.extras import extras
from kaohe_tui.domain.grades.bars import Outcome
from kaohe_tui.domain.grades.decision import Grading
from kaohe_tui.domain.grades.proposal import Proposals, propose
from kaohe_tui.domain.grades.words import quota_line
from kaohe_tui.domain.rules.people import Person, Role, Roster
from kaohe_tui.domain.rules.scheme.entries import AdjustmentRule, Veto, VetoEffect
from kaohe_tui.domain.rules.scheme.grades import Bars, Grade, QuotaBy
from kaohe_tui.domain.rules.scheme.periods import Period
from kaohe_tui.domain.rules.scheme.scheme import RankBy, Scheme
from kaohe_tui.domain.standings.scoring import ReviewScore, TierScore
from kaohe_tui.domain.standings.standings import Standings, rank
from tests.domain.strategies import MIDDLE, SCHEME, STAFF, no_marks

TOP, GOOD, FAIR, POOR = "优秀", "称职", "基本称职", "不称职"
NOTHING = GroupFacts()


def rules(top: Grade, *, least: int | None = None, quota_by: QuotaBy = QuotaBy.CLASS) -> Scheme:
    held = None if least is None else Fraction(least)
    grades = (
        top,
        Grade(GOOD, Fraction(70)),
        Grade(FAIR, Fraction(60), least=held),
        Grade(POOR, Fraction(0)),
    )
    return replace(
        SCHEME, grades=grades, quota_by=quota_by, vetoes=(Veto(POOR, ("廉政",)),), tie_break=()
    )


def table(
    scheme: Scheme,
    totals: Mapping[str, int | str],
    facts: GroupFacts = NOTHING,
    people: Mapping[str, tuple[str, Role]] | None = None,
) -> Standings:
    """Standings of people with these totals; ``people`` gives section and role of some."""
    persons = []
    for code in totals:
        section, role = (people or {}).get(code, ("办公室", STAFF))
        persons.append(Person(code, code, section, role))
    scores = {
        code: ReviewScore((), Fraction(worth), provisional=False) for code, worth in totals.items()
    }
    return rank(scheme, Roster(tuple(persons)), scores, no_marks, extras(scheme, facts))


def grades_of(proposals: Proposals) -> str:
    """The first sign of each person's grade, in the order of the standings."""
    short = {TOP: "A", GOOD: "B", FAIR: "C", POOR: "D", "": "-"}
    return "".join(short[proposal.grade] for proposal in proposals.of.values())


@pytest.mark.parametrize(
    ("places", "people", "places_given"),
    [
        (((999_999, 2),), 3, 2),
        (((999_999, 2),), 1, 2),
        (((5, 1), (10, 2)), 5, 1),
        (((5, 1), (10, 2)), 6, 2),
        (((5, 1), (10, 2)), 40, 2),
        (((5, 0), (10, 2)), 4, 0),
    ],
)
def test_a_number_of_places_holds_for_so_many_people(
    places: tuple[tuple[int, int], ...], people: int, places_given: int
) -> None:
    scheme = rules(Grade(TOP, Fraction(90), places=places))
    found = propose(scheme, table(scheme, {f"p{n}": f"{99 - n}" for n in range(people)}), NOTHING)
    assert found.quotas[0].places == places_given
    if places_given:
        first = next(iter(found.of.values()))
        assert first.reasons[0].endswith(
            f"within its places: {places_given} (for {people} people)."
        )


def test_people_without_a_section_share_places_with_nobody_else() -> None:
    scheme = rules(Grade(TOP, Fraction(90), places=((999_999, 1),)), quota_by=QuotaBy.SECTION)
    people = {"a": ("", STAFF), "b": ("一科", STAFF), "c": ("一科", STAFF)}
    standings = table(scheme, {"a": 97, "b": 95, "c": 91}, NOTHING, people)
    found = propose(scheme, standings, NOTHING)
    assert grades_of(found) == "AAB"
    grading = Grading("一季度", scheme, standings, NOTHING, found, closed=True)
    for code, section in (("a", ""), ("c", "一科")):
        quota = grading.quota_of(code, TOP)
        assert quota is not None
        assert (quota.section, grading.taken(quota)) == (section, 1)


def test_each_section_has_its_own_places() -> None:
    scheme = replace(
        rules(Grade(TOP, Fraction(90), places=((999_999, 1),)), quota_by=QuotaBy.SECTION),
        rank=RankBy.BY_ROLE,
    )
    people = {
        "a": ("一科", STAFF),
        "b": ("一科", MIDDLE),
        "c": ("二科", STAFF),
        "d": ("二科", STAFF),
    }
    standings = table(scheme, {"a": 95, "b": 97, "c": 91, "d": 90}, NOTHING, people)
    found = propose(scheme, standings, NOTHING)
    assert {code: one.grade for code, one in found.of.items()} == {
        "a": GOOD, "b": TOP, "c": TOP, "d": GOOD,
    }  # fmt: skip
    assert [(q.section, q.places, q.given_out) for q in found.quotas] == [
        ("一科", 1, 1),
        ("二科", 1, 1),
    ]
    grading = Grading("一季度", scheme, standings, NOTHING, found, closed=True)
    quota = grading.quota_of("d", TOP)
    assert quota is not None
    assert (quota.section, grading.taken(quota)) == ("二科", 1)


@pytest.mark.parametrize(
    ("totals", "least", "expected", "tied"),
    [
        # Ten people: one place at the top, at least two at best the third grade.
        ((95, 90, 88, 86, 84, 82, 80, 78, 76, 74), 20, "ABBBBBBBCC", ""),
        # Who is there or below by the minimum counts.
        ((95, 90, 88, 86, 84, 82, 80, 78, 65, 30), 20, "ABBBBBBBCD", ""),
        ((95, 90, 88, 86, 84, 82, 80, 65, 55, 50), 20, "ABBBBBBCDD", ""),
        # Equal people across the line stay above it.
        ((95, 90, 88, 86, 84, 82, 80, 76, 76, 74), 20, "ABBBBBBBBC", "hi"),
        # Where equal people are there by the minimum, nobody has to decide.
        ((95, 90, 88, 86, 84, 82, 80, 65, 65, 65), 20, "ABBBBBBCCC", ""),
        ((95, 90, 88, 86, 84, 82, 80, 65, 65, 50), 20, "ABBBBBBCCD", ""),
        # Rounded down.
        ((95, 90, 88, 86), 20, "ABBB", ""),
    ],
)
def test_a_grade_takes_the_lowest_of_those_without_a_place(
    totals: tuple[int, ...], least: int, expected: str, tied: str
) -> None:
    scheme = rules(Grade(TOP, Fraction(90), places=((999_999, 1),)), least=least)
    standings = table(scheme, dict(zip("abcdefghij", totals, strict=False)))
    found = propose(scheme, standings, NOTHING)
    assert grades_of(found) == expected
    assert "".join(c for q in found.quotas if q.is_least for c in q.tied) == tied
    assert {code for code, one in found.of.items() if one.tied_for == FAIR} == set(tied)
    grading = Grading("一季度", scheme, standings, NOTHING, found, closed=True)
    assert set(grading.waiting) == set(tied)
    lines = [quota_line(grading, quota) for quota in found.quotas if quota.is_least]
    assert [line.partition(";")[0] for line in lines] == (
        [f"{FAIR} at best: 2 people (20% of 10, rounded down)"] if len(totals) == 10 else []
    )
    # The number from the bottom is no limit on what the group may decide.
    assert grading.quota_of("a", FAIR) is None


def veto(code: str, ground: str) -> GroupFacts:
    entry = VetoEntry(1, "q1", code, "张三", "2026", "", "", "", ground, "3号", "县纪委")
    return GroupFacts(vetoes=(entry,))


@pytest.mark.parametrize(
    ("worth", "ground", "grade", "rank_of", "vetoed"),
    [
        (95, "违纪", GOOD, None, True),
        (65, "违纪", FAIR, None, True),
        (55, "违纪", POOR, None, True),
        (95, "取消评优", GOOD, 1, False),
        (65, "取消评优", FAIR, 2, False),
        (95, "记过", FAIR, 1, False),
        (72, "记过", FAIR, 2, False),
    ],
)
def test_a_veto_lowers_or_bars_and_never_lifts(
    worth: int, ground: str, grade: str, rank_of: int | None, vetoed: bool
) -> None:
    scheme = replace(
        rules(Grade(TOP, Fraction(90))),
        vetoes=(
            Veto(GOOD, ("违纪",), VetoEffect.GRADE, "law", "违纪"),
            Veto(TOP, ("取消评优",), VetoEffect.BAR, "honour", "取消评优"),
            Veto(GOOD, ("记过",), VetoEffect.BAR, "blame", "记过"),
        ),
    )
    facts = veto("a", ground)
    standings = table(scheme, {"a": worth, "b": 85}, facts)
    found = propose(scheme, standings, facts)
    row = standings.row("a")
    assert (found.of["a"].grade, row.rank, row.vetoed) == (grade, rank_of, vetoed)
    grading = Grading("一季度", scheme, standings, facts, found, closed=True)
    assert grading.forced("a") == (grade if vetoed else "")
    assert grading.is_barred("a", TOP) is not vetoed
    assert grading.is_barred("a", GOOD) is (ground == "记过")


def entry(rule: str, count: int, *, approved: bool = True) -> Adjustment:
    at = "2026" if approved else ""
    return Adjustment(1, "q1", "a", "张三", "2026", "", "", "", rule, count, "考勤", "李四", at)


@pytest.mark.parametrize(
    ("count", "approved", "barred"), [(12, True, False), (13, True, True), (13, False, False)]
)
def test_so_many_events_bar(count: int, approved: bool, barred: bool) -> None:
    scheme = replace(
        rules(Grade(TOP, Fraction(90))),
        adjustments=(AdjustmentRule("late", "迟到", bonus=False, points=Fraction(1, 100)),),
        bars=Bars(events={"late": 13}),
    )
    facts = GroupFacts(adjustments=(entry("late", count, approved=approved),))
    found = propose(scheme, table(scheme, {"a": 95}, facts), facts)
    assert bool(found.of["a"].barred) is barred


@pytest.mark.parametrize(
    ("mean", "grade"), [("80", TOP), ("79.995", TOP), ("79.994", GOOD), ("79", GOOD)]
)
def test_a_tiers_mean_bars_in_the_period_and_in_every_period_of_the_year(
    mean: str, grade: str
) -> None:
    """The mean as it is shown: nobody is below by digits that nobody sees."""
    key = SCHEME.tiers[0].key
    scheme = replace(rules(Grade(TOP, Fraction(90))), bars=Bars(tiers={key: Fraction(80)}))
    tier = TierScore(key, 1, 1, 790, Fraction(mean), Fraction(1), 0, 0, 0, 0)
    review = ReviewScore((tier,), Fraction(95), provisional=False)
    people = Roster((Person("a", "a", "办公室", STAFF),))
    standings = rank(scheme, people, {"a": review}, no_marks)
    assert propose(scheme, standings, NOTHING).of["a"].grade == grade

    outcomes = [Outcome(Period("q", "一季度", Fraction(1)), True, TOP, {key: Fraction(mean)})]
    year = table(scheme, {"a": 95})
    assert propose(scheme, year, NOTHING, {"a": outcomes}).of["a"].grade == grade


@pytest.mark.parametrize(
    ("grades", "totals", "expected"),
    [
        ((TOP, GOOD), (True, True), TOP),
        ((TOP, FAIR), (True, True), GOOD),
        ((TOP, ""), (True, True), GOOD),
        ((TOP, FAIR), (True, False), TOP),
        ((), (), TOP),
    ],
)
def test_every_period_of_the_year_must_reach_a_grade(
    grades: tuple[str, ...], totals: tuple[bool, ...], expected: str
) -> None:
    scheme = replace(rules(Grade(TOP, Fraction(90))), bars=Bars(lowest_grade=GOOD))
    period = Period("q", "季度", Fraction(1))
    outcomes = [
        Outcome(period, has_total, grade, {})
        for grade, has_total in zip(grades, totals, strict=True)
    ]
    found = propose(scheme, table(scheme, {"a": 95}), NOTHING, {"a": outcomes})
    assert found.of["a"].grade == expected
