"""Read back a form that a rater filled in. Rule: docs/files.md, "Forms"."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kaohe_tui.commandline import command_line
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.marks import parse_mark
from kaohe_tui.domain.rules.scheme import Scheme
from kaohe_tui.domain.text import name_key
from kaohe_tui.files.ballots.flat import Given, Stretch
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
from kaohe_tui.files.sheets.odd_cells import fault_of
from kaohe_tui.files.sheets.workbook_in import sheet_shown
from kaohe_tui.files.tables.words import answer
from kaohe_tui.words import N_, _, _n

MOST = 10
"""The number of wrong cells that one refusal names at most."""


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A form as it came back; its lines are not read yet."""

    file: str
    """The file's name, for refusals."""
    head: FormHead
    """Which ballot the form is."""
    rows: tuple[tuple[int, Sequence[str]], ...]
    """The people's lines: number in the file and cells."""
    headings: Sequence[str] = ()
    """The cells of the line of headings; empty where the form ends before it."""
    rater: str = ""
    """The line that names the rater for people to read."""


def read_form(path: Path) -> FilledForm | None:
    """Return the form in a workbook; None where the file is something else.

    Raises:
        Refusal: when the file cannot be read, or the head of the form was changed.
    """
    if path.suffix.lower() != ".xlsx":
        return None
    rows = list(enumerate(sheet_shown(path).rows, 1))
    if len(rows) < MARKER_LINE or _cell(rows[MARKER_LINE - 1][1], 0) != MARKER:
        return None
    cells = rows[MARKER_LINE - 1][1]
    head = FormHead(*(_cell(cells, at) for at in range(1, 5)))
    if head.id != _cell(cells, 5):
        raise in_file(
            path.name,
            "form-heading-changed",
            N_("The heading of this form was changed; fill in a new one from: {command}"),
            command=command_line("export"),
        )
    headings = rows[FIRST_LINE - 2][1] if len(rows) >= FIRST_LINE - 1 else ()
    rater = _cell(rows[RATER_LINE - 1][1], 0)
    return FilledForm(path.name, head, tuple(rows[FIRST_LINE - 1 :]), headings, rater)


def form_ratings(form: FilledForm, scheme: Scheme, ratees: dict[str, str]) -> Stretch:
    """Return the ratings of a form; an empty line is left out, for it is still owed.

    Args:
        form: the form.
        scheme: the one that the form was made under.
        ratees: the names of those whom the rater owes a rating, by code.

    Raises:
        Refusal: names every wrong cell, at most ``MOST`` of them, with the person and the reason;
            or says that nothing is filled in.
    """
    _check_headings(form, scheme)
    faults: list[str] = []
    ratings: list[Given] = []
    seen: dict[str, int] = {}
    for line, cells in form.rows:
        if not any(_cell(cells, at) for at in _filled_in(scheme)):
            continue
        code, name = _cell(cells, 0), _cell(cells, 1)
        if fault := _who(code, name, ratees, seen):
            faults.append(_fault(line, 0, name or code, fault))
            continue
        seen[code] = line
        if odd_cells := _cell_faults(cells, scheme, line, f"{ratees[code]} {code}"):
            faults += odd_cells
            continue
        person = f"{ratees[code]} {code}"
        abstained = _abstained(cells, scheme, line, person, faults)
        marks = None if abstained else _marks(cells, scheme, line, person, faults)
        ratings.append(Given(line, code, marks))
    if faults:
        raise in_file(form.file, "form-cells-wrong", _join_faults(faults))
    if not ratings:
        raise in_file(form.file, "form-empty", N_("This form has not been filled in."))
    return Stretch(form.head.tier, form.head.rater, ratings)


def _check_headings(form: FilledForm, scheme: Scheme) -> None:
    """Refuse a form in which an indicator's marks do not stand below its name."""
    for at, each in enumerate(scheme.indicators, MARKS_FROM):
        if each.name not in _cell(form.headings, at):
            raise in_file(
                form.file,
                "form-heading-changed",
                N_("{cell} should head the marks of “{name}”; fill in a new form."),
                cell=f"{column(at)}{FIRST_LINE - 1}",
                name=each.name,
            )


def _join_faults(faults: Sequence[str]) -> str:
    """Join the faults into one sentence, at most ``MOST`` of them named."""
    listed = _("; ").join(faults[:MOST])
    if (more := len(faults) - MOST) > 0:
        listed += _n("; and {count} more", "; and {count} more", more).format(count=more)
    return _("{faults}. Nothing was imported from the file.").format(faults=listed)


def _fault(line: int, at: int, person: str, sentence: str) -> str:
    return _("{cell} ({who}): {told}").format(
        cell=f"{column(at)}{line}", who=shown(person), told=sentence.rstrip(".。")
    )


def _cell_faults(cells: Sequence[str], scheme: Scheme, line: int, person: str) -> list[str]:
    """Return the faults of the cells themselves: errors, dates, formulas without a value."""
    faults = ((at, fault_of(cells[at])) for at in _filled_in(scheme) if at < len(cells))
    return [_fault(line, at, person, fault) for at, fault in faults if fault]


def _who(code: str, name: str, ratees: dict[str, str], seen: dict[str, int]) -> str:
    """Say why the line's person cannot be taken; empty where nothing is wrong."""
    if code in ratees and name and name_key(name) != name_key(ratees[code]):
        return _("code {code} is {name}, not {other}; correct the code or the name.").format(
            code=code, name=ratees[code], other=shown(name)
        )
    if code not in ratees:
        return _("no rating of “{code}” is expected from this rater").format(code=shown(code))
    if code in seen:
        return _("this person is already in line {line}").format(line=seen[code])
    return ""


def _filled_in(scheme: Scheme) -> tuple[int, ...]:
    """Return the columns that a rater fills in: the marks and the abstention, not the total."""
    after = MARKS_FROM + len(scheme.indicators)
    return (*range(MARKS_FROM, after), after + 1)


def _abstained(
    cells: Sequence[str], scheme: Scheme, line: int, person: str, faults: list[str]
) -> bool:
    """Return whether the line abstains without marks beside it; add faults to the list."""
    *marks, at = _filled_in(scheme)
    text = _cell(cells, at)
    is_abstained = answer(text)
    if is_abstained is None:
        sentence = _("“{text}” is not an abstention; put √ or leave the cell empty").format(
            text=shown(text)
        )
        faults.append(_fault(line, at, person, sentence))
        # What was meant is not known: the marks of the line are looked at all the same.
        return not any(_cell(cells, mark) for mark in marks)
    if is_abstained:
        for mark in marks:
            if _cell(cells, mark):
                sentence = _("a mark beside an abstention; remove one of the two")
                faults.append(_fault(line, mark, person, sentence))
    return is_abstained


def _marks(
    cells: Sequence[str], scheme: Scheme, line: int, person: str, faults: list[str]
) -> tuple[int, ...]:
    """Return the marks of a line in tenths of a point; add faults to the list."""
    marks = []
    for at, each in enumerate(scheme.indicators, MARKS_FROM):
        text = _cell(cells, at)
        try:
            if not text:
                raise Refusal("mark-missing", N_("no mark for {indicator}"), indicator=each.name)
            marks.append(parse_mark(text, each.points, scheme.step))
        except Refusal as refusal:
            faults.append(_fault(line, at, person, str(refusal)))
    return tuple(marks)


def _cell(cells: Sequence[str], at: int) -> str:
    return cells[at].strip() if at < len(cells) else ""
