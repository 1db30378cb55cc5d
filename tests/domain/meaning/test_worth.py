"""What each part is worth to whom."""

from pathlib import Path

from kaohe_tui.domain.meaning.worth import sections
from kaohe_tui.files.scheme.scheme import parse_scheme
from tests.bureau import scheme_of

BOTH = ["staff", "middle"]


def tiers(**weights: object) -> dict[str, dict[str, object]]:
    """A tier a weight; the head rates all, others staff alone."""
    return {
        key: {
            "name": key,
            "raters": ["head"],
            "ratees": BOTH if key == "all" else ["staff"],
            "scope": "all",
            "weight": weight,
        }
        for key, weight in weights.items()
    }


def table(more: str = "", method: str = "tiers", **weights: object) -> list[tuple[str, ...]]:
    text = scheme_of(
        "X",
        {"method": method, "step": 1, "decimals": 2, "rank": "by_role"},
        [("work", "W", 100)],
        tiers(**weights),
        [("q1", "Q", 100)],
    )
    (section,) = sections(parse_scheme(text + more, "scheme.toml"))
    return [*section.table]


def test_tiers_are_worth_their_weights() -> None:
    assert table(all=60, own=40) == [
        ("", "staff", "middle managers"),
        ("all", "60", "100"),
        ("own", "40", "–"),
        ("Together", "100", "100"),
    ]


def test_components_are_worth_their_points_and_hold_their_tiers() -> None:
    more = """
[[components]]
key = "vote"
name = "Vote"
points = 30
source = "ballots"
tiers = ["all", "own"]
[[components]]
key = "tasks"
name = "Tasks"
points = 70
source = "office"
"""
    assert table(more, all=60, own=40) == [
        ("", "staff", "middle managers"),
        ("Vote", "30", "30"),
        ("· all", "18", "30"),
        ("· own", "12", "–"),
        ("Tasks", "70", "70"),
        ("Together", "100", "100"),
    ]


def test_under_participation_ratings_count_so_many_times() -> None:
    assert table(method="participation", all=1, own=2)[1:] == [
        ("all", "×1", "×1"),
        ("own", "×2", "–"),
    ]


def test_what_is_no_decimal_is_exact_and_nearly() -> None:
    path = Path(__file__).parents[3] / "sample_data/templates/county-bureau/scheme.toml"
    (section,) = sections(parse_scheme(path.read_text(encoding="utf-8"), path.name))
    assert section.table[1][-1] == "200/3≈66.67"


def test_periods_that_hold_other_parts_have_tables_of_their_own() -> None:
    more = """
[[periods]]
key = "q2"
name = "Q2"
weight = 50
tiers = ["own"]
"""
    text = scheme_of(
        "X",
        {"method": "tiers", "step": 1},
        [("work", "W", 100)],
        tiers(all=60, own=40),
        [("q1", "Q1", 50)],
    )
    first, second = sections(parse_scheme(text + more, "scheme.toml"))
    assert first.title.endswith("In “Q1”")
    assert [*second.table] == [("", "staff"), ("own", "100"), ("Together", "100")]


def test_a_period_without_tiers_is_worth_its_components() -> None:
    more = """
[[components]]
key = "duty"
name = "Duty"
points = 100
source = "full"
[[components]]
key = "vote"
name = "Vote"
points = 100
source = "ballots"
tiers = ["all"]
[[periods]]
key = "m1"
name = "M1"
weight = 50
tiers = []
components = ["duty"]
[[periods]]
key = "q2"
name = "Q2"
weight = 50
components = ["vote"]
"""
    text = scheme_of("X", {"method": "tiers", "step": 1}, [("work", "W", 100)], tiers(all=100), [])
    first, second = sections(parse_scheme(text + more, "scheme.toml"))
    assert [row[:2] for row in first.table[1:]] == [("Duty", "100"), ("Together", "100")]
    assert [row[:2] for row in second.table[1:]] == [("Vote", "100"), ("Together", "100")]
