"""The share of ratings at a level or better: docs/scoring.md, "Components and factors"."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from kaohe_tui.domain.explain.component_lines import component_lines, texts
from kaohe_tui.domain.rules.scheme.components import Component, Source
from kaohe_tui.domain.rules.scheme.form import Level
from kaohe_tui.domain.rules.scheme.tiers import Marks
from kaohe_tui.domain.standings.composing import composed
from kaohe_tui.domain.standings.scoring import PartState
from kaohe_tui.domain.standings.standings import NO_EXTRA
from kaohe_tui.domain.standings.tally import TierTally
from tests.domain.standings.test_composing import ATTENDANCE, ONE, VOTE, whole
from tests.domain.strategies import PEER, SCHEME, tally

LEVELS = (
    Level("满意", "1", Fraction(100)),
    Level("基本满意", "2", Fraction("66.6667")),
    Level("不满意", "3", Fraction(0)),
)
BANDS = ((Fraction(85), Fraction(7)), (Fraction(70), Fraction(5)), (Fraction(60), Fraction(3)))
MASS = replace(PEER, key="mass", name="群众", weight=Fraction(0), marks=Marks.OVERALL)
SHARE = Component("mass", "群众满意度", whole(7), Source.SHARE, ("mass",), level="满意")
COMPOSED = replace(
    SCHEME,
    tiers=(replace(PEER, weight=Fraction(100)), MASS),
    levels=LEVELS,
    components=(
        replace(VOTE, points=whole(73)),
        replace(ATTENDANCE, points=whole(20)),
        replace(SHARE, bands=BANDS),
    ),
)
UNIT = 30_000
"""Parts of a point in which 66.6667 is a whole number."""


def votes(best: int, middle: int, worst: int, owed: int = 0) -> TierTally:
    """Make what is counted of so many ballots of each level."""
    totals = [100 * UNIT] * best + [int(Fraction("66.6667") * UNIT)] * middle + [0] * worst
    return TierTally(tuple(totals), expected=len(totals) + owed, unit=UNIT)


def score(given: TierTally, **fields: Any) -> Any:
    part = replace(SHARE, **fields)
    scheme = replace(COMPOSED, components=(*COMPOSED.components[:2], part))
    review = composed(scheme, ONE, {"peer": tally(90), "mass": given}, NO_EXTRA)
    return scheme, review, review.component("mass")


@pytest.mark.parametrize(
    ("given", "level", "bands", "figure", "points"),
    [
        (votes(18, 1, 1), "满意", (), "18/20", Fraction("6.3")),
        (votes(18, 1, 1), "基本满意", (), "19/20", Fraction("6.65")),
        (votes(18, 1, 1), "不满意", (), "20/20", Fraction(7)),
        (votes(17, 3, 0), "满意", BANDS, "17/20", Fraction(7)),
        (votes(84, 16, 0), "满意", BANDS, "84/100", Fraction(5)),
        (votes(2, 1, 0), "满意", BANDS, "2/3", Fraction(3)),
        (votes(3, 2, 0), "满意", BANDS, "3/5", Fraction(3)),
        (votes(59, 41, 0), "满意", BANDS, "59/100", Fraction(0)),
        (votes(0, 3, 0), "满意", (), "0/3", Fraction(0)),
        (votes(1, 1, 1), "满意", (), "1/3", Fraction(7, 3)),
    ],
)
def test_the_share_of_ratings_is_exact(
    given: TierTally, level: str, bands: Any, figure: str, points: Fraction
) -> None:
    scheme, review, part = score(given, level=level, bands=bands)
    assert (part.figure, part.value) == (figure, points)
    lines = list(texts(component_lines(scheme, review, NO_EXTRA, is_hidden=False)))
    count, of = figure.split("/")
    assert any(f"{count} of {of}" in line and level in line for line in lines)


def test_a_level_of_a_range_begins_at_its_lowest_total() -> None:
    levels = (
        Level("优秀", "1", None, Fraction(90), Fraction(100)),
        Level("称职", "2", None, Fraction(60), Fraction("89.9")),
    )
    scheme = replace(COMPOSED, levels=levels, components=(replace(SHARE, level="优秀"),))
    given = TierTally((900, 899, 950, 600), expected=4)
    review = composed(scheme, ONE, {"peer": tally(90), "mass": given}, NO_EXTRA)
    assert review.component("mass") is not None
    assert review.components[0].figure == "2/4"


def test_without_a_rating_it_is_missing_and_so_with_too_few() -> None:
    _scheme, review, part = score(votes(0, 0, 0, owed=4))
    assert (part.state, part.value, review.provisional) == (PartState.MISSING, None, True)
    few = replace(COMPOSED, tiers=(COMPOSED.tiers[0], replace(MASS, min_ratings=5)))
    review = composed(few, ONE, {"peer": tally(90), "mass": votes(4, 0, 0)}, NO_EXTRA)
    assert review.component("mass").state is PartState.MISSING  # type: ignore[union-attr]
    assert review.score == (Fraction("65.7") + 20) * 100 / 93


def test_nothing_applies_to_somebody_whom_its_tier_does_not_rate() -> None:
    review = composed(COMPOSED, ONE, {"peer": tally(90)}, NO_EXTRA)
    assert review.component("mass") is None


def test_a_share_that_nobody_may_see_is_not_told() -> None:
    scheme, review, _part = score(votes(1, 1, 0))
    lines = list(texts(component_lines(scheme, review, NO_EXTRA, is_hidden=True)))
    assert not any("1 of 2" in line for line in lines)
