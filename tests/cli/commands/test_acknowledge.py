"""What another program changed, told by the commands; acknowledged; papers withheld meanwhile."""

import json
from pathlib import Path

import pytest

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.services.database.opening import enter_room
from tests.bureau import key_ballot
from tests.cli.conftest import Kaohe, ballots, done, refused
from tests.services.tampering import Change, force

MARK = "UPDATE rating SET mark_0 = mark_0 - 100 WHERE mark_0 >= 100"
ROLE = "UPDATE participant SET spelling = 'x' WHERE code = 's1'"
SAID = "Changed by a program other than kaohe: "


def foreign(path: Path, *statements: str) -> None:
    """What another program does, guards out of the way and put back word for word."""
    assert force(path / "year.db", Change("", "", tuple((each, ()) for each in statements)))


@pytest.fixture
def closed(tmp_path: Path, year: Kaohe) -> Kaohe:
    """The first quarter closed, the second not begun."""
    rated = ("m1", "m2", "s1", "s2", "s3", "s4")
    for tier, raters in (("peer", rated), ("leader", ("l1",)), ("head", ("h1",))):
        if tier != "peer":
            done(year("open", tier, "--period", "q1"))
        rows = [
            [tier, rater, ratee, "50", "30", ""]
            for rater in raters
            for ratee in (rated[:5] if tier == "leader" else rated)
            if ratee != rater
        ]
        done(year("import", ballots(tmp_path / f"{tier}.csv", rows), "--period", "q1"))
        done(year("close", tier, "--period", "q1", "--reason", "到时间"))
    return year


@pytest.fixture
def guarded(tmp_path: Path, year: Kaohe) -> Kaohe:
    """The year with a host 陈静 and a supervisor 周正; their PINs in files."""
    for name, pin in (("host", "2580"), ("other", "1470"), ("wrong", "9753")):
        file = tmp_path / f"{name}.pin"
        file.write_text(pin + "\n", encoding="utf-8")
        file.chmod(0o600)
    done(year("operator-add", "陈静", "--duty", "host", "--new-pin-file", "host.pin"))
    as_host = ("--operator", "陈静", "--pin-file", "host.pin")
    added = ("operator-add", "周正", "--duty", "supervisor", "--new-pin-file", "other.pin")
    done(year(*added, *as_host))
    return year


HOST = ("--operator", "陈静", "--pin-file", "host.pin")
SUPERVISOR = ("--operator", "周正", "--pin-file", "other.pin")
WHY = ("--reason", "机房误操作，已核对", "--yes")


def test_all_is_acknowledged_and_said(tmp_path: Path, closed: Kaohe) -> None:
    assert "Nothing can be acknowledged" in refused(closed("acknowledge", *WHY))
    foreign(tmp_path, MARK, ROLE)
    found = closed("verify")
    assert found.returncode == 1
    lines = [*found.stderr.splitlines(), *found.stdout.splitlines()]
    assert len(lines) > 1
    assert "--yes" in refused(closed("acknowledge", "--reason", "x"))
    assert "needs a reason" in refused(closed("acknowledge", "--reason", " ", "--yes"))
    told = done(closed("acknowledge", *WHY)).splitlines()
    assert told[:-1] == [f"Acknowledged: {line}" for line in lines]
    assert "hash" in told[-1]
    done(closed("verify"))
    newest = json.loads(done(closed("record", "--json", "--limit", "1")))["record"][0]
    assert newest["action"] == "acknowledge"
    assert newest["hash"][:8] in told[-1]


def test_what_was_acknowledged_as_json(tmp_path: Path, closed: Kaohe) -> None:
    foreign(tmp_path, ROLE)
    told = json.loads(done(closed("acknowledge", *WHY, "--json")))
    assert "rosters of opened periods" in told["acknowledged"][0]
    assert len(told["hash"]) == 64
    newest = json.loads(done(closed("record", "--json", "--limit", "1")))["record"][0]
    assert told["entry"] == newest["number"]


def test_only_a_supervisor_acknowledges(tmp_path: Path, guarded: Kaohe) -> None:
    foreign(tmp_path, "UPDATE person SET section = 'x' WHERE code = 's1'")
    assert "周正" in refused(guarded("acknowledge", *WHY, *HOST))
    done(guarded("acknowledge", *WHY, *SUPERVISOR))


def test_the_commands_say_it(tmp_path: Path, closed: Kaohe) -> None:
    assert SAID not in done(closed("status"))
    assert json.loads(done(closed("status", "--json")))["foreign"] == []
    foreign(tmp_path, ROLE)
    lines = done(closed("status")).splitlines()
    assert [line for line in lines if line.startswith(SAID)] == [
        f"{SAID}rosters of opened periods. “kaohe verify” shows all of it; steps are "
        "refused until a supervisor has acknowledged it."
    ]
    assert json.loads(done(closed("status", "--json")))["foreign"] == ["rosters of opened periods"]
    assert closed("standings").stderr.startswith(SAID)


