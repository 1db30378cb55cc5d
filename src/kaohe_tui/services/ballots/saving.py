"""Read a ballot from disk, and write every change of it in one transaction."""

from collections.abc import Callable
from dataclasses import replace

from kaohe_tui.domain.access import duties
from kaohe_tui.domain.ballot.parts import blank, form_of, taken_up
from kaohe_tui.domain.ballot.row import Marks, Row
from kaohe_tui.domain.ballot.state import BallotState, Keying
from kaohe_tui.domain.record.events import OpeningTakenBack
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.forms.asked import Form
from kaohe_tui.domain.rules.pairs import rates
from kaohe_tui.domain.rules.people import Person, with_code
from kaohe_tui.domain.rules.scheme.tiers import Detail, Tier
from kaohe_tui.domain.rules.steps import StepState
from kaohe_tui.domain.tasks.task import TasksOf
from kaohe_tui.services.access.codes import CodeLock
from kaohe_tui.services.ballots.writer import Answered, Writer
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.ballots import ballots
from kaohe_tui.store.ballots.ballots import BallotFacts, BallotHead
from kaohe_tui.store.database.engine import Transaction, changed_by_others, version_of
from kaohe_tui.store.database.replacing import was_restored
from kaohe_tui.store.periods.openings import taken_back_since
from kaohe_tui.store.seals import chain
from kaohe_tui.words import N_

_TRY_MS = 250
"""How long the writer waits for another program's lock at a time; it tries again and again."""

Work = Callable[[Transaction, int], object]
"""A change to make in a transaction with a ballot, by its id."""


class BallotDisk:
    """The way to disk for one ballot's changes: at once, or through a writer thread."""

    def __init__(
        self,
        room: Room,
        period_room: PeriodRoom,
        tier: Tier,
        rater: Person,
        keying: Keying = Keying.FIRST,
    ) -> None:
        """Remember which ballot it is; read nothing yet."""
        self._room = room
        self._period_room = period_room
        self._tier = tier
        self._rater = rater
        self._key = (
            period_room.opened_id,
            period_room.tier_number(tier.key),
            period_room.ids[rater.code],
            keying.value,
        )
        self._is_second = keying is Keying.SECOND
        self.writer: Writer | None = None
        """Writes in a thread of its own; None: changes are written at once."""
        self.lock: CodeLock | None = None
        """Refuses every change while the rater's code has to be typed; None until looked up."""
        # What a transaction, in whichever thread, leaves for the thread of the screen.
        self._id = 0
        self._news = 0
        self._news_told = 0
        self._head: tuple[int, str] | None = None
        """The record's (number of entries, last hash) when the ballot was taken up."""
        self._is_of_before = False
        self._is_taken_back = False
        self._version = 0
        """The ``version_of`` of the last change by others that was looked at."""

    def facts(self, tx: Transaction) -> tuple[BallotHead | None, BallotFacts | None]:
        """Return the ballot and all that stands on it; None while it has not been begun."""
        if self._head is None:
            self._head = chain.head(tx)
        head = ballots.head_of(tx, *self._key)
        return head, ballots.facts(tx, head.id) if head else None

    def form(self, ratee: str) -> Form:
        """Return what is keyed of a ratee, by code."""
        return self._period_room.forms.of(self._tier, self._period_room.roster[ratee])

    def stored_at(self, ratee: str, column: int) -> tuple[int, int]:
        """Return the ratee's id and the slot of a column's mark."""
        return self._period_room.ids[ratee], self.form(ratee).columns[column].slot

    def keep(
        self, work: Work, answered: Answered, then: Callable[[], object] | None = None
    ) -> bool:
        """Make a change in one transaction.

        Args:
            work: the change.
            answered: called by ``take`` where the change is not on disk when this returns.
            then: done after it, once it is on disk, in the same thread; must not raise.

        Returns:
            Whether it is on disk.

        Raises:
            Refusal: when it was not done.
        """
        try:
            if self.writer is not None:
                return self.writer.give(lambda: self._transact(work, _TRY_MS, then), answered)
            self._transact(work, None, then)
            return True
        finally:
            self._tell_room()

    def take(self) -> None:
        """Take the answers that have come; see ``Writer.take``."""
        try:
            if self.writer is not None:
                self.writer.take()
        finally:
            self._tell_room()

    def _tell_room(self) -> None:
        """Pass on what transactions found: the room's memory belongs to the screen."""
        if (news := self._news) != self._news_told:
            self._news_told = news
            self._room.forget()
        if self._id:
            self._room.progress.change(self._id)

    # -- in whichever thread -----------------------------------------------------------------

    def _transact(
        self, work: Work, patience: int | None, then: Callable[[], object] | None
    ) -> None:
        database = self._room.database
        with database.patience(patience), database.writing() as tx:
            changed = changed_by_others(tx)
            self._news += changed
            # The screen may have noticed the change before, and taken it in.
            if changed or version_of(tx) != self._version:
                self._version = version_of(tx)
                self._is_of_before |= self._head is not None and was_restored(tx, *self._head)
                self._is_taken_back |= self._was_taken_back(tx)
                self._room.keyboard.look(tx)
            self._room.keyboard.check_known(duties.KEYING)
            if self.lock is not None:
                self.lock.check()
            ballot = self._open_id(tx)
            work(tx, ballot)
        self._id = ballot
        if then is not None:
            then()

    def _open_id(self, tx: Transaction) -> int:
        """Return the ballot's id, after a look at whether it still takes marks.

        Every key looks: the ballot may have been handed in at another keyboard, or the tier closed
        by another screen of this same program; or all of it put back to a copy, in which the ids
        may be those of others.
        """
        if self._is_of_before:
            raise Refusal(
                "backup-restored-meanwhile",
                N_(
                    "A backup was restored while this ballot was open: leave it with Esc and "
                    "open it again."
                ),
            )
        if self._is_taken_back:
            raise Refusal(
                "opening-taken-back-meanwhile",
                N_(
                    "The opening of {tier} was taken back while this ballot was open: leave it "
                    "with Esc. What was on it is gone."
                ),
                tier=self._tier.name,
            )
        state, head = ballots.standing(tx, *self._key)
        if state is not StepState.OPEN:
            period_room = self._period_room.with_state(self._tier.key, state or StepState.WAITING)
            period_room.steps.check_scoring(self._tier.key)
        check_open(head, self._rater)
        if self._is_second:
            self._check_first(tx)
        return (head or ballots.begin(tx, *self._key)).id

    def _was_taken_back(self, tx: Transaction) -> bool:
        """Return whether the tier's opening was taken back since the record's head.

        The same ids may be other people's by now.
        """
        entries = self._head[0] if self._head else 0
        where = self._period_room.key, self._tier.key
        return bool(entries) and taken_back_since(tx, entries, *where, OpeningTakenBack.action)

    def _check_first(self, tx: Transaction) -> None:
        """Refuse a second keying whose first one no longer waits for it."""
        first = ballots.head_of(tx, *self._key[:3])
        if first is None or first.state is not BallotState.KEYED:
            raise Refusal(
                "no-second-entry-awaited",
                N_("{name}'s ballot is no longer waiting for a second entry."),
                name=with_code(self._rater),
            )


