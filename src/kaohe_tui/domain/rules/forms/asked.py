"""Hold what is keyed of a person in a tier, and reckon what it comes to. Rule: docs/scoring.md.

A mark is what was keyed, in tenths: of a point, of the hundred, or ten times a level's number. What
it gives is a whole number of parts, of which a tier has so many in a point that nothing is rounded.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from kaohe_tui.domain.numbers import UNIT, plain, points
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.marks import half_width, parse_mark
from kaohe_tui.domain.rules.scheme.form import Indicator, Level
from kaohe_tui.domain.rules.scheme.tiers import Marks
from kaohe_tui.domain.text import name_key
from kaohe_tui.words import N_, _


@dataclass(frozen=True, slots=True)
class Column:
    """One thing that is keyed of a person."""

    indicator: Indicator
    """Names it; its points are the highest mark that can be keyed."""
    slot: int
    """Place of its mark in a stored rating, from 0."""
    parts: int
    """Parts that a tenth keyed gives; 0 where levels are keyed."""
    points: int
    """What it is worth on the scale that the form shows, in tenths of a point."""
    levels: tuple[int, ...] = ()
    """Parts that each level gives, best first; empty where figures are keyed."""

    @property
    def most(self) -> str:
        """The figure that stands below its name: the highest mark; with levels, its points."""
        return points(self.points if self.levels else self.indicator.points)

    def worth(self, mark: int) -> int:
        """Return the parts that a mark gives."""
        return self.levels[mark // UNIT - 1] if self.levels else mark * self.parts


@dataclass(frozen=True)
class Form:
    """What is keyed of a person in a tier."""

    columns: tuple[Column, ...]
    """What is keyed, in order."""
    marks: Marks
    """What the marks are."""
    unit: int
    """Parts in a point, on the scale of full marks."""
    shrink: Fraction
    """What a point of full marks is on the scale that the form shows."""
    step: int
    """Smallest unit of a mark that is typed, in tenths."""
    full: int
    """What it adds up to on the scale that it shows, in tenths of a point."""
    levels: tuple[Level, ...] = ()
    """The scheme's levels; best first."""

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """What heads the columns; its points are the highest mark that can be keyed."""
        return tuple(column.indicator for column in self.columns)

    @property
    def asked_for(self) -> tuple[Indicator, ...]:
        """What heads the columns; its points are what it is worth on the scale shown."""
        return tuple(replace(each.indicator, points=each.points) for each in self.columns)

    @property
    def is_plain(self) -> bool:
        """Whether a total is the sum of the marks, in tenths."""
        return self.unit == UNIT and all(column.parts == 1 for column in self.columns)

    def written(self, mark: int) -> str:
        """Return a mark as it is written: points, or a level's name."""
        if self.marks.is_level:
            return self.levels[mark // UNIT - 1].name
        return points(mark)

    def read(self, text: str, column: int) -> int:
        """Read a mark of a column, as it is written; a level by its name or its key.

        Raises:
            Refusal: when it is none.
        """
        if not self.marks.is_level:
            return parse_mark(text, self.columns[column].indicator.points, self.step)
        word = name_key(half_width(text)).lower()
        for number, level in enumerate(self.levels, 1):
            if word in (name_key(level.name).lower(), level.key):
                return number * UNIT
        raise Refusal(
            "level-unknown",
            N_("“{text}” is not a level; choose from: {levels}."),
            text=text[:20],
            levels=self.choices,
        )

    @property
    def choices(self) -> str:
        """The levels, each with the key that gives it, as a list for a sentence."""
        return _(", ").join(f"{level.key} {level.name}" for level in self.levels)

    def level_at(self, key: str) -> int | None:
        """Return the mark of the level that a key gives; None where it gives none."""
        keys = [level.key for level in self.levels]
        return (keys.index(key) + 1) * UNIT if key in keys else None

    def added(self, marks: Sequence[int | None]) -> int:
        """Return the parts that all marks give, in the columns' order; None is no mark yet."""
        pairs = zip(self.columns, marks, strict=True)
        return sum(column.worth(mark) for column, mark in pairs if mark is not None)

    def shown_total(self, marks: Sequence[int | None]) -> Fraction:
        """Return what the marks come to, in points on the scale that the form shows."""
        return Fraction(self.added(marks), self.unit) * self.shrink

    @cached_property
    def bands(self) -> tuple[Level, ...]:
        """The levels that its totals stand for, best first; none where levels are given."""
        if self.marks.is_level:
            return ()
        return tuple(level for level in self.levels if level.is_band)

    def level_of(self, marks: Sequence[int | None]) -> Level | None:
        """Return the level of a whole rating: the one given, or in whose band its total lies.

        None where the rating is not whole, has a level for each indicator, or has none.
        """
        whole = [mark for mark in marks if mark is not None]
        if len(whole) < len(marks):
            return None
        if self.marks is Marks.OVERALL:
            return self.levels[whole[0] // UNIT - 1]
        share = self._share(whole) if self.bands else Fraction(0)
        return next((level for level in self.bands if level.holds(share)), None)

    def check_level(self, marks: Sequence[int]) -> None:
        """Refuse a whole rating whose total lies in the band of no level.

        Raises:
            Refusal: naming the nearest of them.
        """
        if not self.bands or self.level_of(marks) is not None:
            return
        share = self._share(marks)
        above = [level for level in self.bands if (level.low or 0) > share]
        below = [level for level in self.bands if (level.high or 0) < share]
        raise Refusal(
            "total-between-levels",
            N_("{total} points belong to no level; the nearest: {levels}."),
            total=plain(self.shown_total(marks)),
            levels=_(", ").join(map(self.band, [*above[-1:], *below[:1]])),
        )

    def band(self, level: Level) -> str:
        """Return the name of a level with its band, on the scale that the form shows."""
        ends = (
            plain(Fraction(end or 0) * self.full / (100 * UNIT)) for end in (level.low, level.high)
        )
        return f"{level.name} {'-'.join(ends)}"

    def _share(self, marks: Sequence[int | None]) -> Fraction:
        """Return what the marks come to, in per cent of full marks."""
        return self.shown_total(marks) * UNIT * 100 / self.full

    def whole(self, stored: Sequence[int | None]) -> tuple[int, ...] | None:
        """Return the marks in the columns' order; None where one is missing.

        Args:
            stored: a rating as it is stored, by slot.
        """
        marks = self.of_stored(stored)
        return tuple(mark for mark in marks if mark is not None) if None not in marks else None

    def total(self, stored: Sequence[int | None], missing: int) -> int:
        """Return the parts that a stored rating comes to; ``missing`` where a mark is."""
        marks = self.whole(stored)
        return missing if marks is None else self.added(marks)

    def of_stored(self, stored: Sequence[int | None]) -> tuple[int | None, ...]:
        """Return a stored rating's marks in the columns' order."""
        return tuple(stored[c.slot] if c.slot < len(stored) else None for c in self.columns)

    def to_store(self, marks: Sequence[int | None], slots: int = 0) -> tuple[int | None, ...]:
        """Return marks in the columns' order by slot, as they are stored, in so many slots."""
        by_slot = {c.slot: mark for c, mark in zip(self.columns, marks, strict=True)}
        return tuple(map(by_slot.get, range(slots or max(by_slot, default=-1) + 1)))
