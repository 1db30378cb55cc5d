"""Read the periods of scheme.toml, and their spans. Rule: docs/files.md, "scheme.toml"."""

from collections.abc import Mapping, Sequence

from kaohe_tui.domain.rules.scheme.components import Component
from kaohe_tui.domain.rules.scheme.periods import Period, PeriodKind, Span
from kaohe_tui.domain.rules.scheme.tiers import Tier
from kaohe_tui.files.scheme.checks import require_some, unique
from kaohe_tui.files.toml.fields import Fields
from kaohe_tui.files.toml.keys import listed
from kaohe_tui.words import N_, _


def periods(root: Fields, rounds: Sequence[Tier], parts: Sequence[Component]) -> tuple[Period, ...]:
    """Return the periods; the last of several is the annual review unless otherwise said.

    Args:
        root: the whole file.
        rounds: the tiers that a period may hold.
        parts: the components that it may hold.
    """
    spans = {each.key: each for each in _spans(root)}
    tables = root.many("periods")
    items = []
    for number, fields in enumerate(tables, 1):
        fields.only("key", "name", "weight", "kind", "of", "tiers", "components")
        last = number == len(tables) > 1
        usual = PeriodKind.ANNUAL if last else PeriodKind.QUARTERLY
        kind = fields.choice("kind", PeriodKind, usual)
        key, name, weight = fields.key(), fields.text("name"), fields.number("weight")
        held, span = _components(fields, parts), _span(fields, spans)
        tier_keys = _tiers(fields, rounds, parts, held)
        items.append(Period(key, name, weight, kind, span, tier_keys, held))
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


def _components(fields: Fields, parts: Sequence[Component]) -> tuple[str, ...] | None:
    """Return the keys of the components that the period holds; None where it names none."""
    if not fields.has("components"):
        return None
    keys, known = fields.texts("components"), [part.key for part in parts]
    if unknown := next((key for key in keys if key not in known), None) if keys else "":
        raise fields.fault(
            "components",
            "period-component-unknown",
            N_("There is no component of the key “{key}”; choose from: {keys}."),
            key=unknown,
            keys=listed(known) or _("none"),
        )
    if not keys:
        raise fields.fault("components", "list-empty", N_("The list is empty; name at least one."))
    return tuple(key for key in known if key in keys)


def _tiers(
    fields: Fields,
    rounds: Sequence[Tier],
    parts: Sequence[Component],
    held: tuple[str, ...] | None,
) -> tuple[str, ...] | None:
    """Return the keys of the tiers that the period holds, in the scheme's order; None for all.

    Args:
        fields: the period's table.
        rounds: the tiers that there are.
        parts: the components that there are.
        held: those that the period names; their tiers are held where it names none.
    """
    own = known = [tier.key for tier in rounds]
    if held is not None:
        own = [key for part in parts if part.key in held for key in part.tiers]
    if not fields.has("tiers"):
        return None if own == known else tuple(key for key in known if key in own)
    keys = fields.texts("tiers")
    if idle := [key for key in keys if key in known and key not in own]:
        raise fields.fault(
            "tiers",
            "period-tier-idle",
            N_(
                "The tier “{key}” is in no component that this period holds; its ballots would "
                "count nowhere. Name its component too, or leave the tier out."
            ),
            key=idle[0],
        )
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
