"""Read the cells of one rating: marks, abstentions, totals. Rule: docs/files.md, "Ballots"."""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from enum import Enum
from fractions import Fraction
from functools import partial
from typing import NamedTuple

from kaohe_tui.domain.numbers import UNIT, points
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.marks import parse_mark
from kaohe_tui.domain.rules.scheme.form import Indicator
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.files.decode import shown
from kaohe_tui.files.sheets.odd_cells import MERGED, OddCell, fault_of
from kaohe_tui.files.tables.columns import Columns, Line
from kaohe_tui.files.tables.faults import Faults
from kaohe_tui.files.tables.words import answer, folded
from kaohe_tui.words import N_

_MARK = "mark "
"""Before an indicator's key as a column, so that an indicator ``tier`` is no column ``tier``."""
BALLOT = "ballot "
"""Before a column's position, as the column of one ballot in a tally."""
_WORDS = frozenset(("弃权", "不了解", "不熟悉", "不评", "未评", "abstain", "abstained"))
"""What stands for a whole rating that is not given, as folded words."""
_STROKES = frozenset("/\\-–—―")
"""Signs that stand in a cell for a mark that is not beside."""
_NUMBER = re.compile(r"\d{1,6}(?:\.\d{1,12})?", re.ASCII)
_UNIT = re.compile(r"\s*分$")
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,4})?)\s*%", re.ASCII)
_WHOLE = 100 * UNIT


class State(Enum):
    """What a line says of somebody."""

    MARKED = "marked"
    """All marks are there."""
    ABSTAINED = "abstained"
    """The rater abstains."""
    OWING = "owing"
    """Nothing is filled in: the rating stays outstanding."""
    WRONG = "wrong"
    """Something in it is wrong."""


class Answer(NamedTuple):
    """What a line says of somebody, and the marks."""

    state: State
    """What it says."""
    marks: tuple[int, ...] | None = None
    """Tenths of a point, in the order of the indicators; None where not all are there."""


def mark_column(indicator: Indicator) -> str:
    """Return the column of an indicator's marks."""
    return _MARK + indicator.key


def is_mark_column(column: str) -> bool:
    """Return whether a column holds marks, totals or abstentions."""
    return column.startswith((_MARK, BALLOT)) or column in ("sum", "abstain")


def places_of_marks(columns: Columns) -> frozenset[int]:
    """Return the positions, from 0, of marks, totals and abstentions."""
    return frozenset(at for key, at in columns.positions.items() if is_mark_column(key))


def is_marked(cells: Sequence[str], places: Collection[int]) -> bool:
    """Return whether a line has anything in one of the positions."""
    return any(cell.strip() for at, cell in enumerate(cells) if at in places)


def mark_headings(scheme: Scheme) -> dict[str, str]:
    """Return the headings, folded, that an indicator's marks may have, with the column of each."""
    columns = {folded(each.key): mark_column(each) for each in scheme.indicators}
    for each in scheme.indicators:
        columns.setdefault(folded(each.name), mark_column(each))
    return columns


def read_answer(line: Line, scheme: Scheme, who: str, faults: Faults) -> Answer:
    """Return what a line says of somebody.

    Args:
        line: the line.
        scheme: gives the indicators and the step that marks must fit.
        who: rater and ratee, for refusals.
        faults: takes what is wrong.
    """
    before = faults.count
    texts = {
        each.key: faults.trying(partial(_text, line, mark_column(each)))
        for each in scheme.indicators
    }
    signs = [key for key, text in texts.items() if text and is_sign(text)]
    numbers = [key for key, text in texts.items() if text and key not in signs]
    is_abstained = faults.trying(partial(_abstained, line, has_marks=bool(numbers)))
    if faults.count > before:
        _marks(line, scheme, who, texts, faults)
        return Answer(State.WRONG)
    if is_abstained:
        answer_of_line = _without_marks(line, scheme, who, numbers, faults)
    elif numbers:
        answer_of_line = _marks(line, scheme, who, texts, faults)
    elif not signs:
        answer_of_line = Answer(State.OWING)
    elif len(signs) == len(texts) or any(folded(texts[key] or "") in _WORDS for key in signs):
        answer_of_line = Answer(State.ABSTAINED)
    else:
        answer_of_line = _marks(line, scheme, who, texts, faults)
    faults.trying(partial(_check_sum, line, answer_of_line))
    return answer_of_line if faults.count == before else Answer(State.WRONG)


def has_marks(line: Line, scheme: Scheme) -> bool:
    """Return whether a line has a number where an indicator's mark stands."""
    return any(any(map(str.isdecimal, line.raw(mark_column(each)))) for each in scheme.indicators)


def is_sign(text: str) -> bool:
    """Return whether a text stands for a mark that is not given: 弃权, a stroke."""
    word = folded(text)
    return word in _WORDS or (bool(word) and _STROKES.issuperset(word))


