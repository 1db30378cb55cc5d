"""Corrections of a closed period: shown beforehand without a trace, kept, frozen anew."""

import hashlib
import json
from collections.abc import Callable
from fractions import Fraction

import pytest

from kaohe_tui.domain.access.duties import Duty
from kaohe_tui.domain.entries.entries import EntryKind, ExemptionKind
from kaohe_tui.domain.result.differences import text_lines
from kaohe_tui.domain.result.shape import from_plain, to_plain
from kaohe_tui.services.access import operators
from kaohe_tui.services.counting.overview import result
from kaohe_tui.services.entries import entries
from kaohe_tui.services.result import freezing
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from tests.refused import refused
from tests.services.closed_quarter import SCHEME, close_quarter
from tests.services.conftest import MakeRoom

Q1 = "q1"
GROUND = "县委规定的一票否决事项"


@pytest.fixture
def closed(make_room: MakeRoom) -> Room:
    """The first quarter closed: s1 87, s2 85, s3 83."""
    room = make_room(SCHEME)
    close_quarter(room)
    return room


def _bytes(room: Room) -> str:
    return hashlib.sha256(room.database.path.read_bytes()).hexdigest()


def _rows(room: Room) -> list[tuple[object, ...]]:
    """Every frozen result of the database."""
    with room.database.reading() as tx:
        found = tx.exec_driver_sql("SELECT number, fingerprint, body FROM result ORDER BY number")
        return [tuple(row) for row in found]


def _bonus(room: Room, reason: str = "补录") -> int:
    return entries.enter_adjustment(
        room, Q1, "s3", "research", 6, "5期", approved_by="h", correction=reason
    )


def test_a_result_keeps_the_grades_that_it_proposes(closed: Room) -> None:
    ((_number, _print, body),) = _rows(closed)
    plain = json.loads(str(body))
    assert {code: plain["grades"][code] for code in ("s1", "s2", "s3", "m1")} == {
        "s1": "优秀",
        "s2": "称职",
        "s3": "称职",
        "m1": "称职",
    }
    frozen = result(closed, Q1)
    assert frozen is not None
    assert from_plain(plain) == frozen.standings


def test_a_preview_shows_totals_ranks_and_grades_and_leaves_no_trace(closed: Room) -> None:
    before, rows = _bytes(closed), _rows(closed)
    found = freezing.preview(closed, Q1, _bonus)
    assert text_lines(found) == [
        "s3  王芳[/]  83.00 → 86.00  rank 3 → rank 2  称职",
        "s2  孙红     85.00          rank 2 → rank 3  称职",
    ]
    assert _bytes(closed) == before
    assert _rows(closed) == rows
    assert closed.period(Q1).facts.adjustments == ()
    veto = freezing.preview(
        closed,
        Q1,
        lambda room: entries.enter_veto(room, Q1, "s1", GROUND, "1号", "县委", correction="补"),
    )
    told = {line.split()[0]: line for line in text_lines(veto)}
    assert "rank 1 → vetoed  优秀 → 不称职" in told["s1"]
    assert "rank 2 → rank 1  称职 → 优秀" in told["s2"]
    assert _bytes(closed) == before


def test_a_preview_leaves_open_whom_of_those_tied_the_group_prefers(closed: Room) -> None:
    # Proposed is the lower grade; it once stood there as if the tied had lost theirs.
    found = freezing.preview(
        closed,
        Q1,
        lambda room: entries.enter_adjustment(
            room, Q1, "s2", "research", 4, "6期", approved_by="h", correction="补"
        ),
    )
    told = {line.split()[0]: line for line in text_lines(found)}
    assert "优秀 → to be decided" in told["s1"]
    assert "称职 → to be decided" in told["s2"]


def test_a_preview_is_made_by_the_operator_who_signed_in(closed: Room) -> None:
    """Where there are operators, whoever may enter it may see before what it changes."""
    operators.add(closed, "陈静", Duty.HOST, "5821")
    operators.sign_in(closed, "陈静", "5821")
    found = freezing.preview(closed, Q1, _bonus)
    assert _bonus(closed) > 0
    assert found


def test_a_preview_of_several_steps_sees_the_earlier_ones(closed: Room) -> None:
    def enter_then_approve(room: Room) -> None:
        number = entries.enter_adjustment(room, Q1, "s3", "research", 6, "5期", correction="补录")
        entries.approve(room, number, "h", correction="补录")

    assert freezing.preview(closed, Q1, enter_then_approve) == freezing.preview(closed, Q1, _bonus)


def test_what_is_refused_is_refused_beforehand(closed: Room) -> None:
    before = _bytes(closed)
    with refused("rule-unknown"):
        freezing.preview(
            closed,
            Q1,
            lambda room: entries.enter_adjustment(room, Q1, "s3", "x", 1, "5期", correction="补"),
        )
    assert _bytes(closed) == before


