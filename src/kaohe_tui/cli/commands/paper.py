"""Enter how many paper forms there were, and show how well they were keyed."""

import click

from kaohe_tui.cli.frame import (
    Command,
    Option,
    entered,
    json_option,
    period_key,
    period_option,
    tier_key,
    with_common_options,
)
from kaohe_tui.cli.printing import Line, aligned, line_width, say, say_json, say_lines
from kaohe_tui.domain.width import Align
from kaohe_tui.words import N_, _

_number = click.IntRange(0)


@click.command(cls=Command, help=N_("Enter or show a tier's paper forms, and any mismatch."))
@click.argument("tier", metavar="TIER")
@period_option(required=True)
@click.option(
    "--handed-out",
    cls=Option,
    metavar="N",
    type=_number,
    help=N_("How many forms were handed out."),
)
@click.option(
    "--returned", cls=Option, metavar="N", type=_number, help=N_("How many forms came back.")
)
@json_option
@with_common_options
def forms(
    tier: str, period: str, handed_out: int | None, returned: int | None, *, as_json: bool
) -> None:
    """Enter or show how many forms of a tier were handed out and came back."""
    from dataclasses import asdict

    from kaohe_tui.services.paper import forms as verbs

    enters = handed_out is not None or returned is not None
    with entered(read_only=not enters) as room:
        key = period_key(room, period)
        which = tier_key(room, key, tier)
        if enters:
            verbs.enter(room, key, which, handed_out=handed_out, returned=returned)
        counted = verbs.of_tier(room, key, which)
        name = room.period(key).scheme.tier(which).name
    if as_json:
        say_json(counted and {**asdict(counted), "faults": list(counted.faults)})
    elif counted is None:
        say(_("{tier}: nobody has entered how many forms there are.").format(tier=name))
    else:
        text = aligned(counted.lines(), ["left", "left"], most=line_width())
        say_lines([*map(Line, text)])


@click.command(cls=Command, help=N_("Show how many cells each clerk entered wrongly."))
@period_option(
    required=False, without=N_("The period, by its key or its name; all of them by default.")
)
@json_option
@with_common_options
def keying(period: str | None, *, as_json: bool) -> None:
    """Show each clerk's error rate, from the forms that were keyed twice."""
    from kaohe_tui.services.paper.error_rates import error_rates

    with entered(read_only=True) as room:
        rates = error_rates(room, None if period is None else period_key(room, period))
    if as_json:
        say_json(
            [
                {
                    "clerk": each.clerk,
                    "forms": each.forms,
                    "cells": each.cells,
                    "wrong": each.wrong,
                    "percent": each.percent,
                }
                for each in rates
            ]
        )
    elif not rates:
        say(_("No form has been entered twice and compared yet."))
    else:
        rows = [[_("Clerk"), _("Forms"), _("Cells"), _("Wrong"), _("Rate")]]
        rows += [
            [each.clerk, str(each.forms), str(each.cells), str(each.wrong), f"{each.percent}%"]
            for each in rates
        ]
        aligns: list[Align] = ["left", "right", "right", "right", "right"]
        heading, *lines = aligned(rows, aligns, most=line_width())
        say_lines([Line(heading, dim=True), *map(Line, lines)])


COMMANDS = (forms, keying)
"""The module's commands, as ``cli.names`` loads them."""
