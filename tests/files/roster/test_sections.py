"""Sections that may be one, written in two ways, are named."""

import pytest

from kaohe_tui.domain.rules.people import Person, Role, Roster
from kaohe_tui.files.roster.sections import look_alikes
from kaohe_tui.files.roster.typed import typed_person


def roster(*sections: str) -> Roster:
    return Roster(
        tuple(Person(str(at), f"甲{at}", each, Role.STAFF) for at, each in enumerate(sections))
    )


@pytest.mark.parametrize(
    ("one", "other", "are_alike"),
    [
        ("统计科", "统计室", True),
        ("统计科", "统计一科", True),
        ("统计科", "统计2科", True),
        ("统计一科", "统计二科", False),
        ("一中", "二中", False),
        ("综合科", "综合 科", True),
        ("综合科", "综 合科", True),
        ("财务科", "财务（科）", True),
        ("法规科", "发规科", True),
        ("办公室", "财务科", False),
    ],
)
def test_two_sections_look_alike_or_do_not(one: str, other: str, *, are_alike: bool) -> None:
    assert bool(look_alikes(roster(one, other))) is are_alike
    assert bool(look_alikes(roster(one, other, "农业处"), one)) is are_alike


def test_only_those_like_one_section_are_named() -> None:
    people = roster("统计科", "统计室", "综合科", "综合处")
    assert len(look_alikes(people)) == 2
    assert len(look_alikes(people, "综合科")) == 1


def test_a_typed_section_is_written_as_the_roster_has_it() -> None:
    line = {"code": "x", "name": "乙", "section": "综合 科", "role": "staff"}
    assert typed_person(line, roster("综合科")).section == "综合科"
    assert typed_person(line, roster("统计科")).section == "综合 科"
