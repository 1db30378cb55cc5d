"""Read components that are a share of ratings. Rule: docs/files.md, "scheme.toml"."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from kaohe_tui.domain.numbers import plain
from kaohe_tui.domain.rules.scheme.components import Component, Source
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.rules.scheme.tiers import Marks, Tier
from kaohe_tui.files.toml.fields import Fields, exact
from kaohe_tui.files.toml.keys import listed
from kaohe_tui.words import N_

_HUNDRED = 100


def tiers_of(root: Fields) -> frozenset[str]:
    """Return the keys of the tiers that count by a share of their ratings, and weigh nothing.

    Raises:
        Refusal: where a component names a tier that there is not.
    """
    tables = root.many("components")
    of_share = [each for each in tables if each.choice("source", Source) is Source.SHARE]
    known = [str(each.get("key")) for each in root.many("tiers")]
    return frozenset(tier_in(fields, "tier", fields.text("tier"), known) for fields in of_share)


def tier_in(fields: Fields, place: str, key: str, known: Sequence[str]) -> str:
    """Return a tier's key that stands under ``place``; refuse one that is none of the tiers'."""
    if key not in known:
        raise fields.fault(
            place,
            "tier-of-component-unknown",
            N_("There is no tier “{key}”; choose from: {keys}."),
            key=key,
            keys=listed(known),
        )
    return key


def bands(fields: Fields) -> tuple[tuple[Fraction, Fraction], ...]:
    """Return (least per cent, points) from the highest down; none where the share is a part."""
    value = fields.get("bands")
    if value is None:
        return ()
    pairs = value if isinstance(value, list) else [None]
    rows = [
        (exact(row[0]), exact(row[1])) for row in pairs if isinstance(row, list) and len(row) == 2
    ]
    read = tuple((low, points) for low, points in rows if low is not None and points is not None)
    falling = all(high[0] > low[0] and high[1] > low[1] for high, low in pairwise(read))
    if not read or len(read) != len(pairs) or not falling or read[0][0] > _HUNDRED:
        raise fields.fault(
            "bands",
            "bands-wrong",
            N_(
                "Give pairs of per cent and points, both falling: [[85, 7], [70, 5]] is 7 points "
                "from 85 % on, 5 from 70 %, none below."
            ),
        )
    return read


def check(root: Fields, scheme: Scheme) -> None:
    """Refuse shares of levels that no rating has, and bands of more than there is."""
    for fields, each in zip(root.many("components"), scheme.components, strict=False):
        if each.source is Source.SHARE:
            _check_level(fields, scheme, each)
            least = min(each.points.values())
            if each.bands and each.bands[0][1] > least:
                raise fields.fault(
                    "bands",
                    "band-above-points",
                    N_("The best band gives {most} points, more than the {points} there are."),
                    most=plain(each.bands[0][1]),
                    points=plain(least),
                )


def _check_level(fields: Fields, scheme: Scheme, component: Component) -> None:
    tier = scheme.tier(component.tiers[0])
    if not _gives_levels(scheme, tier):
        raise fields.fault(
            "tier",
            "share-without-levels",
            N_("The ratings of “{tier}” have no level to count; set its marks to “overall”."),
            tier=tier.name,
        )
    names = [level.name for level in scheme.levels]
    if component.level not in names:
        raise fields.fault(
            "level",
            "level-of-share-unknown",
            N_("“{level}” is not a level; choose from: {levels}."),
            level=component.level,
            levels=listed(names),
        )


def _gives_levels(scheme: Scheme, tier: Tier) -> bool:
    """Return whether each rating of a tier has one level: it is keyed, or its total means one."""
    is_by_bands = bool(scheme.levels) and all(each.low is not None for each in scheme.levels)
    return tier.marks is Marks.OVERALL or (is_by_bands and tier.marks is not Marks.LEVELS)
