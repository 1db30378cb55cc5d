"""The pseudo-terminal harness itself: what it shows, sends and finds out is what happened."""

import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal import Terminal
from tests.terminal_screen import TerminalScreen, TerminalStream

NAMES = ["欧阳明日香", "张三[/]", "阿卜杜拉·买买提"]
APP = """
import asyncio, signal, sys
from rich.text import Text
from textual.app import App
from textual.widgets import Static

class Small(App):
    def compose(self):
        self.keys = []
        for name in ["欧阳明日香", "张三[/]", "阿卜杜拉·买买提"]:
            yield Static(Text(f"│{name}│85.5"))
        yield Static("", id="keys", markup=False)
        yield Static("", id="size")

    def on_mount(self):
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self.exit, None, 143)

    def on_resize(self, event):
        self.query_one("#size").update(f"size {event.size.width}x{event.size.height}")

    def on_key(self, event):
        self.keys.append(event.key)
        self.query_one("#keys").update(" ".join(self.keys))
        if event.key == "f10":
            self.exit(None, 7)

app = Small()
app.run()
print("成绩已保存")
sys.exit(app.return_code)
"""


def python(code: str) -> Terminal:
    return Terminal([sys.executable, "-c", code], columns=40, lines=6)


def wait_for_line(terminal: Terminal) -> None:
    """Until the first line's end came too: the kernel may hand a line over in two pieces."""
    terminal.wait_for(lambda shown: shown.screen.cursor.y == 1)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Terminal]:
    script = tmp_path / "small.py"
    script.write_text(APP, encoding="utf-8")
    with Terminal([sys.executable, str(script)]) as terminal:
        terminal.wait_for("size 80x24")
        yield terminal


def test_wide_characters_stand_in_the_right_cells(app: Terminal) -> None:
    widths = [10, 7, 15]
    for y, (name, width) in enumerate(zip(NAMES, widths, strict=True)):
        assert app.line(y) == f"│{name}│85.5"
        assert app.find(name) == (1, y)
        assert app.cell(width + 1, y).data == "│"
        assert app.cell(width + 2, y).data == "8"
    assert [app.cell(x, 0).data for x in range(5)] == ["│", "欧", "", "阳", ""]


def test_a_broken_wide_character_leaves_no_half() -> None:
    with python(
        "print('欧阳\\x1b[2GX\\x1b[3GY\\u200b明', end='', flush=True); input()"
    ) as terminal:
        terminal.wait_for("明")
        assert terminal.line(0) == " XY明"


@pytest.mark.parametrize("step", [1, 1000])
def test_sequences_that_pyte_does_not_know_show_nothing(step: int) -> None:
    screen = TerminalScreen(20, 2)
    stream = TerminalStream(screen)
    data = "甲\x1b[>25u\x1b[<u乙\x1b[?2026$p\x1b[?6n\x1b[=1c\x1bP1$r0m\x1b\\\x1b[?2m丙".encode()
    for start in range(0, len(data), step):
        stream.feed(data[start : start + step])
    assert screen.text(0) == "甲乙丙"


def test_keys_arrive_by_name(app: Terminal) -> None:
    app.press("8", "enter", "up", "shift+tab", "f5", "f2", "pagedown", "backspace", "ctrl+a")
    app.press("escape", "x", "ctrl+right")
    app.wait_for("ctrl+right")
    assert app.line(len(NAMES)) == (
        "8 enter up shift+tab f5 f2 pagedown backspace ctrl+a escape x ctrl+right"
    )


def test_a_packet_arrives_whole_and_in_order(app: Terminal) -> None:
    app.send("85\r90\r")
    app.wait_for("8 5 enter 9 0 enter")


def test_an_unknown_key_is_refused(app: Terminal) -> None:
    with pytest.raises(ValueError, match="no such key: entre"):
        app.press("entre")


def test_exit_leaves_a_clean_terminal(app: Terminal) -> None:
    assert app.is_raw()
    assert {"raw", "alternate screen", "hidden cursor", "kitty keyboard"} <= set(app.disorder())
    app.press("f10")
    assert app.wait_exit() == 7
    assert app.disorder() == []
    assert app.text().strip() == "成绩已保存"


