"""Stroke counts and the order of names."""

import pytest

from kaohe_tui.domain.rules.people import Person, Role
from kaohe_tui.files.papers.strokes import by_strokes, strokes_of

COUNTS = {
    2: "丁刁卜",
    3: "于万马",
    4: "王方孔毛邓尹文",
    5: "叶石田史白冯卢龙",
    6: "孙朱许刘江汤任",
    7: "李陈杨吴何宋沈苏张",
    8: "欧周林罗郑金范孟",
    9: "赵胡钟姜侯段",
    10: "徐高郭唐袁贾夏秦顾钱",
    11: "黄梁曹萧崔康龚常",
    12: "谢韩董程傅曾彭蒋",
    13: "雷赖",
    14: "蔡谭廖熊",
    15: "潘黎",
    16: "薛",
    17: "魏戴",
}


def people(*names: str) -> list[Person]:
    return [Person(f"A{n}", name, "", Role.STAFF) for n, name in enumerate(names)]


@pytest.mark.parametrize(("count", "surnames"), COUNTS.items())
def test_common_surnames(count: int, surnames: str) -> None:
    assert {c: strokes_of(c) for c in surnames} == dict.fromkeys(surnames, count)


def test_no_count_for_what_is_no_character() -> None:
    assert [strokes_of(c) for c in "·A𠮷"] == [None, None, None]


def test_surname_then_the_rest() -> None:
    given = people("魏强", "王秀英", "丁一", "王伟", "李强", "王芳", "马超", "叶青", "欧阳修")
    ordered, unknown = by_strokes(given)
    assert [p.name for p in ordered] == [
        "丁一",
        "马超",
        "王伟",
        "王芳",
        "王秀英",
        "叶青",
        "李强",
        "欧阳修",
        "魏强",
    ]
    assert unknown == ()


def test_same_number_by_the_kinds_of_strokes() -> None:
    """五画：左（横）卢（竖）丘（撇）冯（点）弘（折）."""
    ordered, _unknown = by_strokes(people("弘一", "冯一", "丘一", "卢一", "左一"))
    assert "".join(p.name[0] for p in ordered) == "左卢丘冯弘"


def test_unknown_characters_are_last_and_told() -> None:
    given = people("𠮷田", "王伟", "Anna", "阿卜杜拉·买买提", "张三[/]", "")
    ordered, unknown = by_strokes(given)
    assert [p.name for p in ordered] == ["王伟", "阿卜杜拉·买买提", "𠮷田", "Anna", "张三[/]", ""]
    assert [p.name for p in unknown] == ["𠮷田", "Anna", "张三[/]", ""]


def test_the_same_name_keeps_the_order_given() -> None:
    ordered, _unknown = by_strokes(people("张伟", "丁一", "张伟"))
    assert [p.code for p in ordered] == ["A1", "A0", "A2"]
