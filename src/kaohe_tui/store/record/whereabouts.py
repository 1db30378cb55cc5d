"""Read the state of each thing from the tables, in the terms of the record.

See ``domain.record.course``: what has to be there according to the record is compared with this.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, Final

from kaohe_tui.domain.ballot.state import BallotState, Keying
from kaohe_tui.domain.record.things import GONE, Key, entry_stands, key
from kaohe_tui.domain.result.shape import fingerprint, roster_fingerprint
from kaohe_tui.domain.rules.people import Roster
from kaohe_tui.domain.rules.steps import StepState
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.failures import Damaged
from kaohe_tui.store.periods import people

_TIER: Final = (
    " JOIN period ON period.id = {table}.period_id"
    " JOIN tier_step ON tier_step.period_id = {table}.period_id"
    " AND tier_step.number = {table}.tier_no"
)
_RATER: Final = " JOIN participant ON participant.id = {table}.rater_id"
_SIMPLE: Final[Mapping[str, str]] = {
    "operator": "SELECT duty || ' ' || state, name FROM operator",
    "period": "SELECT state, key FROM period",
    "tier": f"SELECT CASE tier_step.state WHEN '{StepState.WAITING}' THEN ''"
    " ELSE tier_step.state END, period.key, tier_step.key FROM tier_step"
    " JOIN period ON period.id = tier_step.period_id",
    "result": "SELECT fingerprint, period.key, number FROM result"
    " JOIN period ON period.id = result.period_id",
    "recusal": "SELECT CASE reason WHEN '' THEN '-' ELSE reason END,"
    " period_key, tier_key, rater_code, ratee_code FROM recusal",
    "forms": "SELECT handed_out || '/' || returned, period.key, tier_step.key FROM forms"
    + _TIER.format(table="forms"),
    "comparison": "SELECT first_by, period.key, tier_step.key, participant.code FROM comparison"
    + _TIER.format(table="comparison")
    + _RATER.format(table="comparison"),
    "notice": "SELECT fingerprint || ' ' || posted_on || ' ' || until, period_key, number"
    " FROM notice",
    "matter": "SELECT state, id FROM matter",
    "tasks": "SELECT state, code, number FROM declaration",
    "opinion": "SELECT verdict, code, number, rater_code FROM opinion"
    " JOIN declaration ON declaration.id = declaration_id",
    "ballot": f"SELECT CASE ballot.state WHEN '{BallotState.OPEN}' THEN '' ELSE ballot.state END,"
    " period.key, tier_step.key, participant.code FROM ballot"
    + _TIER.format(table="ballot")
    + _RATER.format(table="ballot")
    + f" WHERE keying = {Keying.FIRST:d}",
    "second": "SELECT ballot.state, period.key, tier_step.key, participant.code FROM ballot"
    + _TIER.format(table="ballot")
    + _RATER.format(table="ballot")
    + f" WHERE keying = {Keying.SECOND:d} AND ballot.state <> '{BallotState.OPEN}'",
}
"""Kind of a thing -> where it stands, and what it is known by."""
_SIZE: Final = "".join(
    f" || CASE {each} WHEN '' THEN '' ELSE char(10) || '{each} ' || {each} END"
    for each in ("level", "matter", "points")
)
"""What an adjustment says of its size, a line each; nothing where its rule says all."""
_ENTRIES: Final[Mapping[str, str]] = {
    "adjustment": f"rule || ' x' || count || ' ' || evidence{_SIZE}, approved_at <> ''",
    "veto": "ground || ' ' || document || ' ' || authority, 0",
    "exemption": "kind || ' ' || reason, 0",
    "absence": "half_days || '/2 ' || reason"
    " || CASE kind WHEN '' THEN '' ELSE char(10) || 'kind ' || kind END, 0",
    "figure": "part || ' ' || figure || ' ' || evidence, approved_at <> ''",
}
"""Kind of an entry of the group -> what the record says of it, and whether it was approved."""
_ENTRY: Final = "SELECT id, period_key, code, withdrawn_at <> '', {said} FROM {table}"
_GRADES: Final = "SELECT period_key, code, grade FROM decision ORDER BY id"
_RULES: Final = (
    "SELECT '', scheme.text, scheme.fingerprint FROM in_force"
    " JOIN scheme ON scheme.id = in_force.scheme_id"
    " UNION ALL SELECT period.key, scheme.text, period.scheme_fingerprint FROM period"
    " JOIN scheme ON scheme.id = period.scheme_id"
)
_UNREADABLE: Final = "?"
"""The state of a roster that holds what kaohe never lets in."""
_PERIODS: Final = "SELECT id, key FROM period"


def stands(tx: Transaction) -> dict[Key, str]:
    """Return the state of everything the record mentions, by key, without what is not begun.

    A scheme or roster whose text is another one than its fingerprint says stands by that text.
    """
    states: dict[Key, str] = {}
    for kind, statement in _SIMPLE.items():
        for state, *names in tx.exec_driver_sql(statement).all():
            states[key(kind, *names)] = state
    for part in (_entries, _grades, _rules, _rosters):
        states.update(part(tx))
    return {thing: state for thing, state in states.items() if state != GONE}


_Found = Iterator[tuple[Key, str]]
_Part = Callable[[Transaction], _Found]


def _entries(tx: Transaction) -> _Found:
    for kind, text_column in _ENTRIES.items():
        rows: Any = tx.exec_driver_sql(_ENTRY.format(said=text_column, table=kind)).all()
        for number, period, code, withdrawn, text, approved in rows:
            state = entry_stands(period, code, f"#{number} {text}", approved=bool(approved))
            yield key(kind, number), f"{state} -" if withdrawn else state


def _grades(tx: Transaction) -> _Found:
    by_key: dict[Key, list[str]] = {}
    for period, code, grade in tx.exec_driver_sql(_GRADES).all():
        by_key.setdefault(key("grade", period, code), []).append(grade or "-")
    return ((thing, " ".join(grades)) for thing, grades in by_key.items())


def _rules(tx: Transaction) -> _Found:
    for period, text, known_as in tx.exec_driver_sql(_RULES).all():
        digest = fingerprint(text)
        yield key("scheme", period), known_as if digest == known_as else digest


def _rosters(tx: Transaction) -> _Found:
    yield key("roster", ""), _digest(lambda: people.roster(tx))
    for period_id, period in tx.exec_driver_sql(_PERIODS).all():
        yield key("roster", period), _digest(partial(_frozen, tx, period_id))


def _frozen(tx: Transaction, period_id: int) -> Roster:
    return people.participants(tx, period_id).roster


def _digest(read: Callable[[], Roster]) -> str:
    try:
        return roster_fingerprint(read())
    except Damaged:
        return _UNREADABLE
