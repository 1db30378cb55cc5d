"""Write everything as one JSON. Rule: docs/files.md, "Everything, for other programs"."""

import json
from collections.abc import Sequence

from kaohe_tui.domain.public.dossier import Dossier
from kaohe_tui.domain.result.published import contract, year_contract
from kaohe_tui.files.data.csv_out import grading_of
from kaohe_tui.files.data.entered import Register, period_key

FORMAT = 1
"""The number of the JSON's shape; raised when something changes that a reader relies on."""


def json_text(dossier: Dossier, registers: Sequence[Register]) -> str:
    """Return the standings as ``kaohe standings --json`` has them, and every table by its name.

    Args:
        dossier: the result.
        registers: see ``registers.registers``.

    Returns:
        JSON in UTF-8's characters, indented; scores and marks are strings, never numbers with a
        point.
    """
    plain = {
        "format": FORMAT,
        "key": period_key(dossier.key),
        "name": dossier.name,
        "scheme": {
            "name": dossier.scheme.name,
            "year": dossier.scheme.year,
            "fingerprint": dossier.scheme_fingerprint,
        },
        "result": {
            "number": dossier.result_number,
            "fingerprint": dossier.fingerprint,
            "at": dossier.at,
        },
        "standings": _standings(dossier),
        **{each.name: _rows(each) for each in registers},
    }
    return json.dumps(plain, ensure_ascii=False, indent=2) + "\n"


def _standings(dossier: Dossier) -> dict[str, object]:
    grading = grading_of(dossier)
    if dossier.year is not None:
        return year_contract(dossier.year, grading)
    return contract(dossier.key, dossier.standings, grading, dossier.scheme, dossier.withheld)


def _rows(register: Register) -> list[dict[str, object]]:
    return [dict(zip(register.keys, row, strict=True)) for row in register.rows]
