"""Standings kept up to date change by change are what they would be ranked anew."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe_tui.domain.entries.extras import Extra
from kaohe_tui.domain.numbers import half_up
from kaohe_tui.domain.rules.people import Role, Roster
from kaohe_tui.domain.rules.scheme.scheme import RankBy, Scheme
from kaohe_tui.domain.standings import ladder, live
from kaohe_tui.domain.standings.live import (
    LiveRows,
    Moves,
    live_rows,
    moves_between,
    somebody_moved,
)
from kaohe_tui.domain.standings.ranking import Entry
from kaohe_tui.domain.standings.rows import PlainRows, Rows, Standing
from kaohe_tui.domain.standings.scoring import ReviewScore, review_score
from kaohe_tui.domain.standings.standings import rank, standings
from kaohe_tui.domain.standings.tally import TierTally
from tests.domain.strategies import (
    EVERYBODY,
    INDICATORS,
    PEER,
    SCHEME,
    TIERS,
    no_marks,
    person,
    roster,
    rosters,
    schemes,
    tallies,
)

Marks = Mapping[str, tuple[tuple[int, ...], ...]]
"""Tier's key -> the marks of each rating."""

_KEYS = st.sampled_from(["peer", "leader", "head", "work", "spirit"])
# Few totals and fewer ways to come to them: most people are tied with somebody.
_RATINGS = st.sampled_from(
    [
        (300, 150, 150, 150, 50),
        (350, 100, 150, 150, 50),
        (300, 100, 150, 150, 100),
        (350, 150, 150, 150, 0),
        (400, 150, 150, 150, 50),
        (200, 50, 100, 100, 50),
    ]
)
_EXTRAS = st.sampled_from(
    [Extra(), Extra(bonus=Fraction("1.5")), Extra(deduction=Fraction(10)), Extra(vetoed=True)]
)


@dataclass
class Meeting:
    """What is on disk, and what may change it."""

    scheme: Scheme
    people: Roster
    extras: Mapping[str, Extra]
    marks: dict[str, Marks]

    def score(self, code: str) -> ReviewScore:
        """One person's score from the marks."""
        tallied = {
            tier: TierTally(tuple(map(sum, ratings)), len(ratings) + 1)
            for tier, ratings in self.marks[code].items()
        }
        return review_score(self.scheme, tallied)

    def scores(self) -> dict[str, ReviewScore]:
        """Everybody's."""
        return {p.code: self.score(p.code) for p in self.people}

    def marks_of(self, code: str) -> Marks:
        """As the disk gives them: now."""
        return self.marks[code]

    def live(self) -> LiveRows:
        """Kept from now on."""
        return live_rows(self.scheme, self.people, self.scores(), self.marks_of, self.extras)

    def afresh(self) -> Rows:
        """Ranked anew."""
        found = rank(self.scheme, self.people, self.scores(), self.marks_of, self.extras)
        return PlainRows(found.rows)


_ONE = st.dictionaries(
    st.sampled_from([tier.key for tier in TIERS]), st.lists(_RATINGS, max_size=3).map(tuple)
)


@st.composite
def _meetings(draw: st.DrawFn) -> Meeting:
    scheme = replace(
        draw(schemes()),
        rank=draw(st.sampled_from(RankBy)),
        tie_break=tuple(draw(st.lists(_KEYS, unique=True, max_size=3))),
        decimals=draw(st.integers(0, 2)),
        ceiling=draw(st.sampled_from([None, Fraction(85)])),
    )
    if draw(st.booleans()):
        scheme = replace(scheme, tiers=(replace(PEER, ratees=EVERYBODY), *scheme.tiers[1:]))
    people = draw(rosters())
    codes = [p.code for p in people]
    extras = draw(st.dictionaries(st.sampled_from(codes), _EXTRAS))
    return Meeting(scheme, people, extras, {code: draw(_ONE) for code in codes})


