"""Enter, list and approve figures of the office for components and factors."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kaohe_tui.cli.asking import agree_option
from kaohe_tui.cli.carrying_out import carried_out, why_option
from kaohe_tui.cli.commands.show import person_code
from kaohe_tui.cli.copying import copy_before
from kaohe_tui.cli.frame import (
    PATH,
    Command,
    Option,
    command,
    entered,
    json_option,
    period_key,
    period_option,
    with_common_options,
)
from kaohe_tui.cli.printing import one_line, say, say_json, say_lines
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
    from kaohe_tui.services.room.period import PeriodRoom


@click.command(cls=Command, help=N_("Enter a figure of the office for a component or factor."))
@click.argument("person", metavar="PERSON")
@click.argument("component", metavar="COMPONENT")
@click.argument("value", metavar="VALUE")
@period_option(required=True)
@click.option(
    "--evidence",
    cls=Option,
    metavar="TEXT",
    required=True,
    help=N_("The number or a description of the document."),
)
@click.option(
    "--approved-by",
    cls=Option,
    metavar="NAME",
    default="",
    help=N_("Who approved it; it counts only then."),
)
@why_option
@agree_option
@with_common_options
def figure(
    person: str,
    component: str,
    value: str,
    period: str,
    evidence: str,
    approved_by: str,
    reason: str,
    *,
    yes: bool,
) -> None:
    """Enter a figure for a person or a section, and print its number."""
    from kaohe_tui.files.entries.figures import FigureLine
    from kaohe_tui.services.entries import figures as office

    with entered() as room:
        key = period_key(room, period)
        period_room = room.period(key)
        code = _whose(period_room, component, person)
        line = FigureLine(0, code, component, value, evidence, approved_by)
        number = carried_out(
            room,
            key,
            lambda room: office.enter_figure(room, key, line, correction=reason),
            about=office.summary(period_room, line),
            yes=yes,
        )
    say(_("Figure no. {number} is entered.").format(number=number))
    if not approved_by:
        approving = command("figure-approve", str(number), "--by", "NAME")
        say(_("It counts once approved: {command}").format(command=approving))


def _whose(period_room: "PeriodRoom", component: str, text: str) -> str:
    """Return the code of the person whom a code or a name means, or of a section."""
    from kaohe_tui.domain.rules.scheme.components import Of
    from kaohe_tui.services.entries.figure_checks import part_of, whose

    part = part_of(period_room.scheme, component)
    return whose(
        period_room, part, text if part.of is Of.SECTION else person_code(period_room.roster, text)
    )


@click.command(cls=Command, help=N_("List the figures of the office, and what is still missing."))
@period_option(required=False)
@json_option
@with_common_options
def figures(period: str | None, *, as_json: bool) -> None:
    """List every figure entered for a period, with its number, and who lacks one."""
    from kaohe_tui.cli.show import figures as listed
    from kaohe_tui.services.counting import lacking, overview

    with entered(read_only=True) as room:
        key = overview.current_period(room) if period is None else period_key(room, period)
        period_room, missing = room.period(key), lacking.lacking(room, key)
    if as_json:
        say_json(listed.plain(period_room, missing))
        return
    say_lines(listed.lines(period_room, missing))


@click.command("figure-approve", cls=Command, help=N_("Approve a figure, so that it counts."))
@click.argument("number", metavar="NUMBER", type=int)
@click.option(
    "--by",
    cls=Option,
    metavar="NAME",
    required=True,
    help=N_("Who approves it: a code or a name; not the person concerned."),
)
@why_option
@agree_option
@with_common_options
def figure_approve(number: int, by: str, reason: str, *, yes: bool) -> None:
    """Approve a figure; the one that counted before is replaced."""
    from kaohe_tui.domain.entries.entries import EntryKind
    from kaohe_tui.services.entries import figures as office
    from kaohe_tui.services.entries import summaries
    from kaohe_tui.services.entries.entry_checks import period_of

    with entered() as room:
        key = period_of(room, EntryKind.FIGURE, number)
        period_room = room.period(key)
        entry = next(each for each in period_room.facts.figures if each.id == number)
        carried_out(
            room,
            key,
            lambda room: office.approve_figure(room, number, by, correction=reason),
            about=summaries.approval(period_room, entry, summaries.told(entry), by),
            yes=yes,
        )
    say(_("Figure no. {number} counts.").format(number=number))


@click.command("figures-import", cls=Command, help=N_("Enter figures of the office from a file."))
@click.argument("file", metavar="FILE", type=PATH)
@period_option(required=True)
@why_option
@check_option
@asking_table_options
@with_common_options
def figures_import(
    file: Path, period: str, reason: str, choices: "Choices", *, check: bool
) -> None:
    """Enter the figures of a file, all or none."""
    from kaohe_tui.services.entries import figures as office

    with entered(read_only=check) as room, telling_how():
        key = period_key(room, period)
        reading = office.look_at_figures(room, file, key, choices)
        if check:
            say_checked(reading, choices)
            return
        with copy_before(room, "import"):
            lines = carried_out(
                room,
                key,
                lambda room: office.import_figures(
                    room, file, key, correction=reason, choices=choices
                ),
                yes=choices.is_accepted,
            )
    say_understood(reading.told)
    approved = sum(bool(line.approved_by) for line in lines)
    sentence = _n(
        "{file}: {count} figure entered, {approved} of them approved.",
        "{file}: {count} figures entered, {approved} of them approved.",
        len(lines),
    )
    say(one_line(sentence.format(file=file.name, count=len(lines), approved=approved)))


COMMANDS = (figure, figures, figure_approve, figures_import)
"""The module's commands, as ``cli.names`` loads them."""
