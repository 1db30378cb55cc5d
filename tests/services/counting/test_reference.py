"""Scores and ranks through the database against a second computation, made from docs/scoring.md
with nothing of the program's own: plain numbers and fractions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

from kaohe_tui.domain.standings.standings import Standing
from kaohe_tui.services.counting.board import Board
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from tests.bureau import KEYS, key_ballot, new_room, raters, scheme_text

RATES = {
    "peer": ({"staff", "middle", "leader", "head"}, {"staff", "middle", "leader"}),
    "middle": ({"middle"}, {"staff"}),
    "leader": ({"leader"}, {"staff", "middle"}),
    "head": ({"head"}, {"staff", "middle", "leader"}),
}
Rating = tuple[int, int]


@dataclass
class Case:
    """A bureau and all that was said in it."""

    people: dict[str, tuple[str, str, list[str]]]
    """Code -> role, section, supervisors."""
    method: str
    weights: Sequence[int]
    trims: Sequence[int]
    scopes: Sequence[str]
    tie_break: Sequence[str]
    together: bool
    self_rating: bool
    recused: set[tuple[str, str]] = field(default_factory=set)
    said: dict[tuple[str, str, str], Rating | None] = field(default_factory=dict)
    """(tier, rater, ratee) -> the two marks, or None for an abstention; missing ones are absent."""

    def pairs(self, tier: str, ratee: str) -> list[str]:
        """Who owes the ratee a rating in the tier."""
        role, section, bosses = self.people[ratee]
        from_roles, to_roles = RATES[tier]
        scope = self.scopes[KEYS.index(tier)]
        found = []
        for rater, (rater_role, rater_section, _) in self.people.items():
            fits = {
                "all": True,
                "section": rater_section == section,
                "supervised": rater in bosses,
            }[scope]
            if rater == ratee:
                fits = self.self_rating
            if rater_role in from_roles and role in to_roles and fits:
                found.append(rater)
        return found

    def ratings(self, tier: str, ratee: str) -> list[Rating]:
        """What counts for the ratee in the tier."""
        every = [
            self.said.get((tier, rater, ratee))
            for rater in self.pairs(tier, ratee)
            if (rater, ratee) not in self.recused
        ]
        return [rating for rating in every if rating is not None]

    def owes(self, ratee: str) -> bool:
        """Whether any rating of the ratee is missing."""
        return any(
            (tier, rater, ratee) not in self.said
            for tier in KEYS
            for rater in self.pairs(tier, ratee)
            if (rater, ratee) not in self.recused
        )

    def score(self, ratee: str, indicators: Sequence[int] = (0, 1)) -> Fraction | None:
        """S, or the same of some indicators alone."""
        over = under = Fraction(0)
        for number, tier in enumerate(KEYS):
            xs = sorted(sum(rating[n] for n in indicators) for rating in self.ratings(tier, ratee))
            if len(xs) > 2 * self.trims[number]:
                xs = xs[self.trims[number] : len(xs) - self.trims[number]]
            if not xs:
                continue
            if self.method == "tiers":
                over += self.weights[number] * Fraction(sum(xs), len(xs))
                under += self.weights[number]
            else:
                over += self.weights[number] * sum(xs)
                under += self.weights[number] * len(xs)
        return over / under if under else None

    def mean(self, tier: str, ratee: str) -> Fraction | None:
        """The tier's mean after trimming."""
        xs = sorted(sum(rating) for rating in self.ratings(tier, ratee))
        trim = self.trims[KEYS.index(tier)]
        if len(xs) > 2 * trim:
            xs = xs[trim : len(xs) - trim]
        return Fraction(sum(xs), len(xs)) if xs else None

    def ranks(self) -> dict[str, int | None]:
        """Rank of everybody who is rated."""
        rated = [c for c, (role, _, _) in self.people.items() if role != "head"]
        return {code: self._rank(code, rated) for code in rated}

    def _rank(self, code: str, rated: list[str]) -> int | None:
        own = self.score(code)
        if own is None:
            return None
        role = self.people[code][0]
        rivals = [
            c
            for c in rated
            if self.score(c) is not None and (self.together or self.people[c][0] == role)
        ]
        level = [c for c in rivals if _rounded(self.score(c)) == _rounded(own)]
        better = sum((_rounded(self.score(c)) or 0) > (_rounded(own) or 0) for c in rivals)
        for key in self.tie_break:
            values = {c: _rounded(self._tie_value(key, c)) for c in level}
            if None in values.values():
                continue
            better += sum((values[c] or 0) > (values[code] or 0) for c in level)
            level = [c for c in level if values[c] == values[code]]
        return better + 1

    def _tie_value(self, key: str, code: str) -> Fraction | None:
        if key in KEYS:
            return self.mean(key, code)
        return self.score(code, [0] if key == "work" else [1])


