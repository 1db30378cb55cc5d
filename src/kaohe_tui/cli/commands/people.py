"""Put the roster of an opened period right."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import click

from kaohe_tui.cli.asking import agree, agree_option
from kaohe_tui.cli.copying import copy_before
from kaohe_tui.cli.frame import (
    Command,
    Option,
    entered,
    period_key,
    period_option,
    with_common_options,
)
from kaohe_tui.cli.printing import one_line, say
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.words import N_, _, join_sentences

if TYPE_CHECKING:
    from kaohe_tui.domain.rules.people import Person
    from kaohe_tui.services.periods.roster_righting import Change
    from kaohe_tui.services.room.room import Room

_code = click.argument("code", metavar="CODE")
_reason = click.option(
    "--reason", cls=Option, metavar="TEXT", default="", help=N_("Why; kept in the record.")
)
_check = click.option(
    "--check", is_flag=True, cls=Option, help=N_("Only show what follows; change nothing.")
)
_drop = click.option(
    "--drop-ratings",
    is_flag=True,
    cls=Option,
    help=N_("Take off ratings that are no longer due."),
)
_OF_LINE = (
    ("--name", "name", N_("The name.")),
    ("--section", "section", N_("The section.")),
    ("--role", "role", N_("The role, as in a roster file.")),
    ("--supervisors", "supervisors", N_("Codes of the supervising leaders, “;” between.")),
    ("--identity", "identity", N_("The identity.")),
    ("--groups", "groups", N_("Keys or names of the groups, “;” between.")),
    ("--note", "clerk_note", N_("The note.")),
)
_Given = Mapping[str, str | None]


def _line_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options for the fields of a roster's line."""
    for option, name, help_text in reversed(_OF_LINE):
        function = click.option(option, name, cls=Option, metavar="TEXT", help=help_text)(function)
    return function


def _who_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say whether somebody is the same person as before."""
    same, new = (
        N_("The person with this code is the same one as before."),
        N_("The person with this code is somebody else than before."),
    )
    for option, help_text in (("--new", new), ("--same", same)):
        function = click.option(option, cls=Option, metavar="CODE", multiple=True, help=help_text)(
            function
        )
    return function


@click.command(
    "person-add", cls=Command, help=N_("Add a missing person to the roster of an open period.")
)
@_code
@period_option(required=True)
@_line_options
@_who_options
@_reason
@_check
@agree_option
@with_common_options
def add(
    code: str,
    period: str,
    same: tuple[str, ...],
    new: tuple[str, ...],
    reason: str,
    *,
    check: bool,
    yes: bool,
    **line: str | None,
) -> None:
    """Add a missing person; fields not named come from the roster for later periods."""

    def of(room: "Room", period: str) -> "Person":
        period_room = room.period(period)
        if code in period_room.roster:
            raise Refusal(
                "person-already-there",
                N_("{name} ({code}) is in the roster of {period} already; use person-change."),
                name=period_room.roster[code].name,
                code=code,
                period=period_room.steps.period.name,
            )
        known = next((each for each in room.roster() if each.code == code), None)
        return _person(room, period, code, known, line)

    _put(of, period, reason, (same, new), check=check, drop=False, yes=yes)


@click.command(
    "person-change",
    cls=Command,
    help=N_("Put a wrong role, section or supervisor right in an open period."),
)
@_code
@period_option(required=True)
@_line_options
@_who_options
@_drop
@_reason
@_check
@agree_option
@with_common_options
def change(
    code: str,
    period: str,
    same: tuple[str, ...],
    new: tuple[str, ...],
    *,
    drop_ratings: bool,
    reason: str,
    check: bool,
    yes: bool,
    **line: str | None,
) -> None:
    """Change a person's line; fields not named stay as they are."""
    from kaohe_tui.cli.commands.show import person_code

    def of(room: "Room", period: str) -> "Person":
        roster = room.period(period).roster
        known = person_code(roster, code)
        return _person(room, period, known, roster[known], line)

    _put(of, period, reason, (same, new), check=check, drop=drop_ratings, yes=yes)


def _person(
    room: "Room", period: str, code: str, known: "Person | None", options: _Given
) -> "Person":
    """Return the person's new line: the fields named on the command line, else the known ones."""
    from kaohe_tui.domain.rules.people import Person, Roster
    from kaohe_tui.files.roster.typed import typed_person

    line = {"code": code}
    if known is not None:
        line |= {each.name: str(getattr(known, each.name)) for each in fields(Person)}
        line["supervisors"] = ";".join(known.supervisors)
        line["groups"] = ";".join(known.groups)
    line |= {name: text for name, text in options.items() if text is not None}
    period_room = room.period(period)
    others = [each for each in period_room.roster if each.code != code]
    scheme = period_room.scheme
    return typed_person(line, Roster(tuple(others)), scheme.role_words, scheme.groups)


def _put(
    of: Callable[["Room", str], "Person"],
    period: str,
    reason: str,
    who: tuple[Collection[str], Collection[str]],
    *,
    check: bool,
    drop: bool,
    yes: bool,
) -> None:
    """Print what would follow, and put the line into the roster unless ``check`` is set.

    Args:
        of: makes the line.
        period: the period, by its key or name.
        reason: why.
        who: codes of who is the same person as before, and of who is somebody else.
        check: only show what follows.
        drop: take off ratings that are no longer due.
        yes: do not ask.
    """
    from kaohe_tui.services.periods import roster_righting
    from kaohe_tui.services.periods.roster_consequences import consequences

    if not check and not reason:
        raise click.UsageError(_("--reason is needed, unless with --check."))
    with entered(read_only=check) as room:
        key = period_key(room, period)
        change = roster_righting.look(room, key, of(room, key))
        sentences = consequences(change, room.period(key).scheme)
        if not check:
            _check_agreed(change, sentences, who, drop=drop, yes=yes)
            with copy_before(room, "change"):
                same, new = who
                roster_righting.put(room, key, change.after, reason, drop=drop, same=same, new=new)
        name = room.period(key).steps.period.name
    doubts = [f"? {doubt.told}" for doubt in change.doubts] if check else []
    for line in [*sentences, *doubts]:
        say(one_line(line))
    say(_("Nothing was changed.") if check else one_line(_done(change, name)))


def _check_agreed(
    change: "Change",
    sentences: list[str],
    who: tuple[Collection[str], Collection[str]],
    *,
    drop: bool,
    yes: bool,
) -> None:
    """Refuse what is not said on the command line, and ask whether it is meant."""
    from kaohe_tui.services.year.same_person import check_answered

    if change.dropped and not drop:
        message = _("{what} Confirm with --drop-ratings.")
        raise Refusal("ratings-would-be-lost", message.format(what=join_sentences(sentences)))
    check_answered(change.doubts, *who)
    agree([change.called, *sentences], yes=yes)


def _done(change: "Change", period: str) -> str:
    """Say what was done to the roster of a period.

    Args:
        change: what has changed.
        period: the period's name.
    """
    done = _("{person} is added to the roster of {period}.")
    if change.before is not None:
        done = _("The line of {person} in the roster of {period} is put right.")
    return done.format(person=change.called, period=period)


COMMANDS = (add, change)
"""The module's commands, as ``cli.names`` loads them."""
