"""Put single ballots right: give back, void, restore, move or exchange them."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import click

from kaohe_tui.cli.asking import agree, agree_option
from kaohe_tui.cli.frame import (
    Command,
    Option,
    entered,
    period_key,
    period_option,
    tier_key,
    with_common_options,
)
from kaohe_tui.cli.printing import one_line, say
from kaohe_tui.words import N_, _

if TYPE_CHECKING:
    from kaohe_tui.services.room.room import Room

_tier = click.argument("tier", metavar="TIER")
_rater = click.argument("rater", metavar="CODE")
_other = click.argument("other", metavar="OTHER")
_reason = click.option(
    "--reason", cls=Option, metavar="TEXT", required=True, help=N_("Why; kept in the record.")
)
_Function = TypeVar("_Function", bound=Callable[..., object])
_Verb = Callable[["Room", str, str, tuple[str, ...]], str]
"""Takes the room, period, tier and raters' codes; does the work and returns a sentence on it."""


def _asking(*arguments: Callable[[_Function], _Function]) -> Callable[[_Function], _Function]:
    """Give a command its arguments, the period, the reason and what all commands take."""

    def taking(function: _Function) -> _Function:
        function = period_option(required=True)(_reason(with_common_options(function)))
        for argument in reversed(arguments):
            function = argument(function)
        return function

    return taking


@click.command(
    "ballot-return",
    cls=Command,
    help=N_("Give back a ballot that is in or voided, to be entered again."),
)
@_asking(_tier, _rater)
def give_back(tier: str, rater: str, period: str, reason: str) -> None:
    """Give a ballot back to be entered again; its marks stay and may be changed."""
    from kaohe_tui.services.ballots import open_ballot

    def verb(room: "Room", period: str, tier: str, codes: tuple[str, ...]) -> str:
        open_ballot.give_back(room, period, tier, codes[0], reason)
        return _("{name}'s ballot is given back; its marks stay and may be changed.")

    _do(verb, period, tier, rater)


@click.command("ballot-void", cls=Command, help=N_("Void a ballot: none of its ratings count."))
@agree_option
@_asking(_tier, _rater)
def strike_out(tier: str, rater: str, period: str, reason: str, *, yes: bool) -> None:
    """Void a ballot: none of its ratings count."""
    from kaohe_tui.services.ballots import open_ballot
    from kaohe_tui.services.entries import summaries

    def verb(room: "Room", period: str, tier: str, codes: tuple[str, ...]) -> str:
        agree(summaries.voided(room.period(period).person(codes[0]), reason), yes=yes)
        open_ballot.strike_out(room, period, tier, codes[0], reason)
        return _("{name}'s ballot is voided; ballot-restore takes that back.")

    _do(verb, period, tier, rater)


@click.command("ballot-restore", cls=Command, help=N_("Restore a ballot that was voided."))
@agree_option
@_asking(_tier, _rater)
def restore(tier: str, rater: str, period: str, reason: str, *, yes: bool) -> None:
    """Restore a voided ballot to the state it had before."""
    from kaohe_tui.domain.ballot.state import BallotState
    from kaohe_tui.services.ballots import righting
    from kaohe_tui.services.entries import summaries

    def verb(room: "Room", period: str, tier: str, codes: tuple[str, ...]) -> str:
        agree(summaries.restored(room.period(period).person(codes[0]), reason), yes=yes)
        if righting.restore(room, period, tier, codes[0], reason) is BallotState.KEYED:
            return _("{name}'s ballot is restored; it waits for the second entry.")
        return _("{name}'s ballot is restored.")

    _do(verb, period, tier, rater)


@click.command("ballot-move", cls=Command, help=N_("Move a ballot entered under the wrong rater."))
@agree_option
@_asking(_tier, _rater, _other)
def move(tier: str, rater: str, other: str, period: str, reason: str, *, yes: bool) -> None:
    """Move a ballot to a rater who has none; the former rater owes one again."""
    from kaohe_tui.services.ballots import righting

    def verb(room: "Room", period: str, tier: str, codes: tuple[str, ...]) -> str:
        _agree(room, period, codes, is_exchange=False, yes=yes)
        righting.move(room, period, tier, codes[0], codes[1], reason)
        return _("The ballot is {other}'s now; {name} still has to hand one in.")

    _do(verb, period, tier, rater, other)


@click.command(
    "ballot-swap",
    cls=Command,
    help=N_("Exchange two ballots entered under each other's rater."),
)
@agree_option
@_asking(_tier, _rater, _other)
def exchange(tier: str, rater: str, other: str, period: str, reason: str, *, yes: bool) -> None:
    """Exchange the ballots of two raters."""
    from kaohe_tui.services.ballots import righting

    def verb(room: "Room", period: str, tier: str, codes: tuple[str, ...]) -> str:
        _agree(room, period, codes, is_exchange=True, yes=yes)
        righting.exchange(room, period, tier, codes[0], codes[1], reason)
        return _("The ballots of {name} and {other} are exchanged.")

    _do(verb, period, tier, rater, other)


def _agree(
    room: "Room", period: str, codes: tuple[str, ...], *, is_exchange: bool, yes: bool
) -> None:
    """Show which ballot goes to whom, and wait for a yes."""
    from kaohe_tui.domain.rules.people import with_code
    from kaohe_tui.services.entries import summaries

    roster = room.period(period).roster
    name, other = (with_code(roster[code]) for code in codes)
    agree(summaries.moved(name, other, is_exchange=is_exchange), yes=yes)


def _do(verb: _Verb, period: str, tier: str, *raters: str) -> None:
    """Run a verb on the ballots of these raters, and print its sentence."""
    from kaohe_tui.cli.commands.show import person_code

    with entered() as room:
        key = period_key(room, period)
        roster = room.period(key).roster
        codes = tuple(person_code(roster, each) for each in raters)
        sentence = verb(room, key, tier_key(room, key, tier), codes)
        names = [roster.called(roster[code]) for code in codes]
    say(one_line(sentence.format(name=names[0], other=names[-1])))


COMMANDS = (give_back, strike_out, restore, move, exchange)
"""The module's commands, as ``cli.names`` loads them."""
