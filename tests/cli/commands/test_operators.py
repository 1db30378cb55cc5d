"""Operators and codes on the command line: who may, and where a PIN may come from."""

import json
import os
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Kaohe, done, refused

HOST = "陈静"


def pin(folder: Path, digits: str, mode: int = 0o600) -> str:
    path = folder / f"pin{digits}"
    path.write_text(digits + "\n", encoding="ascii")
    path.chmod(mode)
    return str(path)


@pytest.fixture
def guarded(year: Kaohe, tmp_path: Path) -> Kaohe:
    """The small bureau with a host and a clerk, its first tier open."""
    file = pin(tmp_path, "2580")
    done(year("operator-add", HOST, "--duty", "host", "--new-pin-file", file))
    who = ("--operator", HOST, "--pin-file", file)
    clerk = pin(tmp_path, "1470")
    done(year("operator-add", "李明", "--duty", "clerk", "--new-pin-file", clerk, *who))
    return year


def test_changing_needs_an_operator_and_reading_does_not(guarded: Kaohe, tmp_path: Path) -> None:
    close = ("close", "peer", "--period", "q1", "--reason", "early")
    assert "name yours with --operator" in refused(guarded(*close))
    file, clerks = pin(tmp_path, "2580"), pin(tmp_path, "1470")
    told = refused(guarded(*close, "--operator", HOST, "--pin-file", clerks))
    assert told == f"This is not the PIN of {HOST}."
    told = refused(guarded(*close, "--operator", "李明", "--pin-file", clerks))
    assert told.startswith("A clerk may not open, close")
    assert "There is no operator x" in refused(
        guarded(*close, "--operator", "x", "--pin-file", file)
    )
    for words in (("status",), ("standings", "--period", "q1"), ("operators",)):
        done(guarded(*words))
    done(guarded(*close, "--operator", HOST, "--pin-file", file))


def test_the_pin_comes_from_a_private_file_or_standard_input(
    guarded: Kaohe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("operator-duty", "李明", "--duty", "reviewer", "--operator", HOST)
    assert "no terminal to type the PIN at" in refused(guarded(*words))
    shared = pin(tmp_path, "2580", 0o640)
    assert "can be read by others" in refused(guarded(*words, "--pin-file", shared))
    assert "cannot be read" in refused(guarded(*words, "--pin-file", "missing"))
    large = tmp_path / "large"
    large.write_text("2" * 200, encoding="ascii")
    large.chmod(0o600)
    assert "more than a PIN" in refused(guarded(*words, "--pin-file", large))
    os.mkfifo(tmp_path / "pipe", 0o600)
    for other in ("pipe", "/dev/zero", "."):
        assert "not an ordinary file" in refused(guarded(*words, "--pin-file", other))
    monkeypatch.setenv("KAOHE_PIN_FILE", pin(tmp_path, "2580"))
    done(guarded(*words))


def test_operators_are_listed(guarded: Kaohe, tmp_path: Path) -> None:
    who = ("--operator", HOST, "--pin-file", pin(tmp_path, "2580"))
    assert "last host" in refused(guarded("operator-retire", HOST, *who))
    done(guarded("operator-pin", "李明", "--new-pin-file", pin(tmp_path, "8642"), *who))
    done(guarded("operator-retire", "李明", *who))
    assert "retired" in done(guarded("operators"))
    assert json.loads(done(guarded("operators", "--json"))) == [
        {"name": HOST, "duty": "host", "active": True},
        {"name": "李明", "duty": "clerk", "active": False},
    ]


def test_ones_own_pin(guarded: Kaohe, tmp_path: Path) -> None:
    new = pin(tmp_path, "9753")
    who = ("--operator", "李明", "--pin-file", pin(tmp_path, "1470"))
    done(guarded("operator-pin", "李明", "--new-pin-file", new, *who))
    assert "not the PIN" in refused(guarded("operator-pin", "李明", "--new-pin-file", new, *who))


def test_without_operators_the_name_goes_into_the_record(year: Kaohe) -> None:
    assert "the database is not protected" in done(year("operators"))
    assert done(year("operators", "--json")) == "[]\n"
    words = ("close", "peer", "--period", "q1", "--reason", "early", "--operator", "王五")
    done(year(*words))


def test_slips(guarded: Kaohe, tmp_path: Path) -> None:
    who = ("--operator", HOST, "--pin-file", pin(tmp_path, "2580"))
    words = ("codes", "--tier", "互评", "--period", "q1")
    assert "name yours" in refused(guarded(*words))
    told = done(guarded(*words, *who))
    found = re.findall(r"^code: ([2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4})$", told, flags=re.M)
    assert len(set(found)) == 6
    page = tmp_path / "slips.html"
    assert "6 slips written" in done(guarded(*words, *who, "--out", page))
    assert page.stat().st_mode & 0o777 == 0o600
    text = page.read_text(encoding="utf-8")
    assert text.count('class="slip"') == 6
    assert "欧阳明日香" in text
    assert "already" in refused(guarded(*words, *who, "--out", page))
    assert "is outstanding" in refused(guarded(*words, *who, "--rater", "h1"))
    assert "1 code cancelled" in done(guarded(*words, *who, "--rater", "s4", "--withdraw"))
    both = guarded(*words, *who, "--out", page, "--withdraw")
    assert both.returncode == 2


def test_a_file_brings_no_ballot_of_a_rater_with_a_code(guarded: Kaohe, tmp_path: Path) -> None:
    who = ("--operator", HOST, "--pin-file", pin(tmp_path, "2580"))
    done(guarded("codes", "--tier", "peer", "--period", "q1", "--rater", "s1", *who))
    file = tmp_path / "b.csv"
    file.write_text("tier,rater,ratee,work,duty\npeer,s1,s2,50,30\n", encoding="utf-8")
    assert "one-time code" in refused(guarded("import", file, "--period", "q1", *who))


def test_named_marks_need_a_duty_that_sees_them(guarded: Kaohe, tmp_path: Path) -> None:
    told = refused(guarded("export", tmp_path / "p", "--period", "q1"))
    assert "Only these people may see who gave which mark: host, supervisor" in told
    who = ("--operator", HOST, "--pin-file", pin(tmp_path, "2580"))
    done(guarded("export", tmp_path / "p", "--period", "q1", *who))


def test_reading_only_is_for_the_app(year: Kaohe) -> None:
    assert year("--read-only", "status").returncode == 2
