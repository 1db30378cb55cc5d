"""The commands of the year and of grades: what they print, their JSON, their refusals."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Kaohe, done, refused
from tests.services.graded_year import make_left, make_year


@pytest.fixture
def graded(tmp_path: Path, inside: Kaohe) -> Kaohe:
    """``inside`` on a bureau with two quarters closed."""
    make_year(tmp_path).close()
    (tmp_path / "kaohe.db").rename(tmp_path / "year.db")
    return inside


def test_the_json_of_a_period_holds_the_grades_by_identity(graded: Kaohe) -> None:
    done(graded("decide", "s2", "合格", "--period", "q1"))
    plain = json.loads(done(graded("standings", "--period", "q1", "--json")))
    assert list(plain) == ["period", "method", "complete", "standings"]
    assert (plain["period"], plain["method"], plain["complete"]) == ("q1", "tiers", True)
    rows = {row["code"]: row for row in plain["standings"]}
    tier = {"mean": "95.00", "ratings": 8, "owed": 0}
    one = {"mean": "95.00", "ratings": 1, "owed": 0}
    assert rows["s1"] == {
        "code": "s1",
        "name": "单雄",
        "section": "综合科",
        "role": "staff",
        "rank": 1,
        "tied": False,
        "tiers": {"peer": tier, "middle": tier | {"ratings": 2}, "leader": one, "head": one},
        "score": "95.00",
        "bonus": "0.00",
        "deduction": "0.00",
        "total": "95.00",
        "vetoed": False,
        "proposed_grade": "优秀",
        "decided_grade": None,
        "provisional": False,
    }
    assert (rows["s2"]["proposed_grade"], rows["s2"]["decided_grade"]) == ("合格", "合格")
    assert (rows["s4"]["proposed_grade"], rows["s4"]["decided_grade"]) == ("称职", None)


def test_the_json_of_the_year(graded: Kaohe) -> None:
    plain = json.loads(done(graded("standings", "--year", "--json")))
    assert list(plain) == ["period", "method", "complete", "standings"]
    assert (plain["period"], plain["complete"]) == ("year", False)
    rows = {row["code"]: row for row in plain["standings"]}
    nothing = {"total": None, "rank": None, "counted": False}
    assert rows["s6"] == {
        "code": "s6",
        "name": "晚来",
        "section": "综合科",
        "role": "staff",
        "rank": 1,
        "tied": False,
        "tiers": {},
        "score": "97.00",
        "bonus": "0.00",
        "deduction": "0.00",
        "total": "97.00",
        "vetoed": False,
        "proposed_grade": "优秀",
        "decided_grade": None,
        "provisional": True,
        "periods": {
            "q1": nothing | {"weight": "20"},
            "q2": {"total": "97.00", "rank": 1, "weight": "20", "counted": True},
            "annual": nothing | {"weight": "60"},
        },
    }
    assert plain["standings"][-1]["rank"] is not None or rows["s7"]["rank"] is None
    assert rows["s7"]["total"] is rows["s7"]["proposed_grade"] is None


def test_the_table_and_the_spreadsheet_of_the_year(graded: Kaohe) -> None:
    told = done(graded("standings", "--year"))
    (line,) = [line for line in told.splitlines() if "赵四" in line]
    assert line.split() == ["5", "赵四", "农业科", "80.00", "92.00", "–", "86.00*", "称职"]
    assert "晚来: without 第一季度小评 (not rated then); weighted over the other periods." in told
    assert "年终总评: not closed yet." in told
    sheet = list(csv.reader(io.StringIO(done(graded("standings", "--year", "--csv"))[1:])))
    assert sheet[0][5:9] == ["第一季度小评", "第二季度小评", "年终总评", "Year"]
    (row,) = [row for row in sheet if row[1] == "s4"]
    assert row == [
        *["5", "s4", "赵四", "农业科", "staff", "80.00", "92.00", "", "86.00", "称职", ""],
        "provisional",
    ]


def test_one_persons_year(graded: Kaohe) -> None:
    told = done(graded("explain", "晚来", "--year"))
    assert "97.00 × 20 = 1940" in told
    assert "“第一季度小评” is left out of both sums: not rated then." in told
    plain = json.loads(done(graded("explain", "s4", "--year", "--json")))
    assert (plain["numerator"], plain["denominator"], plain["total"]) == ("3440", "40", "86.00")
    assert plain["periods"][1] == {
        "key": "q2",
        "name": "第二季度小评",
        "state": "counted",
        "total": "92.00",
        "rank": 2,
        "grade": "优秀",
        "weight": "20",
        "product": "1840",
    }
    plain = json.loads(done(graded("explain", "s2", "--year", "--json")))
    assert [share["grade"] for share in plain["periods"]] == ["合格", "合格", None]
    assert "not rated" in done(graded("explain", "s7", "--year"))
    assert "“h”" in refused(graded("explain", "h", "--year"))


def test_who_left_is_listed_and_explained_without_a_grade(tmp_path: Path, inside: Kaohe) -> None:
    before = make_left(tmp_path)
    before.close()
    before.database.path.rename(tmp_path / "year.db")
    told = done(inside("standings", "--year"))
    (line,) = [line for line in told.splitlines() if line.strip().startswith("– 钱五")]
    assert line.split() == ["–", "钱五", "农业科", "50.00", "–", "–", "50.00", "left"]
    assert "钱五: left, without rank and grade; has 第一季度小评." in told
    assert "staff  4 people" in told
    plain = json.loads(done(inside("standings", "--year", "--json")))["standings"]
    assert [row["code"] for row in plain if row.get("left")] == ["s5"] == [plain[-1]["code"]]
    left = plain[-1]
    assert (left["rank"], left["proposed_grade"], left["decided_grade"]) == (None, None, None)
    assert left["periods"]["q1"]["total"] == "50.00"
    sheet = list(csv.reader(io.StringIO(done(inside("standings", "--year", "--csv"))[1:])))
    (row,) = [row for row in sheet if row[1] == "s5"]
    assert (row[0], row[5], row[9], row[10]) == ("", "50.00", "", "")
    assert row[-1].startswith("left")
    grades = json.loads(done(inside("grades", "--year", "--json")))
    assert "s5" not in {row["code"] for row in grades["grades"]}
    assert {quota["people"] for quota in grades["quotas"] if quota["role"] == "staff"} == {4}
    for who in ("s5", "钱五"):
        told = done(inside("explain", who, "--year"))
        assert "钱五 · 农业科 · staff    left, not ranked" in told
        assert "50.00 × 20 = 1000   rank 5" in told
        assert "No longer in the roster: no rank, no grade, not counted in any quota." in told
    plain = json.loads(done(inside("explain", "s5", "--year", "--json")))
    assert (plain["left"], plain["rank"], plain["proposed_grade"]) == (True, None, None)
    words = ("decide", "s5", "称职", "--year", "--reason", "集体研究")
    assert "“s5” is rated in the year" in refused(inside(*words))


def test_grades_say_why(graded: Kaohe) -> None:
    told = done(graded("grades", "--period", "q1"))
    assert "优秀: 2 people are tied for the 1 place that is left; the group decides." in told
    assert "tied, for the group to decide: 孙红, 王芳" in told
    plain = json.loads(done(graded("grades", "--period", "q1", "--json")))
    assert list(plain) == ["period", "closed", "grades", "quotas"]
    people = {row["code"]: row for row in plain["grades"]}
    assert people["s3"] == {
        "code": "s3",
        "name": "王芳",
        "section": "农业科",
        "role": "staff",
        "rank": 2,
        "tied": True,
        "total": "90.00",
        "proposed": "合格",
        "decided": None,
        "reason": None,
        "why": [
            "优秀: 2 people are tied for the 1 place that is left; the group decides.",
            "合格: 90.00 reaches its 75.",
        ],
        "barred": [],
        "tied_for": "优秀",
    }
    assert plain["quotas"][0] == {
        "role": "staff",
        "section": None,
        "kind": "places",
        "grade": "优秀",
        "people": 5,
        "places": 2,
        "taken": 1,
        "tied": ["s2", "s3"],
    }


def test_deciding_names_the_period(graded: Kaohe) -> None:
    """As whatever else is entered does: not the period that was closed last."""
    for words in (("decide", "s3", "优秀"), ("decide", "s3", "优秀", "--period", "q1", "--year")):
        told = graded(*words)
        assert told.returncode == 2
        assert "Give either --period or --year." in told.stderr


def test_deciding(graded: Kaohe) -> None:
    assert "give a reason" in refused(graded("decide", "s3", "优秀", "--period", "q1"))
    words = ["decide", "s3", "优秀", "--period", "q1", "--reason", "集体研究"]
    assert done(graded(*words)) == "王芳, 第一季度小评: 优秀 is decided.\n"
    plain = json.loads(done(graded("grades", "--period", "q1", "--json")))
    (row,) = [row for row in plain["grades"] if row["code"] == "s3"]
    assert (row["proposed"], row["decided"], row["reason"]) == ("合格", "优秀", "集体研究")
    assert "all are taken" in refused(
        graded("decide", "s2", "优秀", "--period", "q1", "--reason", "集体研究")
    )
    assert "not closed yet" in refused(
        graded("decide", "s6", "合格", "--year", "--reason", "任职不满半年")
    )
    plain = json.loads(done(graded("standings", "--year", "--json")))
    (row,) = [row for row in plain["standings"] if row["code"] == "s6"]
    assert (row["proposed_grade"], row["decided_grade"]) == ("优秀", None)


@pytest.mark.parametrize("words", [("--period", "q1"), ("--year",)])
def test_nothing_is_decided_for_the_head_whom_nobody_rates(
    graded: Kaohe, words: tuple[str, ...]
) -> None:
    said = refused(graded("decide", "h", "优秀", "--reason", "集体研究", *words))
    assert "Nobody with code “h” is rated in" in said
    veto = ("--ground", "廉政", "--document", "1号", "--authority", "县委", "--reason", "通报")
    said = refused(graded("veto", "h", "--period", "q1", *veto))
    assert "Nobody rates 何局长 in 第一季度小评, so there is no result to veto." in said


@pytest.mark.parametrize("words", [("standings",), ("explain", "s1"), ("grades",)])
def test_a_period_and_the_year_exclude_each_other(graded: Kaohe, words: tuple[str, ...]) -> None:
    result = graded(*words, "--year", "--period", "q1")
    assert result.returncode == 2
    assert "--period and --year exclude each other." in result.stderr


def test_an_exemption_says_which_decided_grade_lapses(graded: Kaohe) -> None:
    """It was told afterwards, when it could not be undone."""
    done(graded("decide", "s1", "优秀", "--period", "q1"))
    told = done(
        graded("exempt", "s1", "--period", "q1", "--kind", "undetermined", "--reason", "病假")
    )
    assert "优秀, decided for 单雄, lapses with it and does not come back." in told


def test_a_decision_is_taken_back(graded: Kaohe) -> None:
    """No command could, and holding a period after all asks for it."""
    line = ("decide", "s1", "--take-back", "--period", "q1")
    assert "No grade has been decided for 单雄" in refused(graded(*line, "--reason", "有误"))
    done(graded("decide", "s1", "称职", "--period", "q1", "--reason", "本人放弃"))
    assert "Give a reason" in refused(graded(*line))
    told = done(graded(*line, "--reason", "有误"))
    assert "the decision is taken back; proposed is 优秀." in told
    people = json.loads(done(graded("grades", "--period", "q1", "--json")))["grades"]
    assert [row["decided"] for row in people if row["code"] == "s1"] == [None]
    for wrong in (["s1", "称职", "--take-back"], ["s1"]):
        assert "either a grade or --take-back" in graded("decide", *wrong, "--year").stderr
