"""Secret tiers in which people get too few ratings: nothing but the score is shown of them."""

import json
from pathlib import Path

import pytest

from kaohe_tui.cli.show import table
from kaohe_tui.domain.explain.explain import text_lines
from kaohe_tui.domain.explain.explanation import LineState
from kaohe_tui.domain.numbers import shown
from kaohe_tui.domain.public.dossier import RatingState
from kaohe_tui.domain.result.published import contract
from kaohe_tui.domain.standings.withholding import hidden_sentence, is_hidden
from kaohe_tui.services.counting.board import Board
from kaohe_tui.services.public.dossier import dossier
from kaohe_tui.services.public.exporting import export
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.secrecy import secrecy
from kaohe_tui.services.tiers import steps
from tests.bureau import key_ballot, raters, scheme_text
from tests.files.recomputing import cells_of
from tests.files.workbook.test_workbook import lines
from tests.services.conftest import MakeRoom
from tests.services.secrecy.test_secrecy import PEER, secret


@pytest.fixture
def small(make_room: MakeRoom) -> Room:
    """A period whose leaders' tier is secret: people get one or two ratings in it."""
    room = make_room(scheme_text(tie_break=("leader",)).replace('key = "leader"', SECRET_LEADER))
    for tier in ("peer", "middle", "leader", "head"):
        steps.open_tier(room, "q1", tier)
        for number, rater in enumerate(raters(room, "q1", tier)):
            key_ballot(room, ("q1", tier, rater), lambda code, n=number: (40 + n + len(code), 30))  # type: ignore[misc]
        steps.close_tier(room, "q1", tier)
    return room


SECRET_LEADER = 'key = "leader"\nsecret = true'


def test_before_it_opens_it_is_said_that_people_get_too_few(make_room: MakeRoom) -> None:
    room = make_room(scheme_text().replace('key = "leader"', SECRET_LEADER))
    here = room.period("q1")
    assert "the only rater" in secrecy.exposed_in_words(here, here.scheme.tier("leader"))
    assert not secrecy.exposed_in_words(here, here.scheme.tier("peer"))


def test_nothing_but_the_score_is_shown_of_who_gets_too_few(small: Room) -> None:
    standings = Board(small, "q1").standings
    scheme = small.period("q1").scheme
    row = standings.row("s2")
    hidden = {r.person.code for r in standings.rows if is_hidden(scheme, r.review)}
    assert hidden == {"m1", "m2", "s1", "s2"}
    found = Board(small, "q1").explain("s2")
    assert {line.state for line in found.lines} == {LineState.HIDDEN}
    assert not any(line.sum or line.mean or line.product for line in found.lines)
    assert found.score == row.review.score
    told = "\n".join(text_lines(found, 2))
    assert "÷" not in told
    plain = {each["code"]: each for each in contract("q1", standings, None, scheme)["standings"]}
    assert {tier["mean"] for tier in plain["s2"]["tiers"].values()} == {None}
    assert plain["s2"]["tiers"]["leader"]["ratings"] == 2
    assert all(tier["mean"] for tier in plain["s3"]["tiers"].values())


def test_lists_say_why_they_show_no_means(small: Room) -> None:
    scheme, standings = small.period("q1").scheme, Board(small, "q1").standings
    why = "No tier means for 4 people: a secret tier has fewer than 5 ratings of them."
    assert hidden_sentence(scheme, standings.rows) == why
    assert hidden_sentence(scheme, [standings.row("s3")]) == ""
    told = [line.text for line in table.lines("q1", scheme, standings, "", 80)]
    assert told[1] == why


def test_no_paper_says_more(small: Room, tmp_path: Path) -> None:
    found = dossier(small, "q1")
    assert {r.state for r in found.ratings if r.ratee == "s2"} == {RatingState.HIDDEN}
    files, _remarks = export(small, "q1", tmp_path / "out")
    by_suffix = {path.suffix: path for path in files if path.name.startswith(("workbook", "all"))}
    plain = json.loads(by_suffix[".json"].read_text(encoding="utf-8"))
    own = [each for each in plain["ratings"] if each["ratee"] == "s2"]
    assert {(each["state"], each["total"]) for each in own} == {("hidden", "")}
    book = cells_of(by_suffix[".xlsx"].read_bytes())
    row = next(r for r in found.standings.rows if r.person.code == "s2")
    assert row.total is not None
    listed = next(line for line in lines(book) if line["Code"] == "s2")
    assert f"{listed['Total']:.2f}" == shown(row.total, 2)
    marks = [line for line in lines(book, "Ratings") if line["Code"] == "s2"]
    assert {line["Total"] for line in marks} == {""}


def test_the_dropped_of_a_secret_tier_are_never_shown(make_room: MakeRoom) -> None:
    room = make_room(secret(scheme_text(trims=(1, 0, 0, 0))))
    steps.open_tier(room, *PEER)
    for number, rater in enumerate(raters(room, *PEER)):
        key_ballot(room, (*PEER, rater), lambda _code, n=number: (40 + n, 30))  # type: ignore[misc]
    steps.close_tier(room, *PEER)
    line = Board(room, "q1").explain("s3").lines[0]
    assert (line.rated, line.count) == (7, 5)
    assert (line.dropped_high, line.dropped_low) == ((), ())
    assert "trimmed, not shown" in "\n".join(text_lines(Board(room, "q1").explain("s3"), 2))
