"""Personnel tables as Chinese offices keep them, made by a seed, each with what is to come of it.

A shape is one value for each of ``DIMENSIONS``; ``covering`` chooses shapes in which every two
values of two dimensions meet. ``build`` makes the table of a shape, and who is in it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from kaohe_tui.domain.rules.people import Person, Role
from kaohe_tui.domain.text import name_key
from kaohe_tui.files.sheets.book import Area, Book, Sheet

SEED = 14
Shape = Mapping[str, str]
DIMENSIONS: Mapping[str, tuple[str, ...]] = {
    "title": ("none", "plain", "merged", "unit line", "three"),
    "number": ("none", "first", "first, by section"),
    "code": ("two digits", "three digits", "letters", "phone", "none"),
    "section": ("cells", "merged", "beside the bureau", "leaders have one", "dotted"),
    "head": ("one row", "two rows", "spaces", "brackets", "breaks"),
    "groups": ("none", "numbered", "merged", "counted"),
    "tail": ("none", "total", "count", "signed", "signed in cells", "note and date"),
    "pages": ("one", "headings again", "title and headings again"),
    "blanks": ("none", "numbered", "in between"),
    "extras": ("none", "five", "all"),
    "role": ("canonical", "posts", "both columns", "posts of sections", "blank for staff"),
    "leaders": ("codes", "names", "both", "with posts", "none", "merged"),
    "between": (";", "；", "、", ",", "，", "/", "\n"),
    "beside": ("nothing", "beside the headings", "beside a line"),
    "hidden": (
        "nothing",
        "an empty line",
        "a column left out",
        "a person",
        "a person by a filter",
        "a column needed",
    ),
    "sheets": ("one", "notes first", "two alike", "another table"),
    "words": ("first", "second", "third", "fourth"),
    "people": ("8", "12", "twins", "attached", "spaced"),
    "rules": ("leaders asked for", "leaders not asked for"),
}  # fmt: skip
"""What may differ between tables, and how."""
EXTRAS = (
    "性别", "出生年月", "学历", "政治面貌", "联系电话", "身份证号",
    "民族", "籍贯", "参加工作时间", "职称", "年龄",
)  # fmt: skip
_BUREAU = "青石县统计局"
_WORDS: Mapping[str, tuple[str, ...]] = {
    "serial": ("序号", "序号", "序", "No."),
    "code": ("编号", "工号", "人员编号", "职工号"),
    "name": ("姓名", "姓名", "人员姓名", "名字"),
    "section": ("科室", "所在科室", "部门", "内设机构"),
    "role": ("层级", "角色", "人员类别", "考核类别"),
    "post": ("职务", "现任职务", "岗位", "职务"),
    "supervisors": ("分管领导", "联系领导", "分管局领导", "分管负责人"),
    "identity": ("身份", "编制", "人员性质", "用工性质"),
    "clerk_note": ("备注", "备注", "说明", "备注"),
}
"""Column -> its headings, one for each of the ``words``."""
_POSTS = {"局长": Role.HEAD, "副局长": Role.LEADER, "主任": Role.MIDDLE, "科长": Role.MIDDLE,
          "科员": Role.STAFF, "办事员": Role.STAFF}  # fmt: skip
_ROLES = {
    Role.HEAD: "主要负责人",
    Role.LEADER: "分管领导",
    Role.MIDDLE: "中层干部",
    Role.STAFF: "一般人员",
}


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the invented bureau."""

    code: str
    name: str
    section: str
    post: str
    leaders: tuple[str, ...] = ()
    """The names of the supervising leaders."""

    @property
    def role(self) -> Role:
        return _POSTS[self.post]


