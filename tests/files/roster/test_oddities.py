"""What strikes the eye in a roster is asked about before it is taken."""

from pathlib import Path

import pytest

from kaohe_tui.files.roster.roster import RosterReading, understand_roster
from kaohe_tui.files.scheme.book.opening import read_scheme
from kaohe_tui.files.sheets.open_book import read_book
from kaohe_tui.files.tables.doubts import UNASKED, Choices, Doubt
from kaohe_tui.resources import shipped
from tests.refused import refused

SCHEME = read_scheme(shipped("sample_data") / "scheme.toml")[0]
HEAD = "编号,姓名,科室,层级,分管领导\n"
WORKING = "01,周正,局领导,主要负责人,\n02,钱英,局领导,分管领导,\n03,孙立,办公室,中层干部,02\n"
OTHERS = "04,李敏,办公室,一般人员,02\n05,吴岩,办公室,一般人员,02\n"


def understood(folder: Path, text: str, choices: Choices = UNASKED) -> RosterReading:
    path = folder / "r.csv"
    path.write_text(HEAD + text, encoding="utf-8")
    return understand_roster(read_book(path), SCHEME, choices)


def doubts(folder: Path, text: str) -> list[Doubt]:
    return list(understood(folder, text).doubts)


@pytest.mark.parametrize(
    "line",
    [
        "退休人员,,,,\n",
        "二、借调人员,,,,\n",
        "附：2025年调出人员,,,,\n" + HEAD,
        "（三）不参加考核人员（2人）,,,,\n",
    ],
)
def test_people_below_a_heading_of_those_who_left_are_asked_about(
    tmp_path: Path, line: str
) -> None:
    [doubt] = doubts(tmp_path, WORKING + line + OTHERS)
    assert doubt.key == "group 5"
    assert "李敏（04）" in doubt.question or "李敏 (04)" in doubt.question
    assert "吴岩" in doubt.question
    assert line.split(",", maxsplit=1)[0] in doubt.question


def test_the_next_group_ends_those_who_left(tmp_path: Path) -> None:
    first, second = OTHERS.splitlines(keepends=True)
    groups = f"一、退休人员,,,,\n{first}二、一般人员,,,,\n{second}"
    [doubt] = doubts(tmp_path, WORKING + groups)
    assert "李敏" in doubt.question
    assert "吴岩" not in doubt.question


def test_those_who_take_no_part_are_left_out(tmp_path: Path) -> None:
    """The question had one answer: the clerk had to edit the table to leave them out."""
    first, second = OTHERS.splitlines(keepends=True)
    text = WORKING + f"退休人员,,,,\n{first}在职人员,,,,\n{second}"
    whole = understood(tmp_path, text)
    [doubt] = whole.doubts
    assert [each.value for each in doubt.options] == ["-", "out"]
    assert [each.code for each in whole.value] == ["01", "02", "03", "04", "05"]
    reading = understood(tmp_path, text, Choices(answers={doubt.key: "out"}))
    assert [each.code for each in reading.value] == ["01", "02", "03", "05"]
    assert [each.key for each in reading.doubts] == [doubt.key]
    assert any("6 (takes no part: 04 李敏)" in each for each in reading.told)
    assert reading.understood.lines == (5, 6, 7)


def test_what_is_wrong_with_those_left_out_does_not_matter(tmp_path: Path) -> None:
    text = WORKING + "退休人员,,,,\n03,李敏,,,\n"
    reading = understood(tmp_path, text, Choices(answers={"group 5": "out"}))
    assert [each.code for each in reading.value] == ["01", "02", "03"]


def test_a_note_below_everybody_asks_nothing(tmp_path: Path) -> None:
    assert doubts(tmp_path, WORKING + OTHERS + "注：退休人员不在本表,,,,\n") == []


@pytest.mark.parametrize(
    "name",
    [
        "沈若兰（女）", "沈若兰(党外)", "沈若兰 女", "沈 若兰", "沈　兰", "沈若兰（省局借调）",
        "沈若兰（科长）", "沈若兰（2026年退休）", "沈若兰 兼", "沈若兰-借调",
        "沈若兰同志", "沈若兰①",
    ],
)  # fmt: skip
def test_a_remark_beside_a_name_is_told(tmp_path: Path, name: str) -> None:
    reading = understood(tmp_path, WORKING + OTHERS + f"06,{name},办公室,一般人员,02\n")
    assert not reading.doubts
    assert any(name in each for each in reading.told)


