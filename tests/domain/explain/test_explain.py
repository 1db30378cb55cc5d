"""What is said of a score, and that it adds up on a pocket calculator."""

import re
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given

from kaohe_tui.domain.explain.explain import explain, text_lines
from kaohe_tui.domain.explain.explanation import Explanation, LineState
from kaohe_tui.domain.numbers import half_up, shown
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.domain.rules.scheme.scheme import Method, Scheme
from kaohe_tui.domain.standings.standings import standings
from kaohe_tui.domain.standings.tally import TierTally
from tests.domain.strategies import (
    EVERYBODY,
    HEAD,
    LEADER,
    PEER,
    SCHEME,
    STAFF,
    counting,
    no_marks,
    person,
    person_tallies,
    roster,
    schemes,
    tallies,
    tally,
    trimming,
)

Tallies = dict[str, TierTally]
LI = Person("12", "李强", "综合科", STAFF)
SKETCH = {
    # 35 ratings, 98 and 71 dropped, 2926 over 33; and 451 over 5.
    "peer": tally(98, 71, *[89] * 22, *[88] * 11),
    "middle": tally(92, 91, 90, 89, 89, owed=3),
    "leader": tally(owed=1),
    "head": tally(owed=1),
}


def _explained(scheme: Scheme, ratings: Tallies, withheld: tuple[str, ...] = ()) -> Explanation:
    table = standings(scheme, roster(LI), {"12": ratings}, no_marks)
    return explain(scheme, table, "12", withheld)


def test_a_heading_leaves_out_a_section_that_is_empty() -> None:
    scheme = trimming(SCHEME, peer=1)
    found = _explained(scheme, SKETCH)
    found = replace(found, person=replace(found.person, section=""))
    assert text_lines(found, 2)[0].startswith("李强 · staff    rank")


def test_too_few_ratings_are_told_and_left_out_of_both_sums() -> None:
    few = tuple(replace(t, trim=1, trim_from=8, min_ratings=6) for t in SCHEME.tiers)
    ratings = {"peer": tally(90, 80, 70, 60, 90, 90), "middle": tally(92, 91, 90, 89, 89)}
    explained = _explained(replace(SCHEME, tiers=few), ratings)
    assert [line.state for line in explained.lines[:2]] == [LineState.COUNTED, LineState.TOO_FEW]
    text = "\n".join(text_lines(explained, 2))
    assert "5 ratings, too few to count" in text
    assert "weighted mean = 3200.00 ÷ 40 = 80.00" in text
    assert (
        "“中层干部评分” has 5 ratings, and needs 6 to count: it is left out of both sums." in text
    )
    assert "too few ratings to trim the highest and the lowest (more than 7 are needed)" in text
    assert "Provisional" not in text


def test_the_sketch_of_the_meeting() -> None:
    scheme = trimming(SCHEME, peer=1)
    assert text_lines(_explained(scheme, SKETCH), 2) == [
        "李强 · 综合科 · staff    rank 1 of 1 (provisional)",
        "",
        "  全员互评        35 ratings  2926 ÷ 33 × 40 = 3546.67",
        "                  mean 88.67; trimmed: highest 98, lowest 71",
        "  中层干部评分    5 ratings   451 ÷ 5 × 20 = 1804.00",
        "                  mean 90.20; 3 ratings outstanding",
        "  分管领导评分    nobody has rated yet",
        "                  1 rating outstanding",
        "  主要负责人评分  nobody has rated yet",
        "                  1 rating outstanding",
        "",
        "  weighted mean = 5350.67 ÷ (40 + 20) = 89.18",
        "",
        "Each tier's mean times its weight, added up, and divided by the sum of those weights.",
        "“全员互评”: the highest and the lowest total are trimmed.",
        "In “分管领导评分” nobody has rated yet: it is left out of both sums until then.",
        "In “主要负责人评分” nobody has rated yet: it is left out of both sums until then.",
        "A tier that is missing is never counted as zero.",
        "Rounded half up once, at the end, to 2 decimal places.",
        "Provisional: 5 ratings are still outstanding.",
        "Ranked among: staff.",
    ]


def test_a_locked_result_is_final_without_what_it_lacks() -> None:
    table = standings(SCHEME, roster(LI), {"12": SKETCH}, no_marks)
    found = explain(SCHEME, table, "12", is_locked=True)
    lines = text_lines(found, 2)
    assert lines[0] == "李强 · 综合科 · staff    rank 1 of 1 (ratings missing)"
    assert "                  mean 90.20; 3 ratings missing" in lines
    assert "  分管领导评分    nobody rated" in lines
    assert "In “分管领导评分” nobody rated: it is left out of both sums." in lines
    assert "Closed with 5 ratings missing: the result is final without them." in lines
    assert not [line for line in lines if "rovisional" in line or "outstanding" in line]
    assert found.provisional


