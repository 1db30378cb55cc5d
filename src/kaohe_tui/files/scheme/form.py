"""Read the form: indicators, their criteria, and levels. Rule: docs/files.md, "scheme.toml"."""

import re
from collections.abc import Sequence
from enum import StrEnum

from kaohe_tui.domain.rules.scheme.form import Criterion, Indicator, Level
from kaohe_tui.files.decode import shown
from kaohe_tui.files.scheme import checks
from kaohe_tui.files.scheme.classes import Classes
from kaohe_tui.files.toml.fields import Fields
from kaohe_tui.words import N_

_MOST = 9
"""Most levels: as many as there are digits to give them."""
_KEY = re.compile(r"[0-9a-zA-Z]")
_TAKEN = "su"
"""Letters that do something else on a ballot: the standings, undo."""
_WHOLE = 100


class _Source(StrEnum):
    """What may stand beside an indicator on a ballot."""

    GOALS = "goals"
    """The ratee's yearly tasks."""


def indicators(root: Fields, classes: Classes) -> tuple[Indicator, ...]:
    """Return all indicators; a scheme whose tiers all take one mark a person needs none.

    Args:
        root: the whole file.
        classes: the roles and groups that may be named.
    """
    items = tuple(indicator(fields, classes) for fields in root.many("indicators"))
    checks.indicators(root, items)
    return items


def indicator(fields: Fields, classes: Classes) -> Indicator:
    """Return one indicator with its criteria."""
    fields.only("key", "name", "points", "element", "source", "standard", "criteria", "for")
    of = classes.listed(fields, "for") if fields.has("for") else frozenset[str]()
    indicator = Indicator(
        key=fields.key(),
        name=fields.text("name"),
        points=fields.tenths("points"),
        element=fields.text("element", ""),
        source=fields.choice("source", _Source) if fields.has("source") else "",
        standard=fields.text("standard", ""),
        criteria=tuple(_criterion(each) for each in fields.many("criteria")),
        classes=of,
    )
    checks.criteria(fields, indicator)
    return indicator


def _criterion(fields: Fields) -> Criterion:
    fields.only("name", "points", "standard")
    return Criterion(fields.text("name"), fields.tenths("points"), fields.text("standard", ""))


def levels(root: Fields) -> tuple[Level, ...]:
    """Return the levels, best first; none where the scheme has none."""
    tables = root.many("levels")
    if len(tables) > _MOST:
        raise tables[_MOST].fault(
            "name", "levels-too-many", N_("There are at most {most} levels."), most=_MOST
        )
    items = tuple(_level(fields, number) for number, fields in enumerate(tables, 1))
    checks.unique(root, "levels", "name", [level.name for level in items])
    checks.unique(root, "levels", "key", [level.key for level in items])
    _check_order(tables, items)
    return items


def _level(fields: Fields, number: int) -> Level:
    fields.only("name", "percent", "from", "to", "key")
    if fields.has("from") or fields.has("to"):
        return _band(fields, number)
    key = fields.text("key", str(number)).lower()
    if not _KEY.fullmatch(key) or key in _TAKEN:
        raise fields.fault(
            "key",
            "level-key-wrong",
            N_(
                "“{key}” cannot give a level: one digit or one English letter does, but not S "
                "(the standings) or U (undo)."
            ),
            key=shown(key),
        )
    percent = fields.number("percent")
    if percent > _WHOLE:
        raise fields.fault("percent", "percent-wrong", N_("A level gives per cent, from 0 to 100."))
    return Level(fields.text("name"), key, percent)


def _band(fields: Fields, number: int) -> Level:
    """Return a level that totals of a range have."""
    for key in ("percent", "key"):
        if fields.has(key):
            raise fields.fault(
                key,
                "band-with-percent",
                N_("A level with “from” and “to” comes of a total and is not given; leave it out."),
            )
    low, high = fields.number("from"), fields.number("to")
    if not low <= high <= _WHOLE:
        raise fields.fault(
            "to",
            "band-wrong",
            N_("A level's totals go from the lower to the higher, in per cent, at most 100."),
        )
    return Level(fields.text("name"), str(number), low=low, high=high)


def _check_order(tables: Sequence[Fields], items: Sequence[Level]) -> None:
    """Refuse levels that do not go from the best down."""
    for place in range(1, len(items)):
        better, worse = items[place - 1 : place + 1]
        if better.is_band != worse.is_band:
            raise tables[place].fault(
                "name",
                "levels-mixed",
                N_("A scheme's levels all have “percent”, or all have “from” and “to”."),
            )
        if better.is_band:
            _check_below(tables[place], better, worse)
            continue
        if (worse.percent or 0) >= (better.percent or 0):
            raise tables[place].fault(
                "percent",
                "levels-out-of-order",
                N_("Levels go from the best down; “{name}” does not give less than “{better}”."),
                name=worse.name,
                better=better.name,
            )


def _check_below(fields: Fields, better: Level, worse: Level) -> None:
    """Refuse a band that does not lie below that of the better level."""
    if (worse.high or 0) >= (better.low or 0):
        raise fields.fault(
            "to",
            "levels-overlap",
            N_("Levels go from the best down; “{name}” has to end below “{better}”."),
            name=worse.name,
            better=better.name,
        )
