"""Make a blank ballot (评分表): an .xlsx that one rater fills in. Rule: docs/files.md, "Forms"."""

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kaohe_tui.domain.numbers import UNIT, plain, points
from kaohe_tui.domain.rules.forms.asked import Form as BallotForm
from kaohe_tui.domain.rules.forms.forms import Forms
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.domain.rules.scheme.form import Indicator
from kaohe_tui.domain.rules.scheme.periods import Period
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.rules.scheme.tiers import Tier
from kaohe_tui.domain.rules.tier_words import limits_words
from kaohe_tui.domain.width import cell_width
from kaohe_tui.files.sheets.places import column_name
from kaohe_tui.words import _, join_sentences

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MARKER = "kaohe-form-1"
"""The text in the first cell of the line that says for a program which form it is."""

MARKER_LINE = 3
"""Number of the line of marker, period's key, tier's key, rater's code, scheme's print, form id."""

RATER_LINE = 2
"""The line that names the rater, for people."""

FIRST_LINE = 6
"""The line of the first person."""

MARKS_FROM = 3
"""The column of the first indicator, counted from 0, after code, name and section; after the
indicators come the total and the abstention."""

ABSTAINS = "√"
"""The sign that a rater puts in the last column to abstain."""
_WIDTHS = (10, 16, 18)
_MARK_WIDTH = 12
_LINES_OF_HEADING = 3
_HIGH = 20
"""Points of height that a person's line has: room to write by hand, too."""


@dataclass(frozen=True, slots=True)
class FormHead:
    """Which ballot a form is."""

    period: str
    """The period's key."""
    tier: str
    """The tier's key."""
    rater: str
    """The rater's code."""
    scheme: str
    """The scheme's fingerprint."""

    @property
    def id(self) -> str:
        """Twelve hexadecimal digits over the head, by which a changed head is noticed."""
        text = "\n".join((self.period, self.tier, self.rater, self.scheme))
        return hashlib.sha256(text.encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Form:
    """The contents of a blank ballot."""

    scheme: Scheme
    """Gives the indicators and the step of a mark."""
    scheme_fingerprint: str
    """The scheme's fingerprint, which stands in the head of the form."""
    period: Period
    """The period that the ballot belongs to."""
    tier: Tier
    """The tier that the ballot belongs to."""
    rater: Person
    """The person who is to fill the form in."""
    ratees: Sequence[Person]
    """The people to rate, a line each, in the order of the lines."""

    @cached_property
    def forms(self) -> Forms:
        """The scheme's forms."""
        return Forms(self.scheme)

    @cached_property
    def asked(self) -> BallotForm:
        """All that is keyed of any of the people."""
        return self.forms.together(self.tier, self.ratees)

    @property
    def head(self) -> FormHead:
        """Which ballot the form is."""
        return FormHead(self.period.key, self.tier.key, self.rater.code, self.scheme_fingerprint)


def blank_workbook(form: Form) -> bytes:
    """Return the form as a workbook: marks are checked as they are typed, all else is protected.

    The protection has no password: it keeps fingers off, no more. Every text is written as text.
    """
    from xlsxwriter import Workbook

    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True})
    # Two forms of one ballot are the same byte by byte, whenever they are made.
    book.set_properties({"created": datetime(form.scheme.year, 1, 1)})
    sheet = book.add_worksheet(_("Ballot"))
    formats = _formats(book)
    _head(sheet, formats, form)
    for line, ratee in enumerate(form.ratees, FIRST_LINE):
        _row(sheet, formats, form, line, ratee)
    _set_up(sheet, form)
    book.close()
    return stream.getvalue()


def column(index: int) -> str:
    """Return the letters of a column counted from 0: ``5`` is ``F``, ``26`` is ``AA``."""
    return column_name(index + 1)


def _formats(book: "Workbook") -> dict[str, "Format"]:
    box: dict[str, Any] = {"border": 1, "valign": "vcenter"}
    bold = {"bold": True, "align": "center", "text_wrap": True, "bg_color": "#E7E6E6"}
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "small": book.add_format({"font_size": 8, "font_color": "#808080", "num_format": "@"}),
        "plain": book.add_format({}),
        "heading": book.add_format({**box, **bold}),
        "text": book.add_format({**box, "num_format": "@", "shrink": True}),
        "mark": book.add_format({**box, "align": "center", "locked": False}),
        "aside": book.add_format({**box, "bg_color": "#D9D9D9"}),
        "total": book.add_format({**box, "align": "center", "bold": True}),
    }


def _head(sheet: "Worksheet", formats: dict[str, "Format"], form: Form) -> None:
    title = (form.scheme.name, form.period.name, form.tier.name)
    sheet.write_string(0, 0, "  ".join(title), formats["title"])
    rater = _("Rater: {name} ({code})  {section}").format(
        name=form.rater.name, code=form.rater.code, section=form.rater.section
    )
    sheet.write_string(RATER_LINE - 1, 0, rater.rstrip(), formats["plain"])
    head = form.head
    for at, text in enumerate((MARKER, head.period, head.tier, head.rater, head.scheme, head.id)):
        sheet.write_string(MARKER_LINE - 1, at, text, formats["small"])
    sentence = _(
        "Marks go in steps of {step}. To abstain, put {sign} in the last column and give no "
        "marks. An empty line still counts as outstanding."
    ).format(step=points(form.scheme.step), sign=ABSTAINS)
    if form.asked.marks.is_level:
        levels = _(", ").join(level.name for level in form.scheme.levels)
        sentence = _(
            "Each mark is one of: {levels}. To abstain, put {sign} in the last column and give no "
            "marks. An empty line still counts as outstanding."
        ).format(levels=levels, sign=ABSTAINS)
    sentence = join_sentences((sentence, limits_words(form.tier)))
    sheet.write_string(MARKER_LINE, 0, sentence, formats["plain"])
    headings = [_("Code"), _("Name"), _("Section")]
    headings += [f"{each.indicator.name}\n{each.most}" for each in form.asked.columns]
    headings += [_("Total"), _("Abstain")]
    for at, text in enumerate(headings):
        sheet.write_string(FIRST_LINE - 2, at, text, formats["heading"])


