"""What is put in comes out again."""

from kaohe_tui.domain.ballot.state import BallotState
from kaohe_tui.domain.record.events import Texts, Unknown
from kaohe_tui.domain.rules.people import Roster
from kaohe_tui.domain.rules.steps import PeriodState, StepState
from kaohe_tui.store.ballots import ballots, ratings
from kaohe_tui.store.database.engine import Database
from kaohe_tui.store.periods import people, periods, recusals, results, schemes
from kaohe_tui.store.periods.recusals import Recusal
from kaohe_tui.store.record import records
from kaohe_tui.store.seals import chain
from tests.store.conftest import ROSTER, Filled
from tests.store.recipes import added


def test_a_roster_comes_back_in_its_order_and_a_new_one_replaces_it(database: Database) -> None:
    with database.writing() as tx:
        assert people.roster(tx) == Roster(())
        people.put_roster(tx, ROSTER)
        assert people.roster(tx) == ROSTER
        shorter = Roster(ROSTER.people[:1])
        people.put_roster(tx, shorter)
        assert people.roster(tx) == shorter
        people.put_roster(tx, Roster(()))
        assert len(people.roster(tx)) == 0


def test_a_frozen_roster_stays_when_the_current_one_changes(filled: Filled) -> None:
    with filled.database.writing() as tx:
        people.put_roster(tx, Roster(()))
        frozen = people.participants(tx, filled.period)
    assert frozen.roster == ROSTER
    assert {code: frozen.codes[id] for code, id in frozen.ids.items()} == {
        p.code: p.code for p in ROSTER
    }


def test_the_same_scheme_is_kept_once_and_the_one_put_last_is_in_force(database: Database) -> None:
    with database.writing() as tx:
        first = schemes.put_scheme(tx, "一", "f1")
        second = schemes.put_scheme(tx, "二", "f2")
        assert schemes.current_scheme(tx).id == second
        assert schemes.put_scheme(tx, "一", "f1") == first
        assert schemes.current_scheme(tx).id == first
        assert schemes.scheme(tx, second).text == "二"


def test_a_period_and_its_tiers_move(filled: Filled) -> None:
    with filled.database.writing() as tx:
        assert periods.period(tx, "q2") is None
        periods.open_period(tx, "q2", 1, "f1", "r2", ["only"])
        periods.set_tier_state(tx, filled.period, 1, StepState.CLOSED)
        periods.set_period_state(tx, filled.period, PeriodState.CLOSED)
        first, second = periods.periods(tx)
        assert periods.period(tx, "q1") == first
    assert (first.key, first.state, first.scheme_fingerprint, first.roster_fingerprint) == (
        "q1",
        "closed",
        "f1",
        "r1",
    )
    assert [(t.number, t.key, t.state) for t in first.tiers] == [
        (0, "peer", "waiting"),
        (1, "middle", "closed"),
    ]
    assert [t.state for t in second.tiers] == ["waiting"]


def test_a_ballot_is_begun_once(filled: Filled) -> None:
    rater = filled.ids["001"]
    with filled.database.writing() as tx:
        assert ballots.begin(tx, filled.period, 0, rater).id == filled.ballot
        assert ballots.head_of(tx, filled.period, 1, rater) is None
        other = ballots.begin(tx, filled.period, 1, rater)
        ballots.set_state(tx, other.id, BallotState.HANDED_IN)
        assert [(h.id, h.tier_no, h.state) for h in ballots.heads(tx, filled.period)] == [
            (filled.ballot, 0, "open"),
            (other.id, 1, "handed_in"),
        ]


def test_marks_are_set_changed_and_taken_away(filled: Filled) -> None:
    one, two = filled.ids["003"], filled.ids["901"]
    with filled.database.writing() as tx:
        ratings.put_mark(tx, filled.ballot, one, 0, 360)
        ratings.put_mark(tx, filled.ballot, one, 0, 365)
        ratings.put_mark(tx, filled.ballot, one, 2, 0)
        ratings.put_mark(tx, filled.ballot, two, 1, 10)
        ratings.put_mark(tx, filled.ballot, two, 1, None)
        ratings.put_mark(tx, filled.ballot, two, 1, None)
        facts = ballots.facts(tx, filled.ballot)
    assert facts.head.id == filled.ballot
    assert facts.marks == {one: {0: 365, 2: 0}}
    assert facts.abstentions == frozenset()


def test_a_row_becomes_exactly_what_is_put(filled: Filled) -> None:
    one, two = filled.ids["003"], filled.ids["901"]
    with filled.database.writing() as tx:
        ratings.put_row(tx, filled.ballot, one, [10, 20, 30])
        ratings.put_row(tx, filled.ballot, two, [40, 50, 60])
        ratings.put_row(tx, filled.ballot, one, [None, 21, None])
        assert ballots.facts(tx, filled.ballot).marks == {one: {1: 21}, two: {0: 40, 1: 50, 2: 60}}
        ratings.put_row(tx, filled.ballot, one, [None, None, None])
        assert ballots.facts(tx, filled.ballot).marks == {two: {0: 40, 1: 50, 2: 60}}


