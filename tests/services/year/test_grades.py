"""Grades and the year on a real file: proposed, decided, taken back, kept in the record."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kaohe_tui.domain.entries.entries import YEAR, Exemption, ExemptionKind, VetoEntry
from kaohe_tui.domain.year.year import Gave
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from kaohe_tui.services.year import grades
from kaohe_tui.services.year import year as reading
from kaohe_tui.store.entries import entries
from kaohe_tui.store.record import records
from tests.refused import refused
from tests.services.bureau import new_room, planted
from tests.services.graded import POINTS, graded_scheme, make_year


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Room]:
    """The bureau with two quarters closed."""
    room = make_year(tmp_path)
    yield room
    room.close()


def _enter(room: Room, entry: VetoEntry | Exemption) -> None:
    with planted(room) as tx:
        entries.add(tx, entry)
    room.forget()


def _veto(period: str, code: str) -> VetoEntry:
    return VetoEntry(0, period, code, "张三", "2026", "", "", "", "廉政", "3号", "县纪委")


def test_a_periods_proposals_come_from_its_result(held: Room) -> None:
    now = grades.grading(held, "q1")
    totals = {r.person.code: r.total for r in now.standings.rows}
    assert totals == dict(POINTS["q1"])
    final = grades.final_grades(held, "q1")
    assert final["s1"] == "优秀"
    assert final["s2"] == final["s3"] == final["s4"] == "称职"
    (tied,) = {q.tied for q in grades.proposals(held, "q1").quotas if q.tied}
    assert sorted(tied) == ["s2", "s3"]


def test_the_year_weighs_what_is_closed_and_names_who_lacks_what(held: Room) -> None:
    found = reading.year_of(held)
    assert found.standings.row("s4").total == (20 * 80 + 20 * 92) / 40
    assert found.standings.row("s6").total == 97
    assert found.standings.row("s7").total is None
    assert [s.gave for s in found.rows["s6"].shares] == [
        Gave.NOT_THERE,
        Gave.COUNTED,
        Gave.NOT_CLOSED,
    ]
    assert found.rows["s7"].shares[1].gave is Gave.NO_SCORE
    assert grades.standings_of(held, YEAR) == found.standings
    assert [each.standings is not None for each in reading.period_results(held)] == [
        True,
        True,
        False,
    ]


def test_a_decision_is_kept_with_its_reason_and_what_was_proposed(held: Room) -> None:
    grades.decide(held, "q1", "s2", "优秀", "  集体研究  ")
    now = grades.grading(held, "q1")
    assert (now.proposed("s2"), now.decided("s2"), now.final("s2")) == ("称职", "优秀", "优秀")
    kept = now.facts.decided("s2")
    assert kept is not None
    assert (kept.proposed, kept.reason, kept.decided_by) == ("称职", "集体研究", held.actor)
    with held.database.reading() as tx:
        line = records.entries(tx, "q1")[-1]
    assert (line.action, line.subject, line.old, line.new, line.reason) == (
        "decide_grade",
        "s2",
        "",
        "优秀",
        "集体研究",
    )
    with refused("grade-places-taken"):
        grades.decide(held, "q1", "s3", "优秀", "集体研究")
    grades.take_back(held, "q1", "s2", "弄错了")
    assert grades.final_grades(held, "q1")["s2"] == "称职"
    grades.decide(held, "q1", "s3", "优秀", "集体研究")
    with held.database.reading() as tx:
        actions = [entry.action for entry in records.entries(tx, "q1")]
    assert actions[-3:] == ["decide_grade", "take_back_grade", "decide_grade"]


@pytest.mark.parametrize(
    ("key", "code", "grade", "reason", "kind"),
    [
        ("annual", "s1", "优秀", "", "period-not-closed"),
        ("q1", "s6", "称职", "理由", "person-not-rated"),
        ("q1", "s1", "特优", "理由", "grade-unknown"),
        ("q1", "s1", "称职", "   ", "reason-missing"),
        ("q2", "s7", "称职", "理由", "person-without-grade"),
        ("q9", "s1", "称职", "理由", "period-unknown"),
        (YEAR, "h", "称职", "理由", "person-not-rated"),
    ],
)
def test_a_refused_decision_changes_nothing(  # The parts of one decision.
    held: Room, key: str, code: str, grade: str, reason: str, kind: str
) -> None:
    with held.database.reading() as tx:
        before = records.entries(tx)
    with refused(kind):
        grades.decide(held, key, code, grade, reason)
    with held.database.reading() as tx:
        assert records.entries(tx) == before
        assert not entries.facts(tx, key).decisions


@pytest.fixture
def whole_year(tmp_path: Path) -> Iterator[Room]:
    """The annual review weighs nothing: both quarters are the whole year."""
    room = make_year(tmp_path, graded_scheme().replace("weight = 60", "weight = 0"))
    yield room
    room.close()


def test_the_years_decision_is_its_own(whole_year: Room) -> None:
    grades.decide(whole_year, YEAR, "s6", "称职", "任职不满半年")
    assert grades.final_grades(whole_year, YEAR)["s6"] == "称职"
    assert grades.final_grades(whole_year, "q2")["s6"] == "优秀"


def test_the_years_grades_wait_for_every_period_that_weighs(held: Room) -> None:
    with refused("period-not-closed"):
        grades.decide(held, YEAR, "s6", "称职", "任职不满半年")


def test_a_decision_that_lapsed_does_not_come_back(held: Room) -> None:
    grades.decide(held, "q2", "s6", "称职", "任职不满半年")
    veto = replace(_veto("q2", "s6"), entered_at="9999")
    _enter(held, veto)
    _enter(held, replace(veto, withdrawn_at="9999", withdrawn_by="x", withdrawn_reason="错录"))
    assert grades.grading(held, "q2").decision("s6") is None


def test_quarters_grades_bar_from_the_top_of_the_year(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    text = graded_scheme() + '[bars]\nquarter_grade = "优秀"\n'
    room = make_year(tmp_path, text)
    request.addfinalizer(room.close)
    before = grades.proposals(room, YEAR)
    # s1 had the first quarter at the top; s2 was tied across its line, so had none.
    assert before.of["s2"].barred
    assert not before.of["s1"].barred
    grades.decide(room, "q1", "s2", "优秀", "集体研究")
    assert not grades.proposals(room, YEAR).of["s2"].barred


@pytest.mark.parametrize("period", ["q2", "annual", YEAR])
def test_a_veto_holds_in_the_year(whole_year: Room, period: str) -> None:
    _enter(whole_year, _veto(period, "s6"))
    now = grades.grading(whole_year, YEAR)
    assert now.standings.row("s6").vetoed
    assert now.final("s6") == "不称职"
    with refused("person-vetoed"):
        grades.decide(whole_year, YEAR, "s6", "称职", "理由")


def test_whoever_is_exempt_in_the_year_is_out_of_its_number(held: Room) -> None:
    places = {q.role: q.people for q in grades.proposals(held, YEAR).quotas}
    entry = Exemption(
        0, YEAR, "s5", "张三", "2026", "", "", "", ExemptionKind.NOT_ASSESSED, "病假半年"
    )
    _enter(held, entry)
    now = grades.grading(held, YEAR)
    assert now.final("s5") == ""
    after = {q.role: q.people for q in now.proposals.quotas}
    assert sum(places.values()) - sum(after.values()) == 1


def test_before_the_first_period_is_closed_there_is_no_year(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    room = new_room(tmp_path, graded_scheme())
    request.addfinalizer(room.close)
    assert all(row.total is None for row in reading.year_of(room).standings.rows)
    with refused("period-not-closed"):
        grades.decide(room, YEAR, "s1", "优秀", "理由")


def test_a_reopened_period_leaves_the_year(held: Room) -> None:
    steps.reopen_tier(held, "q2", "head", "漏评")
    found = reading.year_of(held)
    assert found.standings.row("s4").total == 80
    assert grades.standings_of(held, "q2").row("s4").rank is not None
