"""Sections that are rated themselves, and what their people have of it: docs/scoring.md."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from kaohe_tui.domain.entries.extras import Extra
from kaohe_tui.domain.explain.component_lines import component_lines, texts
from kaohe_tui.domain.numbers import shown
from kaohe_tui.domain.result.shape import from_plain, to_plain
from kaohe_tui.domain.rules.people import Person, Role, Roster
from kaohe_tui.domain.rules.scheme.components import Component, Factor, Of, Source
from kaohe_tui.domain.rules.scheme.scheme import RankBy
from kaohe_tui.domain.standings.live import live_rows
from kaohe_tui.domain.standings.scoring import PartState
from kaohe_tui.domain.standings.standings import Standings, all_scores, standings
from kaohe_tui.domain.standings.tally import TierTally
from tests.domain.standings.test_composing import ATTENDANCE, VOTE, whole
from tests.domain.strategies import PEER, SCHEME, tally

PEOPLE = (
    Person("31", "尾火", "综合科", Role.STAFF),
    Person("32", "箕水", "农业科", Role.STAFF),
    Person("33", "斗木", "工业科", Role.MIDDLE),
    Person("U1", "综合科", "综合科", Role.UNIT),
    Person("U2", "农业科", "农业科", Role.UNIT),
)
OFFICE = replace(
    PEER, key="office", name="科室互评", ratees=frozenset({Role.UNIT}), weight=Fraction(100)
)
TEAM = Component("team", "科室得分", whole(40), Source.UNIT)
COMPOSED = replace(
    SCHEME,
    tiers=(replace(PEER, weight=Fraction(100)), OFFICE),
    components=(
        replace(VOTE, points=whole(60)),
        TEAM,
        Component("office", "科室互评", whole(100), Source.BALLOTS, ("office",)),
    ),
)
TALLIES: Mapping[str, Mapping[str, TierTally]] = {
    "31": {"peer": tally(90)},
    "32": {"peer": tally(80)},
    "33": {"peer": tally(70)},
    "U1": {"office": tally(80, 80, 81)},
    "U2": {"office": tally(95)},
}


def counted(
    scheme: Any = COMPOSED,
    tallies: Mapping[str, Mapping[str, TierTally]] = TALLIES,
    extras: Mapping[str, Extra] | None = None,
) -> Standings:
    return standings(scheme, Roster(PEOPLE), tallies, lambda _code: {}, extras or {})


def test_people_have_the_exact_total_of_their_section() -> None:
    found = counted()
    # 241/3 is never rounded on the way: 54 + 241/3 × 40 ÷ 100.
    assert found.row("31").total == Fraction(54) + Fraction(241, 3) * 40 / 100
    part = found.row("31").review.component("team")
    assert part is not None
    assert part.figure == "241/3"
    assert shown(found.row("32").total or Fraction(0), 2) == "86.00"
    lines = list(texts(component_lines(COMPOSED, found.row("31").review, Extra(), is_hidden=False)))
    assert any("241/3 × 40 ÷ 100" in line for line in lines)
    assert from_plain(to_plain(found)) == found


def test_without_a_line_of_the_section_it_does_not_apply() -> None:
    row = counted().row("33")
    assert row.review.component("team") is None
    assert (row.total, row.review.provisional) == (Fraction(70), False)


@pytest.mark.parametrize("rank", list(RankBy))
def test_sections_are_ranked_apart(rank: RankBy) -> None:
    scheme = replace(COMPOSED, rank=rank)
    found = counted(scheme)
    assert [found.row(code).rank for code in ("U2", "U1")] == [1, 2]
    together = [1, 2, 3] if rank is RankBy.TOGETHER else [1, 2, 1]
    assert [found.row(code).rank for code in ("31", "32", "33")] == together
    scores = all_scores(scheme, Roster(PEOPLE), TALLIES)
    assert live_rows(scheme, Roster(PEOPLE), scores, lambda _code: {}) == found.rows


def test_what_is_added_to_a_section_counts_for_its_people() -> None:
    extras = {"U2": Extra(bonus=Fraction(3)), "U1": Extra(deduction=Fraction(100))}
    found = counted(extras=extras)
    assert [found.row(code).total for code in ("U2", "32")] == [98, Fraction("87.2")]
    assert [found.row(code).total for code in ("U1", "31")] == [0, 54]
    high = counted(extras={"U2": Extra(bonus=Fraction(50))})
    assert high.row("32").total == 88


def test_a_provisional_section_makes_its_people_provisional() -> None:
    owing = {**TALLIES, "U2": {"office": tally(95, owed=1)}}
    found = counted(tallies=owing)
    assert found.row("32").review.provisional
    assert not found.row("31").review.provisional
    none_yet = {**TALLIES, "U2": {"office": tally(owed=2)}}
    row = counted(tallies=none_yet).row("32")
    part = row.review.component("team")
    assert part is not None
    assert part.state is PartState.MISSING
    assert row.total == 80
    assert row.review.provisional


def test_factors_and_what_is_not_of_ratings_are_for_people() -> None:
    scheme = replace(
        COMPOSED,
        components=(*COMPOSED.components, replace(ATTENDANCE, points=whole(10))),
        factors=(Factor("county", "系数", Of.PERSON),),
    )
    row = counted(scheme).row("U2")
    assert [each.component for each in row.review.components] == ["office"]
    assert (row.review.factors, row.review.provisional) == ((), False)
    own = replace(ATTENDANCE, points=whole(10), classes=frozenset({Role.UNIT, Role.STAFF}))
    scheme = replace(COMPOSED, components=(*COMPOSED.components, own))
    assert counted(scheme).row("U2").total == Fraction(105) * 100 / 110
