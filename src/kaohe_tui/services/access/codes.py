"""Issue raters' one-time codes: printed on slips, kept as hashes, gone once the ballot is in."""

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kaohe_tui.commandline import command_line
from kaohe_tui.domain.access import pins
from kaohe_tui.domain.record.events import CodeFailed, CodesIssued, CodesWithdrawn
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.domain.rules.scheme.tiers import Tier
from kaohe_tui.domain.rules.steps import StepState
from kaohe_tui.files.decode import in_file
from kaohe_tui.services.access.hashing import fits, hash_code
from kaohe_tui.services.counting import overview
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.access import codes as store
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.words import N_

Progress = Callable[[int, int], None]
"""Called with how many codes are made, of how many."""


@dataclass(frozen=True, slots=True)
class Slip:
    """What is printed for one rater; the code stands nowhere else."""

    period: str
    """The period's name."""
    tier: str
    """The tier's name."""
    rater: Person
    """The person to whom the slip goes."""
    name: str
    """The person's name, with the code of a person where another has the name too."""
    code: str
    """The code in plain text, without the gap; it is kept only as a hash."""

    @property
    def printed(self) -> str:
        """The code in two groups of four."""
        return pins.grouped(self.code)


def issue(
    room: Room, period: str, tier: str, rater: str = "", progress: Progress | None = None
) -> Sequence[Slip]:
    """Make a code for every rater who still owes a ballot in the tier, or for one of them.

    An earlier code of the rater no longer works.

    Args:
        room: the room.
        period: the period's key; it must be open.
        tier: the tier's key; open, or still to be opened.
        rater: the code of one person; empty for all.
        progress: called after each code; None: not called.

    Raises:
        Refusal: when the period is not open, the tier is closed, or nobody owes a ballot.
    """
    period_room = room.period(period)
    owing = _owing(room, period_room, tier, rater)
    slips, hashes = [], {}
    for number, person in enumerate(owing, 1):
        code = "".join(secrets.choice(pins.CODE_ALPHABET) for _n in range(pins.CODE_LENGTH))
        hashes[period_room.ids[person.code]] = hash_code(code)
        slips.append(
            Slip(
                period_room.steps.period.name,
                period_room.scheme.tier(tier).name,
                person,
                period_room.roster.called(person),
                code,
            )
        )
        if progress:
            progress(number, len(owing))
    with room.acting() as tx:
        store.put(tx, period_room.opened_id, period_room.tier_number(tier), hashes)
        room.note(tx, CodesIssued(period=period, tier=tier, rater=rater, count=len(slips)))
    return slips


def withdraw(room: Room, period: str, tier: str, rater: str = "") -> int:
    """Cancel codes, so that the ballots can be keyed at the desk.

    Returns:
        How many there were.

    Raises:
        Refusal: when the period is not open, or there is no such code.
    """
    period_room = room.period(period)
    number = period_room.tier_number(period_room.scheme.tier(tier).key)
    with room.acting() as tx:
        if rater:
            rater_id = period_room.ids[period_room.person(rater).code]
            count = int(store.spend(tx, period_room.opened_id, number, rater_id))
        else:
            count = store.withdraw_all(tx, period_room.opened_id, number)
        if not count:
            raise Refusal("code-none", N_("There is no code to cancel."))
        room.note(tx, CodesWithdrawn(period=period, tier=tier, rater=rater, count=count))
    return count


def _owing(room: Room, period_room: PeriodRoom, tier: str, rater: str) -> list[Person]:
    name = period_room.scheme.tier(tier).name
    period_room.steps.check_held()
    if period_room.steps.state_of(tier) is StepState.CLOSED:
        raise Refusal("codes-not-needed", N_("{tier} is closed: nobody needs a code."), tier=name)
    if period_room.id is None:
        raise Refusal(
            "period-not-open",
            N_("{period} is not open yet: open its first tier, then make the codes."),
            period=period_room.steps.period.name,
        )
    [progress] = [each for each in overview.progress(room, period_room) if each.tier.key == tier]
    owing = [line.rater for line in progress.raters if not line.is_in]
    if rater:
        person = period_room.person(rater)
        owing = [each for each in owing if each.code == person.code]
        if not owing:
            raise Refusal(
                "codes-not-needed",
                N_("No ballot of {name} is outstanding in {tier}."),
                name=person.name,
                tier=name,
            )
    if not owing:
        raise Refusal(
            "codes-not-needed", N_("Every ballot of {tier} is in: nobody needs a code."), tier=name
        )
    return owing


