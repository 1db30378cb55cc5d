"""What some cases do or look at that no command, key or row tells.

Each gets the folder of the case, in which the program stands, and the app where one runs.
"""

import json
import os
import signal
import sqlite3
import tomllib
from contextlib import closing, redirect_stderr, redirect_stdout
from datetime import datetime, timedelta
from fractions import Fraction
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any
from unittest import mock

from kaohe_tui import cli
from kaohe_tui.domain.public.notice import Stage
from kaohe_tui.services.ballots.open_ballot import OpenBallot
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.entries import entries
from kaohe_tui.services.public import notices
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.database import connections
from tests.prepared import demo_copy
from tests.terminal import Terminal

_DATABASE = "t.db"


def run(*arguments: str) -> tuple[int, str]:
    """A command of kaohe in this process: its exit code and all that it printed."""
    printed = TextIOWrapper(BytesIO(), encoding="utf-8", write_through=True)
    with redirect_stdout(printed), redirect_stderr(printed):
        code = cli.run(["--lang", "zh", "--db", _DATABASE, *arguments])
    return code, printed.buffer.getvalue().decode()


def asked(statement: str) -> list[tuple[Any, ...]]:
    """What SQL finds; nothing where there is no database."""
    if not Path(_DATABASE).exists():
        return []
    with closing(sqlite3.connect(_DATABASE)) as connection:
        return connection.execute(statement).fetchall()


def second_sheet_or_none(_folder: Path, _app: Terminal | None) -> None:
    """If anything was taken, it was this year's people, whose sheet is shown on opening."""
    found = asked("SELECT count(*) FROM person")
    assert found in ([], [(8,)]), found
    if found:
        assert asked("SELECT name FROM person WHERE code = '08'") == [("陈静",)]


def one_section_or_told(_folder: Path, _app: Terminal | None) -> None:
    """The section head rates everybody of the section, or it is told that sections look alike."""
    files = ("--scheme", "scheme-section.toml", "--roster", "e10-section-with-spaces.csv")
    code, told = run("new", *files)
    if code or "综 合科" in told:
        assert "综 合科" in told, told
        return
    assert run("open", "peer", "--period", "q1")[0] == 0
    tiers = json.loads(run("status", "--json")[1])["tiers"]
    [owed] = [tier["ratings_owed"] for tier in tiers if tier["key"] == "middle"]
    assert owed == 4, f"{owed} ratings are owed, not 4"


def namesakes_told_apart(folder: Path, _app: Terminal | None) -> None:
    """No two people are alike on the notice but for what they got."""
    [page] = (folder / "o").glob("notice*.html")
    lines = [line for line in page.read_text(encoding="utf-8").splitlines() if "王伟" in line]
    assert len(lines) >= 2
    assert any("07" in line or "08" in line for line in lines), lines


def exempt_by_every_dot(_folder: Path, _app: Terminal | None) -> None:
    """The person is found with whichever middle dot the name is written."""
    for number, dot in enumerate("•・‧．·", 1):
        name = f"买买提{dot}吐尔逊"
        given = ("--period", "q1", "--kind", "undetermined", "--reason", "新任职")
        code, told = run("exempt", name, *given)
        assert code == 0, told
        code, told = run("withdraw", "exemption", str(number), "--reason", "试")
        assert code == 0, told


def no_line_break(_folder: Path, _app: Terminal | None) -> None:
    """No name has a line break in it."""
    assert not asked("SELECT name FROM person WHERE name LIKE '%' || char(10) || '%'")


def objection_belongs_to_its_notice(folder: Path, _app: Terminal | None) -> None:
    """Without a period the command asks for one, or the notice that runs waits for it."""
    given = ("--kind", "objection", "--about", "总分", "--code", "06")
    code, told = run("matter-new", *given)
    assert code in (0, 1), told
    if code:
        assert "--period" in told, told
        assert not asked("SELECT 1 FROM matter")
        return
    room = enter_room(folder / _DATABASE)
    later = (datetime.now() + timedelta(30)).date().isoformat()
    found = notices.state(room, "q1", later)
    room.close()
    assert found.stage is Stage.WAITING, found.told


def undecided_on_the_notice(folder: Path, _app: Terminal | None) -> None:
    """Whoever is tied has no grade on it."""
    [page] = (folder / "o").glob("notice*.html")
    lines = [line for line in page.read_text(encoding="utf-8").splitlines() if "并列" in line]
    assert lines
    for line in lines:
        assert "待定" in line, line
        assert "优秀" not in line, line
        assert "称职" not in line, line


def stop_and_go_on(_folder: Path, app: Terminal | None) -> None:
    """Another program writes over the screen while kaohe is stopped."""
    assert app is not None
    app.settle(0.3)
    app.kill(signal.SIGTSTP)
    app.settle(0.3)
    app.screen.reset()
    app.kill(signal.SIGCONT)


