"""Secret tiers: a confirmed ballot keeps no way back to its rater, and all still adds up."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from unittest import mock

import pytest

from kaohe_tui.domain.ballot.state import BallotProgress, BallotState
from kaohe_tui.domain.public.dossier import RatingState
from kaohe_tui.services.ballots import open_ballot
from kaohe_tui.services.ballots.importing import import_ballots
from kaohe_tui.services.ballots.open_ballot import OpenBallot
from kaohe_tui.services.counting import tallies
from kaohe_tui.services.counting.board import Board
from kaohe_tui.services.counting.overview import overview
from kaohe_tui.services.database import copies
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.public.dossier import dossier
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.secrecy import receipts, secrecy
from kaohe_tui.services.tiers import steps
from kaohe_tui.store.ballots import ballots as ballots_store
from kaohe_tui.store.record import records
from kaohe_tui.store.secrecy import urn
from tests.bureau import key_ballot, key_tier, planted, raters, scheme_text
from tests.refused import refused
from tests.services.conftest import MakeRoom
from tests.services.keyed_in_parts import detail_scheme

PEER = ("q1", "peer")


def secret(text: str) -> str:
    """A scheme with its first tier secret."""
    return text.replace('key = "peer"', 'key = "peer"\nsecret = true', 1)


@pytest.fixture
def opened(make_room: MakeRoom) -> Room:
    """The first tier, secret, is open."""
    room = make_room(secret(scheme_text()))
    steps.open_tier(room, *PEER)
    return room


def _mixed(ratee: str) -> Sequence[int] | None:
    """An abstention, a rating that is not whole, and whole ones."""
    return {"s1": None, "s2": (40,)}.get(ratee, (len(ratee) + 50, 20))


def _linked(room: Room) -> list[tuple[int, ...]]:
    """All that lies under the number of a rater's ballot."""
    tables = ("rating", "abstention", "part_mark")
    with room.database.reading() as tx:
        return [
            tuple(row)
            for table in tables
            for row in tx.exec_driver_sql(
                f"SELECT ratee_id, ballot_id FROM {table} WHERE ballot_id IN"
                " (SELECT id FROM ballot WHERE rater_id IS NOT NULL)"
            )
        ]


def _line(room: Room, rater: str) -> tuple[BallotProgress, int]:
    lines = overview(room, "q1").tiers[0].raters
    return next((one.state, one.missing) for one in lines if one.rater.code == rater)


def test_a_confirmed_ballot_keeps_nothing(opened: Room) -> None:
    ballot = key_ballot(opened, (*PEER, "m1"), _mixed, hand_in=False)
    assert _linked(opened)
    ballot.hand_in()
    assert ballot.is_handed_in
    assert not _linked(opened)
    with opened.database.reading() as tx:
        own = tx.exec_driver_sql(
            "SELECT state, keyed_by, nonce FROM ballot WHERE rater_id IS NOT NULL"
        ).all()
        entry = records.entries(tx)[-1]
    assert [tuple(row) for row in own] == [("handed_in", "", "")]
    assert (entry.action, entry.subject, entry.old, entry.new) == ("hand_in", "1", "", "")


def test_nothing_stays_together_that_was_on_one_ballot(opened: Room) -> None:
    key_tier(opened, *PEER)
    here = opened.period("q1")
    with opened.database.reading() as tx:
        places = [h.id for h in ballots_store.heads(tx, here.opened_id) if h.rater_id is None]
        rated = [set(ballots_store.facts(tx, place).marks) for place in places]
    # Everybody but the head is rated by the seven others.
    assert len(places) == 2 * 7
    whole = {
        here.ids[person.code] for person in here.scheme.ratees(here.scheme.tiers[0], here.roster)
    }
    # Ballots kept whole would rate all ratees but one each.
    assert sum(len(whole - each) <= 1 for each in rated) < len(places) / 2


