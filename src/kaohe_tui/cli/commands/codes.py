"""Make raters' one-time codes and print their slips."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kaohe_tui.cli.frame import (
    PATH,
    Command,
    Option,
    entered,
    period_key,
    period_option,
    tier_key,
    with_common_options,
)
from kaohe_tui.cli.printing import one_line, say
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.words import N_, _, _n

if TYPE_CHECKING:
    from kaohe_tui.services.access.codes import Progress, Slip

_MANY = 20
"""Codes from which on issuing them takes long enough for a progress bar."""


@click.command(cls=Command, help=N_("Make one-time codes for raters and print their slips."))
@click.option(
    "--tier", cls=Option, metavar="TIER", required=True, help=N_("The tier, by key or name.")
)
@period_option(required=True)
@click.option("--rater", cls=Option, metavar="CODE", help=N_("Only for this rater."))
@click.option(
    "--out", cls=Option, metavar="FILE", type=PATH, help=N_("The slips as a web page for printing.")
)
@click.option("--withdraw", cls=Option, is_flag=True, help=N_("Cancel the codes instead."))
@with_common_options
def codes(tier: str, period: str, rater: str | None, out: Path | None, *, withdraw: bool) -> None:
    """Print new codes on slips, or cancel those that are out."""
    from kaohe_tui.cli.commands.show import person_code
    from kaohe_tui.files.disk.writing import write_new
    from kaohe_tui.files.papers.slips import slips_html
    from kaohe_tui.services.access import codes as making

    if withdraw and out:
        raise click.UsageError(_("--withdraw and --out exclude each other."))
    with entered() as room:
        key = period_key(room, period)
        of_tier = tier_key(room, key, tier)
        one = person_code(room.period(key).roster, rater) if rater else ""
        if withdraw:
            count = making.withdraw(room, key, of_tier, one)
            sentence = _n("{count} code cancelled.", "{count} codes cancelled.", count)
            say(sentence.format(count=count))
            return
        if out is not None:
            _check_free(out)
        with _bar() as progress:
            slips = making.issue(room, key, of_tier, one, progress)
    if out is None:
        _print(slips)
        return
    lines = [(s.period, s.tier, s.name, s.rater.section, s.printed) for s in slips]
    write_new(out, slips_html(lines).encode())
    sentence = _n("{count} slip written: {path}", "{count} slips written: {path}", len(slips))
    say(sentence.format(count=len(slips), path=one_line(str(out))))


def _check_free(path: Path) -> None:
    """Refuse a file that the slips could not be written to, before any code is issued."""
    if os.path.lexists(path) or not path.absolute().parent.is_dir():
        raise Refusal(
            "codes-file-unusable",
            N_("{path} already exists or has no folder; no codes were made."),
            path=path,
        )


def _print(slips: "Sequence[Slip]") -> None:
    for slip in slips:
        say("-" * 40)
        say(one_line(f"{slip.period}  {slip.tier}"))
        say(one_line(f"{slip.rater.name}  {slip.rater.section}  {slip.rater.code}"))
        say(_("code: {code}").format(code=slip.printed))
    say("-" * 40)


@contextmanager
def _bar() -> "Iterator[Progress | None]":
    """Show a bar on standard error where many codes are issued and somebody looks."""
    import sys

    if not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=1, file=sys.stderr) as shown:

        def moved_on(done: int, count: int) -> None:
            if count >= _MANY:
                shown.length = count
                shown.update(done - shown.pos)

        yield moved_on


COMMANDS = (codes,)
"""The module's command, as ``cli.names`` loads it."""
