"""Carry out a change of what was entered; first say what follows from it, and ask."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

import click

from kaohe_tui.cli.asking import agree
from kaohe_tui.cli.copying import copy_before
from kaohe_tui.cli.frame import Option
from kaohe_tui.cli.printing import one_line, say
from kaohe_tui.words import N_

if TYPE_CHECKING:
    from kaohe_tui.services.room.room import Room

_Made = TypeVar("_Made")
why_option = click.option(
    "--reason",
    cls=Option,
    metavar="TEXT",
    default="",
    help=N_("Why the result of a closed period changes."),
)
"""``--reason`` of a command that may change the result of a closed period."""


def carried_out(
    room: "Room",
    period: str,
    do: Callable[["Room"], _Made],
    *,
    about: Sequence[str] = (),
    yes: bool,
) -> _Made:
    """Do it; first tell what it changes in a closed period's result and what it makes lapse.

    Whether that is all right is asked.

    Args:
        room: the room.
        period: the period's key, or ``YEAR``.
        do: does it.
        about: what is to be done, a line each, where it was not shown already.
        yes: do not ask.

    Raises:
        Refusal: when it is refused; then nothing has changed.
    """
    from kaohe_tui.cli.show.entries import say_differences, told_differences
    from kaohe_tui.domain.entries.entries import YEAR
    from kaohe_tui.services.result import freezing
    from kaohe_tui.services.result.lapses import lapses

    lapsing = lapses(room, period, do)
    if period == YEAR or not room.period(period).steps.closed:
        agree([*about, *lapsing] if lapsing else (), yes=yes)
        outcome = do(room)
    else:
        differing = freezing.preview(room, period, do)
        agree([*about, *told_differences(differing), *lapsing], yes=yes)
        with copy_before(room, "correction"):
            outcome = do(room)
        say_differences(differing)
    for each in lapsing:
        say(one_line(each))
    return outcome