@pytest.mark.parametrize("scheme", [scheme_text(trims=(1, 0, 0, 0)), detail_scheme()])
def test_the_result_is_that_of_a_named_tier(scheme: str, tmp_path: Path) -> None:
    from tests.bureau import new_room

    found = []
    for name, text in (("named", scheme), ("secret", secret(scheme))):
        (tmp_path / name).mkdir()
        room = new_room(tmp_path / name, text)
        steps.open_tier(room, *PEER)
        for number, rater in enumerate(raters(room, *PEER)):
            if "criteria" in scheme:
                ballot = OpenBallot(room, *PEER, rater)
                for row in ballot.sheet.rows:
                    ballot.mark(row.ratee.code, 0, 300 + 10 * number)
                    ballot.mark(row.ratee.code, 1, 200)
                ballot = OpenBallot(room, *PEER, rater)
                ballot.hand_in()
            else:
                key_ballot(room, (*PEER, rater), lambda code, n=number: (40 + n + len(code), 30))  # type: ignore[misc]
        steps.close_tier(room, *PEER)
        with room.database.reading() as tx:
            found.append(tallies.standings_in(tx, room.period("q1")))
        room.close()
    assert found[0] == found[1]


def test_nothing_is_seen_before_the_tier_is_closed(opened: Room) -> None:
    before = Board(opened, "q1")
    ballot = key_ballot(opened, (*PEER, "m1"))
    assert not before.update([row.ratee.code for row in ballot.sheet.rows], ballot=("peer", "m1"))
    assert not Board(opened, "q1").standings.has_scores
    assert "全员互评" in Board(opened, "q1").withheld()
    assert not any(r.state is RatingState.COUNTED for r in dossier(opened, "q1").ratings)


def test_a_confirmed_ballot_cannot_be_given_back(opened: Room) -> None:
    key_ballot(opened, (*PEER, "m1"))
    for verb in (open_ballot.give_back, open_ballot.strike_out):
        with refused("ballot-in-urn"):
            verb(opened, *PEER, "m1", "涂改")
    with refused("ballot-handed-in"):
        OpenBallot(opened, *PEER, "m1")


def test_what_a_ballot_lacks_is_told_of_all_together(opened: Room) -> None:
    key_ballot(opened, (*PEER, "m1"), _mixed)
    assert _line(opened, "m1") == (BallotProgress.HANDED_IN, 0)
    others = [rater for rater in raters(opened, *PEER) if rater != "m1"]
    for rater in others[:-1]:
        key_ballot(opened, (*PEER, rater))
    owed = overview(opened, "q1").tiers[0].missing
    assert owed == _line(opened, others[-1])[1]
    key_ballot(opened, (*PEER, others[-1]))
    assert overview(opened, "q1").tiers[0].unrated == 1
    opened.forget()
    assert overview(opened, "q1").tiers[0].missing == 1
    with refused("ratings-outstanding"):
        steps.close_tier(opened, *PEER)
    steps.close_tier(opened, *PEER, "漏填")
    assert overview(opened, "q1").tiers[0].missing == 1


def test_what_was_never_confirmed_is_cast_when_the_tier_closes(opened: Room) -> None:
    key_ballot(opened, (*PEER, "m1"))
    key_ballot(opened, (*PEER, "m2"), hand_in=False)
    steps.close_tier(opened, *PEER, "出差")
    assert not _linked(opened)
    assert Board(opened, "q1").standings.row("s1").review.tiers[0].ratings == 2
    assert len(receipts.posted(opened, *PEER)) == 2
    steps.reopen_tier(opened, *PEER, "补交")
    with refused("ballot-handed-in"):
        OpenBallot(opened, *PEER, "m2")


# -- files -------------------------------------------------------------------------------------


def _file(room: Room, *lines: str) -> Path:
    path = room.database.path.parent / "ballots.csv"
    text = "\n".join(("tier,rater,ratee,work,spirit,abstain", *lines))
    path.write_text(text + "\n", encoding="utf-8")
    return path


def test_ballots_of_a_file_are_nobodys(opened: Room) -> None:
    key_ballot(opened, (*PEER, "m1"))
    key_ballot(opened, (*PEER, "m2"), lambda code: (50, 30) if code == "s1" else (), hand_in=False)
    lines = [f"peer,s1,{ratee},50,30," for ratee in ("l1", "l2", "m1", "m2", "s2")]
    # What was begun at the keyboard and is whole now goes in too.
    lines += [f"peer,m2,{ratee},40,30," for ratee in ("l1", "l2", "m1", "s2", "s3")]
    overview(opened, "q1")
    took = import_ballots(opened, _file(opened, "peer,s1,s3,,,1", *lines), "q1")
    assert (took.ballots, took.ratings, took.abstentions) == (2, 10, 1)
    assert not _linked(opened)
    assert {_line(opened, code) for code in ("m1", "m2", "s1")} == {(BallotProgress.HANDED_IN, 0)}
    with opened.database.reading() as tx:
        assert records.entries(tx)[-1].new == "ballots.csv: 2"
        known = dict(opened.progress.of("q1") or {})
        opened.forget()
        counted = tallies.answers(tx, opened, opened.period("q1"))
    assert sum(whole for whole, _all in known.values()) == sum(w for w, _all in counted.values())
    with refused("ballot-in-urn"):
        import_ballots(opened, _file(opened, "peer,m1,s1,50,30,"), "q1")


