"""Take the yearly tasks (年度工作任务) from declaration to force.

The roster and scheme in force hold for them. Each verb is one transaction and is refused as a
whole: nothing has changed then.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from kaohe_tui.domain.numbers import points
from kaohe_tui.domain.public.notice import AHEAD
from kaohe_tui.domain.record.events import OpinionTaken, TaskFileImported, TasksDeclared, TasksMoved
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.domain.rules.scheme.form import Indicator
from kaohe_tui.domain.tasks import steps as rules
from kaohe_tui.domain.tasks.task import Declaration, Opinion, Task, TaskState, Verdict
from kaohe_tui.domain.text import clean
from kaohe_tui.files.entries.reading import EntriesReading
from kaohe_tui.files.entries.tasks import TaskLine
from kaohe_tui.files.tables.doubts import UNASKED, Choices
from kaohe_tui.services.entries.from_files import keep_brought
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tasks.checks import checked, declared_in, read
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.entries import tasks as store
from kaohe_tui.store.record import pages
from kaohe_tui.words import N_

Codes = str | Sequence[str]
"""One person's code, or those of several, who take the step together or not at all."""


@dataclass(frozen=True, slots=True)
class PersonTasks:
    """One person of the roster, with the newest declaration."""

    person: Person
    """The person."""
    declaration: Declaration | None
    """The newest declaration; None before the first."""


@dataclass(frozen=True, slots=True)
class TasksImported:
    """What one file brought."""

    people: int
    """The number of people whose tasks were declared."""
    tasks: int
    """The number of tasks, of all these people."""


def overview(room: Room) -> tuple[PersonTasks, ...]:
    """Return everybody of the roster in force, in its order, with the newest declaration."""
    with room.database.reading() as tx:
        declared = store.newest(tx)
    return tuple(PersonTasks(each, declared.get(each.code)) for each in room.base()[2])


def of_person(room: Room, code: str) -> PersonTasks:
    """Return one person with the newest declaration.

    Raises:
        Refusal: when nobody in the roster has that code.
    """
    _person(room, code)
    return next(each for each in overview(room) if each.person.code == code)


def goals(room: Room) -> Indicator:
    """Return the indicator that tasks stand beside.

    Raises:
        Refusal: when the scheme has none.
    """
    indicator = room.rules()[0].goals
    if indicator is None:
        raise Refusal(
            "goals-none",
            N_(
                "The scheme has no indicator with source = “goals”, so yearly tasks cannot be used."
            ),
        )
    return indicator


def declare(room: Room, code: str, tasks: Sequence[Task]) -> int:
    """Declare a person's tasks (个人申报).

    Returns:
        The number of the declaration, counted from 1 for each person.

    Raises:
        Refusal: when the scheme has no place for tasks, the person is unknown, an earlier
            declaration is on its way or in force, or the points do not add up.
    """
    with room.acting() as tx:
        return _declare(
            room, tx, code, checked(room, code, tasks, store.newest(tx), goals(room).points)
        )


def import_tasks(room: Room, path: Path, choices: Choices = UNASKED) -> TasksImported:
    """Declare the tasks of everybody in a file, all or nothing.

    Args:
        room: the room.
        path: the file.
        choices: what was answered about it.

    Raises:
        Refusal: naming everything that is wrong with the file, or else what is in doubt; then
            nothing of it is taken.
    """
    reading = read(room, path, choices)
    with room.acting() as tx:
        declared = declared_in(room, tx, reading, goals(room).points)
        reading.taken(choices)
        source = keep_brought(room, path, reading)
        people, count = len(declared), sum(map(len, declared.values()))
        room.note(tx, TaskFileImported(people=people, count_of_tasks=count, **source))
        for code, tasks in declared.items():
            _declare(room, tx, code, tasks)
    return TasksImported(people, count)


def check_file(room: Room, path: Path, choices: Choices = UNASKED) -> EntriesReading[TaskLine]:
    """Return what is understood of a file of tasks; nothing is declared.

    Raises:
        Refusal: naming everything that is wrong; what is in doubt is in the reading.
    """
    reading = read(room, path, choices)
    with room.database.reading() as tx:
        declared_in(room, tx, reading, goals(room).points)
    reading.check()
    return reading


def present(room: Room, codes: Codes) -> None:
    """Note that tasks were presented (集中演讲); colleagues may give their opinions from now on.

    Raises:
        Refusal: when they are not just declared.
    """
    _step(room, codes, TaskState.PRESENTED)


