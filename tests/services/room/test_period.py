"""A period holds the tiers that its scheme says, and nothing else goes by the others."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from kaohe_tui import words
from kaohe_tui.domain.explain.explain import explain
from kaohe_tui.services.counting import overview
from kaohe_tui.services.integrity.verifying import verify
from kaohe_tui.services.periods import roster_righting
from kaohe_tui.services.public.dossier import dossier
from kaohe_tui.services.record.replaying import Replay
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from kaohe_tui.services.year import year
from kaohe_tui.store.record import records
from tests.bureau import KEYS, key_tier, new_room, raters, scheme_text
from tests.refused import refused

HELD = ("middle", "head")
"""The second and the fourth tier: their places among those held are others."""
SCHEME = scheme_text(tie_break=("leader", "head")).replace(
    'key = "q1"\n', f'key = "q1"\ntiers = ["{HELD[1]}", "{HELD[0]}"]\n'
)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """The bureau, whose first quarter holds two of the four tiers."""
    words.use_language("en")
    room = new_room(tmp_path, SCHEME)
    yield room
    room.close()


def hold(room: Room, period: str = "q1") -> None:
    """Hold a period: the middle people give 80, the others 90."""
    for step in room.period(period).steps.tiers:
        key = step.tier.key
        steps.open_tier(room, period, key)
        marks = (50, 30) if key == "middle" else (55, 35)
        key_tier(room, period, key, {person.code: marks for person in room.roster()}.__getitem__)
        steps.close_tier(room, period, key)


def test_the_tiers_are_those_of_the_period_in_the_schemes_order(room: Room) -> None:
    for key, tiers in (("q1", HELD), ("q2", KEYS)):
        period_room = room.period(key)
        assert tuple(step.tier.key for step in period_room.steps.tiers) == tiers
        assert tuple(tier.key for tier in period_room.scheme.tiers) == tiers
        assert tuple(tier.key for tier in period_room.whole.tiers) == KEYS
    assert room.period("q1").scheme.tie_break == ("head",)
    assert [each.tier.key for each in overview.overview(room, "q1").tiers] == [*HELD]


@pytest.mark.parametrize("tier", ["peer", "leader"])
def test_a_tier_that_is_not_held_is_refused(room: Room, tier: str) -> None:
    with refused("tier-unknown"):
        steps.open_tier(room, "q1", tier)


def test_weights_hold_in_proportion_and_what_is_not_held_is_told(room: Room) -> None:
    hold(room)
    result = overview.result(room, "q1")
    assert result
    row = result.standings.row("s1")
    assert [tier.tier for tier in row.review.tiers] == [*HELD]
    assert row.total == Fraction(20 * 80 + 20 * 90, 40)
    # The middle people themselves are rated by the head alone.
    assert result.standings.row("m1").total == 90
    own = room.period("q1")
    rules = explain(own.scheme, result.standings, "s1", facts=own.facts).rules
    assert [rule for rule in rules if "not held" in rule] == [
        "“全员互评” is not held in this period: it is left out of both sums.",
        "“分管领导评分” is not held in this period: it is left out of both sums.",
    ]


def test_the_year_goes_by_the_whole_scheme(room: Room) -> None:
    hold(room)
    scheme, _roster = year.latest(room)
    assert tuple(tier.key for tier in scheme.tiers) == KEYS
    hold(room, "q2")
    value = year.year_of(room).standings.row("s1").total
    # Of q2: 40 · 90 + 20 · 80 + 40 · 90 = 88.
    assert value == Fraction(85 + 88, 2)


def test_what_was_held_verifies_and_can_be_reopened(room: Room) -> None:
    hold(room)
    assert not verify(room).found
    assert {rating.tier for rating in dossier(room, "q1").ratings} == {*HELD}
    with room.database.reading() as tx:
        last = records.entries(tx)[-1].id
    frozen = overview.result(room, "q1")
    assert frozen
    assert Replay(room, "q1").at(last).standings == frozen.standings
    steps.reopen_tier(room, "q1", "head", "更正")
    assert raters(room, "q1", "head") == ("h",)
    steps.close_tier(room, "q1", "head")
    assert not verify(room).found
    assert overview.current_period(room) == "q2"


def test_weights_by_class_are_those_of_the_whole_scheme(tmp_path: Path) -> None:
    text = scheme_text(weights=(40, 20, 20, 20)).replace(
        'key = "q1"\n', 'key = "q1"\ntiers = ["head"]\n'
    )
    weights = "{ staff = 40, middle = 60, leader = 80 }"
    text = text.replace("weight = 40", f"weight = {weights}", 1)
    room = new_room(tmp_path, text)
    steps.open_tier(room, "q1", "head")
    moved = replace(room.period("q1").roster["s1"], section="农业科")
    assert roster_righting.put(room, "q1", moved, "调动")
    key_tier(room, "q1", "head")
    steps.close_tier(room, "q1", "head")
    assert not verify(room).found
    room.close()


def test_who_is_rated_in_no_period_is_not_in_the_year(tmp_path: Path) -> None:
    text = scheme_text().replace("weight = 50\n", 'weight = 50\ntiers = ["middle"]\n')
    room = new_room(tmp_path, text)
    assert {row.person.role.value for row in year.year_of(room).standings.rows} == {"staff"}
    room.close()
