"""Read what stands on ballots, as the record keeps it: see ``domain.record.contents``."""

from typing import Final

from kaohe_tui.domain.ballot.state import BallotState
from kaohe_tui.domain.record.fields.contents import Content
from kaohe_tui.domain.rules.scheme.tiers import Tier
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.store.ballots import ballots
from kaohe_tui.store.ballots.ballots import BallotFacts
from kaohe_tui.store.database.engine import Transaction

DONE: Final = (BallotState.HANDED_IN, BallotState.VOID)
"""The states of a ballot that nobody keys any more."""


def of_ballot(
    tx: Transaction, period_room: PeriodRoom, tier: Tier, rater: str, ballot: int
) -> dict[str, Content]:
    """Return what stands on one ballot, by its rater's code; nothing where the tier is secret."""
    return {} if tier.secret else {rater: content(period_room, ballots.facts(tx, ballot))}


def of_open_ballots(tx: Transaction, period_room: PeriodRoom, tier: Tier) -> dict[str, Content]:
    """Return what stands on a tier's ballots that are not handed in, by raters' codes.

    Ballots with nothing on them are left out; nothing is returned where the tier is secret.
    """
    if tier.secret:
        return {}
    number = period_room.tier_number(tier.key)
    facts_of = {
        period_room.codes[head.rater_id]: ballots.facts(tx, head.id)
        for head in ballots.heads(tx, period_room.opened_id)
        if head.tier_no == number and head.rater_id is not None and head.state not in DONE
    }
    return {
        r: content(period_room, each)
        for r, each in facts_of.items()
        if each.marks or each.abstentions
    }


def content(period_room: PeriodRoom, facts: BallotFacts) -> Content:
    """Return what stands on a ballot, by ratees' codes; marks by slot."""
    tier = period_room.scheme.tiers[facts.head.tier_no]
    columns = range(period_room.forms.width(tier))
    parts: dict[str, dict[int, dict[int, int]]] = {}
    for (ratee, number), by_number in facts.parts.items():
        parts.setdefault(period_room.codes[ratee], {})[number] = dict(by_number)
    return Content(
        {
            period_room.codes[r]: tuple(by_number.get(n) for n in columns)
            for r, by_number in facts.marks.items()
        },
        frozenset(period_room.codes[ratee] for ratee in facts.abstentions),
        parts,
    )
