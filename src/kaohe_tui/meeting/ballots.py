"""A rater's ballot: taken up where it stood, keyed mark by mark, handed in; struck out or given
back by the host."""

from dataclasses import replace

from kaohe_tui.domain.ballot import Marks, Row
from kaohe_tui.domain.owed import rates
from kaohe_tui.domain.parts import Given, blank, form_of, taken_up
from kaohe_tui.domain.people import Person
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.scheme import Detail, Tier
from kaohe_tui.domain.sheet import Sheet
from kaohe_tui.domain.tasks import TasksOf
from kaohe_tui.domain.text import clean
from kaohe_tui.meeting.room import PeriodRoom, Room
from kaohe_tui.meeting.tallies import HANDED_IN, VOID
from kaohe_tui.store import ballots, ratings, tasks
from kaohe_tui.store import parts as parts_store
from kaohe_tui.store.ballots import BallotFacts, BallotHead
from kaohe_tui.store.engine import Transaction
from kaohe_tui.words import _

OPEN = "open"


class OpenBallot:
    """One rater's ballot while it is keyed: the sheet, and where its marks are kept.

    Every accepted key is one transaction, on disk when the call returns.

    Attributes:
        here: the period.
        tier: the tier.
        rater: whose ballot it is.
        tasks: the ratees' yearly tasks in force, as they stood when the ballot was taken up.
        sheet: the ballot under the cursor.
    """

    def __init__(self, room: Room, period: str, tier: str, rater: str) -> None:
        """Take the ballot up where it stood.

        Raises:
            Refusal: when the tier is not open, the rater owes nothing in it, or the ballot was
                handed in or struck out.
        """
        self._room = room
        self.here = room.period(period)
        self.here.steps.check_scoring(tier)
        self.tier: Tier = self.here.scheme.tier(tier)
        self.rater: Person = self.here.person(rater)
        self._number = self.here.tier_number(tier)
        with room.database.reading() as tx:
            head = self._head(tx)
            # Nothing shows tasks in a scheme without an indicator that they stand beside.
            self.tasks: TasksOf = tasks.in_force(tx) if self.here.scheme.goals else {}
            facts = ballots.facts(tx, head.id) if head else None
        rows = _rows(self.here, self.tier, self.rater, facts, self.tasks)
        if not any(not row.recused for row in rows):
            raise Refusal(
                _("{name} rates nobody in {tier}.").format(
                    name=self.rater.name, tier=self.tier.name
                )
            )
        _check_open(head, self.rater)
        self.sheet = Sheet(self.here.scheme.indicators, rows, self.here.scheme.step, self)

    def mark(self, ratee: str, indicator: int, value: int | None) -> None:
        """Keep one mark; see ``Save.mark``."""
        with self._room.database.writing() as tx:
            ratings.put_mark(tx, self._ballot(tx), self.here.ids[ratee], indicator, value)

    def parts(self, ratee: str, indicator: int, given: Given, mark: int | None) -> None:
        """Keep an indicator's parts and its mark; see ``Save.parts``."""
        with self._room.database.writing() as tx:
            ballot, number = self._ballot(tx), self.here.ids[ratee]
            parts_store.put(tx, ballot, number, indicator, given)
            ratings.put_mark(tx, ballot, number, indicator, mark)

    def abstention(self, ratee: str, on: bool, marks: Marks, parts: tuple[Given, ...]) -> None:
        """Set or lift an abstention; see ``Save.abstention``."""
        with self._room.database.writing() as tx:
            ballot = self._ballot(tx)
            ballots.set_abstention(tx, ballot, self.here.ids[ratee], on)
            if not on:
                ratings.put_row(tx, ballot, self.here.ids[ratee], marks)
                for indicator, given in enumerate(parts):
                    parts_store.put(tx, ballot, self.here.ids[ratee], indicator, given)

    def hand_in(self) -> int:
        """Confirm the ballot; from now on it is closed to its rater.

        What is missing stays owed; the screen names it before it calls this.

        Returns:
            How many ratings are missing.

        Raises:
            Refusal: when the tier was closed or the ballot handed in meanwhile.
        """
        missing = len(self.sheet.missing())
        with self._room.database.writing() as tx:
            ballots.set_state(tx, self._ballot(tx), HANDED_IN)
            heads = ballots.heads(tx, self.here.opened_id)
            count = sum(h.tier_no == self._number and h.state == HANDED_IN for h in heads)
            self._room.note(
                tx,
                "hand_in",
                period=self.here.key,
                tier=self.tier.key,
                subject=str(count),
                old=str(missing) if missing else "",
            )
        return missing

    def _ballot(self, tx: Transaction) -> int:
        """The ballot's id, after a look at whether it still takes marks.

        Every key looks: the ballot may have been handed in at another keyboard, or the tier closed
        by another screen of this same program.
        """
        self._room.notice(tx)
        self._room.period(self.here.key).steps.check_scoring(self.tier.key)
        head = self._head(tx)
        _check_open(head, self.rater)
        if head is None:
            head = ballots.begin(tx, self.here.opened_id, self._number, self._rater_id)
        self._room.keyed.add(head.id)
        return head.id

    @property
    def _rater_id(self) -> int:
        return self.here.ids[self.rater.code]

    def _head(self, tx: Transaction) -> BallotHead | None:
        return ballots.head_of(tx, self.here.opened_id, self._number, self._rater_id)


