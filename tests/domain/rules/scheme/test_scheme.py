"""A role is shown by the unit's first word for it, and nowhere by another."""

import re
from pathlib import Path

import pytest

from kaohe_tui.domain.rules.people import Role
from kaohe_tui.files.scheme.scheme import parse_scheme
from kaohe_tui.words import language, use_language
from tests.bureau import scheme_text

SRC = Path(__file__).parents[4] / "src" / "kaohe_tui"
ASKED = {"domain/rules/people.py", "domain/record/words.py"}
"""Modules that ask for a role's usual name, where the unit has no word of its own."""


@pytest.mark.parametrize(("language_", "staff"), [("en", "staff"), ("zh_CN", "一般人员")])
def test_the_first_word_is_shown_in_either_language(language_: str, staff: str) -> None:
    scheme = parse_scheme(scheme_text() + '[roles]\nmiddle = ["科主任", "护士长"]\n', "s.toml")
    before = language()
    use_language(language_)
    try:
        assert scheme.role_name(Role.MIDDLE) == "科主任"
        assert scheme.role_name(Role.STAFF) == staff
    finally:
        use_language(before)


def test_nothing_else_asks_for_the_usual_name() -> None:
    usual = re.compile(r"\b(?:role|HEAD|LEADER|MIDDLE|STAFF|Role\([^)]*\)\)?)\.label\b")
    asked = {
        path.relative_to(SRC).as_posix()
        for path in SRC.rglob("*.py")
        if usual.search(path.read_text(encoding="utf-8"))
    }
    assert asked == ASKED
