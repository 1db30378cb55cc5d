"""Take an opening back, call a period off, or hold it after all."""

import click

from kaohe_tui.cli.asking import agree, make_sure, yes_option
from kaohe_tui.cli.copying import copy_before
from kaohe_tui.cli.frame import (
    Command,
    Option,
    command,
    entered,
    period_key,
    period_option,
    tier_key,
    with_common_options,
)
from kaohe_tui.cli.printing import one_line, say
from kaohe_tui.words import N_, _

_reason = click.option(
    "--reason", cls=Option, metavar="TEXT", required=True, help=N_("Why; kept in the record.")
)


@click.command(
    "take-back", cls=Command, help=N_("Take the opening of a tier back while nothing is in.")
)
@click.argument("tier", metavar="[TIER]", required=False, default="")
@period_option(required=True)
@_reason
@yes_option
@with_common_options
def take_back(tier: str, period: str, reason: str, *, yes: bool) -> None:
    """Take the opening of a tier back; ballots that were begun are discarded after a yes."""
    from kaohe_tui.cli import whole_period
    from kaohe_tui.services.tiers import taking_back

    with entered() as room:
        key = period_key(room, period)
        if not tier:
            whole_period.take_back_whole(room, key, reason, yes=yes)
            return
        which = tier_key(room, key, tier)
        checked = taking_back.check(room, key, which, reason)
        question = _("Take the opening of {tier} back?").format(tier=checked.tier)
        if checked.begun:
            make_sure(checked.consequences, question, yes=yes)
        else:
            agree([*checked.consequences, question], yes=yes)
        with copy_before(room, "taking-back"):
            taking_back.take_back(room, key, which, reason, discard=bool(checked.begun))
    say(_("The opening of {tier} is taken back.").format(tier=checked.tier))
    for each in checked.consequences[1:]:
        say(one_line(each))
    line = command("open", which, "--period", key)
    if checked.is_first:
        line = command("roster", "FILE")
    say(_("Next: {command}").format(command=line))


@click.command("call-off", cls=Command, help=N_("Call a period off: the year ends without it."))
@period_option(required=True)
@_reason
@yes_option
@with_common_options
def call_off(period: str, reason: str, *, yes: bool) -> None:
    """Call a period off, so that the year ends without it."""
    from kaohe_tui.services.periods import calling_off

    with entered() as room:
        key = period_key(room, period)
        consequences = calling_off.consequences(room, key)
        name = room.period(key).steps.period.name
        question = _("Call {period} off?").format(period=name)
        if room.period(key).id is not None or len(consequences) > 1:
            make_sure(consequences, question, yes=yes)
        else:
            agree([*consequences, question], yes=yes)
        with copy_before(room, "calling-off"):
            calling_off.call_off(room, key, reason)
        may_be_held = calling_off.may_be_held(room, key)
    say(_("{period} is called off.").format(period=name))
    for each in consequences:
        say(one_line(each))
    if may_be_held:
        line = command("hold", "--period", key, "--reason", "TEXT")
        say(_("To hold it after all: {command}").format(command=line))


@click.command(cls=Command, help=N_("Hold a period after all that was called off."))
@period_option(required=True)
@_reason
@with_common_options
def hold(period: str, reason: str) -> None:
    """Hold a period that was called off after all."""
    from kaohe_tui.services.periods import calling_off

    with entered() as room:
        key = period_key(room, period)
        calling_off.hold_after_all(room, key, reason)
        steps = room.period(key).steps
    say(_("{period} is held after all.").format(period=steps.period.name))
    if steps.next_to_open or not (steps.tiers or steps.opened):
        which = [steps.next_to_open.key] if steps.next_to_open else []
        line = command("open", *which, "--period", key)
        say(_("Next: {command}").format(command=line))


COMMANDS = (take_back, call_off, hold)
"""The module's commands, as ``cli.names`` loads them."""