def test_a_hard_kill_shows_as_a_disorderly_terminal(app: Terminal) -> None:
    app.kill(signal.SIGKILL)
    assert app.wait_exit() == -signal.SIGKILL
    assert app.is_raw()
    assert "mouse reports (1003)" in app.disorder()


def test_a_signal_reaches_the_program(app: Terminal) -> None:
    app.kill(signal.SIGTERM)
    assert app.wait_exit() == 143
    assert app.disorder() == []


def test_resize_reaches_the_program_and_the_screen(app: Terminal) -> None:
    app.resize(100, 30)
    app.wait_for("size 100x30")
    assert app.line(0) == "│欧阳明日香│85.5"
    app.resize(40, 10)
    app.wait_for("size 40x10")
    assert len(app.text().split("\n")) == 10


def test_bytes_are_counted(app: Terminal) -> None:
    app.settle()
    assert app.bytes_since() == len(app.log) > 0
    before = len(app.log)
    app.press("5")
    app.wait_for("5\nsize")
    app.settle()
    assert app.bytes_since() == len(app.log) - before > 0
    assert b"5" in app.log[before:]


def test_a_vanished_terminal_sends_hangup() -> None:
    # It reads nothing: hang-up and end of input race, here as in a real session.
    with python("import signal; print('ready', flush=True); signal.pause()") as terminal:
        wait_for_line(terminal)
        terminal.hang_up()
        assert terminal.wait_exit() == -signal.SIGHUP


def test_a_program_deaf_to_hangup_meets_the_end_of_input() -> None:
    code = (
        "import os, signal, sys\n"
        "signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
        "print('ready', flush=True)\n"
        "try: sys.exit(5 if os.read(0, 1) == b'' else 6)\n"
        "except OSError: sys.exit(5)"
    )
    with python(code) as terminal:
        wait_for_line(terminal)
        terminal.hang_up()
        assert terminal.wait_exit() == 5


def test_ctrl_c_interrupts_a_cooked_program() -> None:
    # Waiting in input() would miss an interrupt that comes just before its read.
    code = (
        "import signal\n"
        "signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])\n"
        "print('ready', flush=True)\n"
        "signal.sigwait([signal.SIGINT])\n"
        "print('中断')\n"
        "raise SystemExit(3)"
    )
    with python(code) as terminal:
        terminal.wait_for("ready")
        assert not terminal.is_raw()
        terminal.press("ctrl+c")
        assert terminal.wait_exit() == 3
        assert "中断" in terminal.text()


def test_waiting_fails_with_the_screen() -> None:
    with python("print('只有这些')") as terminal, pytest.raises(AssertionError) as failure:
        terminal.wait_for("别的")
    assert "只有这些" in str(failure.value)
    assert "ended with 0" in str(failure.value)


def test_waiting_ends_even_while_the_program_writes() -> None:
    with python("while True: print('.', end='')") as terminal:
        with pytest.raises(AssertionError, match="still runs"):
            terminal.wait_for("never", timeout=0.2)
        assert not terminal.settle(timeout=0.2)


def test_a_missing_program_says_so() -> None:
    with Terminal(["no-such-program"]) as terminal:
        assert terminal.wait_exit() == 127
        assert "no-such-program: No such file or directory" in terminal.text()


def test_our_surroundings_do_not_leak_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEXTUAL_PRESS", "q")
    monkeypatch.setenv("LC_ALL", "POSIX")
    monkeypatch.setenv("COLUMNS", "200")
    code = (
        "import os; print(sorted(k for k in os.environ if k[:3] in ('TEX', 'LC_', 'COL', 'MY_')))"
    )
    with Terminal([sys.executable, "-c", code], env={"MY_OWN": "1"}) as terminal:
        terminal.wait_exit()
        # Python itself sets LC_CTYPE where it coerces a locale, which C.UTF-8 does not need.
        assert terminal.line(0) == "['MY_OWN']"
