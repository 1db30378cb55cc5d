"""Who signs a closing, the sheet that says so, and the corrections that the record tells of."""

from pathlib import Path

import pytest

from kaohe_tui.domain.chain import grouped
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.meeting import closings, steps
from kaohe_tui.meeting.ballots import OpenBallot
from kaohe_tui.meeting.closings import NOBODY, Signers
from kaohe_tui.meeting.room import Room
from kaohe_tui.meeting.verifying import check_against, verify
from kaohe_tui.store import records
from tests.meeting.bureau import even, key_row, key_tier, press, scheme_text
from tests.meeting.conftest import MakeRoom


def marks_noted(room: Room) -> list[tuple[str, str, str]]:
    with room.database.reading() as tx:
        found = [e for e in records.entries(tx) if e.action == "mark"]
    return [(e.subject, e.old, e.new) for e in found]


def test_the_sheet_says_how_the_tier_was_closed_and_its_hash(room: Room, tmp_path: Path) -> None:
    steps.open_tier(room, "q1", "peer")
    with pytest.raises(Refusal, match="is not closed"):
        closings.closing(room, "q1", "peer")
    key_tier(room, "q1", "peer", lambda code: None if code == "s3" else even(code))
    with pytest.raises(Refusal, match="陈静 cannot sign for both"):
        steps.close_tier(room, "q1", "peer", "", Signers(" 陈静 ", "陈 静"))
    assert closings.last_signers(room) == NOBODY
    steps.close_tier(room, "q1", "peer", "", Signers(" 陈静 ", "马骏<b>"))
    sheet = closings.closing(room, "q1", "peer")
    assert (sheet.counted_by, sheet.supervised_by) == ("陈静", "马骏<b>")
    assert (sheet.owed, sheet.handed_in, sheet.void, sheet.missing) == (8, 8, 0, 0)
    assert check_against(room, sheet.chain)[0] == sheet.entry == verify(room).entries
    assert closings.last_signers(room) == Signers("陈静", "马骏<b>")
    closings.write_sheet(room, "q1", "peer", tmp_path / "sheet.html")
    page = (tmp_path / "sheet.html").read_text(encoding="utf-8")
    assert grouped(sheet.chain) in page
    assert "马骏&lt;b&gt;" in page
    with pytest.raises(Refusal, match="already exists"):
        closings.write_sheet(room, "q1", "peer", tmp_path / "sheet.html")


def test_what_stood_on_a_ballot_and_was_changed_is_noted(room: Room) -> None:
    steps.open_tier(room, "q1", "peer")
    ballot = OpenBallot(room, "q1", "peer", "s1")
    key_row(ballot, "s2", (50, 30))
    assert marks_noted(room) == []
    ballot.sheet.go_to(next(n for n, r in enumerate(ballot.sheet.rows) if r.ratee.code == "s2"))
    press(ballot, "4", "8")
    assert marks_noted(room) == [("s1>s2", "work 50", "48")]
    press(ballot, "u")
    press(ballot, "-")
    press(ballot, "u")
    assert marks_noted(room)[1:] == [
        ("s1>s2", "work 48", "50"),
        ("s1>s2", "50 30", "-"),
        ("s1>s2", "-", "50 30"),
    ]
    assert verify(room).holds


def test_nothing_of_a_secret_tier_is_noted(make_room: MakeRoom) -> None:
    secret = scheme_text().replace('key = "peer"\n', 'key = "peer"\nsecret = true\n', 1)
    room = make_room(secret)
    steps.open_tier(room, "q1", "peer")
    ballot = OpenBallot(room, "q1", "peer", "s1")
    key_row(ballot, "s2", (50, 30))
    press(ballot, "u", "u")
    assert marks_noted(room) == []
