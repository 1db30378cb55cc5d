"""Reading yearly tasks."""

from pathlib import Path

import pytest

from kaohe_tui.domain.tasks.task import Task
from kaohe_tui.files.entries.tasks import TaskLine, read_tasks
from kaohe_tui.files.roster.roster import read_roster
from kaohe_tui.files.scheme.book.opening import read_scheme
from kaohe_tui.files.tables.doubts import UNASKED, Choices
from kaohe_tui.resources import shipped
from tests.files.entries.tables import PEOPLE, text, workbook
from tests.refused import refused

HEADING = "编号,工作任务,目标,措施,记分标准,分值\n"


def _taken(path: Path, choices: Choices = UNASKED) -> list[TaskLine]:
    return list(read_tasks(path, PEOPLE, choices).taken(choices))


def test_the_sample_is_read() -> None:
    sample = shipped("sample_data")
    scheme, _text = read_scheme(sample / "scheme.toml")
    roster = read_roster(sample / "roster.csv", scheme)
    lines = read_tasks(sample / "tasks.csv", roster).taken(UNASKED)
    assert len({line.code for line in lines}) == 36
    assert lines[0].task.points == 160
    assert lines[0].line == 2


def test_english_headings_in_any_order_and_optional_columns(tmp_path: Path) -> None:
    path = text(tmp_path, "points,standard,title,code\n12.5,一件扣 1 分,报表,07\n")
    (line,) = _taken(path)
    assert (line.code, line.task) == ("07", Task("报表", "", "", "一件扣 1 分", 125))


@pytest.mark.parametrize("cell", ["12.5", "12.5分", "１２．５"])
def test_points_as_people_write_them(tmp_path: Path, cell: str) -> None:
    (line,) = _taken(text(tmp_path, HEADING + f"07,报表,,,标准,{cell}\n"))
    assert line.task.points == 125


ROWS: list[list[object]] = [
    ["2026年度重点工作任务分解表"],
    ["序号", "责任人", "重点任务", "目标", "记分标准", "分值（分）", "备注"],
    [1, "陈立群", "一、统计报表", "无差错", "错一处扣2分", 35, ""],
    ["", "", "二、调研报告", "两篇", "缺一篇扣5分", 25, "含县级"],
    ["", "", "说明：另行通知的任务", "", "标准", "40分", ""],
    ["", "", "小计", "", "", 100, ""],
    [2, "买买提 吐尔逊", "普查", "完成", "标准", 60, ""],
    ["合计", "", "", "", "", 160, ""],
    ["注：分值合计应为60分"],
]
"""One person's name is merged over several tasks and their sum."""


def test_a_merged_name_counts_for_every_task_that_it_covers(tmp_path: Path) -> None:
    path = workbook(tmp_path, ROWS, "A1:G1", "A3:A6", "B3:B6")
    reading = read_tasks(path, PEOPLE)
    assert [(line.line, line.code, line.task.points) for line in reading.taken(UNASKED)] == [
        (3, "06", 350),
        (4, "06", 250),
        (5, "06", 400),
        (7, "09", 600),
    ]
    assert "序号, 备注" in reading.told[1]
    assert [n for n in range(1, 10) if f" {n} (" in reading.told[2]] == [1, 6, 8, 9]


def test_points_merged_over_several_tasks_are_refused(tmp_path: Path) -> None:
    """They would count once for each."""
    rows = [ROWS[1], *ROWS[2:4]]
    path = workbook(tmp_path, rows, "B2:B3", "F2:F3")
    with refused("lines-wrong") as info:
        _taken(path)
    assert str(info.value).count("merged over several lines") == 2


def test_faults_of_a_person_are_told_but_not_the_sum_that_follows(tmp_path: Path) -> None:
    reading = read_tasks(text(tmp_path, HEADING + "06,报表,,,标准,十\n06,调研,,,标准,25\n"), PEOPLE)
    assert reading.lacking == {"06"}
    with refused("points-wrong", line=2):
        reading.taken(UNASKED)


@pytest.mark.parametrize(
    ("lines", "kind", "values"),
    [
        (
            HEADING + "07,报表,,,标准,十二\n",
            "points-wrong",
            {"file": "表.csv", "line": 2, "key": "分值", "text": "十二"},
        ),
        (
            HEADING + "07,报表,,,标准,40\n08,报表,,,,40\n",
            "value-missing",
            {"line": 3, "key": "记分标准"},
        ),
        (HEADING + ",报表,,,标准,40\n", "value-missing", {"line": 2, "key": "编号"}),
        (HEADING + "07,,,,标准,40\n", "value-missing", {"line": 2, "key": "工作任务"}),
        ("编号,工作任务,分值\n07,报表,40\n", "heading-missing", {"line": 1}),
        (HEADING, "table-empty", {}),
        ("", "table-empty", {}),
    ],
)
def test_what_is_wrong_is_named(
    tmp_path: Path, lines: str, kind: str, values: dict[str, object]
) -> None:
    with refused(kind, **values):
        _taken(text(tmp_path, lines))
