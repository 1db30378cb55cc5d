"""Take up a rater's ballot, key it mark by mark, hand it in; void it or give it back."""

import weakref
from collections.abc import Callable

from kaohe_tui.domain.access import duties
from kaohe_tui.domain.ballot.effect import Outcome
from kaohe_tui.domain.ballot.parts import Given
from kaohe_tui.domain.ballot.row import Marks, Row
from kaohe_tui.domain.ballot.sheet import Sheet
from kaohe_tui.domain.ballot.state import BallotState, Keying
from kaohe_tui.domain.record.events import Event, GivenBack, StruckOut
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.domain.rules.scheme.tiers import Entry, Tier
from kaohe_tui.domain.tasks.task import TasksOf
from kaohe_tui.domain.text import clean
from kaohe_tui.services.access.codes import CodeLock
from kaohe_tui.services.ballots import claims
from kaohe_tui.services.ballots.handing_in import check_rows
from kaohe_tui.services.ballots.mark_log import Corrections
from kaohe_tui.services.ballots.saving import BallotDisk, check_open, rows_of
from kaohe_tui.services.ballots.second_keying import check, confirm, discard_second, next_keying
from kaohe_tui.services.ballots.writer import Writer
from kaohe_tui.services.record import contents
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.secrecy import secrecy
from kaohe_tui.store.ballots import ballots, ratings
from kaohe_tui.store.ballots import parts as parts_store
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.entries import tasks
from kaohe_tui.store.seals import chain, sums
from kaohe_tui.words import N_


