"""Replay: meetings played at random, every entry's standings beside those seen at the time."""

import random
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe_tui.domain.entries.entries import EntryKind, ExemptionKind
from kaohe_tui.domain.record.events import EVENTS, Effect, Event, TierReopened, Unknown
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import Person, Role
from kaohe_tui.domain.standings.standings import Standings
from kaohe_tui.files.scheme.scheme import parse_scheme
from kaohe_tui.services.ballots import importing, open_ballot, righting
from kaohe_tui.services.ballots.open_ballot import OpenBallot
from kaohe_tui.services.counting.overview import pairs
from kaohe_tui.services.entries import entries
from kaohe_tui.services.periods import roster_righting
from kaohe_tui.services.record.past_facts import REPLAYED, Past
from kaohe_tui.services.record.replaying import Replay, withheld
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from kaohe_tui.services.year.grades import standings_of
from kaohe_tui.store.record import records
from kaohe_tui.store.seals import chain
from tests.bureau import KEYS, key_ballot, key_tier, raters, scheme_text
from tests.domain.events import made
from tests.refused import refused
from tests.services.closed_quarter import RULES, SCHEME, close_quarter
from tests.services.conftest import MakeRoom

Q1 = "q1"
MOVES = 80
"""Verbs that a random meeting tries."""


def head(room: Room) -> int:
    with room.database.reading() as tx:
        return chain.head(tx)[0]


class Meeting:
    """A meeting in which anybody does anything, legal or not; what was seen is remembered."""

    def __init__(self, room: Room, folder: Path, seed: int) -> None:
        self.room = room
        self.folder = folder
        self.dice = random.Random(seed)
        self.seen: dict[int, Standings] = {}

    def play(self) -> None:
        verbs: list[Callable[[], object]] = [
            *(self.key,) * 8, self.half, self.bring, self.bring, self.bring, self.step, self.step,
            self.reopen, self.reopen, self.strike, self.strike, self.restore, self.move, self.move,
            self.change, self.change, self.change, self.join,
            self.move, self.exchange, self.exchange, self.give_back, self.give_back, self.adjust,
            self.approve, self.withdraw, self.veto, self.exempt, self.recuse,
        ]  # fmt: skip
        for _move in range(MOVES):
            try:
                self.dice.choice(verbs)()
            except Refusal:
                continue
            self.seen[head(self.room)] = standings_of(self.room, Q1)

    def code(self) -> str:
        return self.dice.choice([person.code for person in self.room.period(Q1).roster])

    def tier(self) -> str:
        current = self.room.period(Q1).steps.current
        return current.key if current else self.dice.choice(KEYS)

    def marks(self, ratee: str) -> tuple[int, ...] | None:
        if self.dice.random() < 0.1:
            return None
        return (self.dice.randrange(61), self.dice.randrange(41))

    def rater(self) -> str:
        # Changes of the roster may leave a tier with nobody who rates.
        return self.dice.choice(raters(self.room, Q1, self.tier()) or [self.code()])

    def key(self, share: float = 1, *, hand_in: bool = True) -> None:
        """So much of a ballot, over what stands on it."""
        self.key_over((self.tier(), self.rater()), share, hand_in=hand_in)

    def key_over(self, which: tuple[str, str], share: float = 1, *, hand_in: bool = True) -> None:
        ballot = OpenBallot(self.room, Q1, *which)
        for row in ballot.sheet.rows:
            if row.recused or self.dice.random() > share:
                continue
            code, marks = row.ratee.code, self.marks(row.ratee.code)
            ballot.abstention(code, (None, None), (), on=marks is None)
            for number, mark in enumerate(marks or ()):
                ballot.mark(code, number, 10 * mark)
        if hand_in:
            ballot.hand_in()

    def half(self) -> None:
        """Some whole rows on a ballot that is not handed in."""
        self.key(0.5, hand_in=False)

    def bring(self) -> None:
        """A file with some ratings of a rater or two; a later one may bring the others."""
        tier = self.tier()
        lines = ["tier,rater,ratee,work,spirit,abstain"]
        known = raters(self.room, Q1, tier)
        for rater in self.dice.sample(known, min(len(known), 2)):
            for person in pairs(self.room, Q1, tier)[rater]:
                if self.dice.random() < 0.4:
                    marks = self.marks(person.code)
                    told = ",,1" if marks is None else f"{marks[0]},{marks[1]},"
                    lines.append(f"{tier},{rater},{person.code},{told}")
        path = self.folder / "ballots.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        importing.import_ballots(self.room, path, Q1)

    def step(self) -> None:
        now = self.room.period(Q1).steps
        if now.current:
            steps.close_tier(self.room, Q1, now.current.key, "到时间")
        else:
            steps.open_tier(self.room, Q1, now.next_to_open.key if now.next_to_open else "peer")

    def reopen(self) -> None:
        steps.reopen_tier(self.room, Q1, self.dice.choice(KEYS), "补录")

    def strike(self) -> None:
        open_ballot.strike_out(self.room, Q1, self.tier(), self.rater(), "代填")

    def restore(self) -> None:
        for rater in raters(self.room, Q1, self.tier()):
            try:
                righting.restore(self.room, Q1, self.tier(), rater, "误作废")
            except Refusal:
                continue

    def move(self) -> None:
        righting.move(self.room, Q1, self.tier(), self.rater(), self.rater(), "录错人")

    def change(self) -> None:
        """Somebody's role, section or supervisors in the period's roster."""
        person = self.dice.choice(self.room.period(Q1).roster.people)
        leader = self.dice.choice(["l1", "l2"])
        other = self.dice.choice(
            [
                replace(person, role=self.dice.choice(list(Role))),
                replace(person, section=self.dice.choice(["综合科", "农业科"])),
                replace(person, supervisors=tuple({leader} - {person.code})),
            ]
        )
        roster_righting.put(self.room, Q1, other, "写错", drop=True)

    def join(self) -> None:
        code = f"n{self.dice.randrange(3)}"
        role = self.dice.choice([Role.STAFF, Role.MIDDLE])
        roster_righting.put(self.room, Q1, Person(code, f"新人{code}", "综合科", role), "漏列")

    def exchange(self) -> None:
        righting.exchange(self.room, Q1, self.tier(), self.rater(), self.rater(), "录反")

    def give_back(self) -> None:
        """Given back and, as a rule, keyed differently."""
        tier, rater = self.tier(), self.rater()
        open_ballot.give_back(self.room, Q1, tier, rater, "填错")
        self.seen[head(self.room)] = standings_of(self.room, Q1)
        if self.dice.random() < 0.7:
            self.key_over((tier, rater), hand_in=self.dice.random() < 0.8)

    def adjust(self) -> None:
        rule = self.dice.choice(["research", "violation"])
        count, evidence = self.dice.randrange(1, 4), str(self.dice.random())
        entries.enter_adjustment(self.room, Q1, self.code(), rule, count, evidence, correction="补")

    def approve(self) -> None:
        entries.approve(self.room, self.dice.randrange(1, 8), "某人", correction="补")

    def withdraw(self) -> None:
        kind = self.dice.choice(list(EntryKind))
        entries.withdraw(self.room, kind, self.dice.randrange(1, 5), "不实")

    def veto(self) -> None:
        ground = "县纪委规定的一票否决事项"
        entries.enter_veto(self.room, Q1, self.code(), ground, "1号", "县纪委", correction="补")

    def exempt(self) -> None:
        entries.exempt(self.room, Q1, self.code(), ExemptionKind.NOT_ASSESSED, "新录用")
        entries.absent(self.room, Q1, self.code(), Fraction(3, 2), "病假", correction="补")

    def recuse(self) -> None:
        steps.recuse(self.room, Q1, (self.code(), self.code()), "近亲属")


