"""A roster is read in either language, and each fault in it is named by file and line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import Role
from kaohe_tui.files.roster.roster import read_roster, understand_roster
from kaohe_tui.files.scheme.book.opening import read_scheme
from kaohe_tui.files.sheets.open_book import read_book
from kaohe_tui.files.tables.doubts import UNASKED, Choices
from kaohe_tui.resources import shipped
from tests.files.refusals import refusal_of
from tests.files.workbooks import sheet, workbook
from tests.refused import refused as refused_as

SCHEME = read_scheme(shipped("sample_data") / "scheme.toml")[0]
HEAD = "编号,姓名,科室,层级,分管领导,身份,备注\n"
ENGLISH = "code,name,section,role,supervisors,identity,clerk_note\n"


def write(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "r.csv"
    path.write_bytes(text.encode(encoding))
    return path


def refused(path: Path) -> str:
    with pytest.raises(Refusal) as caught:
        read_roster(path, SCHEME)
    return str(caught.value)


def test_the_sample_roster_is_read() -> None:
    roster = read_roster(shipped("sample_data") / "roster.csv", SCHEME)
    assert len(roster) == 36
    assert roster["05"].name == "单雪梅"
    assert "shan" in roster["05"].spelling.split()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_chinese_headings_in_any_order_and_encoding(tmp_path: Path, encoding: str) -> None:
    text = (
        "姓　名,分管领导, 编号 ,层级,科室\n"
        "　[bold]张三[/]　,，;０２；03、02,０１,一般 人员,办公室\n"
        "李四,,02,分管领导,\n"
        "王五,,03,主要负责人,\n"
    ).replace("，;", "")
    roster = read_roster(write(tmp_path, text, encoding), SCHEME)
    first = roster["01"]
    assert first.name == "[bold]张三[/]"
    assert first.supervisors == ("02", "03")
    assert first.role is Role.STAFF
    assert [person.role for person in roster][1:] == [Role.LEADER, Role.HEAD]
    assert (first.identity, first.clerk_note) == ("", "")


def test_english_headings_and_several_heads(tmp_path: Path) -> None:
    text = ENGLISH.upper() + "a-1,Li Wei,X,head,,,note\nb_2,王五,,HEAD,a-1\n"
    roster = read_roster(write(tmp_path, text), SCHEME)
    assert [(p.code, p.role, p.clerk_note) for p in roster] == [
        ("a-1", Role.HEAD, "note"),
        ("b_2", Role.HEAD, ""),
    ]


def test_a_workbook_is_a_roster(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    rows: list[list[str | float]] = [
        [*HEAD.strip().split(",")],
        [7, "张三", "办", "一般人员", 8],
        [8, "李四", "", "分管领导"],
    ]
    path.write_bytes(workbook(sheet(rows)))
    assert read_roster(path, SCHEME)["7"].supervisors == ("8",)


FAULTS = [
    ("", "r.csv: ", ["empty"]),
    ("\n\n", "r.csv: ", ["empty"]),
    (HEAD, "r.csv: ", ["nobody"]),
    (HEAD.replace("姓名,", ""), "r.csv, line 1: ", ["missing", "name", "姓名"]),
    (HEAD.replace("分管领导,", ""), "r.csv, line 1: ", ["missing", "supervisors", "分管领导"]),
    (
        HEAD + "01,张三,,一般人员,\n\n01,李四,,一般人员,\n",
        "r.csv, line 4: ",
        ["编号", "01", "line 2"],
    ),
    (HEAD + "01,张三,,一般人员,09\n", "r.csv, line 2: ", ["分管领导", "09"]),
    (HEAD + "01,张三,,一般人员,01\n", "r.csv, line 2: ", ["分管领导", "张三", "own supervisor"]),
    (HEAD + ",张三,,一般人员,\n", "r.csv, line 2: ", ["编号", "empty"]),
    (HEAD + "01,　\u200b,,一般人员,\n", "r.csv, line 2: ", ["姓名", "empty"]),
    (HEAD + "01,张三,,,\n", "r.csv, line 2: ", ["层级", "empty"]),
    (HEAD + "01,张三\n", "r.csv, line 2: ", ["层级", "empty"]),
    (HEAD + "01,张\x1b[31m三,,一般人员,\n", "r.csv, line 2: ", ["姓名", "U+001B"]),
    (HEAD + "01,郑?,,一般人员,\n", "r.csv, line 2: ", ["姓名", "郑?", "lost"]),
    (HEAD + "01,郑\ufffd,,一般人员,\n", "r.csv, line 2: ", ["姓名", "lost"]),
    (HEAD + "01,张三,综？科,一般人员,\n", "r.csv, line 2: ", ["科室", "综？科", "lost"]),
    (HEAD + "01,锟斤拷,,一般人员,\n", "r.csv, line 2: ", ["姓名", "wrong encoding"]),
    (HEAD + "01,寮犱笁,,一般人员,\n", "r.csv, line 2: ", ["姓名", "wrong encoding", "张三"]),
    (HEAD + "01,é”™,,一般人员,\n", "r.csv, line 2: ", ["姓名", "wrong encoding", "错"]),
    (HEAD + "01,ÕÅÈý,,一般人员,\n", "r.csv, line 2: ", ["姓名", "wrong encoding", "张三"]),
    (HEAD + "01,12,,一般人员,\n", "r.csv, line 2: ", ["姓名", "12", "no name"]),
    (HEAD + "01,3月4日,,一般人员,\n", "r.csv, line 2: ", ["姓名", "date"]),
    (HEAD + "01,N/A,,一般人员,\n", "r.csv, line 2: ", ["姓名", "no name"]),
    (HEAD + "01,=A1,,一般人员,\n", "r.csv, line 2: ", ["姓名", "formula"]),
    (HEAD + "01,n/a,,一般人员,\n", "r.csv, line 2: ", ["姓名", "n/a", "no name"]),
    (HEAD + "01,郑*,,一般人员,\n", "r.csv, line 2: ", ["姓名", "郑*", "hidden"]),
    (HEAD + "01,郑＊,,一般人员,\n", "r.csv, line 2: ", ["姓名", "郑＊", "hidden"]),
    (HEAD + "01,@SUM(A1),,一般人员,\n", "r.csv, line 2: ", ["姓名", "@SUM(A1)", "no name"]),
    (HEAD + "01,+郑洁,,一般人员,\n", "r.csv, line 2: ", ["姓名", "+郑洁", "no name"]),
    (HEAD + "01,1E+05,,一般人员,\n", "r.csv, line 2: ", ["姓名", "a number that", "what was"]),
    (
        HEAD + "01,张三,,一般人员,李四\n02,李四,,分管领导,\n3,李四,,分管领导,\n",
        "r.csv, line 4: ",
        ["3", "03"],
    ),
    (HEAD + "01,张\u202e三,,一般人员,\n", "r.csv, line 2: ", ["姓名", "U+202E"]),
    (HEAD + "壹,张三,,一般人员,\n", "r.csv, line 2: ", ["编号", "壹"]),
    (HEAD + "0 1,张三,,一般人员,\n", "r.csv, line 2: ", ["编号", "0 1"]),
    (HEAD + "1" * 21 + ",张三,,一般人员,\n", "r.csv, line 2: ", ["编号", "20"]),
    (HEAD + "01,张三,,一般人员,02 03\n", "r.csv, line 2: ", ["分管领导", "02 03"]),
    (HEAD + "01,张三,,一般人员,,,,x\n", "r.csv, line 2: ", ["more cells"]),
]


DOUBTS = [
    (HEAD + "01,张三,,科员,\n", ["“科员” (1 person)", "taken as: staff"]),
    (HEAD + "01,张三,,甲类,\n02,李四,,甲 类,\n", ["“甲类” (2 people)", "one of: staff; middle"]),
    (
        HEAD + "1,张三,,一般人员,李四\n2,李四,,分管领导,\n3,李四,,分管领导,\n",
        ["E2", "2 people are named 李四", "2 李四", "3 李四"],
    ),
    (HEAD + "1,张三,,一般人员,02\n2,李四,,分管领导,\n", ["E2", "02", "taken as: 2 李四"]),
    (
        HEAD.replace("姓名", "人员的姓名") + "1,张三,,一般人员,\n",
        ["B1", "人员的姓名", "yes, it is name"],
    ),
    (HEAD.replace("备注", "分管领导2") + "1,张三,,一般人员,\n", ["分管领导2", "left out"]),
    (
        HEAD.replace("备注", "姓名") + "1,张三,,一般人员,,,李四\n",
        ["“姓名”", "column B", "column G"],
    ),
    (HEAD + "1,张三,,一般人员,\n2,李四,甲科,一般人员,\n", ["No section: 张三 (1)"]),
]


@pytest.mark.parametrize(("text", "held"), DOUBTS)
def test_what_is_doubtful_is_asked_and_not_guessed(
    tmp_path: Path, text: str, held: list[str]
) -> None:
    path = write(tmp_path, text)
    with refused_as("table-doubtful"):
        read_roster(path, SCHEME)
    sentence = refused(path)
    assert all(each in sentence for each in held), sentence
    reading = understand_roster(read_book(path), SCHEME, UNASKED)
    answers = {doubt.key: doubt.options[0].value for doubt in reading.doubts}
    assert len(read_roster(path, SCHEME, Choices(answers=answers))) > 0


def test_what_is_accepted_is_taken_as_it_was_proposed(tmp_path: Path) -> None:
    path = write(tmp_path, HEAD + "1,张三,,科员,02\n2,李四,,副局长,\n")
    roster = read_roster(path, SCHEME, Choices(is_accepted=True))
    assert [each.role for each in roster] == [Role.STAFF, Role.LEADER]
    assert roster["1"].supervisors == ("2",)
    unknown = write(tmp_path, HEAD + "1,张三,,甲类,\n")
    with refused_as("table-doubtful"):
        read_roster(unknown, SCHEME, Choices(is_accepted=True))
    answered = Choices(answers={"role 甲类": "head"})
    assert read_roster(unknown, SCHEME, answered)["1"].role is Role.HEAD


def test_supervisors_are_named_in_any_way(tmp_path: Path) -> None:
    people = "02,李四,,分管领导,\n03,王五,,分管领导,\n"
    for text in (
        "02,03",
        "李四、王 五",
        "02/王五",
        '"李四\n王五"',
        "02 李四；王五（03）",
        "李四，王五",
    ):
        cell = text if text[0] == '"' else f'"{text}"'
        roster = read_roster(write(tmp_path, f"{HEAD}01,张三,,一般人员,{cell}\n{people}"), SCHEME)
        assert roster["01"].supervisors == ("02", "03"), text
    for nobody in ("/", "无", "—"):
        roster = read_roster(write(tmp_path, f"{HEAD}01,张三,,一般人员,{nobody}\n{people}"), SCHEME)
        assert roster["01"].supervisors == ()
    with refused_as("name-not-of-code"):
        read_roster(write(tmp_path, f"{HEAD}01,张三,,一般人员,02 王五\n{people}"), SCHEME)


@pytest.mark.parametrize(("text", "start", "held"), FAULTS)
def test_each_fault_names_file_line_and_heading(
    tmp_path: Path, text: str, start: str, held: list[str]
) -> None:
    sentence = refused(write(tmp_path, text))
    assert sentence.startswith(start), sentence
    assert all(each in sentence for each in held), sentence
    assert "\x1b" not in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize(
    "name",
    ["欧阳明", "买买提·吐尔逊", "Anna-Lena Jäätteenmäki", "Müller", "Đỗ Văn", "José Éluard", "𠮷川",
     "О́льга", "田中さくら", "王伟(大)", "Renée", "김민준", "聯通", "丁一", "André·Éluard"],
)  # fmt: skip
def test_names_of_all_peoples_are_names(tmp_path: Path, name: str) -> None:
    assert read_roster(write(tmp_path, f"{HEAD}01,{name},,一般人员,\n"), SCHEME)["01"].name == name


@pytest.mark.parametrize("dot", "·•・‧．.∙⋅･﹒․")
@pytest.mark.parametrize("space", ["", " "])
def test_every_middle_dot_is_stored_as_one(tmp_path: Path, dot: str, space: str) -> None:
    name = f"买买提{space}{dot}{space}吐尔逊"
    assert read_roster(write(tmp_path, f"{HEAD}01,{name},,一般人员,\n"), SCHEME)["01"].name == (
        "买买提·吐尔逊"
    )


def test_a_section_is_one_however_its_spaces_stand(tmp_path: Path) -> None:
    sections = ["综合 科", "综合科", "综\u3000合科", "综合\u00a0科", "综合\u200b科", "Ａ科", "A科"]
    text = "".join(f"{at},某{at},{each},一般人员,\n" for at, each in enumerate(sections, 1))
    assert [each.section for each in read_roster(write(tmp_path, HEAD + text), SCHEME)] == [
        *["综合科"] * 5,
        *["Ａ科"] * 2,
    ]


@given(st.binary(max_size=200), st.booleans())
def test_any_bytes_are_a_roster_or_a_refusal(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, headed: bool
) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzz.csv"
    path.write_bytes((HEAD.encode() if headed else b"") + data)
    sentence = refusal_of(lambda: read_roster(path, SCHEME))
    assert sentence is None or sentence.startswith("fuzz.csv")


@given(st.lists(st.lists(st.text(max_size=6), max_size=8), max_size=4))
def test_any_cells_are_a_roster_or_a_refusal(
    tmp_path_factory: pytest.TempPathFactory, cells: list[list[str]]
) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzz.csv"
    text = HEAD + "01,张三,,一般人员,\n" + "\n".join(",".join(row) for row in cells)
    path.write_bytes(text.encode("utf-8", "replace"))
    sentence = refusal_of(lambda: read_roster(path, SCHEME))
    assert sentence is None or sentence.startswith("fuzz.csv")


def test_every_wrong_line_is_told_at_once(tmp_path: Path) -> None:
    text = HEAD + "01,郑?,,一般人员,\n02,李四,,一般人员,\n03,#N/A,,一般人员,\n"
    told = refused(write(tmp_path, text))
    assert "r.csv, line 2: 姓名: A character of “郑?”" in told
    assert "r.csv, line 4: 姓名: The cell shows #N/A" in told


def test_a_supervisors_code_may_stand_for_the_name_too(tmp_path: Path) -> None:
    text = HEAD + "l1,l1,,leader,\nl2,L1,,leader,\n03,王五,,一般人员,l1\n"
    assert read_roster(write(tmp_path, text), SCHEME)["03"].supervisors == ("l1",)


def test_who_has_no_role_is_asked_about_under_a_key_that_can_be_typed(tmp_path: Path) -> None:
    path = write(tmp_path, HEAD + "1,张三,甲,一般人员,\n2,李四,甲,,\n")
    (doubt,) = understand_roster(read_book(path), SCHEME, UNASKED).doubts
    assert doubt.key == "role"
    assert read_roster(path, SCHEME, Choices(answers={"role": "middle"}))["2"].role is Role.MIDDLE


def test_a_numbered_line_without_a_name_is_nobodys_heading(tmp_path: Path) -> None:
    head = "序号,编号,姓名,科室,层级,分管领导\n"
    path = write(tmp_path, head + "1,01,张三,甲,一般人员,\n2,,,,一般人员,\n3,,,,,\n")
    with refused_as("value-missing"):
        read_roster(path, SCHEME)