class OpenBallot:
    """One rater's ballot while it is keyed: the sheet, and where its marks are kept.

    Every accepted key is one transaction. It is on disk when the call returns; with a writer thread
    (``write_beside``) it may get there later, and ``catch_up`` reports the outcome.
    """

    def __init__(self, room: Room, period: str, tier: str, rater: str) -> None:
        """Take the ballot up where it stood, and keep it from other programs until ``leave``.

        Raises:
            Refusal: when the tier is not open, the rater owes nothing in it, the ballot was
                handed in or voided, waits for being settled or for somebody else to key it
                again, somebody else is keying it, or the person at the keyboard may not key.
        """
        self._room = room
        # Another program may have put back a copy in which the period is not open.
        room.refresh()
        self.period_room = room.period(period)
        """The period that the ballot belongs to."""
        self.period_room.steps.check_scoring(tier)
        self.tier: Tier = self.period_room.scheme.tier(tier)
        """The tier that the ballot belongs to."""
        self.rater: Person = self.period_room.person(rater)
        """The person whose ballot it is."""
        self.keying = next_keying(room, self.period_room, self.tier, self.rater)
        """FIRST, or SECOND in a tier that is keyed twice, blind to the first."""
        self._disk = BallotDisk(room, self.period_room, self.tier, self.rater, self.keying)
        self._corrections = Corrections(room, self.period_room, self.tier, self.rater)
        self._outcomes: list[Outcome] = []
        self._handing_in = False
        self._not_handed_in: BaseException | None = None
        self.is_handed_in = False
        """Whether the ballot is handed in, on disk."""
        self.receipt = ""
        """The receipt that the rater of a secret ballot takes along; empty until handed in."""
        self._cast: secrecy.Cast | None = None
        hold = claims.take(room, self.period_room, tier, self.rater, self.keying)
        self.caution = hold.caution
        """What the screen is to say first, in one sentence; mostly empty."""
        # However it is left: also where nobody calls ``leave``.
        self._let_go = weakref.finalize(self, hold.release)
        # Read only now: nobody else keys it any more.
        self.sheet = self._sheet()
        """The ballot under the cursor."""

    def _sheet(self) -> Sheet:
        """Read the ballot as it stands on disk; let it go where it cannot be taken up."""
        try:
            rows = self._taken_up()
        except BaseException:
            self._let_go()
            raise
        sheet = Sheet(self.period_room.scheme.indicators, rows, self.period_room.scheme.step, self)
        # Of the whole roster: a column stands in the same place on every rater's ballot.
        sheet.people = tuple(self.period_room.roster)
        return sheet

    def _taken_up(self) -> list[Row]:
        with self._room.database.reading() as tx:
            self._room.keyboard.check(tx, duties.KEYING)
            self.lock = self._disk.lock = CodeLock(
                self._room, tx, self.period_room, self.tier, self.rater
            )
            """Keeps the ballot shut until the rater has typed the code, where there is one."""
            head, facts = self._disk.facts(tx)
            if head is not None:
                check(tx, self.tier, self.rater, head.id)
            # Tasks are shown with an indicator for goals; a scheme without one needs none.
            self.tasks: TasksOf = tasks.in_force(tx) if self.period_room.scheme.goals else {}
            """The ratees' yearly tasks in force when the ballot was taken up, by code."""
        rows = rows_of(self.period_room, self.tier, self.rater, facts, self.tasks)
        if not any(not row.recused for row in rows):
            raise Refusal(
                "rater-not-expected",
                N_("{name} rates nobody in {tier}."),
                name=self.period_room.roster.called(self.rater),
                tier=self.tier.name,
            )
        check_open(head, self.rater)
        return rows

    @property
    def is_second(self) -> bool:
        """Whether it is the second keying of a tier that is keyed twice."""
        return self.keying is Keying.SECOND

    @property
    def is_paper(self) -> bool:
        """Whether a clerk keys it from a paper form.

        That is so in a tier that is keyed twice, or by the total on the paper. Raters with a code
        key their own ballots.
        """
        on_paper = self.tier.entry is Entry.DOUBLE or self.tier.control_total
        return on_paper and not self.lock.has_code

    # -- keeping ---------------------------------------------------------------------------

    def mark(self, ratee: str, indicator: int, value: int | None) -> bool:
        """Keep one mark; see ``Save.mark``."""
        number, slot = self._disk.stored_at(ratee, indicator)

        def work(tx: Transaction, ballot: int) -> None:
            self._corrections.note_mark(tx, ballot, ratee, indicator, value)
            ratings.put_mark(tx, ballot, number, slot, value)

        return self._disk.keep(work, self._answer_change)

    def parts(self, ratee: str, indicator: int, points_given: Given, mark: int | None) -> bool:
        """Keep an indicator's parts and its mark; see ``Save.parts``."""
        number, slot = self._disk.stored_at(ratee, indicator)

        def work(tx: Transaction, ballot: int) -> None:
            self._corrections.note_mark(tx, ballot, ratee, indicator, mark)
            parts_store.put(tx, ballot, number, slot, points_given)
            ratings.put_mark(tx, ballot, number, slot, mark)

        return self._disk.keep(work, self._answer_change)

    def abstention(self, ratee: str, marks: Marks, parts: tuple[Given, ...], *, on: bool) -> bool:
        """Set or lift an abstention; see ``Save.abstention``."""
        number, form = self.period_room.ids[ratee], self._disk.form(ratee)

        def work(tx: Transaction, ballot: int) -> None:
            self._corrections.note_abstention(tx, ballot, ratee, on=on, marks=marks)
            ballots.set_abstention(tx, ballot, number, on=on)
            if not on:
                ratings.put_row(tx, ballot, number, form.to_store(marks))
                for column, points_given in zip(form.columns, parts, strict=False):
                    parts_store.put(tx, ballot, number, column.slot, points_given)

        return self._disk.keep(work, self._answer_change)

    def hand_in(self, control_total: int | None = None) -> int:
        """Confirm the ballot; from now on it is closed to its rater.

        What is missing stays owed; the screen names it before it calls this. With a writer
        thread it is handed in once ``is_handed_in`` says so.

        Args:
            control_total: where the tier asks for it, the total written on the paper, in tenths of
                a point.

        Returns:
            How many ratings are missing.

        Raises:
            Refusal: when the tier was closed or the ballot handed in meanwhile, the total on paper
                is not the sum of the marks, or a total stands for no level.
        """
        check_rows(self.tier, self.sheet.rows, control_total)
        missing = len(self.sheet.missing())

        def work(tx: Transaction, ballot: int) -> None:
            self._cast = confirm(
                self._room, tx, self.period_room, self.tier, self.rater, ballot, missing
            )

        then = (lambda: secrecy.tidy(self._room)) if self.tier.secret else None
        if self._disk.keep(work, self._answer_handing_in, then):
            self._answer_handing_in(None)
        else:
            self._handing_in = True
        return missing

    # -- the writer ------------------------------------------------------------------------

    def write_beside(self, wake: Callable[[], object]) -> None:
        """Let a thread write, so that no key waits for a slow disk or another's lock.

        Args:
            wake: called in that thread when ``catch_up`` has something to report.
        """
        self._disk.writer = Writer(wake)

    @property
    def waits(self) -> int:
        """How many changes are not on disk yet, handing in among them."""
        return self.sheet.waits + self._handing_in

    @property
    def is_held_up(self) -> bool:
        """Whether another program has been writing for some seconds."""
        return self._disk.writer is not None and self._disk.writer.is_held_up

    def catch_up(self) -> list[Outcome]:
        """Return the outcomes of the changes that the disk has answered for, in order.

        After a refusal the sheet stands as it is on disk.

        Raises:
            Refusal: when handing in was refused; nothing else waits then.
        """
        self._disk.take()
        if refused := self._not_handed_in:
            self._not_handed_in = None
            raise refused
        outcomes, self._outcomes = self._outcomes, []
        return outcomes

    def give_up(self) -> None:
        """Stop waiting for another program: what waits for its lock is refused."""
        if self._disk.writer is not None:
            self._disk.writer.hurry()

    def leave(self, seconds: float = 0) -> int:
        """End the writing and let others have the ballot.

        Args:
            seconds: how long what waits may take to get to the disk.

        Returns:
            How many changes did not get there.
        """
        try:
            if self._disk.writer is not None:
                self._disk.writer.close(seconds)
                self._disk.take()
        finally:
            self._let_go()
        lost = any(outcome.refused for outcome in self._outcomes) and self.sheet.loss
        return self.waits + (len(lost.names) if lost else 0) + (self._not_handed_in is not None)

    def _answer_change(self, error: BaseException | None) -> None:
        if error is None:
            self._outcomes.append(self.sheet.saved())
        elif isinstance(error, Refusal):
            self._outcomes.append(self.sheet.lost(str(error), self._read_again()))
        else:
            raise error

    def _answer_handing_in(self, error: BaseException | None) -> None:
        self._handing_in, self.is_handed_in = False, error is None
        self._not_handed_in = error
        if self.is_handed_in:
            self._let_go()
        if error is None and self._cast is not None:
            self.receipt = secrecy.shown(self._cast.receipt)
            rated, _owed = self.sheet.counts()
            self._room.progress.cast(self.period_room.key, self._cast.place, rated)

    def _read_again(self) -> list[Row] | None:
        """Return the rows as they are on disk; None where they cannot be read at once."""
        try:
            return self._room.glance(self._read)
        except Refusal:
            return None

    def _read(self) -> list[Row]:
        with self._room.database.reading() as tx:
            _head, facts = self._disk.facts(tx)
        return rows_of(self.period_room, self.tier, self.rater, facts, self.tasks)


