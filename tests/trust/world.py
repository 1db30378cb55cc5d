"""A small bureau drawn at random: five to seven people, three tiers of every sort, two periods."""

import random
from dataclasses import dataclass
from pathlib import Path

from kaohe_tui.services.database.starting import new_year
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.database.engine import Database
from tests.trust.stage import Clock, Stage

SORTS = {
    "plain": "",
    "secret": "secret = true\n",
    "double": 'entry = "double"\n',
    "detail": 'detail = "criteria"\n',
    "secret double": 'secret = true\nentry = "double"\n',
    "secret detail": 'secret = true\ndetail = "criteria"\n',
    "double detail": 'entry = "double"\ndetail = "criteria"\n',
}
"""How a tier is keyed -> its lines in the scheme."""
_MEMBERS = (
    "h,何局长,局领导,head,,公务员",
    "l1,李副局长,局领导,leader,,公务员",
    "m1,马科长,综合科,middle,l1,公务员",
    "s1,单雄,综合科,staff,l1,公务员",
    "s2,孙红,综合科,staff,l1,事业单位",
    "s3,王芳,农业科,staff,l1,事业单位",
    "m2,毛科长,农业科,middle,l1,公务员",
)
_HEADING = "code,name,section,role,supervisors,identity"
_HEAD = """name = "县统计局绩效考核方案"
year = 2026
[scoring]
method = "tiers"
step = "1"
rank = "by_role"
self_rating = false
tie_break = ["peer"]
bonus_cap = "5"
[[indicators]]
key = "work"
name = "工作业绩"
points = 60
source = "goals"
[[indicators.criteria]]
name = "年度工作任务"
points = 35
[[indicators.criteria]]
name = "数据质量"
points = 25
[[indicators]]
key = "spirit"
name = "精神状况"
points = 40
"""
_TIERS = (
    ("peer", "全员互评", '["staff", "middle", "leader"]', '["staff", "middle"]', 50),
    ("middle", "中层干部评分", '["middle", "leader"]', '["staff"]', 20),
    ("head", "主要负责人评分", '["head"]', '["staff", "middle", "leader"]', 30),
)
_TAIL = """[[periods]]
key = "q1"
name = "第一季度小评"
weight = 40
[[periods]]
key = "annual"
name = "年终总评"
weight = 60
[[adjustments]]
key = "praise"
name = "表扬"
kind = "bonus"
points = "0.5"
cap = "3"
[[adjustments]]
key = "violation"
name = "违反规定"
kind = "deduction"
points = "2"
cap = "10"
[vetoes]
grade = "不称职"
grounds = ["廉政", "县委规定"]
[[grades]]
name = "优秀"
min = "85"
quota = 60
[[grades]]
name = "称职"
min = "60"
[[grades]]
name = "不称职"
min = "0"
"""


@dataclass(frozen=True)
class World:
    """What a bureau is drawn from."""

    seed: int
    sorts: tuple[str, ...]
    """Of the tiers, in their order."""
    people: int
    reveal: str
    trim: int

    def __str__(self) -> str:
        """In one line."""
        tiers = ", ".join(
            f"{tier[0]} {sort}" for tier, sort in zip(_TIERS, self.sorts, strict=True)
        )
        return f"seed {self.seed}: {self.people} people; {tiers}; shown by {self.reveal}"

    @property
    def scheme(self) -> str:
        """The text of its scheme's file."""
        text = _HEAD
        for (key, name, raters, ratees, weight), sort in zip(_TIERS, self.sorts, strict=True):
            text += f'[[tiers]]\nkey = "{key}"\nname = "{name}"\nraters = {raters}\n'
            text += f'ratees = {ratees}\nweight = {weight}\nreveal = "{self.reveal}"\n'
            text += f"trim = {self.trim if key == 'peer' else 0}\n" + SORTS[sort]
        return text + _TAIL

    @property
    def roster(self) -> str:
        """The text of its roster's file."""
        return "\n".join((_HEADING, *_MEMBERS[: self.people])) + "\n"


def drawn(seed: int) -> World:
    """The world of a seed: at least one of its tiers is not plain."""
    dice = random.Random(f"world {seed}")
    sorts = ["plain", *SORTS]
    while True:
        found = tuple(dice.choice(sorts) for _tier in _TIERS)
        if set(found) != {"plain"}:
            break
    return World(
        seed, found, dice.randrange(5, 8), dice.choice(["row", "ballot", "tier"]), dice.randrange(2)
    )


def begun(world: World, folder: Path) -> Stage:
    """The bureau before its first period.

    Args:
        world: what it is drawn from.
        folder: an empty one, for its files.
    """
    scheme, roster = folder / "scheme.toml", folder / "roster.csv"
    scheme.write_text(world.scheme, encoding="utf-8")
    roster.write_text(world.roster, encoding="utf-8")
    path = folder / "kaohe.db"
    new_year(path, scheme, roster).close()
    clock = Clock()
    return Stage(Room(Database.open(path), actor="甲", clock=clock), clock)
