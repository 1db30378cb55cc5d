"""Write a result's papers and tables into a folder."""

from pathlib import Path

import click

from kaohe_tui.cli.commands.show import asked_key, year_option
from kaohe_tui.cli.frame import (
    PATH,
    Command,
    Option,
    entered,
    period_option,
    with_common_options,
)
from kaohe_tui.cli.printing import one_line, say
from kaohe_tui.words import N_, _, _n

_NAMES = ("notice", "workbook", "sheets", "ballots", "csv", "json")
"""The values of ``export.Part``, repeated so that the help need not load the store."""


def _parts(_context: click.Context, _option: click.Parameter, text: str) -> tuple[str, ...]:
    """Split a list with commas into the names of parts; all parts where it is empty.

    Raises:
        click.BadParameter: when it names an unknown one.
    """
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    for name in names:
        if name not in _NAMES:
            raise click.BadParameter(
                _("“{name}” is none of the parts {known}.").format(
                    name=name, known=_(", ").join(_NAMES)
                )
            )
    return names or _NAMES


@click.command(
    cls=Command,
    help=N_("Write notice, workbook, sheets, blank ballots and tables of a result to a folder."),
)
@click.argument("folder", metavar="DIR", type=PATH)
@period_option(required=False)
@year_option
@click.option(
    "--template",
    cls=Option,
    metavar="DOCX",
    type=PATH,
    help=N_("The bureau's own template for the notice as DOCX."),
)
@click.option(
    "--only",
    cls=Option,
    metavar="PARTS",
    default="",
    callback=_parts,
    help=N_("Some parts alone, with commas: notice,workbook,sheets,ballots,csv,json."),
)
@with_common_options
def export(
    folder: Path, period: str | None, *, year: bool, template: Path | None, only: tuple[str, ...]
) -> None:
    """Write the papers of a result."""
    from kaohe_tui.services.public import exporting

    with entered(read_only=True) as room:
        key = asked_key(room, period, year=year)
        parts = [exporting.Part(name) for name in only]
        files, remarks = exporting.export(room, key, folder, parts=parts, template=template)
    for path in files:
        say(one_line(str(path)))
    for remark in remarks:
        say(one_line(remark))
    count = len(files)
    say(_n("{count} file written.", "{count} files written.", count).format(count=count))


COMMANDS = (export,)
"""The module's command, as ``cli.names`` loads it."""
