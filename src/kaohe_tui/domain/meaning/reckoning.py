"""Show how an invented person's total and grade come about, by the code that makes real ones."""

from collections.abc import Iterator, Sequence

from kaohe_tui.domain.entries.entries import GroupFacts
from kaohe_tui.domain.entries.extras import extras
from kaohe_tui.domain.explain.explain import explain, text_lines
from kaohe_tui.domain.grades.bars import bars_on
from kaohe_tui.domain.grades.places import Member
from kaohe_tui.domain.meaning.invented import (
    Ballots,
    ballots_of,
    facts_of,
    in_period,
    person_of,
    steps_of,
    total_of,
)
from kaohe_tui.domain.meaning.section import Section
from kaohe_tui.domain.meaning.worth import kinds_of_people
from kaohe_tui.domain.numbers import half_up
from kaohe_tui.domain.rules.forms.asked import Form
from kaohe_tui.domain.rules.people import Person, Role, Roster
from kaohe_tui.domain.rules.scheme.periods import Period
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.standings.standings import Standings, standings
from kaohe_tui.words import _, _n


def sections(scheme: Scheme) -> Iterator[Section]:
    """Yield the reckoning, in the period that rates the person in most tiers; none for no period.

    The person is of the first role that is rated: staff are the most where there are any.
    """
    people = [each for each in kinds_of_people(scheme) if Role.HEAD.value not in each.classes]
    if not people:
        return
    person = person_of(people[0])
    period = max(scheme.periods, key=lambda each: _rated(scheme, each, person))
    if not _rated(scheme, period, person):
        return
    held = in_period(scheme, period, person)
    ballots = ballots_of(held, person)
    facts = facts_of(held, person, period.key)
    table = _standings(held, person, ballots, facts)
    kind = _("{name} is invented, as are all figures: {kind}, in “{period}”.").format(
        name=person.name, kind=people[0].name, period=period.name
    )
    lines = (
        *_of_ballots(held, ballots),
        "",
        *_explained(held, table, facts),
        *_graded(held, table, facts),
    )
    yield Section(_("An example, from the ballots to the grade"), (kind,), lines=lines)


def _rated(scheme: Scheme, period: Period, person: Person) -> int:
    held = scheme.for_period(period.key)
    return sum(held.is_ratee(tier, person) for tier in held.tiers)


def _standings(
    scheme: Scheme, person: Person, ballots: tuple[Ballots, ...], facts: GroupFacts
) -> Standings:
    tallies = {person.code: {each.tier.key: each.tally for each in ballots}}
    marks = {each.tier.key: each.ratings for each in ballots}
    entered = extras(scheme, facts, (person,))
    return standings(scheme, Roster((person,)), tallies, lambda _code: marks, entered)


def _of_ballots(scheme: Scheme, ballots: Sequence[Ballots]) -> Iterator[str]:
    """Yield the totals of each tier's ballots, and of each form the first ballot in full."""
    forms: set[Form] = set()
    for each in ballots:
        form, count = each.form, len(each.ratings)
        totals = _(", ").join(total_of(each, marks) for marks in each.ratings)
        sentence = _n(
            "“{tier}”, {count} ballot: {totals}", "“{tier}”, {count} ballots: {totals}", count
        )
        yield "  " + sentence.format(tier=each.tier.name, count=count, totals=totals)
        if form not in forms and (len(form.columns) > 1 or form.marks.is_level or form.shrink != 1):
            forms.add(form)
            steps = steps_of(scheme, each, each.ratings[0])
            yield "    " + _("the first: {steps}").format(steps=steps)


def _explained(scheme: Scheme, table: Standings, facts: GroupFacts) -> Iterator[str]:
    """Yield the steps from the means to the total, without headline and rules."""
    code = table.rows[0].person.code
    explanation = explain(scheme, table, code, (), facts)
    lines = text_lines(explanation, scheme.decimals)
    yield from lines[2 : len(lines) - len(explanation.rules) - 1]


def _graded(scheme: Scheme, table: Standings, facts: GroupFacts) -> Iterator[str]:
    """Yield the total, what bars from the best grades, and the grade that its minimum gives."""
    row = table.rows[0]
    if row.total is None:
        return
    bars = bars_on(scheme, row, facts)
    member = Member(row, half_up(row.total, table.decimals), table.decimals, bars)
    barred = max((bar.worst for bar in bars), default=-1)
    grades = scheme.grades[barred + 1 :]
    grade = next((each for each in grades if member.reaches(each)), None)
    yield ""
    for bar in bars:
        yield "  " + bar.sentence
    sentence = _("Total: {total} points.")
    if grade is not None:
        sentence = _("Total: {total} points; by that the grade is {grade}.")
        if grade.is_limited:
            sentence = _("Total: {total} points; by that the grade is {grade}, if a place is left.")
    yield "  " + sentence.format(total=member.total, grade=grade.name if grade else "")
