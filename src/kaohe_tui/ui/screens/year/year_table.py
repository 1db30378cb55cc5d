"""Lay out person by period for the width of a screen."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import product

from kaohe_tui.domain.headings import head_lines, least_width
from kaohe_tui.domain.numbers import shown
from kaohe_tui.domain.rules.people import called, named, shared_names
from kaohe_tui.domain.standings.standings import Standing
from kaohe_tui.domain.width import cell_width, fit, pad, widest
from kaohe_tui.domain.year.spans import columns, parts
from kaohe_tui.domain.year.words import grade_word
from kaohe_tui.services.year.year import YearView
from kaohe_tui.ui.widgets.standings.sparkline import Span, span_of, sparkline
from kaohe_tui.words import _

NONE = "–"
"""Stands for a value, rank or grade that does not exist."""
_NAME, _SECTION = 12, 12
"""Cells of a name and of a section at most, while other columns want them."""
_NAME_LEAST, _NAME_MOST = 8, 20
_PERIOD_MOST = 12
"""Cells of a period's head at most."""
_LINES = 3
"""Lines of the heads at most."""

Plan = tuple[int, bool, bool]
"""(lines of the heads, whether sections, whether the trend)"""
# What comes first is taken where it fits: whole heads and names are worth more than the trend.
_PLANS: tuple[Plan, ...] = (
    (1, True, True),
    (2, True, True),
    (2, False, True),
    (_LINES, False, True),
    (2, False, False),
    (_LINES, False, False),
)


class Table:
    """The lines of the year's table in the width there is.

    Args:
        now: the year.
        rows: of one class, in order.
        width: cells there are.
        plain: with plain signs for the bars.
    """

    def __init__(self, now: YearView, rows: Sequence[Standing], width: int, *, plain: bool) -> None:
        self._now = now
        self._plain = plain
        self._decimals = now.year.standings.decimals
        self._span: Span = span_of(value for row in rows for value in self._values(row))
        self._shared = shared_names(row.person for row in now.year.listed.rows)
        number = self._decimals + 4
        self._rank = max(4, cell_width(_("Rank")))
        self._year = max(number, cell_width(_("Year")))
        trend = max(len(now.scheme.periods), cell_width(_("Trend")))
        grades = (grade_word(now.year, now.grading, row.person.code) for row in rows)
        self._grade = max(widest(grades, width), cell_width(_("Grade")))
        wide = widest((called(row.person, self._shared) for row in rows), _NAME_MOST)
        self._name = max(min(wide, _NAME), _NAME_LEAST)
        sections = widest((row.person.section for row in rows), _SECTION)
        section = max(sections, cell_width(_("Section")))
        # Where the periods do not fit, their spans do instead.
        choices = dict.fromkeys((columns(now.scheme.periods), parts(now.scheme.periods)))
        for self._parts, (lines, with_section, with_trend) in product(choices, _PLANS):
            self._section, self._trend = section * with_section, trend * with_trend
            self._periods = [
                max(number, min(least_width(part.name, lines), _PERIOD_MOST))
                for part in self._parts
            ]
            spare = width - self._width()
            if spare >= 0:
                break
        else:
            self._periods = [number] * len(self._parts)
            spare = width - self._width()
        self._name = max(min(self._name + spare, max(wide, _NAME_LEAST)), _NAME_LEAST)

    def _width(self) -> int:
        widths = [self._rank, self._name, *self._periods, self._year, self._grade]
        widths += [width for width in (self._section, self._trend) if width]
        return sum(widths) + len(widths) - 1

    def _values(self, row: Standing) -> list[Fraction | None]:
        return [share.total for share in self._now.year.rows[row.person.code].shares]

    def heading(self) -> list[str]:
        """Return the heads of the columns, in as many lines as the periods' names take."""
        broken = [
            head_lines(part.name, width, _LINES)
            for part, width in zip(self._parts, self._periods, strict=True)
        ]
        high = max(map(len, broken))
        *above, last = zip(*([""] * (high - len(lines)) + lines for lines in broken), strict=True)
        words = (_("Rank"), _("Name"), _("Section")), (_("Trend"), _("Year"), _("Grade"))
        blank = ("",) * 3
        return [
            *(self._joined(*blank, periods, *blank) for periods in above),
            self._joined(*words[0], last, *words[1]),
        ]

    def line(self, row: Standing) -> str:
        """Return one person's line."""
        code = row.person.code
        rank = (NONE if row.rank is None else str(row.rank)) + ("=" if row.tied else " ")
        return self._joined(
            rank,
            named(row.person, self._shared, self._name),
            row.person.section,
            [self._now.year.rows[code].posted(p, self._decimals) or NONE for p in self._parts],
            sparkline(self._values(row), self._span, plain=self._plain),
            NONE if row.total is None else shown(row.total, self._decimals),
            grade_word(self._now.year, self._now.grading, code) or NONE,
        )

    def _joined(  # The cells in the order in which they stand.
        self,
        rank: str,
        name: str,
        section: str,
        periods: Sequence[str],
        trend: str,
        year: str,
        grade: str,
    ) -> str:
        cells = [pad(rank, self._rank, "right"), fit(name, self._name)]
        if self._section:
            cells.append(fit(section, self._section))
        cells += [pad(t, width, "right") for t, width in zip(periods, self._periods, strict=True)]
        if self._trend:
            cells.append(pad(trend, self._trend))
        return " ".join([*cells, pad(year, self._year, "right"), grade]).rstrip()
