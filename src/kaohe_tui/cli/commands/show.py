"""Print status, standings and explanations; these commands change nothing."""

from collections.abc import Iterable
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
from kaohe_tui.cli.printing import Line, one_line, say_data, say_json, say_lines, width
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.words import N_, _

if TYPE_CHECKING:
    from kaohe_tui.domain.explain.explanation import Explanation
    from kaohe_tui.domain.rules.people import Person
    from kaohe_tui.domain.standings.standings import Standings
    from kaohe_tui.services.room.room import Room


@click.command(
    cls=Command, help=N_("Show the period, its tiers, and whose ratings are outstanding.")
)
@period_option(required=False)
@json_option
@with_common_options
def status(period: str | None, *, as_json: bool) -> None:
    """Print the state of the meeting: tiers, who owes ballots, the next step."""
    from kaohe_tui.cli.show import progress
    from kaohe_tui.services.ballots import claims
    from kaohe_tui.services.counting import overview, too_few
    from kaohe_tui.services.integrity import foreign
    from kaohe_tui.services.periods import calling_off
    from kaohe_tui.services.tiers import next_thing

    with entered(read_only=True, warned=False) as room:
        key = overview.current_period(room) if period is None else period_key(room, period)
        now = overview.overview(room, key)
        step = next_thing.step(room, None if period is None else key)
        periods = overview.periods(room)
        keyed = [each for tier in now.tiers for each in claims.being_keyed(room, key, tier)]
        out, amiss = too_few.proposed_out(room, key), [] if as_json else _amiss(room, key)
        changed = foreign.found(room)
        off = room.called_off()
        warning = foreign.warning(room, changed)
        may_be_held = bool(now.called_off) and calling_off.may_be_held(room, key)
    if as_json:
        say_json(progress.plain(now, periods, keyed, step, out) | {"foreign": changed})
        return
    amiss += [
        _called_off(each.name, off[each.key])
        for each, _state in periods
        if each.key in off and each.key != key
    ]
    amiss += [*out, *([warning] if warning else [])]
    say_lines([*progress.lines(now, keyed, step, may_be_held=may_be_held), *map(Line, amiss)])


def _amiss(room: "Room", period: str) -> list[str]:
    """List what lacks a figure, and where paper forms do not reconcile, a line each."""
    from kaohe_tui.services.counting import lacking
    from kaohe_tui.services.paper import forms

    faults = lacking.sentences(room, period)
    for step in room.period(period).steps.tiers:
        if paper := forms.of_tier(room, period, step.tier.key):
            name = step.tier.name
            faults += [_("{tier}: {told}").format(tier=name, told=each) for each in paper.faults]
    return faults


year_option = click.option(
    "--year", cls=Option, is_flag=True, help=N_("The whole year instead of a period.")
)
"""``--year``: the whole year instead of a period."""


@click.command(cls=Command, help=N_("Print the standings of a period, or of the year."))
@period_option(required=False)
@year_option
@json_option
@click.option("--csv", "as_csv", cls=Option, is_flag=True, help=N_("As a table for a spreadsheet."))
@click.option(
    "--at-entry",
    cls=Option,
    type=int,
    metavar="N",
    help=N_("As they stood right after this entry of the record."),
)
@with_common_options
def standings(
    period: str | None, *, year: bool, as_json: bool, as_csv: bool, at_entry: int | None
) -> None:
    """Print the frozen result of a closed period, else the standings as they may be seen now."""
    from kaohe_tui.domain.result.published import contract

    if as_json and as_csv:
        raise click.UsageError(_("--json and --csv exclude each other."))
    if at_entry is not None and (year or as_csv):
        raise click.UsageError(_("--at-entry goes with a period alone, as a table or as --json."))
    with entered(read_only=True) as room:
        key = asked_key(room, period, year=year)
        if at_entry is not None:
            from kaohe_tui.cli.show.replayed import say_standings

            say_standings(room, key, at_entry, as_json=as_json)
            return
        if not key:
            _year_standings(room, as_json=as_json, as_csv=as_csv)
            return
        counted, withheld, of_tiers = _standings(room, key)
        period_room = room.period(key)
    scheme, steps = period_room.scheme, period_room.steps
    name, closed = steps.period.name, steps.closed
    if as_json:
        from kaohe_tui.services.year.year import grading_of

        grading = grading_of(period_room, counted, closed=closed)
        say_json(contract(key, counted, grading, scheme, of_tiers))
    elif as_csv:
        from kaohe_tui.files.data.standings_csv import standings_csv

        say_data(standings_csv(counted, scheme, is_locked=closed))
    else:
        from kaohe_tui.cli.show import table

        lines = table.lines(name, scheme, counted, withheld, width(), is_locked=closed)
        if reason := steps.called_off:
            lines += [Line(""), Line(_called_off(name, reason))]
        say_lines(lines)


def _called_off(period: str, reason: str) -> str:
    """Say that a period was called off, and why."""
    return one_line(_("{period} was called off: {reason}.").format(period=period, reason=reason))


def _year_standings(room: "Room", *, as_json: bool, as_csv: bool) -> None:
    from kaohe_tui.services.year.year import view

    seen = view(room)
    if as_json:
        from kaohe_tui.domain.result.published import year_contract

        say_json(year_contract(seen.year, seen.grading))
    elif as_csv:
        from kaohe_tui.files.data.year_csv import year_csv

        say_data(year_csv(seen.year, seen.grading))
    else:
        from kaohe_tui.cli.show.year_table import year_lines

        say_lines(year_lines(seen.year, seen.grading, width()))


