"""Notices on real files: numbered, running, waiting, final, out of date; the register."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from kaohe_tui.domain.entries.entries import YEAR, Decision, EntryKind, ExemptionKind
from kaohe_tui.domain.public.matter import NO_PERIOD, MatterKind
from kaohe_tui.domain.public.notice import Stage
from kaohe_tui.domain.record.events import GradeDecided
from kaohe_tui.files.data.csv_out import standings_table
from kaohe_tui.files.data.json_out import json_text
from kaohe_tui.files.papers.notice import notice_html
from kaohe_tui.files.papers.sheets import all_sheets_html
from kaohe_tui.services.ballots.open_ballot import OpenBallot, give_back
from kaohe_tui.services.counting import overview
from kaohe_tui.services.entries.entries import exempt, withdraw
from kaohe_tui.services.integrity.verifying import verify
from kaohe_tui.services.periods import calling_off
from kaohe_tui.services.public import matters, notices
from kaohe_tui.services.public.dossier import dossier
from kaohe_tui.services.public.matters import Amendment
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from kaohe_tui.services.year import grades, year
from kaohe_tui.store.entries import entries
from kaohe_tui.store.public.notices import latest
from kaohe_tui.store.record import records
from tests.bureau import KEYS, key_row, key_tier, new_room, planted, scheme_text
from tests.refused import refused
from tests.services.graded_year import make_year

DAY = date(2026, 4, 1)
NAME = "告状人某某"


class Clock:
    """A time that a test sets."""

    def __init__(self) -> None:
        self.now = datetime(2026, 4, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def go_to(self, day: int) -> None:
        """Noon of a day in April."""
        self.now = datetime(2026, 4, day, 12, tzinfo=UTC)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def held(tmp_path: Path, clock: Clock) -> Iterator[Room]:
    """The first period closed."""
    path = new_room(tmp_path, scheme_text())
    path.close()
    room = Room(path.database.__class__.open(tmp_path / "kaohe.db"), actor="文书", clock=clock)
    _hold(room, "q1")
    yield room
    room.close()


def _hold(room: Room, period: str) -> None:
    for tier in KEYS:
        steps.open_tier(room, period, tier)
        key_tier(room, period, tier)
        steps.close_tier(room, period, tier)


def _again(room: Room, marks: tuple[int, int]) -> None:
    """Reopen the head's tier, key one row anew and close it."""
    steps.reopen_tier(room, "q1", "head", "改错")
    give_back(room, "q1", "head", "h", "改错")
    ballot = OpenBallot(room, "q1", "head", "h")
    key_row(ballot, "s1", marks)
    ballot.hand_in()
    steps.close_tier(room, "q1", "head")


def _take(room: Room, **what: str) -> int:
    return matters.take(
        room, kind=MatterKind.OBJECTION, about="得分", period=what.get("period", "q1"),
        code=what.get("code", "s1"), from_whom=what.get("from_whom", NAME),
    )  # fmt: skip


def test_a_notice_runs_waits_and_ends(held: Room, clock: Clock) -> None:
    assert notices.state(held, "q1").stage is Stage.NOT_POSTED
    made = notices.post(held, "q1", DAY, "张三")
    frozen = overview.result(held, "q1")
    assert frozen is not None
    assert made.fingerprint == frozen.fingerprint
    assert (made.number, made.posted_on, made.until) == (1, "2026-04-01", "2026-04-06")
    with held.database.reading() as tx:
        assert latest(tx, "q1") == made
    clock.go_to(6)
    assert notices.state(held, "q1").stage is Stage.RUNNING
    number = _take(held)
    clock.go_to(7)
    assert notices.state(held, "q1").stage is Stage.WAITING
    matters.close(held, number, "不成立")
    assert notices.state(held, "q1").stage is Stage.FINAL
    # What comes after the end does not undo a result that was final.
    _take(held)
    assert notices.state(held, "q1").stage is Stage.FINAL
    matters.reopen(held, number, "新事实")
    assert notices.state(held, "q1").stage is Stage.WAITING


