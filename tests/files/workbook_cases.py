"""Dossiers that try every turn of a workbook's formulas."""

import random
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from kaohe_tui.domain.entries.entries import Absence, GroupFacts
from kaohe_tui.domain.public.dossier import Dossier
from kaohe_tui.domain.rules.people import Person, Roster
from kaohe_tui.domain.rules.scheme.classes import ByClass
from kaohe_tui.domain.rules.scheme.entries import AbsenceRule, AdjustmentRule, Cap
from kaohe_tui.domain.rules.scheme.periods import Span
from kaohe_tui.domain.rules.scheme.scheme import Method, RankBy, Scheme
from tests.domain.strategies import counting, trimming
from tests.files.dossiers import (
    FULL_SCHEME,
    PEOPLE,
    Case,
    adjusted,
    dossier,
    full_case,
    totals,
    vetoed,
    year_dossier,
)

TOGETHER = replace(FULL_SCHEME, rank=RankBy.TOGETHER)


def ties(scheme: Scheme) -> Case:
    """Five people of 88 points.

    Two are told apart by the first key; one has no middle tier, so that key is skipped for the
    group where the scheme names it first.
    """
    half, other = (360, 130, 130, 130, 130), (350, 140, 130, 130, 130)
    lower = (340, 150, 130, 130, 130)
    marks = {
        ("peer", "A01"): (half, half, half),
        ("peer", "A02"): (other, other, other),
        ("peer", "A03"): (lower, half, other),
        ("peer", "M1"): (half, other, half),
        ("peer", "M2"): (half, half, other),
        ("middle", "A01"): (half,),
        ("middle", "A02"): (other,),
        ("middle", "A03"): (half,),
    }
    return Case(scheme, {}, marks=marks)


def halves(scheme: Scheme) -> Case:
    """Means that lie exactly on the half of the last decimal, and just beside it."""
    given = {
        "peer": {
            "A01": totals("88 88 88 88.5"),
            "A02": totals("88.1 88.2 88.1 88.1"),
            "A03": totals("70.3 70.2 70.1 70.4 70.2 70.2 70.2 70.2"),
            "A04": totals("0 0 0 0.1"),
            "M1": totals("99.9 100 100 100 100 100 100"),
            "M2": totals("100 100 100 100"),
        },
        "middle": {"A01": totals("88.3 88.4"), "A02": totals("88.7 88.6")},
    }
    return Case(scheme, given)


def random_case(seed: int) -> Case:
    """A bureau with any marks, weights, trims, adjustments and keys."""
    luck = random.Random(seed)
    people = tuple(
        Person(f"P{n:02}", f"职员{n}", "综合科", luck.choice(PEOPLE).role) for n in range(14)
    )
    scheme = trimming(FULL_SCHEME, peer=luck.randint(0, 2), middle=luck.randint(0, 1))
    tiers = tuple(replace(t, weight=Fraction(luck.randint(1, 9), 2)) for t in scheme.tiers)
    indicators = [i.key for i in scheme.indicators]
    scheme = replace(
        scheme,
        tiers=tiers,
        method=luck.choice(list(Method)),
        decimals=luck.randint(0, 4),
        rank=luck.choice(list(RankBy)),
        tie_break=(luck.choice(indicators), "middle", luck.choice(indicators)),
        ceiling=luck.choice((None, Fraction(95))),
    )
    near = range(880, 890, luck.choice((1, 5)))
    given = {
        tier.key: {p.code: [luck.choice(near) for _ in range(luck.randint(0, 7))] for p in people}
        for tier in tiers
    }
    keys = [rule.key for rule in scheme.adjustments]
    facts = GroupFacts(
        adjustments=tuple(
            adjusted(n, luck.choice(people).code, luck.choice(keys), luck.randint(1, 40))
            for n in range(8)
        ),
        vetoes=(vetoed(people[0].code),),
    )
    return Case(scheme, given, Roster(people), facts)


def beginning(scheme: Scheme, **rule: Any) -> Scheme:
    """The scheme with tiers that trim, or count, from so many ratings on."""
    return replace(scheme, tiers=tuple(replace(tier, **rule) for tier in scheme.tiers))


def by_class(scheme: Scheme) -> Scheme:
    """The scheme with other weights for middle managers than for the rest."""
    numbers = (("middle", Fraction(50)), ("staff", Fraction(30)), ("leader", Fraction(7, 3)))
    tiers = tuple(
        replace(tier, weight=ByClass(numbers)) if tier.key in ("peer", "leader") else tier
        for tier in scheme.tiers
    )
    return replace(scheme, tiers=tiers)


