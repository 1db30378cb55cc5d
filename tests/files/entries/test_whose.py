"""Whose line it is, by code or by name."""

from dataclasses import replace
from pathlib import Path

import pytest

from kaohe_tui.domain.rules.people import Roster
from kaohe_tui.files.entries.absences import read_absences
from kaohe_tui.files.tables.doubts import UNASKED, Choices
from tests.files.entries.tables import PEOPLE, text
from tests.refused import refused


def _path(folder: Path, head: str, *lines: str) -> Path:
    return text(folder, "\n".join([f"{head},天数,事由", *(f"{each},1,病假" for each in lines)]))


@pytest.mark.parametrize(
    ("head", "line", "code"),
    [
        ("编号", "06", "06"),
        ("编号", "０６", "06"),
        ("编号", "陈立群", "06"),
        ("编号", "陈立群（06）", "06"),
        ("姓名", "陈立群", "06"),
        ("姓名", "陈　立群", "06"),
        ("姓名", "买买提●吐尔逊", "09"),
        ("姓名", "06", "06"),
        ("编号,姓名", "06,陈立群", "06"),
        ("编号,姓名", ",陈立群", "06"),
        ("编号,姓名", "06,", "06"),
        ("编号,姓名", "07,王芳", "07"),
        ("姓名,科室", "王芳,农业科", "08"),
        ("姓名,所在部门", "王芳,办公室", "07"),
        ("姓名,科室", "陈立群,局办公室", "06"),
        ("编号,科室", "06,农业科", "06"),
    ],
)
def test_people_are_found(tmp_path: Path, head: str, line: str, code: str) -> None:
    reading = read_absences(_path(tmp_path, head, line), PEOPLE)
    assert [each.code for each in reading.taken(UNASKED)] == [code]


def test_two_of_one_name_are_asked_about_line_by_line(tmp_path: Path) -> None:
    path = _path(tmp_path, "姓名", "王芳", "陈立群", "王芳")
    reading = read_absences(path, PEOPLE)
    assert [each.key for each in reading.doubts] == ["who A2", "who A4"]
    assert [each.label for each in reading.doubts[0].options] == ["07, 办公室", "08, 农业科"]
    assert reading.lacking == {"07", "08"}
    with refused("table-doubtful"):
        reading.taken(UNASKED)
    choices = Choices(answers={"who A2": "08", "who A4": "07"})
    lines = read_absences(path, PEOPLE, choices).taken(choices)
    assert [each.code for each in lines] == ["08", "06", "07"]


def test_the_section_beside_a_name_leaves_its_own_alone_to_choose(tmp_path: Path) -> None:
    """Of three of one name, two in that section: the third is no answer."""
    third = replace(PEOPLE["08"], code="10", section="办公室")
    people = Roster((*PEOPLE, third))
    reading = read_absences(_path(tmp_path, "姓名,科室", "王芳,办公室"), people)
    labels = [each.label for each in reading.doubts[0].options]
    assert labels == ["07, 办公室", "10, 办公室"]


def test_nobody_is_proposed_of_two_of_one_name(tmp_path: Path) -> None:
    """Nothing says which is the likelier: ``--yes`` does not choose."""
    choices = Choices(is_accepted=True)
    with refused("table-doubtful"):
        read_absences(_path(tmp_path, "姓名", "王芳"), PEOPLE, choices).taken(choices)


def test_a_name_with_another_section_is_asked_about(tmp_path: Path) -> None:
    """It may be somebody of that name who is not in the roster."""
    path = _path(tmp_path, "姓名,科室", "陈立群,农业科")
    reading = read_absences(path, PEOPLE)
    assert "“农业科”; is it 陈立群 (06) of “办公室”" in reading.doubts[0].question
    choices = Choices(is_accepted=True)
    assert [each.code for each in reading.taken(choices)] == ["06"]
    with refused("person-other", line=2, section="农业科"):
        read_absences(path, PEOPLE, Choices(answers={"who A2": "other"})).taken(UNASKED)


@pytest.mark.parametrize(
    ("head", "line", "kind"),
    [
        ("编号,姓名", "06,王芳", "name-not-of-code"),
        ("编号,姓名", "08,陈立群", "name-not-of-code"),
        ("编号", "6", "person-unknown"),
        ("姓名", "陈立", "name-of-nobody"),
        ("编号", "2026-03-04", "code-changed"),
    ],
)
def test_who_is_nobody_is_refused(tmp_path: Path, head: str, line: str, kind: str) -> None:
    with refused(kind, line=2):
        read_absences(_path(tmp_path, head, line), PEOPLE).taken(UNASKED)


def test_a_name_alone_in_its_line_is_somebodys(tmp_path: Path) -> None:
    """It is not taken for a group's heading and left out."""
    path = text(tmp_path, "姓名,天数,事由\n陈立群,1,病假\n王芳,,\n农业科（共3人）,,\n")
    reading = read_absences(path, PEOPLE)
    assert "3 (王芳)" in reading.told[-1]
    assert "4 (group heading" in reading.told[-2]
