"""Lay out the people of one class with their proposed and decided grades."""

from collections.abc import Sequence

from kaohe_tui.domain.grades.decision import Grading, called
from kaohe_tui.domain.grades.words import fallen_words, undecided
from kaohe_tui.domain.numbers import shown
from kaohe_tui.domain.rules.people import named, shared_names
from kaohe_tui.domain.standings.standings import Standing
from kaohe_tui.domain.width import fit, pad, widest
from kaohe_tui.words import _

NONE = "–"
"""Stands for a grade, rank or total that does not exist."""
TIED = "="
"""Stands behind a rank that several people share."""
_RANK = 4
_LEAST, _MOST = 8, 24
"""Cells of a name or a section at least and at most."""


def grade_lines(
    now: Grading, rows: Sequence[Standing], width: int
) -> tuple[str, list[tuple[str, str]]]:
    """Return the heading, and each person's line with what to notice about the grade.

    Where the width does not hold them whole, sections are cut first, then names.

    Args:
        now: the grades.
        rows: of one class, in order.
        width: cells there are for a line and its note.
    """
    tied = {code for quota in now.proposals.quotas for code in undecided(now, quota)}
    shared = shared_names(row.person for row in now.standings.rows)
    signs = [_sign(now, row, tied) for row in rows]
    cells = [_cells(now, row) for row in rows]
    heads = (_("Section"), _("Total"), _("Proposed"), _("Decided"))
    names = (called(row.person, now.standings) for row in rows)
    widths = [max(widest(names, _MOST), _LEAST)]
    widths += [max(widest(column, _MOST), 1) for column in zip(heads, *cells, strict=True)]
    note = widest(signs, width)
    # Seven gaps of a cell, and three before a note.
    _narrow(widths, _RANK + sum(widths) + 7 + (note and note + 3) - width)
    lines = []
    for row, of_person, sign in zip(rows, cells, signs, strict=True):
        rank = (NONE if row.rank is None else str(row.rank)) + (TIED if row.tied else " ")
        who = named(row.person, shared, widths[0])
        lines.append((_line(widths, rank, who, of_person), sign))
    return _line(widths, _("Rank"), _("Name"), heads), lines


def _cells(now: Grading, row: Standing) -> tuple[str, str, str, str]:
    """Return section, total, proposed and decided grade of a person."""
    code = row.person.code
    proposed, decided = now.proposal(code) or NONE, now.label(code, now.decided(code)) or NONE
    worth = NONE if row.total is None else shown(row.total, now.standings.decimals)
    return row.person.section, worth, proposed, decided


def _narrow(widths: list[int], missing: int) -> None:
    """Take the cells that are missing off the section, then off the name."""
    for at in (1, 0):
        less = max(min(missing, widths[at] - _LEAST), 0)
        widths[at] -= less
        missing -= less


def _line(widths: Sequence[int], rank: str, who: str, cells: Sequence[str]) -> str:
    where, worth, proposed, decided = cells
    name, section, total, *grades = widths
    parts = [pad(rank, _RANK, "right"), fit(who, name), fit(where, section)]
    parts += [pad(worth, total, "right") + " ", pad(proposed, grades[0]) + " "]
    return " ".join([*parts, pad(decided, grades[1])]).rstrip()


def _sign(now: Grading, row: Standing, tied: set[str]) -> str:
    """Return what to notice, in a word: by colour or by a sign alone it would be missed."""
    if row.vetoed:
        return _("vetoed")
    if now.facts.exemption_of(row.person.code):
        return _("exempt")
    if row.person.code in tied:
        return _("tied: decide")
    if fallen_words(now, row.person.code):
        return _("lapsed")
    return _("barred") if now.proposals.of[row.person.code].barred else ""
