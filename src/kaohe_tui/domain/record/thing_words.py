"""Name the things in the record, and their states, in words."""

from collections.abc import Mapping
from typing import Final

from kaohe_tui.domain.access.duties import Duty, OperatorState
from kaohe_tui.domain.ballot.state import BallotState
from kaohe_tui.domain.record.things import GONE, Key
from kaohe_tui.domain.record.words import Names
from kaohe_tui.domain.rules.steps import StepState
from kaohe_tui.words import N_, _

_KINDS: Final = {
    "absence": N_("absence no. {0}"),
    "adjustment": N_("bonus or deduction no. {0}"),
    "ballot": N_("the ballot of {person} in {tier}"),
    "comparison": N_("the comparison of the two entries of {person} in {tier}"),
    "exemption": N_("the entry without a grade no. {0}"),
    "figure": N_("figure no. {0}"),
    "forms": N_("the paper forms of {tier}"),
    "grade": N_("the decided grades of {person} in {period}"),
    "matter": N_("case no. {0}"),
    "notice": N_("notice no. {1} of {period}"),
    "operator": N_("operator {0}"),
    "opinion": N_("an opinion on the tasks of {person}"),
    "period": N_("{period}"),
    "recusal": N_("the recusal of {person} in {tier}"),
    "result": N_("result no. {1} of {period}"),
    "roster": N_("the roster of {period}"),
    "scheme": N_("the scheme of {period}"),
    "second": N_("the second entry of {person} in {tier}"),
    "tasks": N_("the tasks of {person}"),
    "tier": N_("{tier}"),
    "veto": N_("veto no. {0}"),
}
"""Kind of a thing -> what one of them is called; a message."""
FOLLOWED: Final = frozenset(_KINDS)
"""Kinds of things of which the record says where each stands."""
_OTHERS: Final = {
    "entry": N_("entry {0} of the record"),
    "frozen": N_("the locked result of {period}"),
    "said": N_("what a ballot said when it was handed in (no. {0})"),
    "sealed": N_("the ballots of a closed tier"),
    "stray": N_("marks for somebody who is not on the ballot"),
    "sum": N_("the sum of a ballot (no. {0})"),
}
"""Kinds of things that are found otherwise than by following the record -> message."""
PLAIN: Final = ("ballot", "matter", "operator", "period", "tier")
"""Kinds of which a word or two say where one stands."""
_STATES: Final[Mapping[str, str]] = {
    GONE: N_("not started"),
    # Of periods, tiers, matters and ballots alike.
    StepState.OPEN: N_("open"),
    StepState.CLOSED: N_("closed"),
    BallotState.KEYED: N_("entered once"),
    BallotState.HANDED_IN: N_("handed in"),
    BallotState.VOID: N_("voided"),
    OperatorState.ACTIVE: N_("active"),
    OperatorState.RETIRED: N_("retired"),
    Duty.HOST: N_("host"),
    Duty.CLERK: N_("clerk"),
    Duty.SUPERVISOR: N_("supervisor"),
    Duty.REVIEWER: N_("reviewer"),
}
"""State of a thing of these kinds -> message."""
SHAPE: Final = "shape"
"""The name of all tables, indexes and triggers together in a seal."""
TABLES: Final = {
    "absence": N_("absences"),
    "adjustment": N_("bonuses and deductions"),
    "comparison": N_("comparisons of two entries"),
    "decision": N_("decided grades"),
    "declaration": N_("declared tasks"),
    "exemption": N_("people without a grade"),
    "figure": N_("figures of the office"),
    "forms": N_("numbers of paper forms"),
    "in_force": N_("the scheme in force"),
    "matter": N_("objections and reports"),
    "matter_step": N_("steps of objections and reports"),
    "notice": N_("public notices"),
    "operator": N_("operators"),
    "opinion": N_("opinions on tasks"),
    "participant": N_("rosters of opened periods"),
    "roster_group": N_("groups in the rosters"),
    "period": N_("opened periods"),
    "person": N_("the roster"),
    "rater_code": N_("raters' codes"),
    "recusal": N_("recusals"),
    "result": N_("locked results"),
    "scheme": N_("schemes"),
    "task": N_("yearly tasks"),
    "tier_step": N_("states of tiers"),
    "veto": N_("vetoes"),
    SHAPE: N_("tables and their guards"),
}
"""Table -> what it holds; messages."""


def called(thing: Key, names: Names) -> str:
    """Return what a thing is called, for a person.

    Args:
        thing: its kind and what it is known by.
        names: what keys and codes are called.
    """
    kind, *codes = thing
    if kind == "table" and codes and codes[0] in TABLES:
        return _(TABLES[codes[0]])
    message = _KINDS.get(kind) or _OTHERS.get(kind)
    if message is None:
        return " ".join(thing)
    period, tier = (*codes, "", "")[:2]
    person = codes[0] if kind in ("tasks", "opinion") else (codes or [""])[min(2, len(codes) - 1)]
    if kind == "grade":
        person = codes[1]
    return _(message).format(
        *codes,
        period=names.period(period),
        tier=f"{names.period(period)} {names.tier(period, tier)}",
        person=names.person(person),
    )


def standing(stands: str) -> str:
    """Return the words for the state of a thing that has few states."""
    words = [_(_STATES[each]) if each in _STATES else each for each in stands.split(" ")]
    return _(", ").join(words)


def as_found(thing: Key, state: str) -> str:
    """Return the words for the state in which a thing was acknowledged.

    A thing of which only a digest is known is just said to be changed, or not there.
    """
    if thing[0] in PLAIN:
        return standing(state)
    return _("changed") if state else _("not there")
