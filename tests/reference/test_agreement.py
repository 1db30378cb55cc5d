"""kaohe and the reference come to the same, in totals, ranks, grades and reasons."""

import os
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from kaohe_tui.domain.entries.entries import YEAR
from kaohe_tui.domain.grades.proposal import Proposals
from kaohe_tui.domain.standings.standings import Standings
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.year import grades
from tests.reference.generator import EVERYTHING, Drawn, draw
from tests.reference.plain import Line
from tests.reference.playing import play, quickly
from tests.reference.year import Year

SEEDS = range(int(os.environ.get("KAOHE_SCHEMES", "150")))
BUNCH = 10
"""How many are one test."""
NOT_YET = frozenset(("bands", "units", "shares"))
"""What kaohe cannot do yet."""
DONE = EVERYTHING - NOT_YET
SAYS = {
    "barred from": "barred",
    "is below its": "below",
    "reaches its": "given",
    "all its places are taken": "full",
    "no place (": "full",
    "the last of its places go": "full",
    "tied for the": "tied",
    "is among the lowest": "least",
    "at best for": "tied",
    "one-vote veto": "veto",
    "a veto lifts nobody": "veto",
}
"""What kaohe says, by a part of the sentence -> the reference's word for it."""


@pytest.fixture(autouse=True, scope="module")
def _quickly() -> Iterator[None]:
    with quickly():
        yield


@pytest.mark.parametrize("bunch", SEEDS[::BUNCH])
def test_random_schemes_and_bureaus_come_to_the_same(tmp_path: Path, bunch: int) -> None:
    for seed in SEEDS[bunch : bunch + BUNCH]:
        folder = tmp_path / str(seed)
        folder.mkdir()
        drawn = draw(seed, DONE)
        room = play(folder, drawn)
        try:
            differing = differences(room, drawn)
        finally:
            room.close()
        assert differing == {}, f"seed {seed}"


def differences(room: Room, drawn: Drawn) -> dict[str, tuple[Any, Any]]:
    """Where kaohe and the reference differ: period and person -> what each of them has."""
    periods = {key: drawn.period(key) for key in drawn.facts}
    year = Year(drawn.scheme, drawn.roster, periods, drawn.exempt, drawn.left_open)
    found: dict[str, tuple[Any, Any]] = {}
    for key, lines in [*((k, p.lines) for k, p in periods.items()), (YEAR, year.lines())]:
        standings, proposals = grades.standings_of(room, key), grades.proposals(room, key)
        theirs = {code: reckoned(line, is_year=key == YEAR) for code, line in lines.items()}
        ours = told(standings, proposals, is_year=key == YEAR)
        for code in sorted(ours.keys() | theirs.keys()):
            if ours.get(code) != theirs.get(code):
                found[f"{key or 'year'} {code}"] = ours.get(code), theirs.get(code)
    return found


def reckoned(line: Line, *, is_year: bool) -> dict[str, Any]:
    """What the reference has of a person."""
    own = {} if is_year else {
        "score": line.score,
        "bonus": line.bonus,
        "deduction": line.deduction,
        "means": line.means,
        "provisional": line.provisional,
    }  # fmt: skip
    return own | {
        "total": line.total,
        "rank": line.rank,
        "tied": line.tied,
        "vetoed": line.vetoed,
        "grade": line.grade,
        "tied_for": line.tied_for,
        "reasons": line.reasons and _in_short(word for word, _grade in line.reasons),
    }


def told(
    standings: Standings, proposals: Proposals, *, is_year: bool
) -> Mapping[str, dict[str, Any]]:
    """What kaohe has of everybody."""
    found = {}
    for row in standings.rows:
        proposal = proposals.of[row.person.code]
        own = {} if is_year else {
            "score": row.review.score,
            "bonus": row.bonus,
            "deduction": row.deduction,
            "means": {tier.tier: tier.mean for tier in row.review.tiers},
            "provisional": row.review.provisional,
        }  # fmt: skip
        said = (short(sentence) for sentence in proposal.reasons)
        found[row.person.code] = own | {
            "total": row.total,
            "rank": row.rank,
            "tied": row.tied,
            "vetoed": row.vetoed,
            "grade": proposal.grade,
            "tied_for": proposal.tied_for,
            "reasons": _in_short(filter(None, said)),
        }
    return found


def short(sentence: str) -> str:
    """The reference's word for a sentence; empty where it has none."""
    return next((word for text, word in SAYS.items() if text in sentence), "")


def _in_short(words: Iterable[str]) -> list[str]:
    """The words, what stands several times in a row once."""
    return [word for word, _again in groupby(words)]
