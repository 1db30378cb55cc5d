"""Enter and approve figures of the office (办公室录入) for components and factors.

A figure counts once it is approved; the one that counted before is then withdrawn, and stays in the
register with that reason.
"""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from kaohe_tui.domain.entries.entries import EntryKind, Figure
from kaohe_tui.domain.record.events import FigureApproved
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.scheme.components import Of
from kaohe_tui.domain.text import clean
from kaohe_tui.files.entries.figures import FigureLine, read_figures
from kaohe_tui.files.entries.reading import EntriesReading
from kaohe_tui.files.tables.doubts import UNASKED, Choices
from kaohe_tui.services.entries.approving import approver
from kaohe_tui.services.entries.entry_checks import (
    add,
    note_withdrawn,
    period_needed,
    period_of,
    standing,
)
from kaohe_tui.services.entries.figure_checks import called, concerned, new_figure, part_of
from kaohe_tui.services.entries.from_files import keep_brought
from kaohe_tui.services.entries.summaries import of_person
from kaohe_tui.services.result.freezing import changing
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.entries import entries
from kaohe_tui.words import N_, _


def enter_figure(room: Room, period: str, line: FigureLine, *, correction: str = "") -> int:
    """Enter one figure; it counts once it is approved.

    Args:
        room: the room; its actor enters it.
        period: the period's key.
        line: the figure: whose it is, ``figures.of_section`` for a section's.
        correction: why the result of a closed period changes; not needed in others.

    Returns:
        The entry's number.

    Raises:
        Refusal: when the component, person or section is unknown, it does not apply to them, the
            figure cannot be, there is no evidence, the same figure stands already, the person
            concerned would approve it, or the period is closed and no reason is given.
    """
    with changing(room, period, correction) as (tx, held):
        return _enter(room, tx, period_needed(held), line, clean(correction))


def approve_figure(room: Room, number: int, by: str, *, correction: str = "") -> None:
    """Let a figure count from now on, and the one that counted before no longer.

    Raises:
        Refusal: as ``entries.approve`` does.
    """
    period = period_of(room, EntryKind.FIGURE, number)
    with changing(room, period, correction) as (tx, held):
        _approve(room, tx, period_needed(held), number, by, clean(correction))


def import_figures(
    room: Room, path: Path, period: str, *, correction: str = "", choices: Choices = UNASKED
) -> Sequence[FigureLine]:
    """Enter all figures of a file, and approve those with an approver.

    Args:
        room: the room.
        path: the file.
        period: the period's key.
        correction: why the result of a closed period changes; not needed in others.
        choices: what was answered about the file.

    Returns:
        The lines taken.

    Raises:
        Refusal: naming everything that is wrong with the file, or else what is in doubt; then
            nothing of it is taken.
    """
    reading = _read(room.period(period), path, choices)
    with changing(room, period, clean(correction)) as (tx, held):
        period_room = period_needed(held)
        _check(room, tx, period_room, reading)
        lines = reading.taken(choices)
        keep_brought(room, path, reading)
        for line in lines:
            _enter(room, tx, period_room, line, clean(correction))
    return lines


def look_at_figures(
    room: Room, path: Path, period: str, choices: Choices = UNASKED
) -> EntriesReading[FigureLine]:
    """Return what is understood of a file of figures; nothing is entered.

    Raises:
        Refusal: naming everything that is wrong; what is in doubt is in the reading.
    """
    period_room = room.period(period)
    reading = _read(period_room, path, choices)
    with room.database.reading() as tx:
        _check(room, tx, period_room, reading)
    reading.check()
    return reading


def summary(period_room: PeriodRoom, line: FigureLine) -> list[str]:
    """Return the lines on a figure that is to be entered."""
    part = part_of(period_room.scheme, line.component)
    figure = _("{component}: {figure}. Evidence: {evidence}.")
    return [
        of_person(period_room, line.code),
        figure.format(component=part.name, figure=line.figure, evidence=line.evidence),
    ]


def _read(period_room: PeriodRoom, path: Path, choices: Choices) -> EntriesReading[FigureLine]:
    def is_of_sections(text: str) -> bool:
        try:
            return part_of(period_room.scheme, text).of is Of.SECTION
        except Refusal:
            return False

    return read_figures(path, period_room.roster, is_of_sections, choices)


def _check(
    room: Room, tx: Transaction, period_room: PeriodRoom, reading: EntriesReading[FigureLine]
) -> None:
    """Add what the meeting would refuse of a file to its faults."""
    period_room.steps.check_held()
    first_lines: dict[tuple[str, str], int] = {}
    for line in reading.value:
        if not line.code:
            continue
        entry = reading.trying(line.line, partial(new_figure, room, tx, period_room, line))
        if entry is not None:
            first = first_lines.setdefault((entry.part, entry.code), line.line)
            reading.trying(line.line, partial(_check_first, period_room, entry, line, first))


def _check_first(period_room: PeriodRoom, entry: Figure, line: FigureLine, first: int) -> None:
    """Refuse a line whose figure an earlier one of the file gives as well."""
    if first != line.line:
        raise Refusal(
            "figure-twice",
            N_("{name}, {component}: line {first} has a figure already; delete one of the two."),
            name=called(period_room, entry.code),
            component=period_room.scheme.part(entry.part).name,
            first=first,
        )


def _enter(
    room: Room, tx: Transaction, period_room: PeriodRoom, line: FigureLine, correction: str
) -> int:
    entry = new_figure(room, tx, period_room, line)
    number = add(room, tx, EntryKind.FIGURE, entry, correction)
    if line.approved_by:
        _approve(room, tx, period_room, number, line.approved_by, correction)
    return number


def _approve(
    room: Room, tx: Transaction, period_room: PeriodRoom, number: int, by: str, correction: str
) -> None:
    entry = standing(tx, EntryKind.FIGURE, number)
    assert isinstance(entry, Figure)
    if entry.approved_at:
        raise Refusal(
            "figure-approved-already",
            N_("Figure no. {number} was approved by {name} already."),
            number=number,
            name=entry.approved_by,
        )
    name = approver(period_room.roster, concerned(period_room, entry.code), by)
    _replace_others(room, tx, entry)
    entries.approve(tx, entry, name, room.now())
    room.note(
        tx,
        FigureApproved(
            period=period_room.key,
            person=entry.code,
            number=number,
            component=entry.part,
            figure=entry.figure,
            evidence=entry.evidence,
            approved_by=name,
            reason=correction,
        ),
    )


def _replace_others(room: Room, tx: Transaction, entry: Figure) -> None:
    """Withdraw the figures whose place this one takes: the one that counts, and older drafts."""
    reason = _("replaced by no. {number}").format(number=entry.id)
    for each in entries.facts(tx, entry.period).figures:
        is_same = (each.part, each.code) == (entry.part, entry.code) and each.id != entry.id
        if is_same and each.stands and (each.counts or each.id < entry.id):
            entries.withdraw(tx, each, room.actor, room.now(), reason)
            note_withdrawn(room, tx, EntryKind.FIGURE, each, reason)
