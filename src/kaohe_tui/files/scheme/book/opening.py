"""Read a scheme from a file, be it scheme.toml or a workbook.

A database that is opened holds its scheme as text: nothing that reads workbooks is loaded for it.
"""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.files.decode import read_text
from kaohe_tui.files.scheme import (
    classes,
    form,
    grades,
    periods,
    roles,
    tiers,
)
from kaohe_tui.files.scheme.book.read import Tables, tables_of
from kaohe_tui.files.scheme.book.source import in_cells, toml_of
from kaohe_tui.files.scheme.scheme import checked, parse_scheme, scoring_of, step_of
from kaohe_tui.files.scheme.totals import absences, components, entries
from kaohe_tui.files.scheme.words import in_english
from kaohe_tui.files.sheets.open_book import is_packed, read_book
from kaohe_tui.files.tables.faults import Faults
from kaohe_tui.files.toml.fields import Fields
from kaohe_tui.files.toml.text import LIMIT, parsed, quoted


def read_scheme(path: Path) -> tuple[Scheme, str]:
    """Return the scheme in a file or a workbook, and its text, which is stored and fingerprinted.

    Raises:
        Refusal: one sentence with file and line, or sheet and cell, and key.
    """
    if is_packed(path):
        tables = tables_of(read_book(path))
        text = toml_of(tables.values)
        return _of_book(tables), text
    text = read_text(path, LIMIT)
    return parse_scheme(text, path.name), text


def scheme_text(path: Path) -> str:
    """Return the text of a scheme: a file's own, or what scheme.toml says of a workbook.

    Raises:
        Refusal: where it cannot be read, or is no scheme.
    """
    return read_scheme(path)[1]


def scheme_tables(path: Path) -> Mapping[str, Any]:
    """Return what a scheme's file or workbook holds, with English keys.

    Raises:
        Refusal: where it cannot be read, or is no scheme.
    """
    return in_english(parsed(quoted(scheme_text(path)), path.name))


def _of_book(tables: Tables) -> Scheme:
    """Return the scheme of a workbook; refuse every cell that is wrong by itself at once."""
    root = Fields(in_cells(tables), (), tables.values)
    faults = Faults()
    faults.trying(lambda: step_of(scoring_of(root)))
    words = faults.trying(lambda: roles.own_words(root)) or {}
    groups = faults.trying(lambda: classes.groups(root, words)) or ()
    known, keys = classes.Classes(words, groups), [f.get("key") for f in root.many("indicators")]
    readers: dict[str, Callable[[Fields], object]] = {
        "indicators": lambda fields: form.indicator(fields, known),
        "factors": components.factor,
        "adjustments": entries.adjustment,
        "absences": absences.absence,
        "grades": grades.grade,
    }
    for table, read in readers.items():
        for fields in root.many(table):
            faults.trying(partial(read, fields))
    faults.trying(lambda: form.levels(root))
    names = list(map(str, keys))
    rounds = [faults.trying(partial(tiers.tier, f, known, names)) for f in root.many("tiers")]
    right = [each for each in rounds if each is not None]
    # A period may name a tier whose line is wrong, and components, which are not read yet.
    named = [key for key in ("tiers", "components") for p in root.many("periods") if p.has(key)]
    if not named or (right == rounds and "components" not in named):
        faults.trying(lambda: periods.periods(root, right, ()))
    faults.check()
    return checked(root)
