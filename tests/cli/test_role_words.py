"""Whatever shows or reads a role does so in the unit's own words; machine keys stay."""

import csv
import io
import json
import re
import zipfile
from pathlib import Path

import pytest

from tests.cli.conftest import ROSTER, TIERS, Kaohe, done

OWN = """
[roles]
head = "院长"
leader = ["副院长"]
middle = ["科主任", "护士长"]
staff = "医护人员"
[[grades]]
name = "优秀"
min = 90
quota = 50
[[grades]]
name = "合格"
min = 0
[vetoes]
grade = "合格"
grounds = ["事故"]
"""
HOSPITAL = (
    TIERS.replace('["staff", "middle"]', '["医护人员", "科主任", "护士长"]')
    .replace('ratees = ["医护人员", "科主任", "护士长"]', 'ratees = ["staff", "护士长", "院长"]', 1)
    .replace('["leader"]', '["副院长"]')
    .replace('["head"]', '["主要负责人"]')
    + OWN
)
WARD = (
    ROSTER.replace(",head,", ",院长,")
    .replace(",leader,", ",副院长,")
    .replace("甲科,middle,", "甲科,护士长,")
    .replace("乙科,middle,", "乙科,科 主任,")
)
USUAL = re.compile(r"\bstaff\b|middle managers|supervising leaders?\b|\bhead\b", re.IGNORECASE)
"""The usual words, which nothing may show."""


@pytest.fixture
def ward(tmp_path: Path, inside: Kaohe) -> Kaohe:
    """The hospital, its first period closed by way of a file."""
    (tmp_path / "s.toml").write_text(HOSPITAL, encoding="utf-8")
    (tmp_path / "r.csv").write_text(WARD, encoding="utf-8")
    done(inside("new", "--scheme", "s.toml", "--roster", "r.csv"))
    return inside


def rated(kaohe: Kaohe, folder: Path) -> None:
    """Open and close all tiers of the first period; everybody gets some marks."""
    people = ("s1", "s2", "s3", "s4", "m1", "m2")
    pairs = {
        "peer": (people, (*people, "h1")),
        "leader": (("l1",), tuple(code for code in people if code != "s4")),
        "head": (("h1",), people),
    }
    for tier, (raters, ratees) in pairs.items():
        rows = [
            f"{tier},{rater},{ratee},{40 + number},30"
            for number, rater in enumerate(raters)
            for ratee in ratees
            if rater != ratee
        ]
        path = folder / f"{tier}.csv"
        path.write_text("tier,rater,ratee,work,duty\n" + "\n".join(rows), encoding="utf-8")
        done(kaohe("open", tier, "--period", "q1"))
        done(kaohe("import", path, "--period", "q1"))
        done(kaohe("close", tier, "--period", "q1"))


def test_commands_show_roles_in_the_units_words(ward: Kaohe, tmp_path: Path) -> None:
    rated(ward, tmp_path)
    table = done(ward("standings", "--period", "q1"))
    assert "医护人员" in table
    assert "科主任" in table
    assert "院长" in table
    shown = [
        table,
        done(ward("standings", "--year")),
        done(ward("grades", "--period", "q1")),
        done(ward("explain", "m1", "--period", "q1")),
        done(ward("explain", "h1", "--period", "q1")),
        done(ward("explain", "h1", "--year")),
    ]
    assert [USUAL.findall(text) for text in shown] == [[]] * len(shown)
    assert "科主任" in shown[3]
    assert "院长" in shown[4]
    rows = list(csv.reader(io.StringIO(done(ward("standings", "--period", "q1", "--csv")))))
    assert {row[4] for row in rows[1:]} == {"医护人员", "科主任", "院长"}
    rows = list(csv.reader(io.StringIO(done(ward("standings", "--year", "--csv")))))
    assert {row[4] for row in rows[1:]} == {"医护人员", "科主任", "院长"}


def test_machine_keys_stay(ward: Kaohe, tmp_path: Path) -> None:
    rated(ward, tmp_path)
    plain = json.loads(done(ward("standings", "--period", "q1", "--json")))
    assert {row["role"] for row in plain["standings"]} == {"staff", "middle", "head"}


def test_documents_and_workbook_show_the_units_words(ward: Kaohe, tmp_path: Path) -> None:
    rated(ward, tmp_path)
    done(ward("export", "out", "--period", "q1"))
    texts: dict[str, str] = {}
    for path in sorted((tmp_path / "out").rglob("*")):
        if path.suffix in (".html", ".csv"):
            texts[path.name] = path.read_text(encoding="utf-8-sig")
        elif path.suffix in (".xlsx", ".docx"):
            with zipfile.ZipFile(path) as parts:
                texts[path.name] = "".join(
                    parts.read(name).decode() for name in parts.namelist() if name.endswith("xml")
                )
    for kind in ("notice", "sheets", "workbook", "standings"):
        assert "科主任" in "".join(text for name, text in texts.items() if kind in name), kind
    label = re.compile(
        r">\s*(staff|middle managers|supervising leaders|head)\s*<|· (?:staff|head)\b"
    )
    assert {name: label.findall(text) for name, text in texts.items() if label.findall(text)} == {}


def test_a_line_is_put_right_in_the_units_words(ward: Kaohe, tmp_path: Path) -> None:
    done(ward("open", "peer", "--period", "q1"))
    told = done(
        ward(
            *("person-change", "s1", "--period", "q1", "--role", "护士长"),
            *("--reason", "r", "--yes"),
        )
    )
    assert "医护人员 → 科主任" in told
    assert "医护人员 → 科主任" in done(ward("record", "--person", "s1"))


def test_a_new_roster_is_read_and_told_in_the_units_words(ward: Kaohe, tmp_path: Path) -> None:
    (tmp_path / "r2.csv").write_text(WARD + "s5,张五,乙科,护士长,l1,,\n", encoding="utf-8")
    assert "s5 张五 乙科 科主任" in done(ward("roster", "r2.csv"))


def test_an_unknown_word_is_asked_about_in_the_units_words(ward: Kaohe, tmp_path: Path) -> None:
    (tmp_path / "r2.csv").write_text(WARD.replace("护士长", "书记"), encoding="utf-8")
    result = ward("roster", "r2.csv")
    assert result.returncode == 1
    assert "“书记” (1 person): which role is it? (taken as: 院长)" in result.stderr


def test_the_database_is_sound_and_its_past_is_read_again(ward: Kaohe, tmp_path: Path) -> None:
    rated(ward, tmp_path)
    done(ward("verify"))
    assert "科主任" in done(ward("standings", "--period", "q1", "--at-entry", "12"))


def test_the_year_after_reads_a_roster_in_the_same_words(ward: Kaohe, tmp_path: Path) -> None:
    done(ward("new", "--from", "year.db", "--roster", "r.csv", "--db", "next.db"))
