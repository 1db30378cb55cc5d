"""A document's number typed where the ground is asked."""

import pytest

from kaohe_tui.domain.entries.grounds import is_like_document


@pytest.mark.parametrize(
    "text",
    [
        "统发〔2026〕1号",
        "统发[2026]1号",
        "统发［2026］１号",
        "县纪发（2026）12 号",
        "2026-3",
        "第 12 号",
        "12",
        "統發〔26〕一號",
    ],
)
def test_a_number_of_a_document(text: str) -> None:
    assert is_like_document(text)


@pytest.mark.parametrize(
    "text", ["受党纪处分", "2026年因醉驾被处罚", "安全生产一票否决", "GDP 数据造假"]
)
def test_a_ground(text: str) -> None:
    assert not is_like_document(text)