def _row(
    sheet: "Worksheet", formats: dict[str, "Format"], form: Form, line: int, ratee: Person
) -> None:
    sheet.set_row(line - 1, _HIGH)
    for at, text in enumerate((ratee.code, ratee.name, ratee.section)):
        sheet.write_string(line - 1, at, text, formats["text"])
    asked = form.forms.of(form.tier, ratee)
    slots = {each.slot for each in asked.columns}
    for at, each in enumerate(form.asked.columns, MARKS_FROM):
        blank = formats["mark" if each.slot in slots else "aside"]
        sheet.write_blank(line - 1, at, None, blank)
    after = MARKS_FROM + len(form.asked.columns)
    total = _total(form.asked, asked, line)
    sheet.write_formula(line - 1, after, total, formats["total"], "")
    sheet.write_blank(line - 1, after + 1, None, formats["mark"])


def _total(columns: BallotForm, asked: BallotForm, line: int) -> str:
    """Return the formula of a person's total: what the marks come to, once all are there."""
    at = {each.slot: column(place) for place, each in enumerate(columns.columns, MARKS_FROM)}
    cells = [f"{at[each.slot]}{line}" for each in asked.columns]
    if asked.is_plain:
        marks = f"{cells[0]}:{cells[-1]}" if len(cells) == len(at) else ",".join(cells)
        return f'=IF(COUNT({marks})={len(cells)},SUM({marks}),"")'
    scale = asked.shrink / asked.unit
    if not asked.marks.is_level:
        worth = (
            f"{cell}*{plain(each.parts * UNIT * scale)}"
            for cell, each in zip(cells, asked.columns, strict=True)
        )
        return f'=IF(COUNT({",".join(cells)})={len(cells)},{"+".join(worth)},"")'
    worths = []
    for cell, each in zip(cells, asked.columns, strict=True):
        pairs = zip(asked.levels, each.levels, strict=True)
        worths.append(
            "+".join(f'({cell}="{level.name}")*{plain(parts * scale)}' for level, parts in pairs)
        )
    filled = "+".join(f'({cell}<>"")' for cell in cells)
    return f'=IF({filled}={len(cells)},{"+".join(worths)},"")'


def _set_up(sheet: "Worksheet", form: Form) -> None:
    indicators = form.asked.indicators
    last = FIRST_LINE + len(form.ratees) - 1
    for at, each in enumerate(indicators, MARKS_FROM):
        rule = _rule(each, form.scheme.step, f"{column(at)}{FIRST_LINE}")
        if form.asked.marks.is_level:
            rule = _level_rule(form)
        sheet.data_validation(FIRST_LINE - 1, at, last - 1, at, rule)
    after = MARKS_FROM + len(indicators)
    sheet.data_validation(
        FIRST_LINE - 1, after + 1, last - 1, after + 1,
        {
            "validate": "list",
            "source": [ABSTAINS],
            "error_title": _("Abstain"),
            "error_message": _("Put {sign} or leave the cell empty.").format(sign=ABSTAINS),
        },
    )  # fmt: skip
    for at, width in enumerate(_WIDTHS):
        sheet.set_column(at, at, width)
    sheet.set_column(MARKS_FROM, after + 1, _MARK_WIDTH)
    longest = max(cell_width(each.name) for each in indicators)
    lines = min(longest // _MARK_WIDTH + 2, _LINES_OF_HEADING + 1)
    sheet.set_row(FIRST_LINE - 2, 16 * lines)
    sheet.freeze_panes(FIRST_LINE - 1, MARKS_FROM)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(FIRST_LINE - 2)


def _level_rule(form: Form) -> dict[str, Any]:
    """Return the check on cells that take a level."""
    names = [level.name for level in form.scheme.levels]
    sentence = _("One of: {levels}.").format(levels=_(", ").join(names))
    return {
        "validate": "list",
        "source": names,
        "error_title": _("Level"),
        "error_message": sentence,
    }


def _rule(indicator: Indicator, step: int, cell: str) -> dict[str, Any]:
    """Return the check on an indicator's cells, of which ``cell`` is the first."""
    most_text = points(indicator.points)
    sentence = _("A mark from 0 to {most} in steps of {step}.").format(
        most=most_text, step=points(step)
    )
    rule: dict[str, Any] = {"error_title": _("Mark"), "error_message": sentence}
    if step == UNIT and indicator.points % UNIT == 0:
        maximum = indicator.points // UNIT
        return {
            "validate": "integer",
            "criteria": "between",
            "minimum": 0,
            "maximum": maximum,
        } | rule
    # Rounded, because a spreadsheet holds 0.1 as a binary fraction.
    in_range = f"ISNUMBER({cell}),{cell}>=0,{cell}<={most_text}"
    steps = f"ABS({cell}*10-ROUND({cell}*10,0))<0.000001,MOD(ROUND({cell}*10,0),{step})=0"
    return {"validate": "custom", "value": f"=AND({in_range},{steps})"} | rule
