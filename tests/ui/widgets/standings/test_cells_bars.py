"""Bars are as long in the app as in the command, and both say where they begin."""

from pathlib import Path

from kaohe_tui.cli.show import table
from kaohe_tui.domain.rules.people import Role
from kaohe_tui.domain.rules.scheme.scheme import RankBy
from kaohe_tui.services.counting import overview
from kaohe_tui.ui.widgets.standings.cells import RankTable
from kaohe_tui.ui.widgets.standings.columns import Kind
from kaohe_tui.ui.widgets.standings.view import StandingsView, _base
from tests.services.graded_year import make_year


def test_the_same_base_in_app_and_command(tmp_path: Path) -> None:
    room = make_year(tmp_path)
    scheme = room.period("q1").scheme
    result = overview.result(room, "q1")
    room.close()
    assert result is not None
    assert scheme.rank is RankBy.BY_ROLE
    told = [line.text for line in table.lines("q1", scheme, result.standings, "", 120)]
    assert any("bars from 40 to 100" in line for line in told)
    view = StandingsView(full=True)
    assert _base(result.standings, scheme) == 40
    assert view.scale == ""
    for role in (Role.STAFF, Role.MIDDLE, Role.LEADER):
        rows = [row for row in result.standings.rows if row.person.role is role]
        shown = RankTable(rows, rows, scheme, 2, None, width=140, full=True, cursor=False, base=40)
        at = [column.kind for column in shown.columns].index(Kind.BAR)
        assert shown.headings[-1][at].strip() == "40–100"