@click.command(cls=Command, help=N_("Show every step from the ratings to one person's rank."))
@click.argument("code", metavar="CODE")
@period_option(required=False)
@year_option
@json_option
@with_common_options
def explain(code: str, period: str | None, *, year: bool, as_json: bool) -> None:
    """Print how one person's score and rank came about."""
    from kaohe_tui.cli.show import explanations
    from kaohe_tui.domain.explain.explain import text_lines

    with entered(read_only=True) as room:
        key = asked_key(room, period, year=year)
        if not key:
            _explain_year(room, code, as_json=as_json)
            return
        period_room = room.period(key)
        explanation = _explanation(room, key, person_code(period_room.roster, code))
        decimals, name = period_room.scheme.decimals, period_room.steps.period.name
        called = period_room.roster.called(explanation.person)
    if as_json:
        say_json(explanations.plain(key, explanation, decimals))
        return
    say_lines([Line(name, bold=True), *map(Line, text_lines(explanation, decimals, called))])


def _explain_year(room: "Room", text: str, *, as_json: bool) -> None:
    from kaohe_tui.cli.show import year_explained
    from kaohe_tui.domain.grades.words import why
    from kaohe_tui.domain.year.words import text_lines
    from kaohe_tui.services.year.year import view

    seen = view(room)
    listed = {row.person.code for row in seen.year.listed.rows}
    code = person_code([*seen.roster, *(row.person for row in seen.year.left)], text)
    if code not in listed:
        raise Refusal(
            "person-not-rated", N_("Nobody with code “{code}” is rated in this year."), code=code
        )
    if as_json:
        say_json(year_explained.plain(seen.scheme, seen.year, seen.grading, code))
        return
    lines = [*text_lines(seen.scheme, seen.year, code), "", *why(seen.grading, code)]
    say_lines([Line(seen.grading.name, bold=True), *map(Line, lines)])


def asked_key(room: "Room", period: str | None, *, year: bool) -> str:
    """Return the key of the period that the command line asks for.

    That is ``YEAR`` for the year, the period that is named, else the one that ``_shown_period``
    picks.

    Raises:
        click.UsageError: where both a period and the year are named.
    """
    from kaohe_tui.domain.entries.entries import YEAR

    if year and period is not None:
        raise click.UsageError(_("--period and --year exclude each other."))
    if year:
        return YEAR
    return _shown_period(room) if period is None else period_key(room, period)


def _shown_period(room: "Room") -> str:
    """Return the period whose standings are shown where none is named.

    That is the one that is open, else the one that was closed last, else the first.
    """
    from kaohe_tui.domain.rules.steps import PeriodState
    from kaohe_tui.services.counting import overview

    known = overview.periods(room)
    opened = [period.key for period, state in known if state is PeriodState.OPEN]
    closed = [period.key for period, state in known if state is PeriodState.CLOSED]
    return [known[0][0].key, *closed, *opened[:1]][-1]


def _standings(room: "Room", period: str) -> tuple["Standings", str, frozenset[str]]:
    """Return the standings, why ratings are withheld (empty: none are), and of which tiers."""
    from kaohe_tui.services.counting import overview
    from kaohe_tui.services.counting.board import Board

    result = overview.result(room, period)
    if result is not None:
        return result.standings, "", frozenset()
    board = Board(room, period)
    return board.standings, board.withheld(), board.withheld_tiers


def _explanation(room: "Room", period: str, code: str) -> "Explanation":
    from kaohe_tui.domain.explain import explain as explaining
    from kaohe_tui.services.counting import overview
    from kaohe_tui.services.counting.board import Board

    result = overview.result(room, period)
    if result is None:
        return Board(room, period).explain(code)
    if code not in {row.person.code for row in result.standings.rows}:
        raise Refusal(
            "person-not-rated", N_("Nobody with code “{code}” is rated in this period."), code=code
        )
    period_room = room.period(period)
    scheme, facts = period_room.scheme, period_room.facts
    return explaining.explain(scheme, result.standings, code, facts=facts, is_locked=True)


def person_code(people: "Iterable[Person]", text: str) -> str:
    """Return the code that is meant: the text itself, or that of the one person of that name.

    Raises:
        Refusal: when nobody is meant, or several people are.
    """
    from kaohe_tui.domain.rules.people import perhaps
    from kaohe_tui.domain.text import name_key

    everybody = tuple(people)
    if text in {person.code for person in everybody}:
        return text
    codes = [person.code for person in everybody if name_key(person.name) == name_key(text)]
    if not codes:
        nobody = N_("Nobody in the roster has the code or the name “{text}”.")
        unknown = Refusal("person-unknown", nobody, text=text)
        raise unknown.followed_by(perhaps(text, (person.code for person in everybody)))
    if len(codes) > 1:
        raise Refusal(
            "name-ambiguous",
            N_("{count} people are named {name}; give the code: {codes}."),
            count=len(codes),
            name=text,
            codes=_(", ").join(codes),
        )
    return codes[0]


COMMANDS = (status, standings, explain)
"""The module's commands, as ``cli.names`` loads them."""
