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
from kaohe_tui.domain.numbers import plain as exact
from kaohe_tui.domain.result.differences import Differences, text_lines
from kaohe_tui.domain.width import Align
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.words import _, _n

_Entry = TypeVar("_Entry", bound=Entered)


def plain(here: PeriodRoom, year: GroupFacts) -> dict[str, Any]:
    """Return everything entered for a period, withdrawn too, as a dict that ``json`` takes."""
    facts = here.facts
    return {
        "period": here.key,
        "adjustments": [
            asdict(each) | {"counts": each.counts} | _points(here, each)
            for each in facts.adjustments
        ],
        "vetoes": [asdict(each) for each in facts.vetoes],
        "exemptions": [asdict(each) for each in (*facts.exemptions, *year.exemptions)],
        "absences": [asdict(each) for each in facts.absences],
    }


def lines(here: PeriodRoom, year: GroupFacts) -> list[Line]:
    """List the entries of a period as text: each kind under its heading, with its numbers."""
    facts = here.facts
    told = [Line(here.steps.period.name, bold=True)]
    told += _part(here, EntryKind.ADJUSTMENT, facts.adjustments, lambda e: _adjustment(here, e))
    told += _part(here, EntryKind.VETO, facts.vetoes, _veto)
    exemptions = (*facts.exemptions, *year.exemptions)
    told += _part(here, EntryKind.EXEMPTION, exemptions, lambda e: _exemption(here, e))
    told += _part(here, EntryKind.ABSENCE, facts.absences, _absence)
    if len(told) == 1:
        told.append(Line(_("No entries for this period.")))
    return told


def told_differences(found: Differences) -> list[str]:
    """What a correction changes in the result, a line each."""
    if not found:
        return [_("No total, rank or proposed grade changes.")]
    count = len(found.lines)
    told = _n(
        "The result changes for {count} person.", "The result changes for {count} people.", count
    )
    return [told.format(count=count), *(f"  {line}" for line in text_lines(found))]


def say_differences(found: Differences) -> None:
    """Print what a correction changed in the result."""
    for line in told_differences(found):
        say(line)


def _part(
    here: PeriodRoom,
    kind: EntryKind,
    entries: Sequence[_Entry],
    cells: Callable[[_Entry], Sequence[str]],
) -> list[Line]:
    if not entries:
        return []
    rows = [[str(e.id), e.code, _name(here, e.code), *cells(e), _state(e)] for e in entries]
    left: list[Align] = ["left"] * (len(rows[0]) - 1)
    text = aligned(rows, ["right", *left], most=line_width())
    return [Line(""), Line(kind.label, bold=True), *map(Line, text)]


def _name(here: PeriodRoom, code: str) -> str:
    return here.roster[code].name if code in here.roster else ""


def _state(entry: Entered) -> str:
    if not entry.stands:
        return _("withdrawn: {reason}").format(reason=entry.withdrawn_reason)
    if not isinstance(entry, Adjustment):
        return ""
    if entry.counts:
        return _("approved by {name}").format(name=entry.approved_by)
    return _("not approved yet")


def _points(here: PeriodRoom, entry: Adjustment) -> dict[str, Any]:
    """Return the points before any cap, negative for a deduction; None: the rule is gone."""
    rule = next((r for r in here.scheme.adjustments if r.key == entry.rule), None)
    if rule is None:
        return {"points": None}
    return {"points": ("" if rule.bonus else "-") + exact(rule.points * entry.count)}


def _adjustment(here: PeriodRoom, entry: Adjustment) -> Sequence[str]:
    rule = next((r for r in here.scheme.adjustments if r.key == entry.rule), None)
    if rule is None:
        return entry.rule, f"× {entry.count}", "", entry.evidence
    sign = "+" if rule.bonus else "−"
    worth = sign + exact(rule.points * entry.count)
    return rule.name, f"× {entry.count}", worth, entry.evidence


def _veto(entry: VetoEntry) -> Sequence[str]:
    return entry.ground, entry.document, entry.authority


def _exemption(here: PeriodRoom, entry: Exemption) -> Sequence[str]:
    span = here.steps.period.name if entry.period else _("the year's grades")
    return entry.kind.label, span, entry.reason


def _absence(entry: Absence) -> Sequence[str]:
    whole, half = divmod(entry.half_days, 2)
    days = f"{whole}.5" if half else str(whole)
    return _n("{days} day", "{days} days", 1 if entry.half_days == 2 else 2).format(
        days=days
    ), entry.reason
