"""Copy the database, and restore a copy."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kaohe_tui.cli.asking import yes_option
from kaohe_tui.cli.frame import PATH, Command, Option, command, database, with_common_options
from kaohe_tui.cli.printing import one_line, say
from kaohe_tui.cli.signing import sign_in
from kaohe_tui.domain.access import duties
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.words import N_, _, _n

if TYPE_CHECKING:
    from kaohe_tui.services.database.restoring import Plan


@click.command(cls=Command, help=N_("Write a consistent copy of the database to FILE."))
@click.argument("target", metavar="FILE", type=PATH)
@with_common_options
def backup(target: Path) -> None:
    """Write a copy of the database, also while the app runs, and check it."""
    from kaohe_tui.domain.record.chain import grouped
    from kaohe_tui.services.database import copies

    copied = copies.backup(database(), target)
    say(_("Backed up to {path}").format(path=one_line(str(target))))
    sentence = _n(
        "The backup was read back and is sound: {size}, {count} entry in the record.",
        "The backup was read back and is sound: {size}, {count} entries in the record.",
        copied.entries,
    )
    if copied.finding:
        sentence = _n(
            "The backup was read back: {size}, {count} entry in the record.",
            "The backup was read back: {size}, {count} entries in the record.",
            copied.entries,
        )
    say(sentence.format(size=size(copied.size), count=copied.entries))
    if copied.finding:
        say(one_line(_("The check failed: {finding}").format(finding=copied.finding)))
        sentence = _(
            "Keep it as evidence; it was not restored. To see everything that was found: {command}"
        )
        say(sentence.format(command=command("verify")))
    say(_("Hash of the last entry: {hash}").format(hash=grouped(copied.head)))


@click.command(cls=Command, help=N_("Restore a backup; what it replaces is kept."))
@click.argument("file", metavar="FILE", type=PATH, required=False)
@click.option(
    "--list", "as_list", is_flag=True, cls=Option, help=N_("List the backups that kaohe made.")
)
@yes_option
@with_common_options
def restore(file: Path | None, *, as_list: bool, yes: bool) -> None:
    """Check a copy, say what would be lost, ask, and put it in the database's place."""
    from kaohe_tui.services.database.restoring import consequences, planned
    from kaohe_tui.services.database.restoring import restore as carry_out

    if as_list:
        _list(database())
        return
    if file is None:
        raise click.UsageError(_("Name the backup, or list the backups with --list."))
    actor = _who(database())
    with planned(database(), file) as plan:
        if actor is None and plan.replaced is not None:
            # It could not be entered a moment ago, so nobody has signed in.
            raise Refusal(
                "database-intact-again",
                N_("{path} is intact again: nothing was replaced. Start again."),
                path=database(),
            )
        for line in consequences(plan):
            say(one_line(line))
        if not yes:
            _ask(plan)
        replaced = carry_out(plan, actor)
    say(_("Restored from {path}").format(path=one_line(str(file))))
    if replaced is not None:
        say(_("What was replaced is kept: {path}").format(path=one_line(str(replaced))))


def _who(path: Path) -> str | None:
    """Sign in the operator who restores, and return what the record calls them.

    Returns None where the database is missing or damaged, so that nobody can sign in there.

    Raises:
        Refusal: when the database cannot be entered for another reason, a lock say, the operator
            cannot sign in, or may not restore.
    """
    from kaohe_tui.services.database.restoring import what_is_there

    room = what_is_there(path)
    if room is None:
        return None
    try:
        sign_in(room)
        with room.database.reading() as tx:
            room.keyboard.check(tx, duties.COPIES)
        return room.actor
    finally:
        room.close()


def _ask(plan: "Plan") -> None:
    """Wait for a yes.

    Raises:
        Refusal: when the answer is no, or there is nobody to answer.
    """
    if not sys.stdin.isatty():
        raise Refusal(
            "not-confirmed", N_("No changes were made: give --yes to restore without confirmation.")
        )
    question = _("Replace {path} with this backup?").format(path=one_line(str(plan.database)))
    if not click.confirm(question):
        raise Refusal("not-confirmed", N_("No changes were made."))


def _list(path: Path) -> None:
    from kaohe_tui.services.database.copies import WHYS, copies_of

    copies = copies_of(path)
    if not copies:
        say(_("kaohe has made no backups of {path} yet.").format(path=one_line(str(path))))
        return
    for copy in copies:
        text = f"{copy.at:%Y-%m-%d %H:%M:%S}  {size(copy.size):>8}  {_(WHYS[copy.why])}"
        say(text)
        say(one_line(f"    {copy.path}"))
    say(_("Restore one of them: {command}").format(command=command("restore", "FILE")))


def size(number: int) -> str:
    """Write a number of bytes as a person reads it, in megabytes."""
    return f"{number / 1_000_000:.1f} MB"


COMMANDS = (backup, restore)
"""The module's commands, as ``cli.names`` loads them."""
