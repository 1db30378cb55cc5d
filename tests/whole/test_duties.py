"""A meeting with operators and codes through a real terminal, by keys alone at 80x24."""

import os
import re
import shutil
import signal
from pathlib import Path

import pytest

from tests.terminal import Terminal
from tests.whole.desk import CONFIRM, Desk, to_home, to_raters
from tests.whole.small_office import keys, office_files, ratees, raters

HOST, CLERK = ("Chen", "2580"), ("Li", "1470")
AWAY = "Not while a rater"
CALL = "Please call the host"


@pytest.fixture(scope="module")
def guarded_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A year with a host and a clerk, its first tier open; never changed."""
    folder = tmp_path_factory.mktemp("guarded")
    desk = Desk(folder, folder / "year.db")
    scheme, roster = office_files(folder)
    run(desk, "new", "--scheme", str(scheme), "--roster", str(roster))
    run(desk, "operator-add", HOST[0], "--duty", "host", "--new-pin-file", pin(desk, HOST[1]))
    for words in (
        ("operator-add", CLERK[0], "--duty", "clerk", "--new-pin-file", pin(desk, CLERK[1])),
        ("open", "peer", "--period", "q1"),
    ):
        run(desk, *words, *signed(desk, HOST))
    return desk.database


@pytest.fixture
def guarded(tmp_path: Path, guarded_made: Path) -> Desk:
    """A desk with that year."""
    return Desk(tmp_path, Path(shutil.copy(guarded_made, tmp_path / "year.db")))


def pin(desk: Desk, digits: str) -> str:
    """A file that only its owner can read, with a PIN."""
    path = desk.folder / f"pin-{digits}"
    path.write_text(digits, encoding="ascii")
    path.chmod(0o600)
    return str(path)


def signed(desk: Desk, who: tuple[str, str]) -> tuple[str, ...]:
    return "--operator", who[0], "--pin-file", pin(desk, who[1])


def run(desk: Desk, *words: str) -> str:
    done = desk.run(*words)
    assert done.returncode == 0, done.stderr
    return done.stdout


def slips(desk: Desk, *words: str) -> dict[str, str]:
    """Rater's code -> the one-time code on the slip."""
    told = run(desk, "codes", "--tier", "peer", "--period", "q1", *words, *signed(desk, HOST))
    return dict(re.findall(r" (\w+)\ncode: (\S+)$", told, flags=re.MULTILINE))


def sign_in(terminal: Terminal, who: tuple[str, str]) -> None:
    """Choose the name and type the PIN; all at once, as a person who knows it does."""
    terminal.wait_for(re.compile(rf" {who[0]} "))
    names = re.findall(r"^ [▶ ] (\w+) ", terminal.text(), flags=re.MULTILINE)
    terminal.send("\x1b[B" * names.index(who[0]) + who[1] + "\r")


def begin_with(terminal: Terminal, name: str, code: str) -> None:
    """Type the code until the quiet moment is over and the ballot is there."""
    terminal.wait_for(f"{name}, please take the keyboard")

    def taken(shown: Terminal) -> bool:
        shown.press(code[0].lower())
        return f"Enter: {code[0]}" in shown.text()

    terminal.wait_for(taken)
    terminal.press(*["backspace"] * 8)
    terminal.wait_for("Enter: _")
    terminal.send(code + "\r")
    terminal.wait_for(re.compile(r"Rater .* rated \d"))


