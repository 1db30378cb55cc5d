"""Say why a ballot of a file, or one of its ratings, cannot be taken, and where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from kaohe_tui.domain.ballot.limits import Rated, rated
from kaohe_tui.domain.ballot.row import check_levels
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.pairs import rates
from kaohe_tui.domain.rules.people import Person, perhaps, with_code
from kaohe_tui.domain.rules.scheme.tiers import Tier
from kaohe_tui.files.ballots.given import Ballots, Given, Stretch
from kaohe_tui.files.decode import shown
from kaohe_tui.files.tables.faults import Faults
from kaohe_tui.services.ballots.handing_in import check_limits, ratings_on, void_for
from kaohe_tui.services.ballots.saving import rows_of
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.ballots import ballots
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.words import N_, _


@dataclass(frozen=True, slots=True)
class Imported:
    """What one file brought."""

    ballots: int
    """The number of ballots that the file has ratings of."""
    ratings: int
    """The number of ratings taken, without abstentions."""
    abstentions: int
    """The number of abstentions taken."""
    incomplete: tuple[str, ...]
    """Codes of the raters whose ballots still owe ratings."""
    left_open: tuple[str, ...] = ()
    """Codes of the incomplete ones that were begun at the keyboard and stay open."""
    void: tuple[str, ...] = ()
    """Codes of the raters whose ballots are voided, as they break a limit."""
    told: tuple[str, ...] = field(default=(), compare=False)
    """What was read of the file and what was left out, a sentence each."""


class Meant(NamedTuple):
    """Whose ballots a file is said to bring."""

    tier: str = ""
    """The tier's key; empty for any."""
    rater: str = ""
    """The rater's code; empty for anybody."""


ANYBODY = Meant()
"""Nothing was said of the file."""


class ImportChecks:
    """What a file's ballots are held to."""

    def __init__(self, period_room: PeriodRoom, source: Ballots) -> None:
        """Keep the period and the file."""
        self._period_room, self._source = period_room, source
        self._column = "tier"
        """What the last check was about."""

    def placed(self, stretch: Stretch, refusal: Refusal) -> Refusal:
        """Return the refusal of ``check_ballot`` with its place."""
        return self._source.placed(stretch, stretch.ratings[0], self._column, refusal)

    def check_ballot(self, stretch: Stretch, expected: Meant) -> None:
        """Refuse a ballot of which nothing can be taken.

        Raises:
            Refusal: without its place, see ``placed``.
        """
        period_room, self._column = self._period_room, "tier"
        period_room.steps.check_scoring(stretch.tier)
        if expected.tier and expected.tier != stretch.tier:
            raise Refusal(
                "tier-differs",
                N_("It is a ballot of {tier}, and not of {meant} as was said."),
                tier=period_room.scheme.tier(stretch.tier).name,
                meant=period_room.scheme.tier(expected.tier).name,
            )
        self._column = "rater"
        self._check_known(stretch.rater)
        if expected.rater and expected.rater != stretch.rater:
            raise Refusal(
                "rater-differs",
                N_("It is a ballot of {code}, and not of {meant} as was said."),
                code=stretch.rater,
                meant=expected.rater,
            )

    def check_begun(self, tx: Transaction, tier: str, rater: str, ballot: int) -> None:
        """Refuse to hand in with a file what somebody entered before, where that cannot be.

        Raises:
            Refusal: when somebody's total stands for no level.
        """
        period_room = self._period_room
        rules, facts = period_room.scheme.tier(tier), ballots.facts(tx, ballot)
        try:
            check_levels(rows_of(period_room, rules, period_room.roster[rater], facts, {}))
        except Refusal as refusal:
            raise refusal.at(shown(self._source.file)) from refusal

    def refusal(self, stretch: Stretch, rating: Given, *, is_void: bool, is_twice: bool) -> Refusal:
        """Return the refusal of a rating that cannot be taken, with its place.

        Args:
            stretch: the ratings that it is one of.
            rating: the rating.
            is_void: whether its ballot was voided.
            is_twice: whether the file has rated that person already.
        """
        column, reason = "ratee", self._reason(stretch, rating)
        if reason is None and is_void:
            column = "rater"
            reason = Refusal(
                "ballot-voided",
                N_(
                    "{rater}'s ballot was voided; restore it, or give it back, before more is "
                    "taken."
                ),
                rater=with_code(self._period_room.roster[stretch.rater]),
            )
        elif reason is None and is_twice:
            reason = self._rated_twice(stretch, rating)
        reason = reason or self._rated_already(stretch.rater, rating.ratee)
        return self._source.placed(stretch, rating, column, reason)

    def _reason(self, stretch: Stretch, rating: Given) -> Refusal | None:
        """Return the refusal of a rating that the open tier does not owe, without its place."""
        try:
            self._check_pair(stretch, rating)
        except Refusal as refusal:
            return refusal
        return None

    def _rated_already(self, rater: str, ratee: str) -> Refusal:
        roster = self._period_room.roster
        return Refusal(
            "rated-already",
            N_("{rater} ({rater_code}) has already rated {ratee} ({ratee_code})."),
            rater=roster[rater].name,
            rater_code=rater,
            ratee=roster[ratee].name,
            ratee_code=ratee,
        )

    def _check_pair(self, stretch: Stretch, rating: Given) -> None:
        """Refuse a rating that the open tier does not owe."""
        period_room = self._period_room
        self._check_known(rating.ratee)
        tier = period_room.scheme.tier(stretch.tier)
        rater, ratee = period_room.roster[stretch.rater], period_room.roster[rating.ratee]
        names = {"rater": with_code(rater), "ratee": with_code(ratee)}
        if not rates(period_room.scheme, tier, rater, ratee):
            raise Refusal(
                "pair-not-rated",
                N_("{tier} does not have {rater} rate {ratee}; delete the line."),
                tier=tier.name,
                **names,
            )
        if (rater.code, ratee.code) in period_room.recused_in(tier.key):
            raise Refusal("ratee-recused", N_("{rater} is recused from rating {ratee}."), **names)

    def _check_known(self, code: str) -> None:
        if code not in self._period_room.roster:
            nobody = N_("nobody in the roster has code “{code}”.")
            known = self._period_room.codes.values()
            raise Refusal("person-unknown", nobody, code=code).followed_by(perhaps(code, known))

    def _rated_twice(self, stretch: Stretch, rating: Given) -> Refusal:
        """Return the refusal of a rating that stands in the file before, without its place."""
        sheet, line = next(
            (each.sheet, earlier.line)
            for each in self._source.stretches(Faults())
            if each[:2] == stretch[:2]
            for earlier in each.ratings
            if earlier.ratee == rating.ratee
        )
        sentence = N_("{rater} already rates {ratee} in line {line}; keep one of the two.")
        if sheet != stretch.sheet:
            sentence = N_(
                "{rater} already rates {ratee} in line {line} of sheet “{sheet}”; keep one of the "
                "two."
            )
        values = {"rater": stretch.rater, "ratee": rating.ratee, "line": line, "sheet": sheet}
        return Refusal("rated-twice", sentence, **values)


