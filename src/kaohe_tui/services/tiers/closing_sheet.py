"""Show how a tier was closed, by whom, with what; write the sheet that is signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kaohe_tui.domain.ballot.state import BallotProgress
from kaohe_tui.domain.record.events import BallotMissing, TierClosed
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import Role
from kaohe_tui.domain.rules.scheme.tiers import Tier
from kaohe_tui.domain.rules.steps import StepState
from kaohe_tui.domain.standings.withholding import FEWEST
from kaohe_tui.domain.text import clean, name_key
from kaohe_tui.files.disk.writing import write_new
from kaohe_tui.files.papers.closing import Closing, closing_html
from kaohe_tui.files.tables.damaged_names import fault_of_name
from kaohe_tui.services.access import operators
from kaohe_tui.services.ballots import second_keying
from kaohe_tui.services.counting import overview
from kaohe_tui.services.counting.overview import RaterLine, TierProgress
from kaohe_tui.services.integrity import foreign
from kaohe_tui.services.paper import forms
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.record import pages, records
from kaohe_tui.store.record.records import Entry
from kaohe_tui.words import N_, _, _n


@dataclass(frozen=True, slots=True)
class Signers:
    """Who signs for the count (统分) and for its supervision (监督)."""

    counted: str = ""
    """The name of the person who counted; empty leaves the line blank."""
    supervised: str = ""
    """The name of the person who supervised; empty leaves the line blank."""

    def checked(self) -> "Signers":
        """Return the names cleaned.

        Raises:
            Refusal: when one person would sign for both, or a name is damaged.
        """
        names = Signers(clean(self.counted), clean(self.supervised))
        if names.counted and name_key(names.counted) == name_key(names.supervised):
            raise Refusal(
                "counter-is-supervisor",
                N_(
                    "{name} cannot sign for both: the person who counts cannot supervise the count."
                ),
                name=names.counted,
            )
        for name in filter(None, (names.counted, names.supervised)):
            if fault := fault_of_name(name):
                raise Refusal("signer-name-damaged", fault)
        return names


NOBODY = Signers()
"""No names: both lines stay blank."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """The names that are offered to sign a closing sheet."""

    offered: tuple[str, ...]
    """The operators, then leaders and head, then the middle managers; in this order."""
    known: frozenset[str]
    """``name_key`` of all of them: another name is asked about before it is taken."""

    def knows(self, name: str) -> bool:
        """Return whether the name is one of theirs, or empty."""
        return not name or name_key(name) in self.known


def candidates(room: Room, period: str) -> Candidates:
    """Return who may sign for the count or its supervision: operators, assessment group."""
    roster = room.period(period).roster
    names = [each.name for each in operators.operators(room) if each.is_active]
    for roles in ([Role.LEADER, Role.HEAD], [Role.MIDDLE]):
        names += [person.name for person in roster.of_roles(roles)]
    offered = tuple(dict.fromkeys(names))
    return Candidates(offered, frozenset(name_key(name) for name in offered))


def last_signers(room: Room) -> Signers:
    """Return who signed the last closing; ``NOBODY`` before the first."""
    with room.database.reading() as tx:
        closing = records.latest(tx, TierClosed)
    return Signers(closing[1].counted_by, closing[1].supervised_by) if closing else NOBODY


def closing(room: Room, period: str, tier: str) -> Closing:
    """Return all that the closing sheet of a closed tier says.

    Raises:
        Refusal: when the scheme has no such period or tier, or the tier is not closed.
    """
    view = overview.overview(room, period)
    period_room = room.period(period)
    if period_room.steps.state_of(tier) is not StepState.CLOSED:
        raise Refusal(
            "tier-not-closed", N_("{tier} is not closed."), tier=period_room.scheme.tier(tier).name
        )
    progress = next(each for each in view.tiers if each.tier.key == tier)
    with room.database.reading() as tx:
        entry, closed = _latest_closing(tx, period, progress.tier)
        acknowledged = foreign.acknowledged(tx)
    states = [line.state for line in progress.raters]
    paper = forms.of_tier(room, period, tier)
    return Closing(
        scheme=view.scheme.name,
        period=view.period.name,
        tier=progress.tier.name,
        at=entry.at,
        closed_by=entry.actor,
        owed=len(states),
        handed_in=states.count(BallotProgress.HANDED_IN),
        void=states.count(BallotProgress.VOID),
        unconfirmed=_counted(progress.unconfirmed),
        missing=progress.missing,
        reason=closed.reason,
        reasons=_own_reasons(room, period, tier),
        counted_by=closed.counted_by,
        supervised_by=closed.supervised_by,
        entry=entry.id,
        chain=entry.chain,
        waiting=second_keying.waiting(progress),
        forms=paper.lines() if paper else (),
        acknowledged=acknowledged,
    )


def unconfirmed(progress: TierProgress) -> str:
    """Say which ballots of a tier are not handed in and count all the same; empty for none."""
    lines = progress.unconfirmed
    if not lines:
        return ""
    return _n(
        "{count} ballot is not handed in; counted all the same: {ratings}.",
        "{count} ballots are not handed in; counted all the same: {ratings}.",
        len(lines),
    ).format(count=len(lines), ratings=_ratings(lines))


def few_secret(progress: TierProgress) -> str:
    """Warn of a secret tier that is closed with so few ballots that its means tell the marks.

    Empty for one that is not secret, or has enough of them, or none.
    """
    count = progress.handed_in
    if not progress.tier.secret or not 0 < count < FEWEST:
        return ""
    return _n(
        "Only {count} secret ballot is in: everybody's mean is what that one rater gave.",
        "Only {count} secret ballots are in: anyone who gave one can work out the others.",
        count,
    ).format(count=count)


def _ratings(lines: Sequence[RaterLine]) -> str:
    count = sum(line.answered for line in lines)
    sentence = _n("{count} complete rating", "{count} complete ratings", count)
    return sentence.format(count=count)


def _counted(lines: Sequence[RaterLine]) -> str:
    """Say how much of ballots that were not handed in counts; empty for nothing."""
    if not lines:
        return ""
    ballots = _n("{count} ballot", "{count} ballots", len(lines)).format(count=len(lines))
    return _("{ballots}, {ratings}").format(ballots=ballots, ratings=_ratings(lines))


def _latest_closing(tx: Transaction, period: str, tier: Tier) -> tuple[Entry, TierClosed]:
    """Return the entry of the tier's last closing.

    Raises:
        Refusal: when the record has none.
    """
    closing = records.latest(tx, TierClosed, period, tier.key)
    if closing is None:
        raise Refusal(
            "closing-unrecorded",
            N_("The record does not say how {tier} was closed."),
            tier=tier.name,
        )
    return closing


def _own_reasons(room: Room, period: str, tier: str) -> tuple[tuple[str, str], ...]:
    """Return each reason that single raters have at the latest closing, with their names."""
    period_room = room.period(period)
    raters_of: dict[str, list[str]] = {}
    latest: dict[str, list[str]] = {}
    with room.database.reading() as tx:
        lines = pages.of_period(tx, period, [BallotMissing, TierClosed])
    for event in (line.event for line in lines):
        match event:
            case BallotMissing() if event.tier == tier:
                raters_of.setdefault(event.reason, []).append(
                    period_room.roster.called(period_room.person(event.rater))
                )
            case TierClosed() if event.tier == tier:
                latest, raters_of = raters_of, {}
    return tuple((reason, _(", ").join(names)) for reason, names in latest.items())


def write_sheet(room: Room, period: str, tier: str, path: Path) -> None:
    """Write the closing sheet as one page that prints on A4.

    Raises:
        Refusal: as ``closing``, or when what the record seals does not hold, or the file cannot be
            written or is there already.
    """
    foreign.check_holds(room)
    write_new(path, closing_html(closing(room, period, tier)).encode())
