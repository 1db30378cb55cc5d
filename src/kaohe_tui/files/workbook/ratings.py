"""Write every rating, a line each; one person's ratings in one tier stand together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kaohe_tui.domain.numbers import UNIT, plain
from kaohe_tui.domain.public.dossier import Dossier, PaperRating, RatingState
from kaohe_tui.domain.rules.forms.asked import Form
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
_ONE = -1
"""In place of a slot: what is entered once for a person."""


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
    entered = _entered(grid, dossier, lines)
    marks = tuple(
        grid.add(
            indicator.name,
            [_mark(dossier, line.rating, slot, entered, n) for n, line in enumerate(lines)],
            _MARK if dossier.forms.is_plain else "General",
        )
        for slot, indicator in enumerate(indicators)
    )
    sums: list[Cell] = []
    for at, line in enumerate(lines):
        if line.rating.state is not RatingState.COUNTED:
            sums.append(None)
            continue
        form = dossier.form(line.rating)
        worth = Fraction(form.added(line.rating.marks), form.unit)
        if form.marks.is_single:
            sums.append(Formula(_worth(form, 0, entered[_ONE].at(at)), worth))
            continue
        added = f"SUM({marks[0].at(at)}:{marks[-1].at(at).rpartition('!')[2]})"
        sums.append(Formula(added, worth))
    total = grid.add(_("Total"), sums, _MARK if dossier.forms.is_plain else "General")
    _add_levels(grid, dossier, lines, total)
    grid.add(_("State"), [_(STATES[line.rating.state]) for line in lines])
    return Ratings(grid, blocks, marks, total)


def _add_levels(grid: Grid, dossier: Dossier, lines: Sequence[_Line], total: Column) -> None:
    """Add the level that each total stands for, where totals stand for levels in some tier."""
    if not any(dossier.forms.union(tier).bands for tier in dossier.scheme.tiers):
        return
    cells: list[Cell] = []
    for at, line in enumerate(lines):
        form = dossier.form(line.rating)
        level = form.level_of(line.rating.marks) if form.bands and total.cells[at] else None
        text = '""'
        for each in reversed(form.bands):
            # Times 100 on both sides: a spreadsheet holds most fractions only nearly.
            full = dossier.scheme.full
            low, high = (plain(Fraction(end or 0) * full) for end in (each.low, each.high))
            share = f"ROUND({total.at(at)}*100,6)"
            text = f'IF(AND({share}>={low},{share}<={high}),"{_quoted(each.name)}",{text})'
        cells.append(Formula(text, level.name) if level else None)
    grid.add(_("Level of the total"), cells, "General")


def _entered(grid: Grid, dossier: Dossier, lines: Sequence[_Line]) -> dict[int, Column]:
    """Add what was entered, where that is not points that are added up as they are.

    Returns:
        The columns by slot; under ``_ONE`` that of one figure or level a person.
    """
    tiers = [tier for tier in dossier.scheme.tiers if not dossier.forms.union(tier).is_plain]
    names: dict[int, str] = {}
    for tier in dossier.scheme.tiers:
        if tier.marks.is_single:
            names[_ONE] = _("Score or level")
    for tier in tiers:
        if not tier.marks.is_single:
            names |= {c.slot: c.indicator.name for c in dossier.forms.union(tier).columns}
    return {
        slot: grid.add(
            _("{name}: entered").format(name=name),
            [_as_entered(dossier, line.rating, slot) for line in lines],
            "General",
        )
        for slot, name in sorted(names.items())
    }


def _as_entered(dossier: Dossier, rating: PaperRating, slot: int) -> Cell:
    place = _place(dossier, rating, slot)
    if place is None:
        return None
    form, mark = dossier.form(rating), rating.marks[place]
    return form.written(mark) if form.marks.is_level else Fraction(mark, UNIT)


def _place(dossier: Dossier, rating: PaperRating, slot: int) -> int | None:
    """Return the place of a slot's mark in a rating; None where it has none."""
    if rating.state is not RatingState.COUNTED:
        return None
    form = dossier.form(rating)
    if form.marks.is_single:
        return 0 if slot == _ONE else None
    return next((n for n, column in enumerate(form.columns) if column.slot == slot), None)


def _mark(
    dossier: Dossier, rating: PaperRating, slot: int, entered: Mapping[int, Column], n: int
) -> Cell:
    """Return the points that an indicator's mark gives, on the scale of full marks."""
    place = _place(dossier, rating, slot)
    if place is None:
        return None
    form = dossier.form(rating)
    worth = Fraction(form.columns[place].worth(rating.marks[place]), form.unit)
    return worth if form.is_plain else Formula(_worth(form, place, entered[slot].at(n)), worth)


def _worth(form: Form, place: int, cell: str) -> str:
    """Return the formula of what a mark that was entered gives."""
    column = form.columns[place]
    if not column.levels:
        factor = Fraction(column.parts * UNIT, form.unit)
        return cell if factor == 1 else f"{cell}*{factor.numerator}/{factor.denominator}"
    worths = [Fraction(parts, form.unit) for parts in column.levels]
    return "+".join(
        f'IF({cell}="{_quoted(level.name)}",{worth.numerator}/{worth.denominator},0)'
        for level, worth in zip(form.levels, worths, strict=True)
    )


def _quoted(text: str) -> str:
    return text.replace('"', '""')


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
        key=lambda r: (
            states.index(r.state),
            -dossier.form(r).added(r.marks) if r.marks else 0,
            [-mark for mark in r.marks],
        ),
    )
    return [
        _Line(rating, "", _("No. {number}").format(number=number))
        for number, rating in enumerate(ordered, 1)
    ]