_PEOPLE = (
    Member("01", "陆建国", "", "局长"),
    Member("02", "沈玉兰", "", "副局长"),
    Member("03", "韩志强", "", "副局长"),
    Member("11", "周明", "办公室", "主任", ("沈玉兰",)),
    Member("12", "吴晓敏", "办公室", "科员", ("沈玉兰",)),
    Member("13", "郑文华", "办公室", "办事员", ("沈玉兰",)),
    Member("21", "冯大伟", "综合科", "科长", ("沈玉兰", "韩志强")),
    Member("22", "欧阳若雪", "综合科", "科员", ("沈玉兰", "韩志强")),
    Member("23", "阿依古丽·买买提", "综合科", "科员", ("韩志强",)),
    Member("31", "蒋丽", "财务科", "科长", ("韩志强",)),
    Member("32", "尤勇", "财务科", "科员", ("韩志强",)),
    Member("33", "许静", "财务科", "科员", ("韩志强",)),
)


@dataclass
class Table:
    """A table, and who is in it."""

    shape: Shape
    rows: list[list[str]]
    columns: dict[str, int]
    """Column -> its position, from 0, of those that are to be taken."""
    head: int
    """The last row of headings, from 1."""
    people: list[Person]
    """The people as they are to be read."""
    lines: dict[int, int]
    """Row, from 1 -> the position in ``people`` of the one who stands there."""
    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    others: list[Sheet] = field(default_factory=list)
    """Further sheets, before or after by ``sheets`` of the shape."""
    doubts: set[str] = field(default_factory=set)
    """The beginnings of the keys of the doubts that there have to be, but for roles."""
    refused: str = ""
    """The code of the refusal that there has to be; empty for none."""
    place: str = ""
    """What that refusal has to name."""

    def book(self, name: str = "表.xlsx") -> Book:
        """What ``read_book`` returns of it."""
        sheet = Sheet(
            "花名册",
            [list(row) for row in self.rows],
            list(self.merged),
            frozenset(self.hidden_rows),
            frozenset(self.hidden_columns),
            filtered=self.shape["hidden"] == "a person by a filter",
        )
        before = self.shape["sheets"] == "notes first"
        sheets = [*self.others, sheet] if before else [sheet, *self.others]
        return Book(name, sheets, sheet.name)

    def line_of(self, at: int) -> int:
        """The row of somebody, by the position in ``people``."""
        return next(line for line, person in self.lines.items() if person == at)


def covering(seed: int, fewest: int) -> list[Shape]:
    """Return shapes in which every two values of two dimensions meet; at least ``fewest``."""
    chance = random.Random(seed)
    names = list(DIMENSIONS)
    missing = {
        ((one, a), (other, b))
        for one, other in combinations(names, 2)
        for a in DIMENSIONS[one]
        for b in DIMENSIONS[other]
    }
    shapes: list[Shape] = []
    while missing or len(shapes) < fewest:
        tries = [
            {name: chance.choice(values) for name, values in DIMENSIONS.items()} for _ in range(12)
        ]
        if missing:
            (one, a), (other, b) = min(missing)
            for each in tries:
                each |= {one: a, other: b}
        best = max(tries, key=lambda each: len(missing & set(_pairs(each))))
        missing -= set(_pairs(best))
        shapes.append(best)
    return shapes


def _pairs(shape: Shape) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    return combinations(shape.items(), 2)


def build(shape: Shape) -> Table:
    """Make the table of a shape."""
    members = _members(shape)
    columns = _columns(shape)
    table = Table(
        shape, _titles(shape, columns), {}, 0, _expected(shape, members), {}, _title_areas(shape)
    )
    heads = _heads(shape, columns)
    table.columns = _positions(shape, columns)
    _put_heads(table, columns, heads)
    _put_people(table, members, columns, heads)
    _put_tail(table, columns)
    _put_beside(table, columns)
    _hide(table, columns)
    _put_sheets(table)
    return table


