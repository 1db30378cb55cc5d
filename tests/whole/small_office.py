"""A small bureau for whole reviews: one head, one leader, two section heads, four staff."""

from pathlib import Path

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
SCHEME = """name = "小局考核方案"
year = 2026
[scoring]
method = "tiers"
step = "1"
decimals = 2
rank = "by_role"
[[indicators]]
key = "work"
name = "业绩"
points = 40
[[indicators]]
key = "duty"
name = "作风"
points = 45
[[indicators]]
key = "clean"
name = "廉政"
points = 15
[[tiers]]
key = "peer"
name = "互评"
raters = ["staff", "middle"]
ratees = ["staff", "middle"]
scope = "all"
weight = 40
trim = 1
reveal = "ballot"
[[tiers]]
key = "middle"
name = "中层评分"
raters = ["middle"]
ratees = ["staff"]
scope = "all"
weight = 20
reveal = "ballot"
[[tiers]]
key = "leader"
name = "分管评分"
raters = ["leader"]
ratees = ["staff", "middle"]
scope = "supervised"
weight = 15
reveal = "row"
[[tiers]]
key = "head"
name = "主要评分"
raters = ["head"]
ratees = ["staff", "middle", "leader"]
scope = "all"
weight = 25
reveal = "row"
[[periods]]
key = "q1"
name = "一季度"
weight = 40
[[periods]]
key = "q2"
name = "二季度"
weight = 60
"""
MAXIMA = (40, 45, 15)
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


def write_files(folder: Path) -> tuple[Path, Path]:
    """Write the scheme and the roster; returns their paths."""
    scheme, roster = folder / "scheme.toml", folder / "roster.csv"
    scheme.write_text(SCHEME, encoding="utf-8")
    roster.write_text(ROSTER, encoding="utf-8")
    return scheme, roster
