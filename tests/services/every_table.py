"""A second year for the tests of tampering: one that leaves a row in every table there is."""

from datetime import date
from fractions import Fraction
from pathlib import Path

from kaohe_tui.domain.access.duties import Duty
from kaohe_tui.domain.entries.entries import EntryKind, ExemptionKind
from kaohe_tui.domain.paper.double_entry import Side
from kaohe_tui.domain.public.matter import MatterKind
from kaohe_tui.domain.tasks.task import Task, Verdict
from kaohe_tui.files.entries.figures import FigureLine
from kaohe_tui.services.access import codes, operators
from kaohe_tui.services.entries import entries, figures
from kaohe_tui.services.paper import forms, settling
from kaohe_tui.services.public import matters, notices
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tasks import tasks
from kaohe_tui.services.tiers import steps
from kaohe_tui.services.tiers.closing_sheet import Signers
from kaohe_tui.services.year import grades
from tests.bureau import key_ballot, new_room, raters
from tests.services.keyed_twice import FIRST, SECOND, THIRD, act_as

ROSTER = """code,name,section,role,supervisors,identity,groups
h,何局长,局领导,head,,公务员,young
l1,李副局长,局领导,leader,,公务员,
m1,马科长,综合科,middle,l1,公务员,
s1,单雄,综合科,staff,l1,公务员,
s2,孙红,综合科,staff,l1,事业单位,
"""
SCHEME = """name = "县统计局绩效考核方案"
year = 2026
[scoring]
method = "tiers"
step = "1"
[[groups]]
key = "young"
name = "青年干部"
[[indicators]]
key = "work"
name = "工作业绩"
points = 60
source = "goals"
[[indicators.criteria]]
name = "年度工作任务完成情况"
points = 35
[[indicators.criteria]]
name = "数据质量与时效"
points = 25
[[indicators]]
key = "spirit"
name = "精神状况"
points = 40
[[tiers]]
key = "all"
name = "全员互评"
raters = ["staff", "middle", "leader", "head"]
ratees = ["staff", "middle"]
scope = "all"
weight = 30
secret = true
detail = "criteria"
[[tiers]]
key = "peer"
name = "同级评分"
raters = ["staff", "middle"]
ratees = ["staff", "middle"]
scope = "all"
weight = 40
entry = "double"
detail = "criteria"
[[tiers]]
key = "head"
name = "局领导评分"
raters = ["head"]
ratees = ["staff", "middle"]
scope = "all"
weight = 30
[[factors]]
key = "county"
name = "县考核系数"
[[periods]]
key = "q1"
name = "上半年"
weight = 50
[[periods]]
key = "q2"
name = "下半年"
weight = 50
[[adjustments]]
key = "praise"
name = "表扬"
kind = "bonus"
points = "0.5"
cap = "3"
[vetoes]
grade = "不称职"
grounds = ["廉政"]
[[grades]]
name = "优秀"
min = "90"
quota = 40
[[grades]]
name = "称职"
min = "60"
[[grades]]
name = "不称职"
min = "0"
"""
DAY = date(2026, 3, 1)
SIGNERS = Signers("何局长", "李副局长")


def every_table(folder: Path) -> Path:
    """A database whose first period is closed, keyed in every way there is; of the second, one tier
    is open and codes are made for the next."""
    room = new_room(folder, SCHEME, ROSTER)
    _declare(room)
    steps.recuse(room, "q1", ("s1", "s2"), "夫妻")
    _enter(room)
    _hold_secret(room)
    _hold_twice(room)
    _hold(room)
    grades.decide(room, "q1", "m1", "称职", "集体研究")
    _post(room)
    steps.open_tier(room, "q2", "all")
    codes.issue(room, "q2", "peer", "s1")
    codes.issue(room, "q2", "peer", "m1")
    operators.add(room, "主持", Duty.HOST, "2580")
    operators.sign_in(room, "主持", "2580")
    operators.add(room, "旧人", Duty.CLERK, "1470")
    operators.retire(room, "旧人")
    room.close()
    return room.database.path


def by_parts(rater: str) -> dict[str, tuple[int, int, int] | None]:
    """What a rater gives by ratee's code: two parts of the first indicator, and the second one."""
    bonus = len(rater)
    return {
        "m1": (30, 20, 30 + bonus),
        "s1": (31, 21 + bonus, 31),
        "s2": None if rater == "m1" else (32 + bonus, 22, 32),
    }


def _declare(room: Room) -> None:
    tasks.declare(room, "s1", [Task("统计月报", "零差错", "双人复核", "差错一次扣2分", 600)])
    tasks.present(room, "s1")
    tasks.opinion(room, "s1", "s2", Verdict.AGREE, "合适")


def _enter(room: Room) -> None:
    first = entries.enter_adjustment(room, "q1", "s2", "praise", 2, "县委通报")
    entries.approve(room, first, "h")
    second = entries.enter_adjustment(room, "q1", "s1", "praise", 1, "误录")
    entries.withdraw(room, EntryKind.ADJUSTMENT, second, "录错了人")
    entries.enter_veto(room, "q1", "s2", "廉政", "县纪发〔2026〕3号", "县纪委")
    entries.absent(room, "q1", "s1", Fraction(3, 2), "病假")
    for code in ("m1", "s1", "s2"):
        line = FigureLine(0, code, "county", "1", "县通报", "h")
        figures.enter_figure(room, "q1", line)
    entries.exempt(room, "q1", "s1", ExemptionKind.UNDETERMINED, "新任职")


def _hold_secret(room: Room) -> None:
    """The secret tier, part by part, on paper forms."""
    steps.open_tier(room, "q1", "all")
    forms.enter(room, "q1", "all", handed_out=5, returned=5)
    for rater in raters(room, "q1", "all"):
        key_ballot(room, ("q1", "all", rater), by_parts(rater).__getitem__)
    steps.close_tier(room, "q1", "all", signers=SIGNERS)


def _hold_twice(room: Room) -> None:
    """The tier that is keyed twice: two ballots the same, one settled by a third."""
    steps.open_tier(room, "q1", "peer")
    before = room.actor
    for rater in raters(room, "q1", "peer"):
        given = by_parts(rater)
        act_as(room, FIRST)
        key_ballot(room, ("q1", "peer", rater), given.__getitem__)
        act_as(room, SECOND)
        other = given | ({"s1": (30, 20, 40)} if rater == "s2" else {})
        key_ballot(room, ("q1", "peer", rater), other.__getitem__)
    act_as(room, THIRD)
    look = settling.settling(room, "q1", "peer", "s2")
    settling.settle(room, "q1", "peer", "s2", look.found, dict.fromkeys(range(3), Side.FIRST))
    act_as(room, before)
    steps.close_tier(room, "q1", "peer", signers=SIGNERS)


def _hold(room: Room) -> None:
    """The tier of the head, with one abstention."""
    steps.open_tier(room, "q1", "head")
    given = {"m1": (50, 30), "s1": (51, 31), "s2": None}
    key_ballot(room, ("q1", "head", "h"), given.__getitem__)
    steps.close_tier(room, "q1", "head", signers=SIGNERS)


def _post(room: Room) -> None:
    notices.post(room, "q1", date.fromisoformat(room.now()[:10]), "办公室")
    number = matters.take(
        room,
        kind=MatterKind.OBJECTION,
        about="对得分有异议",
        period="q1",
        code="s1",
        received_on=DAY,
    )
    matters.step(room, number, "已核对评分表")