def _members(shape: Shape) -> list[Member]:
    members = list(_PEOPLE)
    match shape["people"]:
        case "8":
            members = [*members[:7], members[9]]
        case "twins":
            members[11] = replace(members[11], name="吴晓敏")
        case "attached":
            members[8] = replace(members[8], name="买山（挂职）")
        case "spaced":
            members[3] = replace(members[3], name="周　明")
    match shape["section"]:
        case "leaders have one":
            members = [replace(each, section=each.section or "局领导") for each in members]
        case "dotted":
            members = [
                replace(each, section=each.section and f"{each.section}（本级）")
                for each in members
            ]
    return [replace(each, code=_code(shape, each.code, at)) for at, each in enumerate(members, 1)]


def _code(shape: Shape, code: str, number: int) -> str:
    match shape["code"]:
        case "two digits":
            return code
        case "three digits":
            return "0" + code
        case "letters":
            return f"TJ-{code}"
        case "phone":
            return f"138000000{code}"
        case _:
            return str(number)


def _expected(shape: Shape, members: Sequence[Member]) -> list[Person]:
    codes = {name_key(each.name): each.code for each in members}
    return [
        Person(
            each.code,
            each.name,
            each.section,
            each.role,
            () if shape["leaders"] == "none" else tuple(codes[name] for name in each.leaders),
            "公务员",
            "",
        )
        for each in members
    ]


