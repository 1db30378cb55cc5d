"""Reading yearly tasks."""

from pathlib import Path

import pytest

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.tasks.task import Task
from kaohe_tui.files.sheets.tasks import read_tasks
from kaohe_tui.resources import shipped

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
    ("text", "told"),
    [
        (HEADING + "07,报表,,,标准,十二\n", r"任务\.csv, line 2: 分值: “十二”"),
        (HEADING + "07,报表,,,标准,40\n08,报表,,,,40\n", "line 3: 记分标准: .*empty"),
        (HEADING + ",报表,,,标准,40\n", "line 2: 编号: .*empty"),
        (HEADING + "07,,,,标准,40\n", "line 2: 工作任务: .*empty"),
        ("编号,工作任务,分值\n07,报表,40\n", "line 1: A heading is missing: .*记分标准"),
        (HEADING, "no task below"),
        ("", "empty"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(Refusal, match=told):
        read_tasks(_write(tmp_path, text))
