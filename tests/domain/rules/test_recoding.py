"""Whose code it was stays theirs, where a roster has but its lines' numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kaohe_tui.domain.rules.people import Person, Role, Roster
from kaohe_tui.domain.rules.recoding import recoded, unclear


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
        # Whoever stands first: the one of the section is the one.
        (("1 孙立 乙", "2 孙立 甲"), ("6", "3")),
        # Two of one section: nothing tells which one was there.
        (("1 孙立 甲", "2 孙立 甲"), ("6", "7")),
        # One name twice now, once before: only one of them is the one.
        (("1 孙立 甲", "2 孙立 乙"), ("3", "6")),
    ],
)
def test_codes_follow_the_people(now: tuple[str, ...], codes: tuple[str, ...]) -> None:
    assert tuple(person.code for person in recoded(of(*now), BEFORE)) == codes


TWINS = of("1 王伟 甲", "2 王伟 甲", "3 孙立 乙")


@pytest.mark.parametrize(
    ("now", "codes"),
    [
        (("1 王伟 甲", "2 王伟 甲", "3 孙立 乙"), "1 2"),
        (("1 王伟 甲", "3 孙立 乙"), "1 2"),
        (("1 孙立 乙",), ""),
        (("1 孙立 乙", "2 孙立 乙"), "3"),
        (("1 孙立 丙",), ""),
    ],
)
def test_of_whom_nothing_tells_who_is_who(now: tuple[str, ...], codes: str) -> None:
    assert [each.code for each in unclear(of(*now), TWINS)] == codes.split()


def test_namesakes_of_a_section_are_told_apart_by_their_roles() -> None:
    before = Roster((TWINS["1"], replace(TWINS["2"], role=Role.MIDDLE)))
    now = Roster(
        (replace(TWINS["3"], name="新来"), *(replace(p, code=f"{p.code}9") for p in before))
    )
    assert [each.code for each in recoded(now, before)] == ["3", "1", "2"]
    assert unclear(now, before) == ()
    # Where one of them left, the other may have the role now.
    assert len(unclear(Roster((before["2"],)), before)) == 2


def test_supervisors_follow_their_codes() -> None:
    after = recoded(of("1 钱英 局", "2 孙立 甲 1"), BEFORE)
    assert after["3"].supervisors == ("2",)