def rows_of(
    period_room: PeriodRoom, tier: Tier, rater: Person, facts: BallotFacts | None, tasks_of: TasksOf
) -> list[Row]:
    """Return the ballot's rows with what is on disk; recused people too.

    They stand in roster order, those of one form together.
    """
    recused = period_room.recused_in(tier.key)
    rows = []
    for person in period_room.scheme.ratees(tier, period_room.roster):
        if not rates(period_room.scheme, tier, rater, person):
            continue
        asked = period_room.forms.of(tier, person)
        empty: Marks = (None,) * len(asked.columns)
        row = Row(person, empty, recused=(rater.code, person.code) in recused, asked=asked)
        if tier.detail is Detail.CRITERIA:
            form = form_of(asked.indicators, tasks_of.get(person.code, ()))
            row = replace(row, form=form, parts=blank(form))
        if facts is not None and not row.recused:
            row = _as_on_disk(row, period_room.ids[person.code], facts)
        rows.append(row)
    # Those of one form stand together, below its headings.
    forms = list(dict.fromkeys(row.asked for row in rows))
    return sorted(rows, key=lambda row: forms.index(row.asked))


def _as_on_disk(row: Row, ratee: int, facts: BallotFacts) -> Row:
    marks_on = facts.marks.get(ratee, {})
    slots = row.slots
    marks = tuple(map(marks_on.get, slots))
    parts = tuple(
        taken_up(each, facts.parts.get((ratee, slots[place]), {}), marks[place])
        for place, each in enumerate(row.form)
    )
    return replace(row, marks=marks, parts=parts, abstained=ratee in facts.abstentions)


def check_open(head: BallotHead | None, rater: Person) -> None:
    """Refuse a ballot that no longer takes marks.

    Raises:
        Refusal: when it was handed in or voided, or its keying is done.
    """
    if head is None or head.state is BallotState.OPEN:
        return
    if head.state is BallotState.KEYED:
        raise Refusal(
            "entry-finished",
            N_("This entry of {name}'s ballot is finished."),
            name=with_code(rater),
        )
    if head.state is BallotState.HANDED_IN:
        raise Refusal(
            "ballot-handed-in",
            N_("{name}'s ballot was handed in; it can only be given back by the host."),
            name=with_code(rater),
        )
    if head.state is BallotState.VOID:
        raise Refusal(
            "ballot-voided",
            N_(
                "{name}'s ballot was voided; the host can restore it, or give it back to be "
                "entered again."
            ),
            name=with_code(rater),
        )
