"""The commands that begin something: the app, the sample, templates, a new year, a copy."""

import shlex
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from kaohe_tui.cli.frame import (
    PATH,
    Command,
    Option,
    command,
    database,
    named_database,
    with_common_options,
)
from kaohe_tui.cli.printing import one_line, say
from kaohe_tui.cli.signing import named_operator
from kaohe_tui.diskname import is_missing
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.words import N_, _


def open_app(path: Path, *, demo: bool = False, read_only: bool = False) -> int:
    """Open the app; returns the exit code.

    Args:
        path: the database.
        demo: whether the app makes the sample bureau there first.
        read_only: whether it is opened with nothing for writing.

    Raises:
        Refusal: when the terminal is not one that the app can work in, or what is to be read only
            is not there.
    """
    from kaohe_tui.ui import faults

    faults.check_terminal()
    faults.drop_textual_environment()
    from kaohe_tui.ui.app import run

    if read_only and is_missing(path):
        raise Refusal(_("There is no database at {path}.").format(path=path))
    return run(path, demo=demo, read_only=read_only, name=named_operator())


@click.command(
    cls=Command,
    help=N_("Open the sample bureau in the middle of a meeting, in a scratch database."),
)
@click.option(
    "--no-app", cls=Option, is_flag=True, help=N_("Only make the database and print its path.")
)
@with_common_options
def demo(no_app: bool) -> int:
    """A scratch database with the sample bureau."""
    with _scratch() as path:
        if not no_app:
            code = open_app(path, demo=True)
            if not is_missing(path):
                line = one_line(shlex.join(["kaohe", "--db", str(path)]))
                say(_("The sample is kept; carry on with: {command}").format(command=line))
            return code
        from kaohe_tui.meeting.sample import make_demo

        make_demo(path).close()
    say(one_line(str(path)))
    return 0


@contextmanager
def _scratch() -> Iterator[Path]:
    """The path that ``--db`` names, or one in a fresh folder, removed when the block raises."""
    if path := named_database():
        yield path
        return
    # mkdtemp makes the folder 0700.
    folder = Path(tempfile.mkdtemp(prefix="kaohe-"))
    try:
        yield folder / "kaohe.db"
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


@click.command(cls=Command, help=N_("Write scheme.toml and roster.csv to start from."))
@click.argument("folder", metavar="DIR", type=PATH)
@with_common_options
def init(folder: Path) -> None:
    """Templates to edit."""
    from kaohe_tui.meeting.starting import write_templates

    for path in write_templates(folder):
        say(_("Written: {path}").format(path=one_line(str(path))))
    line = command(
        "new", "--scheme", str(folder / "scheme.toml"), "--roster", str(folder / "roster.csv")
    )
    say(_("Edit both, then: {command}").format(command=line))


@click.command(cls=Command, help=N_("Make the database of a new year from its scheme and roster."))
@click.option(
    "--scheme",
    cls=Option,
    metavar="S",
    type=PATH,
    required=True,
    help=N_("The scheme file (scheme.toml)."),
)
@click.option(
    "--roster",
    cls=Option,
    metavar="R",
    type=PATH,
    required=True,
    help=N_("The roster file (.csv or .xlsx)."),
)
@with_common_options
def new(scheme: Path, roster: Path) -> None:
    """A new year."""
    from kaohe_tui.domain.nobody import unrated
    from kaohe_tui.meeting.starting import new_year

    path = database()
    room = new_year(path, scheme, roster)
    try:
        rules, _print, everybody = room.base()
    finally:
        room.close()
    say(
        _("{scheme}: {people} people, {tiers} tiers, {periods} periods.").format(
            scheme=rules.name,
            people=len(everybody),
            tiers=len(rules.tiers),
            periods=len(rules.periods),
        )
    )
    for lacking in unrated(rules, everybody):
        say(one_line(lacking.told))
    say(_("The database: {path}").format(path=one_line(str(path))))
    line = command("open", rules.tiers[0].key, "--period", rules.periods[0].key)
    say(_("Next: {command}").format(command=line))


COMMANDS = (demo, init, new)
