"""Find what does not fit between scheme and roster, before a tier is opened or when it closes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kaohe_tui.services.room.period import PeriodRoom


def unfit_of(period_room: "PeriodRoom", tier: str) -> Sequence[str]:
    """Return what does not fit: of a period that is begun, or of one tier; a sentence each."""
    from kaohe_tui.domain.rules.warnings import warnings

    if tier:
        return unrated_in(period_room, tier)
    return warnings(period_room.scheme, period_room.roster, period_room.recused)


def unrated_in(period_room: "PeriodRoom", tier: str = "") -> list[str]:
    """Return a sentence for each group that nobody rates, in one tier or in any."""
    from kaohe_tui.domain.rules.nobody import unrated

    pairs = unrated(period_room.scheme, period_room.roster, period_room.recused)
    return [each.told for each in pairs if not tier or each.tier.key == tier]
