"""Read tables of entries about people, each line one; keep the faults until all are known.

The meeting finds faults as well, such as evidence that is used already. They are told with the
others, each with its cell.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar

from kaohe_tui.domain.record.fields.understood import Understood
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.text import few
from kaohe_tui.files.decode import in_file
from kaohe_tui.files.entries.whose import Whose
from kaohe_tui.files.sheets.book import Book
from kaohe_tui.files.sheets.open_book import read_book
from kaohe_tui.files.tables.columns import Line
from kaohe_tui.files.tables.doubts import Choices, Reading
from kaohe_tui.files.tables.faults import Faults
from kaohe_tui.files.tables.head import Kind
from kaohe_tui.files.tables.table import Table, understand
from kaohe_tui.files.tables.titles import Asked, titles_of, unasked
from kaohe_tui.words import N_, _

_NAMED = 12
"""Lines that one sentence names."""
Entry = TypeVar("Entry")
Result = TypeVar("Result")
_CELL_OF = {
    "person-unknown": "person",
    "rule-unknown": "rule",
    "rules-none": "rule",
    "count-wrong": "count",
    "evidence-missing": "evidence",
    "evidence-used": "evidence",
    "evidence-twice": "evidence",
    "self-approval": "approved_by",
    "name-ambiguous": "approved_by",
    "days-wrong": "days",
    "days-over-year": "days",
    "component-unknown": "component",
    "components-none": "component",
    "component-not-applying": "component",
    "figure-wrong": "figure",
    "figure-above-points": "figure",
    "figure-already-there": "figure",
    "figure-twice": "figure",
    "factor-out-of-range": "figure",
    "place-wrong": "figure",
}
"""What the meeting refuses a line for -> the column of the cell that it is about."""


@dataclass(frozen=True, slots=True)
class EntriesReading(Reading[Sequence[Entry]], Generic[Entry]):
    """What was understood of a file of entries; its faults are told when it is taken."""

    faults: Faults = field(default_factory=Faults)
    """What is wrong with the file, more of which may be found later."""
    lines: Mapping[int, Line] = field(default_factory=dict)
    """The number of each line in the file -> the line."""
    lacking: Collection[str] = ()
    """The codes of those of whom a line could not be read, or may be theirs."""

    def trying(self, number: int, take: Callable[[], Result], column: str = "") -> Result | None:
        """Return what ``take`` returns; None, and a fault at that line more, where it refuses.

        Args:
            number: the line's.
            take: what may refuse the line.
            column: the one that it is about; empty where the refusal itself tells.
        """
        try:
            return take()
        except Refusal as refusal:
            column = column or _CELL_OF.get(refusal.code, "")
            self.faults.add(self.lines[number].placed(column, refusal))
            return None

    def check(self) -> None:
        """Refuse the file where anything is wrong with it.

        Raises:
            Refusal: naming all of it, and that nothing of the file is taken.
        """
        self.faults.sort()
        try:
            self.faults.check()
        except Refusal as refusal:
            sentence = _("Nothing was imported from the file.")
            if refusal.code == "lines-wrong":
                raise refusal.within("{fault}\n{more}", more=sentence) from refusal
            raise refusal.followed_by(sentence) from refusal

    def taken(self, choices: Choices) -> Sequence[Entry]:
        """Return the entries.

        Raises:
            Refusal: naming everything that is wrong, or else everything that is in doubt.
        """
        self.check()
        return Reading.taken(self, choices)


def read_entries(
    path: Path,
    kind: Kind,
    whose: Whose,
    choices: Choices,
    read: Callable[[Line, str, Faults], Entry | None],
    *,
    is_blank: Callable[[Line], bool] = lambda _line: False,
    asked: Asked = unasked,
) -> EntriesReading[Entry]:
    """Return what is understood of a file, a line an entry.

    Args:
        path: the file.
        kind: what its table may hold; ``person``, ``name`` and ``section`` say whose line it is.
        whose: finds the people of its lines.
        choices: what was answered about it before.
        read: returns the entry of a line, given a code (empty in doubt); None, and a fault added.
        is_blank: whether a line says nothing of its person; it is left out, and told.
        asked: returns what is doubtful of the titles.

    Raises:
        Refusal: when the file is no such table, or has no line below its headings.
    """
    book = read_book(path)
    table = _with_serial(understand(book, replace(kind, is_somebody=whose.knows), choices))
    lines, blank = _parted(table, is_blank)
    faults, entries, lacking = _read(lines, whose, read)
    return EntriesReading(
        file=book.file,
        value=entries,
        told=_sentences(replace(table, lines=lines), blank),
        doubts=(*asked(_titles(book, table)), *table.doubts, *whose.doubts),
        digest=book.digest,
        understood=_recorded(table, blank),
        faults=faults,
        lines={line.row.line: line for line in lines},
        lacking=lacking | whose.unsure,
    )


def _titles(book: Book, table: Table) -> Sequence[str]:
    sheet = next(each for each in book.sheets if each.name == table.sheet)
    return titles_of(sheet.rows, table.head)


def _parted(
    table: Table, is_blank: Callable[[Line], bool]
) -> tuple[Sequence[Line], Sequence[Line]]:
    """Return the lines that say something of their person, and those that do not."""
    lines = [line for line in table.lines if not is_blank(line)]
    if not lines:
        raise in_file(table.file, "table-empty", N_("There is no entry below the headings."))
    return lines, [line for line in table.lines if is_blank(line)]


def _read(
    lines: Sequence[Line], whose: Whose, read: Callable[[Line, str, Faults], Entry | None]
) -> tuple[Faults, list[Entry], set[str]]:
    """Return the faults of the lines, their entries, and the codes of those of whom one lacks."""
    faults, entries, lacking = Faults(), [], set()
    for line in lines:
        code = faults.trying(partial(whose.code, line))
        entry = read(line, code or "", faults)
        if entry is None:
            lacking.add(code or "")
        elif code is not None:
            entries.append(entry)
    return faults, entries, lacking


def _with_serial(table: Table) -> Table:
    """Return the table with the numbers of its lines among the columns that were left out."""
    positions = table.columns.positions
    if "serial" not in positions:
        return table
    left_columns = {
        **table.left_columns,
        positions["serial"]: table.columns.headings["serial"],
    }
    return replace(table, left_columns=dict(sorted(left_columns.items())))


def _sentences(table: Table, blank: Sequence[Line]) -> list[str]:
    """Return what was read and what was left out, a sentence each.

    Args:
        table: the table, with the lines that say something of their person.
        blank: the other ones.
    """
    sentences = table.told()
    if blank:
        names = [each.named() for each in blank]
        sentence = _("Lines left out that say nothing but whose they are: {lines}.")
        sentences.append(sentence.format(lines=few(names, _NAMED)))
    return sentences


def _recorded(table: Table, blank: Sequence[Line]) -> Understood:
    """Return what the record keeps of a table: its entry names the file beside it."""
    understood = table.understood()
    left = sorted({*understood.lines, *(each.row.line for each in blank)})
    return replace(understood, file="", lines=tuple(left))