def test_a_changed_result_needs_a_new_notice(held: Room, clock: Clock) -> None:
    notices.post(held, "q1", DAY, "")
    with refused("reason-missing"):
        notices.post(held, "q1", DAY, "")
    steps.reopen_tier(held, "q1", "head", "看看")
    assert notices.state(held, "q1").stage is Stage.OUTDATED
    with refused("result-missing"):
        notices.post(held, "q1", DAY, "", "理由")
    steps.close_tier(held, "q1", "head")
    assert notices.state(held, "q1").stage is Stage.RUNNING
    _again(held, (1, 1))
    assert notices.state(held, "q1").stage is Stage.OUTDATED
    assert "needs a new notice" in matters.headline(held)
    clock.go_to(3)
    made = notices.post(held, "q1", date(2026, 4, 3), "")
    assert (made.number, made.until, made.posted_by) == (2, "2026-04-08", "文书")
    assert notices.state(held, "q1").stage is Stage.RUNNING
    assert [n.number for n in notices.posted(held, "q1")] == [1, 2]
    third = notices.post(held, "q1", date(2026, 4, 3), "", "有错字")
    assert third.number == 3


def test_a_grade_decided_after_the_notice_makes_it_out_of_date(held: Room) -> None:
    notices.post(held, "q1", DAY, "")
    decided = Decision(0, "q1", "s1", "优秀", "", "", "局长", held.now())
    with planted(held) as tx:
        entries.add(tx, decided)
        held.note(tx, GradeDecided(period="q1", person="s1", grade="优秀"))
    held.forget()
    assert notices.state(held, "q1").stage is Stage.OUTDATED
    notices.post(held, "q1", DAY, "")
    assert notices.state(held, "q1").stage is Stage.RUNNING


def test_no_notice_is_older_than_a_grade_on_it(held: Room, clock: Clock) -> None:
    clock.go_to(5)
    exempt(held, "q1", "s1", ExemptionKind.UNDETERMINED, "病", correction="病")
    assert notices.usual_days(held, "q1")[:2] == [date(2026, 4, 5), date(2026, 4, 6)]
    with refused("notice-before-grade", decided="2026-04-05", date="2026-04-04"):
        notices.post(held, "q1", date(2026, 4, 4), "", "理由")
    notices.post(held, "q1", date(2026, 4, 5), "", "理由")


@pytest.mark.parametrize("back", [1, 3600])
def test_what_came_first_is_told_by_the_record_not_by_the_clock(
    held: Room, clock: Clock, back: int
) -> None:
    """A grade that was decided within the notice's second, or on a clock that was put back."""
    notices.post(held, "q1", DAY, "")
    clock.now -= timedelta(seconds=back)
    exempt(held, "q1", "s1", ExemptionKind.UNDETERMINED, "ill", correction="ill")
    assert notices.state(held, "q1").stage is Stage.OUTDATED
    clock.now -= timedelta(seconds=back)
    notices.post(held, "q1", DAY, "")
    assert notices.state(held, "q1").stage is not Stage.OUTDATED


def test_the_year_is_posted_when_all_its_periods_are_closed(held: Room, clock: Clock) -> None:
    with refused("result-missing"):
        notices.post(held, YEAR, DAY, "")
    _hold(held, "q2")
    made = notices.post(held, YEAR, DAY, "")
    assert made.fingerprint == notices.year_fingerprint(held)
    assert len(made.fingerprint) == 64
    assert matters.headline(held) == "the notice of the year ends on 2026-04-06"
    clock.go_to(2)
    number = _take(held, period="q2")
    clock.go_to(7)
    assert notices.state(held, YEAR).waits_for[0].id == number
    assert notices.state(held, YEAR).stage is Stage.WAITING
    assert [s.key for s in notices.states(held)] == ["q1", "q2", YEAR]


def test_a_matter_from_receipt_to_its_end(held: Room, clock: Clock) -> None:
    assert matters.headline(held) == ""
    number = _take(held)
    matters.assign(held, number, "马科长")
    matters.step(held, number, "核对评分表")
    one, done = matters.matter(held, number)
    assert (one.received_on, one.due_on, one.handler) == ("2026-04-01", "2026-04-16", "m1")
    assert [(s.by, s.text) for s in done] == [("文书", "核对评分表")]
    clock.go_to(16)
    assert not matters.overdue(held)
    clock.go_to(17)
    assert matters.overdue(held) == matters.open_matters(held) == (one,)
    told = matters.headline(held)
    assert "1 case is open; 1 of them overdue" in told
    assert NAME not in told
    matters.close(held, number, "成立", "结果 2")
    for verb in (matters.step, matters.assign, matters.close):
        with refused("case-closed"):
            verb(held, number, "x")
    matters.reopen(held, number, "新事实")
    assert matters.matter(held, number)[0].outcome == ""
    assert "成立; 结果 2" in matters.matter(held, number)[1][-1].text