class CodeLock:
    """Keeps a ballot shut until its rater has typed the code, where the rater has one."""

    def __init__(
        self, room: Room, tx: Transaction, period_room: PeriodRoom, tier: Tier, rater: Person
    ):
        """Look up whether the rater has a code."""
        self._room = room
        self._which = period_room.key, tier.key, rater.code
        number = period_room.tier_number(tier.key)
        self._key = period_room.opened_id, number, period_room.ids[rater.code]
        self._kept = store.of_rater(tx, *self._key)
        self.has_code = self._kept is not None
        """Whether the rater has a code."""
        self.is_shut = self.has_code
        """Whether the code still has to be typed."""

    def look_again(self) -> None:
        """Look up once more whether the rater has a code: another program may have made one."""
        if self.has_code:
            return
        with self._room.database.reading() as tx:
            self._kept = store.of_rater(tx, *self._key)
        self.has_code = self.is_shut = self._kept is not None

    @property
    def left_to_wait(self) -> int:
        """Seconds until a code is taken again, 0 where one is taken now."""
        failures, until = self._room.keyboard.wrong_codes.get(self._which, (0, None))
        return pins.left_to_wait(until, failures, self._now())

    def open(self, typed: str) -> None:
        """Open the lock with the typed code.

        Raises:
            Refusal: when it is not this rater's, or the delay after a wrong one is not over. Wrong
                codes are counted and recorded.
        """
        if self._kept is None:
            return
        if seconds := self.left_to_wait:
            raise Refusal("too-many-tries", pins.told_wait(seconds))
        wrong = self._room.keyboard.wrong_codes
        if fits(self._kept, pins.folded(typed)):
            wrong.pop(self._which, None)
            self.is_shut = False
            return
        failures = wrong.get(self._which, (0, None))[0] + 1
        wrong[self._which] = failures, pins.waits_until(failures, self._now())
        period, tier, rater = self._which
        with self._room.acting() as tx:
            failed = CodeFailed(period=period, tier=tier, rater=rater, failures=failures)
            self._room.note(tx, failed)
        seconds = self.left_to_wait
        wrong_code = N_("This is not the code of this ballot; check the slip again.")
        refused = Refusal("code-wrong", wrong_code)
        raise refused.followed_by(pins.told_wait(seconds) if seconds else "")

    def check(self) -> None:
        """Refuse a change of the ballot.

        Raises:
            Refusal: while the code still has to be typed.
        """
        if self.is_shut:
            raise Refusal("code-needed", N_("This ballot opens only with its rater's code."))

    def _now(self) -> datetime:
        return datetime.fromisoformat(self._room.now())


def check_no_codes(
    tx: Transaction, period_room: PeriodRoom, ballots: Iterable[tuple[str, str]], file: str
) -> None:
    """Refuse a file that brings the ballot of a rater with a code.

    Args:
        tx: the transaction.
        period_room: the period.
        ballots: (tier's key, rater's code) of each.
        file: what the refusal names.

    Raises:
        Refusal: when one of the raters has a code: then only the rater opens the ballot.
    """
    coded: dict[str, Mapping[int, str]] = {}
    for tier, rater in ballots:
        if tier not in coded:
            coded[tier] = store.of_tier(tx, period_room.opened_id, period_room.tier_number(tier))
        if period_room.ids[rater] in coded[tier]:
            raise in_file(
                file,
                "code-in-use",
                N_("{name} has a one-time code; cancel it first ({command})."),
                name=period_room.roster[rater].name,
                command=command_line("codes", "--withdraw"),
            )


def has_code(room: Room, period: str, tier: str, rater: str) -> bool:
    """Return whether the rater has a code in the tier, to be typed before the ballot is keyed.

    Raises:
        Refusal: when the scheme has no such period, or nobody has that code of a person.
    """
    period_room = room.period(period)
    with room.database.reading() as tx:
        number, rater_id = (
            period_room.tier_number(tier),
            period_room.ids[period_room.person(rater).code],
        )
        return store.of_rater(tx, period_room.opened_id, number, rater_id) is not None