@pytest.mark.parametrize(
    "name", ["王伟（大）", "王伟（2）", "王伟（甲）", "买买提·吐尔逊", "John Wang"]
)
def test_a_word_that_tells_namesakes_apart_is_no_remark(tmp_path: Path, name: str) -> None:
    reading = understood(tmp_path, WORKING + OTHERS + f"06,{name},办公室,一般人员,02\n")
    assert not any(name in each for each in reading.told)


def test_two_names_in_a_cell_are_asked_about(tmp_path: Path) -> None:
    [doubt] = doubts(tmp_path, WORKING + OTHERS + "06,沈若兰、周五,办公室,一般人员,02\n")
    assert doubt.key == "name 06"
    assert "沈若兰、周五" in doubt.question


@pytest.mark.parametrize(
    ("line", "key", "kind"),
    [
        ("06,沈若兰、周五,办公室,一般人员,02\n", "name 06", "name-of-two"),
        ("06,农业科,沈若兰,一般人员,02\n", "slipped 06", "cell-slipped"),
    ],
)
def test_who_says_no_is_told_what_to_write(tmp_path: Path, line: str, key: str, kind: str) -> None:
    """The question had one answer, as if there were no other."""
    text = WORKING + OTHERS + line
    [doubt] = doubts(tmp_path, text)
    assert (doubt.key, [each.value for each in doubt.options]) == (key, ["-", "no"])
    with refused(kind, file="r.csv", line=7):
        understood(tmp_path, text, Choices(answers={key: "no"}))


def test_a_section_that_is_the_whole_bureau(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    people = [line.split(",") for line in (WORKING + OTHERS).splitlines()]
    lines = [",".join([code, name, "县统计局", *more]) for code, name, _section, *more in people]
    path.write_text("\n".join([HEAD.strip().replace("科室", "单位"), *lines]), encoding="utf-8")
    book = read_book(path)
    assert [each.key for each in understand_roster(book, SCHEME, UNASKED).doubts] == ["one section"]
    with refused("section-of-all", section="县统计局"):
        understand_roster(book, SCHEME, Choices(answers={"one section": "no"}))


def test_a_note_beside_a_line_says_nothing_of_the_next_ones(tmp_path: Path) -> None:
    note = WORKING.replace("中层干部,02", "中层干部,02,,退休")
    assert doubts(tmp_path, note + OTHERS) == []


@pytest.mark.parametrize(
    ("numbers", "gap"),
    [
        ("1 2 2 3 4", ""),
        ("1 1 1 2 2", ""),
        ("1 2 1 2 3", ""),
        ("1 2 4 5 6", "4 comes after 2"),
        ("1 2 2 4 5", "4 comes after 2"),
    ],
)
def test_a_number_of_several_lines_is_no_gap(tmp_path: Path, numbers: str, gap: str) -> None:
    lines = (WORKING + OTHERS).splitlines()
    numbered = [f"{number},{line}" for number, line in zip(numbers.split(), lines, strict=True)]
    path = tmp_path / "r.csv"
    path.write_text("\n".join(["序号," + HEAD.strip(), *numbered]), encoding="utf-8")
    told = " ".join(understand_roster(read_book(path), SCHEME, UNASKED).told)
    assert ("is a line missing" in told) == bool(gap)
    assert gap in told


def test_somebody_who_may_stand_there_twice_is_named(tmp_path: Path) -> None:
    text = WORKING + OTHERS + "06,李 敏,办公室,一般人员,02\n"
    told = " ".join(understood(tmp_path, text).told)
    assert "李敏 (04), 李 敏 (06). Does somebody stand there twice?" in told
    elsewhere = WORKING + OTHERS + "06,李敏,综合科,一般人员,02\n"
    assert "twice" not in " ".join(understood(tmp_path, elsewhere).told)


@pytest.mark.parametrize("note", ["2026年3月退休", "调至发改局", "借调县委办", "已辞职"])
def test_a_note_that_somebody_left_is_told(tmp_path: Path, note: str) -> None:
    path = tmp_path / "r.csv"
    lines = (HEAD + WORKING + OTHERS).splitlines()
    cells = [lines[0] + ",备注", *(f"{line}," for line in lines[1:-1]), f"{lines[-1]},{note}"]
    path.write_text("\n".join(cells), encoding="utf-8")
    reading = understand_roster(read_book(path), SCHEME, UNASKED)
    assert any(f"吴岩 (05) {note}" in each for each in reading.told)
    assert not reading.doubts
