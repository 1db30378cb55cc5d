"""Dossiers for tests of papers, made of the domain alone: no database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from kaohe_tui.domain.entries.entries import YEAR, Adjustment, GroupFacts, VetoEntry
from kaohe_tui.domain.entries.extras import extras
from kaohe_tui.domain.grades.proposal import propose
from kaohe_tui.domain.public.dossier import Dossier, PaperRating, PublicNotice, RatingState
from kaohe_tui.domain.rules.people import Person, Roster
from kaohe_tui.domain.rules.scheme.entries import AdjustmentRule, Veto
from kaohe_tui.domain.rules.scheme.grades import Grade
from kaohe_tui.domain.rules.scheme.periods import Period
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.standings.standings import standings
from kaohe_tui.domain.standings.tally import MarksOf, TierTally
from kaohe_tui.domain.year.year import PeriodResult, merged, year
from kaohe_tui.services.year.year import course
from tests.domain.strategies import HEAD, LEADER, MIDDLE, SCHEME, STAFF

PEOPLE = (
    Person("A01", "李建国", "综合科", STAFF, ("L1",), "公务员"),
    Person("A02", "王秀英", "综合科", STAFF, ("L1",), "事业单位"),
    Person("A03", "欧阳明日香", "农业科", STAFF, ("L1",), "公务员"),
    Person("A04", "=1+1", "农业科", STAFF, ("L1",), "公务员"),
    Person("M1", "张伟", "综合科", MIDDLE, ("L1",), "公务员"),
    Person("M2", "张伟", "农业科", MIDDLE, ("L1",), "公务员"),
    Person("L1", "刘洋", "局领导", LEADER, (), "公务员"),
    Person("H1", "陈静", "局领导", HEAD, (), "公务员"),
)
"""Two of one name, and a name that a spreadsheet might take for a formula."""

ROSTER = Roster(PEOPLE)
RULES = (
    AdjustmentRule("award", "获表彰", True, Fraction(1), Fraction(2)),
    AdjustmentRule("essay", "信息采用", True, Fraction(1, 2)),
    AdjustmentRule("late", "迟报", False, Fraction(1, 2), Fraction(1)),
    AdjustmentRule("blame", "被通报", False, Fraction(3)),
)
GRADES = (
    Grade("优秀", Fraction(90), Fraction(25)),
    Grade("称职", Fraction(70), None, names={"事业单位": "合格"}),
    Grade("基本称职", Fraction(60), None, names={"事业单位": "基本合格"}),
    Grade("不称职", Fraction(0), None, names={"事业单位": "不合格"}),
)
PERIODS = (
    Period("q1", "第一季度", Fraction(20)),
    Period("q2", "第二季度", Fraction(20)),
    Period("year", "年终总评", Fraction(60)),
)
FULL_SCHEME = replace(
    SCHEME,
    adjustments=RULES,
    bonus_cap=Fraction(3),
    deduction_cap=Fraction(5),
    ceiling=Fraction(100),
    vetoes=(Veto("不称职", ("受党纪政务处分",)),),
    grades=GRADES,
    periods=PERIODS,
)
"""Four tiers 40/20/20/20 with everything that a scheme may have."""

NOTICE = PublicNotice("q1", 1, "7c1e90ab" * 8, "2026-04-02", "2026-04-07", "陈静")
GIVEN = Mapping[str, Mapping[str, Sequence[int]]]
"""Tier -> ratee's code -> the totals given, in tenths of a point."""


def totals(points: str) -> list[int]:
    """``"90 88.5"`` as tenths of a point."""
    return [int(Fraction(each) * 10) for each in points.split()]


def marks_of_total(scheme: Scheme, total: int, turn: int = 0) -> tuple[int, ...]:
    """Marks that add up to the total; ``turn`` says which indicators lose points first."""
    lost = sum(each.points for each in scheme.indicators) - total
    found = [each.points for each in scheme.indicators]
    for n in range(len(found)):
        at = (n + turn) % len(found)
        taken = min(lost, found[at])
        found[at] -= taken
        lost -= taken
    return tuple(found)


