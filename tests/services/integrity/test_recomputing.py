"""A frozen figure that does not follow from the facts, word for word, of every figure there is."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from kaohe_tui import words
from kaohe_tui.domain.record.course import Course
from kaohe_tui.domain.record.things import Finding
from kaohe_tui.domain.result.shape import fingerprint
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.integrity import recomputing, verifying
from kaohe_tui.services.room.room import Room
from tests.services.changed_copies import change, changed, loosened, make_year

WHAT = ("frozen", "q1", "1")
PERSONAL: Mapping[str, tuple[object, str, str, str]] = {
    "score": ("1/3", "score", "0.33", "84.03"),
    "bonus": ("1/2", "bonus", "0.50", "0.00"),
    "deduction": ("1/2", "deduction", "0.50", "0.00"),
    "total": ("-1/1", "total", "-1.00", "84.03"),
    "rank": (7, "rank", "7", "1"),
    "tied": (True, "tie", "True", "False"),
    "vetoed": (True, "veto", "True", "False"),
    "provisional": (True, "missing ratings", "True", "False"),
    "tie_breaks": (["1/2", "2/1"], "tie-break", "0.50, 2.00", "none"),
}
"""Figure of a person -> another value, what the figure is called, and the value and the true one
in words."""
OF_TIER: Mapping[str, tuple[object, str, str, str]] = {
    "mean": ("1/4", "mean", "0.25", "84.75"),
    "ratings": (5, "number of ratings", "5", "4"),
    "kept": (5, "number of ratings kept", "5", "4"),
    "sum": (3385, "sum", "338.50", "339.00"),
    "weight": ("1/8", "weight", "0.13", "30.00"),
    "owed": (1, "ratings expected", "1", "0"),
    "abstained": (1, "abstentions", "1", "0"),
    "recused": (1, "recusals", "1", "0"),
    "void": (1, "void ratings", "1", "0"),
    "dropped_low": ([805, 10], "lowest ratings trimmed", "80.50, 1.00", "none"),
    "dropped_high": ([955], "highest ratings trimmed", "95.50", "none"),
}
"""The same of a tier's figures."""

Body = dict[str, Any]
Doctor = Callable[[Body], object]


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_year(tmp_path_factory)


@pytest.fixture(scope="module")
def untouched(year: Path) -> Iterator[Room]:
    opened = enter_room(year, read_only=True)
    yield opened
    opened.close()


@pytest.fixture
def body(untouched: Room) -> Body:
    """The result that was frozen, as plain data."""
    with untouched.database.reading() as tx:
        [text] = tx.exec_driver_sql("SELECT body FROM result").one()
    found: Body = json.loads(text)
    return found


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def frozen_as(body: Body | str) -> str:
    """The statement that puts another result in its place, with the fingerprint that it has."""
    text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False, sort_keys=True)
    return f"UPDATE result SET body = {quoted(text)}, fingerprint = '{fingerprint(text)}'"


def found(room: Room, course: Course | None = None) -> list[tuple[Finding, ...]]:
    if course is None:
        with room.database.reading() as tx:
            course = verifying.followed(tx)
    return list(recomputing.of_results(room, course))


def told(year: Path, tmp_path: Path, body: Body | str) -> Finding | None:
    """What is found of the year with another result in place of the frozen one."""
    with changed(year, tmp_path, frozen_as(body)) as room:
        [findings] = found(room)
    assert len(findings) < 2
    return findings[0] if findings else None


def of_s1(figure: str, frozen: str, now: str) -> str:
    return f"上半年: 单雄, {figure}: locked as {frozen}, but the current data gives {now}."


def test_a_result_that_was_not_touched(untouched: Room) -> None:
    assert found(untouched) == [()]


def test_every_figure_is_named_here(body: Body) -> None:
    row = body["rows"][0]
    assert PERSONAL.keys() == row.keys() - {"person", "tiers", "components", "factors"}
    assert OF_TIER.keys() == row["tiers"][0].keys() - {"tier"}


@pytest.mark.parametrize("figure", PERSONAL)
def test_a_figure_of_a_person(year: Path, tmp_path: Path, body: Body, figure: str) -> None:
    true = fingerprint(json.dumps(body, ensure_ascii=False, sort_keys=True))
    body["rows"][0][figure], called, frozen, now = PERSONAL[figure]
    assert told(year, tmp_path, body) == Finding(of_s1(called, frozen, now), WHAT, true)


@pytest.mark.parametrize("figure", OF_TIER)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_figure_of_a_tier(
    year: Path, tmp_path: Path, body: Body, figure: str, place: int
) -> None:
    of_tier = body["rows"][0]["tiers"]
    if place:
        # The same figure in all tiers, so that its words are the same.
        of_tier[place][figure], called, frozen, now = OF_TIER[figure]
        finding = told(year, tmp_path, body)
        assert finding is not None
        tier = ("全员互评", "同级评分", "局领导评分")[place]
        assert finding.sentence.startswith(f"上半年: 单雄, {tier} {called}: locked as {frozen}, ")
        return
    of_tier[0][figure], called, frozen, now = OF_TIER[figure]
    finding = told(year, tmp_path, body)
    assert finding is not None
    assert finding.sentence == of_s1(f"全员互评 {called}", frozen, now)


