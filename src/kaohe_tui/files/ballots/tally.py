"""Read a 统分表, a row a person and a column a ballot, for a scheme with one indicator.

Rule: docs/files.md, "Ballots".
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import with_code
from kaohe_tui.files.ballots.beside import section_doubts, title_doubts
from kaohe_tui.files.ballots.cells.marks import BALLOT, State, has_marks, mark_column, read_answer
from kaohe_tui.files.ballots.given import Ballots, Given, Layout, Stretch, with_lone_marks
from kaohe_tui.files.ballots.meeting import Meeting
from kaohe_tui.files.ballots.shapes import ballot_columns, tally_head
from kaohe_tui.files.decode import in_file, shown
from kaohe_tui.files.sheets.book import Book
from kaohe_tui.files.sheets.places import column_name
from kaohe_tui.files.tables.columns import Columns, Line
from kaohe_tui.files.tables.doubts import Choices, Doubt, Option
from kaohe_tui.files.tables.faults import Faults
from kaohe_tui.files.tables.head import Kind
from kaohe_tui.files.tables.table import Table, understand
from kaohe_tui.files.tables.titles import titles_of
from kaohe_tui.files.tables.words import folded
from kaohe_tui.words import N_, _

_CODES = "codes"


@dataclass
class Tally(Ballots):
    """A 统分表 whose columns are headed by raters: as many ballots."""

    meeting: Meeting
    """What is known before."""
    table: Table
    """What was understood of the file."""
    raters: Mapping[str, str]
    """Column -> the code of the rater who heads it."""
    layout: Layout
    """What was understood of the table."""
    lines: Mapping[int, Line]
    """The lines about people by their numbers."""
    doubts: Sequence[Doubt] = ()
    """See ``Ballots``."""
    digest: str = ""
    """See ``Ballots``."""
    names_rater = True

    def __post_init__(self) -> None:
        self.file = self.table.file
        self._column_of = {rater: column for column, rater in self.raters.items()}

    def stretches(self, faults: Faults) -> Iterator[Stretch]:
        """Yield the ballots, one after the other."""
        self.layout.begin()
        self.layout.count = len(self.lines)
        ratees = [
            (line, faults.trying(partial(self.meeting.ratee, line))) for line in self.lines.values()
        ]
        is_any = False
        for column, rater in self.raters.items():
            ratings = [
                rating
                for line, ratee in ratees
                if ratee and (rating := self._rating(line, column, rater, ratee, faults))
            ]
            if ratings:
                is_any = True
                yield Stretch(self.meeting.tier, rater, ratings)
        if not is_any and not faults and self.raters:
            faults.add(
                in_file(self.file, "table-empty", N_("There is no rating below the headings."))
            )

    def placed(self, which: Stretch, rating: Given, column: str, refusal: Refusal) -> Refusal:
        """Return a refusal with its place: the cell of the mark, or that names the person."""
        if column == "tier":
            return refusal.at(shown(self.file))
        line = self.lines[rating.line]
        return line.placed(self._column_of.get(which.rater, "name"), refusal)

    def _rating(
        self, line: Line, column: str, rater: str, ratee: str, faults: Faults
    ) -> Given | None:
        """Return one cell's rating; None where it is empty, wrong, or struck out for oneself."""
        mark = mark_column(self.meeting.form.indicators[0])
        positions = {mark: line.columns.positions[column]}
        headings = {mark: line.columns.headings[column]}
        cell = Line(Columns(self.file, positions, headings, line.columns.texts), line.row)
        pair = _("{rater} rating {ratee}").format(rater=rater, ratee=ratee)
        asked = self.meeting.asked_of(ratee)
        if rater == ratee and not self.meeting.scheme.self_rating and not has_marks(cell, asked):
            if cell.raw(mark):
                self.layout.own.append(f"{cell.cell(mark)} ({line.person()})")
            return None
        answer = read_answer(cell, asked, pair, faults)
        if answer.state in (State.OWING, State.WRONG):
            return None
        return Given(line.row.line, ratee, answer.marks)


def tally(book: Book, meeting: Meeting, choices: Choices) -> Tally:
    """Return the 统分表 in a file.

    Raises:
        Refusal: when its columns do not say whose ballots they are, or no tier is open.
    """
    placed = tally_head(book, meeting)
    if placed is None:
        raise AssertionError("no tally")
    _sheet, head = placed
    columns = {BALLOT + str(at): head.texts[at] for at in ballot_columns(head.texts, meeting)}
    if not meeting.tier:
        raise in_file(
            book.file,
            "tally-without-tier",
            N_("It is a tally (统分表), and no tier is open; open the tier that it is of first."),
        )
    raters, asked = _raters(book, meeting, choices, columns, head.last)
    kind = Kind(
        known=meeting.known("score_sheet") | {folded(text): key for key, text in columns.items()},
        required=("name",),
        who=("ratee", "name"),
        instead={"name": "ratee"},
        own=("ratee", "name", *columns),
    )
    table = understand(book, kind, choices)
    left_columns = list(table.left_columns.values())
    layout = Layout(table.sheet, table.head, left_columns, list(table.left_rows))
    doubts = [*table.doubts, *([] if asked else _numbers(columns)), *asked]
    lines = with_lone_marks(book, table)
    sheet = next(each for each in book.sheets if each.name == table.sheet)
    doubts += section_doubts(lines.values(), meeting)
    doubts += title_doubts([*sheet.above, *titles_of(sheet.rows, table.head)], meeting)
    return Tally(meeting, table, raters, layout, lines, doubts, book.digest)


def _raters(
    book: Book, meeting: Meeting, choices: Choices, columns: Mapping[str, str], row: int
) -> tuple[dict[str, str], list[Doubt]]:
    """Return the rater of each column, and ask whose a column is that names none.

    Raises:
        Refusal: when a rater heads two columns, or is answered for two.
    """
    raters, doubts = dict[str, str](), list[Doubt]()
    faults = Faults()
    for column, text in columns.items():
        cell = f"{column_name(int(column.removeprefix(BALLOT)) + 1)}{row}"
        people = meeting.who.meant(text)
        code = people[0].code if len(people) == 1 else ""
        if not code:
            doubts.append(_unnamed(meeting, cell, text))
            code = choices.answer(doubts[-1])
        if code and code in raters.values():
            faults.add(
                in_file(
                    book.file,
                    "rater-named-twice",
                    N_("{cell}: “{text}” heads two columns; leave one."),
                    cell=cell,
                    text=shown(text),
                )
            )
        elif code:
            raters[column] = code
    faults.check()
    return raters, doubts


def _unnamed(meeting: Meeting, cell: str, text: str) -> Doubt:
    """Ask whose ballot a column is that names no rater."""
    question = _("{cell}: “{text}” does not say whose ballot it is; whose is it?")
    roles = meeting.scheme.tier(meeting.tier).raters
    options = tuple(Option(p.code, with_code(p)) for p in meeting.roster if p.role in roles)
    return Doubt(f"ballot {cell}", question.format(cell=cell, text=shown(text)), options, "")


def _numbers(columns: Mapping[str, str]) -> list[Doubt]:
    """Ask whether 1, 2, 3 … are codes of raters, and not the numbers of ballots."""
    texts = list(columns.values())
    if texts != [str(number) for number in range(1, len(texts) + 1)]:
        return []
    question = _("The columns are headed {first} to {last}: are these the codes of raters?").format(
        first=texts[0], last=texts[-1]
    )
    return [Doubt("tally columns", question, (Option(_CODES, _("yes, codes of raters")),), _CODES)]
