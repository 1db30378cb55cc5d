"""What must hold of every scheme and bureau, whatever is drawn, by the reference."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest

from tests.reference.generator import EVERYTHING, LEVELS, Drawn, draw
from tests.reference.plain import Facts, Line, Person, Rating, Table, by_key, number, tables
from tests.reference.reference import Period

SEEDS = range(120)


def periods(drawn: Drawn) -> Iterator[Period]:
    return map(drawn.period, drawn.facts)


def best(period: Period, rating: Rating, person: Person) -> Rating:
    """The rating with every mark at its highest."""
    tier = by_key(period.tiers, rating.tier)
    kind = tier.get("marks", "points")
    if kind == "overall":
        return replace(rating, marks={"overall": LEVELS[0][0]})
    if kind == "total":
        return replace(rating, marks={"total": str(tier.get("points", period.full))})
    most = {each["key"]: str(each["points"]) for each in period.form(tier, person)}
    if kind == "levels":
        most = dict.fromkeys(most, LEVELS[0][0])
    if kind == "hundred":
        most = dict.fromkeys(most, "100")
    return replace(rating, marks=most)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_missing_is_never_a_zero(seed: int) -> None:
    """Whoever has the full mark in all that is there has the full score, whatever is not."""
    drawn = draw(seed, EVERYTHING)
    scheme = with_full_levels(drawn.scheme)
    people = {person.code: person for person in drawn.roster}
    for period in periods(drawn):
        ratings = [
            each if each.abstains else best(period, each, people[each.ratee])
            for each in period.facts.ratings
        ]
        facts = Facts(ratings, period.facts.recusals)
        for line in Period(scheme, drawn.roster, facts, period.table["key"]).lines.values():
            if line.score is not None and not zeroed(scheme):
                assert line.score == period.full


def with_full_levels(scheme: Table) -> Table:
    """The scheme, with a best level that is worth everything, and nothing above which none goes."""
    scheme = deepcopy(dict(scheme))
    scheme["scoring"].pop("ceiling", None)
    if tables(scheme, "levels") and "percent" in scheme["levels"][0]:
        scheme["levels"][0]["percent"] = "100"
    return scheme


def zeroed(scheme: Table) -> bool:
    """Whether the scheme asks for a zero where something is missing."""
    return any("if_missing" in each for each in tables(scheme, "components"))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_higher_mark_never_lowers_the_person_it_is_given_to(seed: int) -> None:
    drawn = draw(seed, EVERYTHING)
    people = {person.code: person for person in drawn.roster}
    random = Random(seed)
    for period in periods(drawn):
        given = [each for each in period.facts.ratings if not each.abstains]
        if not given:
            continue
        raised = random.choice(given)
        person = people[raised.ratee]
        ratings = [best(period, each, person) if each is raised else each for each in given]
        facts = replace(period.facts, ratings=ratings)
        before = replace(period.facts, ratings=given)
        key = period.table["key"]
        lines = [Period(drawn.scheme, drawn.roster, f, key).line(person) for f in (before, facts)]
        assert total(lines[0]) <= total(lines[1])


def total(line: Line) -> Fraction:
    return Fraction(-1) if line.total is None else line.total


@pytest.mark.parametrize("seed", SEEDS)
def test_places_are_never_more_than_there_are(seed: int) -> None:
    """By class and grade; whoever is vetoed takes none."""
    drawn = draw(seed, EVERYTHING)
    for period in periods(drawn):
        for grade in tables(drawn.scheme, "grades"):
            if "quota" in grade:
                n = sum(line.total is not None for line in period.lines.values())
                given = [
                    x for x in period.lines.values() if x.grade == grade["name"] and not x.vetoed
                ]
                assert len(given) * 100 <= number(grade["quota"]) * n
