"""Take a step of the meeting: open, close or reopen a tier, import ballots."""

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kaohe_tui.cli.asking import make_sure, strict_option, yes_option
from kaohe_tui.cli.copying import copy_before
from kaohe_tui.cli.frame import (
    PATH,
    Command,
    Option,
    command,
    entered,
    period_key,
    period_option,
    tier_key,
    with_common_options,
)
from kaohe_tui.cli.printing import one_line, say
from kaohe_tui.cli.unfit import unfit_of, unrated_in
from kaohe_tui.words import N_, _

if TYPE_CHECKING:
    from kaohe_tui.files.papers.closing import Closing
    from kaohe_tui.services.counting.overview import Overview
    from kaohe_tui.services.room.room import Room
    from kaohe_tui.services.tiers.closing_sheet import Signers

_tier = click.argument("tier", metavar="TIER")
_tier_or_whole = click.argument("tier", metavar="[TIER]", required=False, default="")
"""Left out for a period that holds no tier."""


@click.command("open", cls=Command, help=N_("Open a tier; the first one opens the period."))
@_tier_or_whole
@period_option(required=True)
@strict_option
@yes_option
@with_common_options
def open_(tier: str, period: str, *, strict: bool, yes: bool) -> None:
    """Open a tier; the first one locks the period's scheme and roster."""
    from kaohe_tui.cli import whole_period
    from kaohe_tui.domain.rules.warnings import check_none
    from kaohe_tui.services.counting import overview
    from kaohe_tui.services.secrecy.secrecy import exposed_in_words
    from kaohe_tui.services.tiers import steps

    with entered() as room:
        key = period_key(room, period)
        if not tier:
            whole_period.open_whole(room, key, strict=strict, yes=yes)
            return
        which = tier_key(room, key, tier)
        first = room.period(key).id is None
        unfit = unfit_of(room.period(key), "" if first else which)
        if strict:
            check_none(unfit)
        out_of_order = _ask_out_of_order(room, key, which, yes=yes)
        for sentence in unfit:
            say(one_line(sentence))
        with copy_before(room, "opening") if first else nullcontext():
            steps.open_tier(room, key, which, out_of_order=out_of_order)
        now, period_room = overview.overview(room, key), room.period(key)
        exposed = exposed_in_words(period_room, period_room.scheme.tier(which))
    _say_open(now, first=first)
    if exposed:
        say(one_line(exposed))
    words = ("import", "FILE") if now.tier and now.tier.raters else ("close", which)
    say(_("Next: {command}").format(command=command(*words, "--period", key)))


def _say_open(now: "Overview", *, first: bool) -> None:
    """Say what was locked, where the period is new, and what the open tier asks for."""
    from kaohe_tui.domain.result.shape import short

    if first:
        say(
            _("{period}: scheme {scheme} and roster {roster} are locked.").format(
                period=now.period.name,
                scheme=short(now.scheme_fingerprint),
                roster=short(now.roster_fingerprint),
            )
        )
    if now.tier:
        say(
            _("{tier} is open: {ballots} ballots, {ratings} ratings.").format(
                tier=now.tier.tier.name, ballots=len(now.tier.raters), ratings=now.tier.missing
            )
        )


def _ask_out_of_order(room: "Room", period: str, tier: str, *, yes: bool) -> bool:
    """Ask before a tier or a period is opened whose turn it is not.

    Returns:
        Whether it is such a tier, and is to be opened.

    Raises:
        Refusal: when it is not to be, or it could not be opened all the same.
    """
    from kaohe_tui.services.periods.passed_over import passed_over

    period_room = room.period(period)
    period_room.steps.check_open(tier, out_of_order=True)
    doubts = [passed] if (passed := passed_over(room, period)) else []
    name = period_room.scheme.tier(tier).name
    question = _("Open {period} all the same?").format(period=period_room.steps.period.name)
    if first := period_room.steps.earlier(tier):
        waits = _("{tier} waits for its turn: {next} comes first.")
        doubts.append(waits.format(tier=name, next=first.name))
        if not passed:
            question = _("Open {tier} before it?").format(tier=name)
    if doubts:
        make_sure(doubts, question, yes=yes)
    return first is not None


@click.command(cls=Command, help=N_("Close a tier; the last one locks the period's result."))
@_tier_or_whole
@period_option(required=True)
@click.option(
    "--reason", cls=Option, metavar="TEXT", default="", help=N_("Why, where ratings are missing.")
)
@click.option(
    "--reason-of",
    "reasons",
    cls=Option,
    metavar="CODE=TEXT",
    multiple=True,
    help=N_("Why one rater's ballot is missing, where it is not --reason; may be repeated."),
)
@click.option(
    "--counted-by",
    cls=Option,
    metavar="NAME",
    default="",
    help=N_("Who signs the closing sheet for the count."),
)
@click.option(
    "--supervised-by",
    cls=Option,
    metavar="NAME",
    default="",
    help=N_("Who signs as supervisor of the count."),
)
@with_common_options
def close(
    tier: str,
    period: str,
    reason: str,
    reasons: tuple[str, ...],
    counted_by: str,
    supervised_by: str,
) -> None:
    """Close a tier, and print the figures of its closing sheet."""
    own = dict(_own_reason(each) for each in reasons)
    from kaohe_tui.cli import whole_period
    from kaohe_tui.services.tiers.closing_sheet import Signers

    with entered() as room:
        key = period_key(room, period)
        if not tier:
            whole_period.close_whole(room, key, reason)
            return
        _close_tier(
            room, key, tier_key(room, key, tier), reason, own, Signers(counted_by, supervised_by)
        )


