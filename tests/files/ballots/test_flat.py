"""Keyed ballots are read exactly, and each fault is named by file, line, heading and people."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.files.ballots.given import Ballots, Given, Stretch
from kaohe_tui.files.ballots.understand import ballots_in
from kaohe_tui.files.scheme.scheme import parse_scheme
from kaohe_tui.resources import shipped
from tests.files.refusals import refusal_of
from tests.files.scheme.test_scheme import SMALL
from tests.files.workbooks import sheet, workbook
from tests.refused import refused

SCHEME = parse_scheme(SMALL, "s.toml")
HEAD = "tier,rater,ratee,work,spirit,abstain\n"


def read(path: Path, scheme: Scheme = SCHEME) -> list[Stretch]:
    return list(ballots_in(path, scheme))


def write(folder: Path, text: str) -> Path:
    path = folder / "b.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_marks_come_in_the_schemes_order_whatever_the_columns_are_called(tmp_path: Path) -> None:
    text = (
        "弃权,精神状况,工作业绩,被考核人,评分人,层级\n"
        ",３９。５, 60 ,02,０１,互评\n"
        "是,,,03,01,peer\n"
        "否,0,0.5,04,01,PEER\n"
    )
    found = read(write(tmp_path, text))
    assert {(stretch.tier, stretch.rater) for stretch in found} == {("peer", "01")}
    assert [rating for stretch in found for rating in stretch.ratings] == [
        Given(2, "02", (600, 395)),
        Given(3, "03", None),
        Given(4, "04", (5, 0)),
    ]


def test_the_abstain_column_may_be_left_out_and_workbooks_do(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    rows: list[list[str | float]] = [["tier", "rater", "ratee", "work", "spirit"]]
    path.write_bytes(workbook(sheet([*rows, ["head", 1, 2, 59.5, 40]])))
    assert read(path) == [Stretch("head", "1", [Given(2, "2", (595, 400))])]


@pytest.mark.parametrize("word", ["1", "是", "yes", "弃权", "x", "X", "✔", "√", "TRUE"])
def test_words_for_yes(tmp_path: Path, word: str) -> None:
    assert read(write(tmp_path, f"{HEAD}peer,1,2,,,{word}\n"))[0].ratings[0].marks is None


@pytest.mark.parametrize("word", ["", "0", "否", "no", " "])
def test_words_for_no(tmp_path: Path, word: str) -> None:
    assert read(write(tmp_path, f"{HEAD}peer,1,2,3,4,{word}\n"))[0].ratings[0].marks is not None


def test_the_samples_ballots_are_read() -> None:
    folder = shipped("sample_data")
    scheme = parse_scheme((folder / "scheme.toml").read_text(encoding="utf-8"), "s.toml")
    given = read(folder / "ballots-q1.csv", scheme)
    assert sum(len(stretch.ratings) for stretch in given) > 1000


FAULTS = [
    ("", "b.csv: ", ["empty"]),
    (HEAD, "b.csv: ", ["no rating"]),
    (HEAD.replace("spirit,", ""), "b.csv, line 1: ", ["missing", "spirit", "精神状况"]),
    (HEAD.replace("tier,", ""), "b.csv, line 1: ", ["missing", "tier", "层级"]),
    (HEAD.replace("spirit", "spirt") + "peer,01,02,1,2,\n", "b.csv: ", ["spirt", "mean spirit"]),
    (HEAD + "boss,1,2,3,4,\n", "b.csv, line 2: ", ["tier", "boss", "peer"]),
    (HEAD + ",1,2,3,4,\n", "b.csv, line 2: ", ["tier", "empty"]),
    (HEAD + "peer,,2,3,4,\n", "b.csv, line 2: ", ["rater", "empty"]),
    (HEAD + "peer,1,张三,3,4,\n", "b.csv, line 2: ", ["ratee", "张三"]),
    (HEAD + "peer,1,2,60.5,4,\n", "b.csv, line 2: ", ["work", "1 rating 2", "60.5", "60"]),
    (HEAD + "peer,1,2,3.2,4,\n", "b.csv, line 2: ", ["work", "1 rating 2", "3.2", "0.5"]),
    (HEAD + "peer,1,2,-1,4,\n", "b.csv, line 2: ", ["work", "-1"]),
    (HEAD + "peer,1,2,3,1e1,\n", "b.csv, line 2: ", ["spirit", "1e1"]),
    (HEAD + "peer,1,2,3,,\n", "b.csv, line 2: ", ["spirit", "1 rating 2", "精神状况"]),
    (HEAD + "peer,1,2,3\n", "b.csv, line 2: ", ["spirit", "1 rating 2"]),
    (HEAD + "peer,1,2,3,,1\n", "b.csv, line 2: ", ["work", "1 rating 2", "abstains"]),
    (HEAD + "peer,1,2,3,4,maybe\n", "b.csv, line 2: ", ["abstain", "maybe"]),
    (HEAD + "peer,1,2,3,\x1b4,\n", "b.csv, line 2: ", ["spirit", "U+001B"]),
    (HEAD + "peer,1,2,3,4,\n\npeer,1,2,3,4,5,6\n", "b.csv, line 4: ", ["more cells"]),
    (HEAD + "peer,1,2,3,4,\npeer,1,2,3\n", "b.csv, line 3: ", ["spirit", "1 rating 2"]),
    (HEAD + "peer,1,2,3,4,\npeer,2,1,4,41,\n", "b.csv, line 3: ", ["spirit", "41", "40"]),
    (HEAD + "peer,1,2,3,4,\npeer,2,1,3,4,maybe\n", "b.csv, line 3: ", ["abstain", "maybe"]),
]


@pytest.mark.parametrize(("text", "start", "held"), FAULTS)
def test_each_fault_names_file_line_heading_and_people(
    tmp_path: Path, text: str, start: str, held: list[str]
) -> None:
    with pytest.raises(Refusal) as caught:
        read(write(tmp_path, text))
    sentence = str(caught.value)
    assert sentence.startswith(start), sentence
    assert all(each in sentence for each in held), sentence
    assert "\x1b" not in sentence


@given(st.lists(st.sampled_from(["peer", "1", "2", "", "x", "60", "0.5", '"', "\u3000", "=1"])))
def test_any_cells_are_ballots_or_a_refusal(
    tmp_path_factory: pytest.TempPathFactory, cells: list[str]
) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzz.csv"
    path.write_text(HEAD + ",".join(cells), encoding="utf-8")
    sentence = refusal_of(lambda: read(path))
    assert sentence is None or sentence.startswith("fuzz.csv")


@given(st.binary(max_size=200))
def test_any_bytes_are_ballots_or_a_refusal(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzz.csv"
    path.write_bytes(HEAD.encode() + data)
    sentence = refusal_of(lambda: read(path))
    assert sentence is None or sentence.startswith("fuzz.csv")


def test_what_comes_before_a_bad_line_comes_before_its_refusal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many lines are read at once, and whether their texts are new or known."""
    lines = ["peer,1,2,3,4,", "peer,1,3,3,4,", "peer,1,4,3,4,", "peer,2,1,,,1", "peer,1,5,3,4,"]
    path = write(tmp_path, HEAD + "\n".join([*lines, *lines[:3], "bad,1,2,3,4,"]))
    wanted = [("1", "2"), ("1", "3"), ("1", "4"), ("2", "1"), ("1", "5")]
    for at_once in (1, 2, 3, 100):
        monkeypatch.setattr("kaohe_tui.files.sheets.text_in.AT_ONCE", at_once)
        with refused("tier-unknown", line=10):
            _pairs(ballots_in(path, SCHEME))
        given = iter(ballots_in(path, SCHEME))
        pairs: list[tuple[str, str]] = []
        while len(pairs) < 8:
            stretch = next(given)
            pairs += [(stretch.rater, rating.ratee) for rating in stretch.ratings]
        assert pairs == [*wanted, *wanted[:3]]


