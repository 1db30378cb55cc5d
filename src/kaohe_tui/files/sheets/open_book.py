"""Read what a file shows in its cells. Rule: docs/files.md, "Tables"."""

import hashlib
from pathlib import Path

from kaohe_tui.files.decode import read_bytes
from kaohe_tui.files.sheets.book import Book, Sheet
from kaohe_tui.files.sheets.reader import LIMIT, blocks
from kaohe_tui.files.sheets.workbook_in import read_sheet


def read_book(path: Path) -> Book:
    """Return what a file shows.

    Raises:
        Refusal: when it cannot be read.
    """
    if path.suffix.lower() == ".xlsx":
        sheet = read_sheet(path)
    else:
        rows: list[list[str]] = []
        for block in blocks(path, LIMIT):
            rows += [[] for _ in range(block.first - 1 - len(rows))]
            rows += map(list, block.rows)
        sheet = Sheet("", rows)
    digest = hashlib.sha256(read_bytes(path, LIMIT)).hexdigest()
    return Book(path.name, [sheet], sheet.name, digest)
