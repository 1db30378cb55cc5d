"""Choose one of the answers to what a table leaves in doubt."""

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.files.tables.doubts import Doubt
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.keys.moves import MOVES
from kaohe_tui.ui.screens.dialogs.choose import ACCEPT, CANCEL, Choose
from kaohe_tui.words import N_, _

DIGITS = "123456789"
"""The keys of the first nine lines of a numbered list."""


def numbered(place: int, text: str) -> str:
    """Return a line of a list with the digit that chooses it, if one does.

    Args:
        place: of the line, counted from 0.
        text: what it says.
    """
    digit = DIGITS[place : place + 1] or " "
    return f"{digit}  {text}"


class Answers(Choose):
    """The answers to a doubt, each with its digit; the result is the value of one.

    Args:
        doubt: what is asked.
        now: the value of the answer that holds now; the cursor begins there.
    """

    TITLE_MSGID = N_("Answering a question about a table")
    """The screen's name in its help."""
    KEYS = (
        ACCEPT,
        Command(
            tuple(DIGITS),
            "digit",
            N_("that answer"),
            N_("Choose the answer with that number."),
            shown_as="1-9",
        ),
        *MOVES,
        CANCEL,
    )
    """Taking an answer by Enter or its digit, moving, the way back."""

    def __init__(self, doubt: Doubt, now: str) -> None:
        options = [
            (each.value, numbered(place, each.label), _proposed(doubt, each.value))
            for place, each in enumerate(doubt.options)
        ]
        super().__init__(doubt.question, options, now)

    def do_digit(self) -> None:
        """Choose the answer of that number."""
        place = int(self.pressed) - 1
        if place >= self.pick.count:
            raise Refusal(
                "answer-not-offered",
                N_("Only these answers are taken here: press 1 to {last}."),
                last=self.pick.count,
            )
        self.move(place - self.pick.cursor)
        self.do_accept()


def _proposed(doubt: Doubt, value: str) -> str:
    return _("kaohe’s proposal") if value == doubt.proposed else ""
