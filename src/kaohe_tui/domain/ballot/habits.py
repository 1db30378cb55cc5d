"""Know what fingers do after a key that needed no more: what belongs to it is no other mark."""

from dataclasses import dataclass

from kaohe_tui.domain.ballot.cell import TYPED, takes_points
from kaohe_tui.domain.ballot.cursor import MOVES
from kaohe_tui.domain.ballot.effect import Outcome
from kaohe_tui.domain.ballot.pending import Place
from kaohe_tui.words import _

_AFTER_A_MARK = frozenset(["enter", "space", " ", "tab"])
"""The keys that end a mark which is not finished by itself."""


@dataclass(frozen=True, slots=True)
class Typing:
    """The place in which a key is typed."""

    cell: tuple[int, int]
    """(row, column) of the cursor."""
    at_end: bool
    """True while the cursor is on the line below the last row."""
    text: str
    """The characters typed in the cell that are not yet a mark."""
    step: int
    """The smallest unit of a mark, in tenths of a point."""


@dataclass(slots=True)
class Habits:
    """The keys that habit may add to the last one."""

    moved_on: str = ""
    """The last key, where it finished its cell and took the cursor along by itself."""
    is_pointed: bool = False
    """Whether a point was typed where marks are whole: what follows it belongs to it."""
    halved: Place | None = None
    """The cell in which the last key, a point, added the half."""
    short: tuple[int, int] | None = None
    """The cell that the last key filled with one digit where two were possible."""

    def answer(self, key: str, typing: Typing) -> Outcome | None:
        """Take a key that belongs to the one before; None: it means what it says."""
        if key != "0":
            self.halved = None
        outcome = self._pointless(key, typing)
        return self._after_moving_on(key, typing) if outcome is None else outcome

    def _pointless(self, key: str, typing: Typing) -> Outcome | None:
        """Refuse a point where marks are whole, and all that belongs to it.

        The decimals behind it would else make another mark, of this cell or of the next one; and
        Backspace, which takes the point back, would take away what was typed before.
        """
        was_pointed, self.is_pointed = self.is_pointed, False
        cell = frozenset({typing.cell})
        if key == "." and not typing.at_end and not takes_points(typing.step):
            self.is_pointed = True
            return Outcome(cell, no_point(), refused=True)
        if was_pointed and (key in TYPED or (typing.text and key in MOVES)):
            self.is_pointed = True
            sentence = _("What follows the point is not taken; Backspace, then type the mark.")
            return Outcome(cell, sentence, refused=True)
        return Outcome(cell) if was_pointed and key == "backspace" else None

    def _after_moving_on(self, key: str, typing: Typing) -> Outcome | None:
        """Ignore a key that belongs to the mark just finished, though it needed none.

        Enter after a mark that has moved on by itself: taken as a step it would skip a cell, and
        all that follows would stand beside its place. A 5 after the point that added the half:
        taken as a mark it would stand in the next cell.
        """
        moved_on, self.moved_on = self.moved_on, ""
        if moved_on and key in _AFTER_A_MARK and not typing.at_end:
            return Outcome()
        if moved_on == "." and key == "5":
            self.moved_on = "5"
            return Outcome(says=_("The point has already added the half: this 5 is ignored."))
        return None


def no_point() -> str:
    """Say that a point is refused."""
    return _("Marks are whole numbers here: the point is not taken.")
