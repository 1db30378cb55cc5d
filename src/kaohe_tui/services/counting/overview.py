"""Show a meeting to screens and commands: immutable snapshots, read in one go."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from kaohe_tui.domain.ballot.state import BallotProgress, BallotState
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.result.shape import from_plain
from kaohe_tui.domain.rules.pairs import owed_by_raters, ratees_of
from kaohe_tui.domain.rules.people import Person, Role
from kaohe_tui.domain.rules.scheme.periods import Period
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.rules.scheme.tiers import Entry, Tier
from kaohe_tui.domain.rules.steps import PeriodState, StepState
from kaohe_tui.domain.standings.standings import Standings
from kaohe_tui.services.counting import tallies
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.ballots import ballots
from kaohe_tui.store.paper import comparisons
from kaohe_tui.store.periods import periods as periods_store
from kaohe_tui.store.periods import results
from kaohe_tui.words import N_

_Standing = tuple[BallotProgress, int, int]
"""A ballot's progress; its whole ratings that count; those in the keying under way."""
_NOT_BEGUN: _Standing = (BallotProgress.OWED, 0, 0)
_PROGRESS = {
    BallotState.OPEN: BallotProgress.OWED,
    BallotState.KEYED: BallotProgress.KEYED,
    BallotState.HANDED_IN: BallotProgress.HANDED_IN,
    BallotState.VOID: BallotProgress.VOID,
}
"""State of a ballot -> its progress, where nothing is on it that is not handed in."""


@dataclass(frozen=True, slots=True)
class RaterLine:
    """One rater of a tier, with the progress of the ballot."""

    rater: Person
    """The rater."""
    state: BallotProgress
    """The progress of the ballot."""
    answered: int
    """The number of whole ratings and abstentions.

    In a tier that is keyed twice, only those that were compared.
    """
    owed: int
    """The number of ratings that the ballot asks for."""
    keyed: int = 0
    """What is whole in the keying under way, of a form that is keyed twice; else 0."""
    in_urn: bool = False
    """Whether it is a secret ballot that is in: what such ones lack is counted together."""

    @property
    def is_in(self) -> bool:
        """Whether nothing is to be done with the ballot any more: it is handed in, or voided."""
        return self.state in (BallotProgress.HANDED_IN, BallotProgress.VOID)

    @property
    def missing(self) -> int:
        """The number of ratings that are still owed; 0 for a voided ballot."""
        if self.in_urn or self.state is BallotProgress.VOID:
            return 0
        return self.owed - self.answered


@dataclass(frozen=True, slots=True)
class TierProgress:
    """One tier of the step bar."""

    tier: Tier
    """The tier."""
    state: StepState
    """The state of the tier."""
    raters: tuple[RaterLine, ...]
    """The raters who owe a ballot, in roster order."""
    unrated: int = 0
    """Ratings that the ballots in a secret tier's urn lack together.

    It is 0 until all ballots are in or the tier is closed.
    """

    @property
    def handed_in(self) -> int:
        """The number of ballots that are in and count."""
        return sum(line.state is BallotProgress.HANDED_IN for line in self.raters)

    @property
    def voided(self) -> int:
        """The number of voided ballots."""
        return sum(line.state is BallotProgress.VOID for line in self.raters)

    @property
    def is_all_in(self) -> bool:
        """Whether no ballot is still to come: each is handed in, or voided."""
        return all(line.is_in for line in self.raters)

    @property
    def is_paused(self) -> bool:
        """Whether it was open, and waits with its ballots to be opened again.

        So does a tier while another one is reopened, or whose period was called off and is held.
        """
        return self.state is StepState.WAITING and any(line.answered for line in self.raters)

    @property
    def left_over(self) -> tuple[RaterLine, ...]:
        """The raters whose ballot is not in, or is in and still owes ratings."""
        return tuple(line for line in self.raters if line.missing or not line.is_in)

    @property
    def unconfirmed(self) -> tuple[RaterLine, ...]:
        """The raters whose ballot is not handed in, though ratings on it count.

        A form that is keyed twice does not count before it is handed in.
        """
        return tuple(line for line in self.left_over if not line.is_in and line.answered)

    @property
    def missing(self) -> int:
        """The number of ratings that are still owed."""
        return sum(line.missing for line in self.raters) + self.unrated