def _close_tier(
    room: "Room",
    key: str,
    which: str,
    reason: str,
    own: dict[str, str],
    signers: "Signers",
) -> None:
    """Close a tier of the period, and say what it came to."""
    from kaohe_tui.cli.show.entries import say_differences
    from kaohe_tui.services.ballots import claims
    from kaohe_tui.services.counting import overview
    from kaohe_tui.services.counting.too_few import proposed_out, too_few
    from kaohe_tui.services.result import freezing
    from kaohe_tui.services.tiers import closing_sheet as closings
    from kaohe_tui.services.tiers import steps

    before = {each.tier.key: each for each in overview.overview(room, key).tiers}
    keyed, doubts = [], proposed_out(room, key)
    if which in before:
        keyed = claims.being_keyed(room, key, before[which])
        doubts += [closings.unconfirmed(before[which]), closings.few_secret(before[which])]
    changes = freezing.closing(room, key, which)
    with copy_before(room, "closing"):
        steps.close_tier(room, key, which, reason, signers, own)
    now = overview.overview(room, key)
    sheet = closings.closing(room, key, which)
    say(_("{tier} is closed.").format(tier=sheet.tier))
    doubts += [*unrated_in(room.period(key), which), too_few(room, key, which)]
    for sentence in filter(None, (*doubts, *(each.told for each in keyed))):
        say(one_line(sentence))
    _say_sheet(sheet)
    if changes is not None:
        say_differences(changes)
    _say_next(room, now)


def _say_sheet(sheet: "Closing") -> None:
    """Print the figures of a closing sheet, and the entry of the record that holds them."""
    from kaohe_tui.domain.record.chain import grouped

    for heading, text in sheet.paper():
        say(_("{heading}: {told}").format(heading=heading, told=text))
    sentence = _("Entry {number} of the record, hash {hash}")
    say(sentence.format(number=sheet.entry, hash=grouped(sheet.chain)))


def _own_reason(text: str) -> tuple[str, str]:
    code, equals, reason = text.partition("=")
    if not (equals and code.strip() and reason.strip()):
        raise click.UsageError(_("--reason-of takes CODE=TEXT, for example 05=病假."))
    return code.strip(), reason


@click.command(
    "closing-sheet", cls=Command, help=N_("Write the closing sheet of a closed tier, to be signed.")
)
@_tier
@click.argument("file", metavar="FILE", type=PATH)
@period_option(required=True)
@with_common_options
def closing_sheet(tier: str, file: Path, period: str) -> None:
    """Write the closing sheet of a closed tier to a file."""
    from kaohe_tui.services.tiers import closing_sheet as closings

    with entered(read_only=True) as room:
        key = period_key(room, period)
        closings.write_sheet(room, key, tier_key(room, key, tier), file)
    say(_("Written: {path}").format(path=one_line(str(file))))


@click.command(cls=Command, help=N_("Reopen a closed tier, with a reason."))
@_tier_or_whole
@period_option(required=True)
@click.option(
    "--reason", cls=Option, metavar="TEXT", required=True, help=N_("Why; kept in the record.")
)
@with_common_options
def reopen(tier: str, period: str, reason: str) -> None:
    """Reopen a closed tier, with a reason."""
    from kaohe_tui.cli import whole_period
    from kaohe_tui.services.tiers import steps

    with entered() as room:
        key = period_key(room, period)
        if not tier:
            whole_period.reopen_whole(room, key, reason)
            return
        which = tier_key(room, key, tier)
        with copy_before(room, "reopening"):
            steps.reopen_tier(room, key, which, reason)
        name = room.period(key).scheme.tier(which).name
    say(_("{tier} is open again.").format(tier=name))
    line = command("close", which, "--period", key)
    say(_("When it is right: {command}").format(command=line))


def _say_next(room: "Room", now: "Overview") -> None:
    """Print what comes after a tier was closed: the next tier, or the result."""
    from kaohe_tui.cli.show.progress import next_lines
    from kaohe_tui.domain.result.shape import short
    from kaohe_tui.services.counting import overview
    from kaohe_tui.services.tiers import next_thing

    period = now.period.key
    if now.tier:
        line = command("open", now.tier.tier.key, "--period", period)
        say(_("Next: {command}").format(command=line))
        return
    result = overview.result(room, period)
    if result:
        say(
            _("The result of {period} is locked: {fingerprint}").format(
                period=now.period.name, fingerprint=short(result.fingerprint)
            )
        )
    for text in next_lines(next_thing.step(room, period)):
        say(text)


COMMANDS = (open_, close, closing_sheet, reopen)
"""The module's commands, as ``cli.names`` loads them."""
