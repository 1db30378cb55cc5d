"""What a room keeps of scheme, roster, periods and ballots, and when it drops that."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine

from kaohe_tui.domain.entries.entries import ExemptionKind
from kaohe_tui.domain.public.matter import MatterKind
from kaohe_tui.services.counting import tallies
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.entries import entries
from kaohe_tui.services.periods import calling_off
from kaohe_tui.services.public import matters
from kaohe_tui.services.room import cache, progress
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from kaohe_tui.store.entries import entries as kept
from tests.services.bureau import key_ballot


@pytest.fixture
def opened(room: Room) -> Room:
    """A room whose first tier is open."""
    steps.open_tier(room, "q1", "peer")
    return room


_FROM = re.compile(r"\b(?:FROM|JOIN)\s+\"?(\w+)")
_RECORD = {"record", "record_head"}


@contextmanager
def _reads() -> Iterator[set[str]]:
    """The tables that statements in the block read."""
    tables: set[str] = set()

    def note(_connection: Connection, _cursor: object, statement: str, *_others: object) -> None:
        tables.update(name for name in _FROM.findall(statement) if name != "sqlite_master")

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield tables
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def test_it_knows_which_tables_it_reads(opened: Room) -> None:
    entries.exempt(opened, "q1", "s1", ExemptionKind.NOT_ASSESSED, "产假")
    with _reads() as tables:
        opened.base()
        opened.period("q1")
        opened.period("q2")
        with opened.database.reading() as tx:
            kept.facts(tx, "q1")
    assert tables - _RECORD == cache.TABLES


def test_progress_knows_which_tables_it_is_counted_from(opened: Room) -> None:
    key_ballot(opened, ("q1", "peer", "s1"), lambda _code: (50, 30))
    here = opened.period("q1")
    with _reads() as tables, opened.database.reading() as tx:
        tallies.answers(tx, opened, here)
        opened.progress.change(1)
        tallies.answers(tx, opened, here)
    assert tables <= progress.TABLES | cache.TABLES


_STEPS: dict[str, Callable[[Room], object]] = {
    "a recusal": lambda room: steps.recuse(room, "q1", ("m1", "s1"), "夫妻"),
    "an absence": lambda room: entries.absent(room, "q1", "s1", Fraction(2), "病假"),
    "calling off, of which only the record tells": lambda room: calling_off.call_off(
        room, "q2", "停评"
    ),
    "a closing": lambda room: steps.close_tier(room, "q1", "peer", "停评"),
}


@pytest.mark.parametrize("step", _STEPS)
def test_after_a_step_it_says_what_a_room_says_that_reads_anew(opened: Room, step: str) -> None:
    for key in ("q1", "q2"):
        opened.period(key)
    before = opened.generation
    _STEPS[step](opened)
    assert opened.generation > before
    fresh = enter_room(opened.database.path)
    for key in ("q1", "q2"):
        assert opened.period(key) == fresh.period(key)
    fresh.close()


def test_what_is_not_counted_drops_nothing(opened: Room) -> None:
    """A matter changes no score: the standings in view are not counted again for it."""
    kept_period, before = opened.period("q1"), opened.generation
    matters.take(opened, kind=MatterKind.REPORT, about="网络反映")
    assert opened.generation == before
    assert opened.period("q1") is kept_period
