"""Turn a scheme's file into a workbook, and a workbook into a file."""

from collections.abc import Sequence
from pathlib import Path

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.files.disk.writing import write_new
from kaohe_tui.files.scheme.book.layout import ROSTER
from kaohe_tui.files.scheme.book.opening import read_scheme, scheme_tables
from kaohe_tui.files.scheme.book.source import toml_of
from kaohe_tui.files.scheme.book.write import scheme_book
from kaohe_tui.files.sheets.book import Sheet
from kaohe_tui.files.sheets.open_book import is_packed, read_book
from kaohe_tui.words import N_


def turned_scheme(path: Path, form: str, out: Path) -> Path:
    """Write a scheme in another form; comments of a file are no part of the scheme.

    Args:
        path: the scheme's file, or workbook.
        form: ``toml`` or ``xlsx``.
        out: where it goes.

    Returns:
        Where it was written.

    Raises:
        Refusal: when it is no scheme, the form is another one, or it cannot be written.
    """
    if form not in ("toml", "xlsx"):
        raise Refusal("scheme-form-unknown", N_("A scheme is written as .toml or as .xlsx."))
    tables = scheme_tables(path)
    if form == "toml":
        write_new(out, toml_of(tables).encode())
        return out
    sheets = read_book(path).sheets if is_packed(path) else ()
    people = next((_below_title(sheet) for sheet in sheets if sheet.name == ROSTER), ())
    write_new(out, scheme_book(tables, people, read_scheme(path)[0].year))
    return out


def _below_title(sheet: Sheet) -> Sequence[Sequence[str]]:
    """Return the lines of a roster from its headings on: the sentence above is written anew."""
    filled = (place for place, row in enumerate(sheet.rows) if sum(map(bool, row)) > 1)
    return sheet.rows[next(filled, 0) :]
