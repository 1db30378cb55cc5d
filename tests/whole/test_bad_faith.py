"""A database that another program wrote hostile text into reaches no terminal as it is."""

import re
import sqlite3
from contextlib import closing

from tests.whole.desk import Desk, to_home, to_raters

ESCAPES = (
    *("\x1b]52;c;ZXZpbA==\x07", "\x1b[31m", "\x9b31m", "\x1b]0;evil\x07"),
    *("\u202e", "\x07", "\x00x", "\x7f"),
)
"""A clipboard, colours, again by one character, a title, a turned line."""
_OWN = re.compile(rb"\x1b\](?:52|0);|\x1b\[31m|\x07|\x7f|\xc2\x9b|\xe2\x80\xae")


def spoil(desk: Desk) -> None:
    """Write into every name and section, of the roster and of the period's, past all triggers."""
    with closing(sqlite3.connect(desk.database)) as other:
        triggers = other.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            other.execute(f'DROP TRIGGER "{name}"')
        for table in ("person", "participant"):
            for number, escape in enumerate(ESCAPES):
                where = f"WHERE position % {len(ESCAPES)} = {number}"
                other.execute(f"UPDATE {table} SET name = name || ? || '[@click=app.quit]' {where}",
                              (escape,))  # fmt: skip
                other.execute(f"UPDATE {table} SET section = ? || section {where}", (escape,))
        other.commit()


def test_what_is_drawn_holds_none_of_it(desk: Desk) -> None:
    spoil(desk)
    received = bytearray()
    with desk.start(wait="") as terminal:
        take = terminal._take

        def kept(data: bytes) -> None:
            received.extend(data)
            take(data)

        terminal._take = kept  # type: ignore[method-assign]
        terminal.wait_for("[ Enter ]")
        to_raters(terminal)
        terminal.wait_for("\ufffd")
        terminal.press("/")
        terminal.wait_for("Whose ballot?")
        terminal.press("escape")
        terminal.wait_gone("Whose ballot?")
        terminal.press("escape")
        to_home(terminal)
        terminal.press("s")
        terminal.settle()
        terminal.press("enter")
        terminal.settle()
        assert terminal.exit_code is None
    assert len(received) > 1000
    assert not _OWN.search(bytes(received))


def test_what_is_printed_holds_none_of_it(desk: Desk) -> None:
    spoil(desk)
    for command in (["status"], ["standings"], ["standings", "--json"], ["explain", "s1"]):
        done = desk.run(*command)
        told = (done.stdout + done.stderr).encode()
        assert b"Traceback" not in told
        assert "\ufffd" in told.decode() or "\\ufffd" in told.decode(), told
        assert not _OWN.search(told), (command, told)
        assert b"\x1b" not in told
    found = desk.run("verify")
    assert found.returncode == 1
    assert "\x1b" not in found.stdout + found.stderr