@pytest.mark.parametrize("seed", range(12))
def test_every_entry_of_a_random_meeting_shows_what_was_seen_then(
    make_room: MakeRoom, tmp_path: Path, seed: int
) -> None:
    reveal = ("ballot", "tier")[seed % 2]
    scheme = scheme_text(
        reveal=reveal, trims=(int(seed % 3 == 0), 0, 0, 0), tie_break=("peer", "work")
    )
    meeting = Meeting(make_room(scheme + RULES), tmp_path, seed)
    meeting.play()
    replay = Replay(meeting.room, Q1)
    assert len(meeting.seen) > MOVES / 7
    for number, seen in meeting.seen.items():
        assert replay.at(number).standings == seen, number


def test_what_a_later_file_adds_is_not_there_before_it(make_room: MakeRoom, tmp_path: Path) -> None:
    room = make_room(scheme_text(reveal="ballot"))
    steps.open_tier(room, Q1, "peer")
    path = tmp_path / "ballots.csv"
    seen = {}
    for ratee, mark in (("s1", 10), ("s2", 20)):
        path.write_text(
            f"tier,rater,ratee,work,spirit\npeer,h,{ratee},{mark},0\n", encoding="utf-8"
        )
        importing.import_ballots(room, path, Q1)
        seen[head(room)] = standings_of(room, Q1)
    replay = Replay(room, Q1)
    for number, standings in seen.items():
        assert replay.at(number).standings == standings
    assert replay.next_change(min(seen)) == max(seen)


def test_a_step_back_and_forth_and_who_moved(make_room: MakeRoom) -> None:
    room = make_room(scheme_text(reveal="ballot"))
    steps.open_tier(room, Q1, "peer")
    key_ballot(room, (Q1, "peer", "h"), lambda code: (60, 40) if code == "s1" else (50, 30))
    first = head(room)
    steps.recuse(room, Q1, ("m1", "s2"), "近亲属")
    key_ballot(room, (Q1, "peer", "l1"), lambda code: (0, 0) if code == "s1" else (50, 30))
    second = head(room)
    replay = Replay(room, Q1)
    assert replay.moves(second)["s1"] < 0
    assert replay.moves(second - 1) == {}
    assert replay.next_change(1) == first
    assert replay.previous_change(first) is None
    assert replay.next_change(second) is None
    assert second - 1 > first, "a recusal in another tier stands between"
    assert replay.previous_change(second) == second - 1


