"""Print grades, of a period or of the year, and enter those that the group decided."""

from typing import TYPE_CHECKING, Any

import click

from kaohe_tui.cli.asking import agree, agree_option
from kaohe_tui.cli.commands.show import asked_key, person_code, year_option
from kaohe_tui.cli.frame import (
    EITHER,
    Command,
    Option,
    entered,
    json_option,
    period_key,
    period_option,
)
from kaohe_tui.cli.frame import with_common_options as common
from kaohe_tui.cli.printing import say, say_json, say_lines
from kaohe_tui.words import N_, _

if TYPE_CHECKING:
    from kaohe_tui.domain.grades.decision import Grading
    from kaohe_tui.domain.rules.people import Person
    from kaohe_tui.domain.standings.standings import Standing
    from kaohe_tui.services.room.room import Room


@click.command(cls=Command, help=N_("Print everybody's proposed and decided grade, and why."))
@period_option(required=False)
@year_option
@json_option
@common
def grades(period: str | None, *, year: bool, as_json: bool) -> None:
    """Print who is proposed for which grade, what was decided, and why."""
    from kaohe_tui.cli.show import year_table
    from kaohe_tui.services.year.grades import grading

    with entered(read_only=True) as room:
        key = asked_key(room, period, year=year)
        proposed = grading(room, key)
    if as_json:
        say_json(_plain(key or "year", proposed))
    else:
        say_lines(year_table.grade_lines(proposed))


@click.command(cls=Command, help=N_("Enter the grade that the group decided for a person."))
@click.argument("code", metavar="CODE")
@click.argument("grade", metavar="[GRADE]", default="")
@period_option(required=False, without=EITHER)
@year_option
@click.option(
    "--reason",
    cls=Option,
    metavar="TEXT",
    default="",
    help=N_("Why, where it is not the grade proposed; kept in the record."),
)
@click.option(
    "--take-back",
    is_flag=True,
    cls=Option,
    help=N_("Take the decision back, with a reason; the proposed grade applies again."),
)
@agree_option
@common
def decide(
    code: str,
    grade: str,
    period: str | None,
    *,
    year: bool,
    reason: str,
    take_back: bool,
    yes: bool,
) -> None:
    """Enter the grade that the group decided for a person, or take it back."""
    from kaohe_tui.domain.entries.entries import YEAR
    from kaohe_tui.domain.grades.allowing import check_decide, check_take_back, why_none
    from kaohe_tui.services.entries import summaries
    from kaohe_tui.services.year import grades as deciding

    if year is (period is not None):
        raise click.UsageError(_("Give either --period or --year."))
    if take_back is bool(grade):
        raise click.UsageError(_("Give either a grade or --take-back."))
    with entered() as room:
        key = YEAR if period is None else period_key(room, period)
        now = deciding.grading(room, key)
        person = person_code(_people(room, key), code)
        if refusal := why_none(now, person):
            raise refusal
        named = _grade(now, person, grade)
        if take_back:
            check_take_back(now, person, reason)
        else:
            check_decide(now, person, named, reason)
        agree(summaries.decision(now, person, named, reason), yes=yes)
        if take_back:
            deciding.take_back(room, key, person, reason)
        else:
            deciding.decide(room, key, person, named, reason)
        now = deciding.grading(room, key)
    _say_decided(now, person, is_taken_back=take_back)


def _people(room: "Room", key: str) -> "list[Person]":
    """Return the people of a period, or of the year with those who left the roster."""
    from kaohe_tui.domain.entries.entries import YEAR
    from kaohe_tui.services.year.year import view

    if key != YEAR:
        return list(room.period(key).roster)
    seen = view(room)
    return [*seen.roster, *(row.person for row in seen.year.left)]


def _say_decided(now: "Grading", code: str, *, is_taken_back: bool) -> None:
    """Say which grade a person has now, by a decision or because one was taken back."""
    from kaohe_tui.domain.grades.decision import called

    name = called(now.standings.row(code).person, now.standings)
    sentence = _("{name}, {period}: {grade} is decided.")
    if is_taken_back:
        sentence = _("{name}, {period}: the decision is taken back; proposed is {grade}.")
    grade = now.on_paper(code) or _("no grade")
    say(sentence.format(name=name, period=now.name, grade=grade))


def _grade(now: "Grading", code: str, text: str) -> str:
    """Return the grade that the text names: by the scheme's name, or by the person's label.

    An unknown one is refused where it is decided.
    """
    names = [grade.name for grade in now.scheme.grades]
    if text in names:
        return text
    called = [name for name in names if now.label(code, name) == text]
    return called[0] if called else text


def _plain(key: str, graded: "Grading") -> dict[str, Any]:
    """Return the grades as a dict for ``json``. Shape: docs/commands.md, "grades --json"."""
    from kaohe_tui.domain.grades.words import undecided

    return {
        "period": key,
        "closed": graded.closed,
        "grades": [_person(graded, row) for row in graded.standings.rows],
        "quotas": [
            {
                "role": quota.role.value if quota.role else None,
                "section": quota.section or None,
                "kind": "least" if quota.is_least else "places",
                "grade": quota.grade,
                "people": quota.people,
                "places": quota.places,
                "taken": graded.taken(quota),
                "tied": list(undecided(graded, quota)),
            }
            for quota in graded.proposals.quotas
        ],
    }


def _person(graded: "Grading", row: "Standing") -> dict[str, Any]:
    from kaohe_tui.domain.grades.words import why
    from kaohe_tui.domain.numbers import shown

    code = row.person.code
    proposed, decided = graded.labels(code)
    decision = graded.decision(code)
    return {
        "code": code,
        "name": row.person.name,
        "section": row.person.section,
        "role": row.person.role.value,
        "rank": row.rank,
        "tied": row.tied,
        "total": None if row.total is None else shown(row.total, graded.standings.decimals),
        "proposed": proposed,
        "decided": decided,
        "reason": decision.reason if decision else None,
        "why": list(why(graded, code)),
        "barred": list(graded.proposals.of[code].barred),
        "tied_for": graded.proposals.of[code].tied_for or None,
    }


COMMANDS = (grades, decide)
"""The module's commands, as ``cli.names`` loads them."""
