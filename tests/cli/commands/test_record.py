"""The record, and the standings of a past entry, printed."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Kaohe, ballots, done, refused


@pytest.fixture
def held(tmp_path: Path, year: Kaohe) -> Kaohe:
    """Two files in the open tier: entries 4 and 5 of the record."""
    for rater, work in (("s1", "50"), ("s2", "20")):
        rows = [["peer", rater, "s3", work, "30", ""], ["peer", rater, "s4", "40", "30", ""]]
        done(year("import", ballots(tmp_path / f"{rater}.csv", rows), "--period", "q1"))
    return year


def test_the_newest_entries_come_first_and_as_many_as_asked_for(held: Kaohe) -> None:
    lines = done(held("record", "--limit", 2)).splitlines()
    assert [line.split()[0] for line in lines] == ["5", "4", "2"]
    assert "imported 1 ballot with 2 ratings of 互评 of 一季度 from the file s2.csv" in lines[0]
    assert lines[-1] == "2 of 5 matching entries; the record has 5."
    assert len(done(held("record", "--limit", 0)).splitlines()) == 6


def test_numbers_stand_one_below_the_other(held: Kaohe) -> None:
    for number in range(5):
        done(held("absent", "s1", "--period", "q2", "--days", "1", "--reason", f"事假{number}"))
    lines = done(held("record", "--limit", 0)).splitlines()[:-1]
    assert {line.index(":") for line in lines} == {lines[0].index(":")}
    assert lines[-1].startswith(" 1  ")


def test_what_is_asked_for_holds_together(held: Kaohe) -> None:
    def numbers(*options: str) -> list[int]:
        told = json.loads(done(held("record", "--json", *options)))
        assert told["entries"] == 5
        assert told["matching"] == len(told["record"])
        return [entry["number"] for entry in told["record"]]

    assert numbers("--kind", "ballots") == [5, 4]
    assert numbers("--person", "赵四") == [5]
    assert numbers("--person", "s1", "--kind", "steps") == []
    assert numbers("--period", "一季度", "--text", "s1.csv") == [4]
    assert numbers("--by", "nobody at all") == []
    assert numbers("--since", "2020-01-01") == [5, 4, 3, 2, 1]
    assert numbers("--since", "2999-01-01") == []


def test_an_entry_is_whole_in_json(held: Kaohe) -> None:
    told = json.loads(done(held("record", "--json", "--limit", "1")))["record"][0]
    assert told["action"] == "import"
    assert told["kind"] == "ballots"
    assert json.loads(told["old"]) == {"peer": {"s2": []}}
    assert len(told["hash"]) == 64
    first = json.loads(done(held("record", "--json", "--text", "考核方案")))["record"][-1]
    assert first["seals"]["person"]


def test_who_and_what_is_not_there_is_refused(held: Kaohe) -> None:
    assert "nobody@" in refused(held("record", "--person", "nobody@"))
    assert "no period" in refused(held("record", "--period", "q9"))
    assert "is not a date" in refused(held("record", "--since", "yesterday"))
    assert held("record", "--kind", "gossip").returncode == 2


def test_the_standings_as_they_stood(held: Kaohe) -> None:
    def at(number: int) -> dict[str, str | None]:
        told = json.loads(done(held("standings", "--period", "q1", "--at-entry", number, "--json")))
        assert told["entry"]["number"] == number
        return {row["code"]: row["score"] for row in told["standings"]}

    assert at(3)["s3"] is None
    assert at(4)["s3"] == "80.00"
    assert at(5)["s3"] == "65.00"
    table = done(held("standings", "--period", "q1", "--at-entry", 4))
    assert "as of entry 4" in table
    assert "not now" in table
    assert "80.00" in table
    assert "no entry 6" in refused(held("standings", "--at-entry", 6))
    assert held("standings", "--at-entry", 4, "--year").returncode == 2
