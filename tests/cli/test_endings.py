"""How a command ends when something unforeseen happens, and how its lines look on a terminal."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import click
import pytest

from kaohe_tui import cli
from kaohe_tui.cli import names
from kaohe_tui.cli.show import progress, table
from kaohe_tui.domain.width import cell_width
from kaohe_tui.ui.terminal import faults
from tests.cli.conftest import Kaohe, ballots, done


def test_a_fault_leaves_one_sentence_and_a_report_without_marks(
    tmp_path: Path, year: Kaohe, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object, **_named: object) -> None:
        mark = "9" * 7
        raise ZeroDivisionError(len(mark))

    monkeypatch.setattr(progress, "lines", broken)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    result = year("status")
    assert (result.returncode, result.stdout) == (faults.FAULT, "")
    assert result.stderr.count("\n") == 1
    assert "internal error" in result.stderr
    report = Path(result.stderr.rstrip("\n").rpartition(" ")[2])
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    text = report.read_text(encoding="utf-8")
    assert "ZeroDivisionError" in text
    assert "9999999" not in text


@pytest.mark.parametrize("name", [each for each in names.LISTED if each != "demo"])
def test_what_is_left_out_of_a_command_is_named(bureau: Kaohe, name: str) -> None:
    """With its arguments and no option, no command ends in a fault."""
    command = cli.program.commands[name]
    arguments = [
        str(next(iter(each.type.choices))) if isinstance(each.type, click.Choice) else "1"
        for each in command.params
        if isinstance(each, click.Argument)
    ]
    result = bureau(name, *arguments)
    assert result.returncode in (0, 1, 2), result.stderr
    needed = [o for o in command.params if isinstance(o, click.Option) and o.required]
    if needed:
        assert result.returncode == 2
        assert any(option.opts[0] in result.stderr for option in needed)


def test_ctrl_c_is_quiet(year: Kaohe, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_arguments: object, **_named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(table, "lines", interrupted)
    result = year("standings")
    assert (result.returncode, result.stdout, result.stderr) == (130, "", "")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
@pytest.mark.parametrize(("variable", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_headings_are_set_off_only_on_a_terminal_that_wants_it(
    tmp_path: Path, year: Kaohe, variable: dict[str, str], coloured: bool
) -> None:
    import pty

    leader, follower = pty.openpty()
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "TERM": "xterm"}
    with subprocess.Popen(
        [sys.executable, "-m", "kaohe_tui", "--db", "year.db", "status"],
        cwd=tmp_path,
        env=environment | variable,
        stdout=follower,
    ) as process:
        os.close(follower)
        printed = b""
        while chunk := _read(leader):
            printed += chunk
        assert process.wait(timeout=60) == 0
    os.close(leader)
    assert "小局考核方案".encode() in printed
    assert (b"\x1b[" in printed) == coloured


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 4096)
    except OSError:
        # Linux reports the end of a pseudo-terminal as an error.
        return b""


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_the_table_is_aligned_by_display_width(
    tmp_path: Path, year: Kaohe, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    everybody = ("s1", "s2", "s3", "s4", "m1", "m2")
    rows = [["peer", "s1", code, "50", "30.5", ""] for code in everybody if code != "s1"]
    rows.append(["peer", "s2", "s1", "40", "30", ""])
    done(year("import", ballots(tmp_path / "b.csv", rows), "--period", "q1"))
    lines = done(year("standings")).splitlines()
    people = [line for line in lines if "*" in line and "provisional" not in line]
    assert len(people) == 6
    assert len({cell_width(line.partition("*")[0]) for line in people}) == 1
    assert all(cell_width(line) <= max(columns, 80) for line in lines)
    bars = {line.count("▇") for line in people}
    assert len(bars) == 2
    assert 0 not in bars


def test_a_refusal_is_told_to_a_program_with_its_code(bureau: Kaohe) -> None:
    told = bureau("status", "--period", "q9")
    result = bureau("status", "--period", "q9", "--json")
    assert (result.returncode, result.stdout) == (told.returncode, told.stdout) == (1, "")
    assert result.stderr.count("\n") == 1
    assert json.loads(result.stderr) == {
        "refused": {"code": "period-unknown", "message": told.stderr.rstrip("\n")}
    }


def test_what_was_asked_for_and_its_refusal_stay_apart_in_json(year: Kaohe) -> None:
    result = year("verify", "--json", "--against", "0000000000000000")
    assert result.returncode == 1
    assert json.loads(result.stdout)["holds"] is False
    refused = json.loads(result.stderr.splitlines()[-1])["refused"]
    assert refused["code"] == "check-failed"
    assert refused["message"] in json.loads(result.stdout)["findings"]


def test_a_refusal_for_a_program_is_one_line_in_the_language_in_use(
    kaohe: Kaohe, tmp_path: Path
) -> None:
    odd = tmp_path / "年\u202e\n.db"
    result = kaohe("status", "--json", "--lang", "zh", "--db", odd, LC_ALL="C")
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    refused = json.loads(result.stderr)["refused"]
    assert refused["code"] == "database-missing"
    assert refused["message"].startswith("没有数据库")
    assert "\u202e" not in result.stderr


def test_every_command_with_data_for_a_program_tells_it_refusals() -> None:
    options = [
        option
        for command in map(cli.program.commands.get, names.LISTED)
        for option in getattr(command, "params", ())
        if "--json" in option.opts
    ]
    assert len(options) > 10
    assert {option.callback for option in options} == {options[0].callback}
    assert options[0].callback is not None


def test_wrong_usage_stays_text_for_a_program(bureau: Kaohe) -> None:
    result = bureau("status", "--json", "--nothing")
    assert result.returncode == 2
    assert "refused" not in result.stderr
