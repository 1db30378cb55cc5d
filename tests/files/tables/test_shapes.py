"""Tables as offices keep them are read as they are, or refused with the cell, or asked about."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.scheme import Scheme, Scope
from kaohe_tui.files.roster.roster import understand_roster
from kaohe_tui.files.scheme.scheme import read_scheme
from kaohe_tui.files.sheets.book import Book
from kaohe_tui.files.tables.doubts import UNASKED, Choices, Doubt
from kaohe_tui.resources import shipped
from tests.files.tables.shapes import SEED, Shape, Table, build, covering

SHAPES = covering(SEED, 400)
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
