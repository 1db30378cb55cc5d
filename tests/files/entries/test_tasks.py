"""Reading yearly tasks."""

from pathlib import Path

import pytest

from kaohe_tui.domain.tasks.task import Task
from kaohe_tui.files.entries.tasks import read_tasks
from kaohe_tui.resources import shipped
from tests.refused import refused

HEADING = "编号,工作任务,目标,措施,记分标准,分值\n"


def _write(folder: Path, text: str) -> Path:
    path = folder / "任务.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_sample_is_read() -> None:
    found = read_tasks(shipped("sample_data") / "tasks.csv")
    assert len({line.code for line in found}) == 36
    assert found[0].task.points == 160
    assert found[0].line == 2


def test_english_headings_in_any_order_and_optional_columns(tmp_path: Path) -> None:
    path = _write(tmp_path, "points,standard,title,code\n12.5,一件扣 1 分,报表,07\n")
    (line,) = read_tasks(path)
    assert (line.code, line.task) == ("07", Task("报表", "", "", "一件扣 1 分", 125))


@pytest.mark.parametrize(
    ("text", "kind", "values"),
    [
        (
            HEADING + "07,报表,,,标准,十二\n",
            "points-wrong",
            {"file": "任务.csv", "line": 2, "key": "分值", "text": "十二"},
        ),
        (
            HEADING + "07,报表,,,标准,40\n08,报表,,,,40\n",
            "value-missing",
            {"line": 3, "key": "记分标准"},
        ),
        (HEADING + ",报表,,,标准,40\n", "value-missing", {"line": 2, "key": "编号"}),
        (HEADING + "07,,,,标准,40\n", "value-missing", {"line": 2, "key": "工作任务"}),
        (
            "编号,工作任务,分值\n07,报表,40\n",
            "heading-missing",
            {"line": 1, "words": "standard / 记分标准 / 计分标准 / 评分标准"},
        ),
        (HEADING, "table-empty", {}),
        ("", "table-empty", {}),
    ],
)
def test_what_is_wrong_is_named(
    tmp_path: Path, text: str, kind: str, values: dict[str, object]
) -> None:
    with refused(kind, **values):
        read_tasks(_write(tmp_path, text))
