"""Print and look up receipts of secret ballots."""

from pathlib import Path

import click

from kaohe_tui.cli.frame import (
    PATH,
    Command,
    Option,
    entered,
    period_key,
    period_option,
    tier_key,
    with_common_options,
)
from kaohe_tui.cli.printing import one_line, say
from kaohe_tui.words import N_, _


@click.command(
    cls=Command, help=N_("Print the receipts of a closed secret tier, in alphabetical order.")
)
@click.argument("tier", metavar="TIER")
@period_option(required=True)
@click.option(
    "--out", cls=Option, metavar="FILE", type=PATH, help=N_("Write the list to a file instead.")
)
@with_common_options
def receipts(tier: str, period: str, out: Path | None) -> None:
    """Print the list of receipts that is posted, or write it to a file."""
    from kaohe_tui.services.secrecy.receipts import posted

    with entered(read_only=True) as room:
        key = period_key(room, period)
        which = tier_key(room, key, tier)
        codes = posted(room, key, which)
        period_room = room.period(key)
        title = _("{period} · {tier}: {count} ballots, their receipts").format(
            period=period_room.steps.period.name,
            tier=period_room.scheme.tier(which).name,
            count=len(codes),
        )
    if out is None:
        for line in (title, *codes):
            say(line)
        return
    from kaohe_tui.files.disk.writing import write_new

    write_new(out, "\n".join([title, *codes, ""]).encode())
    say(_("Written: {path}").format(path=one_line(str(out))))


@click.command(
    cls=Command, help=N_("Tell whether the ballot of a receipt is counted, not what it says.")
)
@click.argument("code", metavar="CODE")
@with_common_options
def receipt(code: str) -> None:
    """Look one receipt up, and say whether its ballot is counted."""
    from kaohe_tui.services.secrecy.receipts import look_up

    with entered(read_only=True) as room:
        counted = look_up(room, code)
    if counted.closed:
        sentence = _(
            "Receipt {receipt} is valid: your ballot is one of the {count} counted in {tier}, "
            "{period}, and has not been changed since the tier was closed."
        )
    else:
        sentence = _(
            "Receipt {receipt} is valid: your ballot is one of the {count} handed in so far in "
            "{tier}, {period}."
        )
    say(
        sentence.format(
            receipt=counted.receipt, count=counted.ballots, tier=counted.tier, period=counted.period
        )
    )


COMMANDS = (receipts, receipt)
"""The module's commands, as ``cli.names`` loads them."""
