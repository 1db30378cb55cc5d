"""Groups in a database: kept with a roster, changed in mid-year, replayed and verified."""

from dataclasses import replace
from pathlib import Path

from kaohe_tui.domain.record.fields.roster_lines import read_change, read_line, write_line
from kaohe_tui.services.counting.board import Board
from kaohe_tui.services.integrity.verifying import verify
from kaohe_tui.services.periods import roster_righting
from kaohe_tui.services.periods.roster_and_scheme import change_roster
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from tests.bureau import ROSTER, key_ballot, new_room, raters, scheme_text

GROUPS = """
[[groups]]
key = "rep"
name = "职工代表"
"""
SCHEME = scheme_text().replace('raters = ["middle"]', 'raters = ["职工代表", "guest"]') + GROUPS
PEOPLE = (
    "\n".join(
        f"{line},{cell}"
        for line, cell in zip(
            ROSTER.strip().split("\n"), ["groups", "", "", "", "", "", "rep", "", ""], strict=True
        )
    )
    + "\ng1,钱居民,,guest,,\n"
)


def _room(folder: Path) -> Room:
    return new_room(folder, SCHEME, PEOPLE)


def test_groups_and_guests_rate_and_guests_stand_nowhere(tmp_path: Path) -> None:
    room = _room(tmp_path)
    steps.open_tier(room, "q1", "middle", out_of_order=True)
    assert raters(room, "q1", "middle") == ("s1", "g1")
    key_ballot(room, ("q1", "middle", "g1"))
    listed = [row.person.code for row in Board(room, "q1").standings.rows]
    assert "g1" not in listed
    assert Board(room, "q1").standings.row("s2").review.score == 80


def test_a_group_is_given_in_an_open_period_and_the_record_says_so(tmp_path: Path) -> None:
    room = _room(tmp_path)
    steps.open_tier(room, "q1", "middle", out_of_order=True)
    after = replace(room.period("q1").roster["s3"], groups=("rep",))
    roster_righting.put(room, "q1", after, "补选")
    assert raters(room, "q1", "middle") == ("s1", "s3", "g1")
    assert room.roster()["s3"].groups == ("rep",)
    assert verify(room).holds
    steps.close_tier(room, "q1", "middle", "出差")
    path = tmp_path / "new.csv"
    path.write_text(PEOPLE, encoding="utf-8")
    assert [now.groups for _before, now in change_roster(room, path).moved] == [()]


def test_a_line_without_groups_is_written_as_it_ever_was(tmp_path: Path) -> None:
    person = _room(tmp_path).roster()["s3"]
    assert "groups" not in write_line(person)
    assert read_line(write_line(person)) == person
    grouped = replace(person, groups=("rep",))
    assert read_line(write_line(grouped)) == grouped
    was = write_line(person)
    assert read_change(f'{{"was": {was}, "now": {{"groups": ["rep"]}}}}') == (person, grouped)
