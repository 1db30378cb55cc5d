"""Read the periods of scheme.toml, and their spans. Rule: docs/files.md, "scheme.toml"."""

from collections.abc import Mapping, Sequence

from kaohe_tui.domain.rules.scheme.periods import Period, PeriodKind, Span
from kaohe_tui.domain.rules.scheme.tiers import Tier
from kaohe_tui.files.scheme.checks import require_some, unique
from kaohe_tui.files.toml.fields import Fields
from kaohe_tui.files.toml.keys import listed
from kaohe_tui.words import N_, _


def periods(root: Fields, rounds: Sequence[Tier]) -> tuple[Period, ...]:
    """Return the periods; the last of several is the annual review unless otherwise said."""
    spans = {each.key: each for each in _spans(root)}
    tables = root.many("periods")
    items = []
    for number, fields in enumerate(tables, 1):
        fields.only("key", "name", "weight", "kind", "of", "tiers")
        last = number == len(tables) > 1
        usual = PeriodKind.ANNUAL if last else PeriodKind.QUARTERLY
        kind = fields.choice("kind", PeriodKind, usual)
        key, name, weight = fields.key(), fields.text("name"), fields.number("weight")
        items.append(Period(key, name, weight, kind, _span(fields, spans), _tiers(fields, rounds)))
    _check(root, items, tuple(spans.values()))
    return tuple(items)


def _spans(root: Fields) -> tuple[Span, ...]:
    tables = root.many("spans")
    for fields in tables:
        fields.only("key", "name", "weight")
    spans = tuple(Span(each.key(), each.text("name"), each.number("weight")) for each in tables)
    unique(root, "spans", "key", [each.key for each in spans])
    unique(root, "spans", "name", [each.name for each in spans])
    return spans


def _span(fields: Fields, spans: Mapping[str, Span]) -> Span | None:
    if not fields.has("of"):
        return None
    key = fields.text("of")
    if key in spans:
        return spans[key]
    raise fields.fault(
        "of",
        "span-unknown",
        N_("There is no [[spans]] of the key “{key}”; those there are: {keys}."),
        key=key,
        keys=listed(spans) or _("none"),
    )


def _tiers(fields: Fields, rounds: Sequence[Tier]) -> tuple[str, ...] | None:
    """Return the keys of the tiers that the period holds, in the scheme's order; None for all."""
    if not fields.has("tiers"):
        return None
    keys, known = fields.texts("tiers"), [tier.key for tier in rounds]
    for key in keys:
        if key not in known:
            raise fields.fault(
                "tiers",
                "period-tier-unknown",
                N_("There is no tier of the key “{key}”; choose from: {keys}."),
                key=key,
                keys=listed(known),
            )
    return tuple(key for key in known if key in keys)


def _check(root: Fields, items: Sequence[Period], spans: Sequence[Span]) -> None:
    """Refuse periods of equal key or name, an empty span, and weights that come to nothing.

    A period and a span do not share a name either: both head columns of the year.
    """
    require_some(root, "periods", items)
    unique(root, "periods", "key", [each.key for each in items])
    unique(root, "periods", "name", [each.name for each in items])
    for fields, span in zip(root.many("spans"), spans, strict=True):
        own = [each for each in items if each.span == span]
        if any(each.name == span.name for each in items):
            raise fields.fault(
                "name",
                "span-named-as-period",
                N_("A period is called “{name}” too; give the span another name."),
                name=span.name,
            )
        if not own:
            raise fields.fault(
                "key",
                "span-empty",
                N_("No period is of this span; give one of = “{key}”, or take the span out."),
                key=span.key,
            )
        if not any(each.weight for each in own):
            raise fields.fault(
                "key",
                "span-without-weight",
                N_("Some period of this span needs a weight of more than 0."),
            )
    if not any(each.weighs for each in items):
        alone = any(each.span is None for each in items) or not spans
        raise root.many("periods" if alone else "spans")[0].fault(
            "weight", "weights-all-zero", N_("Some weight must be more than 0.")
        )
