"""Read the cells of one rating: marks, abstentions, totals. Rule: docs/files.md, "Ballots"."""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from enum import Enum
from functools import partial
from typing import NamedTuple

from kaohe_tui.domain.numbers import UNIT, points
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.forms.asked import Form
from kaohe_tui.domain.rules.scheme.form import Indicator
from kaohe_tui.files.ballots.cells.totals import UNIT_WRITTEN, check_totals
from kaohe_tui.files.decode import shown
from kaohe_tui.files.sheets.odd_cells import MERGED, OddCell
from kaohe_tui.files.tables.columns import Columns, Line
from kaohe_tui.files.tables.faults import Faults
from kaohe_tui.files.tables.words import ABSTAINING, answer, folded, is_sign
from kaohe_tui.words import N_

_MARK = "mark "
"""Before an indicator's key as a column, so that an indicator ``tier`` is no column ``tier``."""
BALLOT = "ballot "
"""Before a column's position, as the column of one ballot in a tally."""
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


def mark_headings(indicators: Sequence[Indicator]) -> dict[str, str]:
    """Return the headings, folded, that an indicator's marks may have, with the column of each."""
    columns = {folded(each.key): mark_column(each) for each in indicators}
    for each in indicators:
        columns.setdefault(folded(each.name), mark_column(each))
    return columns


class Asked(NamedTuple):
    """What a line has to say of somebody."""

    form: Form
    """What is keyed of the person."""
    others: tuple[Indicator, ...] = ()
    """The columns of other people's forms, which are to be empty."""


def read_answer(line: Line, asked: Asked, who: str, faults: Faults) -> Answer:
    """Return what a line says of somebody.

    Args:
        line: the line.
        asked: what it has to say.
        who: rater and ratee, for refusals.
        faults: takes what is wrong.
    """
    before, form = faults.count, asked.form
    for each in asked.others:
        faults.trying(partial(_check_empty, line, each, who))
    texts = {
        each.key: faults.trying(partial(_text, line, mark_column(each))) for each in form.indicators
    }
    signs = [key for key, text in texts.items() if text and is_sign(text)]
    numbers = [key for key, text in texts.items() if text and key not in signs]
    is_abstained = faults.trying(partial(_abstained, line, has_marks=bool(numbers)))
    if faults.count > before:
        _marks(line, form, who, texts, faults)
        return Answer(State.WRONG)
    if is_abstained:
        answer_of_line = _without_marks(line, form, who, numbers, faults)
    elif numbers:
        answer_of_line = _marks(line, form, who, texts, faults)
    elif not signs:
        answer_of_line = Answer(State.OWING)
    elif len(signs) == len(texts) or any(folded(texts[key] or "") in ABSTAINING for key in signs):
        answer_of_line = Answer(State.ABSTAINED)
    else:
        answer_of_line = _marks(line, form, who, texts, faults)
    if faults.count == before:
        column = mark_column(form.indicators[0]) if form.marks.is_single else "sum"
        faults.trying(partial(check_totals, line, form, answer_of_line.marks, who, column))
    return answer_of_line if faults.count == before else Answer(State.WRONG)


def has_marks(line: Line, asked: Asked) -> bool:
    """Return whether a line has a number, or a level, where a mark stands."""
    texts = [line.raw(mark_column(each)) for each in asked.form.indicators]
    if asked.form.marks.is_level:
        return any(text.strip() and not is_sign(text) for text in texts)
    return any(any(map(str.isdecimal, text)) for text in texts)


def _check_empty(line: Line, indicator: Indicator, who: str) -> None:
    """Refuse a mark of an indicator that is not on the person's form.

    Raises:
        Refusal: as said.
    """
    text = _text(line, mark_column(indicator))
    if text and not is_sign(text):
        raise line.fault(
            mark_column(indicator),
            "mark-not-asked",
            N_("{who}: “{indicator}” is not on this person's form; leave the cell empty."),
            who=who,
            indicator=indicator.name,
        )


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
    return UNIT_WRITTEN.sub("", text.lstrip("'’‘`").strip())


def _abstained(line: Line, *, has_marks: bool) -> bool:
    """Return whether the column of abstentions says so; a stroke beside marks means no."""
    text = line.text("abstain")
    if folded(text) in ABSTAINING:
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


def _without_marks(line: Line, form: Form, who: str, numbers: list[str], faults: Faults) -> Answer:
    """Return an abstention; refuse the marks beside it."""
    for each in form.indicators:
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
    line: Line, form: Form, who: str, texts: Mapping[str, str | None], faults: Faults
) -> Answer:
    """Return the marks of a line of which each has to be there."""
    marks = []
    for place, each in enumerate(form.indicators):
        text = texts[each.key]
        if text is None:
            continue
        mark = faults.trying(partial(_mark, line, form, place, text, who))
        if mark is not None:
            marks.append(mark)
    is_whole = len(marks) == len(form.columns)
    return Answer(State.MARKED, tuple(marks)) if is_whole else Answer(State.WRONG)


def _mark(line: Line, form: Form, place: int, text: str, who: str) -> int:
    indicator = form.indicators[place]
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
        return mark_of(text, form, place)
    except Refusal as refusal:
        raise line.placed(column, refusal.within(N_("{who}: {fault}"), who=who)) from refusal


def mark_of(text: str, form: Form, place: int) -> int:
    """Return a mark of a column; a share of 100 only where the column goes to 100.

    Raises:
        Refusal: when it is none, without its place.
    """
    indicator = form.indicators[place]
    if not form.marks.is_level and (share := _PERCENT.fullmatch(text)):
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
    return form.read(text, place)