def test_who_a_matter_is_about_does_not_handle_it(held: Room) -> None:
    number = _take(held)
    for handler in ("s1", "单雄", " 单 雄"):
        with refused("case-about-handler"):
            matters.assign(held, number, handler)
    matters.assign(held, number, "m1")
    with refused("case-about-handler", name="马科长"):
        matters.amend(held, number, Amendment(code="m1"), "写错")
    assert matters.matter(held, number)[0].code == "s1"


def test_an_amended_entry_keeps_the_old_values_in_the_record(held: Room, clock: Clock) -> None:
    clock.go_to(10)
    number = _take(held)
    changes = Amendment(about="等次", received_on=date(2026, 4, 8))
    matters.amend(held, number, changes, "写错")
    one = matters.matter(held, number)[0]
    assert (one.about, one.due_on) == ("等次", "2026-04-23")
    with held.database.reading() as tx:
        line = records.entries(tx)[-1]
    assert "得分" in line.old
    assert "2026-04-10" in line.old
    assert "等次" in line.new
    assert line.reason == "写错"


def test_a_reporter_is_named_on_asking_alone(held: Room) -> None:
    number = _take(held)
    matters.assign(held, number, "h")
    matters.amend(held, number, Amendment(kind=MatterKind.REPORT), "写错")
    matters.close(held, number, "成立")
    matters.reopen(held, number, "新事实")
    assert NAME not in repr(matters.all_matters(held)) + repr(matters.matter(held, number))
    assert matters.reporter(held, number) == NAME
    with held.database.reading() as tx:
        lines = records.entries(tx)
    assert NAME not in repr(lines)
    assert lines[-1].action == "look_at_reporter"
    assert not matters.matter(held, number)[0].anonymous
    assert matters.matter(held, _take(held, from_whom=""))[0].anonymous


@pytest.mark.parametrize(
    ("what", "kind", "values"),
    [
        ({"code": "x9"}, "person-unknown", {"code": "x9"}),
        ({"period": "q9"}, "period-unknown", {"period": "q9"}),
        ({"about": " "}, "matter-missing", {}),
        ({"about": "a\x1bb"}, "character-unshowable", {"code": "001B"}),
        ({"received_on": date(2026, 4, 2)}, "date-in-future", {}),
    ],
)
def test_what_cannot_be_taken_down_changes_nothing(
    held: Room, what: dict[str, str], kind: str, values: dict[str, object]
) -> None:
    given = {"about": "得分", "period": NO_PERIOD, **what}
    with held.database.reading() as tx:
        before = records.entries(tx)
    with refused(kind, **values):
        matters.take(held, kind=MatterKind.REVIEW, **given)  # type: ignore[arg-type]
    with held.database.reading() as tx:
        assert records.entries(tx) == before
    assert not matters.all_matters(held)


def test_a_notice_cannot_be_older_than_its_result(held: Room, clock: Clock) -> None:
    clock.go_to(20)
    with refused("notice-before-result", frozen="2026-04-01", date="2026-03-31"):
        notices.post(held, "q1", date(2026, 3, 31), "张三")
    notices.post(held, "q1", DAY, "张三")
    _again(held, (50, 30))
    with refused("notice-before-result", frozen="2026-04-20"):
        notices.post(held, "q1", date(2026, 4, 19), "张三")


def test_an_objection_without_a_period_holds_the_notice_that_runs(held: Room, clock: Clock) -> None:
    early = _take(held, period=NO_PERIOD)
    clock.go_to(2)
    notices.post(held, "q1", date(2026, 4, 2), "张三")
    clock.go_to(5)
    number = _take(held, period=NO_PERIOD)
    clock.go_to(9)
    now = notices.state(held, "q1")
    assert (now.stage, [each.id for each in now.waits_for]) == (Stage.WAITING, [number])
    matters.close(held, number, "不成立")
    now = notices.state(held, "q1")
    assert now.stage is Stage.FINAL
    assert "1 other case is open" in now.told
    matters.close(held, early, "不成立")
    assert notices.state(held, "q1").told.endswith("with no open cases.")


def test_what_was_received_long_ago_is_asked_about(held: Room, clock: Clock) -> None:
    with refused("date-far-from-today", date="2024-04-01"):
        matters.take(held, kind=MatterKind.REPORT, about="某事", received_on=date(2024, 4, 1))