def sized() -> Case:
    """Levels, the largest of a matter, free points, kinds of absence, and a cap within another."""
    levels = {"省": Fraction(3), "市": Fraction(2)}
    rules = (
        AdjustmentRule("prize", "竞赛", True, None, Fraction(8), levels=levels, highest=True),
        AdjustmentRule("free", "专项", True, None, free=True),
    )
    leave = AbsenceRule(
        "leave", "事假", Fraction(3), Fraction(1, 2), ((Fraction(10), Fraction(1)),)
    )
    scheme = replace(
        FULL_SCHEME,
        adjustments=(*FULL_SCHEME.adjustments, *rules),
        absences=(leave, AbsenceRule("sick", "病假")),
        caps=(
            Cap("纪律", ("late", "blame", "leave"), Fraction(8)),
            Cap("出勤", ("late", "leave"), Fraction(5)),
            Cap("奖励", ("prize", "free"), Fraction(6)),
        ),
        bonus_cap=Fraction(7),
        deduction_cap=Fraction(20),
    )
    prizes = [("A01", "市", "赛*"), ("A01", "省", "赛*"), ("A01", "省", "赛*"), ("A01", "市", "")]
    entries = [
        replace(adjusted(n, code, "prize"), level=level, matter=matter)
        for n, (code, level, matter) in enumerate([*prizes, ("A02", "市", "赛*")], 1)
    ]
    entries += [
        replace(adjusted(6, "A01", "free"), points="1.25"),
        adjusted(7, "A02", "late", 4),
        adjusted(8, "A02", "blame", 2),
    ]
    away = (("A02", 24, "leave", ""), ("A03", 9, "leave", ""), ("A03", 5, "leave", "2026"))
    absences = tuple(
        Absence(n, "q1", code, "A01", "2026-03-20", "", withdrawn, "", half_days, "家事", kind)
        for n, (code, half_days, kind, withdrawn) in enumerate([*away, ("A01", 40, "sick", "")])
    )
    given = {"peer": {code: totals("90 88") for code in ("A01", "A02", "A03")}}
    facts = GroupFacts(adjustments=tuple(entries), absences=absences)
    return Case(scheme, given, facts=facts)


def small_sum() -> Case:
    """A total that deductions push below 0."""
    given = {"peer": {"A01": totals("2 3 1"), "A02": totals("2 3")}}
    return Case(FULL_SCHEME, given, facts=GroupFacts(adjustments=(adjusted(1, "A01", "blame", 9),)))


def long_weights() -> Case:
    """Weights with more digits than a spreadsheet has."""
    tiers = tuple(
        replace(t, weight=w)
        for t, w in zip(
            FULL_SCHEME.tiers,
            map(Fraction, ("99999.9999", "77777.7777", "0.0001", "123456.789")),
            strict=True,
        )
    )
    return replace(full_case(), scheme=replace(FULL_SCHEME, tiers=tiers, decimals=4))


def in_spans(scheme: Scheme, weight: Fraction = Fraction(40)) -> Scheme:
    """The scheme with its quarters in a span beside the review of the year."""
    span = Span("h1", "上半年", weight)
    first, second, last = scheme.periods
    return replace(
        scheme,
        periods=(replace(first, span=span), replace(second, weight=Fraction(7), span=span), last),
    )


PERIODS: Mapping[str, Case] = {
    "sizes, absences and caps": sized(),
    "full": full_case(),
    "together": replace(full_case(), scheme=TOGETHER),
    "trimmed": replace(full_case(), scheme=trimming(FULL_SCHEME, peer=2, middle=1, head=1)),
    "least": replace(full_case(), scheme=beginning(FULL_SCHEME, trim=1, trim_from=4)),
    "few": replace(full_case(), scheme=beginning(FULL_SCHEME, min_ratings=3)),
    "few_trimmed": replace(
        full_case(),
        scheme=beginning(
            replace(counting(FULL_SCHEME), tie_break=("work",)), trim=1, trim_from=4, min_ratings=3
        ),
    ),
    "by_class": replace(full_case(), scheme=by_class(FULL_SCHEME)),
    "by_class_counted": ties(replace(by_class(counting(FULL_SCHEME)), tie_break=("work",))),
    "participation": replace(full_case(), scheme=trimming(counting(FULL_SCHEME, 3), peer=1)),
    "ties": ties(TOGETHER),
    "ties_indicator": ties(replace(TOGETHER, tie_break=("work", "spirit"))),
    "ties_skipped": ties(replace(TOGETHER, tie_break=("middle", "leader", "work"))),
    "ties_apart": ties(replace(FULL_SCHEME, tie_break=("middle", "work"))),
    "ties_counted": ties(replace(counting(TOGETHER), tie_break=("spirit",))),
    "halves": halves(FULL_SCHEME),
    "halves_1": halves(replace(counting(FULL_SCHEME), decimals=1)),
    "halves_4": halves(replace(trimming(FULL_SCHEME, peer=1), decimals=4)),
    "floor": small_sum(),
    "nobody": Case(FULL_SCHEME, {}),
    "long": long_weights(),
    **{f"random{seed}": random_case(seed) for seed in range(8)},
}
YEARS: Mapping[str, Dossier] = {
    "year": year_dossier({"q1": full_case(), "q2": PERIODS["trimmed"]}),
    "year_ties": year_dossier(
        {"q1": ties(TOGETHER), "year": ties(TOGETHER)},
        replace(TOGETHER, tie_break=("middle", "work")),
    ),
    "year_halves": year_dossier(
        {key: halves(FULL_SCHEME) for key in ("q1", "q2", "year")}, FULL_SCHEME
    ),
    "year_spans": year_dossier(
        {"q1": full_case(), "q2": PERIODS["trimmed"], "year": halves(FULL_SCHEME)},
        in_spans(FULL_SCHEME),
    ),
    "year_span_open": year_dossier({"q2": full_case()}, in_spans(FULL_SCHEME)),
    "year_spans_halves": year_dossier(
        {key: halves(FULL_SCHEME) for key in ("q1", "q2", "year")},
        in_spans(FULL_SCHEME, Fraction("33.5")),
    ),
}
DOSSIERS: Mapping[str, Dossier] = {
    **{name: dossier(case) for name, case in PERIODS.items()},
    **YEARS,
}
