"""Run the command line. Rule: docs/commands.md.

Read ``names`` first, then ``frame`` and a module of ``commands``.
"""

from collections.abc import Sequence

import click

from kaohe_tui import __version__
from kaohe_tui.cli.frame import Option, database, with_common_options
from kaohe_tui.cli.names import Commands, Group
from kaohe_tui.cli.outcome import Outcome
from kaohe_tui.cli.printing import prepare_streams, say
from kaohe_tui.cli.speaking import speak
from kaohe_tui.words import N_, _

__all__ = ["program", "run"]


def _print_version(context: click.Context, _option: click.Parameter, is_asked: object) -> None:
    if is_asked:
        say(f"kaohe {__version__}")
        context.exit()


@click.group(
    cls=Group,
    commands=Commands(),
    invoke_without_command=True,
    help=N_("Staff assessment in the terminal. Without a command: opens the app."),
)
@click.option(
    "--version",
    cls=Option,
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help=N_("Show the version and exit."),
)
@click.option(
    "--read-only",
    cls=Option,
    is_flag=True,
    help=N_("Open the app read-only; others' work shows within a second."),
)
@with_common_options
@click.pass_context
def program(context: click.Context, *, read_only: bool) -> int:
    """Open the app where no command is named; ``kaohe`` itself, the group of all commands."""
    if context.invoked_subcommand is None:
        from kaohe_tui.cli.commands.starting import open_app

        return open_app(database(), read_only=read_only)
    if read_only:
        raise click.UsageError(_("--read-only is for the app; commands that read never write."))
    return 0


def run(arguments: Sequence[str]) -> int:
    """Do what the arguments ask.

    Args:
        arguments: without the program's own name.

    Returns:
        The exit code (see docs/commands.md).
    """
    outcome = Outcome()
    with outcome:
        prepare_streams()
        speak(arguments)
        with program.make_context("kaohe", list(arguments), obj=outcome) as context:
            outcome.code = program.invoke(context) or 0
    return outcome.code
