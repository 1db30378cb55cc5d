"""A scheme says its roles in the unit's own words; a word means one role, or is refused."""

import pytest

from kaohe_tui.domain.rules.people import Role
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.files.scheme.scheme import parse_scheme
from tests.bureau import scheme_text
from tests.refused import refused

HOSPITAL = """\
[roles]
head = "院长"
leader = ["副院长"]
middle = ["科主任", "护士长"]
"""
WORDS = {
    Role.HEAD: ("院长",),
    Role.LEADER: ("副院长",),
    Role.MIDDLE: ("科主任", "护士长"),
}
PLAIN = scheme_text()


def scheme(roles: str = HOSPITAL, text: str = PLAIN) -> Scheme:
    return parse_scheme(text + roles, "s.toml")


def line_of(roles: str, line: int) -> int:
    """The line of a scheme in which a line of its roles stands."""
    return (PLAIN + roles).count("\n") - roles.count("\n") + line


def test_words_are_one_or_several_and_cleaned() -> None:
    assert scheme().role_words == WORDS
    assert scheme('[roles]\nstaff = [" 职工\u3000"]\n').role_words == {Role.STAFF: ("职工",)}
    assert scheme("[roles]\n").role_words == {}
    assert scheme("").role_words == {}


def test_the_first_word_is_shown_and_the_usual_one_where_there_is_none() -> None:
    assert [scheme().role_name(role) for role in Role] == [
        "staff",
        "科主任",
        "副院长",
        "院长",
        "outside raters",
        "sections rated",
    ]


@pytest.mark.parametrize(
    ("roles", "code", "line"),
    [
        ('head = "院长"\nleader = "院 长"', "role-word-twice", 3),
        ('middle = ["科主任", "科主任"]', "value-twice", 2),
        ('middle = ["科主任", "科 主任"]', "value-twice", 2),
        ('head = "中层干部"', "role-word-usual", 2),
        ('head = "Staff"', "role-word-usual", 2),
        ('head = ""', "value-missing", 2),
        ('head = ["院长", " "]', "value-missing", 2),
        # Of joiners nothing is left to compare by.
        ('head = "\u200d"', "value-missing", 2),
        ("head = []", "list-empty", 2),
        ("head = 3", "value-kind-wrong", 2),
        ('head = ["院长", 3]', "value-kind-wrong", 2),
        ('haed = "院长"', "key-unknown", 2),
        ('head = "院\\u202e长"', "character-unshowable", 2),
    ],
)
def test_what_is_no_word_of_one_role_is_refused(roles: str, code: str, line: int) -> None:
    text = f"[roles]\n{roles}\n"
    with refused(code) as info:
        scheme(text)
    assert f"s.toml, line {line_of(text, line)}: [roles] " in str(info.value)


def test_a_word_of_two_roles_names_the_other_one() -> None:
    text = '[roles]\nleader = "主任"\nmiddle = ["科长", "主任"]\n'
    with refused("role-word-twice", word="主任", role="leader") as info:
        scheme(text)
    assert f"line {line_of(text, 3)}" in str(info.value)


def test_a_usual_word_may_be_the_first_of_its_own_role() -> None:
    assert scheme('[roles]\nhead = ["主要负责人", "镇长"]\n').role_name(Role.HEAD) == "主要负责人"


def test_roles_that_are_no_table_are_refused() -> None:
    with refused("value-kind-wrong"):
        parse_scheme("roles = 3\n" + PLAIN, "s.toml")


@pytest.mark.parametrize(
    "words", ['["科主任"]', '["护士长", "staff"]', '["中层干部", "一般人员"]', '["Middle"]']
)
def test_tiers_name_roles_in_any_word(words: str) -> None:
    text = PLAIN.replace('raters = ["middle"]', f"raters = {words}")
    assert Role.MIDDLE in scheme(text=text).tier("middle").raters
    ratees = PLAIN.replace('ratees = ["staff"]', f"ratees = {words}")
    assert Role.MIDDLE in scheme(text=ratees).tier("middle").ratees


def test_a_scheme_without_roles_reads_the_usual_chinese_words() -> None:
    text = PLAIN.replace('raters = ["middle"]', 'raters = ["中层干部"]')
    assert scheme("", text) == scheme("")


def test_an_unknown_role_of_a_tier_is_told_with_the_words_there_are() -> None:
    text = PLAIN.replace('raters = ["middle"]', 'raters = ["书记"]')
    with refused("value-unknown", value="书记") as info:
        scheme(text=text)
    assert "[[tiers]] raters" in str(info.value)
    assert "护士长" in str(info.value)
    assert "中层干部" in str(info.value)


@pytest.mark.parametrize("value", ["[]", '"middle"', "[3]", '["middle", "middle"]'])
def test_a_list_of_roles_is_a_list(value: str) -> None:
    text = PLAIN.replace('raters = ["middle"]', f"raters = {value}")
    codes = {"[]": "list-empty", '["middle", "middle"]': "value-twice"}
    with refused(codes.get(value, "value-kind-wrong")):
        scheme(text=text)
