"""Check that the weights of tiers add up, for each class where they go by class."""

from fractions import Fraction

from kaohe_tui.domain.numbers import plain
from kaohe_tui.domain.rules.class_weights import (
    WHOLE,
    is_by_class,
    weighed_classes,
    weights_for,
)
from kaohe_tui.domain.rules.people import Role
from kaohe_tui.domain.rules.scheme.classes import ByClass
from kaohe_tui.domain.rules.scheme.scheme import Method, Scheme
from kaohe_tui.files.toml.fields import Fields
from kaohe_tui.words import N_

_ROLES = frozenset(map(str, Role))


def check(root: Fields, scheme: Scheme) -> None:
    """Refuse weights that do not add up to 100, and tables without a role that is rated.

    What depends on who is in which group is asked where the roster is known
    (``domain.rules.class_weights.check_people``).
    """
    for fields, tier in zip(root.many("tiers"), scheme.tiers, strict=True):
        if isinstance(tier.weight, ByClass):
            _check_table(fields, scheme, tier.weight, tier.ratees)
    if scheme.method is not Method.TIERS:
        return
    if not is_by_class(scheme):
        weights = (tier.weight for tier in scheme.tiers)
        total = sum((each for each in weights if isinstance(each, Fraction)), Fraction(0))
        if total != WHOLE:
            raise root.many("tiers")[0].fault(
                "weight",
                "weights-sum-wrong",
                N_("The weights add up to {total}, not to 100."),
                total=plain(total),
            )
        return
    for one in weighed_classes(scheme):
        total = sum((weight for _tier, weight in weights_for(scheme, one)), Fraction(0))
        if _is_certain(scheme, one) and total != WHOLE:
            raise root.many("tiers")[0].fault(
                "weight",
                "weights-of-class-wrong",
                N_("The weights for {name} add up to {total}, not to 100."),
                name=scheme.class_name(one),
                total=plain(total),
            )


def _check_table(fields: Fields, scheme: Scheme, weight: ByClass, ratees: frozenset[str]) -> None:
    if _ROLES.issuperset(weight.classes) and (missing := ratees - set(weight.classes)):
        raise fields.fault(
            "weight",
            "weight-of-class-missing",
            N_("There is no weight for {name}, who would be rated in this tier."),
            name=scheme.class_name(min(missing)),
        )
    for one in weight.classes:
        if one in _ROLES and one not in ratees and _ROLES.issuperset(ratees):
            raise fields.fault(
                "weight",
                "weight-of-unrated",
                N_("There is a weight for {name}, who would not be rated in this tier."),
                name=scheme.class_name(one),
            )


def _is_certain(scheme: Scheme, one: str) -> bool:
    """Return whether what the tiers weigh for a class is known without a roster.

    It is not where a tier may have its people rated by another name: as a group, or by their roles.
    """
    for tier in scheme.tiers:
        named = tier.weight.classes if isinstance(tier.weight, ByClass) else tuple(tier.ratees)
        is_of_roles = _ROLES.issuperset(named) and _ROLES.issuperset(tier.ratees)
        if one not in named and not (one in _ROLES and is_of_roles):
            return False
    return True
