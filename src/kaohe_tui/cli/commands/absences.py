"""Enter days of absence."""

import click

from kaohe_tui.cli.asking import agree, agree_option
from kaohe_tui.cli.carrying_out import carried_out
from kaohe_tui.cli.commands.entries import code_argument, own_reason, person_in
from kaohe_tui.cli.frame import (
    Command,
    Option,
    entered,
    period_key,
    period_option,
    with_common_options,
)
from kaohe_tui.cli.printing import say
from kaohe_tui.words import N_, _


@click.command(cls=Command, help=N_("Enter a person's days of absence."))
@code_argument
@period_option(required=True)
@click.option(
    "--days", cls=Option, metavar="D", required=True, help=N_("Whole or half days, such as 1.5.")
)
@click.option(
    "--kind",
    cls=Option,
    metavar="NAME",
    default="",
    help=N_("The kind of absence, by key or name; needed where the scheme has several."),
)
@own_reason
@agree_option
@with_common_options
def absent(code: str, period: str, days: str, kind: str, reason: str, *, yes: bool) -> None:
    """Enter a person's days of absence, whole or half ones."""
    from kaohe_tui.domain.entries.days import days_of
    from kaohe_tui.services.entries import away
    from kaohe_tui.services.entries import entries as group
    from kaohe_tui.services.entries.kinds import kind_name, kind_of

    with entered() as room:
        key = period_key(room, period)
        person = person_in(room, key, code)
        period_room, many = room.period(key), days_of(days)
        concerned = period_room.person(person)
        agree(away.weighty_absence(period_room, concerned, many, reason, kind), yes=yes)
        name = kind_name(period_room.scheme, kind_of(period_room.scheme, kind))
        number = carried_out(
            room,
            key,
            lambda room: group.absent(room, key, person, many, reason, kind=kind),
            about=away.absence(concerned, many, reason, name),
            yes=yes,
        )
    say(_("Absence no. {number} is entered.").format(number=number))


COMMANDS = (absent,)
"""The module's commands, as ``cli.names`` loads them."""
