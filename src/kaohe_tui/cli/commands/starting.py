"""Begin something: open the app, make the sample, templates or a new year, list years."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kaohe_tui.cli.asking import strict_option
from kaohe_tui.cli.frame import (
    PATH,
    Command,
    Option,
    command,
    database,
    json_option,
    named_database,
    with_common_options,
)
from kaohe_tui.cli.printing import one_line, say, say_json
from kaohe_tui.cli.show.new_year import say_made, say_next, say_plan
from kaohe_tui.cli.signing import named_operator
from kaohe_tui.cli.tables import table_options, telling_how
from kaohe_tui.commandline import sample_kept
from kaohe_tui.diskname import is_missing
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.words import N_, _, language

if TYPE_CHECKING:
    from kaohe_tui.files.tables.doubts import Choices
    from kaohe_tui.services.database.years import Plan


def open_app(path: Path, *, demo: bool = False, read_only: bool = False) -> int:
    """Open the app, and return its exit code.

    Args:
        path: the database.
        demo: whether the app makes the sample bureau there first.
        read_only: whether it is opened with nothing for writing.

    Raises:
        Refusal: when the terminal is not one that the app can work in, or what is to be read only
            is not there.
    """
    from kaohe_tui.ui.terminal import faults

    faults.check_terminal()
    faults.drop_textual_environment()
    from kaohe_tui.ui.app.app import run

    if read_only and is_missing(path):
        raise Refusal("database-missing", N_("There is no database at {path}."), path=path)
    return run(path, demo=demo, read_only=read_only, name=named_operator())


@click.command(
    cls=Command,
    help=N_("Open the sample bureau in the middle of a meeting, in a scratch database."),
)
@click.option(
    "--no-app", cls=Option, is_flag=True, help=N_("Only make the database and print its path.")
)
@with_common_options
def demo(*, no_app: bool) -> int:
    """Make a scratch database with the sample bureau, and open it."""
    with _scratch() as path:
        if not no_app:
            code = open_app(path, demo=True)
            if not is_missing(path):
                say(one_line(sample_kept(path)))
            return code
        from kaohe_tui.services.database.sample import make_demo

        make_demo(path, language()).close()
    say(one_line(str(path)))
    return 0


@contextmanager
def _scratch() -> Iterator[Path]:
    """Yield the path that ``--db`` names, or one in a fresh folder, removed on an error."""
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
@click.option(
    "--template",
    cls=Option,
    metavar="T",
    default="",
    help=N_("A ready-made scheme of that kind of unit, as school or company."),
)
@click.option(
    "--xlsx", cls=Option, is_flag=True, help=N_("Write one workbook with everything instead.")
)
@with_common_options
def init(folder: Path, template: str, *, xlsx: bool) -> None:
    """Write a scheme and a roster to be edited."""
    from kaohe_tui.services.database.starting import write_templates

    written = write_templates(folder, template, as_book=xlsx)
    for path in written:
        say(_("Written: {path}").format(path=one_line(str(path))))
    named = zip(("--scheme", "--roster"), map(str, written), strict=False)
    line = command("new", *(word for pair in named for word in pair))
    message = _("Fill it in, then: {command}") if xlsx else _("Edit both, then: {command}")
    say(message.format(command=line))


@click.command(cls=Command, help=N_("Make the database of a new year from its scheme and roster."))
@click.option(
    "--scheme",
    cls=Option,
    metavar="S",
    type=PATH,
    help=N_("The scheme file (scheme.toml or 考核方案.xlsx)."),
)
@click.option(
    "--roster", cls=Option, metavar="R", type=PATH, help=N_("The roster file (.csv or .xlsx).")
)
@click.option(
    "--from",
    "old",
    cls=Option,
    metavar="OLD",
    type=PATH,
    help=N_("Last year's database: scheme and people come from it where no file is named."),
)
@click.option(
    "--check",
    is_flag=True,
    cls=Option,
    help=N_("Only say what was understood of the roster; make nothing."),
)
@strict_option
@table_options
@with_common_options
def new(
    scheme: Path | None,
    roster: Path | None,
    old: Path | None,
    choices: "Choices",
    *,
    check: bool,
    strict: bool,
) -> None:
    """Make the database of a new year, and say how to go on."""
    from kaohe_tui.services.database import years

    _check_given(scheme, roster, old)
    if check:
        say_plan(years.plan(old, scheme, roster, choices=choices), choices)
        return
    with telling_how():
        made_of, copy = years.settle(old, scheme, roster, choices)
    _check_fits(made_of, strict=strict)
    usual = database()
    path = usual if named_database() else years.place_for(usual, made_of.scheme.year)
    try:
        years.make(path, made_of).close()
    except Refusal as refusal:
        if named_database() is None or is_missing(path):
            raise
        other = path.with_name(f"kaohe-{made_of.scheme.year}.db")
        sentence = _("Give another name, say --db {path}.").format(path=other)
        raise refusal.followed_by(sentence) from refusal
    if copy is not None:
        sentence = _("The words for roles were added to a copy of the scheme: {path}")
        say(one_line(sentence.format(path=copy)))
    say_made(made_of, path)
    say_next(made_of.scheme, path, usual)


def _check_fits(made_of: "Plan", *, strict: bool) -> None:
    """Refuse, where it is to be strict, a scheme that does not fit its roster in all."""
    from kaohe_tui.domain.rules.warnings import check_none, warnings

    if strict:
        check_none(warnings(made_of.scheme, made_of.roster))


def _check_given(scheme: Path | None, roster: Path | None, old: Path | None) -> None:
    """Refuse a line that names neither both files nor last year's database."""
    from kaohe_tui.files.scheme.book.read import has_roster

    missing = "--scheme" if scheme is None else "--roster" if roster is None else ""
    if missing == "--roster" and scheme is not None and has_roster(scheme):
        return
    if missing and old is None:
        parameters = click.get_current_context().command.params
        param = next(each for each in parameters if missing in each.opts)
        raise click.MissingParameter(ctx=click.get_current_context(), param=param)


@click.command(cls=Command, help=N_("List the databases of the folder: year, bureau, state, path."))
@json_option
@with_common_options
def years(*, as_json: bool) -> None:
    """List the databases of a folder."""
    from kaohe_tui.services.database.years import years as all_years

    path = database().absolute()
    files = all_years(path.parent)
    if as_json:
        say_json(
            {
                "folder": str(path.parent),
                "years": [
                    {
                        "year": each.year or None,
                        "name": each.name,
                        "state": each.state,
                        "complete": each.is_complete,
                        "current": each.path == path,
                        "path": str(each.path),
                    }
                    for each in files
                ],
            }
        )
        return
    if not files:
        say(_("There is no database of kaohe's in {path}.").format(path=one_line(str(path.parent))))
    for each in files:
        sign = "▶" if each.path == path else " "
        say(f"{sign} {each.year or '????'}  {one_line(each.name or each.path.name)}")
        say(f"        {one_line(each.state)}")
        say(f"        {one_line(str(each.path))}")


COMMANDS = (demo, init, new, years)
"""The module's commands, as ``cli.names`` loads them."""
