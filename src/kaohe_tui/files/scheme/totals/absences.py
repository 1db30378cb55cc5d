"""Read kinds of absence, and caps over several rules. Rule: docs/files.md, "scheme.toml"."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, pairwise

from kaohe_tui.domain.rules.scheme.components import Component
from kaohe_tui.domain.rules.scheme.entries import AbsenceRule, AdjustmentRule, Cap
from kaohe_tui.files.scheme import checks
from kaohe_tui.files.scheme.totals.entries import check_within
from kaohe_tui.files.toml.fields import Fields
from kaohe_tui.files.toml.keys import listed
from kaohe_tui.words import N_


def absences(
    root: Fields, adjustments: Sequence[AdjustmentRule], components: Sequence[Component]
) -> tuple[AbsenceRule, ...]:
    """Return the kinds of absence, in order; may be none.

    Args:
        root: the whole file.
        adjustments: the rules whose keys are taken.
        components: what a total is made of: some kinds are within one.
    """
    tables = root.many("absences")
    kinds = tuple(map(absence, tables))
    checks.unique(root, "absences", "key", [kind.key for kind in kinds])
    check_within(tables, [kind.within for kind in kinds], components)
    taken = {rule.key for rule in adjustments}
    for fields, kind in zip(tables, kinds, strict=True):
        if kind.key in taken:
            raise fields.fault(
                "key",
                "key-of-rule",
                N_("“{key}” is the key of a rule in [[adjustments]]; choose another one."),
                key=kind.key,
            )
    return kinds


def absence(fields: Fields) -> AbsenceRule:
    """Return one kind of absence."""
    fields.only("key", "name", "free", "points", "then", "out_from", "bars_from", "within")
    free = fields.number("free") if fields.has("free") else Fraction(0)
    return AbsenceRule(
        key=fields.key(),
        name=fields.text("name"),
        free=free,
        points=fields.number("points") if fields.has("points") else Fraction(0),
        then=_then(fields, free),
        out_from=fields.positive("out_from") if fields.has("out_from") else None,
        bars_from=fields.positive("bars_from") if fields.has("bars_from") else None,
        within=fields.text("within", ""),
    )


def _then(fields: Fields, free: Fraction) -> tuple[tuple[Fraction, Fraction], ...]:
    """Return the days from which a day costs something else, in rising order."""
    tables = fields.many("then")
    for table in tables:
        table.only("from", "points")
    steps = tuple((table.number("from"), table.number("points")) for table in tables)
    days = [free, *(start for start, _points in steps)]
    for table, (lower, higher) in zip(tables, pairwise(days), strict=True):
        if higher < lower or (higher == lower and table is not tables[0]):
            raise table.fault(
                "from",
                "then-not-rising",
                N_("Each step begins beyond the free days and beyond the step before it."),
            )
    return steps


def several_under_one(
    root: Fields, adjustments: Sequence[AdjustmentRule], kinds: Sequence[AbsenceRule]
) -> tuple[Cap, ...]:
    """Return the caps over several rules, in order; may be none.

    Args:
        root: the whole file.
        adjustments: rules that a cap may name.
        kinds: kinds of absence that a cap may name; each is a deduction.
    """
    is_bonus = {rule.key: rule.bonus for rule in adjustments} | {k.key: False for k in kinds}
    place = {rule.key: rule.within for rule in adjustments} | {k.key: k.within for k in kinds}
    tables = root.many("caps")
    caps = tuple(map(_cap, tables))
    for fields, cap in zip(tables, caps, strict=True):
        if unknown := [key for key in cap.rules if key not in is_bonus]:
            raise fields.fault(
                "rules",
                "cap-unknown",
                N_("The scheme has no rule “{key}” to cap; choose from: {keys}."),
                key=unknown[0],
                keys=listed(list(is_bonus)) or "–",
            )
        if len({is_bonus[key] for key in cap.rules}) > 1:
            raise fields.fault(
                "rules",
                "cap-mixed",
                N_("A cap is over bonuses or over deductions; make one cap for each."),
            )
        if len({place[key] for key in cap.rules}) > 1:
            raise fields.fault(
                "rules",
                "cap-places-mixed",
                N_(
                    "A cap is over rules within one component, or over rules that count on the "
                    "total; make one cap for each."
                ),
            )
    _check_crossing(list(zip(tables, caps, strict=True)))
    return caps


def _check_crossing(pairs: Sequence[tuple[Fields, Cap]]) -> None:
    """Refuse two caps that share a rule, where neither takes in the other."""
    for (_fields, one), (fields, other) in combinations(pairs, 2):
        both = {*one.rules} & {*other.rules}
        if both and both not in ({*one.rules}, {*other.rules}):
            raise fields.fault(
                "rules",
                "caps-cross",
                N_(
                    "“{rule}” is under “{cap}” too, and neither cap takes in the other: nobody "
                    "could say which holds first. Let one of them name all rules of the other."
                ),
                rule=min(both),
                cap=one.name,
            )


def _cap(fields: Fields) -> Cap:
    fields.only("name", "rules", "most")
    rules = fields.texts("rules")
    if not rules:
        raise fields.fault("rules", "list-empty", N_("The list is empty; name at least one."))
    return Cap(fields.text("name"), rules, fields.number("most"))
