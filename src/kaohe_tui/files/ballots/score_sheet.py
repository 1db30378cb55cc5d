"""Read the score sheet of one rater as offices use it. Rule: docs/files.md, "Score sheets"."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import with_code
from kaohe_tui.files.ballots.given import Ballots, Given, Layout, Stretch
from kaohe_tui.files.ballots.lone import with_lone_marks
from kaohe_tui.files.ballots.marks import State, read_answer
from kaohe_tui.files.ballots.meeting import Meeting
from kaohe_tui.files.ballots.points import check_line_of_points, check_points
from kaohe_tui.files.ballots.rater_line import Named, raters_named, without_labels
from kaohe_tui.files.decode import in_file, shown
from kaohe_tui.files.roster.who import ambiguous, unknown
from kaohe_tui.files.sheets.book import Book, Sheet
from kaohe_tui.files.sheets.places import column_name, on_sheet
from kaohe_tui.files.tables.columns import Line
from kaohe_tui.files.tables.doubts import Choices
from kaohe_tui.files.tables.faults import Faults
from kaohe_tui.files.tables.lines import LeftOut
from kaohe_tui.files.tables.row_kinds import RowKind
from kaohe_tui.files.tables.table import Table, understand
from kaohe_tui.words import N_, _


@dataclass
class ScoreSheet(Ballots):
    """The sheet on which one rater gives marks, a line for each person."""

    meeting: Meeting
    """What is known before."""
    table: Table
    """What was understood of the file."""
    rater: str
    """The rater's code."""
    layout: Layout
    """What was understood of the table."""
    lines: Mapping[int, Line]
    """The lines about people by their numbers."""
    digest: str = ""
    """See ``Ballots``."""
    points: Sequence[Refusal] = ()
    """What a line of points (满分) says otherwise than the scheme."""
    names_rater = True

    def __post_init__(self) -> None:
        self.file = self.table.file
        self.doubts = self.table.doubts

    def told(self) -> list[str]:
        """Return whose sheet it is, and what was read and left out, a sentence each."""
        rater, scheme = self.meeting.roster[self.rater], self.meeting.scheme
        sentence = _("The ballot of {rater} in {tier}.").format(
            rater=with_code(rater), tier=scheme.tier(self.meeting.tier).name
        )
        return [sentence, *super().told()]

    def stretches(self, faults: Faults) -> Iterator[Stretch]:
        """Yield the ratings, in one stretch."""
        self.layout.count = len(self.lines)
        self.layout.owing.clear()
        for refusal in self.points:
            faults.add(refusal.at(shown(self.file)))
        for refusal in check_points(self.table.columns, self.meeting.form):
            faults.add(refusal.at(shown(self.file), self.table.head.last))
        ratings = list(filter(None, (self._rating(line, faults) for line in self.lines.values())))
        if ratings:
            yield Stretch(self.meeting.tier, self.rater, ratings)
        elif not faults:
            faults.add(
                in_file(self.file, "table-empty", N_("There is no rating below the headings."))
            )

    def placed(self, _which: Stretch, rating: Given, column: str, refusal: Refusal) -> Refusal:
        """Return a refusal with its place: the cell that names the person, or the file."""
        if column != "ratee":
            return refusal.at(shown(self.file))
        return self.lines[rating.line].placed("name", refusal)

    def _rating(self, line: Line, faults: Faults) -> Given | None:
        before = faults.count
        ratee = faults.trying(partial(self._ratee, line))
        pair = _("{rater} rating {ratee}").format(
            rater=self.rater, ratee=ratee or line.person() or "–"
        )
        answer = read_answer(line, self.meeting.asked_of(ratee), pair, faults)
        if faults.count > before or ratee is None:
            return None
        if answer.state is State.OWING:
            self.layout.owing.append(f"{line.row.line} ({line.person()})")
            return None
        return Given(line.row.line, ratee, answer.marks)

    def _ratee(self, line: Line) -> str:
        """Return the code of the person whom a line is about; code and name must fit together."""
        who = self.meeting.who
        if "ratee" in line.columns.positions and line.raw("ratee"):
            code = who.code(line, "ratee")
            who.check_name(line, "name", code) if _is_apart(line) else None
            return code
        return who.code(line, "name", line.text("section"))