def test_participation_shows_sums_and_counts() -> None:
    ratings = tallies(peer=(90, 88, 92, 85, 95, 70, 91, 89), middle=(90, 84), head=(92,))
    lines = text_lines(_explained(counting(), ratings), 2)
    assert "  全员互评        8 ratings  700 × 1 = 700,  8 × 1 = 8" in lines
    assert "  mean of all ratings = 966 ÷ (8 + 2 + 1) = 87.82" in lines
    assert "  分管领导评分    does not apply" in lines


@pytest.mark.parametrize(
    ("of_leader", "withheld", "state"),
    [
        (None, (), LineState.NOT_APPLYING),
        (TierTally((), 0, recused=1), (), LineState.ALL_RECUSED),
        (TierTally((), 2, abstained=1, void=1), (), LineState.NONE_VALID),
        (TierTally((), 2, abstained=1), (), LineState.NOBODY_YET),
        (TierTally((), 2), ("leader",), LineState.WITHHELD),
        (None, ("leader",), LineState.NOT_APPLYING),
        (TierTally((800,), 1), (), LineState.COUNTED),
    ],
)
def test_why_a_tier_left_both_sums(
    of_leader: TierTally | None, withheld: tuple[str, ...], state: LineState
) -> None:
    ratings = {"peer": tally(90), "middle": tally(90), "head": tally(90)}
    if of_leader is not None:
        ratings["leader"] = of_leader
    found = _explained(SCHEME, ratings, withheld)
    assert found.lines[2].state is state
    said = [rule for rule in found.rules if "分管领导评分" in rule]
    assert len(said) == (state is not LineState.COUNTED)


def test_a_withheld_tier_does_not_tell_how_many_came_in() -> None:
    found = _explained(SCHEME, {"peer": tally(90), "head": tally(owed=3)}, ("head",))
    assert found.lines[3].owed == 0
    assert not any("owed" in line for line in text_lines(found, 2))
    assert found.provisional


@pytest.mark.parametrize("scheme", [SCHEME, counting()])
def test_without_a_rating_it_says_so(scheme: Scheme) -> None:
    found = _explained(scheme, {"peer": tally(owed=2)})
    lines = text_lines(found, 2)
    assert lines[0].endswith("not ranked (provisional)")
    assert "  no score" in lines
    assert "Without any rating there is no score, which is not the same as 0." in found.rules


def test_too_few_ratings_to_trim_are_told_of() -> None:
    rules = _explained(trimming(SCHEME, peer=2), {"peer": tally(70, 80, 90, 100)}).rules
    assert any("too few ratings" in rule and "more than 4" in rule for rule in rules)


def _rules(scheme: Scheme, ratings: dict[str, Tallies], code: str) -> str:
    people = roster(*map(person, sorted(ratings)))
    table = standings(scheme, people, ratings, no_marks)
    found = explain(scheme, table, code)
    return "\n".join([*text_lines(found, 2)[:1], *found.rules])


def test_a_tie_names_what_settled_it() -> None:
    scheme = replace(SCHEME, tie_break=("leader", "head"))
    ratings = {
        "a": tallies(peer=(90,), head=(80,)),
        "b": tallies(peer=(80,), head=(100,)),
    }
    told = _rules(scheme, ratings, "b")
    assert "rank 1 of 2" in told
    assert "“分管领导评分” decides nothing" in told
    assert "“主要负责人评分” settled the order (100.00 here)" in told


def test_a_tie_that_nothing_settles_is_told_of() -> None:
    ratings = {code: tallies(peer=(90,)) for code in "ab"}
    told = _rules(replace(SCHEME, tie_break=("head",)), ratings, "b")
    assert "shared rank 1 of 2" in told
    assert "no tie-break separates" in told


def test_the_head_is_told_why_he_has_no_rank() -> None:
    scheme = replace(SCHEME, tiers=(replace(PEER, ratees=EVERYBODY),))
    people = roster(person("h", HEAD), person("l", LEADER))
    table = standings(scheme, people, {"h": tallies(peer=(90,))}, no_marks)
    assert "The head is scored but never ranked." in explain(scheme, table, "h").rules


