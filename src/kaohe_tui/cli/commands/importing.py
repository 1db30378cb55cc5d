"""Import ballots from files and folders into the open tier."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kaohe_tui.cli.copying import copy_before
from kaohe_tui.cli.frame import (
    PATH,
    Command,
    Option,
    command,
    entered,
    period_key,
    period_option,
    with_common_options,
)
from kaohe_tui.cli.printing import bar, complain_of, one_line, say
from kaohe_tui.cli.tables import say_doubts, say_understood, table_options, telling_how
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.text import few
from kaohe_tui.words import N_, _, _n

if TYPE_CHECKING:
    from kaohe_tui.files.tables.doubts import Choices
    from kaohe_tui.services.ballots.import_checks import Imported
    from kaohe_tui.services.ballots.importing import Hints
    from kaohe_tui.services.counting.overview import Overview
    from kaohe_tui.services.room.room import Room


@click.command("import", cls=Command, help=N_("Import ballots from files into the open tier."))
@click.argument("paths", metavar="FILE...", nargs=-1, required=True, type=PATH)
@period_option(required=True)
@click.option(
    "--rater",
    cls=Option,
    metavar="CODE|NAME",
    default="",
    help=N_("The rater whose score sheet it is, where the sheet names none."),
)
@click.option(
    "--tier",
    cls=Option,
    metavar="TIER",
    default="",
    help=N_("The tier that the ballots are of, where the file names none."),
)
@click.option(
    "--check", is_flag=True, cls=Option, help=N_("Only say what would come in; import nothing.")
)
@click.option(
    "--all-or-none",
    is_flag=True,
    cls=Option,
    help=N_("Import nothing at all where one of the files cannot be taken."),
)
@table_options
@with_common_options
def import_(
    paths: tuple[Path, ...],
    period: str,
    rater: str,
    tier: str,
    choices: "Choices",
    *,
    check: bool,
    all_or_none: bool,
) -> int:
    """Import ballots, all or none of each file; a folder means every table in it."""
    from kaohe_tui.files.sheets.folder import tables_in
    from kaohe_tui.services.ballots.importing import Hints
    from kaohe_tui.services.counting import overview

    files, passed_over = tables_in(paths)
    for path in passed_over:
        say(one_line(_("Passed over, no table: {file}").format(file=path.name)))
    hints = Hints(choices, rater, tier)
    with entered() as room:
        work = _Work(room, period_key(room, period), hints, files)
        if check:
            work.each(work.check)
        else:
            with copy_before(room, "import"):
                work.take_together() if all_or_none else work.each(work.take)
        work.sum_up(check=check)
        if not check:
            _say_owed(overview.overview(room, work.period))
    return int(bool(work.refused))


@dataclass
class _Work:
    """Files that are imported one by one; one that is refused holds back none of the others."""

    room: "Room"
    """The room."""
    period: str
    """The period's key."""
    hints: "Hints"
    """What was said of them on the line."""
    files: Sequence[Path]
    """The files."""
    taken: list[Path] = field(default_factory=list)
    """Those that came in, or would."""
    refused: list[Path] = field(default_factory=list)
    """Those that did not."""

    def each(self, step: Callable[[Path], None]) -> None:
        """Do something with each file, and say of each that is refused why.

        Raises:
            Refusal: where there is but one file.
        """
        for path in self.files:
            try:
                with telling_how():
                    step(path)
            except Refusal as refusal:
                if len(self.files) == 1:
                    raise
                self.refused.append(path)
                complain_of(refusal)
            else:
                self.taken.append(path)

    def check(self, path: Path) -> None:
        """Say what would come in with a file, and what is doubtful of it.

        Raises:
            Refusal: when it cannot be taken, or something is still to be answered.
        """
        from kaohe_tui.services.ballots.importing import understand_ballots

        choices, rater, tier = self.hints
        reading = understand_ballots(self.room, path, self.period, choices, rater, tier)
        self._say(path, reading.value, _("{file} would bring {told}."))
        say_doubts(reading.doubts, choices)
        reading.taken(choices)

    def take(self, path: Path) -> None:
        """Import one file, and say what came in."""
        from kaohe_tui.services.ballots.importing import import_ballots

        with bar(path) as progress:
            brought = import_ballots(self.room, path, self.period, progress, self.hints)
        self._say(path, brought, _("{file}: imported {told}."))

    def take_together(self) -> None:
        """Import all files, or none where one of them is refused."""
        from kaohe_tui.services.ballots.importing import import_together, understand_ballots

        choices, rater, tier = self.hints

        def check(path: Path) -> None:
            reading = understand_ballots(self.room, path, self.period, choices, rater, tier)
            reading.taken(choices)

        self.each(check)
        if self.refused:
            self.taken.clear()
            return
        together = import_together(self.room, self.files, self.period, self.hints)
        for path, brought in zip(self.files, together, strict=True):
            self._say(path, brought, _("{file}: imported {told}."))

    def sum_up(self, *, check: bool) -> None:
        """Say how many of several files came in."""
        if len(self.files) == 1:
            return
        if check:
            sentence = _n(
                "{taken} of {count} file can be imported.",
                "{taken} of {count} files can be imported.",
                len(self.files),
            )
        else:
            sentence = _n(
                "{taken} of {count} file was imported.",
                "{taken} of {count} files were imported.",
                len(self.files),
            )
        say(sentence.format(taken=len(self.taken), count=len(self.files)))
        if self.refused:
            names = few([path.name for path in self.refused])
            say(one_line(_("Not imported: {files}.").format(files=names)))

    def _say(self, path: Path, brought: "Imported", sentence: str) -> None:
        from kaohe_tui.services.ballots.importing import in_words

        say(one_line(sentence.format(file=path.name, told=in_words(brought))))
        say_understood(brought.told)


def _say_owed(now: "Overview") -> None:
    if now.tier is None:
        return
    name = now.tier.tier.name
    if not now.tier.missing and not now.tier.is_all_in:
        say(
            _(
                "{tier}: {ballots} of {all} ballots are in, the others rated but not handed in."
            ).format(tier=name, ballots=now.tier.handed_in, all=len(now.tier.raters))
        )
        return
    if not now.tier.missing:
        say(_("{tier}: every rating is in.").format(tier=name))
        line = command("close", now.tier.tier.key, "--period", now.period.key)
        say(_("Next: {command}").format(command=line))
        return
    say(
        _("{tier}: {ballots} of {all} ballots are in, {ratings} ratings are outstanding.").format(
            tier=name,
            ballots=now.tier.handed_in,
            all=len(now.tier.raters),
            ratings=now.tier.missing,
        )
    )


COMMANDS = (import_,)
"""The module's commands, as ``cli.names`` loads them."""