def test_a_file_without_everybody_is_handed_in_as_it_is(opened: Room) -> None:
    took = import_ballots(opened, _file(opened, "peer,s1,l1,50,30,"), "q1")
    assert took.incomplete == ("s1",)
    with refused("ballot-in-urn"):
        import_ballots(opened, _file(opened, "peer,s1,l2,50,30,"), "q1")


# -- copies ------------------------------------------------------------------------------------


def test_no_copy_between_two_ballots(opened: Room, tmp_path: Path) -> None:
    assert not secrecy.may_be_copied(opened)
    key_ballot(opened, (*PEER, "m1"), hand_in=False)
    assert "once every ballot is in" in secrecy.may_be_copied(opened)
    OpenBallot(opened, *PEER, "m1").hand_in()
    assert "once every ballot is in" in secrecy.may_be_copied(opened)
    with refused("secret-ballots-would-show"):
        copies.backup(opened.database.path, tmp_path / "copy.db")
    for rater in raters(opened, *PEER):
        if rater != "m1":
            key_ballot(opened, (*PEER, rater))
    assert not secrecy.may_be_copied(opened)
    steps.close_tier(opened, *PEER)
    copies.backup(opened.database.path, tmp_path / "copy.db")


# -- the file ----------------------------------------------------------------------------------


def _is_due(room: Room) -> bool:
    with room.database.reading() as tx:
        return urn.is_due(tx)


def test_the_file_is_made_anew_after_each_ballot_and_later_where_it_could_not(
    opened: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(urn, "_PATIENCE_MS", 1)
    key_ballot(opened, (*PEER, "m1"), hand_in=False)
    path = opened.database.path
    tidy = secrecy.tidy

    def beside_a_reader(room: Room, **how: int | None) -> bool:
        with closing(sqlite3.connect(path, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT * FROM ballot").fetchall()
            return tidy(room, **how)

    with mock.patch.object(secrecy, "tidy", beside_a_reader):
        ballot = OpenBallot(opened, *PEER, "m1")
        ballot.hand_in()
    assert ballot.is_handed_in
    assert not _linked(opened)
    assert _is_due(opened)
    key_ballot(opened, (*PEER, "m2"))
    assert not _is_due(opened)


def test_whoever_opens_the_file_next_makes_it_anew(opened: Room) -> None:
    with mock.patch.object(urn, "sweep", return_value=False):
        key_ballot(opened, (*PEER, "m1"))
    enter_room(opened.database.path, read_only=True).close()
    assert _is_due(opened)
    enter_room(opened.database.path).close()
    assert not _is_due(opened)


# -- what older versions kept --------------------------------------------------------------------


def test_what_older_versions_kept_is_unlinked(make_room: MakeRoom) -> None:
    room = make_room(secret(scheme_text()))
    steps.open_tier(room, *PEER)
    for rater in raters(room, *PEER):
        key_ballot(room, (*PEER, rater), hand_in=False)
    with planted(room) as tx:
        # As it was before 0004: handed in, with the rater's name, and closed.
        for head in ballots_store.heads(tx, room.period("q1").opened_id):
            ballots_store.set_state(tx, head.id, BallotState.HANDED_IN)
        tx.exec_driver_sql("UPDATE tier_step SET state = 'closed' WHERE key = 'peer'")
        tx.exec_driver_sql("PRAGMA user_version=1")
    room.forget()
    with room.database.reading() as tx:
        before = tallies.standings_in(tx, room.period("q1"))
    assert _linked(room)
    entered = enter_room(room.database.path)
    assert entered.unlinked == len(raters(room, *PEER))
    assert not _linked(entered)
    with entered.database.reading() as tx:
        entry = records.entries(tx)[-1]
        assert tallies.standings_in(tx, entered.period("q1")) == before
    assert (entry.action, entry.tier, entry.subject) == ("unlink", "peer", "8")
    assert len(receipts.posted(entered, *PEER)) == 8
    entered.close()
