"""Say which sheet of the workbook holds which tables of scheme.toml, and what columns are for."""

from collections.abc import Mapping
from dataclasses import dataclass

from kaohe_tui.words import N_


@dataclass(frozen=True, slots=True)
class Part:
    """A list of tables of scheme.toml: a sheet of its own, with a line a table."""

    table: str
    """The list's key: ``tiers`` for ``[[tiers]]``."""
    sheet: str
    """The name on the sheet's tab, in Chinese: it is the same in every language."""
    says: str
    """A sentence on what stands here, a message."""
    columns: Mapping[str, str]
    """Key -> what it says, a message; in the order of the columns."""
    parent: str = ""
    """The list that each table stands in, whose key is the first column; empty for none."""


BASICS = "基本"
"""The sheet of what stands alone: a line a key, with the table that it stands in."""
ROLES = "角色"
"""The sheet of the unit's own words for roles: a line a role."""
ROSTER = "花名册"
"""The sheet of the people; read as a roster."""

ALONE: Mapping[str, Mapping[str, str]] = {
    "": {
        "name": N_("the scheme's name"),
        "year": N_("the calendar year"),
        "keep_originals": N_("whether files that are brought are kept as they were: 是 or 否"),
    },
    "scoring": {
        "method": N_("tiers: means of the tiers, weighted; participation: every rating counts"),
        "step": N_("smallest unit of a mark: 1, 0.5 or 0.1"),
        "full": N_("full marks of a form; 100 if left out"),
        "decimals": N_("decimal places of a score, 0 to 4; 2 if left out"),
        "self_rating": N_("whether people rate themselves: 是 or 否"),
        "rank": N_("by_role: each role apart; together: all in one list"),
        "tie_break": N_("keys of tiers or indicators, compared in order among equal people"),
        "bonus_cap": N_("the most that all bonuses count together"),
        "deduction_cap": N_("the most that all deductions count together"),
        "ceiling": N_("the highest total"),
        "quota_by": N_("who shares the places of a grade: class, section or unit"),
    },
    "bars": {
        "deductions": N_("keys of deductions that keep from the top grade"),
        "absence_days": N_("more days of absence than this keep from the top grade"),
        "quarter_grade": N_("the grade that some quarter must have come to"),
        "lowest_grade": N_("the grade that every period must have come to"),
        "tier": N_("the mean that a tier must have: key=points"),
        "events": N_("the number of times that a rule may not reach: key=times"),
    },
    "notice": {
        "days": N_("calendar days that a notice stands; 5 if left out"),
        "order": N_("rank, or stroke: by the strokes of the surname"),
        "scores": N_("whether totals are printed: 是 or 否"),
        "contact": N_("where to object"),
        "answer_days": N_("calendar days to answer an objection; 15 if left out"),
    },
}
"""Table that stands once, or the top level -> its keys -> what each says."""

_KEY = N_("short English word that names it elsewhere")
_NAME = N_("the name that is shown")