@pytest.mark.parametrize(
    ("bonus", "deduction", "total", "line"),
    [
        ("1.5", "1", "80.5", "  total = 3200.00 ÷ 40 + 1.5 − 1 = 80.50"),
        ("0", "2", "78", "  total = 3200.00 ÷ 40 − 2 = 78.00"),
        ("40", "0", "100", "  total = 3200.00 ÷ 40 + 40 = 120.00, at most 100: 100.00"),
    ],
)
def test_a_total_stands_below_the_score(bonus: str, deduction: str, total: str, line: str) -> None:
    table = standings(SCHEME, roster(LI), {"12": tallies(peer=(80,))}, no_marks)
    row = replace(
        table.rows[0], bonus=Fraction(bonus), deduction=Fraction(deduction), total=Fraction(total)
    )
    scheme = replace(SCHEME, ceiling=Fraction(100))
    found = explain(scheme, replace(table, rows=(row,)), "12")
    assert line in text_lines(found, 2)
    assert any("limited to 100.00" in rule for rule in found.rules) is (total == "100")


def test_exact_fractions_stand_where_no_decimals_add_up() -> None:
    """Three times 1626.67 is 4880.01, and the numerator is 4880."""
    thirds = tally(81, 81, 82)
    found = _explained(SCHEME, {"middle": thirds, "leader": thirds, "head": thirds})
    lines = text_lines(found, 2)
    assert sum(line.endswith("244 ÷ 3 × 20 = 4880/3") for line in lines) == 3
    assert "  weighted mean = 4880 ÷ (20 + 20 + 20) = 81.33" in lines
    _adds_up(SCHEME, found)


def test_more_decimals_stand_where_two_would_lead_to_another_score() -> None:
    """325.0952... over 4 is 81.27; 325.10 over 4 would be 81.275, shown as 81.28."""
    tiers = tuple(replace(tier, weight=Fraction(2)) for tier in SCHEME.tiers)
    scheme = replace(SCHEME, tiers=tiers)
    seven, nine = (792, 791, 791, 791, 791, 791, 791), (837, 834, 834, 834, 834, 834, 834, 834, 834)
    found = _explained(scheme, {"peer": TierTally(seven, 7), "middle": TierTally(nine, 9)})
    lines = text_lines(found, 2)
    assert any(line.endswith("553.8 ÷ 7 × 2 = 158.22857") for line in lines)
    assert "  weighted mean = 325.09524 ÷ (2 + 2) = 81.27" in lines
    _adds_up(scheme, found)


@given(schemes(), person_tallies)
def test_what_is_shown_adds_up(scheme: Scheme, ratings: Tallies) -> None:
    found = _explained(scheme, ratings)
    assume(found.score is not None)
    _adds_up(scheme, found)


_STEP = re.compile(r"(\S+) ÷ (\S+) × (\S+) = (\S+)$")
_COUNT = re.compile(r"(\S+) × (\S+) = (\S+),  (\S+) × (\S+) = (\S+)$")
_RESULT = re.compile(r" = (\S+) ÷ (\(.*\)|\S+) = (\S+)$")


def _places(text: str) -> int:
    return len(text.partition(".")[2])


def _adds_up(scheme: Scheme, found: Explanation) -> None:
    """Reckon every line again from the figures in it alone."""
    lines = text_lines(found, scheme.decimals)
    above, below = Fraction(0), []
    for line in lines:
        if step := _STEP.search(line):
            added, count, weight, product = step.groups()
            exact = Fraction(added) / int(count) * Fraction(weight)
            if "/" in product:
                assert Fraction(product) == exact
            else:
                assert product == shown(exact, _places(product))
            above += Fraction(product)
            below.append(weight)
        elif by_count := _COUNT.search(line):
            added, factor, product, count, again, counted = by_count.groups()
            assert factor == again
            assert Fraction(added) * Fraction(factor) == Fraction(product)
            assert int(count) * Fraction(again) == Fraction(counted)
            above += Fraction(product)
            below.append(counted)
    (result,) = [match for line in lines if (match := _RESULT.search(line))]
    numerator, denominator, score = result.groups()
    assert Fraction(numerator) == above
    assert denominator.strip("()").split(" + ") == below
    value = above / sum(map(Fraction, below))
    assert shown(value, scheme.decimals) == score
    assert found.score is not None
    assert half_up(value, scheme.decimals) == half_up(found.score, scheme.decimals)
    assert (found.method is Method.PARTICIPATION) == any(map(_COUNT.search, lines))
