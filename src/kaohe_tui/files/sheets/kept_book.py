"""Keep what a file shows while questions about it are answered."""

from pathlib import Path

from kaohe_tui.files.sheets.book import Book
from kaohe_tui.files.sheets.open_book import read_book


class KeptBook:
    """A file that is read again only after it was saved anew: a workbook takes a while.

    Args:
        path: the file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept: tuple[tuple[int, int, int] | None, Book] | None = None

    def book(self) -> Book:
        """Return what the file shows now; may be called in any thread.

        Raises:
            Refusal: as ``read_book`` does.
        """
        # Looked at before it is read: what is saved meanwhile is read the next time.
        state, before = self._state(), self._kept
        if before is not None and state is not None and before[0] == state:
            return before[1]
        book = read_book(self._path)
        self._kept = state, book
        return book

    def _state(self) -> tuple[int, int, int] | None:
        """Return what differs after the file was saved; None where it cannot be told."""
        try:
            facts = self._path.stat()
        except OSError:
            return None
        return facts.st_ino, facts.st_mtime_ns, facts.st_size
