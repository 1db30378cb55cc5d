"""What happens to tables in offices: cells are emptied, slip, are mistyped; lines are cut.

Each damage is done to a table of ``shapes``, and says what may come of it in silence. All else has
to be refused, or asked about.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from kaohe_tui.files.sheets.book import Area
from kaohe_tui.files.sheets.kinds.facts import DATE
from kaohe_tui.files.sheets.odd_cells import OddCell
from tests.files.tables.shapes import Table

READ = ("code", "name", "section", "role", "supervisors", "identity", "clerk_note")
"""The columns of which people consist."""
_TYPO = "各科宝要化各"


@dataclass
class Harm:
    """What was done, and what may come of it in silence."""

    what: str
    changes: dict[tuple[int, str], str] = field(default_factory=dict)
    """(position of a person, column) -> the text that may be taken there instead."""
    gone: set[int] = field(default_factory=set)
    """People that may be missing: the whole line is away, and nothing tells of it."""


Damage = Callable[[Table, random.Random], Harm | None]


def _line(table: Table, chance: random.Random) -> tuple[int, int]:
    """A line of somebody, and the position of that one."""
    return chance.choice(sorted(table.lines.items()))


def _width(table: Table) -> int:
    return len([each for each in table.rows[table.head - 1] if each]) or 1


def _changed(table: Table, line: int, at: int, text: str) -> dict[tuple[int, str], str]:
    """What a cell that now holds a text may change: for all whom it is merged over."""
    columns = [each for each, place in table.columns.items() if place == at and each in READ]
    area = next(
        (
            each
            for each in table.merged
            if each.top <= line <= each.bottom and each.left <= at + 1 <= each.right
        ),
        Area(line, at + 1, line, at + 1),
    )
    return {
        (person, column): text
        for row, person in table.lines.items()
        if area.top <= row <= area.bottom
        for column in columns
    }


def _put(table: Table, line: int, at: int, text: str) -> None:
    row = table.rows[line - 1]
    row += [""] * (at + 1 - len(row))
    row[at] = text


def emptied(table: Table, chance: random.Random) -> Harm | None:
    """A cell is emptied. An empty section, role or leader where others have one is told."""
    line, _who = _line(table, chance)
    at = chance.randrange(len(table.rows[line - 1]))
    before = table.rows[line - 1][at]
    _put(table, line, at, "")
    return Harm(f"emptied {line} {at} {before!r}")


def slipped_right(table: Table, chance: random.Random) -> Harm | None:
    """The cells of a line slip to the right, from one of them on."""
    line, _who = _line(table, chance)
    row = table.rows[line - 1]
    at = chance.randrange(len(row))
    row.insert(at, "")
    return Harm(f"slipped right {line} {at}")


def slipped_left(table: Table, chance: random.Random) -> Harm | None:
    """A cell of a line is deleted, and the others slip to the left."""
    line, _who = _line(table, chance)
    row = table.rows[line - 1]
    at = chance.randrange(len(row))
    del row[at]
    return Harm(f"slipped left {line} {at}")


def swapped(table: Table, chance: random.Random) -> Harm | None:
    """Two cells beside each other are exchanged."""
    line, _who = _line(table, chance)
    row = table.rows[line - 1]
    at = chance.randrange(len(row) - 1)
    row[at], row[at + 1] = row[at + 1], row[at]
    return Harm(f"swapped {line} {at} {row[at]!r} {row[at + 1]!r}")


def swapped_below(table: Table, chance: random.Random) -> Harm | None:
    """A cell is exchanged with the one below it: as good a table, but for others."""
    line, who = _line(table, chance)
    if line + 1 not in table.lines:
        return None
    other = table.lines[line + 1]
    # Whoever gets a leader's name supervises from then on: that is what the table says.
    column = chance.choice(("name", "section", "identity") if who > 2 else ("section", "identity"))
    at = table.columns[column]
    if any(each.left <= at + 1 <= each.right and each.top <= line + 1 and each.bottom >= line
           for each in table.merged):  # fmt: skip
        return None
    upper, lower = table.rows[line - 1], table.rows[line]
    upper[at], lower[at] = lower[at], upper[at]
    return Harm(
        f"swapped below {line} {column}",
        {(who, column): upper[at], (other, column): lower[at]},
    )


def line_cut(table: Table, chance: random.Random) -> Harm | None:
    """A line is deleted. Without numbers nothing tells of it."""
    line, who = _line(table, chance)
    del table.rows[line - 1]
    _move(table, line, -1)
    by_section = table.shape["number"] == "first, by section"
    is_last = who == len(table.people) - 1 or by_section
    may_go = "serial" not in table.columns or is_last
    return Harm(f"line cut {line}", gone={who} if may_go else set())


def line_torn(table: Table, chance: random.Random) -> Harm | None:
    """A line ends too early."""
    line, who = _line(table, chance)
    row = table.rows[line - 1]
    at = chance.randrange(1, len(row))
    del row[at:]
    # A number alone below all others waits for somebody to come.
    is_number = at == 1 and "serial" in table.columns and who == len(table.people) - 1
    return Harm(f"torn {line} {at}", gone={who} if is_number else set())


def heading_mistyped(table: Table, chance: random.Random) -> Harm | None:
    """A character of a heading is another one."""
    line = table.head
    row = table.rows[line - 1]
    places = [at for at, text in enumerate(row) if text]
    at = chance.choice(places)
    text = row[at]
    place = chance.randrange(len(text))
    row[at] = text[:place] + chance.choice(_TYPO) + text[place + 1 :]
    return Harm(f"heading {text!r} {row[at]!r}")


def heading_lost(table: Table, chance: random.Random) -> Harm | None:
    """A heading is emptied."""
    row = table.rows[table.head - 1]
    at = chance.choice([at for at, text in enumerate(row) if text])
    text, row[at] = row[at], ""
    return Harm(f"heading lost {text!r}")


def name_damaged(table: Table, chance: random.Random) -> Harm | None:
    """A name loses a character, or becomes what programs write."""
    line, who = _line(table, chance)
    at = table.columns["name"]
    name = table.rows[line - 1][at]
    place = chance.randrange(len(name))
    text = chance.choice(
        (
            name[:place] + "?" + name[place + 1 :],
            name[:place] + "□" + name[place + 1 :],
            name[:place] + "*" + name[place + 1 :],
            name[:place] + "国" + name[place + 1 :],
            name.encode().decode("gbk", "replace"),
            *("#N/A", "#REF!", "0", "17", "=A1", "张", "合计", "null"),
        )
    )
    _put(table, line, at, text)
    return Harm(f"name {name!r} {text!r}", {(who, "name"): text})


def code_doubled(table: Table, chance: random.Random) -> Harm | None:
    """Somebody has another one's code."""
    at = table.columns.get("code", table.columns.get("serial", 0))
    one, other = chance.sample(sorted(table.lines), 2)
    _put(table, one, at, table.rows[other - 1][at])
    return Harm(f"code doubled {one} {other}")


