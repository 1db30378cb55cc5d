"""Measure how wide the cells of a table of standings must be, whatever the ratings say."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from kaohe_tui.domain.numbers import shown
from kaohe_tui.domain.rules.people import called
from kaohe_tui.domain.standings.rows import Population
from kaohe_tui.domain.width import cell_width

NAME_LEAST = 8
"""Cells of a name at least."""
SECTION_MOST = 12
"""Cells of a section at most, while other columns want them."""


@dataclass(frozen=True, slots=True)
class Measures:
    """The cells that the texts of a population take."""

    namesakes: frozenset[str]
    """Names that several people have, as ``people.shared_names`` has them."""
    name: int
    """Cells of the names, those of namesakes with the code."""
    section: int
    """Cells of the sections; 0: nobody has one."""
    bonus: int
    """Cells of the largest bonus; 0: nobody has one."""
    deduction: int
    """Cells of the largest deduction; 0: nobody has one."""


# A table is laid out again at every change of the standings; its people stay the same all evening.
@lru_cache(maxsize=8)
def measures(population: Population, decimals: int) -> Measures:
    """Measure everybody, once.

    Args:
        population: who is listed.
        decimals: of a bonus and a deduction.
    """
    people = population.people
    namesakes = population.namesakes
    return Measures(
        namesakes,
        _widest((called(person, namesakes) for person in people), NAME_LEAST),
        _widest((person.section for person in people), 0),
        len(signed("+", population.most_bonus, decimals)),
        len(signed("−", population.most_deduction, decimals)),
    )


def signed(sign: str, value: Fraction, decimals: int) -> str:
    """Write a bonus or a deduction with its sign; empty for 0."""
    return sign + shown(value, decimals) if value else ""


def _widest(texts: Iterable[str], default: int) -> int:
    return max(map(cell_width, texts), default=default)
