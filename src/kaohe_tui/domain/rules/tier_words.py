"""Write a tier's rules in words: whom raters rate, its weight, what is trimmed, what counts."""

from kaohe_tui.domain.numbers import plain
from kaohe_tui.domain.rules.scheme.classes import ByClass
from kaohe_tui.domain.rules.scheme.scheme import Method, Scheme
from kaohe_tui.domain.rules.scheme.tiers import Scope, Tier
from kaohe_tui.words import N_, _, _n

_SCOPES = {
    Scope.ALL: N_("across all sections"),
    Scope.SECTION: N_("within the own section only"),
    Scope.OTHER_SECTIONS: N_("only people of other sections"),
    Scope.SUPERVISED: N_("only the people one supervises"),
    Scope.UNSUPERVISED: N_("only people one does not supervise"),
    Scope.SELF: N_("only oneself"),
}
_PARTS = {
    Scope.ALL: N_("all sections"),
    Scope.SECTION: N_("own section"),
    Scope.OTHER_SECTIONS: N_("other sections"),
    Scope.SUPERVISED: N_("people supervised"),
    Scope.UNSUPERVISED: N_("people not supervised"),
    Scope.SELF: N_("oneself"),
}
"""What each scope adds where a tier has several."""


def scope_words(tier: Tier) -> str:
    """Say whom raters rate."""
    if len(tier.scopes) == 1:
        return _(_SCOPES[min(tier.scopes)])
    named = (_(words) for scope, words in _PARTS.items() if scope in tier.scopes)
    return _("rated: {people}").format(people=_(", ").join(named))


def weight_numbers(tier: Tier) -> str:
    """Write the tier's weight as short as can be: a number, or those of the classes (40/30)."""
    if isinstance(tier.weight, ByClass):
        return "/".join(plain(number) for _class, number in tier.weight.of)
    return plain(tier.weight)


def short_weight(scheme: Scheme, tier: Tier) -> str:
    """Write the tier's weight, as the method of the scheme means it, as short as can be."""
    if not tier.weight:
        return _("counts by share")
    return _weight(scheme).format(weight=weight_numbers(tier))


def _weight(scheme: Scheme) -> str:
    by_tiers = scheme.method is Method.TIERS
    return _("weight {weight}") if by_tiers else _("counts {weight} times")


def weight_words(scheme: Scheme, tier: Tier) -> str:
    """Write the tier's weight, as the method of the scheme means it; by class where it goes so."""
    if not isinstance(tier.weight, ByClass):
        return short_weight(scheme, tier)
    sentence = _weight(scheme)
    return _(", ").join(
        _("{name}: {sentence}").format(
            name=scheme.class_name(one), sentence=sentence.format(weight=plain(number))
        )
        for one, number in tier.weight.of
    )


def trim_words(tier: Tier) -> str:
    """Say on a line how many totals are trimmed, and from how many ratings on."""
    if not tier.trim:
        return _("nothing trimmed")
    sentence = _n(
        "highest and lowest total trimmed",
        "the {count} highest and {count} lowest totals trimmed",
        tier.trim,
    )
    if tier.trim_from:
        sentence = _n(
            "highest and lowest total trimmed from {least} ratings on",
            "the {count} highest and {count} lowest totals trimmed from {least} ratings on",
            tier.trim,
        )
    return sentence.format(count=tier.trim, least=tier.trims_from)


def least_words(tier: Tier) -> str:
    """Say on a line from how many ratings on the tier counts; empty where any number does."""
    if tier.min_ratings < 2:
        return ""
    return _("counts from {least} ratings on").format(least=tier.min_ratings)


def too_few(tier: Tier, ratings: int) -> str:
    """Say that a tier does not count for a person who has fewer ratings than it needs."""
    return _n(
        "“{tier}” has {count} rating, and needs {least} to count: it is left out of both sums.",
        "“{tier}” has {count} ratings, and needs {least} to count: it is left out of both sums.",
        ratings,
    ).format(tier=tier.name, count=ratings, least=tier.min_ratings)