def adjusted(
    id: int, code: str, rule: str, count: int = 1, *, approved: bool = True, withdrawn: bool = False
) -> Adjustment:
    """An adjustment that counts, unless it is said not to be approved or to be withdrawn."""
    at = "2026-03-20T09:00:00+08:00"
    return Adjustment(
        id=id,
        period="q1",
        code=code,
        entered_by="A01",
        entered_at=at,
        withdrawn_by="H1" if withdrawn else "",
        withdrawn_at=at if withdrawn else "",
        withdrawn_reason="登记有误" if withdrawn else "",
        rule=rule,
        count=count,
        evidence=f"X统〔2026〕{id}号",
        approved_by="H1" if approved else "",
        approved_at=at if approved else "",
    )


def vetoed(code: str, id: int = 1) -> VetoEntry:
    """A veto that stands."""
    return VetoEntry(
        id=id,
        period="q1",
        code=code,
        entered_by="H1",
        entered_at="2026-03-21T09:00:00+08:00",
        withdrawn_by="",
        withdrawn_at="",
        withdrawn_reason="",
        ground="受党纪政务处分",
        document="X纪〔2026〕3号",
        authority="县纪委",
    )


@dataclass(frozen=True)
class Case:
    """One period to make a dossier of."""

    scheme: Scheme
    given: GIVEN
    roster: Roster = ROSTER
    facts: GroupFacts = field(default_factory=GroupFacts)
    others: tuple[PaperRating, ...] = ()
    """Ratings that do not count: abstained, recused, missing, void."""
    marks: Mapping[tuple[str, str], tuple[tuple[int, ...], ...]] = field(default_factory=dict)
    """(Tier, ratee) -> marks of each rating, where the totals alone do not say enough."""


def _ratings(case: Case) -> tuple[PaperRating, ...]:
    found: list[PaperRating] = []
    for tier in case.scheme.tiers:
        for person in case.roster:
            listed = case.marks.get((tier.key, person.code)) or tuple(
                marks_of_total(case.scheme, total, turn)
                for turn, total in enumerate(case.given.get(tier.key, {}).get(person.code, ()))
            )
            raters = [p.code for p in case.roster if p.code != person.code]
            found += [
                PaperRating(
                    tier.key,
                    raters[n % len(raters)],
                    person.code,
                    RatingState.COUNTED,
                    each,
                )
                for n, each in enumerate(listed)
            ]
            found += [o for o in case.others if (o.tier, o.ratee) == (tier.key, person.code)]
    return tuple(found)


def _tally(ratings: Sequence[PaperRating]) -> TierTally:
    def of(state: RatingState) -> int:
        return sum(r.state is state for r in ratings)

    return TierTally(
        totals=tuple(sum(r.marks) for r in ratings if r.state is RatingState.COUNTED),
        expected=len(ratings) - of(RatingState.RECUSED),
        abstained=of(RatingState.ABSTAINED),
        recused=of(RatingState.RECUSED),
        void=of(RatingState.VOID),
    )


def _by_pair(ratings: Sequence[PaperRating]) -> dict[str, dict[str, list[PaperRating]]]:
    found: dict[str, dict[str, list[PaperRating]]] = {}
    for rating in ratings:
        found.setdefault(rating.ratee, {}).setdefault(rating.tier, []).append(rating)
    return found


def dossier(case: Case, key: str = "q1", name: str = "第一季度") -> Dossier:
    """One period's dossier; standings and grades are the domain's own."""
    ratings = _ratings(case)
    pairs = _by_pair(ratings)
    extra = extras(case.scheme, case.facts)

    tallies = {
        code: {tier: _tally(found) for tier, found in tiers.items()}
        for code, tiers in pairs.items()
    }
    found = standings(case.scheme, case.roster, tallies, _marks_of(ratings), extra)
    return Dossier(
        key=key,
        name=name,
        scheme=case.scheme,
        scheme_fingerprint="ab12cd34" * 8,
        roster=case.roster,
        standings=found,
        proposals=propose(case.scheme, found, case.facts),
        facts=case.facts,
        extras=extra,
        ratings=ratings,
        result_number=1,
        fingerprint="7c1e90ab" * 8,
        at="2026-04-01T17:00:00+08:00",
        notice=NOTICE,
    )


