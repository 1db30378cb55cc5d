"""Ask before a weighty step, or one that is not taken by habit."""

import sys
from collections.abc import Sequence

import click

from kaohe_tui.cli.frame import Option
from kaohe_tui.cli.printing import complain, one_line
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.words import N_, _, join_sentences

yes_option = click.option(
    "--yes", is_flag=True, cls=Option, help=N_("Do not ask for confirmation; for scripts.")
)
"""``--yes`` for a command that is refused without it where nobody is there to answer."""
agree_option = click.option(
    "--yes", is_flag=True, cls=Option, help=N_("Do not ask first, on a terminal either.")
)
"""``--yes`` for a command that asks only on a terminal, with ``agree``."""


strict_option = click.option(
    "--strict",
    is_flag=True,
    cls=Option,
    help=N_("Refuse where scheme and roster do not fit in all."),
)
"""``--strict`` of a command that warns before anything is frozen."""


def make_sure(consequences: Sequence[str], question: str, *, yes: bool) -> None:
    """Say what a step brings, and wait for a yes.

    Args:
        consequences: what it brings, a sentence each.
        question: asked where somebody is there to answer.
        yes: whether nobody is to be asked.

    Raises:
        Refusal: when the answer is no, or there is nobody to answer.
    """
    if yes:
        return
    if not sys.stdin.isatty():
        how = _("No changes were made: give --yes to do it all the same.")
        raise Refusal("not-confirmed", join_sentences([*consequences, how]))
    for each in consequences:
        complain(one_line(each))
    if not click.confirm(question, err=True):
        raise Refusal("not-confirmed", N_("No changes were made."))


def agree(summary: Sequence[str], *, yes: bool) -> None:
    """Show what is to be done, and wait for a yes where somebody is there to give it.

    A script is not asked: it has named everything on its line.

    Args:
        summary: a line each; empty for a step that asks for nothing.
        yes: whether the line says yes already.

    Raises:
        Refusal: when the yes is refused.
    """
    if yes or not summary or not sys.stdin.isatty():
        return
    for line in summary:
        complain(one_line(line))
    if not click.confirm(_("Is all of this right?"), err=True):
        raise Refusal("not-confirmed", N_("Nothing was changed."))


def check_ground(ground: str, known: Sequence[str], *, yes: bool) -> None:
    """Question a free ground that looks like the number of a document.

    Args:
        ground: as it was typed.
        known: the scheme's grounds; where there are some, another one is refused anyway.
        yes: whether the line says that it is the ground.

    Raises:
        Refusal: when it looks like a document's number and nobody says that it is the ground.
    """
    from kaohe_tui.domain.entries.grounds import is_like_document

    if yes or known or not is_like_document(ground):
        return
    question = _("“{text}” looks like the number of a document. Is it the ground?").format(
        text=ground
    )
    if not sys.stdin.isatty():
        raise Refusal("ground-doubtful", f"{question} " + _("Give --yes if it is."))
    if not click.confirm(question, err=True):
        raise Refusal("not-confirmed", N_("Nothing was changed."))
