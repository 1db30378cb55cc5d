"""Find the sheet of a file that holds the table meant, and its headings.

Rule: docs/files.md, "Tables".
"""

from collections.abc import Iterable
from itertools import zip_longest

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.files.decode import in_file, shown
from kaohe_tui.files.sheets.book import Book, Sheet
from kaohe_tui.files.sheets.places import on_sheet
from kaohe_tui.files.tables.choosing import headings_of
from kaohe_tui.files.tables.doubts import Choices, Doubt, Option
from kaohe_tui.files.tables.head import WITHIN, Head, Kind, find_head
from kaohe_tui.words import N_, _


def which_sheet(book: Book, kind: Kind, choices: Choices) -> tuple[Sheet, Head, list[Doubt]]:
    """Return the sheet that is answered, with its headings, and what is doubtful of that."""
    sheets = [each for each in book.sheets if choices.sheet in ("", each.name)]
    if choices.sheet and not sheets:
        names = _(", ").join(shown(each.name) for each in book.sheets)
        raise in_file(
            book.file,
            "sheet-unknown",
            N_("It has no sheet “{sheet}”; its sheets are: {names}."),
            sheet=shown(choices.sheet),
            names=names,
        )
    whole: list[tuple[Sheet, Head]] = []
    partly: list[tuple[Sheet, Head]] = []
    for sheet in sheets:
        head, is_whole = find_head(sheet.rows, sheet.merged, kind)
        if head is not None:
            (whole if is_whole else partly).append((sheet, head))
    if not whole:
        check_turned(book.file, sheets, kind)
    if not whole and not partly:
        raise no_headings(book, kind)
    if not whole:
        return *max(partly, key=lambda each: _known(kind, each[1])), []
    if len(whole) == 1:
        return *whole[0], []
    doubt = Doubt(
        "sheet",
        _("The sheets {names} all have these headings; which one is meant?").format(
            names=_(", ").join(
                _("“{name}”").format(name=shown(sheet.name)) for sheet, _head in whole
            )
        ),
        tuple(Option(sheet.name, shown(sheet.name)) for sheet, _head in whole),
        next((sheet.name for sheet, _head in whole if sheet.name == book.opens_on), ""),
    )
    answered = choices.answer(doubt) or whole[0][0].name
    return *next(each for each in whole if each[0].name == answered), [doubt]


def check_turned(file: str, sheets: Iterable[Sheet], kind: Kind) -> None:
    """Refuse a table that stands on its side: people as columns, headings below each other.

    Raises:
        Refusal: as said, where a column holds all headings that a row should hold.
    """
    for sheet in sheets:
        columns = zip_longest(*(row[:WITHIN] for row in sheet.rows[:_TALL]), fillvalue="")
        turned = [list(each) for each in columns]
        head, is_whole = find_head(turned, (), kind)
        if head is None or not is_whole or len(set(filter(None, head.texts))) < _FEWEST:
            continue
        sideways = Refusal(
            "table-on-its-side",
            N_(
                "The headings ({words}) stand below each other, and people side by side; turn the "
                "table: copy it, then Paste Special → Transpose, and save it."
            ),
            words=headings_of(kind),
        )
        raise on_sheet(file, sheet.name, sideways) if sheet.name else sideways.at(shown(file))


_TALL = 60
"""Rows within which headings may stand below each other."""
_FEWEST = 3
"""Headings below each other from which on a table stands on its side."""


def _known(kind: Kind, head: Head) -> int:
    return sum(bool(kind.column(text)) for text in head.texts)


def no_headings(book: Book, kind: Kind) -> Refusal:
    """Return the refusal of a file in which nothing looks like headings."""
    if not any(any(map(str.strip, row)) for sheet in book.sheets for row in sheet.rows):
        return in_file(book.file, "table-empty", N_("The file is empty."))
    return in_file(
        book.file,
        "headings-not-found",
        N_("No line of headings was found at the top of a sheet; one must have: {words}."),
        words=headings_of(kind),
    )


def at_head(file: str, sheet: Sheet, head: Head, refusal: Refusal) -> Refusal:
    """Return a refusal with its place: the line of headings."""
    return on_line(file, sheet, head.last, refusal)


def on_line(file: str, sheet: Sheet, line: int, refusal: Refusal) -> Refusal:
    """Return a refusal with its place: a line of a sheet."""
    if not sheet.name:
        return refusal.at(shown(file), line)
    in_line = refusal.within(N_("line {line}: {fault}"), line=line)
    return on_sheet(file, sheet.name, in_line)
