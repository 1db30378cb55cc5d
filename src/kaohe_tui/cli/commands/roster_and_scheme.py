"""Take a new roster or scheme for the periods that are still to be opened."""

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kaohe_tui.cli.copying import copy_before
from kaohe_tui.cli.frame import (
    PATH,
    Command,
    Option,
    entered,
    named_database,
    with_common_options,
)
from kaohe_tui.cli.printing import Line, one_line, say, say_lines
from kaohe_tui.cli.tables import say_doubts, say_understood, table_options, telling_how
from kaohe_tui.words import N_, _

if TYPE_CHECKING:
    from kaohe_tui.domain.rules.people import Person
    from kaohe_tui.domain.rules.scheme.scheme import Scheme
    from kaohe_tui.files.tables.doubts import Choices
    from kaohe_tui.services.periods.roster_and_scheme import RosterChange
    from kaohe_tui.services.periods.scheme_change import SchemeChange

_file = click.argument("file", metavar="FILE", type=PATH)
_check = click.option(
    "--check", is_flag=True, cls=Option, help=N_("Only show the differences; change nothing.")
)


@click.command(cls=Command, help=N_("Use a new roster for the periods still to be opened."))
@_file
@_check
@click.option(
    "--same",
    cls=Option,
    metavar="CODE",
    multiple=True,
    help=N_("The person with this code is the same one as before."),
)
@click.option(
    "--new",
    cls=Option,
    metavar="CODE",
    multiple=True,
    help=N_("The person with this code is somebody else than before."),
)
@table_options
@with_common_options
def roster(
    file: Path, choices: "Choices", *, check: bool, same: tuple[str, ...], new: tuple[str, ...]
) -> None:
    """Take a new roster, and print who joined, left and moved."""
    from kaohe_tui.services.periods.roster_and_scheme import change_roster

    with (
        entered(read_only=check) as room,
        nullcontext() if check else copy_before(room, "change"),
        telling_how(),
    ):
        change = change_roster(room, file, only_look=check, same=same, new=new, choices=choices)
        rules = room.base()[0]
    say_understood(change.understood)
    say_doubts(change.asked, choices)
    for person in change.joined:
        say(one_line("+ " + _person_line(person, rules)))
    for person in change.left:
        say(one_line("- " + _person_line(person, rules)))
    for before, after in change.moved:
        sentence = _("~ {before} → {after}")
        was, now = _person_line(before, rules), _person_line(after, rules)
        say(one_line(sentence.format(before=was, after=now)))
    if check:
        for doubt in change.doubts:
            say(one_line(f"? {doubt.told}"))
    for sentence in change.look_alikes:
        say(one_line(f"! {sentence}"))
    if change.words and not check:
        say(one_line(change.words_told))
    if change.reordered:
        say(_("The order of the people has changed."))
    _conclude(change, check=check)


@click.command(cls=Command, help=N_("Use a new scheme for the periods still to be opened."))
@_file
@click.option(
    "--check",
    is_flag=True,
    cls=Option,
    help=N_("Only tell what it means, with --db what differs too; change nothing."),
)
@click.option(
    "--to",
    cls=Option,
    type=click.Choice(["toml", "xlsx"]),
    help=N_("Write the file in another form; needs no database and changes none."),
)
@click.option("--out", cls=Option, metavar="OTHER", type=PATH, help=N_("Where it is written."))
@with_common_options
def scheme(file: Path, to: str | None, out: Path | None, *, check: bool) -> None:
    """Take a new scheme, and print the lines that differ; or turn its file into another form."""
    if to or out:
        _turn(file, to, out)
        return
    if check:
        _tell(file)
        if named_database() is None:
            return
    from kaohe_tui.services.periods.roster_and_scheme import change_scheme

    with (
        entered(read_only=check) as room,
        nullcontext() if check else copy_before(room, "change"),
    ):
        change = change_scheme(room, file, only_look=check)
    for line in change.lines:
        say(one_line(line))
    for each in change.reweighed:
        say(one_line(each.told))
    if change.dropped:
        names = _(", ").join(change.dropped)
        sentence = _("No more in the scheme, so not in the year either: {periods}")
        say(one_line(sentence.format(periods=names)))
    _conclude(change, check=check)


def _turn(file: Path, to: str | None, out: Path | None) -> None:
    """Write a scheme's file in another form."""
    from kaohe_tui.files.scheme.copies.turning import turned_scheme

    form = to or (out.suffix.removeprefix(".") if out else "")
    path = turned_scheme(file, form, out or file.with_suffix(f".{form}"))
    say(_("Written: {path}").format(path=one_line(str(path))))


def _tell(file: Path) -> None:
    """Print what a scheme means; where a database is named, a heading for what differs follows."""
    from kaohe_tui.cli.show.scheme_meaning import meaning_lines
    from kaohe_tui.domain.meaning.meaning import meaning
    from kaohe_tui.files.scheme.book.opening import read_scheme

    say_lines([*meaning_lines(meaning(read_scheme(file)[0]))])
    if named_database() is not None:
        heading = _("What differs from the scheme in force")
        say_lines([Line(""), Line(heading, bold=True)])


def _person_line(person: "Person", scheme: "Scheme") -> str:
    parts = (person.code, person.name, person.section, scheme.role_name(person.role))
    groups = _(", ").join(map(scheme.class_name, person.groups))
    extra = ";".join(person.supervisors), person.identity, groups, person.clerk_note
    return " ".join(part for part in (*parts, *extra) if part)


def _conclude(change: "RosterChange | SchemeChange", *, check: bool) -> None:
    if not change.is_any:
        say(_("No difference from the one in force."))
        return
    names = _(", ").join(change.holds_for)
    sentence = _("Would apply to: {periods}") if check else _("Applies to: {periods}")
    if names:
        say(sentence.format(periods=names))
    if change.kept_by:
        sentence = _("Opened before, with results that stay: {periods}")
        say(sentence.format(periods=_(", ").join(change.kept_by)))
    for lacking in change.unrated if change.holds_for else ():
        say(one_line(lacking.told))


COMMANDS = (roster, scheme)
"""The module's commands, as ``cli.names`` loads them."""
