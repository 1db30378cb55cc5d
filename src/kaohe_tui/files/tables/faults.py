"""Collect what is wrong in a file, so that all of it is told at once."""

from collections.abc import Callable
from typing import TypeVar

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.words import _n

MOST = 30
"""The number of faults, or of doubts, that one refusal names at most."""
Result = TypeVar("Result")


class Faults:
    """The faults of one file."""

    def __init__(self) -> None:
        self._refusals: list[Refusal] = []
        self.count = 0
        """The number of faults, of those too that are not named."""

    @property
    def are_enough(self) -> bool:
        """Whether as many are kept as one refusal names: further ones are only counted."""
        return self.count >= MOST

    def add(self, refusal: Refusal) -> None:
        """Add a fault, with its place in it."""
        if not self.are_enough:
            self._refusals.append(refusal)
        self.count += 1

    def trying(self, read: Callable[[], Result]) -> Result | None:
        """Return what ``read`` returns; None, and one fault more, where it refuses."""
        try:
            return read()
        except Refusal as refusal:
            self.add(refusal)
            return None

    def sort(self) -> None:
        """Put the faults in the order of the file's lines, where several looked for them."""

        def line_of(refusal: Refusal) -> int:
            line = refusal.values.get("line")
            return line if isinstance(line, int) else 0

        self._refusals.sort(key=line_of)

    def check(self) -> None:
        """Refuse the file where there is any fault.

        Raises:
            Refusal: the fault itself where it is the only one; else all, a line each, at most
                ``MOST``, and the number of the rest.
        """
        match self._refusals:
            case []:
                return
            case [only]:
                raise only
            case refusals:
                lines = [str(each) for each in refusals]
                if (more := self.count - MOST) > 0:
                    rest = _n("and {count} fault more", "and {count} faults more", more)
                    lines.append(rest.format(count=more))
                raise Refusal("lines-wrong", "\n".join(lines))

    def __bool__(self) -> bool:
        return bool(self._refusals)
