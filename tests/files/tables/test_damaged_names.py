"""What cannot be a name or a section is told with what to write."""

import pytest

from kaohe_tui.files.tables.damaged_names import fault_of_name, fault_of_words


@pytest.mark.parametrize("text", ["〃", "同上", "同 上", '"', "″"])
def test_a_sign_for_the_line_above_is_no_word(text: str) -> None:
    assert text in fault_of_words(text)
    assert text in fault_of_name(text)


@pytest.mark.parametrize("name", ["（空缺）", "空缺", "待定", "(缺编)", "暂缺", "待补"])
def test_a_vacant_post_is_nobody(name: str) -> None:
    assert name in fault_of_name(name)


@pytest.mark.parametrize("name", ["买买提·吐尔逊", "同上官", "张三[/]", "Smith, John", "暂缺山"])
def test_unusual_names_are_names(name: str) -> None:
    assert fault_of_name(name) == ""
