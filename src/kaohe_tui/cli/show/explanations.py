"""Turn one person's explanation into plain data. Shape: docs/commands.md, "explain --json"."""

from fractions import Fraction
from typing import Any

from kaohe_tui.domain.entries.entries import VetoEntry
from kaohe_tui.domain.entries.sums import AbsenceSum, CapSum, RuleSum, Share
from kaohe_tui.domain.explain.explanation import Explanation, TierLine
from kaohe_tui.domain.numbers import plain as exact
from kaohe_tui.domain.numbers import shown
from kaohe_tui.domain.standings.ranking import TieBreak

Plain = dict[str, Any]
"""A dict that ``json`` takes."""


def plain(period: str, explanation: Explanation, decimals: int) -> Plain:
    """Return the explanation as a dict that ``json`` takes.

    Args:
        period: the period's key.
        explanation: the steps of the score.
        decimals: the scheme's, for what is shown rounded; steps on the way are exact.
    """
    person = explanation.person
    return {
        "period": period,
        "method": explanation.method.value,
        "code": person.code,
        "name": person.name,
        "section": person.section,
        "role": person.role.value,
        "rank": explanation.rank,
        "tied": explanation.tied,
        "class_size": explanation.class_size,
        "provisional": explanation.provisional,
        "tiers": [_tier(line, decimals) for line in explanation.lines],
        "numerator": exact(explanation.numerator),
        "denominator": exact(explanation.denominator),
        "score": _rounded(explanation.score, decimals),
        "bonus": shown(explanation.bonus, decimals),
        "deduction": shown(explanation.deduction, decimals),
        "adjustments": [_rule(each) for each in explanation.adjustments],
        "absences": [_absence(each) for each in explanation.absences],
        "caps": [_cap(each) for each in explanation.caps],
        "bonus_cap": _exact(explanation.bonus_cap),
        "deduction_cap": _exact(explanation.deduction_cap),
        "ceiling": _exact(explanation.ceiling),
        "vetoed": explanation.vetoed,
        "veto": _veto(explanation.veto),
        "total": _rounded(explanation.total, decimals),
        "tie_breaks": [_tie_break(step, decimals) for step in explanation.tie_breaks],
        "rules": list(explanation.rules),
    }


def _rule(each: RuleSum) -> Plain:
    return {
        "rule": each.rule.key,
        "name": each.rule.name,
        "bonus": each.rule.bonus,
        "count": each.count,
        "points": _exact(each.rule.points),
        "raw": exact(each.raw),
        "cap": _exact(each.rule.cap),
        "counted": exact(each.points),
        "entries": [_share(share) for share in each.shares],
    }


def _share(share: Share) -> Plain:
    return {
        "number": share.entry.id,
        "count": share.entry.count,
        "level": share.entry.level,
        "matter": share.entry.matter,
        "points": exact(share.each),
        "counts": share.counts,
    }


def _absence(each: AbsenceSum) -> Plain:
    return {
        "kind": each.kind.key,
        "name": each.kind.name,
        "days": exact(each.days),
        "counted": exact(each.points),
    }


def _cap(each: CapSum) -> Plain:
    return {
        "name": each.cap.name,
        "rules": list(each.cap.rules),
        "most": exact(each.cap.most),
        "parts": [exact(part) for part in each.parts],
        "counted": exact(each.points),
    }


def _tie_break(step: TieBreak, decimals: int) -> Plain:
    value = None if step.value is None else Fraction(step.value, 10**decimals)
    return {"key": step.key, "value": _rounded(value, decimals)}


def _veto(veto: VetoEntry | None) -> Plain | None:
    if veto is None:
        return None
    return {"ground": veto.ground, "document": veto.document, "authority": veto.authority}


def _exact(value: Fraction | None) -> str | None:
    return None if value is None else exact(value)


def _tier(line: TierLine, decimals: int) -> Plain:
    return {
        "key": line.key,
        "name": line.name,
        "state": line.state.value,
        "rated": line.rated,
        "abstained": line.abstained,
        "recused": line.recused,
        "void": line.void,
        "owed": line.owed,
        "dropped_high": [exact(total) for total in line.dropped_high],
        "dropped_low": [exact(total) for total in line.dropped_low],
        "sum": exact(line.sum),
        "count": line.count,
        "mean": _rounded(line.mean, decimals),
        "weight": exact(line.weight),
        "product": exact(line.product),
        "weighted_count": exact(line.weighted_count),
    }


def _rounded(value: Fraction | None, decimals: int) -> str | None:
    return None if value is None else shown(value, decimals)
