"""Read the score sheet of one rater as offices use it. Rule: docs/files.md, "Score sheets"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import with_code
from kaohe_tui.files.ballots.cells.marks import Asked, State, has_marks, read_answer
from kaohe_tui.files.ballots.cells.points import check_line_of_points, check_points
from kaohe_tui.files.ballots.given import Given, Layout, with_lone_marks
from kaohe_tui.files.ballots.meeting import Meeting
from kaohe_tui.files.ballots.rater_line import Named, raters_named, without_labels
from kaohe_tui.files.decode import shown
from kaohe_tui.files.roster.who import ambiguous, unknown
from kaohe_tui.files.sheets.book import Book, Sheet
from kaohe_tui.files.sheets.places import column_name, on_sheet
from kaohe_tui.files.tables.columns import Line
from kaohe_tui.files.tables.doubts import Choices
from kaohe_tui.files.tables.faults import Faults
from kaohe_tui.files.tables.lines import LeftOut
from kaohe_tui.files.tables.row_kinds import RowKind
from kaohe_tui.files.tables.table import Table, understand
from kaohe_tui.files.tables.which_sheet import on_line
from kaohe_tui.words import N_, _


@dataclass
class ScoreSheet:
    """The sheet on which one rater gives marks, a line for each person."""

    meeting: Meeting
    """What is known before."""
    table: Table
    """What was understood of the file."""
    sheet: Sheet
    """The sheet."""
    named: Sequence[Named]
    """The raters that it names."""
    layout: Layout
    """What was understood of the table."""
    lines: Mapping[int, Line]
    """The lines about people by their numbers."""
    rater: str = ""
    """The rater's code; empty while it is not known."""

    def told(self) -> list[str]:
        """Return whose sheet it is, and what was read and left out, a sentence each."""
        rater, scheme = self.meeting.roster[self.rater], self.meeting.scheme
        sentence = _("The ballot of {rater} in {tier}.").format(
            rater=with_code(rater), tier=scheme.tier(self.meeting.tier).name
        )
        return [sentence, *self.layout.told(self.table.file)]

    def ratings(self, faults: Faults) -> list[Given]:
        """Return the ratings."""
        self.layout.begin()
        self.layout.count = len(self.lines)
        for refusal in self._points_that_differ():
            faults.add(refusal)
        return list(filter(None, (self._rating(line, faults) for line in self.lines.values())))

    @property
    def is_marked(self) -> bool:
        """Whether somebody is given a mark on it."""
        return any(has_marks(line, Asked(self.meeting.form)) for line in self.lines.values())

    def people(self) -> set[str]:
        """Return the codes of those whom it names, as far as they can be told."""
        faults = Faults()
        codes = {faults.trying(partial(self.meeting.ratee, line)) for line in self.lines.values()}
        return {code for code in codes if code is not None}

    def placed(self, rating: Given, column: str, refusal: Refusal) -> Refusal:
        """Return a refusal with its place: the cell that names the person, or the sheet."""
        if column == "ratee":
            return self.lines[rating.line].placed("name", refusal)
        if self.sheet.name:
            return on_sheet(self.table.file, self.sheet.name, refusal)
        return refusal.at(shown(self.table.file))

    def _points_that_differ(self) -> list[Refusal]:
        """Return what headings, or a line of points (满分), say otherwise than the scheme."""
        columns, form, file = self.table.columns, self.meeting.form, self.table.file
        differ = [
            refusal.at(shown(file))
            if not self.sheet.name
            else on_sheet(file, self.sheet.name, refusal)
            for each in self.layout.left_rows
            if each.kind is RowKind.POINTS
            for refusal in check_line_of_points(
                columns, self.sheet.rows[each.line - 1], each.line, form
            )
        ]
        last = self.table.head.last
        differ += (on_line(file, self.sheet, last, each) for each in check_points(columns, form))
        return differ

    def _rating(self, line: Line, faults: Faults) -> Given | None:
        before = faults.count
        ratee = faults.trying(partial(self.meeting.ratee, line))
        asked = self.meeting.asked_of(ratee)
        is_own = ratee == self.rater and not self.meeting.scheme.self_rating
        if is_own and not has_marks(line, asked):
            self.layout.own.append(line.named())
            return None
        pair = _("{rater} rating {ratee}").format(
            rater=self.rater, ratee=ratee or line.person() or "–"
        )
        answer = read_answer(line, asked, pair, faults)
        if faults.count > before or ratee is None:
            return None
        if answer.state is State.OWING:
            self.layout.owing.append(line.named())
            return None
        return Given(line.row.line, ratee, answer.marks)


