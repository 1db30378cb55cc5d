"""Tell which table of ballots a file holds, and name those that cannot be taken.

Rule: docs/files.md, "Ballots".
"""

import re
from collections.abc import Sequence

from kaohe_tui.files.ballots.cells.marks import mark_headings
from kaohe_tui.files.ballots.meeting import Meeting
from kaohe_tui.files.decode import in_file, shown
from kaohe_tui.files.sheets.book import Book, Sheet
from kaohe_tui.files.tables.head import WITHIN, Head, Kind, find_head
from kaohe_tui.files.tables.words import folded, headings
from kaohe_tui.words import N_, _

_BALLOT = re.compile(
    r"(?:第?[0-9一二三四五六七八九十]{1,3}[号张]?(?:选?票|评委|评分人|测评人)"
    r"|(?:选?票|评委|评分人|打分人|评议人|测评人|测评票|ballot)[0-9一二三四五六七八九十]{1,3}号?)"
)
_LEVELS = frozenset(
    folded(word)
    for word in (
        "优秀", "优", "良好", "良", "称职", "合格", "基本称职", "基本合格", "一般", "中",
        "不称职", "不合格", "差", "较好", "好", "满意", "基本满意", "不满意", "较差",
    )
)  # fmt: skip
_FEWEST = 2
"""Columns of levels, or of ballots, from which on a table is one of them."""


def holds(book: Book, kind: Kind) -> bool:
    """Return whether a sheet has all headings of a kind of table."""
    return any(find_head(each.rows, each.merged, kind)[1] for each in book.sheets)


def has_rater(book: Book, kind: Kind) -> bool:
    """Return whether something heads a column of raters in a sheet."""
    for sheet in book.sheets:
        head, _is_whole = find_head(sheet.rows, sheet.merged, kind)
        if head and {"rater", "rater_name"} & {kind.column(text) for text in head.texts}:
            return True
    return False


def tally_head(book: Book, meeting: Meeting) -> tuple[Sheet, Head] | None:
    """Return the headings of a 统分表: a row a person, a column a ballot; None for no such table.

    Its other columns are headed by raters, by code or name, or by the ballots' numbers.
    """
    for sheet in book.sheets:
        for at, cells in enumerate(sheet.rows[:WITHIN]):
            texts = tuple(cell.strip() for cell in cells)
            if len(ballot_columns(texts, meeting)) >= _FEWEST:
                return sheet, Head(at + 1, at + 1, texts)
    return None


def ballot_columns(texts: Sequence[str], meeting: Meeting) -> list[int]:
    """Return the columns, from 0, of a line of headings that are ballots; none for other lines."""
    known = {**headings("score_sheet"), **mark_headings(meeting.form.indicators)}
    columns = [known.get(folded(text), "") for text in texts]
    if not {"name", "ratee"} & set(columns) or any(each.startswith("mark ") for each in columns):
        return []
    numbers = {str(number) for number in range(1, len(texts) + 1)}
    is_numbered = {"1", "2"} <= {folded(text) for text in texts}
    return [
        at
        for at, text in enumerate(texts)
        if text
        and not columns[at]
        and (
            _BALLOT.fullmatch(folded(text))
            or (is_numbered and folded(text) in numbers)
            or meeting.who.meant(text)
        )
    ]


def check_shape(book: Book, meeting: Meeting) -> None:
    """Refuse a table of a shape that the scheme does not have.

    Raises:
        Refusal: saying what the table is, and what the scheme asks for.
    """
    asked = _(", ").join(each.name for each in meeting.form.indicators)
    levels = _levels(book, meeting)
    if levels and meeting.form.marks.is_level:
        raise in_file(
            book.file,
            "table-of-ticks",
            N_(
                "The table ticks levels ({levels}), but it cannot be told what of: below each of "
                "{asked} a column for each of these is needed: {own}."
            ),
            levels=_(", ").join(levels),
            own=_(", ").join(level.name for level in meeting.form.levels),
            asked=asked,
        )
    if levels:
        raise in_file(
            book.file,
            "table-of-levels",
            N_(
                "The table ticks levels ({levels}), while the scheme asks for points of: {asked}; "
                "a scheme whose marks are levels would be needed."
            ),
            levels=_(", ").join(levels),
            asked=asked,
        )
    if not meeting.is_single:
        _check_totals(book, meeting, asked)


def _check_totals(book: Book, meeting: Meeting, asked: str) -> None:
    """Refuse a table of totals where the scheme asks for points of several indicators."""
    if tally_head(book, meeting):
        raise in_file(
            book.file,
            "table-is-tally",
            N_(
                "The table is a tally (统分表), a row a person, a column a ballot: it has one "
                "total where the scheme asks for points of: {asked}; a scheme with a single "
                "indicator would be needed."
            ),
            asked=asked,
        )
    if _has_totals(book, meeting):
        raise in_file(
            book.file,
            "table-of-totals",
            N_(
                "The table has one total a person and no column for what the scheme asks points "
                "of: {asked}; head the columns of points by these names. A table of totals alone "
                "needs a scheme with a single indicator."
            ),
            asked=asked,
        )


def _levels(book: Book, meeting: Meeting) -> list[str]:
    """Return the levels that head columns of a sheet; fewer than two are none."""
    words = _LEVELS | {folded(each.name) for each in meeting.scheme.grades}
    marks = mark_headings(meeting.form.indicators)
    for sheet in book.sheets:
        for cells in sheet.rows[:WITHIN]:
            texts = [cell.strip() for cell in cells if cell.strip()]
            levels = [text for text in texts if folded(text) in words]
            if len(levels) >= _FEWEST and not any(folded(text) in marks for text in texts):
                return [shown(text) for text in levels]
    return []


def _has_totals(book: Book, meeting: Meeting) -> bool:
    """Return whether there are people and totals, but no marks of an indicator."""
    known = {**headings("score_sheet"), **headings("ballots")}
    marks = mark_headings(meeting.form.indicators)
    kind = Kind(known={**known, **marks}, required=(), who=())
    for sheet in book.sheets:
        for cells in sheet.rows[:WITHIN]:
            columns = {kind.column(cell) for cell in cells if cell.strip()}
            is_marked = any(each.startswith("mark ") for each in columns)
            if "sum" in columns and {"ratee", "name"} & columns and not is_marked:
                return True
    return False
