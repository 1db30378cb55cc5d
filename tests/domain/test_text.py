"""Names and reasons are text, and only text that can be shown."""

import pytest

from kaohe_tui.domain.text import (
    FEW,
    LONGEST,
    MARKS,
    clean,
    few,
    harmless,
    harmless_line,
    name_key,
    one_dot,
)
from tests.refused import refused


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("王芳", "王芳"),
        ("\u3000王芳\u3000 ", "王芳"),
        ("王\u200b芳", "王芳"),
        ("\ufeff王芳", "王芳"),
        ("张三[/]", "张三[/]"),
        ("[bold]李四", "[bold]李四"),
        ("买买提·艾力", "买买提·艾力"),
        ("𠮷田", "𠮷田"),
        ("", ""),
        ("王" * LONGEST, "王" * LONGEST),
    ],
)
def test_text_is_kept(text: str, kept: str) -> None:
    assert clean(text) == kept


@pytest.mark.parametrize(
    "character",
    ["\x1b", "\x00", "\x7f", "\x9b", "\n", "\t", "\u202e", "\u2066", "\u200f", "\u061c", "\ue000",
     "\u2028", "\u2029", "\ud800", "\uffff", "\u0378", "\u00ad", "\u2060", "\u180e", "\ufff9",
     "\U000e0041", "\u115f", "\u2800", "\u3164", "\uffa0"],
)  # fmt: skip
def test_what_cannot_be_shown_is_refused_by_its_number(character: str) -> None:
    with refused("character-unshowable", code=f"{ord(character):04X}"):
        clean(f"王{character}芳")


def test_a_pile_of_accents_is_refused_and_what_scripts_need_is_not() -> None:
    assert clean("བསྒྲུབས") == "བསྒྲུབས"
    assert clean("葛\U000e0100") == "葛\U000e0100"
    assert clean("e\u0301\u0323" * 9) == "e\u0301\u0323" * 9
    for accent in "\u0301\u20dd\u200d":
        with refused("accents-too-many", code=f"{ord(accent):04X}"):
            clean("王" + accent * (MARKS + 1))


def test_what_was_never_cleaned_is_shown_harmlessly() -> None:
    assert harmless("王\u3000芳\r\n\t[/]") == "王\u3000芳\r\n\t[/]"
    for character in "\x1b\x00\x7f\x9b\u202e\u2067\u200f\u061c\u2028\ud800":
        assert harmless(f"王{character}芳") == "王\ufffd芳"
    assert harmless_line("a\tb\r\nc\x1bd") == "a b  c\ufffdd"


def test_text_has_an_end() -> None:
    with refused("text-too-long", longest=LONGEST):
        clean("王" * (LONGEST + 1))


@pytest.mark.parametrize(
    ("one", "other"),
    [("王 芳", "王芳"), ("王\u3000芳", "王芳"), ("ＡＢ", "AB"), ("王\u200d芳", "王芳")],
)
def test_names_that_look_alike_are_alike(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize("dot", [*"·•・･‧．﹒.●◦⦁⸱∙⋅", "\u0387", " · ", " ", "\u3000", ""])
def test_a_dot_between_the_parts_of_a_name_may_be_any_or_none(dot: str) -> None:
    assert name_key(f"买买提{dot}吐尔逊") == name_key("买买提·吐尔逊")
    if dot.strip(" .\u3000"):
        assert one_dot(f"买买提{dot}吐尔逊") == "买买提·吐尔逊"


def test_other_names_are_other_names() -> None:
    assert name_key("王芳") != name_key("王方")
    assert name_key("A.B") != name_key("AB")
    assert name_key("1.5") != name_key("15")
    assert one_dot("第1.5期") == "第1.5期"


def test_a_sentence_names_a_few_of_many() -> None:
    names = [f"人{n}" for n in range(300)]
    assert few(names[:FEW]) == ", ".join(names[:FEW])
    assert few(names) == ", ".join(names[:FEW]) + f" and {300 - FEW} more"
    assert few(names, 2) == "人0, 人1 and 298 more"
