"""The sample bureau stands in the middle of its annual review, with a whole year behind it."""

import re
import shutil
from pathlib import Path

import pytest

from kaohe_tui.domain.ballot.state import BallotProgress
from kaohe_tui.domain.public.dossier import RatingState
from kaohe_tui.domain.record.events import Unknown, sentence
from kaohe_tui.domain.rules.steps import PeriodState, StepState
from kaohe_tui.domain.year.year import Gave
from kaohe_tui.services.ballots.open_ballot import OpenBallot
from kaohe_tui.services.counting import overview
from kaohe_tui.services.counting.board import Board
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.database.sample import make_demo
from kaohe_tui.services.public import matters
from kaohe_tui.services.public.dossier import dossier
from kaohe_tui.services.record import reading
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from kaohe_tui.services.year import grades
from kaohe_tui.services.year.year import year_of
from kaohe_tui.store.record import records
from tests.refused import refused
from tests.services.bureau import key_tier


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    make_demo(path).close()
    return path


@pytest.fixture
def room(made: Path, tmp_path: Path) -> Room:
    return enter_room(Path(shutil.copy(made, tmp_path / "demo.db")))


def test_every_entry_of_the_record_is_understood_and_told(room: Room) -> None:
    with room.database.reading() as tx:
        entries = records.entries(tx)
    called = reading.names(room)
    assert {entry.id for entry in entries if isinstance(entry.event, Unknown)} == set()
    for entry in entries:
        texts = (entry.period, entry.tier, entry.subject, entry.old, entry.new, entry.reason)
        assert (entry.event.word, *entry.event.to_fields()) == (entry.action, *texts)
        assert not re.search(r"[0-9a-f]{16}|[{}]|None|#\d", sentence(entry, called))
    assert len({type(entry.event) for entry in entries}) > 15


def test_three_quarters_are_closed_and_the_annual_review_is_under_way(room: Room) -> None:
    states = {period.key: state for period, state in overview.periods(room)}
    assert [states[key] for key in ("q1", "q2", "q3")] == [PeriodState.CLOSED] * 3
    assert overview.current_period(room) == "annual"
    seen = overview.overview(room, "annual")
    assert [tier.state for tier in seen.tiers] == [
        StepState.CLOSED,
        StepState.OPEN,
        StepState.WAITING,
        StepState.WAITING,
    ]
    assert seen.tiers[0].missing == 0
    lines = seen.tiers[1].raters
    assert [line.state for line in lines].count(BallotProgress.BEGUN) == 1
    assert {BallotProgress.HANDED_IN, BallotProgress.OWED} <= {line.state for line in lines}
    begun = next(line for line in lines if line.state is BallotProgress.BEGUN)
    sheet = OpenBallot(room, "annual", "middle", begun.rater.code).sheet
    assert 0 < sheet.counts()[0] == begun.answered < sheet.counts()[1]
    assert not Board(room, "annual").standings.complete


def test_everybody_has_tasks_that_add_up_and_stand_beside_the_ballot(room: Room) -> None:
    found = dossier(room, "annual").tasks
    assert found.keys() == {person.code for person in room.base()[2]}
    assert {sum(task.points for task in tasks) for tasks in found.values()} == {400}


def test_a_veto_takes_the_rank_and_forces_the_grade(room: Room) -> None:
    result = overview.result(room, "q3")
    assert result is not None
    row = result.standings.row("19")
    assert row.vetoed
    assert row.rank is None
    assert row.total is not None
    assert grades.final_grades(room, "q3")["19"] == "不称职"


def test_a_cap_holds_back_what_is_too_much(room: Room) -> None:
    result = overview.result(room, "q3")
    assert result is not None
    assert result.standings.row("11").bonus == 3
    assert result.standings.row("31").deduction == 2


def test_who_joined_late_is_renormalised_and_named(room: Room) -> None:
    year = year_of(room)
    row = year.rows["35"]
    assert row.shares[0].gave is Gave.NOT_THERE
    assert row.denominator == 20
    assert year.rows["34"].denominator == 30
    assert not year.standings.complete


def test_an_objection_is_open(room: Room) -> None:
    assert [matter.code for matter in matters.open_matters(room)] == ["31"]
    assert matters.headline(room)


def test_no_rating_that_may_not_be_seen_leaves_the_database(room: Room) -> None:
    counted = [r for r in dossier(room, "annual").ratings if r.state is RatingState.COUNTED]
    handed_in = {
        (tier.tier.key, line.rater.code)
        for tier in overview.overview(room, "annual").tiers
        for line in tier.raters
        if line.state is BallotProgress.HANDED_IN
    }
    # Peer ratings, in a secret tier that is closed, are nobody's.
    assert {r.rater for r in counted if r.tier == "peer"} == {""}
    assert {(r.tier, r.rater) for r in counted if r.rater} == {
        (tier, rater) for tier, rater in handed_in if tier != "peer"
    }


def test_it_can_be_led_to_its_result(room: Room) -> None:
    tiers = [tier.key for tier in room.period("annual").scheme.tiers]
    for line in overview.overview(room, "annual").tiers[1].raters:
        if line.missing:
            OpenBallot(room, "annual", "middle", line.rater.code).hand_in()
    steps.close_tier(room, "annual", "middle", "缺席")
    for tier in tiers[2:]:
        steps.open_tier(room, "annual", tier)
        key_tier(room, "annual", tier, lambda _code: (36, 14, 13, 14, 15))
        steps.close_tier(room, "annual", tier)
    frozen = overview.result(room, "annual")
    assert frozen is not None
    assert all(row.review.score is not None for row in frozen.standings.rows)


def test_it_is_made_once(made: Path) -> None:
    with refused("file-exists"):
        make_demo(made)
