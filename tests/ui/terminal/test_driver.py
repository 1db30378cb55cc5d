"""The terminal itself, through a real pseudo-terminal: wrong bytes, signals, a vanished window."""

import os
import pty
import re
import select
import signal
import sys
import tty
from collections import deque
from pathlib import Path

import pytest

from kaohe_tui.ui.terminal.driver import KaoheLinuxDriver
from tests.terminal import Terminal

PROGRAM = [sys.executable, "-m", "tests.ui.run_small_app"]
ROOT = Path(__file__).parent.parent.parent.parent


def small_app(home: Path, *arguments: str, **environment: str) -> Terminal:
    """The small app with folders of its own, on a terminal of 80x24."""
    folders = {
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_STATE_HOME": str(home / "state"),
        "XDG_DATA_HOME": str(home / "data"),
    }
    return Terminal([*PROGRAM, *arguments], cwd=ROOT, env=folders | environment)


def test_a_burst_in_one_packet_is_all_taken(tmp_path: Path) -> None:
    with small_app(tmp_path) as terminal:
        terminal.wait_for("Continue")
        terminal.send("\r" * 20)
        terminal.wait_for("went 20")
        terminal.send("Ｑ")
        assert terminal.wait_exit() == 0
        assert terminal.disorder() == []


def test_an_answer_is_mended_by_a_burst_in_its_order(tmp_path: Path) -> None:
    with small_app(tmp_path) as terminal:
        terminal.wait_for("Continue")
        terminal.send("n")
        terminal.wait_for("Which total?")
        terminal.send("461\r\x7f\x7f\x7f469\x7f0\r")
        terminal.wait_for("answer 460")


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        pytest.param("发2026号", "发2026号", id="text with digits"),
        pytest.param("统发〔2026〕9号", "统发〔2026〕9号", id="digits at both ends"),
        pytest.param("2026号", "2026号", id="begun by the digit of a ready answer"),
        pytest.param("2026", "2026", id="digits alone, of which some pick nothing"),
        pytest.param("１2天", "１2天", id="in full width"),
        pytest.param("0统发2", "统发2", id="the key that begins to write"),
        pytest.param("12", "away", id="two ready answers one after the other"),
        pytest.param("\x1b[A2", "away", id="a digit behind an arrow"),
    ],
)
def test_text_that_comes_in_one_piece_picks_no_ready_answer(
    tmp_path: Path, typed: str, answer: str
) -> None:
    """An input method, or a slow line, gives all it holds at once."""
    with small_app(tmp_path) as terminal:
        terminal.wait_for("Continue")
        terminal.send("a")
        terminal.wait_for("Why")
        terminal.send(typed + "\r")
        terminal.wait_for(f"answer {answer}")


def test_a_mad_line_takes_little_more_memory_than_what_it_sends(tmp_path: Path) -> None:
    with small_app(tmp_path) as terminal:
        terminal.wait_for("Continue")
        before = peak_of(terminal.pid)
        terminal.send(b"\r" * (1 << 16))
        # All of it is read. As messages it would be some sixty megabytes.
        assert peak_of(terminal.pid) - before < 20 << 10


