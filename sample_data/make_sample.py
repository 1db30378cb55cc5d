"""Write the sample bureau: two schemes, rosters, yearly tasks and the ballots of four reviews.

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
# Table -> cell -> the same in English.
ENGLISH = tomllib.loads((FOLDER / "english.toml").read_text(encoding="utf-8"))

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
# Came in April: not in the roster of the first quarter, nor in its ballots.
JOINED_IN_APRIL = "35"

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

# What the people of a section undertake for the year: task, target, measures, standard, points.
TASKS = {
    "局领导": (
        (
            "分管工作年度目标",
            "分管各科年度任务全部完成",
            "每月调度一次，逐项督办",
            "一科未完成扣 3 分",
            16,
        ),
        (
            "统计督察整改",
            "督察反馈问题年内全部销号",
            "建立台账，逐条对账销号",
            "一条未销号扣 2 分",
            14,
        ),
        ("联系基层", "全年下基层不少于 24 次", "每次形成一条工作建议", "少一次扣 0.5 分", 10),
    ),
    "办公室": (
        ("公文办理", "收文当日登记，限时办结", "专人登记，每周通报未办结件", "超期一件扣 1 分", 16),
        ("会务和后勤保障", "全年会议保障无差错", "会前一日核对清单", "出现差错一次扣 1 分", 14),
        ("档案管理", "年度档案三月底前归档完毕", "各科交接签字，逐卷核对", "迟一周扣 1 分", 10),
    ),
    "综合核算科": (
        (
            "季度地区生产总值核算",
            "按时上报，数据衔接无误",
            "与各专业逐项对账",
            "迟报一次扣 3 分，差错一处扣 1 分",
            18,
        ),
        (
            "统计公报和月报",
            "公报三月前发布，月报每月 20 日前",
            "三级审核",
            "迟发一次扣 1 分，差错一处扣 0.5 分",
            12,
        ),
        ("统计分析", "全年撰写分析不少于 8 篇", "每月定题，科内讨论", "少一篇扣 1 分", 10),
    ),
    "农业科": (
        ("粮食产量抽样调查", "样本地块全部实测", "持终端到田块，照片留痕", "缺一个样本扣 2 分", 18),
        ("畜禽监测", "季报零差错", "与养殖大户台账核对", "差错一处扣 1 分", 12),
        ("农村住户调查", "记账户流失不超过两户", "每季入户回访", "多流失一户扣 1 分", 10),
    ),
    "工业科": (
        (
            "规模以上工业月报",
            "零差错、零迟报",
            "逐企业审核异常波动",
            "迟报一次扣 3 分，差错一处扣 1 分",
            18,
        ),
        (
            "新增企业入库",
            "应统尽统，年内入库不少于 6 家",
            "与税务名单逐月比对",
            "少一家扣 1 分",
            12,
        ),
        ("企业培训", "一套表培训 4 期", "每季一期，现场答疑", "少一期扣 2.5 分", 10),
    ),
    "服务业科": (
        ("三产统计月报", "零差错", "双人复核", "差错一处扣 1 分", 16),
        ("限额以上商贸企业报表", "按期上报率 100%", "报表日前两天催报", "迟报一家扣 1 分", 14),
        ("企业一套表培训", "全年 4 期", "每季一期，现场答疑", "少一期扣 2.5 分", 10),
    ),
    "投资贸易科": (
        ("固定资产投资月报", "项目资料齐全，零差错", "逐项目核凭证", "缺一项资料扣 1 分", 18),
        ("项目入库", "每月 20 日前完成审核", "到现场看开工情况", "退回一个项目扣 1 分", 12),
        ("外贸分析", "全年 4 篇", "每季一篇", "少一篇扣 2.5 分", 10),
    ),
    "人口就业科": (
        ("人口变动抽样调查", "登记误差率低于 1‰", "入户复核一成", "每超 0.1‰ 扣 1 分", 18),
        ("劳动工资季报", "零差错、零迟报", "与社保数据比对", "迟报一次扣 2 分", 12),
        ("城镇调查失业率", "样本应答率不低于 95%", "晚间和周末补访", "每低 1 个百分点扣 1 分", 10),
    ),
    "普查中心": (
        ("经济普查数据验收", "按期通过上级验收", "分乡镇包干，逐级审核", "退回一次扣 3 分", 18),
        ("普查区划维护", "年内更新完毕", "与民政区划逐村核对", "错漏一村扣 1 分", 12),
        ("普查资料开发", "课题 2 项", "与科研单位合作", "少一项扣 5 分", 10),
    ),
}
# What stands before a task of the section's head.
LEADING = "统筹"
TASK_HEADING = ("编号", "工作任务", "目标", "措施", "记分标准", "分值")


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


def _task_rows() -> Iterator[tuple[str, ...]]:
    """Yield everybody's tasks: those of the section, of which a head takes a little more on."""
    for person in roster():
        for title, target, measures, standard, points in TASKS[person.section]:
            prefix = LEADING if person.role == "middle" else ""
            yield person.code, prefix + title, target, measures, standard, str(points)