def test_a_closed_period_shows_the_result_that_was_frozen_then(make_room: MakeRoom) -> None:
    room = make_room(SCHEME)
    close_quarter(room)
    closed, frozen = head(room), standings_of(room, Q1)
    entries.enter_adjustment(
        room, Q1, "s3", "violation", 2, "督查", approved_by="h", correction="补"
    )
    corrected = head(room)
    ballots_now = standings_of(room, Q1)
    steps.reopen_tier(room, Q1, "head", "漏了一张")
    replay = Replay(room, Q1)
    assert replay.at(closed).standings == frozen
    result = replay.at(corrected).result
    assert result is not None
    assert (result.number, result.standings) == (2, ballots_now)
    assert replay.at(corrected).period_room.steps.closed
    assert replay.at(head(room)).result is None
    assert replay.at(closed - 1).standings == frozen, "all tiers closed, the result not yet frozen"


def test_a_secret_tier_counts_from_its_closing_and_says_so(make_room: MakeRoom) -> None:
    text = scheme_text(reveal="tier").replace('key = "peer"\n', 'key = "peer"\nsecret = true\n')
    room = make_room(text)
    steps.open_tier(room, Q1, "peer")
    key_tier(room, Q1, "peer")
    before = head(room)
    steps.close_tier(room, Q1, "peer")
    closed, seen = head(room), standings_of(room, Q1)
    replay = Replay(room, Q1)
    assert not replay.at(before).standings.has_scores
    assert "is secret" in replay.at(before).doubts[0]
    assert replay.at(closed).standings == seen
    steps.reopen_tier(room, Q1, "peer", "漏了")
    assert "reopened later" in Replay(room, Q1).at(closed).doubts[0]
    with room.database.reading() as tx:
        told = [e.event for e in records.entries(tx, Q1)]
    kept = [each.begun for each in told if isinstance(each, TierReopened)]
    assert kept == [{}], "the record keeps nothing of a secret ballot"


def test_rows_that_were_not_handed_in_do_not_count_and_the_screen_is_told(
    make_room: MakeRoom,
) -> None:
    room = make_room(scheme_text(reveal="row"))
    steps.open_tier(room, Q1, "peer")
    key_ballot(room, (Q1, "peer", "h"), hand_in=False)
    replay = Replay(room, Q1)
    assert standings_of(room, Q1).has_scores
    assert not replay.at(head(room)).standings.has_scores
    assert "not yet handed in are not counted" in replay.at(head(room)).doubts[0]


def test_tiers_that_were_hidden_are_named(make_room: MakeRoom) -> None:
    room = make_room(scheme_text(reveal="tier"))
    steps.open_tier(room, Q1, "peer")
    key_tier(room, Q1, "peer")
    assert "全员互评" in withheld(Replay(room, Q1).at(head(room)))


def test_before_the_period_was_opened_nobody_has_a_score(make_room: MakeRoom) -> None:
    room = make_room(scheme_text(reveal="ballot"))
    steps.open_tier(room, Q1, "peer")
    key_tier(room, Q1, "peer")
    first = Replay(room, Q1).at(1)
    assert not first.standings.has_scores
    assert not first.period_room.steps.opened
    assert not Replay(room, "q2").at(head(room)).standings.has_scores
    with refused("record-entry-unknown", number=99):
        Replay(room, Q1).at(99)


def test_entries_of_an_older_kaohe_are_passed_over(make_room: MakeRoom) -> None:
    """What they do not tell is not known; nothing fails."""
    room = make_room(scheme_text(reveal="ballot"))
    steps.open_tier(room, Q1, "peer")
    key_ballot(room, (Q1, "peer", "h"))
    with room.database.writing() as tx:
        for action, old in (
            ("import", ""), ("import", "[1]"), ("import", '{"peer": 3}'), ("give_back", "{x"),
            ("give_back", '{"h": 3}'), ("withdraw_veto", "x"), ("close_period", ""),
            ("reopen_tier", '{"h": {"marks": 3}}'), ("fly_away", ""),
        ):  # fmt: skip
            chain.add(tx, "2026", "x", Unknown(stored=action, period=Q1, tier="peer", old=old))
    replay = Replay(room, Q1)
    for number in range(1, head(room) + 1):
        replay.at(number)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
@given(data=st.data())
def test_every_event_that_says_so_is_replayed(event: type[Event], data: st.DataObject) -> None:
    past = Past(parse_scheme(scheme_text(), "scheme.toml"))
    counts = past.take(data.draw(made(event)))
    assert not (counts and event.effect is not Effect.SCORE)
    assert (event in REPLAYED) == (event.effect is not Effect.NOTHING)
