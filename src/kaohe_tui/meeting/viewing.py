"""What the screens and commands show of a meeting: immutable snapshots, read in one go."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from kaohe_tui.domain.owed import owed_by_raters, ratees_of
from kaohe_tui.domain.people import Person, Role
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.result import from_plain
from kaohe_tui.domain.scheme import Entry, Period, Tier
from kaohe_tui.domain.standings import Standings
from kaohe_tui.domain.steps import StepState
from kaohe_tui.meeting import tallies
from kaohe_tui.meeting.room import PeriodRoom, Room
from kaohe_tui.store import ballots, comparisons, results
from kaohe_tui.store import periods as periods_store
from kaohe_tui.words import _


class BallotState(StrEnum):
    """How far a rater's ballot is, each with its sign on screen."""

    OWED = "·"
    BEGUN = "◐"
    KEYED = "◑"
    """Keyed once: it waits for the second keying."""
    DIFFERS = "≠"
    """Keyed twice, and not alike: it waits for being settled."""
    HANDED_IN = "✔"
    VOID = "✗"


@dataclass(frozen=True, slots=True)
class RaterLine:
    """One rater of a tier and how far the ballot is."""

    rater: Person
    state: BallotState
    answered: int
    """Ratings and abstentions that are whole; in a tier that is keyed twice, those that were
    compared."""
    owed: int
    """Ratings the ballot asks for."""
    in_urn: bool = False
    """Whether it is a secret one that was handed in: what it lacks is told of all of them."""

    @property
    def missing(self) -> int:
        """Ratings that are still owed; none of a ballot that was struck out."""
        if self.in_urn or self.state is BallotState.VOID:
            return 0
        return self.owed - self.answered


@dataclass(frozen=True, slots=True)
class TierProgress:
    """One tier of the step bar."""

    tier: Tier
    state: StepState
    raters: tuple[RaterLine, ...]
    unrated: int = 0
    """Ratings that the ballots in a secret tier's urn lack, taken together; 0 until all are in."""

    @property
    def handed_in(self) -> int:
        """Ballots that are in, struck-out ones among them."""
        done = (BallotState.HANDED_IN, BallotState.VOID)
        return sum(line.state in done for line in self.raters)

    @property
    def missing(self) -> int:
        """Ratings that are still owed."""
        return sum(line.missing for line in self.raters) + self.unrated


class Next(StrEnum):
    """The one next thing."""

    OPEN = "open"
    KEY = "key"
    CLOSE = "close"
    RESULT = "result"
    NOTHING = "nothing"
    """The period was called off."""


@dataclass(frozen=True, slots=True)
class Overview:
    """Where a period stands."""

    period: Period
    scheme_name: str
    scheme_fingerprint: str
    roster_fingerprint: str
    opened: bool
    tiers: tuple[TierProgress, ...]
    next: Next
    tier: TierProgress | None
    """The tier that the next thing is about; None where the period has its result or is off."""
    called_off: str = ""
    """Why the period is not held; empty where it is."""


def overview(room: Room, period: str) -> Overview:
    """Where the period stands and what comes next.

    Raises:
        Refusal: when the scheme has no such period.
    """
    here = room.period(period)
    tiers = progress(room, here)
    current = here.steps.current or here.steps.next_to_open
    tier = next((t for t in tiers if current and t.tier.key == current.key), None)
    if here.steps.called_off:
        tier, following = None, Next.NOTHING
    elif tier is None:
        following = Next.RESULT
    elif tier.state is StepState.WAITING:
        following = Next.OPEN
    else:
        all_in = tier.handed_in == len(tier.raters)
        following = Next.CLOSE if all_in else Next.KEY
    return Overview(
        here.steps.period,
        here.scheme.name,
        here.scheme_fingerprint,
        here.roster_fingerprint,
        here.steps.opened,
        tiers,
        following,
        tier,
        here.steps.called_off,
    )