@pytest.mark.parametrize("change", [MARK, "UPDATE result SET body = replace(body, '王芳', '王方')"])
@pytest.mark.parametrize("part", ["notice", "workbook", "sheets", "csv", "json"])
def test_papers_of_a_result_that_was_changed_are_refused(
    tmp_path: Path, closed: Kaohe, change: str, part: str
) -> None:
    export = ("export", "out", "--period", "q1", "--only", part)
    foreign(tmp_path, change)
    assert "acknowledge" in refused(closed(*export))
    assert not (tmp_path / "out").exists()
    sheet = ("closing-sheet", "peer", "sheet.html", "--period", "q1")
    assert "acknowledge" in refused(closed(*sheet))
    assert not (tmp_path / "sheet.html").exists()
    post = ("notice", "--period", "q1", "--post")
    assert "acknowledge" in refused(closed(*post))


def test_what_is_still_open_goes_out_as_ever(tmp_path: Path, closed: Kaohe) -> None:
    foreign(tmp_path, MARK)
    done(closed("export", "blank", "--period", "q2", "--only", "ballots"))
    done(closed("export", "draft", "--period", "q2"))


def test_papers_tell_what_was_acknowledged(tmp_path: Path, closed: Kaohe) -> None:
    from docx import Document

    foreign(tmp_path, "UPDATE participant SET section = 'x' WHERE code = 's1'")
    done(closed("acknowledge", *WHY))
    number = json.loads(done(closed("record", "--json", "--limit", "1")))["entries"]
    told = f"acknowledged in entry {number} of the record: 机房误操作，已核对"
    done(closed("export", "out", "--period", "q1", "--only", "notice"))
    done(closed("closing-sheet", "peer", "sheet.html", "--period", "q1"))
    assert told in (tmp_path / "sheet.html").read_text(encoding="utf-8")
    assert told in next((tmp_path / "out").glob("*.html")).read_text(encoding="utf-8")
    document = Document(str(next((tmp_path / "out").glob("*.docx"))))
    assert any(told in each.text for each in document.paragraphs)


def test_a_copy_of_what_does_not_hold_says_so(tmp_path: Path, closed: Kaohe) -> None:
    assert "is sound" in done(closed("backup", "before.db"))
    foreign(tmp_path, MARK)
    told = done(closed("backup", "after.db"))
    assert "The check failed" in told
    assert "sound" not in told
    assert (tmp_path / "after.db").is_file()


# -- signing in where the operators themselves were changed --------------------------------------


def test_whoever_was_left_alone_signs_in(tmp_path: Path, guarded: Kaohe) -> None:
    foreign(tmp_path, "UPDATE operator SET duty = 'boss' WHERE name = '陈静'")
    for _try in range(3):
        wrong = refused(guarded("standings", "--operator", "周正", "--pin-file", "wrong.pin"))
    assert "Too many wrong tries. Wait" in wrong
    assert "Too many wrong tries" in refused(guarded("standings", *SUPERVISOR))


def test_the_warning_is_said_after_signing_in(tmp_path: Path, guarded: Kaohe) -> None:
    refused(guarded("standings", "--operator", "周正", "--pin-file", "wrong.pin"))
    foreign(tmp_path, "UPDATE operator SET duty = 'boss' WHERE name = '陈静'")
    told = guarded("record", *SUPERVISOR)
    assert told.returncode == 0
    assert told.stderr.startswith(f"{SAID}operators.")
    done(guarded("acknowledge", *WHY, *SUPERVISOR))


def test_a_host_adds_a_supervisor_whatever_else_was_changed(tmp_path: Path, guarded: Kaohe) -> None:
    foreign(tmp_path, "UPDATE person SET section = 'x' WHERE code = 's1'")
    added = guarded(
        "operator-add", "孙慧", "--duty", "supervisor", "--new-pin-file", "wrong.pin", *HOST
    )
    assert added.returncode == 0
    assert added.stderr.startswith(SAID)
    done(guarded("acknowledge", *WHY, "--operator", "孙慧", "--pin-file", "wrong.pin"))


def test_nobody_acts_where_the_operators_were_taken_out(tmp_path: Path, guarded: Kaohe) -> None:
    done(guarded("backup", "copy.db"))
    foreign(tmp_path, "DELETE FROM operator")
    gone = "removed by a program other than kaohe"
    assert gone in refused(guarded("acknowledge", *WHY))
    added = ("operator-add", "吴凡", "--duty", "host", "--new-pin-file", "host.pin")
    assert gone in refused(guarded(*added))
    assert gone in refused(guarded("restore", "--yes", "copy.db"))
    room = enter_room(tmp_path / "year.db")
    try:
        with pytest.raises(Refusal) as info:
            key_ballot(room, ("q1", "peer", "s1"), lambda _code: (50, 30))
        assert info.value.code == "operators-lost"
        assert gone in str(info.value)
    finally:
        room.close()
    (tmp_path / "year.db").rename(tmp_path / "evidence.db")
    done(guarded("restore", "--yes", "copy.db"))
    done(guarded("verify"))
