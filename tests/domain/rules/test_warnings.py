"""What does not fit is said before anything is frozen, a sentence each with the names."""

from dataclasses import replace
from fractions import Fraction

import pytest

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import Person, Roster
from kaohe_tui.domain.rules.scheme.grades import Grade, QuotaBy
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.rules.scheme.tiers import Scope
from kaohe_tui.domain.rules.warnings import check_none, warnings
from kaohe_tui.words import use_language
from tests.domain.strategies import HEAD, LEADER, MIDDLE, SCHEME, STAFF

PEOPLE = (
    Person("h", "何", "局", HEAD),
    Person("l", "李", "局", LEADER),
    Person("m", "马", "综合科", MIDDLE, ("l",)),
    Person("s", "孙", "综合科", STAFF, ("l",)),
    Person("t", "谭", "综合科", STAFF, ("l",)),
)
NEAR = replace(
    SCHEME,
    tiers=tuple(
        replace(tier, scopes=frozenset({Scope.SECTION})) if tier.key == "peer" else tier
        for tier in SCHEME.tiers
    ),
)
GRADED = replace(
    SCHEME, grades=(Grade("优秀", Fraction(90), Fraction(40)), Grade("称职", Fraction(0)))
)
ONLY = {
    key: replace(SCHEME, tiers=tuple(t for t in SCHEME.tiers if t.key == key))
    for key in ("leader", "middle")
}


@pytest.fixture(autouse=True)
def _english() -> None:
    use_language("en")


@pytest.mark.parametrize(
    ("scheme", "more", "told"),
    [
        (SCHEME, (), []),
        (SCHEME, (Person("k", "柯", "局", LEADER),), ["柯 supervises nobody by the roster."]),
        (
            NEAR,
            (Person("u", "尤", "", STAFF, ("l",)),),
            [
                "全员互评: nobody rates 尤 (–) in it; 40 of 100 of the weight falls away for this "
                "person.",
                "尤 has no section, and is left out where only the own section is rated "
                "(全员互评).",
                "尤 rates nobody, though the role or a group of theirs rates in some tier.",
            ],
        ),
        (
            ONLY["leader"],
            (Person("u", "尤", "综合科", STAFF),),
            ["Nobody rates 尤 in any tier: there will be no score."],
        ),
        (
            GRADED,
            (),
            [
                "staff: 2 people give no place of the grade 优秀.",
                "middle managers: 1 person gives no place of the grade 优秀.",
                "supervising leaders: 1 person gives no place of the grade 优秀.",
            ],
        ),
        (replace(GRADED, quota_by=QuotaBy.UNIT), (), []),
        (
            replace(GRADED, quota_by=QuotaBy.SECTION),
            (),
            ["局: 1 person gives no place of the grade 优秀."],
        ),
    ],
)
def test_what_does_not_fit_is_named(
    scheme: Scheme, more: tuple[Person, ...], told: list[str]
) -> None:
    sentences = warnings(scheme, Roster((*PEOPLE, *more)))
    assert set(told) <= set(sentences)
    assert told or sentences == ()


def test_who_rates_nobody_is_told_with_recusals() -> None:
    recused = {"middle": {("m", "s"), ("m", "t")}}
    told = warnings(ONLY["middle"], Roster(PEOPLE), recused)
    assert told[-2:] == (
        "Nobody rates 2 people in any tier, so they will have no score: 孙, 谭.",
        "马 rates nobody, though the role or a group of theirs rates in some tier.",
    )


def test_strict_refuses_with_all_sentences() -> None:
    check_none(())
    with pytest.raises(Refusal) as caught:
        check_none(["a.", "b."])
    assert caught.value.code == "warnings-strict"
    assert str(caught.value).startswith("a.\nb.\nNothing was done")
