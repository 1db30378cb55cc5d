"""One document is one, however its number is spelt."""

import pytest

from kaohe_tui.domain.entries.documents import document_key


@pytest.mark.parametrize(
    "spelt",
    [
        "统发[2026]1号",
        "统发【2026】1号",
        "统发（2026）1号",
        "统发(2026) 1 号",
        "统发［２０２６］０１号",
        "统发〔2026〕第1号",
        "统发〔2026〕1号文件",
        " 统发 〔2026〕 1号 ",
        "统发2026年第1号",
        "《统发〔2026〕1号》",
    ],
)
def test_spellings_of_one_document(spelt: str) -> None:
    assert document_key(spelt) == document_key("统发〔2026〕1号")


@pytest.mark.parametrize(
    "other",
    [
        "统发〔2026〕11号",
        "统发〔2025〕1号",
        "统办发〔2026〕1号",
        "统发〔2026〕1号附件2",
        "统发2",
        "",
    ],
)
def test_other_documents_are_others(other: str) -> None:
    assert document_key(other) != document_key("统发〔2026〕1号")


@pytest.mark.parametrize(
    ("one", "other"), [("TF-2026-1", "tf〔2026〕1"), ("调研 报告", "《调研 报告》")]
)
def test_capitals_and_punctuation_make_no_difference(one: str, other: str) -> None:
    assert document_key(one) == document_key(other)


def test_signs_alone_stay_what_they_are() -> None:
    assert document_key("！") != document_key("？")
