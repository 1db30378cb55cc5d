"""Ballots' lines on their way into the open tier: checked one by one, written many at a time.

A province's file has a million lines: what is remembered of them is a byte a pair, and who owes
whom is looked up for a ballot, not for a line.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kaohe_tui.domain.owed import Pairing, owed_by_raters, rates
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.files.ballots_file import BallotLine
from kaohe_tui.meeting.ballots import OPEN
from kaohe_tui.meeting.room import PeriodRoom
from kaohe_tui.meeting.tallies import HANDED_IN, VOID
from kaohe_tui.store import ballots, ratings
from kaohe_tui.store.engine import Transaction
from kaohe_tui.words import _

_BATCH = 5000
"""Lines that are written in one go."""
_FREE, _CLOSED, _IN_FILE = 0, 1, 2
"""What is known of a pair: it can be rated; it cannot, or was before; the file has rated it."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What one file brought."""

    ballots: int
    ratings: int
    abstentions: int
    incomplete: tuple[str, ...]
    """Codes of the raters whose ballots still owe ratings."""
    left_open: tuple[str, ...] = ()
    """Those of them whose ballots were begun at the keyboard and are to be gone on with there."""


@dataclass(slots=True)
class _Ballot:
    """One ballot that the file brings ratings of."""

    id: int
    candidates: Mapping[str, int]
    """Code -> place in the roster."""
    pairs: bytearray
    """By place in the roster."""
    answered: int
    """Ratees who were answered for before."""
    begun: bool
    """Whether somebody is in the middle of it: what only files brought was handed in."""
    void: bool
    lines: int = 0


