"""List what the group entered as plain tables: adjustments, figures, vetoes and the others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from kaohe_tui.domain.entries.entries import (
    YEAR,
    Entered,
    Figure,
)
from kaohe_tui.domain.entries.figures import SECTION
from kaohe_tui.domain.public.dossier import Dossier
from kaohe_tui.words import N_, _

Value = str | int | bool | StrEnum | None
"""A cell; figures that are no whole numbers are text, so that nobody makes floats of them."""

YEAR_KEY = "year"
"""The key of the year in files, where a period's key stands."""

ENTERED = (
    ("number", N_("No.")),
    ("period", N_("Period")),
    ("code", N_("Code")),
    ("name", N_("Name")),
)
"""The columns that every table of entries begins with."""
WITHDRAWN = (
    ("entered_by", N_("Entered by")),
    ("entered_at", N_("Entered at")),
    ("withdrawn_by", N_("Withdrawn by")),
    ("withdrawn_at", N_("Withdrawn at")),
    ("withdrawn_reason", N_("Why withdrawn")),
)
"""The columns that every table of entries ends with."""


@dataclass(frozen=True, slots=True)
class Register:
    """One table."""

    name: str
    """The table's name in files' names and as JSON's key."""
    keys: tuple[str, ...]
    """The columns' keys in JSON."""
    headings: tuple[str, ...]
    """The columns' headings in the language in use; as many as there are keys."""
    rows: tuple[tuple[Value, ...], ...]
    """The rows, with a cell for each key."""


def register(
    name: str, columns: Sequence[tuple[str, str]], rows: Iterator[tuple[Value, ...]]
) -> Register:
    """Return a table; its headings are looked up."""
    keys = tuple(key for key, _msgid in columns)
    return Register(name, keys, tuple(_(msgid) for _key, msgid in columns), tuple(rows))


def figures(dossier: Dossier) -> Register:
    """Return the table of figures."""
    columns = [
        *ENTERED,
        ("section", N_("Section")),
        ("component", N_("Component")),
        ("figure", N_("Figure")),
        ("evidence", N_("Evidence")),
        ("approved_by", N_("Approved by")),
        ("approved_at", N_("Approved at")),
        ("counts", N_("Counts")),
        *WITHDRAWN,
    ]
    return register("figures", columns, map(partial(_figure_cells, dossier), dossier.facts.figures))


def _figure_cells(dossier: Dossier, each: Figure) -> tuple[Value, ...]:
    number, period, code, name = entry_cells(dossier, each)
    section = each.code.removeprefix(SECTION)
    whose = ("", "", section) if section != each.code else (code, name, "")
    cells = (each.part, each.figure, each.evidence, each.approved_by, each.approved_at, each.counts)
    return (number, period, *whose, *cells, *withdrawn(each))


def vetoes(dossier: Dossier) -> Register:
    """Return the table of vetoes."""
    columns = (
        *ENTERED,
        ("ground", N_("Ground")),
        ("document", N_("Document")),
        ("authority", N_("Authority")),
        *WITHDRAWN,
    )
    rows = (
        (*entry_cells(dossier, v), v.ground, v.document, v.authority, *withdrawn(v))
        for v in dossier.facts.vetoes
    )
    return register("vetoes", columns, rows)


def exemptions(dossier: Dossier) -> Register:
    """Return the table of exemptions."""
    columns = (*ENTERED, ("kind", N_("Kind")), ("reason", N_("Reason")), *WITHDRAWN)
    rows = (
        (*entry_cells(dossier, each), each.kind, each.reason, *withdrawn(each))
        for each in dossier.facts.exemptions
    )
    return register("exemptions", columns, rows)


def entry_cells(dossier: Dossier, entry: Entered) -> tuple[Value, ...]:
    """Return the cells of ``ENTERED``."""
    return entry.id, period_key(entry.period), entry.code, name_of(dossier, entry.code)


def withdrawn(entry: Entered) -> tuple[Value, ...]:
    """Return the cells of ``WITHDRAWN``."""
    return (
        entry.entered_by,
        entry.entered_at,
        entry.withdrawn_by,
        entry.withdrawn_at,
        entry.withdrawn_reason,
    )


def name_of(dossier: Dossier, code: str) -> str:
    """Return the name of a person of the roster; empty for anybody else."""
    return dossier.roster[code].name if code in dossier.roster else ""


def period_key(key: str) -> str:
    """Return a period's key as files have it: the year's is not empty there."""
    return YEAR_KEY if key == YEAR else key