def _text(line: Line, column: str) -> str:
    """Return the cell of a mark as it is to be read, plain signs for full-width ones.

    Raises:
        Refusal: when it cannot be taken, or holds another number than it shows.
    """
    at = line.columns.positions.get(column, len(line.row.cells))
    cell = line.row.cells[at] if at < len(line.row.cells) else ""
    if isinstance(cell, OddCell) and cell.oddity == MERGED and is_sign(cell):
        return cell
    text = unicodedata.normalize("NFKC", line.text(column)).strip()
    return _UNIT.sub("", text.lstrip("'’‘`").strip())


def _abstained(line: Line, *, has_marks: bool) -> bool:
    """Return whether the column of abstentions says so; a stroke beside marks means no."""
    text = line.text("abstain")
    if folded(text) in _WORDS:
        return True
    if has_marks and is_sign(text):
        return False
    abstained = answer(text)
    if abstained is None:
        raise line.fault(
            "abstain",
            "abstention-unclear",
            N_("“{text}” is neither yes nor no; write 1 or leave the cell empty."),
            text=shown(text),
        )
    return abstained


def _without_marks(
    line: Line, scheme: Scheme, who: str, numbers: list[str], faults: Faults
) -> Answer:
    """Return an abstention; refuse the marks beside it."""
    for each in scheme.indicators:
        if each.key in numbers:
            faults.add(
                line.fault(
                    mark_column(each),
                    "abstention-with-marks",
                    N_("{who} abstains but gives marks; remove one."),
                    who=who,
                )
            )
    return Answer(State.ABSTAINED)


def _marks(
    line: Line, scheme: Scheme, who: str, texts: Mapping[str, str | None], faults: Faults
) -> Answer:
    """Return the marks of a line of which each has to be there."""
    marks = []
    for each in scheme.indicators:
        text = texts[each.key]
        if text is None:
            continue
        mark = faults.trying(partial(_mark, line, each, text, scheme.step, who))
        if mark is not None:
            marks.append(mark)
    is_whole = len(marks) == len(scheme.indicators)
    return Answer(State.MARKED, tuple(marks)) if is_whole else Answer(State.WRONG)


def _mark(line: Line, indicator: Indicator, text: str, step: int, who: str) -> int:
    column = mark_column(indicator)
    if not text:
        raise line.fault(
            column,
            "mark-missing",
            N_("{who} has no mark for “{indicator}”."),
            who=who,
            indicator=indicator.name,
        )
    if is_sign(text):
        raise line.fault(
            column,
            "mark-struck-out",
            N_("{who}: “{text}” is no mark; give all marks, or none of them to abstain."),
            who=who,
            text=shown(text),
        )
    try:
        return mark_of(text, indicator, step)
    except Refusal as refusal:
        raise line.placed(column, refusal.within(N_("{who}: {fault}"), who=who)) from refusal


def mark_of(text: str, indicator: Indicator, step: int) -> int:
    """Return a mark in tenths of a point; a share only where the indicator has 100 points.

    Raises:
        Refusal: when it is none, without its place.
    """
    if share := _PERCENT.fullmatch(text):
        if indicator.points != _WHOLE:
            raise Refusal(
                "mark-is-share",
                N_(
                    "“{text}” is a share of 100, but {indicator} has {points} points; write the "
                    "points."
                ),
                text=shown(text),
                indicator=indicator.name,
                points=points(indicator.points),
            )
        text = share[1]
    return parse_mark(text, indicator.points, step)


def _check_sum(line: Line, beside: Answer) -> None:
    """Refuse a total that is not the sum of the marks beside it.

    Raises:
        Refusal: as said, and for a total beside no marks.
    """
    at = line.columns.positions.get("sum")
    if at is None or at >= len(line.row.cells) or beside.state is State.WRONG:
        return
    cell = line.row.cells[at]
    if at in (place for key, place in line.columns.positions.items() if key != "sum"):
        return
    stored = cell.stored if isinstance(cell, OddCell) else ""
    if fault_of(cell) and not stored:
        # A formula that was never calculated says nothing of the marks.
        return
    text = _UNIT.sub("", unicodedata.normalize("NFKC", cell).strip().lstrip("'’‘`").strip())
    if not text or is_sign(text):
        return
    total = sum(beside.marks or ())
    number = stored if stored and _NUMBER.fullmatch(stored) else text
    value = Fraction(number) * UNIT if _NUMBER.fullmatch(number) else None
    if value is not None and abs(value - total) < Fraction(1, 1000):
        return
    raise line.fault(
        "sum",
        "sum-differs",
        N_("{heading} says {text}, but the marks make {total}; correct one of them."),
        heading=shown(line.columns.headings["sum"]),
        text=shown(text),
        total=points(total),
    )
