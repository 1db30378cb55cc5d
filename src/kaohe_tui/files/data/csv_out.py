"""Write everything as CSV, a table a file.

Rule: docs/files.md, "Everything, for other programs".
"""

import csv
import io
from collections.abc import Sequence

from kaohe_tui.domain.entries.entries import ExemptionKind
from kaohe_tui.domain.grades.decision import Grading
from kaohe_tui.domain.public.dossier import Dossier, RatingState
from kaohe_tui.domain.public.matter import MatterKind
from kaohe_tui.files.data.entered import Register, Value
from kaohe_tui.files.data.registers import state_label
from kaohe_tui.files.data.standings_csv import BOM, safe_cell, standings_csv
from kaohe_tui.files.data.year_csv import year_csv
from kaohe_tui.words import _


def grading_of(dossier: Dossier) -> Grading:
    """Return the grades of a dossier; they are closed where it has a fingerprint."""
    return Grading(
        dossier.name,
        dossier.scheme,
        dossier.standings,
        dossier.facts,
        dossier.proposals,
        closed=bool(dossier.fingerprint),
    )


def standings_table(dossier: Dossier) -> str:
    """Return the standings of a period or the year, with the grades, as a CSV's text."""
    grading = grading_of(dossier)
    if dossier.year is not None:
        return year_csv(dossier.year, grading)
    return standings_csv(
        dossier.standings, dossier.scheme, grading, is_locked=bool(dossier.fingerprint)
    )


def csv_text(register: Register) -> str:
    """Return one table as a CSV's text: byte order mark first, lines ending in CR LF.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    stream = io.StringIO()
    writer = csv.writer(stream)
    rows: Sequence[Sequence[Value]] = (register.headings, *register.rows)
    writer.writerows([safe_cell(_text(value)) for value in row] for row in rows)
    return BOM + stream.getvalue()


def _text(value: Value) -> str:
    match value:
        case None:
            return ""
        case bool():
            return _("yes") if value else _("no")
        case RatingState():
            return state_label(value)
        case ExemptionKind() | MatterKind():
            return value.label
        case _:
            return str(value)
