"""What a mark costs the table of a large bureau: counted, not timed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from kaohe_tui.domain.rules.people import Person, Role, Roster
from kaohe_tui.domain.rules.scheme.scheme import Method
from kaohe_tui.domain.standings.live import LiveRows, Moves, live_rows
from kaohe_tui.domain.standings.rows import Standing
from kaohe_tui.domain.standings.scoring import review_score
from kaohe_tui.domain.standings.snapshot import Snapshot
from kaohe_tui.domain.standings.standings import Standings
from kaohe_tui.ui.widgets.standings.cells import RankTable
from kaohe_tui.ui.widgets.standings.measures import measures
from kaohe_tui.ui.widgets.standings.view import StandingsView
from tests.domain.strategies import SCHEME, no_marks, tallies
from tests.ui.meeting_app import SIZE, MeetingApp, sample_copy, seen
from tests.ui.table_screen import TableScreen


@contextmanager
def _counted() -> Iterator[tuple[list[int], list[int]]]:
    """Whose lines are looked at, and of which rows the cells are made."""
    asked: list[int] = []
    made: list[int] = []
    look, cells = Snapshot.standing, RankTable.cells

    def standing(own: Snapshot, number: int) -> Standing:
        asked.append(number)
        return look(own, number)

    def texts(own: RankTable, index: int, *, at_cursor: bool = False) -> tuple[str, ...]:
        made.append(index)
        return cells(own, index, at_cursor=at_cursor)

    with patch.object(Snapshot, "standing", standing), patch.object(RankTable, "cells", texts):
        yield asked, made


def _rows() -> LiveRows:
    """Three thousand people."""
    people = [Person(f"p{n}", f"张{n}", "办公室", Role.STAFF) for n in range(3000)]
    scores = {p.code: review_score(SCHEME, tallies(peer=(n % 90,))) for n, p in enumerate(people)}
    return live_rows(SCHEME, Roster(tuple(people)), scores, no_marks)


async def test_a_mark_among_three_thousand_looks_at_those_who_are_seen(tmp_path: Path) -> None:
    before = _rows()
    view = StandingsView(full=False, cursor=True)
    app = MeetingApp(sample_copy(tmp_path), "q2", TableScreen(view))
    async with app.run_test(size=SIZE) as pilot:
        view.show(Standings(Method.TIERS, 2, before), SCHEME, {})
        await pilot.pause()
        was = seen(app)
        after = before.put({"p88": review_score(SCHEME, tallies(peer=(100,)))}, no_marks)
        shown = (Standings(Method.TIERS, 2, after), SCHEME, Moves(before, after))
        measured = measures.cache_info().misses
        with _counted() as (asked, made):
            view.show(*shown)
        assert len(asked) <= 3 * SIZE[1]
        assert len(made) <= SIZE[1]
        assert measures.cache_info().misses == measured
        await pilot.pause()
        assert seen(app) != was
        with _counted() as (asked, made):
            view.show(*shown)
        assert made == [], "no line is other, so no cell is made"
        assert len(asked) <= 3 * SIZE[1]
