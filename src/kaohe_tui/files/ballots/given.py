"""Define what a file of ballots gives: ratings, a stretch of one ballot at a time."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kaohe_tui.domain.record.fields.understood import NOTHING, Understood
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.text import few
from kaohe_tui.files.ballots.cells.marks import is_marked, places_of_marks
from kaohe_tui.files.decode import shown
from kaohe_tui.files.sheets.book import Book
from kaohe_tui.files.sheets.reader import Row
from kaohe_tui.files.tables.columns import Line
from kaohe_tui.files.tables.doubts import Doubt
from kaohe_tui.files.tables.faults import Faults
from kaohe_tui.files.tables.head import Head
from kaohe_tui.files.tables.lines import LeftOut, line_of
from kaohe_tui.files.tables.row_kinds import RowKind
from kaohe_tui.files.tables.table import Table, kept, read_in_words
from kaohe_tui.words import _, _n


class Given(NamedTuple):
    """One rating as the file gives it, not yet checked against the ratings that are owed."""

    line: int
    """The line in the file, counted from 1."""
    ratee: str
    """The code of the person rated."""
    marks: tuple[int, ...] | None
    """Tenths of a point, in the order of the indicators; None for an abstention."""


class Stretch(NamedTuple):
    """Ratings of one ballot that follow each other in the file; a ballot may come in several."""

    tier: str
    """The tier's key."""
    rater: str
    """The rater's code."""
    ratings: list[Given]
    """The ratings of the stretch, in the file's order."""
    sheet: str = ""
    """The name of the sheet, where a file has ballots on several; else empty."""


@dataclass
class Layout:
    """What was understood of a file's table, and what came of reading it once."""

    sheet: str
    """The name of the sheet; empty for a text file."""
    head: Head
    """The headings."""
    left_columns: Sequence[str] = ()
    """The headings of the columns that were left out."""
    left_rows: list[LeftOut] = field(default_factory=list)
    """The lines that were left out, but for empty ones."""
    count: int = 0
    """The number of lines read."""
    owing: list[str] = field(default_factory=list)
    """The lines without any mark, which stay outstanding: number and person of each."""
    own: list[str] = field(default_factory=list)
    """The lines in which raters would rate themselves, without marks: number and person of each."""

    def begin(self) -> None:
        """Forget what came of reading the table before."""
        self.count = 0
        self.owing.clear()
        self.own.clear()

    def understood(self) -> Understood:
        """Return what the record keeps of it."""
        return kept(self.sheet, self.head, self.left_columns, self.left_rows)

    def told(self, file: str) -> list[str]:
        """Return what was read and what was left out, a sentence each."""
        place = file, self.sheet, self.head
        sentences = read_in_words(*place, self.count, self.left_columns, self.left_rows)
        if count := len(self.owing):
            sentence = _n(
                "{count} line without marks stays outstanding: {lines}.",
                "{count} lines without marks stay outstanding: {lines}.",
                count,
            )
            sentences.append(sentence.format(count=count, lines=few(self.owing)))
        if self.own:
            sentence = _("The rater's own line, without marks, is left out: {lines}.")
            sentences.append(sentence.format(lines=few(self.own)))
        return sentences


def with_lone_marks(book: Book, table: Table) -> dict[int, Line]:
    """Return the lines of a table by their numbers, with those in which a mark stands alone.

    Such a line is somebody's, and no group heading.
    """
    sheet = next(each for each in book.sheets if each.name == table.sheet)
    places = places_of_marks(table.columns)
    lines = {line.row.line: line for line in table.lines}
    for each in table.left_rows:
        cells = sheet.rows[each.line - 1]
        if each.kind is RowKind.GROUP and is_marked(cells, places):
            lines[each.line] = line_of(table.columns, Row(each.line, cells, sheet.name))
    return dict(sorted(lines.items()))


class Ballots(ABC):
    """The ratings of a file, in its order.

    Iterating raises ``Refusal`` with everything that is wrong after all that is right. Whether a
    rating stands there twice is not looked at: that takes the memory of all of them.
    """

    file: str
    """The file's name."""
    layout: Layout | None
    """What was understood of its table; None where there is none."""
    doubts: Sequence[Doubt]
    """What is doubtful."""
    digest: str
    """The SHA-256 of the file, in hexadecimal digits."""
    names_rater: bool = False
    """Whether it is the sheet of a rater who is named on it, so that it is no secret ballot."""

    @abstractmethod
    def stretches(self, faults: Faults) -> Iterator[Stretch]:
        """Yield the ratings, read again each time.

        Args:
            faults: takes what is wrong.
        """

    def placed(self, _which: Stretch, rating: Given, _column: str, refusal: Refusal) -> Refusal:
        """Return a refusal of one rating with its place in the file.

        Args:
            _which: the stretch that the rating is of.
            rating: the rating.
            _column: ``tier``, ``rater`` or ``ratee``: what cannot be.
            refusal: says why.
        """
        return refusal.at(shown(self.file), rating.line)

    def told(self) -> list[str]:
        """Return what was read and what was left out, a sentence each."""
        return self.layout.told(self.file) if self.layout else []

    def understood(self) -> Understood:
        """Return what the record keeps of what was understood."""
        return self.layout.understood() if self.layout else NOTHING

    def __iter__(self) -> Iterator[Stretch]:
        faults = Faults()
        yield from self.stretches(faults)
        faults.check()


@dataclass
class Listed(Ballots):
    """Ratings that are read already."""

    file: str
    """See ``Ballots``."""
    ratings: Iterable[Stretch]
    """The ratings."""
    layout: Layout | None = None
    """See ``Ballots``."""
    doubts: Sequence[Doubt] = ()
    """See ``Ballots``."""
    digest: str = ""
    """See ``Ballots``."""

    def stretches(self, _faults: Faults) -> Iterator[Stretch]:
        """Yield the ratings."""
        yield from self.ratings
