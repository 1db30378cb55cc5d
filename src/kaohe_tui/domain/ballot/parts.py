"""Split an indicator into the parts it is keyed by, which add up to its mark.

Rule: docs/scoring.md, "Words" (单项得分); the tier's ``detail`` is ``criteria``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kaohe_tui.domain.rules.scheme.form import Indicator
from kaohe_tui.domain.tasks.task import Task


@dataclass(frozen=True, slots=True)
class Part:
    """One line that is keyed by itself: a yearly task of the ratee, or a criterion."""

    name: str
    """The task's title or the criterion's name."""
    points: int
    """Tenths of a point."""
    standard: str = ""
    """The standard by which points are given; may be empty."""


Parts = tuple[Part, ...]
"""An indicator's parts; empty where it is keyed as a whole."""

Given = tuple[int | None, ...]
"""The marks of an indicator's parts, in tenths of a point; None for an empty part."""


def parts_of(indicator: Indicator, tasks: Sequence[Task]) -> Parts:
    """Return the parts an indicator is keyed by for one ratee.

    Args:
        indicator: the indicator.
        tasks: the ratee's yearly tasks in force.

    Returns:
        Under the indicator of the goals the ratee's tasks, else the criteria. Parts that do not
        come to the indicator's points (the scheme changed after the tasks were set) are none, for
        their sum would be no mark of it. One part alone is the indicator itself: none either.
    """
    criteria = tuple(Part(c.name, c.points, c.standard) for c in indicator.criteria)
    tasks_as_parts = tuple(Part(t.title, t.points, t.standard) for t in tasks)
    for parts in (tasks_as_parts if indicator.source == "goals" else (), criteria):
        if parts and sum(part.points for part in parts) == indicator.points:
            return parts if len(parts) > 1 else ()
    return ()


def form_of(indicators: Sequence[Indicator], tasks: Sequence[Task]) -> tuple[Parts, ...]:
    """Return the parts of each indicator for one ratee; see ``parts_of``."""
    return tuple(parts_of(indicator, tasks) for indicator in indicators)


def blank(form: Sequence[Parts]) -> tuple[Given, ...]:
    """Return empty values for all parts of a form."""
    return tuple((None,) * len(parts) for parts in form)


def sum_of(values: Given) -> int | None:
    """Add up the parts to the indicator's mark; None while one is missing."""
    present = [value for value in values if value is not None]
    return sum(present) if present and len(present) == len(values) else None


def taken_up(parts: Parts, stored: Mapping[int, int], mark: int | None) -> Given:
    """Return the stored part marks that still fit the current parts.

    Args:
        parts: the parts as they are now.
        stored: part number -> tenths of a point.
        mark: the indicator's mark on disk.

    Returns:
        The stored values where they are those of the mark, or where there is no mark yet; nothing
        where the mark came as a whole, or the parts are no longer those that were keyed.
    """
    values: Given = tuple(stored.get(number) for number in range(len(parts)))
    pairs = zip(values, parts, strict=True)
    fits = len(stored) == sum(value is not None for value in values) and all(
        value is None or value <= part.points for value, part in pairs
    )
    return values if fits and sum_of(values) == mark else (None,) * len(parts)
