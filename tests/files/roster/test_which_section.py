"""Sections that no cell names are asked about."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from kaohe_tui.domain.rules.people import Person, Role
from kaohe_tui.files.roster.roster import understand_roster
from kaohe_tui.files.roster.which_section import Sections
from kaohe_tui.files.scheme.book.opening import read_scheme
from kaohe_tui.files.sheets.open_book import read_book
from kaohe_tui.files.sheets.reader import Row
from kaohe_tui.files.tables.columns import Columns, Line
from kaohe_tui.files.tables.doubts import UNASKED, Choices
from kaohe_tui.files.tables.lines import LeftOut
from kaohe_tui.files.tables.row_kinds import RowKind
from kaohe_tui.resources import shipped

SCHEME = read_scheme(shipped("sample_data") / "scheme.toml")[0]


def test_group_headings_may_be_the_sections_where_the_column_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text(
        "编号,姓名,科室,层级,分管领导\n局领导,,,,\n01,周正,,主要负责人,\n02,钱英,,分管领导,\n"
        "办公室,,,,\n03,孙立,,中层干部,02\n综合科,,,,\n04,李敏,,一般人员,02\n",
        encoding="utf-8",
    )
    reading = understand_roster(read_book(path), SCHEME, Choices(is_accepted=True))
    assert [each.key for each in reading.doubts] == ["groups"]
    roster = reading.taken(Choices(is_accepted=True))
    assert [each.section for each in roster] == ["局领导", "局领导", "办公室", "综合科"]


HEAD, LEADER, MIDDLE, STAFF = Role.HEAD, Role.LEADER, Role.MIDDLE, Role.STAFF
ABOVE = [(MIDDLE, "办公室"), (STAFF, ""), (MIDDLE, "财务科"), (STAFF, "")]
MOST = [(MIDDLE, "办公室"), (STAFF, "办公室"), (STAFF, "办公室"), (STAFF, "")]
FIRST = [(STAFF, ""), (MIDDLE, "办公室"), (STAFF, "办公室")]
NOBODY = [(MIDDLE, ""), (STAFF, "")]


def told(
    people: Sequence[tuple[Role, str]], groups: Sequence[str], choices: Choices
) -> tuple[list[str], list[tuple[str, str]]]:
    """The sections of people, a line each below its group if it has one, and what is asked."""
    lines: dict[str, Line] = {}
    left: list[LeftOut] = []
    persons: list[Person] = []
    for at, (role, section) in enumerate(people):
        number = 2 * at + 3
        if at < len(groups) and groups[at]:
            left.append(LeftOut(number - 1, RowKind.GROUP, groups[at]))
        lines[str(at)] = Line(Columns("r.csv", {}, {}, ()), Row(number, []))
        persons.append(Person(str(at), "周正", section, role))
    sections = Sections(lines, left, choices)
    result = [each.section for each in sections.told(persons)]
    return result, [(each.key, each.proposed) for each in sections.doubts]


@pytest.mark.parametrize(
    ("people", "groups", "answer", "sections", "asked"),
    [
        (ABOVE, (), "", "办公室 办公室 财务科 财务科", ("sections", "above")),
        (ABOVE, (), "-", "办公室 - 财务科 -", ("sections", "-")),
        (MOST, (), "", "办公室 办公室 办公室 -", ("sections", "-")),
        (MOST, (), "above", "办公室 办公室 办公室 办公室", ("sections", "-")),
        # Nothing stands above the first one.
        (FIRST, (), "", "- 办公室 办公室", ("sections", "-")),
        ([(HEAD, ""), (LEADER, ""), *MOST[:3]], (), "", "- - 办公室 办公室 办公室", None),
        (
            [(HEAD, "局领导"), (LEADER, "局领导"), (LEADER, ""), *MOST[:3]],
            (),
            "",
            "局领导 局领导 - 办公室 办公室 办公室",
            ("sections of leaders", "-"),
        ),
        (NOBODY, (), "", "- -", None),
        (NOBODY, ("一、办公室（1人）", "二、财务科"), "", "办公室 财务科", ("groups", "groups")),
        (NOBODY, ("办公室",), "", "办公室 办公室", ("groups", "groups")),
        (NOBODY, ("", "财务科"), "", "- 财务科", ("groups", "groups")),
        (NOBODY, ("一、在职人员",), "", "- -", ("groups", "-")),
        (NOBODY, ("一、办公室",), "-", "- -", ("groups", "groups")),
        # Where cells say it, group headings do not.
        (MOST[:3], ("一、财务科",), "", "办公室 办公室 办公室", None),
    ],
)
def test_sections_are_told_or_asked_about(
    people: Sequence[tuple[Role, str]],
    groups: Sequence[str],
    answer: str,
    sections: str,
    asked: tuple[str, str] | None,
) -> None:
    choices = Choices(answers={asked[0]: answer}) if asked and answer else UNASKED
    result, doubts = told(people, groups, choices)
    assert [each or "-" for each in result] == sections.split()
    # What is proposed is the same whatever was answered.
    assert [key for key, _proposed in doubts] == ([asked[0]] if asked else [])
    assert not asked or answer or doubts == [asked]
