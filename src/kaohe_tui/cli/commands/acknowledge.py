"""Acknowledge what a program other than kaohe changed."""

import sys
from collections.abc import Sequence

import click

from kaohe_tui.cli.asking import yes_option
from kaohe_tui.cli.frame import Command, Option, command, entered, json_option, with_common_options
from kaohe_tui.cli.printing import complain, one_line, say, say_json
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.words import N_, _


@click.command(cls=Command, help=N_("Acknowledge changes made by a program other than kaohe."))
@click.option(
    "--reason",
    cls=Option,
    metavar="TEXT",
    required=True,
    help=N_("What was changed, by whom, and why; kept in the record."),
)
@yes_option
@json_option
@with_common_options
def acknowledge(reason: str, *, yes: bool, as_json: bool) -> None:
    """Accept, for good, every finding that ``kaohe verify`` reports now."""
    from kaohe_tui.domain.record.chain import grouped
    from kaohe_tui.services.integrity.acknowledging import acknowledge as carry_out
    from kaohe_tui.services.integrity.acknowledging import to_acknowledge
    from kaohe_tui.store.seals import chain

    with entered(warned=False) as room:
        changes = to_acknowledge(room)
        if not yes:
            _ask(changes)
        carry_out(room, reason, changes)
        with room.database.reading() as tx:
            entry, head = chain.head(tx)
    if as_json:
        say_json({"acknowledged": list(changes), "entry": entry, "hash": head})
        return
    for each in changes:
        say(one_line(_("Acknowledged: {what}").format(what=each)))
    say(_("Entry {number} of the record, hash {hash}").format(number=entry, hash=grouped(head)))


def _ask(changes: Sequence[str]) -> None:
    """List what would be accepted from now on, and wait for a yes.

    Raises:
        Refusal: when the answer is no, or there is nobody to answer.
    """
    from kaohe_tui.services.integrity.acknowledging import consequence

    if not sys.stdin.isatty():
        raise Refusal(
            "not-confirmed",
            N_(
                "No changes were made: “{command}” lists what would be acknowledged; give "
                "--yes to do it without confirmation."
            ),
            command=command("verify"),
        )
    # On standard error, apart from the data that the command prints.
    for each in changes:
        complain(each)
    complain(consequence())
    if not click.confirm(_("Acknowledge all of it?"), err=True):
        raise Refusal("not-confirmed", N_("No changes were made."))


COMMANDS = (acknowledge,)
"""The module's command, as ``cli.names`` loads it."""
