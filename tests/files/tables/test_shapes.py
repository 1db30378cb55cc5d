"""Tables as offices keep them are read as they are, or refused with the cell, or asked about."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import Person, Role
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.rules.scheme.tiers import Scope
from kaohe_tui.domain.text import name_key
from kaohe_tui.files.roster.roster import understand_roster
from kaohe_tui.files.scheme.book.opening import read_scheme
from kaohe_tui.files.sheets.book import Area, Book, Sheet
from kaohe_tui.files.sheets.open_book import read_book
from kaohe_tui.files.tables.doubts import UNASKED, Choices, Doubt
from kaohe_tui.resources import shipped
from tests.files.tables.damage import DAMAGES, READ, Harm
from tests.files.tables.shaped_files import (
    ENCODINGS,
    SEPARATORS,
    write_document,
    write_old_workbook,
    write_open_document,
    write_text,
    write_workbook,
)
from tests.files.tables.shapes import DIMENSIONS, SEED, Shape, Table, build, covering

SHAPES = covering(SEED, 400)
TIMES = int(os.environ.get("KAOHE_SHAPES", "40"))
"""How often each damage is tried."""
SCHEME = read_scheme(shipped("sample_data") / "scheme.toml")[0]
PLAIN = replace(
    SCHEME, tiers=tuple(each for each in SCHEME.tiers if Scope.SUPERVISED not in each.scopes)
)


def scheme_of(shape: Shape) -> Scheme:
    return SCHEME if shape["rules"] == "leaders asked for" else PLAIN


def plain(people: object) -> list[tuple[object, ...]]:
    """People as they are compared: with all that a table says of them."""
    return [
        (p.code, p.name, p.section, p.role, p.supervisors, p.identity)
        for p in people  # type: ignore[attr-defined]
    ]


def read(table: Table, book: Book | None = None, choices: Choices = UNASKED) -> list[Doubt]:
    """Read a table, hold it to what is expected of it, and return what was doubtful."""
    book = book or table.book()
    scheme = scheme_of(table.shape)
    if table.shape["leaders"] == "none" and scheme is SCHEME:
        table.refused, table.place = "heading-missing", str(table.head)
    if table.refused:
        with pytest.raises(Refusal) as refused:
            understand_roster(book, scheme, choices)
        assert refused.value.code == table.refused, str(refused.value)
        assert table.place in str(refused.value)
        return []
    reading = understand_roster(book, scheme, Choices(is_accepted=True))
    assert plain(reading.value) == plain(table.people)
    asked = {doubt.key for doubt in reading.doubts if not doubt.key.startswith("role")}
    assert asked == table.doubts
    assert len(reading.doubts) <= 6
    assert not Choices(is_accepted=True).open(reading.doubts)
    return list(reading.doubts)


@pytest.mark.parametrize("at", range(len(SHAPES)))
def test_a_shape_is_read_as_it_is_or_refused_by_the_cell(at: int) -> None:
    read(build(SHAPES[at]))


def keys(doubts: Sequence[Doubt]) -> set[str]:
    """What is asked, word by word where several are asked about at once."""
    asked = set()
    for doubt in doubts:
        words = doubt.key.removeprefix("role ")
        if words and words != doubt.key:
            asked |= set(words.split("|"))
        else:
            asked.add(f"{doubt.key} {doubt.question}")
    return asked


def remarks(sentences: Sequence[str]) -> set[str]:
    """What is remarked of people, beside what was read and what was left out."""
    usual = ("表.xlsx", "Columns left out", "Lines left out")
    return {each for each in sentences if not each.startswith(usual)}


def silently_wrong(table: Table, harm: Harm, before: set[str]) -> str:
    """Say what was taken wrongly of a damaged table without a word; empty for nothing."""
    try:
        reading = understand_roster(table.book(), scheme_of(table.shape), Choices(is_accepted=True))
    except Refusal:
        return ""
    if (keys(reading.doubts) | remarks(reading.told)) - before:
        return ""
    taken = list(reading.value)
    if len(taken) not in (len(table.people), len(table.people) - len(harm.gone)):
        return f"{len(taken)} of {len(table.people)} people"
    there = [
        at
        for at in range(len(table.people))
        if len(taken) == len(table.people) or at not in harm.gone
    ]
    for at, person in zip(there, taken, strict=True):
        right = table.people[at]
        for column in READ:
            is_right = text_of(person, column) == text_of(right, column)
            may_be = harm.changes.get((at, column))
            if column in ("supervisors", "identity") and not getattr(person, column):
                # Some have none: what is empty is shown as such, and asked about of many people.
                is_right = True
            if not is_right and (may_be is None or name_key(may_be) != text_of(person, column)):
                return f"{right.name}: {column} is {getattr(person, COLUMN.get(column, column))!r}"
    return ""


COLUMN = {"supervisors": "supervisors"}


def text_of(person: Person, column: str) -> str:
    value = getattr(person, column)
    return ";".join(value) if isinstance(value, tuple) else name_key(str(value))


def damaged(seed: int, what: str) -> tuple[Table, Harm, set[str]] | None:
    """A table of a random shape with a damage, and what is asked about it undamaged."""
    chance = random.Random(f"{SEED} {what} {seed}")
    shape = {name: chance.choice(values) for name, values in DIMENSIONS.items()}
    shape |= {"hidden": "nothing", "sheets": "one"}
    if shape["leaders"] == "none":
        shape |= {"rules": "leaders not asked for"}
    table = build(shape)
    reading = understand_roster(table.book(), scheme_of(shape), Choices(is_accepted=True))
    harm = DAMAGES[what](table, chance)
    before = keys(reading.doubts) | remarks(reading.told)
    return None if harm is None else (table, harm, before)


@pytest.mark.parametrize("what", DAMAGES)
def test_a_damaged_table_is_never_taken_wrongly_in_silence(what: str) -> None:
    for seed in range(TIMES):
        if done := damaged(seed, what):
            table, harm, before = done
            assert not silently_wrong(table, harm, before), (table.shape, harm.what)


def told_apart(seed: int, **fixed: str) -> Table:
    """A table of a random shape that a file of that kind can hold."""
    chance = random.Random(f"{SEED} file {seed}")
    return build({**{name: chance.choice(each) for name, each in DIMENSIONS.items()}, **fixed})


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("separator", SEPARATORS)
def test_text_files_hold_the_same(tmp_path: Path, encoding: str, separator: str) -> None:
    for seed in range(6):
        table = told_apart(
            seed, section="cells", head=("one row", "spaces", "breaks")[seed % 3], hidden="nothing",
            sheets="one", leaders="codes", between="、", groups="numbered", pages="headings again",
        )  # fmt: skip
        path = write_text(tmp_path / f"{seed}.txt", table.book(), encoding, separator)
        read(table, read_book(path))


@pytest.mark.parametrize("seed", range(8))
def test_workbooks_hold_the_same(tmp_path: Path, seed: int) -> None:
    table = told_apart(seed)
    read(table, read_book(write_workbook(tmp_path / "r.xlsx", table.book())))


@pytest.mark.parametrize("seed", range(2))
def test_old_workbooks_hold_the_same(tmp_path: Path, seed: int) -> None:
    table = told_apart(seed, hidden="nothing")
    read(table, read_book(write_old_workbook(tmp_path / "r.xls", table.book())))


@pytest.mark.parametrize("seed", range(4))
def test_open_documents_hold_the_same(tmp_path: Path, seed: int) -> None:
    table = told_apart(seed, hidden="nothing")
    read(table, read_book(write_open_document(tmp_path / "r.ods", table.book())))


@pytest.mark.parametrize("seed", range(4))
def test_documents_hold_the_same(tmp_path: Path, seed: int) -> None:
    table = told_apart(seed, hidden="nothing", sheets="one", beside="nothing")
    read(table, read_book(write_document(tmp_path / "r.docx", table.book())))


@pytest.mark.parametrize("seed", range(4))
def test_codes_that_are_numbers_are_read_as_they_are_shown(tmp_path: Path, seed: int) -> None:
    code = ("two digits", "three digits", "phone", "two digits")[seed]
    table = told_apart(seed, code=code, leaders="names", hidden="nothing")
    at = table.columns["code"]
    read(table, read_book(write_workbook(tmp_path / "r.xlsx", table.book(), at)))


def test_a_person_hidden_by_a_filter_is_refused_in_a_workbook(tmp_path: Path) -> None:
    table = told_apart(1, hidden="a person by a filter")
    read(table, read_book(write_workbook(tmp_path / "r.xlsx", table.book())))


LARGE = ("办公室", "人事科", "财务科", "法规科", "农业科", "工业科", "普查中心")


def large() -> list[list[str]]:
    """A personnel table of 60 people with 14 columns, no codes, and posts for roles."""
    rows = [
        ["青石县统计局在职人员花名册"],
        ["填报单位：青石县统计局", *[""] * 6, "2026年1月"],
        ["序号", "姓名", "性别", "民族", "出生年月", "学历", "政治面貌", "参加工作时间", "科室",
         "职务", "职级", "分管领导", "身份", "备注"],
    ]  # fmt: skip
    leaders = ("陆建国", "沈玉兰", "韩志强", "余立本")
    posts = ("党组书记、局长", "党组成员、副局长", "党组成员、副局长", "党组成员、总统计师")
    people = [(name, "", post, "") for name, post in zip(leaders, posts, strict=True)]
    for at in range(56):
        section, within = LARGE[at // 8], at % 8
        chief = f"{section}主任" if section[-1] in "室心" else f"{section[:-1]}科长"
        second = "副主任" if section[-1] in "室心" else "副科长"
        post = (chief, second, "科员", "办事员", "四级主任科员", "工作人员", "统计师", "科员")[
            within
        ]
        name = (
            f"{'赵钱孙李周吴郑'[at // 8]}{'　' if within == 3 else ''}{'明华强伟芳敏静丽'[within]}"
        )
        people.append((name, section, post, leaders[1 + at % 3]))
    for at, (name, section, post, leader) in enumerate(people, 1):
        rows.append(
            [str(at), name, "女" if at % 2 else "男", "汉族", f"19{60 + at % 39}.05", "大学本科",
             "中共党员" if at % 3 else "群众", "2010.07", section, post,
             "一级科员" if at % 4 else "", leader, "公务员" if at % 2 else "事业编",
             "" if at % 9 else "2025年借调"]
        )  # fmt: skip
    return [*rows, ["合计", "60人"], ["填表人：赵明", "", "", "审核人：陆建国"]]


def test_sixty_people_in_fourteen_columns_take_six_answers_at_most() -> None:
    book = Book("r.xlsx", [Sheet("花名册", large(), [Area(1, 1, 1, 14)])], "花名册")
    reading = understand_roster(book, SCHEME, Choices(is_accepted=True))
    assert len(reading.value) == 60
    assert len(reading.doubts) <= 6
    roles = Counter(person.role for person in reading.value)
    assert roles == {Role.HEAD: 1, Role.LEADER: 3, Role.MIDDLE: 14, Role.STAFF: 42}
    assert all(person.supervisors for person in list(reading.value)[4:])


ORDINARY: tuple[tuple[list[str], list[list[str]], list[str], list[str]], ...] = (
    # headings, lines, keys of doubts but for roles, sections
    (
        ["编号", "姓名", "职务"],
        [["一、局领导"], ["01", "陆建国", "局长"], ["二、办公室"], ["11", "周明", "主任"],
         ["财务科（1人）"], ["21", "冯伟", "科长"]],
        ["groups"],
        ["局领导", "办公室", "财务科"],
    ),
    (
        ["序号", "姓名", "科室", "职务"],
        [["1", "周明", "办公室", "主任"], ["2", "吴敏", "", "科员"],
         ["3", "冯伟", "财务科", "科长"], ["4", "许静", "", "科员"]],
        ["sections"],
        ["办公室", "办公室", "财务科", "财务科"],
    ),
    (
        ["编号", "姓名", "单位", "职务"],
        [["01", "陆建国", "青石局", "局长"], ["11", "周明", "青石局", "科长"]],
        ["one section"],
        ["青石局", "青石局"],
    ),
    (
        ["序号", "姓名", "部门", "科室", "职务"],
        [["1", "陆建国", "统计局", "", "局长"], ["2", "周明", "统计局", "办公室", "主任"]],
        [],
        ["", "办公室"],
    ),
    (
        ["编号", "姓名", "教研组", "职务", "年龄", "备注"],
        [["001", "周 明", "校办", "校长", "50", ""],
         ["002", "吴敏（挂职）", "语文组", "班主任", "31", "产假"]],
        [],
        ["校办", "语文组"],
    ),
)  # fmt: skip


@pytest.mark.parametrize(("headings", "lines", "doubts", "sections"), ORDINARY)
def test_ordinary_tables_are_understood(
    headings: list[str], lines: list[list[str]], doubts: list[str], sections: list[str]
) -> None:
    book = Book("r.xlsx", [Sheet("花名册", [headings, *lines])], "花名册")
    reading = understand_roster(book, PLAIN, Choices(is_accepted=True))
    assert [each.key for each in reading.doubts if not each.key.startswith("role")] == doubts
    assert [person.section for person in reading.value] == sections


def test_two_tables_side_by_side_are_not_taken_as_one() -> None:
    heads = ["编号", "姓名", "职务", "", "编号", "姓名", "职务"]
    lines = [["01", "陆建国", "局长", "", "21", "冯伟", "科长"]]
    book = Book("r.xlsx", [Sheet("花名册", [heads, *lines])], "花名册")
    with pytest.raises(Refusal, match="column E") as caught:
        understand_roster(book, PLAIN, Choices(is_accepted=True))
    assert caught.value.code == "tables-side-by-side"