CHINESE = {
    "score": "得分",
    "bonus": "加分",
    "deduction": "减分",
    "total": "总分",
    "rank": "名次",
    "mean": "平均分",
    "sum": "合计",
    "weight": "权重",
}
"""What is called by its key in English."""


@pytest.mark.parametrize("figure", CHINESE)
def test_a_figure_in_chinese(year: Path, tmp_path: Path, body: Body, figure: str) -> None:
    row = body["rows"][0]
    of = row if figure in PERSONAL else row["tiers"][0]
    of[figure] = (PERSONAL.get(figure) or OF_TIER[figure])[0]
    words.use_language("zh_CN")
    try:
        finding = told(year, tmp_path, body)
    finally:
        words.use_language("en")
    tier = "" if figure in PERSONAL else "全员互评 "
    assert finding is not None
    assert finding.sentence.startswith(f"上半年：单雄的{tier}{CHINESE[figure]}锁定时为")


@pytest.mark.parametrize(
    ("doctor", "sentence"),
    [
        (
            lambda row: row["tiers"][0].update(sum=1, mean="1/4", ratings=9, kept=9),
            of_s1("全员互评 mean", "0.25", "84.75"),
        ),
        (
            lambda row: row["tiers"][0].update(sum=1, ratings=9, kept=9),
            of_s1("全员互评 number of ratings", "9", "4"),
        ),
        (
            lambda row: (row["tiers"][1].update(mean="1/4"), row.update(score="1/3")),
            of_s1("同级评分 mean", "0.25", "85.00"),
        ),
        (
            lambda row: row["tiers"].append({"tier": "old", "mean": "1/2", "ratings": 3}),
            of_s1("old mean", "0.50", "none"),
        ),
        (lambda row: row.update(extra="1/2"), of_s1("extra", "0.50", "none")),
        (
            lambda row: row["person"].update(section="农业科", clerk_note=""),
            of_s1(
                "name and section",
                "s1, 公务员, 单雄, staff, 农业科, shanxiong shan xiong sx danxiong dan xiong dx, "
                "['l1']",
                "s1, 公务员, 单雄, staff, 综合科, shanxiong shan xiong sx danxiong dan xiong dx, "
                "['l1']",
            ),
        ),
    ],
)
def test_the_figure_from_which_the_others_are_made_comes_first(
    year: Path, tmp_path: Path, body: Body, doctor: Doctor, sentence: str
) -> None:
    doctor(body["rows"][0])
    finding = told(year, tmp_path, body)
    assert finding is not None
    assert finding.sentence == sentence


def test_the_second_person_is_looked_at_too(year: Path, tmp_path: Path, body: Body) -> None:
    body["rows"][2]["total"] = "5/1"
    finding = told(year, tmp_path, body)
    assert finding is not None
    assert finding.sentence == (
        "上半年: 孙红, total: locked as 5.00, but the current data gives 88.50."
    )


def test_somebody_who_has_no_row_now(year: Path, tmp_path: Path, body: Body) -> None:
    other = json.loads(json.dumps(body["rows"][0]))
    other["person"] |= {"code": "s9", "name": "赵四"}
    body["rows"].insert(1, other)
    finding = told(year, tmp_path, body)
    assert finding is not None
    assert finding.sentence == (
        "上半年: 赵四, name and section: locked as 赵四, but the current data gives none."
    )


def test_somebody_who_had_no_row(year: Path, tmp_path: Path, body: Body) -> None:
    del body["rows"][0]
    finding = told(year, tmp_path, body)
    assert finding is not None
    assert finding.sentence == of_s1("name and section", "none", "单雄")


# -- grades --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("grades", "sentence"),
    [
        (
            {"m1": "优秀", "s1": "", "s2": "称职"},
            "上半年: 马科长, proposed grade: locked as 优秀, but the current data gives 称职.",
        ),
        (
            {"m1": "称职", "s1": ""},
            "上半年: 孙红, proposed grade: locked as none, but the current data gives 不称职.",
        ),
        (
            {"m1": "称职", "s1": "", "s2": "不称职", "s9": "优秀"},
            "上半年: s9, proposed grade: locked as 优秀, but the current data gives none.",
        ),
    ],
)
def test_a_proposed_grade(
    year: Path, tmp_path: Path, body: Body, grades: dict[str, str], sentence: str
) -> None:
    body["grades"] = grades
    finding = told(year, tmp_path, body)
    assert finding is not None
    assert finding.sentence == sentence
    assert finding.thing == WHAT


