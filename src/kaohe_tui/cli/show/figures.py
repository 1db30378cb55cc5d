"""List figures of the office, and who lacks one, as text or as data."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from kaohe_tui.cli.printing import Line, aligned, line_width
from kaohe_tui.domain.entries.entries import (
    Figure,
)
from kaohe_tui.domain.entries.figures import SECTION
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.domain.width import Align
from kaohe_tui.services.counting.lacking import told
from kaohe_tui.services.entries.figure_checks import called, state
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.words import _


def plain(period_room: PeriodRoom, missing: Mapping[str, Sequence[Person]]) -> dict[str, Any]:
    """Return the figures of a period, withdrawn ones too, as a dict that ``json`` takes."""
    return {
        "period": period_room.key,
        "figures": [_plain(each) for each in period_room.facts.figures],
        "missing": {key: [p.code for p in people] for key, people in missing.items()},
    }


def lines(period_room: PeriodRoom, missing: Mapping[str, Sequence[Person]]) -> list[Line]:
    """List the figures of a period by component, then what is missing."""
    listed = [Line(period_room.steps.period.name, bold=True)]
    for part in period_room.scheme.offices:
        figures = [each for each in period_room.facts.figures if each.part == part.key]
        if figures:
            listed += [Line(""), Line(part.name, bold=True), *_table(period_room, figures)]
    if len(listed) == 1:
        listed.append(Line(_("No figures for this period.")))
    if missing:
        listed += [Line(""), Line(_("Missing:"), bold=True)]
        listed += [Line(f"  {each}") for each in told(period_room, missing)]
    return listed


def _table(period_room: PeriodRoom, figures: Sequence[Figure]) -> list[Line]:
    rows = [
        [
            str(each.id),
            "" if each.code.startswith(SECTION) else each.code,
            called(period_room, each.code),
            each.figure,
            each.evidence,
            state(each),
        ]
        for each in figures
    ]
    sides: list[Align] = ["right", "left", "left", "right", "left", "left"]
    return [Line(text) for text in aligned(rows, sides, most=line_width())]


def _plain(each: Figure) -> dict[str, Any]:
    values = asdict(each) | {"counts": each.counts, "section": ""}
    values["component"] = values.pop("part")
    if each.code.startswith(SECTION):
        values |= {"code": "", "section": each.code.removeprefix(SECTION)}
    return values