def _check(found: Rows, wanted: Rows, decimals: int) -> None:
    """Row by row and by all other ways to ask."""
    assert list(found) == list(wanted)
    assert [found[place] for place in range(len(wanted))] == list(wanted)
    assert [found[place] for place in range(-len(wanted), 0)] == list(wanted)
    assert found[1:-1] == wanted[1:-1]
    with pytest.raises(IndexError):
        found[len(wanted)]
    for row in wanted:
        code = row.person.code
        assert found.row(code) == row
        assert found.place(code) == wanted.place(code)
        assert found.rank_of(code) == row.rank
    assert (found.ranked, found.roles) == (wanted.ranked, wanted.roles)
    assert (found.complete, found.has_scores) == (wanted.complete, wanted.has_scores)
    # The highest by what is shown of it: it is asked for its width.
    figures = [each.most_unranked for each in (found, wanted)]
    assert len({None if f is None else half_up(f, decimals) for f in figures}) == 1
    ours, theirs = found.population, wanted.population
    assert {p.code for p in ours.people} == {p.code for p in theirs.people}
    assert (ours.most_bonus, ours.most_deduction) == (theirs.most_bonus, theirs.most_deduction)
    assert ours.any_vetoed == theirs.any_vetoed


def _moves(before: Rows, after: Rows) -> dict[str, int]:
    """Gone through, as plainly as can be."""
    old = {row.person.code: row.rank for row in before}
    return {
        row.person.code: was - row.rank
        for row in after
        if (was := old.get(row.person.code)) is not None and row.rank not in (None, was)
    }


@given(_meetings(), st.data())
def test_after_any_changes_each_row_is_what_it_would_be_ranked_anew(
    meeting: Meeting, data: st.DataObject
) -> None:
    rows = meeting.live()
    _check(rows, meeting.afresh(), meeting.scheme.decimals)
    codes = st.sampled_from([p.code for p in meeting.people])
    earlier = [(rows, list(rows))]
    for _change in range(data.draw(st.integers(1, 6))):
        changed = data.draw(st.sets(codes, min_size=1, max_size=3))
        before, was = rows, meeting.afresh()
        for code in changed:
            meeting.marks[code] = data.draw(_ONE)
        rows = rows.put({code: meeting.score(code) for code in changed}, meeting.marks_of)
        now = meeting.afresh()
        _check(rows, now, meeting.scheme.decimals)
        for role in Role:
            _check(rows.of(role), now.of(role), meeting.scheme.decimals)
        assert rows == now
        assert now == rows
        assert (rows == before) is (list(now) == list(was))
        moved = _moves(was, now)
        assert somebody_moved(before, rows, changed) is bool(moved)
        assert moves_between(before, rows) == moved
        earlier.append((rows, list(now)))
    for snapshot, lines in earlier:
        _check(snapshot, PlainRows(lines), meeting.scheme.decimals)


def test_an_earlier_snapshot_is_as_it_was_though_its_marks_are_others_on_disk() -> None:
    whole = {"peer": ((300, 150, 150, 150, 50),)}
    other = {"peer": ((350, 100, 150, 150, 50),)}
    scheme = replace(SCHEME, tie_break=("work",))
    people = roster(*map(person, "ab"))
    meeting = Meeting(scheme, people, {}, {"a": whole, "b": whole})
    rows = meeting.live()
    meeting.marks["b"] = other
    assert [(row.rank, row.tied) for row in rows] == [(1, True), (1, True)]
    # The total is the same, and so is the score; the marks alone break the tie.
    after = rows.put({"b": meeting.score("b")}, meeting.marks_of)
    assert [(row.person.code, row.rank) for row in after] == [("b", 1), ("a", 2)]
    assert after != rows
    assert [(row.rank, row.tied) for row in rows] == [(1, True), (1, True)]
    assert Moves(rows, after) == {"a": -1}


def test_whoever_shares_a_total_is_not_read_again() -> None:
    marks = {code: {"peer": ((300, 150, 150, 150, 50),)} for code in "abc"}
    scheme = replace(SCHEME, tie_break=("work", "spirit"))
    meeting = Meeting(scheme, roster(*map(person, "abc")), {}, dict(marks))
    asked: list[str] = []

    def marks_of(code: str) -> Marks:
        asked.append(code)
        return meeting.marks[code]

    rows = live_rows(scheme, meeting.people, meeting.scores(), marks_of)
    assert sorted(asked) == ["a", "b", "c"]
    asked.clear()
    rows.put({"b": meeting.score("b")}, marks_of)
    assert asked == ["b"]


def test_nothing_changed_is_the_very_same_rows() -> None:
    scores = {code: review_score(SCHEME, tallies(peer=(80,))) for code in "ab"}
    rows = live_rows(SCHEME, roster(*map(person, "ab")), scores, no_marks)
    assert (
        rows.put({"a": review_score(SCHEME, tallies(peer=(80,))), "x": scores["a"]}, no_marks)
        is rows
    )


