"""Who signs a closing, the sheet that says so, and the corrections that the record tells of."""

from pathlib import Path

import pytest

from kaohe_tui.domain.access.duties import Duty
from kaohe_tui.domain.record.chain import grouped
from kaohe_tui.services.access import operators
from kaohe_tui.services.ballots import open_ballot
from kaohe_tui.services.ballots.open_ballot import OpenBallot
from kaohe_tui.services.counting import overview
from kaohe_tui.services.integrity.verifying import check_against, verify
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import closing_sheet, steps
from kaohe_tui.services.tiers.closing_sheet import NOBODY, Signers
from kaohe_tui.store.record import records
from tests.bureau import even, key_ballot, key_row, key_tier, press, raters, scheme_text
from tests.refused import refused
from tests.services.conftest import MakeRoom


def marks_noted(room: Room) -> list[tuple[str, str, str]]:
    with room.database.reading() as tx:
        found = [e for e in records.entries(tx) if e.action == "mark"]
    return [(e.subject, e.old, e.new) for e in found]


def test_the_sheet_says_how_the_tier_was_closed_and_its_hash(room: Room, tmp_path: Path) -> None:
    steps.open_tier(room, "q1", "peer")
    with refused("tier-not-closed"):
        closing_sheet.closing(room, "q1", "peer")
    key_tier(room, "q1", "peer", lambda code: None if code == "s3" else even(code))
    with refused("counter-is-supervisor", name="陈静"):
        steps.close_tier(room, "q1", "peer", "", Signers(" 陈静 ", "陈 静"))
    assert closing_sheet.last_signers(room) == NOBODY
    steps.close_tier(room, "q1", "peer", "", Signers(" 陈静 ", "马骏<b>"))
    sheet = closing_sheet.closing(room, "q1", "peer")
    assert (sheet.counted_by, sheet.supervised_by) == ("陈静", "马骏<b>")
    assert (sheet.owed, sheet.handed_in, sheet.void, sheet.missing) == (8, 8, 0, 0)
    assert check_against(room, sheet.chain)[0] == sheet.entry == verify(room).entries
    assert closing_sheet.last_signers(room) == Signers("陈静", "马骏<b>")
    closing_sheet.write_sheet(room, "q1", "peer", tmp_path / "sheet.html")
    page = (tmp_path / "sheet.html").read_text(encoding="utf-8")
    assert grouped(sheet.chain) in page
    assert "马骏&lt;b&gt;" in page
    with refused("file-exists"):
        closing_sheet.write_sheet(room, "q1", "peer", tmp_path / "sheet.html")


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


@pytest.mark.parametrize("secret", [True, False])
def test_few_ballots_of_a_secret_tier_are_warned_of(make_room: MakeRoom, secret: bool) -> None:
    line = 'key = "peer"\nsecret = true\n' if secret else 'key = "peer"\n'
    room = make_room(scheme_text().replace('key = "peer"\n', line, 1))
    steps.open_tier(room, "q1", "peer")
    warnings = []
    for rater in raters(room, "q1", "peer"):
        warnings.append(closing_sheet.few_secret(overview.overview(room, "q1").tiers[0]))
        key_ballot(room, ("q1", "peer", rater))
    assert [bool(each) for each in warnings] == [secret and 0 < n < 5 for n in range(len(warnings))]
    assert not secret or "what that one rater gave" in warnings[1]
    assert not secret or "Only 2 secret ballots" in warnings[2]


def test_single_raters_may_have_another_reason(room: Room) -> None:
    steps.open_tier(room, "q1", "peer")
    key_tier(room, "q1", "peer", lambda _code: ())
    with refused("ratings-outstanding", count=43):
        steps.close_tier(room, "q1", "peer", "", NOBODY, {"s1": "出差"})
    with refused("person-unknown", code="x"):
        steps.close_tier(room, "q1", "peer", "病假", NOBODY, {"x": "出差"})
    own = {"s1": "出差", "s2": " 出差 ", "m1": "病假", "m2": "借调"}
    steps.close_tier(room, "q1", "peer", "病假", NOBODY, own)
    sheet = closing_sheet.closing(room, "q1", "peer")
    assert (sheet.reason, sheet.reasons) == (
        "病假",
        (("借调", "毛科长"), ("出差", "单雄, 孙红")),
    )
    assert ("Reason", "出差: 单雄, 孙红") in sheet.lines()
    # The reason of the others is told as theirs, behind those by name.
    reasons = [text for heading, text in sheet.lines() if heading == "Reason"]
    assert reasons[-1] == "the others: 病假"
    with room.database.reading() as tx:
        noted = [(e.subject, e.reason) for e in records.entries(tx) if e.action == "missing_ballot"]
    assert noted == [("m2", "借调"), ("s1", "出差"), ("s2", "出差")]
    assert verify(room).findings == ()
    steps.reopen_tier(room, "q1", "peer", "补录")
    steps.close_tier(room, "q1", "peer", "病假")
    sheet = closing_sheet.closing(room, "q1", "peer")
    assert sheet.reasons == ()
    assert ("Reason", "病假") in sheet.lines()


def test_where_every_missing_one_has_a_reason_of_its_own_none_is_needed_for_all(
    room: Room,
) -> None:
    steps.open_tier(room, "q1", "peer")
    missing = steps.missing_by_raters(room, "q1", "peer")
    steps.close_tier(room, "q1", "peer", "", NOBODY, dict.fromkeys(missing, "停电"))
    assert closing_sheet.closing(room, "q1", "peer").reasons[0][0] == "停电"


def test_whose_names_are_offered_to_sign(room: Room) -> None:
    found = closing_sheet.candidates(room, "q1")
    assert found.offered == ("何局长", "李副局长", "刘副局长", "马科长", "毛科长")
    assert found.knows("何 局长")
    assert found.knows("")
    assert not found.knows("y")
    operators.add(room, "陈静", Duty.HOST, "5821")
    assert closing_sheet.candidates(room, "q1").offered[0] == "陈静"


def test_what_counts_without_being_handed_in_is_told(room: Room) -> None:
    """The counts on the sheet add up, and nobody's marks count unsaid."""
    steps.open_tier(room, "q1", "peer")
    key_tier(room, "q1", "peer")
    open_ballot.give_back(room, "q1", "peer", "s1", "填错")
    open_ballot.give_back(room, "q1", "peer", "m2", "填错")
    [progress, *_others] = overview.progress(room, room.period("q1"))
    assert closing_sheet.unconfirmed(progress) == (
        "2 ballots are not handed in; counted all the same: 12 complete ratings."
    )
    steps.close_tier(room, "q1", "peer")
    sheet = dict(closing_sheet.closing(room, "q1", "peer").lines())
    told = [
        (name, sheet[name]) for name in sheet if name.startswith(("Ballots", "Voided", "Count"))
    ]
    assert told == [
        ("Ballots due", "8"),
        ("Ballots handed in", "6"),
        ("Voided ballots", "0"),
        ("Ballots not handed in", "2"),
        ("Counted without being handed in", "2 ballots, 12 complete ratings"),
    ]


def test_a_ballot_with_nothing_on_it_is_among_those_not_handed_in(room: Room) -> None:
    steps.open_tier(room, "q1", "head", out_of_order=True)
    steps.close_tier(room, "q1", "head", "出差")
    sheet = dict(closing_sheet.closing(room, "q1", "head").lines())
    assert (sheet["Ballots due"], sheet["Ballots not handed in"]) == ("1", "1")
    assert "Counted without being handed in" not in sheet
