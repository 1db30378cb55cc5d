"""Grades as the contract proposes them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from tests.reference.plain import Line, Person, Table, number, tables


@dataclass(frozen=True)
class Ladder:
    """The grades of a scheme, the best first."""

    scheme: Table
    decimals: int

    @property
    def grades(self) -> Sequence[Table]:
        return tables(self.scheme, "grades")

    def reaches(self, line: Line, grade: Table) -> bool:
        """Whether the rounded total has what the grade needs."""
        return Fraction(line.value, 10**self.decimals) >= number(grade["min"])

    def by_points(self, line: Line) -> int:
        """The number of the grade that the total alone leads to; one too many for none."""
        fits = (n for n, grade in enumerate(self.grades) if self.reaches(line, grade))
        return next(fits, len(self.grades))

    def places(self, grade: Table, people: int) -> int | None:
        """How many may have it; None without a limit."""
        if "quota" in grade:
            return floor(number(grade["quota"]) * people / 100)
        places = grade.get("places")
        if places is None or isinstance(places, int):
            return places
        return next((n for most, n in places if people <= most), int(places[-1][1]))


def propose(ladder: Ladder, lines: Sequence[Line], forced: Callable[[Person], list[str]]) -> None:
    """Propose everybody's grade."""
    names = [grade["name"] for grade in ladder.grades]
    if not names:
        return
    graded = [x for x in lines if not x.exempt and x.person.role != "head"]
    members = [x for x in graded if x.total is not None]
    for pool in pools(ladder, members):
        fill(ladder, [x for x in pool if not x.vetoed and not x.out], len(pool))
    for line in graded:
        if line.vetoed:
            # A veto never lifts; without a total there is nothing to be lower than.
            lowest = max(names.index(grade) for grade in forced(line.person))
            by_points = 0 if line.total is None else ladder.by_points(line)
            line.grade = [*names, ""][max(lowest, by_points)]
            line.reasons.append(("veto", line.grade))


def pools(ladder: Ladder, members: Iterable[Line]) -> list[list[Line]]:
    """Those who share places."""
    scoring = ladder.scheme["scoring"]
    apart = scoring.get("quota_by", "class")
    found: dict[str, list[Line]] = {}
    for line in members:
        role = line.person.role
        if role == "unit":
            key = "a unit"
        elif apart == "section":
            key = f"of {line.person.section}"
        else:
            together = apart == "unit" or scoring.get("rank", "by_role") == "together"
            key = "all" if together else role
        found.setdefault(key, []).append(line)
    return list(found.values())


def groups(ladder: Ladder, pool: Iterable[Line]) -> list[list[Line]]:
    """Those whom nothing tells apart, the best first."""
    together = ladder.scheme["scoring"].get("rank", "by_role") == "together"
    by_value: dict[int, list[Line]] = {}
    for line in sorted(pool, key=lambda x: -x.value):
        by_value.setdefault(line.value, []).append(line)
    found: list[list[Line]] = []
    for equal in by_value.values():
        if together or len({x.person.role for x in equal}) == 1:
            ranks = sorted({x.rank or 0 for x in equal})
            found += [[x for x in equal if x.rank == rank] for rank in ranks]
        else:
            found.append(equal)
    return found


def fill(ladder: Ladder, pool: Sequence[Line], people: int) -> None:
    """Give out the grades of one pool, from the top."""
    best: dict[str, int] = {}
    """Code -> the best grade that ``least`` leaves."""
    in_order = groups(ladder, pool)
    limited = [n for n, g in enumerate(ladder.grades) if "quota" in g or "places" in g]
    for n, grade in enumerate(ladder.grades):
        for lowest, low in enumerate(ladder.grades):
            last = max((k for k in limited if k < lowest), default=-1)
            if "least" in low and n == last + 1:
                sink(ladder, in_order, lowest, floor(number(low["least"]) * people / 100), best)
        give(ladder, n, grade, in_order, ladder.places(grade, people), best)


def give(
    ladder: Ladder,
    n: int,
    grade: Table,
    in_order: Iterable[list[Line]],
    places: int | None,
    best: dict[str, int],
) -> None:
    """Give out one grade."""
    count, crossed, name = 0, False, grade["name"]
    for group in in_order:
        fitting = []
        for line in group:
            if line.grade:
                continue
            if best.get(line.person.code, 0) > n:
                continue
            if any(lowest >= n for _why, lowest in line.barred):
                line.reasons.append(("barred", name))
            elif not ladder.reaches(line, grade):
                line.reasons.append(("below", name))
            else:
                fitting.append(line)
        if not fitting:
            continue
        if places is None or (not crossed and count + len(fitting) <= places):
            count += len(fitting)
            for line in fitting:
                line.grade = name
                line.reasons.append(("given", name))
        elif crossed or count >= places:
            for line in fitting:
                line.reasons.append(("full", name))
        else:
            crossed = True
            for line in fitting:
                line.tied_for = line.tied_for or name
                line.reasons.append(("tied", name))


def sink(
    ladder: Ladder, in_order: Sequence[list[Line]], lowest: int, wanted: int, best: dict[str, int]
) -> None:
    """Keep the lowest of those without a place at a grade, or below.

    Who is there by the total alone counts; nobody has to decide about them.
    """
    count, name = 0, ladder.grades[lowest]["name"]
    for group in reversed(in_order):
        without = [line for line in group if not line.grade]
        if not without or count >= wanted:
            continue
        count += len(without)
        is_there = ladder.by_points(without[0]) >= lowest
        for line in without:
            if count <= wanted:
                best[line.person.code] = max(lowest, best.get(line.person.code, 0))
                line.reasons.append(("least", name))
            elif not is_there:
                line.tied_for = line.tied_for or name
                line.reasons.append(("tied", name))