def with_vetoes(folder: Path, _app: Terminal | None) -> None:
    """The scheme has vetoes too."""
    scheme = folder / "scheme.toml"
    more = (folder / "v.toml").read_text(encoding="utf-8")
    scheme.write_text(scheme.read_text(encoding="utf-8") + more, encoding="utf-8")


def no_secret_tier_reveals_ballots(folder: Path, _app: Terminal | None) -> None:
    """A secret tier shows nothing before it is closed."""
    scheme = tomllib.loads((folder / "d" / "scheme.toml").read_text(encoding="utf-8"))
    secret = [tier for tier in scheme["tiers"] if tier.get("secret")]
    assert secret
    assert [tier.get("reveal") for tier in secret if tier.get("reveal") not in (None, "tier")] == []


def no_line_begins_wrongly(_folder: Path, app: Terminal | None) -> None:
    """No full stop, comma or closing bracket at the head of a line."""
    assert app is not None
    heads = [line.strip()[:1] for line in app.text().splitlines()]
    assert "。" in app.text()
    assert not {"。", "，", "；", "：", "、", "）", "”", "！", "？"} & set(heads), app.text()


def demo(folder: Path, _app: Terminal | None) -> None:
    """The sample bureau in the middle of a meeting."""
    demo_copy(folder / _DATABASE)


def pins(folder: Path, _app: Terminal | None) -> None:
    """Files with PINs that only their owner can read."""
    for name, pin in (("pin-1", "2580"), ("pin-2", "1470"), ("pin-3", "3690")):
        (folder / name).touch(mode=0o600)
        (folder / name).write_text(f"{pin}\n", encoding="ascii")


def restore_while_held(_folder: Path, _app: Terminal | None) -> None:
    """Somebody restores, without a PIN, while another program holds the file."""
    with closing(sqlite3.connect(_DATABASE, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with mock.patch.object(connections, "PRAGMAS", _impatient()):
            code, told = run("restore", "--yes", "copy.db")
        other.execute("ROLLBACK")
    assert code == 1, told


def _impatient() -> tuple[str, ...]:
    kept = (each for each in connections.PRAGMAS if not each.startswith("busy_timeout"))
    return (*kept, "busy_timeout=100")


def link_held(folder: Path, _app: Terminal | None) -> None:
    """The list of ballots held is a link to a file of somebody else's."""
    held = folder / f"{_DATABASE}-held"
    held.unlink(missing_ok=True)
    held.symlink_to(folder / "other.txt")


def other_is_kept(folder: Path, _app: Terminal | None) -> None:
    """Nothing was written through the link."""
    assert (folder / "other.txt").read_text(encoding="utf-8") == "keep this\n"


def pipe_held(folder: Path, _app: Terminal | None) -> None:
    """The list of ballots held is a pipe."""
    held = folder / f"{_DATABASE}-held"
    held.unlink(missing_ok=True)
    os.mkfifo(held)


def gone(folder: Path, _app: Terminal | None) -> None:
    """The database is away; its copies are there."""
    assert list(folder.glob(f"{_DATABASE}.backups/*.db"))
    (folder / _DATABASE).rename(folder / "elsewhere.dat")


def copy_is_mine(folder: Path, _app: Terminal | None) -> None:
    """What lay in the place of the backup lies there."""
    assert (folder / "copy.db").read_text(encoding="utf-8") == "mine\n"


def clock_set_back(folder: Path, _app: Terminal | None) -> None:
    """Two entries, the second an hour before the first."""
    for hours in (2, 1):
        at = datetime.now() + timedelta(hours=hours)
        room = Room(enter_room(folder / _DATABASE).database, clock=lambda at=at: at)  # type: ignore[misc]
        entries.absent(room, "q1", "05", Fraction(1), f"事假{hours}")
        room.close()


def exports_are_the_same(folder: Path, _app: Terminal | None) -> None:
    """Every file of one export is in the other, with the same bytes."""
    one, other = (
        {path.relative_to(folder / name): path.read_bytes()
         for path in (folder / name).rglob("*") if path.is_file()}
        for name in ("one", "other")
    )  # fmt: skip
    assert one.keys() == other.keys()
    assert [str(path) for path in one if one[path] != other[path]] == []


def hand_in_with_a_gap(folder: Path, _app: Terminal | None) -> None:
    """The head's ballot is handed in without its last row."""
    room = enter_room(folder / _DATABASE)
    ballot = OpenBallot(room, "q1", "peer", "01")
    for row in ballot.sheet.rows[:-1]:
        for place, mark in enumerate((360, 140, 130, 140, 150)):
            ballot.mark(row.ratee.code, place, mark)
    ballot = OpenBallot(room, "q1", "peer", "01")
    ballot.hand_in()
    ballot.leave()
    room.close()