def test_a_tier_by_operators_and_codes(guarded: Desk) -> None:
    codes = slips(guarded)
    assert sorted(codes) == sorted(raters("peer"))
    with guarded.start(wait="Who is at the keyboard?") as terminal:
        sign_in(terminal, CLERK)
        to_home(terminal)
        assert re.search(r"Li clerk$", terminal.line(0))
        to_raters(terminal)
        terminal.press("enter")
        for number, rater in enumerate(raters("peer")):
            begin_with(terminal, "", codes[rater])
            if number == 0:
                nothing_leads_away(terminal)
            for ratee in ratees("peer", rater):
                terminal.send(keys(30 + number, 40, len(ratee)))
            terminal.wait_for("All rated —")
            terminal.press("f10")
            terminal.wait_for(CONFIRM)
            terminal.press("y")
        # Every code is spent: the keyboard goes back to the desk, and to nobody else.
        terminal.wait_for("the ballot is in. Please call the host")
        terminal.press("escape", "q", "ctrl+q")
        terminal.wait_for("call the host")
        sign_in(terminal, HOST)
        terminal.wait_for("6 of 6 ballots in")
        terminal.press("escape")
        to_home(terminal)
        # The next thing of a clerk, who closes nothing.
        terminal.wait_for("Look at the standings")
        terminal.press("t")
        terminal.wait_for("the tiers")
        terminal.press("enter")
        terminal.wait_for("closing")
        terminal.press("enter")
        terminal.wait_for("A clerk may not")
        terminal.press("f9")
        terminal.wait_for("Locked")
        assert "互评" not in terminal.text()
        sign_in(terminal, HOST)
        to_home(terminal)
        assert re.search(r"Chen host$", terminal.line(0))
        terminal.press("q")
        assert terminal.wait_exit() == 0
        assert terminal.disorder() == []
    assert set(guarded.states().values()) == {"handed_in"}
    assert guarded.count("rater_code") == 0
    run(guarded, "verify")


def nothing_leads_away(terminal: Terminal) -> None:
    """Every key that leads away somewhere, with what a stock program would do on it."""
    for key in ("ctrl+p", "ctrl+q", "ctrl+c", "s", "\x1c", "\x1a", "\x13"):
        terminal.press(key)
        terminal.settle()
        assert re.search(r"Rater .* rated \d", terminal.text()), key
    terminal.press("ctrl+p")
    terminal.wait_for(AWAY)
    terminal.press("escape")
    terminal.wait_for(CALL)
    terminal.press("escape")
    terminal.wait_for(re.compile(r"Rater .* rated \d"))
    terminal.resize(20, 4)
    terminal.settle()
    terminal.press("q")
    terminal.settle()
    terminal.resize(80, 24)
    terminal.wait_for(re.compile(r"Rater .* rated \d"))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_in_order_while_a_rater_sits(guarded: Desk, number: int) -> None:
    codes = slips(guarded, "--rater", "m1")
    with guarded.start(wait="Who is at the keyboard?") as terminal:
        sign_in(terminal, CLERK)
        to_home(terminal)
        to_raters(terminal)
        terminal.press("enter")
        begin_with(terminal, "", codes["m1"])
        terminal.send(keys(31, 40, 15))
        terminal.wait_for(" 86")
        terminal.kill(number)
        assert terminal.wait_exit() == 128 + number
        assert terminal.disorder() == []
    assert len(guarded.marks()) == 3
    assert guarded.count("rater_code") == 1


def test_typed_ahead_pins_land_where_they_belong(guarded: Desk) -> None:
    with guarded.start(wait="Who is at the keyboard?") as terminal:
        terminal.wait_for(" Chen ")
        terminal.send("9999\r2580\r")
        to_home(terminal)
        terminal.press("q")
        assert terminal.wait_exit() == 0


def test_reading_only_on_a_file_that_cannot_be_written(guarded: Desk) -> None:
    if os.geteuid() == 0:
        # Root may write everything; the flag of the connection holds all the same.
        before = guarded.database.read_bytes()
    else:
        guarded.database.chmod(0o400)
        before = guarded.database.read_bytes()
    with guarded.start("--read-only") as terminal:
        terminal.wait_for("Opened read-only")
        terminal.press("r")
        terminal.wait_for("whose ballot?")
        terminal.press("enter")
        terminal.wait_for("opened read-only")
        beside = {each.name for each in guarded.folder.iterdir()}
        assert not {name for name in beside if name.startswith("year.db-")}
        terminal.press("escape", "q")
        assert terminal.wait_exit() == 0
    assert guarded.database.read_bytes() == before
    missing = guarded.run("--read-only")
    assert missing.returncode == 1
