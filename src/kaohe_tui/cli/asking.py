"""Ask before a step that is not taken by habit."""

import sys
from collections.abc import Sequence

import click

from kaohe_tui.cli.frame import Option
from kaohe_tui.cli.printing import complain, one_line
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.words import N_, _

yes_option = click.option(
    "--yes", is_flag=True, cls=Option, help=N_("Do not ask for confirmation; for scripts.")
)
"""``--yes`` for a command that otherwise asks with ``make_sure``."""


def make_sure(told: Sequence[str], question: str, *, yes: bool) -> None:
    """Say what a step brings, and wait for a yes.

    Args:
        told: what it brings, a sentence each.
        question: asked where somebody is there to answer.
        yes: whether nobody is to be asked.

    Raises:
        Refusal: when the answer is no, or there is nobody to answer.
    """
    if yes:
        return
    if not sys.stdin.isatty():
        how = _("No changes were made: give --yes to do it all the same.")
        raise Refusal(" ".join([*told, how]))
    for each in told:
        complain(one_line(each))
    if not click.confirm(question, err=True):
        raise Refusal(_("No changes were made."))
