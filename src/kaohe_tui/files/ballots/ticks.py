"""Read tables that tick levels, a column each, as if the level's name stood in one column.

Rule: docs/files.md, "Ticks".
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kaohe_tui.files.ballots.meeting import Meeting
from kaohe_tui.files.sheets.book import Area, Book, Sheet
from kaohe_tui.files.sheets.odd_cells import OddCell
from kaohe_tui.files.tables.head import WITHIN, without_brackets
from kaohe_tui.files.tables.words import folded, is_sign

_TICKS = frozenset(["1", "v", "y", "yes", "true", "是", "√", "✓", "✔", "☑", "■", "●", "○"])
"""What stands for a tick."""
_EMPTY = frozenset(("", "0", "□", "☐"))
"""What stands in a cell that is not ticked."""
_FEWEST = 2
"""Columns of levels from which on a table ticks them."""

_PEOPLE = ("ratee", "ratee_name", "name")
"""The columns that say who is rated."""


@dataclass(frozen=True, slots=True)
class _Group:
    """The columns of one mark's levels."""

    heading: str
    """What heads the one column that is made of them."""
    levels: Mapping[int, str]
    """Column, from 0, -> the name of its level; the first is the one that is made."""

    @property
    def first(self) -> int:
        """The column that is made of them."""
        return min(self.levels)


def without_ticks(book: Book, meeting: Meeting) -> Book:
    """Return a book in which the names of the levels that are ticked stand in a column a mark."""
    if not meeting.form.marks.is_level:
        return book
    return replace(book, sheets=[_without_ticks(each, meeting) for each in book.sheets])


def _without_ticks(sheet: Sheet, meeting: Meeting) -> Sheet:
    names = {folded(level.name): level.name for level in meeting.form.levels}
    known = {**meeting.known("ballots"), **meeting.known("score_sheet")}
    marks = {word for word, column in known.items() if column.startswith("mark ")}
    for at, cells in enumerate(sheet.rows[:WITHIN]):
        levels = {
            column: names[word]
            for column, cell in enumerate(cells)
            if (word := without_brackets(folded(cell))[0]) in names
        }
        if len(levels) >= _FEWEST:
            above = sheet.rows[at - 1] if at else ()
            beside = [cell for column, cell in enumerate(cells) if column not in levels]
            is_head = any(known.get(folded(each)) in _PEOPLE for each in _filled(beside) or above)
            headed = [each for each in sheet.rows[: at + 1] if any(_is_of(c, marks) for c in each)]
            # Where marks are headed higher up, levels stand there by their names.
            if not is_head or any(each is not above for each in headed):
                return sheet
            groups = _groups(_runs(levels), above if headed else (), meeting, marks)
            return _rewritten(sheet, at, groups) if groups else sheet
    return sheet


def _filled(cells: Iterable[str]) -> list[str]:
    return [cell for cell in cells if cell.strip()]


def _runs(levels: Mapping[int, str]) -> list[dict[int, str]]:
    """Return levels that stand side by side, each run holding none of them twice."""
    runs: list[dict[int, str]] = []
    for column, name in levels.items():
        if not runs or name in runs[-1].values() or column - 1 not in runs[-1]:
            runs.append({})
        runs[-1][column] = name
    return runs


def _groups(
    runs: Sequence[Mapping[int, str]],
    above: Sequence[str],
    meeting: Meeting,
    marks: Collection[str],
) -> list[_Group]:
    """Return the marks that the columns of levels are of; none where that cannot be told.

    Args:
        runs: the levels that stand side by side.
        above: the row of marks' headings over them; empty for none.
        meeting: says what is marked.
        marks: the headings of marks, folded.
    """
    form = meeting.form
    over = [[*above, *[""] * (max(run) + 1 - len(above))] for run in runs]
    is_whole = all(len(run) == len(form.levels) for run in runs)
    # A heading of its own over each column: these are marks, and no levels of one of them.
    is_apart = any(row[at] for row, run in zip(over, runs, strict=True) for at in [*run][1:])
    if not is_whole or is_apart:
        return []
    if meeting.is_single:
        return [_Group(form.indicators[0].name, runs[0])] if len(runs) == 1 else []
    headings = [row[min(run)] for row, run in zip(over, runs, strict=True)]
    if not all(_is_of(each, marks) for each in headings):
        return []
    return [_Group(heading, run) for heading, run in zip(headings, runs, strict=True)]