# What one change costs: counted, not timed


class Counted:
    """Counts the lines that are made, and the people that sums and ranks are looked up for."""

    def __init__(self) -> None:
        self.made = 0
        self.asked = 0

    def standing(self, *values: object) -> Standing:
        """In the place of ``Standing``."""
        self.made += 1
        return Standing(*values)  # type: ignore[arg-type]

    def entry(self, *values: object) -> Entry:
        """In the place of ``Entry``, which is made for whoever is settled."""
        self.asked += 1
        return Entry(*values)  # type: ignore[arg-type]


def _cost(people: int, keys: tuple[str, ...]) -> tuple[int, int, int]:
    """What a mark, its new standings and a look at a screenful of them take.

    Returns:
        Lines made, people settled, people whose rank was looked up.
    """
    names = [person(f"p{n}") for n in range(people)]
    scheme = replace(SCHEME, tie_break=keys, indicators=INDICATORS)
    # Seven people to a value, whatever their number.
    scores = {
        p.code: review_score(scheme, {"peer": TierTally((n // 7, n // 7), 2)})
        for n, p in enumerate(names)
    }
    rows = live_rows(scheme, roster(*names), scores, no_marks)
    counted = Counted()
    ranks = 0
    look = ladder.Ladder.rank

    def rank_of(own: ladder.Ladder, number: int, entry: Entry) -> object:
        nonlocal ranks
        ranks += 1
        return look(own, number, entry)

    with (
        patch.object(live, "Standing", counted.standing),
        patch.object(ladder, "Entry", counted.entry),
        patch.object(ladder.Ladder, "rank", rank_of),
    ):
        changed = {"p30": review_score(scheme, {"peer": TierTally((2, 2), 2)})}
        after = rows.put(changed, no_marks)
        assert somebody_moved(rows, after, changed)
        moves = Moves(rows, after)
        for row in after.of(Role.STAFF)[after.place("p30") - 10 : after.place("p30") + 10]:
            moves.get(row.person.code)
        assert after != rows
        assert not after.complete or after.has_scores
    return counted.made, counted.asked, ranks


@pytest.mark.parametrize("keys", [(), ("peer",)])
def test_a_change_among_three_thousand_takes_as_many_steps_as_among_seventy(
    keys: tuple[str, ...],
) -> None:
    assert _cost(3000, keys) == _cost(70, keys)


def test_going_through_all_makes_each_line_once() -> None:
    ratings = {f"p{n}": tallies(peer=(n % 90,)) for n in range(300)}
    people = roster(*map(person, ratings))
    scores = {code: review_score(SCHEME, each) for code, each in ratings.items()}
    rows = live_rows(SCHEME, people, scores, no_marks)
    counted = Counted()
    with patch.object(live, "Standing", counted.standing):
        assert tuple(rows) == standings(SCHEME, people, ratings, no_marks).rows
        assert tuple(rows) == tuple(rows[:])
        after = rows.put({"p0": review_score(SCHEME, tallies(peer=(1,)))}, no_marks)
        assert len(tuple(after)) == 300
    # Those below it won a place, and one is another's neighbour now.
    assert counted.made <= 300 + 10


def test_somebody_moved_though_the_first_who_changed_is_where_he_was() -> None:
    scores = {
        c: review_score(SCHEME, tallies(peer=(n,)))
        for c, n in zip("abcd", (90, 80, 70, 60), strict=True)
    }
    before = live_rows(SCHEME, roster(*map(person, "abcd")), scores, no_marks)
    # The same total in another way, and a step down that lets two others up.
    after = before.put(
        {
            "a": review_score(SCHEME, tallies(peer=(85, 95))),
            "b": review_score(SCHEME, tallies(peer=(10,))),
        },
        no_marks,
    )
    assert somebody_moved(before, after, ["a", "b"])
    assert somebody_moved(before, after, ["b", "a"])
    assert not somebody_moved(before, before, ["a", "b"])


def test_whoever_has_no_score_makes_nothing_provisional() -> None:
    scores = {"a": review_score(SCHEME, tallies(peer=(80,)))}
    rows = live_rows(SCHEME, roster(*map(person, "ab")), scores, no_marks)
    assert rows.complete
    assert not rows[1].review.provisional
