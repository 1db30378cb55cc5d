"""Handle a failure: no mark and no name on the screen, one sentence, an exit code.

The module does not import Textual when it is loaded: ``drop_textual_environment`` has to run
before that.
"""

import codecs
import locale
import os
import re
import sys
import tempfile
import time
import traceback
from pathlib import Path

from kaohe_tui.commandline import command_line
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.words import N_, _

FAULT = 70
"""The exit code after a fault of the program (EX_SOFTWARE of sysexits.h)."""


_TOLD = "told"
"""The name of a file as old as the last report that a start has mentioned."""


def drop_textual_environment() -> None:
    """Remove every ``TEXTUAL*`` variable; some of them write each key pressed to a file.

    Has to run before ``textual`` is imported, which reads them once.
    """
    for name in [name for name in os.environ if name.startswith("TEXTUAL")]:
        del os.environ[name]


def check_terminal() -> None:
    """Refuse to start where the app cannot work, in a sentence that says what to do.

    Raises:
        Refusal: standard input or error is not a terminal, ``TERM`` is ``dumb``, or the locale is
            not UTF-8, where the first Chinese key would be fatal.
    """
    if not (_is_terminal(0) and _is_terminal(2)):
        raise Refusal(
            "terminal-missing",
            N_(
                "The app needs a terminal: start it without < and 2>, or use the commands "
                "({command})."
            ),
            command=command_line("--help"),
        )
    if os.environ.get("TERM") == "dumb":
        raise Refusal(
            "terminal-unsuitable",
            N_("This terminal (TERM=dumb) cannot draw the screen: open another terminal window."),
        )
    encoding = terminal_encoding()
    if encoding != "utf-8":
        raise Refusal(
            "terminal-unsuitable",
            N_(
                "The terminal's encoding is {encoding}, kaohe needs UTF-8: set the terminal window "
                "to UTF-8 and run export LC_ALL=C.UTF-8 first."
            ),
            encoding=encoding.upper(),
        )


def terminal_encoding() -> str:
    """Return the encoding that keys arrive in, as Python's codec name (``utf-8``, ``gbk``)."""
    # The variables are asked first: with a locale that is not installed Python falls back to
    # UTF-8, while the terminal that was set up for it goes on sending what the variable says.
    for name in ("LC_ALL", "LC_CTYPE", "LANG"):
        value = os.environ.get(name, "")
        # Where the locale is not installed Python itself sets this one for its own start.
        if value and (name, value) != ("LC_CTYPE", "C.UTF-8"):
            if match := re.search(r"\.([^@]+)", value):
                return _codec(match[1])
            break
    stream = sys.__stdin__
    return _codec((stream.encoding if stream else None) or locale.getencoding())


def _codec(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError:
        return name


def _is_terminal(descriptor: int) -> bool:
    try:
        return os.isatty(descriptor)
    except OSError:
        return False


def without_locals(error: BaseException) -> str:
    """Return the traceback as text, without the local variables: they hold marks and names."""
    return "".join(traceback.format_exception(error))


def write_report(text: str) -> Path | None:
    """Write what happened into a file that only its owner can read.

    Returns:
        The file, or None when no folder takes it.
    """
    import platformdirs

    folders = [platformdirs.user_log_path("kaohe", appauthor=False), Path(tempfile.gettempdir())]
    for folder in folders:
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            prefix = time.strftime("fault-%Y%m%d-%H%M%S-")
            # mkstemp makes the file 0600.
            handle, name = tempfile.mkstemp(dir=folder, prefix=prefix, suffix=".txt")
            with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
                file.write(text)
        except OSError:
            continue
        return Path(name)
    return None


def untold() -> list[str]:
    """Return a sentence for the newest report that no start has mentioned yet; once only."""
    import platformdirs

    folder = platformdirs.user_log_path("kaohe", appauthor=False)
    try:
        reports = sorted(folder.glob("fault-*.txt"), key=lambda file: file.stat().st_mtime)
        if not reports:
            return []
        mark, newest = folder / _TOLD, reports[-1]
        at = newest.stat().st_mtime
        if mark.exists() and mark.stat().st_mtime >= at:
            return []
        mark.touch(mode=0o600)
        os.utime(mark, (at, at))
    except OSError:
        return []
    return [
        _(
            "On {time} kaohe stopped because of an internal error; everything saved is intact. "
            "Details for the maintainers: {file}"
        ).format(time=time.strftime("%Y-%m-%d %H:%M", time.localtime(at)), file=newest)
    ]


def sentence(report: Path | None) -> str:
    """Return what the user reads after a fault of the program."""
    if report is None:
        return _("kaohe stopped because of an internal error. Everything saved is intact.")
    return _(
        "kaohe stopped because of an internal error. Everything saved is intact. Details for the "
        "maintainers: {file}"
    ).format(file=report)
