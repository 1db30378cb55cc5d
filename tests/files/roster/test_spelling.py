"""Names are found by the pinyin that people type, surnames by their own reading."""

import pytest

from kaohe_tui.files.roster.spelling import spelling


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("单雄", "shanxiong shan xiong sx danxiong dan xiong dx"),
        ("吕布", "lvbu lv bu lb"),
        ("欧阳明", "ouyangming ou yang ming oym"),
        ("张三[/]", "zhangsan zhang san zs"),
        ("Li Wei", "liwei li wei lw"),
        ("　王　芳 ", "wangfang wang fang wf"),
        ("·", ""),
        ("", ""),
    ],
)
def test_all_keys(name: str, keys: str) -> None:
    assert spelling(name) == keys


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("仇英", "qiuying"),
        ("解文斌", "xiewenbin"),
        ("曾永清", "zengyongqing"),
        ("查良", "zhaliang"),
        ("区明", "ouming"),
        ("盖宁", "gening"),
        ("尉迟恭", "yuchigong"),
        ("万俟卨", "moqixie"),
        ("任重", "renzhong"),
        ("华强", "huaqiang"),
        ("朴正", "piaozheng"),
        ("乐平", "yueping"),
        ("单于明", "chanyuming"),
    ],
)
def test_surnames_have_their_own_reading(name: str, first: str) -> None:
    assert spelling(name).split()[0] == first


def test_common_readings_find_the_person_too() -> None:
    assert "zengguofan" in spelling("曾国藩")
    assert "cengguofan" in spelling("曾国藩")


def test_a_minority_name_is_read_through_its_dot() -> None:
    keys = spelling("买买提·艾力").split()
    assert keys[0] == "maimaitiaili"
    assert "mmtal" in keys


def test_characters_that_the_readings_lack_are_read() -> None:
    assert spelling("𠮷川").split()[0] == "jichuan"
    assert "jc" in spelling("𠮷川").split()


@pytest.mark.parametrize(
    ("name", "whole"),
    [
        ("单雪", "shanxue"), ("仇一", "qiuyi"), ("解一", "xieyi"), ("查一", "zhayi"),
        ("曾一", "zengyi"), ("朴一", "piaoyi"), ("区一", "ouyi"), ("尉迟一", "yuchiyi"),
        ("万俟一", "moqiyi"), ("令狐一", "linghuyi"), ("單一", "shanyi"), ("区二", "ouer"),
        ("澹台一", "tantaiyi"), ("子车一", "zijuyi"), ("长孙一", "zhangsunyi"),
    ],
)  # fmt: skip
def test_surnames_of_several_readings(name: str, whole: str) -> None:
    assert spelling(name).split()[0] == whole
