"""List what the leading group entered, and what a correction changed, as text or as data."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any, TypeVar

from kaohe_tui.cli.printing import Line, aligned, line_width, say
from kaohe_tui.domain.entries.entries import (
    Absence,
    Adjustment,
    Entered,
    EntryKind,
    Exemption,
    GroupFacts,
    VetoEntry,
)
from kaohe_tui.domain.entries.sizes import entry_words, worth_of
from kaohe_tui.domain.numbers import plain as exact
from kaohe_tui.domain.result.differences import Differences, text_lines
from kaohe_tui.domain.width import Align
from kaohe_tui.services.entries.kinds import kind_name
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.words import _, _n

_Entry = TypeVar("_Entry", bound=Entered)


def plain(period_room: PeriodRoom, year: GroupFacts) -> dict[str, Any]:
    """Return everything entered for a period, withdrawn too, as a dict that ``json`` takes."""
    facts = period_room.facts
    return {
        "period": period_room.key,
        "adjustments": [
            asdict(each) | {"counts": each.counts} | _points(period_room, each)
            for each in facts.adjustments
        ],
        "vetoes": [asdict(each) for each in facts.vetoes],
        "exemptions": [asdict(each) for each in (*facts.exemptions, *year.exemptions)],
        "absences": [asdict(each) for each in facts.absences],
    }


def lines(period_room: PeriodRoom, year: GroupFacts) -> list[Line]:
    """List the entries of a period as text: each kind under its heading, with its numbers."""
    facts = period_room.facts
    listed = [Line(period_room.steps.period.name, bold=True)]
    listed += _part(
        period_room, EntryKind.ADJUSTMENT, facts.adjustments, lambda e: _adjustment(period_room, e)
    )
    listed += _part(period_room, EntryKind.VETO, facts.vetoes, _veto)
    exemptions = (*facts.exemptions, *year.exemptions)
    listed += _part(
        period_room, EntryKind.EXEMPTION, exemptions, lambda e: _exemption(period_room, e)
    )
    listed += _part(
        period_room, EntryKind.ABSENCE, facts.absences, lambda e: _absence(period_room, e)
    )
    if len(listed) == 1:
        listed.append(Line(_("No entries for this period.")))
    return listed


def told_differences(differences: Differences) -> list[str]:
    """Return what a correction changes in the result, a line each."""
    if not differences:
        return [_("No total, rank or proposed grade changes.")]
    count = len(differences.lines)
    sentence = _n(
        "The result changes for {count} person.", "The result changes for {count} people.", count
    )
    return [sentence.format(count=count), *(f"  {line}" for line in text_lines(differences))]


def say_differences(differences: Differences) -> None:
    """Print what a correction changed in the result."""
    for line in told_differences(differences):
        say(line)


def _part(
    period_room: PeriodRoom,
    kind: EntryKind,
    entries: Sequence[_Entry],
    cells: Callable[[_Entry], Sequence[str]],
) -> list[Line]:
    if not entries:
        return []
    rows = [[str(e.id), e.code, _name(period_room, e.code), *cells(e), _state(e)] for e in entries]
    left: list[Align] = ["left"] * (len(rows[0]) - 1)
    text = aligned(rows, ["right", *left], most=line_width())
    return [Line(""), Line(kind.label, bold=True), *map(Line, text)]


def _name(period_room: PeriodRoom, code: str) -> str:
    return period_room.roster[code].name if code in period_room.roster else ""


def _state(entry: Entered) -> str:
    if not entry.stands:
        return _("withdrawn: {reason}").format(reason=entry.withdrawn_reason)
    if not isinstance(entry, Adjustment):
        return ""
    if entry.counts:
        return _("approved by {name}").format(name=entry.approved_by)
    return _("not approved yet")


def _points(period_room: PeriodRoom, entry: Adjustment) -> dict[str, Any]:
    """Return the points before any cap, negative for a deduction; None: the rule is gone."""
    rule = next((r for r in period_room.scheme.adjustments if r.key == entry.rule), None)
    if rule is None:
        return {"points": None, "given_points": entry.points}
    worth = ("" if rule.bonus else "-") + exact(worth_of(rule, entry))
    return {"points": worth, "given_points": entry.points}


def _adjustment(period_room: PeriodRoom, entry: Adjustment) -> Sequence[str]:
    rule = next((r for r in period_room.scheme.adjustments if r.key == entry.rule), None)
    if rule is None:
        return entry.rule, f"× {entry.count}", "", entry.evidence
    sign = "+" if rule.bonus else "−"
    worth, words = sign + exact(worth_of(rule, entry)), entry_words(entry)
    name = _("{name} ({code})").format(name=rule.name, code=words) if words else rule.name
    return name, f"× {entry.count}", worth, entry.evidence


def _veto(entry: VetoEntry) -> Sequence[str]:
    return entry.ground, entry.document, entry.authority


def _exemption(period_room: PeriodRoom, entry: Exemption) -> Sequence[str]:
    span = period_room.steps.period.name if entry.period else _("the year's grades")
    return entry.kind.label, span, entry.reason


def _absence(period_room: PeriodRoom, entry: Absence) -> Sequence[str]:
    whole, half = divmod(entry.half_days, 2)
    days = f"{whole}.5" if half else str(whole)
    return (
        _n("{days} day", "{days} days", 1 if entry.half_days == 2 else 2).format(days=days),
        *_kind(period_room, entry),
        entry.reason,
    )


def _kind(period_room: PeriodRoom, entry: Absence) -> Sequence[str]:
    """Return the kind of an absence, where there are kinds."""
    if not period_room.scheme.absences and not any(a.kind for a in period_room.facts.absences):
        return ()
    return (kind_name(period_room.scheme, entry.kind) or "–",)
