"""Enter what a file of adjustments or absences holds, after all its faults: all or nothing."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any, TypedDict

from kaohe_tui.domain.entries.documents import document_key
from kaohe_tui.domain.entries.entries import Absence, Adjustment, EntryKind
from kaohe_tui.domain.entries.sizes import each_of
from kaohe_tui.domain.numbers import plain
from kaohe_tui.domain.record.events import AbsenceFileImported, AdjustmentFileImported
from kaohe_tui.domain.record.fields.understood import Understood
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.scheme.entries import AdjustmentRule
from kaohe_tui.domain.text import clean, few, name_key
from kaohe_tui.files.disk.originals import keep_original
from kaohe_tui.files.entries.absences import AbsenceLine, read_absences
from kaohe_tui.files.entries.adjustments import AdjustmentLine, Points, read_adjustments
from kaohe_tui.files.entries.reading import EntriesReading
from kaohe_tui.files.tables.doubts import UNASKED, Choices, Doubt, Option
from kaohe_tui.files.tables.titles import asking
from kaohe_tui.services.entries.absences import days_this_year, new_absence
from kaohe_tui.services.entries.entry_checks import (
    add,
    adjust,
    new_adjustment,
    period_needed,
)
from kaohe_tui.services.result.freezing import changing
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.entries import entries
from kaohe_tui.words import N_, _

_ANOTHER = "+"
"""The answer that an absence is one more, and not the one that is there."""
_THERE = "-"
"""The answer that it is the one that is there."""


def import_adjustments(
    room: Room, path: Path, period: str, *, correction: str = "", choices: Choices = UNASKED
) -> Sequence[AdjustmentLine]:
    """Enter all adjustments of a file, and approve those with an approver.

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
    before = room.period(period)
    reading = read_adjustments(path, before.roster, choices, asking(before.scheme, period))
    with changing(room, period, clean(correction)) as (tx, held):
        period_room = period_needed(held)
        _check_adjustments(room, tx, period_room, reading)
        lines = reading.taken(choices)
        source = keep_brought(room, path, reading)
        count = len(lines)
        room.note(tx, AdjustmentFileImported(period=period, adjustments=count, **source))
        for line in lines:
            adjust(room, tx, period_room, line, clean(correction))
    return lines


def look_at_adjustments(
    room: Room, path: Path, period: str, choices: Choices = UNASKED
) -> EntriesReading[AdjustmentLine]:
    """Return what is understood of a file of adjustments; nothing is entered.

    Raises:
        Refusal: naming everything that is wrong; what is in doubt is in the reading.
    """
    held = room.period(period)
    reading = read_adjustments(path, held.roster, choices, asking(held.scheme, period))
    with room.database.reading() as tx:
        _check_adjustments(room, tx, held, reading)
    reading.check()
    return reading


def _check_adjustments(
    room: Room,
    tx: Transaction,
    period_room: PeriodRoom,
    reading: EntriesReading[AdjustmentLine],
) -> None:
    """Add what the meeting would refuse of a file to its faults."""
    period_room.steps.check_held()
    first_lines: dict[tuple[str, ...], int] = {}
    for line in reading.value:
        if not line.code:
            continue
        new = partial(new_adjustment, room, tx, period_room, line)
        entry = reading.trying(line.line, new)
        if entry is not None:
            size = entry.level, entry.matter
            key = entry.code, entry.rule, document_key(entry.evidence), *size
            first = first_lines.setdefault(key, line.line)
            reading.trying(line.line, partial(_check_first, period_room, entry, line, first))
            rule = period_room.scheme.rule(entry.rule)
            for points in line.points:
                check = partial(_check_points, rule, entry, points)
                reading.trying(line.line, check, points.column)


def _check_first(
    period_room: PeriodRoom, entry: Adjustment, line: AdjustmentLine, first: int
) -> None:
    """Refuse a line whose evidence an earlier one of the file has for the same."""
    if first != line.line:
        raise Refusal(
            "evidence-twice",
            N_("{name}, {rule}: this evidence is in line {first} already; delete one of the two."),
            name=period_room.roster.called(period_room.person(entry.code)),
            rule=next(r.name for r in period_room.scheme.adjustments if r.key == entry.rule),
            first=first,
        )


def _check_points(rule: AdjustmentRule, entry: Adjustment, points: Points) -> None:
    """Refuse points of a file that are neither the rule's nor those of all its times together."""
    sign, due, count = "+" if rule.bonus else "-", each_of(rule, entry) or Fraction(0), entry.count
    if points.sign in ("", sign) and points.size in (due, count * due):
        return
    together = N_(
        "{given} stands there, but in the scheme “{rule}” counts {due} each time, {all} for "
        "{count} times; write one of the two, or leave the cell empty."
    )
    once = N_(
        "{given} stands there, but in the scheme “{rule}” counts {due} each time; write that, or "
        "leave the cell empty."
    )
    raise Refusal(
        "points-not-of-rule",
        once if count == 1 else together,
        given=points.sign + plain(points.size),
        rule=rule.name,
        due=sign + plain(due),
        all=sign + plain(count * due),
        count=count,
    )


