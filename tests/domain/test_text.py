"""Names and reasons are text, and only text that can be shown."""

import pytest

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.text import LONGEST, clean, name_key


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
     "\u2028", "\u2029", "\ud800", "\uffff", "\u0378"],
)  # fmt: skip
def test_what_cannot_be_shown_is_refused_by_its_number(character: str) -> None:
    with pytest.raises(Refusal, match=rf"U\+{ord(character):04X}"):
        clean(f"王{character}芳")


def test_text_has_an_end() -> None:
    with pytest.raises(Refusal, match=str(LONGEST)):
        clean("王" * (LONGEST + 1))


@pytest.mark.parametrize(
    ("one", "other"),
    [("王 芳", "王芳"), ("王\u3000芳", "王芳"), ("ＡＢ", "AB"), ("王\u200d芳", "王芳")],
)
def test_names_that_look_alike_are_alike(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_other_names_are_other_names() -> None:
    assert name_key("王芳") != name_key("王方")
