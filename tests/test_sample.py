"""The sample bureau is what its script makes, and is whole by the rules of its own scheme."""

from __future__ import annotations

import csv
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from sample_data.make_sample import files

FOLDER = Path(__file__).parents[1] / "sample_data"
ROLE_KEYS = {"一般人员": "staff", "中层干部": "middle", "分管领导": "leader", "主要负责人": "head"}
MARKS = ["work", "spirit", "initiative", "teamwork", "integrity"]
Row = dict[str, str]
Rating = tuple[str, str, str]


def _rows(name: str) -> list[Row]:
    with (FOLDER / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _scheme(name: str = "scheme.toml") -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def _codes(role: str) -> list[str]:
    return [row["编号"] for row in _rows("roster.csv") if ROLE_KEYS[row["层级"]] == role]


def _owed(tier_key: str) -> set[Rating]:
    """Who owes whom a rating, from the roster and scheme on disk."""
    tier = next(tier for tier in _scheme()["tiers"] if tier["key"] == tier_key)
    raters = {code for role in tier["raters"] for code in _codes(role)}
    ratees = {code for role in tier["ratees"] for code in _codes(role)}
    pairs = {(tier_key, rater, ratee) for rater in raters for ratee in ratees if rater != ratee}
    if tier["scope"] == "all":
        return pairs
    supervisor = {row["编号"]: row["分管领导"] for row in _rows("roster.csv")}
    return {pair for pair in pairs if supervisor[pair[2]] == pair[1]}


def _pair(row: Row) -> Rating:
    return row["tier"], row["rater"], row["ratee"]


@pytest.mark.parametrize("name", list(files()))
def test_a_file_on_disk_is_what_the_script_makes(name: str) -> None:
    assert (FOLDER / name).read_bytes() == files()[name].encode("utf-8")


def test_the_bureau_has_its_36_people() -> None:
    people = _rows("roster.csv")
    assert list(people[0]) == ["编号", "姓名", "科室", "层级", "分管领导", "身份", "备注"]
    assert [row["编号"] for row in people] == [f"{number:02}" for number in range(1, 37)]
    assert Counter(ROLE_KEYS[row["层级"]] for row in people) == {
        "head": 1,
        "leader": 3,
        "middle": 8,
        "staff": 24,
    }
    sections = Counter((row["科室"], ROLE_KEYS[row["层级"]]) for row in people)
    assert sections.pop(("局领导", "head")) == 1
    assert sections.pop(("局领导", "leader")) == 3
    assert sections == {
        (section, role): count
        for section in {row["科室"] for row in people} - {"局领导"}
        for role, count in (("middle", 1), ("staff", 3))
    }


def test_the_roster_opens_in_a_spreadsheet_as_utf8() -> None:
    assert (FOLDER / "roster.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_the_special_people_are_there() -> None:
    people = _rows("roster.csv")
    names = Counter(row["姓名"] for row in people)
    assert {name: count for name, count in names.items() if count > 1} == {"王芳": 2}
    assert len({row["科室"] for row in people if row["姓名"] == "王芳"}) == 2
    assert "阿依古丽\u00b7买买提" in names
    assert [name for name in names if len(name) == 4] == ["上官慧敏"]
    assert "欧阳明日香" in names
    assert set("单仇解曾查区盖") <= {name[0] for name in names}
    rated_by_a_leader = [row for row in people if ROLE_KEYS[row["层级"]] in ("staff", "middle")]
    without = [row for row in rated_by_a_leader if not row["分管领导"]]
    assert [ROLE_KEYS[row["层级"]] for row in without] == ["staff"]
    assert {row["分管领导"] for row in rated_by_a_leader} == {"", *_codes("leader")}


def test_the_points_of_a_form_add_up() -> None:
    indicators = _scheme()["indicators"]
    assert {each["key"]: each["points"] for each in indicators} == dict(
        zip(MARKS, (40, 15, 15, 15, 15), strict=True)
    )
    for each in indicators:
        assert sum(criterion["points"] for criterion in each["criteria"]) == each["points"]


def test_the_two_schemes_differ_in_method_step_and_weights_alone() -> None:
    by_tiers, by_count = _scheme(), _scheme("scheme-participation.toml")
    assert [tier.pop("weight") for tier in by_tiers["tiers"]] == [40, 20, 20, 20]
    assert [tier.pop("weight") for tier in by_count["tiers"]] == [1, 1, 2, 3]
    assert [by_tiers["scoring"].pop(key) for key in ("method", "step")] == ["tiers", "1"]
    assert [by_count["scoring"].pop(key) for key in ("method", "step")] == ["participation", "0.5"]
    assert by_tiers == by_count


@pytest.mark.parametrize(
    "name", ["ballots-q1.csv", "ballots-q2.csv", "ballots-q3.csv", "ballots-annual.csv"]
)
def test_every_rating_is_whole_or_an_abstention(name: str) -> None:
    maxima = {each["key"]: each["points"] for each in _scheme()["indicators"]}
    rows = _rows(name)
    abstained = [row for row in rows if row["abstain"]]
    assert 0 < len(abstained) < 12
    assert all(row["abstain"] == "1" and not any(row[key] for key in MARKS) for row in abstained)
    totals = []
    for row in (row for row in rows if not row["abstain"]):
        assert all(0 <= int(row[key]) <= maxima[key] for key in MARKS), row
        totals.append(sum(int(row[key]) for key in MARKS))
    usual = sum(78 <= total <= 97 for total in totals)
    assert usual * 10 >= len(totals) * 8
    assert min(totals) < 65


@pytest.mark.parametrize(
    ("name", "not_yet_there"),
    [("ballots-q1.csv", "35"), ("ballots-q2.csv", ""), ("ballots-q3.csv", "")],
)
def test_the_quarters_are_finished_and_owe_nothing(name: str, not_yet_there: str) -> None:
    pairs = [_pair(row) for row in _rows(name)]
    owed = set().union(*(_owed(tier["key"]) for tier in _scheme()["tiers"]))
    owed = {pair for pair in owed if not_yet_there not in pair[1:]}
    assert Counter(pairs) == Counter(owed)
    assert pairs == sorted(
        pairs, key=lambda pair: (["peer", "middle", "leader", "head"].index(pair[0]), pair)
    )


def test_the_annual_review_stands_in_its_second_tier() -> None:
    in_time = _codes("middle")[:5]
    owed = _owed("peer") | {pair for pair in _owed("middle") if pair[1] in in_time}
    assert Counter(_pair(row) for row in _rows("ballots-annual.csv")) == Counter(owed)


def test_one_ballot_is_half_keyed() -> None:
    rows, rater = _rows("half-keyed.csv"), _codes("middle")[5]
    assert [_pair(row) for row in rows] == [("middle", rater, to) for to in _codes("staff")[:13]]
    keyed = [[key for key in MARKS if row[key]] for row in rows]
    assert keyed == [MARKS] * 12 + [MARKS[:2]]
    assert not any(row["abstain"] for row in rows)


def test_the_first_roster_lacks_only_who_came_in_april() -> None:
    before, after = _rows("roster-q1.csv"), _rows("roster.csv")
    assert [row for row in after if row not in before] == [
        row for row in after if row["编号"] == "35"
    ]


def test_everybody_has_tasks_worth_the_indicator_they_stand_beside() -> None:
    goals = next(each for each in _scheme()["indicators"] if each.get("source") == "goals")
    points: Counter[str] = Counter()
    for row in _rows("tasks.csv"):
        points[row["编号"]] += int(row["分值"])
    assert points == {row["编号"]: goals["points"] for row in _rows("roster.csv")}