def score_sheet(
    book: Book, meeting: Meeting, choices: Choices, beside: Mapping[str, Sequence[Named]]
) -> ScoreSheet:
    """Return the score sheet in a file, whose rater is still to be told by ``rater_of``.

    Args:
        book: the file.
        meeting: what is known before.
        choices: what was answered before.
        beside: whom the paragraphs beside each sheet name; see ``raters_beside``.

    Raises:
        Refusal: when it is none.
    """
    bare, label_rows = without_labels(book)
    table = understand(bare, meeting.sheet_kind(), choices)
    sheet = next(each for each in book.sheets if each.name == table.sheet)
    left_rows = list(table.left_rows)
    for row in label_rows.get(sheet.name, []):
        first = next(cell.strip() for cell in sheet.rows[row - 1] if cell.strip())
        left_rows.append(LeftOut(row, RowKind.NOTE, first))
    named = raters_named(sheet, sorted(each.line for each in left_rows))
    # The line that names the rater was read, and is not among those left out.
    used = {each.row for each in named}
    lines = with_lone_marks(book, table)
    left_rows = sorted(each for each in left_rows if each.line not in {*used, *lines})
    layout = Layout(table.sheet, table.head, list(table.left_columns.values()), left_rows)
    named += beside[sheet.name]
    return ScoreSheet(meeting, table, sheet, named, layout, lines)


def rater_of(part: ScoreSheet) -> str:
    """Return the code of the rater that a sheet names; empty where it names none.

    Raises:
        Refusal: when it names several, nobody of the roster, or another one than is meant.
    """
    meeting = part.meeting
    codes: dict[str, Named] = {}
    for named in part.named:
        codes.setdefault(_code(part, named), named)
    if len(codes) > 1:
        names = " / ".join(each.texts[0] for each in codes.values())
        several = Refusal(
            "rater-unclear",
            N_("It names several raters: {names}; leave one, each has a sheet of their own."),
            names=names,
        )
        raise _at(part, next(reversed(codes.values())), several)
    if codes and meeting.rater and meeting.rater not in codes:
        [(_code_there, named)] = codes.items()
        other = Refusal(
            "sheet-of-other-rater",
            N_("The sheet is of {name}, and not of {code}; import it as the sheet of its rater."),
            name=named.texts[0],
            code=meeting.rater,
        )
        raise _at(part, named, other)
    return next(iter(codes), "")


def _code(part: ScoreSheet, named: Named) -> str:
    """Return the code of a rater who is named; ``--rater`` chooses between people of one name."""
    meeting = part.meeting
    for text in named.texts:
        people = meeting.who.meant(text)
        codes = [each.code for each in people]
        if meeting.rater in codes:
            return meeting.rater
        if len(codes) == 1:
            return codes[0]
        if codes:
            raise _at(part, named, ambiguous(text, people))
    raise _at(part, named, unknown(named.texts[-1]))


def _at(part: ScoreSheet, named: Named, refusal: Refusal) -> Refusal:
    file, sheet = part.table.file, part.sheet
    if not sheet.name:
        return refusal.at(shown(file), named.row)
    if not named.row:
        return on_sheet(file, sheet.name, refusal.within(N_("text beside it: {fault}")))
    cell = f"{column_name(named.column)}{named.row}"
    return on_sheet(file, sheet.name, refusal.within(N_("{cell}: {fault}"), cell=cell))
