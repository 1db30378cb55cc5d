"""Tables as offices keep them are read as they are, or refused with the cell, or asked about."""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.domain.rules.scheme import Scheme, Scope
from kaohe_tui.domain.text import name_key
from kaohe_tui.files.roster.roster import understand_roster
from kaohe_tui.files.scheme.scheme import read_scheme
from kaohe_tui.files.sheets.book import Book
from kaohe_tui.files.tables.doubts import UNASKED, Choices, Doubt
from kaohe_tui.resources import shipped
from tests.files.tables.damage import DAMAGES, READ, Harm
from tests.files.tables.shapes import DIMENSIONS, SEED, Shape, Table, build, covering

SHAPES = covering(SEED, 400)
TIMES = int(os.environ.get("KAOHE_SHAPES", "40"))
"""How often each damage is tried."""
SCHEME = read_scheme(shipped("sample_data") / "scheme.toml")[0]
PLAIN = replace(
    SCHEME, tiers=tuple(each for each in SCHEME.tiers if each.scope is not Scope.SUPERVISED)
)


def scheme_of(shape: Shape) -> Scheme:
    return SCHEME if shape["rules"] == "leaders asked for" else PLAIN


def plain(people: object) -> list[tuple[object, ...]]:
    """People as they are compared: with all that a table says of them."""
    return [
        (p.code, p.name, p.section, p.role, p.supervisors, p.identity)
        for p in people  # type: ignore[attr-defined]
    ]


def read(table: Table, book: Book | None = None, choices: Choices = UNASKED) -> list[Doubt]:
    """Read a table, hold it to what is expected of it, and return what was doubtful."""
    book = book or table.book()
    scheme = scheme_of(table.shape)
    if table.shape["leaders"] == "none" and scheme is SCHEME:
        table.refused, table.place = "heading-missing", str(table.head)
    if table.refused:
        with pytest.raises(Refusal) as refused:
            understand_roster(book, scheme, choices)
        assert refused.value.code == table.refused, str(refused.value)
        assert table.place in str(refused.value)
        return []
    reading = understand_roster(book, scheme, Choices(is_accepted=True))
    assert plain(reading.value) == plain(table.people)
    asked = {doubt.key for doubt in reading.doubts if not doubt.key.startswith("role ")}
    assert asked == table.doubts
    assert len(reading.doubts) <= 6
    assert not Choices(is_accepted=True).open(reading.doubts)
    return list(reading.doubts)


@pytest.mark.parametrize("at", range(len(SHAPES)))
def test_a_shape_is_read_as_it_is_or_refused_by_the_cell(at: int) -> None:
    read(build(SHAPES[at]))


def keys(doubts: Sequence[Doubt]) -> set[str]:
    """What is asked, word by word where several are asked about at once."""
    asked = set()
    for doubt in doubts:
        words = doubt.key.removeprefix("role ")
        if words and words != doubt.key:
            asked |= set(words.split("|"))
        else:
            asked.add(f"{doubt.key} {doubt.question}")
    return asked


def remarks(sentences: Sequence[str]) -> set[str]:
    """What is remarked of people, beside what was read and what was left out."""
    usual = ("表.xlsx", "Columns left out", "Lines left out")
    return {each for each in sentences if not each.startswith(usual)}


def silently_wrong(table: Table, harm: Harm, before: set[str]) -> str:
    """Say what was taken wrongly of a damaged table without a word; empty for nothing."""
    try:
        reading = understand_roster(table.book(), scheme_of(table.shape), Choices(is_accepted=True))
    except Refusal:
        return ""
    if (keys(reading.doubts) | remarks(reading.told)) - before:
        return ""
    taken = list(reading.value)
    if len(taken) not in (len(table.people), len(table.people) - len(harm.gone)):
        return f"{len(taken)} of {len(table.people)} people"
    there = [
        at
        for at in range(len(table.people))
        if len(taken) == len(table.people) or at not in harm.gone
    ]
    for at, person in zip(there, taken, strict=True):
        right = table.people[at]
        for column in READ:
            is_right = text_of(person, column) == text_of(right, column)
            may_be = harm.changes.get((at, column))
            if column in ("supervisors", "identity") and not getattr(person, column):
                # Some have none: what is empty is shown as such, and asked about of many people.
                is_right = True
            if not is_right and (may_be is None or name_key(may_be) != text_of(person, column)):
                return f"{right.name}: {column} is {getattr(person, COLUMN.get(column, column))!r}"
    return ""


COLUMN = {"supervisors": "supervisors"}


def text_of(person: Person, column: str) -> str:
    value = getattr(person, column)
    return ";".join(value) if isinstance(value, tuple) else name_key(str(value))


def damaged(seed: int, what: str) -> tuple[Table, Harm, set[str]] | None:
    """A table of a random shape with a damage, and what is asked about it undamaged."""
    chance = random.Random(f"{SEED} {what} {seed}")
    shape = {name: chance.choice(values) for name, values in DIMENSIONS.items()}
    shape |= {"hidden": "nothing", "sheets": "one"}
    if shape["leaders"] == "none":
        shape |= {"rules": "leaders not asked for"}
    table = build(shape)
    reading = understand_roster(table.book(), scheme_of(shape), Choices(is_accepted=True))
    harm = DAMAGES[what](table, chance)
    before = keys(reading.doubts) | remarks(reading.told)
    return None if harm is None else (table, harm, before)


@pytest.mark.parametrize("what", DAMAGES)
def test_a_damaged_table_is_never_taken_wrongly_in_silence(what: str) -> None:
    for seed in range(TIMES):
        if done := damaged(seed, what):
            table, harm, before = done
            assert not silently_wrong(table, harm, before), (table.shape, harm.what)
