"""Grades where classes meet, quotas lie close together, or a veto forces one: literally."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest

from kaohe_tui.domain.entries.entries import Decision, GroupFacts, VetoEntry
from kaohe_tui.domain.entries.extras import extras
from kaohe_tui.domain.grades.allowing import check_decide
from kaohe_tui.domain.grades.decision import Grading
from kaohe_tui.domain.grades.proposal import Proposals, propose
from kaohe_tui.domain.grades.words import quota_line, waiting_names
from kaohe_tui.domain.rules.people import Person, Roster
from kaohe_tui.domain.rules.scheme.entries import Veto
from kaohe_tui.domain.rules.scheme.grades import Grade, QuotaBy
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.standings.scoring import ReviewScore, TierScore
from kaohe_tui.domain.standings.standings import Standings, rank
from tests.domain.strategies import HEAD, MIDDLE, SCHEME, no_marks, person

GRADES = (
    Grade("优秀", Fraction(90), Fraction(20)),
    Grade("称职", Fraction(75), None, names={"事业单位": "合格"}),
    Grade("不称职", Fraction(0), None, names={"事业单位": "不合格"}),
)
RULES = replace(SCHEME, grades=GRADES, vetoes=(Veto("不称职", ("廉政",)),))
VETO = VetoEntry(1, "q1", "a", "张三", "2026", "", "", "", "廉政", "纪〔2026〕3号", "县纪委")


def _ranked(
    people: Sequence[tuple[Person, str, str]], scheme: Scheme, facts: GroupFacts
) -> Standings:
    """Standings of people with these totals, and these means of the peer tier."""
    scores = {
        who.code: ReviewScore(
            (TierScore("peer", 1, 1, 0, Fraction(mean), Fraction(1), 0, 0, 0, 0),),
            Fraction(worth),
            provisional=False,
        )
        for who, worth, mean in people
    }
    people_of = Roster(tuple(who for who, _worth, _mean in people))
    return rank(scheme, people_of, scores, no_marks, extras(scheme, facts))


def _proposed(
    people: Sequence[tuple[Person, str, str]],
    scheme: Scheme = RULES,
    facts: GroupFacts | None = None,
) -> Proposals:
    facts = facts or GroupFacts()
    return propose(scheme, _ranked(people, scheme, facts), facts)


def _grading(
    people: Sequence[tuple[Person, str, str]], scheme: Scheme, facts: GroupFacts
) -> Grading:
    table = _ranked(people, scheme, facts)
    return Grading("一季度", scheme, table, facts, propose(scheme, table, facts), closed=True)


UNIT = replace(RULES, quota_by=QuotaBy.UNIT, tie_break=("peer",))


def test_equal_totals_of_two_classes_are_tied_though_one_is_second_in_its_own() -> None:
    people = [(person("s0"), "99", "99"), (person("s1"), "95", "95")]
    people += [(person("m0", MIDDLE), "95", "99")]
    people += [(person(f"s{n}"), "80", "80") for n in range(2, 9)]
    found = _proposed(people, UNIT)
    # Two places for ten: the first is given, two are tied for the other.
    assert found.grades["s0"] == "优秀"
    assert sorted(found.quotas[0].tied) == ["m0", "s1"]
    assert "优秀" not in (found.grades["m0"], found.grades["s1"])


def test_equal_totals_of_one_class_are_told_apart_by_what_breaks_their_tie() -> None:
    people = [(person("s0"), "95", "90"), (person("s1"), "95", "91")]
    people += [(person(f"m{n}", MIDDLE), "80", "80") for n in range(3)]
    found = _proposed(people, UNIT)
    assert found.quotas[0].tied == ()
    assert [code for code, grade in found.grades.items() if grade == "优秀"] == ["s1"]


@pytest.mark.parametrize(("identity", "called"), [("", "不称职"), ("事业单位", "不合格")])
def test_the_grade_that_a_veto_forces_is_named_in_its_sentence(identity: str, called: str) -> None:
    people = [(replace(person("a"), identity=identity), "99", "99"), (person("b"), "98", "98")]
    found = _proposed(people, RULES, GroupFacts(vetoes=(VETO,)))
    assert found.grades["a"] == "不称职"
    assert found.of["a"].reasons == (f"{called}: one-vote veto, 廉政 (纪〔2026〕3号, 县纪委).",)


def test_whoever_is_tied_across_two_lines_is_tied_for_the_upper_one() -> None:
    grades = (GRADES[0], Grade("良好", Fraction(80), Fraction(20)), *GRADES[1:])
    people = [(person(code), "95", "90") for code in "abc"]
    people += [(person(code), "70", "70") for code in "defgh"]
    found = _proposed(people, replace(RULES, grades=grades))
    assert [quota.tied for quota in found.quotas] == [("a", "b", "c")] * 2
    assert [found.of[code].tied_for for code in "abcd"] == ["优秀"] * 3 + [""]


def test_no_grade_has_no_name() -> None:
    people = [(person("a"), "80", "80"), (person("h", HEAD), "99", "99")]
    now = _grading(people, RULES, GroupFacts())
    assert now.labels("a") == ("称职", None)
    assert now.labels("h") == (None, None)
    assert now.label("a", "") == ""


def test_a_veto_under_a_scheme_without_vetoes_forces_nothing_but_keeps_from_the_top() -> None:
    scheme = replace(RULES, vetoes=())
    people = [
        (person(code), worth, "1")
        for code, worth in zip("abcde", ["99", "98", "97", "96", "95"], strict=True)
    ]
    down = Decision(1, "q1", "a", "称职", "", "研究", "张三", "2025")
    top = Decision(1, "q1", "a", "优秀", "", "研究", "张三", "2025")
    for decision, decided in ((down, "称职"), (top, "")):
        now = _grading(people, scheme, GroupFacts(vetoes=(VETO,), decisions=(decision,)))
        assert now.decided("a") == decided
    check_decide(now, "a", "称职", "研究")


def test_of_many_who_are_tied_a_few_are_named() -> None:
    people = [(person(f"s{n}"), "95", "95") for n in range(300)]
    now = _grading(people, RULES, GroupFacts())
    line = quota_line(now, now.proposals.quotas[0])
    named = [row.person.name for row in now.standings.rows[:6]]
    assert line.endswith(f"for the group to decide: {', '.join(named)} and 294 more")
    assert waiting_names(now).endswith(f"{named[5]} and 294 more")
