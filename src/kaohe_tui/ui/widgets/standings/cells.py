"""Make the cells of a table of standings: which columns fit, and what stands in them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cached_property, lru_cache

from kaohe_tui.domain.headings import head_lines
from kaohe_tui.domain.numbers import shown
from kaohe_tui.domain.rules.people import named
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.standings import score_bars
from kaohe_tui.domain.standings.rows import Standing, as_rows
from kaohe_tui.domain.standings.withholding import columns as columns_of
from kaohe_tui.domain.standings.withholding import shown_column
from kaohe_tui.domain.width import cell_width, fit
from kaohe_tui.ui.widgets.standings.columns import HEAD_LINES, Column, Heads, Kind, plans
from kaohe_tui.ui.widgets.standings.measures import NAME_LEAST, SECTION_MOST, measures, signed
from kaohe_tui.words import _

BAR = "▇"
"""One cell of a bar."""
PLAIN_BAR = "#"
"""The bar in a terminal whose font may lack the other."""
PROVISIONAL = "…"
"""Stands behind a total to which ratings are still missing."""
TIED = "="
"""Stands behind a rank that several people share."""
UNRANKED = "–"
"""Stands for a rank, mean or total that does not exist."""
CURSOR = "▶"
"""The sign of the line of the cursor."""

# Measured character by character; what is seen of the standings is mostly what it was.
_fit = lru_cache(maxsize=4096)(fit)

_NAME_MOST, _WIDE = 16, 24
"""Cells of a name at most; and of a name or a section where cells are left over."""
_BAR_MOST = 30


class RankTable:
    """Rows and the columns that fit; cells are written when they are asked for.

    Args:
        rows: in the order shown.
        ranked: the same rows in order of rank: the last ranked one tells where the bars begin.
        scheme: its components or tiers give columns.
        decimals: of every score.
        moves: code -> places won or lost; None for no such column, empty before anything moved.
        width: cells there are.
        full: with the tiers' means, and with bonus and deduction where anybody has one, for the
            full screen.
        cursor: with a column for the cursor's sign.
        bar: the character of the bar.
        base: the score where the bars begin, where other lists have a say in it too.

    """

    def __init__(
        self,
        rows: Sequence[Standing],
        ranked: Sequence[Standing],
        scheme: Scheme,
        decimals: int,
        moves: Mapping[str, int] | None,
        *,
        width: int,
        full: bool,
        cursor: bool,
        bar: str = BAR,
        base: int | None = None,
    ) -> None:
        self.rows = rows
        """The rows in the order shown."""
        self._decimals = decimals
        self._moves = moves
        self._bar = bar
        listed = as_rows(ranked)
        self._measures = measures(listed.population, decimals)
        lowest = listed[listed.ranked - 1].total if listed.ranked else None
        self.base = score_bars.base(lowest) if base is None else base
        """The score where the bars begin."""
        self.top = scheme.full
        """The score where they end: full marks."""
        # Of those with a rank the first has most; room for full marks is kept: nothing shifts.
        first = listed[0].total if listed.ranked else None
        most = max(
            each for each in (first, listed.most_unranked, Fraction(self.top)) if each is not None
        )
        self._number_width = len(shown(most, decimals))
        veto = cell_width(_("VETO")) if listed.population.any_vetoed else 0
        self._rank_width = max(len(str(len(rows))) + 1, veto)
        self._scheme = scheme
        self.columns = self._fit(scheme, width, full=full, cursor=cursor)
        """The columns that fit, from the left."""

    def cells(self, index: int, *, at_cursor: bool = False) -> tuple[str, ...]:
        """Return the texts of one row, each padded to its column's width.

        Args:
            index: of the row.
            at_cursor: whether the cursor is on it.
        """
        row = self.rows[index]
        return tuple(
            _fit(
                self._text(row, column, at_cursor=at_cursor),
                column.width,
                "right" if column.right else "left",
            )
            for column in self.columns
        )

    def grounds(self, index: int) -> tuple[object, ...]:
        """Return what the texts of a row follow from, in a table with equal columns.

        While those are equal, the texts are too, and need not be written to see that.

        Args:
            index: of the row.
        """
        row = self.rows[index]
        return row, self._movement(row), self.base, self._bar, self._measures, self._decimals

    @cached_property
    def headings(self) -> list[tuple[str, ...]]:
        """The texts of the heading lines: two where a tier's name needs them, else one."""
        heads = [_head(self._heading(column), column.width) for column in self.columns]
        high = max(map(len, heads))
        cells = [
            [
                _fit(text, column.width, "right" if column.right else "left")
                for text in ("",) * (high - len(lines)) + lines
            ]
            for column, lines in zip(self.columns, heads, strict=True)
        ]
        return list(zip(*cells, strict=True))

    def _heading(self, column: Column) -> str:
        """Return a column's heading; over the bars, their range, which may change without them."""
        return f"{self.base}–{self.top}" if column.kind is Kind.BAR else column.heading

    def _text(self, row: Standing, column: Column, *, at_cursor: bool) -> str:
        match column.kind:
            case Kind.CURSOR:
                return CURSOR if at_cursor else " "
            case Kind.RANK:
                return _rank_of(row)
            case Kind.NAME:
                return named(row.person, self._measures.namesakes, column.width)
            case Kind.SECTION:
                return row.person.section
            case Kind.BAR:
                return self._bar * self._bar_length(row, column.width)
            case Kind.MOVE:
                return self._movement(row)
            case _:
                return self._digits(row, column)

    def _digits(self, row: Standing, column: Column) -> str:
        match column.kind:
            case Kind.TIER:
                mean = shown_column(self._scheme, row.review, column.tier)
                return UNRANKED if mean is None else shown(mean, self._decimals)
            case Kind.REVIEW:
                score = row.review.score
                return UNRANKED if score is None else shown(score, self._decimals)
            case Kind.BONUS:
                return signed("+", row.bonus, self._decimals)
            case Kind.DEDUCTION:
                return signed("−", row.deduction, self._decimals)
            case _:
                worth = UNRANKED if row.total is None else shown(row.total, self._decimals)
                return worth + (PROVISIONAL if row.review.provisional else " ")

    def _bar_length(self, row: Standing, width: int) -> int:
        """Measure a bar from the base, which the heading shows, to full marks."""
        if row.rank is None or row.total is None:
            return 0
        return score_bars.length(row.total, self.base, self.top, width)

    def _movement(self, row: Standing) -> str:
        if not self._moves or row.rank is None:
            return ""
        by = self._moves.get(row.person.code, 0)
        if by == 0:
            return ""
        return f"↑{by}" if by > 0 else f"↓{-by}"

    # Columns

    def _fit(self, scheme: Scheme, width: int, *, full: bool, cursor: bool) -> tuple[Column, ...]:
        """Return the richest set of columns that the width holds.

        A name column is narrowed last of all; no column of digits is ever narrower than they are.
        """
        section = min(self._measures.section, SECTION_MOST)
        anything = bool(self._measures.bonus or self._measures.deduction)
        for heads, with_section, bar, extras in plans(full=full, extras=anything):
            columns = self._columns(
                scheme, heads, section if with_section else 0, bar, cursor=cursor, extras=extras
            )
            spare = width - sum(column.width + 1 for column in columns) + 1
            # Beside the tiers there is a bar only where it leaves names and sections whole.
            if spare >= (sum(map(self._lacks, columns)) if bar and heads is not Heads.NONE else 0):
                return self._widened(columns, spare)
        return self._narrowed(columns, spare)

    def _columns(
        self, scheme: Scheme, heads: Heads, section: int, bar: int, *, cursor: bool, extras: bool
    ) -> list[Column]:
        """Return the columns of one plan; 0 leaves a column out.

        Args:
            scheme: for its tiers.
            heads: the headings of tiers; a column is as wide as its digits anyway.
            section: cells of the section.
            bar: the least that the bar takes.
            cursor: with the cursor's sign.
            extras: with score, bonus and deduction, those of them that anybody has.
        """
        number = self._number_width
        name = min(self._measures.name, _NAME_MOST)
        places = len(str(len(self.rows)))
        columns = [Column(Kind.CURSOR, 1)] if cursor else []
        columns += [Column(Kind.RANK, self._rank_width, "#"), Column(Kind.NAME, name, _("Name"))]
        if section:
            word = _("Section")
            columns.append(Column(Kind.SECTION, max(section, cell_width(word)), word))
        if heads is not Heads.NONE:
            columns += [
                Column(Kind.TIER, max(number, heads.cells(t.name)), t.name, t.key)
                for t in columns_of(scheme)
            ]
        if extras:
            columns += self._extra_columns()
        # One cell more, for the sign of a provisional score.
        columns.append(Column(Kind.SCORE, number + 1, _("Total") + " "))
        if bar:
            columns.append(Column(Kind.BAR, bar))
        if self._moves is not None:
            columns.append(Column(Kind.MOVE, places + 1, "↑↓"))
        return columns

    def _extra_columns(self) -> list[Column]:
        bonus, deduction = self._measures.bonus, self._measures.deduction
        review = Column(Kind.REVIEW, max(self._number_width, cell_width(_("Points"))), _("Points"))
        columns = [
            Column(Kind.BONUS, max(bonus, cell_width(_("Bonus"))), _("Bonus")),
            Column(Kind.DEDUCTION, max(deduction, cell_width(_("Taken"))), _("Taken")),
        ]
        widths = (bonus, deduction)
        return [review, *(c for c, width in zip(columns, widths, strict=True) if width)]

    def _widened(self, columns: list[Column], spare: int) -> tuple[Column, ...]:
        """Add the cells left over to names and sections that are cut, then to the bar."""
        wider: list[Column] = []
        for column in columns:
            lacks = _BAR_MOST - column.width if column.kind is Kind.BAR else self._lacks(column)
            more = min(lacks, spare)
            spare -= more
            wider.append(replace(column, width=column.width + more))
        return tuple(wider)

    def _lacks(self, column: Column) -> int:
        """Return the cells that a column of names or sections lacks to show them whole."""
        widths = {Kind.NAME: self._measures.name, Kind.SECTION: self._measures.section}
        return max(min(widths.get(column.kind, 0), _WIDE) - column.width, 0)

    def _narrowed(self, columns: list[Column], spare: int) -> tuple[Column, ...]:
        """Take the missing cells from the name."""
        return tuple(
            Column(Kind.NAME, max(column.width + spare, NAME_LEAST), column.heading)
            if column.kind is Kind.NAME
            else column
            for column in columns
        )


@lru_cache(maxsize=256)
def _head(text: str, width: int) -> tuple[str, ...]:
    """Break a heading into lines; what does not fit is cut off, with a sign."""
    lines = head_lines(text.rstrip(), width, HEAD_LINES)
    return (*lines[:-1], lines[-1] + text[len(text.rstrip()) :])


def _rank_of(row: Standing) -> str:
    """Write the rank with the sign of a shared one; a word for the vetoed."""
    if row.rank is None:
        return _("VETO") if row.vetoed else UNRANKED + " "
    return f"{row.rank}{TIED if row.tied else ' '}"
