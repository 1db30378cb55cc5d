"""Write a tier's rules in words: what is trimmed, and how many ratings it needs to count."""

from kaohe_tui.domain.rules.scheme.tiers import Tier
from kaohe_tui.words import _, _n


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
