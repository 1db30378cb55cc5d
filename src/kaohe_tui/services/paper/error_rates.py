"""Count how well each clerk keyed, from the forms that were keyed twice."""

from dataclasses import dataclass

from kaohe_tui.domain.paper import double_entry
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.paper import comparisons


@dataclass(frozen=True, slots=True)
class ErrorRate:
    """How well one clerk keyed."""

    clerk: str
    """The clerk's name."""
    forms: int
    """The number of forms that the clerk keyed and that were compared."""
    cells: int
    """The number of cells on these forms."""
    wrong: int
    """The number of cells that were settled otherwise than the clerk keyed."""

    @property
    def percent(self) -> str:
        """Wrong cells in a hundred, to two decimals, half up."""
        return double_entry.rate(self.wrong, self.cells) or "0.00"


def error_rates(room: Room, period: str | None = None) -> tuple[ErrorRate, ...]:
    """Return how well each clerk keyed, in one period or in all, sorted by name.

    Raises:
        Refusal: when the scheme has no such period.
    """
    number = None
    if period is not None and (number := room.period(period).id) is None:
        return ()
    with room.database.reading() as tx:
        compared = comparisons.comparisons(tx, number)
    sums: dict[str, list[int]] = {}
    for each in compared:
        sides = ((each.first_by, each.first_wrong), (each.second_by, each.second_wrong))
        for clerk, count in sides:
            before = sums.setdefault(clerk, [0, 0, 0])
            sums[clerk] = [before[0] + 1, before[1] + each.cells, before[2] + count]
    return tuple(ErrorRate(clerk, *sums[clerk]) for clerk in sorted(sums))
