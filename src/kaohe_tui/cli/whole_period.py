"""Take the steps of a period that holds no tier, for commands in which no tier is named."""

from kaohe_tui.cli.asking import agree, make_sure
from kaohe_tui.cli.copying import copy_before
from kaohe_tui.cli.frame import command
from kaohe_tui.cli.printing import one_line, say
from kaohe_tui.cli.show.entries import say_differences
from kaohe_tui.cli.show.progress import next_lines
from kaohe_tui.domain.result.shape import short
from kaohe_tui.domain.rules.period_steps import check_open_whole
from kaohe_tui.domain.rules.warnings import check_none, warnings
from kaohe_tui.services.counting import overview
from kaohe_tui.services.counting.too_few import proposed_out
from kaohe_tui.services.periods.passed_over import passed_over
from kaohe_tui.services.result import freezing
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import next_thing, whole_period
from kaohe_tui.words import _


def open_whole(room: Room, period: str, *, strict: bool, yes: bool) -> None:
    """Open the period, and say what is locked; where others come first, after a yes.

    What does not fit is said before, and refused where that is ``strict``.
    """
    period_room = room.period(period)
    steps = period_room.steps
    check_open_whole(steps)
    unfit = warnings(period_room.scheme, period_room.roster, period_room.recused)
    if strict:
        check_none(unfit)
    if passed := passed_over(room, period):
        question = _("Open {period} all the same?").format(period=steps.period.name)
        make_sure([passed], question, yes=yes)
    for sentence in unfit:
        say(one_line(sentence))
    with copy_before(room, "opening"):
        whole_period.open_period(room, period)
    now = overview.overview(room, period)
    say(
        _("{period}: scheme {scheme} and roster {roster} are locked.").format(
            period=now.period.name,
            scheme=short(now.scheme_fingerprint),
            roster=short(now.roster_fingerprint),
        )
    )
    say(_("Next: {command}").format(command=command("close", "--period", period)))


def close_whole(room: Room, period: str, reason: str) -> None:
    """Close the period, and say what its result is and what comes next."""
    changes, doubts = freezing.closing(room, period), proposed_out(room, period)
    with copy_before(room, "closing"):
        whole_period.close_period(room, period, reason)
    for sentence in doubts:
        say(one_line(sentence))
    result = overview.result(room, period)
    if result:
        say(
            _("The result of {period} is locked: {fingerprint}").format(
                period=room.period(period).steps.period.name, fingerprint=short(result.fingerprint)
            )
        )
    if changes is not None:
        say_differences(changes)
    for text in next_lines(next_thing.step(room, period)):
        say(text)


def reopen_whole(room: Room, period: str, reason: str) -> None:
    """Reopen the period."""
    with copy_before(room, "reopening"):
        whole_period.reopen_period(room, period, reason)
    say(_("{period} is open again.").format(period=room.period(period).steps.period.name))
    line = command("close", "--period", period)
    say(_("When it is right: {command}").format(command=line))


def take_back_whole(room: Room, period: str, reason: str, *, yes: bool) -> None:
    """Take the opening of the period back, after a yes where somebody is there to give it."""
    whole_period.check_take_back(room, period, reason)
    name = room.period(period).steps.period.name
    agree([_("Take the opening of {period} back?").format(period=name)], yes=yes)
    with copy_before(room, "taking-back"):
        whole_period.take_back(room, period, reason)
    sentence = _("{period} is not begun then: roster and scheme can be changed for it as before.")
    say(sentence.format(period=name))
    say(_("Next: {command}").format(command=command("roster", "FILE")))
