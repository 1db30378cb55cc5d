"""Whose code it was stays theirs, where a roster has but its lines' numbers."""

from __future__ import annotations

import pytest

from kaohe_tui.domain.rules.people import Person, Role, Roster
from kaohe_tui.domain.rules.recoding import recoded


def of(*lines: str) -> Roster:
    """A roster of lines ``code name section [supervisor]``."""
    parts = [line.split() for line in lines]
    return Roster(
        tuple(
            Person(code, name, section, Role.STAFF, supervisors=tuple(leaders))
            for code, name, section, *leaders in parts
        )
    )


BEFORE = of("1 周正 局", "2 钱英 局", "3 孙立 甲 2", "4 王伟 甲 2", "5 王伟 乙 2")


@pytest.mark.parametrize(
    ("now", "codes"),
    [
        # Somebody left: the lines below moved up.
        (("1 钱英 局", "2 孙立 甲 1", "3 王伟 甲 1"), ("2", "3", "4")),
        # Somebody joined at the top.
        (("1 新来 局", "2 周正 局", "3 钱英 局"), ("6", "1", "2")),
        # A new number that nobody had is kept.
        (("1 周正 局", "7 新来 局"), ("1", "7")),
        # Two of one name are told apart by section, and where that does not do, not at all.
        (("1 王伟 乙", "2 王伟 甲"), ("5", "4")),
        (("8 王伟 丙",), ("8",)),
        # One name twice now, once before: only one of them is the one.
        (("1 孙立 甲", "2 孙立 乙"), ("3", "6")),
    ],
)
def test_codes_follow_the_people(now: tuple[str, ...], codes: tuple[str, ...]) -> None:
    assert tuple(person.code for person in recoded(of(*now), BEFORE)) == codes


def test_supervisors_follow_their_codes() -> None:
    after = recoded(of("1 钱英 局", "2 孙立 甲 1"), BEFORE)
    assert after["3"].supervisors == ("2",)
