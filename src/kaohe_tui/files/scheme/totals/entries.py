"""Read the rules of adjustments, caps, absences and vetoes. Rule: docs/files.md, "scheme.toml"."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from fractions import Fraction

from kaohe_tui.domain.rules.scheme.components import Component, Source
from kaohe_tui.domain.rules.scheme.entries import AdjustmentRule, Veto, VetoEffect
from kaohe_tui.domain.rules.scheme.grades import Grade
from kaohe_tui.domain.text import clean, name_key
from kaohe_tui.files.scheme import checks
from kaohe_tui.files.scheme.grades import not_a_grade
from kaohe_tui.files.toml.fields import Fields
from kaohe_tui.files.toml.keys import listed
from kaohe_tui.words import N_


class _Kind(StrEnum):
    """The kinds of adjustment rules, in the file's words: adding points or taking them off."""

    BONUS = "bonus"
    """The rule adds points."""
    DEDUCTION = "deduction"
    """The rule takes points off."""


def adjustments(root: Fields, components: Sequence[Component]) -> tuple[AdjustmentRule, ...]:
    """Return the rules of bonuses and deductions, in order; may be none.

    Args:
        root: the whole file.
        components: what a total is made of: some rules are within one.
    """
    rules = tuple(map(adjustment, root.many("adjustments")))
    checks.unique(root, "adjustments", "key", [rule.key for rule in rules])
    check_within(root.many("adjustments"), [rule.within for rule in rules], components)
    return rules


def check_within(
    tables: Sequence[Fields], places: Sequence[str], components: Sequence[Component]
) -> None:
    """Refuse a rule or a kind of absence within something that no entry can change.

    Args:
        tables: one for each of them.
        places: the keys of the components that they are within; empty for the total.
        components: what a total is made of.
    """
    open_ones = [c.key for c in components if c.source in (Source.FULL, Source.OFFICE)]
    for fields, place in zip(tables, places, strict=True):
        if place and place not in open_ones:
            raise fields.fault(
                "within",
                "within-wrong",
                N_(
                    "“{key}” is no component of source full or office; choose from: {keys}, or "
                    "leave this key out: then the rule counts on the total."
                ),
                key=place,
                keys=listed(open_ones) or "–",
            )


def adjustment(fields: Fields) -> AdjustmentRule:
    """Return one rule of bonuses or deductions."""
    fields.only(
        "key", "name", "kind", "points", "cap", "levels", "highest", "free", "most", "within"
    )
    levels, is_free = _levels(fields), fields.flag("free")
    if levels and (spare := next(filter(fields.has, ("points", "free", "most")), "")):
        raise fields.fault(
            spare,
            "size-twice",
            N_("The levels say how many points each is worth; leave this key out."),
        )
    if fields.has("most") and not is_free:
        raise fields.fault(
            "most",
            "most-without-free",
            N_("This bounds one entry of a rule with free = true; the limit of others is “cap”."),
        )
    has_points = fields.has("points") or not (levels or is_free)
    return AdjustmentRule(
        key=fields.key(),
        name=fields.text("name"),
        bonus=fields.choice("kind", _Kind) is _Kind.BONUS,
        points=fields.positive("points") if has_points else None,
        cap=fields.number_or_none("cap"),
        within=fields.text("within", ""),
        levels=levels,
        highest=fields.flag("highest"),
        free=is_free,
        most=fields.positive("most") if fields.has("most") else None,
    )


def _levels(fields: Fields) -> Mapping[str, Fraction]:
    """Return the sizes of a rule, by the names of its levels; empty for one of one size."""
    table = fields.one("levels")
    if table is None:
        return {}
    if not table.values:
        raise fields.fault("levels", "list-empty", N_("The list is empty; name at least one."))
    return {clean(str(level)): table.positive(level) for level in table.values}


def vetoes(root: Fields, grades: tuple[Grade, ...]) -> tuple[Veto, ...]:
    """Return the vetoes: those of ``[[vetoes]]``, or the only one of ``[vetoes]``."""
    if isinstance(root.get("vetoes"), list):
        tables = root.many("vetoes")
        items = [_veto(fields, grades, only=False) for fields in tables]
        checks.unique(root, "vetoes", "key", [veto.key for veto in items])
        _check_grounds(tables, items)
        return tuple(items)
    fields = root.one("vetoes")
    return () if fields is None else (_veto(fields, grades, only=True),)


def _veto(fields: Fields, grades: tuple[Grade, ...], *, only: bool) -> Veto:
    if only:
        fields.only("grade", "grounds")
        effect = VetoEffect.GRADE
    else:
        fields.only("key", "name", "effect", "grade", "from", "grounds")
        effect = fields.choice("effect", VetoEffect, VetoEffect.GRADE)
    key, other = ("grade", "from") if effect is VetoEffect.GRADE else ("from", "grade")
    if fields.has(other):
        raise fields.fault(
            other,
            "key-does-not-fit",
            N_("This key says nothing where effect is “{effect}”; use “{key}”."),
            effect=str(effect),
            key=key,
        )
    if effect is VetoEffect.GRADE:
        fields.require(key)
    fields.require("grounds")
    names = [each.name for each in grades]
    grade = fields.text(key, names[0] if names else "")
    if grade not in names:
        raise not_a_grade(fields, key, grade, names)
    grounds = fields.texts("grounds")
    if not grounds:
        raise fields.fault("grounds", "list-empty", N_("The list is empty; name at least one."))
    if only:
        return Veto(grade, grounds)
    return Veto(grade, grounds, effect, fields.key(), fields.text("name"))


def _check_grounds(tables: Sequence[Fields], items: Sequence[Veto]) -> None:
    """Refuse a ground that two vetoes share: nobody could say which of them holds."""
    first: dict[str, Veto] = {}
    for fields, veto in zip(tables, items, strict=True):
        for ground in veto.grounds:
            earlier = first.setdefault(name_key(ground), veto)
            if earlier is not veto:
                raise fields.fault(
                    "grounds",
                    "ground-twice",
                    N_("“{ground}” is a ground of “{earlier}” already; each needs its own."),
                    ground=ground,
                    earlier=earlier.name,
                )
