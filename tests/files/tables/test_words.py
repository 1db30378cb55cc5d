"""Words of tables are read in either language, and roles in the unit's own words too."""

import pytest

from kaohe_tui.domain.rules.people import Role
from kaohe_tui.files.tables.words import role_of, role_words

HOSPITAL = {
    Role.HEAD: ("院长",),
    Role.LEADER: ("副院长",),
    Role.MIDDLE: ("科主任", "护士长"),
}


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("护士长", Role.MIDDLE),
        (" 护 士长", Role.MIDDLE),
        ("院长", Role.HEAD),
        ("副院长", Role.LEADER),
        ("中层干部", Role.MIDDLE),
        ("Middle", Role.MIDDLE),
        ("staff", Role.STAFF),
        ("书记", None),
        ("", None),
    ],
)
def test_a_role_is_read_in_usual_words_and_in_the_units_own(text: str, role: Role | None) -> None:
    assert role_of(text, HOSPITAL) is role


def test_the_units_words_differ_in_width_and_capitals_alone() -> None:
    assert role_of("ｃｅｏ", {Role.HEAD: ("CEO",)}) is Role.HEAD


def test_without_a_scheme_only_usual_words_are_read() -> None:
    assert role_of("院长") is None
    assert role_of("主要负责人") is Role.HEAD


def test_all_words_are_named_the_units_own_first() -> None:
    words = role_words(HOSPITAL)
    assert words[:4] == ("科主任", "护士长", "副院长", "院长")
    assert {"staff", "一般人员", "head", "主要负责人"} <= set(words)
    assert len(words) == len(set(words)) == 4 + len(role_words())


def test_a_usual_word_that_the_unit_names_too_stands_once() -> None:
    assert role_words({Role.HEAD: ("主要负责人", "镇长")}).count("主要负责人") == 1
