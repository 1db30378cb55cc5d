"""Read back a form that a rater filled in. Rule: docs/files.md, "Forms"."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from kaohe_tui.commandline import command_line
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.scheme.form import Indicator
from kaohe_tui.domain.text import name_key
from kaohe_tui.files.ballots.cells.marks import Asked, State, mark_column, read_answer
from kaohe_tui.files.ballots.given import Ballots, Given, Layout, Stretch
from kaohe_tui.files.decode import in_file, shown
from kaohe_tui.files.forms.write import (
    FIRST_LINE,
    MARKER,
    MARKER_LINE,
    MARKS_FROM,
    RATER_LINE,
    FormHead,
    column,
)
from kaohe_tui.files.sheets.book import Book, Sheet
from kaohe_tui.files.sheets.reader import Row
from kaohe_tui.files.tables.columns import Columns, Line
from kaohe_tui.files.tables.doubts import Doubt
from kaohe_tui.files.tables.faults import Faults
from kaohe_tui.files.tables.lines import check_hidden
from kaohe_tui.words import N_, _


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A form as it came back; its lines are not read yet."""

    file: str
    """The file's name, for refusals."""
    head: FormHead
    """Which ballot the form is."""
    rows: tuple[Row, ...]
    """The people's lines."""
    headings: Sequence[str] = ()
    """The cells of the line of headings; empty where the form ends before it."""
    rater: str = ""
    """The line that names the rater for people to read."""
    digest: str = ""
    """The SHA-256 of the file, in hexadecimal digits."""
    sheet: Sheet = field(default_factory=lambda: Sheet("", ()))
    """The sheet that holds it."""


def form_in(book: Book) -> FilledForm | None:
    """Return the form in a file; None where the file is something else.

    Raises:
        Refusal: when the head of the form was changed.
    """
    for sheet in book.sheets:
        rows = sheet.rows
        if len(rows) < MARKER_LINE or _cell(rows[MARKER_LINE - 1], 0) != MARKER:
            continue
        cells = rows[MARKER_LINE - 1]
        head = FormHead(*(_cell(cells, at) for at in range(1, 5)))
        if head.id != _cell(cells, 5):
            raise in_file(
                book.file,
                "form-heading-changed",
                N_("The heading of this form was changed; fill in a new one from: {command}"),
                command=command_line("export"),
            )
        people = tuple(
            Row(line, cells, sheet.name)
            for line, cells in enumerate(rows[FIRST_LINE - 1 :], FIRST_LINE)
        )
        headings = rows[FIRST_LINE - 2] if len(rows) >= FIRST_LINE - 1 else ()
        rater = _cell(rows[RATER_LINE - 1], 0)
        return FilledForm(book.file, head, people, headings, rater, book.digest, sheet)
    return None


@dataclass
class FormBallots(Ballots):
    """The ratings of a form; an empty line is left out, for it is still owed."""

    form: FilledForm
    """The form."""
    asked: Mapping[str, Asked]
    """What is keyed of each person whom the rater owes a rating, by code."""
    columns: tuple[Indicator, ...]
    """The columns of marks."""
    ratees: Mapping[str, str]
    """The names of those people, by code."""
    layout: Layout | None = None
    """See ``Ballots``: a form has nothing that is left out."""
    doubts: Sequence[Doubt] = ()
    """See ``Ballots``."""

    def __post_init__(self) -> None:
        self.file, self.digest = self.form.file, self.form.digest
        positions = {"code": 0, "name": 1, "abstain": MARKS_FROM + len(self.columns) + 1}
        headings = {"abstain": _cell(self.form.headings, positions["abstain"])}
        for at, each in enumerate(self.columns, MARKS_FROM):
            positions[mark_column(each)] = at
            headings[mark_column(each)] = each.name
        self._columns = Columns(self.file, positions, headings, self.form.headings)
        self._filled_in = [at for key, at in positions.items() if key not in ("code", "name")]
        """The cells that a rater fills in: the marks and the abstention, not the total."""

    def stretches(self, faults: Faults) -> Iterator[Stretch]:
        """Yield the ratings, in one stretch.

        Raises:
            Refusal: when the headings were changed, something that is filled in is hidden, or
                nothing is.
        """
        _check_headings(self.form, self.columns)
        lines = [Line(self._columns, row) for row in self.form.rows if self._is_filled_in(row)]
        check_hidden(self.file, self.form.sheet, self._columns, lines)
        seen: dict[str, int] = {}
        ratings = list(filter(None, (self._rating(line, seen, faults) for line in lines)))
        if ratings:
            yield Stretch(self.form.head.tier, self.form.head.rater, ratings)
        elif not faults:
            raise in_file(self.file, "form-empty", N_("This form has not been filled in."))

    def placed(self, _which: Stretch, rating: Given, column: str, refusal: Refusal) -> Refusal:
        """Return a refusal with its place: the cell that names the person, or the file."""
        if column != "ratee":
            return refusal.at(shown(self.file))
        row = next(row for row in self.form.rows if row.line == rating.line)
        return Line(self._columns, row).placed("code", refusal)

    def _is_filled_in(self, row: Row) -> bool:
        return any(_cell(row.cells, at) for at in self._filled_in)

    def _rating(self, line: Line, seen: dict[str, int], faults: Faults) -> Given | None:
        before = faults.count
        code = faults.trying(partial(self._person, line, seen))
        if code is None:
            return None
        pair = _("{rater} rating {ratee}").format(rater=self.form.head.rater, ratee=code)
        answer = read_answer(line, self.asked[code], pair, faults)
        if faults.count > before or answer.state is State.OWING:
            return None
        return Given(line.row.line, code, answer.marks)

    def _person(self, line: Line, seen: dict[str, int]) -> str:
        """Return the code of the line's person.

        Raises:
            Refusal: when it cannot be taken.
        """
        code, name = line.text("code"), line.text("name")
        if code in self.ratees and name and name_key(name) != name_key(self.ratees[code]):
            raise line.fault(
                "code",
                "name-not-of-code",
                N_("code {code} is {name}, not {other}; correct the code or the name."),
                code=code,
                name=self.ratees[code],
                other=shown(name),
            )
        if code not in self.ratees:
            raise line.fault(
                "code",
                "form-person-unexpected",
                N_("no rating of “{code}” is expected from this rater."),
                code=shown(code),
            )
        if code in seen:
            raise line.fault(
                "code",
                "form-line-twice",
                N_("this person is already in line {line}."),
                line=seen[code],
            )
        seen[code] = line.row.line
        return code


def _check_headings(form: FilledForm, columns: Sequence[Indicator]) -> None:
    """Refuse a form in which an indicator's marks do not stand below its name."""
    for at, each in enumerate(columns, MARKS_FROM):
        if each.name not in _cell(form.headings, at):
            raise in_file(
                form.file,
                "form-heading-changed",
                N_("{cell} should head the marks of “{name}”; fill in a new form."),
                cell=f"{column(at)}{FIRST_LINE - 1}",
                name=each.name,
            )


def _cell(cells: Sequence[str], at: int) -> str:
    return cells[at].strip() if at < len(cells) else ""