def test_an_abstention_takes_the_marks_of_its_row_alone(filled: Filled) -> None:
    one, two = filled.ids["003"], filled.ids["901"]
    with filled.database.writing() as tx:
        ratings.add_rows(tx, 2, [(one, filled.ballot, 10, 20), (two, filled.ballot, 30, None)])
        ballots.set_abstention(tx, filled.ballot, one, on=True)
        ballots.set_abstention(tx, filled.ballot, one, on=True)
        facts = ballots.facts(tx, filled.ballot)
        assert facts.marks == {two: {0: 30}}
        assert facts.abstentions == {one}
        ballots.set_abstention(tx, filled.ballot, one, on=False)
        assert ballots.abstentions(tx, filled.period) == []


def test_sums_and_progress_keep_to_their_period(filled: Filled) -> None:
    one, two, rater = filled.ids["003"], filled.ids["901"], filled.ids["001"]
    with filled.database.writing() as tx:
        second = ballots.begin(tx, filled.period, 1, rater).id
        ratings.add_rows(tx, 2, [(one, filled.ballot, 10, 20), (two, filled.ballot, 30, None)])
        ratings.add_rows(tx, 2, [(two, second, 1, 2)])
        ballots.add_abstentions(tx, [(one, second)])
        later = periods.open_period(tx, "q2", 1, "f1", "r1", ["peer"])
        people.freeze_roster(tx, later, ROSTER)
        elsewhere = people.participants(tx, later).ids
        third = ballots.begin(tx, later, 0, elsewhere["001"]).id
        ratings.add_rows(tx, 2, [(elsewhere["003"], third, 7, 7)])

        assert [
            (r.ratee_id, r.parted()) for r in ratings.scan(tx, filled.period, {added(2): ()})
        ] == [
            (one, (([filled.ballot], [30]), [])),
            (two, (((second,), (3,)), [filled.ballot])),
        ]
        assert [r.parted()[0].totals for r in ratings.scan(tx, later, {added(2): ()})] == [[14]]
        assert ratings.of_ratee(tx, two, added(2)) == ((second,), (3,))
        assert ratings.of_ratee(tx, one, added(3)) == ratings.NO_RATINGS
        assert ratings.marks_of(tx, two, 2) == {filled.ballot: (0, (30, None)), second: (1, (1, 2))}
        assert ballots.abstentions(tx, filled.period) == [(one, second)]
        assert ballots.abstentions_of(tx, one) == [second]


def test_what_is_there_already_is_not_added_again(filled: Filled) -> None:
    one, two = filled.ids["003"], filled.ids["901"]
    with filled.database.writing() as tx:
        ratings.put_mark(tx, filled.ballot, one, 1, 5)
        rows = [(one, filled.ballot, 10, 20), (two, filled.ballot, 30, 40)]
        assert ratings.add_rows(tx, 2, rows) == 1
        assert ballots.facts(tx, filled.ballot).marks == {one: {1: 5}, two: {0: 30, 1: 40}}
        assert ballots.add_abstentions(tx, [(one, filled.ballot)]) == 1
        assert ballots.add_abstentions(tx, [(one, filled.ballot), (two, filled.ballot)]) == 1
        assert ratings.add_rows(tx, 2, []) == ballots.add_abstentions(tx, []) == 0


def test_recusals_are_set_changed_and_lifted(database: Database) -> None:
    one = Recusal("q1", "peer", "001", "003", "夫妻")
    with database.writing() as tx:
        recusals.put_recusal(tx, one)
        recusals.put_recusal(tx, Recusal("q2", "peer", "001", "003", "夫妻"))
        assert recusals.recusals(tx, "q1") == (one,)
        changed = Recusal("q1", "peer", "001", "003", "亲属")
        recusals.put_recusal(tx, changed)
        assert recusals.recusals(tx, "q1") == (changed,)
        recusals.remove_recusal(tx, "q1", "peer", "001", "003")
        assert recusals.recusals(tx, "q1") == ()
        assert len(recusals.recusals(tx, "q2")) == 1


def test_the_record_is_read_whole_or_by_period(database: Database) -> None:
    with database.writing() as tx:
        chain.add(tx, "2026-01-01T08:00:00+08:00", "陈静", Unknown(stored="new"))
        texts = Texts("q1", "peer", "s", "o", "n", "缺席")
        chain.add(tx, "t", "陈静", Unknown(stored="close_tier", **texts._asdict()))
        assert records.entries(tx) == ()
    with database.reading() as tx:
        everything = records.entries(tx)
        assert [e.action for e in everything] == ["new", "close_tier"]
        (entry,) = records.entries(tx, "q1")
    assert entry == everything[1]
    assert (entry.tier, entry.subject, entry.old, entry.new, entry.reason) == (
        "peer",
        "s",
        "o",
        "n",
        "缺席",
    )


def test_frozen_results_are_numbered_in_their_period(filled: Filled) -> None:
    with filled.database.writing() as tx:
        assert results.latest(tx, filled.period) is None
        other = periods.open_period(tx, "q2", 1, "f1", "r1", ["peer"])
        assert results.freeze(tx, filled.period, "t1", "{}", "a") == 1
        assert results.freeze(tx, filled.period, "t2", "[]", "b") == 2
        assert results.freeze(tx, other, "t3", "{}", "c") == 1
        newest = results.latest(tx, filled.period)
    assert newest == results.FrozenResult(2, "t2", "[]", "b")
