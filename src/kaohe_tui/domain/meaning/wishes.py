"""Say of what a scheme cannot ask for which thing that it can comes nearest.

A word stands here only where no key of its table means it; tests hold that.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from kaohe_tui.words import N_


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing that units ask for and schemes cannot say."""

    tables: str
    """English names of the tables in which it is looked for, with spaces between them."""
    words: str
    """Keys that a clerk may try for it, with spaces between them."""
    nearest: str
    """The message that says so, and names the nearest thing that exists."""


WISHES = (
    Wish(
        "tiers groups",
        "make_up composition rater_share rater_percent min_share at_least_share 评分人构成 "
        "构成 构成比例 人员构成 评分人比例 代表比例 群众比例 居民比例 最低比例",
        N_(
            "The make-up of the raters is not checked: put such people into a group "
            "([[groups]]), and let it rate in a tier of its own, whose weight fixes its share."
        ),
    ),
    Wish(
        "tiers",
        "sample draw random max_raters 抽取 抽取人数 随机抽取 抽签 评分人数",
        N_(
            "kaohe does not draw raters: draw them yourselves, give them a group in the roster "
            "([[groups]]), and name it among the raters."
        ),
    ),
    Wish(
        "tiers",
        "trim_percent trim_share trim_ratio 去分比例 去高低分比例",
        N_(
            "Totals are trimmed by number, not by per cent: give trim, and trim_from for the "
            "number of ratings from which it holds."
        ),
    ),
    Wish(
        "tiers scoring",
        "deviation max_deviation outlier outliers tolerance 偏差 偏离 允许偏差 异常分 离群",
        N_(
            "A rating is not left out for being far from the others: trim leaves out the "
            "highest and the lowest totals."
        ),
    ),
    Wish(
        "tiers scoring",
        "normalize normalise standardize zscore z_score calibrate 标准化 标准分 校正 归一化 "
        "平衡系数",
        N_(
            "Raters' totals are not brought to one mean: a factor ([[factors]]) can balance "
            "sections, and trim leaves out the highest and the lowest totals."
        ),
    ),
    Wish(
        "tiers periods",
        "deadline due start end begin date dates 截止 截止时间 截止日期 开始 结束 开始时间 "
        "结束时间 日期",
        N_("Nothing begins or ends by date: tiers and periods are opened and closed by hand."),
    ),
    Wish(
        "tiers indicators",
        "comment comments reason reasons remark 评语 意见 理由 备注 说明 低分理由",
        N_(
            "A ballot holds marks alone: standard tells beside an indicator what is asked for, "
            "and the reason for points off is the evidence of a deduction ([[adjustments]])."
        ),
    ),
    Wish(
        "tiers",
        "pairs pairing assigned assignment 配对 指定评分人 指定 对应关系",
        N_(
            "Who rates whom goes by raters, ratees and scope: put the people into groups "
            "([[groups]]), and take out single pairs as recused."
        ),
    ),
    Wish(
        "tiers",
        "anonymous anonymity 匿名 不记名",
        N_("A tier without names is written secret = true."),
    ),
    Wish(
        "bars",
        "section_mean section_average below_mean below_average mean average unit_mean "
        "科室平均 科室平均分 平均分 单位平均分 低于平均分 部门平均分",
        N_(
            "Nobody is barred by the mean of a section: tier in [bars] bars those whose own "
            'mean in a tier is below a number, and quota_by = "section" gives each section its '
            "own places."
        ),
    ),
    Wish(
        "bars grades",
        "last_rank bottom rank_last last 末位 末位淘汰 排名靠后 名次靠后 倒数",
        N_(
            "The lowest are not named by rank: least of a grade gives at least so many per cent "
            "of the people that grade at best, the lowest totals first."
        ),
    ),
    Wish(
        "bars grades",
        "consecutive years last_year previous 连续 连续优秀 上年等次 上年度等次 上年",
        N_(
            "A year does not look at the one before: enter what follows from it as a veto "
            '([[vetoes]]) with effect = "bar".'
        ),
    ),
    Wish(
        "bars",
        "task_rate tasks completion 任务完成率 完成率 目标完成率",
        N_(
            "Tasks bar nobody: let a deduction stand for a task that is not done, and name it "
            "under deductions or events of [bars]."
        ),
    ),
    Wish(
        "grades scoring",
        "quota_by_result quota_by_unit_result unit_result unit_grade quota_if quota_bonus "
        "单位成绩 单位等次 单位考核结果 按单位成绩 按单位等次 名额奖励 浮动名额 浮动比例",
        N_(
            "A quota does not follow the unit's own result: once that is known, write the quota "
            "or the places that it allows, and take the new scheme for the periods still to be "
            "opened."
        ),
    ),
    Wish(
        "grades",
        "max maximum to below at_most 最高分 上限 止 低于",
        N_("A grade has no upper bound: the min of the next better grade is its bound."),
    ),
    Wish(
        "grades scoring",
        "round rounding round_up 取整 进位 四舍五入 取整方式",
        N_(
            "A quota is always rounded down; where another number is meant, give places "
            "instead, such as [[5, 1], [10, 2]]."
        ),
    ),
    Wish(
        "components adjustments scoring",
        "formula expression calculation 公式 算式 计算公式 计算方法",
        N_(
            "A scheme holds no formulas: convert of a component makes points of a place, an "
            "amount or a per cent; what is worked out elsewhere is entered as a figure of the "
            "office."
        ),
    ),
    Wish(
        "components",
        "target base goal 目标值 目标数 基数 任务数",
        N_(
            "A figure is not compared with a target: work out the per cent, and let convert by "
            '"percent" make points of it.'
        ),
    ),
    Wish(
        "components",
        "weight 权重 比例 percent 百分比",
        N_("A component has points instead of a weight: together they make full marks."),
    ),
    Wish(
        "adjustments",
        "per_day a_day days each_day 每天 天数 按天",
        N_("What counts by days is an absence ([[absences]]), with free days and points a day."),
    ),
    Wish(
        "adjustments",
        "percent ratio weight 百分比 比例 权重",
        N_("An adjustment is so many points: what multiplies a total is a factor ([[factors]])."),
    ),
    Wish(
        "adjustments",
        "share shared split divided 分摊 平分 分享 按人数分",
        N_(
            "Points are not shared out among people: give each person's own at the entry, with "
            "free = true."
        ),
    ),
    Wish(
        "vetoes",
        "points deduction 分值 扣分",
        N_("A veto takes no points off: write a deduction ([[adjustments]]) beside it."),
    ),
    Wish(
        "periods spans",
        "best best_of worst drop highest 取最高 取最好 去最低 最好几次",
        N_("All periods count by their weight: weight = 0 leaves one out of the year."),
    ),
    Wish(
        "scoring grades",
        "pass pass_mark passing 及格 及格线 及格分 合格线",
        N_("What a total must reach is the min of a grade."),
    ),
    Wish(
        ".",
        "people persons roster staff employees 人员 花名册 人员名单 职工",
        N_("People stand in the roster, a table of its own, and not in the scheme."),
    ),
    Wish(
        ".",
        "questions survey questionnaire 问卷 问题 调查",
        N_(
            "kaohe asks no free questions: write them as indicators ([[indicators]]), or take "
            'one level a person with marks = "overall".'
        ),
    ),
    Wish(
        "method",
        "median mode weighted_median 中位数 众数",
        N_("The mean alone is reckoned: trim keeps single high and low totals out of it."),
    ),
    Wish(
        "scope",
        "subordinates superiors 下级 上级 下属 直接下级 直接上级",
        N_(
            'Who leads whom stands in the roster: "supervised" are those whom a leader leads, '
            '"section" those who share the section.'
        ),
    ),
    Wish(
        "marks",
        "rank ranking order 排序 排名 名次",
        N_(
            "Raters do not put people in order: they give points, levels or one total; places "
            'that the office knows are a component with convert by "rank".'
        ),
    ),
    Wish(
        "quota_by",
        "result unit_result 单位成绩 按单位成绩 按单位等次 单位等次",
        N_(
            "A quota does not follow the unit's own result: once that is known, write the quota "
            "or the places that it allows, and take the new scheme for the periods still to be "
            "opened."
        ),
    ),
    Wish(
        "on_break",
        "warn warning ignore 提醒 警告 提示",
        N_('A limit is never just a hint: the ballot is given back ("refuse") or void ("void").'),
    ),
)
"""All of them; ``.`` is the top level of a scheme, and a key stands for what may be its value."""


def nearest(table: str, word: str) -> str:
    """Return what comes nearest to a key or value that does not exist, a message; else empty.

    Args:
        table: the table's English key, empty for the top level; of a value, its key.
        word: as it was written.
    """
    return _by_word().get((table or ".", _folded(word)), "")


def _folded(word: str) -> str:
    return word.strip().casefold().replace("-", "_")


@cache
def _by_word() -> Mapping[tuple[str, str], str]:
    return dict(_pairs(WISHES))


def _pairs(wishes: Iterable[Wish]) -> Iterable[tuple[tuple[str, str], str]]:
    for wish in wishes:
        for table in wish.tables.split():
            yield from (((table, word), wish.nearest) for word in wish.words.split())