class FileLimits:
    """The limits that a file's ballots are held to as they are handed in."""

    def __init__(self, tx: Transaction, period_room: PeriodRoom, file: str) -> None:
        """Begin without a ballot."""
        self._tx, self._period_room, self._file = tx, period_room, file
        self._brought: dict[tuple[str, str], dict[str, Rated]] = {}
        self._void: dict[tuple[str, str], tuple[int, str]] = {}

    def take(self, stretch: Stretch) -> None:
        """Keep what a stretch gives, where its tier has limits.

        On the disk it may be without its rater by the time the ballot is handed in.
        """
        tier, roster = self._period_room.scheme.tier(stretch.tier), self._period_room.roster
        if not tier.limits:
            return
        brought = self._brought.setdefault((tier.key, stretch.rater), {})
        for _line, ratee, marks in stretch.ratings:
            form = self._period_room.forms.of(tier, roster[ratee]) if ratee in roster else None
            if form and marks and (rating := rated(roster[ratee], form, marks)):
                brought[ratee] = rating

    def check(self, due: Mapping[tuple[str, str], int]) -> tuple[str, ...]:
        """Refuse the file where a ballot breaks a limit that refuses.

        Args:
            due: (tier, rater) of what is handed in -> the ballot's id.

        Returns:
            The codes of the raters whose ballots are to be voided.

        Raises:
            Refusal: naming each rater, and what is wrong.
        """
        period_room, faults = self._period_room, Faults()
        for which in (each for each in self._brought if each in due):
            tier, rater = period_room.scheme.tier(which[0]), period_room.roster[which[1]]
            on_it = ratings_on(self._tx, period_room, tier, due[which]) | self._brought[which]
            try:
                reason = check_limits(period_room, tier, rater, on_it.values())
            except Refusal as refusal:
                faults.add(refusal.at(shown(self._file)))
                continue
            if reason and tier.secret:
                faults.add(_void_in_urn(tier, rater).at(shown(self._file)))
            elif reason:
                self._void[which] = due[which], reason
        refuse_whole(faults)
        return tuple(rater for _tier, rater in self._void)

    def void(self, room: Room) -> None:
        """Void what breaks a limit that voids, once the file is recorded."""
        for (tier, rater), (ballot, reason) in self._void.items():
            void_for(room, self._tx, (self._period_room.key, tier, rater), ballot, reason)


def _void_in_urn(tier: Tier, rater: Person) -> Refusal:
    return Refusal(
        "limit-void-secret",
        N_(
            "{name}'s ballot in {tier} breaks a limit and is void, but the tier is secret: take "
            "the ballot out of the file and enter it at the keyboard, where it is voided."
        ),
        name=with_code(rater),
        tier=tier.name,
    )


def refuse_whole(faults: Faults) -> None:
    """Refuse a whole file for what is wrong in it.

    Raises:
        Refusal: naming it, and that nothing was imported.
    """
    try:
        faults.check()
    except Refusal as refusal:
        nothing = _("Nothing was imported from the file.")
        if refusal.code == "lines-wrong":
            raise refusal.within("{fault}\n{nothing}", nothing=nothing) from refusal
        raise refusal.followed_by(nothing) from refusal


def at(file: str, line: int, refusal: Refusal) -> Refusal:
    """Return the refusal of a whole file for one of its lines, with file and line."""
    sentence = N_("{file}, line {line}: {fault} Nothing was imported from the file.")
    return refusal.within(sentence, file=file, line=line)
