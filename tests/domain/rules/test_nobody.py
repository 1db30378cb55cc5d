"""Tiers in which nobody rates somebody."""

from dataclasses import replace

import pytest

from kaohe_tui import words
from kaohe_tui.domain.rules.nobody import Unrated, unrated
from kaohe_tui.domain.rules.people import Person, Role, Roster
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.files.scheme.scheme import parse_scheme
from tests.bureau import scheme_text

TIERS = parse_scheme(scheme_text(), "scheme.toml")
COUNTS = parse_scheme(scheme_text(method="participation", weights=(1, 1, 2, 3)), "scheme.toml")


def _person(code: str, role: Role, *supervisors: str) -> Person:
    return Person(code, f"人{code}", "综合科", role, supervisors)


HEAD, LEADER = _person("h", Role.HEAD), _person("l1", Role.LEADER)
MIDDLE, STAFF = _person("m1", Role.MIDDLE, "l1"), _person("s1", Role.STAFF, "l1")
WHOLE = (HEAD, LEADER, MIDDLE, STAFF)


def _found(scheme: Scheme, *people: Person) -> dict[str, Unrated]:
    return {each.tier.key: each for each in unrated(scheme, Roster(people))}


def test_nothing_is_said_where_everybody_is_rated_in_every_tier() -> None:
    assert _found(TIERS, *WHOLE) == {}


def test_nobody_rates_in_a_tier() -> None:
    [found] = _found(TIERS, LEADER, MIDDLE, STAFF).values()
    assert (found.tier.key, found.is_empty, found.rated) == ("head", True, 3)
    assert found.told == (
        "主要负责人评分: nobody rates in it; "
        "20 of 100 of the weight falls away from everybody's score."
    )


def test_nobody_rates_some_of_them() -> None:
    alone = [replace(STAFF, code=f"x{n}", name=f"无{n}", supervisors=()) for n in range(5)]
    [found] = _found(TIERS, *WHOLE, *alone).values()
    assert (found.tier.key, found.is_empty, found.rated) == ("leader", False, 7)
    assert [person.code for person in found.without] == ["x0", "x1", "x2", "x3", "x4"]
    assert found.told == (
        "分管领导评分: nobody rates 5 people in it (无0 (综合科); 无1 (综合科); 无2 (综合科) and 2 "
        "more); "
        "20 of 100 of the weight falls away for them."
    )
    assert "nobody rates 无0 (综合科) in it; 20" in _found(TIERS, *WHOLE, alone[0])["leader"].told


def test_a_namesake_has_the_code_and_nobody_an_empty_bracket() -> None:
    twin = replace(STAFF, code="x", section="", supervisors=())
    told = _found(TIERS, *WHOLE, twin)["leader"].told
    assert f"nobody rates {STAFF.name} x (–) in it" in told


def test_nobody_is_rated_in_a_tier() -> None:
    found = _found(TIERS, HEAD, LEADER, MIDDLE)["middle"]
    assert (found.rated, found.told) == (0, "中层干部评分: nobody in the roster is rated in it.")


def test_factors_have_no_whole() -> None:
    told = _found(COUNTS, LEADER, MIDDLE, STAFF)["head"].told
    assert told == "主要负责人评分: nobody rates in it, so it counts for nobody."
    alone = replace(STAFF, code="x", name="无", supervisors=())
    assert _found(COUNTS, *WHOLE, alone)["leader"].told == (
        "分管领导评分: nobody rates 无 (综合科) in it, so it does not count for this person."
    )


def test_recusals_take_raters_away() -> None:
    found = list(unrated(TIERS, Roster(WHOLE), {"head": {("h", "s1")}}))
    assert [(each.tier.key, each.without) for each in found] == [("head", (STAFF,))]


@pytest.mark.parametrize("language", ["zh_CN"])
def test_in_chinese(language: str) -> None:
    words.use_language(language)
    try:
        [found] = _found(TIERS, LEADER, MIDDLE, STAFF).values()
        assert found.told == "主要负责人评分：没有人评分；总权重 100 中有 20 不计入任何人的成绩。"
    finally:
        words.use_language("en")