def _rounded(value: Fraction | None) -> int | None:
    """Hundredths, half up."""
    return None if value is None else (value * 100 + Fraction(1, 2)).__floor__()


def _case(random: Random) -> Case:
    leaders = [f"l{n}" for n in range(random.randint(1, 2))]
    people: dict[str, tuple[str, str, list[str]]] = {"h": ("head", "局领导", [])}
    people |= {code: ("leader", "局领导", []) for code in leaders}
    sections = ["综合科", "农业科"]
    for number in range(random.randint(2, 6)):
        role = "middle" if number == 0 else random.choice(["staff", "staff", "middle"])
        role = "staff" if number == 1 else role
        bosses = random.sample(leaders, random.randint(0, len(leaders))) if number else leaders
        people[f"p{number}"] = (role, random.choice(sections), bosses)
    method = random.choice(["tiers", "participation"])
    weights = [40, 20, 20, 20] if method == "tiers" else [1, 1, random.randint(1, 3), 3]
    case = Case(
        people=people,
        method=method,
        weights=weights,
        trims=[random.randint(0, 2) for _ in KEYS],
        scopes=["all", "all", "supervised", "all"],
        tie_break=random.choice([[], ["head"], ["work"], ["leader", "spirit"]]),
        together=random.random() < 0.3,
        self_rating=random.random() < 0.3,
    )
    codes = list(people)
    case.recused = {(random.choice(codes), random.choice(codes)) for _ in range(4)}
    # A narrow range makes ties.
    spread = random.choice([1, 3, 20])
    for tier in KEYS:
        for ratee in codes:
            for rater in case.pairs(tier, ratee):
                chance = random.random()
                if chance < 0.15 or (rater, ratee) in case.recused:
                    continue
                marks = (60 - random.randint(0, spread), 40 - random.randint(0, spread))
                case.said[tier, rater, ratee] = None if chance < 0.25 else marks
    return case


def _held(folder: Path, case: Case) -> Room:
    """The whole meeting keyed, tier by tier."""
    roster = "code,name,section,role,supervisors\n" + "".join(
        f"{code},{code},{section},{role},{';'.join(bosses)}\n"
        for code, (role, section, bosses) in case.people.items()
    )
    scheme = scheme_text(
        method=case.method,
        weights=case.weights,
        trims=case.trims,
        scopes=case.scopes,
        tie_break=case.tie_break,
        rank="together" if case.together else "by_role",
        self_rating=case.self_rating,
    )
    room = new_room(folder, scheme, roster)
    owed = {(r, c) for tier in KEYS for c in case.people for r in case.pairs(tier, c)}
    for pair in sorted(case.recused & owed):
        steps.recuse(room, "q1", pair, "亲属")
    for tier in KEYS:
        steps.open_tier(room, "q1", tier)
        for rater in raters(room, "q1", tier):

            def said(ratee: str, tier: str = tier, rater: str = rater) -> Rating | tuple[()] | None:
                return case.said.get((tier, rater, ratee), ())

            key_ballot(room, ("q1", tier, rater), said)
        steps.close_tier(room, "q1", tier, "试")
    return room


@pytest.mark.parametrize("seed", range(25))
def test_scores_and_ranks_are_those_of_the_rules(tmp_path: Path, seed: int) -> None:
    case = _case(Random(seed))
    room = _held(tmp_path, case)
    rows = {row.person.code: row for row in Board(room, "q1").standings.rows}
    assert {code: row.rank for code, row in rows.items()} == case.ranks()
    for code, row in rows.items():
        assert row.review.score == row.total == case.score(code)
        assert row.review.provisional == case.owes(code)
        assert {t.tier: t.mean for t in row.review.tiers} == {
            tier: case.mean(tier, code) for tier in KEYS if case.pairs(tier, code)
        }
        shared = sum(other.rank == row.rank for other in rows.values() if _rivals(case, row, other))
        assert row.tied == (row.rank is not None and shared > 1)
    room.close()


def _rivals(case: Case, one: Standing, other: Standing) -> bool:
    return case.together or one.person.role is other.person.role