def test_a_result_from_before_grades_were_kept(year: Path, tmp_path: Path, body: Body) -> None:
    del body["grades"]
    assert told(year, tmp_path, body) is None
    body["grades"] = None
    assert told(year, tmp_path, body) is None


def test_what_is_no_figure_is_not_told(year: Path, tmp_path: Path, body: Body) -> None:
    body["method"] = "else"
    assert told(year, tmp_path, body) is None


# -- results that cannot be made again -----------------------------------------------------------


def test_a_result_that_does_not_match_its_own_fingerprint(
    year: Path, tmp_path: Path, body: Body
) -> None:
    with changed(year, tmp_path, "UPDATE result SET body = 'x'") as room:
        assert found(room) == [
            (
                Finding(
                    "上半年: its locked result no. 1 does not match its own fingerprint.",
                    WHAT,
                    fingerprint("x"),
                ),
            )
        ]


def test_a_result_that_is_missing(year: Path, tmp_path: Path) -> None:
    with changed(year, tmp_path, "DELETE FROM result") as room:
        assert found(room) == [
            (Finding("上半年: it is closed, but its result is missing.", ("frozen", "q1"), ""),)
        ]
        change(room.database.path, "UPDATE period SET state = 'open'")
        assert found(room) == []


def test_a_result_whose_scheme_cannot_be_read(year: Path, tmp_path: Path) -> None:
    with changed(year, tmp_path, "UPDATE scheme SET text = 'x'") as room:
        [[finding]] = found(room)
        assert (finding.thing, finding.found) == (WHAT, "refused")
        assert finding.sentence
        change(room.database.path, "UPDATE result SET body = 'x'")
        [[finding]] = found(room)
        assert finding.sentence == (
            "q1: its locked result no. 1 does not match its own fingerprint."
        )
        change(room.database.path, "DELETE FROM result")
        [[finding]] = found(room)
        assert finding.sentence == "q1: it is closed, but its result is missing."


@pytest.mark.parametrize("body", ["x", "[]", "{}", '{"rows": 5}'])
def test_a_result_that_is_none(year: Path, tmp_path: Path, body: str) -> None:
    sentence = "上半年: its result cannot be recalculated from the current data."
    assert told(year, tmp_path, body) == Finding(sentence, WHAT, "unreadable")


@pytest.mark.parametrize(
    ("table", "statement"),
    [
        ("scheme", "UPDATE scheme SET text = 5"),
        ("participant", "UPDATE participant SET supervisors = 5"),
    ],
)
def test_a_result_whose_period_is_of_other_kinds_of_values(
    year: Path, tmp_path: Path, table: str, statement: str
) -> None:
    with changed(year, tmp_path) as room:
        loosened(room.database.path, table, statement)
        sentence = "q1: its result cannot be recalculated from the current data."
        assert found(room, Course()) == [(Finding(sentence, WHAT, "unreadable"),)]


# -- results that later ones replaced ------------------------------------------------------------


def test_a_result_is_made_again_as_of_its_entry(year: Path, tmp_path: Path, body: Body) -> None:
    """A period that is open has no result of today."""
    body["rows"][0]["total"] = "5/1"
    reopened = "UPDATE period SET state = 'open' WHERE key = 'q1'"
    with changed(year, tmp_path, reopened) as room:
        assert found(room) == [()]
        change(room.database.path, frozen_as(body))
        [[finding]] = found(room)
        assert finding.sentence == of_s1("total", "5.00", "84.03")
        # What the record does not know of is made again as of its beginning.
        assert found(room, Course()) != [()]


def test_a_result_that_is_not_known_any_more_is_not_made_again(year: Path, tmp_path: Path) -> None:
    """The record of an older kaohe kept less."""
    with changed(
        year,
        tmp_path,
        "UPDATE period SET state = 'open' WHERE key = 'q1'",
        "UPDATE record SET action = 'import', new = 'a.csv: 1' WHERE id = 39",
    ) as room:
        assert found(room) == []


def test_of_two_results_the_last_is_made_from_what_is_there(
    year: Path, tmp_path: Path, body: Body
) -> None:
    text = json.dumps(body, ensure_ascii=False, sort_keys=True)
    body["rows"][0]["total"] = "5/1"
    wrong = json.dumps(body, ensure_ascii=False, sort_keys=True)
    second = (
        "INSERT INTO result (period_id, number, at, fingerprint, body)"
        f" SELECT period_id, 2, at, '{fingerprint(text)}', {quoted(text)} FROM result"
    )
    with changed(year, tmp_path, second) as room:
        assert found(room) == [(), ()]
        for number in (1, 2):
            change(room.database.path, f"{frozen_as(wrong)} WHERE number = {number}")
            bad = [findings[0].thing for findings in found(room) if findings]
            assert bad == [("frozen", "q1", str(number))]
            change(room.database.path, f"{frozen_as(text)} WHERE number = {number}")
