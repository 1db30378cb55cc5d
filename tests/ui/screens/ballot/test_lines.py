"""The lines under a ballot's grid, for any names and any width."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from kaohe_tui.domain.ballot.parts import Part, blank
from kaohe_tui.domain.ballot.row import Row
from kaohe_tui.domain.ballot.sheet import Sheet
from kaohe_tui.domain.tasks.task import Task
from kaohe_tui.domain.width import cell_width, clip
from kaohe_tui.ui.screens.ballot.lines import first_line, second_line, third_line
from tests.domain.sheets import EMPTY, Disk, press
from tests.domain.strategies import INDICATORS, person

GOALS = (replace(INDICATORS[0], source="goals"), *INDICATORS[1:])
TEXTS = st.text("统计月报零差错 abc…·▶", min_size=1, max_size=60)


@given(st.lists(TEXTS, min_size=2, max_size=8), st.data(), st.integers(60, 120))
def test_the_part_under_the_cursor_is_always_in_view(
    names: list[str], data: st.DataObject, width: int
) -> None:
    parts = tuple(Part(name, 100) for name in names)
    form = (parts, (), (), (), ())
    sheet = Sheet(INDICATORS, [Row(person("a"), EMPTY, form=form, parts=blank(form))], 5, Disk())
    at = data.draw(st.integers(0, len(names) - 1))
    sheet.go_to(0, 0, at)
    assert "10: _" in clip(first_line(sheet, width), width)
    press(sheet, "1", "2")
    seen = clip(first_line(sheet, width), width)
    assert ": 12!" in seen
    assert seen.count("10: ") >= 1


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=8), st.integers(70, 120))
def test_every_task_and_standard_has_its_share(texts: list[tuple[str, str]], width: int) -> None:
    tasks = [Task(title, "", "", standard, 10) for title, standard in texts]
    sheet = Sheet(GOALS, [Row(person("a"), EMPTY)], 10, Disk())
    for line in (second_line(sheet, tasks, width), third_line(sheet, tasks, width)):
        assert cell_width(line) <= width
        assert line.count(" · ") >= len(tasks) - 1
    press(sheet, "right")
    assert (second_line(sheet, tasks, width), third_line(sheet, tasks, width)) == (
        "",
        "a a · 综合科",
    )
