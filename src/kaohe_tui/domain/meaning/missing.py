"""Tell what happens where a rating, a tier, a component or a factor is missing."""

from collections.abc import Iterator
from fractions import Fraction

from kaohe_tui.domain.meaning.worth import kinds_of_people
from kaohe_tui.domain.numbers import plain
from kaohe_tui.domain.rules.class_weights import summed
from kaohe_tui.domain.rules.scheme.scheme import Method, Scheme
from kaohe_tui.words import _


def sentences(scheme: Scheme) -> Iterator[str]:
    """Yield what happens, a sentence for each thing that may be missing."""
    if scheme.tiers:
        yield _(
            "While ratings are outstanding, the total is provisional. A tier that lacks ratings "
            "is closed with a reason only."
        )
        yield _(
            "Who abstains, is recused, or has a void ballot gives no rating: the mean is that "
            "of the other ratings, and nothing counts as zero."
        )
        yield from _tiers(scheme)
    if scheme.components:
        yield _(
            "A component without a figure or rating is never a zero. The person stays "
            "provisional, and the period is closed with a reason only; then the other components "
            "share {full} points in proportion."
        ).format(full=scheme.full)
    zero = [each.name for each in scheme.components if each.zero_if_missing]
    if zero:
        sentence = _("Missing, these count 0, as the scheme says: {components}.")
        yield sentence.format(components=_(", ").join(zero))
    if scheme.factors:
        yield _("A factor that nobody entered keeps people provisional; after closing it is 1.")


def _tiers(scheme: Scheme) -> Iterator[str]:
    if scheme.method is Method.PARTICIPATION:
        yield _("A tier in which nobody rated a person is left out: it adds nothing and counts 0 "
                "ratings.")  # fmt: skip
        return
    yield _(
        "A tier in which nobody rated a person is left out: the person's other tiers share its "
        "weight in proportion."
    )
    keys = summed(scheme)[0] if summed(scheme) else ()
    for people in kinds_of_people(scheme):
        beside = [(tier, weight) for tier, weight in people.tiers if tier.key in keys]
        if len(beside) > 1:
            (tier, weight), *others = beside
            rest = sum((each for _tier, each in others), Fraction(0))
            yield _(
                "For example {people} without “{tier}” (weight {weight}): the mean over the other "
                "weights, which add up to {rest}."
            ).format(people=people.name, tier=tier.name, weight=plain(weight), rest=plain(rest))
            return
