"""List and change operators: who they are, their duties, their PINs."""

from pathlib import Path

import click

from kaohe_tui.cli.asking import agree, agree_option
from kaohe_tui.cli.frame import PATH, Command, Option, entered, json_option, with_common_options
from kaohe_tui.cli.printing import Line, aligned, line_width, one_line, say, say_json, say_lines
from kaohe_tui.cli.signing import new_pin
from kaohe_tui.domain.access.duties import Duty
from kaohe_tui.words import N_, _

_name = click.argument("name", metavar="NAME")
_new_pin = click.option(
    "--new-pin-file",
    cls=Option,
    metavar="FILE",
    type=PATH,
    help=N_("A file with the new PIN; without it the PIN is asked for, hidden."),
)
_duty_values = click.Choice([duty.value for duty in Duty])


@click.command(cls=Command, help=N_("List the operators and their duties."))
@json_option
@with_common_options
def operators(*, as_json: bool) -> None:
    """List the operators with their duties."""
    from kaohe_tui.services.access.operators import operators as all_of

    with entered(read_only=True) as room:
        listed = all_of(room)
    if as_json:
        say_json(
            [
                {"name": each.name, "duty": each.duty.value, "active": each.is_active}
                for each in listed
            ]
        )
        return
    if not listed:
        say(
            _(
                "There are no operators: the database is not protected. Add a host with "
                "operator-add."
            )
        )
        return
    state = {True: "", False: _("retired")}
    rows = [(one_line(each.name), each.duty.label, state[each.is_active]) for each in listed]
    say_lines([*map(Line, aligned(rows, ("left", "left", "left"), most=line_width()))])


@click.command("operator-add", cls=Command, help=N_("Add an operator; the first is a host."))
@_name
@click.option(
    "--duty",
    cls=Option,
    type=_duty_values,
    required=True,
    help=N_("The operator's duty."),
)
@_new_pin
@with_common_options
def add(name: str, duty: str, new_pin_file: Path | None) -> None:
    """Add an operator with a duty and a new PIN."""
    from kaohe_tui.services.access.operators import add as add_one

    with entered() as room:
        pin = new_pin(new_pin_file, _("New PIN for {name}").format(name=one_line(name)))
        add_one(room, name, Duty(duty), pin)
    say(_("{name} is added: {duty}.").format(name=one_line(name.strip()), duty=Duty(duty).label))


@click.command("operator-duty", cls=Command, help=N_("Give an operator another duty."))
@_name
@click.option(
    "--duty",
    cls=Option,
    type=_duty_values,
    required=True,
    help=N_("The operator's duty."),
)
@with_common_options
def duty(name: str, duty: str) -> None:
    """Give an operator another duty."""
    from kaohe_tui.services.access.operators import change_duty

    with entered() as room:
        change_duty(room, name, Duty(duty))
    say(_("{name} is now {duty}.").format(name=one_line(name), duty=Duty(duty).label))


@click.command("operator-pin", cls=Command, help=N_("Give an operator a new PIN."))
@_name
@_new_pin
@with_common_options
def pin(name: str, new_pin_file: Path | None) -> None:
    """Set a new PIN: one's own, or, by a host, somebody else's."""
    from kaohe_tui.services.access.operators import change_pin, reset_pin

    with entered() as room:
        new = new_pin(new_pin_file, _("New PIN for {name}").format(name=one_line(name)))
        if room.keyboard.operator and room.keyboard.operator.name == name:
            change_pin(room, None, new)
        else:
            reset_pin(room, name, new)
    say(_("{name} has a new PIN.").format(name=one_line(name)))


@click.command("operator-retire", cls=Command, help=N_("Stop letting an operator in."))
@_name
@agree_option
@with_common_options
def retire(name: str, *, yes: bool) -> None:
    """Retire an operator; the name stays for the record."""
    from kaohe_tui.services.access.operators import retire as retire_one

    with entered() as room:
        sentence = _("{name} can no longer sign in; what was done stays on record.")
        agree([sentence.format(name=name)], yes=yes)
        retire_one(room, name)
    say(_("{name} is retired.").format(name=one_line(name)))


COMMANDS = (operators, add, duty, pin, retire)
"""The module's commands, as ``cli.names`` loads them."""