def area_moved(table: Table, chance: random.Random) -> Harm | None:
    """A merged area of several lines begins a line later, or ends one earlier."""
    areas = [each for each in table.merged if each.bottom > each.top > table.head]
    if not areas:
        return None
    area = chance.choice(areas)
    table.merged.remove(area)
    text = table.rows[area.top - 1][area.left - 1]
    if chance.random() < 0.5:
        table.merged.append(replace(area, bottom=area.bottom - 1))
        return Harm(f"area shorter {area}")
    _put(table, area.top, area.left - 1, "")
    moved = replace(area, top=area.top + 1)
    table.merged.append(moved)
    _put(table, moved.top, area.left - 1, text)
    return Harm(f"area lower {area}")


def turned_into_date(table: Table, chance: random.Random) -> Harm | None:
    """A program makes a date of a cell."""
    line, _who = _line(table, chance)
    at = chance.randrange(len(table.rows[line - 1]))
    before = table.rows[line - 1][at]
    _put(table, line, at, OddCell("2026-01-05", DATE))
    return Harm(f"date {line} {at} {before!r}")


def stray_value(table: Table, chance: random.Random) -> Harm | None:
    """Something stands in a line where nobody is."""
    line = chance.choice(sorted(table.lines))
    table.rows.insert(line, [])
    _move(table, line + 1, 1)
    at = chance.randrange(_width(table))
    text = chance.choice(("x", "5", "备用", "科员", "办公室", "张三", "合计", "-"))
    _put(table, line + 1, at, text)
    return Harm(f"stray {line + 1} {at} {text!r}")


def line_inserted(table: Table, chance: random.Random) -> Harm | None:
    """A line is put in between: somebody's again, or half of one."""
    line, _who = _line(table, chance)
    row = list(table.rows[line - 1])
    if chance.random() < 0.5:
        at = chance.choice(range(len(row)))
        row[at] = ""
    table.rows.insert(line, row)
    _move(table, line + 1, 1)
    return Harm(f"inserted {line + 1} {row}")


def _move(table: Table, line: int, by: int) -> None:
    """Move what stands from a line on by a line down or up, as a program does."""
    old = {row: who for row, who in table.lines.items() if by > 0 or row != line}
    table.lines = {row + by if row >= line else row: who for row, who in old.items()}
    areas = []
    for area in table.merged:
        top = area.top + by if area.top >= line + (by < 0) else area.top
        bottom = area.bottom + by if area.bottom >= line else area.bottom
        if bottom >= top:
            areas.append(replace(area, top=top, bottom=bottom))
    table.merged = areas


DAMAGES: Mapping[str, Damage] = {
    each.__name__: each
    for each in (
        emptied,
        slipped_right,
        slipped_left,
        swapped,
        swapped_below,
        line_cut,
        line_torn,
        heading_mistyped,
        heading_lost,
        name_damaged,
        code_doubled,
        area_moved,
        turned_into_date,
        stray_value,
        line_inserted,
    )
}
