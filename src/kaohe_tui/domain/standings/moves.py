"""Compare two standings: places won and lost, computed on demand."""

from collections.abc import Iterator, Mapping

from kaohe_tui.domain.standings.rows import Rows


class Moves(Mapping[str, int]):
    """Code -> places won (positive) or lost; people who stayed, came or went are left out.

    Always true: it is built only where somebody moved, so that no walk through all is needed to see
    whether there is anything. To ask for one person costs nothing more in a long list.

    Args:
        before: the rows before.
        after: the rows now.
    """

    def __init__(self, before: Rows, after: Rows) -> None:
        """Keep both lists; nothing is compared yet."""
        self._before = before
        self._after = after

    def __bool__(self) -> bool:
        return True

    def __getitem__(self, code: str) -> int:
        old, new = self._before.rank_of(code), self._after.rank_of(code)
        if old is None or new is None or old == new:
            raise KeyError(code)
        return old - new

    def __iter__(self) -> Iterator[str]:
        return (row.person.code for row in self._after if row.person.code in self)

    def __len__(self) -> int:
        return sum(1 for _code in self)


def moves_between(before: Rows, after: Rows) -> Mapping[str, int]:
    """Return the places won and lost between any two rows.

    Empty where nobody moved, which takes a look at everybody.
    """
    moves = Moves(before, after)
    return moves if any(True for _code in moves) else {}
