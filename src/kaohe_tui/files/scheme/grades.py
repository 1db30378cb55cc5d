"""Read grades, and what keeps a person from the top one. Rule: docs/files.md, "scheme.toml"."""

from collections.abc import Mapping
from itertools import pairwise

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.scheme.entries import AdjustmentRule
from kaohe_tui.domain.rules.scheme.grades import Bars, Grade
from kaohe_tui.domain.rules.scheme.tiers import Tier
from kaohe_tui.files.scheme import checks
from kaohe_tui.files.toml.fields import Fields
from kaohe_tui.files.toml.keys import listed
from kaohe_tui.words import N_

_MOST = 999_999


def ladder(root: Fields) -> tuple[Grade, ...]:
    """Return the grades, best first; may be none."""
    items = tuple(grade(fields) for fields in root.many("grades"))
    checks.grades(root, items)
    return items


def grade(fields: Fields) -> Grade:
    """Return one grade, with what it is called by identity."""
    fields.only("name", "min", "quota", "places", "least", "names")
    if fields.has("quota") and fields.has("places"):
        raise fields.fault(
            "places",
            "places-and-quota",
            N_("A grade has a quota or a number of places; give one of them."),
        )
    return Grade(
        fields.text("name"),
        fields.number("min"),
        fields.percent_or_none("quota"),
        _places(fields),
        fields.percent_or_none("least"),
        _names(fields),
    )


def _is_count(value: object) -> bool:
    """Return whether it is a whole number from 0 on, perhaps as text, as cells have it."""
    text = str(value)
    return not isinstance(value, bool) and text.isascii() and text.isdigit() and len(text) < 7


def _places(fields: Fields) -> tuple[tuple[int, int], ...]:
    """Return a number of places, or rows: up to so many people, so many places."""
    value = fields.get("places")
    if value is None:
        return ()
    if not isinstance(value, list):
        return ((_MOST, fields.whole("places", 0, _MOST)),)
    rows = [
        (int(row[0]), int(row[1]))
        for row in value
        if isinstance(row, list) and len(row) == 2 and all(map(_is_count, row))
    ]
    rising = all(lower[0] < higher[0] for lower, higher in pairwise(rows))
    if not rows or len(rows) != len(value) or not rising:
        raise fields.fault(
            "places",
            "places-wrong",
            N_(
                "Give a number, or pairs with rising numbers of people: [[5, 1], [10, 2]] is 1"
                " place up to 5 people, 2 up to 10 and above."
            ),
        )
    return tuple(rows)


def _names(fields: Fields) -> Mapping[str, str]:
    """Return what a grade is called by identity; empty where the file gives no other names."""
    table = fields.one("names")
    if table is None:
        return {}
    return {identity: table.text(identity) for identity in table.values}


def bars(
    root: Fields,
    adjustments: tuple[AdjustmentRule, ...],
    tiers: tuple[Tier, ...],
    grades: tuple[Grade, ...],
) -> Bars:
    """Return what keeps a person from the top grade; refuse names that the scheme lacks."""
    fields = root.one("bars")
    if fields is None:
        return Bars()
    fields.only(
        "deductions", "quarter_grade", "absence_days", "lowest_grade", "tier", "events"
    )  # fmt: skip
    deductions = fields.texts("deductions")
    for key in deductions:
        _check_known(fields, "deductions", key, [r.key for r in adjustments if not r.bonus])
    means, events = fields.one("tier"), fields.one("events")
    for key in means.values if means else ():
        _check_known(means or fields, key, key, [tier.key for tier in tiers])
    for key in events.values if events else ():
        _check_known(events or fields, key, key, [rule.key for rule in adjustments])
    return Bars(
        deductions,
        _grade_named(fields, "quarter_grade", grades),
        fields.number_or_none("absence_days"),
        _grade_named(fields, "lowest_grade", grades),
        {key: means.number(key) for key in means.values} if means else {},
        {key: events.whole(key, 1, _MOST) for key in events.values} if events else {},
    )


def _check_known(fields: Fields, key: str, value: str, known: list[str]) -> None:
    if value not in known:
        raise fields.fault(
            key,
            "bar-unknown",
            N_("The scheme has no “{key}” to bar by; choose from: {keys}."),
            key=value,
            keys=listed(known),
        )


def _grade_named(fields: Fields, key: str, grades: tuple[Grade, ...]) -> str:
    name = fields.text(key, "")
    names = [grade.name for grade in grades]
    if name and name not in names:
        raise not_a_grade(fields, key, name, names)
    return name


def not_a_grade(fields: Fields, key: str, name: str, names: list[str]) -> Refusal:
    """Return the refusal of a grade's name that the scheme lacks."""
    message = N_("“{grade}” is not among the grades: {names}.")
    return fields.fault(key, "grade-unknown", message, grade=name, names=listed(names))
