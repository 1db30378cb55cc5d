"""One-time codes: made for who owes a ballot, the only way in, gone with the ballot."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kaohe_tui.domain.access.duties import Duty
from kaohe_tui.services.access import operators
from kaohe_tui.services.access.codes import issue, withdraw
from kaohe_tui.services.ballots.importing import import_ballots
from kaohe_tui.services.ballots.open_ballot import OpenBallot
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from kaohe_tui.store.access import codes as store
from kaohe_tui.store.record import records
from tests.bureau import ROSTER, even, key_ballot, key_row, new_room, scheme_text
from tests.refused import refused


@pytest.fixture
def held(room: Room) -> Room:
    steps.open_tier(room, "q1", "peer")
    return room


def kept(room: Room, tier: int = 0) -> int:
    with room.database.reading() as tx:
        return len(store.of_tier(tx, 1, tier))


def of(slips: object, rater: str) -> str:
    assert isinstance(slips, list)
    return str(next(slip.code for slip in slips if slip.rater.code == rater))


def fill(ballot: OpenBallot) -> None:
    for row in list(ballot.sheet.rows):
        key_row(ballot, row.ratee.code, even(row.ratee.code))


def test_everybody_who_owes_a_ballot_gets_one(held: Room) -> None:
    key_ballot(held, ("q1", "peer", "s1"))
    slips = issue(held, "q1", "peer")
    assert [slip.rater.code for slip in slips] == ["h", "l1", "l2", "m1", "m2", "s2", "s3"]
    assert len({slip.code for slip in slips}) == 7
    assert slips[0].printed == f"{slips[0].code[:4]}-{slips[0].code[4:]}".upper()
    assert slips[0].code.encode() not in held.database.path.read_bytes()


def test_the_ballot_opens_with_the_code_alone_and_the_code_dies_with_it(held: Room) -> None:
    code = of(issue(held, "q1", "peer"), "s1")
    ballot = OpenBallot(held, "q1", "peer", "s1")
    assert ballot.lock.is_shut
    with refused("code-needed"):
        ballot.mark("s2", 0, 500)
    ballot.lock.open(f"{code[:4]} {code[4:]}".upper())
    fill(ballot)
    assert kept(held) == 8
    ballot.hand_in()
    assert kept(held) == 7
    with held.database.reading() as tx:
        entry = records.entries(tx)[-1]
    assert (entry.action, entry.reason) == ("hand_in", "code")
    with refused("ballot-handed-in"):
        OpenBallot(held, "q1", "peer", "s1")


def test_without_codes_nothing_is_shut(held: Room) -> None:
    issue(held, "q1", "peer", "s2")
    assert not OpenBallot(held, "q1", "peer", "s1").lock.is_shut
    key_ballot(held, ("q1", "peer", "s1"))


def test_another_raters_code_and_an_old_one_open_nothing(held: Room) -> None:
    slips = issue(held, "q1", "peer")
    ballot = OpenBallot(held, "q1", "peer", "s1")
    with refused("code-wrong"):
        ballot.lock.open(of(slips, "s2"))
    new = of(issue(held, "q1", "peer", "s1"), "s1")
    again = OpenBallot(held, "q1", "peer", "s1")
    with refused("code-wrong"):
        again.lock.open(of(slips, "s1"))
    again.lock.open(new)
    assert not again.lock.is_shut


def test_wrong_codes_make_wait_and_are_recorded(held: Room) -> None:
    now = [datetime.fromisoformat("2026-06-30T09:00:00+08:00")]
    held._clock = lambda: now[0]
    code = of(issue(held, "q1", "peer"), "s1")
    ballot = OpenBallot(held, "q1", "peer", "s1")
    for _time in range(3):
        with refused("code-wrong"):
            ballot.lock.open("22222222")
    # Leaving and coming again is no way round.
    ballot = OpenBallot(held, "q1", "peer", "s1")
    with refused("too-many-tries"):
        ballot.lock.open(code)
    now[0] += timedelta(seconds=5)
    ballot.lock.open(code)
    with held.database.reading() as tx:
        failed = [each for each in records.entries(tx) if each.action == "code_failed"]
    assert [(each.subject, each.new) for each in failed] == [("s1", "1"), ("s1", "2"), ("s1", "3")]


def test_a_code_that_was_withdrawn_leaves_the_desk(held: Room) -> None:
    issue(held, "q1", "peer")
    assert withdraw(held, "q1", "peer", "s1") == 1
    key_ballot(held, ("q1", "peer", "s1"))
    assert withdraw(held, "q1", "peer") == 7
    with refused("code-none"):
        withdraw(held, "q1", "peer")


def test_a_file_is_no_way_round(held: Room, tmp_path: Path) -> None:
    file = tmp_path / "ballots.csv"
    file.write_text("tier,rater,ratee,work,spirit\npeer,s1,s2,50,30\n", encoding="utf-8")
    issue(held, "q1", "peer", "s1")
    with refused("code-in-use", name="单雄"):
        import_ballots(held, file, "q1")
    withdraw(held, "q1", "peer", "s1")
    import_ballots(held, file, "q1")


def test_closing_ends_what_is_left(held: Room) -> None:
    issue(held, "q1", "peer")
    steps.close_tier(held, "q1", "peer", "early")
    assert kept(held) == 0
    with refused("codes-not-needed"):
        issue(held, "q1", "peer")


def test_codes_for_the_tier_that_comes_next(held: Room) -> None:
    assert [slip.rater.code for slip in issue(held, "q1", "middle")] == ["m1", "m2"]
    assert kept(held, 1) == 2


def test_no_codes_before_the_period_or_for_nobody(room: Room) -> None:
    with refused("period-not-open"):
        issue(room, "q1", "peer")
    steps.open_tier(room, "q1", "peer")
    with refused("codes-not-needed"):
        issue(room, "q1", "middle", "s1")
    with refused("person-unknown", code="x"):
        issue(room, "q1", "middle", "x")


def test_codes_are_the_hosts(held: Room) -> None:
    operators.add(held, "陈静", Duty.HOST, "2580")
    operators.add(held, "李明", Duty.CLERK, "1470")
    issue(held, "q1", "peer")
    operators.sign_in(held, "李明", "1470")
    with refused("duty-lacking"):
        issue(held, "q1", "peer")
    with refused("duty-lacking"):
        withdraw(held, "q1", "peer")


def test_slips_tell_namesakes_apart(tmp_path: Path) -> None:
    # Of one section too, their slips differed in nothing but the code.
    room = new_room(tmp_path, scheme_text(), ROSTER.replace("s2,孙红", "s2,单雄"))
    steps.open_tier(room, "q1", "peer")
    names = [slip.name for slip in issue(room, "q1", "peer")]
    assert names[5:] == ["单雄 s1", "单雄 s2", "王芳[/]"]
    room.close()
