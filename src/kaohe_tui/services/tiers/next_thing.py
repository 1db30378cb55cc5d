"""Find the one next step of a year, from the first tier to the new year's database.

The state is read from the room a period at a time, as far as it is needed; which step follows from
it is decided by pure functions.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kaohe_tui.domain.access import duties
from kaohe_tui.domain.access.duties import Power
from kaohe_tui.domain.ballot.state import BallotProgress
from kaohe_tui.domain.entries.entries import YEAR
from kaohe_tui.domain.public.notice import Stage
from kaohe_tui.domain.rules.steps import PeriodState
from kaohe_tui.services.ballots import second_keying
from kaohe_tui.services.counting import overview
from kaohe_tui.services.counting.overview import Next, Overview, TierProgress
from kaohe_tui.services.public import notices
from kaohe_tui.services.room.keyboard import Keyboard
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.year import grades
from kaohe_tui.words import _


class Do(StrEnum):
    """The kind of step that is to be done next."""

    OPEN = "open"
    """Open a tier of the period that is in hand, or the period that holds none; KEY or CLOSE
    follows."""
    KEY = "key"
    """Key the ballots of the open tier that are still to come; CLOSE follows."""
    SETTLE = "settle"
    """Resolve the differences of forms that were keyed twice; CLOSE follows."""
    OTHERS = "others"
    """Wait for others: all that is left to key or settle was keyed by the person acting."""
    CLOSE = "close"
    """Close the open tier, whose ballots are all in, or a period that holds none; OPEN follows, at
    last DECIDE or POST."""
    DECIDE = "decide"
    """Let the group decide the grades that wait; POST follows."""
    POST = "post"
    """Post the notice of a closed period or of the year; NOTICE follows."""
    REPOST = "repost"
    """Post again: the newest notice is of another result than there is now; NOTICE follows."""
    NOTICE = "notice"
    """Look at the notice that is running; MATTERS follows where cases are open when it ends."""
    MATTERS = "matters"
    """Close the cases received during a notice that has ended."""
    BEGIN = "begin"
    """Begin the next period by opening its first tier; KEY follows."""
    NEW_YEAR = "new_year"
    """Begin a new year's database: nothing is left to do in this one."""
    LOOK = "look"
    """Look at the standings, for a person who may not take the next step."""


_OF_A_TIER = {Next.OPEN: Do.OPEN, Next.KEY: Do.KEY, Next.CLOSE: Do.CLOSE}
_POWERS: Mapping[Do, Power] = {
    Do.OPEN: duties.TIERS,
    Do.KEY: duties.KEYING,
    Do.SETTLE: duties.KEYING,
    Do.OTHERS: duties.KEYING,
    Do.CLOSE: duties.TIERS,
    Do.DECIDE: duties.DECISIONS,
    Do.POST: duties.NOTICES,
    Do.REPOST: duties.NOTICES,
    Do.MATTERS: duties.DRAFTS,
    Do.BEGIN: duties.TIERS,
    Do.NEW_YEAR: duties.RULES,
}
"""The power that each step needs; one that is missing here needs none."""


@dataclass(frozen=True, slots=True)
class Step:
    """The one next step, with what it is about."""

    do: Do
    """The kind of step."""
    period: str
    """The key of the period it is about, or ``entries.YEAR``."""
    name: str
    """The period's or the year's name."""
    tier: str = ""
    """The key of the tier it is about; empty where it is about none."""
    tier_name: str = ""
    """The tier's name; empty where it is about none."""
    count: int = 0
    """A number that depends on the kind of step.

    Of a tier that is keyed: ballots still to come that the person acting may key, or settle; or
    those that wait for others; of one to be closed: ratings missing; grades that wait; cases that
    are open.
    """
    number: int = 0
    """The number of the newest notice; 0: none, or not about one."""
    until: str = ""
    """The notice's last day as an ISO date; empty where the step is about none."""
    is_paused: bool = False
    """Whether the tier that is to be opened was open before, and has ballots."""
    has_result: bool = True
    """Whether there is a result: the year has none where all its periods were called off."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of a period, or of the year."""

    key: str
    """The period's key, or ``YEAR``."""
    name: str
    """The period's or the year's name."""
    state: PeriodState
    """Waiting, open, closed or called off."""
    of_tier: Step | None = None
    """The step that its tiers ask for; None once it is closed, or where they ask for none."""
    undecided: int = 0
    """The number of grades that wait for the group's decision; 0 while it is not closed."""
    stage: Stage = Stage.NO_RESULT
    """The stage of its notice."""
    number: int = 0
    """The number of its newest notice; 0: none was posted."""
    until: str = ""
    """The newest notice's last day as an ISO date; empty where none was posted."""
    open_matters: int = 0
    """The number of open cases that keep its result from being final."""
    passed: bool = False
    """Whether a later period was begun, that is, nobody waited for the notice."""
    follows: bool = False
    """Whether an earlier period was begun: the roster is asked about, for people come and go."""


def turns(view: str | None, states: Sequence[tuple[str, PeriodState]]) -> tuple[str, ...]:
    """Return the keys of all periods and the year in the order in which they ask for a step.

    Args:
        view: the period that was chosen; None where nobody chose one.
        states: every period of the scheme, in its order.

    Returns:
        The chosen one first; then those in which a tier is open or to be opened next; then all in
        their order; the year last.
    """
    begun = [key for key, state in states if state is PeriodState.OPEN]
    first = [] if view is None else [view]
    return tuple(dict.fromkeys([*first, *begun, *(key for key, _state in states), YEAR]))


