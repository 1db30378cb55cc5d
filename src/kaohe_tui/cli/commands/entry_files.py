"""Enter what tables of adjustments and absences hold."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kaohe_tui.cli.asking import agree
from kaohe_tui.cli.carrying_out import carried_out, why_option
from kaohe_tui.cli.copying import copy_before
from kaohe_tui.cli.frame import (
    PATH,
    Command,
    entered,
    period_key,
    period_option,
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
from kaohe_tui.words import N_, _n

if TYPE_CHECKING:
    from kaohe_tui.files.tables.doubts import Choices


@click.command("adjust-import", cls=Command, help=N_("Enter adjustments from a file."))
@click.argument("file", metavar="FILE", type=PATH)
@period_option(required=True)
@why_option
@check_option
@asking_table_options
@with_common_options
def adjust_import(file: Path, period: str, reason: str, choices: "Choices", *, check: bool) -> None:
    """Enter the adjustments of a file, all or none."""
    from kaohe_tui.services.entries import from_files, summaries

    with entered(read_only=check) as room, telling_how():
        key = period_key(room, period)
        reading = from_files.look_at_adjustments(room, file, key, choices)
        if check:
            say_checked(reading, choices)
            return
        known = summaries.lines_used_before(room, room.period(key), reading.taken(choices))
        agree(known, yes=choices.is_accepted)
        with copy_before(room, "import"):
            lines = carried_out(
                room,
                key,
                lambda room: from_files.import_adjustments(
                    room, file, key, correction=reason, choices=choices
                ),
                yes=choices.is_accepted,
            )
    say_understood(reading.told)
    approved = sum(bool(line.approved_by) for line in lines)
    sentence = _n(
        "{file}: {count} adjustment entered, {approved} of them approved.",
        "{file}: {count} adjustments entered, {approved} of them approved.",
        len(lines),
    )
    say(one_line(sentence.format(file=file.name, count=len(lines), approved=approved)))


@click.command("absence-import", cls=Command, help=N_("Enter days of absence from a file."))
@click.argument("file", metavar="FILE", type=PATH)
@period_option(required=True)
@why_option
@check_option
@asking_table_options
@with_common_options
def absence_import(
    file: Path, period: str, reason: str, choices: "Choices", *, check: bool
) -> None:
    """Enter the absences of a file, all or none."""
    from kaohe_tui.services.entries import away, from_files

    with entered(read_only=check) as room, telling_how():
        key = period_key(room, period)
        reading = from_files.look_at_absences(room, file, key, choices)
        if check:
            say_checked(reading, choices)
            return
        barring = away.weighty_absences(room.period(key), reading.taken(choices))
        agree(barring, yes=choices.is_accepted)
        with copy_before(room, "import"):
            lines = carried_out(
                room,
                key,
                lambda room: from_files.import_absences(
                    room, file, key, correction=reason, choices=choices
                ),
                yes=choices.is_accepted,
            )
    say_understood(reading.told)
    sentence = _n(
        "{file}: {count} absence entered.", "{file}: {count} absences entered.", len(lines)
    )
    say(one_line(sentence.format(file=file.name, count=len(lines))))


COMMANDS = (adjust_import, absence_import)
"""The module's commands, as ``cli.names`` loads them."""
