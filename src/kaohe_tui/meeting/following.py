"""The one next thing of a year, from the first tier to the new year's database.

What stands is read from the room a period at a time, as far as it is needed; which step follows
from it is decided by pure functions.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kaohe_tui.domain import duties
from kaohe_tui.domain.duties import Power
from kaohe_tui.domain.group import YEAR
from kaohe_tui.domain.notices import Stage
from kaohe_tui.domain.steps import StepState
from kaohe_tui.meeting import grades, notices, viewing
from kaohe_tui.meeting.keyboard import Keyboard
from kaohe_tui.meeting.room import Room
from kaohe_tui.meeting.viewing import Next, Overview
from kaohe_tui.words import _, _n


class Do(StrEnum):
    """What is to be done next."""

    OPEN = "open"
    KEY = "key"
    CLOSE = "close"
    DECIDE = "decide"
    """Grades wait for the group's decision."""
    POST = "post"
    REPOST = "repost"
    """The newest notice tells another result than there is now."""
    NOTICE = "notice"
    """A notice is running: there is nothing to do but to look at it."""
    MATTERS = "matters"
    """A notice has ended, and what was received in its time is open."""
    BEGIN = "begin"
    """The next period, by its first tier."""
    NEW_YEAR = "new_year"
    LOOK = "look"
    """Whoever may do nothing of this can look at the standings."""


_OF_A_TIER = {Next.OPEN: Do.OPEN, Next.KEY: Do.KEY, Next.CLOSE: Do.CLOSE}
_POWERS: Mapping[Do, Power] = {
    Do.OPEN: duties.TIERS,
    Do.KEY: duties.KEYING,
    Do.CLOSE: duties.TIERS,
    Do.DECIDE: duties.DECISIONS,
    Do.POST: duties.NOTICES,
    Do.REPOST: duties.NOTICES,
    Do.MATTERS: duties.DRAFTS,
    Do.BEGIN: duties.TIERS,
    Do.NEW_YEAR: duties.RULES,
}
"""What each needs; a step that is missing here needs nothing."""


@dataclass(frozen=True, slots=True)
class Step:
    """The one next thing."""

    do: Do
    period: str
    """The key of the period it is about, or ``group.YEAR``."""
    name: str
    """What that is called."""
    tier: str = ""
    """The key of the tier it is about; empty where it is about none."""
    tier_name: str = ""
    count: int = 0
    """Of a tier that is keyed: ballots still to come; of one to be closed: ratings missing;
    grades that wait; matters that are open."""
    number: int = 0
    """Of the newest notice."""
    until: str = ""
    """ISO date: the notice's last day."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a period stands, or the year."""

    key: str
    name: str
    state: StepState
    of_tier: Step | None = None
    """What its tiers ask for, while it is not closed."""
    undecided: int = 0
    """Grades that wait for the group's decision; of a closed one."""
    stage: Stage = Stage.NO_RESULT
    """How far its notice is."""
    number: int = 0
    until: str = ""
    open_matters: int = 0
    passed: bool = False
    """Whether a later period was begun: who did that went on without waiting for the notice."""
    follows: bool = False
    """Whether an earlier period was begun: people may have come or left since, so that the roster
    is asked about."""


def turns(view: str | None, states: Sequence[tuple[str, StepState]]) -> tuple[str, ...]:
    """The keys of all periods and of the year, in the order in which they are asked for a step.

    Args:
        view: the period that was chosen; None where nobody chose one.
        states: every period of the scheme, in its order.

    Returns:
        The chosen one first; then those in which a tier is open or to be opened next; then all in
        their order; the year last.
    """
    begun = [key for key, state in states if state is StepState.OPEN]
    first = [] if view is None else [view]
    return tuple(dict.fromkeys([*first, *begun, *(key for key, _state in states), YEAR]))


def following(standings: Iterable[Standing], view: str | None) -> Step:
    """The step that follows: that of the first one in turn that asks for something.

    Args:
        standings: in the order of ``turns``; no more of them are read than it takes.
        view: the period that was chosen, see ``turns``.
    """
    for standing in standings:
        if (step := step_of(standing, view)) is not None:
            return step
    return Step(Do.NEW_YEAR, YEAR, _("the year"))


def step_of(now: Standing, view: str | None) -> Step | None:
    """What a period or the year asks for; None where it is done.

    Args:
        now: where it stands.
        view: the period that was chosen: another one that waits is begun, and one that follows
            another.
    """
    if now.state is StepState.CALLED_OFF:
        return None
    if now.state is not StepState.CLOSED:
        step = now.of_tier
        if step is None or now.state is StepState.OPEN:
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
    """The step, or what is left to somebody who may not take it: a look at the standings.

    Args:
        step: the one next thing.
        keyboard: who is at it.
        view: the key of the period in view.
    """
    power = _POWERS.get(step.do)
    if power is None or not keyboard.why_not(power):
        return step
    return Step(Do.LOOK, view, "")