def full_case() -> Case:
    """A period of ``FULL_SCHEME`` with a veto, adjustments, an abstention and something owed."""
    given: dict[str, dict[str, list[int]]] = {
        "peer": {
            "A01": totals("90 88 92 85 95 70 91"),
            "A02": totals("89 90 86 84 83 88"),
            "A03": totals("95 96 94 99 98 97 93"),
            "A04": totals("77 78 79 70 71 72 73"),
            "M1": totals("91 92 93 90 89 88 87"),
            "M2": totals("91 92 93 90 89 88 87"),
            "L1": totals("95 94 93 96 97 90"),
        },
        "middle": {"A01": totals("90 84"), "A02": totals("84 85"), "A03": totals("96 97")},
        "leader": {
            "A01": totals("86"),
            "A03": totals("98"),
            "M1": totals("90"),
            "M2": totals("90"),
        },
        "head": {code: totals("92") for code in ("A01", "A02", "A03", "A04", "M1", "M2", "L1")},
    }
    facts = GroupFacts(
        adjustments=(
            adjusted(1, "A01", "award", 3),
            adjusted(2, "A01", "late"),
            adjusted(3, "A02", "essay", approved=False),
            adjusted(4, "A03", "award", 2),
            adjusted(5, "A03", "essay", 4),
            adjusted(6, "M1", "blame", withdrawn=True),
        ),
        vetoes=(vetoed("A04"),),
    )
    others = (
        PaperRating("peer", "H1", "A02", RatingState.ABSTAINED),
        PaperRating("peer", "H1", "L1", RatingState.MISSING),
        PaperRating("middle", "M1", "A04", RatingState.RECUSED),
        PaperRating("middle", "M2", "A04", RatingState.VOID),
        PaperRating("leader", "L1", "A02", RatingState.ABSTAINED),
    )
    return Case(FULL_SCHEME, given, facts=facts, others=others)


def year_dossier(cases: Mapping[str, Case], scheme: Scheme = FULL_SCHEME) -> Dossier:
    """The year's dossier.

    Args:
        cases: period's key -> its case; a period without one is not closed yet.
        scheme: the year's.
    """
    results = []
    for period in scheme.periods:
        case = cases.get(period.key)
        one = dossier(case, period.key, period.name) if case else None
        results.append(
            PeriodResult(
                period=period,
                scheme=case.scheme if case else scheme,
                standings=one.standings if one else None,
                marks_of=_marks_of(one.ratings if one else ()),
                grades=one.proposals.grades if one else {},
                facts=case.facts if case else GroupFacts(),
            )
        )
    facts = merged([*(r.facts for r in results), GroupFacts()])
    found = year(scheme, ROSTER, results, facts)
    return Dossier(
        key=YEAR,
        name="2026年度",
        scheme=scheme,
        scheme_fingerprint="ab12cd34" * 8,
        roster=ROSTER,
        standings=found.standings,
        proposals=propose(scheme, found.standings, facts, course(tuple(results))),
        facts=facts,
        year=found,
        fingerprint="90ab7c1e" * 8,
    )


def _marks_of(ratings: Sequence[PaperRating]) -> MarksOf:
    pairs = _by_pair(ratings)

    def marks_of(code: str) -> Mapping[str, tuple[tuple[int, ...], ...]]:
        return {
            tier: tuple(r.marks for r in found if r.state is RatingState.COUNTED)
            for tier, found in pairs.get(code, {}).items()
        }

    return marks_of
