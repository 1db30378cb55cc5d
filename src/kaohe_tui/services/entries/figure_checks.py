"""Check figures of the office: what they are for, whose they are, what they may be."""

from fractions import Fraction

from kaohe_tui.domain.entries.entries import (
    Figure,
)
from kaohe_tui.domain.entries.figures import SECTION, figure_of, written
from kaohe_tui.domain.numbers import plain
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.domain.rules.scheme.components import By, Component, Factor, Of
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.standings.standings import rated_people
from kaohe_tui.domain.text import name_key
from kaohe_tui.files.entries.figures import FigureLine, section_named
from kaohe_tui.services.entries.approving import approver, needed
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.entries import entries
from kaohe_tui.words import N_, _

_PERCENT = Fraction(100)


def part_of(scheme: Scheme, text: str) -> Component | Factor:
    """Return the component or factor with that key or name that takes figures.

    Raises:
        Refusal: when the scheme has none such.
    """
    folded = name_key(text).casefold()
    for part in scheme.offices:
        if folded in (part.key.casefold(), name_key(part.name).casefold()):
            return part
    if not scheme.offices:
        raise Refusal("components-none", N_("The scheme has nothing that the office enters."))
    raise Refusal(
        "component-unknown",
        N_("The office enters no figure for “{component}”, only for: {known}."),
        component=text,
        known=_(", ").join(
            _("{name} ({code})").format(name=part.key, code=part.name) for part in scheme.offices
        ),
    )


def whose(period_room: PeriodRoom, part: Component | Factor, text: str) -> str:
    """Return the code of a person, or ``figures.of_section``, whom a figure is entered for.

    Args:
        period_room: the period.
        part: decides which of the two.
        text: a person's code, or a section's name.

    Raises:
        Refusal: when there is nobody of that code, or no section of that name.
    """
    if part.of is Of.SECTION:
        return SECTION + section_named(period_room.roster, text.removeprefix(SECTION))
    return period_room.person(text).code


def called(period_room: PeriodRoom, code: str) -> str:
    """Return the name of the person or section that a figure is of."""
    if code.startswith(SECTION):
        return code.removeprefix(SECTION)
    roster = period_room.roster
    return roster.called(roster[code]) if code in roster else code


def check_figure(part: Component | Factor, text: str) -> str:
    """Return a figure as it is kept.

    Raises:
        Refusal: when it is none, or cannot be the figure of that component or factor.
    """
    figure = written(text)
    value = figure_of(figure)
    if isinstance(part, Factor):
        if not part.minimum <= value <= part.maximum:
            raise Refusal(
                "factor-out-of-range",
                N_("{component}: {figure} is not from {least} to {most}."),
                component=part.name,
                figure=figure,
                least=plain(part.minimum),
                most=plain(part.maximum),
            )
        return figure
    by = part.convert.by if part.convert else None
    if by is By.RANK and (value.denominator != 1 or value < 1):
        raise Refusal(
            "place-wrong",
            N_("{component}: a place belongs here, a whole number from 1; not {figure}."),
            component=part.name,
            figure=figure,
        )
    most = _PERCENT if by is By.PERCENT else part.most
    if by in (By.PERCENT, None) and value > most:
        raise Refusal(
            "figure-above-points",
            N_("{component}: {figure} is above the most that there is, {most}."),
            component=part.name,
            figure=figure,
            most=plain(most),
        )
    return figure


def new_figure(room: Room, tx: Transaction, period_room: PeriodRoom, line: FigureLine) -> Figure:
    """Return the entry that a line would make; nothing is kept."""
    period_room.steps.check_held()
    part = part_of(period_room.scheme, line.component)
    code = whose(period_room, part, line.code)
    _check_applies(period_room, part, code)
    figure = check_figure(part, line.figure)
    evidence = needed(line.evidence, "figure-evidence-missing", N_("A figure needs its evidence."))
    for each in entries.facts(tx, period_room.key).figures:
        same = (each.part, each.code, each.figure) == (part.key, code, figure)
        if same and each.stands and name_key(each.evidence) == name_key(evidence):
            raise Refusal(
                "figure-already-there",
                N_("{name}, {component}: this figure is there already (no. {number})."),
                name=called(period_room, code),
                component=part.name,
                number=each.id,
            )
    if line.approved_by:
        approver(period_room.roster, concerned(period_room, code), line.approved_by)
    return Figure(
        id=0,
        period=period_room.key,
        code=code,
        entered_by=room.actor,
        entered_at=room.now(),
        withdrawn_by="",
        withdrawn_at="",
        withdrawn_reason="",
        part=part.key,
        figure=figure,
        evidence=evidence,
    )


def concerned(period_room: PeriodRoom, code: str) -> Person | None:
    """Return whom a figure is of; None for a section."""
    return None if code.startswith(SECTION) else period_room.person(code)


def _check_applies(period_room: PeriodRoom, part: Component | Factor, code: str) -> None:
    """Refuse a figure of somebody to whom the component or factor does not apply."""
    if code.startswith(SECTION):
        return
    person = period_room.person(code)
    scheme, roster = period_room.scheme, period_room.roster
    applies = person in rated_people(scheme, roster) and (
        isinstance(part, Factor) or part.points_for(scheme.classes_of(person)) is not None
    )
    if not applies:
        raise Refusal(
            "component-not-applying",
            N_("{component} does not apply to {name}, so the figure would count nowhere."),
            component=part.name,
            name=period_room.roster.called(person),
        )


def state(each: Figure) -> str:
    """Say whether a figure counts: approved, not approved yet, or withdrawn and why."""
    if not each.stands:
        return _("withdrawn: {reason}").format(reason=each.withdrawn_reason)
    if each.counts:
        return _("approved by {name}").format(name=each.approved_by)
    return _("not approved yet")
