"""Hold totals, and levels beside them, to the marks. Rule: docs/files.md, "Ballots"."""

import re
import unicodedata
from collections.abc import Sequence
from fractions import Fraction

from kaohe_tui.domain.numbers import plain
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.forms.asked import Form
from kaohe_tui.domain.text import name_key
from kaohe_tui.files.decode import shown
from kaohe_tui.files.sheets.odd_cells import OddCell, fault_of
from kaohe_tui.files.tables.columns import Line
from kaohe_tui.files.tables.words import is_sign
from kaohe_tui.words import N_

UNIT_WRITTEN = re.compile(r"\s*分$")
"""The unit that may stand behind a figure."""
_NUMBER = re.compile(r"\d{1,6}(?:\.\d{1,12})?", re.ASCII)
LEVEL = "overall"
"""The column of the level beside a total."""


def check_totals(
    line: Line, form: Form, marks: Sequence[int] | None, who: str, column: str
) -> None:
    """Refuse a total or a level that does not fit the marks beside it.

    Args:
        line: the line.
        form: what is keyed.
        marks: the marks of the line; None where nothing is given.
        who: rater and ratee, for refusals.
        column: where the total stands, or its marks do.

    Raises:
        Refusal: as said.
    """
    _check_sum(line, form, marks)
    if form.bands:
        _check_level(line, form, marks, who, column)


def _check_level(
    line: Line, form: Form, marks: Sequence[int] | None, who: str, column: str
) -> None:
    """Refuse a total that stands for no level, or another level than it stands for.

    Raises:
        Refusal: as said, and for a level beside no marks.
    """
    beside = line.text(LEVEL)
    if is_sign(beside):
        beside = ""
    if marks is None:
        if beside:
            sentence = N_("{who} has a level but no total; give both, or leave both empty.")
            raise line.fault(LEVEL, "level-without-total", sentence, who=who)
        return
    try:
        form.check_level(marks)
    except Refusal as refusal:
        raise line.placed(column, refusal.within(N_("{who}: {fault}"), who=who)) from refusal
    level = form.level_of(marks)
    if level is not None and beside and name_key(beside) != name_key(level.name):
        raise line.fault(
            LEVEL,
            "level-differs",
            N_("{who}: beside the total stands “{text}”, but it is {level}; correct one of them."),
            who=who,
            text=shown(beside),
            level=form.band(level),
        )


def _check_sum(line: Line, form: Form, marks: Sequence[int] | None) -> None:
    """Refuse a total that is not the sum of the marks beside it.

    Raises:
        Refusal: as said, and for a total beside no marks.
    """
    at = line.columns.positions.get("sum")
    if at is None or at >= len(line.row.cells):
        return
    cell = line.row.cells[at]
    if at in (place for key, place in line.columns.positions.items() if key != "sum"):
        return
    stored = cell.stored if isinstance(cell, OddCell) else ""
    if fault_of(cell) and not stored:
        # A formula that was never calculated says nothing of the marks.
        return
    text = UNIT_WRITTEN.sub("", unicodedata.normalize("NFKC", cell).strip().lstrip("'’‘`").strip())
    if not text or is_sign(text):
        return
    total = form.shown_total(marks) if marks else Fraction(0)
    number = stored if stored and _NUMBER.fullmatch(stored) else text
    value = Fraction(number) if _NUMBER.fullmatch(number) else None
    # What is made of levels or shares is written rounded to two places.
    within = Fraction(1, 10000) if form.is_plain else Fraction(1, 100)
    if value is not None and abs(value - total) < within:
        return
    raise line.fault(
        "sum",
        "sum-differs",
        N_("{heading} says {text}, but the marks make {total}; correct one of them."),
        heading=shown(line.columns.headings["sum"]),
        text=shown(text),
        total=plain(total),
    )
