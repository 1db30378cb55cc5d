"""Write the sample bureau: two schemes, a roster and the ballots of two quarters.

Run it as ``python sample_data/make_sample.py``. The same text comes out on every machine and
every Python from 3.11 on: each figure is drawn from a digest of the seed and of what it is for
(who rates whom, when, on what), never from the order of drawing. A change in one place
therefore leaves all other lines of the files alone.

Every name is invented; so is the bureau.
"""

from __future__ import annotations

import csv
import hashlib
import io
import tomllib
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path
from string import Template
from typing import Any, NamedTuple

SEED = "kaohe sample 2026"

FOLDER = Path(__file__).resolve().parent
# Both schemes, with a $word where they differ.
SCHEME = Template((FOLDER / "scheme.toml.in").read_text(encoding="utf-8"))

TIERS_SCHEME = SCHEME.substitute(
    title="县统计局绩效考核方案",
    about="各层级先求平均分，再按权重加权平均。",
    method="tiers",
    method_note='          # 分级加权平均；另一种算法是 "participation"',
    step="1",
    step_note="                # 单项打分的最小单位",
    weights="四个层级的权重合计 100；不适用于某人的层级不计入，其余层级按权重折算。",
    peer="40",
    middle="20",
    leader="20",
    head="20",
)
PARTICIPATION_SCHEME = SCHEME.substitute(
    title="县统计局绩效考核方案，按参与评分次数计算",
    about="每一次评分都计入平均；weight 是该层级每次评分折合的次数。",
    method="participation",
    method_note='  # 通过参与评分的次数体现权重；另一种算法是 "tiers"',
    step="0.5",
    step_note="              # 单项打分的最小单位",
    weights="分管领导的一次评分按两次计，主要负责人的一次按三次计。",
    peer="1",
    middle="1",
    leader="2",
    head="3",
)


class Person(NamedTuple):
    """One line of the roster; the fields stand in the order of its columns."""

    code: str
    name: str
    section: str
    role: str
    supervisor: str
    identity: str
    note: str


HEADING = ("编号", "姓名", "科室", "层级", "分管领导", "身份", "备注")
ROLES = {"staff": "一般人员", "middle": "中层干部", "leader": "分管领导", "head": "主要负责人"}
BOARD = (("曹守诚", "局长"), ("曾永清", "副局长"), ("贺晓岚", "副局长"), ("解文斌", "总统计师"))
# Section, its supervising leader's code, its head and its staff.
SECTIONS = (
    ("办公室", "03", "单雪梅 王芳 周立群 盖春生"),
    ("综合核算科", "02", "仇志远 上官慧敏 郭海波 欧阳明日香"),
    ("农业科", "04", "马福全 阿依古丽·买买提 田秋生 赵玉珍"),
    ("工业科", "02", "冯德胜 何丽娟 孙大勇 邓小燕"),
    ("服务业科", "03", "韩秀英 王芳 罗国栋 查文静"),
    ("投资贸易科", "02", "宋长河 林巧云 薛鹏程 谢婷"),
    ("人口就业科", "04", "蒋美华 唐建设 丁玉兰 区伟明"),
    ("普查中心", "04", "高振东 石晓磊 邹小琴 万成林"),
)
# On duty in a village all year: nobody in the bureau supervises him, and few know his work.
IN_THE_VILLAGE = "36"

# All in hundredths of an indicator's points, as everything below that makes a mark.
USUAL = 90
WEAK_PEOPLE = {"19": -15, "31": -9}
UNUSUAL_RATERS = {"08": -20, "27": +10}
GRUDGES = {("24", "22"): -35, ("15", "30"): -30, ("10", "25"): -40}
ABSTENTIONS = {
    *(("peer", rater, IN_THE_VILLAGE) for rater in ("06", "14", "20", "28")),
    ("peer", "32", "26"),
    ("peer", "12", "03"),
    ("middle", "17", IN_THE_VILLAGE),
}
MIDDLE_BALLOTS_IN = 5
ROWS_KEYED, MARKS_KEYED = 12, 2


def roster() -> list[Person]:
    """Return all 36 people in roster order: the leaders, then section by section."""
    people = [
        Person(
            f"{number:02}", name, "局领导", "leader" if number > 1 else "head", "", "公务员", post
        )
        for number, (name, post) in enumerate(BOARD, 1)
    ]
    for section, leader, names in SECTIONS:
        for place, name in enumerate(names.split()):
            code = f"{len(people) + 1:02}"
            away = code == IN_THE_VILLAGE
            people.append(
                Person(
                    code=code,
                    name=name,
                    section=section,
                    role="staff" if place else "middle",
                    supervisor="" if away else leader,
                    identity="事业单位" if section == "普查中心" and place else "公务员",
                    note="驻村工作队" if away else "",
                )
            )
    return people