# -- from the room -----------------------------------------------------------------------------


def step(room: Room, view: str | None = None) -> Step:
    """The one next thing of the year.

    Args:
        room: the room.
        view: the key of the period that was chosen; None where nobody chose one.

    Raises:
        Refusal: when the scheme has no such period, or a result is not in the database.
    """
    states = [(period.key, state) for period, state in viewing.periods(room)]
    return following(_standings(room, turns(view, states), states), view)


def place(room: Room) -> str:
    """The key of the period to take into view at the start: the one that the next thing is about;
    where that is the year, the one that the meeting is in."""
    found = step(room)
    return viewing.current_period(room) if found.period == YEAR else found.period


def _standings(
    room: Room, keys: Iterable[str], states: Sequence[tuple[str, StepState]]
) -> Iterator[Standing]:
    order = [key for key, _state in states]
    begun = [
        place
        for place, (_key, state) in enumerate(states)
        if state in (StepState.OPEN, StepState.CLOSED)
    ]
    of = dict(states)
    for key in keys:
        if key == YEAR:
            yield from _year(room, states)
        elif of.get(key) is StepState.CLOSED:
            yield _closed(room, key, passed=order.index(key) < max(begun))
        else:
            view = viewing.overview(room, key)
            state = of.get(key, StepState.WAITING)
            follows = bool(begun) and order.index(key) > min(begun)
            yield Standing(key, view.period.name, state, _of_tier(view), follows=follows)


def _year(room: Room, states: Sequence[tuple[str, StepState]]) -> Iterator[Standing]:
    """The year, once there is nothing left to hold in it."""
    if all(state in (StepState.CLOSED, StepState.CALLED_OFF) for _key, state in states):
        yield _closed(room, YEAR, passed=False)


def _closed(room: Room, key: str, *, passed: bool) -> Standing:
    now = notices.state(room, key)
    return Standing(
        key,
        now.name,
        StepState.CLOSED,
        undecided=len(grades.grading(room, key).waiting),
        stage=now.stage,
        number=now.notice.number if now.notice else 0,
        until=now.notice.until if now.notice else "",
        open_matters=len(now.waits_for),
        passed=passed,
    )


def _of_tier(view: Overview) -> Step | None:
    if view.tier is None or view.next is Next.NOTHING:
        return None
    count = view.tier.missing
    if view.next is Next.KEY:
        count = len(view.tier.raters) - view.tier.handed_in
    tier = view.tier.tier
    return Step(
        _OF_A_TIER[view.next], view.period.key, view.period.name, tier.key, tier.name, count
    )


# -- in words ----------------------------------------------------------------------------------


def sentence(step: Step) -> str:
    """The one next thing in words, in the language in use."""
    words = {
        "period": step.name, "tier": step.tier_name, "count": step.count,
        "number": step.number, "date": step.until,
    }  # fmt: skip
    return _message(step).format(**words)


def _message(step: Step) -> str:
    if step.do in (Do.OPEN, Do.KEY, Do.CLOSE, Do.BEGIN):
        return _of_tiers(step)
    match step.do:
        case Do.DECIDE:
            return _n(
                "{period}: {count} grade waits for the group: decide it.",
                "{period}: {count} grades wait for the group: decide them.",
                step.count,
            )
        case Do.POST:
            return _("Post the notice of {period}.")
        case Do.REPOST:
            return _("{period} has changed since notice no. {number}: post it anew.")
        case Do.NOTICE:
            return _("{period}: notice no. {number} runs until {date}: look at it.")
        case Do.MATTERS:
            return _n(
                "{period}: the notice has ended, but {count} case is open: close it.",
                "{period}: the notice has ended, but {count} cases are open: close them.",
                step.count,
            )
        case Do.NEW_YEAR:
            return _("The year is complete: begin the new one.")
        case _:
            return _("Look at the standings.")


def _of_tiers(step: Step) -> str:
    match step.do:
        case Do.OPEN:
            return _("Open {tier}: see who rates whom first.")
        case Do.BEGIN:
            return _("Begin {period}: check its roster, open {tier}.")
        case Do.CLOSE if step.count:
            return _("Every ballot is in, {count} ratings are missing: close {tier}.")
        case Do.CLOSE:
            return _("Every ballot is in: close {tier}.")
        case _:
            return _n(
                "Enter ballots for {tier}: {count} to go.",
                "Enter ballots for {tier}: {count} to go.",
                step.count,
            )