class Next(StrEnum):
    """The one next step of a period."""

    OPEN = "open"
    """Open the next tier; KEY follows."""
    KEY = "key"
    """Key the ballots of the open tier that are still to come; CLOSE follows."""
    CLOSE = "close"
    """Close the open tier, whose ballots are all in; OPEN follows, at last RESULT."""
    RESULT = "result"
    """Look at the result: every tier is closed."""
    NOTHING = "nothing"
    """Do nothing: the period was called off."""


@dataclass(frozen=True, slots=True)
class Overview:
    """The state of a period, with its tiers."""

    period: Period
    """The period."""
    scheme: Scheme
    """The scheme that holds for it."""
    scheme_fingerprint: str
    """The fingerprint of that scheme."""
    roster_fingerprint: str
    """The fingerprint of the roster that holds for it."""
    opened: bool
    """Whether the period was opened: its scheme and roster are frozen then."""
    tiers: tuple[TierProgress, ...]
    """Every tier, in the scheme's order."""
    next: Next
    """The one next step."""
    tier: TierProgress | None
    """The tier that the next step is about; None where it is about none."""
    called_off: str = ""
    """Why the period is not held; empty where it is."""


def overview(room: Room, period: str) -> Overview:
    """Return the state of the period and what comes next.

    Raises:
        Refusal: when the scheme has no such period.
    """
    period_room = room.period(period)
    tiers = progress(room, period_room)
    current = period_room.steps.current or period_room.steps.next_to_open
    tier = next((t for t in tiers if current and t.tier.key == current.key), None)
    if period_room.steps.called_off:
        tier, following = None, Next.NOTHING
    elif tier is None:
        following = Next.RESULT if period_room.steps.closed else Next.CLOSE
        following = following if period_room.steps.opened else Next.OPEN
    elif tier.state is StepState.WAITING:
        following = Next.OPEN
    else:
        following = Next.CLOSE if tier.is_all_in else Next.KEY
    return Overview(
        period_room.steps.period,
        period_room.scheme,
        period_room.scheme_fingerprint,
        period_room.roster_fingerprint,
        period_room.steps.opened,
        tiers,
        following,
        tier,
        period_room.steps.called_off,
    )


def progress(room: Room, period_room: PeriodRoom) -> tuple[TierProgress, ...]:
    """Return every tier of a period, with its raters and the progress of their ballots."""
    states, cast = _standing(room, period_room)
    tiers = []
    for number, step in enumerate(period_room.steps.tiers):
        recused = period_room.recused_in(step.tier.key)
        lines = []
        for code, owed in owed_by_raters(
            period_room.scheme, step.tier, period_room.roster, recused
        ).items():
            state, whole, keyed = states.get((number, period_room.ids.get(code, 0)), _NOT_BEGUN)
            in_urn = step.tier.secret and state is BallotProgress.HANDED_IN
            lines.append(RaterLine(period_room.roster[code], state, whole, owed, keyed, in_urn))
        of_tier = TierProgress(step.tier, step.state, tuple(lines))
        tiers.append(replace(of_tier, unrated=_unrated(of_tier, cast[number])))
    return tuple(tiers)


def _standing(
    room: Room, period_room: PeriodRoom
) -> tuple[dict[tuple[int, int | None], _Standing], Counter[int]]:
    """Read how far each ballot of a period is, and the whole ratings of those handed in.

    Returns:
        (tier's place, rater's id) -> the ballot; and by the tier's place, how many ratings the
        ballots that are in have together. The ballots of an urn have no rater, and show only there.
    """
    states: dict[tuple[int, int | None], _Standing] = {}
    cast: Counter[int] = Counter()
    if period_room.id is None:
        return states, cast
    with room.database.reading() as tx:
        answers = tallies.answers(tx, room, period_room)
        heads = ballots.heads(tx, period_room.id)
        seconds: dict[tuple[int, int], tuple[int, BallotState]] = {}
        if any(tier.entry is Entry.DOUBLE for tier in period_room.scheme.tiers):
            seconds = {
                key: (tallies.whole_on(tx, period_room, ballot), state)
                for key, (ballot, state) in comparisons.seconds(tx, period_room.id).items()
            }
    for head in heads:
        whole, begun = answers.get(head.id, (0, 0))
        state = _PROGRESS[head.state]
        if state is BallotProgress.OWED and (whole or begun):
            state = BallotProgress.BEGUN
        keyed = 0
        if period_room.scheme.tiers[head.tier_no].entry is Entry.DOUBLE:
            second = seconds.get((head.tier_no, head.rater_id or 0))
            state, whole, keyed = _keyed_twice(state, whole, second)
        states[head.tier_no, head.rater_id] = (state, whole, keyed)
        if state is BallotProgress.HANDED_IN:
            cast[head.tier_no] += whole
    return states, cast


