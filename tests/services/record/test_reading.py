"""Reading the record of a meeting, on real files."""

from dataclasses import replace

import pytest

from kaohe_tui.domain.record.chain import grouped
from kaohe_tui.domain.record.events import (
    GivenBack,
    HandedIn,
    RecordKind,
    StruckOut,
    TierClosed,
    TierReopened,
    Unknown,
)
from kaohe_tui.services.ballots import open_ballot
from kaohe_tui.services.record import entry_view
from kaohe_tui.services.record import reading as recording
from kaohe_tui.services.record.reading import Filter, Reading
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from kaohe_tui.store.record import records
from kaohe_tui.store.seals import chain, seals
from tests.bureau import key_ballot, key_tier, scheme_text
from tests.refused import refused
from tests.services.conftest import MakeRoom

Q1 = "q1"


@pytest.fixture
def held(room: Room) -> Room:
    """A tier keyed and closed, one ballot of it given back and keyed again."""
    steps.open_tier(room, Q1, "peer")
    key_tier(room, Q1, "peer")
    open_ballot.give_back(room, Q1, "peer", "m1", "填错")
    key_ballot(room, (Q1, "peer", "m1"))
    steps.close_tier(room, Q1, "peer")
    return room


def test_the_newest_comes_first_and_a_window_is_what_it_is_in_the_whole(held: Room) -> None:
    with held.database.reading() as tx:
        whole = records.entries(tx)[::-1]
    reading = Reading(held)
    assert len(reading) == reading.last == len(whole)
    assert reading.window(0, 4) == whole[:4]
    assert reading.window(5, 99) == whole[5:]
    assert reading.window(99, 5) == ()


def test_filters_hold_together(held: Room) -> None:
    of_m1 = Reading(held, Filter(person="m1", kind=RecordKind.BALLOTS, period=Q1))
    assert [type(e.event) for e in of_m1.window(0, 9)] == [HandedIn, GivenBack, HandedIn]
    assert len(Reading(held, Filter(kind=RecordKind.OTHER))) == 0
    assert len(Reading(held, Filter(operator="nobody"))) == 0


def test_what_is_written_later_is_followed(held: Room, second: Room) -> None:
    reading, steps_alone = Reading(held), Reading(held, Filter(kind=RecordKind.STEPS))
    before = len(reading), len(steps_alone)
    steps.reopen_tier(second, Q1, "peer", "漏了一张")
    open_ballot.strike_out(second, Q1, "peer", "s1", "代填")
    assert reading.follow() == 2
    assert steps_alone.follow() == 1
    assert (len(reading), len(steps_alone)) == (before[0] + 2, before[1] + 1)
    assert [type(e.event) for e in reading.window(0, 3)] == [StruckOut, TierReopened, TierClosed]
    assert isinstance(steps_alone.window(0, 1)[0].event, TierReopened)
    assert reading.follow() == 0
    assert reading.number(0) == reading.last


def test_an_action_of_a_newer_kaohe_is_among_the_others(held: Room) -> None:
    with held.database.writing() as tx:
        chain.add(tx, held.now(), "x", Unknown(stored="fly_away"))
    assert len(Reading(held, Filter(kind=RecordKind.OTHER))) == 1
    kinds = [Reading(held, Filter(kind=kind)) for kind in RecordKind]
    assert sum(map(len, kinds)) == len(Reading(held))


def test_an_entry_is_told_whole(held: Room) -> None:
    called = recording.names(held)
    number = next(e.id for e in Reading(held).window(0, 99) if isinstance(e.event, GivenBack))
    entry = recording.entry(held, number)
    text = "\n".join(f"{name}: {told}" for name, told in entry_view.lines(entry, called))
    assert "The ballot of 马科长 (m1) said:" in text
    assert "王芳[/] (s3)  50 30" in text
    assert "Reason: 填错" in text
    assert grouped(entry.chain).replace(" ", "") in text.replace("\n: ", "").replace(" ", "")
    closing = Reading(held).window(0, 1)[0]
    assert any(name == "Seals" for name, _told in entry_view.lines(closing, called))
    plain = entry_view.plain(entry, called)
    assert plain["number"] == number
    assert plain["told"].startswith(f"{held.actor} gave the ballot of 马科长 (m1)")