def strike_out(room: Room, period: str, tier: str, rater: str, reason: str) -> None:
    """Void a ballot that was handed in: none of its ratings count, none are owed.

    Raises:
        Refusal: when the tier is not open, the ballot was not handed in, or no reason is given.
    """
    _change_state(room, (period, tier, rater), BallotState.VOID, reason)


def give_back(room: Room, period: str, tier: str, rater: str, reason: str) -> None:
    """Give a ballot that was handed in or voided back to its rater, who can then change it.

    Raises:
        Refusal: when the tier is not open, the ballot was not handed in, or no reason is given.
    """
    _change_state(room, (period, tier, rater), BallotState.OPEN, reason)


def _change_state(room: Room, which: tuple[str, str, str], state: BallotState, reason: str) -> None:
    period, tier, rater = which
    reason = clean(reason)
    if not reason:
        raise Refusal("reason-missing", N_("This needs a reason."))
    with room.acting() as tx:
        period_room = room.period(period)
        period_room.steps.check_scoring(tier)
        number = period_room.tier_number(tier)
        person = period_room.person(rater)
        name = period_room.roster.called(person)
        head = ballots.head_of(tx, period_room.opened_id, number, period_room.ids[rater])
        if head and head.state is BallotState.VOID and state is BallotState.VOID:
            raise Refusal("ballot-voided", N_("{name}'s ballot was voided already."), name=name)
        if head is None or head.state is BallotState.OPEN:
            raise Refusal(
                "ballot-not-handed-in", N_("{name} has not handed in a ballot."), name=name
            )
        if head.state is BallotState.HANDED_IN:
            secrecy.check_named(period_room.scheme.tier(tier))
        # What it said may be changed from now on: the record keeps it, for the replay.
        rules = period_room.scheme.tier(tier)
        check(tx, rules, person, head.id)
        event: Event = StruckOut(period=period, tier=tier, rater=rater, reason=reason)
        if state is BallotState.OPEN:
            content = contents.of_ballot(tx, period_room, rules, rater, head.id)
            event = GivenBack(period=period, tier=tier, rater=rater, said=content, reason=reason)
        discard_second(tx, period_room.opened_id, head, rules, person)
        ballots.set_state(tx, head.id, state)
        if state is BallotState.OPEN:
            sums.renew(tx, period_room.opened_id, [head.id])
        elif not rules.secret:
            chain.seal_ballot(tx, head.id)
        room.note(tx, event)
