"""Recuse raters: a pair in a tier, or the pairs of a file."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kaohe_tui.cli.copying import copy_before
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
from kaohe_tui.cli.tables import (
    asking_table_options,
    check_option,
    say_checked,
    say_understood,
    telling_how,
)
from kaohe_tui.words import N_, _, _n

if TYPE_CHECKING:
    from kaohe_tui.files.tables.doubts import Choices


@click.command(
    "recuse", cls=Command, help=N_("Recuse a rater from a person, before the tier opens.")
)
@click.argument("tier", metavar="TIER")
@click.argument("rater", metavar="RATER")
@click.argument("ratee", metavar="RATEE")
@period_option(required=True)
@click.option("--reason", cls=Option, metavar="TEXT", required=True, help=N_("Why they do."))
@with_common_options
def recuse(tier: str, rater: str, ratee: str, period: str, reason: str) -> None:
    """Recuse a pair in a tier; its period need not be open."""
    from kaohe_tui.cli.commands.show import person_code
    from kaohe_tui.services.tiers import recusing

    with entered() as room:
        key = period_key(room, period)
        which, roster = tier_key(room, key, tier), room.period(key).roster
        pair = person_code(roster, rater), person_code(roster, ratee)
        recusing.recuse_in(room, key, which, pair, reason)
        sentence = _("{tier}: {rater} does not rate {ratee}.").format(
            tier=room.period(key).scheme.tier(which).name,
            rater=roster.called(roster[pair[0]]),
            ratee=roster.called(roster[pair[1]]),
        )
    say(one_line(sentence))


@click.command("recuse-import", cls=Command, help=N_("Enter recusals from a file."))
@click.argument("file", metavar="FILE", type=PATH)
@period_option(required=True)
@check_option
@asking_table_options
@with_common_options
def recuse_import(file: Path, period: str, choices: "Choices", *, check: bool) -> None:
    """Enter the recusals of a file, all or none."""
    from kaohe_tui.services.tiers import recusing

    with entered(read_only=check) as room, telling_how():
        key = period_key(room, period)
        reading = recusing.look_at_recusals(room, file, key, choices)
        if check:
            say_checked(reading, choices)
            return
        with copy_before(room, "import"):
            lines = recusing.import_recusals(room, file, key, choices)
    say_understood(reading.told)
    sentence = _n(
        "{file}: {count} recusal entered.", "{file}: {count} recusals entered.", len(lines)
    )
    say(one_line(sentence.format(file=file.name, count=len(lines))))


COMMANDS = (recuse, recuse_import)
"""The module's commands, as ``cli.names`` loads them."""
