"""Let one program at a time key a ballot; a program that died keeps none."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kaohe_tui.domain.ballot.state import Keying
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.domain.text import few
from kaohe_tui.services.counting.overview import RaterLine, TierProgress
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.ballots import claims
from kaohe_tui.store.ballots.claims import Holder
from kaohe_tui.words import N_, _

__all__ = [
    "BeingKeyed",
    "Hold",
    "Holder",
    "being_keyed",
    "check_nobody_keys",
    "clock",
    "keying",
    "of_others",
    "take",
]

_warned: set[Path] = set()
"""The databases of which this process has said that nobody can hold a ballot there."""


@dataclass(frozen=True, slots=True)
class Hold:
    """A ballot that is kept from every other program until ``release``."""

    claim: claims.Claim | None
    """The lock on the ballot; None: nobody can hold one, the database alone guards each mark."""
    caution: str
    """A sentence to say once; mostly empty."""

    def release(self) -> None:
        """Let the others have it."""
        if self.claim is not None:
            self.claim.release()


def take(
    room: Room, period_room: PeriodRoom, tier: str, rater: Person, keying: Keying = Keying.FIRST
) -> Hold:
    """Keep a ballot from every other program. A room that is read-only takes nothing.

    Args:
        room: gives who takes it, and when.
        period_room: the period.
        tier: the tier's key.
        rater: whose ballot it is.
        keying: the first or the second one.

    Raises:
        Refusal: when somebody else has it, naming who.
    """
    path = room.database.path
    if room.database.is_read_only:
        return Hold(None, "")
    ballot = claims.Ballot(period_room.ids[rater.code], period_room.tier_number(tier), keying)
    try:
        return Hold(claims.claim(path, ballot, room.actor, room.now()), "")
    except claims.Taken as taken:
        raise _in_use(taken.holder, room.now()) from taken
    except OSError as error:
        if path in _warned:
            return Hold(None, "")
        _warned.add(path)
        return Hold(
            None,
            _(
                "It cannot be noted beside the database who is entering which ballot ({reason}): "
                "agree on it among yourselves; nothing that was saved can be lost."
            ).format(reason=error.strerror or error),
        )


def _in_use(holder: Holder | None, now: str) -> Refusal:
    if not holder:
        return Refusal("ballot-in-use", N_("Another program is entering this ballot."))
    return Refusal(
        "ballot-in-use",
        N_("{who} is entering this ballot (since {time})."),
        who=holder.who or _("Somebody"),
        time=clock(holder.since, now),
    )


def of_others(room: Room, period_room: PeriodRoom) -> Mapping[tuple[str, str], Holder]:
    """Return (tier's key, rater's code) -> who has the ballot in another program now.

    It costs some microseconds and one read of a small file, whatever the roster's size.
    """
    tiers = period_room.scheme.tiers
    return {
        (tiers[holder.ballot.tier].key, period_room.codes[holder.ballot.rater]): holder
        for holder in claims.holders(room.database.path)
        if holder.is_alive
        and not holder.is_ours
        and holder.ballot.tier < len(tiers)
        and holder.ballot.rater in period_room.codes
    }


def keying(holder: Holder, now: str) -> str:
    """Say in a few words who has a ballot, and since when."""
    return _("{who} is entering it, since {time}").format(
        who=holder.who or _("Somebody"), time=clock(holder.since, now)
    )


def check_nobody_keys(database: Path) -> None:
    """Refuse while somebody is at a ballot.

    Raises:
        Refusal: when somebody is, naming who.
    """
    names = dict.fromkeys(
        holder.who or _("Somebody") for holder in claims.holders(database) if holder.is_alive
    )
    if names:
        raise Refusal(
            "database-in-use",
            N_("{path} is in use by {names}: ask everybody to quit kaohe first."),
            path=database,
            names=few(tuple(names)),
        )


@dataclass(frozen=True, slots=True)
class BeingKeyed:
    """A ballot that another program has now."""

    line: RaterLine
    """The rater, and the progress of the ballot."""
    holder: Holder
    """The person who has the ballot, and since when."""
    told: str
    """One sentence that says who has the ballot, and how much of it is done."""


def being_keyed(room: Room, period: str, tier: TierProgress) -> list[BeingKeyed]:
    """Return the ballots of a tier that other programs have now, in the roster's order."""
    period_room = room.period(period)
    holders_of = of_others(room, period_room)
    return [
        BeingKeyed(line, holder, _sentence(period_room.roster.called(line.rater), line, holder))
        for line in tier.raters
        if (holder := holders_of.get((tier.tier.key, line.rater.code)))
    ]


def _sentence(name: str, line: RaterLine, holder: Holder) -> str:
    return _("{who} is entering {name}'s ballot at the moment ({answered}/{owed}).").format(
        who=holder.who or _("Somebody"),
        name=name,
        answered=line.answered,
        owed=line.owed,
    )


def clock(at: str, now: str) -> str:
    """Return the time of day, with its day where that is not today."""
    return at[11:16] if at[:10] == now[:10] else at[:16].replace("T", " ")