def _keyed_twice(
    state: BallotProgress, whole: int, second: tuple[int, BallotState] | None
) -> _Standing:
    """Return how far a form is that is keyed twice: nothing on it counts before it is handed in.

    Args:
        state: the progress of the first keying.
        whole: the whole ratings of the first keying.
        second: the whole ratings and the state of the second; None where it is not begun.
    """
    keyed = second[0] if second else whole
    if state is BallotProgress.KEYED:
        keyed = keyed if second else 0
        if second and second[1] is BallotState.KEYED:
            state = BallotProgress.DIFFERS
    return state, whole if state is BallotProgress.HANDED_IN else 0, keyed


def _unrated(progress: TierProgress, cast: int) -> int:
    """Return how many ratings the ballots in the urn lack together.

    Ballot by ballot, the numbers would reveal who left out how much.
    """
    in_urn = [line for line in progress.raters if line.in_urn]
    if not in_urn or not (progress.is_all_in or progress.state is StepState.CLOSED):
        return 0
    return sum(line.owed for line in in_urn) - cast


def periods(room: Room) -> tuple[tuple[Period, PeriodState], ...]:
    """Return every period of the scheme in force: waiting, open, closed or called off."""
    scheme, _print = room.rules()
    off = room.called_off()
    with room.database.reading() as tx:
        opened = {facts.key: facts for facts in periods_store.periods(tx)}

    def state_of(key: str) -> PeriodState:
        if key in off:
            return PeriodState.CALLED_OFF
        if key not in opened:
            return PeriodState.WAITING
        return opened[key].state

    return tuple((period, state_of(period.key)) for period in scheme.periods)


def current_period(room: Room) -> str:
    """Return the key of the period the meeting is in.

    It is the one that is open; else the first that waits; else the last that was held.
    """
    known = periods(room)
    for wanted_state in (PeriodState.OPEN, PeriodState.WAITING):
        for period, state in known:
            if state is wanted_state:
                return period.key
    held = [period.key for period, state in known if state is PeriodState.CLOSED]
    return held[-1] if held else known[-1][0].key


@dataclass(frozen=True, slots=True)
class Result:
    """The frozen result of a closed period."""

    number: int
    """The number of the result, from 1; each closing or correction adds one."""
    at: str
    """When it was frozen: ISO 8601 with its offset."""
    fingerprint: str
    """The SHA-256 of the result as it was frozen."""
    standings: Standings
    """The standings as they were frozen."""


def result(room: Room, period: str) -> Result | None:
    """Return the result of a closed period as it was frozen; None while it is not closed."""
    period_room = room.period(period)
    if period_room.id is None or not period_room.steps.closed:
        return None
    with room.database.reading() as tx:
        frozen = results.latest(tx, period_room.id)
    if frozen is None:
        raise Refusal(
            "result-missing",
            N_("The result of {period} is not in the database; reopen its last tier."),
            period=period_room.steps.period.name,
        )
    plain = frozen.plain
    return Result(frozen.number, frozen.at, frozen.fingerprint, from_plain(plain))


def pairs(room: Room, period: str, tier: str) -> Mapping[str, tuple[Person, ...]]:
    """Return rater's code -> the people whom the rater rates in the tier, recused ones left out."""
    period_room = room.period(period)
    rules = period_room.scheme.tier(tier)
    recused = period_room.recused_in(tier)
    return {
        rater.code: ratees_of(period_room.scheme, rules, period_room.roster, rater, recused)
        for rater in period_room.scheme.raters(rules, period_room.roster)
    }


def classes(room: Room, period: str) -> Mapping[Role, int]:
    """Return how many people of each role the roster of the period holds."""
    roster, apart = room.period(period).roster, (Role.GUEST, Role.UNIT)
    return {role: len(roster.of_roles([role])) for role in Role if role not in apart}