PARTS: tuple[Part, ...] = (
    Part(
        "groups",
        "组别",
        N_("Groups that rate or are rated beside the roles; all that is named must hold."),
        {
            "key": _KEY,
            "name": _NAME,
            "roles": N_("the roles that belong to it"),
            "sections": N_("the sections that belong to it"),
            "identity": N_("the identities that belong to it"),
        },
    ),
    Part(
        "levels",
        "档次",
        N_("The levels that a ballot may take instead of marks, the best first."),
        {
            "name": _NAME,
            "percent": N_("per cent of the points that it gives"),
            "from": N_("in place of it, the lowest total that has the level, in per cent"),
            "to": N_("the highest total that has the level, in per cent"),
            "key": N_("the one key that gives it; 1, 2, 3 … if left out"),
        },
    ),
    Part(
        "indicators",
        "指标",
        N_("The form: a line an indicator; the points of a form add up to the full marks."),
        {
            "key": _KEY,
            "name": _NAME,
            "points": N_("points, at most one decimal"),
            "element": N_("德, 能, 勤, 绩 or 廉; may be empty"),
            "source": N_("goals: the yearly tasks stand beside it"),
            "standard": N_("what the points are given for"),
            "for": N_("the classes on whose form it stands; all if left out"),
        },
    ),
    Part(
        "criteria",
        "细项",
        N_("The criteria of an indicator; they add up to its points."),
        {
            "name": _NAME,
            "points": N_("points, at most one decimal"),
            "standard": N_("what the points are given for"),
        },
        "indicators",
    ),
    Part(
        "tiers",
        "层级",
        N_("The rounds of scoring in their order: who rates whom, and how much it counts."),
        {
            "key": _KEY,
            "name": _NAME,
            "raters": N_("the roles that rate"),
            "ratees": N_("the roles that are rated"),
            "scope": N_("whom of them: 全体, 本科室, 分管"),
            "weight": N_("per cent, or the factor under participation"),
            "trim": N_("how many of the highest and of the lowest totals are trimmed, each"),
            "trim_from": N_("the number of ratings from which it is trimmed"),
            "min_ratings": N_("with fewer ratings the tier does not count for a person"),
            "secret": N_("whether ballots lose their raters: 是 or 否"),
            "reveal": N_("from when ratings count in the standings"),
            "detail": N_("total, or criteria"),
            "entry": N_("how often a paper form is keyed: single or double"),
            "control_total": N_("whether the total on the paper is keyed: 是 or 否"),
            "marks": N_("what is keyed: 分值, 百分制, 逐项定档, 总体定档 or 总分"),
            "indicators": N_("keys of the indicators on its form; all if left out"),
            "points": N_("what its form adds up to; the full marks if left out"),
        },
    ),
    Part(
        "limits",
        "限制",
        N_("What each ballot of a tier is held to: a line a limit."),
        {
            "level": N_("the level that is counted"),
            "from": N_("or the totals that are counted: from here on"),
            "below": N_("and below this"),
            "at_most": N_("the most people who may have it"),
            "at_least": N_("the fewest people who must have it"),
            "at_most_percent": N_("or per cent of the people rated, rounded down"),
            "at_least_percent": N_("or per cent of the people rated, rounded up"),
            "all_equal": N_("否: not the same total for all"),
            "all_full": N_("否: not full marks for all"),
            "by": N_("科室: counted within each section"),
            "on_break": N_("what happens otherwise: 退回 (the usual) or 作废"),
        },
        "tiers",
    ),
    Part(
        "components",
        "组成",
        N_("What a total is made of; the points add up to the full marks."),
        {
            "key": _KEY,
            "name": _NAME,
            "points": N_("points, or points by class: 中层干部=40；一般人员=30"),
            "source": N_("评分, 满分起扣, 办公室录入, 科室得分 or 得票率"),
            "for": N_("the roles that it is for; all if left out"),
            "tiers": N_("under 评分: the keys of its tiers; all if left out"),
            "of": N_("person, or section: one figure for all its people"),
            "convert": N_("what a figure is, if not points: by=rank；first=30；step=1.5"),
            "tier": N_("under 得票率: the key of the tier whose ratings are counted"),
            "level": N_("under 得票率: the level that a rating must reach"),
            "bands": N_("under 得票率: points by least per cent: 85=7；70=5; else in proportion"),
            "if_missing": N_("zero: it counts 0 where it is missing"),
        },
    ),
    Part(
        "factors",
        "系数",
        N_("What the sum of the components is multiplied by."),
        {
            "key": _KEY,
            "name": _NAME,
            "of": N_("person, or section: one figure for all its people"),
            "min": N_("the lowest figure that may be entered; 0 if left out"),
            "max": N_("the highest figure that may be entered; 10 if left out"),
        },
    ),
    Part(
        "adjustments",
        "加减分",
        N_("Bonuses and deductions that the leading group may enter."),
        {
            "key": _KEY,
            "name": _NAME,
            "kind": N_("加分 or 扣分"),
            "points": N_("points each time"),
            "cap": N_("the most that this rule counts"),
            "levels": N_("instead of points, several sizes: 省级=3；市级=2"),
            "highest": N_("whether of entries for the same thing the largest counts: 是 or 否"),
            "free": N_("whether each entry gives its points: 是 or 否"),
            "most": N_("the most points of one entry that gives them"),
            "within": N_("the key of the component that it changes; the total if left out"),
        },
    ),
    Part(
        "caps",
        "封顶",
        N_("One limit over several rules: all bonuses, or all deductions and absences."),
        {
            "name": _NAME,
            "rules": N_("keys of adjustments and absences, with ； between them"),
            "most": N_("the most that they count together"),
        },
    ),
    Part(
        "absences",
        "缺勤",
        N_("The kinds of absence, and what their days in a period lead to."),
        {
            "key": _KEY,
            "name": _NAME,
            "free": N_("days that cost nothing"),
            "points": N_("points off for each day beyond them"),
            "then": N_("further steps, a line each: 起=10；分值=1"),
            "out_from": N_("days from which it is proposed not to assess the person"),
            "bars_from": N_("days from which the top grade is barred"),
            "within": N_("the key of the component that it changes; the total if left out"),
        },
    ),
    Part(
        "vetoes",
        "否决",
        N_("What vetoes lead to, and on which grounds."),
        {
            "key": _KEY,
            "name": _NAME,
            "grounds": N_("the grounds, with ； between them"),
            "effect": N_("grade: leads to a grade; bar: keeps from the best ones"),
            "grade": N_("the grade that it leads to at best"),
            "from": N_("the worst grade that it bars"),
        },
    ),
    Part(
        "spans",
        "阶段",
        N_("Parts of the year, made of periods; each weighs in the year."),
        {"key": _KEY, "name": _NAME, "weight": N_("its part in the year")},
    ),
    Part(
        "periods",
        "时段",
        N_("The reviews of the year in their order."),
        {
            "key": _KEY,
            "name": _NAME,
            "weight": N_("its part in the year"),
            "kind": N_("季度 or 年终"),
            "of": N_("key of the part of the year that it belongs to"),
            "tiers": N_("keys of the tiers that it holds; all if left out, [] for none"),
            "components": N_("keys of the components that it holds; all if left out"),
        },
    ),
    Part(
        "grades",
        "等次",
        N_("The grades, the best first."),
        {
            "name": _NAME,
            "min": N_("the lowest total for it"),
            "quota": N_("the most people, per cent of those who take part"),
            "places": N_("or the number of people; by how many take part: 5=1；10=2"),
            "least": N_("per cent of the lowest who get it at best"),
            "names": N_("what it is called for an identity: 事业单位=合格"),
        },
    ),
)
"""The lists of tables, in the order of their sheets."""
