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
        "統發〔2026〕1號",
        "统发〔2026〕一号",
        "統發［２６］第一號",
        "统发〔26〕1号",
        "统发(26)第01号",
        "统发26年1号",
        "统发〔二〇二六〕一号",
        "统发二○二六年第一号",
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
        "统发〔2026〕十一号",
        "统发〔25〕1号",
        "统发〔126〕1号",
        "统发2",
        "",
    ],
)
def test_other_documents_are_others(other: str) -> None:
    assert document_key(other) != document_key("统发〔2026〕1号")


@pytest.mark.parametrize(
    ("numeral", "digits"),
    [("十", "10"), ("十二", "12"), ("二十", "20"), ("二十三", "23"), ("一百零五", "105")],
)
def test_numbers_in_characters(numeral: str, digits: str) -> None:
    assert document_key(f"统发〔2026〕{numeral}号") == document_key(f"统发〔2026〕{digits}号")


def test_a_numeral_within_a_word_is_no_number() -> None:
    assert document_key("三八红旗手") != document_key("38红旗手")
    assert document_key("通报(26)") != document_key("通报(2026)")


@pytest.mark.parametrize(
    ("one", "other"), [("TF-2026-1", "tf〔2026〕1"), ("调研 报告", "《调研 报告》")]
)
def test_capitals_and_punctuation_make_no_difference(one: str, other: str) -> None:
    assert document_key(one) == document_key(other)


def test_signs_alone_stay_what_they_are() -> None:
    assert document_key("！") != document_key("？")
