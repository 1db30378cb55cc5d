"""Components and factors: docs/scoring.md, "Components and factors", and its figures."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import pytest

from kaohe_tui.domain.entries.entries import (
    Absence,
    Adjustment,
    Figure,
    GroupFacts,
)
from kaohe_tui.domain.entries.extras import Extra, extras
from kaohe_tui.domain.entries.figures import of_section
from kaohe_tui.domain.explain.component_lines import component_lines, result, texts
from kaohe_tui.domain.numbers import shown
from kaohe_tui.domain.result.shape import from_plain, to_plain
from kaohe_tui.domain.rules.people import Person, Role, Roster
from kaohe_tui.domain.rules.scheme.components import (
    EVERYBODY,
    By,
    Component,
    Convert,
    Factor,
    Of,
    Source,
)
from kaohe_tui.domain.rules.scheme.entries import AbsenceRule, AdjustmentRule, Cap
from kaohe_tui.domain.standings.composing import composed
from kaohe_tui.domain.standings.scoring import PartState
from kaohe_tui.domain.standings.standings import NO_EXTRA, standings
from kaohe_tui.domain.standings.tally import TierTally
from tests.domain.strategies import PEER, SCHEME, tally

ONE = Person("31", "尾火", "综合科", Role.STAFF)
OTHER = Person("32", "箕水", "综合科", Role.STAFF)
STAMP: dict[str, Any] = {
    "id": 1,
    "period": "y",
    "entered_by": "",
    "entered_at": "",
    "withdrawn_by": "",
    "withdrawn_at": "",
    "withdrawn_reason": "",
}


def whole(points: int) -> Mapping[str, Fraction]:
    return MappingProxyType({EVERYBODY: Fraction(points)})


VOTE = Component("vote", "民主测评", whole(30), Source.BALLOTS, ("peer",))
ATTENDANCE = Component("attendance", "出勤", whole(20), Source.FULL)
TASKS = Component("tasks", "目标任务", whole(50), Source.OFFICE)
COUNTY = Factor("county", "县考核系数", Of.SECTION)
LATE = AdjustmentRule("late", "迟到", bonus=False, points=Fraction("0.5"), within="attendance")
EXTRA = AdjustmentRule("extra", "加班", bonus=True, points=Fraction(2), within="attendance")
PRAISE = AdjustmentRule("praise", "表彰", bonus=True, points=Fraction(2))
COMPOSED = replace(
    SCHEME,
    tiers=(replace(PEER, weight=Fraction(100)),),
    components=(VOTE, ATTENDANCE, TASKS),
    adjustments=(LATE, EXTRA, PRAISE),
)


def figure(part: str, value: str, code: str = "31", **fields: Any) -> Figure:
    stamp = {**STAMP, "code": code, "approved_by": "h", "approved_at": "now"}
    return Figure(**{**stamp, **fields}, part=part, figure=value, evidence="表")


def times(rule: str, count: int) -> Adjustment:
    stamp = {**STAMP, "code": "31", "approved_by": "h", "approved_at": "now"}
    return Adjustment(**stamp, rule=rule, count=count, evidence="文")


def score(
    *entered: Figure | Adjustment, scheme: Any = COMPOSED, vote: TierTally | None = None
) -> Any:
    facts = GroupFacts(
        adjustments=tuple(e for e in entered if isinstance(e, Adjustment)),
        figures=tuple(e for e in entered if isinstance(e, Figure)),
    )
    extra = extras(scheme, facts, (ONE, OTHER)).get("31", NO_EXTRA)
    return composed(scheme, ONE, {"peer": vote or tally(86)}, extra)


@pytest.mark.parametrize(
    ("entered", "expected"),
    [
        ((times("late", 3), figure("tasks", "121/3")), "84.63"),
        ((times("late", 3),), "88.60"),
        ((times("late", 41), figure("tasks", "50")), "75.80"),
        ((times("extra", 3), figure("tasks", "0")), "45.80"),
        ((times("late", 3), times("extra", 1), figure("tasks", "50")), "95.80"),
        ((times("praise", 9), figure("tasks", "50")), "95.80"),
    ],
    ids=["the worked example", "tasks missing", "not below 0", "not above", "both", "on the total"],
)
def test_components_add_up(entered: tuple[Any, ...], expected: str) -> None:
    assert shown(score(*entered).score, 2) == expected


@pytest.mark.parametrize(
    ("convert", "written", "points"),
    [
        (None, "40/3", Fraction(40, 3)),
        (Convert(By.RANK, Fraction(30), Fraction("1.5")), "4", Fraction("25.5")),
        (Convert(By.RANK, Fraction(30), Fraction("1.5")), "25", Fraction(0)),
        (Convert(By.PERCENT), "85", Fraction("42.5")),
        (Convert(By.RATIO), "30", Fraction("37.5")),
        (Convert(By.RATIO), "0", Fraction(0)),
    ],
)
def test_a_figure_becomes_points(convert: Convert, written: str, points: Fraction) -> None:
    scheme = replace(COMPOSED, components=(VOTE, ATTENDANCE, replace(TASKS, convert=convert)))
    review = score(figure("tasks", written), figure("tasks", "40", "32"), scheme=scheme)
    assert review.component("tasks").value == points
    lines = component_lines(scheme, review, Extra(), is_hidden=False)
    assert list(result(lines, (), review.score, 2, 100))


def test_all_amounts_of_nothing_are_worth_nothing() -> None:
    scheme = replace(COMPOSED, components=(replace(TASKS, convert=Convert(By.RATIO)),))
    assert score(figure("tasks", "0"), scheme=scheme).component("tasks").value == 0


def test_what_is_missing_is_no_zero_and_keeps_the_score_provisional() -> None:
    review = score()
    assert (review.provisional, review.lacking) == (True, ("tasks",))
    assert review.component("tasks").state is PartState.MISSING
    assert not score(figure("tasks", "1")).provisional
    draft = score(figure("tasks", "1", approved_at=""))
    assert draft.lacking == ("tasks",)


def test_a_scheme_may_make_it_a_zero() -> None:
    scheme = replace(COMPOSED, components=(VOTE, ATTENDANCE, replace(TASKS, zero_if_missing=True)))
    review = score(scheme=scheme)
    assert (shown(review.score, 2), review.provisional) == ("45.80", False)
    assert review.component("tasks").state is PartState.ZERO


def test_ratings_that_are_owed_act_within_their_component() -> None:
    review = score(figure("tasks", "50"), vote=tally(owed=3))
    assert (shown(review.score, 2), review.provisional) == ("100.00", True)


def test_a_factor_multiplies_the_sum_and_is_1_while_nobody_entered_it() -> None:
    scheme = replace(COMPOSED, factors=(COUNTY,))
    own = (figure("tasks", "44.325"), figure("county", "0.9", of_section("综合科")))
    review = score(*own, scheme=scheme)
    assert shown(review.score, 2) == "81.11"
    without = score(own[0], scheme=scheme)
    assert (shown(without.score, 2), without.lacking) == ("90.13", ("county",))


def test_a_table_of_points_and_a_list_of_roles_say_to_whom_a_component_applies() -> None:
    by_role = replace(
        TASKS, points=MappingProxyType({"staff": Fraction(50), "middle": Fraction(9)})
    )
    others = replace(ATTENDANCE, classes=frozenset({"middle"}))
    scheme = replace(COMPOSED, components=(VOTE, others, by_role))
    review = score(figure("tasks", "25"), scheme=scheme)
    assert [each.component for each in review.components] == ["vote", "tasks"]
    assert shown(review.score, 2) == shown(Fraction("50.8") * 100 / 80, 2)


def test_a_result_keeps_them_and_one_without_them_is_written_as_before() -> None:
    facts = GroupFacts(figures=(figure("tasks", "40/3"),))
    people = Roster((ONE, OTHER))
    for scheme in (replace(COMPOSED, factors=(COUNTY,)), SCHEME):
        counted = standings(
            scheme,
            people,
            {"31": {"peer": tally(86)}},
            lambda _code: {},
            extras(scheme, facts, people),
        )
        plain = to_plain(counted)
        assert from_plain(plain) == counted
        assert ("components" in plain["rows"][0]) is bool(scheme.components)


def test_nothing_applies_to_somebody_whom_nobody_rates() -> None:
    scheme = replace(COMPOSED, factors=(COUNTY,))
    review = composed(scheme, ONE, {}, NO_EXTRA)
    assert (review.score, review.components, review.factors) == (None, (), ())
    assert not review.provisional


def test_days_and_a_cap_are_within_a_component() -> None:
    leave = AbsenceRule("leave", "事假", points=Fraction(1), within="attendance")
    late = replace(LATE, points=Fraction("0.2"))
    cap = Cap("出勤类", ("late", "leave"), Fraction(30))
    scheme = replace(
        COMPOSED,
        components=(replace(VOTE, points=whole(70)), replace(ATTENDANCE, points=whole(30))),
        adjustments=(late,),
        absences=(leave,),
        caps=(cap,),
    )
    days = Absence(**{**STAMP, "code": "31"}, half_days=58, reason="假", kind="leave")
    facts = GroupFacts(adjustments=(times("late", 9),), absences=(days,))
    entered = extras(scheme, facts, (ONE,))["31"]
    # 29 × 1 + 9 × 0.2 = 30.8, of which the cap takes 30.
    assert entered.within("attendance") == (Fraction(0), Fraction(30))
    assert (entered.bonus, entered.deduction) == (Fraction(0), Fraction(0))
    assert not entered.on_total.absences
    assert not entered.on_total.caps
    review = composed(scheme, ONE, {"peer": tally(100)}, entered)
    [_vote, line] = component_lines(scheme, review, entered, is_hidden=False)
    assert line.score.value == 0
    assert "\n".join(texts([line])) == (
        "  出勤  of 30  30 − 30 = 0\n"
        "    − 迟到  9 × 0.2 = 1.8\n"
        "    − 事假  29 days: 29 days × 1 = 29\n"
        "    “出勤类” = 1.8 + 29 = 30.8, at most 30: 30"
    )
