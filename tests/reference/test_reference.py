"""The reference itself comes to what was reckoned by hand."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.cases.case import FOLDERS
from tests.reference.plain import Adjustment, Facts, Figure, Line, Person, Rating, Table, shown
from tests.reference.reading import read
from tests.reference.reference import Period
from tests.reference.year import Year

CASES = sorted(path.parent for folder in FOLDERS for path in folder.glob("*/scheme.toml"))


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_published_methods_come_to_what_was_reckoned_by_hand(folder: Path) -> None:
    case = read(folder)
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    lines = {key: period.lines for key, period in case.periods.items()}
    lines["year"] = case.year.lines()
    for where, total in expected["by_hand"].items():
        period, code = where.split("/")
        assert shown(lines[period][code].total, 2) == total, where
    for period, people in expected["results"].items():
        for code, wanted in people.items():
            line = lines[period][code]
            assert {key: _of(line)[key] for key in wanted} == wanted, (period, code)


def _of(line: Line) -> dict[str, object]:
    return {"total": shown(line.total, 2), "rank": line.rank, "grade": line.grade or None}


LEVELS = [
    {"name": name, "percent": percent}
    for name, percent in (("优", "95"), ("良", "85"), ("中", "75"), ("差", "65"))
]
FIVE = [{"key": f"i{n}", "points": points} for n, points in enumerate((15, 10, 30, 30, 15))]
GRADES = [
    {"name": "优秀", "min": "90", "quota": 20},
    {"name": "称职", "min": "75"},
    {"name": "基本称职", "min": "60"},
    {"name": "不称职", "min": "0"},
]
ME = "s"
"""Who is rated."""


def voted(xs: Sequence[object], scheme: Table, tier: Table, facts: Facts | None = None) -> Line:
    """One person in one tier with those totals, one of each rater."""
    scheme = {
        "scoring": {"method": "tiers"},
        "tiers": [{"key": "t", "raters": ["middle"], "ratees": ["staff"], "weight": 100, **tier}],
        "periods": [{"key": "y", "weight": 100}],
        **scheme,
    }
    people = [Person(f"m{n}", role="middle") for n in range(len(xs))]
    facts = facts or Facts()
    facts.ratings += [
        Rating("t", f"m{n}", ME, x if isinstance(x, dict) else {"total": str(x)})
        for n, x in enumerate(xs)
    ]
    me = Person(ME, section="农业科")
    return Period(scheme, [*people, me], facts, "y").lines[ME]


TOTAL = {"marks": "total"}
VOTE = {"key": "vote", "points": 30, "source": "ballots", "tiers": ["t"]}
THREE = [
    VOTE,
    {"key": "attendance", "points": 20, "source": "full"},
    {"key": "tasks", "points": 50, "source": "office"},
]
LATE = {"key": "late", "name": "迟到", "kind": "deduction", "points": "0.5", "within": "attendance"}
LATE_THRICE = [Adjustment(ME, "late", 3)]


@pytest.mark.parametrize(
    ("line", "total"),
    [
        pytest.param(
            voted(
                [{f"i{n}": level for n, level in enumerate("优优良良中")}],
                {"levels": LEVELS, "indicators": FIVE},
                {"marks": "levels"},
            ),
            "86.00",
            id="levels",
        ),
        pytest.param(
            voted([100, 90, 90, 90, 60], {}, TOTAL | {"trim": 1, "trim_from": 6}),
            "86.00",
            id="trimmed from six on",
        ),
        pytest.param(
            voted([100, 90, 90, 90, 60], {}, TOTAL | {"trim": 1, "trim_from": 5}),
            "90.00",
            id="trimmed from five on",
        ),
        pytest.param(
            voted(
                [86],
                {"components": THREE, "adjustments": [LATE]},
                TOTAL,
                Facts(adjustments=[*LATE_THRICE], figures=[Figure(ME, "tasks", "121/3")]),
            ),
            "84.63",
            id="three components",
        ),
        pytest.param(
            voted(
                [86],
                {"components": THREE, "adjustments": [LATE]},
                TOTAL,
                Facts(adjustments=[*LATE_THRICE]),
            ),
            "88.60",
            id="two of three components",
        ),
        pytest.param(
            voted(
                ["90.125"],
                {"factors": [{"key": "county", "of": "section"}]},
                TOTAL,
                Facts(figures=[Figure("农业科", "county", "0.9")]),
            ),
            "81.11",
            id="a factor",
        ),
        pytest.param(
            voted(
                [],
                {
                    "components": [
                        {
                            "key": "place",
                            "points": 30,
                            "source": "office",
                            "convert": {"by": "rank", "first": 30, "step": "1.5"},
                        }
                    ],
                    "scoring": {"method": "tiers", "full": 30},
                    "periods": [{"key": "y", "weight": 1, "tiers": []}],
                },
                {},
                Facts(figures=[Figure(ME, "place", "4")]),
            ),
            "25.50",
            id="a place",
        ),
        pytest.param(
            voted(
                [],
                {
                    "components": [{"key": "attendance", "points": 30, "source": "full"}],
                    "scoring": {"method": "tiers", "full": 30},
                    "periods": [{"key": "y", "weight": 1, "tiers": []}],
                    "adjustments": [
                        LATE | {"points": "1"},
                        LATE | {"key": "leave", "name": "早退", "points": "0.2"},
                    ],
                    "caps": [{"rules": ["late", "leave"], "most": 30}],
                },
                {},
                Facts(adjustments=[Adjustment(ME, "late", 29), Adjustment(ME, "leave", 9)]),
            ),
            "0.00",
            id="one cap over two rules",
        ),
    ],
)
def test_the_worked_examples_come_out_to_the_digit(line: Line, total: str) -> None:
    assert shown(line.total, 2) == total


def test_a_veto_never_lifts() -> None:
    scheme = {"grades": GRADES, "vetoes": {"grade": "称职", "grounds": ["违纪"]}}
    line = voted([55], scheme, TOTAL, Facts(vetoes=[(ME, "违纪")]))
    assert (shown(line.total, 2), line.rank, line.grade) == ("55.00", None, "不称职")


@pytest.mark.parametrize(("spans", "total"), [(True, "85.50"), (False, "84.00")])
def test_means_of_means_are_those_of_spans(spans: bool, total: str) -> None:
    months = {"m1": 90, "m2": None, "m3": None, "m4": 80, "m5": 82, "m6": None}
    periods = [
        {"key": key, "weight": 1, **({"of": "h1" if key < "m4" else "h2"} if spans else {})}
        for key in months
    ]
    scheme: Table = {
        "scoring": {"method": "tiers"},
        "tiers": [{"key": "t", "raters": ["head"], "ratees": ["staff"], "weight": 100, **TOTAL}],
        "periods": periods,
        "spans": [{"key": key, "weight": 50} for key in ("h1", "h2")] if spans else [],
    }
    roster = [Person("h", role="head"), Person(ME)]
    held = {
        key: Period(scheme, roster, Facts([Rating("t", "h", ME, {"total": str(x)})]), key)
        for key, x in months.items()
        if x is not None
    }
    assert shown(Year(scheme, roster, held).lines()[ME].total, 2) == total


@pytest.mark.parametrize(
    ("method", "trim", "has_leader", "score"),
    [
        ("participation", 0, True, "87.67"),
        ("tiers", 0, True, "88.00"),
        ("participation", 1, True, "88.70"),
        ("tiers", 1, True, "88.67"),
        ("participation", 0, False, "87.82"),
        ("tiers", 0, False, "88.50"),
    ],
)
def test_the_example_of_scoring_comes_out_to_the_digit(
    method: str, trim: int, has_leader: bool, score: str
) -> None:
    given = {
        "staff": [90, 88, 92, 85, 95, 70, 91, 89],
        "middle": [90, 84],
        "leader": [86] if has_leader else [],
        "head": [92],
    }
    weights = dict(zip(given, (40, 20, 20, 20) if method == "tiers" else (1, 1, 1, 1), strict=True))
    tiers = [
        {"key": role, "raters": [role], "ratees": ["staff"], "weight": weights[role], **TOTAL}
        for role in given
    ]
    tiers[0]["trim"] = trim
    scheme = {
        "scoring": {"method": method},
        "tiers": tiers,
        "periods": [{"key": "y", "weight": 100}],
    }
    raters = [(role, n, x) for role, xs in given.items() for n, x in enumerate(xs)]
    ratings = [Rating(role, f"{role}{n}", ME, {"total": str(x)}) for role, n, x in raters]
    roster = [*(Person(f"{role}{n}", role=role) for role, n, _x in raters), Person(ME)]
    line = Period(scheme, roster, Facts(ratings), "y").lines[ME]
    assert shown(line.score, 2) == score


def test_it_shares_no_code_with_kaohe() -> None:
    for module in ("plain", "grading", "reference", "year", "reading"):
        text = Path(__file__).with_name(f"{module}.py").read_text(encoding="utf-8")
        assert "kaohe_tui" not in text
