"""What the leading group enters, on disk and in the record."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from kaohe_tui.domain.entries.entries import YEAR, EntryKind, ExemptionKind
from kaohe_tui.services.counting.board import Board
from kaohe_tui.services.entries import entries, summaries
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.record import records
from kaohe_tui.store.record.records import Entry
from tests.bureau import scheme_text
from tests.refused import refused
from tests.services.closed_quarter import SCHEME, close_quarter
from tests.services.conftest import MakeRoom

Q1 = "q1"
GROUND = "县纪委规定的一票否决事项"


@pytest.fixture
def ruled(make_room: MakeRoom) -> Room:
    """The bureau with rules, before its first period."""
    return make_room(SCHEME)


def record(room: Room) -> list[Entry]:
    with room.database.reading() as tx:
        return list(records.entries(tx))


def test_an_adjustment_counts_once_it_is_approved(ruled: Room) -> None:
    close_quarter(ruled, "q2")
    number = entries.enter_adjustment(ruled, Q1, "s1", "research", 3, " 局信息〔2026〕5期 ")
    (entry,) = ruled.period(Q1).facts.adjustments
    assert (entry.id, entry.code, entry.rule, entry.count) == (number, "s1", "research", 3)
    assert (entry.evidence, entry.entered_by) == ("局信息〔2026〕5期", ruled.actor)
    assert "s1" not in ruled.period(Q1).extras
    entries.approve(ruled, number, "l1")
    (entry,) = ruled.period(Q1).facts.adjustments
    assert (entry.approved_by, entry.counts) == ("李副局长", True)
    assert ruled.period(Q1).extras["s1"].bonus == Fraction("1.5")
    told = [(e.action, e.subject, e.old, e.new) for e in record(ruled)[-2:]]
    assert told == [
        ("enter_adjustment", "s1", "", f"#{number} research x3 局信息〔2026〕5期"),
        ("approve_adjustment", "s1", f"#{number} research x3 局信息〔2026〕5期", "李副局长"),
    ]


def test_it_reaches_the_standings_and_their_explanation(ruled: Room) -> None:
    close_quarter(ruled)
    before = Board(ruled, Q1).standings.row("s3")
    assert before.total is not None
    entries.enter_adjustment(
        ruled, Q1, "s3", "违反局规定", 2, "督查通报", approved_by="h", correction="补录"
    )
    after = Board(ruled, Q1).standings.row("s3")
    assert after.deduction == 4
    assert after.total == before.total - 4
    assert after.review == before.review


@pytest.mark.parametrize(
    ("change", "kind", "values"),
    [
        (
            lambda r: entries.enter_adjustment(r, "q9", "s1", "research", 1, "x"),
            "period-unknown",
            {"period": "q9"},
        ),
        (
            lambda r: entries.enter_adjustment(r, Q1, "zz", "research", 1, "x"),
            "person-unknown",
            {"code": "zz"},
        ),
        (
            lambda r: entries.enter_adjustment(r, Q1, "s1", "gift", 1, "x"),
            "rule-unknown",
            {"rule": "gift", "known": "research (调研信息采用), violation (违反局规定)"},
        ),
        (
            lambda r: entries.enter_adjustment(r, Q1, "s1", "research", 1, "  "),
            "evidence-missing",
            {},
        ),
        (
            lambda r: entries.enter_adjustment(r, Q1, "s1", "research", 0, "x"),
            "count-wrong",
            {"most": 999},
        ),
        (
            lambda r: entries.enter_adjustment(r, Q1, "s1", "research", 1000, "x"),
            "count-wrong",
            {"most": 999},
        ),
        (
            lambda r: entries.enter_adjustment(r, Q1, "s2", "research", 1, "5期"),
            "evidence-used",
            {"number": 1},
        ),
        (lambda r: entries.approve(r, 1, "s2"), "self-approval", {"name": "孙红"}),
        (lambda r: entries.approve(r, 1, "孙 红"), "self-approval", {"name": "孙红"}),
        (lambda r: entries.approve(r, 1, " "), "approver-missing", {}),
        (
            lambda r: entries.approve(r, 7, "h"),
            "entry-unknown",
            {"kind": "adjustment", "number": 7},
        ),
        (lambda r: entries.withdraw(r, EntryKind.ADJUSTMENT, 1, " "), "reason-missing", {}),
        (
            lambda r: entries.withdraw(r, EntryKind.VETO, 1, "x"),
            "entry-unknown",
            {"kind": "veto", "number": 1},
        ),
        (
            lambda r: entries.enter_veto(r, Q1, "s1", "偷懒", "1号", "县委"),
            "ground-unknown",
            {},
        ),
        (lambda r: entries.enter_veto(r, Q1, "s1", GROUND, "", "县委"), "document-missing", {}),
        (lambda r: entries.enter_veto(r, Q1, "s1", GROUND, "1号", ""), "authority-missing", {}),
        (
            lambda r: entries.enter_veto(r, Q1, "h", GROUND, "1号", "县委"),
            "person-not-rated",
            {"name": "何局长"},
        ),
        (lambda r: entries.absent(r, Q1, "s1", Fraction(1, 3), "病假"), "days-wrong", {}),
        (lambda r: entries.absent(r, Q1, "s1", Fraction(0), "病假"), "days-wrong", {}),
        (lambda r: entries.absent(r, Q1, "s1", Fraction(400), "病假"), "days-wrong", {"most": 366}),
        (lambda r: entries.absent(r, Q1, "s1", Fraction(1), ""), "reason-missing", {}),
        (
            lambda r: entries.exempt(r, Q1, "s1", ExemptionKind.NOT_ASSESSED, ""),
            "reason-missing",
            {},
        ),
        (
            lambda r: entries.exempt(r, YEAR, "zz", ExemptionKind.NOT_ASSESSED, "x"),
            "person-unknown",
            {"code": "zz"},
        ),
    ],
)
def test_what_is_refused_changes_nothing(
    ruled: Room, change: Callable[[Room], object], kind: str, values: dict[str, object]
) -> None:
    entries.enter_adjustment(ruled, Q1, "s2", "research", 1, "5期")
    before, facts = record(ruled), ruled.period(Q1).facts
    with refused(kind, **values):
        change(ruled)
    ruled.forget()
    assert (record(ruled), ruled.period(Q1).facts) == (before, facts)


def test_a_scheme_without_rules_takes_neither_adjustments_nor_vetoes(room: Room) -> None:
    assert "adjustments" not in scheme_text()
    with refused("rules-none"):
        entries.enter_adjustment(room, Q1, "s1", "research", 1, "x")
    with refused("vetoes-none"):
        entries.enter_veto(room, Q1, "s1", GROUND, "1号", "县委")


def test_what_was_approved_or_withdrawn_is_not_touched_again(ruled: Room) -> None:
    first = entries.enter_adjustment(
        ruled, Q1, "s1", "research", 1, "5期", approved_by="外单位王科长"
    )
    with refused("approved-already", name="外单位王科长"):
        entries.approve(ruled, first, "h")
    entries.withdraw(ruled, EntryKind.ADJUSTMENT, first, "重复录入")
    (entry,) = ruled.period(Q1).facts.adjustments
    assert (entry.stands, entry.counts, entry.withdrawn_reason) == (False, False, "重复录入")
    assert entry.withdrawn_by == ruled.actor
    last = record(ruled)[-1]
    assert (last.action, last.subject, last.reason) == ("withdraw_adjustment", "s1", "重复录入")
    with refused("entry-withdrawn", reason="重复录入"):
        entries.withdraw(ruled, EntryKind.ADJUSTMENT, first, "x")
    with refused("entry-withdrawn", reason="重复录入"):
        entries.approve(ruled, first, "h")
    # The evidence may be used again.
    entries.enter_adjustment(ruled, Q1, "s1", "research", 2, "5期")


def test_an_approval_that_is_refused_takes_the_entry_back(ruled: Room) -> None:
    with refused("self-approval"):
        entries.enter_adjustment(ruled, Q1, "s1", "research", 1, "5期", approved_by="s1")
    assert ruled.period(Q1).facts.adjustments == ()


def test_a_veto_stands_until_it_is_withdrawn(ruled: Room) -> None:
    number = entries.enter_veto(ruled, Q1, "s1", GROUND, "县纪〔2026〕3号", "县纪委")
    assert ruled.period(Q1).extras["s1"].vetoed
    with refused("veto-already-there"):
        entries.enter_veto(ruled, Q1, "s1", GROUND, "县纪〔2026〕3号", "县委")
    entries.withdraw(ruled, EntryKind.VETO, number, "决定撤销")
    assert "s1" not in ruled.period(Q1).extras
    assert len(ruled.period(Q1).facts.vetoes) == 1


def test_absences_add_up_in_halves(ruled: Room) -> None:
    entries.absent(ruled, Q1, "s1", Fraction("1.5"), "病假")
    second = entries.absent(ruled, Q1, "s1", Fraction(2), "事假")
    assert ruled.period(Q1).facts.absent_days("s1") == Fraction("3.5")
    entries.withdraw(ruled, EntryKind.ABSENCE, second, "误录")
    assert ruled.period(Q1).facts.absent_days("s1") == Fraction("1.5")


def test_an_exemption_holds_for_its_period_or_for_the_year(ruled: Room) -> None:
    entries.exempt(ruled, Q1, "s1", ExemptionKind.UNDETERMINED, "立案审查")
    number = entries.exempt(ruled, YEAR, "s2", ExemptionKind.NOT_ASSESSED, "工作不满半年")
    assert ruled.period(Q1).facts.exemption_of("s1") is not None
    assert ruled.period(Q1).facts.exemption_of("s2") is None
    assert [e.code for e in entries.year_facts(ruled).exemptions] == ["s2"]
    with refused("person-already-exempt"):
        entries.exempt(ruled, Q1, "s1", ExemptionKind.NOT_ASSESSED, "x")
    entries.withdraw(ruled, EntryKind.EXEMPTION, number, "误录")
    assert entries.year_facts(ruled).exemption_of("s2") is None


def test_one_document_counts_once_however_it_is_spelt(ruled: Room) -> None:
    entries.enter_adjustment(ruled, Q1, "s1", "research", 1, "统发〔2026〕1号")
    for spelt in ("统发[2026]1号", "统发【２０２６】第 01 号", "《统发（2026）1号》文件"):
        with refused("evidence-used"):
            entries.enter_adjustment(ruled, Q1, "s1", "research", 1, spelt)
    entries.enter_adjustment(ruled, Q1, "s1", "research", 1, "统发〔2026〕2号")


def test_a_document_of_another_period_is_asked_about(ruled: Room) -> None:
    """By number, not by description; a withdrawn entry uses nothing."""

    def asked(code: str, rule: str, evidence: str) -> list[str]:
        here = ruled.period("q2")
        return summaries.used_before(ruled, here, here.person(code), rule, evidence)

    number = entries.enter_adjustment(ruled, Q1, "s1", "research", 1, "统发〔2026〕1号")
    entries.enter_adjustment(ruled, Q1, "s1", "research", 1, "采用通知")
    *_told, last = asked("s1", "research", "统发[26]一号")
    assert f"(no. {number})" in last
    assert ruled.period(Q1).steps.period.name in last
    assert asked("s2", "research", "统发〔2026〕1号") == []
    assert asked("s1", "违反局规定", "统发〔2026〕1号") == []
    assert asked("s1", "research", "采用通知") == []
    entries.withdraw(ruled, EntryKind.ADJUSTMENT, number, "重复")
    assert asked("s1", "research", "统发〔2026〕1号") == []


def test_nobody_is_absent_for_longer_than_the_year(ruled: Room) -> None:
    entries.absent(ruled, Q1, "s1", Fraction(300), "病假")
    with refused("days-over-year", before="300", days="67"):
        entries.absent(ruled, "q2", "s1", Fraction(67), "病假")
    entries.absent(ruled, "q2", "s1", Fraction(66), "病假")
    entries.absent(ruled, "q2", "s2", Fraction(67), "病假")