def opinion(room: Room, code: str, rater: str, verdict: Verdict, remark: str = "") -> None:
    """Take a colleague's opinion on a person's tasks (全员互评); an earlier one is replaced.

    Raises:
        Refusal: when somebody is unknown, the tasks are the colleague's own, or opinions are not
            taken now.
    """
    remark = clean(remark)
    with room.acting() as tx:
        person, colleague = _person(room, code), _person(room, rater)
        newest = rules.check_opinion(person, store.newest(tx).get(code), colleague)
        before = newest.opinion_of(rater)
        store.put_opinion(tx, newest.id, Opinion(rater, verdict, remark))
        taken = OpinionTaken(
            rater=rater,
            ratee=code,
            before=before.verdict if before else None,
            remark_before=before.remark if before else "",
            verdict=verdict,
            remark=remark,
        )
        room.note(tx, taken)


def end_opinions(room: Room, codes: Codes) -> None:
    """End the opinions; the leaders decide next.

    Raises:
        Refusal: when the tasks were not presented.
    """
    _step(room, codes, TaskState.REVIEWED)


def approve(room: Room, codes: Codes, by: str) -> None:
    """Approve tasks (领导审核).

    Args:
        room: the room.
        codes: whose tasks.
        by: the name of the person who approves.

    Raises:
        Refusal: when they are not with the leaders, or nobody is named.
    """
    _step(room, codes, TaskState.APPROVED, by=_named(by))


def send_back(room: Room, codes: Codes, by: str, reason: str) -> None:
    """Return tasks to the person, who has to declare them again.

    The leaders do so, or it follows from an objection to the posted list that was upheld.

    Raises:
        Refusal: when they are neither with the leaders nor posted; nobody is named; no reason is
            given.
    """
    if not (reason := clean(reason)):
        raise Refusal("reason-missing", N_("Returning tasks needs a reason."))
    _step(room, codes, TaskState.RETURNED, by=_named(by), reason=reason)


def post(room: Room, codes: Codes, on: date) -> None:
    """Note that approved tasks were posted (张榜公示) on that day.

    Raises:
        Refusal: when they are not approved, or were not yet on that day; when the day is more than
            a month to come.
    """
    today = room.now()[:10]
    if on > date.fromisoformat(today) + timedelta(days=AHEAD):
        raise Refusal(
            "date-far-from-today",
            N_("{date} is too far from today, {today}; check the day of the posting."),
            date=on.isoformat(),
            today=today,
        )
    _step(room, codes, TaskState.POSTED, posted_on=on.isoformat())


def put_in_force(room: Room, codes: Codes, reason: str = "") -> None:
    """Put posted tasks in force, once the days of the notice are over.

    Args:
        room: the room; its clock gives the day.
        codes: whose tasks.
        reason: needed before the notice has ended.

    Raises:
        Refusal: when they are not posted, or the notice still stands and no reason is given.
    """
    _step(room, codes, TaskState.IN_FORCE, reason=clean(reason))


def _step(
    room: Room,
    codes: Codes,
    to: TaskState,
    *,
    by: str = "",
    reason: str = "",
    posted_on: str = "",
) -> None:
    """Move the tasks to their next step: of all who are named, or of nobody."""
    with room.acting() as tx:
        newest = store.newest(tx)
        approved = _approved_on(tx) if to is TaskState.POSTED else {}
        for code in [codes] if isinstance(codes, str) else codes:
            person = _person(room, code)
            declared = rules.check_step(person, newest.get(code), to)
            if to is TaskState.APPROVED:
                rules.check_approver(person, by)
            if to is TaskState.POSTED:
                rules.check_posting(person, approved.get(code, ""), posted_on)
            if to is TaskState.IN_FORCE:
                days = room.rules()[0].notice.days
                rules.check_force(person, declared, days, room.now()[:10], reason)
            store.set_state(
                tx,
                declared.id,
                to,
                reason=reason if to is TaskState.RETURNED else "",
                posted_on=posted_on or declared.posted_on,
            )
            moved = TasksMoved(
                person=code,
                before=declared.state,
                state=to,
                posted_on=date.fromisoformat(posted_on) if posted_on else None,
                by=by,
                reason=reason,
            )
            room.note(tx, moved)


def _approved_on(tx: Transaction) -> dict[str, str]:
    """Return person's code -> the day of the last approval, ISO, from the record."""
    days = {}
    for entry in pages.of_period(tx, "", [TasksMoved]):
        event = entry.event
        if isinstance(event, TasksMoved) and event.state is TaskState.APPROVED:
            days[event.person] = entry.at[:10]
    return days


def _declare(room: Room, tx: Transaction, code: str, tasks: Sequence[Task]) -> int:
    number = store.declare(tx, code, tasks)
    in_words = "; ".join(f"{each.title} {points(each.points)}" for each in tasks)
    room.note(tx, TasksDeclared(person=code, before=number - 1, tasks=in_words))
    return number


def _person(room: Room, code: str) -> Person:
    return room.base()[2].find(code)


def _named(by: str) -> str:
    if not (by := clean(by)):
        raise Refusal("decider-missing", N_("Say who decided it."))
    return by
