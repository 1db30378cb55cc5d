"""Ranks, ties and tie-breaks."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe_tui.domain.numbers import half_up, shown
from kaohe_tui.domain.rules.people import Role, Roster
from kaohe_tui.domain.rules.scheme.scheme import RankBy, Scheme
from kaohe_tui.domain.standings.scoring import review_score
from kaohe_tui.domain.standings.standings import Standings, TieBreak, rank, standings
from kaohe_tui.domain.standings.tally import TierTally
from tests.domain.strategies import (
    EVERYBODY,
    HEAD,
    LEADER,
    MIDDLE,
    PEER,
    SCHEME,
    TIERS,
    no_marks,
    person,
    roster,
    rosters,
    schemes,
    tallies,
    tally,
    tally_of_one,
    trimming,
)

Tallies = dict[str, TierTally]
Marks = Mapping[str, tuple[tuple[int, ...], ...]]
FIVE = roster(*(person(code) for code in "abcde"))


def _places(table: Standings) -> list[tuple[str, int | None, bool]]:
    return [(row.person.code, row.rank, row.tied) for row in table.rows]


def _heads(**points: int) -> dict[str, Tallies]:
    """Everybody rated by the head alone."""
    return {code: tallies(head=(value,)) for code, value in points.items()}


def test_equal_values_share_a_rank_and_the_next_is_skipped() -> None:
    table = standings(SCHEME, FIVE, _heads(a=80, b=90, c=90, d=70, e=85), no_marks)
    assert _places(table) == [
        ("b", 1, True),
        ("c", 1, True),
        ("e", 3, False),
        ("a", 4, False),
        ("d", 5, False),
    ]


def test_the_roster_settles_no_tie() -> None:
    heads = _heads(a=90, b=90, c=90, d=90, e=90)
    forth = standings(SCHEME, FIVE, heads, no_marks)
    back = standings(SCHEME, Roster(FIVE.people[::-1]), heads, no_marks)
    assert all(row.rank == 1 and row.tied for row in (*forth.rows, *back.rows))


def test_values_that_show_alike_are_alike() -> None:
    scheme = replace(SCHEME, decimals=0)
    ratings = {"a": tallies(peer=(88, 89)), "b": tallies(peer=(89,)), "c": tallies(peer=(88,))}
    table = standings(scheme, roster(*map(person, "abc")), ratings, no_marks)
    assert _places(table) == [("a", 1, True), ("b", 1, True), ("c", 3, False)]


def test_a_tier_breaks_a_tie_by_its_mean() -> None:
    scheme = replace(SCHEME, tie_break=("head",))
    ratings = {
        "a": tallies(peer=(90,), head=(80,)),
        "b": tallies(peer=(80,), head=(100,)),
        "c": tallies(peer=(95,)),
    }
    # 40 x 90 + 20 x 80 = 40 x 80 + 20 x 100
    table = standings(scheme, roster(*map(person, "abc")), ratings, no_marks)
    assert _places(table) == [("c", 1, False), ("b", 2, False), ("a", 3, False)]
    assert table.row("b").tie_breaks == (TieBreak("head", 10000),)
    assert table.row("c").tie_breaks == ()


def test_a_key_that_somebody_lacks_is_skipped_and_the_next_is_tried() -> None:
    scheme = replace(SCHEME, tie_break=("leader", "head"))
    ratings = {
        "a": tallies(peer=(84,), leader=(84,), head=(84,)),
        "b": tallies(peer=(84,), head=(84,)),
        "c": tallies(peer=(83,), head=(86,)),
    }
    table = standings(scheme, roster(*map(person, "abc")), ratings, no_marks)
    assert _places(table) == [("c", 1, False), ("a", 2, True), ("b", 2, True)]
    assert table.row("a").tie_breaks == (TieBreak("leader", None), TieBreak("head", 8400))


def test_a_later_key_splits_only_what_the_earlier_left_together() -> None:
    scheme = replace(SCHEME, tie_break=("head", "middle"), decimals=0)
    ratings = {
        "a": tallies(peer=(80,), middle=(80,), head=(80,)),
        "b": tallies(peer=(80,), middle=(79,), head=(81,)),
        "c": tallies(peer=(80,), middle=(81,), head=(80,)),
    }
    table = standings(scheme, roster(*map(person, "abc")), ratings, no_marks)
    assert _places(table) == [("b", 1, False), ("c", 2, False), ("a", 3, False)]
    assert [step.key for step in table.row("b").tie_breaks] == ["head"]


def _marks(*ratings: tuple[int, int]) -> tuple[tuple[int, ...], ...]:
    """Ratings of the first two indicators in points, 45 for the rest together."""
    return tuple((10 * work, 10 * spirit, 150, 150, 150) for work, spirit in ratings)


MARKS: dict[str, Marks] = {
    "a": {"peer": _marks((30, 15), (40, 5)), "head": _marks((35, 10))},
    "b": {"peer": _marks((40, 5), (40, 5)), "head": _marks((35, 10))},
    "c": {"peer": _marks((30, 15), (40, 5)), "head": _marks((35, 10))},
}
TOTALS: dict[str, Tallies] = {
    code: {
        tier: TierTally(tuple(map(sum, ratings)), len(ratings)) for tier, ratings in tiers.items()
    }
    for code, tiers in MARKS.items()
}


def test_an_indicator_breaks_a_tie_by_the_same_method_on_its_marks() -> None:
    scheme = replace(SCHEME, tie_break=("work",))
    asked: list[str] = []

    def marks_of(code: str) -> Marks:
        asked.append(code)
        return MARKS[code]

    table = standings(scheme, roster(*map(person, "abc")), TOTALS, marks_of)
    assert _places(table) == [("b", 1, False), ("a", 2, True), ("c", 2, True)]
    # 40 of peer's 40 points and 20 of the head's 35, over 60: 38.33
    assert table.row("b").tie_breaks == (TieBreak("work", 3833),)
    assert sorted(asked) == ["a", "b", "c"]


def test_an_indicator_is_trimmed_by_its_own_marks() -> None:
    scheme = trimming(replace(SCHEME, tie_break=("work",)), peer=1)
    marks: dict[str, Marks] = {
        "a": {"peer": _marks((20, 15), (30, 5), (25, 10))},
        "b": {"peer": _marks((20, 15), (26, 9), (26, 9))},
    }
    totals = {code: {"peer": TierTally((800, 800, 800), 3)} for code in marks}
    table = standings(scheme, roster(*map(person, "ab")), totals, marks.__getitem__)
    assert _places(table) == [("b", 1, False), ("a", 2, False)]
    assert table.row("a").tie_breaks == (TieBreak("work", 2500),)


def test_marks_are_asked_for_once_a_person() -> None:
    scheme = replace(SCHEME, tie_break=("integrity", "teamwork"))
    asked: list[str] = []

    def marks_of(code: str) -> Marks:
        asked.append(code)
        return MARKS[code]

    table = standings(scheme, roster(*map(person, "abc")), TOTALS, marks_of)
    assert all(row.tied for row in table.rows)
    assert sorted(asked) == ["a", "b", "c"]


SOME = (person("h", HEAD), person("l", LEADER), person("m", MIDDLE), person("s"), person("t"))
BUREAU = roster(*SOME)


def test_classes_are_ranked_apart() -> None:
    heads = _heads(l=70, m=99, s=80, t=90)
    table = standings(SCHEME, BUREAU, heads, no_marks)
    ranked = [("t", 1, False), ("s", 2, False), ("m", 1, False), ("l", 1, False)]
    assert _places(table) == ranked


def test_or_all_together() -> None:
    scheme = replace(SCHEME, rank=RankBy.TOGETHER)
    table = standings(scheme, BUREAU, _heads(l=70, m=99, s=80, t=90), no_marks)
    assert _places(table) == [
        ("m", 1, False),
        ("t", 2, False),
        ("s", 3, False),
        ("l", 4, False),
    ]


@pytest.mark.parametrize("how", list(RankBy))
def test_the_head_is_scored_where_rated_and_never_ranked(how: RankBy) -> None:
    scheme = replace(SCHEME, rank=how, tiers=(replace(PEER, ratees=EVERYBODY),))
    ratings = {code: tallies(peer=(90,)) for code in ("h", "l", "m", "s", "t")}
    table = standings(scheme, BUREAU, ratings, no_marks)
    head = table.rows[-1]
    assert (head.person.code, head.rank, head.tied) == ("h", None, False)
    assert head.total == 90
    assert all(row.rank == 1 for row in table.rows[:-1])
    assert table.row("l").tied is (how is RankBy.TOGETHER)


def test_the_head_is_not_listed_where_nobody_rates_him() -> None:
    table = standings(SCHEME, BUREAU, {}, no_marks)
    assert [row.person.code for row in table.rows] == ["s", "t", "m", "l"]


def test_people_without_a_score_come_last_without_a_rank() -> None:
    table = standings(SCHEME, BUREAU, _heads(t=60, l=50), no_marks)
    assert _places(table) == [
        ("t", 1, False),
        ("l", 1, False),
        ("s", None, False),
        ("m", None, False),
    ]
    assert table.row("s").total is None


def test_the_standings_are_complete_when_nobody_owes() -> None:
    done = _heads(l=70, m=99, s=80, t=90)
    assert standings(SCHEME, BUREAU, done, no_marks).complete
    owing = {**done, "s": {"head": tally(80), "peer": tally(owed=1)}}
    assert not standings(SCHEME, BUREAU, owing, no_marks).complete


def test_the_ceiling_holds_for_the_ranked_value() -> None:
    scheme = replace(SCHEME, ceiling=Fraction(85))
    table = standings(scheme, FIVE, _heads(a=80, b=90, c=86, d=70, e=85), no_marks)
    assert _places(table)[:4] == [("b", 1, True), ("c", 1, True), ("e", 1, True), ("a", 4, False)]
    assert table.row("b").review.score == 90


@st.composite
def _reviews(draw: st.DrawFn) -> tuple[Scheme, Roster, dict[str, Tallies]]:
    scheme = draw(schemes())
    scheme = replace(
        scheme,
        rank=draw(st.sampled_from(RankBy)),
        tie_break=draw(st.sampled_from([(), ("head",), ("leader", "head")])),
    )
    people = draw(rosters())
    few = st.sampled_from([tally(80), tally(80, 81), tally(90), tally(owed=1)])
    one = st.one_of(few, tally_of_one())
    keys = st.sampled_from([tier.key for tier in TIERS])
    return scheme, people, {p.code: draw(st.dictionaries(keys, one)) for p in people}


@given(_reviews())
def test_ranks_agree_with_the_values_shown(
    review: tuple[Scheme, Roster, dict[str, Tallies]],
) -> None:
    scheme, people, ratings = review
    table = standings(scheme, people, ratings, no_marks)
    together = scheme.rank is RankBy.TOGETHER
    for roles in [set(Role)] if together else [{role} for role in Role]:
        rows = [r for r in table.rows if r.person.role in roles and r.rank is not None]
        values = [half_up(r.total, scheme.decimals) for r in rows if r.total is not None]
        assert values == sorted(values, reverse=True)
        for row in rows:
            assert row.total is not None
            text = shown(row.total, scheme.decimals)
            higher = sum(value > half_up(row.total, scheme.decimals) for value in values)
            alike = sum(
                shown(r.total, scheme.decimals) == text for r in rows if r.total is not None
            )
            sharing = sum(r.rank == row.rank for r in rows)
            assert higher < (row.rank or 0) <= higher + alike
            assert row.tied is (sharing > 1)
            if not scheme.tie_break:
                assert row.rank == higher + 1
            assert sum((r.rank or 0) < (row.rank or 0) for r in rows) == (row.rank or 0) - 1


@given(_reviews())
def test_the_order_of_the_roster_changes_no_rank(
    review: tuple[Scheme, Roster, dict[str, Tallies]],
) -> None:
    scheme, people, ratings = review
    forth = standings(scheme, people, ratings, no_marks)
    back = standings(scheme, Roster(people.people[::-1]), ratings, no_marks)
    assert sorted(forth.rows, key=lambda r: r.person.code) == sorted(
        back.rows, key=lambda r: r.person.code
    )


@given(_reviews())
def test_ranking_known_scores_is_the_same_as_scoring_and_ranking(
    review: tuple[Scheme, Roster, dict[str, Tallies]],
) -> None:
    scheme, people, ratings = review
    scores = {p.code: review_score(scheme, ratings[p.code]) for p in people}
    assert rank(scheme, people, scores, no_marks) == standings(scheme, people, ratings, no_marks)


def test_a_stranger_has_no_row() -> None:
    table = standings(SCHEME, BUREAU, {}, no_marks)
    with pytest.raises(KeyError):
        table.row("nobody")
