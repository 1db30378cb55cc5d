"""Take the ratings of a file into the open tier: check one by one, write many at a time.

A province's file has a million lines: one byte is kept for each pair, and who rates whom is
looked up once a ballot, not once a line.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import compress

from kaohe_tui.domain.ballot.state import BallotState
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.pairs import Pairing, owed_by_raters
from kaohe_tui.domain.rules.people import with_code
from kaohe_tui.domain.rules.scheme.tiers import Tier
from kaohe_tui.files.ballots.given import Ballots, Given, Stretch
from kaohe_tui.files.tables.faults import Faults
from kaohe_tui.services.ballots import import_checks, second_keying
from kaohe_tui.services.counting.tallies import whole_on
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.services.room.progress import Answers
from kaohe_tui.services.secrecy import secrecy
from kaohe_tui.store.ballots import ballots, ratings
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.seals import chain, guards, sums
from kaohe_tui.store.seals.seals import BallotDigest, new_nonce
from kaohe_tui.store.secrecy import receipts, urn
from kaohe_tui.store.secrecy.urn import Urn
from kaohe_tui.words import N_, _

_AT_ONCE = 2000
"""The number of ratings that are written in one go."""
_FREE, _CLOSED, _IN_FILE = 0, 1, 2
"""What is known of a pair: it can be rated; it cannot, or was before; the file has rated it."""


@dataclass(slots=True)
class _Ballot:
    """One ballot that the file brings ratings of."""

    id: int
    """The ballot's id."""
    candidates: Mapping[str, int]
    """Code -> position in the roster, of the people whom the tier may have rated."""
    pairs: bytearray
    """By position in the roster: ``_FREE``, ``_CLOSED`` or ``_IN_FILE``."""
    answered: int
    """The number of ratees with a whole rating or an abstention before."""
    touched: int
    """The number of ratees who had anything before."""
    begun: bool
    """Whether somebody is in the middle of it: what only files brought was handed in."""
    void: bool
    """Whether it was voided: then it takes nothing."""
    urn: Urn | None = None
    """The urn of a secret tier; None for others, and where it was begun at the keyboard."""
    digest: BallotDigest | None = None
    """What the record will hold of it; None where something was on it before."""
    lines: int = 0
    """The number of the file's ratings and abstentions on it."""
    asked: Tier | None = None
    """The tier where forms differ; None where everybody has all slots, in order."""


