"""The commands that only read: status, standings, explanation."""

from typing import TYPE_CHECKING

import click

from kaohe_tui.cli.frame import (
    Command,
    Option,
    entered,
    json_option,
    period_key,
    period_option,
    with_common_options,
)
from kaohe_tui.cli.printing import Line, say_data, say_json, say_lines, width
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.words import N_, _

if TYPE_CHECKING:
    from kaohe_tui.domain.explanation import Explanation
    from kaohe_tui.domain.people import Roster
    from kaohe_tui.domain.standings import Standings
    from kaohe_tui.meeting.room import Room


@click.command(cls=Command, help=N_("Show the period, its tiers, and what is owed by whom."))
@period_option(required=False)
@json_option
@with_common_options
def status(period: str | None, as_json: bool) -> None:
    """Where the meeting stands."""
    from kaohe_tui.cli import progress
    from kaohe_tui.meeting import viewing

    with entered(read_only=True) as room:
        key = viewing.current_period(room) if period is None else period_key(room, period)
        now = viewing.overview(room, key)
        periods = viewing.periods(room)
    if as_json:
        say_json(progress.plain(now, periods))
        return
    say_lines(progress.lines(now))


@click.command(cls=Command, help=N_("Print the standings of a period."))
@period_option(required=False)
@json_option
@click.option("--csv", "as_csv", cls=Option, is_flag=True, help=N_("As a table for a spreadsheet."))
@with_common_options
def standings(period: str | None, as_json: bool, as_csv: bool) -> None:
    """Who stands where: the frozen result of a closed period, else as it may be seen now."""
    from kaohe_tui.cli import table
    from kaohe_tui.domain.result import contract

    if as_json and as_csv:
        raise click.UsageError(_("--json and --csv exclude each other."))
    with entered(read_only=True) as room:
        key = _shown_period(room) if period is None else period_key(room, period)
        found, withheld = _standings(room, key)
        scheme = room.period(key).scheme
        name = room.period(key).steps.period.name
    if as_json:
        say_json(contract(key, found))
    elif as_csv:
        from kaohe_tui.files.standings_csv import standings_csv

        say_data(standings_csv(found, scheme))
    else:
        say_lines(table.lines(name, scheme, found, withheld, width()))


@click.command(cls=Command, help=N_("Show every step from the ratings to one person's rank."))
@click.argument("code", metavar="CODE")
@period_option(required=False)
@json_option
@with_common_options
def explain(code: str, period: str | None, as_json: bool) -> None:
    """How one person's standing came about."""
    from kaohe_tui.cli import explanations
    from kaohe_tui.domain.explain import text_lines

    with entered(read_only=True) as room:
        key = _shown_period(room) if period is None else period_key(room, period)
        person = _person_code(room.period(key).roster, code)
        explanation = _explanation(room, key, person)
        decimals = room.period(key).scheme.decimals
        name = room.period(key).steps.period.name
    if as_json:
        say_json(explanations.plain(key, explanation, decimals))
        return
    say_lines([Line(name, bold=True), *map(Line, text_lines(explanation, decimals))])


def _shown_period(room: "Room") -> str:
    """The period whose standings are asked for where none is named: the one that is open, else the
    one that was closed last, else the first."""
    from kaohe_tui.domain.steps import StepState
    from kaohe_tui.meeting import viewing

    known = viewing.periods(room)
    opened = [period.key for period, state in known if state is StepState.OPEN]
    closed = [period.key for period, state in known if state is StepState.CLOSED]
    return [known[0][0].key, *closed, *opened[:1]][-1]


def _standings(room: "Room", period: str) -> tuple["Standings", str]:
    """The standings, and why some ratings are not in them (empty where all are)."""
    from kaohe_tui.meeting import viewing
    from kaohe_tui.meeting.board import Board

    result = viewing.result(room, period)
    if result is not None:
        return result.standings, ""
    board = Board(room, period)
    return board.standings, board.withheld()


def _explanation(room: "Room", period: str, code: str) -> "Explanation":
    from kaohe_tui.domain import explain as explaining
    from kaohe_tui.meeting import viewing
    from kaohe_tui.meeting.board import Board

    result = viewing.result(room, period)
    if result is None:
        return Board(room, period).explain(code)
    if code not in {row.person.code for row in result.standings.rows}:
        raise Refusal(_("Nobody with code “{code}” is rated in this period.").format(code=code))
    return explaining.explain(room.period(period).scheme, result.standings, code)


def _person_code(roster: "Roster", text: str) -> str:
    """The code that is meant: the text itself, or that of the one person of that name.

    Raises:
        Refusal: when nobody is meant, or several people are.
    """
    from kaohe_tui.domain.text import name_key

    if text in roster:
        return text
    codes = [person.code for person in roster if name_key(person.name) == name_key(text)]
    if not codes:
        raise Refusal(
            _("Nobody in the roster has the code or the name “{text}”.").format(text=text)
        )
    if len(codes) > 1:
        raise Refusal(
            _("{count} people are named {name}; give the code: {codes}.").format(
                count=len(codes), name=text, codes=_(", ").join(codes)
            )
        )
    return codes[0]


COMMANDS = (status, standings, explain)
