"""Writes what was drawn as the files that a unit would bring."""

import csv
import json
from collections.abc import Iterable, Mapping
from io import StringIO
from random import Random
from typing import Any

from tests.reference.generator import Drawn
from tests.reference.plain import Adjustment, Figure, Rating, Table, tables
from tests.reference.reading import ROLES, VALUES, WORDS


class Toml:
    """Writes a scheme as TOML, some of its keys and values in Chinese words."""

    def __init__(self, random: Random | None = None) -> None:
        self.random = random
        self.keys = {english: chinese for chinese, english in WORDS.items()}
        self.values = {english: chinese for chinese, english in (VALUES | ROLES).items()}

    def text(self, scheme: Table) -> str:
        """The whole file."""
        lines = self._lines({k: v for k, v in scheme.items() if isinstance(v, str | int)})
        for key, value in scheme.items():
            if isinstance(value, Mapping):
                lines += [f"[{self._key(key)}]", *self._lines(value)]
            elif not isinstance(value, str | int):
                # All tables of a list have one word: their order is that of the file.
                head = self._key(key)
                for table in value:
                    lines += [f"[[{head}]]", *self._lines(table)]
        return "\n".join(lines) + "\n"

    def _lines(self, table: Table) -> list[str]:
        return [f"{self._key(key)} = {self._value(value, key)}" for key, value in table.items()]

    def _key(self, key: str) -> str:
        if self.random is not None and key in self.keys and self.random.random() < 0.5:
            chinese = self.keys[key]
            return chinese if self.random.random() < 0.5 else f'"{chinese}"'
        return key if key.isascii() else json.dumps(key, ensure_ascii=False)

    def _value(self, value: Any, key: str) -> str:
        if isinstance(value, Mapping):
            fields = (f"{self._key(k)} = {self._value(v, k)}" for k, v in value.items())
            return "{ " + ", ".join(fields) + " }"
        if isinstance(value, list | tuple):
            return "[" + ", ".join(self._value(each, key) for each in value) + "]"
        of_kind = key in ("scope", "source", "raters", "ratees", "for") or value in (
            "bonus",
            "deduction",
        )
        if self.random is not None and of_kind and self.random.random() < 0.5:
            value = self.values.get(value, value)
        return json.dumps(value, ensure_ascii=False)


def roster_csv(drawn: Drawn) -> str:
    """The roster."""
    headings = ["code", "name", "section", "role", "supervisors", "identity"]
    rows = [
        [p.code, p.name, p.section, p.role, ";".join(p.supervisors), p.identity]
        for p in drawn.roster
    ]
    if any(person.groups for person in drawn.roster):
        headings.append("groups")
        for row, person in zip(rows, drawn.roster, strict=True):
            row.append(";".join(person.groups))
    return _csv(headings, rows)


def ballots_csv(drawn: Drawn, tier: Table, ratings: Iterable[Rating]) -> str:
    """The ratings of a tier, a line each."""
    kind = tier.get("marks", "points")
    keys = [kind] if kind in ("total", "overall") else [
        each["key"] for each in tables(drawn.scheme, "indicators")
    ]  # fmt: skip
    rows = [
        [
            r.tier,
            r.rater,
            r.ratee,
            *(r.marks.get(key, "") for key in keys),
            "1" if r.abstains else "",
        ]
        for r in ratings
    ]
    return _csv(["tier", "rater", "ratee", *keys, "abstain"], rows)


def adjustments_csv(entries: Iterable[Adjustment]) -> str:
    """Bonuses and deductions, each with evidence of its own."""
    headings = ["person", "rule", "evidence", "count", "approved_by"]
    entries = list(entries)
    rows = [
        [a.person, a.rule, f"文{n}", str(a.count), "党组" if a.approved else ""]
        for n, a in enumerate(entries, 1)
    ]
    for name in ("level", "matter", "points"):
        if any(getattr(entry, name) for entry in entries):
            headings.append(name)
            for row, entry in zip(rows, entries, strict=True):
                row.append(getattr(entry, name))
    return _csv(headings, rows)


def figures_csv(figures: Iterable[Figure], codes: Iterable[str]) -> str:
    """Figures of the office, of people and of sections."""
    known = set(codes)
    rows = [
        [
            f.whose if f.whose in known else "",
            "" if f.whose in known else f.whose,
            f.component,
            f.figure,
            f"报表{n}",
            "党组" if f.approved else "",
        ]
        for n, f in enumerate(figures, 1)
    ]
    return _csv(["person", "section", "component", "figure", "evidence", "approved_by"], rows)


def _csv(headings: list[str], rows: Iterable[list[str]]) -> str:
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows([headings, *rows])
    return text.getvalue()
