"""A person is found by code, initials, pinyin broken off anywhere, or a part of the name."""

import pytest

from kaohe_tui.domain.rules.finding import find
from kaohe_tui.domain.rules.people import Person, Role


def person(code: str, name: str, spelling: str) -> Person:
    return Person(code, name, "", Role.STAFF, spelling=spelling)


PEOPLE = [
    person("01", "欧阳明", "ouyangming ou yang ming oym"),
    person("02", "单雄", "shanxiong shan xiong sx danxiong dan xiong dx"),
    person("03", "张三[/]", "zhangsan zhang san zs"),
    person("13", "张珊", "zhangshan zhang shan zs"),
    person("a-1", "吕布", "lvbu lv bu lb"),
    person("011", "买买提·艾力", "maimaitiaili mai mai ti ai li mmtal"),
]


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("", ["01", "02", "03", "13", "a-1", "011"]),
        ("01", ["01", "011"]),
        ("０１", ["01", "011"]),
        ("oym", ["01"]),
        ("ouym", ["01"]),
        ("ouyangm", ["01"]),
        ("ou yang", ["01"]),
        ("OUYM", ["01"]),
        ("oyx", []),
        ("sx", ["02"]),
        ("dx", ["02"]),
        ("danx", ["02"]),
        ("zs", ["03", "13"]),
        ("zhsh", ["13"]),
        ("张", ["03", "13"]),
        ("三", ["03"]),
        ("阳明", ["01"]),
        ("yang", ["01"]),
        ("lü", ["a-1"]),
        ("lv", ["a-1"]),
        ("A-1", ["a-1"]),
        ("3", ["03", "13"]),
        ("提艾", ["011"]),
        ("san", ["03"]),
        ("shan", ["02", "13"]),
        ("[", ["01", "02", "03", "13", "a-1", "011"]),
    ],
)
def test_find(typed: str, codes: list[str]) -> None:
    assert [each.code for each in find(PEOPLE, typed)] == codes


def test_people_without_a_spelling_are_found_by_code_and_name() -> None:
    plain = [person("7", "𠮷", ""), person("8", "王", "odd keys")]
    assert find(plain, "7") == plain[:1]
    assert find(plain, "𠮷") == plain[:1]
    assert find(plain, "key") == plain[1:]
