"""Show and post notices (公示), and keep the register of objections and reports."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

import click

from kaohe_tui import signs
from kaohe_tui.cli.frame import (
    Command,
    Option,
    entered,
    json_option,
    period_key,
    period_option,
    with_common_options,
)
from kaohe_tui.cli.printing import Line, aligned, line_width, one_line, say, say_json, say_lines
from kaohe_tui.words import N_, _

if TYPE_CHECKING:
    from kaohe_tui.domain.public.matter import Matter
    from kaohe_tui.services.room.room import Room


_Function = TypeVar("_Function", bound=Callable[..., object])


def _text_option(
    name: str, help_text: str, *, required: bool = False
) -> Callable[[_Function], _Function]:
    # A default of None would count as given.
    needed: dict[str, object] = {"required": True} if required else {"default": ""}
    return click.option(f"--{name}", cls=Option, metavar="TEXT", help=help_text, **needed)


_number = click.argument("number", metavar="ID", type=click.IntRange(1, 2**31))

# Named here, for `kaohe --help` must not wait for the domain; a test holds them against it.
KINDS = ("objection", "report", "review")
"""The values of ``MatterKind``, in the order in which the help lists them."""


@click.command(cls=Command, help=N_("Show the state of the notices, or enter that one was posted."))
@period_option(
    required=False,
    without=N_("The period, by its key or its name; all of them by default, --post wants one."),
)
@click.option("--year", is_flag=True, cls=Option, help=N_("The year instead of a period."))
@click.option("--post", is_flag=True, cls=Option, help=N_("Enter that the notice was posted."))
@click.option(
    "--on", "on", cls=Option, metavar="DATE", default="", help=N_("The day; today by default.")
)
@_text_option("by", N_("Who posted it; by default the user who is logged in."))
@_text_option(
    "reason",
    N_("Why, if the result has not changed since the last notice or grades are undecided."),
)
@with_common_options
def notice(period: str | None, *, year: bool, post: bool, on: str, by: str, reason: str) -> None:
    """Print the state of the notices, or enter that one was posted."""
    from kaohe_tui.domain.dates import parse_date
    from kaohe_tui.domain.entries.entries import YEAR
    from kaohe_tui.services.public import notices

    if year and period is not None:
        raise click.UsageError(_("--period and --year exclude each other."))
    if post and not year and period is None:
        raise click.UsageError(_("Say what is posted: --period or --year."))
    with entered(read_only=not post) as room:
        key = None if period is None else period_key(room, period)
        key = YEAR if year else key
        if post and key is not None:
            day = parse_date(on or room.now()[:10])
            posted = notices.post(room, key, day, by, reason)
            sentence = _("Notice no. {number} runs until {date}.")
            say(sentence.format(number=posted.number, date=posted.until))
            return
        states = notices.states(room) if key is None else (notices.state(room, key),)
    for now in states:
        say(one_line(f"{signs.NOTICES[now.stage]} {now.told}"))


@click.command(cls=Command, help=N_("List the register of objections and reports."))
@json_option
@with_common_options
def matters(*, as_json: bool) -> None:
    """List the register; nobody who brought a case is named."""
    from kaohe_tui.services.public import matters as register

    with entered(read_only=True) as room:
        today = room.now()[:10]
        listed = register.all_matters(room)
        if as_json:
            plain = [_plain(room, one, today) for one in listed]
        else:
            rows = [_row(room, one, today) for one in listed]
            held = _held_up(room, listed)
    if as_json:
        say_json({"matters": plain})
    elif rows:
        say_lines([*map(Line, aligned(rows, ["left"] * len(rows[0]), most=line_width()))])
        for each in held:
            say(one_line(each))
    else:
        say(_("The register is empty."))


@click.command("matter-new", cls=Command, help=N_("Log an objection, a report or a review."))
@click.option(
    "--kind",
    cls=Option,
    type=click.Choice(KINDS),
    required=True,
    help=N_("What it is."),
)
@_text_option("about", N_("What it is about."), required=True)
@_text_option("code", N_("The person it is about, by code."))
@period_option(
    required=False,
    without=N_(
        "The period, by its key or its name; by default that of the notice that runs, else none."
    ),
)
@click.option("--year", is_flag=True, cls=Option, help=N_("The year instead of a period."))
@_text_option("from", N_("Who brought it; anonymous by default."))
@click.option(
    "--received", cls=Option, metavar="DATE", default="", help=N_("The day; today by default.")
)
@with_common_options
def matter_new(
    kind: str, about: str, code: str, period: str | None, *, year: bool, received: str, **who: str
) -> None:
    """Register an objection, a report or a request for review."""
    from kaohe_tui.domain.dates import parse_date
    from kaohe_tui.domain.entries.entries import YEAR
    from kaohe_tui.domain.public.matter import NO_PERIOD, MatterKind
    from kaohe_tui.services.public import matters as register
    from kaohe_tui.services.public import notices

    if year and period is not None:
        raise click.UsageError(_("--period and --year exclude each other."))
    with entered() as room:
        key = YEAR if year else NO_PERIOD
        day = parse_date(received) if received else None
        running = notices.running_on(room, day.isoformat() if day else room.now()[:10])
        if not year and len(running) == 1:
            # Where several run, it holds all of them.
            key = running[0]
        number = register.take(
            room,
            kind=MatterKind(kind),
            about=about,
            period=key if period is None else period_key(room, period),
            code=code,
            from_whom=who["from"],
            received_on=day,
        )
        one, _steps = register.matter(room, number)
        held = register.held_up(room, one)
    sentence = _("Logged as no. {number}; to be answered by {date}.")
    say(sentence.format(number=number, date=one.due_on))
    if held:
        say(_("Until it is closed, this is not final: {names}.").format(names=held))
    elif one.period == NO_PERIOD:
        say(_("It belongs to no period, so no result waits for it now."))


@click.command("matter-assign", cls=Command, help=N_("Say who handles a case."))
@_number
@click.argument("handler", metavar="HANDLER")
@with_common_options
def matter_assign(number: int, handler: str) -> None:
    """Name the person who handles a case."""
    from kaohe_tui.services.public import matters as register

    with entered() as room:
        register.assign(room, number, handler)
    say(_("The handler is recorded."))


@click.command("matter-step", cls=Command, help=N_("Add what was done about a case."))
@_number
@click.argument("text", metavar="TEXT")
@with_common_options
def matter_step(number: int, text: str) -> None:
    """Add what was done about a case."""
    from kaohe_tui.services.public import matters as register

    with entered() as room:
        register.step(room, number, text)
    say(_("The step is recorded."))


@click.command("matter-close", cls=Command, help=N_("Close a case with its outcome."))
@_number
@_text_option("outcome", N_("How it ended."), required=True)
@_text_option("correction", N_("What was corrected, if anything."))
@with_common_options
def matter_close(number: int, outcome: str, correction: str) -> None:
    """Close a case with its outcome."""
    from kaohe_tui.services.public import matters as register

    with entered() as room:
        register.close(room, number, outcome, correction)
    say(_("Closed."))


@click.command("matter-reopen", cls=Command, help=N_("Reopen a closed case."))
@_number
@_text_option("reason", N_("Why; kept in the record."), required=True)
@with_common_options
def matter_reopen(number: int, reason: str) -> None:
    """Reopen a closed case, with a reason."""
    from kaohe_tui.services.public import matters as register

    with entered() as room:
        register.reopen(room, number, reason)
    say(_("Reopened."))


def _row(room: "Room", one: "Matter", today: str) -> list[str]:
    from kaohe_tui.services.public import matters as register

    return [
        signs.of_matter(one, today),
        str(one.id),
        one.kind.label,
        register.period_name(room, one.period),
        register.who(room, one.period, one.code) or "–",
        one.due_on if one.is_open else one_line(one.outcome),
        register.who(room, one.period, one.handler) or "–",
        one_line(one.about),
    ]


def _held_up(room: "Room", listed: "Sequence[Matter]") -> list[str]:
    """Return a sentence for each case of no period that keeps a result from being final."""
    from kaohe_tui.domain.public.matter import NO_PERIOD
    from kaohe_tui.services.public import matters as register

    sentence = _("Until no. {number} is closed, this is not final: {names}.")
    of_none = (one for one in listed if one.period == NO_PERIOD)
    held = ((one.id, register.held_up(room, one)) for one in of_none)
    return [sentence.format(number=number, names=names) for number, names in held if names]


def _plain(room: "Room", one: "Matter", today: str) -> dict[str, object]:
    from kaohe_tui.domain.public.matter import NO_PERIOD
    from kaohe_tui.services.public import matters as register
    from kaohe_tui.services.public import notices

    steps = register.matter(room, one.id)[1]
    return {
        "id": one.id,
        "kind": one.kind.value,
        "period": None if one.period == NO_PERIOD else one.period or "year",
        "code": one.code or None,
        "about": one.about,
        "anonymous": one.anonymous,
        "received_on": one.received_on,
        "due_on": one.due_on,
        "overdue": one.is_overdue(today),
        "holds_up": [key or "year" for key in notices.held_up(room, one)],
        "handler": one.handler or None,
        "open": one.is_open,
        "outcome": one.outcome or None,
        "correction": one.correction or None,
        "steps": [{"at": step.at, "by": step.by, "text": step.text} for step in steps],
    }


COMMANDS = (notice, matters, matter_new, matter_assign, matter_step, matter_close, matter_reopen)
"""The module's commands, as ``cli.names`` loads them."""