def _rows(
    here: PeriodRoom, tier: Tier, rater: Person, facts: BallotFacts | None, tasks_of: TasksOf
) -> list[Row]:
    """The ballot's rows in roster order, with what is on disk; recused people stand among them."""
    empty: Marks = (None,) * len(here.scheme.indicators)
    recused = here.recused_in(tier.key)
    rows = []
    for person in here.roster.of_roles(tier.ratees):
        if not rates(here.scheme, tier, rater, person):
            continue
        row = Row(person, empty, recused=(rater.code, person.code) in recused)
        if tier.detail is Detail.CRITERIA:
            form = form_of(here.scheme.indicators, tasks_of.get(person.code, ()))
            row = replace(row, form=form, parts=blank(form))
        if facts is not None and not row.recused:
            row = _as_on_disk(row, here.ids[person.code], facts)
        rows.append(row)
    return rows


def _as_on_disk(row: Row, ratee: int, facts: BallotFacts) -> Row:
    given = facts.marks.get(ratee, {})
    marks = tuple(given.get(number) for number in range(len(row.marks)))
    parts = tuple(
        taken_up(each, facts.parts.get((ratee, number), {}), marks[number])
        for number, each in enumerate(row.form)
    )
    return replace(row, marks=marks, parts=parts, abstained=ratee in facts.abstentions)


def _check_open(head: BallotHead | None, rater: Person) -> None:
    if head and head.state == HANDED_IN:
        raise Refusal(
            _("{name}'s ballot was handed in; it can only be given back by the host.").format(
                name=rater.name
            )
        )
    if head and head.state == VOID:
        raise Refusal(_("{name}'s ballot was struck out.").format(name=rater.name))


def strike_out(room: Room, period: str, tier: str, rater: str, reason: str) -> None:
    """Strike out a ballot that was handed in: none of its ratings count, none are owed.

    Raises:
        Refusal: when the tier is not open, the ballot was not handed in, or no reason is given.
    """
    _change_state(room, (period, tier, rater), VOID, "strike_out", reason)


def give_back(room: Room, period: str, tier: str, rater: str, reason: str) -> None:
    """Give a ballot that was handed in back to its rater, who can then change it.

    Raises:
        Refusal: when the tier is not open, the ballot was not handed in, or no reason is given.
    """
    _change_state(room, (period, tier, rater), OPEN, "give_back", reason)


def _change_state(
    room: Room, which: tuple[str, str, str], state: str, action: str, reason: str
) -> None:
    period, tier, rater = which
    reason = clean(reason)
    if not reason:
        raise Refusal(_("This needs a reason."))
    with room.acting() as tx:
        here = room.period(period)
        here.steps.check_scoring(tier)
        number = here.tier_number(tier)
        name = here.person(rater).name
        head = ballots.head_of(tx, here.opened_id, number, here.ids[rater])
        if head is None or head.state != HANDED_IN:
            raise Refusal(_("{name} has not handed in a ballot.").format(name=name))
        ballots.set_state(tx, head.id, state)
        room.note(tx, action, period=period, tier=tier, subject=rater, reason=reason)
