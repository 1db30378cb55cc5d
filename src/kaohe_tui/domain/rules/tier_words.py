"""Write a tier's rules in words: whom raters rate, its weight, its limits, what counts."""

from collections.abc import Iterator

from kaohe_tui.domain.numbers import plain
from kaohe_tui.domain.rules.scheme.classes import ByClass
from kaohe_tui.domain.rules.scheme.limits import Limit, OnBreak
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


def limits_words(tier: Tier) -> str:
    """Say in a sentence what each ballot is held to; empty where it is held to nothing."""
    rules = _("; ").join(map(_limit_words, tier.limits))
    return _("Limits of a ballot: {rules}.").format(rules=rules) if rules else ""


def counted_words(limit: Limit) -> str:
    """Say what a limit counts: a level, or totals of a range; empty where it counts nothing."""
    low, below = (None if each is None else plain(each) for each in (limit.low, limit.below))
    if limit.level:
        return limit.level
    if low is not None and below is not None:
        return _("{low} to below {below} points").format(low=low, below=below)
    if low is not None:
        return _("{low} points or more").format(low=low)
    return _("below {below} points").format(below=below) if below is not None else ""


def _limit_words(limit: Limit) -> str:
    words = _(", ").join(_parts_of(limit))
    if limit.by_section:
        words = _("in each section {rule}").format(rule=words)
    if limit.on_break is OnBreak.VOID:
        words = _("{rule} (otherwise the ballot is void)").format(rule=words)
    return words


def _parts_of(limit: Limit) -> Iterator[str]:
    if limit.counts:
        bounds = _(", ").join(_bounds(limit))
        yield _("{what} {bounds}").format(what=counted_words(limit), bounds=bounds)
    if not limit.all_equal:
        yield _("not the same total for all")
    if not limit.all_full:
        yield _("not full marks for all")


def _bounds(limit: Limit) -> Iterator[str]:
    """Say how many there may or must be."""
    if limit.at_most is not None:
        yield _n("for at most {count} person", "for at most {count} people", limit.at_most).format(
            count=limit.at_most
        )
    if limit.at_most_percent is not None:
        sentence = _("for at most {percent}% of those rated, rounded down")
        yield sentence.format(percent=plain(limit.at_most_percent))
    if limit.at_least is not None:
        yield _n(
            "for at least {count} person", "for at least {count} people", limit.at_least
        ).format(count=limit.at_least)
    if limit.at_least_percent is not None:
        sentence = _("for at least {percent}% of those rated, rounded up")
        yield sentence.format(percent=plain(limit.at_least_percent))