def _pairs(file: Ballots) -> list[tuple[str, str]]:
    return [(stretch.rater, rating.ratee) for stretch in file for rating in stretch.ratings]


@given(
    st.lists(
        st.tuples(
            st.sampled_from("12３"),
            st.sampled_from(["1", "2", " 2 ", "4"]),
            st.sampled_from(["3", "60", "0.5", " 7", "５"]),
            st.sampled_from(["", "", "", "1", "0"]),
        ),
        min_size=1,
        max_size=12,
    ),
    st.integers(1, 5),
)
def test_lines_read_together_are_the_lines_read_one_by_one(
    tmp_path_factory: pytest.TempPathFactory,
    lines: list[tuple[str, str, str, str]],
    at_once: int,
) -> None:
    path = tmp_path_factory.getbasetemp() / "together.csv"
    texts = []
    for rater, ratee, mark, word in lines:
        # Whoever is abstained from has no marks; a code with a line end in it takes two lines.
        marks = "," if word == "1" else f"{mark},4"
        quoted = f'"{ratee}\n"' if ratee == "4" else ratee
        texts.append(f"peer,{rater},{quoted},{marks},{word}")
    path.write_text(HEAD + "\n".join(texts), encoding="utf-8")
    found = []
    for size in (at_once, 10_000):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("kaohe_tui.files.sheets.text_in.AT_ONCE", size)
            given = list(ballots_in(path, SCHEME))
            found.append([(s.tier, s.rater, *rating) for s in given for rating in s.ratings])
    assert found[0] == found[1]
    expected = 2
    for (_rater, ratee, _mark, _word), rating in zip(lines, found[0], strict=True):
        assert rating[2] == expected
        expected += 2 if ratee == "4" else 1