def _is_of(heading: str, marks: Collection[str]) -> bool:
    """Return whether a heading is that of a mark, with or without its points in brackets."""
    word = folded(heading)
    return word in marks or without_brackets(word)[0] in marks


def _rewritten(sheet: Sheet, at: int, groups: Sequence[_Group]) -> Sheet:
    """Return a sheet whose ticks are names of levels.

    Args:
        sheet: the sheet.
        at: the row of the levels, from 0.
        groups: the columns of each mark.
    """
    rows = [list(row) for row in sheet.rows]
    taken = {column: group.first for group in groups for column in group.levels}
    texts = [cell.strip() for cell in rows[at]]
    # People may be headed in the row above, in cells that reach down to the levels.
    is_lower = at > 0 and not any(t for column, t in enumerate(texts) if column not in taken)
    for number in range(at, len(rows)):
        if [cell.strip() for cell in rows[number]] == texts:
            _head(rows, number, groups, is_lower=is_lower)
        else:
            _mark(rows[number], groups)
    return replace(
        sheet,
        rows=rows,
        merged=[area for area in sheet.merged if not _is_over(area, at + 1, taken)],
        hidden_columns=sheet.hidden_columns
        | {taken[column - 1] + 1 for column in sheet.hidden_columns if column - 1 in taken},
        struck=sheet.struck | _moved(sheet.struck, taken),
    )


def _head(rows: list[list[str]], at: int, groups: Sequence[_Group], *, is_lower: bool) -> None:
    """Head the columns that are made, in the row of levels or in the one above it."""
    into = rows[at - 1] if is_lower else rows[at]
    # What stands above the levels of a single mark may be the rater's name.
    emptied = [rows[at], rows[at - 1]] if is_lower or (at and len(groups) > 1) else [rows[at]]
    for group in groups:
        for row in emptied:
            row += [""] * (max(group.levels) + 1 - len(row))
            for column in group.levels:
                row[column] = ""
        into[group.first] = group.heading


def _mark(row: list[str], groups: Sequence[_Group]) -> None:
    """Put the level that is ticked in the column that is made."""
    for group in groups:
        cells = {column: row[column] for column in group.levels if column < len(row)}
        if not cells:
            continue
        ticked = [group.levels[column] for column, cell in cells.items() if _is_tick(cell)]
        others = [cell for cell in cells.values() if not (_is_tick(cell) or _is_empty(cell))]
        strange = [cell for cell in others if isinstance(cell, OddCell) or not is_sign(cell)]
        for column in cells:
            row[column] = ""
        row[min(cells)] = (
            strange[0] if strange else "、".join(ticked) if ticked else "".join(others[:1])
        )


def _is_tick(cell: str) -> bool:
    return folded(cell) in _TICKS


def _is_empty(cell: str) -> bool:
    return folded(cell) in _EMPTY and not (isinstance(cell, OddCell) and not cell.strip())


def _is_over(area: Area, row: int, taken: Iterable[int]) -> bool:
    """Return whether merged cells are headings over the columns of levels."""
    is_near = area.bottom in (row - 1, row)
    return is_near and any(area.left <= column + 1 <= area.right for column in taken)


def _moved(struck: Iterable[tuple[int, int]], taken: Mapping[int, int]) -> set[tuple[int, int]]:
    return {(row, taken[column - 1] + 1) for row, column in struck if column - 1 in taken}
