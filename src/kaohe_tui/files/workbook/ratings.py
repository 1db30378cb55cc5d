"""Write every rating, a line each; one person's ratings in one tier stand together."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from kaohe_tui.domain.numbers import UNIT
from kaohe_tui.domain.public.dossier import Dossier, PaperRating, RatingState
from kaohe_tui.domain.rules.scheme.tiers import Tier
from kaohe_tui.files.workbook.grid import Cell, Column, Formula, Grid
from kaohe_tui.words import N_, _

STATES = {
    RatingState.COUNTED: N_("counts"),
    RatingState.HIDDEN: N_("counts, not shown"),
    RatingState.ABSTAINED: N_("abstained"),
    RatingState.RECUSED: N_("recused"),
    RatingState.MISSING: N_("not handed in"),
    RatingState.VOID: N_("void"),
}
"""The words for each state of a rating, as messages to translate."""

_MARK = "0.0"


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one person's ratings in one tier."""

    first: int
    """The first line, counted from 0 below the headings."""
    last: int
    """The last line, itself included, counted from 0 below the headings."""


@dataclass(frozen=True, slots=True)
class Ratings:
    """The sheet of ratings, and where everything is on it."""

    grid: Grid
    """The sheet."""
    blocks: Mapping[tuple[str, str], Block]
    """(Tier's key, ratee's code) -> lines; a tier that does not apply to a person has none."""
    marks: tuple[Column, ...]
    """A column for each indicator, in the scheme's order, in points."""
    total: Column
    """The sum of the marks in points; empty where the rating does not count."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the sheet."""

    rating: PaperRating
    """The rating."""
    code: str
    """The rater's code; empty in a secret tier."""
    rater: str
    """The rater's name; in a secret tier a number among this ratee's ratings."""


def ratings(dossier: Dossier) -> Ratings:
    """Return the sheet of all ratings, tier by tier and ratee by ratee.

    In a secret tier raters are numbers, which begin again for each ratee, in the order of what they
    gave: a number says nothing of who it was, nor that two of them are one rater's.
    """
    lines, blocks = _lines(dossier)
    indicators = dossier.scheme.indicators
    grid = Grid(_("Ratings"), _("{name}: every rating").format(name=dossier.name), frozen=5)
    people = [dossier.roster[line.rating.ratee] for line in lines]
    grid.add(_("Tier"), [dossier.scheme.tier(line.rating.tier).name for line in lines])
    grid.add(_("Rater's code"), [line.code or None for line in lines])
    grid.add(_("Rater"), [line.rater for line in lines])
    grid.add(_("Code"), [person.code for person in people])
    grid.add(_("Name"), [person.name for person in people])
    marks = tuple(
        grid.add(indicator.name, [_mark(line.rating, at) for line in lines], _MARK)
        for at, indicator in enumerate(indicators)
    )
    sums: list[Cell] = []
    for at, line in enumerate(lines):
        if line.rating.state is not RatingState.COUNTED:
            sums.append(None)
            continue
        added = f"SUM({marks[0].at(at)}:{marks[-1].at(at).rpartition('!')[2]})"
        sums.append(Formula(added, Fraction(sum(line.rating.marks), UNIT)))
    total = grid.add(_("Total"), sums, _MARK)
    grid.add(_("State"), [_(STATES[line.rating.state]) for line in lines])
    return Ratings(grid, blocks, marks, total)


def _mark(rating: PaperRating, at: int) -> Cell:
    if rating.state is not RatingState.COUNTED:
        return None
    return Fraction(rating.marks[at], UNIT)


def _lines(dossier: Dossier) -> tuple[list[_Line], dict[tuple[str, str], Block]]:
    by_cell: dict[tuple[str, str], list[PaperRating]] = {}
    for rating in dossier.ratings:
        by_cell.setdefault((rating.tier, rating.ratee), []).append(rating)
    lines: list[_Line] = []
    blocks: dict[tuple[str, str], Block] = {}
    for tier in dossier.scheme.tiers:
        for person in dossier.roster:
            of_person = by_cell.get((tier.key, person.code))
            if of_person:
                blocks[tier.key, person.code] = Block(len(lines), len(lines) + len(of_person) - 1)
                lines += _rating_lines(dossier, tier, of_person)
    return lines, blocks


def _rating_lines(dossier: Dossier, tier: Tier, given_ratings: list[PaperRating]) -> list[_Line]:
    if not tier.secret:
        places = {person.code: at for at, person in enumerate(dossier.roster)}
        ordered = sorted(given_ratings, key=lambda r: places[r.rater])
        return [_Line(r, r.rater, dossier.roster[r.rater].name) for r in ordered]
    states = list(RatingState)
    ordered = sorted(
        given_ratings,
        key=lambda r: (states.index(r.state), -sum(r.marks), [-mark for mark in r.marks]),
    )
    return [
        _Line(rating, "", _("No. {number}").format(number=number))
        for number, rating in enumerate(ordered, 1)
    ]