def import_absences(
    room: Room, path: Path, period: str, *, correction: str = "", choices: Choices = UNASKED
) -> Sequence[AbsenceLine]:
    """Enter all absences of a file, each as ``entries.absent`` does.

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
    before = room.period(period)
    reading = read_absences(path, before.roster, choices, asking(before.scheme, period))
    with changing(room, period, clean(correction)) as (tx, held):
        reading, new = _checked_absences(room, tx, period_needed(held), reading, choices)
        lines = reading.taken(choices)
        source = keep_brought(room, path, reading)
        room.note(tx, AbsenceFileImported(period=period, absences=len(lines), **source))
        for entry in new:
            add(room, tx, EntryKind.ABSENCE, entry, clean(correction))
    return lines


def look_at_absences(
    room: Room, path: Path, period: str, choices: Choices = UNASKED
) -> EntriesReading[AbsenceLine]:
    """Return what is understood of a file of absences; nothing is entered.

    Raises:
        Refusal: naming everything that is wrong; what is in doubt is in the reading.
    """
    held = room.period(period)
    reading = read_absences(path, held.roster, choices, asking(held.scheme, period))
    with room.database.reading() as tx:
        reading, _new = _checked_absences(room, tx, held, reading, choices)
    reading.check()
    return reading


def _checked_absences(
    room: Room,
    tx: Transaction,
    period_room: PeriodRoom,
    reading: EntriesReading[AbsenceLine],
    choices: Choices,
) -> tuple[EntriesReading[AbsenceLine], list[Absence]]:
    """Return a file with what the meeting has to say of it, and the entries that it would make."""
    period_room.steps.check_held()
    days = days_this_year(room, tx)
    known = {
        _same_by(each): _("no. {number}").format(number=each.id)
        for each in entries.facts(tx, period_room.key).absences
        if each.stands
    }
    new, doubts, repeated = [], [], list[AbsenceLine]()
    for line in reading.value:
        before = days.get(line.code, Fraction(0))
        make = partial(new_absence, room, period_room, line, before)
        entry = reading.trying(line.line, make) if line.code else None
        if entry is None:
            continue
        if same := known.get(_same_by(entry)):
            doubts.append(_again(reading, period_room, line, same))
            if choices.answer(doubts[-1]) == _THERE:
                repeated.append(line)
                continue
        new.append(entry)
        days[line.code] = before + line.days
        known.setdefault(_same_by(entry), _("line {line}").format(line=line.line))
    return replace(_without(reading, repeated), doubts=(*reading.doubts, *doubts)), new


def _without(
    reading: EntriesReading[AbsenceLine], repeated: Sequence[AbsenceLine]
) -> EntriesReading[AbsenceLine]:
    """Return a file without the lines that were entered before, and say so."""
    if not repeated:
        return reading
    numbers = [each.line for each in repeated]
    sentence = _("Lines left out that are there already: {lines}.")
    left = tuple(sorted({*reading.understood.lines, *numbers}))
    return replace(
        reading,
        value=[each for each in reading.value if each not in repeated],
        told=(*reading.told, sentence.format(lines=few(list(map(str, numbers))))),
        understood=replace(reading.understood, lines=left),
    )


def _same_by(absence: Absence) -> tuple[str, int, str, str]:
    return absence.code, absence.half_days, name_key(absence.reason), absence.kind


def _again(
    reading: EntriesReading[AbsenceLine], period_room: PeriodRoom, line: AbsenceLine, same: str
) -> Doubt:
    """Return the question whether an absence that is there already is one more."""
    cell = reading.lines[line.line].cell("days")
    question = _(
        "{cell}: {name} has {days} days for “{reason}” already ({same}); are these others?"
    )
    return Doubt(
        f"again {cell}",
        question.format(
            cell=cell,
            name=period_room.roster.called(period_room.person(line.code)),
            days=plain(line.days),
            reason=line.reason,
            same=same,
        ),
        (Option(_ANOTHER, _("yes, others")), Option(_THERE, _("no, leave the line out"))),
        _ANOTHER,
    )


class Brought(TypedDict):
    """What the record says of a file beside what came of it."""

    file: str
    """The file's name."""
    file_digest: str
    """Its SHA-256."""
    understood: Understood
    """What was understood of it."""


def keep_brought(room: Room, path: Path, reading: EntriesReading[Any]) -> Brought:
    """Keep the file as it is, where the scheme asks for it and its entries are to stay.

    Raises:
        Refusal: when it cannot be kept; what it holds is not to be taken then.
    """
    if not room.is_rehearsal:
        keep_original(room.database.path, room.rules()[0], path, reading.digest)
    return Brought(file=reading.file, file_digest=reading.digest, understood=reading.understood)