def _whole_review(period: str) -> list[tuple[str, ...]]:
    """Return every rating of a finished review, tier by tier."""
    tiers = ("peer", "middle", "leader", "head")
    return [row for tier in tiers for row in _ballot_rows(period, tier)]


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


def _in_english(heading: Iterable[str], rows: Iterable[Iterable[str]], table: str) -> str:
    """Return a table with every Chinese cell in English; one without a translation raises."""
    words = dict(ENGLISH[table])
    words |= {LEADING + cell: f"Lead: {said}" for cell, said in words.items()}
    said = [[cell if cell.isascii() else words[cell] for cell in row] for row in rows]
    return "\ufeff" + _csv([ENGLISH["heading"][word] for word in heading], said)


def files() -> dict[str, str]:
    """Return every file of the sample, name to text; the roster's begins with a byte order mark."""
    people = roster()
    raters = [person.code for person in people if person.role == "middle"]
    middle = _ballot_rows("annual", "middle")
    handed_in = [row for row in middle if row[1] in raters[:MIDDLE_BALLOTS_IN]]
    at_the_keys = [row for row in middle if row[1] == raters[MIDDLE_BALLOTS_IN]]
    quarters = {quarter: _whole_review(quarter) for quarter in ("q1", "q2", "q3")}
    first = [row for row in quarters["q1"] if JOINED_IN_APRIL not in row[1:3]]
    lines = [p._replace(role=ROLES[p.role]) for p in people]
    in_march = [line for line in lines if line.code != JOINED_IN_APRIL]
    indicators = [indicator["key"] for indicator in tomllib.loads(TIERS_SCHEME)["indicators"]]
    heading = ("tier", "rater", "ratee", *indicators, "abstain")
    return {
        "scheme.toml": TIERS_SCHEME,
        "scheme-participation.toml": PARTICIPATION_SCHEME,
        "roster.csv": "\ufeff" + _csv(HEADING, lines),
        "roster-q1.csv": "\ufeff" + _csv(HEADING, in_march),
        "tasks.csv": "\ufeff" + _csv(TASK_HEADING, _task_rows()),
        "ballots-q1.csv": _csv(heading, first),
        "ballots-q2.csv": _csv(heading, quarters["q2"]),
        "ballots-q3.csv": _csv(heading, quarters["q3"]),
        "ballots-annual.csv": _csv(heading, [*_ballot_rows("annual", "peer"), *handed_in]),
        "en/roster.csv": _in_english(HEADING, lines, "roster"),
        "en/roster-q1.csv": _in_english(HEADING, in_march, "roster"),
        "en/tasks.csv": _in_english(TASK_HEADING, _task_rows(), "tasks"),
        "half-keyed.csv": _csv(heading, _half_keyed(at_the_keys)),
    }


def main() -> None:
    """Write the files beside this script, overwriting what is there."""
    for name, text in files().items():
        (FOLDER / name).write_bytes(text.encode("utf-8"))
        print(f"{name}: {len(text.splitlines())} lines")


if __name__ == "__main__":
    main()