@pytest.fixture
def tied(tmp_path: Path) -> Iterator[Room]:
    """Both quarters closed; in the first, s2 and s3 are tied for the last top grade."""
    room = make_year(tmp_path)
    yield room
    room.close()


def test_a_notice_does_not_go_out_with_grades_that_nobody_decided(tied: Room) -> None:
    day = date.fromisoformat(tied.now()[:10])
    with refused("grades-undecided"):
        notices.post(tied, "q1", day, "")
    assert notices.posted(tied, "q1") == ()
    grades.decide(tied, "q1", "s2", "优秀", "集体研究")
    with refused("grades-undecided"):
        notices.post(tied, "q1", day, "")
    grades.decide(tied, "q1", "s3", "称职")
    assert notices.post(tied, "q1", day, "").number == 1


def test_the_key_of_the_screen_on_which_it_is_decided_is_named(tied: Room) -> None:
    """G shows the grades of the period, H those of the year."""
    assert "(G, or kaohe decide)" in notices.why_undecided(tied, "q1")
    calling_off.call_off(tied, "annual", "不再开展")
    assert "(H, or kaohe decide)" in notices.why_undecided(tied, YEAR)


def test_papers_say_that_a_grade_is_not_decided_and_never_the_proposed_one(tied: Room) -> None:
    found = dossier(tied, "q1")
    assert [found.grade_label(found.roster[code]) for code in ("s1", "s2", "s3", "s4")] == [
        "优秀", "to be decided", "to be decided", "称职",
    ]  # fmt: skip
    paper = notice_html(found)
    for name in ("孙红", "王芳"):
        line = paper[paper.index(name) :].split("</tr>")[0]
        assert "to be decided" in line
        assert "合格" not in line
    sheets = all_sheets_html(found)
    assert "The group has not decided the grade yet." in sheets
    assert "合格: 90.00 reaches" not in sheets
    table = standings_table(found)
    row = next(line for line in table.splitlines() if "孙红" in line)
    assert row.count("to be decided") == 2
    assert "合格" not in row
    plain = json.loads(json_text(found, ()))["standings"]["standings"]
    assert {each["code"]: each["proposed_grade"] for each in plain}["s2"] is None


def test_with_a_reason_it_goes_out_and_a_later_decision_makes_it_out_of_date(tied: Room) -> None:
    day = date.fromisoformat(tied.now()[:10])
    notices.post(tied, "q1", day, "", "上级机关要求先行公示")
    assert notices.state(tied, "q1").stage is Stage.RUNNING
    later = Room(tied.database, clock=lambda: datetime.now() + timedelta(seconds=2))
    grades.decide(later, "q1", "s2", "优秀", "集体研究")
    assert notices.state(tied, "q1").stage is Stage.OUTDATED


def test_a_decision_that_holds_no_longer_waits_for_the_group_again(tied: Room) -> None:
    grades.decide(tied, "q1", "s2", "优秀", "集体研究")
    grades.decide(tied, "q1", "s3", "称职")
    assert grades.grading(tied, "q1").waiting == ()
    number = exempt(tied, "q1", "s3", ExemptionKind.UNDETERMINED, "在查")
    assert grades.grading(tied, "q1").waiting == ()
    withdraw(tied, EntryKind.EXEMPTION, number, "查清")
    assert grades.grading(tied, "q1").waiting == ("s3",)


def test_the_year_says_which_quarter_is_not_decided(tied: Room) -> None:
    row = year.view(tied).year.rows["s2"]
    assert [share.waits for share in row.shares] == [True, False, False]
    sheet = all_sheets_html(dossier(tied, YEAR))
    assert "to be decided" in sheet


def test_only_days_that_are_taken_are_offered(held: Room, clock: Clock) -> None:
    """Not the day before the result; a date that was wrong can be put right until it comes."""
    assert notices.usual_days(held, "q1") == [date(2026, 4, 1), date(2026, 4, 2)]
    clock.go_to(3)
    assert notices.usual_days(held, "q1") == [date(2026, 4, day) for day in (3, 4, 2)]
    notices.post(held, "q1", date(2026, 4, 20), "文书")
    assert notices.usual_days(held, "q1") == [date(2026, 4, day) for day in (3, 4, 2)]
    right = notices.post(held, "q1", date(2026, 4, 3), "文书", "日期写错")
    assert (right.number, right.posted_on) == (2, "2026-04-03")
    assert notices.usual_days(held, "q1") == [date(2026, 4, 3), date(2026, 4, 4)]
    assert verify(held).holds
