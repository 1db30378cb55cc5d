"""What a correction changes, person by person."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from kaohe_tui.domain.entries.extras import Extra
from kaohe_tui.domain.result.differences import Outcome, differences, text_lines
from kaohe_tui.domain.standings.standings import Standings, standings
from tests.domain.strategies import SCHEME, no_marks, person, roster, tallies

PEOPLE = roster(*(replace(person(code), name=f"人{code}") for code in "abc"))


def _standings(points: Mapping[str, int], **extras: Extra) -> Standings:
    ratings = {code: tallies(peer=(given,)) for code, given in points.items()}
    return standings(SCHEME, PEOPLE, ratings, no_marks, extras)


OLD = Outcome(_standings({"a": 90, "b": 85, "c": 80}), {"a": "优秀", "b": "称职", "c": "称职"})


def test_nothing_changes_between_a_result_and_itself() -> None:
    found = differences(OLD, OLD)
    assert not found
    assert text_lines(found) == []


def test_totals_ranks_and_grades_are_set_side_by_side() -> None:
    new = _standings({"a": 90, "b": 85, "c": 80}, c=Extra(bonus=Fraction(6)))
    found = differences(OLD, Outcome(new, {"a": "优秀", "b": "", "c": "称职"}))
    assert [line.person.code for line in found.lines] == ["c", "b"]
    assert text_lines(found) == [
        "c  人c  80.00 → 86.00  rank 3 → rank 2  称职",
        "b  人b  85.00          rank 2 → rank 3  称职 → no grade",
    ]


def test_a_veto_is_a_difference_though_the_total_stays() -> None:
    new = _standings({"a": 90, "b": 85, "c": 80}, a=Extra(vetoed=True))
    found = differences(OLD, Outcome(new, OLD.grades))
    told = {line.split()[0]: line for line in text_lines(found)}
    assert "rank 1 → vetoed" in told["a"]
    assert "rank 2 → rank 1" in told["b"]


def test_a_difference_that_rounding_hides_is_none() -> None:
    less = Extra(deduction=Fraction(1, 1000))
    assert not differences(
        OLD, Outcome(_standings({"a": 90, "b": 85, "c": 80}, a=less), OLD.grades)
    )


def test_somebody_who_is_only_in_one_result_is_named() -> None:
    rest = Standings(SCHEME.method, 2, OLD.standings.rows[:2])
    (line,) = differences(Outcome(rest, OLD.grades), OLD).lines
    assert (line.person.code, line.old) == ("c", None)
    assert "– → 80.00" in text_lines(differences(Outcome(rest, OLD.grades), OLD))[0]
    (line,) = differences(OLD, Outcome(rest, OLD.grades)).lines
    assert (line.person.code, line.new) == ("c", None)


points = st.fixed_dictionaries({code: st.integers(0, 100) for code in "abc"})


@given(points, points)
def test_differences_name_exactly_those_who_change(
    old: dict[str, int], new: dict[str, int]
) -> None:
    before, after = _standings(old), _standings(new)
    named = {
        line.person.code for line in differences(Outcome(before, {}), Outcome(after, {})).lines
    }
    for code in "abc":
        one, other = before.row(code), after.row(code)
        assert (code in named) == ((one.total, one.rank) != (other.total, other.rank))
