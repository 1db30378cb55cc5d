"""A bureau of eleven with grades: two quarters closed, the annual review to come.

Everybody gives the same person the same marks, so that each total is the one in ``POINTS``.
"""

from collections.abc import Mapping
from pathlib import Path

from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.periods.roster_and_scheme import change_roster
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from tests.bureau import KEYS, key_tier, new_room, scheme_text
from tests.prepared import copied

ROSTER = """code,name,section,role,supervisors,identity
h,何局长,局领导,head,,公务员
l1,李副局长,局领导,leader,,公务员
m1,马科长,综合科,middle,l1,公务员
m2,毛科长,农业科,middle,l1,公务员
s1,单雄,综合科,staff,l1,公务员
s2,孙红,综合科,staff,l1,事业单位
s3,王芳,农业科,staff,l1,事业单位
s4,赵四,农业科,staff,l1,公务员
s5,钱五,农业科,staff,l1,公务员
"""
LATE = "s6,晚来,综合科,staff,l1,事业单位\ns7,新人,综合科,staff,l1,事业单位\n"
"""In the roster from the second quarter on; nobody rates ``s7`` but with an abstention."""

POINTS: Mapping[str, Mapping[str, int]] = {
    "q1": {"l1": 92, "m1": 91, "m2": 85, "s1": 95, "s2": 90, "s3": 90, "s4": 80, "s5": 50},
    "q2": {
        "l1": 94,
        "m1": 88,
        "m2": 88,
        "s1": 85,
        "s2": 90,
        "s3": 90,
        "s4": 92,
        "s5": 61,
        "s6": 97,
    },
}
GRADES = """
[vetoes]
grade = "不称职"
grounds = ["廉政"]
[[grades]]
name = "优秀"
min = "90"
quota = 40
[[grades]]
name = "称职"
min = "75"
[grades.names]
"事业单位" = "合格"
[[grades]]
name = "基本称职"
min = "60"
[[grades]]
name = "不称职"
min = "0"
"""
_PERIODS = (("q1", "第一季度小评", 20), ("q2", "第二季度小评", 20), ("annual", "年终总评", 60))


def graded_scheme(extra: str = GRADES) -> str:
    """The four tiers with three periods and grades."""
    text = scheme_text().partition("[[periods]]")[0]
    for key, name, weight in _PERIODS:
        text += f'[[periods]]\nkey = "{key}"\nname = "{name}"\nweight = {weight}\n'
    return text + extra


def make_year(folder: Path, scheme: str | None = None) -> Room:
    """Both quarters held; two people joined between them."""
    return enter_room(copied(folder / "kaohe.db", _year, scheme or graded_scheme()))


def _year(folder: Path, scheme: str) -> Room:
    room = new_room(folder, scheme, ROSTER)
    hold(room, "q1")
    roster = folder / "later.csv"
    roster.write_text(ROSTER + LATE, encoding="utf-8")
    change_roster(room, roster)
    hold(room, "q2")
    return room


def make_left(folder: Path) -> Room:
    """Hold the first quarter; ``s5`` has left when the second one opens."""
    room = new_room(folder, graded_scheme(), ROSTER)
    hold(room, "q1")
    roster = folder / "later.csv"
    lines = ROSTER.splitlines(keepends=True)
    roster.write_text("".join(line for line in lines if "s5" not in line), encoding="utf-8")
    change_roster(room, roster)
    steps.open_tier(room, "q2", KEYS[0])
    return room


def hold(room: Room, period: str) -> None:
    """Open, key and close every tier of a period."""
    for tier in KEYS:
        steps.open_tier(room, period, tier)
        key_tier(room, period, tier, lambda code: marks(period, code))
        steps.close_tier(room, period, tier)


def marks(period: str, code: str) -> tuple[int, int] | None:
    """The two indicators' marks that add up to the person's points; None abstains."""
    points = POINTS[period].get(code)
    return None if points is None else (min(points, 60), max(points - 60, 0))
