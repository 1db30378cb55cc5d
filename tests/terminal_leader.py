"""The login shell's part in the pseudo-terminal harness: it leads the terminal's session.

Run by `tests.terminal` as `python -I -S terminal_leader.py STATUS_FD CONTROL_FD PROGRAM ARGUMENT…`
in a new session, with the pseudo-terminal's slave side as its standard input, output and error.

It outlives the program, for a session leader's end hangs the terminal up: what a person's shell
would find after the program could not be asked of the terminal itself. As a shell does, it gives
the program a foreground process group of its own and passes a hang-up on.

STATUS_FD gets two lines: the program's process id, and its exit code once it ended (negative: the
signal that ended it). The end of input on CONTROL_FD ends the leader.
"""

import contextlib
import fcntl
import os
import signal
import sys
import termios
from types import FrameType


def main(status: int, control: int, argv: list[str]) -> None:
    """Run `argv` in the foreground of this terminal and report on `status`.

    The program's group is killed when `control` ends before the program does.
    """
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)  # Our session's controlling terminal.
    os.set_inheritable(status, False)
    os.set_inheritable(control, False)
    # Only the foreground group may hand the foreground on without being stopped for it.
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    ready, go = os.pipe()
    child = os.fork()
    if child == 0:
        _become(argv, ready, go)

    def pass_on(signum: int, _frame: FrameType | None) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, signum)

    os.setpgid(child, child)
    os.tcsetpgrp(0, child)
    signal.signal(signal.SIGHUP, pass_on)
    os.write(status, b"%d\n" % child)
    os.close(ready)
    os.close(go)
    _, code = os.waitpid(child, 0)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    os.write(status, b"%d\n" % os.waitstatus_to_exitcode(code))
    os.read(control, 1)


def _become(argv: list[str], ready: int, go: int) -> None:
    """Turn the forked child into the program, once the leader has put it in the foreground."""
    os.close(go)
    os.read(ready, 1)
    for signum in (signal.SIGTTOU, signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(signum, signal.SIG_DFL)
    try:
        os.execvp(argv[0], argv)
    except OSError as error:
        os.write(2, f"{argv[0]}: {error.strerror}\n".encode())
        os._exit(127)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