def progress(room: Room, here: PeriodRoom) -> tuple[TierProgress, ...]:
    """Every tier of a period with its raters and how far their ballots are."""
    states: dict[tuple[int, int | None], tuple[str, int]] = {}
    cast: Counter[int] = Counter()
    seconds: dict[tuple[int, int], str] = {}
    if here.id is not None:
        with room.database.reading() as tx:
            answers = tallies.answers(tx, room, here)
            heads = ballots.heads(tx, here.id)
            if any(tier.entry is Entry.DOUBLE for tier in here.scheme.tiers):
                seconds = comparisons.seconds(tx, here.id)
        for head in heads:
            whole, begun = answers.get(head.id, (0, 0))
            state = "touched" if head.state == "open" and (whole or begun) else head.state
            if state == tallies.KEYED and seconds.get((head.tier_no, head.rater_id or 0)) == state:
                state = "differs"
            if here.scheme.tiers[head.tier_no].entry is Entry.DOUBLE:
                whole = whole if state == tallies.HANDED_IN else 0
            states[head.tier_no, head.rater_id] = (state, whole)
            if state == "handed_in":
                cast[head.tier_no] += whole
    signs = {
        "touched": BallotState.BEGUN,
        "keyed": BallotState.KEYED,
        "differs": BallotState.DIFFERS,
        "handed_in": BallotState.HANDED_IN,
        "void": BallotState.VOID,
    }
    tiers = []
    for number, step in enumerate(here.steps.tiers):
        recused = here.recused_in(step.tier.key)
        lines = []
        for code, owed in owed_by_raters(here.scheme, step.tier, here.roster, recused).items():
            state, whole = states.get((number, here.ids.get(code, 0)), ("", 0))
            sign = signs.get(state, BallotState.OWED)
            in_urn = step.tier.secret and sign is BallotState.HANDED_IN
            lines.append(RaterLine(here.roster[code], sign, whole, owed, in_urn))
        of_tier = TierProgress(step.tier, step.state, tuple(lines))
        tiers.append(replace(of_tier, unrated=_unrated(of_tier, cast[number])))
    return tuple(tiers)


def _unrated(progress: TierProgress, cast: int) -> int:
    """What the ballots in the urn lack. Told ballot by ballot, it would tell who left out how
    much."""
    in_urn = [line for line in progress.raters if line.in_urn]
    all_in = progress.handed_in == len(progress.raters)
    if not in_urn or not (all_in or progress.state is StepState.CLOSED):
        return 0
    return sum(line.owed for line in in_urn) - cast


def periods(room: Room) -> tuple[tuple[Period, StepState], ...]:
    """Every period of the scheme in force and whether it waits, is open, closed or called off."""
    scheme, _print = room.rules()
    off = room.called_off()
    with room.database.reading() as tx:
        opened = {facts.key: facts for facts in periods_store.periods(tx)}

    def state_of(key: str) -> StepState:
        if key in off:
            return StepState.CALLED_OFF
        if key not in opened:
            return StepState.WAITING
        closed = all(tier.state == StepState.CLOSED for tier in opened[key].tiers)
        return StepState.CLOSED if closed else StepState.OPEN

    return tuple((period, state_of(period.key)) for period in scheme.periods)


def current_period(room: Room) -> str:
    """The key of the period the meeting is in: the one that is open; else the first that waits;
    else the last that was held."""
    known = periods(room)
    for wanted in (StepState.OPEN, StepState.WAITING):
        for period, state in known:
            if state is wanted:
                return period.key
    held = [period.key for period, state in known if state is StepState.CLOSED]
    return held[-1] if held else known[-1][0].key


@dataclass(frozen=True, slots=True)
class Result:
    """The frozen result of a closed period."""

    number: int
    """Counts up each time the period is closed anew."""
    at: str
    fingerprint: str
    standings: Standings


def result(room: Room, period: str) -> Result | None:
    """The result of a closed period as it was frozen; None while the period is not closed."""
    here = room.period(period)
    if here.id is None or not here.steps.closed:
        return None
    with room.database.reading() as tx:
        frozen = results.latest(tx, here.id)
    if frozen is None:
        raise Refusal(
            _("The result of {period} is not in the database; reopen its last tier.").format(
                period=here.steps.period.name
            )
        )
    plain = frozen.plain
    return Result(frozen.number, frozen.at, frozen.fingerprint, from_plain(plain))


def pairs(room: Room, period: str, tier: str) -> Mapping[str, tuple[Person, ...]]:
    """Rater's code -> whom the rater rates in the tier, recused people left out."""
    here = room.period(period)
    rules = here.scheme.tier(tier)
    recused = here.recused_in(tier)
    return {
        rater.code: ratees_of(here.scheme, rules, here.roster, rater, recused)
        for rater in here.roster.of_roles(rules.raters)
    }


def classes(room: Room, period: str) -> Mapping[Role, int]:
    """How many people of each role the roster of the period holds."""
    roster = room.period(period).roster
    return {role: len(roster.of_roles([role])) for role in Role}
