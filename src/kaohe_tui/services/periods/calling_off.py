"""Call a period off, with a reason, or hold it after all.

Rule: docs/scoring.md, "A period that is not held".
"""

from kaohe_tui.commandline import command_line
from kaohe_tui.domain.entries.entries import YEAR
from kaohe_tui.domain.record.events import PeriodCalledOff, PeriodHeldAfterAll
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.period_steps import check_call_off, check_hold_after_all
from kaohe_tui.domain.rules.scheme.tiers import Tier
from kaohe_tui.domain.rules.steps import StepState
from kaohe_tui.domain.text import clean, few
from kaohe_tui.services.room.period import PeriodRoom, check_period
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.entries import entries as group
from kaohe_tui.store.periods import openings, periods
from kaohe_tui.store.public import notices
from kaohe_tui.words import N_, _, _n


def consequences(room: Room, period: str) -> tuple[str, ...]:
    """Return what calling a period off brings, a sentence each.

    Raises:
        Refusal: when it cannot be called off; see ``period_steps.check_call_off``.
    """
    period_room = room.period(period)
    check_call_off(period_room.steps, "-")
    name = period_room.steps.period.name
    sentences = [
        _("{period} counts nowhere; the year is weighed over the others.").format(period=name)
    ]
    if period_room.id is not None:
        sentences += _of_begun(room, period_room)
    entries = sum(each.stands for each in period_room.facts.adjustments)
    if entries:
        sentences.append(
            _n(
                "{count} bonus or deduction of it counts nowhere.",
                "{count} bonuses and deductions of it count nowhere.",
                entries,
            ).format(count=entries)
        )
    if period_room.facts.vetoes or period_room.facts.absences:
        sentences.append(_("Vetoes and absences entered for it stay true and hold in the year."))
    with room.database.reading() as tx:
        if notice := notices.latest(tx, period):
            sentences.append(
                _("Notice no. {number} is posted: write on it that it is no longer valid.").format(
                    number=notice.number
                )
            )
    if not _held_but(room, period):
        sentences.append(_("No other period with a weight is held: the year will have no result."))
    return tuple(sentences)


def _of_begun(room: Room, period_room: PeriodRoom) -> list[str]:
    """Return what becomes of what was keyed and closed, a sentence each."""
    assert period_room.id is not None
    sentences = []
    closed = [s.tier.name for s in period_room.steps.tiers if s.state is StepState.CLOSED]
    with room.database.reading() as tx:
        tiers = range(len(period_room.scheme.tiers))
        in_hand = sum(openings.in_hand(tx, period_room.id, number) for number in tiers)
    if closed:
        sentences.append(_("Closed already: {tiers}.").format(tiers=_(", ").join(closed)))
    if in_hand:
        sentences.append(_("Ballots are in: they are kept, and count nowhere."))
    if period_room.steps.current:
        sentences.append(_("{tier} is open: it waits.").format(tier=period_room.steps.current.name))
    with room.database.reading() as tx:
        if tier := _partly_secret(tx, period_room):
            sentences.append(
                _("{tier} is secret and partly handed in: this can never be taken back.").format(
                    tier=tier.name
                )
            )
    return sentences


def _partly_secret(tx: Transaction, period_room: PeriodRoom) -> Tier | None:
    """Return a secret tier that is not closed and has something handed in; None without one.

    While the period is off the database may be copied, and a copy made in the middle of the tier
    would reveal ballots once it went on.
    """
    for number, step in enumerate(period_room.steps.tiers):
        is_open = (
            step.tier.secret and step.state is not StepState.CLOSED and period_room.id is not None
        )
        if is_open and openings.in_hand(tx, period_room.opened_id, number):
            return step.tier
    return None


def may_be_held(room: Room, period: str) -> bool:
    """Return whether calling the period off can still be taken back.

    It cannot where a secret tier of it is partly handed in.
    """
    with room.database.reading() as tx:
        return _partly_secret(tx, room.period(period)) is None


def _held_but(room: Room, period: str) -> list[str]:
    """Return the keys of the other periods that weigh and are held."""
    off = room.called_off()
    return [
        each.key
        for each in room.rules()[0].periods
        if each.weighs and each.key != period and each.key not in off
    ]


def call_off(room: Room, period: str, reason: str) -> None:
    """Call a period off: it is never held, or no longer. A tier that is open waits.

    Args:
        room: the room.
        period: the period's key.
        reason: why; kept in the record, shown with the year.

    Raises:
        Refusal: when it has its result, was called off already, no reason is given, or the scheme
            has no such period.
    """
    reason = clean(reason)
    with room.acting() as tx:
        period_room = room.period(period)
        check_call_off(period_room.steps, reason)
        if period_room.steps.current:
            number = period_room.tier_number(period_room.steps.current.key)
            periods.set_tier_state(tx, period_room.opened_id, number, StepState.WAITING)
        room.note(tx, PeriodCalledOff(period=period, reason=reason))


def hold_after_all(room: Room, period: str, reason: str) -> None:
    """Take back that a period was called off; it goes on from where it stood.

    Args:
        room: the room.
        period: the period's key.
        reason: why; kept in the record.

    Raises:
        Refusal: when it was not called off, no reason is given, grades of the year are decided, a
            secret tier of it is partly handed in, or the scheme in force no longer has the period.
    """
    reason = clean(reason)
    with room.acting() as tx:
        check_period(room.rules()[0], period)
        period_room = room.period(period)
        check_hold_after_all(period_room.steps, reason)
        if tier := _partly_secret(tx, period_room):
            raise Refusal(
                "secret-ballots-would-show",
                N_(
                    "{tier} is secret and partly handed in; copies made since would tell its "
                    "ballots apart, so {period} cannot be held after all."
                ),
                tier=tier.name,
                period=period_room.steps.period.name,
            )
        _check_undecided(tx, room, period_room)
        room.note(tx, PeriodHeldAfterAll(period=period, reason=reason))


def _check_undecided(tx: Transaction, room: Room, period_room: PeriodRoom) -> None:
    """Refuse to hold the period while a decided grade of the year rests on its absence."""
    facts = group.facts(tx, YEAR)
    codes = dict.fromkeys(each.code for each in facts.decisions)
    decided = [code for code in codes if facts.decided(code)]
    if not decided:
        return
    roster = room.roster()
    names = [roster.called(roster[code]) if code in roster else code for code in decided]
    raise Refusal.plural(
        "grades-decided",
        "{count} grade of the year is decided ({names}): take it back first (H, then B, or "
        "{command}), then hold {period} after all.",
        "{count} grades of the year are decided ({names}): take them back first (H, then B, or "
        "{command}), then hold {period} after all.",
        len(names),
        names=few(names),
        command=command_line("decide", "CODE", "--take-back", "--year", "--reason", "TEXT"),
        period=period_room.steps.period.name,
    )
