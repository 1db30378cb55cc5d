"""Read all that the papers of one result need, as one snapshot."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from kaohe_tui.domain.ballot.state import BallotState
from kaohe_tui.domain.entries.entries import YEAR
from kaohe_tui.domain.public.dossier import Dossier, PaperRating, RatingState
from kaohe_tui.domain.rules.pairs import ratees_of
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.domain.rules.scheme.tiers import Tier
from kaohe_tui.domain.standings.withholding import is_hidden
from kaohe_tui.services.counting import overview, tallies
from kaohe_tui.services.counting.board import Board
from kaohe_tui.services.integrity import foreign
from kaohe_tui.services.public.notices import year_fingerprint
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.year import year
from kaohe_tui.services.year.grades import proposals
from kaohe_tui.store.ballots import ballots
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.entries import tasks
from kaohe_tui.store.public import notices
from kaohe_tui.store.seals import chain
from kaohe_tui.words import _

_TRIES = 5
"""How often everything is read at most when another program keeps writing meanwhile."""

_Answer = tuple[int, ...] | None
"""Marks that count; None for an abstention."""


@dataclass
class _Answers:
    """What stands on a period's ballots."""

    void: set[tuple[str, str]] = field(default_factory=set)
    """(Tier, rater) of ballots that were voided."""
    by_ratee: defaultdict[tuple[str, str], dict[str, list[_Answer]]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    """(Tier, ratee) -> rater -> answers; many under "" where the tier is secret."""

    def put(self, tier: str, rater: str, ratee: str, answer: _Answer) -> None:
        """Add one rating or abstention."""
        self.by_ratee[tier, ratee].setdefault(rater, []).append(answer)


def dossier(room: Room, key: str) -> Dossier:
    """Return one period's result, or the year's, with everything behind it.

    Args:
        room: the room.
        key: the period's, or ``YEAR``.

    Returns:
        The frozen standings of a closed period, else those that may be seen now. Ratings that the
        scheme's ``reveal`` withholds appear as missing, without their marks.

    Raises:
        Refusal: when the scheme has no such period.
    """
    room.refresh()
    for _try in range(_TRIES):
        built = _of_year(room) if key == YEAR else _of_period(room, key)
        if not room.refresh():
            break
    return built


def _of_period(room: Room, key: str) -> Dossier:
    period_room = room.period(key)
    frozen = overview.result(room, key)
    seen = frozen or Board(room, key)
    standings = seen.standings
    hidden = {r.person.code for r in standings.rows if is_hidden(period_room.scheme, r.review)}
    with room.database.reading() as tx:
        ratings = tuple(
            _hidden(each) if each.ratee in hidden else each for each in _ratings(tx, period_room)
        )
        notice = notices.latest(tx, key)
        in_force = tasks.in_force(tx)
        record, acknowledged = chain.head(tx), foreign.acknowledged(tx)
    return Dossier(
        key=key,
        name=period_room.steps.period.name,
        scheme=period_room.scheme,
        scheme_fingerprint=period_room.scheme_fingerprint,
        roster=period_room.roster,
        standings=standings,
        proposals=proposals(room, key),
        facts=period_room.facts,
        extras=period_room.extras,
        ratings=ratings,
        tasks=in_force,
        withheld=seen.withheld_tiers if isinstance(seen, Board) else frozenset(),
        result_number=frozen.number if frozen else 0,
        fingerprint=frozen.fingerprint if frozen else "",
        at=frozen.at if frozen else "",
        notice=notice,
        record=record,
        acknowledged=acknowledged,
    )


def _of_year(room: Room) -> Dossier:
    view = year.view(room)
    with room.database.reading() as tx:
        notice = notices.latest(tx, YEAR)
        in_force = tasks.in_force(tx)
        record, acknowledged = chain.head(tx), foreign.acknowledged(tx)
    return Dossier(
        key=YEAR,
        name=_("the whole year {year}").format(year=view.scheme.year),
        scheme=view.scheme,
        scheme_fingerprint=_scheme_fingerprint(room),
        roster=view.roster,
        standings=view.year.standings,
        proposals=view.grading.proposals,
        facts=view.facts,
        tasks=in_force,
        year=view.year,
        fingerprint=year_fingerprint(room),
        notice=notice,
        record=record,
        acknowledged=acknowledged,
    )


def _scheme_fingerprint(room: Room) -> str:
    """Return the fingerprint of the year's scheme: that of the latest period opened.

    ``year.latest`` takes the same one.
    """
    scheme, fingerprint, _roster = room.base()
    known = [room.period(p.key) for p in scheme.periods]
    opened = [p for p in known if p.id is not None and not p.steps.called_off]
    return opened[-1].scheme_fingerprint if opened else fingerprint


def _ratings(tx: Transaction, period_room: PeriodRoom) -> Iterator[PaperRating]:
    """Yield every pair of every tier, tier by tier, in the roster's order.

    Of a secret tier, the ratings of each ratee come without raters.
    """
    answers = _answers(tx, period_room)
    for tier in period_room.scheme.tiers:
        yield from (
            _of_secret(period_room, tier, answers)
            if tier.secret
            else _of_named(period_room, tier, answers)
        )


def _hidden(rating: PaperRating) -> PaperRating:
    """Return a rating as it is shown for a person with too few ratings in a secret tier."""
    if rating.state is not RatingState.COUNTED:
        return rating
    return replace(rating, state=RatingState.HIDDEN, marks=())


def _of_named(period_room: PeriodRoom, tier: Tier, answers: _Answers) -> Iterator[PaperRating]:
    recused = period_room.recused_in(tier.key)
    for rater, ratee in _pairs(period_room, tier):
        pair = (rater.code, ratee.code)
        marks: tuple[int, ...] = ()
        rows = answers.by_ratee[tier.key, ratee.code].get(rater.code, ())
        if pair in recused:
            state = RatingState.RECUSED
        elif (tier.key, rater.code) in answers.void:
            state = RatingState.VOID
        elif not rows:
            state = RatingState.MISSING
        elif rows[0] is None:
            state = RatingState.ABSTAINED
        else:
            state, marks = RatingState.COUNTED, rows[0]
        yield PaperRating(tier.key, *pair, state=state, marks=marks)


def _of_secret(period_room: PeriodRoom, tier: Tier, answers_of: _Answers) -> Iterator[PaperRating]:
    recused = period_room.recused_in(tier.key)
    raters: dict[str, list[str]] = {}
    for rater, ratee in _pairs(period_room, tier):
        raters.setdefault(ratee.code, []).append(rater.code)
    for ratee_code, codes in raters.items():
        answers = [
            each for one in answers_of.by_ratee[tier.key, ratee_code].values() for each in one
        ]
        marks = sorted(each for each in answers if each is not None)
        out = sum((code, ratee_code) in recused for code in codes)
        void = sum(
            (tier.key, code) in answers_of.void and (code, ratee_code) not in recused
            for code in codes
        )
        counts = {
            RatingState.ABSTAINED: len(answers) - len(marks),
            RatingState.RECUSED: out,
            RatingState.VOID: void,
            RatingState.MISSING: len(codes) - len(answers) - out - void,
        }
        for each in marks:
            yield PaperRating(tier.key, "", ratee_code, RatingState.COUNTED, each)
        for state, count in counts.items():
            yield from [PaperRating(tier.key, "", ratee_code, state)] * count


def _pairs(period_room: PeriodRoom, tier: Tier) -> Iterator[tuple[Person, Person]]:
    """Yield the pairs of rater and ratee that the tier asks for, recusals left aside."""
    scheme, roster = period_room.scheme, period_room.roster
    for rater in scheme.raters(tier, roster):
        for ratee in ratees_of(scheme, tier, roster, rater):
            yield rater, ratee


def _answers(tx: Transaction, period_room: PeriodRoom) -> _Answers:
    """Return the ballots that were voided, and what stands on those that count now."""
    answers = _Answers()
    if period_room.id is None:
        return answers
    heads = ballots.heads(tx, period_room.id)
    of_ballot = {
        h.id: (period_room.scheme.tiers[h.tier_no].key, period_room.codes.get(h.rater_id or 0, ""))
        for h in heads
    }
    answers.void |= {of_ballot[h.id] for h in heads if h.state is BallotState.VOID}
    counted = tallies.Counting(period_room, heads).counted
    for ratee, ballot in ballots.abstentions(tx, period_room.id):
        if ballot in counted:
            answers.put(*of_ballot[ballot], period_room.codes[ratee], None)
    for code in period_room.ids:
        for ballot, marks in tallies.whole_marks(tx, period_room, code).items():
            if ballot in counted:
                answers.put(*of_ballot[ballot], code, marks)
    return answers