def _columns(shape: Shape) -> list[str]:
    """The columns of the table, those left out as ``:heading``, from the left."""
    columns = ["serial"] if shape["number"] != "none" or shape["code"] == "none" else []
    columns += [] if shape["code"] == "none" else ["code"]
    columns.append("name")
    extras = {"none": 0, "five": 5, "all": len(EXTRAS)}[shape["extras"]]
    columns += [f":{each}" for each in EXTRAS[: extras // 2]]
    columns += [":单位"] if shape["section"] == "beside the bureau" else []
    columns.append("section")
    match shape["role"]:
        case "canonical":
            columns.append("role")
        case "both columns":
            columns += [":post", "role"]
        case _:
            columns.append("post")
    columns += [] if shape["leaders"] == "none" else ["supervisors"]
    columns.append("identity")
    columns += [f":{each}" for each in EXTRAS[extras // 2 : extras]]
    return [*columns, "clerk_note"]


def _positions(shape: Shape, columns: Sequence[str]) -> dict[str, int]:
    positions = {each: at for at, each in enumerate(columns) if not each.startswith(":")}
    if "post" in positions:
        positions["role"] = positions.pop("post")
    return positions


def _heads(shape: Shape, columns: Sequence[str]) -> list[str]:
    words = DIMENSIONS["words"].index(shape["words"])
    heads = []
    for column in columns:
        text = _WORDS[column.strip(":")][words] if column.strip(":") in _WORDS else column[1:]
        match shape["head"]:
            case "spaces" if len(text) == 2:
                text = f"{text[0]}　{text[1]}"
            case "brackets" if column in ("name", "section", "supervisors"):
                text += "（必填）"
            case "breaks" if len(text) > 1 and text.isalpha():
                text = f"{text[:2]}\n{text[2:]}" if len(text) > 2 else f"{text[0]}\n{text[1]}"
        heads.append(text)
    return heads


def _titles(shape: Shape, columns: Sequence[str]) -> list[list[str]]:
    title, unit = [f"{_BUREAU}干部职工花名册"], [f"单位：{_BUREAU}", "", "", "2026年1月5日"]
    match shape["title"]:
        case "none":
            return []
        case "plain" | "merged":
            return [title]
        case "unit line":
            return [title, unit]
        case _:
            return [["附件1"], title, [], unit]


def _title_areas(shape: Shape) -> list[Area]:
    match shape["title"]:
        case "merged" | "unit line":
            return [Area(1, 1, 1, 5)]
        case "three":
            return [Area(2, 1, 2, 5)]
        case _:
            return []


def _put_heads(table: Table, columns: Sequence[str], heads: Sequence[str]) -> None:
    top = len(table.rows) + 1
    if table.shape["head"] != "two rows":
        table.rows.append(list(heads))
        table.head = top
        return
    # All but the cells on the person and the office reach over both rows.
    at = columns.index("section")
    upper = [*heads[:at], "工作情况", "", *heads[at + 2 :]]
    lower = ["" for _ in heads]
    lower[at : at + 2] = heads[at : at + 2]
    table.rows += [upper, lower]
    table.merged.append(Area(top, at + 1, top, at + 2))
    table.merged += [
        Area(top, each + 1, top + 1, each + 1)
        for each in range(len(heads))
        if each not in (at, at + 1)
    ]
    table.head = top + 1


def _put_people(
    table: Table, members: Sequence[Member], columns: Sequence[str], heads: Sequence[str]
) -> None:
    shape, width = table.shape, len(columns)
    section, within, names = None, 0, {name_key(each.name): each.code for each in members}
    first_of: dict[str, int] = {}
    for at, member in enumerate(members):
        if member.section != section:
            section, within = member.section, 0
            _put_group(table, members, member, width)
        if at == len(members) // 2:
            _put_page(table, heads, width)
        within += 1
        number = (
            within if shape["number"] == "first, by section" and shape["code"] != "none" else at + 1
        )
        table.rows.append([_cell(shape, member, column, number, names) for column in columns])
        line = len(table.rows)
        table.lines[line] = at
        if shape["section"] == "merged":
            _merge(table, first_of, member.section, columns.index("section"), line)
        if shape["leaders"] == "merged":
            key = ",".join(member.leaders)
            _merge(table, first_of, key and f"leaders {key}", columns.index("supervisors"), line)
        if shape["blanks"] == "in between" and at == 4:
            table.rows.append([])


def _merge(table: Table, first_of: dict[str, int], key: str, at: int, line: int) -> None:
    """Merge a cell with the one above where they are of one kind."""
    if not key:
        return
    above = first_of.get(key)
    area = next((each for each in table.merged if (each.top, each.left) == (above, at + 1)), None)
    bottom = area.bottom if area else above
    if above is None or bottom != line - 1:
        first_of[key] = line
        return
    table.rows[line - 1][at] = ""
    if area:
        table.merged.remove(area)
    table.merged.append(Area(above, at + 1, line, at + 1))


def _put_group(table: Table, members: Sequence[Member], member: Member, width: int) -> None:
    word = member.section or "局领导"
    count = sum(each.section == member.section for each in members)
    number = "一二三四五"[sum("、" in "".join(row) and len(row) == 1 for row in table.rows)]
    match table.shape["groups"]:
        case "numbered":
            table.rows.append([f"{number}、{word}"])
        case "merged":
            table.rows.append([word])
            table.merged.append(Area(len(table.rows), 1, len(table.rows), width))
        case "counted":
            table.rows.append([f"{word}（{count}人）"])


def _put_page(table: Table, heads: Sequence[str], width: int) -> None:
    pages = table.shape["pages"]
    if pages == "title and headings again":
        table.rows.append([f"{_BUREAU}干部职工花名册"])
        table.merged.append(Area(len(table.rows), 1, len(table.rows), width))
    if pages != "one":
        rows = 2 if table.shape["head"] == "two rows" else 1
        table.rows += [list(row) for row in table.rows[table.head - rows : table.head]]


def _cell(shape: Shape, member: Member, column: str, number: int, codes: Mapping[str, str]) -> str:
    match column:
        case "serial":
            return str(number)
        case "code" | "name" | "section":
            return str(getattr(member, column))
        case "role":
            return _ROLES[member.role]
        case "post" | ":post":
            return _post(shape, member)
        case "supervisors":
            return _leaders(shape, member, codes)
        case "identity":
            return "公务员"
        case ":单位":
            return _BUREAU
        case ":性别":
            return "女" if number % 2 else "男"
        case ":出生年月":
            return f"19{70 + number}.0{number % 9 + 1}"
        case ":联系电话":
            return f"1390000{number:04}"
        case ":身份证号":
            return f"11010519{70 + number}0101{number:04}"
        case ":参加工作时间":
            return f"20{number:02}-07-01"
        case ":年龄":
            return str(30 + number)
        case "clerk_note":
            return ""
        case _:
            return {":学历": "大学", ":政治面貌": "中共党员", ":民族": "汉族"}.get(column, "青石")


def _post(shape: Shape, member: Member) -> str:
    match shape["role"]:
        case "posts of sections" if member.role is Role.MIDDLE:
            return member.section.partition("（")[0] + member.post
        case "posts of sections" if member.role is Role.LEADER:
            return "党组成员、副局长"
        case "blank for staff" if member.role is Role.STAFF:
            return ""
        case _:
            return member.post


def _leaders(shape: Shape, member: Member, codes: Mapping[str, str]) -> str:
    if not member.leaders:
        return "/" if shape["leaders"] == "names" else ""
    match shape["leaders"]:
        case "codes" | "merged":
            named = [codes[each] for each in member.leaders]
        case "both":
            named = [f"{codes[each]}{each}" for each in member.leaders]
        case "with posts":
            named = [f"{each}副局长" for each in member.leaders]
        case _:
            named = list(member.leaders)
    return shape["between"].join(named)


def _put_tail(table: Table, columns: Sequence[str]) -> None:
    count, number = len(table.people), len(table.people) + 1
    if table.shape["blanks"] == "numbered" and "serial" in columns:
        at = columns.index("serial")
        table.rows += [[*[""] * at, str(number + each)] for each in range(3)]
    match table.shape["tail"]:
        case "total":
            table.rows.append(["合　计", "", "", f"{count}人"])
        case "count":
            table.rows += [["小计", str(count)], [f"共{count}人"]]
        case "signed":
            table.rows += [[], ["填表人：陆建国　　审核：沈玉兰　　日期：2026年1月5日"]]
        case "signed in cells":
            table.rows += [
                ["填表人：", "周明", "", "审核人：", "沈玉兰"],
                ["", "", "", "2026年1月5日"],
            ]
        case "note and date":
            table.rows += [["注：1.本表一式两份；2.分管领导填编号。"], ["二〇二六年一月五日"]]


def _put_beside(table: Table, columns: Sequence[str]) -> None:
    match table.shape["beside"]:
        case "beside the headings":
            table.rows[table.head - 1] += ["", "制表：办公室"]
        case "beside a line":
            row = table.rows[table.line_of(2) - 1]
            row += [*[""] * (len(columns) + 1 - len(row)), "此人已退休返聘"]


def _hide(table: Table, columns: Sequence[str]) -> None:
    match table.shape["hidden"]:
        case "an empty line":
            table.rows.append([])
            table.hidden_rows.add(len(table.rows))
        case "a column left out" if ":性别" in columns:
            table.hidden_columns.add(columns.index(":性别") + 1)
        case "a person" | "a person by a filter":
            line = table.line_of(4)
            table.hidden_rows.add(line)
            table.refused, table.place = "cells-hidden", str(line)
        case "a column needed":
            table.hidden_columns.add(table.columns["section"] + 1)
            table.refused, table.place = (
                "cells-hidden",
                "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[table.columns["section"]],
            )


def _put_sheets(table: Table) -> None:
    match table.shape["sheets"]:
        case "notes first":
            table.others.append(
                Sheet("填表说明", [["填表说明"], ["1.姓名要写全。"], ["2.科室写全称。"]])
            )
        case "two alike":
            rows = [list(row) for row in table.rows]
            table.others.append(Sheet("去年", rows, list(table.merged)))
            if not table.refused:
                table.doubts.add("sheet")
        case "another table":
            table.others.append(Sheet("车辆", [["序号", "车牌", "备注"], ["1", "A12345", ""]]))