def test_what_is_missing_is_told_with_names(room: Room) -> None:
    steps.open_tier(room, Q1, "peer")
    key_ballot(room, (Q1, "peer", "h"), lambda code: None if code == "s1" else ())
    steps.close_tier(room, Q1, "peer", "到时间")
    closing, handing_in = Reading(room).window(0, 2)
    called = recording.names(room)
    told = [line for _name, line in entry_view.lines(closing, called)]
    assert "何局长 (h): 6 missing" in told
    assert any("6 ratings missing" in line for _n, line in entry_view.lines(handing_in, called))


def test_a_closing_names_the_ballots_that_counted_without_being_handed_in(
    make_room: MakeRoom,
) -> None:
    """While the tier is closed, and after it was reopened, when they may change."""
    room = make_room(scheme_text())
    steps.open_tier(room, Q1, "peer")
    key_tier(room, Q1, "peer")
    for rater in ("s1", "m2"):
        open_ballot.give_back(room, Q1, "peer", rater, "填错")
    steps.close_tier(room, Q1, "peer")
    number, called = Reading(room).last, recording.names(room)

    def named() -> list[tuple[str, str]]:
        return entry_view.unconfirmed(room, recording.entry(room, number), called)

    told = [("Counted without being handed in", "毛科长 (m2), 单雄 (s1)")]
    assert named() == told
    assert told[0] in list(entry_view.lines(recording.entry(room, number), called, named()))
    steps.reopen_tier(room, Q1, "peer", "漏了")
    key_ballot(room, (Q1, "peer", "s1"))
    steps.close_tier(room, Q1, "peer")
    assert named() == told
    number = Reading(room).last
    assert named() == [("Counted without being handed in", "毛科长 (m2)")]


@pytest.mark.parametrize("line", ["secret = true", 'entry = "double"'])
def test_of_a_secret_tier_and_one_that_is_keyed_twice_no_ballot_is_named(
    make_room: MakeRoom, line: str
) -> None:
    text = scheme_text(reveal="tier").replace('key = "peer"', f'key = "peer"\n{line}', 1)
    room = make_room(text)
    steps.open_tier(room, Q1, "peer")
    key_ballot(room, (Q1, "peer", "s1"), hand_in=False)
    steps.close_tier(room, Q1, "peer", "到时间")
    entry = Reading(room).window(0, 1)[0]
    assert entry_view.unconfirmed(room, entry, recording.names(room)) == []
    steps.reopen_tier(room, Q1, "peer", "漏了")
    assert entry_view.unconfirmed(room, entry, recording.names(room)) == []


def test_what_is_sealed_is_told_in_words(held: Room) -> None:
    """No table and no ballot's number as the database has it."""
    called = recording.names(held)
    with held.database.reading() as tx:
        tables = seals.sealed_tables(tx)
    told = set()
    for entry in Reading(held).window(0, 99):
        lines = list(entry_view.lines(entry, called))
        hashed = [name for name, _text in lines].index("Hash")
        told |= {text.split("  ")[0] for _name, text in lines[hashed + 2 :]}
    assert "states of tiers" in told
    assert "the ballots of a closed tier" in told
    assert not {each for each in told if each.split(" ")[0] in ("ballot", "ballots")}
    one = replace(Reading(held).window(0, 1)[0], seal='{"ballot 5":"abcdefghij"}')
    assert ("Seals", "a ballot (no. 5)  abcdefgh…") in list(entry_view.lines(one, called))
    assert not told & {*tables, seals.SHAPE}


def test_a_broken_seal_is_shown_as_it_stands(held: Room) -> None:
    entry = replace(Reading(held).window(0, 1)[0], seal="[1]")
    called = recording.names(held)
    assert ("Seals", "[1]") in list(entry_view.lines(entry, called))
    assert entry_view.plain(entry, called)["seals"] == "[1]"


def test_an_entry_that_is_not_there_is_refused(held: Room) -> None:
    with refused("record-entry-unknown", number=999):
        recording.entry(held, 999)
    with refused("date-wrong"):
        recording.since("2026-13-01")
    assert recording.since("2026-7-1") == "2026-07-01"


def test_who_left_the_roster_is_still_known_by_name(held: Room) -> None:
    assert recording.names(held).person("m1") == "马科长 (m1)"
    assert recording.operators(held) == [held.actor]
