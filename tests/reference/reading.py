"""Reads a case that is a folder into what the reference reckons with: no code of kaohe's own."""

import csv
import shlex
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.reference.plain import Adjustment, Facts, Figure, Person, Rating, Table, by_key, tables
from tests.reference.reference import Period
from tests.reference.year import Year

WORDS = {
    "名称": "name", "年度": "year", "基本": "scoring", "方法": "method", "步长": "step",
    "满分": "full", "角色": "roles", "组别": "groups", "指标": "indicators", "层级": "tiers",
    "组成": "components", "系数": "factors", "档次": "levels", "加减分": "adjustments",
    "封顶": "caps", "缺勤": "absences", "否决": "vetoes", "时段": "periods", "阶段": "spans",
    "等次": "grades", "代号": "key", "分值": "points", "评分人": "raters", "被考核人": "ratees",
    "范围": "scope", "权重": "weight", "评分方式": "marks", "来源": "source", "最低分": "min",
    "比例": "quota", "名额": "places", "类别": "kind", "归入": "within",
}  # fmt: skip
"""Keys of the scheme."""
VALUES = {
    "全体": "all", "本科室": "section", "其他科室": "other_sections", "分管": "supervised",
    "非分管": "unsupervised", "本人": "self", "评分": "ballots", "满分起扣": "full",
    "办公室录入": "office", "科室得分": "unit", "得票率": "share", "加分": "bonus",
    "扣分": "deduction",
}  # fmt: skip
"""Values of a scheme's words for kinds of things."""
ROLES = {
    "主要负责人": "head", "分管领导": "leader", "中层干部": "middle", "一般人员": "staff",
    "科室": "unit", "外部评分人": "guest",
}  # fmt: skip
HEADINGS = {
    "编号": "code", "姓名": "name", "科室": "section", "层级": "role", "分管领导": "supervisors",
    "身份": "identity", "组别": "groups", "项目": "rule", "依据": "evidence", "次数": "count",
    "批准人": "approved_by", "级别": "level", "事项": "matter", "分值": "points",
    "组成": "component", "数值": "figure", "评分人": "rater", "被考核人": "ratee",
    "弃权": "abstain", "得分": "total", "总体评价": "overall",
}  # fmt: skip
"""Headings of tables; 层级 heads a tier in a table of ballots."""


@dataclass
class Case:
    """What a folder tells."""

    periods: dict[str, Period]
    year: Year
    expected: Mapping[str, Any] = field(default_factory=dict)


def scheme_of(path: Path) -> Table:
    """A scheme in its English keys, with roles in their English words."""
    plain: Table = english(tomllib.loads(path.read_text(encoding="utf-8")))
    return plain


def english(value: Any, key: str = "") -> Any:
    """A value of the scheme in English keys, and in English words where they name kinds."""
    if isinstance(value, dict):
        return {
            WORDS.get(k, ROLES.get(k, k)): english(v, str(WORDS.get(k, k)))
            for k, v in value.items()
        }
    if isinstance(value, list):
        return [english(each, key) for each in value]
    if key in ("raters", "ratees", "for"):
        return ROLES.get(value, value)
    return VALUES.get(value, value) if key in ("scope", "source", "kind") else value


def rows(path: Path, **other: str) -> Iterator[dict[str, str]]:
    """The lines of a table, by English headings."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield {other.get(k, HEADINGS.get(k, k)): v or "" for k, v in row.items() if k}


def roster_of(path: Path) -> list[Person]:
    """The people of a roster."""
    return [
        Person(
            code=row["code"],
            name=row["name"],
            section=row.get("section", ""),
            role=ROLES.get(row["role"], row["role"]),
            supervisors=tuple(filter(None, row.get("supervisors", "").split(";"))),
            groups=tuple(filter(None, row.get("groups", "").split(";"))),
            identity=row.get("identity", ""),
        )
        for row in rows(path)
    ]


def read(folder: Path) -> Case:
    """Take every line of run.txt that is not to be refused."""
    scheme = scheme_of(folder / "scheme.toml")
    roster = roster_of(folder / "roster.csv")
    facts: dict[str, tuple[Table, Facts]] = {}
    for line in (folder / "run.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("! "):
            continue
        _kaohe, _db, _path, command, *words = shlex.split(line.rpartition("] ")[2])
        given, options = _options(words)
        if command == "scheme":
            scheme = scheme_of(folder / given[0])
        elif period := options.get("period"):
            entered = facts.setdefault(period, (scheme, Facts()))[1]
            _take(folder, scheme, entered, command, given, options)
    periods = {k: Period(s, roster, entered, k) for k, (s, entered) in facts.items()}
    return Case(periods, Year(scheme, roster, periods))


def _options(words: list[str]) -> tuple[list[str], dict[str, str]]:
    given, options, left = [], {}, iter(words)
    for word in left:
        if word.startswith("--"):
            options[word[2:].replace("-", "_")] = next(left, "")
        else:
            given.append(word)
    return given, options


def _take(
    folder: Path,
    scheme: Table,
    facts: Facts,
    command: str,
    given: list[str],
    options: dict[str, str],
) -> None:
    match command:
        case "import":
            for name in given:
                facts.ratings += ratings_of(folder / name, scheme)
        case "adjust":
            row = options | {"person": given[0], "rule": given[1]}
            facts.adjustments.append(_adjustment(row))
        case "adjust-import":
            table = rows(folder / given[0], 编号="person")
            facts.adjustments += [_adjustment(row) for row in table]
        case "absent":
            kind = options.get("kind") or tables(scheme, "absences")[0]["key"]
            facts.absences.append((given[0], kind, options["days"]))
        case "veto":
            facts.vetoes.append((given[0], options["ground"]))
        case "exempt":
            facts.exempt.add(given[0])
        case "recuse":
            facts.recusals.add((given[0], given[1], given[2]))
        case "figure":
            approved = bool(options.get("approved_by"))
            facts.figures.append(Figure(given[0], given[1], given[2], approved))
        case "figures-import":
            for row in rows(folder / given[0], 编号="person"):
                whose = row.get("person") or row["section"]
                approved = bool(row.get("approved_by"))
                facts.figures.append(Figure(whose, row["component"], row["figure"], approved))


def _adjustment(row: Mapping[str, str]) -> Adjustment:
    return Adjustment(
        person=row["person"],
        rule=row["rule"],
        count=int(row.get("count") or 1),
        level=row.get("level", ""),
        matter=row.get("matter", ""),
        points=row.get("points", ""),
        approved=bool(row.get("approved_by")),
    )


def ratings_of(path: Path, scheme: Table) -> Iterator[Rating]:
    """The ratings of a table with a line for each."""
    named = {each["name"]: each["key"] for each in tables(scheme, "indicators")}
    for row in rows(path, 层级="tier", **named):
        tier = by_key(tables(scheme, "tiers"), row["tier"])
        kind = tier.get("marks", "points")
        wanted = [kind] if kind in ("total", "overall") else named.values()
        marks = {key: row[key] for key in wanted if row.get(key)}
        yield Rating(tier["key"], row["rater"], row["ratee"], marks, bool(row.get("abstain")))