def test_a_correction_freezes_anew_and_the_old_result_stays(closed: Room) -> None:
    first = result(closed, Q1)
    ((_n, _print, old_body),) = _rows(closed)
    shown = freezing.preview(closed, Q1, _bonus)
    _bonus(closed)
    second = result(closed, Q1)
    assert first is not None
    assert second is not None
    assert (first.number, second.number) == (1, 2)
    assert second.standings.row("s3").total == 86
    assert {line.person.code for line in shown.lines} == {
        row.person.code
        for row in second.standings.rows
        if (row.total, row.rank)
        != (
            first.standings.row(row.person.code).total,
            first.standings.row(row.person.code).rank,
        )
    }
    rows = _rows(closed)
    assert rows[0] == (1, first.fingerprint, old_body)
    assert to_plain(first.standings).items() <= json.loads(str(rows[0][2])).items()
    with closed.database.reading() as tx:
        last = tx.exec_driver_sql(
            "SELECT action, subject, old, new, reason FROM record ORDER BY id DESC LIMIT 1"
        ).one()
    assert tuple(last) == ("correct_result", "2", first.fingerprint, second.fingerprint, "补录")


_CHANGES: list[Callable[[Room, str], object]] = [
    lambda room, why: entries.enter_adjustment(
        room, Q1, "s3", "research", 1, "5期", correction=why
    ),
    lambda room, why: entries.approve(room, 1, "h", correction=why),
    lambda room, why: entries.withdraw(room, EntryKind.ADJUSTMENT, 1, why),
    lambda room, why: entries.enter_veto(room, Q1, "s1", GROUND, "1号", "县委", correction=why),
    lambda room, why: entries.exempt(room, Q1, "s1", ExemptionKind.UNDETERMINED, why),
    lambda room, why: entries.absent(room, Q1, "s1", Fraction(1), why),
]


@pytest.mark.parametrize("change", _CHANGES)
def test_every_change_of_a_closed_period_needs_a_reason(
    make_room: MakeRoom, change: Callable[[Room, str], object]
) -> None:
    room = make_room(SCHEME)
    entries.enter_adjustment(room, Q1, "s2", "research", 1, "4期")
    close_quarter(room)
    before = _bytes(room)
    with refused("reason-missing"):
        change(room, " ")
    assert _bytes(room) == before
    change(room, "补录")
    assert _bytes(room) != before


def test_a_change_that_alters_nothing_in_the_result_freezes_nothing(closed: Room) -> None:
    entries.enter_adjustment(closed, Q1, "s3", "research", 1, "5期", correction="补录")
    entries.absent(closed, Q1, "s3", Fraction(1), "病假")
    assert len(_rows(closed)) == 1
    entries.approve(closed, 1, "h", correction="补批")
    assert [row[0] for row in _rows(closed)] == [1, 2]


def test_grades_alone_make_another_result(closed: Room) -> None:
    found = freezing.preview(
        closed,
        Q1,
        lambda room: entries.exempt(room, Q1, "s1", ExemptionKind.UNDETERMINED, "立案审查"),
    )
    assert any("优秀 → no grade" in line for line in text_lines(found))
    entries.exempt(closed, Q1, "s1", ExemptionKind.UNDETERMINED, "立案审查")
    one, other = (json.loads(str(row[2])) for row in _rows(closed))
    assert one["rows"] == other["rows"]
    assert (one["grades"]["s1"], other["grades"]["s1"]) == ("优秀", "")


def test_an_open_period_needs_no_reason_and_freezes_nothing(closed: Room) -> None:
    entries.enter_adjustment(closed, "q2", "s3", "research", 1, "5期", approved_by="h")
    assert len(_rows(closed)) == 1


@pytest.fixture
def reopened(closed: Room) -> Room:
    """The last tier open again."""
    steps.reopen_tier(closed, Q1, "head", "录入有误")
    return closed


def test_closing_a_reopened_period_tells_the_differences_before(reopened: Room) -> None:
    found = freezing.closing(reopened, Q1, "head")
    assert found is not None
    assert not found
    entries.enter_adjustment(reopened, Q1, "s3", "research", 6, "5期", approved_by="h")
    found = freezing.closing(reopened, Q1, "head")
    assert found is not None
    assert [line.person.code for line in found.lines] == ["s3", "s2"]
    assert len(_rows(reopened)) == 1
    steps.close_tier(reopened, Q1, "head", "补齐")
    assert [row[0] for row in _rows(reopened)] == [1, 2]
    assert freezing.closing(reopened, Q1, "head") is None


def test_a_first_closing_has_nothing_to_compare(make_room: MakeRoom) -> None:
    room = make_room(SCHEME)
    steps.open_tier(room, Q1, "peer")
    assert freezing.closing(room, Q1, "peer") is None
    with refused("tier-unknown", tier="boss"):
        freezing.closing(room, Q1, "boss")