@dataclass
class Taking:
    """One file's lines, within the transaction that takes them all or none."""

    tx: Transaction
    here: PeriodRoom
    file: str
    ballots: dict[tuple[str, str], _Ballot] = field(default_factory=dict)
    """(tier, rater) -> the ballot, in the order of the file."""
    abstentions: int = 0

    def __post_init__(self) -> None:
        people = self.here.roster.people
        self._ids = [self.here.ids.get(person.code, 0) for person in people]
        self._columns = len(self.here.scheme.indicators)
        self._pairings: dict[str, Pairing] = {}
        self._rated: list[tuple[int, ...]] = []
        self._abstained: list[tuple[int, int]] = []

    def take_all(self, lines: Iterable[BallotLine]) -> None:
        """Take line by line.

        Raises:
            Refusal: for the first that cannot be taken.
        """
        for line in lines:
            _line, tier, rater, ratee, marks, abstained = line
            ballot = self.ballots.get((tier, rater)) or self._begin(line)
            place = ballot.candidates.get(ratee)
            if place is None or ballot.pairs[place]:
                raise self._refusal(ballot, line, lines)
            ballot.pairs[place] = _IN_FILE
            ballot.lines += 1
            if abstained:
                self.abstentions += 1
                self._abstained.append((self._ids[place], ballot.id))
            else:
                self._rated.append((self._ids[place], ballot.id, *marks))
                if len(self._rated) == _BATCH:
                    self._write()
        self._write()

    def hand_in(self) -> Imported:
        """Hand in what is to be handed in, and tell what the file brought."""
        owed = {tier: self._owed(tier) for tier in self._pairings}
        incomplete: list[str] = []
        left_open: list[str] = []
        for (tier, rater), ballot in self.ballots.items():
            whole = ballot.answered + ballot.lines >= owed[tier][rater]
            if not whole:
                incomplete.append(rater)
            if whole or not ballot.begun:
                ballots.set_state(self.tx, ballot.id, HANDED_IN)
            else:
                left_open.append(rater)
        rated = sum(ballot.lines for ballot in self.ballots.values()) - self.abstentions
        told = tuple(incomplete), tuple(left_open)
        return Imported(len(self.ballots), rated, self.abstentions, *told)

    def _owed(self, tier: str) -> dict[str, int]:
        here = self.here
        rules = here.scheme.tier(tier)
        return owed_by_raters(here.scheme, rules, here.roster, here.recused_in(tier))

    def _write(self) -> None:
        added = ratings.add_rows(self.tx, self._columns, self._rated)
        added += ballots.add_abstentions(self.tx, self._abstained)
        if added != len(self._rated) + len(self._abstained):
            raise AssertionError("a pair that was free has a rating")
        self._rated.clear()
        self._abstained.clear()

    def _begin(self, line: BallotLine) -> _Ballot:
        """The ballot of a line that is the first of its rater in its tier."""
        self._check_pair(line)
        here = self.here
        tier, rater = here.scheme.tier(line.tier), here.roster[line.rater]
        if tier.key not in self._pairings:
            recused = here.recused_in(tier.key)
            self._pairings[tier.key] = Pairing(here.scheme, tier, here.roster, recused)
        pairing = self._pairings[tier.key]
        number, rater_id = here.tier_number(tier.key), here.ids[rater.code]
        head = ballots.head_of(self.tx, here.opened_id, number, rater_id)
        known = head is not None
        head = head or ballots.begin(self.tx, here.opened_id, number, rater_id)
        ballot = _Ballot(
            id=head.id,
            candidates=pairing.candidates(rater),
            pairs=bytearray(len(self._ids)),
            answered=0,
            begun=False,
            void=head.state == VOID,
        )
        for code in pairing.left_out(rater):
            if code in ballot.candidates:
                ballot.pairs[ballot.candidates[code]] = _CLOSED
        if known:
            self._take_up(ballot, head.state)
        self.ballots[line.tier, line.rater] = ballot
        return ballot

    def _take_up(self, ballot: _Ballot, state: str) -> None:
        """What stands on a ballot already stays."""
        facts = ballots.facts(self.tx, ballot.id)
        for ratee in facts.marks.keys() | facts.abstentions:
            place = ballot.candidates.get(self.here.codes[ratee])
            if place is not None:
                ballot.pairs[place] = _CLOSED
        whole = sum(len(marks) == self._columns for marks in facts.marks.values())
        ballot.answered = whole + len(facts.abstentions)
        ballot.begun = state == OPEN and bool(facts.marks or facts.abstentions)
        if ballot.void:
            ballot.pairs[:] = bytes([_CLOSED]) * len(ballot.pairs)

    # -- what is refused ---------------------------------------------------------------------

    def _refusal(self, ballot: _Ballot, line: BallotLine, lines: Iterable[BallotLine]) -> Refusal:
        """Why a line of a ballot cannot be taken."""
        self._check_pair(line)
        rater, ratee = self.here.roster[line.rater], self.here.roster[line.ratee]
        if ballot.void:
            told = _("{rater}'s ballot was struck out.").format(rater=rater.name)
            return at(self.file, line.line, told)
        if ballot.pairs[ballot.candidates[ratee.code]] == _IN_FILE:
            earlier = next(one.line for one in lines if one[1:4] == line[1:4])
            told = _("{rater} rates {ratee} in line {line} already; keep one of the two.").format(
                rater=line.rater, ratee=line.ratee, line=earlier
            )
            return at(self.file, line.line, told)
        told = _("{rater} ({rater_code}) has rated {ratee} ({ratee_code}) already.").format(
            rater=rater.name, rater_code=rater.code, ratee=ratee.name, ratee_code=ratee.code
        )
        return at(self.file, line.line, told)

    def _check_pair(self, line: BallotLine) -> None:
        """Whether the line's rating is one that the open tier owes."""
        here = self.here
        try:
            here.steps.check_scoring(line.tier)
        except Refusal as refusal:
            raise at(self.file, line.line, str(refusal)) from refusal
        for code in (line.rater, line.ratee):
            if code not in here.roster:
                told = _("nobody in the roster has code “{code}”.").format(code=code)
                raise at(self.file, line.line, told)
        tier = here.scheme.tier(line.tier)
        rater, ratee = here.roster[line.rater], here.roster[line.ratee]
        names = {"rater": f"{rater.name} ({rater.code})", "ratee": f"{ratee.name} ({ratee.code})"}
        if not rates(here.scheme, tier, rater, ratee):
            told = _("{tier} does not have {rater} rate {ratee}.").format(tier=tier.name, **names)
            raise at(self.file, line.line, told)
        if (rater.code, ratee.code) in here.recused_in(tier.key):
            told = _("{rater} is recused from rating {ratee}.").format(**names)
            raise at(self.file, line.line, told)


def at(file: str, line: int, told: str) -> Refusal:
    """A refusal that names file and line."""
    return Refusal(
        _("{file}, line {line}: {told} Nothing of the file was taken.").format(
            file=file, line=line, told=told
        )
    )