def following(standings: Iterable[Standing], view: str | None) -> Step:
    """Return the next step: that of the first one in turn that asks for something.

    Args:
        standings: in the order of ``turns``; no more of them are read than it takes.
        view: the period that was chosen, see ``turns``.
    """
    for standing in standings:
        if (step := step_of(standing, view)) is not None:
            return step
    return Step(Do.NEW_YEAR, YEAR, _("the year"))


def step_of(now: Standing, view: str | None) -> Step | None:
    """Return the step that a period or the year asks for; None where it is done.

    Args:
        now: where it stands.
        view: the period that was chosen: another one that waits is begun, and one that follows
            another.
    """
    if now.state is PeriodState.CALLED_OFF:
        return Step(Do.NEW_YEAR, YEAR, now.name, has_result=False) if now.key == YEAR else None
    if now.state is not PeriodState.CLOSED:
        step = now.of_tier
        if step is None or now.state is PeriodState.OPEN:
            return step
        if view in (None, now.key) and not now.follows:
            return step
        return Step(Do.BEGIN, now.key, now.name, step.tier, step.tier_name)
    if now.undecided:
        return Step(Do.DECIDE, now.key, now.name, count=now.undecided)
    return _of_notice(now, is_chosen=view == now.key)


def _of_notice(now: Standing, *, is_chosen: bool) -> Step | None:
    goes_on = now.passed and not is_chosen
    match now.stage:
        case Stage.NOT_POSTED if not goes_on:
            return Step(Do.POST, now.key, now.name)
        case Stage.OUTDATED:
            return Step(Do.REPOST, now.key, now.name, number=now.number)
        case Stage.RUNNING if not goes_on:
            return Step(Do.NOTICE, now.key, now.name, number=now.number, until=now.until)
        case Stage.WAITING:
            return Step(
                Do.MATTERS, now.key, now.name, count=now.open_matters,
                number=now.number, until=now.until,
            )  # fmt: skip
        case _:
            return None


def for_whom(step: Step, keyboard: Keyboard, view: str) -> Step:
    """Return the step; for a person who may not take it, a look at the standings.

    Args:
        step: the one next step.
        keyboard: who is at it.
        view: the key of the period in view.
    """
    power = _POWERS.get(step.do)
    if power is None or not keyboard.why_not(power):
        return step
    return Step(Do.LOOK, view, "")


# -- from the room -----------------------------------------------------------------------------


def step(room: Room, view: str | None = None) -> Step:
    """Return the one next step of the year.

    Args:
        room: the room.
        view: the key of the period that was chosen; None where nobody chose one.

    Raises:
        Refusal: when the scheme has no such period, or a result is not in the database.
    """
    states = [(period.key, state) for period, state in overview.periods(room)]
    return following(_standings(room, turns(view, states), states), view)


def place(room: Room) -> str:
    """Return the key of the period to take into view at the start.

    It is the one that the next step is about; where that is the year, the one that the meeting is
    in.
    """
    next_step = step(room)
    return overview.current_period(room) if next_step.period == YEAR else next_step.period


def _standings(
    room: Room, keys: Iterable[str], states: Sequence[tuple[str, PeriodState]]
) -> Iterator[Standing]:
    order = [key for key, _state in states]
    begun = [
        place
        for place, (_key, state) in enumerate(states)
        if state in (PeriodState.OPEN, PeriodState.CLOSED)
    ]
    of = dict(states)
    for key in keys:
        if key == YEAR:
            yield from _year(room, states)
        elif of.get(key) is PeriodState.CLOSED:
            yield _closed(room, key, passed=order.index(key) < max(begun))
        else:
            view = overview.overview(room, key)
            state = of.get(key, PeriodState.WAITING)
            follows = bool(begun) and order.index(key) > min(begun)
            yield Standing(key, view.period.name, state, _of_tier(room, view), follows=follows)


def _year(room: Room, states: Sequence[tuple[str, PeriodState]]) -> Iterator[Standing]:
    """Yield the year, once no period is left to hold in it."""
    if all(state is PeriodState.CALLED_OFF for _key, state in states):
        yield Standing(YEAR, _("the year"), PeriodState.CALLED_OFF)
    elif all(state in (PeriodState.CLOSED, PeriodState.CALLED_OFF) for _key, state in states):
        yield _closed(room, YEAR, passed=False)


def _closed(room: Room, key: str, *, passed: bool) -> Standing:
    now = notices.state(room, key)
    return Standing(
        key,
        now.name,
        PeriodState.CLOSED,
        undecided=len(grades.grading(room, key).waiting),
        stage=now.stage,
        number=now.notice.number if now.notice else 0,
        until=now.notice.until if now.notice else "",
        open_matters=len(now.waits_for),
        passed=passed,
    )


def _of_tier(room: Room, view: Overview) -> Step | None:
    if view.next in (Next.NOTHING, Next.RESULT):
        return None
    if view.tier is None:
        return Step(_OF_A_TIER[view.next], view.period.key, view.period.name)
    do, count, tier = _OF_A_TIER[view.next], view.tier.missing, view.tier.tier
    if view.next is Next.KEY:
        do, count = _of_ballots(room, view.period.key, view.tier)
    paused = view.tier.is_paused
    return Step(do, view.period.key, view.period.name, tier.key, tier.name, count, is_paused=paused)


def _of_ballots(room: Room, period: str, progress: TierProgress) -> tuple[Do, int]:
    """Say what is to be done with the ballots that are still to come, and with how many."""
    left = [line for line in progress.raters if not line.is_in]
    period_room = room.period(period)
    own = second_keying.keyed_here(room, period_room, progress.tier)
    others = [line for line in left if line.rater.code not in own]
    differing = [line for line in others if line.state is BallotProgress.DIFFERS]
    if len(others) > len(differing):
        return Do.KEY, len(others) - len(differing)
    return (Do.SETTLE, len(differing)) if differing else (Do.OTHERS, len(left))
