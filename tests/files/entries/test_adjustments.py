"""Adjustments from tables."""

from pathlib import Path

import pytest

from kaohe_tui.files.entries.adjustments import AdjustmentLine, read_adjustments
from tests.refused import refused


def _file(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "adjust.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_english_headings_and_what_may_be_left_out(tmp_path: Path) -> None:
    path = _file(tmp_path, "person,rule,evidence\n06,award,一等奖证书\n")
    assert read_adjustments(path) == [AdjustmentLine(2, "06", "award", 1, "一等奖证书", "")]


def test_chinese_headings_in_the_bureaus_encoding(tmp_path: Path) -> None:
    text = "依据,编号,项目,次数,批准人\n通报３号, ０６ ,违反局规定,２,曹守诚\n"
    assert read_adjustments(_file(tmp_path, text, "gb18030")) == [
        AdjustmentLine(2, "06", "违反局规定", 2, "通报３号", "曹守诚")
    ]


@pytest.mark.parametrize("heading", ["approved by", "Approved_by", "审批人"])
def test_spellings_of_who_approved(tmp_path: Path, heading: str) -> None:
    path = _file(tmp_path, f"code,rule,evidence,{heading}\n06,award,证书,02\n")
    assert read_adjustments(path)[0].approved_by == "02"


@pytest.mark.parametrize(
    ("text", "kind", "values"),
    [
        ("", "table-empty", {}),
        ("person,rule,evidence\n", "table-empty", {}),
        (
            "person,rule\n06,award\n",
            "heading-missing",
            {"words": "evidence / 依据 / 文号 / 证明材料 / 文件依据"},
        ),
        ("person,rule,evidence\n06,award,\n", "value-missing", {"line": 2, "key": "evidence"}),
        ("person,rule,evidence\n,award,x\n", "value-missing", {"line": 2, "key": "person"}),
        ("person,rule,evidence\n王芳,award,x\n", "code-malformed", {"code": "王芳"}),
        (
            "person,rule,evidence,count\n06,award,x,1.5\n",
            "number-wrong",
            {"line": 2, "key": "count", "text": "1.5"},
        ),
        ("person,rule,evidence,count\n06,award,x,-1\n", "number-wrong", {"text": "-1"}),
        ("person,rule,evidence,count\n06,award,x,一\n", "number-wrong", {"text": "一"}),
    ],
)
def test_what_cannot_be_read_is_named(
    tmp_path: Path, text: str, kind: str, values: dict[str, object]
) -> None:
    with refused(kind, **values) as info:
        read_adjustments(_file(tmp_path, text))
    assert "adjust.csv" in str(info.value)
