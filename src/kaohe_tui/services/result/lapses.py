"""Find the decided grades that an entry of the group would make lapse, before it is entered.

Rule: docs/scoring.md, "Decisions that lapse".
"""

from collections.abc import Iterator
from dataclasses import replace

from kaohe_tui.domain.entries.entries import (
    KIND_OF,
    YEAR,
    Act,
    Adjustment,
    Decision,
    Entered,
    EntryKind,
    Figure,
    GroupFacts,
    Places,
)
from kaohe_tui.domain.grades.decision import label
from kaohe_tui.domain.grades.lapsing import lapse_of
from kaohe_tui.domain.rules.people import Roster
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.year.year import merged
from kaohe_tui.services.result.freezing import Change, rehearsal
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.year.year import latest
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.entries import entries
from kaohe_tui.words import _

_LAST = 2**62
"""A place in the record behind all others: what is rehearsed has none there yet."""


def lapses(room: Room, period: str, change: Change) -> tuple[str, ...]:
    """Return a sentence for each decided grade that would lapse, of the period and of the year.

    Args:
        room: the room.
        period: the key of the period that is changed, or ``YEAR``.
        change: makes the change with the meeting's verbs, in the room that is passed to it.

    Raises:
        Refusal: when the change would be refused.
    """
    spans = dict.fromkeys((period, YEAR))
    with room.database.reading() as tx:
        before = {key: _facts(room, tx, key) for key in spans}
    if not any(_holding(room, key, facts) for key, facts in before.items()):
        return ()
    with rehearsal(room) as (tx, stage):
        change(stage)
        after = {key: _as_last(_facts(room, tx, key), before[key]) for key in spans}
    sentences: list[str] = []
    for key in spans:
        scheme, roster, name = _rules(room, key)
        sentences += [
            _sentence(scheme, roster, name, each)
            for each in _holding(room, key, before[key])
            if lapse_of(scheme, after[key], each)
        ]
    return tuple(sentences)


def _facts(room: Room, tx: Transaction, key: str) -> GroupFacts:
    """Return the facts of a period; for the year, those of all its periods with its own."""
    own = entries.facts(tx, key)
    if key != YEAR:
        return own
    periods = latest(room)[0].periods
    return merged([*(entries.facts(tx, each.key) for each in periods), own])


def _rules(room: Room, key: str) -> tuple[Scheme, Roster, str]:
    if key == YEAR:
        return (*latest(room), _("the year"))
    period_room = room.period(key)
    return period_room.scheme, period_room.roster, period_room.steps.period.name


def _holding(room: Room, key: str, facts: GroupFacts) -> list[Decision]:
    """Return the decisions that hold."""
    scheme = _rules(room, key)[0]
    decided = (facts.decided(code) for code in dict.fromkeys(d.code for d in facts.decisions))
    return [each for each in decided if each and lapse_of(scheme, facts, each) is None]


def _as_last(facts: GroupFacts, before: GroupFacts) -> GroupFacts:
    """Give what is new a place behind all others: clocks tell seconds alone, and are set back."""
    old = {act for entry in _entries(before) for act in _acts(entry)}
    new = {act: _LAST for entry in _entries(facts) for act in _acts(entry) if act not in old}
    places = Places({**before.places.entries, **new}, before.places.decisions)
    return replace(facts, places=places)


def _entries(facts: GroupFacts) -> tuple[Entered, ...]:
    return (
        *facts.adjustments,
        *facts.vetoes,
        *facts.exemptions,
        *facts.absences,
        *facts.figures,
    )


def _acts(entry: Entered) -> Iterator[tuple[Act, EntryKind, int]]:
    kind = KIND_OF[type(entry)]
    yield Act.ENTERED, kind, entry.id
    if isinstance(entry, Adjustment | Figure) and entry.approved_at:
        yield Act.APPROVED, kind, entry.id
    if entry.withdrawn_at:
        yield Act.WITHDRAWN, kind, entry.id


def _sentence(scheme: Scheme, roster: Roster, name: str, decision: Decision) -> str:
    known = decision.code in roster
    grade = label(scheme, roster[decision.code], decision.grade) if known else decision.grade
    return _(
        "{period}: {grade}, decided for {name}, lapses with it and does not come back."
    ).format(
        period=name,
        grade=grade,
        name=roster.called(roster[decision.code]) if known else decision.code,
    )
