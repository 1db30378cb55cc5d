"""Sign in the operator who gives a command: the name on the line, the PIN from elsewhere."""

import os
import stat
import sys
from typing import TYPE_CHECKING, cast

import click

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.words import N_, _

if TYPE_CHECKING:
    from pathlib import Path

    from kaohe_tui.services.room.room import Room

OPERATOR = "kaohe.operator"
"""The key in click's ``meta`` under which the value of ``--operator`` is kept."""
PIN_FILE = "kaohe.pin_file"
"""The key in click's ``meta`` under which the value of ``--pin-file`` is kept."""
VARIABLE = "KAOHE_PIN_FILE"
"""The environment variable that names a file with the PIN, as ``--pin-file`` does."""
_LONGEST = 100
"""Bytes that a file with a PIN may have; a longer one is taken for another file."""


def named_operator() -> str:
    """Return the name after ``--operator``; empty without one."""
    return cast("str", click.get_current_context().find_root().meta.get(OPERATOR, ""))


def sign_in(room: "Room") -> None:
    """Let the operator of the line act in the room.

    In a database without operators the name alone goes into the record.

    Raises:
        Refusal: when the database has operators and none is named, the PIN cannot be asked for, or
            it is wrong.
    """
    from kaohe_tui.services.access import operators

    name = named_operator()
    if not operators.operators(room):
        if name:
            operators.act_as(room, name)
        return
    if not name:
        raise Refusal(
            "not-signed-in", N_("This database has operators: name yours with --operator NAME.")
        )
    pin = read_pin(_("PIN of {name}").format(name=name))
    operators.sign_in(room, name, pin, f"kaohe {click.get_current_context().info_name}")


def read_pin(asked: str, *, twice: bool = False) -> str:
    """Read a PIN: from ``--pin-file``, the file that ``KAOHE_PIN_FILE`` names, or hidden keys.

    Args:
        asked: what stands before the cursor.
        twice: whether it is typed once more, as a new one is; only asked at the terminal.

    Raises:
        Refusal: when the file cannot be used, or there is no terminal to ask at.
    """
    pin_file = click.get_current_context().find_root().meta.get(PIN_FILE)
    if pin_file is None and not twice and (variable := os.environ.get(VARIABLE)):
        from pathlib import Path

        pin_file = Path(variable)
    if pin_file is not None and not twice:
        return _from_file(cast("Path", pin_file))
    return _typed(asked, twice=twice)


def new_pin(file: "Path | None", asked: str) -> str:
    """Read a new PIN from a file, or have it typed twice."""
    return _from_file(file) if file is not None else _typed(asked, twice=True)


def _typed(asked: str, *, twice: bool) -> str:
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise Refusal(
            "terminal-missing",
            N_("There is no terminal to type the PIN at: put it into a file for --pin-file."),
        )
    again = _("The same once more") if twice else False
    return str(click.prompt(asked, hide_input=True, confirmation_prompt=again, err=True))


def _from_file(path: "Path") -> str:
    """Read the first line of a file that nobody else can read; ``-`` is standard input."""
    from kaohe_tui.files.decode import NO_WAITING, in_file

    if str(path) == "-":
        return sys.stdin.readline(_LONGEST).strip()
    try:
        # A pipe would be waited for, and a device need not end.
        descriptor = os.open(path, os.O_RDONLY | NO_WAITING)
        try:
            mode = os.fstat(descriptor).st_mode
            if not stat.S_ISREG(mode):
                raise in_file(str(path), "not-a-file", N_("This is not an ordinary file."))
            data = os.read(descriptor, _LONGEST + 1)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise Refusal(
            "file-unreadable",
            N_("{path} cannot be read ({reason})."),
            path=path,
            reason=error.strerror,
        ) from error
    if os.name != "nt" and mode & 0o077:
        raise Refusal(
            "pin-file-open-to-others",
            N_("{path} can be read by others; keep the PIN to yourself: chmod 600 {path}"),
            path=path,
        )
    if len(data) > _LONGEST:
        raise Refusal("pin-file-not-a-pin", N_("{path} contains more than a PIN."), path=path)
    return data.decode("utf-8", "replace").strip()
