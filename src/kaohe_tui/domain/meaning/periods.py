"""Tell what each period holds, and how the year is made of them."""

from collections.abc import Iterator

from kaohe_tui.domain.numbers import plain
from kaohe_tui.domain.rules.scheme.periods import Period, Span
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.year.spans import parts
from kaohe_tui.words import _, join_sentences


def sentences(scheme: Scheme) -> Iterator[str]:
    """Yield how the year is weighed, then what only some tiers make."""
    whole = parts(scheme.periods)
    if len(whole) == 1 and isinstance(whole[0], Period):
        yield _("The year has one period, “{period}”, whose total is the year's.").format(
            period=whole[0].name
        )
    else:
        weighed = _weights([part for part in whole if part.weight])
        yield _("The year is the weighted mean of {parts}.").format(parts=weighed)
        for span in (part for part in whole if isinstance(part, Span)):
            inside = [period for period in scheme.periods if period.span == span]
            sentence = _("“{span}” is the weighted mean of {parts}.")
            yield sentence.format(span=span.name, parts=_weights(inside))
        if idle := [period.name for period in scheme.periods if not period.weighs]:
            sentence = _("Without a weight in the year: {periods}.")
            yield sentence.format(periods=_(", ").join(idle))
        yield _("A period without a total is left out, and the others share its weight.")
    for period in scheme.periods:
        if sentence := _held(scheme, period):
            yield sentence


def _weights(weighed: list[Period | Span] | list[Period]) -> str:
    one = _("“{name}” (weight {weight})")
    return _(", ").join(one.format(name=p.name, weight=plain(p.weight)) for p in weighed)


def _held(scheme: Scheme, period: Period) -> str:
    """Say which tiers and components a period holds; empty where it holds all."""
    parts = []
    if period.tiers is not None and not period.tiers:
        sentence = _("“{period}” holds no tier, and is opened and closed as a whole.")
        parts.append(sentence.format(period=period.name))
    elif period.tiers is not None:
        tiers = _(", ").join(scheme.tier(key).name for key in period.tiers)
        sentence = _("“{period}” holds these tiers only: {tiers}.")
        parts += [sentence.format(period=period.name, tiers=tiers)]
        parts += [_("Their weights count in proportion.")]
    if period.components is not None:
        names = _(", ").join(scheme.part(key).name for key in period.components)
        sentence = _("“{period}” holds these components only: {components}.")
        parts.append(sentence.format(period=period.name, components=names))
    return join_sentences(parts)