def _is_apart(line: Line) -> bool:
    positions = line.columns.positions
    return positions.get("name") != positions.get("ratee")


def score_sheet(book: Book, meeting: Meeting, choices: Choices) -> ScoreSheet:
    """Return the score sheet in a file.

    Raises:
        Refusal: when it is none, it names no rater, or another one than is meant, or no tier is
            open.
    """
    bare, label_rows = without_labels(book)
    table = understand(bare, meeting.sheet_kind(), choices)
    sheet = next(each for each in book.sheets if each.name == table.sheet)
    labels = label_rows.get(sheet.name, [])
    left_rows = list(table.left_rows)
    for row in labels:
        first = next(cell.strip() for cell in sheet.rows[row - 1] if cell.strip())
        left_rows.append(LeftOut(row, RowKind.NOTE, first))
    rows = [each.line for each in left_rows]
    rater = _rater(book, sheet, meeting, rows)
    # The line that names the rater was read, and is not among those left out.
    used = {each.row for each in raters_named(sheet, sorted(rows))}
    left_rows = [each for each in left_rows if each.line not in used]
    left_rows.sort()
    if not meeting.tier:
        raise in_file(
            book.file,
            "sheet-without-tier",
            N_("It is a score sheet, and no tier is open; open the tier that it is of first."),
        )
    lines = with_lone_marks(book, table)
    left_rows = [each for each in left_rows if each.line not in lines]
    layout = Layout(table.sheet, table.head, list(table.left_columns.values()), left_rows)
    worth = [
        refusal
        for each in left_rows
        if each.kind is RowKind.POINTS
        for refusal in check_line_of_points(
            table.columns, sheet.rows[each.line - 1], each.line, meeting.form
        )
    ]
    return ScoreSheet(meeting, table, rater, layout, lines, book.digest, worth)


def _rater(book: Book, sheet: Sheet, meeting: Meeting, rows: Sequence[int]) -> str:
    """Return the code of the rater that the sheet names, or of the one that is meant."""
    codes: dict[str, Named] = {}
    for named in raters_named(sheet, sorted(rows)):
        codes.setdefault(_code(book, sheet, meeting, named), named)
    if len(codes) > 1:
        names = " / ".join(each.texts[0] for each in codes.values())
        several = Refusal(
            "rater-unclear",
            N_("It names several raters: {names}; leave one, each has a sheet of their own."),
            names=names,
        )
        raise _at(book, sheet, next(reversed(codes.values())), several)
    if not codes and not meeting.rater:
        raise in_file(
            book.file,
            "rater-not-named",
            N_(
                "It is a score sheet that names no rater: write 评分人：name above the table, or "
                "give --rater CODE."
            ),
        )
    if codes and meeting.rater and meeting.rater not in codes:
        [(_code_there, named)] = codes.items()
        other = Refusal(
            "sheet-of-other-rater",
            N_("The sheet is of {name}, and not of {code}; import it as the sheet of its rater."),
            name=named.texts[0],
            code=meeting.rater,
        )
        raise _at(book, sheet, named, other)
    return next(iter(codes), meeting.rater)


def _code(book: Book, sheet: Sheet, meeting: Meeting, named: Named) -> str:
    """Return the code of a rater who is named; ``--rater`` chooses between people of one name."""
    for text in named.texts:
        people = meeting.who.meant(text)
        codes = [each.code for each in people]
        if meeting.rater in codes:
            return meeting.rater
        if len(codes) == 1:
            return codes[0]
        if codes:
            raise _at(book, sheet, named, ambiguous(text, people))
    raise _at(book, sheet, named, unknown(named.texts[-1]))


def _at(book: Book, sheet: Sheet, named: Named, refusal: Refusal) -> Refusal:
    if not sheet.name:
        return refusal.at(shown(book.file), named.row)
    cell = f"{column_name(named.column)}{named.row}"
    return on_sheet(book.file, sheet.name, refusal.within(N_("{cell}: {fault}"), cell=cell))
