"""Components and factors of a scheme: what is read, and what is refused with its place."""

from fractions import Fraction

import pytest

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.scheme.components import EVERYBODY, By, Convert, Of, Source
from kaohe_tui.files.scheme.scheme import parse_scheme
from tests.services.entries.test_figures import SCHEME

FULL = """[[components]]
key = "disc"
name = "纪律作风"
points = { staff = 20 }
source = "full"
for = ["一般人员"]
"""
LATE = """[[adjustments]]
key = "late"
name = "迟到"
kind = "deduction"
points = "0.5"
within = "disc"
"""


def test_components_are_read_exactly() -> None:
    text = SCHEME.replace("points = 40", "points = 20") + FULL + LATE
    scheme = parse_scheme(text, "scheme.toml")
    vote, biz, out, disc = scheme.components
    assert (vote.source, vote.tiers) == (Source.BALLOTS, ("vote",))
    assert biz.convert == Convert(By.RANK, Fraction(30), Fraction("1.5"))
    assert (out.of, out.convert) == (Of.PERSON, None)
    assert out.points == {EVERYBODY: Fraction(20)}
    assert disc.points == {"staff": Fraction(20)}
    assert disc.classes == frozenset({"staff"})
    assert scheme.factors[0].maximum == Fraction("1.2")
    assert scheme.rule("late").within == "disc"


AWAY = """[[absences]]
key = "leave"
name = "事假"
points = 1
within = "disc"
"""
BOTH = """[[caps]]
name = "出勤类"
rules = ["late", "leave"]
most = 3
"""


def test_a_kind_of_absence_and_a_cap_may_be_within_one() -> None:
    text = SCHEME.replace("points = 40", "points = 20") + FULL + LATE + AWAY + BOTH
    scheme = parse_scheme(text, "scheme.toml")
    assert scheme.absences[0].within == "disc"
    mixed = text.replace(AWAY, AWAY.replace('within = "disc"\n', ""))
    with pytest.raises(Refusal) as refusal:
        parse_scheme(mixed, "scheme.toml")
    assert refusal.value.code == "cap-places-mixed"


def test_a_factor_alone_multiplies_the_ballots() -> None:
    start, end = SCHEME.index("[[components]]"), SCHEME.index("[[factors]]")
    scheme = parse_scheme(SCHEME[:start] + SCHEME[end:], "scheme.toml")
    [ballots] = scheme.components
    assert (ballots.source, ballots.tiers) == (Source.BALLOTS, ("vote",))
    assert ballots.points == {EVERYBODY: Fraction(100)}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("points = 40", "points = 30", "components-sum-wrong"),
        ('key = "out"', 'key = "biz"', "key-used-twice"),
        ("first = 30", "first = 31", "first-above-points"),
        ('source = "ballots"', 'source = "ballots"\ntiers = ["vot"]', "tier-of-component-unknown"),
        ('source = "ballots"', 'source = "full"', "tier-without-component"),
        ("weight = 100\n[[comp", "weight = 90\n[[comp", "component-weights-wrong"),
        ('key = "county"', 'key = "out"', "factor-is-component"),
        ('max = "1.2"', 'min = "1.3"\nmax = "1.2"', "range-wrong"),
        ('source = "office"\n[[f', 'source = "office"\nif_missing = "0"\n[[f', "value-unknown"),
        ('source = "office"\n[[f', 'source = "office"\ntiers = ["vote"]\n[[f', "key-unknown"),
        ("[[periods]]", LATE + "[[periods]]", "within-wrong"),
        ("[[periods]]", AWAY + "[[periods]]", "within-wrong"),
    ],
)
def test_what_does_not_fit_is_refused(old: str, new: str, code: str) -> None:
    assert old in SCHEME
    with pytest.raises(Refusal) as refusal:
        parse_scheme(SCHEME.replace(old, new, 1), "scheme.toml")
    assert refusal.value.code == code
    assert "scheme.toml" in str(refusal.value)
