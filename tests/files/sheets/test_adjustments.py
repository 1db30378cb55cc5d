"""Adjustments from tables."""

from pathlib import Path

import pytest

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.files.sheets.adjustments import AdjustmentLine, read_adjustments


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
    ("text", "told"),
    [
        ("", "empty"),
        ("person,rule,evidence\n", "no adjustment below"),
        ("person,rule\n06,award\n", "heading is missing: evidence"),
        ("person,rule,evidence,remark\n06,award,x,y\n", "“remark” is unknown"),
        ("person,rule,evidence\n06,award,\n", "line 2.*evidence: This must not be empty"),
        ("person,rule,evidence\n,award,x\n", "line 2.*person: This must not be empty"),
        ("person,rule,evidence\n王芳,award,x\n", "“王芳” is not a code"),
        ("person,rule,evidence,count\n06,award,x,1.5\n", "line 2.*count: “1.5” is not a whole"),
        ("person,rule,evidence,count\n06,award,x,-1\n", "“-1” is not a whole number"),
        ("person,rule,evidence,count\n06,award,x,一\n", "“一” is not a whole number"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(Refusal, match=told) as refused:
        read_adjustments(_file(tmp_path, text))
    assert "adjust.csv" in str(refused.value)