@dataclass
class Taking:
    """One file's lines, within the transaction that takes them all or none."""

    tx: Transaction
    """The transaction."""
    period_room: PeriodRoom
    """The period."""
    source: Ballots
    """The file."""
    expected: import_checks.Meant = import_checks.ANYBODY
    """Whose ballots the file may bring."""
    ballots: dict[tuple[str, str], _Ballot] = field(default_factory=dict)
    """(tier, rater) -> the ballot, in the order of the file."""

    def __post_init__(self) -> None:
        people = self.period_room.roster.people
        self._ids = [self.period_room.ids.get(person.code, 0) for person in people]
        current = self.period_room.steps.current
        tiers = [current] if current else self.period_room.scheme.tiers
        self._slots = max(map(self.period_room.forms.width, tiers))
        """The slots of a rating; only one tier is open."""
        self._abstentions = 0
        heads = (
            ballots.heads(self.tx, self.period_room.id) if self.period_room.id is not None else ()
        )
        self._heads = {(head.tier_no, head.rater_id): head for head in heads}
        self._pairings: dict[str, Pairing] = {}
        self._urns: dict[str, Urn] = {}
        self._faults = Faults()
        self._checks = import_checks.ImportChecks(self.period_room, self.source)
        self.limits = import_checks.FileLimits(self.tx, self.period_room, self.source.file)
        """What its ballots are held to."""
        self._refused: set[tuple[str, str]] = set()
        """The ballots of which nothing can be taken."""

    def take_all(self) -> None:
        """Take all ratings, stretch by stretch.

        Raises:
            Refusal: naming what is wrong in the file, and which of its ratings cannot be taken.
        """
        rated: list[tuple[int | None, ...]] = []
        abstained: list[tuple[int, int]] = []
        for stretch in self.source.stretches(self._faults):
            which = stretch.tier, stretch.rater
            ballot = self.ballots.get(which) or self._begin(stretch)
            if ballot is None:
                continue
            candidates, pairs, ids, number = ballot.candidates, ballot.pairs, self._ids, ballot.id
            into, first = ballot.urn, (len(rated), len(abstained))
            for rating in stretch.ratings:
                _line, ratee, marks = rating
                place = candidates.get(ratee)
                if place is None or pairs[place]:
                    self._refuse(stretch, rating)
                    continue
                pairs[place] = _IN_FILE
                if into is not None:
                    number = into[ids[place]].pop()
                if marks is None:
                    abstained.append((ids[place], number))
                else:
                    rated.append((ids[place], number, *self._by_slot(ballot, ratee, marks)))
            ballot.lines += len(stretch.ratings)
            self.limits.take(stretch)
            self._seal(ballot, rated[first[0] :], abstained[first[1] :])
            if len(rated) + len(abstained) >= _AT_ONCE:
                self._write(rated, abstained)
        import_checks.refuse_whole(self._faults)
        self._write(rated, abstained)

    def _by_slot(
        self, ballot: _Ballot, ratee: str, marks: tuple[int, ...]
    ) -> tuple[int | None, ...]:
        if ballot.asked is None:
            return marks
        form = self.period_room.forms.of(ballot.asked, self.period_room.roster[ratee])
        return form.to_store(marks, self._slots)

    def _seal(
        self, ballot: _Ballot, rated: list[tuple[int | None, ...]], abstained: list[tuple[int, int]]
    ) -> None:
        """Add a stretch of a ballot to its digest, or to the sums."""
        if ballot.digest is not None:
            ballot.digest.take(rated, abstained)
        elif ballot.urn is not None or ballot.begun:
            sums.rows_added(self.tx, "rating", rated)
            sums.rows_added(self.tx, "abstention", abstained)

    def hand_in(self) -> import_checks.Imported:
        """Hand in the ballots that are due, unless one breaks a limit; return what came."""
        owed = {tier: self._owed(tier) for tier in self._pairings}
        incomplete: list[str] = []
        left_open: list[str] = []
        done: list[tuple[str, _Ballot]] = []
        for (tier, rater), ballot in self.ballots.items():
            whole = ballot.answered + ballot.lines >= owed[tier][rater]
            if not whole:
                incomplete.append(rater)
            if whole and ballot.begun:
                self._checks.check_begun(self.tx, tier, rater, ballot.id)
            if whole or not ballot.begun:
                done.append((tier, ballot))
            else:
                left_open.append(rater)
        due = {which: b.id for which, b in self.ballots.items() if which[1] not in left_open}
        void = self.limits.check(due)
        self._hand_in(done)
        taken = sum(ballot.lines for ballot in self.ballots.values())
        return import_checks.Imported(
            ballots=len(self.ballots),
            ratings=taken - self._abstentions,
            abstentions=self._abstentions,
            incomplete=tuple(incomplete),
            left_open=tuple(left_open),
            void=void,
        )

    def _hand_in(self, done: Iterable[tuple[str, _Ballot]]) -> None:
        named: dict[int, BallotDigest | None] = {}
        bare: list[int] = []
        for tier, ballot in done:
            if (into := self._urns.get(tier)) is None:
                named[ballot.id] = ballot.digest
                continue
            receipts.issue(self.tx, self.period_room.opened_id, self.period_room.tier_number(tier))
            if ballot.urn is None:
                urn.cast(self.tx, ballot.id, into.places)
                ballot.urn = into
            else:
                bare.append(ballot.id)
        nonces = {
            number: digest.nonce if digest else new_nonce() for number, digest in named.items()
        }
        ballots.hand_in(self.tx, nonces)
        for number, digest in named.items():
            chain.seal_ballot(self.tx, number, digest.digest(self.tx) if digest else "")
        urn.bare(self.tx, bare)

    def named(self, left_open: Collection[str]) -> dict[str, dict[str, list[str]]]:
        """Return the ballots handed in, but for secret tiers; see ``BallotsImported``.

        Args:
            left_open: the raters whose ballots were not.
        """
        period_room, codes_of = self.period_room, dict[str, dict[str, list[str]]]()
        for (tier, rater), ballot in self.ballots.items():
            if rater in left_open or period_room.scheme.tier(tier).secret:
                continue
            before = self._heads.get((period_room.tier_number(tier), period_room.ids[rater]))
            was_in = before is not None and before.state is BallotState.HANDED_IN
            added = compress(period_room.roster.people, (p == _IN_FILE for p in ballot.pairs))
            codes_of.setdefault(tier, {})[rater] = [p.code for p in added] if was_in else []
        return codes_of

    def answers(self, known: dict[int, Answers] | None) -> dict[int, Answers] | None:
        """Return the progress of the period's ballots now.

        Args:
            known: their progress before; None where that was not counted.

        Returns:
            None where it is still to be counted: there were ballots before that the file is not
            about.
        """
        if known is None:
            taken = {ballot.id for ballot in self.ballots.values()}
            if any(head.id not in taken for head in self._heads.values()):
                return None
        answers_on: dict[int, Answers] = dict.fromkeys(
            (b.id for b in self.ballots.values()), (0, 0)
        )
        for ballot in self.ballots.values():
            number = ballot.urn.places[0] if ballot.urn is not None else ballot.id
            before = answers_on.get(number) or (known or {}).get(number, (0, 0))
            whole, touched = (count + ballot.lines for count in before)
            answers_on[number] = (whole + ballot.answered, touched + ballot.touched)
        return (known or {}) | answers_on

    def _owed(self, tier: str) -> dict[str, int]:
        period_room = self.period_room
        rules = period_room.scheme.tier(tier)
        return owed_by_raters(
            period_room.scheme, rules, period_room.roster, period_room.recused_in(tier)
        )

    def _write(self, rated: list[tuple[int | None, ...]], abstained: list[tuple[int, int]]) -> None:
        if self._faults:
            # Nothing of the file stays.
            rated.clear()
            abstained.clear()
            return
        added = ratings.add_rows(self.tx, self._slots, rated)
        added += ballots.add_abstentions(self.tx, abstained)
        if added != len(rated) + len(abstained):
            raise guards.refusal(
                _("A rating in the file already exists, on no ballot that kaohe knows of.")
            )
        self._abstentions += len(abstained)
        rated.clear()
        abstained.clear()

    def _begin(self, stretch: Stretch) -> _Ballot | None:
        """Return the ballot for the first stretch of its rater in its tier.

        None, and one fault for all its ratings, where nothing of it can be taken.
        """
        which = stretch.tier, stretch.rater
        if which in self._refused:
            return None
        try:
            self._checks.check_ballot(stretch, self.expected)
            ballot = self.ballots[which] = self._begun(stretch)
        except Refusal as refusal:
            self._refused.add(which)
            self._faults.add(self._checks.placed(stretch, refusal))
            return None
        return ballot

    def _begun(self, stretch: Stretch) -> _Ballot:
        period_room = self.period_room
        tier, rater = period_room.scheme.tier(stretch.tier), period_room.roster[stretch.rater]
        pairing = self._pairing(tier)
        number, rater_id = period_room.tier_number(tier.key), period_room.ids[rater.code]
        known = self._heads.get((number, rater_id))
        head = known or ballots.make(self.tx, period_room.opened_id, number, rater_id)
        if known:
            second_keying.check(self.tx, tier, rater, head.id)
        ballot = _Ballot(
            id=head.id,
            candidates=pairing.candidates(rater),
            pairs=bytearray(len(self._ids)),
            answered=0,
            touched=0,
            begun=False,
            void=head.state is BallotState.VOID,
            asked=None if period_room.forms.is_dense(tier) else tier,
        )
        for code in pairing.left_out(rater):
            if code in ballot.candidates:
                ballot.pairs[ballot.candidates[code]] = _CLOSED
        if known:
            self._take_up(ballot, head.state)
        if tier.secret:
            if head.state is BallotState.HANDED_IN:
                sentence = N_("{rater} has handed in, and {tier} is secret: nothing can be added.")
                names = {"rater": with_code(rater), "tier": tier.name}
                raise Refusal("ballot-in-urn", sentence, **names)
            into = self._urn(tier)
            ballot.urn = None if ballot.begun or ballot.void else into
        elif not known and ballot.asked is None:
            row = head.id, period_room.opened_id, number, rater_id
            ballot.digest = BallotDigest(row, self._slots)
        return ballot

    def _pairing(self, tier: Tier) -> Pairing:
        """Return whom the tier's raters rate, worked out once a file."""
        if tier.key not in self._pairings:
            period_room = self.period_room
            recused = period_room.recused_in(tier.key)
            self._pairings[tier.key] = Pairing(
                period_room.scheme, tier, period_room.roster, recused
            )
        return self._pairings[tier.key]

    def _urn(self, tier: Tier) -> Urn:
        """Return the urn of a secret tier, opened once a file."""
        if tier.key not in self._urns:
            self._urns[tier.key] = Urn(self.tx, secrecy.places_of(self.tx, self.period_room, tier))
        return self._urns[tier.key]

    def _refuse(self, stretch: Stretch, rating: Given) -> None:
        """Note down why a rating cannot be taken."""
        ballot = self.ballots[stretch.tier, stretch.rater]
        place = ballot.candidates.get(rating.ratee)
        is_twice = place is not None and ballot.pairs[place] == _IN_FILE
        if self._faults.are_enough:
            # Only the number of the further ones is told.
            self._faults.count += 1
            return
        self._faults.add(
            self._checks.refusal(stretch, rating, is_void=ballot.void, is_twice=is_twice)
        )

    def _take_up(self, ballot: _Ballot, state: BallotState) -> None:
        """Mark what stands on a ballot already as closed: it stays."""
        facts = ballots.facts(self.tx, ballot.id)
        for ratee in facts.marks.keys() | facts.abstentions:
            place = ballot.candidates.get(self.period_room.codes[ratee])
            if place is not None:
                ballot.pairs[place] = _CLOSED
        ballot.answered = whole_on(self.tx, self.period_room, ballot.id)
        ballot.touched = len(facts.marks) + len(facts.abstentions)
        ballot.begun = state is BallotState.OPEN and ballot.touched > 0
        # Nor is one touched that waits for its second keying.
        if ballot.void or state is BallotState.KEYED:
            ballot.pairs[:] = bytes([_CLOSED]) * len(ballot.pairs)
