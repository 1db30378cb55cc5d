"""Recuse raters (回避) tier by tier: a pair at a time, or all the pairs of a file."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from kaohe_tui.domain.record.events import RecusalFileImported, Recused
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.pairs import Pair, rates
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.rules.steps import StepState
from kaohe_tui.domain.text import clean, name_key
from kaohe_tui.files.entries.reading import EntriesReading
from kaohe_tui.files.entries.recusals import RecusalLine, read_recusals
from kaohe_tui.files.tables.doubts import UNASKED, Choices
from kaohe_tui.services.entries.approving import needed
from kaohe_tui.services.entries.from_files import keep_brought
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers.steps import tiers_begun
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.periods import recusals
from kaohe_tui.words import N_


def recuse_in(room: Room, period: str, tier: str, pair: Pair, reason: str) -> None:
    """Recuse a pair in one tier; its period need not be open.

    Args:
        room: the room.
        period: the period's key.
        tier: the tier's key.
        pair: codes of the rater and the ratee.
        reason: why.

    Raises:
        Refusal: when there is no reason, somebody is unknown, the tier was opened already, does
            not have the pair rate, or the pair is recused in it.
    """
    reason = needed(reason, "reason-missing", N_("This needs a reason."))
    with room.acting() as tx:
        period_room = room.period(period)
        _check(tx, period_room, tier, pair)
        _put(room, tx, period_room, tier, pair, reason)


def import_recusals(
    room: Room, path: Path, period: str, choices: Choices = UNASKED
) -> Sequence[RecusalLine]:
    """Recuse all pairs of a file, or none.

    Args:
        room: the room.
        path: the file.
        period: the period's key.
        choices: what was answered about the file.

    Returns:
        The lines taken.

    Raises:
        Refusal: naming everything that is wrong with the file, or else what is in doubt; then
            nothing of it is taken.
    """
    reading = read_recusals(path, room.period(period).roster, choices)
    with room.acting() as tx:
        period_room = room.period(period)
        _check_file(tx, period_room, reading)
        lines = reading.taken(choices)
        source = keep_brought(room, path, reading)
        room.note(tx, RecusalFileImported(period=period, recusals=len(lines), **source))
        for line in lines:
            tier, pair = _tier(period_room.scheme, line.tier), (line.rater, line.ratee)
            _put(room, tx, period_room, tier, pair, clean(line.reason))
    return lines


def look_at_recusals(
    room: Room, path: Path, period: str, choices: Choices = UNASKED
) -> EntriesReading[RecusalLine]:
    """Return what is understood of a file of recusals; nothing is entered.

    Raises:
        Refusal: naming everything that is wrong; what is in doubt is in the reading.
    """
    period_room = room.period(period)
    reading = read_recusals(path, period_room.roster, choices)
    with room.database.reading() as tx:
        _check_file(tx, period_room, reading)
    reading.check()
    return reading


def _check_file(
    tx: Transaction, period_room: PeriodRoom, reading: EntriesReading[RecusalLine]
) -> None:
    """Add what the meeting would refuse of a file to its faults."""
    period_room.steps.check_held()
    first: dict[tuple[str, Pair], int] = {}
    for line in reading.value:
        if not line.ratee:
            continue
        tier, pair = _tier(period_room.scheme, line.tier), (line.rater, line.ratee)
        reading.trying(line.line, partial(_check, tx, period_room, tier, pair))
        earlier = first.setdefault((tier, pair), line.line)
        reading.trying(line.line, partial(_check_first, line.line, earlier))


def _check_first(line: int, first: int) -> None:
    if line != first:
        raise Refusal(
            "recusal-twice",
            N_("This recusal is in line {first} already; delete one of the two."),
            first=first,
        )


def _tier(scheme: Scheme, text: str) -> str:
    """Return the key of the tier that a text names, by key or name; the text where none does."""
    if text in {tier.key for tier in scheme.tiers}:
        return text
    named = (tier.key for tier in scheme.tiers if name_key(tier.name) == name_key(text))
    return next(named, text)


def _check(tx: Transaction, period_room: PeriodRoom, tier: str, pair: Pair) -> None:
    """Refuse a pair that cannot be recused in a tier."""
    state = period_room.steps.state_of(tier)
    rules = period_room.scheme.tier(tier)
    rater, ratee = (period_room.person(code) for code in pair)
    names = {
        "tier": rules.name,
        "rater": period_room.roster.called(rater),
        "ratee": period_room.roster.called(ratee),
    }
    if state is not StepState.WAITING or tier in tiers_begun(tx, period_room, rater.code):
        raise Refusal(
            "recusal-too-late",
            N_("{tier} was opened already: recusals for it can no longer be set ({rater})."),
            **names,
        )
    if not rates(period_room.scheme, rules, rater, ratee):
        raise Refusal(
            "pair-not-rated", N_("In {tier} {rater} does not rate {ratee} anyway."), **names
        )
    if pair in period_room.recused_in(tier):
        raise Refusal(
            "pair-recused", N_("In {tier} {rater} is recused from {ratee} already."), **names
        )


def _put(
    room: Room, tx: Transaction, period_room: PeriodRoom, tier: str, pair: Pair, reason: str
) -> None:
    period = period_room.key
    recusals.put_recusal(tx, recusals.Recusal(period, tier, *pair, reason))
    rater, ratee = pair
    room.note(tx, Recused(period=period, tier=tier, rater=rater, ratee=ratee, reason=reason))
