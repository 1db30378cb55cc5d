"""What makes a decided grade fall, and what does not: by the real verbs, in the record's order."""

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from fractions import Fraction
from functools import partial
from pathlib import Path

import pytest

from kaohe_tui.domain.entries.entries import YEAR, EntryKind, ExemptionKind
from kaohe_tui.domain.grades.words import fallen_words, why
from kaohe_tui.files.papers.sheets import all_sheets_html
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.entries import entries
from kaohe_tui.services.integrity.verifying import verify
from kaohe_tui.services.periods import calling_off
from kaohe_tui.services.public.dossier import dossier
from kaohe_tui.services.result.lapses import lapses
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.year import grades
from tests.bureau import new_room
from tests.services.graded_year import GRADES, ROSTER, graded_scheme, hold

RULES = """
[[adjustments]]
key = "late"
name = "迟到早退"
kind = "deduction"
points = "0.5"
[[adjustments]]
key = "sloppy"
name = "文稿差错"
kind = "deduction"
points = "0.5"
[[adjustments]]
key = "praise"
name = "表扬"
kind = "bonus"
points = "0.5"
[bars]
deductions = ["late"]
absence_days = "10"
"""
Q1 = "q1"
TOP, DOWN, UP = "s1", "s2", "l1"
"""Who is proposed for the top grade with 95 points, who is tied for it with 90, and a leader."""


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first quarter is over; never changed."""
    room = new_room(tmp_path_factory.mktemp("held"), graded_scheme(GRADES + RULES), ROSTER)
    hold(room, Q1)
    room.close()
    return room.database.path


class Clock:
    """Stands still until it is set."""

    def __init__(self) -> None:
        self.at = datetime(2026, 4, 1, 9)

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def room(held: Path, tmp_path: Path, clock: Clock) -> Iterator[Room]:
    path = Path(shutil.copy(held, tmp_path / "kaohe.db"))
    opened = Room(enter_room(path).database, actor="张三", clock=clock)
    yield opened
    assert verify(opened).holds
    opened.close()


def entered(room: Room, code: str, rule: str = "late") -> int:
    number = len(room.period(Q1).facts.adjustments)
    return entries.enter_adjustment(room, Q1, code, rule, 1, f"考勤{number}", correction="补录")


def approve(room: Room, number: int) -> None:
    entries.approve(room, number, "h", correction="补录")


def absent(room: Room, code: str, days: int) -> int:
    return entries.absent(room, Q1, code, Fraction(days), "事假", correction="补录")


def decided(room: Room, code: str) -> str:
    return grades.grading(room, Q1).decided(code)


def test_a_grade_that_was_lowered_stays_whatever_bars_from_the_top(room: Room) -> None:
    grades.decide(room, Q1, TOP, "不称职", "受处分")
    approve(room, entered(room, TOP))
    absent(room, TOP, 30)
    now = grades.grading(room, Q1)
    assert (now.decided(TOP), now.final(TOP)) == ("不称职", "不称职")
    assert not fallen_words(now, TOP)


def test_a_deduction_that_waits_for_approval_touches_nothing(room: Room, clock: Clock) -> None:
    grades.decide(room, Q1, TOP, "优秀")
    clock.at += timedelta(seconds=1)
    number = entered(room, TOP)
    assert decided(room, TOP) == "优秀"
    entries.withdraw(room, EntryKind.ADJUSTMENT, number, "录错了人")
    assert decided(room, TOP) == "优秀"


def test_what_was_entered_before_and_approved_after_is_after(room: Room, clock: Clock) -> None:
    number = entered(room, TOP)
    clock.at += timedelta(seconds=1)
    grades.decide(room, Q1, TOP, "优秀")
    assert decided(room, TOP) == "优秀"
    clock.at += timedelta(seconds=1)
    approve(room, number)
    entries.withdraw(room, EntryKind.ADJUSTMENT, number, "录错了人")
    assert decided(room, TOP) == ""
    assert fallen_words(grades.grading(room, Q1), TOP)


@pytest.mark.parametrize("rule", ["sloppy", "praise"])
def test_other_rules_touch_nothing(room: Room, clock: Clock, rule: str) -> None:
    grades.decide(room, Q1, TOP, "优秀")
    clock.at += timedelta(seconds=1)
    approve(room, entered(room, TOP, rule))
    approve(room, entered(room, DOWN))
    assert decided(room, TOP) == "优秀"


def _deduction(room: Room) -> tuple[EntryKind, int]:
    number = entered(room, TOP)
    approve(room, number)
    return EntryKind.ADJUSTMENT, number


def _absence(room: Room) -> tuple[EntryKind, int]:
    absent(room, TOP, 10)
    assert decided(room, TOP) == "优秀"
    return EntryKind.ABSENCE, absent(room, TOP, 1)


def _veto(room: Room) -> tuple[EntryKind, int]:
    where = ("廉政", "县纪发〔2026〕3号", "县纪委")
    return EntryKind.VETO, entries.enter_veto(room, Q1, TOP, *where, correction="补录")


def _exemption(room: Room) -> tuple[EntryKind, int]:
    kind = ExemptionKind.UNDETERMINED
    return EntryKind.EXEMPTION, entries.exempt(room, Q1, TOP, kind, "新任职", correction="补录")


STROKES = {
    "deduction no. 1 (迟到早退) was approved after it.": _deduction,
    "absence no. 2 came after it and made 11 days.": _absence,
    "veto no. 1 came after it.": _veto,
    "exemption no. 1 came after it.": _exemption,
}


@pytest.mark.parametrize("told", STROKES)
@pytest.mark.parametrize("seconds", [0, 1, -3600], ids=["same second", "later", "clock set back"])
def test_what_lapsed_stays_lapsed_and_is_said(
    room: Room, clock: Clock, told: str, seconds: int
) -> None:
    grades.decide(room, Q1, TOP, "优秀")
    clock.at += timedelta(seconds=seconds)
    kind, number = STROKES[told](room)
    assert decided(room, TOP) == ""
    entries.withdraw(room, kind, number, "录错了人")
    now = grades.grading(room, Q1)
    assert (now.decided(TOP), now.final(TOP)) == ("", "优秀")
    said = f"The group's decision for 优秀 lapsed and does not come back: {told}"
    assert fallen_words(now, TOP) == said
    assert why(now, TOP)[-1] == said
    assert said in all_sheets_html(dossier(room, Q1)).replace("&#39;", "'")
    clock.at += timedelta(seconds=1)
    grades.decide(room, Q1, TOP, "优秀")
    assert decided(room, TOP) == "优秀"
    assert not fallen_words(grades.grading(room, Q1), TOP)


@pytest.mark.parametrize("seconds", [0, 1, -3600], ids=["same second", "later", "clock set back"])
@pytest.mark.parametrize("stroke", STROKES.values())
def test_what_was_withdrawn_before_the_decision_is_not_after_it(
    room: Room, clock: Clock, stroke: Callable[[Room], tuple[EntryKind, int]], seconds: int
) -> None:
    grades.decide(room, Q1, TOP, "优秀")
    kind, number = stroke(room)
    entries.withdraw(room, kind, number, "录错了人")
    clock.at += timedelta(seconds=seconds)
    grades.decide(room, Q1, TOP, "优秀")
    assert decided(room, TOP) == "优秀"


def test_days_that_were_withdrawn_are_no_days(room: Room) -> None:
    entries.withdraw(room, EntryKind.ABSENCE, absent(room, TOP, 8), "录错了人")
    grades.decide(room, Q1, TOP, "优秀")
    absent(room, TOP, 8)
    assert decided(room, TOP) == "优秀"


def test_a_veto_leaves_a_decision_for_its_own_grade(room: Room, clock: Clock) -> None:
    grades.decide(room, Q1, TOP, "不称职", "受处分")
    clock.at += timedelta(seconds=1)
    kind, number = _veto(room)
    assert decided(room, TOP) == "不称职"
    entries.withdraw(room, kind, number, "处分撤销")
    assert grades.grading(room, Q1).final(TOP) == "不称职"


def test_a_decision_taken_back_does_not_count_as_lapsed(room: Room) -> None:
    grades.decide(room, Q1, TOP, "优秀")
    approve(room, entered(room, TOP))
    grades.take_back(room, Q1, TOP, "研究后撤回")
    assert not fallen_words(grades.grading(room, Q1), TOP)


def told(room: Room, change: Callable[[Room], object], period: str = Q1) -> tuple[str, ...]:
    """What would lapse; nothing of the change stays."""
    before = room.period(Q1).facts
    found = lapses(room, period, change)
    assert room.period(Q1).facts == before
    return found


LAPSES = ("第一季度小评: 优秀, decided for 单雄, lapses with it and does not come back.",)


def test_what_would_lapse_is_told_beforehand(room: Room) -> None:
    """Within one second, too, in which clocks tell nothing apart."""
    number = entered(room, TOP)
    assert told(room, lambda room: absent(room, TOP, 30)) == ()
    grades.decide(room, Q1, TOP, "优秀")
    assert told(room, lambda room: absent(room, TOP, 10)) == ()
    assert told(room, lambda room: entered(room, TOP)) == ()
    assert told(room, lambda room: approve(room, number)) == LAPSES
    assert told(room, lambda room: absent(room, TOP, 30)) == LAPSES
    exempt = partial(entries.exempt, kind=ExemptionKind.NOT_ASSESSED, reason="新录用")
    assert told(room, lambda room: exempt(room, Q1, TOP)) == LAPSES
    absent(room, TOP, 30)
    # It lapsed already.
    assert told(room, lambda room: approve(room, number)) == ()


def test_what_would_lapse_of_the_year_is_told_beforehand(tmp_path: Path) -> None:
    room = new_room(tmp_path, graded_scheme(GRADES + RULES), ROSTER)
    for period in ("q1", "q2"):
        hold(room, period)
    calling_off.call_off(room, "annual", "不再开展")
    grades.decide(room, YEAR, TOP, "优秀", "研究")
    year = "the year: 优秀, decided for 单雄, lapses with it and does not come back."
    assert told(room, lambda room: absent(room, TOP, 30)) == (year,)
    exempt = partial(entries.exempt, kind=ExemptionKind.NOT_ASSESSED, reason="新录用")
    assert told(room, lambda room: exempt(room, YEAR, TOP), YEAR) == (year,)
    assert told(room, lambda room: exempt(room, Q1, TOP)) == ()
    room.close()
