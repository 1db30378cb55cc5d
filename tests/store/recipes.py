"""Recipes of totals for tests of the store."""

from kaohe_tui.domain.rules.forms.forms import Recipe


def added(slots: int) -> Recipe:
    """Return the recipe of one tier whose total is the sum of the first slots."""
    return (tuple((slot, 1, ()) for slot in range(slots)),)