def peak_of(pid: int) -> int:
    """The most memory that a process held so far, in KiB."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        pytest.skip("this system does not tell it")
    found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text("ascii"))
    assert found is not None
    return int(found[1])


def test_keys_that_have_to_wait_are_all_taken_in_their_order(tmp_path: Path) -> None:
    code = "import runpy, kaohe_tui.ui.terminal.driver as d; "
    code += "d._MOST_WAITING, d._MOST_PACKETS = 10, 4; "
    code += "runpy.run_module('tests.ui.run_small_app', run_name='__main__')"
    folders = {name: str(tmp_path) for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME")}
    with Terminal([sys.executable, "-c", code], cwd=ROOT, env=folders) as terminal:
        terminal.wait_for("Continue")
        for _packet in range(30):
            terminal.send("\r" * 10)
        terminal.wait_for("went 300")
        terminal.send("i")
        terminal.settle()
        digits = "".join(str(n % 10) for n in range(70))
        for begin in range(0, 70, 7):
            terminal.send(digits[begin : begin + 7])
        terminal.wait_for(digits[-60:])


@pytest.mark.parametrize(
    "noise",
    [
        pytest.param(b"\xff", id="no UTF-8"),
        pytest.param("张".encode()[:2], id="half a character"),
        pytest.param(b"\x1b[99999999999999u", id="a sequence that names no character"),
        pytest.param(b"\x00", id="a null byte"),
    ],
)
def test_noise_on_the_line_is_nobodys_key(tmp_path: Path, noise: bytes) -> None:
    with small_app(tmp_path) as terminal:
        terminal.wait_for("Continue")
        terminal.send(b"\r" + noise + b"\r")
        terminal.wait_for("went 2")
        terminal.send("q")
        assert terminal.wait_exit() == 0


def test_a_paste_is_no_key_whatever_is_in_it(tmp_path: Path) -> None:
    with small_app(tmp_path) as terminal:
        terminal.wait_for("Continue")
        terminal.send("\r\x1b[200~\r\rq\x1b[201~\r")
        terminal.wait_for("went 2")
        terminal.send("\x1b[200~\r")
        terminal.send("\r\x1b[A\x1b[20")
        terminal.send("1~")
        terminal.wait_for("Pasting does nothing here")
        terminal.send("\r")
        terminal.wait_for("went 3")


def test_a_paste_without_an_end_swallows_no_later_key(tmp_path: Path) -> None:
    with small_app(tmp_path) as terminal:
        terminal.wait_for("Continue")
        terminal.send("\r\x1b[200~\r")
        terminal.wait_for("Pasting does nothing here")
        terminal.send("\r")
        terminal.wait_for("went 2")


def test_a_paste_stands_in_the_line_as_one_line(tmp_path: Path) -> None:
    with small_app(tmp_path) as terminal:
        terminal.wait_for("Continue")
        terminal.press("a")
        terminal.wait_for("Why")
        terminal.send("\x1b[200~at home\x1b[201~\r")
        terminal.wait_for("answer at home")
        terminal.press("i")
        terminal.settle()
        terminal.send("\x1b[200~张三\r\n李\x1b]52;c;x\x07四\u202e\x1b[201~")
        terminal.wait_for("张三 李]52;c;x四")


def test_a_character_in_two_packets_is_one_key(tmp_path: Path) -> None:
    with small_app(tmp_path) as terminal:
        terminal.wait_for("Continue")
        question_mark = "？".encode()
        terminal.send(question_mark[:2])
        terminal.settle()
        terminal.send(question_mark[2:])
        terminal.wait_for("Small home")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_with_the_terminal_restored(tmp_path: Path, number: int) -> None:
    with small_app(tmp_path) as terminal:
        terminal.wait_for("Continue")
        terminal.kill(number)
        assert terminal.wait_exit() == 128 + number
        assert terminal.disorder() == []


def test_it_ends_when_the_terminal_is_gone(tmp_path: Path) -> None:
    code = tmp_path / "code"
    with small_app(tmp_path, str(code)) as terminal:
        terminal.wait_for("Continue")
        terminal.hang_up()
        assert terminal.wait_exit() == 128 + signal.SIGHUP
    assert code.read_text() == str(128 + signal.SIGHUP)


def test_end_of_input_alone_ends_it_too(tmp_path: Path) -> None:
    ignoring = "import signal, runpy; signal.signal(signal.SIGHUP, signal.SIG_IGN); "
    # The app's own handler is taken away again, so that only the end of input can end it.
    ignoring += "import asyncio.unix_events as u; u._UnixSelectorEventLoop.add_signal_handler = "
    ignoring += "lambda *a: None; runpy.run_module('tests.ui.run_small_app', run_name='__main__')"
    with Terminal(
        [sys.executable, "-c", ignoring], cwd=ROOT, env={"XDG_CONFIG_HOME": str(tmp_path)}
    ) as terminal:
        terminal.wait_for("Continue")
        terminal.hang_up()
        assert terminal.wait_exit() == 129


def test_a_screen_that_nothing_changes_is_drawn_again_after_a_stop(tmp_path: Path) -> None:
    with small_app(tmp_path) as terminal:
        terminal.wait_for("Continue")
        terminal.settle()
        before = terminal.text()
        terminal.kill(signal.SIGTSTP)
        # A busy machine may let it write nothing for longer than what counts as quiet.
        terminal.wait_for(lambda seen: b"\x1b[?1049l" in seen.log)
        terminal.settle()
        terminal.screen.erase_in_display(2)
        assert "Continue" not in terminal.text()
        terminal.kill(signal.SIGCONT)
        terminal.wait_for("Continue")
        terminal.settle()
        assert terminal.text() == before
        terminal.send("q")
        assert terminal.wait_exit() == 0


def test_draining_throws_away_what_was_typed_ahead() -> None:
    master, slave = pty.openpty()
    tty.setraw(slave)
    driver = object.__new__(KaoheLinuxDriver)
    driver.fileno, driver._packets = slave, deque([b"85"])
    os.write(master, b"\r\r85")
    assert select.select([slave], [], [], 10)[0] == [slave]
    driver.drain_input()
    assert select.select([slave], [], [], 0)[0] == []
    assert not driver._packets
    os.write(master, b"7")
    assert os.read(slave, 10) == b"7"
    os.close(slave)
    driver.drain_input()
    os.close(master)


def test_modes_that_swallow_keys_are_never_turned_on(tmp_path: Path) -> None:
    with small_app(tmp_path) as terminal:
        terminal.wait_for("Continue")
        terminal.send("q")
        assert terminal.wait_exit() == 0
        for mode, name in (
            (b"\x1b[>", "kitty's keyboard protocol"),
            (b"\x1b[?1004h", "reports of focus"),
            (b"\x1b[?1000h", "the mouse"),
        ):
            assert mode not in terminal.log, name


def test_keys_that_quit_or_copy_in_textual_do_neither(tmp_path: Path) -> None:
    with small_app(tmp_path) as terminal:
        terminal.wait_for("Continue")
        terminal.send("i")
        terminal.settle()
        terminal.send("85")
        terminal.wait_for("85")
        terminal.press("ctrl+c", "ctrl+q")
        terminal.wait_for("To quit kaohe")
        # All of the line is selected and copied: nothing may reach the terminal's clipboard.
        terminal.send(b"\x1b[1;6H\x18")
        terminal.press("shift+home", "ctrl+x")
        terminal.settle()
        assert b"\x1b]52" not in terminal.log


def test_small_terminal_keeps_everything(tmp_path: Path) -> None:
    with small_app(tmp_path) as terminal:
        terminal.wait_for("Continue")
        terminal.send("\r")
        terminal.wait_for("went 1")
        terminal.resize(40, 10)
        terminal.wait_for("40x10")
        terminal.send("\r\rt")
        # Ignored keys leave no trace: see that the program has gone round once more.
        terminal.settle()
        terminal.resize(41, 10)
        terminal.wait_for("41x10")
        terminal.resize(80, 24)
        terminal.wait_for("body of")
        terminal.send("\r")
        terminal.wait_for("went 2")


def test_sixteen_colours_on_a_linux_console(tmp_path: Path) -> None:
    with small_app(tmp_path, TERM="linux") as terminal:
        terminal.wait_for("Continue")
        terminal.press("t")
        terminal.wait_for("no tier")
        terminal.press("a")
        terminal.wait_for("Why")
        terminal.press("1", "escape", "ctrl+p")
        terminal.wait_for("Confirm")
        terminal.press("escape")
        terminal.settle()
        for wide in (b"38;2;", b"48;2;", b"38;5;", b"48;5;"):
            assert wide not in terminal.log