def _draw(spread: int, *what: str) -> int:
    """Return a whole number in -spread..spread, most likely near 0, the same for the same what."""
    digest = hashlib.sha256("/".join((SEED, *what)).encode()).digest()
    up, down = int.from_bytes(digest[:8], "big"), int.from_bytes(digest[8:16], "big")
    return up % (spread + 1) - down % (spread + 1)


def _mark(period: str, tier: str, rater: Person, ratee: Person, key: str, points: int) -> int:
    """Return a whole mark in 0..points: the ratee's worth as this rater sees it that day."""
    to, by = ratee.code, rater.code
    share = USUAL + WEAK_PEOPLE.get(to, 0) + GRUDGES.get((by, to), 0)
    share += _draw(6, "worth", to) + _draw(4, "worth", to, key) + _draw(3, "worth", to, period)
    share += UNUSUAL_RATERS.get(by, _draw(4, "severity", by))
    share += 2 if rater.section == ratee.section else 0
    share += _draw(3, "day", period, tier, by, to) + _draw(6, "day", period, tier, by, to, key)
    return max(0, min(points, (points * share + 50) // 100))


def _owed(tier: dict[str, Any], people: list[Person]) -> Iterator[tuple[Person, Person]]:
    """Yield who rates whom in a tier of the scheme, rater by rater in roster order."""
    raters = [person for person in people if person.role in tier["raters"]]
    ratees = [person for person in people if person.role in tier["ratees"]]
    for rater, ratee in product(raters, ratees):
        named = tier["scope"] == "all" or ratee.supervisor == rater.code
        if named and rater != ratee:
            yield rater, ratee


def _ballot_rows(period: str, tier_key: str) -> list[tuple[str, ...]]:
    """Return every rating owed in one tier of one period as rows of a ballots file."""
    scheme = tomllib.loads(TIERS_SCHEME)
    tier = next(tier for tier in scheme["tiers"] if tier["key"] == tier_key)
    rows = []
    for rater, ratee in _owed(tier, roster()):
        pair = (tier_key, rater.code, ratee.code)
        if pair in ABSTENTIONS:
            rows.append((*pair, *("" for _ in scheme["indicators"]), "1"))
            continue
        marks = (
            str(_mark(period, tier_key, rater, ratee, each["key"], each["points"]))
            for each in scheme["indicators"]
        )
        rows.append((*pair, *marks, ""))
    return rows


def _half_keyed(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return the beginning of one ballot: some rows whole, one begun, the rest not there."""
    begun = rows[ROWS_KEYED]
    marks_from = 3
    kept = begun[: marks_from + MARKS_KEYED]
    return [*rows[:ROWS_KEYED], kept + ("",) * (len(begun) - len(kept))]


def _csv(heading: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heading)
    writer.writerows(rows)
    return text.getvalue()


def files() -> dict[str, str]:
    """Return every file of the sample, name to text; the roster's begins with a byte order mark."""
    people = roster()
    raters = [person.code for person in people if person.role == "middle"]
    middle = _ballot_rows("q2", "middle")
    handed_in = [row for row in middle if row[1] in raters[:MIDDLE_BALLOTS_IN]]
    at_the_keys = [row for row in middle if row[1] == raters[MIDDLE_BALLOTS_IN]]
    first = [
        row for tier in ("peer", "middle", "leader", "head") for row in _ballot_rows("q1", tier)
    ]
    indicators = [indicator["key"] for indicator in tomllib.loads(TIERS_SCHEME)["indicators"]]
    heading = ("tier", "rater", "ratee", *indicators, "abstain")
    return {
        "scheme.toml": TIERS_SCHEME,
        "scheme-participation.toml": PARTICIPATION_SCHEME,
        "roster.csv": "\ufeff" + _csv(HEADING, (p._replace(role=ROLES[p.role]) for p in people)),
        "ballots-q1.csv": _csv(heading, first),
        "ballots-q2.csv": _csv(heading, [*_ballot_rows("q2", "peer"), *handed_in]),
        "half-keyed.csv": _csv(heading, _half_keyed(at_the_keys)),
    }


def main() -> None:
    """Write the files beside this script, overwriting what is there."""
    for name, text in files().items():
        (FOLDER / name).write_bytes(text.encode("utf-8"))
        print(f"{name}: {len(text.splitlines())} lines")


if __name__ == "__main__":
    main()
