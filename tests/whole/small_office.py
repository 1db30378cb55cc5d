"""A small bureau for whole reviews: one head, one leader, two section heads, four staff."""

from collections.abc import Mapping
from pathlib import Path

from tests.bureau import scheme_of, write_files

ROSTER = """code,name,section,role,supervisors,identity,clerk_note
h1,胡局长,局领导,head,,,
l1,李副局,局领导,leader,,,
m1,马科长,农业科,middle,l1,,
m2,牛科长,工业科,middle,l1,,
s1,张三[/],农业科,staff,l1,,
s2,[red]李四,农业科,staff,l1,,
s3,单王芳,工业科,staff,l1,,
s4,欧阳明日香,工业科,staff,l1,,
"""
INDICATORS = (("work", "业绩", 40), ("duty", "作风", 45), ("clean", "廉政", 15))
MAXIMA = tuple(points for _key, _name, points in INDICATORS)
"""The points of the three indicators."""
ROLES = {
    "h1": "head",
    "l1": "leader",
    "m1": "middle",
    "m2": "middle",
    "s1": "staff",
    "s2": "staff",
    "s3": "staff",
    "s4": "staff",
}
TIERS = {
    "peer": (("staff", "middle"), ("staff", "middle")),
    "middle": (("middle",), ("staff",)),
    "leader": (("leader",), ("staff", "middle")),
    "head": (("head",), ("staff", "middle", "leader")),
}
"""Tier -> roles that rate, roles that are rated; nobody rates himself."""
WEIGHTS = {"peer": 40, "middle": 20, "leader": 15, "head": 25}
_MORE: Mapping[str, Mapping[str, object]] = {
    "peer": {"name": "互评", "scope": "all", "trim": 1, "reveal": "ballot"},
    "middle": {"name": "中层评分", "scope": "all", "reveal": "ballot"},
    "leader": {"name": "分管评分", "scope": "supervised", "reveal": "row"},
    "head": {"name": "主要评分", "scope": "all", "reveal": "row"},
}
SCHEME = scheme_of(
    "小局考核方案",
    {"method": "tiers", "step": "1", "decimals": 2, "rank": "by_role"},
    INDICATORS,
    {
        key: {"raters": TIERS[key][0], "ratees": TIERS[key][1], "weight": WEIGHTS[key], **more}
        for key, more in _MORE.items()
    },
    [("q1", "一季度", 40), ("q2", "二季度", 60)],
)


def ratees(tier: str, rater: str) -> list[str]:
    """Whom the rater's ballot names, in its order."""
    return [code for code, role in ROLES.items() if role in TIERS[tier][1] and code != rater]


def raters(tier: str) -> list[str]:
    """Who rates in a tier, in the list's order."""
    return [code for code, role in ROLES.items() if role in TIERS[tier][0]]


def keys(*marks: int) -> str:
    """What a clerk types for whole marks: the digits, and Space where another could follow."""
    typed = ""
    for number, mark in enumerate(marks):
        more = mark > 0 and mark * 10 <= MAXIMA[number % len(MAXIMA)]
        typed += f"{mark} " if more else str(mark)
    return typed


def office_files(folder: Path) -> tuple[Path, Path]:
    """Write the scheme and the roster; returns their paths."""
    return write_files(folder, SCHEME, ROSTER)
